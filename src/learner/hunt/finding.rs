//! A row of what was found: its kind, its name, and where it leads.

use crate::run::Target;
use crate::run::search::Hit;

/// One place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The kind of place.
    pub kind: Kind,
    /// Its name: an address, a function, a lesson, a word.
    pub name: String,
    /// The value, the signature, the title.
    pub text: String,
    /// Where it leads.
    pub leads: Destination,
}

/// The kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An address that was typed.
    Address,
    /// An address that begins as what was typed; choosing it goes on typing.
    Begins,
    /// The value.
    Value,
    /// A function.
    Function,
    /// A lesson.
    Lesson,
    /// A word of the glossary.
    Term,
}

impl Kind {
    /// The kind in a word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Address => "address",
            Kind::Begins => "begins",
            Kind::Value => "value",
            Kind::Function => "function",
            Kind::Lesson => "lesson",
            Kind::Term => "word",
        }
    }
}

/// Where a row leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// To a value.
    To(Target),
    /// To a longer address.
    Text(String),
    /// To a lesson.
    Lesson(String),
    /// To a page of a lesson.
    Page(String, usize),
    /// To a word of the glossary, by its place.
    Term(usize),
    /// To what a function is.
    Function(&'static str),
}

impl Finding {
    /// The row of a place that a search came upon, with the value there as text.
    pub fn of(hit: Hit, text: String) -> Finding {
        let cell = !hit.address.contains(['/', '[']);
        let target = match hit.byte {
            Some(byte) if cell => Target::Byte { cell: hit.address.clone(), byte },
            _ => Target::Address(hit.address.clone()),
        };
        let text = hit.byte.map_or(text.clone(), |byte| format!("{text}  from byte {byte}"));
        Finding { kind: Kind::Value, name: hit.address, text, leads: Destination::To(target) }
    }
}
