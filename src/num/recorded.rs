//! Numbers that write down what is computed with them, on a [`super::Tape`] or in a [`super::Log`].

use super::callee::{Callee, Entrance};
use super::node::{Kind, Op};
use super::numbers::*;
use super::plain::{Plain, PlainMod, PlainNat, Value};
use super::{Border, Constant, Index, Reader, Ring, Selection, Sentence, Window, Zp};
use num_bigint::BigInt;
use std::num::Wrapping;
use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Neg, Not, Sub};
use std::sync::Arc;

/// Where recorded numbers are written. A recorder that numbers no nodes calls all of them 0.
pub trait Recorder: Sized {
    /// Whether values of this kind are computed where they are used, for speed, or in a function of their own, for
    /// size.
    fn in_place(kind: Kind) -> bool;
    /// Writes an operation down, and says which node it is.
    fn push<V: Value>(&self, op: Op, from: [u32; 3], value: &V) -> u32;
    /// Gives a node a name, and says which node carries it.
    fn name(&self, name: &'static str, index: Index, of: u32) -> u32;
    /// Opens a scope over the nodes since `first`, and says which it is.
    fn scope(&self, name: &'static str, first: u32, arguments: &[u32]) -> u32;
    /// The node that comes next.
    fn next(&self) -> u32;
    /// Notes where bytes are read, and says which reading it is.
    fn reading(&self, window: &Window) -> u32;
    /// Notes what is said of a constant, and says where; 0 is nowhere.
    fn told(&self, says: Sentence, index: Index) -> u32;
    /// Notes the operands of a node that has many: where they begin, and how many there are.
    fn operands(&self, operands: impl Iterator<Item = u32>) -> [u32; 2];
    /// Notes the table that bits are picked by, and says where.
    fn selection(&self, selection: &'static Selection) -> u32;
    /// Notes that so many bytes are another function's result, and says which call it is.
    fn called(
        &self,
        name: &'static str,
        index: Index,
        arguments: impl Iterator<Item = (&'static str, Vec<u32>)>,
        bytes: u32,
        entrance: impl FnOnce() -> Entrance,
    ) -> u32;
}

/// A number that knows the node it came from.
pub struct Recorded<'t, V, T> {
    value: V,
    node: u32,
    recorder: &'t T,
}
type Byte8<'t, T> = Recorded<'t, Wrapping<u8>, T>;

impl<V: Clone, T> Clone for Recorded<'_, V, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        Recorded { value: self.value.clone(), ..*self }
    }
}
impl<V: Copy, T> Copy for Recorded<'_, V, T> {}

/// An operation, written down.
#[inline(always)]
fn push<V: Value, T: Recorder>(recorder: &T, op: Op, from: [u32; 3], value: V) -> Recorded<'_, V, T> {
    let node = recorder.push(op, from, &value);
    Recorded { value, node, recorder }
}
/// An operation, computed and written down: in place if the recorder wants that for values of this kind.
#[inline(always)]
fn compute<V: Value, T: Recorder>(
    recorder: &T,
    op: Op,
    from: [u32; 3],
    value: impl FnOnce() -> V,
) -> Recorded<'_, V, T> {
    if T::in_place(V::KIND) { push(recorder, op, from, value()) } else { compute_apart(recorder, op, from, value) }
}
#[inline(never)]
fn compute_apart<V: Value, T: Recorder>(
    recorder: &T,
    op: Op,
    from: [u32; 3],
    value: impl FnOnce() -> V,
) -> Recorded<'_, V, T> {
    push(recorder, op, from, value())
}
#[inline(always)]
fn constant<'t, V: Value, T: Recorder>(
    recorder: &'t T,
    constant: impl Into<Constant>,
    index: impl Into<Index>,
    value: V,
) -> Recorded<'t, V, T> {
    let (Constant { name, says }, index) = (constant.into(), index.into());
    let told = says.map_or(0, |says| recorder.told(says, index));
    push(recorder, Op::Constant, [told, 0, 0], value).named(name, index)
}
#[inline(always)]
fn read<'t, V: Value, T: Recorder>(recorder: &'t T, window: Window) -> Recorded<'t, V, T> {
    let place = recorder.reading(&window);
    push(recorder, Op::Read, [place, 0, 0], V::parse(window.bytes))
}
fn join<'t, V: Value, T: Recorder>(
    recorder: &'t T,
    operands: impl Iterator<Item = u32>,
    value: V,
) -> Recorded<'t, V, T> {
    let [start, count] = recorder.operands(operands);
    push(recorder, Op::Join, [start, count, 0], value)
}

