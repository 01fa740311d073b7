//! Numbers of a key: primes, found by Miller-Rabin, the private exponent that belongs to them, and roots of integers.
//!
//! `miller_rabin` has `d` (n - 1 without its factors 2), `power`, and then `x[i]` and `is_minus_1[i]`, each x the
//! square of the one before. `rsa_prime` has a `candidate[i]` for each number that is tried; `rsa_private` the tests of
//! p and q, `phi`, `lambda`, `common` and `d`. `integer_root` has `trial[i]`, `power[i]` and `root[i]` for each bit of
//! the root, from the top.

use super::raw::{E, Given, given, number, raised};
use crate::functions::artefact::add_value;
use crate::functions::bytes;
use crate::functions::{Arguments, Context, Counterpart, Default, Family, Fault, Function, Limits, Parameter};
use crate::num::{Border, Carry, Integer, Number, Numbers, Residue};
use crate::run::{Count, Error, Feed, Fold, Map, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows};
use num_bigint::{BigInt, BigUint};
use num_integer::Integer as _;
use num_traits::One;

// ------------------------------------------------------------------ Miller-Rabin

/// n - 1 without its factors 2.
struct OddPart(u64);
impl Pieces for OddPart {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let less = (N::Int::read(n, read[0]).named("n", ()) - n.literal(1)).named("n_minus_1", ());
        let halved = |half: N::Int, i: u64| half.div_floor(n.literal(2)).named("half", i as usize);
        (1..=self.0).fold(less, halved).named("d", ()).save(out);
    }
}
/// 2 to a power.
fn shifted(by: u64) -> BigInt {
    BigInt::one() << by
}
/// Whether the first x is 1, or one of all is n - 1; each is the square of the one before.
struct Squares(u64);
impl Pieces for Squares {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let number = N::Int::read(n, read[1]).named("n", ());
        let minus_1 = (number.clone() - n.literal(1)).named("minus_1", ());
        let mut x = N::Int::read(n, read[0]).named("x", 0);
        let mut passes = x.clone().same(n.literal(1)).named("is_1", ());
        for i in 0..self.0 as usize {
            if i > 0 {
                x = n.representative(n.modulo(x, number.clone()).square()).named("x", i);
            }
            passes = passes | x.clone().same(minus_1.clone()).named("is_minus_1", i);
        }
        passes.named("passes", ()).save(out);
    }
}
/// Adds what a test of n to a base needs, and whether n passes. n is odd, and the base from 2 to n - 2.
fn tested(mut run: Run, n: &Given, base: &Value) -> Result<Run, Fault> {
    let s = (&n.int - 1u32).trailing_zeros().unwrap_or(1);
    run.choice("how often does 2 divide n - 1?", s.to_string());
    let part = Map::once(run.at.join("d"), OddPart(s), vec![Feed::whole("n", n.rope.clone())])?;
    let d = run.part("d", |_| part);
    let d = Given { int: BigUint::from_bytes_be(&d.to_vec()?), rope: d };
    let power = raised(Run::new(&run.at.join("power"), "modpow"), base, &d, n)?;
    let x = run.run("power", |_| power);
    let feeds = vec![Feed::whole("x", x), Feed::whole("n", n.rope.clone())];
    let passes = run.own_part("squares", |at| Map::part(at, Squares(s), feeds, 1, 1));
    Ok(run.with_result(Value::Bool(passes)))
}
fn odd(c: &Context, a: &Arguments, name: &'static str) -> Result<Given, Fault> {
    let n = given(c, a, name)?;
    match n.int < BigUint::from(5u32) || n.int.is_even() {
        true => Err(Fault::argument(name, format!("`{name}` is an odd number of 5 at least, and this is {}", n.int))),
        false => Ok(n),
    }
}
fn miller_rabin(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (n, base) = (odd(c, a, "n")?, given(c, a, "base")?);
    if base.int < BigUint::from(2u32) || base.int >= &n.int - 1u32 {
        return Err(Fault::argument("base", format!("`base` is from 2 to n - 2, and this is {}", base.int)));
    }
    tested(Run::new(&c.at, "miller_rabin"), &n, &base.value())
}
/// Whoever passes to all of these, and is below 3,215,031,751, is a prime.
const BASES: [u32; 4] = [2, 3, 5, 7];
/// Adds a run `name[base]` for each base until one says no, and says whether none did.
fn prime(c: &Context, run: &mut Run, name: &str, n: &Given) -> Result<bool, Fault> {
    for base in BASES.into_iter().filter(|base| n.int > BigUint::from(base + 1)) {
        let constant = Value::Int { magnitude: Rope::constant(base.to_string(), &[base as u8]), negative: false };
        let at = run.at.join(name).number(base.into());
        let test = tested(Run::new(&at, "miller_rabin"), n, &constant)?;
        test.finish(c.budget)?;
        let passes = test.output()? == [1];
        run.numbered_run(name, base.into(), |_| test);
        if !passes {
            run.choice(format!("does {} pass to the base {base}?", n.int), "no: it is not a prime");
            return Ok(false);
        }
    }
    run.choice(format!("does {} pass to all bases?", n.int), "yes");
    Ok(true)
}

