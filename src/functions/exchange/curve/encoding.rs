//! Points of twisted Edwards curves as bytes, RFC 8032 sections 5.1.2 and 5.1.3: y, least significant byte first, with
//! the lowest bit of x in the top bit.
#![allow(non_snake_case)] // the names are the specification's

use super::twisted::{CURVE_D, Edwards, integer};
use crate::functions::exchange::x25519::inversion::raise;
use crate::num::{Border, Carry, Constant, Integer, Number, Numbers, Residue, Ring, Window, Word};
use crate::run::{Count, Feed, Map, Pieces, Rope, Run, Windows};
use num_bigint::BigInt;
use std::marker::PhantomData;

/// The integer that bytes write, the least significant first.
pub fn little<N: Numbers>(n: N, window: Window, name: &'static str) -> N::Int {
    let byte = |i| N::U8::read(n, window.piece::<1>(i)).named(name, i);
    let bytes: Vec<N::U8> = (0..window.bytes.len()).rev().map(byte).collect();
    n.join_int(&bytes)
}
/// An integer as so many bytes, the least significant first.
pub fn save_little<N: Numbers>(n: N, value: N::Int, length: usize, out: &mut Border) {
    n.split_int(value, length).into_iter().rev().for_each(|byte| byte.save(out));
}

const P: Constant = Constant::new("p", |_| "the prime of the field".into());
const ROOT: Constant = Constant::new("root_of_minus_1", |_| "2^((p-1)/4), whose square is -1".into());

/// Section 5.1.2: from x and y to bytes.
pub struct Encode<C>(PhantomData<C>);
impl<C> Default for Encode<C> {
    fn default() -> Self {
        Encode(PhantomData)
    }
}
impl<C: Edwards> Pieces for Encode<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let [x, y] = <[N::Mod<C::F>; 2]>::read(n, read[0]);
        let x = n.representative::<C::F>(x.named("x", ()));
        let y = n.representative::<C::F>(y.named("y", ()));
        let x_0 = n.byte_of(Integer::bit(x, 0).named("x_0", ()));
        for (i, byte) in n.split_int(y, C::BYTES).into_iter().rev().enumerate() {
            let byte = if i + 1 == C::BYTES { byte | x_0.shl(7) } else { byte };
            byte.named("byte", i).save(out);
        }
    }
}

/// Section 5.1.3: from bytes to x and y, and before them whether there is such a point.
pub struct Decode<C>(PhantomData<C>);
impl<C> Default for Decode<C> {
    fn default() -> Self {
        Decode(PhantomData)
    }
}
impl<C: Edwards> Pieces for Decode<C> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let same = |a: &N::Mod<C::F>, b: &N::Mod<C::F>| {
            n.representative::<C::F>(a.clone()).same(n.representative::<C::F>(b.clone()))
        };
        let element = |name, value| n.element(name, (), integer::<C::F>(value));
        // 1. The sign and the y-coordinate, which is below p.
        let last = C::BYTES - 1;
        let byte = |i| N::U8::read(n, read[0].piece::<1>(i)).named("byte", i);
        let mut bytes: Vec<N::U8> = (0..C::BYTES).map(byte).collect();
        let x_0 = Word::bit(bytes[last], 7).named("x_0", ());
        bytes[last] = bytes[last] & n.u8("low_bits", (), 127);
        bytes.reverse();
        let int = n.join_int(&bytes).named("int", ());
        let p = n.int(P, (), BigInt::from(integer::<C::F>(0).modulus()));
        let canonical = int.clone().less(p).named("y_lt_p", ());
        let y = n.residue::<C::F>(int, &()).named("y", ());
        // 2. The candidate (u/v)^((p+3)/8) = uv³(uv⁷)^((p-5)/8).
        let yy = y.clone().square();
        let u = (yy.clone() - element("one", 1)).named("u", ());
        let v = (n.element(CURVE_D, (), C::d()) * yy + element("one", 1)).named("v", ());
        let v3 = (v.clone().square() * v.clone()).named("v3", ());
        let uv7 = (u.clone() * v3.clone().square() * v.clone()).named("uv7", ());
        let candidate = (u.clone() * v3 * raise::<N, C::F>(uv7, C::ROOT)).named("candidate", ());
        // 3. Three cases: vx² = u, vx² = -u, or u/v is no square.
        let vxx = (v * candidate.clone().square()).named("vxx", ());
        let minus_u = (element("zero", 0) - u.clone()).named("minus_u", ());
        let is_u = same(&vxx, &u).named("vxx_is_u", ());
        let is_minus_u = same(&vxx, &minus_u).named("vxx_is_minus_u", ());
        let square = (is_u | is_minus_u).named("is_square", ());
        let root = n.element(ROOT, (), C::root_of_minus_1());
        let x = Number::choose(is_u, || candidate.clone(), || candidate.clone() * root).named("root", ());
        // 4. The sign: x = 0 has none.
        let unsigned = (same(&x, &element("zero", 0)) & x_0).named("zero_with_sign", ());
        let odd = Integer::bit(n.representative::<C::F>(x.clone()), 0).named("root_0", ());
        let x = Number::choose(odd ^ x_0, || element("zero", 0) - x.clone(), || x.clone()).named("x", ());
        (canonical & square & !unsigned).named("decodes", ()).save(out);
        x.save(out);
        y.save(out);
    }
}
/// Adds the part `decode` of an encoded point, with `x` and `y`, and gives whether it decodes (one byte), and then x
/// and y one after the other.
pub fn decode<C: Edwards>(run: &mut Run, encoding: Rope) -> (Rope, Rope) {
    let size = C::F::SIZE as u64;
    let (all, feeds) = (1 + 2 * size, vec![Feed::whole("encoding", encoding)]);
    let decoded = run.part("decode", |at| Map::part(at, Decode::<C>::default(), feeds, all, all));
    run.bytes("x", decoded.slice(1..1 + size), 0);
    run.bytes("y", decoded.slice(1 + size..all), 0);
    (decoded.slice(0..1), decoded.slice(1..all))
}
