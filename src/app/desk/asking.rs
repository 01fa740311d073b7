//! What the desk asks for: a line of text, or one of the earlier values of the inputs.

use crate::app::desk::compare::Earlier;
use crate::app::list::List;
use crate::app::text::InputLine;

/// The longest address or answer that can be typed.
pub const TYPED: usize = 4096;
/// The request that is open: a line of text, or a list to choose from.
#[derive(Clone)]
pub enum Asking {
    /// Nothing.
    Nothing,
    /// A line of text.
    Field(Field),
    /// One of the earlier values of the inputs, to compare with.
    Earlier(List<Earlier>),
}

impl Asking {
    /// The line of text, where one is asked for.
    pub fn field(&self) -> Option<&Field> {
        match self {
            Asking::Field(field) => Some(field),
            Asking::Nothing | Asking::Earlier(_) => None,
        }
    }
}

/// A line of text that is typed, and why it cannot be taken.
#[derive(Clone, Debug)]
pub struct Field {
    /// The purpose of it.
    pub purpose: Purpose,
    /// The text.
    pub line: InputLine,
    /// Why it cannot be taken.
    pub problem: Option<String>,
}

/// The purpose of a line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The value of an input cell; with what stood there.
    Input {
        /// The cell.
        cell: String,
        /// The text that stood there before.
        was: String,
    },
    /// The seed of a random value for an input cell; with what stood there.
    Seed {
        /// The cell.
        cell: String,
        /// The text that stood there before.
        was: String,
    },
    /// An address to go to.
    Address,
}
