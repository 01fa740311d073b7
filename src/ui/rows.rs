//! Lists: every list of things to choose from is drawn here.

use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::list::{Choice, List};
use crate::ui::text::{Aimed, Lines, Role, Theme, cut, padded};

/// One row: something short in front, the name, and what is to be said of it.
#[derive(Default)]
pub struct Listed {
    /// The text in front.
    pub lead: String,
    /// The name.
    pub name: String,
    /// The words about it.
    pub text: String,
}

/// The rows, the chosen one in sight: a column for what stands in front, one for the names.
pub fn lines<R>(list: &List<R>, listed: impl Fn(usize, &R) -> Listed, theme: Theme, area: Rect) -> Lines {
    let seen = list.seen(usize::from(area.height).max(1));
    let shown: Vec<(usize, Listed)> = seen.map(|(place, row)| (place, listed(place, row))).collect();
    let width = usize::from(area.width);
    let lead = shown.iter().map(|(_, row)| row.lead.width()).max().unwrap_or(0);
    let room = width.saturating_sub(lead + 2);
    let most = if shown.iter().any(|(_, row)| !row.text.is_empty()) { room * 3 / 5 } else { room };
    let name = shown.iter().map(|(_, row)| row.name.width()).max().unwrap_or(0).min(most);
    let line = |(place, row): (usize, Listed)| {
        let role = if place == list.place() { Role::Current } else { Role::Text };
        let left = width.saturating_sub(lead + name + 4);
        Line::from(vec![
            theme.span(format!("{}  ", padded(&row.lead, lead)), Role::Name),
            theme.span(padded(&row.name, name), role),
            theme.span(format!("  {}", cut(&row.text, left)), Role::Name),
        ])
        .aimed(Aim::Row(number(place)))
    };
    shown.into_iter().map(line).collect()
}
