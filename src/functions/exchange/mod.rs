//! Key exchange, and the groups below it.

pub mod curve;
pub mod dh;
pub mod ecdh;
pub mod x25519;
