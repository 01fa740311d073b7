//! Data at rest: tokens and columns as programs store them.

pub mod fernet;
pub mod string_encrypted;

use super::{Context, Fault, FaultKind, Function, bytes as rows};
use crate::run::{Error, Rope, Run, Value};
use std::sync::Arc;

/// The functions of bytes, which both read and write.
const BYTES: &[Function] = rows::ROWS;
/// A call of a function, one of some rows by its name, added to a run under some name; gives its result. What the call
/// refuses is refused here, of the argument `argument`, with the call's run inside.
fn call(
    run: &mut Run,
    c: &Context,
    (name, rows, called): (&str, &[Function], &str),
    argument: &str,
    given: Vec<(&str, Value)>,
) -> Result<Value, Fault> {
    let at = run.at.join(name);
    let given = given.into_iter().map(|(name, value)| (Some(name), value)).collect();
    let function = rows.iter().find(|row| row.name == called);
    let function = function.ok_or_else(|| Fault::new(FaultKind::UnknownFunction, format!("no function `{called}`")))?;
    match function.call(&Context { at, budget: c.budget }, given) {
        Ok((inner, _)) => {
            let result = inner.result.clone();
            run.run(name, |_| inner);
            Ok(result)
        }
        Err(fault) => Err(about(fault, run, name, argument)),
    }
}
/// The fault of a call inside a run, said of an argument of that run.
fn about(fault: Fault, run: &Run, name: &str, argument: &str) -> Fault {
    let argument = Some(argument.to_owned());
    if fault.kind != FaultKind::Rejected {
        return Fault { argument: if fault.error.is_some() { fault.argument } else { argument }, ..fault };
    }
    let mut run = run.clone();
    if let Some(inner) = &fault.run {
        run.run(name, |_| (**inner).clone());
    }
    Fault { argument, run: Some(Arc::new(run)), ..fault }
}
/// The bytes of a call's result.
fn bytes(value: &Value) -> Rope {
    value.rope().cloned().unwrap_or_default()
}
/// The bytes of an argument, on which the shape of a run depends.
fn known(c: &Context, rope: &Rope) -> Result<Vec<u8>, Error> {
    rope.finish(c.budget)?;
    rope.to_vec_until(c.budget)
}
