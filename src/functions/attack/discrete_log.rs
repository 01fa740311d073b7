//! The exponent behind a power, by baby steps and giant steps: about as many multiplications as the root of the order.
//!
//! With m the root of the order, rounded up, each exponent is i·m + j. A run has `root`, the powers `baby[j]` of g from
//! 1 on, and `giant[i]`, y times the i-th power of 1/g^m, until one of them is a baby step; `x` puts i and j together.

use crate::functions::bytes::second::{self, CRYPTO_BIGINT};
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Numbers, Residue};
use crate::run::{Count, Error, Feed, Fold, Map, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows};
use num_bigint::{BigInt, BigUint};
use num_traits::ToPrimitive;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// A factor more: what was there times a number, modulo p.
struct Steps {
    name: &'static str,
    factor: &'static str,
}
impl Fold for Steps {
    type State<N: Numbers> = N::Int;
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        600
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, before: N::Int, read: &Windows) -> N::Int {
        let p = N::Int::read(n, read[1]).named("p", ());
        let factor = n.modulo(N::Int::read(n, read[0]).named(self.factor, ()), p.clone());
        n.representative(n.modulo(before.named("before", ()), p) * factor).named(self.name, ())
    }
    fn has_vetted(&self) -> bool {
        true
    }
    fn vetted_weight(&self) -> u64 {
        20
    }
    /// The same in words, to skip over what nobody looks at: no crate lends its products. Our own body goes over them
    /// too.
    fn vetted(&self, before: &mut BigInt, segments: Range<u64>, read: &Windows) {
        if !segments.is_empty() {
            let [factor, p] = [0, 1].map(|i| BigUint::from_bytes_be(read[i].bytes).to_u64().unwrap_or(1));
            let first = num_integer::Integer::mod_floor(before, &p.into()).to_u64().unwrap_or(0);
            *before = segments.fold(first, |power, _| times(power, factor % p, p)).into();
        }
    }
}
/// A product modulo p of what is below p.
fn times(a: u64, b: u64, p: u64) -> u64 {
    match u32::try_from(p) {
        Ok(_) => a * b % p,
        Err(_) => (u128::from(a) * u128::from(b) % u128::from(p)) as u64,
    }
}
/// Where the powers are looked up: they are spread already, so that a product is enough.
#[derive(Clone, Copy, Default)]
struct Spread(u64);
impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(self.0 << 8 | u64::from(*byte)));
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    fn finish(&self) -> u64 {
        self.0.rotate_left(32)
    }
}
/// The factor of a giant step: the inverse of the last baby step.
struct Giant;
impl Pieces for Giant {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let p = N::Int::read(n, read[1]).named("p", ());
        let last = n.modulo(N::Int::read(n, read[0]).named("last_baby", ()), p);
        // The base has an inverse: that is asked before.
        let inverse = last.clone().inverse().unwrap_or(last);
        n.representative(inverse).named("factor", ()).save(out);
    }
}
/// i·m + j.
struct Together;
impl Pieces for Together {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [i, m, j] = [(0, "i"), (1, "m"), (2, "j")].map(|(k, name)| N::Int::read(n, read[k]).named(name, ()));
        (i * m + j).named("x", ()).save(out);
    }
}
/// The most elements of a group that is searched.
const MOST: u64 = 1 << 32;

