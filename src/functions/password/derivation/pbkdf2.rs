//! PBKDF2 as a derivation.

use super::{Derivation, Vetted, add, number};
use crate::functions::kdf::pbkdf2::{ITERATIONS, ROWS};
use crate::functions::{Context, Fault, hash};
use crate::run::{Error, Rope, Run, Value};
use ::pbkdf2::pbkdf2_hmac;

/// PBKDF2 with HMAC over some hash function.
pub struct Pbkdf2 {
    /// The hash function, by name.
    pub hash: &'static str,
    /// The iterations.
    pub iterations: Value,
    /// The bytes of the result.
    pub length: u64,
}
impl Derivation for Pbkdf2 {
    fn derive(&self, run: &mut Run, c: &Context, password: Rope, salt: Rope) -> Result<Rope, Fault> {
        let given = vec![
            ("password", Value::Bytes(password)),
            ("salt", Value::Bytes(salt)),
            ("iterations", self.iterations.clone()),
            ("length", Value::int(self.length)),
            ("hash", Value::text(self.hash)),
        ];
        add(run, c, "derive", (ROWS, "pbkdf2"), given)
    }
    fn vetted(&self, password: &[u8], salt: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let (Ok(rounds), mut out) = (u32::try_from(number(&self.iterations)?), vec![0; self.length as usize]) else {
            return Ok(None);
        };
        match self.hash {
            "sha1" => pbkdf2_hmac::<::sha1::Sha1>(password, salt, rounds, &mut out),
            "sha256" => pbkdf2_hmac::<::sha2::Sha256>(password, salt, rounds, &mut out),
            "sha512" => pbkdf2_hmac::<::sha2::Sha512>(password, salt, rounds, &mut out),
            _ => return Ok(None),
        }
        Ok(Some(out))
    }
    fn affordable(&self) -> Result<u64, Error> {
        let digest = hash::hash(self.hash).map_or(1, |hash| hash.output);
        Ok(ITERATIONS / (number(&self.iterations)? * self.length.div_ceil(digest)).max(1))
    }
    fn by(&self) -> Vetted {
        ("pbkdf2 0.13", "")
    }
}
