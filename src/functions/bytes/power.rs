//! Powers modulo p by square-and-multiply, and `modpow`. Diffie-Hellman in any group runs the same body.
//!
//! A run has the part `power`, whose labels stand in the run itself: `bit[i]`, `square[i]` and `acc[i]`, counted from
//! the exponent's top bit.

use super::second::{self, CRYPTO_BIGINT};
use super::{negative, signed};
use crate::functions::{Arguments, Context, Family, Fault, Function, Limits, Parameter, Vetted};
use crate::num::{Carry, Number, Numbers, Residue, Word, Zp};
use crate::run::{Count, Error, Feed, Fold, Part, Path, Rope, Run, Source, Timeline, Type, Value, Windows};
use num_bigint::Sign;
use num_traits::Zero;
use std::sync::{Arc, OnceLock};

/// The most bits of a modulus and of an exponent.
pub const BITS: u64 = 4096;

/// Left to right over the bits of the exponent: the accumulator is squared, and multiplied by the base where the bit is
/// 1. It crosses the borders as its representative, in as many bytes as p has.
pub struct Power {
    /// How many bits the exponent has.
    bits: u64,
    /// Whether the base is below zero.
    negative: bool,
    /// How many words of 64 bits p has.
    words: u64,
    /// The base modulo p, once a segment has computed it.
    reduced: OnceLock<Zp>,
}
impl Fold for Power {
    type State<N: Numbers> = N::Int;
    const COUNT: Count = Count::Labels { first: 0, each: 1 };

    fn weight(&self) -> u64 {
        300 + 4 * self.words.pow(2)
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, acc: N::Int, read: &Windows) -> N::Int {
        let (i, k) = (at as usize, self.bits - 1 - at);
        let [exponent, base, p, _] = *read;
        let byte = exponent.bytes.len() - 1 - (k / 8) as usize;
        let bit = N::U8::read(n, exponent.piece::<1>(byte)).bit((k % 8) as u32).named("bit", i);
        let p = N::Int::read(n, p).named("p", i);
        let reduced = || n.modulo(signed(n, base, self.negative), p.clone());
        let base = n.once(&self.reduced, reduced).named("base", i);
        let before = n.modulo(acc, p).named("before", i);

        let square = before.square().named("square", i);
        let acc = Number::choose(bit, || square.clone() * base, || square.clone());
        n.representative(acc).named("acc", i)
    }
}

/// The part that raises `base` to `exponent` modulo `p`: a segment a bit. All three are computed already, `p` is above
/// 0 and `exponent` not below.
///
/// # Errors
/// What reading the exponent gives.
pub fn power(at: Path, base: &Value, exponent: &Value, p: Rope) -> Result<Arc<dyn Part>, Error> {
    // The exponent 0 has a bit, too: the accumulator begins as 1, which is to be taken modulo p.
    let bits = exponent.to_int()?.unwrap_or_default().bits().max(1);
    let magnitude = |value: &Value| value.rope().filter(|r| !r.is_empty()).cloned();
    let zero = || Rope::constant("0", &[0]);
    let feeds = vec![
        Feed::whole("exponent", magnitude(exponent).unwrap_or_else(zero)),
        Feed::whole("base", magnitude(base).unwrap_or_else(zero)),
        Feed::whole("p", p.clone()),
    ];
    let mut one = vec![0; p.len() as usize];
    one.extend([1]);
    let start = Rope::constant("1", &one[1..]);
    let words = p.len().div_ceil(8);
    let fold = Power { bits, negative: negative(base), words, reduced: OnceLock::new() };
    Ok(Timeline::part(at, fold, bits, start, feeds))
}

