//! The Mersenne Twister MT19937: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), seeded with one word
//! as mt19937ar's `init_genrand` does.
//!
//! A run has `seed` and `init` (the seeding, one word a segment), their words `state[i]`, `twist[n]`, one segment for
//! each 624 outputs, with `x[i]` after it, and `output`, the words tempered. Whoever has 624 outputs in a row has the
//! state.

use crate::functions::{Arguments, Context, Counterpart, Family, Fault, Function, Limits, Parameter};
use crate::num::{Border, Carry, Number, Numbers, Word};
use crate::run::{Count, Feed, Fold, Map, Path, Pieces, Rope, Run, Timeline, Type, Value, Windows};

/// Words of the state: n.
const N: usize = 624;
/// How far ahead the word is that is mixed in: m.
const M: usize = 397;
/// Bytes of a word.
const WORD: u64 = 4;
/// The most outputs.
const MOST: i64 = 20_000;

// ------------------------------------------------------------------ the body

/// An integer below 2^32 as a word.
struct ToWord;
impl Pieces for ToWord {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let bytes = n.split_int(N::Int::read(n, read[0]).named("integer", ()), 4);
        bytes.into_iter().for_each(|byte| byte.named("bytes", ()).save(out));
    }
}
/// Seeding: a word from the one before it.
struct Init;
impl Fold for Init {
    type State<N: Numbers> = N::U32;
    const EACH: bool = true;
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        3
    }
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, at: u64, before: N::U32, _: &Windows) -> N::U32 {
        let i = at as usize + 1;
        let before = before.named("before", ());
        let mixed = before ^ before.shr(30);
        (n.u32("f", (), 1_812_433_253) * mixed + n.u32("i", (), i as u32)).named("state", i)
    }
}
/// All words of the state anew: each from itself, the next one, and the one m places on.
struct Twist;
impl Fold for Twist {
    type State<N: Numbers> = [N::U32; N];
    const EACH: bool = true;
    fn weight(&self) -> u64 {
        3_000
    }
    #[inline(always)]
    fn segment<F: Numbers>(&self, n: F, _: u64, state: [F::U32; N], _: &Windows) -> [F::U32; N] {
        let mut x: [F::U32; N] = std::array::from_fn(|i| state[i].named("x_before", i));
        for i in 0..N {
            let (upper, lower) = (n.u32("upper", (), 1 << 31), n.u32("lower", (), (1 << 31) - 1));
            let y = ((x[i] & upper) | (x[(i + 1) % N] & lower)).named("y", i);
            let a = F::U32::select(y.bit(0), n.u32("a", (), 0x9908_b0df), n.u32("zero", (), 0));
            x[i] = (x[(i + M) % N] ^ y.shr(1) ^ a).named("x", i);
        }
        x
    }
}
/// Tempering: an output from a word of the state.
struct Temper;
impl Pieces for Temper {
    const COUNT: Count = Count::Labels { first: 0, each: 1 };
    fn weight(&self) -> u64 {
        5
    }
    #[inline(always)]
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let i = at as usize;
        let x = N::U32::read(n, read[0]).named("x", i);
        let y = (x ^ x.shr(11)).named("y1", i);
        let y = (y ^ (y.shl(7) & n.u32("b", i, B))).named("y2", i);
        let y = (y ^ (y.shl(15) & n.u32("c", i, C))).named("y3", i);
        (y ^ y.shr(18)).named("output", i).save(out);
    }
}
const B: u32 = 0x9d2c_5680;
const C: u32 = 0xefc6_0000;
/// Tempering undone, step by step backwards. A shift leaves some bits as they were; with these the next ones are found,
/// and so on.
struct Untemper;
impl Pieces for Untemper {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let output = N::U32::read(n, read[0]).named("output", ());
        let y3 = (output ^ output.shr(18)).named("y3", ());
        let y2 = (y3 ^ (y3.shl(15) & n.u32("c", (), C))).named("y2", ());
        // Seven bits more are right each time.
        let mut y1 = y2;
        for k in 1..=4 {
            y1 = (y2 ^ (y1.shl(7) & n.u32("b", k, B))).named("y1", k);
        }
        // Eleven bits more are right each time.
        let mut x = y1;
        for k in 1..=2 {
            x = (y1 ^ x.shr(11)).named("x", k);
        }
        x.save(out);
    }
}

// ------------------------------------------------------------------ the runs

