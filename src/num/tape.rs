//! Recording numbers: each operation also writes itself down.

use super::numbers::*;
use super::plain::{Plain, PlainMod, Value};
use super::trace::{Call, Kind, Label, Node, Op, Scope, Trace};
use super::{Border, Carry, Index, Reader, Ring, Window, Zp, room};
use num_bigint::BigInt;
use std::cell::RefCell;
use std::num::Wrapping;
use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Neg, Not, Sub};
use std::sync::Arc;

/// The tape of one segment.
pub struct Tape(RefCell<Trace>);

impl Default for Tape {
    fn default() -> Tape {
        Tape(RefCell::new(room::empty()))
    }
}
impl Tape {
    /// An empty tape.
    pub fn new() -> Tape {
        Tape::default()
    }
    /// An empty tape with room for as much as another one took: segments of a part are alike.
    pub fn like(other: &Trace) -> Tape {
        Tape(RefCell::new(room::like(other)))
    }
    /// What was recorded, and what the segment left behind.
    pub fn finish(self, border: Border) -> Trace {
        let mut trace = self.0.into_inner();
        trace.border = border;
        trace
    }
    /// Writes an operation down. Inlined: handed over in memory, what it was computed from would be waited for.
    #[inline(always)]
    fn push<V: Value>(&self, op: Op, from: [u32; 3], value: V) -> Recorded<'_, V> {
        let t = &mut *self.0.borrow_mut();
        let stored = value.store(&mut t.wide);
        let node = t.nodes.len() as u32;
        t.nodes.push(Node { op, kind: V::KIND, from, value: stored });
        Recorded { value, node, tape: self }
    }
    /// Gives a node a name, and says which node carries it.
    #[inline(never)]
    fn name(&self, name: &'static str, index: Index, of: u32) -> u32 {
        let t = &mut *self.0.borrow_mut();
        let (node, label) = (t.nodes.len() as u32, t.labels.len() as u32);
        let Node { kind, value, .. } = t.nodes[of as usize];
        t.labels.push(Label { name, index, node });
        t.nodes.push(Node { op: Op::Name, kind, from: [of, label, 0], value });
        node
    }
    /// Opens a scope over the nodes since `first`, and says which it is.
    #[inline(never)]
    fn scope(&self, name: &'static str, first: u32, arguments: &[u32]) -> u32 {
        let t = &mut *self.0.borrow_mut();
        t.scopes.push(Scope::new(name, first, arguments));
        t.scopes.len() as u32 - 1
    }
    fn next(&self) -> u32 {
        self.0.borrow().nodes.len() as u32
    }
    fn constant<V: Value>(&self, name: &'static str, index: impl Into<Index>, value: V) -> Recorded<'_, V> {
        self.push(Op::Constant, [0; 3], value).named(name, index)
    }
    fn read<V: Value>(&self, window: Window) -> Recorded<'_, V> {
        let place = {
            let t = &mut *self.0.borrow_mut();
            t.reads.push((window.from, window.at..window.at + window.bytes.len() as u64));
            t.reads.len() as u32 - 1
        };
        self.push(Op::Read, [place, 0, 0], V::parse(window.bytes))
    }
    fn join<V: Value>(&self, operands: impl Iterator<Item = u32>, value: V) -> Recorded<'_, V> {
        let (start, count) = {
            let t = &mut *self.0.borrow_mut();
            let start = t.operands.len();
            t.operands.extend(operands);
            (start as u32, (t.operands.len() - start) as u32)
        };
        self.push(Op::Join, [start, count, 0], value)
    }
    fn split<V: Value, const L: usize>(&self, word: Recorded<V>, bytes: [Wrapping<u8>; L]) -> [Byte8<'_>; L] {
        std::array::from_fn(|i| self.push(Op::Byte, [word.node, i as u32, L as u32], bytes[i]))
    }
}