/// The row of `modpow`.
pub const MODPOW: Function = Function {
    name: "modpow",
    title: "power modulo m",
    summary: "The base raised to the exponent, modulo another integer, by square-and-multiply over the bits of the exponent.",
    family: Family::Integers,
    spec: "Handbook of Applied Cryptography, algorithm 14.79",
    parameters: &[
        Parameter::int("base", "what to raise, negative numbers too; 4,096 bits at most").within(Limits::Bits(BITS)),
        Parameter::int("exponent", "how often it is a factor, 0 or more; 4,096 bits at most")
            .within(Limits::Bits(BITS)),
        Parameter::int("modulus", "what the result is taken modulo, above 0; 4,096 bits at most")
            .within(Limits::Bits(BITS)),
    ],
    result: Some(Type::Int),
    vetted: Vetted::new(CRYPTO_BIGINT, |a| Ok(second::power(&a.int("base")?, &a.int("exponent")?, &a.int("modulus")?)))
        .note("for an odd modulus and a base that is not negative")
        .row(),
    examples: &["modpow(5, 6, 23)", "modpow(3, 65537, 1_000_003)"],
    make: modpow,
};
fn modpow(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    if a.int("modulus")? <= Zero::zero() {
        return Err(Fault::argument("modulus", "the `modulus` of modpow is above 0"));
    }
    if a.int("exponent")?.sign() == Sign::Minus {
        let fault = Fault::argument("exponent", "the `exponent` of modpow is not below 0");
        return Err(fault.hint("raise the inverse of the base, which modinv finds, to the positive exponent"));
    }
    let mut run = Run::new(&c.at, "modpow");
    let part = power(run.at.clone(), a.value("base"), a.value("exponent"), a.rope("modulus"))?;
    let magnitude = run.own_part("power", |_| part);
    Ok(run.with_result(Value::Int { magnitude, negative: false }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::functions::FaultKind;
    use num_bigint::BigInt;
    use proptest::prelude::*;

    #[test]
    fn the_toy_is_right_for_all_small_numbers() {
        for modulus in 1..14u32 {
            for base in 0..=modulus + 1 {
                let mut expected = 1 % modulus;
                for exponent in 0..18 {
                    let given = [base, exponent, modulus].map(Value::int);
                    let run = finished("modpow", positional(given)).unwrap();
                    assert_eq!(run.result.show(9).unwrap(), expected.to_string(), "{base}^{exponent} mod {modulus}");
                    expected = expected * base % modulus;
                }
            }
        }
        assert_eq!(finished("modpow", positional([-2, 3, 7].map(Value::int))).unwrap().result.show(9).unwrap(), "6");
    }
    #[test]
    fn every_bit_can_be_asked_for() {
        let run = call("modpow", [5, 6, 23].map(Value::int)).unwrap();
        for (address, value) in [
            ("bit[0]", "1"),
            ("square[0]", "1"),
            ("acc[0]", "5"),
            ("square[1]", "2"),
            ("acc[1]", "10"),
            ("bit[2]", "0"),
            ("before[2]", "10"),
            ("acc[2]", "8"),
        ] {
            assert_eq!(at(&run, address), value, "{address}");
        }
        assert_eq!(formula(&run, "square[1]"), "before[1]² mod p[1]");
        assert_eq!(formula(&run, "acc[1]"), "choice(bit[1], square[1] · base[1]) mod p[1]");
        assert_eq!(at(&run, "power"), "08");
        assert_eq!(
            run.at(&"acc[3]".parse().unwrap(), &crate::run::Budget::unlimited()).err().unwrap().to_string(),
            "`acc` is numbered from 0 to 2"
        );
    }
    #[test]
    fn a_power_comes_from_all_three() {
        let int = |cell: &str, bytes: &[u8]| call("int_be", [input(cell, bytes)]).unwrap().result;
        let run = call("modpow", [int("b", &[7]), int("e", &[1, 0]), int("m", &[1, 1])]).unwrap();
        assert_eq!(origins(&run.result), "b[0..1] e[0..2] m[0..2]; 1");
    }
    #[test]
    fn limits_and_signs() {
        assert_eq!(fault("modpow", [2, 3, 0].map(Value::int)), "the `modulus` of modpow is above 0");
        assert_eq!(
            fault("modpow", [2, -3, 7].map(Value::int)),
            "the `exponent` of modpow is not below 0; raise the inverse of the base, which modinv finds, to the positive \
             exponent"
        );
        let huge = || Value::int(BigInt::from(1) << BITS);
        for given in [[huge(), Value::int(1), Value::int(7)], [Value::int(2), huge(), Value::int(7)]] {
            assert_eq!(call("modpow", given).err().unwrap().kind, FaultKind::Limit);
        }
    }
    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn exponents_add_up(base in any::<u128>(), a in any::<u64>(), b in any::<u64>(), modulus in 1..u128::MAX) {
            let modulus = BigInt::from(modulus | 1);
            let power = |e: BigInt| call("modpow", [Value::int(base), Value::int(e), Value::int(modulus.clone())]).unwrap();
            let int = |run: Run| run.result.to_int().unwrap().unwrap();
            let (left, right) = (int(power(a.into())), int(power(b.into())));
            prop_assert_eq!(int(power(BigInt::from(a) + b)), left * right % &modulus);
        }
    }
}
