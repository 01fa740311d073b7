//! Plain numbers, many side by side: one body over many blocks at once, for processors that compute with many bytes in
//! one instruction.
//!
//! A value that a window reads is the same in every lane; values that differ go in through [`Each`] and come out of it.

use super::callee::Callee;
use super::numbers::*;
use super::plain::{Plain, PlainMod, PlainNat, Value};
use super::{Border, Constant, Index, Reader, Ring, Selection, Window, Zp};
use num_bigint::BigInt;
use std::array::from_fn;
use std::num::Wrapping;
use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Neg, Not, Sub};
use std::sync::Arc;

/// How many numbers stand side by side: enough that what a body does once for all of them costs little.
pub const LANES: usize = 64;

/// The family of numbers that compute side by side.
#[derive(Clone, Copy, Debug)]
pub struct Lanes;

/// A number of every lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Each<V>(pub [V; LANES]);

impl<V: Value> Each<V> {
    /// The same in every lane.
    #[inline(always)]
    fn all(value: V) -> Each<V> {
        Each(from_fn(|_| value.clone()))
    }
    #[inline(always)]
    fn map<W>(self, f: impl Fn(V) -> W) -> Each<W> {
        Each(from_fn(|lane| f(self.0[lane].clone())))
    }
    #[inline(always)]
    fn with<W>(self, other: Each<V>, f: impl Fn(V, V) -> W) -> Each<W> {
        Each(from_fn(|lane| f(self.0[lane].clone(), other.0[lane].clone())))
    }
}
/// The values of a lane, number after number.
#[inline(always)]
fn lane<V: Value, const L: usize>(numbers: &[Each<V>; L], lane: usize) -> [V; L] {
    from_fn(|i| numbers[i].0[lane].clone())
}
/// Numbers from what each lane makes of theirs.
#[inline(always)]
fn lanes<V: Value, const L: usize>(f: impl Fn(usize) -> [V; L]) -> [Each<V>; L] {
    let each: [[V; L]; LANES] = from_fn(f);
    from_fn(|i| Each(from_fn(|lane| each[lane][i].clone())))
}

