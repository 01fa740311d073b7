//! One of two values: `if(c, a, b)`.

use super::{ROW, computed, integer, negative, signed};
use crate::functions::{Counterpart, Family, Fault, Function, Parameter};
use crate::num::{Border, Carry, Number, Numbers};
use crate::run::{Count, Feed, Map, Pieces, Run, Source, Type, Value, Windows};

/// The row of `if`.
pub const CHOOSE: Function = Function {
    name: "choose",
    title: "if(c, a, b)",
    summary: "The first value where the condition is true, else the second; both are computed.",
    family: Family::Integers,
    spec: "this program: integers",
    parameters: &[
        Parameter::bool("c", "the condition"),
        Parameter::any("a", "the value where it is true"),
        Parameter::any("b", "the value where it is false, of the same kind"),
    ],
    result: None,
    vetted: Counterpart::None("nothing is computed: it is one of two values"),
    examples: &["if(2 < 3, \"yes\", \"no\")", "if(1 > 2, 1, 2)"],
    make: |c, a| {
        let (yes, no) = (a.value("a"), a.value("b"));
        let textual = |kind| matches!(kind, Type::Bytes | Type::Text);
        if yes.kind() != no.kind() && !(textual(yes.kind()) && textual(no.kind())) {
            let (yes, no) = (yes.kind().phrase(), no.kind().phrase());
            let fault = Fault::argument("b", format!("`if` gives one kind of value, and these are {yes} and {no}"));
            return Err(fault);
        }
        a.value("c").finish(c.budget)?;
        let condition = a.bool("c")?;
        let mut run = Run::new(&c.at, "choose");
        let answer = if condition { "yes: the first value" } else { "no: the second value" };
        run.choice("is the condition true?", answer);
        let bit = run.bytes("condition", a.rope("c"), 0);
        let taken = if condition { yes } else { no };
        let feeds = |stride| {
            let choices = [("a", a.rope("a")), ("b", a.rope("b"))];
            let choices = choices.map(|(name, rope)| Feed { name, rope, stride });
            [Feed::whole("c", bit)].into_iter().chain(choices).collect::<Vec<_>>()
        };
        let result = match (yes, no) {
            (Value::List(_), _) | (_, Value::List(_)) => taken.clone(),
            (Value::Bool(_), _) | (_, Value::Bool(_)) => {
                Value::Bool(run.part("result", |at| Map::part(at, ChooseBit, feeds(0), 1, 1)))
            }
            (Value::Int { .. }, _) | (_, Value::Int { .. }) => {
                let value = (integer(c, a, "a")?, integer(c, a, "b")?);
                let value = if condition { value.0 } else { value.1 };
                let choose = ChooseInt { negative: [negative(yes), negative(no)] };
                let part = Map::once(run.at.join("result"), choose, feeds(0))?;
                computed(run.part("result", |_| part), &value)
            }
            (Value::Bytes(_) | Value::Text(_), Value::Bytes(_) | Value::Text(_)) => {
                let length = taken.rope().map_or(0, |rope| rope.len());
                let rope = run.part("row", |at| Map::part(at, ChooseRow, feeds(ROW), ROW, length));
                let text = [yes, no].iter().all(|v| v.kind() == Type::Text);
                if text { Value::Text(rope) } else { Value::Bytes(rope) }
            }
        };
        Ok(run.with_result(result))
    },
};

/// Up to 16 bytes of the value that is chosen.
struct ChooseRow;
impl Pieces for ChooseRow {
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let c = N::Bit::read(n, read[0]).named("c", ());
        // How long the result is follows from the condition, which is public here.
        let taken = if read[0].bytes == [0] { read[2] } else { read[1] };
        for j in 0..taken.bytes.len() {
            let byte = |k: usize| N::U8::read(n, read[k].piece::<1>(j));
            N::U8::choose(c, || byte(1), || byte(2)).named("byte", j).save(out);
        }
    }
}
struct ChooseBit;
impl Pieces for ChooseBit {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let bit = |k: usize| N::Bit::read(n, read[k]);
        N::Bit::choose(bit(0).named("c", ()), || bit(1), || bit(2)).named("chosen", ()).save(out);
    }
}
struct ChooseInt {
    negative: [bool; 2],
}
impl Pieces for ChooseInt {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let c = N::Bit::read(n, read[0]).named("c", ());
        let int = |k: usize| signed(n, read[k + 1], self.negative[k]);
        N::Int::choose(c, || int(0), || int(1)).named("chosen", ()).save(out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    #[test]
    fn chooses_among_values_of_any_kind() {
        let list = |i: i64| Value::list(vec![Value::int(i)]);
        for (a, b) in [
            (Value::int(5), Value::int(-70_000)),
            (Value::bool(true), Value::bool(false)),
            (typed("a", "a text of more than sixteen bytes"), typed("b", "")),
            (input("a", &[1, 2]), input("b", &[3; 40])),
            (list(1), list(2)),
        ] {
            let shown = |value: &Value| value.show(100).unwrap();
            for (c, expected) in [(true, &a), (false, &b)] {
                let result = call("choose", [Value::bool(c), a.clone(), b.clone()]).unwrap().result;
                assert_eq!((result.kind(), shown(&result)), (expected.kind(), shown(expected)));
            }
        }
        let mixed = call("choose", [Value::bool(true), typed("a", "a"), input("b", &[])]).unwrap().result;
        assert_eq!(mixed.kind(), Type::Bytes);
    }
    #[test]
    fn the_condition_is_a_parent() {
        let condition =
            || call("less", [call("int_be", [input("m", &[1])]).unwrap().result, Value::int(2)]).unwrap().result;
        let run = call("choose", [condition(), input("a", &[7; 20]), input("b", &[9; 40])]).unwrap();
        assert_eq!(origin(&run.result, 17..18), "a[17..18] m[0..1]; literal");
        assert_eq!(at(&run, "condition"), "01");
        assert_eq!(run.choices[0].question, "is the condition true?");
        assert_eq!(run.choices[0].answer, "yes: the first value");
        let ints = [input("a", &[7]), input("b", &[9])].map(|v| call("int_be", [v]).unwrap().result);
        let run = call("choose", [vec![condition()], ints.to_vec()].concat()).unwrap();
        assert_eq!(origins(&run.result), "a[0..1] m[0..1]; literal");
    }
    #[test]
    fn the_other_side_is_what_a_flipped_condition_gives() {
        let run = call("choose", [Value::bool(true), input("a", &[1; 16]), input("b", &[2; 9])]).unwrap();
        let flipped = run.parts()[0].replay(0, &mut |_, feeds| feeds[0][0] ^= 1).unwrap();
        assert_eq!(flipped.border.bytes, [2; 9]);
    }
    #[test]
    fn two_kinds_are_refused() {
        assert_eq!(
            fault("choose", [Value::bool(true), Value::int(1), Value::text("1")]),
            "`if` gives one kind of value, and these are an integer and a text"
        );
    }
}
