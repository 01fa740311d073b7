//! The second opinion on integers: the base library of our own bodies is num-bigint, and this one is independent of it.

use crate::functions::Says;
use crypto_bigint::{BoxedUint, Gcd, NonZero, Odd};
use num_bigint::{BigInt, BigUint, Sign};

/// The crate, as the mark prints it.
pub const CRYPTO_BIGINT: &str = "crypto-bigint 0.7";

/// An integer in so many bits, or in more if it needs them; nothing for one below zero.
fn boxed(value: &BigInt, bits: u64) -> Option<BoxedUint> {
    let bits = value.bits().max(bits).max(1).next_multiple_of(64) as u32;
    let bytes = value.magnitude().to_bytes_be();
    (value.sign() != Sign::Minus).then(|| BoxedUint::from_be_slice(&bytes, bits).ok()).flatten()
}
/// As an expression writes it.
fn written(value: &BoxedUint) -> Vec<u8> {
    BigUint::from_bytes_be(&value.to_be_bytes()).to_string().into_bytes()
}

/// The power, for an odd modulus and a base that is not negative.
pub fn power(base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Says {
    Says::or_nothing(odd_power(base, exponent, modulus))
}
fn odd_power(base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Option<Vec<u8>> {
    let modulus: Odd<BoxedUint> = Option::from(Odd::new(boxed(modulus, 0)?))?;
    let base = boxed(base, 0)?.rem(modulus.as_nz_ref());
    Some(written(&base.pow_mod(&boxed(exponent, 0)?, &modulus)))
}
/// The inverse, which is refused where there is none; for an integer that is not negative and a modulus above 1.
pub fn inverse(a: &BigInt, modulus: &BigInt) -> Says {
    let numbers = || Some((boxed(a, 0)?, Option::from(NonZero::new(boxed(modulus, 0)?))?));
    let Some((a, modulus)): Option<(BoxedUint, NonZero<BoxedUint>)> = numbers() else { return Says::Nothing };
    if bool::from(modulus.as_ref().is_one()) {
        return Says::Nothing;
    }
    let inverse: Option<BoxedUint> = a.rem(&modulus).invert_mod(&modulus).into();
    Says::or_refused(inverse.map(|inverse| written(&inverse)))
}
/// The greatest common divisor, for integers that are not negative.
pub fn common_divisor(a: &BigInt, b: &BigInt) -> Says {
    let bits = a.bits().max(b.bits());
    Says::or_nothing(boxed(a, bits).zip(boxed(b, bits)).map(|(a, b)| written(&a.gcd(&b))))
}
