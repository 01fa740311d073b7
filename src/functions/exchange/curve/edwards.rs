//! Points of a twisted Edwards curve -x² + y² = 1 + dx²y²: sums, multiples and the way back from extended coordinates,
//! RFC 8032 section 5.1.4. Its formulas are complete: they have no special cases.
#![allow(non_snake_case)] // the names are the specification's

use super::encoding::Encode;
use super::twisted::{CURVE_D, Edwards, integer};
use crate::functions::exchange::x25519::inversion::raise;
use crate::num::{BitOf, Border, Carry, Number, Numbers, Residue, Ring, Word};
use crate::run::{Count, Feed, Fold, Map, Path, Pieces, Rope, Run, Timeline, Value, Windows};
use std::marker::PhantomData;

/// The extended coordinates X, Y, Z, T of a point: x = X/Z, y = Y/Z, x·y = T/Z.
pub type Extended<N, F> = [<N as Numbers>::Mod<F>; 4];

/// Names the four coordinates.
#[inline(always)]
fn called<X: Carry>([X, Y, Z, T]: [X; 4], names: [&'static str; 4]) -> [X; 4] {
    [X.named(names[0], ()), Y.named(names[1], ()), Z.named(names[2], ()), T.named(names[3], ())]
}

/// Twice a point. Its steps have the index 0.
#[inline(always)]
fn double<N: Numbers, F: Ring>([X1, Y1, Z1, _]: Extended<N, F>) -> Extended<N, F> {
    let A = X1.clone().square().named("A", 0);
    let B = Y1.clone().square().named("B", 0);
    let ZZ = Z1.square();
    let C = (ZZ.clone() + ZZ).named("C", 0);
    let H = (A.clone() + B.clone()).named("H", 0);
    let E = (H.clone() - (X1 + Y1).square()).named("E", 0);
    let G = (A - B).named("G", 0);
    let F = (C + G.clone()).named("F", 0);
    [E.clone() * F.clone(), G.clone() * H.clone(), F * G, E * H]
}
/// The sum of two points, be they different or the same. Its steps have the index 1.
#[inline(always)]
fn add<N: Numbers, C: Edwards>(n: N, p: Extended<N, C::F>, q: Extended<N, C::F>) -> Extended<N, C::F> {
    let ([X1, Y1, Z1, T1], [X2, Y2, Z2, T2]) = (p, q);
    let d = n.element(CURVE_D, (), C::d());
    let A = ((Y1.clone() - X1.clone()) * (Y2.clone() - X2.clone())).named("A", 1);
    let B = ((Y1 + X1) * (Y2 + X2)).named("B", 1);
    let TT = T1 * (d.clone() + d) * T2;
    let C = TT.named("C", 1);
    let ZZ = Z1 * Z2;
    let D = (ZZ.clone() + ZZ).named("D", 1);
    let E = (B.clone() - A.clone()).named("E", 1);
    let F = (D.clone() - C.clone()).named("F", 1);
    let G = (D + C).named("G", 1);
    let H = (B + A).named("H", 1);
    [E.clone() * F.clone(), G.clone() * H.clone(), F * G, E * H]
}

/// Double-and-add over the bits of a scalar, from the top: Q is doubled, and P is added where the bit is 1.
pub struct Multiply<C> {
    bits: u64,
    curve: PhantomData<C>,
}
impl<C: Edwards> Fold for Multiply<C> {
    type State<N: Numbers> = Extended<N, C::F>;
    fn weight(&self) -> u64 {
        1000
    }
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, at: u64, Q: Extended<N, C::F>, read: &Windows) -> Extended<N, C::F> {
        let i = self.bits - 1 - at;
        let bit = N::U8::read(n, read[0].piece::<1>((i / 8) as usize)).bit((i % 8) as u32).named("bit", ());
        let Q = called(Q, ["X_before", "Y_before", "Z_before", "T_before"]);
        let P = called(Extended::<N, C::F>::read(n, read[1]), ["X_P", "Y_P", "Z_P", "T_P"]);

        let doubled = called(double::<N, C::F>(Q), ["X_doubled", "Y_doubled", "Z_doubled", "T_doubled"]);
        let sum = called(add::<N, C>(n, doubled.clone(), P), ["X_sum", "Y_sum", "Z_sum", "T_sum"]);
        called(chosen(bit, sum, doubled), ["X", "Y", "Z", "T"])
    }
}
#[inline(always)]
fn chosen<X: Number, const L: usize>(bit: BitOf<X>, yes: [X; L], no: [X; L]) -> [X; L]
where
    BitOf<X>: Copy,
{
    let mut no = no.into_iter();
    yes.map(|yes| X::select(bit, yes.clone(), no.next().unwrap_or(yes)))
}

