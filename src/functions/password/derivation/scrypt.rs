//! scrypt as a derivation.

use super::super::reader::Reader;
use super::{Derivation, Vetted, add, number};
use crate::functions::kdf::scrypt::{MIXED, ROWS};
use crate::functions::{Context, Fault};
use crate::run::{Error, Rope, Run, Value};
use ::scrypt::Params;

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
/// A way to read a number up to one of some signs.
type Number = fn(&mut Reader, &str, &[u8]) -> Result<Value, Fault>;
/// The fields n, r and p, each behind a sign of its own and up to one of the signs `ends`; `n` reads the first.
pub fn costs(t: &mut Reader, signs: [&str; 3], ends: &[u8], n: Number) -> Result<[Value; 3], Fault> {
    t.sign(signs[0], "n")?;
    let n = n(t, "n", ends)?;
    let mut more = |sign: &str, field: &str| {
        t.sign(sign, field)?;
        t.number(field, ends, 1)
    };
    Ok([n, more(signs[1], "r")?, more(signs[2], "p")?])
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
        let (n, r, p) = (number(&self.n)?, number(&self.r)?, number(&self.p)?);
        let small = |value: u64| u32::try_from(value).unwrap_or(0);
        let params = Params::new(n.checked_ilog2().unwrap_or(0) as u8, small(r), small(p));
        let (Ok(params), true) = (params, n.is_power_of_two()) else { return Ok(None) };
        let mut out = vec![0; self.length as usize];
        Ok(::scrypt::scrypt(password, salt, &params, &mut out).is_ok().then_some(out))
    }
    fn affordable(&self) -> Result<u64, Error> {
        Ok(MIXED / (number(&self.n)?.saturating_mul(number(&self.r)?).saturating_mul(number(&self.p)?)).max(1))
    }
    fn by(&self) -> Vetted {
        ("scrypt 0.12", "")
    }
}
