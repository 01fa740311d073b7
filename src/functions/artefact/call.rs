//! Calls of other functions, as runs inside the run of what is taken apart.

use crate::functions::{Context, Fault, FaultKind, Function};
use crate::run::{Path, Rope, Run, Value};

/// A call of another function, as a run at some address.
///
/// # Errors
/// The fault of the call.
pub fn called(c: &Context, at: &Path, function: &Function, given: Vec<(&str, Value)>) -> Result<Run, Fault> {
    let given = given.into_iter().map(|(name, value)| (Some(name), value)).collect();
    let (run, _) = function.call(&Context { at: at.clone(), budget: c.budget }, given)?;
    Ok(run)
}
/// Adds a call of a function, which is one of some rows, to a run, and gives its value.
///
/// # Errors
/// The fault of the call.
pub fn add_value(
    run: &mut Run,
    c: &Context,
    part: &str,
    (rows, name): (&[Function], &str),
    given: Vec<(&str, Value)>,
) -> Result<Value, Fault> {
    let function = rows.iter().find(|function| function.name == name);
    let unknown = || Fault::new(FaultKind::UnknownFunction, format!("no function `{name}`"));
    let made = called(c, &run.at.join(part), function.ok_or_else(unknown)?, given)?;
    let value = made.result.clone();
    run.run(part, |_| made);
    Ok(value)
}
/// The same, of which the bytes are given.
///
/// # Errors
/// The fault of the call.
pub fn add(
    run: &mut Run,
    c: &Context,
    part: &str,
    function: (&[Function], &str),
    given: Vec<(&str, Value)>,
) -> Result<Rope, Fault> {
    Ok(add_value(run, c, part, function, given)?.rope().cloned().unwrap_or_default())
}
