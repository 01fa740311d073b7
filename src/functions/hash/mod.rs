//! Hash functions.

pub mod primes;
pub mod sha2;

use crate::run::{Path, Rope, Run};

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

/// The hash functions that others can be built on, by name.
pub static HASHES: &[&[Hash]] = &[sha2::HASHES];

/// The names of the hash functions that others can be built on.
pub fn names() -> Vec<&'static str> {
    HASHES.iter().flat_map(|h| h.iter()).map(|h| h.name).collect()
}
/// A hash function by name.
pub fn hash(name: &str) -> Option<&'static Hash> {
    HASHES.iter().flat_map(|h| h.iter()).find(|h| h.name == name)
}
