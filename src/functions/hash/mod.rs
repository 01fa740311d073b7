//! Hash functions.

pub mod primes;
mod row;
pub mod sha2;

pub use row::Hash;

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