// ------------------------------------------------------------------ keys

/// A number after another.
struct Behind(u64);
impl Pieces for Behind {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let start = N::Int::read(n, read[0]).named("start", ());
        (start + n.literal(self.0 as i64)).named("number", ()).save(out);
    }
}
fn next_prime(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let start = given(c, a, "start")?;
    if start.int < BigUint::from(5u32) {
        return Err(Fault::argument("start", format!("`start` is 5 at least, and this is {}", start.int)));
    }
    let mut run = Run::new(&c.at, "rsa_prime");
    let first = u64::from(start.int.is_even());
    // Between a number of 31 bits and the next prime there are fewer than 400 others.
    for (i, offset) in (first..1000).step_by(2).enumerate() {
        let mut candidate = Run::new(&run.at.join("candidate").number(i as u64), "miller_rabin");
        let feeds = vec![Feed::whole("start", start.rope.clone())];
        let part = Map::once(candidate.at.join("number"), Behind(offset), feeds)?;
        let number = candidate.part("number", |_| part);
        let n = Given { int: &start.int + offset, rope: number.clone() };
        let is_prime = prime(c, &mut candidate, "base", &n)?;
        let value = n.value();
        run.numbered_run("candidate", i as u64, |_| candidate.with_result(value.clone()));
        run.choice(format!("is {} a prime?", n.int), if is_prime { "yes" } else { "no: 2 more" });
        if is_prime {
            return Ok(run.with_result(value));
        }
    }
    Err(Fault::argument("start", "no prime was found"))
}
/// n, φ and λ.
struct Totients;
impl Pieces for Totients {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [p, q] = [(0, "p"), (1, "q")].map(|(i, name)| N::Int::read(n, read[i]).named(name, ()));
        let _ = (p.clone() * q.clone()).named("n", ());
        let [p_less, q_less] = [(p, "p_less"), (q, "q_less")].map(|(int, name)| (int - n.literal(1)).named(name, ()));
        let phi = (p_less * q_less).named("phi", ());
        let gcd = N::Int::read(n, read[2]).named("common_factor", ());
        let lambda = phi.clone().div_floor(gcd).named("lambda", ());
        [phi, lambda].into_iter().for_each(|int| {
            n.split_int(int, read[0].bytes.len() + read[1].bytes.len()).into_iter().for_each(|byte| byte.save(out));
        });
    }
}
/// A call of a function of integers, as a part of another.
fn called(c: &Context, run: &mut Run, part: &str, name: &str, given: Vec<(&str, Value)>) -> Result<Value, Fault> {
    let value = add_value(run, c, part, (bytes::ROWS, name), given)?;
    value.finish(c.budget)?;
    Ok(value)
}
fn private_exponent(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let [p, q, e] = [odd(c, a, "p")?, odd(c, a, "q")?, given(c, a, "e")?];
    let mut run = Run::new(&c.at, "rsa_private");
    for (prime_given, name) in [(&p, "p"), (&q, "q")] {
        if !prime(c, &mut run, &format!("{name}_test"), prime_given)? {
            let fault = Fault::rejected(format!("`{name}` is not a prime: see the last `{name}_test`"), run);
            return Err(Fault { argument: Some(name.into()), ..fault });
        }
    }
    if p.int == q.int {
        return Err(Fault::argument("q", "`q` is `p`: from n anybody takes the square root"));
    }
    let less = |prime: &Given, run: &mut Run, name: &str| -> Result<Value, Fault> {
        called(c, run, name, "subtract", vec![("a", prime.value()), ("b", Value::int(1))])
    };
    let [p_1, q_1] = [less(&p, &mut run, "p_minus_1")?, less(&q, &mut run, "q_minus_1")?];
    let gcd = called(c, &mut run, "gcd", "gcd", vec![("a", p_1), ("b", q_1)])?;
    let width = p.rope.len() + q.rope.len();
    let feeds = [("p", p.rope), ("q", q.rope), ("gcd", gcd.rope().cloned().unwrap_or_default())];
    let feeds = feeds.map(|(name, rope)| Feed::whole(name, rope)).to_vec();
    let both = run.own_part("totients", |at| Map::part(at, Totients, feeds, 2 * width, 2 * width));
    both.finish(c.budget)?;
    let by_lambda = a.text("modulo")? == "lambda";
    let modulus = if by_lambda { both.slice(width..2 * width) } else { both.slice(0..width) };
    run.choice("modulo what is e inverted?", if by_lambda { "λ = lcm(p - 1, q - 1)" } else { "φ = (p - 1)(q - 1)" });
    let modulus = Value::Int { magnitude: modulus, negative: false };
    let common = called(c, &mut run, "common", "gcd", vec![("a", e.value()), ("b", modulus.clone())])?;
    if !common.to_int()?.unwrap_or_default().is_one() {
        let fault = Fault::rejected("`e` has a factor in common with p - 1 or q - 1: see `common`", run);
        return Err(Fault { argument: Some("e".into()), ..fault }.hint("such an e cannot be undone: take another"));
    }
    let d = called(c, &mut run, "d", "modinv", vec![("a", e.value()), ("modulus", modulus)])?;
    Ok(run.with_result(d))
}

