//! Whether two values are the same.
//!
//! Bytes are compared as code that handles secrets does it: all differences are gathered, and the time taken does not
//! tell where the first one is. The part `row` carries `difference` over rows of 16 bytes, `result` asks whether it is
//! 0.

use super::{ROW, bytes, counted, measure, negative, signed};
use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Parameter};
use crate::num::{Border, Carry, Integer, Numbers};
use crate::run::{Body, Count, Feed, Fold, Item, Map, Path, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows};
use std::sync::Arc;

/// The row of `equal`.
pub const EQUAL: Function = Function {
    name: "equal",
    title: "comparison of bytes",
    summary: "Whether two byte strings are the same, compared without stopping at the first difference. \
              In real code use a comparison in constant time, such as Python's hmac.compare_digest.",
    family: Family::Bytes,
    spec: "this program: bytes",
    parameters: &[Parameter::bytes("a", "one byte string"), Parameter::bytes("b", "the other, of any length")],
    result: Some(Type::Bool),
    vetted: Counterpart::None("it is a comparison"),
    examples: &["equal(0x0102, 0x0102)", "equal(hmac(\"key\", \"message\"), 0x00)"],
    make: |c, a| {
        let mut run = Run::new(&c.at, "equal");
        let result = same_bytes(&mut run, a.rope("a"), a.rope("b"), Asked { name: "equal", negate: false });
        Ok(run.with_result(Value::Bool(result)))
    },
};
/// The row of `==`.
pub const SAME: Function = Function {
    name: "same",
    title: "a == b",
    summary: "Whether two values of one kind are the same.",
    family: Family::Integers,
    spec: "this program: integers",
    parameters: PAIR,
    result: Some(Type::Bool),
    vetted: Counterpart::None("it is a comparison"),
    examples: &["1 + 1 == 2", "\"abc\" == 0x616263", "[1, 2] == [1, 3]"],
    make: |c, a| compare(c, a, "same", Asked { name: "same", negate: false }),
};
/// The row of `!=`.
pub const DIFFERENT: Function = Function {
    name: "different",
    title: "a != b",
    summary: "Whether two values of one kind are not the same.",
    examples: &["1 + 1 != 3", "\"abc\" != \"abd\""],
    make: |c, a| compare(c, a, "different", Asked { name: "different", negate: true }),
    ..SAME
};
const PAIR: &[Parameter] = &[
    Parameter::any("a", "one value"),
    Parameter::any("b", "the other, of the same kind; a text counts as its UTF-8 bytes beside bytes"),
];

