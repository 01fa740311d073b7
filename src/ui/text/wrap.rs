//! Wrapping of styled text to a width, by words and by display columns.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::view::SafeText;
use crate::view::wrap::wrap as wrapped;

/// Text that fits a width, with `…` where it was cut.
pub fn cut(text: &str, columns: impl TryInto<usize>) -> String {
    let (text, columns) = (SafeText::line(text), columns.try_into().unwrap_or(usize::MAX));
    if text.width() <= columns { text.into() } else { text.cut(columns).into() }
}

/// Text without what would steer a terminal.
pub fn safe(text: &str) -> String {
    SafeText::line(text).into()
}

/// Text in so many columns: cut where it is wider, spaces behind it where it is narrower.
pub fn padded(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    format!("{text}{:1$}", "", columns.saturating_sub(text.width()))
}

/// Something on the left of a line, and something on its right.
pub fn apart(left: Span<'static>, right: Span<'static>, width: usize) -> Line<'static> {
    let gap = " ".repeat(width.saturating_sub(left.width() + right.width()));
    Line::from(vec![left, Span::raw(gap), right])
}

/// Wraps running text, as [`view::wrap`](crate::view::wrap) does.
pub fn wrap(spans: &[Span<'static>], width: u16, hanging: u16) -> Vec<Line<'static>> {
    let pieces = spans.iter().map(|span| (span.content.as_ref(), span.style));
    let line = |runs: Vec<(String, Style)>| runs.into_iter().map(|(text, style)| Span::styled(text, style)).collect();
    wrapped(pieces, width, hanging).into_iter().map(line).collect()
}
