//! The shape of a twisted Edwards curve -x² + y² = 1 + dx²y²: its field, its d, its base point.

use crate::functions::exchange::x25519::inversion::Chain;
use crate::num::{Border, Constant, Modulus, Numbers, Ring, Window};

/// The numbers and the ways that a twisted Edwards curve fixes.
pub trait Edwards: Send + Sync + 'static {
    /// The field. Its prime is 5 modulo 8.
    type F: Ring<Context = ()>;
    /// The order L of the base point.
    type L: Modulus;
    /// How many bytes an encoded point and a scalar take; the top bit of the point's holds a sign.
    const BYTES: usize;
    /// The way to z^(p-2).
    const INVERSE: Chain;
    /// The way to z^((p-5)/8).
    const ROOT: Chain;
    /// d.
    fn d() -> Self::F;
    /// 2^((p-1)/4), a square root of -1.
    fn root_of_minus_1() -> Self::F;
    /// The encoded base point.
    fn base() -> Vec<u8>;
    /// The scalar with the bits set and cleared that the curve wants, least significant byte first.
    fn clamp<N: Numbers>(n: N, scalar: Window, out: &mut Border);
}

/// The d of a curve.
pub const CURVE_D: Constant = Constant::new("d", |_| "the d of the curve -x² + y² = 1 + dx²y²".into());

/// A small integer as an element.
pub fn integer<F: Ring<Context = ()>>(value: u32) -> F {
    F::from_integer(&value.into(), &())
}
