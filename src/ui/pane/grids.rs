//! Values of one shape beside each other, such as the state of AES after each step of a round.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::pane::Entry;
use crate::ui::pane::Brush;
use crate::ui::text::theme::Role;
use crate::ui::text::wrap::cut;
use crate::view::{Room, View};

/// Columns between two values.
const GAP: usize = 3;

/// The lines, and the first line of the value one stands on. None where the view has nothing to say of one of them.
pub fn lines(entries: &[Entry], view: &View, brush: Brush) -> Option<(Vec<Line<'static>>, usize)> {
    let room = Room::wide(usize::from(brush.width));
    let drawn = |entry: &Entry| {
        let shown = entry.shown.as_ref().filter(|shown| (view.fits)(shown))?;
        Some((view.lines)(shown, room))
    };
    let grids: Vec<Vec<String>> = entries.iter().map(drawn).collect::<Option<_>>()?;
    let lines_of = |entry: &Entry, grid: &[String]| {
        grid.iter().map(|line| line.width()).max().unwrap_or(0).max(entry.name.width())
    };
    let width = entries.iter().zip(&grids).map(|(entry, grid)| lines_of(entry, grid)).max()?;
    let each = ((room.columns + GAP) / (width + GAP)).max(1);
    let mut lines = Vec::new();
    let mut anchor = 0;
    for (entries, grids) in entries.chunks(each).zip(grids.chunks(each)) {
        let mut names = Vec::new();
        for entry in entries {
            let role = if entry.current { Role::Current } else { Role::Name };
            let name = cut(&entry.name, width);
            let pad = " ".repeat(width - name.width() + GAP);
            names.extend([Span::styled(name, brush.theme.style(role)), Span::raw(pad)]);
        }
        lines.push(Line::from(names));
        for row in 0..grids.iter().map(Vec::len).max().unwrap_or(0) {
            let mut spans = Vec::new();
            for (entry, grid) in entries.iter().zip(grids) {
                let text = grid.get(row).map_or("", String::as_str);
                let pad = " ".repeat((width + GAP).saturating_sub(text.width()));
                let role = if entry.changed { Role::Changed } else { Role::Text };
                spans.extend([Span::styled(text.to_owned(), brush.theme.style(role)), Span::raw(pad)]);
            }
            lines.push(Line::from(spans));
        }
        if entries.iter().any(|entry| entry.current) {
            anchor = lines.len() - 1;
        }
    }
    Some((lines, anchor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::theme::Theme;
    use crate::view::{Shape, Shown, view};

    #[test]
    fn states_stand_beside_each_other_as_far_as_there_is_room() {
        let entry = |name: &str, byte: u8| {
            let shown = Some(Shown { state: Some(Shape::Aes), ..Shown::bytes(vec![byte; 16]) });
            Entry { name: name.into(), current: byte == 2, shown, ..Entry::default() }
        };
        let entries = [entry("SubBytes", 1), entry("ShiftRows", 2), entry("MixColumns", 3)];
        let brush = |width| Brush { theme: Theme::Mono, width, height: 20 };
        let matrix = view("matrix").unwrap();
        let (wide, anchor) = lines(&entries, matrix, brush(60)).unwrap();
        assert_eq!((wide.len(), anchor), (6, 5));
        assert_eq!(wide[0].to_string().trim_end(), "SubBytes        ShiftRows       MixColumns");
        assert_eq!(wide[2].to_string().trim_end(), "0 01 01 01 01   0 02 02 02 02   0 03 03 03 03");
        assert_eq!(lines(&entries, matrix, brush(30)).unwrap().0.len(), 12);
        assert!(lines(&entries, view("feistel").unwrap(), brush(60)).is_none());
    }
}
