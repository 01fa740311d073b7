//! What went wrong in a wrong answer, in one plain sentence.
//!
//! A diagnosis names the learner's slip and never the answer: it speaks of what the learner wrote, of the names of
//! values, and of places in the learner's own digits. It is silent about values that another question still hides: to
//! name one would confirm a guess.

mod slips;
mod sums;
mod traced;

use crate::run::{Budget, Error, Found, Place, Value};
use crate::sheet::Sheet;

/// A wrong answer and what it is to be compared with.
pub struct Case<'a> {
    /// What the learner wrote.
    pub given: &'a str,
    /// The right answer.
    pub right: &'a Value,
    /// Where the right answer stands, if it is a value of the sheet.
    pub asked: Option<&'a Found>,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// What other questions hide.
    pub veiled: Veiled<'a>,
}

/// Whether what is at a place is hidden by another question; with the cell's name, where the place is a whole cell.
pub type Veiled<'a> = &'a dyn Fn(Option<&str>, &Place) -> bool;

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
