//! The traits an algorithm is written in.

use super::callee::Callee;
use super::{Border, Constant, Index, Reader, Ring, Selection, Window, Zp};
use num_bigint::BigInt;
use std::ops::{Add, BitAnd, BitOr, BitXor, Mul, Neg, Not, Sub};
use std::sync::{Arc, OnceLock};

/// A family of number types. An algorithm is generic over this one trait, and never branches on a recorded bit: it uses
/// [`Number::select`] or [`Number::choose`].
pub trait Numbers: Copy {
    /// Whether every operation is written down. Only the shape of a loop may depend on it, never what is computed.
    const RECORDS: bool;
    /// A truth value.
    type Bit: Bit<N = Self>;
    /// A byte.
    type U8: Byte<N = Self>;
    /// A word of 32 bits.
    type U32: Word<N = Self>;
    /// A word of 64 bits.
    type U64: Word<N = Self>;
    /// A natural number below 2^64.
    type Nat: Natural<N = Self>;
    /// An integer of any size.
    type Int: Integer<N = Self>;
    /// A residue in the ring `R`.
    type Mod<R: Ring>: Residue<R, N = Self>;

    /// A constant bit of the specification.
    fn bit(self, name: impl Into<Constant>, index: impl Into<Index>, value: bool) -> Self::Bit;
    /// A constant byte of the specification.
    fn u8(self, name: impl Into<Constant>, index: impl Into<Index>, value: u8) -> Self::U8;
    /// A constant word of the specification.
    fn u32(self, name: impl Into<Constant>, index: impl Into<Index>, value: u32) -> Self::U32;
    /// A constant word of the specification.
    fn u64(self, name: impl Into<Constant>, index: impl Into<Index>, value: u64) -> Self::U64;
    /// A constant natural number of the specification.
    fn nat(self, name: impl Into<Constant>, index: impl Into<Index>, value: u64) -> Self::Nat;
    /// A constant integer of the specification.
    fn int(self, name: impl Into<Constant>, index: impl Into<Index>, value: BigInt) -> Self::Int;
    /// A constant residue of the specification.
    fn element<R: Ring>(self, name: impl Into<Constant>, index: impl Into<Index>, value: R) -> Self::Mod<R>;
    /// A number written out in the specification's formula, without a name of its own.
    fn literal(self, value: i64) -> Self::Int;
    /// A natural number written out in the specification's formula, without a name of its own.
    fn natural(self, value: u64) -> Self::Nat;
    /// The number that a word writes.
    fn nat_of(self, word: Self::U32) -> Self::Nat;
    /// A natural number as bytes, most significant first.
    fn split_nat(self, value: Self::Nat) -> [Self::U8; 8];