/// A number that knows the node it came from.
#[derive(Clone, Copy)]
pub struct Recorded<'t, V> {
    value: V,
    node: u32,
    tape: &'t Tape,
}
type Byte8<'t> = Recorded<'t, Wrapping<u8>>;

impl<'t, V: Value> Recorded<'t, V> {
    /// The node's place in the trace.
    pub fn node(&self) -> u32 {
        self.node
    }
    #[inline(always)]
    fn unary<W: Value>(self, op: Op, detail: u32, f: impl FnOnce(V) -> W) -> Recorded<'t, W> {
        self.tape.push(op, [self.node, detail, 0], f(self.value))
    }
    #[inline(always)]
    fn binary<W: Value>(self, op: Op, other: Self, f: impl FnOnce(V, V) -> W) -> Recorded<'t, W> {
        self.tape.push(op, [self.node, other.node, 0], f(self.value, other.value))
    }
}

impl<'t, V: Value> Carry for Recorded<'t, V> {
    type N = &'t Tape;
    const SIZE: usize = V::SIZE;
    const INTEGERS: usize = (V::SIZE == 0) as usize;
    fn load(tape: &'t Tape, from: &mut Reader) -> Self {
        let window = if V::SIZE == 0 { from.integer() } else { from.take(V::SIZE) };
        tape.read(window)
    }
    fn save(&self, to: &mut Border) {
        let (start, width) = (to.bytes.len(), to.integer);
        self.value.write(&mut to.bytes, width);
        to.nodes.push((start..to.bytes.len(), self.node));
    }
    #[inline(always)]
    fn named(self, name: &'static str, index: impl Into<Index>) -> Self {
        let node = self.tape.name(name, index.into(), self.node);
        Recorded { node, ..self }
    }
}
impl<'t, V: Value> Number for Recorded<'t, V> {
    fn select(bit: Recorded<'t, bool>, yes: Self, no: Self) -> Self {
        let value = if bit.value { yes.value } else { no.value };
        bit.tape.push(Op::Select, [bit.node, yes.node, no.node], value)
    }
    fn choose(bit: Recorded<'t, bool>, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        let first = bit.tape.next();
        let taken = if bit.value { yes() } else { no() };
        bit.tape.push(Op::Choice, [bit.node, taken.node, first], taken.value)
    }
    fn two_ways(short: impl FnOnce() -> Self, long: impl FnOnce() -> Self) -> Self {
        let (short, long) = (short(), long());
        short.tape.push(Op::Twice, [short.node, long.node, 0], short.value)
    }
    #[inline(always)]
    fn helper<const A: usize>(name: &'static str, arguments: [Self; A], body: impl FnOnce([Self; A]) -> Self) -> Self {
        const { assert!(A <= 4, "a helper has four arguments at most") };
        let nodes: [u32; A] = std::array::from_fn(|i| arguments[i].node);
        let tape = arguments[0].tape;
        let first = tape.next();
        let result = body(arguments);
        let scope = tape.scope(name, first, &nodes);
        result.unary(Op::Helper, scope, |value| value)
    }
}

