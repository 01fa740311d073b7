//! An answer that is chosen or written, and the rules that it is taken by.

use crate::app::list::List;
use crate::app::text::InputLine;

/// An answer that is being chosen or written.
#[derive(Clone)]
pub enum Answering {
    /// None is.
    Nothing,
    /// One of some answers.
    Choice {
        /// The block of the question.
        block: usize,
        /// The answers.
        list: List<String>,
    },
    /// A line of text.
    Written(Draft),
    /// The hands of a room, a number for each choice.
    Counted(Draft),
}

/// The rules that questions are answered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rules {
    /// Those of a lesson: hints, help with single digits, the answer at the price of its point.
    #[default]
    Lesson,
    /// Those of a test: no help.
    Test,
    /// Those of a set: hints at a price in points, no help with digits, and the answer is the set's to show.
    Set {
        /// The price of a hint.
        hint: u32,
    },
}

/// An answer that is being written.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The block of the question.
    pub block: usize,
    /// The text.
    pub line: InputLine,
    /// Why it cannot be taken.
    pub problem: Option<String>,
}
