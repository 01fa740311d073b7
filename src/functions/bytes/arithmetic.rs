//! `+ - * div mod` over integers of any size.

use super::{BITS, computed, integer, limit, negative, signed};
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Parameter};
use crate::num::{Border, Carry, Integer, Numbers};
use crate::run::{Count, Feed, Map, Pieces, Run, Type, Windows};
use num_traits::Zero;

const PAIR: &[Parameter] = &[
    Parameter::int("a", "an integer, negative ones too; 65,536 bits at most"),
    Parameter::int("b", "an integer, negative ones too; 65,536 bits at most"),
];
const DIVISION: &[Parameter] =
    &[Parameter::int("a", "what to divide"), Parameter::int("b", "what to divide by, which is not 0")];

/// The row of `+`.
pub const ADD: Function = Function {
    name: "add",
    title: "a + b",
    summary: "The sum of two integers.",
    family: Family::Integers,
    spec: "this program: integers",
    parameters: PAIR,
    result: Some(Type::Int),
    vetted: Counterpart::None("the integers are those of num-bigint itself"),
    examples: &["2 + 3"],
    make: |c, a| compute("add", Operation::Add, c, a),
};
/// The row of `-`.
pub const SUBTRACT: Function = Function {
    name: "subtract",
    title: "a - b",
    summary: "The difference of two integers.",
    examples: &["2 - 3"],
    make: |c, a| compute("subtract", Operation::Subtract, c, a),
    ..ADD
};
/// The row of `*`.
pub const MULTIPLY: Function = Function {
    name: "multiply",
    title: "a * b",
    summary: "The product of two integers.",
    examples: &["2 * 3"],
    make: |c, a| compute("multiply", Operation::Multiply, c, a),
    ..ADD
};
/// The row of `div`.
pub const DIVIDE: Function = Function {
    name: "divide",
    title: "a div b",
    summary: "How many times `b` goes into `a`, rounded down: -7 div 2 is -4.",
    parameters: DIVISION,
    examples: &["7 div 2"],
    make: |c, a| compute("divide", Operation::Divide, c, a),
    ..ADD
};
/// The row of `mod`.
pub const MODULO: Function = Function {
    name: "modulo",
    title: "a mod b",
    summary: "What remains of the division rounded down; it has the sign of `b`: -7 mod 2 is 1.",
    parameters: DIVISION,
    examples: &["7 mod 2"],
    make: |c, a| compute("modulo", Operation::Modulo, c, a),
    ..ADD
};

#[derive(Clone, Copy, PartialEq)]
enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}
impl Operation {
    fn of<I: Integer>(self, a: I, b: I) -> I {
        match self {
            Operation::Add => (a + b).named("sum", ()),
            Operation::Subtract => (a - b).named("difference", ()),
            Operation::Multiply => (a * b).named("product", ()),
            Operation::Divide => a.div_floor(b).named("quotient", ()),
            Operation::Modulo => a.mod_floor(b).named("remainder", ()),
        }
    }
}
struct Arithmetic {
    operation: Operation,
    negative: [bool; 2],
}
impl Pieces for Arithmetic {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let a = signed(n, read[0], self.negative[0]).named("a", ());
        let b = signed(n, read[1], self.negative[1]).named("b", ());
        self.operation.of(a, b).save(out);
    }
}
fn compute(name: &'static str, operation: Operation, c: &Context, arguments: &Arguments) -> Result<Run, Fault> {
    let (a, b) = (integer(c, arguments, "a")?, integer(c, arguments, "b")?);
    if b.is_zero() && matches!(operation, Operation::Divide | Operation::Modulo) {
        return Err(Fault::argument("b", "the divisor is 0, and nothing can be divided by 0"));
    }
    let value = operation.of(a, b);
    if value.bits() > BITS {
        return Err(limit("b", format!("the result of {name} has {} bits, and {BITS} are the most", value.bits())));
    }
    let mut run = Run::new(&c.at, name);
    let negative = ["a", "b"].map(|name| negative(arguments.value(name)));
    let feeds = vec![Feed::whole("a", arguments.rope("a")), Feed::whole("b", arguments.rope("b"))];
    let part = Map::once(run.at.join("result"), Arithmetic { operation, negative }, feeds)?;
    let magnitude = run.part("result", |_| part);
    Ok(run.with_result(computed(magnitude, &value)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;

    use crate::functions::FaultKind;
    use crate::run::Value;
    use num_bigint::BigInt;

    #[test]
    fn signs_and_rounding() {
        for (a, b) in [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 3), (6, 3), (-6, 3), (1 << 40, -255)] {
            let pair = || [Value::int(a), Value::int(b)];
            assert_eq!(shown("add", pair()), (a + b).to_string());
            assert_eq!(shown("subtract", pair()), (a - b).to_string());
            assert_eq!(shown("multiply", pair()), (a * b).to_string());
            let rounded_down = (a as f64 / b as f64).floor() as i64;
            assert_eq!(shown("divide", pair()), rounded_down.to_string(), "{a} div {b}");
            assert_eq!(shown("modulo", pair()), (a - b * rounded_down).to_string(), "{a} mod {b}");
        }
    }
    #[test]
    fn a_sum_opens_to_an_addition() {
        let run = call("add", [Value::int(2), Value::int(3)]).unwrap();
        assert_eq!(at(&run, "result/sum"), "5");
        assert_eq!(formula(&run, "result/sum"), "a + b");
        let run = call("modulo", [Value::int(-7), Value::int(2)]).unwrap();
        assert_eq!(formula(&run, "result/remainder"), "a mod b");
        assert_eq!(at(&run, "result/a"), "-7");
    }
    #[test]
    fn an_integer_depends_on_both() {
        let length = call("length", [typed("m", "abc")]).unwrap().result;
        let int = call("int_be", [input("k", &[9])]).unwrap().result;
        assert_eq!(origins(&call("multiply", [length, int]).unwrap().result), "k[0..1]; length(m)");
    }
    #[test]
    fn limits_and_zero() {
        assert_eq!(
            fault("divide", [Value::int(1), Value::int(0)]),
            "the divisor is 0, and nothing can be divided by 0"
        );
        assert_eq!(
            fault("modulo", [Value::int(1), Value::int(0)]),
            "the divisor is 0, and nothing can be divided by 0"
        );
        let large = || Value::int(BigInt::from(1) << 40_000);
        let fault = call("multiply", [large(), large()]).err().unwrap();
        assert_eq!(fault.kind, FaultKind::Limit);
        assert_eq!(fault.to_string(), "the result of multiply has 80001 bits, and 65536 are the most");
        let huge = call("add", [Value::int(BigInt::from(1) << 70_000), Value::int(1)]).err().unwrap();
        assert_eq!(huge.to_string(), "`a` is an integer of more than 65536 bits");
    }
}
