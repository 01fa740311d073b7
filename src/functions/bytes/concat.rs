//! Putting values one after the other: `a ++ b`.

use super::{limit, together};
use crate::functions::{Counterpart, Family, Fault, Function, Parameter};
use crate::run::{Run, Type, Value};

/// The most items of a list.
pub(super) const ITEMS: usize = 65_536;
const KINDS: &[Type] = &[Type::Bytes, Type::Text, Type::List];

/// The row of `++`.
pub const CONCAT: Function = Function {
    name: "concat",
    title: "a ++ b",
    summary: "One value after the other: two texts make a text, two lists a list, all else bytes.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[
        Parameter::new("a", KINDS, "what comes first"),
        Parameter::new("b", KINDS, "what comes next; the result has 1 GiB or 65,536 items at most"),
    ],
    result: None,
    vetted: Counterpart::None("nothing is computed: it arranges bytes"),
    examples: &["\"user=\" ++ \"bob\"", "0x80 ++ 0x0000", "[1, 2] ++ [3]"],
    make: |c, a| {
        let run = Run::new(&c.at, "concat");
        let (first, second) = (a.value("a").clone(), a.value("b").clone());
        let result = match (first, second) {
            (Value::List(a), Value::List(b)) => {
                let list = Value::List(a.iter().chain(b.iter()).cloned().collect());
                // The list itself counts, too.
                if list.count(ITEMS + 1) > ITEMS + 1 {
                    return Err(limit(
                        "b",
                        format!("a list holds {ITEMS} values at most, those in its lists among them"),
                    ));
                }
                list
            }
            (Value::List(_), other) | (other, Value::List(_)) => {
                let fault = Fault::argument(
                    "b",
                    format!("a list goes together with a list, not with {}", other.kind().phrase()),
                );
                return Err(fault.hint("write brackets round a single item: list ++ [item]"));
            }
            (Value::Text(a), Value::Text(b)) => Value::Text(together("concat", a, &b)?),
            _ => Value::Bytes(together("concat", a.rope("a"), &a.rope("b"))?),
        };
        Ok(run.with_result(result))
    },
};

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn texts_make_a_text_and_all_else_bytes() {
        let text = call("concat", [typed("a", "us"), typed("b", "er")]).unwrap().result;
        assert_eq!((text.kind(), text.show(9).unwrap().as_str()), (Type::Text, "user"));
        let bytes = call("concat", [typed("a", "us"), input("b", &[0xff])]).unwrap().result;
        assert_eq!((bytes.kind(), bytes.show(9).unwrap().as_str()), (Type::Bytes, "7573ff"));
        let list = |i: i32| Value::list(vec![Value::int(i)]);
        assert_eq!(shown("concat", [list(1), list(2)]), "[1, 2]");
    }
    #[test]
    fn every_byte_keeps_its_origin() {
        let whole = call("concat", [input("key", &[1, 2, 3]), typed("message", "abc")]).unwrap().result;
        assert_eq!(origin(&whole, 2..4), "key[2..3] message[0..1]");
    }
    #[test]
    fn doubling_comes_to_an_end() {
        let mut value = input("a", &[0]);
        let mut said = String::new();
        while said.is_empty() {
            match call("concat", [value.clone(), value.clone()]) {
                Ok(run) => value = run.result,
                Err(fault) => said = fault.to_string(),
            }
        }
        assert_eq!(said, "the result of concat is put together from 131072 stretches at most");
        let half = Value::Bytes(crate::run::Rope::filled("zeros", 0, (1 << 29) + 1));
        assert_eq!(fault("concat", [half.clone(), half]), "the result of concat has 1 GiB at most");
    }
    #[test]
    fn a_list_and_bytes_do_not_mix() {
        assert_eq!(
            fault("concat", [Value::list(vec![]), Value::int(1)]),
            "`b` of concat wants bytes or a text or a list, and this is an integer; \
             bytes are written in hexadecimal, as in 0x00ff"
        );
        assert_eq!(
            fault("concat", [Value::list(vec![]), Value::text("x")]),
            "a list goes together with a list, not with a text; write brackets round a single item: list ++ [item]"
        );
    }
}
