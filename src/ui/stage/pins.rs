//! The pinned values, below what one stands on.

use ratatui::text::{Line, Span};

use crate::app::desk::pins::Pinned;
use crate::ui::pane::Brush;
use crate::ui::text::{Lines, Role, padded, widest};

/// How many rows the pins get of a pane, the line above them included: a quarter at most, so that the value one stands
/// on keeps its place.
pub fn height(pins: &[Pinned], rows: u16) -> u16 {
    match u16::try_from(pins.len()).unwrap_or(u16::MAX) {
        0 => 0,
        wanted => wanted.saturating_add(1).min((rows / 4).max(1)).min(rows),
    }
}

/// The rows: the latest pins where there is not room for all.
pub fn lines(pins: &[Pinned], brush: Brush) -> Lines {
    let (theme, width, room) = (brush.theme, usize::from(brush.width), usize::from(brush.height));
    let ruled = usize::from(room > 1);
    let first = pins.len().saturating_sub(room.saturating_sub(ruled));
    let shown = &pins[first..];
    let name = |row: &Pinned| row.address.rsplit('/').next().unwrap_or_default().to_owned();
    let column = widest(shown.iter().map(name)).min(width / 3);
    let mut lines: Vec<Line> = vec![theme.rule(width).into(); ruled];
    for row in shown {
        let note = if row.follows { "follows" } else { "stays" };
        let room = width.saturating_sub(column + note.len() + 6);
        lines.push(Line::from(vec![
            theme.span(format!("▴ {}  ", padded(&name(row), column)), Role::Name),
            Span::raw(padded(&row.value, room)),
            theme.span(format!("  {note}"), Role::Name),
        ]));
    }
    lines
}
