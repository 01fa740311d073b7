//! The arguments of a call.

use super::Fault;
use crate::run::{Error, Rope, Value};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The values that the parameters were given, defaults included, in the order of the row.
#[derive(Clone, Debug)]
pub struct Arguments(pub(super) Vec<(&'static str, Value)>);

impl Arguments {
    /// The value of a parameter, which is one of the row's.
    pub fn value(&self, name: &str) -> &Value {
        let found = self.0.iter().find(|(n, _)| *n == name);
        &found.unwrap_or_else(|| panic!("the row has a parameter `{name}`")).1
    }
    /// All values, in the order of the row.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(n, v)| (*n, v))
    }
    /// The bytes behind a parameter: of bytes, of a text, of an integer's magnitude.
    pub fn rope(&self, name: &str) -> Rope {
        self.value(name).rope().cloned().unwrap_or_default()
    }
    /// The bytes of a parameter, which must be computed already.
    ///
    /// # Errors
    /// What reading them gives.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, Error> {
        self.rope(name).to_vec()
    }
    /// An integer parameter.
    ///
    /// # Errors
    /// What reading it gives.
    pub fn int(&self, name: &str) -> Result<BigInt, Error> {
        Ok(self.value(name).to_int()?.unwrap_or_default())
    }
    /// An integer parameter that is not negative and fits in 64 bits.
    ///
    /// # Errors
    /// What reading it gives, or a fault where it does not fit.
    pub fn u64(&self, name: &str) -> Result<u64, Fault> {
        let value = self.int(name)?;
        let fault = || Fault::argument(name, format!("`{name}` is from 0 to {}, and this is {value}", u64::MAX));
        value.to_u64().ok_or_else(fault)
    }
    /// A text parameter.
    ///
    /// # Errors
    /// What reading it gives.
    pub fn text(&self, name: &str) -> Result<String, Error> {
        Ok(self.value(name).to_text()?.unwrap_or_default())
    }
    /// A truth value parameter.
    ///
    /// # Errors
    /// What reading it gives.
    pub fn bool(&self, name: &str) -> Result<bool, Error> {
        Ok(self.value(name).to_bool()?.unwrap_or_default())
    }
}
