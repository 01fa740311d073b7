//! Integers modulo n, the order of the base point: FIPS 186-5 sections 6.4.1 and 6.4.2.
#![allow(non_snake_case)] // the names are the specification's

use crate::functions::exchange::curve::base::{Based, order};
use crate::num::{BitOf, Border, Carry, Constant, Integer, Modulus, Numbers, Residue, Ring, Window};
use crate::run::{Count, Pieces, Windows};
use num_bigint::BigInt;
use std::marker::PhantomData;

/// The integer that the leftmost bits of some bytes write, as many of them as n has: RFC 6979's bits2int.
pub fn leftmost<N: Numbers, C: Based>(n: N, bytes: Window, names: [&'static str; 2]) -> N::Int {
    let int = N::Int::read(n, bytes).named(names[0], ());
    let (bits, wanted) = (8 * bytes.bytes.len() as u64, C::N::modulus().bits());
    match bits.checked_sub(wanted) {
        None | Some(0) => int,
        Some(more) => {
            let shift = Constant::new("shift", |_| "a power of two: as many bits as n has are left".into());
            int.div_floor(n.int(shift, (), BigInt::from(1) << more))
        }
    }
    .named(names[1], ())
}
fn save<N: Numbers, C: Based>(n: N, value: N::Int, out: &mut Border) {
    n.split_int(value, C::N::SIZE).into_iter().for_each(|byte| byte.save(out));
}
/// The inverse modulo n. Only 0 has none, and the ranges of k and of s leave it out.
pub fn inverse<N: Numbers>(n: N, value: N::Int, order: N::Int) -> N::Int {
    let residue = n.modulo(value, order);
    let inverse = residue.clone().inverse().unwrap_or(residue);
    n.representative(inverse)
}

/// r ‖ s, from the hash, k, the x of k·G, and the private key d.
pub struct Signing<C>(pub PhantomData<C>);
impl<C: Based> Pieces for Signing<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let e = leftmost::<N, C>(n, read[0], ["h1_int", "e"]);
        let [k, x, d] = [(read[1], "k"), (read[2], "x_R"), (read[3], "d")]
            .map(|(window, name)| N::Int::read(n, window).named(name, ()));
        let order = order::<N, C>(n);
        let k_inv = inverse(n, k, order.clone()).named("k_inv", ());
        let r = x.mod_floor(order.clone()).named("r", ());
        let sum = (e + r.clone() * d).named("e_plus_rd", ());
        let s = (k_inv * sum).mod_floor(order).named("s", ());
        save::<N, C>(n, r, out);
        save::<N, C>(n, s, out);
    }
}
/// u1 ‖ u2, from the hash, r and s.
pub struct Scalars<C>(pub PhantomData<C>);
impl<C: Based> Pieces for Scalars<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let e = leftmost::<N, C>(n, read[0], ["h1_int", "e"]);
        let [r, s] = [(read[1], "r"), (read[2], "s")].map(|(window, name)| N::Int::read(n, window).named(name, ()));
        let order = order::<N, C>(n);
        let w = inverse(n, s, order.clone()).named("w", ());
        let u1 = (e * w.clone()).mod_floor(order.clone()).named("u1", ());
        let u2 = (r * w).mod_floor(order).named("u2", ());
        save::<N, C>(n, u1, out);
        save::<N, C>(n, u2, out);
    }
}
/// Whether r is the x of X modulo n, and X is not at infinity.
pub struct Same<C>(pub PhantomData<C>);
impl<C: Based> Pieces for Same<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let infinite = BitOf::<N::Int>::read(n, read[0].piece::<1>(0)).named("infinite", ());
        let x = N::Int::read(n, read[0].slice(1..1 + C::F::SIZE)).named("x", ());
        let r = N::Int::read(n, read[1]).named("r", ());
        let v = x.mod_floor(order::<N, C>(n)).named("v", ());
        (v.same(r).named("v_is_r", ()) & !infinite).named("same", ()).save(out);
    }
}