impl<'t, V: Value, T: Recorder> Recorded<'t, V, T> {
    /// The node's place in the trace.
    pub fn node(&self) -> u32 {
        self.node
    }
    #[inline(always)]
    fn unary<W: Value>(self, op: Op, detail: u32, f: impl FnOnce(V) -> W) -> Recorded<'t, W, T> {
        compute(self.recorder, op, [self.node, detail, 0], || f(self.value))
    }
    #[inline(always)]
    fn binary<W: Value>(self, op: Op, other: Self, f: impl FnOnce(V, V) -> W) -> Recorded<'t, W, T> {
        compute(self.recorder, op, [self.node, other.node, 0], || f(self.value, other.value))
    }
    fn split<const L: usize>(self, bytes: [Wrapping<u8>; L]) -> [Byte8<'t, T>; L] {
        std::array::from_fn(|i| push(self.recorder, Op::Byte, [self.node, i as u32, L as u32], bytes[i]))
    }
}

impl<'t, V: Value, T: Recorder> Carry for Recorded<'t, V, T> {
    type N = &'t T;
    const SIZE: usize = V::SIZE;
    const INTEGERS: usize = (V::SIZE == 0) as usize;
    fn load(recorder: &'t T, from: &mut Reader) -> Self {
        let window = if V::SIZE == 0 { from.integer() } else { from.take(V::SIZE) };
        read(recorder, window)
    }
    fn save(&self, to: &mut Border) {
        let (start, width) = (to.bytes.len(), to.integer);
        self.value.write(&mut to.bytes, width);
        to.nodes.push((start..to.bytes.len(), self.node));
    }
    #[inline(always)]
    fn named(self, name: &'static str, index: impl Into<Index>) -> Self {
        let node = self.recorder.name(name, index.into(), self.node);
        Recorded { node, ..self }
    }
}
impl<'t, V: Value, T: Recorder> Number for Recorded<'t, V, T> {
    #[inline(always)]
    fn select(bit: Recorded<'t, bool, T>, yes: Self, no: Self) -> Self {
        let from = [bit.node, yes.node, no.node];
        compute(bit.recorder, Op::Select, from, || if bit.value { yes.value } else { no.value })
    }
    fn choose(bit: Recorded<'t, bool, T>, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        let first = bit.recorder.next();
        let taken = if bit.value { yes() } else { no() };
        push(bit.recorder, Op::Choice, [bit.node, taken.node, first], taken.value)
    }
    fn two_ways(short: impl FnOnce() -> Self, long: impl FnOnce() -> Self) -> Self {
        let (short, long) = (short(), long());
        push(short.recorder, Op::Twice, [short.node, long.node, 0], short.value)
    }
    #[inline(always)]
    fn helper<const A: usize>(name: &'static str, arguments: [Self; A], body: impl FnOnce([Self; A]) -> Self) -> Self {
        const { assert!(A <= 4, "a helper has four arguments at most") };
        let nodes: [u32; A] = std::array::from_fn(|i| arguments[i].node);
        let recorder = arguments[0].recorder;
        let first = recorder.next();
        let result = body(arguments);
        let scope = recorder.scope(name, first, &nodes);
        result.unary(Op::Helper, scope, |value| value)
    }
    fn pick<'a>(self, entry: Window<'a>) -> impl Iterator<Item = Byte8<'t, T>> + use<'a, 't, V, T> {
        self.recorder
            .bytes(entry)
            .map(move |byte| push(self.recorder, Op::Lookup, [byte.node, self.node, 0], byte.value))
    }
}

