//! Password strings of werkzeug, and so of Flask: the method and its parameters with `:` between them, the salt, and
//! the hash in hexadecimal.

use super::derivation::pbkdf2::Pbkdf2;
use super::derivation::scrypt::{Scrypt, costs};
use super::encoding::Encoding;
use super::reader::{Format, Reader, Stored};
use crate::functions::hash;

/// The row of `pbkdf2:…`.
pub const PBKDF2: Format = Format {
    name: "werkzeug, PBKDF2",
    begins: &["pbkdf2:"],
    read: |t| {
        t.word("scheme", "pbkdf2")?;
        t.sign(":", "algorithm")?;
        let range = t.until(b":$");
        let Some(hash) = std::str::from_utf8(t.bytes(&range)).ok().and_then(hash::hash) else {
            return Err(t.wrong("algorithm", range, format!("the hash functions are {}", hash::names().join(", "))));
        };
        t.text("algorithm", range);
        t.sign(":", "iterations")?;
        let iterations = t.number("iterations", b"$", 1)?;
        t.sign("$", "salt")?;
        let salt = t.salt()?;
        t.hash("$", Encoding::Hex, Some(hash.output))?;
        Ok(Stored::of(salt, Box::new(Pbkdf2 { hash: hash.name, iterations, length: hash.output })))
    },
};
/// The row of `scrypt:…`.
pub const SCRYPT: Format = Format {
    name: "werkzeug, scrypt",
    begins: &["scrypt:"],
    read: |t| {
        t.word("algorithm", "scrypt")?;
        let [n, r, p] = costs(t, [":", ":", ":"], b":$", Reader::number_of_blocks)?;
        t.sign("$", "salt")?;
        let salt = t.salt()?;
        t.hash("$", Encoding::Hex, Some(64))?;
        Ok(Stored::of(salt, Box::new(Scrypt { n, r, p, length: 64 })))
    },
};
