//! Integers as bytes, and bytes as integers.

use super::{BITS, bytes, counted, integer, limit};
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Limits, Parameter};
use crate::num::{Border, Carry, Numbers};
use crate::run::{Count, Error, Feed, Map, Path, Pieces, Rope, Run, Source, Type, Value, Windows};
use num_bigint::Sign;

/// The row of `int_be`.
pub const INT_BE: Function = Function {
    name: "int_be",
    title: "bytes as an integer",
    summary: "The integer that bytes write, the most significant first (big-endian).",
    family: Family::Integers,
    spec: "RFC 8017 §4.2, OS2IP",
    parameters: &[Parameter::bytes("a", "its bytes, 8,192 at most; none at all write 0")],
    result: Some(Type::Int),
    vetted: Counterpart::None("nothing is computed: an integer is its bytes"),
    examples: &["int_be(0x0100)"],
    make: |c, a| read("int_be", Order::Big, c, a),
};
/// The row of `int_le`.
pub const INT_LE: Function = Function {
    name: "int_le",
    title: "bytes as an integer, least significant first",
    summary: "The integer that bytes write, the least significant first (little-endian).",
    spec: "RFC 8032 §2, ENC read backwards",
    examples: &["int_le(0x0100)"],
    make: |c, a| read("int_le", Order::Little, c, a),
    ..INT_BE
};
/// The row of `bytes_be`.
pub const BYTES_BE: Function = Function {
    name: "bytes_be",
    title: "an integer as bytes",
    summary: "An integer as so many bytes, the most significant first (big-endian).",
    family: Family::Integers,
    spec: "RFC 8017 §4.1, I2OSP",
    parameters: &[
        Parameter::int("int", "the integer, which is not negative"),
        Parameter::int("length", "how many bytes, 65,536 at most; the integer must fit")
            .within(Limits::Range(0, 65_536)),
    ],
    result: Some(Type::Bytes),
    vetted: Counterpart::None("nothing is computed: an integer is its bytes"),
    examples: &["bytes_be(256, 8)"],
    make: |c, a| write("bytes_be", Order::Big, c, a),
};
/// The row of `bytes_le`.
pub const BYTES_LE: Function = Function {
    name: "bytes_le",
    title: "an integer as bytes, least significant first",
    summary: "An integer as so many bytes, the least significant first (little-endian).",
    spec: "RFC 8032 §2, ENC",
    examples: &["bytes_le(256, 8)"],
    make: |c, a| write("bytes_le", Order::Little, c, a),
    ..BYTES_BE
};

/// Which end of an integer comes first.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Big,
    Little,
}
fn read(name: &'static str, order: Order, c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let rope = a.rope("a");
    if rope.len() * 8 > BITS {
        let message = format!("`a` of {name} has {} bytes at most, and this has {}", BITS / 8, rope.len());
        return Err(limit("a", message));
    }
    rope.finish(c.budget)?;
    Ok(joined(&c.at, name, order, rope)?)
}
fn joined(at: &Path, name: &'static str, order: Order, rope: Rope) -> Result<Run, Error> {
    let mut run = Run::new(at, name);
    run.inputs = vec![("a", Value::Bytes(rope.clone()))];
    let part = Map::once(run.at.join("result"), Joined(order), vec![Feed::whole("bytes", rope)])?;
    let magnitude = run.part("result", |_| part);
    Ok(run.with_result(Value::Int { magnitude, negative: false }))
}
/// The integer that bytes at hand write, the most significant first.
///
/// # Errors
/// What reading them gives.
pub(in crate::functions) fn big_endian(at: &Path, bytes: Rope) -> Result<Run, Error> {
    joined(at, "int_be", Order::Big, bytes)
}
fn write(name: &'static str, order: Order, c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (int, length) = (integer(c, a, "int")?, a.u64("length")?);
    if int.sign() == Sign::Minus {
        let fault = Fault::argument("int", format!("{name} writes no sign, and `int` is {}", a.value("int").show(24)?));
        return Err(fault.hint("add a power of 256 first, or modulo it"));
    }
    if int.bits() > 8 * length {
        let (shown, bits, room) = (a.value("int").show(24)?, int.bits(), counted(length, "byte"));
        let fault = Fault::argument("length", format!("{shown} has {bits} bits, which {room} cannot hold"));
        return Err(fault.hint(format!("a `length` of {} is enough", bits.div_ceil(8))));
    }
    let mut run = Run::new(&c.at, name);
    let split = Split { order, length: length as usize };
    let feeds = vec![Feed::whole("integer", a.rope("int"))];
    let bytes = run.part("result", |at| Map::part(at, split, feeds, length.max(1), length));
    Ok(run.with_result(Value::Bytes(bytes)))
}