macro_rules! recorded {
    ($($operator:ident $method:ident $op:ident: $($t:ty),*;)*) => {$($(
        impl<T: Recorder> $operator for Recorded<'_, $t, T> {
            type Output = Self;
            #[inline]
            fn $method(self, other: Self) -> Self {
                self.binary(Op::$op, other, $operator::$method)
            }
        }
    )*)*};
}
recorded! {
    Add add Add: Wrapping<u8>, Wrapping<u32>, Wrapping<u64>, PlainNat, BigInt;
    Sub sub Sub: Wrapping<u8>, Wrapping<u32>, Wrapping<u64>, PlainNat, BigInt;
    Mul mul Mul: Wrapping<u8>, Wrapping<u32>, Wrapping<u64>, PlainNat, BigInt;
    BitXor bitxor Xor: bool, Wrapping<u8>, Wrapping<u32>, Wrapping<u64>;
    BitAnd bitand And: bool, Wrapping<u8>, Wrapping<u32>, Wrapping<u64>;
    BitOr bitor Or: bool, Wrapping<u8>, Wrapping<u32>, Wrapping<u64>;
}
macro_rules! residues {
    ($($operator:ident $method:ident),*) => {$(
        impl<R: Ring, T: Recorder> $operator for Recorded<'_, PlainMod<R>, T> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.binary(Op::$operator, other, $operator::$method)
            }
        }
    )*};
}
residues!(Add add, Sub sub, Mul mul);
impl<V: Value + Not<Output = V>, T: Recorder> Not for Recorded<'_, V, T> {
    type Output = Self;
    #[inline]
    fn not(self) -> Self {
        self.unary(Op::Not, 0, |v| !v)
    }
}
impl<V: Value + Neg<Output = V>, T: Recorder> Neg for Recorded<'_, V, T> {
    type Output = Self;
    fn neg(self) -> Self {
        self.unary(Op::Neg, 0, |v| -v)
    }
}
impl<T: Recorder> Bit for Recorded<'_, bool, T> {}
impl<'t, V: Value + Word, T: Recorder> Word for Recorded<'t, V, T>
where
    V: Carry<N = Plain>,
    Self: Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self>,
    Self: BitXor<Output = Self> + BitAnd<Output = Self> + BitOr<Output = Self>,
{
    #[inline]
    fn rotr(self, n: u32) -> Self {
        self.unary(Op::Rotr(n as u8), 0, |v| v.rotr(n))
    }
    #[inline]
    fn rotl(self, n: u32) -> Self {
        self.unary(Op::Rotl(n as u8), 0, |v| v.rotl(n))
    }
    #[inline]
    fn shr(self, n: u32) -> Self {
        self.unary(Op::Shr(n as u8), 0, |v| v.shr(n))
    }
    #[inline]
    fn shl(self, n: u32) -> Self {
        self.unary(Op::Shl(n as u8), 0, |v| v.shl(n))
    }
    #[inline]
    fn bit(self, i: u32) -> Recorded<'t, bool, T> {
        self.unary(Op::Bit, i, |v| v.bit(i))
    }
    fn select_u8(self, by: &'static Selection) -> Byte8<'t, T> {
        self.unary(Op::Pick, self.recorder.selection(by), |v| v.select_u8(by))
    }
    fn select_u32(self, by: &'static Selection) -> Recorded<'t, Wrapping<u32>, T> {
        self.unary(Op::Pick, self.recorder.selection(by), |v| v.select_u32(by))
    }
    fn select_u64(self, by: &'static Selection) -> Recorded<'t, Wrapping<u64>, T> {
        self.unary(Op::Pick, self.recorder.selection(by), |v| v.select_u64(by))
    }
}
impl<T: Recorder> Byte for Byte8<'_, T> {
    fn xtime(self) -> Self {
        self.unary(Op::Xtime, 0, Byte::xtime)
    }
    fn gf_mul(self, other: Self) -> Self {
        self.binary(Op::GfMul, other, Byte::gf_mul)
    }
}
impl<T: Recorder> Natural for Recorded<'_, PlainNat, T> {
    fn div(self, divisor: Self) -> Self {
        self.binary(Op::Div, divisor, Natural::div)
    }
    fn rem(self, divisor: Self) -> Self {
        self.binary(Op::Rem, divisor, Natural::rem)
    }
    fn same(self, other: Self) -> BitOf<Self> {
        self.binary(Op::Same, other, Natural::same)
    }
    fn value(self) -> u64 {
        self.value.value()
    }
}
impl<'t, T: Recorder> Integer for Recorded<'t, BigInt, T> {
    fn div_floor(self, divisor: Self) -> Self {
        self.binary(Op::Div, divisor, Integer::div_floor)
    }
    fn mod_floor(self, divisor: Self) -> Self {
        self.binary(Op::Rem, divisor, Integer::mod_floor)
    }
    fn less(self, other: Self) -> Recorded<'t, bool, T> {
        self.binary(Op::Less, other, Integer::less)
    }
    fn same(self, other: Self) -> Recorded<'t, bool, T> {
        self.binary(Op::Same, other, Integer::same)
    }
    fn bit(self, i: u64) -> Recorded<'t, bool, T> {
        self.unary(Op::Bit, i as u32, |v| Integer::bit(v, i))
    }
    fn value(&self) -> BigInt {
        self.value.clone()
    }
}
impl<R: Ring, T: Recorder> Residue<R> for Recorded<'_, PlainMod<R>, T> {
    #[inline(always)]
    fn square(self) -> Self {
        compute(self.recorder, Op::Mul, [self.node, self.node, 0], || self.value.square())
    }
    fn inverse(self) -> Option<Self> {
        let value = self.value.inverse()?;
        Some(push(self.recorder, Op::Inverse, [self.node, 0, 0], value))
    }
}

