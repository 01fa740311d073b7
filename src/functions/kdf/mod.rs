//! Key derivation.

pub mod argon2;
pub mod bcrypt;
pub mod bcrypt_pbkdf;
pub mod hkdf;
pub mod pbkdf2;
pub mod scrypt;
