//! Facts that belong together.

use crate::ui::text::theme::{Look, Theme};

/// The text as it is spoken: keys by their names.
pub(super) const SPOKEN: Look = Look { theme: Theme::Mono, ascii: true };
/// How wide text is laid out: nothing is wrapped, since a terminal or a reader does that by itself.
pub(super) const WIDTH: u16 = 4096;

/// Facts that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The subject. While it stays the same, only what is new is said.
    pub key: String,
    /// One fact a line.
    pub lines: Vec<String>,
    /// The words in their place to one who comes back here and has heard them.
    pub again: Vec<String>,
}

impl Section {
    pub(super) fn new(key: impl Into<String>, lines: Vec<String>) -> Section {
        Section { key: key.into(), lines, again: Vec::new() }
    }

    /// With what is said in place of the lines to one who comes back.
    pub(super) fn again(self, line: String) -> Section {
        Section { again: vec![line], ..self }
    }
}