// ------------------------------------------------------------------ roots

/// The root, a bit a segment: the bit stays where the power is not above the number.
struct Root {
    k: u32,
    bits: u64,
    width: u64,
}
impl Fold for Root {
    type State<N: Numbers> = N::Int;
    const COUNT: Count = Count::Labels { first: 0, each: 1 };
    fn weight(&self) -> u64 {
        600 + u64::from(self.k) * self.width.pow(2) / 16
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, root: N::Int, read: &Windows) -> N::Int {
        let i = at as usize;
        let number = N::Int::read(n, read[0]).named("number", i);
        let before = root.named("before", i);
        let bit = n.int("bit", i, shifted(self.bits - 1 - at));
        let trial = (before.clone() + bit).named("trial", i);
        let power = (1..self.k).fold(trial.clone(), |power, _| power * trial.clone()).named("power", i);
        let above = number.less(power).named("above", i);
        Number::choose(above, || before, || trial).named("root", i)
    }
}
/// The run with the part of the root as its own.
fn rooted(mut run: Run, number: Rope, k: u32) -> Result<Run, Error> {
    let bits = BigUint::from_bytes_be(&number.to_vec()?).bits().div_ceil(k.into()).max(1);
    let width = bits.div_ceil(8);
    let start = Rope::filled("0", 0, width);
    let feeds = vec![Feed::whole("number", number)];
    let root = run.own_part("search", |at| Timeline::part(at, Root { k, bits, width }, bits, start, feeds));
    Ok(run.with_result(Value::Int { magnitude: root, negative: false }))
}
/// Adds the run `name` of the k-th root of the integer that some bytes write.
///
/// # Errors
/// What reading them gives.
pub fn root_run(run: &mut Run, name: &str, number: Rope, k: u32) -> Result<Rope, Error> {
    let root = rooted(Run::new(&run.at.join(name), "integer_root"), number, k)?;
    Ok(run.run(name, |_| root))
}
/// The number after another, in so many bytes.
struct OneMore(usize);
impl Pieces for OneMore {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let more = (N::Int::read(n, read[0]).named("number", ()) + n.literal(1)).named("one_more", ());
        n.split_int(more, self.0).into_iter().for_each(|byte| byte.save(out));
    }
}
/// Adds the part `name`, the number after another in so many bytes.
pub fn one_more(run: &mut Run, name: &str, number: Rope, length: u64) -> Rope {
    let part = OneMore(length as usize);
    run.part(name, |at| Map::part(at, part, vec![Feed::whole("number", number)], length, length))
}

