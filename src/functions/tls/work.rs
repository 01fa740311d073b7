//! Calls of other rows, computed by our own bodies, or all of them by the crates beside those.

use crate::functions::artefact::add_value;
use crate::functions::{Arguments, Context, Fault, FaultKind, Function, Says};
use crate::run::{Budget, Error, Path, Rope, Run, Type, Value};
use std::cell::Cell;

/// Whoever computes the calls of a run.
pub struct Work<'a> {
    /// The surroundings of the run.
    pub c: &'a Context<'a>,
    /// Whether the crates do, and whether one of them had nothing to say.
    crates: Option<Cell<bool>>,
}
impl<'a> Work<'a> {
    /// Our own bodies: each call becomes a run inside the run.
    pub fn ours(c: &'a Context<'a>) -> Work<'a> {
        Work { c, crates: None }
    }
    /// Adds a call of a row under a name, and gives its value.
    ///
    /// # Errors
    /// The fault of the call.
    pub fn call(
        &self,
        run: &mut Run,
        part: &str,
        (rows, name): (&[Function], &str),
        given: Vec<(&str, Value)>,
    ) -> Result<Value, Fault> {
        let row = rows.iter().find(|row| row.name == name && self.crates.is_some());
        let Some((row, vetted)) = row.and_then(|row| Some((row, row.vetted.vetted()?))) else {
            return add_value(run, self.c, part, (rows, name), given);
        };
        given.iter().try_for_each(|(_, value)| value.finish(self.c.budget))?;
        let given = given.into_iter().map(|(name, value)| (Some(name), value)).collect();
        match (vetted.compute)(&Arguments::bind(row, given, self.c.budget)?)? {
            Says::Value(bytes) if row.result == Some(Type::Bool) => Ok(Value::bool(bytes == [1])),
            Says::Value(bytes) => Ok(Value::bytes(&bytes)),
            Says::Refused => Err(Fault::new(FaultKind::Rejected, "the crate refuses it")),
            Says::Nothing => {
                self.crates.iter().for_each(|silent| silent.set(true));
                Err(Fault::new(FaultKind::Rejected, "the crate says nothing of it"))
            }
        }
    }
    /// The same, of which the bytes are given.
    ///
    /// # Errors
    /// The fault of the call.
    pub fn bytes(
        &self,
        run: &mut Run,
        part: &str,
        function: (&[Function], &str),
        given: Vec<(&str, Value)>,
    ) -> Result<Rope, Fault> {
        Ok(self.call(run, part, function, given)?.rope().cloned().unwrap_or_default())
    }
    /// Adds a call that takes something apart to be looked at, as far as that goes; the crates leave it out.
    ///
    /// # Errors
    /// What computing it gives, where it cannot be computed now.
    pub fn shown(
        &self,
        run: &mut Run,
        part: &str,
        function: (&[Function], &str),
        given: Vec<(&str, Value)>,
    ) -> Result<(), Fault> {
        if self.crates.is_some() {
            return Ok(());
        }
        match add_value(run, self.c, part, function, given) {
            Err(Fault { kind: FaultKind::Rejected | FaultKind::BadArgument, run: inner, .. }) => {
                if let Some(inner) = inner {
                    run.run(part, |_| (*inner).clone());
                }
                Ok(())
            }
            other => other.map(drop),
        }
    }
    /// The bytes of a value, computed.
    ///
    /// # Errors
    /// What computing or reading them gives.
    pub fn known(&self, rope: &Rope) -> Result<Vec<u8>, Error> {
        rope.finish(self.c.budget)?;
        rope.to_vec_until(self.c.budget)
    }
    /// Whether a truth value holds.
    ///
    /// # Errors
    /// What computing or reading it gives.
    pub fn holds(&self, value: &Value) -> Result<bool, Error> {
        value.finish(self.c.budget)?;
        Ok(value.to_bool()? == Some(true))
    }
}

/// The same run, of which the crates compute every step.
///
/// # Errors
/// What reading the arguments gives.
pub fn by_crates(make: impl FnOnce(&Work) -> Result<Run, Fault>) -> Result<Says, Error> {
    let c = Context { at: Path::new("crates"), budget: &Budget::unlimited() };
    let work = Work { c: &c, crates: Some(Cell::new(false)) };
    let made = make(&work);
    if work.crates.is_some_and(|silent| silent.get()) {
        return Ok(Says::Nothing);
    }
    let result = match made {
        Ok(run) => run.result,
        Err(Fault { error: Some(error), .. }) => return Err(*error),
        Err(_) => return Ok(Says::Refused),
    };
    Ok(Says::Value(match &result {
        Value::List(_) => result.show(usize::MAX / 8)?.into_bytes(),
        other => other.rope().map_or(Ok(vec![]), Rope::to_vec)?,
    }))
}