struct Joined(Order);
impl Pieces for Joined {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let mut bytes: Vec<N::U8> = bytes(n, read[0], "byte").collect();
        if self.0 == Order::Little {
            bytes.reverse();
        }
        let int = if bytes.is_empty() { n.literal(0) } else { n.join_int(&bytes) };
        int.named("int", ()).save(out);
    }
}
struct Split {
    order: Order,
    length: usize,
}
impl Pieces for Split {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let int = N::Int::read(n, read[0]).named("int", ());
        let mut bytes = n.split_int(int, self.length);
        if self.order == Order::Little {
            bytes.reverse();
        }
        bytes.into_iter().enumerate().for_each(|(j, byte)| byte.named("byte", j).save(out));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::functions::FaultKind;
    use proptest::prelude::*;

    #[test]
    fn both_orders() {
        assert_eq!(shown("int_be", [input("m", &[1, 0])]), "256");
        assert_eq!(shown("int_le", [input("m", &[1, 0])]), "1");
        assert_eq!(shown("int_be", [input("m", &[])]), "0");
        assert_eq!(shown("bytes_be", [Value::int(258), Value::int(4)]), "00000102");
        assert_eq!(shown("bytes_le", [Value::int(258), Value::int(4)]), "02010000");
        assert_eq!(shown("bytes_be", [Value::int(0), Value::int(0)]), "");
    }
    proptest! {
        #[test]
        fn there_and_back(data in prop::collection::vec(any::<u8>(), 0..80)) {
            for (read, write) in [("int_be", "bytes_be"), ("int_le", "bytes_le")] {
                let int = call(read, [input("m", &data)]).unwrap().result;
                let bytes = call(write, [int, Value::int(data.len())]).unwrap();
                prop_assert_eq!(bytes.output().unwrap(), data.clone());
            }
        }
    }
    #[test]
    fn an_integer_comes_from_all_its_bytes() {
        let run = call("int_le", [input("m", &[1, 2, 3])]).unwrap();
        assert_eq!(origins(&run.result), "m[0..3]");
        assert_eq!(formula(&run, "result/int"), "byte[2] ‖ byte[1] ‖ byte[0]");
        let run = call("bytes_be", [run.result, Value::int(4)]).unwrap();
        assert_eq!(origin(&run.result, 0..1), "m[0..3]");
        assert_eq!(at(&run, "result/byte[3]"), "01");
    }
    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(
            fault("bytes_be", [Value::int(300), Value::int(1)]),
            "300 has 9 bits, which 1 byte cannot hold; a `length` of 2 is enough"
        );
        assert_eq!(
            fault("bytes_le", [Value::int(-1), Value::int(1)]),
            "bytes_le writes no sign, and `int` is -1; add a power of 256 first, or modulo it"
        );
        let fault = call("bytes_be", [Value::int(1), Value::int(65_537)]).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Limit);
        assert_eq!(fault.to_string(), "`length` of bytes_be is 0 to 65536, and this is 65537");
        let fault = call("int_be", [input("m", &[0; 8193])]).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Limit);
        assert_eq!(fault.to_string(), "`a` of int_be has 8192 bytes at most, and this has 8193");
    }
}