fn moduli() -> Vec<&'static str> {
    vec!["lambda", "phi"]
}
/// The rows of keys.
pub const ROWS: &[Function] = &[
    Function {
        name: "miller_rabin",
        title: "Miller-Rabin test",
        summary: "Whether a number passes for a prime to one base: its power and the squares of that end as a prime's do.",
        family: Family::Integers,
        spec: "FIPS 186-5 §B.3.1",
        parameters: &[
            number("n", "an odd number of 5 at least; 4,096 bits at most"),
            number("base", "the base, from 2 to n - 2"),
        ],
        result: Some(Type::Bool),
        vetted: Counterpart::None("the tests hold it against all primes below a limit"),
        examples: &["miller_rabin(61, 2)", "miller_rabin(341, 2)"],
        make: miller_rabin,
    },
    Function {
        name: "rsa_prime",
        title: "next prime",
        summary: "The first prime from a number on: each odd number is tried, to four bases.",
        family: Family::Signature,
        spec: "FIPS 186-5 §A.1.3, for small numbers",
        parameters: &[Parameter::int("start", "where the search begins; 31 bits at most").within(Limits::Bits(31))],
        result: Some(Type::Int),
        vetted: Counterpart::None("the tests hold it against all primes below a limit"),
        examples: &["rsa_prime(50)", "rsa_prime(1_000_000)"],
        make: next_prime,
    },
    Function {
        name: "rsa_private",
        title: "RSA, private exponent",
        summary: "The private exponent of two primes: the inverse of e modulo lcm(p - 1, q - 1), or modulo (p - 1)(q - 1).",
        family: Family::Signature,
        spec: "RFC 8017 §3.2, FIPS 186-5 §A.1.1",
        parameters: &[
            number("p", "a prime"),
            number("q", "another prime"),
            E,
            Parameter::text("modulo", "modulo what e is inverted")
                .or(Default::Text("lambda"))
                .within(Limits::OneOf(moduli)),
        ],
        result: Some(Type::Int),
        vetted: Counterpart::None("modinv, which it calls, is held against crypto-bigint"),
        examples: &["rsa_private(61, 53, 17)", "rsa_private(61, 53, 17, modulo: \"phi\")"],
        make: private_exponent,
    },
    Function {
        name: "integer_root",
        title: "root of an integer",
        summary: "The root of an integer, rounded down: the largest number whose power is not above it.",
        family: Family::Integers,
        spec: "this program: integers",
        parameters: &[
            number("a", "the number; 4,096 bits at most"),
            Parameter::int("k", "which root: 2 the square root, 3 the cube root").within(Limits::Only(2, 16)),
        ],
        result: Some(Type::Int),
        vetted: Counterpart::None("the root's power, and that of the next number, prove it"),
        examples: &["integer_root(1000, 3)", "integer_root(int_be(\"hello\"), 2)"],
        make: |c, a| {
            let number = given(c, a, "a")?;
            Ok(rooted(Run::new(&c.at, "integer_root"), number.rope, a.u64("k")? as u32)?)
        },
    },
];