impl<V: Value> Carry for Each<V> {
    type N = Lanes;
    const SIZE: usize = V::SIZE;
    const INTEGERS: usize = V::INTEGERS;
    #[inline(always)]
    fn load(_: Lanes, from: &mut Reader) -> Self {
        Each::all(V::load(Plain, from))
    }
    fn save(&self, _: &mut Border) {
        unreachable!("numbers side by side leave lane by lane, not through one border")
    }
    #[inline(always)]
    fn named(self, _: &'static str, _: impl Into<Index>) -> Self {
        self
    }
}
impl<V: Value> Number for Each<V> {
    #[inline(always)]
    fn select(bit: Each<bool>, yes: Self, no: Self) -> Self {
        Each(from_fn(|lane| if bit.0[lane] { yes.0[lane].clone() } else { no.0[lane].clone() }))
    }
    /// Lanes may go different ways: both sides run.
    #[inline(always)]
    fn choose(bit: Each<bool>, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        Self::select(bit, yes(), no())
    }
    #[inline(always)]
    fn two_ways(short: impl FnOnce() -> Self, _: impl FnOnce() -> Self) -> Self {
        short()
    }
    #[inline(always)]
    fn helper<const A: usize>(_: &'static str, arguments: [Self; A], body: impl FnOnce([Self; A]) -> Self) -> Self {
        body(arguments)
    }
    fn pick<'a>(self, entry: Window<'a>) -> impl Iterator<Item = Each<Wrapping<u8>>> + use<'a, V> {
        Lanes.bytes(entry)
    }
}
macro_rules! lanes {
    ($($operator:ident $method:ident),*) => {$(
        impl<V: Value + $operator<Output = V>> $operator for Each<V> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.with(other, $operator::$method)
            }
        }
    )*};
}
lanes!(Add add, Sub sub, Mul mul, BitXor bitxor, BitAnd bitand, BitOr bitor);
impl<V: Value + Not<Output = V>> Not for Each<V> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        self.map(Not::not)
    }
}
impl<V: Value + Neg<Output = V>> Neg for Each<V> {
    type Output = Self;
    fn neg(self) -> Self {
        self.map(Neg::neg)
    }
}
impl Bit for Each<bool> {}
impl<V: Value + Word> Word for Each<V>
where
    V: Carry<N = Plain>,
{
    #[inline(always)]
    fn rotr(self, n: u32) -> Self {
        self.map(|v| v.rotr(n))
    }
    #[inline(always)]
    fn rotl(self, n: u32) -> Self {
        self.map(|v| v.rotl(n))
    }
    #[inline(always)]
    fn shr(self, n: u32) -> Self {
        self.map(|v| v.shr(n))
    }
    #[inline(always)]
    fn shl(self, n: u32) -> Self {
        self.map(|v| v.shl(n))
    }
    #[inline(always)]
    fn bit(self, i: u32) -> Each<bool> {
        self.map(|v| v.bit(i))
    }
    fn select_u8(self, by: &'static Selection) -> Each<Wrapping<u8>> {
        self.map(|v| v.select_u8(by))
    }
    fn select_u32(self, by: &'static Selection) -> Each<Wrapping<u32>> {
        self.map(|v| v.select_u32(by))
    }
    fn select_u64(self, by: &'static Selection) -> Each<Wrapping<u64>> {
        self.map(|v| v.select_u64(by))
    }
}
impl Byte for Each<Wrapping<u8>> {
    #[inline(always)]
    fn xtime(self) -> Self {
        self.map(Byte::xtime)
    }
    #[inline(always)]
    fn gf_mul(self, other: Self) -> Self {
        self.with(other, Byte::gf_mul)
    }
}
impl Natural for Each<PlainNat> {
    fn div(self, divisor: Self) -> Self {
        self.with(divisor, Natural::div)
    }
    fn rem(self, divisor: Self) -> Self {
        self.with(divisor, Natural::rem)
    }
    fn same(self, other: Self) -> Each<bool> {
        self.with(other, Natural::same)
    }
    /// All lanes look up the same, so all must agree.
    fn value(self) -> u64 {
        assert!(self.0.iter().all(|value| *value == self.0[0]), "lanes cannot look up differently");
        self.0[0].value()
    }
}
impl Integer for Each<BigInt> {
    fn div_floor(self, divisor: Self) -> Self {
        self.with(divisor, Integer::div_floor)
    }
    fn mod_floor(self, divisor: Self) -> Self {
        self.with(divisor, Integer::mod_floor)
    }
    fn less(self, other: Self) -> Each<bool> {
        self.with(other, Integer::less)
    }
    fn same(self, other: Self) -> Each<bool> {
        self.with(other, Integer::same)
    }
    fn bit(self, i: u64) -> Each<bool> {
        self.map(|v| Integer::bit(v, i))
    }
    /// All lanes run the same loop, so all must agree.
    fn value(&self) -> BigInt {
        assert!(self.0.iter().all(|value| *value == self.0[0]), "lanes cannot go round a loop differently");
        self.0[0].clone()
    }
}
impl<R: Ring> Residue<R> for Each<PlainMod<R>> {
    fn square(self) -> Self {
        self.map(Residue::square)
    }
    /// None if any lane has none.
    fn inverse(self) -> Option<Self> {
        let found: Vec<_> = self.0.into_iter().filter_map(Residue::inverse).collect();
        found.try_into().ok().map(Each)
    }
}

