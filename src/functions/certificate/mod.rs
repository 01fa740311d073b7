//! Certificates and keys: DER taken apart into named fields, and the checks of a chain.
//!
//! Whoever takes one apart has a run `fields` with a run for every element, `tag`, `length` and `content`; names nest,
//! as in `fields/tbs/extensions/basic_constraints/ca`.

pub mod algorithm;
mod examples;
mod extensions;
pub mod key;
mod names;
pub(in crate::functions) mod pem;
pub mod read;
mod rows;
mod second;
pub mod sign;
mod subject;
#[cfg(test)]
mod tests;
mod verify;

pub use rows::ROWS;

/// The most bytes that are taken apart.
const LONGEST: u64 = 1 << 16;
/// The labels of PEM that a certificate, a request and the keys have.
const CERTIFICATE: &[&str] = &["CERTIFICATE"];
const REQUEST: &[&str] = &["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];
const PUBLIC_KEY: &[&str] = &["PUBLIC KEY"];
const PRIVATE_KEY: &[&str] = &["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"];
