//! The pinned values, below what one stands on.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::desk::pins::Pinned;
use crate::ui::text::theme::{Role, Theme};
use crate::ui::text::wrap::padded;

/// How many rows the pins get of a pane, the line above them included: a quarter at most, so that the value one stands
/// on keeps its place.
pub fn height(pins: &[Pinned], area: Rect) -> u16 {
    let wanted = u16::try_from(pins.len()).unwrap_or(u16::MAX);
    match wanted {
        0 => 0,
        wanted => (wanted + 1).min((area.height / 4).max(1)).min(area.height),
    }
}

/// The rows: the latest pins where there is not room for all.
pub fn lines(pins: &[Pinned], theme: Theme, width: u16, height: u16) -> Vec<Line<'static>> {
    let room = usize::from(height);
    let ruled = usize::from(room > 1);
    let first = pins.len().saturating_sub(room.saturating_sub(ruled));
    let shown = &pins[first..];
    let name = |row: &Pinned| row.address.rsplit('/').next().unwrap_or_default().to_owned();
    let column = shown.iter().map(|row| name(row).width()).max().unwrap_or(0).min(usize::from(width) / 3);
    let rule = Line::styled("─".repeat(usize::from(width)), theme.style(Role::Rule));
    let mut lines: Vec<Line> = std::iter::repeat_n(rule, ruled).collect();
    for row in shown {
        let note = if row.follows { "follows" } else { "stays" };
        let room = usize::from(width).saturating_sub(column + note.len() + 6);
        lines.push(Line::from(vec![
            Span::styled(format!("▴ {}  ", padded(&name(row), column)), theme.style(Role::Name)),
            Span::raw(padded(&row.value, room)),
            Span::styled(format!("  {note}"), theme.style(Role::Name)),
        ]));
    }
    lines
}
