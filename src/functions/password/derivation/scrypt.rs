//! scrypt as a derivation.

use super::{Derivation, Vetted, add};
use crate::functions::kdf::scrypt::ROWS;
use crate::functions::{Context, Fault};
use crate::run::{Error, Rope, Run, Value};
use ::scrypt::Params;
use num_traits::ToPrimitive;

/// scrypt with its three costs.
pub struct Scrypt {
    /// The number of blocks in memory.
    pub n: Value,
    /// The size of a block.
    pub r: Value,
    /// How many memories are filled one after the other.
    pub p: Value,
    /// The bytes of the result.
    pub length: u64,
}
impl Derivation for Scrypt {
    fn derive(&self, run: &mut Run, c: &Context, password: Rope, salt: Rope) -> Result<Rope, Fault> {
        let given = vec![
            ("password", Value::Bytes(password)),
            ("salt", Value::Bytes(salt)),
            ("n", self.n.clone()),
            ("r", self.r.clone()),
            ("p", self.p.clone()),
            ("length", Value::int(self.length)),
        ];
        add(run, c, "derive", (ROWS, "scrypt"), given)
    }
    fn vetted(&self, password: &[u8], salt: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let number = |value: &Value| value.to_int().map(|value| value.and_then(|value| value.to_u64()));
        let (Some(n), Some(r), Some(p)) = (number(&self.n)?, number(&self.r)?, number(&self.p)?) else {
            return Ok(None);
        };
        let small = |value: u64| u32::try_from(value).unwrap_or(0);
        let params = Params::new(n.checked_ilog2().unwrap_or(0) as u8, small(r), small(p));
        let (Ok(params), true) = (params, n.is_power_of_two()) else { return Ok(None) };
        let mut out = vec![0; self.length as usize];
        Ok(::scrypt::scrypt(password, salt, &params, &mut out).is_ok().then_some(out))
    }
    fn by(&self) -> Vetted {
        ("scrypt 0.12", "")
    }
}
