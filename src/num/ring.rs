//! Integers modulo p: the arithmetic behind [`super::Residue`].

use super::{Values, Wide};
use num_bigint::BigUint;
use num_traits::{One, Zero};
use std::fmt::Debug;
use std::sync::Arc;

/// A ring of residues. [`Zp`] takes any modulus, toy or real; with [`super::Fixed`] the type fixes it; a field worth
/// its own arithmetic implements this too, and every algorithm over residues then runs on it unchanged.
pub trait Ring: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// The common part of all elements of one ring: the modulus, or nothing where the type fixes it.
    type Context: Clone;
    /// How many bytes an element takes at a border between segments; 0 where the type does not fix the modulus, so that
    /// an element can stand at no border.
    const SIZE: usize = 0;
    /// Whether an element is a few words, and not on the heap.
    const WORDS: bool = false;
    /// Reads an element from `SIZE` bytes.
    fn parse(_bytes: &[u8]) -> Self {
        unreachable!("bytes do not tell the modulus of this ring")
    }
    /// Writes an element as `SIZE` bytes.
    fn write(&self, _to: &mut Vec<u8>) {
        unreachable!("bytes do not tell the modulus of this ring")
    }
    /// Keeps the element in a trace.
    fn store(&self, to: &mut Wide) -> u64 {
        to.residue(self.to_integer(), self.modulus())
    }
    /// Keeps the element alone.
    fn keep(&self, to: &mut Values) {
        to.integer(self.to_integer().into());
    }
    /// The residue of an integer.
    fn from_integer(value: &BigUint, context: &Self::Context) -> Self;
    /// The representative from 0 to p - 1.
    fn to_integer(&self) -> BigUint;
    /// p.
    fn modulus(&self) -> BigUint;
    /// The sum modulo p.
    fn add(&self, other: &Self) -> Self;
    /// The difference modulo p.
    fn sub(&self, other: &Self) -> Self;
    /// The product modulo p.
    fn mul(&self, other: &Self) -> Self;
    /// The product with itself.
    fn square(&self) -> Self {
        self.mul(self)
    }
    /// The inverse modulo p, if there is one.
    fn inverse(&self) -> Option<Self>;
}

/// An integer modulo any p above 0, which need not be prime.
///
/// Its operations are functions of their own: they take longer than a call, and stand in every algorithm over residues.
#[derive(Debug, PartialEq, Eq)]
pub struct Zp {
    value: BigUint,
    p: Arc<BigUint>,
}
impl Clone for Zp {
    #[inline(never)]
    fn clone(&self) -> Zp {
        Zp { value: self.value.clone(), p: self.p.clone() }
    }
}
impl Zp {
    #[inline(never)]
    fn with(&self, value: BigUint) -> Zp {
        Zp { value: value % &*self.p, p: self.p.clone() }
    }
}
impl Ring for Zp {
    type Context = Arc<BigUint>;
    #[inline(never)]
    fn from_integer(value: &BigUint, p: &Arc<BigUint>) -> Zp {
        assert!(!p.is_zero(), "callers refuse a modulus of zero");
        Zp { value: value % &**p, p: p.clone() }
    }
    #[inline(never)]
    fn to_integer(&self) -> BigUint {
        self.value.clone()
    }
    #[inline(never)]
    fn modulus(&self) -> BigUint {
        (*self.p).clone()
    }
    #[inline(never)]
    fn add(&self, other: &Zp) -> Zp {
        self.with(&self.value + &other.value)
    }
    #[inline(never)]
    fn sub(&self, other: &Zp) -> Zp {
        self.with(&self.value + &*self.p - &other.value)
    }
    #[inline(never)]
    fn mul(&self, other: &Zp) -> Zp {
        self.with(&self.value * &other.value)
    }
    #[inline(never)]
    fn inverse(&self) -> Option<Zp> {
        if self.p.is_one() {
            return Some(self.clone());
        }
        self.value.modinv(&self.p).map(|value| self.with(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_small_integers_over_all_pairs() {
        for p in 1..30u32 {
            let context = Arc::new(BigUint::from(p));
            let z = |x: u32| Zp::from_integer(&x.into(), &context);
            for a in 0..p {
                for b in 0..p {
                    assert_eq!(z(a).add(&z(b)), z((a + b) % p));
                    assert_eq!(z(a).sub(&z(b)), z((a + p - b) % p));
                    assert_eq!(z(a).mul(&z(b)), z(a * b % p));
                }
                let found = (0..p).find(|b| a * b % p == 1 % p);
                assert_eq!(z(a).inverse().map(|i| i.mul(&z(a))), found.map(|_| z(1 % p)), "{a} modulo {p}");
            }
        }
    }
}
