//! Plain numbers: they compute, and that is all. Every method is inlined away.

use super::callee::Callee;
use super::node::Kind;
use super::numbers::*;
use super::{Border, Constant, Index, Reader, Ring, Selection, Values, Wide, Window, Zp};
use num_bigint::{BigInt, Sign};
use std::num::Wrapping;
use std::sync::{Arc, OnceLock};

/// The family of numbers that compute at full speed.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// A plain value: how it looks at a border and how a trace keeps it.
pub trait Value: Clone + 'static {
    /// The kind that a trace gives its nodes.
    const KIND: Kind;
    /// Its bytes at a border; 0 for an integer, which takes what its state leaves it.
    const SIZE: usize;
    /// Reads it from `SIZE` bytes, most significant first.
    fn parse(bytes: &[u8]) -> Self;
    /// Writes it, most significant byte first; an integer takes `width` bytes, or its own length where that is 0.
    fn write(&self, to: &mut Vec<u8>, width: usize);
    /// Writes several, one after the other.
    fn write_all(all: &[Self], to: &mut Vec<u8>, width: usize) {
        all.iter().for_each(|value| value.write(to, width));
    }
    /// The value where it has 64 bits at most.
    #[inline(always)]
    fn word(&self) -> Option<u64> {
        None
    }
    /// The value as a node keeps it. Values above 64 bits go to `wide`, and the node keeps their place.
    fn store(&self, wide: &mut Wide) -> u64;
    /// Keeps the value alone.
    fn keep(&self, values: &mut Values);
}
macro_rules! fixed {
    ($t:ty, $kind:ident, $size:literal, $parse:expr, $bytes:expr, $word:expr) => {
        impl Value for $t {
            const KIND: Kind = Kind::$kind;
            const SIZE: usize = $size;
            #[inline(always)]
            fn parse(bytes: &[u8]) -> Self {
                let parse: fn([u8; $size]) -> Self = $parse;
                parse(bytes.try_into().expect("a window of the number's size"))
            }
            #[inline(always)]
            fn write(&self, to: &mut Vec<u8>, _: usize) {
                let bytes: fn(Self) -> [u8; $size] = $bytes;
                to.extend(bytes(*self));
            }
            #[inline(always)]
            fn write_all(all: &[Self], to: &mut Vec<u8>, _: usize) {
                let (bytes, start): (fn(Self) -> [u8; $size], usize) = ($bytes, to.len());
                to.resize(start + all.len() * $size, 0);
                to[start..].as_chunks_mut().0.iter_mut().zip(all).for_each(|(to, value)| *to = bytes(*value));
            }
            #[inline(always)]
            fn word(&self) -> Option<u64> {
                let word: fn(Self) -> u64 = $word;
                Some(word(*self))
            }
            #[inline(always)]
            fn store(&self, _: &mut Wide) -> u64 {
                let word: fn(Self) -> u64 = $word;
                word(*self)
            }
            #[inline(always)]
            fn keep(&self, values: &mut Values) {
                let word: fn(Self) -> u64 = $word;
                values.word(word(*self));
            }
        }
    };
}
fixed!(bool, Bit, 1, |[b]| b & 1 == 1, |x| [x as u8], |x| x as u64);
fixed!(Wrapping<u8>, U8, 1, |[b]| Wrapping(b), |x| [x.0], |x| x.0 as u64);
fixed!(Wrapping<u32>, U32, 4, |b| Wrapping(u32::from_be_bytes(b)), |x| x.0.to_be_bytes(), |x| x.0 as u64);
fixed!(Wrapping<u64>, U64, 8, |b| Wrapping(u64::from_be_bytes(b)), |x| x.0.to_be_bytes(), |x| x.0);

impl Value for BigInt {
    const KIND: Kind = Kind::Int;
    const SIZE: usize = 0;
    fn parse(bytes: &[u8]) -> BigInt {
        BigInt::from_bytes_be(Sign::Plus, bytes)
    }
    fn write(&self, to: &mut Vec<u8>, width: usize) {
        let bytes = self.magnitude().to_bytes_be();
        let missing = width.saturating_sub(bytes.len());
        to.extend(std::iter::repeat_n(0, missing));
        to.extend(&bytes[bytes.len() - bytes.len().min(if width == 0 { bytes.len() } else { width })..]);
    }
    fn store(&self, wide: &mut Wide) -> u64 {
        wide.integer(self.clone())
    }
    fn keep(&self, values: &mut Values) {
        values.integer(self.clone());
    }
}

/// A natural number below 2^64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainNat(u64);
impl Value for PlainNat {
    const KIND: Kind = Kind::Int;
    const SIZE: usize = 8;
    fn parse(bytes: &[u8]) -> Self {
        PlainNat(u64::from_be_bytes(bytes.try_into().expect("a window of the number's size")))
    }
    fn write(&self, to: &mut Vec<u8>, _: usize) {
        to.extend(self.0.to_be_bytes());
    }
    fn store(&self, wide: &mut Wide) -> u64 {
        wide.integer(self.0.into())
    }
    fn keep(&self, values: &mut Values) {
        values.integer(self.0.into());
    }
}

