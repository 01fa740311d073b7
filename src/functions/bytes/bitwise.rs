//! Exclusive or, and, or, not: bit by bit.

use super::{ROW, bytes, counted};
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Parameter};
use crate::num::{Border, Carry, Numbers};
use crate::run::{Count, Feed, Map, Pieces, Run, Source, Type, Value, Windows};
use std::ops::{BitAnd, BitOr, BitXor};

const KINDS: &[Type] = &[Type::Bytes, Type::Bool];
const PAIR: &[Parameter] = &[
    Parameter::new("a", KINDS, "bytes, or a truth value"),
    Parameter::new("b", KINDS, "as many bytes as `a`, or a truth value"),
];

/// The row of `xor`.
pub const XOR: Function = Function {
    name: "xor",
    title: "a ⊕ b",
    summary: "Exclusive or: a bit of the result is set where the two differ.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: PAIR,
    result: None,
    vetted: Counterpart::None("it is one operation of the processor"),
    examples: &["xor(0x0ff0, 0x00ff)", "xor(true, true)"],
    make: |c, a| gate("xor", Gate::Xor, c, a),
};
/// The row of `and`.
pub const AND: Function = Function {
    name: "and",
    title: "a ∧ b",
    summary: "A bit of the result is set where both have it set.",
    examples: &["and(0x0ff0, 0x00ff)", "and(1 < 2, 2 < 3)"],
    make: |c, a| gate("and", Gate::And, c, a),
    ..XOR
};
/// The row of `or`.
pub const OR: Function = Function {
    name: "or",
    title: "a ∨ b",
    summary: "A bit of the result is set where one of them or both have it set.",
    examples: &["or(0x0ff0, 0x00ff)", "or(true, false)"],
    make: |c, a| gate("or", Gate::Or, c, a),
    ..XOR
};
/// The row of `not`.
pub const NOT: Function = Function {
    name: "not",
    title: "¬a",
    summary: "Every bit turned over.",
    parameters: &[Parameter::new("a", KINDS, "bytes, or a truth value")],
    examples: &["not(0x0ff0)", "not(true)"],
    make: |c, a| {
        let mut run = Run::new(&c.at, "not");
        let rope = a.rope("a");
        let result = match a.value("a").kind() {
            Type::Bool => {
                Value::Bool(run.part("result", |at| Map::part(at, NotBit, vec![Feed::whole("a", rope)], 1, 1)))
            }
            _ => Value::Bytes(run.part("row", |at| {
                let length = rope.len();
                Map::part(at, NotRow, vec![Feed::dealt("a", rope, ROW)], ROW, length)
            })),
        };
        Ok(run.with_result(result))
    },
    ..XOR
};

/// A gate with two inputs.
#[derive(Clone, Copy)]
enum Gate {
    Xor,
    And,
    Or,
}
impl Gate {
    #[inline(always)]
    fn of<X: BitXor<Output = X> + BitAnd<Output = X> + BitOr<Output = X>>(self, a: X, b: X) -> X {
        match self {
            Gate::Xor => a ^ b,
            Gate::And => a & b,
            Gate::Or => a | b,
        }
    }
}
fn gate(name: &'static str, gate: Gate, c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, name);
    let (left, right) = (a.rope("a"), a.rope("b"));
    let result = match (a.value("a").kind(), a.value("b").kind()) {
        (Type::Bool, Type::Bool) => {
            let feeds = vec![Feed::whole("a", left), Feed::whole("b", right)];
            Value::Bool(run.part("result", |at| Map::part(at, GateBit(gate), feeds, 1, 1)))
        }
        (Type::Bytes, Type::Bytes) => {
            equally_long(name, a)?;
            let length = left.len();
            let feeds = vec![Feed::dealt("a", left, ROW), Feed::dealt("b", right, ROW)];
            Value::Bytes(run.part("row", |at| Map::part(at, GateRow(gate), feeds, ROW, length)))
        }
        (one, other) => {
            let (one, other) = (one.phrase(), other.phrase());
            return Err(Fault::argument("b", format!("{name} wants two of a kind, and these are {one} and {other}")));
        }
    };
    Ok(run.with_result(result))
}
/// Refuses two byte strings of different lengths.
pub(super) fn equally_long(name: &str, arguments: &Arguments) -> Result<(), Fault> {
    let (a, b) = (arguments.rope("a").len(), arguments.rope("b").len());
    if a == b {
        return Ok(());
    }
    let fault =
        Fault::argument("b", format!("{name} wants equal lengths, and these have {} and {b}", counted(a, "byte")));
    Err(fault.hint("cut the longer one with x[from..to], or lengthen the shorter one with repeat"))
}