    /// The bytes of a window, one after the other.
    fn bytes<'a>(self, window: Window<'a>) -> impl Iterator<Item = Self::U8> + use<'a, Self>;
    /// One byte of a table. The result keeps two parents: the entry and the index.
    fn lookup(self, table: Window, index: Self::U8) -> Self::U8;
    /// One of some values. The result keeps two parents: the value and the index.
    fn among(self, values: &[Self::U8], index: Self::U8) -> Self::U8;
    /// One 32-bit word of a table, most significant byte first.
    fn lookup_u32(self, table: Window, index: Self::U8) -> Self::U32;
    /// A word from its bytes, most significant first.
    fn join_u32(self, bytes: [Self::U8; 4]) -> Self::U32;
    /// A word from its bytes, most significant first.
    fn join_u64(self, bytes: [Self::U8; 8]) -> Self::U64;
    /// The bytes of a word, most significant first.
    fn split_u32(self, word: Self::U32) -> [Self::U8; 4];
    /// The bytes of a word, most significant first.
    fn split_u64(self, word: Self::U64) -> [Self::U8; 8];
    /// A byte that is 1 where the bit is set, else 0.
    fn byte_of(self, bit: Self::Bit) -> Self::U8;
    /// The integer that the bytes write, most significant first.
    fn join_int(self, bytes: &[Self::U8]) -> Self::Int;
    /// An unsigned integer as so many bytes, most significant first; what does not fit is cut off.
    fn split_int(self, value: Self::Int, length: usize) -> Vec<Self::U8>;
    /// A bit as the integer 0 or 1.
    fn int_of(self, bit: Self::Bit) -> Self::Int;
    /// The residue of an integer that is not negative.
    fn residue<R: Ring>(self, value: Self::Int, ring: &R::Context) -> Self::Mod<R>;
    /// The residue of an integer modulo another, which is a value itself and not 0: it comes from both.
    fn modulo(self, value: Self::Int, modulus: Self::Int) -> Self::Mod<Zp>;
    /// A residue that all segments of a part make alike: made once for all of them where nothing is recorded.
    fn once<R: Ring>(self, _kept: &OnceLock<R>, make: impl FnOnce() -> Self::Mod<R>) -> Self::Mod<R> {
        make()
    }
    /// The representative of a residue, from 0 to p - 1.
    fn representative<R: Ring>(self, value: Self::Mod<R>) -> Self::Int;

    /// Uses another function as one step: computed at full speed, entered only when somebody looks. `shared` are bytes
    /// that all these calls work with, such as an expanded key; the callee knows what they are.
    fn call<C: Callee, const O: usize>(
        self,
        name: &'static str,
        index: impl Into<Index>,
        callee: &Arc<C>,
        shared: Window,
        arguments: &[(&'static str, &[Self::U8])],
    ) -> [Self::U8; O];
    /// [`Numbers::call`] of a function that gives as many bytes as an argument decides.
    fn call_for<C: Callee>(
        self,
        name: &'static str,
        index: impl Into<Index>,
        callee: &Arc<C>,
        arguments: &[(&'static str, &[Self::U8])],
        length: usize,
    ) -> Vec<Self::U8>;
}

/// A number, or an array or a pair of them, that can cross a border.
pub trait Carry: Clone {
    /// The family of the numbers inside.
    type N: Numbers;
    /// The bytes it takes at a border, its integers not counted.
    const SIZE: usize;
    /// How many integers are in it. They have no size of their own: see [`Reader::new`].
    const INTEGERS: usize = 0;
    /// Reads it from a state.
    fn load(n: Self::N, from: &mut Reader) -> Self;
    /// Writes it to a state, most significant byte first.
    fn save(&self, to: &mut Border);
    /// Writes several to a state, one after the other.
    fn save_all(all: &[Self], to: &mut Border) {
        all.iter().for_each(|x| x.save(to));
    }
    /// Calls this value `name[index]`, as the specification does.
    fn named(self, name: &'static str, index: impl Into<Index>) -> Self;

    /// Reads it from a window that holds nothing else.
    #[inline(always)]
    fn read(n: Self::N, window: Window) -> Self {
        Self::load(n, &mut Reader::new::<Self>(window))
    }
}

/// The bit of a number's family.
pub type BitOf<X> = <<X as Carry>::N as Numbers>::Bit;
/// The byte of a number's family.
pub type ByteOf<X> = <<X as Carry>::N as Numbers>::U8;

/// The abilities of all kinds of numbers.
pub trait Number: Carry {
    /// `if bit { yes } else { no }` without a branch: one node with three parents.
    fn select(bit: BitOf<Self>, yes: Self, no: Self) -> Self;
    /// A branch, recorded as a choice: only one side runs, and the bit is a parent of all that it computes.
    fn choose(bit: BitOf<Self>, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self;
    /// One value in two ways, such as an entry of a table and the algebra behind it. Only the short way is computed
    /// where nothing is recorded; a record has both, and the value of the short one.
    fn two_ways(short: impl FnOnce() -> Self, long: impl FnOnce() -> Self) -> Self;
    /// A helper that the specification names: the caller's formula prints `Ch(e, f, g)`, and entering it opens the
    /// body.
    fn helper<const A: usize>(name: &'static str, arguments: [Self; A], body: impl FnOnce([Self; A]) -> Self) -> Self;
    /// The bytes of an entry of a memory that was found by this index: each has two parents, its byte of the entry and
    /// the index.
    fn pick<'a>(self, entry: Window<'a>) -> impl Iterator<Item = ByteOf<Self>> + use<'a, Self>;
}

/// A truth value.
pub trait Bit:
    Number + Copy + BitXor<Output = Self> + BitAnd<Output = Self> + BitOr<Output = Self> + Not<Output = Self>
{
}

/// A machine word of fixed width, with addition, subtraction and multiplication that wrap round.
pub trait Word:
    Number
    + Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + BitXor<Output = Self>
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + Not<Output = Self>
{
    /// Rotation to the right.
    fn rotr(self, n: u32) -> Self;
    /// Rotation to the left.
    fn rotl(self, n: u32) -> Self;
    /// Shift to the right; zeros come in.
    fn shr(self, n: u32) -> Self;
    /// Shift to the left; zeros come in.
    fn shl(self, n: u32) -> Self;
    /// Bit `i`, where bit 0 is the least significant.
    fn bit(self, i: u32) -> BitOf<Self>;
    /// The bits that a table picks, eight at most.
    fn select_u8(self, by: &'static Selection) -> ByteOf<Self>;
    /// The bits that a table picks, 32 at most.
    fn select_u32(self, by: &'static Selection) -> <Self::N as Numbers>::U32;
    /// The bits that a table picks, 64 at most.
    fn select_u64(self, by: &'static Selection) -> <Self::N as Numbers>::U64;
}

/// A byte: a word of eight bits, and an element of GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (FIPS 197 section 4).
pub trait Byte: Word {
    /// The product with x in GF(2^8), FIPS 197 section 4.2.
    fn xtime(self) -> Self;
    /// The product in GF(2^8), FIPS 197 section 4.2.
    fn gf_mul(self, other: Self) -> Self;
    /// The bytes of a state, each multiplied by a constant in GF(2^8): its products with the powers of x whose sum the
    /// constant is, the highest first.
    #[inline(always)]
    fn times<const C: u8>(helper: &'static str, state: &[Self; 16]) -> [Self; 16] {
        let power = |b: Self, k| (0..k).fold(b, |b, _| b.xtime());
        let rest = |k: u32| (0..k).rev().filter(|k| C >> k & 1 == 1);
        let product = |b| rest(C.ilog2()).fold(power(b, C.ilog2()), |sum, k| sum ^ power(b, k));
        state.map(|b| Self::helper(helper, [b], |[b]| product(b)))
    }
    /// The sum of states, byte by byte. A state is sixteen bytes in columns of four (FIPS 197 section 3.4); of each
    /// those count that stand so many rows further down, and past the last row those on top.
    #[inline(always)]
    fn sum_of_states<const S: usize>(states: [(&[Self; 16], usize); S]) -> [Self; 16] {
        let [(first, down), others @ ..] = &states[..] else { unreachable!("a sum of one state at least") };
        let below = |i: usize, rows: &usize| i / 4 * 4 + (i + rows) % 4;
        let byte = |i| others.iter().fold(first[below(i, down)], |sum, (state, rows)| sum ^ state[below(i, rows)]);
        std::array::from_fn(byte)
    }
}

/// A natural number below 2^64, such as an index: computed like a word, and written like an integer. What does not fit
/// wraps round.
pub trait Natural: Number + Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// The quotient, rounded down. The divisor is not zero: callers check.
    fn div(self, divisor: Self) -> Self;
    /// The remainder. The divisor is not zero: callers check.
    fn rem(self, divisor: Self) -> Self;
    /// Whether it is the same as the other.
    fn same(self, other: Self) -> BitOf<Self>;
    /// The value, to look something up by it.
    fn value(self) -> u64;
}

/// An integer of any size.
pub trait Integer: Number + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Neg<Output = Self> {
    /// The quotient, rounded towards minus infinity. The divisor is not zero: callers check.
    fn div_floor(self, divisor: Self) -> Self;
    /// The remainder that belongs to [`Integer::div_floor`]: it has the divisor's sign.
    fn mod_floor(self, divisor: Self) -> Self;
    /// Whether it is less than the other.
    fn less(self, other: Self) -> BitOf<Self>;
    /// Whether it is the same as the other.
    fn same(self, other: Self) -> BitOf<Self>;
    /// Bit `i` of the magnitude, where bit 0 is the least significant.
    fn bit(self, i: u64) -> BitOf<Self>;
    /// The value, for control flow that is not secret: a length, a loop bound.
    fn value(&self) -> BigInt;
}

/// An integer modulo p.
pub trait Residue<R: Ring>: Number + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> {
    /// The product with itself.
    fn square(self) -> Self;
    /// The inverse modulo p, if there is one.
    fn inverse(self) -> Option<Self>;
}

/// The XOR of two equally long strings of numbers.
#[inline(always)]
pub fn xor<X: Copy + BitXor<Output = X>, const L: usize>(a: [X; L], b: [X; L]) -> [X; L] {
    std::array::from_fn(|i| a[i] ^ b[i])
}

impl<'a> Reader<'a> {
    /// A reader over the whole of a state whose type is `C`: its integers share evenly what the other kinds leave.
    #[inline(always)]
    pub fn new<C: Carry>(window: Window<'a>) -> Reader<'a> {
        Reader::sharing(window, C::SIZE, C::INTEGERS)
    }
}
