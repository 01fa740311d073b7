//! Signatures.

pub mod ecdsa;
pub mod ed25519;
pub mod rsa;
