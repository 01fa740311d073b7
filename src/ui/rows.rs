//! Lists: every list of things to choose from is drawn here.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::ui::text::aims::Aimed;
use crate::ui::text::theme::{Role, Theme};
use crate::ui::text::wrap::{cut, padded};

/// One row: something short in front, the name, and what is to be said of it.
pub struct Listed {
    /// The text in front.
    pub lead: String,
    /// The name.
    pub name: String,
    /// The words about it.
    pub text: String,
}

/// The rows, the chosen one in sight: a column for what stands in front, one for the names.
pub fn lines(rows: &[Listed], chosen: usize, theme: Theme, area: Rect) -> Vec<Line<'static>> {
    let room = usize::from(area.height).max(1);
    let first = (chosen + 1).saturating_sub(room);
    let shown = || rows.iter().enumerate().skip(first).take(room);
    let width = usize::from(area.width);
    let lead = shown().map(|(_, row)| row.lead.width()).max().unwrap_or(0);
    let texts = shown().any(|(_, row)| !row.text.is_empty());
    let most = if texts { width.saturating_sub(lead + 2) * 3 / 5 } else { width.saturating_sub(lead + 2) };
    let name = shown().map(|(_, row)| row.name.width()).max().unwrap_or(0).min(most);
    let line = |(place, row): (usize, &Listed)| {
        let style = theme.style(if place == chosen { Role::Current } else { Role::Text });
        let left = width.saturating_sub(lead + name + 4);
        Line::from(vec![
            Span::styled(format!("{}  ", padded(&row.lead, lead)), theme.style(Role::Name)),
            Span::styled(padded(&row.name, name), style),
            Span::styled(format!("  {}", cut(&row.text, left)), theme.style(Role::Name)),
        ])
        .aimed(Aim::Row(number(place)))
    };
    shown().map(line).collect()
}
