//! BLAKE2, RFC 7693: one body for words of 64 bits (BLAKE2b) and of 32 bits (BLAKE2s). Words of the message and of the
//! digest go least significant byte first.
//!
//! A run has the parts `setup` (the words of `h0`, with the parameters in), `pad` (the key, then the message, filled up
//! with zeros), `block` (section 3.2), one segment a block, and `output`. A segment calls `round[r]` for each round.
#![allow(non_snake_case)] // the names are the specification's

use super::padding::LittleEndian;
use super::primes::{SQUARE_ROOTS, root};
use super::row::{self, Hash, MESSAGE, Unrecorded, stretches};
use crate::functions::{Arguments, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Callee, Carry, Constant, Entrance, Numbers, Plain, Window, Word};
use crate::run::{
    Count, Door, Error, Feed, Fold, Map, Path, Pieces, Rope, Run, Source, Timeline, Type, Value, Windows,
};
use ::blake2::digest::Output;
use ::blake2::digest::block_api::{Buffer, UpdateCore, VariableOutputCore};
use std::marker::PhantomData;
use std::num::Wrapping;
use std::sync::Arc;

// ------------------------------------------------------------------ the body

/// The constants of the specification for a width of words.
trait Width: Sized + Send + Sync + 'static {
    /// The words.
    type W<N: Numbers>: Word<N = N>;
    /// Bytes in a word, bb / 16.
    const BYTES: usize;
    /// How many rounds there are.
    const ROUNDS: usize;
    /// The rotations of G, section 2.1.
    const R: [u32; 4];
    /// A constant of section 2.6, which SHA-2 starts from.
    fn IV<N: Numbers>(n: N, j: usize) -> Self::W<N>;
    /// A word of the message.
    fn little_endian<N: Numbers>(n: N, window: Window) -> Self::W<N>;
    /// The two words of the counter.
    fn counter<N: Numbers>(n: N, t: N::U64) -> [Self::W<N>; 2];
    /// A round as a call.
    fn call<N: Numbers>(
        n: N,
        r: usize,
        round: &Arc<Round<Self>>,
        v: Words<Self, N>,
        m: Words<Self, N>,
    ) -> Words<Self, N>;
}
type Words<S, N> = [<S as Width>::W<N>; 16];

const IV64: Constant = Constant::new("IV", |j| root(2, j.last() as usize, "the first 64 bits"));
const IV32: Constant = Constant::new("IV", |j| root(2, j.last() as usize, "the first 32 bits"));