impl<'t, T: Recorder> Numbers for &'t T {
    const RECORDS: bool = true;
    type Bit = Recorded<'t, bool, T>;
    type U8 = Byte8<'t, T>;
    type U32 = Recorded<'t, Wrapping<u32>, T>;
    type U64 = Recorded<'t, Wrapping<u64>, T>;
    type Nat = Recorded<'t, PlainNat, T>;
    type Int = Recorded<'t, BigInt, T>;
    type Mod<R: Ring> = Recorded<'t, PlainMod<R>, T>;
    fn bit(self, name: impl Into<Constant>, index: impl Into<Index>, value: bool) -> Self::Bit {
        constant(self, name, index, value)
    }
    fn u8(self, name: impl Into<Constant>, index: impl Into<Index>, value: u8) -> Self::U8 {
        constant(self, name, index, Wrapping(value))
    }
    fn u32(self, name: impl Into<Constant>, index: impl Into<Index>, value: u32) -> Self::U32 {
        constant(self, name, index, Wrapping(value))
    }
    fn u64(self, name: impl Into<Constant>, index: impl Into<Index>, value: u64) -> Self::U64 {
        constant(self, name, index, Wrapping(value))
    }
    fn nat(self, name: impl Into<Constant>, index: impl Into<Index>, value: u64) -> Self::Nat {
        constant(self, name, index, Plain.natural(value))
    }
    fn int(self, name: impl Into<Constant>, index: impl Into<Index>, value: BigInt) -> Self::Int {
        constant(self, name, index, value)
    }
    fn element<R: Ring>(self, name: impl Into<Constant>, index: impl Into<Index>, value: R) -> Self::Mod<R> {
        constant(self, name, index, PlainMod(value))
    }
    fn literal(self, value: i64) -> Self::Int {
        push(self, Op::Constant, [0; 3], BigInt::from(value))
    }
    fn natural(self, value: u64) -> Self::Nat {
        push(self, Op::Constant, [0; 3], Plain.natural(value))
    }
    fn nat_of(self, word: Self::U32) -> Self::Nat {
        word.unary(Op::Cast, 0, |word| Plain.nat_of(word))
    }
    fn split_nat(self, value: Self::Nat) -> [Self::U8; 8] {
        value.split(Plain.split_nat(value.value))
    }
    fn bytes<'a>(self, window: Window<'a>) -> impl Iterator<Item = Self::U8> + use<'a, 't, T> {
        (0..window.bytes.len()).map(move |i| read(self, window.piece::<1>(i)))
    }
    fn lookup(self, table: Window, index: Self::U8) -> Self::U8 {
        let entry: Self::U8 = read(self, table.piece::<1>(index.value.0 as usize));
        push(self, Op::Lookup, [entry.node, index.node, 0], entry.value)
    }
    fn among(self, values: &[Self::U8], index: Self::U8) -> Self::U8 {
        let value = values[usize::from(index.value.0)];
        push(self, Op::Lookup, [value.node, index.node, 0], value.value)
    }
    fn lookup_u32(self, table: Window, index: Self::U8) -> Self::U32 {
        let entry: Self::U32 = read(self, table.piece::<4>(index.value.0 as usize));
        push(self, Op::Lookup, [entry.node, index.node, 0], entry.value)
    }
    fn join_u32(self, bytes: [Self::U8; 4]) -> Self::U32 {
        join(self, bytes.iter().map(|b| b.node), Plain.join_u32(bytes.map(|b| b.value)))
    }
    fn join_u64(self, bytes: [Self::U8; 8]) -> Self::U64 {
        join(self, bytes.iter().map(|b| b.node), Plain.join_u64(bytes.map(|b| b.value)))
    }
    fn split_u32(self, word: Self::U32) -> [Self::U8; 4] {
        word.split(Plain.split_u32(word.value))
    }
    fn split_u64(self, word: Self::U64) -> [Self::U8; 8] {
        word.split(Plain.split_u64(word.value))
    }
    fn byte_of(self, bit: Self::Bit) -> Self::U8 {
        bit.unary(Op::Cast, 0, |b| Plain.byte_of(b))
    }
    fn join_int(self, bytes: &[Self::U8]) -> Self::Int {
        let value = Plain.join_int(&bytes.iter().map(|b| b.value).collect::<Vec<_>>());
        join(self, bytes.iter().map(|b| b.node), value)
    }
    fn split_int(self, value: Self::Int, length: usize) -> Vec<Self::U8> {
        let bytes = Plain.split_int(value.value.clone(), length);
        let byte = |(i, b)| push(self, Op::Byte, [value.node, i, length as u32], b);
        (0..).zip(bytes).map(byte).collect()
    }
    fn int_of(self, bit: Self::Bit) -> Self::Int {
        bit.unary(Op::Cast, 0, |b| Plain.int_of(b))
    }
    fn residue<R: Ring>(self, value: Self::Int, ring: &R::Context) -> Self::Mod<R> {
        value.unary(Op::Cast, 0, |v| Plain.residue(v, ring))
    }
    fn modulo(self, value: Self::Int, modulus: Self::Int) -> Self::Mod<Zp> {
        push(self, Op::Rem, [value.node, modulus.node, 0], Plain.modulo(value.value, modulus.value))
    }
    fn representative<R: Ring>(self, value: Self::Mod<R>) -> Self::Int {
        value.unary(Op::Cast, 0, |v| Plain.representative(v))
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
        let out = computed(arguments, |given| Plain.call::<C, O>(name, index, callee, shared, given).to_vec());
        let out = called(self, name, index, callee, arguments, out);
        std::array::from_fn(|i| out[i])
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
        let out = computed(arguments, |given| Plain.call_for(name, index, callee, given, length));
        called(self, name, index, callee, arguments, out)
    }
}