fn number(a: &Arguments, name: &str) -> Result<u64, Fault> {
    let int = a.int(name)?;
    int.to_u64().ok_or_else(|| Fault::argument(name, format!("`{name}` is from 0 to 2^64, and this is {int}")))
}
fn log(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let [g, y, p, order] = ["g", "y", "p", "order"].map(|name| number(a, name));
    let (g, y, p, order) = (g?, y?, p?, order?);
    if p < 3 {
        return Err(Fault::argument("p", format!("`p` is 3 at least, and this is {p}")));
    }
    let order = if order == 0 { p - 1 } else { order };
    if order > MOST {
        return Err(Fault {
            kind: crate::functions::FaultKind::Limit,
            ..Fault::argument("order", format!("the order is 2^32 at most, and this is {order}"))
        }
        .hint("the root of a larger one is too many steps to watch"));
    }
    if num_integer::gcd(g, p) != 1 {
        return Err(Fault::argument("g", format!("`g` has no inverse modulo {p}")));
    }
    let m = (order as f64).sqrt().ceil().max(1.0) as u64;
    // Which steps meet is looked up here; the parts compute them again, where each can be asked for.
    let mut baby = HashMap::with_capacity_and_hasher(m as usize, BuildHasherDefault::<Spread>::default());
    let mut power = 1 % p;
    for j in 0..m {
        baby.entry(power).or_insert(j);
        power = times(power, g % p, p);
    }
    let big = |value: u64| BigUint::from(value);
    let factor = big(power).modinv(&big(p)).and_then(|inverse| inverse.to_u64()).unwrap_or(1);
    let mut value = y % p;
    let met = (0..m).find_map(|i| {
        let found = baby.get(&value).map(|j| (i, *j));
        value = times(value, factor, p);
        found
    });
    let mut run = Run::new(&c.at, "discrete_log");
    let rope =
        |name: &str| a.value(name).rope().filter(|rope| !rope.is_empty()).cloned().unwrap_or(Rope::constant("0", &[0]));
    let (g, y, p) = (rope("g"), rope("y"), rope("p"));
    let width = p.len();
    let start = |rope: Rope| Rope::filled("0", 0, width.saturating_sub(rope.len())).then(rope);
    let feeds = |factor: Rope| vec![Feed::whole("factor", factor), Feed::whole("p", p.clone())];
    let steps = Steps { name: "power", factor: "g" };
    let last = run.part("baby", |at| Timeline::part(at, steps, m, start(Rope::constant("1", &[1])), feeds(g)));
    last.finish(c.budget)?;
    let part = Map::once(run.at.join("factor"), Giant, vec![Feed::whole("last", last), Feed::whole("p", p.clone())])?;
    let factor = run.part("factor", |_| part);
    run.choice("how many baby steps are there?", format!("{m}, the root of the order {order}, rounded up"));
    let Some((i, j)) = met else {
        return Err(Fault::rejected("no giant step is a baby step: `y` is no power of `g`", run));
    };
    let steps = Steps { name: "value", factor: "factor" };
    // The width of y may be above that of p, where y is not taken modulo it.
    let first = start(y.slice(y.len().saturating_sub(width)..y.len()));
    run.part("giant", |at| Timeline::part(at, steps, i, first, feeds(factor)));
    run.choice("which steps meet?", format!("giant step {i} and baby step {j}"));
    let constant = |name: &str, value: u64| {
        Feed::whole("number", Rope::constant(format!("{name} = {value}"), &big(value).to_bytes_be()))
    };
    let feeds = vec![constant("i", i), constant("m", m), constant("j", j)];
    let part = Map::once(run.at.join("x"), Together, feeds)?;
    let x = run.part("x", |_| part);
    Ok(run.with_result(Value::Int { magnitude: x, negative: false }))
}
/// The exponent proves itself: the crate raises g to it.
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let [g, y, p] = ["g", "y", "p"].map(|name| a.int(name));
    let (g, y, p) = (g?, y?, p?);
    let power = |x: u64| second::power(&g, &BigInt::from(x), &p);
    let wanted = Says::Value((y % &p).to_string().into());
    // Only small groups are tried through.
    let few = p.to_u64().filter(|p| *p < 1 << 10);
    Ok(match few {
        Some(p) => match (0..p).find(|x| power(*x) == wanted) {
            Some(x) => Says::Value(x.to_string().into()),
            None if p % 2 == 1 => Says::Refused,
            None => Says::Nothing,
        },
        None => Says::Nothing,
    })
}

const NUMBER: Limits = Limits::Bits(64);

/// The row of the discrete logarithm.
pub const ROWS: &[Function] = &[Function {
    name: "discrete_log",
    title: "discrete logarithm",
    summary: "The exponent behind a power modulo p, by baby steps and giant steps; the order of g is 2^32 at most.",
    family: Family::Attack,
    spec: "Handbook of Applied Cryptography, algorithm 3.56",
    parameters: &[
        Parameter::int("g", "the base").within(NUMBER),
        Parameter::int("y", "the power").within(NUMBER),
        Parameter::int("p", "the modulus").within(NUMBER),
        Parameter::int("order", "how many powers the base has; p - 1 where it is not known")
            .or(Default::Int(0))
            .within(NUMBER),
    ],
    result: Some(Type::Int),
    vetted: Vetted::new(CRYPTO_BIGINT, vetted).note("for moduli below 1,024, which are tried through").row(),
    examples: &["discrete_log(5, 8, 23)", "discrete_log(2, 1_234_567, 4_294_967_291)"],
    make: log,
}];

#[cfg(test)]
mod tests {
    use crate::functions::FaultKind;
    use crate::functions::bytes::testing::*;
    use crate::run::Value;

    #[test]
    fn all_powers_of_small_groups_are_found() {
        for p in [5i64, 23, 101] {
            for g in 2..6.min(p) {
                let mut powers = vec![1i64];
                while powers.last().unwrap() * g % p != 1 {
                    powers.push(powers.last().unwrap() * g % p);
                }
                for y in 1..p {
                    let found = call("discrete_log", [g, y, p].map(Value::int));
                    match powers.iter().position(|power| *power == y) {
                        Some(x) => assert_eq!(found.unwrap().result.show(9).unwrap(), x.to_string(), "{g} {y} {p}"),
                        None => assert_eq!(found.err().unwrap().kind, FaultKind::Rejected, "{g} {y} {p}"),
                    }
                }
            }
        }
    }
    #[test]
    fn the_steps_meet() {
        let run = call("discrete_log", [5, 19, 23].map(Value::int)).unwrap();
        assert_eq!(
            (run.result.show(9).unwrap(), at(&run, "x/i"), at(&run, "x/m"), at(&run, "x/j")),
            ("15".into(), "3".into(), "5".into(), "0".into())
        );
        assert_eq!(at(&run, "giant[3]/value"), "1");
        assert_eq!(at(&run, "baby[2]/power"), "2");
    }
    #[test]
    fn a_group_of_half_the_root_is_enough_for_a_small_order() {
        // 4294967291 - 1 = 2 · 5 · 19 · 22605091.
        let element = |cofactor: i64| {
            call("modpow", [Value::int(2), Value::int(cofactor), Value::int(4_294_967_291i64)]).unwrap().result
        };
        let small = element(4_294_967_290 / 19);
        let given = |y: Value| positional([small.clone(), y, Value::int(4_294_967_291i64), Value::int(19)]);
        let y = call("modpow", [small.clone(), Value::int(1_000_003), Value::int(4_294_967_291i64)]).unwrap().result;
        let found = finished("discrete_log", given(y)).unwrap();
        assert_eq!(found.result.show(9).unwrap(), (1_000_003 % 19).to_string());
    }
}
