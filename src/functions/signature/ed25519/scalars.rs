//! Integers modulo L, the order of the base point: RFC 8032 section 5.1.6, steps 2, 4 and 5, and the range of S.
#![allow(non_snake_case)] // the names are the specification's

use crate::functions::exchange::curve::encoding::{little, save_little};
use crate::functions::exchange::curve::twisted::Edwards;
use crate::num::{Border, Carry, Constant, Integer, Modulus, Numbers};
use crate::run::{Count, Pieces, Windows};
use num_bigint::BigInt;
use std::marker::PhantomData;

fn order<N: Numbers, C: Edwards>(n: N) -> N::Int {
    n.int(Constant::new("L", |_| "the order of the base point".into()), (), BigInt::from((*C::L::modulus()).clone()))
}

/// The clamped scalar.
pub struct Clamp<C>(pub PhantomData<C>);
impl<C: Edwards> Pieces for Clamp<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        C::clamp(n, read[0], out);
    }
}
/// A digest, read as an integer, modulo L.
pub struct Reduce<C>(pub PhantomData<C>);
impl<C: Edwards> Pieces for Reduce<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let int = little(n, read[0], "digest").named("int", ());
        let L = order::<N, C>(n);
        let quotient = int.clone().div_floor(L.clone()).named("quotient", ());
        let _ = (quotient * L.clone()).named("quotient_times_L", ());
        save_little(n, int.mod_floor(L).named("remainder", ()), C::BYTES, out);
    }
}
/// S = (r + k·a) mod L.
pub struct Equation<C>(pub PhantomData<C>);
impl<C: Edwards> Pieces for Equation<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let r = little(n, read[0], "r_byte").named("r", ());
        let k = little(n, read[1], "k_byte").named("k", ());
        let a = little(n, read[2], "a_byte").named("a", ());
        let sum = (r + k * a).named("sum", ());
        let L = order::<N, C>(n);
        let quotient = sum.clone().div_floor(L.clone()).named("quotient", ());
        let _ = (quotient * L.clone()).named("quotient_times_L", ());
        save_little(n, sum.mod_floor(L).named("S", ()), C::BYTES, out);
    }
}
/// Whether S is below L: section 5.1.7, step 1.
pub struct InRange<C>(pub PhantomData<C>);
impl<C: Edwards> Pieces for InRange<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let S = little(n, read[0], "S_byte").named("S", ());
        S.less(order::<N, C>(n)).named("S_lt_L", ()).save(out);
    }
}
/// Whether two encodings are the same, byte for byte.
pub struct Same;
impl Pieces for Same {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let R = little(n, read[0], "R_byte").named("R", ());
        let difference = little(n, read[1], "difference_byte").named("difference", ());
        R.same(difference).named("same", ()).save(out);
    }
}
/// Whether a check says no.
pub struct Not;
impl Pieces for Not {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        (!N::Bit::read(n, read[0]).named("small_order", ())).named("large_order", ()).save(out);
    }
}
