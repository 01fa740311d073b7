//! The outcome of what was asked of a room.

use crate::app::text::Edited;
use crate::run::Error;
use crate::view::spellings::counted;

/// The end of something that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing that shows.
    Nothing,
    /// The place is another, or something opened, closed or changed.
    Moved,
    /// A sentence is to be told.
    Told(String),
    /// One wants out of the outermost place.
    Left,
    /// Something is to be computed first.
    Pending,
}

impl Outcome {
    /// A sentence to be told.
    pub fn told(sentence: impl Into<String>) -> Outcome {
        Outcome::Told(sentence.into())
    }

    /// By whether anything moved.
    pub fn of(moved: bool) -> Outcome {
        if moved { Outcome::Moved } else { Outcome::Nothing }
    }
}

/// By what became of an edit.
impl From<Edited> for Outcome {
    fn from(edited: Edited) -> Outcome {
        match edited {
            Edited::Ignored => Outcome::Nothing,
            Edited::Moved | Edited::Changed => Outcome::Moved,
            Edited::Full(left_out) => {
                Outcome::Told(format!("There was no room for {} more.", counted(left_out as u64, "byte")))
            }
        }
    }
}

/// By whether a move went anywhere, or why it could not.
impl From<Result<bool, Error>> for Outcome {
    fn from(moved: Result<bool, Error>) -> Outcome {
        moved.map_or_else(Outcome::from, Outcome::of)
    }
}

/// By why something could not be done.
impl From<Error> for Outcome {
    fn from(error: Error) -> Outcome {
        if error.is_pending() { Outcome::Pending } else { Outcome::Told(error.to_string()) }
    }
}
