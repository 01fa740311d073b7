//! Residues whose modulus the type fixes.

use super::{Ring, Zp};
use num_bigint::BigUint;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::sync::Arc;

/// A modulus with a name: a toy prime, the prime of a curve, the order of a group.
pub trait Modulus: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// How many bytes an element takes at a border, most significant first: as many as the modulus.
    const SIZE: usize;
    /// The modulus, above 0 and below 256^`SIZE`.
    fn modulus() -> Arc<BigUint>;
}

/// An integer modulo `M`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixed<M>(Zp, PhantomData<M>);

impl<M: Modulus> Fixed<M> {
    /// The residue of an integer.
    pub fn new(value: impl Into<BigUint>) -> Fixed<M> {
        Fixed(Zp::from_integer(&value.into(), &M::modulus()), PhantomData)
    }
    fn with(zp: Zp) -> Fixed<M> {
        Fixed(zp, PhantomData)
    }
}
impl<M: Modulus> Ring for Fixed<M> {
    type Context = ();
    const SIZE: usize = M::SIZE;
    fn parse(bytes: &[u8]) -> Self {
        Fixed::new(BigUint::from_bytes_be(bytes))
    }
    fn write(&self, to: &mut Vec<u8>) {
        let bytes = self.to_integer().to_bytes_be();
        to.extend(std::iter::repeat_n(0, M::SIZE - bytes.len().min(M::SIZE)));
        // The integer 0 has a byte of its own, which a modulus of 1 has no room for.
        to.extend(&bytes[bytes.len() - bytes.len().min(M::SIZE)..]);
    }
    fn from_integer(value: &BigUint, (): &()) -> Self {
        Fixed::new(value.clone())
    }
    fn to_integer(&self) -> BigUint {
        self.0.to_integer()
    }
    fn modulus(&self) -> BigUint {
        self.0.modulus()
    }
    fn add(&self, other: &Self) -> Self {
        Fixed::with(self.0.add(&other.0))
    }
    fn sub(&self, other: &Self) -> Self {
        Fixed::with(self.0.sub(&other.0))
    }
    fn mul(&self, other: &Self) -> Self {
        Fixed::with(self.0.mul(&other.0))
    }
    fn inverse(&self) -> Option<Self> {
        self.0.inverse().map(Fixed::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct P101;
    impl Modulus for P101 {
        const SIZE: usize = 1;
        fn modulus() -> Arc<BigUint> {
            Arc::new(101u32.into())
        }
    }
    #[test]
    fn there_and_back() {
        for value in 0u32..303 {
            let element = Fixed::<P101>::new(value);
            let mut bytes = vec![];
            element.write(&mut bytes);
            assert_eq!(bytes, [(value % 101) as u8]);
            assert_eq!(Fixed::<P101>::parse(&bytes), element);
        }
    }
}
