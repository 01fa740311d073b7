//! Derivations: what is made of a password and a salt before it is compared.

pub mod argon2;
pub mod bcrypt;
pub mod pbkdf2;
pub mod scrypt;

use crate::functions::{Context, Fault, FaultKind, Function};
use crate::run::{Error, Path, Rope, Run, Value};

/// The crate that computes a derivation again, and what it shares with our body.
pub type Vetted = (&'static str, &'static str);

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
    /// The crate.
    fn by(&self) -> Vetted;
}

/// A call of another function, as a run at some address.
pub fn called(c: &Context, at: &Path, function: &Function, given: Vec<(&str, Value)>) -> Result<Run, Fault> {
    let given = given.into_iter().map(|(name, value)| (Some(name), value)).collect();
    let (run, _) = function.call(&Context { at: at.clone(), budget: c.budget }, given)?;
    Ok(run)
}
/// Adds a call of a function, which is one of some rows, to a run, and gives its bytes.
pub fn add(
    run: &mut Run,
    c: &Context,
    part: &str,
    (rows, name): (&[Function], &str),
    given: Vec<(&str, Value)>,
) -> Result<Rope, Fault> {
    let function = rows.iter().find(|function| function.name == name);
    let unknown = || Fault::new(FaultKind::UnknownFunction, format!("no function `{name}`"));
    let made = called(c, &run.at.join(part), function.ok_or_else(unknown)?, given)?;
    Ok(run.run(part, |_| made))
}
