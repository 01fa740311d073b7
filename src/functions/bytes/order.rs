//! `< <= > >=` over integers.

use super::{negative, signed};
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Parameter};
use crate::num::{BitOf, Border, Carry, Integer, Numbers};
use crate::run::{Count, Feed, Map, Pieces, Run, Type, Value, Windows};

/// The row of `<`.
pub const LESS: Function = Function {
    name: "less",
    title: "a < b",
    summary: "Whether an integer is less than another.",
    family: Family::Integers,
    spec: "this program: integers",
    parameters: &[Parameter::int("a", "an integer"), Parameter::int("b", "what it is compared with")],
    result: Some(Type::Bool),
    vetted: Counterpart::None("the integers are those of num-bigint itself"),
    examples: &["2 < 3"],
    make: |c, a| compare("less", Relation::Less, c, a),
};
/// The row of `<=`.
pub const LESS_EQUAL: Function = Function {
    name: "less_equal",
    title: "a <= b",
    summary: "Whether an integer is less than another or the same.",
    examples: &["3 <= 3"],
    make: |c, a| compare("less_equal", Relation::LessEqual, c, a),
    ..LESS
};
/// The row of `>`.
pub const GREATER: Function = Function {
    name: "greater",
    title: "a > b",
    summary: "Whether an integer is greater than another.",
    examples: &["2 > 3"],
    make: |c, a| compare("greater", Relation::Greater, c, a),
    ..LESS
};
/// The row of `>=`.
pub const GREATER_EQUAL: Function = Function {
    name: "greater_equal",
    title: "a >= b",
    summary: "Whether an integer is greater than another or the same.",
    examples: &["3 >= 3"],
    make: |c, a| compare("greater_equal", Relation::GreaterEqual, c, a),
    ..LESS
};

#[derive(Clone, Copy)]
enum Relation {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}
impl Relation {
    fn of<I: Integer>(self, a: I, b: I) -> BitOf<I> {
        match self {
            Relation::Less => a.less(b).named("less", ()),
            Relation::LessEqual => (!b.less(a)).named("less_equal", ()),
            Relation::Greater => b.less(a).named("greater", ()),
            Relation::GreaterEqual => (!a.less(b)).named("greater_equal", ()),
        }
    }
}
struct Compared {
    relation: Relation,
    negative: [bool; 2],
}
impl Pieces for Compared {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let a = signed(n, read[0], self.negative[0]).named("a", ());
        let b = signed(n, read[1], self.negative[1]).named("b", ());
        self.relation.of(a, b).save(out);
    }
}
fn compare(name: &'static str, relation: Relation, c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, name);
    let compared = Compared { relation, negative: ["a", "b"].map(|name| negative(a.value(name))) };
    let feeds = vec![Feed::whole("a", a.rope("a")), Feed::whole("b", a.rope("b"))];
    let answer = run.part("result", |at| Map::part(at, compared, feeds, 1, 1));
    Ok(run.with_result(Value::Bool(answer)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn agrees_with_small_integers() {
        for a in -3..4 {
            for b in -3..4 {
                let pair = || [Value::int(a), Value::int(b)];
                assert_eq!(shown("less", pair()), (a < b).to_string(), "{a} < {b}");
                assert_eq!(shown("less_equal", pair()), (a <= b).to_string(), "{a} <= {b}");
                assert_eq!(shown("greater", pair()), (a > b).to_string(), "{a} > {b}");
                assert_eq!(shown("greater_equal", pair()), (a >= b).to_string(), "{a} >= {b}");
            }
        }
    }
    #[test]
    fn an_answer_depends_on_both() {
        let m = call("length", [typed("m", "abc")]).unwrap().result;
        let run = call("greater", [m, Value::int(2)]).unwrap();
        assert_eq!(origins(&run.result), "length(m), literal");
        assert_eq!(formula(&run, "result/greater"), "b < a");
        assert_eq!(
            fault("less", [Value::int(1), Value::text("2")]),
            "`b` of less wants an integer, and this is a text"
        );
    }
}