impl<V: Value> Carry for V {
    type N = Plain;
    const SIZE: usize = V::SIZE;
    const INTEGERS: usize = (V::SIZE == 0) as usize;
    #[inline(always)]
    fn load(_: Plain, from: &mut Reader) -> V {
        let window = if V::SIZE == 0 { from.integer() } else { from.take(V::SIZE) };
        V::parse(window.bytes)
    }
    #[inline(always)]
    fn save(&self, to: &mut Border) {
        let width = to.integer;
        self.write(&mut to.bytes, width);
    }
    #[inline(always)]
    fn save_all(all: &[V], to: &mut Border) {
        let width = to.integer;
        V::write_all(all, &mut to.bytes, width);
    }
    #[inline(always)]
    fn named(self, _: &'static str, _: impl Into<Index>) -> V {
        self
    }
}
/// A residue. Where the type does not fix its modulus it stands at no border.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainMod<R: Ring>(pub(super) R);
impl<R: Ring> Value for PlainMod<R> {
    const KIND: Kind = Kind::Mod;
    const SIZE: usize = R::SIZE;
    #[inline(always)]
    fn parse(bytes: &[u8]) -> Self {
        PlainMod(R::parse(bytes))
    }
    fn write(&self, to: &mut Vec<u8>, _: usize) {
        self.0.write(to);
    }
    #[inline(always)]
    fn store(&self, wide: &mut Wide) -> u64 {
        self.0.store(wide)
    }
    #[inline(always)]
    fn keep(&self, values: &mut Values) {
        self.0.keep(values);
    }
}

impl<V: Value> Number for V {
    #[inline(always)]
    fn select(bit: bool, yes: V, no: V) -> V {
        if bit { yes } else { no }
    }
    #[inline(always)]
    fn choose(bit: bool, yes: impl FnOnce() -> V, no: impl FnOnce() -> V) -> V {
        if bit { yes() } else { no() }
    }
    #[inline(always)]
    fn two_ways(short: impl FnOnce() -> V, _: impl FnOnce() -> V) -> V {
        short()
    }
    #[inline(always)]
    fn helper<const A: usize>(_: &'static str, arguments: [V; A], body: impl FnOnce([V; A]) -> V) -> V {
        body(arguments)
    }
    #[inline(always)]
    fn pick<'a>(self, entry: Window<'a>) -> impl Iterator<Item = Wrapping<u8>> + use<'a, V> {
        Plain.bytes(entry)
    }
}
impl Bit for bool {}
macro_rules! word {
    ($($t:ty),*) => {$(
        impl Word for Wrapping<$t> {
            #[inline(always)]
            fn rotr(self, n: u32) -> Self {
                Wrapping(self.0.rotate_right(n))
            }
            #[inline(always)]
            fn rotl(self, n: u32) -> Self {
                Wrapping(self.0.rotate_left(n))
            }
            #[inline(always)]
            fn shr(self, n: u32) -> Self {
                Wrapping(self.0 >> n)
            }
            #[inline(always)]
            fn shl(self, n: u32) -> Self {
                Wrapping(self.0 << n)
            }
            #[inline(always)]
            fn bit(self, i: u32) -> bool {
                self.0 >> i & 1 == 1
            }
            #[inline(always)]
            fn select_u8(self, by: &'static Selection) -> Wrapping<u8> {
                Wrapping(by.of(self.0.into()) as u8)
            }
            #[inline(always)]
            fn select_u32(self, by: &'static Selection) -> Wrapping<u32> {
                Wrapping(by.of(self.0.into()) as u32)
            }
            #[inline(always)]
            fn select_u64(self, by: &'static Selection) -> Wrapping<u64> {
                Wrapping(by.of(self.0.into()))
            }
        }
    )*};
}
word!(u8, u32, u64);
impl Byte for Wrapping<u8> {
    #[inline(always)]
    fn xtime(self) -> Self {
        // The mask is all ones where the top bit is set: no product, so that the sixteen bytes of a state go side by
        // side.
        let top = (self.0 as i8 >> 7) as u8;
        Wrapping((self.0 << 1) ^ (top & 0x1b))
    }
    #[inline(always)]
    fn gf_mul(self, other: Self) -> Self {
        let (mut sum, mut power) = (Wrapping(0), self);
        for i in 0..8 {
            sum ^= Wrapping(power.0 * (other.0 >> i & 1));
            power = power.xtime();
        }
        sum
    }
    /// A state is one number of 128 bits here, and as fast as a byte.
    #[inline(always)]
    fn times<const C: u8>(_: &'static str, state: &[Self; 16]) -> [Self; 16] {
        let mut power = u128::from_le_bytes(state.map(|b| b.0));
        let mut sum = 0;
        for k in 0..=C.ilog2() {
            sum ^= power * u128::from(C >> k & 1);
            power = ((power & !(BYTES << 7)) << 1) ^ ((power >> 7 & BYTES) * 0x1b);
        }
        sum.to_le_bytes().map(Wrapping)
    }
    #[inline(always)]
    fn sum_of_states<const S: usize>(states: [(&[Self; 16], usize); S]) -> [Self; 16] {
        let mut sum = 0;
        for (state, rows) in states {
            let columns = u128::from_le_bytes(state.map(|b| b.0));
            // Of each column the bytes that stay in it, in all four at once, and those that come round.
            let stay = u128::from(u32::MAX >> (8 * rows)) * COLUMNS;
            sum ^= columns >> (8 * rows) & stay | columns << (32 - 8 * rows) & !stay;
        }
        sum.to_le_bytes().map(Wrapping)
    }
}
/// The lowest bit of each byte of a state.
const BYTES: u128 = u128::from_ne_bytes([1; 16]);
/// The lowest bit of each column of a state.
const COLUMNS: u128 = 1 << 96 | 1 << 64 | 1 << 32 | 1;