/// The sum of two points, or with `negated` the difference.
struct Sum<C> {
    negated: bool,
    curve: PhantomData<C>,
}
impl<C: Edwards> Pieces for Sum<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let P = called(Extended::<N, C::F>::read(n, read[0]), ["X_1", "Y_1", "Z_1", "T_1"]);
        let mut Q = called(Extended::<N, C::F>::read(n, read[1]), ["X_2", "Y_2", "Z_2", "T_2"]);
        if self.negated {
            let [X, Y, Z, T] = Q;
            let zero = n.element("zero", (), integer::<C::F>(0));
            Q = [(zero.clone() - X).named("X_2_negated", ()), Y, Z, (zero - T).named("T_2_negated", ())];
        }
        called(add::<N, C>(n, P, Q), ["X", "Y", "Z", "T"]).save(out);
    }
}
/// (x, y) as (x, y, 1, xy).
struct Extend<C>(PhantomData<C>);
impl<C: Edwards> Pieces for Extend<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [x, y] = <[N::Mod<C::F>; 2]>::read(n, read[0]);
        let (x, y) = (x.named("x", ()), y.named("y", ()));
        let one = n.element("one", (), integer::<C::F>(1));
        called([x.clone(), y.clone(), one, x * y], ["X", "Y", "Z", "T"]).save(out);
    }
}
/// (X/Z, Y/Z).
struct Affine<C>(PhantomData<C>);
impl<C: Edwards> Pieces for Affine<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [X, Y, Z, _] = called(Extended::<N, C::F>::read(n, read[0]), ["X", "Y", "Z", "T"]);
        let inverse = raise::<N, C::F>(Z, C::INVERSE);
        (X * inverse.clone()).named("x", ()).save(out);
        (Y * inverse).named("y", ()).save(out);
    }
}
/// Whether 8 times a point is the identity.
pub struct SmallOrder<C>(pub PhantomData<C>);
impl<C: Edwards> Pieces for SmallOrder<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        use crate::num::Integer;
        let mut P = Extended::<N, C::F>::read(n, read[0]);
        for i in 1..4 {
            P = double::<N, C::F>(P).map(|coordinate| coordinate.named("doubled", i));
        }
        let [X, Y, Z, _] = called(P, ["X", "Y", "Z", "T"]);
        let x_is_0 = n.representative::<C::F>(X).same(n.literal(0));
        let y_is_1 = n.representative::<C::F>(Y).same(n.representative::<C::F>(Z));
        (x_is_0 & y_is_1).named("small_order", ()).save(out);
    }
}

/// The two sides of the curve's equation.
pub fn sides<N: Numbers, C: Edwards>(n: N, [x, y]: [N::Mod<C::F>; 2]) -> [N::Mod<C::F>; 2] {
    let (xx, yy) = (x.square(), y.square());
    let (one, d) = (n.element("one", (), integer::<C::F>(1)), n.element(CURVE_D, (), C::d()));
    [yy.clone() - xx.clone(), one + d * xx * yy]
}

/// The extended coordinates of a point whose x and y are given one after the other.
pub fn extend<C: Edwards>(run: &mut Run, name: &str, affine: Rope) -> Rope {
    let size = 4 * C::F::SIZE as u64;
    run.part(name, |at| Map::part(at, Extend::<C>(PhantomData), vec![Feed::whole("point", affine)], size, size))
}
/// The extended coordinates of `scalar`·P after the part `step`, one segment a bit. The scalar has its least
/// significant byte first, and P is extended.
pub fn multiply<C: Edwards>(run: &mut Run, scalar: Rope, bits: u64, point: Rope) -> Rope {
    let mut identity = vec![];
    [0, 1, 1, 0].iter().for_each(|value| integer::<C::F>(*value).write(&mut identity));
    let start = Rope::constant("identity: X = 0, Y = 1, Z = 1, T = 0", &identity);
    let feeds = vec![Feed::whole("scalar", scalar), Feed::whole("P", point)];
    run.part("step", |at| Timeline::part(at, Multiply::<C> { bits, curve: PhantomData }, bits, start, feeds))
}
/// The extended coordinates of P + Q, or with `negated` of P - Q.
pub fn sum<C: Edwards>(run: &mut Run, p: Rope, q: Rope, negated: bool) -> Rope {
    let size = 4 * C::F::SIZE as u64;
    let feeds = vec![Feed::whole("P", p), Feed::whole("Q", q)];
    run.part("sum", |at| Map::part(at, Sum::<C> { negated, curve: PhantomData }, feeds, size, size))
}
/// From extended coordinates to `x` and `y`, which are added to the run, one after the other.
pub fn affine<C: Edwards>(run: &mut Run, extended: Rope) -> Rope {
    let size = C::F::SIZE as u64;
    let feeds = vec![Feed::whole("point", extended)];
    let point = run.part("affine", |at| Map::part(at, Affine::<C>(PhantomData), feeds, 2 * size, 2 * size));
    run.bytes("x", point.slice(0..size), 0);
    run.bytes("y", point.slice(size..2 * size), 0);
    point
}
/// A run that ends in an encoded point: its extended coordinates come from `make`, and are given beside it.
pub fn encoded<C: Edwards>(at: &Path, name: &'static str, make: impl FnOnce(&mut Run) -> Rope) -> (Run, Rope) {
    let mut run = Run::new(at, name);
    let extended = make(&mut run);
    let point = affine::<C>(&mut run, extended.clone());
    let bytes = C::BYTES as u64;
    let feeds = vec![Feed::whole("point", point)];
    let encoding = run.part("encode", |at| Map::part(at, Encode::<C>::default(), feeds, bytes, bytes));
    (run.with_result(Value::Bytes(encoding)), extended)
}
