//! Key derivation.

pub mod hkdf;
pub mod pbkdf2;
