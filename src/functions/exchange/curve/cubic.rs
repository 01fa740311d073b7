//! Points of a curve y² = x³ + a2·x² + a4·x + a6 in affine coordinates, SEC 1 section 2.2.1: the short Weierstrass
//! curves, where a2 is 0, and the Montgomery curves, where a4 is 1 and a6 is 0. The point at infinity is the identity.

use super::second;
use crate::num::{
    BitOf, Border, Carry, Fixed, Integer, Modulus, Montgomery, Number, Numbers, Plain, Residue, Ring, Window, Word,
};
use crate::run::{Count, Fold, Pieces, Windows};
use crypto_bigint::modular::{ConstMontyParams, FixedMontyParams};
use crypto_bigint::{Odd, U256, U384};
use num_bigint::BigUint;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// The constants of a curve.
pub trait Cubic: Send + Sync + 'static {
    /// The field.
    type F: Ring<Context = ()>;
    /// The coefficient of x², where the curve's equation has one.
    fn a2() -> Option<Self::F>;
    /// The coefficient of x.
    fn a4() -> Self::F;
    /// The last coefficient.
    fn a6() -> Self::F;
    /// A crate's sums, where one has them, to skip over what nobody looks at.
    const SUMS: Option<Sums> = None;
}
/// Double-and-add over some bits as a crate does it: from the bytes of a point, and of P, to those of the point after
/// them. Nothing where the crate does not take one of them, such as a point that is not on its curve.
pub type Sums = fn(&[u8], &[u8], &mut dyn Iterator<Item = bool>) -> Option<Vec<u8>>;
/// Whether it is the point at infinity, and x and y, which are 0 there.
pub type Point<N, F> = (<N as Numbers>::Bit, [<N as Numbers>::Mod<F>; 2]);

