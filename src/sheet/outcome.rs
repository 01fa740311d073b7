//! The value that an expression gave, the run behind it and the calls that made it.

use super::opinion::{Call, Mark, worst};
use crate::functions::Agreement;
use crate::run::{Error, Run, Value};
use std::sync::Arc;

/// The value that an expression gave.
#[derive(Clone)]
pub struct Outcome {
    /// The value. It may still be computing: reading it then says so.
    pub value: Value,
    /// The run behind it, for a call.
    pub run: Option<Arc<Run>>,
    /// The calls that made it, each after those that made its arguments.
    pub calls: Arc<[Call]>,
}
impl Outcome {
    /// A value that no call made.
    pub fn value(value: Value) -> Outcome {
        Outcome { value, run: None, calls: Arc::default() }
    }
    /// The answers of vetted crates to the computed calls of an expression, the worst of them.
    ///
    /// # Errors
    /// What reading arguments or results gives.
    pub fn agreement(&self) -> Result<Agreement, Error> {
        self.calls.iter().filter(|call| call.is_computed()).try_for_each(Call::check)?;
        Ok(match worst(&self.calls) {
            Some((call, Mark::Finished(Agreement::Differs { vetted, place }))) if self.is_inner(call) => {
                Agreement::Differs { vetted, place: format!("{place}, in the call at `{}`", call.at) }
            }
            Some((_, Mark::Finished(agreement))) => agreement,
            Some((_, Mark::Checking)) | None => Agreement::NoSecondOpinion,
        })
    }
    fn is_inner(&self, call: &Call) -> bool {
        self.run.as_ref().is_none_or(|run| run.at != call.at)
    }
}
