//! Wrong answers, with what they are compared with.

use crate::run::{Found, Place, Value};
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