/// The names of a point's three numbers.
type Names = [&'static str; 3];
#[inline(always)]
fn called<B: Carry, X: Carry>((infinite, [x, y]): (B, [X; 2]), names: Names) -> (B, [X; 2]) {
    (infinite.named(names[0], ()), [x.named(names[1], ()), y.named(names[2], ())])
}
/// Whether two elements are the same.
pub fn same<N: Numbers, F: Ring>(n: N, a: N::Mod<F>, b: N::Mod<F>) -> N::Bit {
    n.representative::<F>(a).same(n.representative::<F>(b))
}
/// above/below. Only 0 cannot divide, and the cases of the sum leave it out.
fn quotient<N: Numbers, F: Ring>(above: N::Mod<F>, below: N::Mod<F>) -> N::Mod<F> {
    let inverse = below.clone().inverse().unwrap_or(below);
    above * inverse
}

/// P + Q. Its steps have an index: 0 for a doubling, 1 for an addition.
fn add<N: Numbers, C: Cubic>(n: N, index: usize, p: Point<N, C::F>, q: Point<N, C::F>) -> Point<N, C::F> {
    let ((p_infinite, [x1, y1]), (q_infinite, [x2, y2])) = (p, q);
    let zero = || n.element("zero", (), C::F::from_integer(&0u32.into(), &()));
    // The cases: one of them is the identity, Q = -P, Q = P, or none of these.
    let x_same = same::<N, C::F>(n, x1.clone(), x2.clone()).named("x_same", index);
    let y_opposite = same::<N, C::F>(n, y1.clone() + y2.clone(), zero()).named("y_opposite", index);
    let opposite = (x_same & y_opposite).named("opposite", index);
    let special = (p_infinite | q_infinite | opposite).named("no_slope", index);

    let tangent = || {
        let xx = x1.clone().square();
        let mut above = xx.clone() + xx.clone() + xx;
        if let Some(a2) = C::a2() {
            let twice = n.element("A", (), a2) * x1.clone();
            above = above + twice.clone() + twice;
        }
        quotient::<N, C::F>(above + n.element("a", (), C::a4()), y1.clone() + y1.clone())
    };
    let chord = || quotient::<N, C::F>(y2.clone() - y1.clone(), x2.clone() - x1.clone());
    let slope = Number::choose(special, zero, || Number::choose(x_same, tangent, chord)).named("λ", index);

    let mut square = slope.clone().square();
    if let Some(a2) = C::a2() {
        square = square - n.element("A", (), a2);
    }
    let x3 = (square - x1.clone() - x2.clone()).named("x3", index);
    let y3 = (slope * (x1.clone() - x3.clone()) - y1.clone()).named("y3", index);
    let infinite = (p_infinite & q_infinite) | (opposite & !p_infinite & !q_infinite);
    let pick = |first: N::Mod<C::F>, second: N::Mod<C::F>, third: N::Mod<C::F>| {
        let third = Number::choose(opposite, zero, || third);
        Number::choose(p_infinite, || second, || Number::choose(q_infinite, || first, || third))
    };
    (infinite, [pick(x1, x2, x3), pick(y1, y2, y3)])
}
fn chosen<B, X>(bit: BitOf<B>, yes: (B, [X; 2]), no: (B, [X; 2])) -> (B, [X; 2])
where
    B: Number,
    X: Number<N = B::N>,
    BitOf<B>: Copy,
{
    let ((i, [x, y]), (j, [u, v])) = (yes, no);
    (B::select(bit, i, j), [X::select(bit, x, u), X::select(bit, y, v)])
}

/// Double-and-add over the bits of k, from the top: Q is doubled, and P is added where the bit is 1.
pub struct Multiply<C> {
    /// How many bits k has.
    pub bits: u64,
    /// The curve.
    pub curve: PhantomData<C>,
}
impl<C: Cubic> Fold for Multiply<C> {
    type State<N: Numbers> = Point<N, C::F>;
    /// Two sums, each with an inverse.
    fn weight(&self) -> u64 {
        2000 * C::F::SIZE as u64
    }
    fn segment<N: Numbers>(&self, n: N, at: u64, q: Point<N, C::F>, read: &Windows) -> Point<N, C::F> {
        let i = self.bits - 1 - at;
        let bit = N::U8::read(n, read[0].piece::<1>((i / 8) as usize)).bit((i % 8) as u32).named("bit", ());
        let q = called(q, ["infinite_before", "x_before", "y_before"]);
        let p = called(Point::<N, C::F>::read(n, read[1]), ["infinite_P", "x_P", "y_P"]);
        let doubled = add::<N, C>(n, 0, q.clone(), q);
        let doubled = called(doubled, ["infinite_doubled", "x_doubled", "y_doubled"]);
        let sum = called(add::<N, C>(n, 1, doubled.clone(), p), ["infinite_sum", "x_sum", "y_sum"]);
        called(chosen(bit, sum, doubled), ["infinite", "x", "y"])
    }
    fn has_vetted(&self) -> bool {
        C::SUMS.is_some()
    }
    /// A double and a sum without an inverse; every stretch ends with one.
    fn vetted_weight(&self) -> u64 {
        2500
    }
    fn vetted(&self, q: &mut Point<Plain, C::F>, segments: Range<u64>, read: &Windows) {
        if segments.is_empty() {
            return;
        }
        let bit = |at: u64| {
            let i = self.bits - 1 - at;
            read[0].bytes[(i / 8) as usize] >> (i % 8) & 1 == 1
        };
        let mut before = Border::default();
        q.clone().save(&mut before);
        let sums = C::SUMS.and_then(|sums| sums(&before.bytes, read[1].bytes, &mut segments.clone().map(bit)));
        *q = match sums {
            Some(after) => Point::<Plain, C::F>::read(Plain, Window::border(&after)),
            // A point that no crate takes has our own sums alone.
            None => segments.fold(q.clone(), |q, at| self.segment(Plain, at, q, read)),
        };
    }
}
/// The sum of two points.
pub struct Sum<C>(pub PhantomData<C>);
impl<C: Cubic> Pieces for Sum<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let p = called(Point::<N, C::F>::read(n, read[0]), ["infinite_1", "x_1", "y_1"]);
        let q = called(Point::<N, C::F>::read(n, read[1]), ["infinite_2", "x_2", "y_2"]);
        called(add::<N, C>(n, 1, p, q), ["infinite", "x", "y"]).save(out);
    }
}
/// The two sides of the curve's equation.
pub fn sides<N: Numbers, C: Cubic>(n: N, [x, y]: [N::Mod<C::F>; 2]) -> [N::Mod<C::F>; 2] {
    [y.square(), right::<N, C>(n, x)]
}
/// The right side of the curve's equation, which depends on x alone.
pub fn right<N: Numbers, C: Cubic>(n: N, x: N::Mod<C::F>) -> N::Mod<C::F> {
    let xx = x.clone().square();
    let mut right = xx.clone() * x.clone();
    if let Some(a2) = C::a2() {
        right = right + n.element("A", (), a2) * xx;
    }
    right + n.element("a", (), C::a4()) * x + n.element("b", (), C::a6())
}

