//! Rows of hash functions, as other functions need them.

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