/// The bytes that a call gives for the values of its arguments.
fn computed<T>(
    arguments: &[(&'static str, &[Byte8<T>])],
    call: impl FnOnce(&[(&'static str, &[Wrapping<u8>])]) -> Vec<Wrapping<u8>>,
) -> Vec<Wrapping<u8>> {
    let plain: Vec<Vec<Wrapping<u8>>> = arguments.iter().map(|(_, a)| a.iter().map(|b| b.value).collect()).collect();
    let slices: Vec<_> = arguments.iter().zip(&plain).map(|((n, _), a)| (*n, a.as_slice())).collect();
    call(&slices)
}
/// A call, written down with what it gave.
fn called<'t, C: Callee, T: Recorder>(
    recorder: &'t T,
    name: &'static str,
    index: Index,
    callee: &Arc<C>,
    arguments: &[(&'static str, &[Byte8<'t, T>])],
    out: Vec<Wrapping<u8>>,
) -> Vec<Byte8<'t, T>> {
    let nodes = arguments.iter().map(|(n, a)| (*n, a.iter().map(|b| b.node).collect()));
    let call = recorder.called(name, index, nodes, out.len() as u32, || callee.clone().entrance());
    (0..).zip(out).map(|(i, byte)| push(recorder, Op::Call, [call, i, 0], byte)).collect()
}
