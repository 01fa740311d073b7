//! Password strings of passlib.

use super::bcrypt::{cost, salt_and_hash, variant};
use super::derivation::bcrypt::Before;
use super::derivation::pbkdf2::Pbkdf2;
use super::derivation::scrypt::{Scrypt, costs};
use super::encoding::Encoding;
use super::reader::{Format, Reader, Stored};
use crate::functions::Fault;

/// The row of `$pbkdf2$…`.
pub const PBKDF2_SHA1: Format = Format {
    name: "passlib, PBKDF2 with HMAC-SHA-1",
    begins: &["$pbkdf2$"],
    read: |t| pbkdf2(t, "$pbkdf2", "sha1", 20),
};
/// The row of `$pbkdf2-sha256$…`.
pub const PBKDF2_SHA256: Format = Format {
    name: "passlib, PBKDF2 with HMAC-SHA-256",
    begins: &["$pbkdf2-sha256$"],
    read: |t| pbkdf2(t, "$pbkdf2-sha256", "sha256", 32),
};
/// The row of `$pbkdf2-sha512$…`.
pub const PBKDF2_SHA512: Format = Format {
    name: "passlib, PBKDF2 with HMAC-SHA-512",
    begins: &["$pbkdf2-sha512$"],
    read: |t| pbkdf2(t, "$pbkdf2-sha512", "sha512", 64),
};
/// The salt is bytes, which the text has in base64.
fn pbkdf2(t: &mut Reader, word: &str, hash: &'static str, length: u64) -> Result<Stored, Fault> {
    t.word("algorithm", word)?;
    t.sign("$", "iterations")?;
    let iterations = t.number("iterations", b"$", 1)?;
    t.sign("$", "salt")?;
    let range = t.until(b"$");
    let salt = t.decoded("salt", range, Encoding::Ab64)?;
    t.hash("$", Encoding::Ab64, Some(length))?;
    Ok(Stored::of(salt, Box::new(Pbkdf2 { hash, iterations, length })))
}
/// The row of `$scrypt$…`.
pub const SCRYPT: Format = Format {
    name: "passlib, scrypt",
    begins: &["$scrypt$"],
    read: |t| {
        t.word("algorithm", "$scrypt")?;
        let [n, r, p] = costs(t, ["$ln=", ",r=", ",p="], b",$", Reader::power_of_two)?;
        t.sign("$", "salt")?;
        let range = t.until(b"$");
        let salt = t.decoded("salt", range, Encoding::Unpadded)?;
        t.hash("$", Encoding::Unpadded, Some(32))?;
        Ok(Stored::of(salt, Box::new(Scrypt { n, r, p, length: 32 })))
    },
};
/// The row of `$bcrypt-sha256$v=…`.
pub const BCRYPT_SHA256: Format = Format {
    name: "passlib, bcrypt of an HMAC-SHA-256 of the password",
    begins: &["$bcrypt-sha256$v="],
    read: |t| {
        t.word("scheme", "$bcrypt-sha256")?;
        t.sign("$v=", "version")?;
        let range = t.until(b",$");
        let version = t.number_in("version", range.clone(), 0)?;
        if version.to_int()? != Some(2.into()) {
            return Err(t.wrong("version", range, "strings that name a version have 2".into()));
        }
        t.sign(",t=", "algorithm")?;
        let range = t.until(b",$");
        variant(t, range)?;
        t.sign(",r=", "cost")?;
        let range = t.until(b"$");
        let cost = cost(t, range, false)?;
        t.sign("$", "salt")?;
        salt_and_hash(t, cost, Before::Base64Hmac, "$")
    },
};
/// The row of `$bcrypt-sha256$2b,…`.
pub const BCRYPT_SHA256_V1: Format = Format {
    name: "passlib, bcrypt of a SHA-256 of the password (version 1)",
    begins: &["$bcrypt-sha256$"],
    read: |t| {
        t.word("scheme", "$bcrypt-sha256")?;
        t.sign("$", "algorithm")?;
        let range = t.until(b",$");
        variant(t, range)?;
        t.sign(",", "cost")?;
        let range = t.until(b"$");
        let cost = cost(t, range, false)?;
        t.sign("$", "salt")?;
        salt_and_hash(t, cost, Before::Base64Digest, "$")
    },
};
