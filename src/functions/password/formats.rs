//! The table of formats.

use super::reader::Format;
use super::{bcrypt, django, passlib, phc, sha512_crypt, werkzeug};

/// The table, in the order in which the first that fits is taken.
pub static FORMATS: &[&Format] = &[
    &django::PBKDF2_SHA256,
    &django::PBKDF2_SHA1,
    &django::ARGON2,
    &django::SCRYPT,
    &django::BCRYPT_SHA256,
    &django::BCRYPT,
    &django::MD5,
    &django::UNUSABLE,
    &werkzeug::PBKDF2,
    &werkzeug::SCRYPT,
    &passlib::PBKDF2_SHA256,
    &passlib::PBKDF2_SHA512,
    &passlib::PBKDF2_SHA1,
    &passlib::SCRYPT,
    &passlib::BCRYPT_SHA256,
    &passlib::BCRYPT_SHA256_V1,
    &phc::FORMAT,
    &bcrypt::FORMAT,
    &sha512_crypt::WITH_ROUNDS,
    &sha512_crypt::FORMAT,
];
