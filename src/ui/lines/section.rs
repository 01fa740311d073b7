//! Facts that belong together, and lines of a screen as they are said.

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

/// A line without marks and rules: what is said of it. Columns of a table become a list.
pub(super) fn spoken(line: &str) -> Option<String> {
    const MARKS: [(&str, &str); 10] = [
        ("? ", "Question: "),
        ("✓ ", ""),
        ("◦ ", "Not yet: "),
        ("✗ ", "Wrong, "),
        ("! ", "Careful: "),
        ("· ", "Hint: "),
        ("= ", ""),
        ("▸ ", ""),
        ("• ", ""),
        ("│ ", ""),
    ];
    let line = line.trim();
    if line.chars().all(|c| matches!(c, '─' | '━' | '‾' | ' ')) {
        return None;
    }
    let said = MARKS.iter().find_map(|(mark, word)| line.strip_prefix(mark).map(|rest| format!("{word}{rest}")));
    let line = said.unwrap_or_else(|| line.to_owned());
    let bars = |c: char| matches!(c, '▁'..='▓');
    let line = line.replace(bars, " ");
    let columns: Vec<&str> = line.split("  ").map(str::trim).filter(|column| !column.is_empty()).collect();
    Some(columns.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_words_and_rules_are_left_out() {
        assert_eq!(spoken(" ? Which two?").as_deref(), Some("Question: Which two?"));
        assert_eq!(spoken("✗ a and b").as_deref(), Some("Wrong, a and b"));
        assert_eq!(spoken("────"), None);
        assert_eq!(spoken(""), None);
        assert_eq!(spoken("round   bits    share").as_deref(), Some("round, bits, share"));
    }
}
