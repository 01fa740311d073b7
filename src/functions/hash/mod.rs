//! Hash functions.

#[macro_use]
mod rounds;

pub mod blake2;
pub mod md5;
mod padding;
pub mod primes;
mod row;
pub mod sha1;
pub mod sha2;
pub mod sha3;
mod vetted;

use super::{Arguments, Fault};
pub use row::{Hash, Midstate};
pub(crate) use vetted::with_hash;

/// The hash functions that others can be built on, by name.
pub static HASHES: &[&[Hash]] = &[md5::HASHES, sha1::HASHES, sha2::HASHES, sha3::HASHES, blake2::HASHES];

/// The names of the hash functions that others can be built on.
pub fn names() -> Vec<&'static str> {
    HASHES.iter().flat_map(|h| h.iter()).map(|h| h.name).collect()
}
/// A hash function by name.
pub fn hash(name: &str) -> Option<&'static Hash> {
    HASHES.iter().flat_map(|h| h.iter()).find(|h| h.name == name)
}

/// The hash function that a call names as its argument `hash`.
///
/// # Errors
/// A fault where there is none of that name.
pub fn asked(arguments: &Arguments) -> Result<&'static Hash, Fault> {
    let name = arguments.text("hash")?;
    hash(&name).ok_or_else(|| Fault::argument("hash", format!("no hash function `{name}`")))
}

#[cfg(test)]
mod tests;
