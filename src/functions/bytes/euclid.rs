//! `gcd` and `modinv`: Euclid's algorithm, a division with remainder a segment `step[i]`.

use super::second::{self, CRYPTO_BIGINT};
use super::{negative, power::BITS, signed};
use crate::functions::{Arguments, Context, Family, Fault, Function, Limits, Parameter, Vetted};
use crate::num::{Border, Carry, Integer, Numbers};
use crate::run::{Count, Error};
use crate::run::{Feed, Fold, Map, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows};
use num_bigint::{BigInt, BigUint};
use num_traits::{One, Zero};

/// One division: the dividend and the divisor become the divisor and the remainder.
struct Euclid;
impl Fold for Euclid {
    type State<N: Numbers> = [N::Int; 2];
    fn weight(&self) -> u64 {
        1500
    }
    fn segment<N: Numbers>(&self, _: N, _: u64, [dividend, divisor]: [N::Int; 2], _: &Windows) -> [N::Int; 2] {
        let (_, pair) = divided::<N>(dividend, divisor);
        pair
    }
}
/// The quotient, and then the divisor and the remainder.
fn divided<N: Numbers>(dividend: N::Int, divisor: N::Int) -> (N::Int, [N::Int; 2]) {
    let (dividend, divisor) = (dividend.named("dividend", ()), divisor.named("divisor", ()));
    let quotient = dividend.clone().div_floor(divisor.clone()).named("quotient", ());
    let remainder = (dividend - quotient.clone() * divisor.clone()).named("remainder", ());
    (quotient, [divisor, remainder])
}
/// One division that also keeps, for each of its two numbers, which multiple of a it is modulo m.
struct Extended;
impl Fold for Extended {
    type State<N: Numbers> = ([N::Int; 2], [N::Int; 2]);
    fn weight(&self) -> u64 {
        2500
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, state: Self::State<N>, read: &Windows) -> Self::State<N> {
        let ([dividend, divisor], [t_dividend, t_divisor]) = state;
        let m = N::Int::read(n, read[0]).named("m", ());
        let (quotient, pair) = divided::<N>(dividend, divisor);
        let [t_dividend, t_divisor] = [t_dividend.named("t_dividend", ()), t_divisor.named("t_divisor", ())];
        let t_remainder = (t_dividend - quotient * t_divisor.clone()).mod_floor(m).named("t_remainder", ());
        (pair, [t_divisor, t_remainder])
    }
}
/// How many divisions there are until nothing remains.
fn steps(mut dividend: BigUint, mut divisor: BigUint) -> u64 {
    let mut steps = 0;
    while !divisor.is_zero() {
        (dividend, divisor) = (divisor.clone(), dividend % divisor);
        steps += 1;
    }
    steps
}
/// The bytes of an integer's magnitude, with zeros before them to so many.
fn wide(rope: Rope, width: u64) -> Rope {
    let missing = width.saturating_sub(rope.len());
    Rope::filled("leading zeros", 0, missing).then(rope)
}

/// The row of `gcd`.
pub const GCD: Function = Function {
    name: "gcd",
    title: "greatest common divisor",
    summary: "The largest integer that divides both, by Euclid's algorithm; signs do not matter.",
    family: Family::Integers,
    spec: "Euclid, Elements VII.2",
    parameters: &[
        Parameter::int("a", "an integer; 4,096 bits at most").within(Limits::Bits(BITS)),
        Parameter::int("b", "an integer; 4,096 bits at most").within(Limits::Bits(BITS)),
    ],
    result: Some(Type::Int),
    vetted: Vetted::new(CRYPTO_BIGINT, |a| Ok(second::common_divisor(&a.int("a")?, &a.int("b")?)))
        .note("for integers that are not negative")
        .row(),
    examples: &["gcd(3120, 17)", "gcd(252, 198)"],
    make: |c, a| {
        let (a, b) = (a.value("a"), a.value("b"));
        let (first, second) = (magnitude(a)?, magnitude(b)?);
        let width = first.0.len().max(second.0.len()).max(1);
        let count = steps(first.1, second.1);
        let mut run = Run::new(&c.at, "gcd");
        if negative(a) || negative(b) {
            run.choice("is one of them negative?", "yes: its sign is left out, which changes no divisor");
        }
        let start = wide(first.0, width).then(wide(second.0, width));
        let end = run.part("step", |at| Timeline::part(at, Euclid, count, start, vec![]));
        Ok(run.with_result(Value::Int { magnitude: end.slice(0..width), negative: false }))
    },
};
/// An integer without its sign: its bytes, and what they write.
fn magnitude(value: &Value) -> Result<(Rope, BigUint), Error> {
    let int = value.to_int()?.unwrap_or_default();
    Ok((value.rope().cloned().unwrap_or_default(), int.into_parts().1))
}

/// An integer modulo another, in as many bytes as that has.
struct Reduced {
    negative: bool,
    width: usize,
}
impl Pieces for Reduced {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let a = signed(n, read[0], self.negative).named("a", ());
        let m = N::Int::read(n, read[1]).named("m", ());
        let reduced = a.mod_floor(m).named("remainder", ());
        n.split_int(reduced, self.width).into_iter().for_each(|byte| byte.save(out));
    }
}

