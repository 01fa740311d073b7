//! Rows of hash functions, as other functions need them, and what the rows of all of them share.

use crate::functions::{Arguments, Parameter, Says};
use crate::run::{Error, Path, Rope, Run, Source};
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