fn word(run: &mut Run, name: &str, integer: Rope) -> Rope {
    run.part(name, |at| Map::part(at, ToWord, vec![Feed::whole("integer", integer)], WORD, WORD))
}
fn integer(word: Rope) -> Value {
    Value::Int { magnitude: word, negative: false }
}
/// The first outputs after a seed.
pub fn mt19937(at: &Path, seed: Rope, count: u64) -> Run {
    let mut run = Run::new(at, "mt19937");
    let seed = word(&mut run, "seed", seed);
    let init = run.part("init", |at| Timeline::part(at, Init, N as u64 - 1, seed.clone(), vec![]));
    let state = run.bytes("state", seed.then(init), WORD);
    let twists = count.div_ceil(N as u64);
    let words = run.part("twist", |at| Timeline::part(at, Twist, twists, state, vec![]));
    run.needs(|twists| format!("{twists} twists make {} outputs", twists.saturating_mul(N as u64)));
    let feeds = vec![Feed::dealt("x", words.slice(0..count * WORD), WORD)];
    let outputs = run.part("outputs", |at| Map::part(at, Temper, feeds, WORD, count * WORD));
    let each = (0..count).map(|i| integer(outputs.slice(i * WORD..(i + 1) * WORD)));
    let list = Value::list(each.collect());
    run.with_result(list)
}
fn untemper(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "mt19937_untemper");
    let output = word(&mut run, "output", a.rope("output"));
    let feeds = vec![Feed::whole("output", output)];
    let x = run.part("word", |at| Map::part(at, Untemper, feeds, WORD, WORD));
    Ok(run.with_result(integer(x)))
}

// ------------------------------------------------------------------ the functions

const NONE: Counterpart = Counterpart::None("no vetted crate has a generator that must not be used for secrets");
const WORDS: Limits = Limits::Only(0, u32::MAX as i64);

/// The rows of the Mersenne Twister.
pub const ROWS: &[Function] = &[
    Function {
        name: "mt19937",
        title: "Mersenne Twister",
        summary: "Numbers that look random and are not secret: 624 of them in a row give away all that follow.",
        family: Family::Random,
        spec: "Matsumoto and Nishimura 1998, §2.1",
        parameters: &[
            Parameter::int("seed", "a number below 2^32, as init_genrand and C++ take it").within(WORDS),
            Parameter::int("count", "how many outputs").within(Limits::Range(1, MOST)),
        ],
        result: Some(Type::List),
        vetted: NONE,
        examples: &["mt19937(5489, 5)"],
        make: |c, a| Ok(mt19937(&c.at, a.rope("seed"), a.u64("count")?)),
    },
    Function {
        name: "mt19937_untemper",
        title: "Mersenne Twister, tempering undone",
        summary: "The word of the state behind an output: tempering hides nothing, for it can be undone.",
        family: Family::Random,
        spec: "Matsumoto and Nishimura 1998, §2.1",
        parameters: &[Parameter::int("output", "an output, below 2^32").within(WORDS)],
        result: Some(Type::Int),
        vetted: NONE,
        examples: &["mt19937_untemper(3499211612)"],
        make: untemper,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, fault, formula, shown};

    #[test]
    fn outputs_are_those_of_other_implementations() {
        assert_eq!(
            shown("mt19937", [Value::int(5489), Value::int(5)]),
            "[3499211612, 581869302, 3890346734, 3586334585, 545404204]"
        );
        let run = call("mt19937", [Value::int(5489), Value::int(10_000)]).unwrap();
        assert!(run.result.show(200_000).unwrap().ends_with(", 4123659995]"), "C++ says so of the 10000th");
    }
    #[test]
    fn steps_read_as_the_specification_does() {
        let run = call("mt19937", [Value::int(5489), Value::int(700)]).unwrap();
        assert_eq!(formula(&run, "init[7]/state[7]"), "f · (before ⊕ SHR30(before)) + i");
        assert_eq!(at(&run, "state[1]"), at(&run, "init[1]"));
        assert_eq!(at(&run, "twist[1]/x_before[5]"), at(&run, "twist[0]/x[5]"));
        assert_eq!(at(&run, "outputs/x[624]"), at(&run, "twist[1]/x[0]"));
        assert_eq!(formula(&run, "outputs/output[3]"), "y3[3] ⊕ SHR18(y3[3])");
    }
    #[test]
    fn an_output_gives_its_word_away() {
        let run = call("mt19937", [Value::int(1), Value::int(40)]).unwrap();
        let Value::List(outputs) = &run.result else { panic!("a list") };
        for (i, output) in outputs.iter().enumerate() {
            let word = call("mt19937_untemper", [output.clone()]).unwrap().result.to_int().unwrap().unwrap();
            assert_eq!(format!("{word:08x}"), at(&run, &format!("twist[0]/x[{i}]")));
        }
    }
    #[test]
    fn what_is_no_word_is_refused() {
        let none = [Value::int(-1), Value::int(1)];
        assert_eq!(fault("mt19937", none), "`seed` of mt19937 is 0 to 4294967295, and this is -1");
        let many = fault("mt19937", [Value::int(0), Value::int(20_001)]);
        assert_eq!(many, "`count` of mt19937 is 1 to 20000, and this is 20001");
        let none = fault("mt19937_untemper", [Value::int(1i64 << 32)]);
        assert_eq!(none, "`output` of mt19937_untemper is 0 to 4294967295, and this is 4294967296");
    }
}