// ------------------------------------------------------------------ the curves

/// 17.
#[derive(Clone, Debug, PartialEq)]
pub struct P17;
impl Modulus for P17 {
    const SIZE: usize = 1;
    fn modulus() -> Arc<BigUint> {
        static P: LazyLock<Arc<BigUint>> = LazyLock::new(|| Arc::new(17u32.into()));
        P.clone()
    }
}
/// `toy17`: y² = x³ + 2x + 2 modulo 17, of order 19.
pub struct Toy17;
impl Cubic for Toy17 {
    type F = Fixed<P17>;
    fn a2() -> Option<Fixed<P17>> {
        None
    }
    fn a4() -> Fixed<P17> {
        Fixed::new(2u32)
    }
    fn a6() -> Fixed<P17> {
        Fixed::new(2u32)
    }
}
/// 2^256 - 2^224 + 2^192 + 2^96 - 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrimeP256;
impl ConstMontyParams<{ U256::LIMBS }> for PrimeP256 {
    const LIMBS: usize = U256::LIMBS;
    const PARAMS: FixedMontyParams<{ U256::LIMBS }> = FixedMontyParams::new_vartime(Odd::<U256>::from_be_hex(
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
    ));
}
/// `p256`: y² = x³ - 3x + b, SEC 2 section 2.4.2.
pub struct P256;
impl Cubic for P256 {
    type F = Montgomery<PrimeP256, { U256::LIMBS }>;
    fn a2() -> Option<Self::F> {
        None
    }
    fn a4() -> Self::F {
        minus_three()
    }
    fn a6() -> Self::F {
        const B: [u32; 8] =
            [0x5ac635d8, 0xaa3a93e7, 0xb3ebbd55, 0x769886bc, 0x651d06b0, 0xcc53b0f6, 0x3bce3c3e, 0x27d2604b];
        Self::F::from_integer(&words(&B), &())
    }
    const SUMS: Option<Sums> = Some(second::sums);
}
/// -3, the a of both curves of NIST.
fn minus_three<F: Ring<Context = ()>>() -> F {
    let [zero, three] = [0u32, 3].map(|value| F::from_integer(&value.into(), &()));
    zero.sub(&three)
}
/// The number that words of 32 bits write, the most significant first.
pub fn words(words: &[u32]) -> BigUint {
    words.iter().fold(BigUint::ZERO, |sum, word| (sum << 32) + *word)
}
/// 2^384 - 2^128 - 2^96 + 2^32 - 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrimeP384;
impl ConstMontyParams<{ U384::LIMBS }> for PrimeP384 {
    const LIMBS: usize = U384::LIMBS;
    const PARAMS: FixedMontyParams<{ U384::LIMBS }> = FixedMontyParams::new_vartime(Odd::<U384>::from_be_hex(
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
    ));
}
/// `p384`: y² = x³ - 3x + b, SEC 2 section 2.5.1.
pub struct P384;
impl Cubic for P384 {
    type F = Montgomery<PrimeP384, { U384::LIMBS }>;
    fn a2() -> Option<Self::F> {
        None
    }
    fn a4() -> Self::F {
        minus_three()
    }
    fn a6() -> Self::F {
        const B: [u32; 12] = [
            0xb3312fa7, 0xe23ee7e4, 0x988e056b, 0xe3f82d19, 0x181d9c6e, 0xfe814112, 0x0314088f, 0x5013875a, 0xc656398d,
            0x8a2ed19d, 0x2a85c8ed, 0xd3ec2aef,
        ];
        Self::F::from_integer(&words(&B), &())
    }
}
/// `toy101`: y² = x³ + 50x² + x modulo 101, the Montgomery curve of `x25519_toy`.
pub struct Montgomery101;
impl Cubic for Montgomery101 {
    type F = Fixed<crate::functions::exchange::x25519::P101>;
    fn a2() -> Option<Self::F> {
        Some(Fixed::new(50u32))
    }
    fn a4() -> Self::F {
        Fixed::new(1u32)
    }
    fn a6() -> Self::F {
        Fixed::new(0u32)
    }
}
