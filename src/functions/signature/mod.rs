//! Signatures.

pub mod ed25519;