macro_rules! recorded {
    ($($operator:ident $method:ident),*) => {$(
        impl<'t, V: Value + $operator<Output = V>> $operator for Recorded<'t, V> {
            type Output = Self;
            #[inline]
            fn $method(self, other: Self) -> Self {
                self.binary(Op::$operator, other, $operator::$method)
            }
        }
    )*};
}
recorded!(Add add, Sub sub, Mul mul);
macro_rules! recorded_bits {
    ($($operator:ident $method:ident $op:ident),*) => {$(
        impl<'t, V: Value + $operator<Output = V>> $operator for Recorded<'t, V> {
            type Output = Self;
            #[inline]
            fn $method(self, other: Self) -> Self {
                self.binary(Op::$op, other, $operator::$method)
            }
        }
    )*};
}
recorded_bits!(BitXor bitxor Xor, BitAnd bitand And, BitOr bitor Or);
impl<'t, V: Value + Not<Output = V>> Not for Recorded<'t, V> {
    type Output = Self;
    #[inline]
    fn not(self) -> Self {
        self.unary(Op::Not, 0, |v| !v)
    }
}
impl<'t, V: Value + Neg<Output = V>> Neg for Recorded<'t, V> {
    type Output = Self;
    fn neg(self) -> Self {
        self.unary(Op::Neg, 0, |v| -v)
    }
}
impl<'t> Bit for Recorded<'t, bool> {}
impl<'t, V: Value + Word> Word for Recorded<'t, V>
where
    V: Carry<N = Plain>,
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
    fn bit(self, i: u32) -> Recorded<'t, bool> {
        self.unary(Op::Bit, i, |v| v.bit(i))
    }
}
impl<'t> Byte for Byte8<'t> {
    fn xtime(self) -> Self {
        self.unary(Op::Xtime, 0, Byte::xtime)
    }
    fn gf_mul(self, other: Self) -> Self {
        self.binary(Op::GfMul, other, Byte::gf_mul)
    }
}
impl<'t> Integer for Recorded<'t, BigInt> {
    fn div_floor(self, divisor: Self) -> Self {
        self.binary(Op::Div, divisor, Integer::div_floor)
    }
    fn mod_floor(self, divisor: Self) -> Self {
        self.binary(Op::Rem, divisor, Integer::mod_floor)
    }
    fn less(self, other: Self) -> Recorded<'t, bool> {
        self.binary(Op::Less, other, Integer::less)
    }
    fn same(self, other: Self) -> Recorded<'t, bool> {
        self.binary(Op::Same, other, Integer::same)
    }
    fn bit(self, i: u64) -> Recorded<'t, bool> {
        self.unary(Op::Bit, i as u32, |v| Integer::bit(v, i))
    }
    fn value(&self) -> BigInt {
        self.value.clone()
    }
}
impl<'t, R: Ring> Residue<R> for Recorded<'t, PlainMod<R>> {
    fn square(self) -> Self {
        let value = self.value.clone().square();
        self.tape.push(Op::Mul, [self.node, self.node, 0], value)
    }
    fn inverse(self) -> Option<Self> {
        let value = self.value.clone().inverse()?;
        Some(self.tape.push(Op::Inverse, [self.node, 0, 0], value))
    }
}