/// The row of `modinv`.
pub const MODINV: Function = Function {
    name: "modinv",
    title: "inverse modulo m",
    summary: "The integer whose product with `a` is 1 modulo another, by the extended Euclidean algorithm.",
    family: Family::Integers,
    spec: "Handbook of Applied Cryptography, algorithm 2.142",
    parameters: &[
        Parameter::int("a", "what to invert, negative numbers too; 4,096 bits at most").within(Limits::Bits(BITS)),
        Parameter::int("modulus", "what the product is 1 modulo, above 0; 4,096 bits at most")
            .within(Limits::Bits(BITS)),
    ],
    result: Some(Type::Int),
    vetted: Vetted::new(CRYPTO_BIGINT, |a| Ok(second::inverse(&a.int("a")?, &a.int("modulus")?)))
        .note("for an integer that is not negative and a modulus above 1")
        .row(),
    examples: &["modinv(17, 3120)"],
    make: modinv,
};
fn modinv(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let m = a.int("modulus")?;
    if m <= Zero::zero() {
        return Err(Fault::argument("modulus", "the `modulus` of modinv is above 0"));
    }
    let (value, modulus) = (a.value("a"), a.rope("modulus"));
    let width = modulus.len();
    let mut run = Run::new(&c.at, "modinv");
    let feeds = vec![Feed::whole("a", a.rope("a")), Feed::whole("m", modulus.clone())];
    let reduced = Reduced { negative: negative(value), width: width as usize };
    let a = run.part("a", |at| Map::part(at, reduced, feeds, width, width));
    a.finish(c.budget)?;
    let divisor = BigUint::from_bytes_be(&a.to_vec()?);
    let count = steps(m.magnitude().clone(), divisor);

    let multiples = wide(Rope::constant("0", &[0]), width).then(wide(Rope::constant("1", &[1]), width));
    let start = modulus.clone().then(a).then(multiples);
    let feeds = vec![Feed::whole("m", modulus)];
    let end = run.part("step", |at| Timeline::part(at, Extended, count, start, feeds));
    let (divisor, inverse) = (end.slice(0..width), end.slice(2 * width..3 * width));
    run.bytes("gcd", divisor.clone(), 0);
    divisor.finish(c.budget)?;
    let divisor = BigUint::from_bytes_be(&divisor.to_vec()?);
    let (question, one) = ("is 1 the greatest common divisor of a and m?", divisor.is_one());
    run.choice(question, if one { "yes".into() } else { format!("no, it is {}", BigInt::from(divisor.clone())) });
    if !one {
        let shown = Value::int(divisor).show(60)?;
        let message = format!("`a` has no inverse: `a` and the modulus have the divisor {shown} in common, see `gcd`");
        return Err(Fault::rejected(message, run).hint("only an integer without a common divisor can be undone"));
    }
    Ok(run.with_result(Value::Int { magnitude: inverse, negative: false }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::functions::FaultKind;
    use proptest::prelude::*;

    #[test]
    fn both_are_right_for_all_small_numbers() {
        for a in 0..30i64 {
            for b in 0..30i64 {
                let largest = (1..30).rev().find(|d| a % d == 0 && b % d == 0).filter(|_| a + b > 0).unwrap_or(0);
                assert_eq!(shown("gcd", [a, b].map(Value::int)), largest.to_string(), "gcd({a}, {b})");
                if b > 0 {
                    let found =
                        finished("modinv", positional([a, b].map(Value::int))).map(|run| run.result.show(9).unwrap());
                    let expected = (0..b).find(|i| a * i % b == 1 % b).map(|i| i.to_string());
                    assert_eq!(found.map_err(|fault| fault.kind), expected.ok_or(FaultKind::Rejected), "{a}, {b}");
                }
            }
        }
        assert_eq!(finished("gcd", positional([-6, 4].map(Value::int))).unwrap().result.show(9).unwrap(), "2");
        assert_eq!(finished("modinv", positional([-2, 7].map(Value::int))).unwrap().result.show(9).unwrap(), "3");
    }
    #[test]
    fn quotients_and_remainders_can_be_asked_for() {
        let run = call("modinv", [17, 3120].map(Value::int)).unwrap();
        assert_eq!(run.result.show(9).unwrap(), "2753");
        for (address, value) in [
            ("step[0]/quotient", "183"),
            ("step[0]/remainder", "9"),
            ("step[1]/quotient", "1"),
            ("step[1]/remainder", "8"),
            ("step[0]/t_remainder", "2937"),
            ("step[2]/t_remainder", "2753"),
            ("step[3]/remainder", "0"),
        ] {
            assert_eq!(at(&run, address), value, "{address}");
        }
        assert_eq!(formula(&run, "step[1]/remainder"), "dividend - quotient · divisor");
        assert_eq!(formula(&run, "step[1]/t_remainder"), "(t_dividend - quotient · t_divisor) mod m");
    }
    #[test]
    fn without_an_inverse_the_divisor_is_named() {
        let fault = call("modinv", [6, 9].map(Value::int)).err().unwrap();
        assert_eq!(
            fault.to_string(),
            "`a` has no inverse: `a` and the modulus have the divisor 3 in common, see `gcd`; only an integer without a \
             common divisor can be undone"
        );
        let run = fault.run.unwrap();
        assert_eq!((at(&run, "gcd"), at(&run, "step[0]/remainder")), ("03".into(), "3".into()));
        assert_eq!(
            super::super::testing::fault("modinv", [6, 0].map(Value::int)),
            "the `modulus` of modinv is above 0"
        );
    }
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn an_inverse_undoes(a in any::<u128>(), m in 2..u128::MAX) {
            let divisor = call("gcd", [Value::int(a), Value::int(m)]).unwrap().result.to_int().unwrap().unwrap();
            match call("modinv", [Value::int(a), Value::int(m)]) {
                Ok(run) => {
                    let inverse = run.result.to_int().unwrap().unwrap();
                    prop_assert!(inverse < m.into() && divisor.is_one());
                    prop_assert_eq!(inverse * a % m, BigInt::one());
                }
                Err(fault) => prop_assert!(fault.kind == FaultKind::Rejected && !divisor.is_one()),
            }
        }
    }
}
