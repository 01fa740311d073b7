//! Argon2 as a derivation.

use super::{Derivation, Vetted, add, number};
use crate::functions::kdf::argon2::{ROWS, WRITTEN, version};
use crate::functions::{Context, Fault};
use crate::run::{Error, Rope, Run, Value};
use ::argon2::{Algorithm, Params};

/// The version of a string that names none, as it was written before there was a second one.
const UNNAMED: u32 = 16;

/// Argon2 with its three costs.
pub struct Argon2 {
    /// The variant: `"d"`, `"i"` or `"id"`.
    pub variant: &'static str,
    /// The version, where the string names it.
    pub version: Option<Value>,
    /// The memory, in KiB.
    pub memory: Value,
    /// The passes over it.
    pub passes: Value,
    /// The lanes.
    pub lanes: Value,
    /// The bytes of the result.
    pub length: u64,
}
impl Derivation for Argon2 {
    fn derive(&self, run: &mut Run, c: &Context, password: Rope, salt: Rope) -> Result<Rope, Fault> {
        if self.version.is_none() {
            run.choice(
                "which version of Argon2 is it?",
                format!("{UNNAMED}: the string names none, so it is an old one"),
            );
        }
        let version = self.version.clone().unwrap_or_else(|| Value::int(UNNAMED));
        let given = vec![
            ("password", Value::Bytes(password)),
            ("salt", Value::Bytes(salt)),
            ("memory", self.memory.clone()),
            ("passes", self.passes.clone()),
            ("lanes", self.lanes.clone()),
            ("length", Value::int(self.length)),
            ("variant", Value::text(self.variant)),
            ("version", version),
        ];
        add(run, c, "derive", (ROWS, "argon2"), given)
    }
    fn vetted(&self, password: &[u8], salt: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let small = |value: &Value| number(value).map(|value| u32::try_from(value).unwrap_or_default());
        let params = Params::new(small(&self.memory)?, small(&self.passes)?, small(&self.lanes)?, None);
        let (Ok(params), Some(version)) = (params, version(self.version.as_ref().map_or(Ok(UNNAMED), small)?.into()))
        else {
            return Ok(None);
        };
        let algorithm = match self.variant {
            "d" => Algorithm::Argon2d,
            "i" => Algorithm::Argon2i,
            _ => Algorithm::Argon2id,
        };
        let mut out = vec![0; self.length as usize];
        let argon2 = ::argon2::Argon2::new(algorithm, version, params);
        Ok(argon2.hash_password_into(password, salt, &mut out).is_ok().then_some(out))
    }
    fn affordable(&self) -> Result<u64, Error> {
        Ok(WRITTEN / number(&self.memory)?.saturating_mul(number(&self.passes)?).max(1))
    }
    fn by(&self) -> Vetted {
        ("argon2 0.6", "")
    }
}
