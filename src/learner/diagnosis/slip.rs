//! Slips as rows: a name, and how one is recognised and told.

use super::case::Case;
use crate::run::{Budget, Error};

/// A kind of slip that is recognised.
#[derive(Debug)]
pub struct Slip {
    /// The name, for whoever reads the table.
    pub name: &'static str,
    /// Looks for it in a wrong answer.
    pub(super) find: fn(&Case, &Budget) -> Sentence,
}

/// The words on a slip, where it is one.
pub(super) type Sentence = Result<Option<Diagnosis>, Error>;

/// The mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The sentence.
    pub says: String,
    /// The address of the value that the learner gave, where it is another one than was asked for.
    pub given: Option<String>,
}

impl From<&str> for Diagnosis {
    fn from(says: &str) -> Diagnosis {
        says.to_owned().into()
    }
}

impl From<String> for Diagnosis {
    fn from(says: String) -> Diagnosis {
        Diagnosis { says, given: None }
    }
}

/// A sentence that is said.
pub(super) fn said(says: impl Into<Diagnosis>) -> Sentence {
    Ok(Some(says.into()))
}

/// The words on a value that the page has no name for.
pub(super) const UNNAMED: &str = "That is another value, which is computed here as well";

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