/// Up to 16 bytes of each.
struct GateRow(Gate);
impl Pieces for GateRow {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        for (j, (a, b)) in bytes(n, read[0], "a").zip(bytes(n, read[1], "b")).enumerate() {
            self.0.of(a, b).named("byte", j).save(out);
        }
    }
}
struct GateBit(Gate);
impl Pieces for GateBit {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let (a, b) = (N::Bit::read(n, read[0]).named("a", ()), N::Bit::read(n, read[1]).named("b", ()));
        self.0.of(a, b).named("bit", ()).save(out);
    }
}
struct NotRow;
impl Pieces for NotRow {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        bytes(n, read[0], "a").enumerate().for_each(|(j, a)| (!a).named("byte", j).save(out));
    }
}
struct NotBit;
impl Pieces for NotBit {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        (!N::Bit::read(n, read[0]).named("a", ())).named("bit", ()).save(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn works_on_every_bit() {
        let pair = || [input("a", &[0b1100, 0xff]), input("b", &[0b1010, 0xff])];
        assert_eq!(shown("xor", pair()), "0600");
        assert_eq!(shown("and", pair()), "08ff");
        assert_eq!(shown("or", pair()), "0eff");
        assert_eq!(shown("not", [input("a", &[0b1100, 0xff])]), "f300");
        assert_eq!(shown("not", [input("a", &[])]), "");
    }
    #[test]
    fn works_on_truth_values() {
        for (a, b) in [(false, false), (false, true), (true, false), (true, true)] {
            let pair = || [Value::bool(a), Value::bool(b)];
            assert_eq!(shown("xor", pair()), (a ^ b).to_string());
            assert_eq!(shown("and", pair()), (a & b).to_string());
            assert_eq!(shown("or", pair()), (a | b).to_string());
            assert_eq!(shown("not", [Value::bool(a)]), (!a).to_string());
        }
    }
    #[test]
    fn a_byte_comes_from_two_bytes() {
        let run = call("xor", [input("a", &[7; 40]), input("b", &[9; 40])]).unwrap();
        assert_eq!(origin(&run.result, 33..34), "a[33..34] b[33..34]");
        assert_eq!(origin(&run.result, 14..18), "a[14..18] b[14..18]");
        assert_eq!(formula(&run, "row[2]/byte[1]"), "a[1] ⊕ b[1]");
        assert_eq!(at(&run, "row[2]/byte[1]"), "0e");
    }
    #[test]
    fn a_mebibyte_is_read_in_a_frame() {
        let long = |cell| call("repeat", [input(cell, &[1, 2, 3]), Value::int(349_526)]).unwrap().result;
        let budget = crate::run::Budget::unlimited();
        let context = Context { at: crate::run::Path::new(""), budget: &budget };
        let given = vec![(None, long("a")), (None, long("b"))];
        let (run, _) = XOR.call(&context, given).unwrap();
        let start = std::time::Instant::now();
        assert_eq!(run.output().unwrap(), vec![0; 1_048_578]);
        // Tests are barely optimized; a release build takes a fraction of this.
        assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
    }
    #[test]
    fn refuses_what_does_not_fit_together() {
        assert_eq!(
            fault("xor", [input("a", &[1, 2, 3]), input("b", &[1, 2, 3, 4])]),
            "xor wants equal lengths, and these have 3 bytes and 4; \
             cut the longer one with x[from..to], or lengthen the shorter one with repeat"
        );
        assert_eq!(
            fault("or", [Value::bool(true), input("b", &[1])]),
            "or wants two of a kind, and these are a truth value and bytes"
        );
    }
}
