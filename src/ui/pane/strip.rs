//! The strip: the whole run in a line, and how far along it one stands.

use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use crate::app::aim::Aim;
use crate::app::pane::Pane;
use crate::run::strip::Strip;
use crate::ui::pane::Brush;
use crate::ui::text::{Aimed, Role};

/// Shades of a place of the strip, from none to dark.
const SHADES: [char; 5] = ['·', '░', '▒', '▓', '█'];

/// The strip of a pane, with what is said of where it lies as far as there is room.
pub fn strip(pane: &Pane, brush: Brush) -> Option<Line<'static>> {
    let strip = pane.strip.as_ref()?;
    Some(strip_of(strip, &strip.lead(&pane.place, brush.width), brush))
}

/// `round 12  0 ━━━━●──── 63`, or with shades where something is told of each place.
pub fn strip_of(strip: &Strip, lead: &str, brush: Brush) -> Line<'static> {
    let (lead, end) = (format!("{lead}  {} ", strip.first), format!(" {}", strip.last));
    let lead = lead.trim_start().to_owned();
    let columns = strip.columns(u64::from(brush.width).saturating_sub((lead.width() + end.width()) as u64));
    let mut line = brush.theme.line(lead, Role::Name);
    let here = columns.iter().rposition(|at| *at <= strip.at).unwrap_or(0);
    for (i, at) in columns.iter().enumerate() {
        let next = columns.get(i + 1).copied().unwrap_or(strip.of).max(at + 1);
        let (glyph, role) = match strip.darkest(*at, next) {
            Some(shade) => (shade.map_or('─', |shade| SHADES[usize::from(shade.min(4))]), Role::Progress),
            None if i < here => ('━', Role::Progress),
            None if i == here => (if strip.entered { '◆' } else { '●' }, Role::Key),
            None => ('─', Role::Rule),
        };
        let current = i == here && (strip.entered || !strip.shades.is_empty());
        // A full block that is reversed would be a hole.
        let glyph = if current && glyph == '█' { '◆' } else { glyph };
        let role = if current { Role::Current } else { role };
        line.push_span(brush.theme.span(glyph.to_string(), role).aimed(Aim::Timeline(strip.share(*at))));
    }
    line.push_span(brush.theme.span(end, Role::Name));
    line
}