impl std::ops::Add for PlainNat {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        PlainNat(self.0.wrapping_add(other.0))
    }
}
impl std::ops::Sub for PlainNat {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        PlainNat(self.0.wrapping_sub(other.0))
    }
}
impl std::ops::Mul for PlainNat {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        PlainNat(self.0.wrapping_mul(other.0))
    }
}
impl Natural for PlainNat {
    #[inline(always)]
    fn div(self, divisor: Self) -> Self {
        PlainNat(self.0 / divisor.0)
    }
    #[inline(always)]
    fn rem(self, divisor: Self) -> Self {
        PlainNat(self.0 % divisor.0)
    }
    #[inline(always)]
    fn same(self, other: Self) -> bool {
        self == other
    }
    #[inline(always)]
    fn value(self) -> u64 {
        self.0
    }
}
impl Integer for BigInt {
    fn div_floor(self, divisor: BigInt) -> BigInt {
        num_integer::Integer::div_floor(&self, &divisor)
    }
    fn mod_floor(self, divisor: BigInt) -> BigInt {
        num_integer::Integer::mod_floor(&self, &divisor)
    }
    fn less(self, other: BigInt) -> bool {
        self < other
    }
    fn same(self, other: BigInt) -> bool {
        self == other
    }
    fn bit(self, i: u64) -> bool {
        self.magnitude().bit(i)
    }
    fn value(&self) -> BigInt {
        self.clone()
    }
}
impl<R: Ring> std::ops::Add for PlainMod<R> {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        PlainMod(self.0.add(&other.0))
    }
}
impl<R: Ring> std::ops::Sub for PlainMod<R> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        PlainMod(self.0.sub(&other.0))
    }
}
impl<R: Ring> std::ops::Mul for PlainMod<R> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        PlainMod(self.0.mul(&other.0))
    }
}
impl<R: Ring> Residue<R> for PlainMod<R> {
    #[inline(always)]
    fn square(self) -> Self {
        PlainMod(self.0.square())
    }
    fn inverse(self) -> Option<Self> {
        self.0.inverse().map(PlainMod)
    }
}