impl Numbers for Lanes {
    const RECORDS: bool = false;
    type Bit = Each<bool>;
    type U8 = Each<Wrapping<u8>>;
    type U32 = Each<Wrapping<u32>>;
    type U64 = Each<Wrapping<u64>>;
    type Nat = Each<PlainNat>;
    type Int = Each<BigInt>;
    type Mod<R: Ring> = Each<PlainMod<R>>;
    #[inline(always)]
    fn bit(self, name: impl Into<Constant>, index: impl Into<Index>, value: bool) -> Self::Bit {
        Each::all(Plain.bit(name, index, value))
    }
    #[inline(always)]
    fn u8(self, name: impl Into<Constant>, index: impl Into<Index>, value: u8) -> Self::U8 {
        Each::all(Plain.u8(name, index, value))
    }
    #[inline(always)]
    fn u32(self, name: impl Into<Constant>, index: impl Into<Index>, value: u32) -> Self::U32 {
        Each::all(Plain.u32(name, index, value))
    }
    #[inline(always)]
    fn u64(self, name: impl Into<Constant>, index: impl Into<Index>, value: u64) -> Self::U64 {
        Each::all(Plain.u64(name, index, value))
    }
    fn nat(self, name: impl Into<Constant>, index: impl Into<Index>, value: u64) -> Self::Nat {
        Each::all(Plain.nat(name, index, value))
    }
    fn int(self, name: impl Into<Constant>, index: impl Into<Index>, value: BigInt) -> Self::Int {
        Each::all(Plain.int(name, index, value))
    }
    fn element<R: Ring>(self, name: impl Into<Constant>, index: impl Into<Index>, value: R) -> Self::Mod<R> {
        Each::all(Plain.element(name, index, value))
    }
    fn literal(self, value: i64) -> Self::Int {
        Each::all(Plain.literal(value))
    }
    fn natural(self, value: u64) -> Self::Nat {
        Each::all(Plain.natural(value))
    }
    fn nat_of(self, word: Self::U32) -> Self::Nat {
        word.map(|word| Plain.nat_of(word))
    }
    fn split_nat(self, value: Self::Nat) -> [Self::U8; 8] {
        lanes(|i| Plain.split_nat(value.0[i]))
    }
    fn bytes<'a>(self, window: Window<'a>) -> impl Iterator<Item = Self::U8> + use<'a> {
        Plain.bytes(window).map(Each::all)
    }
    #[inline(always)]
    fn lookup(self, table: Window, index: Self::U8) -> Self::U8 {
        // One after the other, in place: what all of them wait for waits in memory.
        let mut entries = index;
        entries.0.iter_mut().for_each(|entry| *entry = Plain.lookup(table, *entry));
        entries
    }
    fn among(self, values: &[Self::U8], index: Self::U8) -> Self::U8 {
        Each(from_fn(|lane| values[usize::from(index.0[lane].0)].0[lane]))
    }
    #[inline(always)]
    fn lookup_u32(self, table: Window, index: Self::U8) -> Self::U32 {
        index.map(|index| Plain.lookup_u32(table, index))
    }
    #[inline(always)]
    fn join_u32(self, bytes: [Self::U8; 4]) -> Self::U32 {
        Each(from_fn(|i| Plain.join_u32(lane(&bytes, i))))
    }
    #[inline(always)]
    fn join_u64(self, bytes: [Self::U8; 8]) -> Self::U64 {
        Each(from_fn(|i| Plain.join_u64(lane(&bytes, i))))
    }
    #[inline(always)]
    fn split_u32(self, word: Self::U32) -> [Self::U8; 4] {
        lanes(|i| Plain.split_u32(word.0[i]))
    }
    #[inline(always)]
    fn split_u64(self, word: Self::U64) -> [Self::U8; 8] {
        lanes(|i| Plain.split_u64(word.0[i]))
    }
    #[inline(always)]
    fn byte_of(self, bit: Self::Bit) -> Self::U8 {
        bit.map(|bit| Plain.byte_of(bit))
    }
    fn join_int(self, bytes: &[Self::U8]) -> Self::Int {
        Each(from_fn(|i| Plain.join_int(&bytes.iter().map(|byte| byte.0[i]).collect::<Vec<_>>())))
    }
    fn split_int(self, value: Self::Int, length: usize) -> Vec<Self::U8> {
        let each = value.map(|value| Plain.split_int(value, length));
        (0..length).map(|k| Each(from_fn(|i| each.0[i][k]))).collect()
    }
    fn int_of(self, bit: Self::Bit) -> Self::Int {
        bit.map(|bit| Plain.int_of(bit))
    }
    fn residue<R: Ring>(self, value: Self::Int, ring: &R::Context) -> Self::Mod<R> {
        value.map(|value| Plain.residue(value, ring))
    }
    fn modulo(self, value: Self::Int, modulus: Self::Int) -> Self::Mod<Zp> {
        value.with(modulus, |value, modulus| Plain.modulo(value, modulus))
    }
    fn representative<R: Ring>(self, value: Self::Mod<R>) -> Self::Int {
        value.map(|value| Plain.representative(value))
    }
    fn call<C: Callee, const O: usize>(
        self,
        name: &'static str,
        index: impl Into<Index>,
        callee: &Arc<C>,
        shared: Window,
        arguments: &[(&'static str, &[Self::U8])],
    ) -> [Self::U8; O] {
        let index = index.into();
        lanes(|i| given(arguments, i, |given| Plain.call(name, index, callee, shared, given)))
    }
    fn call_for<C: Callee>(
        self,
        name: &'static str,
        index: impl Into<Index>,
        callee: &Arc<C>,
        arguments: &[(&'static str, &[Self::U8])],
        length: usize,
    ) -> Vec<Self::U8> {
        let index = index.into();
        let each: Vec<_> = (0..LANES)
            .map(|i| given(arguments, i, |given| Plain.call_for(name, index, callee, given, length)))
            .collect();
        (0..length).map(|k| Each(from_fn(|i| each[i][k]))).collect()
    }
}
/// The arguments of a call in one lane, handed on.
fn given<T>(
    arguments: &[(&'static str, &[Each<Wrapping<u8>>])],
    i: usize,
    to: impl FnOnce(&[(&'static str, &[Wrapping<u8>])]) -> T,
) -> T {
    let lane = |bytes: &[Each<Wrapping<u8>>]| bytes.iter().map(|byte| byte.0[i]).collect::<Vec<_>>();
    let given: Vec<_> = arguments.iter().map(|(name, bytes)| (*name, lane(bytes))).collect();
    let given: Vec<_> = given.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    to(&given)
}