impl<'t> Numbers for &'t Tape {
    const RECORDS: bool = true;
    type Bit = Recorded<'t, bool>;
    type U8 = Byte8<'t>;
    type U32 = Recorded<'t, Wrapping<u32>>;
    type U64 = Recorded<'t, Wrapping<u64>>;
    type Int = Recorded<'t, BigInt>;
    type Mod<R: Ring> = Recorded<'t, PlainMod<R>>;
    fn bit(self, name: &'static str, index: impl Into<Index>, value: bool) -> Self::Bit {
        self.constant(name, index, value)
    }
    fn u8(self, name: &'static str, index: impl Into<Index>, value: u8) -> Self::U8 {
        self.constant(name, index, Wrapping(value))
    }
    fn u32(self, name: &'static str, index: impl Into<Index>, value: u32) -> Self::U32 {
        self.constant(name, index, Wrapping(value))
    }
    fn u64(self, name: &'static str, index: impl Into<Index>, value: u64) -> Self::U64 {
        self.constant(name, index, Wrapping(value))
    }
    fn int(self, name: &'static str, index: impl Into<Index>, value: BigInt) -> Self::Int {
        self.constant(name, index, value)
    }
    fn element<R: Ring>(self, name: &'static str, index: impl Into<Index>, value: R) -> Self::Mod<R> {
        self.constant(name, index, PlainMod(value))
    }
    fn literal(self, value: i64) -> Self::Int {
        self.push(Op::Constant, [0; 3], BigInt::from(value))
    }
    fn lookup(self, table: Window, index: Byte8<'t>) -> Byte8<'t> {
        let entry: Byte8 = self.read(table.piece::<1>(index.value.0 as usize));
        self.push(Op::Lookup, [entry.node, index.node, 0], entry.value)
    }
    fn lookup_u32(self, table: Window, index: Byte8<'t>) -> Self::U32 {
        let entry: Self::U32 = self.read(table.piece::<4>(index.value.0 as usize));
        self.push(Op::Lookup, [entry.node, index.node, 0], entry.value)
    }
    fn join_u32(self, bytes: [Byte8<'t>; 4]) -> Self::U32 {
        self.join(bytes.iter().map(|b| b.node), Plain.join_u32(bytes.map(|b| b.value)))
    }
    fn join_u64(self, bytes: [Byte8<'t>; 8]) -> Self::U64 {
        self.join(bytes.iter().map(|b| b.node), Plain.join_u64(bytes.map(|b| b.value)))
    }
    fn split_u32(self, word: Self::U32) -> [Byte8<'t>; 4] {
        self.split(word, Plain.split_u32(word.value))
    }
    fn split_u64(self, word: Self::U64) -> [Byte8<'t>; 8] {
        self.split(word, Plain.split_u64(word.value))
    }
    fn byte_of(self, bit: Self::Bit) -> Byte8<'t> {
        bit.unary(Op::Cast, 0, |b| Plain.byte_of(b))
    }
    fn join_int(self, bytes: &[Byte8<'t>]) -> Self::Int {
        let value = Plain.join_int(&bytes.iter().map(|b| b.value).collect::<Vec<_>>());
        self.join(bytes.iter().map(|b| b.node), value)
    }
    fn split_int(self, value: Self::Int, length: usize) -> Vec<Byte8<'t>> {
        let bytes = Plain.split_int(value.value.clone(), length);
        let byte = |(i, b)| self.push(Op::Byte, [value.node, i, length as u32], b);
        (0..).zip(bytes).map(byte).collect()
    }
    fn int_of(self, bit: Self::Bit) -> Self::Int {
        bit.unary(Op::Cast, 0, |b| Plain.int_of(b))
    }
    fn residue<R: Ring>(self, value: Self::Int, ring: &R::Context) -> Self::Mod<R> {
        value.unary(Op::Cast, 0, |v| Plain.residue(v, ring))
    }
    fn modulo(self, value: Self::Int, modulus: Self::Int) -> Self::Mod<Zp> {
        self.push(Op::Rem, [value.node, modulus.node, 0], Plain.modulo(value.value, modulus.value))
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
        arguments: &[(&'static str, &[Byte8<'t>])],
    ) -> [Byte8<'t>; O] {
        let index = index.into();
        let plain: Vec<Vec<Wrapping<u8>>> =
            arguments.iter().map(|(_, a)| a.iter().map(|b| b.value).collect()).collect();
        let slices: Vec<_> = arguments.iter().zip(&plain).map(|((n, _), a)| (*n, a.as_slice())).collect();
        let out: [Wrapping<u8>; O] = Plain.call(name, index, callee, shared, &slices);
        let call = {
            let t = &mut *self.0.borrow_mut();
            let first = t.nodes.len() as u32;
            let arguments = arguments.iter().map(|(n, a)| (*n, a.iter().map(|b| b.node).collect())).collect();
            let entrance = callee.clone().entrance();
            t.calls.push(Call { name, index, arguments, output: first..first + O as u32, entrance });
            t.calls.len() as u32 - 1
        };
        std::array::from_fn(|i| self.push(Op::Call, [call, i as u32, 0], out[i]))
    }
}

/// The kinds that a trace keeps in a node itself need no room elsewhere.
const _: () = assert!(std::mem::size_of::<Node>() == 24 && matches!(<bool as Value>::KIND, Kind::Bit));
