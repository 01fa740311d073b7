//! Facts that belong together.

use ratatui::text::Line;

use crate::ui::pane::Brush;
use crate::ui::text::{Look, Theme};
use crate::view::spoken::spoken;

/// The text as it is spoken: keys by their names.
pub(super) const SPOKEN: Look = Look { theme: Theme::Mono, ascii: true };
/// How wide text is laid out: nothing is wrapped, since a terminal or a reader does that by itself.
pub(super) const WIDTH: u16 = 4096;

/// The means that panes are laid out with.
pub(super) const BRUSH: Brush = Brush { theme: SPOKEN.theme, width: WIDTH, height: WIDTH };

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

/// Lines of the screen as they are said.
pub(super) fn said(lines: &[Line]) -> Vec<String> {
    // A key that a text begins with asks nothing.
    let is_key = |line: &Line| line.spans.first().is_some_and(|first| first.content == "?");
    let text = |line: &Line| format!("{}{line}", if is_key(line) { "Key " } else { "" });
    lines.iter().filter_map(|line| spoken(&text(line))).collect()
}

/// Rows with their numbers.
pub(super) fn numbered(rows: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    rows.enumerate().map(|(place, row)| format!("{} {row}", place + 1))
}

/// A heading, and rows with their numbers below it.
pub(super) fn headed(heading: impl Into<String>, rows: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(heading.into()).chain(numbered(rows)).collect()
}

/// Something more behind a comma, where there is something.
pub(super) fn more(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(", {text}") }
}
