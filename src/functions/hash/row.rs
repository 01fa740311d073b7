//! Rows of hash functions, as other functions need them, and what the rows of all of them share.

use crate::functions::{Arguments, Parameter, Says};
use crate::num::{Border, Carry, Plain, Reading, Window};
use crate::run::{Error, Fold, Path, Rope, Run, Source};
use ::sha2::Digest;

/// A hash function, as other functions need it.
pub struct Hash {
    /// The name of its row.
    pub name: &'static str,
    /// How many bytes it reads at a time.
    pub block: u64,
    /// How many bytes it gives.
    pub output: u64,
    /// Its run over a message.
    pub run: fn(&Path, Rope) -> Run,
    /// The state that it begins with.
    pub start: fn() -> Rope,
    /// The same body without a record.
    pub plain: Unrecorded,
}
/// A hash function over bytes at hand, not recorded.
#[derive(Clone, Copy)]
pub struct Unrecorded {
    /// The weight of a block: about how many nanoseconds it takes.
    pub weight: u64,
    /// The state after whole blocks at the beginning of a message, from the state that it begins with.
    pub absorb: fn(&[u8], &[u8]) -> Vec<u8>,
    /// The digest, written over as many bytes as it has: from the state after so many bytes, whole blocks, and what
    /// follows them, which is not empty unless nothing came before.
    pub finish: fn(&[u8], u64, &[u8], &mut [u8]),
}
/// A hash function with whole blocks at the beginning of a message hashed already, not recorded.
pub struct Midstate {
    hash: &'static Hash,
    state: Vec<u8>,
    hashed: u64,
}
impl Hash {
    /// The hash function after whole blocks, or after none.
    pub fn after(&'static self, blocks: &[u8]) -> Midstate {
        let start = (self.start)().to_vec().expect("constants are in memory");
        let state = if blocks.is_empty() { start } else { (self.plain.absorb)(&start, blocks) };
        Midstate { hash: self, state, hashed: blocks.len() as u64 }
    }
}
impl Midstate {
    /// Writes the digest of a message: the blocks hashed already, and then `rest`, which is not empty unless they are.
    pub fn digest(&self, rest: &[u8], digest: &mut [u8]) {
        (self.hash.plain.finish)(&self.state, self.hashed, rest, &mut digest[..self.hash.output as usize]);
    }
}

/// The state after blocks, the first of them numbered `first`, each read as the first feed of a fold and `second` as
/// its second; not recorded.
pub(super) fn folded<F: Fold>(
    fold: &F,
    mut state: F::State<Plain>,
    first: u64,
    blocks: &[u8],
    block: usize,
    second: &[u8],
) -> F::State<Plain> {
    let second = Window { bytes: second, from: Reading::Feed(1), at: 0 };
    for (i, bytes) in (first..).zip(blocks.chunks_exact(block)) {
        let read = Window { bytes, from: Reading::Feed(0), at: 0 };
        state = fold.segment(Plain, i, state, &[read, second, Window::NONE, Window::NONE]);
    }
    state
}
/// A state from its bytes.
pub(super) fn state<F: Fold>(bytes: &[u8]) -> F::State<Plain> {
    F::State::<Plain>::read(Plain, Window::border(bytes))
}
/// The bytes of a state.
pub(super) fn bytes<C: Carry<N = Plain>>(state: &C) -> Vec<u8> {
    let mut border = Border { bytes: Vec::with_capacity(C::SIZE), ..Border::default() };
    state.save(&mut border);
    border.bytes
}

/// The parameter of all of them.
pub(super) const MESSAGE: Parameter = Parameter::bytes("message", "what to hash, of any length");

/// A message, read a stretch at a time.
pub(super) fn stretches(arguments: &Arguments, mut read: impl FnMut(&[u8])) -> Result<(), Error> {
    let message = arguments.rope("message");
    let (mut buffer, mut at) = (vec![0; 64 << 10], 0);
    while at < message.len() {
        let n = (message.len() - at).min(buffer.len() as u64) as usize;
        message.read_at(at, &mut buffer[..n])?;
        read(&buffer[..n]);
        at += n as u64;
    }
    Ok(())
}
/// The digest of a message as a crate computes it.
pub(super) fn digest<D: Digest>(arguments: &Arguments) -> Result<Says, Error> {
    let mut hasher = D::new();
    stretches(arguments, |bytes| hasher.update(bytes))?;
    Ok(Says::Value(hasher.finalize().to_vec()))
}
