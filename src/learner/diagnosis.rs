//! What went wrong in a wrong answer, in one plain sentence.
//!
//! A diagnosis names the learner's slip and never the answer: it speaks of what the learner wrote, of the names of
//! values, and of places in the learner's own digits. It is silent about values that another question still hides: to
//! name one would confirm a guess.

mod case;
mod slips;
mod sums;
mod traced;

use crate::run::{Budget, Error};

pub use case::{Case, Veiled};

/// What went wrong, if anything is recognised: a slip in writing it, another operation, another value.
///
/// # Errors
/// What reading the right answer gives, being computed among them.
pub fn diagnose(case: &Case, budget: &Budget) -> Result<Option<String>, Error> {
    if let Some(slip) = slips::slip(case.given, case.right)? {
        return Ok(Some(slip));
    }
    // What cannot be recorded now is not searched.
    let operation = case.asked.and_then(|asked| sums::other_operation(case, &asked.place, budget).ok().flatten());
    let value = || traced::other_value(case, budget).ok().flatten();
    match operation.or_else(value) {
        Some(found) => Ok(Some(found)),
        None => slips::near(case.given, case.right),
    }
}
