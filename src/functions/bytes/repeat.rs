//! The same bytes over and over, or from their end to their start.

use super::{LONGEST, counted, limit};
use crate::functions::{Counterpart, Family, Function, Limits, Parameter};
use crate::run::{Run, Source, Type, Value};

/// The row of `repeat`.
pub const REPEAT: Function = Function {
    name: "repeat",
    title: "repetition",
    summary: "The same bytes or text over and over.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[
        Parameter::new("a", &[Type::Bytes, Type::Text], "what to repeat"),
        Parameter::int("times", "how often; the result has 1 GiB at most").within(Limits::Range(0, LONGEST as i64)),
    ],
    result: None,
    vetted: Counterpart::None("nothing is computed: it arranges bytes"),
    examples: &["repeat(0x00, 16)", "repeat(\"ab\", 3)"],
    make: |c, a| {
        let (rope, times) = (a.rope("a"), a.u64("times")?);
        if rope.len().saturating_mul(times) > LONGEST {
            let message = format!("{times} times {} is more than 1 GiB", counted(rope.len(), "byte"));
            return Err(limit("times", message).hint(format!("{} times still fit", LONGEST / rope.len())));
        }
        let repeated = rope.repeated(times);
        let result = if a.value("a").kind() == Type::Text { Value::Text(repeated) } else { Value::Bytes(repeated) };
        Ok(Run::new(&c.at, "repeat").with_result(result))
    },
};
/// The row of `reverse`.
pub const REVERSE: Function = Function {
    name: "reverse",
    title: "reversal",
    summary: "The bytes from the last to the first, as the other byte order writes a number.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[Parameter::bytes(
        "a",
        "what to turn round; of a text its UTF-8 bytes, which need not be a text then",
    )],
    result: Some(Type::Bytes),
    vetted: Counterpart::None("nothing is computed: it arranges bytes"),
    examples: &["reverse(0x00010203)"],
    make: |c, a| Ok(Run::new(&c.at, "reverse").with_result(Value::Bytes(a.rope("a").reversed()))),
};

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::functions::FaultKind;

    #[test]
    fn repeats_without_a_copy() {
        assert_eq!(shown("repeat", [typed("m", "ab"), Value::int(3)]), "ababab");
        assert_eq!(shown("repeat", [input("m", &[]), Value::int(3)]), "");
        assert_eq!(shown("repeat", [input("m", &[7]), Value::int(0)]), "");
        let long = call("repeat", [input("m", b"abc"), Value::int(300_000_000)]).unwrap().result;
        assert_eq!(long.rope().unwrap().all().len(), 1);
        assert_eq!(origin(&long, 300_000_001..300_000_003), "m[1..3]");
    }
    #[test]
    fn every_stretch_is_what_a_copy_says() {
        let whole = b"abcde".repeat(6);
        let repeated = call("repeat", [input("m", b"abcde"), Value::int(6)]).unwrap().result;
        for start in 0..=whole.len() {
            for end in start..=whole.len() {
                let stretch = repeated.rope().unwrap().slice(start as u64..end as u64);
                assert_eq!(stretch.to_vec().unwrap(), whole[start..end], "{start}..{end}");
            }
        }
    }
    #[test]
    fn the_limit_names_what_fits() {
        let fault = call("repeat", [input("m", &[0; 1024]), Value::int(1 << 21)]).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Limit);
        assert_eq!(fault.to_string(), "2097152 times 1024 bytes is more than 1 GiB; 1048576 times still fit");
        let fault = call("repeat", [input("m", &[0]), Value::int(1i64 << 40)]).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Limit);
    }
    #[test]
    fn reverses_bytes() {
        let reversed = call("reverse", [input("m", &[1, 2, 3, 4])]).unwrap().result;
        assert_eq!(reversed.show(8).unwrap(), "04030201");
        assert_eq!(origin(&reversed, 0..1), "m[3..4]");
        assert_eq!(shown("reverse", [Value::text("é")]), "a9c3");
        assert_eq!(shown("reverse", [Value::text("")]), "");
    }
}
