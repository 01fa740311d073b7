//! A comparison that stops at the first difference, and what somebody makes of it who can tell how far it came. Nothing
//! is timed here: the comparisons are counted.

use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Limits, Parameter};
use crate::num::{Carry, Integer, Numbers};
use crate::run::{Count, Feed, Fold, Rope, Run, Source, Timeline, Type, Value, Windows};
use num_bigint::BigInt;

/// The longest tag to forge.
const LONGEST: usize = 64;

/// The weight of a comparison of two bytes, as integers.
const WEIGHT: u64 = 150;

/// Whether two bytes are the same.
fn same<N: Numbers>(n: N, a: N::U8, b: N::U8) -> N::Bit {
    n.join_int(&[a]).same(n.join_int(&[b]))
}

/// A comparison of one byte with another, if all before were the same.
struct Compare;
impl Fold for Compare {
    type State<N: Numbers> = (N::Bit, N::Int);
    fn weight(&self) -> u64 {
        WEIGHT
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, (going, count): (N::Bit, N::Int), read: &Windows) -> (N::Bit, N::Int) {
        let (going, count) = (going.named("going_before", ()), count.named("count_before", ()));
        let (a, b) = (N::U8::read(n, read[0]).named("a", ()), N::U8::read(n, read[1]).named("b", ()));
        let count = count + n.int_of(going);
        ((going & same(n, a, b)).named("going", ()), count.named("count", ()))
    }
}
fn comparisons(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "early_exit");
    let (left, right) = (a.rope("a"), a.rope("b"));
    let (question, count) = ("have both the same length?", left.len().min(right.len()));
    let answer = if left.len() == right.len() { "yes" } else { "no: the shorter one is compared to its end" };
    run.choice(question, answer);
    let start = Rope::constant("true", &[1]).then(Rope::constant("0", &[0; 8]));
    let feeds = vec![Feed::dealt("a", left.slice(0..count), 1), Feed::dealt("b", right.slice(0..count), 1)];
    let end = run.part("byte", |at| Timeline::part(at, Compare, count, start, feeds));
    Ok(run.with_result(Value::Int { magnitude: end.slice(1..9), negative: false }))
}

/// A guess at one byte of a tag, after the bytes before it are known.
struct Guess {
    length: usize,
    /// Which byte, and which guess at it, for each segment.
    tries: Vec<(usize, u8)>,
}
impl Fold for Guess {
    type State<N: Numbers> = [N::U8; LONGEST];
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        WEIGHT * self.length as u64
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, known: [N::U8; LONGEST], read: &Windows) -> [N::U8; LONGEST] {
        let (place, guess) = self.tries[at as usize];
        let mut sent = known;
        sent[place] = n.u8("guess", (), guess);
        for (i, byte) in sent.iter_mut().enumerate().take(self.length) {
            *byte = byte.named("sent", i);
        }
        // What the other side does, and all that is told of it: how many bytes it compared.
        let (mut going, mut count) = (n.bit("true", (), true), n.int("zero", (), BigInt::from(0)));
        for (i, byte) in sent.iter().enumerate().take(self.length) {
            let tag = N::U8::read(n, read[0].piece::<1>(i)).named("tag", i);
            count = count + n.int_of(going);
            going = going & same(n, *byte, tag);
        }
        let _ = (count.named("count", ()), going.named("accepted", ()));
        sent
    }
}
fn forge(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let tag = a.rope("tag");
    let bytes = super::known(c, &tag)?;
    let tries: Vec<_> =
        (0..).zip(&bytes).flat_map(|(place, byte)| (0..=*byte).map(move |guess| (place, guess))).collect();
    let mut run = Run::new(&c.at, "forge_by_count");
    let (count, length) = (tries.len() as u64, bytes.len());
    run.choice("how many guesses until all bytes are right?", format!("{count}, of at most {}", 256 * length));
    let start = Rope::constant("0", &[0; LONGEST]);
    let guess = Guess { length, tries };
    let feeds = vec![Feed::whole("tag", tag)];
    let end = run.part("try", |at| Timeline::part(at, guess, count, start, feeds));
    Ok(run.with_result(Value::Bytes(end.slice(0..length as u64))))
}

/// The rows of the comparison that stops, and of the forgery.
pub const ROWS: &[Function] = &[
    Function {
        name: "early_exit",
        title: "comparison that stops",
        summary: "How many bytes of two strings are compared until the first difference, which stops it: never use such a \
                  comparison for secrets.",
        family: Family::Attack,
        spec: "this program: attacks",
        parameters: &[
            Parameter::bytes("a", "one byte string; 64 KiB at most").within(Limits::Length(0, 1 << 16)),
            Parameter::bytes("b", "the other; 64 KiB at most").within(Limits::Length(0, 1 << 16)),
        ],
        result: Some(Type::Int),
        vetted: Counterpart::None("it is a comparison"),
        examples: &["early_exit(0x010203, 0x010403)"],
        make: comparisons,
    },
    Function {
        name: "forge_by_count",
        title: "forgery byte by byte",
        summary: "A secret tag, found by somebody who is told after each guess how many bytes were compared.",
        family: Family::Attack,
        spec: "this program: attacks",
        parameters: &[Parameter::bytes("tag", "what to find out; 64 bytes at most").within(Limits::Length(0, 64))],
        result: Some(Type::Bytes),
        vetted: Counterpart::None("it is a search: compare what it finds with the tag"),
        examples: &["forge_by_count(0x03a1)"],
        make: forge,
    },
];

#[cfg(test)]
mod tests {
    use super::super::super::bytes::testing::*;

    #[test]
    fn a_comparison_stops_after_the_first_difference() {
        for (a, b, count) in [
            ("abc", "abc", "3"),
            ("abc", "abd", "3"),
            ("abc", "xbc", "1"),
            ("abc", "axc", "2"),
            ("", "a", "0"),
            ("ab", "abc", "2"),
        ] {
            assert_eq!(shown("early_exit", [typed("a", a), typed("b", b)]), count, "{a} {b}");
        }
    }
    #[test]
    fn a_tag_is_found_in_a_guess_for_each_value_up_to_its_bytes() {
        let run = call("forge_by_count", [input("tag", &[3, 0xa1, 0])]).unwrap();
        assert_eq!(run.result.show(9).unwrap(), "03a100");
        assert_eq!(run.parts()[0].segments(), 4 + 0xa2 + 1);
        assert_eq!(at(&run, "try[4]/count"), "2");
        assert_eq!(at(&run, "try[3]/count"), "1");
        assert_eq!(at(&run, "try[167]/accepted"), "1");
    }
}
