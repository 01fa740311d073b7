//! Lists: taking a value apart at a separator, one item of a list, putting items together.

use super::concat::ITEMS;
use super::{counted, limit, together, whole};
use crate::functions::{Counterpart, Family, Fault, Function, Limits, Parameter};
use crate::run::{Rope, Run, Type, Value};

const KINDS: &[Type] = &[Type::Bytes, Type::Text];

/// The row of `split`.
pub const SPLIT: Function = Function {
    name: "split",
    title: "splitting",
    summary: "What stands between the separators, as a list; two texts give texts.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[
        Parameter::new("text", KINDS, "what to take apart, 16 MiB at most"),
        Parameter::new("separator", KINDS, "what stands between; 65,535 times at most").within(Limits::Length(1, 1024)),
    ],
    result: Some(Type::List),
    vetted: Counterpart::None("nothing is computed: it arranges bytes"),
    examples: &["split(\"header.payload.signature\", \".\")"],
    make: |c, a| {
        let (bytes, separator) = (whole(c, a, "split", "text")?, whole(c, a, "split", "separator")?);
        let places = places(&bytes, &separator, ITEMS);
        if places.len() == ITEMS {
            return Err(limit("text", format!("`text` of split has more than {} separators", ITEMS - 1)));
        }
        let (rope, length) = (a.rope("text"), separator.len());
        let starts = [0].into_iter().chain(places.iter().map(|place| place + length));
        let ends = places.iter().copied().chain([bytes.len()]);
        let texts = ["text", "separator"].iter().all(|name| a.value(name).kind() == Type::Text);
        let item = |(start, end)| arranged(rope.slice(start as u64..end as u64), texts);
        let items = starts.zip(ends).map(item).collect();
        Ok(Run::new(&c.at, "split").with_result(Value::List(items)))
    },
};
/// The row of items, `list[index]`.
pub const ITEM: Function = Function {
    name: "item",
    title: "list[index]",
    summary: "One item of a list, counted from 0.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[
        Parameter::new("list", &[Type::List], "the list"),
        Parameter::int("index", "which item, counted from 0").within(Limits::Range(0, ITEMS as i64)),
    ],
    result: None,
    vetted: Counterpart::None("nothing is computed: it arranges bytes"),
    examples: &["[5, 1][0]", "split(\"a.b\", \".\")[1]"],
    make: |c, a| {
        let Value::List(items) = a.value("list") else { return Err(Fault::argument("list", "`list` is no list")) };
        let index = a.u64("index")?;
        let found = items.get(index as usize).ok_or_else(|| {
            let numbered = if items.is_empty() { "" } else { ", counted from 0" };
            let count = counted(items.len() as u64, "item");
            Fault::argument("index", format!("`list` has {count}{numbered}, and `index` is {index}"))
        })?;
        Ok(Run::new(&c.at, "item").with_result(found.clone()))
    },
};
/// The row of `join`.
pub const JOIN: Function = Function {
    name: "join",
    title: "joining",
    summary: "The items of a list one after the other, with a separator between; texts give a text.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[
        Parameter::new("list", &[Type::List], "a list of texts and bytes"),
        Parameter::new("separator", KINDS, "what comes between; the result has 1 GiB at most"),
    ],
    result: None,
    vetted: Counterpart::None("nothing is computed: it arranges bytes"),
    examples: &["join([\"header\", \"payload\"], \".\")"],
    make: |c, a| {
        let Value::List(items) = a.value("list") else { return Err(Fault::argument("list", "`list` is no list")) };
        let separator = a.rope("separator");
        let mut texts = a.value("separator").kind() == Type::Text;
        let mut joined = Rope::default();
        for (i, item) in items.iter().enumerate() {
            let (Value::Text(rope) | Value::Bytes(rope)) = item else {
                let message =
                    format!("item {i} of `list` is {}, and only texts and bytes are joined", item.kind().phrase());
                return Err(Fault::argument("list", message));
            };
            texts &= item.kind() == Type::Text;
            if i > 0 {
                joined = together("join", joined, &separator)?;
            }
            joined = together("join", joined, rope)?;
        }
        Ok(Run::new(&c.at, "join").with_result(arranged(joined, texts)))
    },
};
fn arranged(rope: Rope, text: bool) -> Value {
    if text { Value::Text(rope) } else { Value::Bytes(rope) }
}

