//! Values of one shape beside each other, such as the state of AES after each step of a round.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::pane::Pane;
use crate::learner::lens::among::Entry;
use crate::ui::pane::Brush;
use crate::ui::pane::portion::Portion;
use crate::ui::text::{Role, cut, widest};
use crate::view::{Room, View};

/// Columns between two values.
const GAP: usize = 3;

/// The values of a pane in bands, each of as many as stand beside each other, that of the value one stands on in sight.
/// None where the view has nothing to say of one of them.
pub fn bands(pane: &Pane, view: &View, brush: Brush) -> Option<Portion> {
    let entries = &pane.around;
    let room = Room::wide(usize::from(brush.width));
    let drawn = |entry: &Entry| {
        let shown = entry.shown.as_ref().filter(|shown| (view.fits)(shown))?;
        Some(view.draw(shown, room))
    };
    let grids: Vec<Vec<String>> = entries.iter().map(drawn).collect::<Option<_>>()?;
    let width = widest(grids.iter().flatten().chain(entries.iter().map(|entry| &entry.name)));
    let was = |entry: &Entry| pane.before.as_ref()?.named(&entry.name).and_then(drawn);
    let before: Vec<Option<Vec<String>>> = entries.iter().map(was).collect();
    let each = ((room.columns + GAP) / (width + GAP)).max(1);
    let mut lines = Vec::new();
    let mut anchor = 0;
    let chunks = entries.chunks(each).zip(grids.chunks(each)).zip(before.chunks(each));
    for ((entries, grids), before) in chunks {
        let mut names = Vec::new();
        for entry in entries {
            let role = if entry.current { Role::Current } else { Role::Name };
            let name = cut(&entry.name, width);
            let pad = " ".repeat(width - name.width() + GAP);
            names.extend([brush.theme.span(name, role), Span::raw(pad)]);
        }
        lines.push(Line::from(names));
        for row in 0..grids.iter().map(Vec::len).max().unwrap_or(0) {
            let mut spans = Vec::new();
            for (grid, before) in grids.iter().zip(before) {
                let text = grid.get(row).map_or("", String::as_str);
                let was = before.as_ref().and_then(|grid| grid.get(row)).map(String::as_str);
                let pad = " ".repeat((width + GAP).saturating_sub(text.width()));
                spans.extend(brush.theme.marked(text, was, Role::Text));
                spans.push(Span::raw(pad));
            }
            lines.push(Line::from(spans));
        }
        if entries.iter().any(|entry| entry.current) {
            anchor = lines.len() - 1;
        }
    }
    let bands = entries.len().div_ceil(each).max(1);
    Some(Portion { each: lines.len() / bands, lines, anchor, ..Portion::default() })
}