/// The question asked of two values, and the name of the answer.
#[derive(Clone, Copy)]
struct Asked {
    name: &'static str,
    negate: bool,
}
impl Asked {
    fn answer<N: Numbers>(self, same: N::Bit, out: &mut Border) {
        let answer = if self.negate { !same } else { same };
        answer.named(self.name, ()).save(out);
    }
}
fn compare(c: &Context, a: &Arguments, name: &'static str, asked: Asked) -> Result<Run, Fault> {
    let (left, right) = (a.value("a"), a.value("b"));
    let run = of_one_kind(&c.at, name, left, right, asked);
    run.ok_or_else(|| {
        let (left, right) = (left.kind().phrase(), right.kind().phrase());
        Fault::argument("b", format!("{name} wants two values of one kind, and these are {left} and {right}"))
    })
}
/// The comparison of two values, if they are of one kind.
fn of_one_kind(at: &Path, name: &'static str, a: &Value, b: &Value, asked: Asked) -> Option<Run> {
    let mut run = Run::new(at, name);
    let ropes = || (a.rope().cloned().unwrap_or_default(), b.rope().cloned().unwrap_or_default());
    let (left, right) = ropes();
    let result = match (a, b) {
        (Value::Int { .. }, Value::Int { .. }) => {
            let integers = Integers { negative: [negative(a), negative(b)], asked };
            result(&mut run, integers, vec![Feed::whole("a", left), Feed::whole("b", right)])
        }
        (Value::Bool(_), Value::Bool(_)) => {
            result(&mut run, Bits(asked), vec![Feed::whole("a", left), Feed::whole("b", right)])
        }
        (Value::Bytes(_) | Value::Text(_), Value::Bytes(_) | Value::Text(_)) => {
            same_bytes(&mut run, left, right, asked)
        }
        (Value::List(left), Value::List(right)) if left.len() != right.len() => {
            run.choice("have both as many items?", format!("no, {} and {}", left.len(), right.len()));
            let [left, right] =
                [(a, left), (b, right)].map(|(value, items)| length(&measure::contents(value), items.len()));
            lengths(&mut run, left, right, asked)
        }
        (Value::List(left), Value::List(right)) => same_items(&mut run, name, left, right, asked),
        _ => return None,
    };
    Some(run.with_result(Value::Bool(result)))
}
fn result(run: &mut Run, pieces: impl Pieces, feeds: Vec<Feed>) -> Rope {
    run.part("result", |at| Map::part(at, pieces, feeds, 1, 1))
}
fn length(of: &Rope, length: usize) -> Rope {
    Rope::length(of, &(length as u64).to_be_bytes())
}
fn lengths(run: &mut Run, a: Rope, b: Rope, asked: Asked) -> Rope {
    let integers = Integers { negative: [false; 2], asked };
    result(run, integers, vec![Feed::whole("length of a", a), Feed::whole("length of b", b)])
}
/// Byte strings of different lengths differ; of equal ones all bytes are compared.
fn same_bytes(run: &mut Run, a: Rope, b: Rope, asked: Asked) -> Rope {
    let question = "have both the same length?";
    if a.len() != b.len() {
        run.choice(question, format!("no, {} and {}", a.len(), counted(b.len(), "byte")));
        let [a, b] = [a, b].map(|rope| length(&rope, rope.len() as usize));
        return lengths(run, a, b, asked);
    }
    run.choice(question, format!("yes, {}", counted(a.len(), "byte")));
    let rows = a.len().div_ceil(ROW);
    let feeds = vec![Feed::dealt("a", a, ROW), Feed::dealt("b", b, ROW)];
    let none = Rope::constant("0x00", &[0]);
    let difference = run.part("row", |at| Timeline::part(at, Differences, rows, none, feeds));
    result(run, IsNothing(asked), vec![Feed::whole("difference", difference)])
}
/// Lists are the same where all their items are.
fn same_items(run: &mut Run, name: &'static str, a: &[Value], b: &[Value], asked: Asked) -> Rope {
    let mut answers = Rope::default();
    for (i, (a, b)) in (0..).zip(a.iter().zip(b)) {
        let at = run.at.join("item").number(i);
        let same = Asked { name: "same", negate: false };
        let item = of_one_kind(&at, name, a, b, same).unwrap_or_else(|| {
            let mut item = Run::new(&at, name);
            item.choice("are both of one kind?", format!("no, {} and {}", a.kind().phrase(), b.kind().phrase()));
            item.with_result(Value::Bool(Rope::constant("of two kinds", &[0])))
        });
        answers = answers.then(item.result.rope().cloned().unwrap_or_default());
        run.items.push(Item { name: "item".into(), number: Some(i), body: Body::Run(Arc::new(item)), needs: None });
    }
    result(run, All(asked), vec![Feed::whole("items", answers)])
}