/// Where a separator stands, from the left and without overlap, `most` places at most. Knuth, Morris and Pratt: no byte
/// is looked at again, so no input makes this slow.
fn places(text: &[u8], separator: &[u8], most: usize) -> Vec<usize> {
    // How long the longest border of each prefix is: a proper prefix that is a suffix as well.
    let mut borders = vec![0; separator.len()];
    let matched = |borders: &[usize], mut length: usize, byte: u8| {
        while length > 0 && separator[length] != byte {
            length = borders[length - 1];
        }
        length + (separator[length] == byte) as usize
    };
    for i in 1..separator.len() {
        borders[i] = matched(&borders, borders[i - 1], separator[i]);
    }
    let (mut found, mut length) = (vec![], 0);
    for (i, byte) in text.iter().enumerate() {
        length = matched(&borders, length, *byte);
        if length == separator.len() {
            found.push(i + 1 - length);
            length = 0;
            if found.len() == most {
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str, separator: &str) -> String {
        shown("split", [typed("m", text), Value::text(separator)])
    }
    #[test]
    fn a_token_in_three() {
        assert_eq!(split("eyJ.cGF5.c2ln", "."), r#"["eyJ", "cGF5", "c2ln"]"#);
        assert_eq!(split("..", "."), r#"["", "", ""]"#);
        assert_eq!(split("", "."), r#"[""]"#);
        assert_eq!(split("aaaa", "aa"), r#"["", "", ""]"#);
        assert_eq!(split("Sé€é", "é"), r#"["S", "€", ""]"#);
        let bytes = call("split", [typed("m", "a.b"), input("s", b".")]).unwrap().result;
        assert_eq!(bytes.show(40).unwrap(), "[0x61, 0x62]");
    }
    #[test]
    fn an_item_keeps_its_origin() {
        let list = call("split", [typed("m", "ab.cd"), Value::text(".")]).unwrap().result;
        let item = call("item", [list.clone(), Value::int(1)]).unwrap().result;
        assert_eq!(origins(&item), "m[3..5]");
        let joined = call("join", [list, typed("s", "--")]).unwrap().result;
        assert_eq!(joined.show(9).unwrap(), "ab--cd");
        assert_eq!(origin(&joined, 1..5), "m[1..2] m[3..4] s[0..2]");
    }
    proptest! {
        #[test]
        fn joining_undoes_splitting(text in "[ab]{0,40}", separator in "[ab]{1,4}") {
            let expected: Vec<usize> = text.match_indices(&separator).map(|(i, _)| i).collect();
            prop_assert_eq!(places(text.as_bytes(), separator.as_bytes(), 100), expected);
            let list = call("split", [typed("m", &text), Value::text(&separator)]).unwrap().result;
            prop_assert_eq!(shown("join", [list, Value::text(&separator)]), text);
        }
    }
    #[test]
    fn kinds_limits_and_what_is_missing() {
        let list = || Value::list(vec![Value::text("a"), Value::bytes(&[1])]);
        assert_eq!(call("join", [list(), Value::text("")]).unwrap().result.kind(), Type::Bytes);
        assert_eq!(call("join", [Value::list(vec![]), Value::text(",")]).unwrap().result.kind(), Type::Text);
        assert_eq!(
            fault("join", [Value::list(vec![Value::int(1)]), Value::text(",")]),
            "item 0 of `list` is an integer, and only texts and bytes are joined"
        );
        assert_eq!(fault("item", [list(), Value::int(2)]), "`list` has 2 items, counted from 0, and `index` is 2");
        assert_eq!(fault("item", [Value::list(vec![]), Value::int(0)]), "`list` has 0 items, and `index` is 0");
        assert_eq!(
            fault("split", [Value::text("a"), Value::text("")]),
            "`separator` of split wants 1 to 1024 bytes, and this has 0"
        );
        let dots = call("repeat", [Value::text("."), Value::int(65_536)]).unwrap().result;
        assert_eq!(fault("split", [dots, Value::text(".")]), "`text` of split has more than 65535 separators");
        let dots = call("repeat", [Value::text("."), Value::int(65_535)]).unwrap().result;
        assert!(call("split", [dots, Value::text(".")]).is_ok());
    }
}
