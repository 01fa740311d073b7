//! Residues modulo a fixed odd number of a few words, in Montgomery's form: crypto-bigint computes them.

use super::{Elements, Ring, Values, Wide, Written};
use crypto_bigint::modular::{ConstMontyForm, ConstMontyParams};
use crypto_bigint::{Uint, Word};
use num_bigint::BigUint;

/// Bytes of a word.
const BYTES: usize = size_of::<Word>();

/// An integer modulo that of `M`, which has `LIMBS` words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Montgomery<M: ConstMontyParams<LIMBS>, const LIMBS: usize>(ConstMontyForm<M, LIMBS>);

/// The number that bytes write, the least significant first; what is missing is 0.
fn number<const LIMBS: usize>(bytes: &[u8]) -> Uint<LIMBS> {
    let byte = |i: usize| bytes.get(i).copied().unwrap_or(0);
    Uint::from_words(std::array::from_fn(|i| Word::from_le_bytes(std::array::from_fn(|k| byte(BYTES * i + k)))))
}
/// Its bytes, the least significant first.
fn bytes<const LIMBS: usize>(number: &Uint<LIMBS>) -> impl DoubleEndedIterator<Item = u8> {
    number.to_words().into_iter().flat_map(Word::to_le_bytes)
}
fn integer<const LIMBS: usize>(number: &Uint<LIMBS>) -> BigUint {
    BigUint::from_bytes_le(&bytes(number).collect::<Vec<_>>())
}

impl<M: ConstMontyParams<LIMBS>, const LIMBS: usize> Montgomery<M, LIMBS> {
    const ELEMENTS: &'static Elements =
        &Elements { words: LIMBS, integer: Self::stored, modulus: Self::prime, written: Written::Integer };

    fn stored(words: &[u64]) -> BigUint {
        let words = words.iter().flat_map(|word| word.to_le_bytes().into_iter().take(BYTES)).collect::<Vec<_>>();
        Montgomery(ConstMontyForm::<M, LIMBS>::from_montgomery(number(&words))).to_integer()
    }
    fn prime() -> BigUint {
        integer(M::PARAMS.modulus())
    }
    fn words(&self) -> [u64; LIMBS] {
        #[allow(clippy::unnecessary_cast)] // a word has 32 bits on some machines
        self.0.as_montgomery().to_words().map(|word| word as u64)
    }
}

impl<M: ConstMontyParams<LIMBS>, const LIMBS: usize> Ring for Montgomery<M, LIMBS> {
    type Context = ();
    const SIZE: usize = LIMBS * BYTES;
    const WORDS: bool = true;
    fn parse(bytes: &[u8]) -> Self {
        let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
        Montgomery(ConstMontyForm::new(&number(&reversed)))
    }
    fn write(&self, to: &mut Vec<u8>) {
        to.extend(bytes(&self.0.retrieve()).rev());
    }
    fn store(&self, to: &mut Wide) -> u64 {
        to.element(Self::ELEMENTS, &self.words())
    }
    fn keep(&self, to: &mut Values) {
        to.integer(self.to_integer().into());
    }
    fn from_integer(value: &BigUint, (): &()) -> Self {
        Montgomery(ConstMontyForm::new(&number(&(value % Self::prime()).to_bytes_le())))
    }
    fn to_integer(&self) -> BigUint {
        integer(&self.0.retrieve())
    }
    fn modulus(&self) -> BigUint {
        Self::prime()
    }
    fn add(&self, other: &Self) -> Self {
        Montgomery(self.0.add(&other.0))
    }
    fn sub(&self, other: &Self) -> Self {
        Montgomery(self.0.sub(&other.0))
    }
    fn mul(&self, other: &Self) -> Self {
        Montgomery(self.0.mul(&other.0))
    }
    fn square(&self) -> Self {
        Montgomery(self.0.square())
    }
    fn inverse(&self) -> Option<Self> {
        self.0.invert_vartime().into_option().map(Montgomery)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Zp;
    use crypto_bigint::{Odd, U128, modular::FixedMontyParams};
    use std::sync::Arc;

    /// 2^128 - 159, a prime.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    struct P128;
    impl ConstMontyParams<{ U128::LIMBS }> for P128 {
        const LIMBS: usize = U128::LIMBS;
        const PARAMS: FixedMontyParams<{ U128::LIMBS }> =
            FixedMontyParams::new_vartime(Odd::<U128>::from_be_hex("ffffffffffffffffffffffffffffff61"));
    }
    type Element = Montgomery<P128, { U128::LIMBS }>;

    #[test]
    fn all_operations_are_those_of_integers() {
        let p = Arc::new(Element::prime());
        let one = BigUint::from(1u32);
        let values = [BigUint::ZERO, one.clone(), &*p - &one, (&*p >> 1) + 7u32, &one << 127, &*p * &*p - 5u32];
        for a in &values {
            for b in &values {
                let [x, y] = [a, b].map(|value| Element::from_integer(value, &()));
                let [v, w] = [a, b].map(|value| Zp::from_integer(value, &p));
                let pairs = [(x.add(&y), v.add(&w)), (x.sub(&y), v.sub(&w)), (x.mul(&y), v.mul(&w))];
                for (ours, theirs) in pairs.into_iter().chain([(x.square(), v.square())]) {
                    assert_eq!(ours.to_integer(), theirs.to_integer(), "{a} {b}");
                    let mut written = vec![];
                    ours.write(&mut written);
                    assert_eq!(written.len(), Element::SIZE);
                    assert_eq!(BigUint::from_bytes_be(&written), ours.to_integer());
                    assert_eq!(Element::parse(&written), ours);
                    assert_eq!(Element::stored(&ours.words()), ours.to_integer());
                }
                assert_eq!(x.inverse().map(|i| i.to_integer()), v.inverse().map(|i| i.to_integer()), "{a}");
            }
        }
    }
    #[test]
    fn bytes_above_the_modulus_are_taken_modulo_it() {
        assert_eq!(Element::parse(&[0xff; 16]).to_integer(), BigUint::from(0x9eu32));
    }
}