impl Numbers for Plain {
    const RECORDS: bool = false;
    type Bit = bool;
    type U8 = Wrapping<u8>;
    type U32 = Wrapping<u32>;
    type U64 = Wrapping<u64>;
    type Nat = PlainNat;
    type Int = BigInt;
    type Mod<R: Ring> = PlainMod<R>;
    #[inline(always)]
    fn bit(self, _: impl Into<Constant>, _: impl Into<Index>, value: bool) -> bool {
        value
    }
    #[inline(always)]
    fn u8(self, _: impl Into<Constant>, _: impl Into<Index>, value: u8) -> Wrapping<u8> {
        Wrapping(value)
    }
    #[inline(always)]
    fn u32(self, _: impl Into<Constant>, _: impl Into<Index>, value: u32) -> Wrapping<u32> {
        Wrapping(value)
    }
    #[inline(always)]
    fn u64(self, _: impl Into<Constant>, _: impl Into<Index>, value: u64) -> Wrapping<u64> {
        Wrapping(value)
    }
    #[inline(always)]
    fn nat(self, _: impl Into<Constant>, _: impl Into<Index>, value: u64) -> PlainNat {
        PlainNat(value)
    }
    fn int(self, _: impl Into<Constant>, _: impl Into<Index>, value: BigInt) -> BigInt {
        value
    }
    #[inline(always)]
    fn element<R: Ring>(self, _: impl Into<Constant>, _: impl Into<Index>, value: R) -> PlainMod<R> {
        PlainMod(value)
    }
    fn literal(self, value: i64) -> BigInt {
        value.into()
    }
    #[inline(always)]
    fn natural(self, value: u64) -> PlainNat {
        PlainNat(value)
    }
    #[inline(always)]
    fn nat_of(self, word: Wrapping<u32>) -> PlainNat {
        PlainNat(word.0.into())
    }
    fn split_nat(self, value: PlainNat) -> [Wrapping<u8>; 8] {
        value.0.to_be_bytes().map(Wrapping)
    }
    #[inline(always)]
    fn bytes<'a>(self, window: Window<'a>) -> impl Iterator<Item = Wrapping<u8>> + use<'a> {
        window.bytes.iter().map(|byte| Wrapping(*byte))
    }
    #[inline(always)]
    fn lookup(self, table: Window, index: Wrapping<u8>) -> Wrapping<u8> {
        Wrapping(table.bytes[index.0 as usize])
    }
    #[inline(always)]
    fn among(self, values: &[Wrapping<u8>], index: Wrapping<u8>) -> Wrapping<u8> {
        values[usize::from(index.0)]
    }
    #[inline(always)]
    fn lookup_u32(self, table: Window, index: Wrapping<u8>) -> Wrapping<u32> {
        Value::parse(table.piece::<4>(index.0 as usize).bytes)
    }
    #[inline(always)]
    fn join_u32(self, bytes: [Wrapping<u8>; 4]) -> Wrapping<u32> {
        Wrapping(u32::from_be_bytes(bytes.map(|b| b.0)))
    }
    #[inline(always)]
    fn join_u64(self, bytes: [Wrapping<u8>; 8]) -> Wrapping<u64> {
        Wrapping(u64::from_be_bytes(bytes.map(|b| b.0)))
    }
    #[inline(always)]
    fn split_u32(self, word: Wrapping<u32>) -> [Wrapping<u8>; 4] {
        // Shifts, where `to_be_bytes` would first turn the whole word round.
        std::array::from_fn(|i| Wrapping((word.0 >> (24 - 8 * i)) as u8))
    }
    #[inline(always)]
    fn split_u64(self, word: Wrapping<u64>) -> [Wrapping<u8>; 8] {
        std::array::from_fn(|i| Wrapping((word.0 >> (56 - 8 * i)) as u8))
    }
    #[inline(always)]
    fn byte_of(self, bit: bool) -> Wrapping<u8> {
        Wrapping(bit as u8)
    }
    fn join_int(self, bytes: &[Wrapping<u8>]) -> BigInt {
        BigInt::from_bytes_be(Sign::Plus, &bytes.iter().map(|b| b.0).collect::<Vec<_>>())
    }
    fn split_int(self, value: BigInt, length: usize) -> Vec<Wrapping<u8>> {
        let mut bytes = value.magnitude().to_bytes_le();
        bytes.resize(length, 0);
        bytes.into_iter().rev().map(Wrapping).collect()
    }
    fn int_of(self, bit: bool) -> BigInt {
        BigInt::from(bit as u8)
    }
    fn residue<R: Ring>(self, value: BigInt, ring: &R::Context) -> PlainMod<R> {
        PlainMod(R::from_integer(value.magnitude(), ring))
    }
    fn modulo(self, value: BigInt, modulus: BigInt) -> PlainMod<Zp> {
        let value = Integer::mod_floor(value, modulus.clone());
        PlainMod(Zp::from_integer(value.magnitude(), &Arc::new(modulus.into_parts().1)))
    }
    fn once<R: Ring>(self, kept: &OnceLock<R>, make: impl FnOnce() -> PlainMod<R>) -> PlainMod<R> {
        PlainMod(kept.get_or_init(|| make().0).clone())
    }
    fn representative<R: Ring>(self, value: PlainMod<R>) -> BigInt {
        BigInt::from(value.0.to_integer())
    }
    #[inline(always)]
    fn call<C: Callee, const O: usize>(
        self,
        _: &'static str,
        _: impl Into<Index>,
        callee: &Arc<C>,
        shared: Window,
        arguments: &[(&'static str, &[Wrapping<u8>])],
    ) -> [Wrapping<u8>; O] {
        let mut out = [Wrapping(0); O];
        callee.compute(shared.bytes, arguments, &mut out);
        out
    }
    #[inline(always)]
    fn call_for<C: Callee>(
        self,
        _: &'static str,
        _: impl Into<Index>,
        callee: &Arc<C>,
        arguments: &[(&'static str, &[Wrapping<u8>])],
        length: usize,
    ) -> Vec<Wrapping<u8>> {
        let mut out = vec![Wrapping(0); length];
        callee.compute(&[], arguments, &mut out);
        out
    }
}
