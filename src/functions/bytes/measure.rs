//! How long a value is.

use crate::functions::{Counterpart, Family, Function, Parameter};
use crate::run::{Rope, Run, Source, Type, Value};
use num_bigint::BigUint;

/// The row of `length`.
pub const LENGTH: Function = Function {
    name: "length",
    title: "length",
    summary: "How many bytes there are, or how many items.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[Parameter::new(
        "a",
        &[Type::Bytes, Type::List],
        "what to measure; of a text its UTF-8 bytes, which may be more than its characters",
    )],
    result: Some(Type::Int),
    vetted: Counterpart::None("it is a count"),
    examples: &["length(\"abc\")", "length([1, 2])"],
    make: |c, a| {
        let value = a.value("a");
        let (measured, length) = match value {
            Value::List(items) => (contents(value), items.len() as u64),
            other => (other.rope().cloned().unwrap_or_default(), a.rope("a").len()),
        };
        let magnitude = Rope::length(&measured, &BigUint::from(length).to_bytes_be());
        Ok(Run::new(&c.at, "length").with_result(Value::Int { magnitude, negative: false }))
    },
};
/// All bytes that a value is made of, those of a list's items one after the other.
pub(super) fn contents(value: &Value) -> Rope {
    match value {
        Value::List(items) => items.iter().flat_map(|item| contents(item).all().to_vec()).collect(),
        other => other.rope().cloned().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn counts_bytes_and_items() {
        assert_eq!(shown("length", [typed("m", "aé")]), "3");
        assert_eq!(shown("length", [input("m", &[])]), "0");
        assert_eq!(shown("length", [Value::list(vec![Value::int(1), Value::text("ab")])]), "2");
        assert_eq!(
            fault("length", [Value::int(300)]),
            "`a` of length wants bytes or a list, and this is an integer; \
             an integer has no length; bytes_be(n, 4) writes it as bytes"
        );
    }
    #[test]
    fn depends_on_how_long_it_is_and_not_on_what_it_says() {
        assert_eq!(origins(&call("length", [typed("m", "abc")]).unwrap().result), "length(m)");
    }
}
