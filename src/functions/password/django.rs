//! Password strings of Django: an algorithm, its parameters and the hash, with `$` between them.

use super::derivation::bcrypt::Before;
use super::derivation::pbkdf2::Pbkdf2;
use super::derivation::scrypt::Scrypt;
use super::derivation::{Derivation, Vetted, add};
use super::encoding::Encoding;
use super::reader::{Format, Reader, Stored};
use super::{bcrypt, phc};
use crate::functions::hash::md5;
use crate::functions::{Context, Fault};
use crate::run::{Error, Rope, Run, Value};
use ::md5::{Digest, Md5 as Crate};

/// The row of `pbkdf2_sha256$…`.
pub const PBKDF2_SHA256: Format = Format {
    name: "Django, PBKDF2 with HMAC-SHA-256",
    begins: &["pbkdf2_sha256$"],
    read: |t| pbkdf2(t, "pbkdf2_sha256", "sha256", 32),
};
/// The row of `pbkdf2_sha1$…`.
pub const PBKDF2_SHA1: Format = Format {
    name: "Django, PBKDF2 with HMAC-SHA-1",
    begins: &["pbkdf2_sha1$"],
    read: |t| pbkdf2(t, "pbkdf2_sha1", "sha1", 20),
};
/// The salt is its characters, as they stand there.
fn pbkdf2(t: &mut Reader, word: &str, hash: &'static str, length: u64) -> Result<Stored, Fault> {
    t.word("algorithm", word)?;
    t.sign("$", "iterations")?;
    let iterations = t.number("iterations", b"$", 1)?;
    t.sign("$", "salt")?;
    let salt = t.salt()?;
    t.hash("$", Encoding::Padded, Some(length))?;
    Ok(Stored::of(salt, Box::new(Pbkdf2 { hash, iterations, length })))
}
/// The row of `scrypt$…`.
pub const SCRYPT: Format = Format {
    name: "Django, scrypt",
    begins: &["scrypt$"],
    read: |t| {
        t.word("algorithm", "scrypt")?;
        t.sign("$", "n")?;
        let n = t.number_of_blocks("n", b"$")?;
        t.sign("$", "salt")?;
        let salt = t.salt()?;
        t.sign("$", "r")?;
        let r = t.number("r", b"$", 1)?;
        t.sign("$", "p")?;
        let p = t.number("p", b"$", 1)?;
        t.hash("$", Encoding::Padded, Some(64))?;
        Ok(Stored::of(salt, Box::new(Scrypt { n, r, p, length: 64 })))
    },
};
/// The row of `argon2$argon2…`: a string of the Argon2 tools behind a word.
pub const ARGON2: Format = Format {
    name: "Django, Argon2",
    begins: &["argon2$"],
    read: |t| {
        t.word("scheme", "argon2")?;
        phc::read(t)
    },
};
/// The row of `bcrypt$$2b$…`: a string of bcrypt behind a word.
pub const BCRYPT: Format = Format {
    name: "Django, bcrypt",
    begins: &["bcrypt$"],
    read: |t| {
        t.word("scheme", "bcrypt")?;
        t.sign("$", "algorithm")?;
        bcrypt::read(t, Before::Nothing)
    },
};
/// The row of `bcrypt_sha256$$2b$…`.
pub const BCRYPT_SHA256: Format = Format {
    name: "Django, bcrypt of the SHA-256 digits of the password",
    begins: &["bcrypt_sha256$"],
    read: |t| {
        t.word("scheme", "bcrypt_sha256")?;
        t.sign("$", "algorithm")?;
        bcrypt::read(t, Before::HexDigest)
    },
};
/// The row of `md5$…`.
pub const MD5: Format = Format {
    name: "Django, MD5 with a salt",
    begins: &["md5$"],
    read: |t| {
        t.word("algorithm", "md5")?;
        t.sign("$", "salt")?;
        let salt = t.salt()?;
        t.hash("$", Encoding::Hex, Some(16))?;
        Ok(Stored::of(salt, Box::new(Md5)))
    },
};
/// The row of `!…`.
pub const UNUSABLE: Format = Format {
    name: "Django, an account without a usable password",
    begins: &["!"],
    read: |t| {
        t.word("algorithm", "!")?;
        let rest = t.next(usize::MAX);
        let random = t.plain("random", rest);
        Ok(Stored::of(random, Box::new(Unusable)))
    },
};

/// MD5 of the salt and then the password.
struct Md5;
impl Derivation for Md5 {
    fn derive(&self, run: &mut Run, c: &Context, password: Rope, salt: Rope) -> Result<Rope, Fault> {
        let message = Value::Bytes(salt.clone().then(password));
        add(run, c, "derive", (md5::ROWS, "md5"), vec![("message", message)])
    }
    fn vetted(&self, password: &[u8], salt: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        Ok(Some(Crate::digest([salt, password].concat()).to_vec()))
    }
    fn affordable(&self) -> Result<u64, Error> {
        Ok(u64::MAX)
    }
    fn by(&self) -> Vetted {
        ("md-5 0.11", "")
    }
}

/// No derivation: nothing is compared with a password.
struct Unusable;
impl Derivation for Unusable {
    fn derive(&self, run: &mut Run, _: &Context, _: Rope, _: Rope) -> Result<Rope, Fault> {
        run.choice("is there a password to compare with?", "no: a string that begins with `!` fits none");
        Ok(Rope::default())
    }
    fn vetted(&self, _: &[u8], _: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }
    fn affordable(&self) -> Result<u64, Error> {
        Ok(u64::MAX)
    }
    fn by(&self) -> Vetted {
        ("", "")
    }
}