/// Words of 64 bits: BLAKE2b.
struct B;
impl Width for B {
    type W<N: Numbers> = N::U64;
    const BYTES: usize = 8;
    const ROUNDS: usize = 12;
    const R: [u32; 4] = [32, 24, 16, 63];
    #[inline(always)]
    fn IV<N: Numbers>(n: N, j: usize) -> N::U64 {
        n.u64(IV64, j, SQUARE_ROOTS[j])
    }
    #[inline(always)]
    fn little_endian<N: Numbers>(n: N, window: Window) -> N::U64 {
        let mut bytes = <[N::U8; 8]>::read(n, window);
        bytes.reverse();
        n.join_u64(bytes)
    }
    #[inline(always)]
    fn counter<N: Numbers>(n: N, t: N::U64) -> [N::U64; 2] {
        [t, n.u64("t_high", (), 0)]
    }
    fn call<N: Numbers>(n: N, r: usize, round: &Arc<Round<B>>, v: [N::U64; 16], m: [N::U64; 16]) -> [N::U64; 16] {
        let [v, m] = [v, m].map(|words| words.map(|word| n.split_u64(word)));
        let v: [N::U8; 128] =
            n.call("round", r, round, Window::NONE, &[("v", v.as_flattened()), ("m", m.as_flattened())]);
        std::array::from_fn(|i| n.join_u64(std::array::from_fn(|k| v[8 * i + k])))
    }
}
/// Words of 32 bits: BLAKE2s.
struct S;
impl Width for S {
    type W<N: Numbers> = N::U32;
    const BYTES: usize = 4;
    const ROUNDS: usize = 10;
    const R: [u32; 4] = [16, 12, 8, 7];
    #[inline(always)]
    fn IV<N: Numbers>(n: N, j: usize) -> N::U32 {
        n.u32(IV32, j, (SQUARE_ROOTS[j] >> 32) as u32)
    }
    #[inline(always)]
    fn little_endian<N: Numbers>(n: N, window: Window) -> N::U32 {
        let mut bytes = <[N::U8; 4]>::read(n, window);
        bytes.reverse();
        n.join_u32(bytes)
    }
    #[inline(always)]
    fn counter<N: Numbers>(n: N, t: N::U64) -> [N::U32; 2] {
        let [a, b, c, d, e, f, g, h] = n.split_u64(t);
        [n.join_u32([e, f, g, h]), n.join_u32([a, b, c, d])]
    }
    fn call<N: Numbers>(n: N, r: usize, round: &Arc<Round<S>>, v: [N::U32; 16], m: [N::U32; 16]) -> [N::U32; 16] {
        let [v, m] = [v, m].map(|words| words.map(|word| n.split_u32(word)));
        let v: [N::U8; 64] =
            n.call("round", r, round, Window::NONE, &[("v", v.as_flattened()), ("m", m.as_flattened())]);
        std::array::from_fn(|i| n.join_u32(std::array::from_fn(|k| v[4 * i + k])))
    }
}

/// The order in which the rounds take the words of the message, section 2.7.
const SIGMA: [[usize; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
/// G, section 3.1: two words of the message mixed into four of v. Step k of the i-th is `a[i][k]` and so on.
#[inline(always)]
fn G<W: Word>([R1, R2, R3, R4]: [u32; 4], i: usize, [a, b, c, d]: [W; 4], x: W, y: W) -> [W; 4] {
    let a = (a + b + x).named("a", (i, 1));
    let d = (d ^ a).rotr(R1).named("d", (i, 1));
    let c = (c + d).named("c", (i, 1));
    let b = (b ^ c).rotr(R2).named("b", (i, 1));
    let a = (a + b + y).named("a", (i, 2));
    let d = (d ^ a).rotr(R3).named("d", (i, 2));
    let c = (c + d).named("c", (i, 2));
    let b = (b ^ c).rotr(R4).named("b", (i, 2));
    [a, b, c, d]
}
/// One round of section 3.2.
#[inline(always)]
fn round<S: Width, N: Numbers>(r: usize, mut v: Words<S, N>, m: &Words<S, N>) -> Words<S, N> {
    let s = SIGMA[r % 10];
    macro_rules! mix {
        ($i:literal, $a:literal, $b:literal, $c:literal, $d:literal) => {
            [v[$a], v[$b], v[$c], v[$d]] = G(S::R, $i, [v[$a], v[$b], v[$c], v[$d]], m[s[2 * $i]], m[s[2 * $i + 1]]);
        };
    }
    // Four columns, then four diagonals.
    mix!(0, 0, 4, 8, 12);
    mix!(1, 1, 5, 9, 13);
    mix!(2, 2, 6, 10, 14);
    mix!(3, 3, 7, 11, 15);
    mix!(4, 0, 5, 10, 15);
    mix!(5, 1, 6, 11, 12);
    mix!(6, 2, 7, 8, 13);
    mix!(7, 3, 4, 9, 14);
    v
}
/// Words numbered.
#[inline(always)]
fn numbered<W: Word>(name: &'static str, words: [W; 16]) -> [W; 16] {
    std::array::from_fn(|j| words[j].named(name, j))
}
/// Words one after the other, the most significant byte first.
#[inline(always)]
fn words<S: Width, N: Numbers>(n: N, window: Window) -> Words<S, N> {
    std::array::from_fn(|j| S::W::<N>::read(n, window.slice(S::BYTES * j..S::BYTES * (j + 1))))
}

/// A round, which a segment calls.
struct Round<S> {
    r: usize,
    width: PhantomData<S>,
}
impl<S: Width> Callee for Round<S> {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let bytes = |(_, bytes): (&'static str, &[Wrapping<u8>])| bytes.iter().map(|b| b.0).collect::<Vec<u8>>();
        let [v, m] = [0, 1].map(|i| words::<S, Plain>(Plain, Window::border(&bytes(arguments[i]))));
        let mut after = Border::default();
        round::<S, Plain>(self.r, v, &m).save(&mut after);
        output.iter_mut().zip(after.bytes).for_each(|(to, byte)| *to = Wrapping(byte));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| {
            let mut run = Run::new(at, "blake2_round");
            let length = 16 * S::BYTES as u64;
            let feeds = ["v", "m"].into_iter().zip(arguments).map(|(name, rope)| Feed::whole(name, rope)).collect();
            let steps = Steps::<S> { r: self.r, width: PhantomData };
            let output = run.own_part("steps", |at| Map::part(at, steps, feeds, length, length));
            run.with_result(Value::Bytes(output))
        })
    }
}
/// The eight uses of G in a round.
struct Steps<S> {
    r: usize,
    width: PhantomData<S>,
}
impl<S: Width> Pieces for Steps<S> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let v = numbered("v_before", words::<S, N>(n, read[0]));
        let m = numbered("m", words::<S, N>(n, read[1]));
        numbered("v", round::<S, N>(self.r, v, &m)).save(out);
    }
}

