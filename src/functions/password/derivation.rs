//! Derivations: what is made of a password and a salt before it is compared.

pub mod argon2;
pub mod bcrypt;
pub mod pbkdf2;
pub mod scrypt;

pub use crate::functions::artefact::{add, called};
use crate::functions::{Context, Fault};
use crate::run::{Error, Rope, Run, Value};
use num_traits::ToPrimitive;

/// The crate that computes a derivation again, and what it shares with our body.
pub type Vetted = (&'static str, &'static str);

/// A number of a string, as far as it is one of 64 bits.
fn number(value: &Value) -> Result<u64, Error> {
    Ok(value.to_int()?.and_then(|value| value.to_u64()).unwrap_or(u64::MAX))
}

/// A way from a password and a salt to a hash.
pub trait Derivation {
    /// Adds the run `derive`, and what comes before it, to a run; gives the bytes of the hash.
    ///
    /// # Errors
    /// A fault in one of the fields, named by its name.
    fn derive(&self, run: &mut Run, c: &Context, password: Rope, salt: Rope) -> Result<Rope, Fault>;
    /// The bytes of the hash as a crate computes them; nothing outside of its domain.
    ///
    /// # Errors
    /// What reading the fields gives.
    fn vetted(&self, password: &[u8], salt: &[u8]) -> Result<Option<Vec<u8>>, Error>;
    /// How many of it cost together as much as the costliest that is computed.
    ///
    /// # Errors
    /// What reading the fields gives.
    fn affordable(&self) -> Result<u64, Error>;
    /// The crate.
    fn by(&self) -> Vetted;
}
