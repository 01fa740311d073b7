//! Key exchange, and the groups below it.

pub mod x25519;