/// The initial state: the constants, the first with the lengths of digest and key in it, which are read.
struct Setup<S>(PhantomData<S>);
impl<S: Width> Pieces for Setup<S> {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let mut h: [S::W<N>; 8] = std::array::from_fn(|j| S::IV(n, j));
        h[0] = h[0] ^ S::little_endian(n, read[0]).named("p", 0);
        (0..8).for_each(|j| h[j].named("h", j).save(out));
    }
}
/// The function F of section 3.2 over the blocks.
struct Compress<S> {
    blocks: u64,
    /// Bytes of the key's block, or none.
    key: u64,
    rounds: Vec<Arc<Round<S>>>,
}
impl<S: Width> Fold for Compress<S>
where
    S::W<Plain>: Send,
{
    type State<N: Numbers> = [S::W<N>; 8];
    #[inline(always)]
    fn segment<N: Numbers>(&self, n: N, at: u64, h: [S::W<N>; 8], read: &Windows) -> [S::W<N>; 8] {
        let (last, block) = (at + 1 == self.blocks, 16 * S::BYTES as u64);
        let h: [S::W<N>; 8] = std::array::from_fn(|j| h[j].named("h_before", j));
        let m = |i: usize| S::little_endian(n, read[0].slice(S::BYTES * i..S::BYTES * (i + 1)));
        let m = numbered("m", std::array::from_fn(m));
        // The bytes hashed so far: in the last block all of them.
        let t = match last {
            true => N::U64::read(n, read[1]).named("length", ()) + n.u64("key_block", (), self.key),
            false => n.u64("hashed", (), (at + 1) * block),
        };
        let [t_0, t_1] = S::counter(n, t.named("t", ()));
        let mut v: Words<S, N> = std::array::from_fn(|j| if j < 8 { h[j] } else { S::IV(n, j - 8) });
        v[12] = v[12] ^ t_0;
        v[13] = v[13] ^ t_1;
        if last {
            v[14] = !v[14];
        }
        let mut v = numbered("v", v);
        rounds!(N, r in 0..S::ROUNDS, of S::ROUNDS => {
            v = if N::RECORDS { S::call(n, r, &self.rounds[r], v, m) } else { round::<S, N>(r, v, &m) };
        });
        std::array::from_fn(|j| (h[j] ^ v[j] ^ v[j + 8]).named("h", j))
    }
}

// ------------------------------------------------------------------ the runs

