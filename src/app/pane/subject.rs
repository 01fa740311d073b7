//! The value that a pane shows, and those around it, as plain data.

use crate::learner::lens::OperandRow;
use crate::run::Error;
use crate::view::{Shown, View};

/// A named value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its address.
    pub at: String,
    /// The value as text.
    pub value: String,
    /// Whether it is where one stands.
    pub current: bool,
    /// The value as a view of several lines needs it, to show it beside its like.
    pub shown: Option<Shown>,
}

/// The value one stands on.
#[derive(Clone, Default)]
pub enum Subject {
    /// Nothing to show.
    #[default]
    Nothing,
    /// A value that an operation gave.
    Operation {
        /// Its name, such as `T1[12]`.
        name: String,
        /// Its formula.
        formula: String,
        /// The values that it was computed from.
        operands: Vec<OperandRow>,
        /// The value.
        value: String,
        /// Whether its bits can be shown.
        bits: bool,
        /// The value in a view of several lines, with what that needs.
        other: Option<(&'static View, Shown)>,
    },
    /// Bytes between segments.
    Bytes(Bytes),
    /// Another value as text, with its kind in words.
    Plain {
        /// `an integer`, `a truth value`.
        kind: &'static str,
        /// The value.
        value: String,
        /// The value in a view that has more to say, with what that needs.
        other: Option<(&'static View, Shown)>,
    },
    /// A value that is hidden until a question is answered.
    Hidden,
    /// A value that is being computed: so many segments of so many.
    Pending(u64, u64),
    /// There is none, and why.
    Missing(String),
}

/// A stretch of a string of bytes, with the cursor in it.
#[derive(Clone, Default)]
pub struct Bytes {
    /// How many there are in all.
    pub len: u64,
    /// Where the stretch begins.
    pub start: u64,
    /// The stretch.
    pub bytes: Vec<u8>,
    /// The letters of the stretch, of those bytes that come from a text.
    pub letters: Vec<Option<char>>,
    /// The byte one stands on, from the beginning of all.
    pub cursor: u64,
    /// Where that byte comes from.
    pub origin: String,
    /// Whether they are shown as bits.
    pub bits: bool,
    /// Whether a question asks how many they are.
    pub asked: bool,
    /// Another view of the stretch, with what it needs.
    pub other: Option<(&'static View, Shown)>,
}

impl Bytes {
    /// The place of the byte one stands on among those that were read.
    pub fn at(&self) -> usize {
        usize::try_from(self.cursor.saturating_sub(self.start)).unwrap_or(usize::MAX)
    }

    /// The letter that the byte one stands on was typed as, where it was.
    pub fn letter(&self) -> Option<char> {
        self.letters.get(self.at()).copied().flatten()
    }
}

impl From<Error> for Subject {
    fn from(error: Error) -> Subject {
        match error {
            Error::Pending { done, of } => Subject::Pending(done, of),
            Error::Cancelled | Error::Source(_) | Error::Limit(_) | Error::Missing { .. } => {
                Subject::Missing(error.to_string())
            }
        }
    }
}
