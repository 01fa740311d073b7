//! bcrypt as a derivation, alone or after a hash that makes every password short enough for it.

use super::{Derivation, Vetted, add, number};
use crate::functions::hash::sha2;
use crate::functions::kdf::bcrypt::{COSTLIEST, ROWS};
use crate::functions::mac::hmac;
use crate::functions::{Context, Fault, bytes};
use crate::run::{Error, Rope, Run, Value};
use ::hmac::{Hmac, KeyInit, Mac};
use ::sha2::{Digest, Sha256};
use base64ct::{Base64, Encoding};

/// The most bytes of a password that bcrypt reads.
const LONGEST: usize = 72;

/// The way of the password into bcrypt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// As it is.
    Nothing,
    /// The 64 hexadecimal digits of its SHA-256.
    HexDigest,
    /// Its SHA-256 in base64.
    Base64Digest,
    /// Its HMAC-SHA-256 in base64, the characters of the salt being the key.
    Base64Hmac,
}
/// bcrypt with its cost.
pub struct Bcrypt {
    /// The cost.
    pub cost: Value,
    /// The way of the password into it.
    pub before: Before,
    /// The characters that write the salt.
    pub written: Rope,
}
impl Bcrypt {
    fn before(&self, run: &mut Run, c: &Context, password: Rope) -> Result<Rope, Fault> {
        let message = || vec![("message", Value::Bytes(password.clone()))];
        match self.before {
            Before::Nothing => Ok(password),
            Before::HexDigest => {
                let digest = add(run, c, "digest", (sha2::ROWS, "sha256"), message())?;
                add(run, c, "digits", (bytes::ROWS, "hex"), vec![("a", Value::Bytes(digest))])
            }
            Before::Base64Digest => {
                let digest = add(run, c, "digest", (sha2::ROWS, "sha256"), message())?;
                add(run, c, "digits", (bytes::ROWS, "base64"), vec![("a", Value::Bytes(digest))])
            }
            Before::Base64Hmac => {
                let key = ("key", Value::Bytes(self.written.clone()));
                let mac = add(run, c, "mac", (hmac::ROWS, "hmac"), message().into_iter().chain([key]).collect())?;
                add(run, c, "digits", (bytes::ROWS, "base64"), vec![("a", Value::Bytes(mac))])
            }
        }
    }
}
impl Derivation for Bcrypt {
    fn derive(&self, run: &mut Run, c: &Context, password: Rope, salt: Rope) -> Result<Rope, Fault> {
        let password = self.before(run, c, password)?;
        let given =
            vec![("password", Value::Bytes(password)), ("salt", Value::Bytes(salt)), ("cost", self.cost.clone())];
        add(run, c, "derive", (ROWS, "bcrypt"), given)
    }
    fn vetted(&self, password: &[u8], salt: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let (Ok(cost), Ok(salt)) = (u32::try_from(number(&self.cost)?), <[u8; 16]>::try_from(salt)) else {
            return Ok(None);
        };
        let mut key = match self.before {
            Before::Nothing => password.to_vec(),
            Before::HexDigest => base16ct::lower::encode_string(&Sha256::digest(password)).into_bytes(),
            Before::Base64Digest => Base64::encode_string(&Sha256::digest(password)).into_bytes(),
            Before::Base64Hmac => {
                let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.written.to_vec()?) else { return Ok(None) };
                mac.update(password);
                Base64::encode_string(&mac.finalize().into_bytes()).into_bytes()
            }
        };
        key.push(0);
        key.truncate(LONGEST);
        Ok(Some(::bcrypt::bcrypt(cost, salt, &key)[..23].to_vec()))
    }
    fn affordable(&self) -> Result<u64, Error> {
        let more = u64::from(COSTLIEST).saturating_sub(number(&self.cost)?);
        Ok(1 << more.min(63))
    }
    fn by(&self) -> Vetted {
        ("bcrypt 0.19", "")
    }
}