/// A digest of so many bytes, of which its length is one.
fn blake2<S: Width>(at: &Path, function: &'static str, message: Rope, key: Rope, digest: Rope) -> Run
where
    S::W<Plain>: Send,
{
    let block = 16 * S::BYTES as u64;
    let mut run = Run::new(at, function);
    let length = digest.to_vec().ok().and_then(|length| length.last().copied()).unwrap_or_default();
    // The parameter block, section 2.5, as far as it is not zeros.
    let keyed = Rope::length(&key, &[key.len() as u8]);
    let parameters = digest.then(keyed).then(Rope::constant("fanout and depth", &FANOUT_AND_DEPTH[..S::BYTES - 2]));
    let setup =
        |at: Path| Map::part(at, Setup::<S>(PhantomData), vec![Feed::whole("p", parameters)], block / 2, block / 2);
    let h0 = run.part("setup", setup);
    let h0 = run.bytes("h0", h0, S::BYTES as u64);
    let measured = Rope::length(&message, &message.len().to_be_bytes());
    let keyed = if key.is_empty() { 0 } else { block };
    let filled = |rope: Rope, to: u64| rope.clone().then(Rope::padding(&rope, 0, to - rope.len()));
    let rest = message.len().next_multiple_of(block).max(block - keyed);
    let padded = run.bytes("pad", filled(key, keyed).then(filled(message, rest)), 0);
    let blocks = padded.len() / block;
    let rounds = (0..S::ROUNDS).map(|r| Arc::new(Round { r, width: PhantomData })).collect();
    let compress = Compress::<S> { blocks, key: keyed, rounds };
    let feeds = vec![Feed::dealt("block", padded, block), Feed::whole("length", measured)];
    let h = run.part("block", |at| Timeline::part(at, compress, blocks, h0, feeds));
    let output = LittleEndian { word: S::BYTES }.part(&mut run, h);
    run.with_result(Value::Bytes(output.slice(0..length.into())))
}
/// The bytes behind the lengths of digest and key in a word of the parameter block: one leaf, which is the root.
const FANOUT_AND_DEPTH: [u8; 6] = [1, 1, 0, 0, 0, 0];
/// The length of a digest, from 1 to 64, that no argument gives.
fn fixed(length: u64) -> Rope {
    Rope::constant("length", &[length as u8])
}
/// The run of BLAKE2b without a key, for a digest of so many bytes.
pub fn blake2b(at: &Path, message: Rope, length: u64) -> Run {
    blake2::<B>(at, "blake2b", message, Rope::default(), fixed(length))
}
/// BLAKE2, for the functions built on hash functions.
pub const HASHES: &[Hash] = &[
    of::<B>("blake2b", |at, message| blake2::<B>(at, "blake2b", message, Rope::default(), fixed(64))),
    of::<S>("blake2s", |at, message| blake2::<S>(at, "blake2s", message, Rope::default(), fixed(32))),
];
/// A hash function of as many bytes as it has at most, without a key.
const fn of<S: Width>(name: &'static str, run: fn(&Path, Rope) -> Run) -> Hash
where
    S::W<Plain>: Send,
{
    let plain = Unrecorded {
        weight: 250,
        absorb: |start, blocks| {
            let fold = Compress::<S> { blocks: u64::MAX, key: 0, rounds: vec![] };
            row::bytes(&row::folded(&fold, row::state::<Compress<S>>(start), 0, blocks, 16 * S::BYTES, &[]))
        },
        finish: |state, hashed, rest, digest| {
            let (block, state) = (16 * S::BYTES, row::state::<Compress<S>>(state));
            let first = hashed / block as u64;
            let length = (hashed + rest.len() as u64).to_be_bytes();
            let (whole, left) = rest.split_at(rest.len().saturating_sub(1) / block * block);
            let mut last = [0; 16 * 8];
            last[..left.len()].copy_from_slice(left);
            let before = first + (whole.len() / block) as u64;
            let fold = Compress::<S> { blocks: before + 1, key: 0, rounds: vec![] };
            let state = row::folded(&fold, state, first, whole, block, &length);
            let h = row::folded(&fold, state, before, &last[..block], block, &length);
            let mut words = row::bytes(&h);
            words.chunks_exact_mut(S::BYTES).for_each(<[u8]>::reverse);
            digest.copy_from_slice(&words[..digest.len()]);
        },
    };
    let start = || {
        let mut h = Border::default();
        let parameters = [&[8 * S::BYTES as u8, 0], &FANOUT_AND_DEPTH[..S::BYTES - 2]].concat();
        let mut read = [Window::NONE; 4];
        read[0] = Window::border(&parameters);
        Setup::<S>(PhantomData).piece(Plain, 0, &read, &mut h);
        Rope::constant("h0", &h.bytes)
    };
    Hash { name, block: 16 * S::BYTES as u64, output: 8 * S::BYTES as u64, run, start, plain }
}

// ------------------------------------------------------------------ the functions

/// The digest as the crate computes it.
fn vetted<C: UpdateCore + VariableOutputCore>(
    core: fn(usize, usize) -> C,
    block: usize,
    arguments: &Arguments,
) -> Result<Says, Error> {
    let mut key = arguments.bytes("key")?;
    let length = usize::try_from(arguments.int("length")?).unwrap_or_default();
    let (mut core, mut buffer) = (core(key.len(), length), Buffer::<C>::default());
    let mut hash = |bytes: &[u8]| buffer.digest_blocks(bytes, |blocks| core.update_blocks(blocks));
    if !key.is_empty() {
        key.resize(block, 0);
        hash(&key);
    }
    stretches(arguments, &mut hash)?;
    let mut output = Output::<C>::default();
    core.finalize_variable_core(&mut buffer, &mut output);
    Ok(Says::Value(output[..length].to_vec()))
}
const fn parameters(most: i64) -> [Parameter; 3] {
    [
        MESSAGE,
        Parameter::int("length", "how many bytes of digest").or(Default::Int(most)).within(Limits::Only(1, most)),
        Parameter::bytes("key", "a secret key, or none").or(Default::Bytes(&[])).within(Limits::Length(0, most as u64)),
    ]
}
fn made<S: Width>(at: &Path, function: &'static str, a: &Arguments) -> Result<Run, Fault>
where
    S::W<Plain>: Send,
{
    Ok(blake2::<S>(at, function, a.rope("message"), a.rope("key"), a.rope("length")))
}

/// The rows of BLAKE2.
pub const ROWS: &[Function] = &[
    Function {
        name: "blake2b",
        title: "BLAKE2b",
        summary: "A digest of up to 64 bytes, with a key if one wants, in 12 rounds a block of 128 bytes.",
        family: Family::Hash,
        spec: "RFC 7693 §3",
        parameters: &parameters(64),
        result: Some(Type::Bytes),
        vetted: Vetted::new("blake2 0.11", |a| {
            vetted(|key, length| ::blake2::Blake2bVarCore::new_with_params(&[], &[], key, length), 128, a)
        })
        .row(),
        examples: &["blake2b(\"abc\")", "blake2b(\"abc\", length: 20, key: \"secret\")"],
        make: |c, a| made::<B>(&c.at, "blake2b", a),
    },
    Function {
        name: "blake2s",
        title: "BLAKE2s",
        summary: "A digest of up to 32 bytes, with a key if one wants, in 10 rounds a block of 64 bytes.",
        family: Family::Hash,
        spec: "RFC 7693 §3",
        parameters: &parameters(32),
        result: Some(Type::Bytes),
        vetted: Vetted::new("blake2 0.11", |a| {
            vetted(|key, length| ::blake2::Blake2sVarCore::new_with_params(&[], &[], key, length), 64, a)
        })
        .row(),
        examples: &["blake2s(\"abc\")", "blake2s(\"abc\", length: 16, key: \"secret\")"],
        make: |c, a| made::<S>(&c.at, "blake2s", a),
    },
];
