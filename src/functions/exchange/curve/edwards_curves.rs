//! The twisted Edwards curves: edwards25519 and a toy.

use super::twisted::{Edwards, integer};
use crate::functions::exchange::x25519::inversion::{Chain, from_250, power};
use crate::functions::exchange::x25519::{Curve25519, Montgomery, P101, Toy101};
use crate::num::{Border, Field25519, Fixed, Modulus, Numbers, Ring, Window};
use num_bigint::BigUint;
use num_traits::One;
use std::sync::{Arc, LazyLock};

/// 2^252 + 27742317777372353535851937790883648493, the order of the base point of edwards25519.
#[derive(Clone, Debug, PartialEq)]
pub struct L25519;
impl Modulus for L25519 {
    const SIZE: usize = 32;
    fn modulus() -> Arc<BigUint> {
        static L: LazyLock<Arc<BigUint>> = LazyLock::new(|| {
            Arc::new((BigUint::one() << 252) + 27_742_317_777_372_353_535_851_937_790_883_648_493u128)
        });
        L.clone()
    }
}
/// 11, the order of the toy's base point.
#[derive(Clone, Debug, PartialEq)]
pub struct L11;
impl Modulus for L11 {
    const SIZE: usize = 1;
    fn modulus() -> Arc<BigUint> {
        static L: LazyLock<Arc<BigUint>> = LazyLock::new(|| Arc::new(11u32.into()));
        L.clone()
    }
}
/// 2^((p-1)/4).
fn root_of_minus_1<F: Ring<Context = ()>>() -> F {
    let p = integer::<F>(0).modulus();
    F::from_integer(&BigUint::from(2u32).modpow(&((&p - 1u32) / 4u32), &p), &())
}

/// `edwards25519`, RFC 8032 section 5.1: d = -121665/121666 and a base point with y = 4/5.
pub struct Edwards25519;
impl Edwards for Edwards25519 {
    type F = Field25519;
    type L = L25519;
    const BYTES: usize = 32;
    const INVERSE: Chain = &from_250(power("Z_inverse", 11, 5, 3));
    const ROOT: Chain = &from_250(power("uv7_power", 11, 2, 0));
    #[inline(always)]
    fn d() -> Field25519 {
        static D: LazyLock<Field25519> = LazyLock::new(|| fraction(121_665, 121_666, true));
        *D
    }
    fn root_of_minus_1() -> Field25519 {
        static ROOT: LazyLock<Field25519> = LazyLock::new(root_of_minus_1);
        *ROOT
    }
    fn base() -> Vec<u8> {
        fraction(4, 5, false).to_bytes().to_vec()
    }
    fn clamp<N: Numbers>(n: N, scalar: Window, out: &mut Border) {
        Curve25519::clamp(n, scalar, out);
    }
}
/// above/below, or its negative.
fn fraction(above: u32, below: u32, negative: bool) -> Field25519 {
    let [zero, above, below] = [0, above, below].map(integer::<Field25519>);
    let quotient = above.mul(&below.inverse().expect("not zero"));
    if negative { zero.sub(&quotient) } else { quotient }
}

/// `toy101_edwards`: d = 69 over the integers modulo 101, and a base point with y = 90 of order 11. The curve has 88
/// points.
pub struct Toy101Edwards;
impl Edwards for Toy101Edwards {
    type F = Fixed<P101>;
    type L = L11;
    const BYTES: usize = 1;
    const INVERSE: Chain = &[power("z3", 0, 1, 0), power("Z_inverse", 1, 5, 1)];
    const ROOT: Chain = &[power("z3", 0, 1, 0), power("z6", 1, 0, 1), power("uv7_power", 2, 0, 2)];
    fn d() -> Fixed<P101> {
        integer(69)
    }
    fn root_of_minus_1() -> Fixed<P101> {
        root_of_minus_1()
    }
    fn base() -> Vec<u8> {
        vec![90]
    }
    fn clamp<N: Numbers>(n: N, scalar: Window, out: &mut Border) {
        Toy101::clamp(n, scalar, out);
    }
}
