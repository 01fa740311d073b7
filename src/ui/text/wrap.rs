//! Wrapping of styled text to a width, by words and by display columns.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::ui::text::theme::{Role, Theme};
use crate::view::SafeText;
use crate::view::wrap::wrap as wrapped;

/// Lines of a screen.
pub type Lines = Vec<Line<'static>>;

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

/// How many columns the widest of some texts takes.
pub fn widest<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> usize {
    texts.into_iter().map(|text| text.as_ref().width()).max().unwrap_or(0)
}

/// Something on the left of a line, cut where it is too long, and something on its right.
pub fn apart(left: Span<'static>, right: Span<'static>, width: usize) -> Line<'static> {
    let left = Span::styled(cut(&left.content, width.saturating_sub(right.width() + 2)), left.style);
    let gap = " ".repeat(width.saturating_sub(left.width() + right.width()));
    Line::from(vec![left, Span::raw(gap), right])
}

/// A remark behind something, where so many columns are worth one.
pub fn remark(text: &str, columns: usize, theme: Theme) -> Option<Span<'static>> {
    (!text.is_empty() && columns > 4).then(|| theme.span(format!("  {}", cut(text, columns)), Role::Name))
}

/// How many rows lines take.
pub fn height(lines: &[Line]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX)
}

/// Lines with something before the first, and room for it before the others.
pub fn led(lead: impl Into<Line<'static>>, lines: Lines) -> Lines {
    let lead = lead.into();
    let room = Line::raw(" ".repeat(lead.width()));
    let leads = std::iter::once(lead).chain(std::iter::repeat(room));
    leads.zip(lines).map(|(lead, line)| lead.into_iter().chain(line).collect()).collect()
}

/// Lines from one on, the last at most, as many as there is room for; where they go on, the last row is a mark, made of
/// how many lines it stands for.
pub fn scrolled(lines: Lines, from: impl Into<usize>, room: u16, mark: impl FnOnce(usize) -> Line<'static>) -> Lines {
    let room = usize::from(room);
    let over = lines.len().saturating_sub(room);
    let from = from.into().min(over);
    let mark = (from < over && room > 0).then(|| mark(over - from + 1));
    let shown = room - usize::from(mark.is_some());
    lines.into_iter().skip(from).take(shown).chain(mark).collect()
}

/// Wraps running text, as [`view::wrap`](crate::view::wrap) does.
pub fn wrap(spans: &[Span<'static>], width: impl TryInto<u16>, hanging: u16) -> Lines {
    let width = width.try_into().unwrap_or(u16::MAX);
    let pieces = spans.iter().map(|span| (span.content.as_ref(), span.style));
    let line = |runs: Vec<(String, Style)>| runs.into_iter().map(|(text, style)| Span::styled(text, style)).collect();
    wrapped(pieces, width, hanging).into_iter().map(line).collect()
}
