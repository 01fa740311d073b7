//! A stretch of a value: `a[from..to]`.

use super::counted;
use crate::functions::{Counterpart, Family, Fault, Function, Limits, Parameter};
use crate::run::{Budget, Error, Rope, Run, Source, Type, Value};

const PLACES: Limits = Limits::Range(0, 1 << 60);

/// The row of slices.
pub const SLICE: Function = Function {
    name: "slice",
    title: "a[from..to]",
    summary: "A stretch of bytes, or of the characters of a text; places are counted from 0, and `to` is left out.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[
        Parameter::new(
            "a",
            &[Type::Bytes, Type::Text],
            "what to cut; a text is cut between characters and never inside one, so utf8(text) is what counts bytes",
        ),
        Parameter::int("from", "the first place kept").within(PLACES),
        Parameter::int("to", "the first place left out").within(PLACES),
    ],
    result: None,
    vetted: Counterpart::None("nothing is computed: it arranges bytes"),
    examples: &["\"token\"[1..3]", "sha256(\"abc\")[..4]"],
    make: |c, a| {
        let run = Run::new(&c.at, "slice");
        let (from, to) = (a.u64("from")?, a.u64("to")?);
        if to < from {
            return Err(Fault::argument("to", format!("the end, {to}, comes before the start, {from}")));
        }
        let (value, rope) = (a.value("a"), a.rope("a"));
        let (unit, ends) = match value.kind() {
            Type::Text => ("character", characters(&rope, [from, to], c.budget)?),
            _ => ("byte", if to <= rope.len() { Ok([from, to]) } else { Err(rope.len()) }),
        };
        let cut = match ends {
            Ok([start, end]) => rope.slice(start..end),
            Err(length) => {
                let (name, ends, at) = if from > length { ("from", "starts", from) } else { ("to", "ends", to) };
                let there = if length == 1 { "there is" } else { "there are" };
                let length = counted(length, unit);
                return Err(Fault::argument(name, format!("{there} {length}, and the slice {ends} at {at}")));
            }
        };
        Ok(run.with_result(if value.kind() == Type::Text { Value::Text(cut) } else { Value::Bytes(cut) }))
    },
};
/// Where in a text's bytes two of its places are, the second not before the first; the text's length in characters
/// where it is too short.
fn characters(rope: &Rope, places: [u64; 2], budget: &Budget) -> Result<Result<[u64; 2], u64>, Error> {
    rope.finish(budget)?;
    let mut found = [rope.len(); 2];
    let mut wanted = places.into_iter().enumerate().peekable();
    let (mut buffer, mut at, mut characters) = (vec![0; 64 << 10], 0, 0);
    while at < rope.len() && wanted.peek().is_some() {
        let n = (rope.len() - at).min(buffer.len() as u64) as usize;
        rope.read_at(at, &mut buffer[..n])?;
        for (i, byte) in (at..).zip(&buffer[..n]) {
            // All bytes of a character but its first are 10xxxxxx.
            if byte & 0xc0 != 0x80 {
                while let Some((k, _)) = wanted.next_if(|(_, place)| *place == characters) {
                    found[k] = i;
                }
                characters += 1;
            }
        }
        at += n as u64;
    }
    match wanted.find(|(_, place)| *place != characters) {
        Some(_) => Ok(Err(characters)),
        None => Ok(Ok(found)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn cut(value: Value, from: i64, to: i64) -> String {
        shown("slice", [value, Value::int(from), Value::int(to)])
    }
    #[test]
    fn bytes_are_cut_by_bytes_and_keep_their_origin() {
        let value = call("slice", [input("m", b"abcdef"), Value::int(1), Value::int(4)]).unwrap().result;
        assert_eq!(value.show(9).unwrap(), "626364");
        assert_eq!(origins(&value), "m[1..4]");
        assert_eq!(cut(input("m", b"abc"), 3, 3), "");
    }
    #[test]
    fn a_text_is_cut_between_characters() {
        let text = || typed("m", "aé€😀z");
        for (from, to, expected) in
            [(0, 5, "aé€😀z"), (1, 3, "é€"), (3, 4, "😀"), (2, 2, ""), (5, 5, ""), (4, 5, "z"), (0, 0, "")]
        {
            assert_eq!(cut(text(), from, to), expected, "{from}..{to}");
        }
        assert_eq!(cut(typed("m", ""), 0, 0), "");
        let cut = call("slice", [text(), Value::int(1), Value::int(2)]).unwrap().result;
        assert_eq!(origins(&cut), "m[1..3]");
    }
    #[test]
    fn the_start_of_a_long_text_is_near() {
        let long = call("repeat", [Value::text("é"), Value::int(500_000_000)]).unwrap().result;
        assert_eq!(cut(long, 5, 9), "éééé");
    }
    #[test]
    fn what_is_not_there_is_said() {
        let said = |value: Value, from: i64, to: i64| fault("slice", [value, Value::int(from), Value::int(to)]);
        assert_eq!(said(input("m", b"abc"), 0, 4), "there are 3 bytes, and the slice ends at 4");
        assert_eq!(said(input("m", b"abc"), 5, 6), "there are 3 bytes, and the slice starts at 5");
        assert_eq!(said(typed("m", "é€"), 0, 3), "there are 2 characters, and the slice ends at 3");
        assert_eq!(said(typed("m", "é€"), 3, 3), "there are 2 characters, and the slice starts at 3");
        assert_eq!(said(input("m", b"abc"), 2, 1), "the end, 1, comes before the start, 2");
        assert_eq!(said(input("m", b"abc"), 0, -1), "`to` of slice is 0 to 1152921504606846976, and this is -1");
        assert_eq!(said(input("m", b"abc"), -1, 0), "`from` of slice is 0 to 1152921504606846976, and this is -1");
    }
}
