//! The strip: how far along a run one stands.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::pane::Pane;
use crate::ui::pane::Brush;
use crate::ui::text::aims::Aimed;
use crate::ui::text::theme::Role;
use crate::ui::text::wrap::cut;

/// `block 0 of 0…1 ━━━━●────`: where one is in the whole run.
pub fn strip(pane: &Pane, at: u64, of: u64, brush: Brush) -> Line<'static> {
    // Where there is no room for all, the innermost stays: the round, not the block.
    let room = usize::from(brush.width / 2);
    let fits = |from: &usize| pane.place[*from..].join(" · ").width() <= room;
    let from = (0..pane.place.len()).find(fits).unwrap_or(pane.place.len().saturating_sub(1));
    let place = cut(&pane.place[from..].join(" · "), brush.width / 2);
    let rest = brush.width.saturating_sub(u16::try_from(place.width() + 1).unwrap_or(0));
    let mut line = timeline(at, of, Brush { width: rest, ..brush });
    line.spans.insert(0, Span::styled(format!("{place} "), brush.theme.style(Role::Name)));
    line
}

/// `━━━━●────`
pub fn timeline(at: u64, of: u64, brush: Brush) -> Line<'static> {
    let width = u64::from(brush.width.max(2));
    let place = usize::try_from(u128::from(at) * u128::from(width - 1) / u128::from((of - 1).max(1))).unwrap_or(0);
    let rest = usize::from(brush.width).saturating_sub(place + 1);
    let drawn = [("━", place, Role::Progress), ("●", 1, Role::Key), ("─", rest, Role::Rule)];
    let columns = drawn.iter().flat_map(|&(glyph, count, role)| std::iter::repeat_n((glyph, role), count));
    columns
        .enumerate()
        .map(|(column, (glyph, role))| {
            let share = column * usize::from(u16::MAX) / usize::from(brush.width.max(2) - 1);
            Span::styled(glyph, brush.theme.style(role)).aimed(Aim::Timeline(number(share)))
        })
        .collect()
}