/// Gathers the bits in which two strings differ.
struct Differences;
impl Fold for Differences {
    type State<N: Numbers> = N::U8;
    fn segment<N: Numbers>(&self, n: N, _: u64, before: N::U8, read: &Windows) -> N::U8 {
        let mut difference = before.named("before", ());
        for (j, (a, b)) in bytes(n, read[0], "a").zip(bytes(n, read[1], "b")).enumerate() {
            difference = difference | (a ^ b).named("xor", j);
        }
        difference.named("difference", ())
    }
}
struct IsNothing(Asked);
impl Pieces for IsNothing {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let difference = N::Int::read(n, read[0]).named("difference", ());
        self.0.answer::<N>(difference.same(n.literal(0)), out);
    }
}
struct Integers {
    negative: [bool; 2],
    asked: Asked,
}
impl Pieces for Integers {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let a = signed(n, read[0], self.negative[0]).named("a", ());
        let b = signed(n, read[1], self.negative[1]).named("b", ());
        self.asked.answer::<N>(a.same(b), out);
    }
}
struct Bits(Asked);
impl Pieces for Bits {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let (a, b) = (N::Bit::read(n, read[0]).named("a", ()), N::Bit::read(n, read[1]).named("b", ()));
        self.0.answer::<N>(!(a ^ b), out);
    }
}
struct All(Asked);
impl Pieces for All {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let item = |i| N::Bit::read(n, read[0].piece::<1>(i)).named("item", i);
        let all = (0..read[0].bytes.len()).map(item).reduce(|all, item| all & item);
        self.0.answer::<N>(all.unwrap_or_else(|| n.bit("true", (), true)), out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn bytes_are_the_same_where_every_bit_is() {
        let data: Vec<u8> = (0..70).collect();
        assert_eq!(shown("equal", [input("a", &data), input("b", &data)]), "true");
        for i in 0..data.len() {
            let mut other = data.clone();
            other[i] ^= 1 << (i % 8);
            assert_eq!(shown("equal", [input("a", &data), input("b", &other)]), "false", "byte {i}");
        }
        assert_eq!(shown("equal", [input("a", &[]), typed("b", "")]), "true");
        assert_eq!(shown("equal", [input("a", &[0]), input("b", &[])]), "false");
    }
    #[test]
    fn the_answer_depends_on_all_of_both() {
        let run = call("equal", [input("a", &[1; 40]), input("b", &[2; 40])]).unwrap();
        assert_eq!(origins(&run.result), "a[0..40] b[0..40]; 0x00");
        assert_eq!(at(&run, "row[0]/xor[3]"), "03");
        assert_eq!(formula(&run, "row[0]/xor[3]"), "a[3] ⊕ b[3]");
        assert_eq!(formula(&run, "result/equal"), "difference = 0");
        let run = call("equal", [input("a", &[1; 3]), input("b", &[2; 4])]).unwrap();
        assert_eq!(origins(&run.result), "length(a), length(b)");
        assert_eq!(run.choices[0].answer, "no, 3 and 4 bytes");
    }
    #[test]
    fn a_longer_comparison_waits() {
        use crate::run::{Budget, Error};
        let budget = Budget::worth(std::time::Duration::from_nanos(3 * 250));
        let data = vec![0; 16 * 5000];
        let (run, _) = EQUAL
            .call(
                &Context { at: Path::new(""), budget: &budget },
                vec![(None, input("a", &data)), (None, input("b", &data))],
            )
            .unwrap();
        // A turn of so little is one or a few segments.
        assert!(matches!(run.finish(&budget), Err(Error::Pending { done: 1..=3, of: 5000 })));
        assert_eq!(run.finish(&Budget::unlimited()), Ok(()));
        assert_eq!(run.result.show(9).unwrap(), "true");
    }
    #[test]
    fn values_of_one_kind_are_compared() {
        let list = |items: &[i64]| Value::List(items.iter().map(|i| Value::int(*i)).collect());
        let mixed = || Value::list(vec![Value::int(1), Value::text("a")]);
        for (a, b, same) in [
            (Value::int(5), Value::int(5), true),
            (Value::int(5), Value::int(-5), false),
            (Value::int(0), Value::int(0), true),
            (Value::bool(true), Value::bool(true), true),
            (Value::bool(true), Value::bool(false), false),
            (Value::text("abc"), Value::bytes(b"abc"), true),
            (Value::text("abc"), Value::text("abd"), false),
            (Value::text("abc"), Value::text("ab"), false),
            (list(&[]), list(&[]), true),
            (list(&[1, 2]), list(&[1, 2]), true),
            (list(&[1, 2]), list(&[1, 3]), false),
            (list(&[1, 2]), list(&[1]), false),
            (list(&[1, 2]), mixed(), false),
            (Value::list(vec![mixed(), list(&[3])]), Value::list(vec![mixed(), list(&[3])]), true),
        ] {
            assert_eq!(shown("same", [a.clone(), b.clone()]), same.to_string(), "{a:?} {b:?}");
            assert_eq!(shown("different", [a.clone(), b.clone()]), (!same).to_string(), "{a:?} {b:?}");
        }
        assert_eq!(
            fault("same", [Value::int(1), Value::text("1")]),
            "same wants two values of one kind, and these are an integer and a text"
        );
    }
    #[test]
    fn formulas_say_what_was_asked() {
        let run = call("different", [Value::int(5), Value::int(-5)]).unwrap();
        assert_eq!(formula(&run, "result/different"), "¬(a = b)");
        assert_eq!(at(&run, "result/b"), "-5");
        let one = Value::list(vec![Value::int(7)]);
        let run = call("same", [one.clone(), one]).unwrap();
        assert_eq!(at(&run, "item[0]/result/same"), "1");
    }
}
