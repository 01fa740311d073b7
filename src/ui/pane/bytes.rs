//! Bytes in rows, the views of more than a line, and where the byte under the cursor comes from.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::learner::lens::ROW;
use crate::learner::lens::subject::Bytes;
use crate::ui::pane::Brush;
use crate::ui::pane::portion::{Portion, cut_section};
use crate::ui::text::{Aimed, Lines, Role, cut, safe};
use crate::view::{Room, Shown, View};

/// Columns of the offset before a row of bytes.
const OFFSET: u64 = 6;

/// Rows of bytes in groups of four, the one under the cursor reversed, and below where it comes from, in so many rows.
pub fn byte_rows(bytes: &Bytes, before: &[u8], rows: usize, brush: Brush) -> Portion {
    let theme = brush.theme;
    if bytes.len == 0 {
        return Portion { lines: vec![theme.line("no bytes", Role::Name)], ..Portion::default() };
    }
    let (each, cell): (u64, u64) = if bytes.bits { (4, 9) } else { (ROW, 2) };
    let group = |columns: u64| columns * cell + columns.div_ceil(4);
    let room = u64::from(brush.width).saturating_sub(OFFSET);
    // Letters stand beside the bytes that they were typed as, one column each.
    let lettered = bytes.letters.iter().any(Option::is_some);
    let width = |columns: u64| group(columns) + if lettered { columns + 1 } else { 0 };
    let columns = [each, each / 2, 4].into_iter().find(|columns| width(*columns) <= room + 1).unwrap_or(4);
    let (first, in_row) = (bytes.start.next_multiple_of(columns), columns as usize);
    let row = |from: usize| {
        let mut spans = vec![theme.span(format!("{:>4}  ", bytes.start + from as u64), Role::Name)];
        for (place, byte) in bytes.bytes.iter().enumerate().skip(from).take(in_row) {
            let role = match place == bytes.at() {
                true => Role::Current,
                false if before.get(place) != Some(byte) => Role::Changed,
                false => Role::Text,
            };
            let text = if bytes.bits { format!("{byte:08b}") } else { format!("{byte:02x}") };
            spans.push(theme.span(text, role).aimed(Aim::Byte(number(place))));
            if bytes.bits || (place - from) % 4 == 3 {
                spans.push(Span::raw(" "));
            }
        }
        if lettered && width(columns) <= room + 1 {
            let text: String =
                bytes.letters.iter().skip(from).take(in_row).map(|letter| letter.unwrap_or(' ')).collect();
            let drawn: usize = spans.iter().skip(1).map(Span::width).sum();
            let gap = (group(columns.min(bytes.len)) as usize + 1).saturating_sub(drawn);
            spans.extend([Span::raw(" ".repeat(gap)), theme.span(text.trim_end().to_owned(), Role::Name)]);
        }
        Line::from(spans)
    };
    let skipped = (first - bytes.start) as usize;
    let lines: Lines = (skipped..bytes.bytes.len()).step_by(in_row).map(row).collect();
    let behind = first + lines.len() as u64 * columns;
    let anchor = bytes.at().saturating_sub(skipped) / in_row;
    let alone = rows < 2;
    // What is left out is left out here, around the byte under the cursor: the words on it stand below in any case.
    let most = usize::from(brush.height).saturating_sub(6).max(2);
    let room = rows.saturating_sub(1).clamp(1, most);
    // Of long bytes a stretch around that one is looked at: what the edges count is rows of all there is.
    let rows = |bytes: u64| usize::try_from(bytes.div_ceil(columns)).unwrap_or(usize::MAX);
    let outside = match bytes.asked {
        true => [0, 0],
        false => [rows(first), rows(bytes.len.saturating_sub(behind))],
    };
    let lines = cut_section(Portion { lines, anchor, outside, ..Portion::default() }, room, brush);
    // Where there is one row, the bytes are more than the words on one of them.
    let anchor = if alone { 0 } else { lines.len() };
    Portion { lines: [lines, vec![below(bytes, brush)]].concat(), anchor, ..Portion::default() }
}

/// The bytes in another view.
pub fn other_rows(bytes: &Bytes, room: usize, brush: Brush) -> Portion {
    let Some((view, shown)) = &bytes.other else { return Portion::default() };
    // Below it is said where the byte is from; blank lines set off what is above.
    let mut lines = view_lines(view, shown, room.saturating_sub(3), brush);
    lines.push(below(bytes, brush));
    Portion { anchor: lines.len() - 1, lines, ..Portion::default() }
}

/// Adds the value in another view, where there is one, below what is said of it already: after a blank line, unless the
/// view gains by that one.
pub fn add_view(lines: &mut Lines, other: Option<&(&View, Shown)>, room: usize, brush: Brush) {
    let Some((view, shown)) = other else { return };
    let room = room.saturating_sub(lines.len());
    let after_blank = view_lines(view, shown, room.saturating_sub(1), brush);
    let closer = view_lines(view, shown, room, brush);
    if closer.len() > after_blank.len() + 1 {
        return lines.extend(closer);
    }
    lines.push(Line::default());
    lines.extend(after_blank);
}

/// The lines of a view, as many lines as there is room for.
fn view_lines(view: &View, shown: &Shown, room: usize, brush: Brush) -> Lines {
    let room = room.max(2);
    let lines = shown.lines(view, Room { columns: usize::from(brush.width), rows: room });
    let line = |[before, here, behind]: [String; 3]| {
        let here = brush.theme.span(safe(&here), Role::Current);
        Line::from(vec![Span::raw(safe(&before)), here, Span::raw(safe(&behind))])
    };
    // The byte that one stands on stays in view.
    let anchor = lines.iter().position(|[_, here, _]| !here.is_empty()).unwrap_or(0);
    let lines = lines.into_iter().map(line).collect();
    cut_section(Portion { lines, anchor, ..Portion::default() }, room, brush)
}

/// `byte 55 of 0…63: 80 'P'  from message`
pub fn below(bytes: &Bytes, brush: Brush) -> Line<'static> {
    let theme = brush.theme;
    if bytes.len == 0 && !bytes.asked {
        return Line::from(theme.span("0 bytes: it is empty", Role::Name));
    }
    let byte = bytes.bytes.get(bytes.at()).copied().unwrap_or(0);
    let letter = bytes.letter().map_or_else(String::new, |letter| format!(" '{letter}'"));
    let last = if bytes.asked { "·".repeat(4) } else { bytes.len.saturating_sub(1).to_string() };
    let place = format!("byte {} of 0…{last}: ", bytes.cursor);
    let value = format!("{byte:02x}{letter}");
    let origin = cut(&bytes.origin, usize::from(brush.width).saturating_sub(place.width() + value.width() + 2));
    Line::from(vec![theme.span(place, Role::Name), Span::raw(value), theme.span(format!("  {origin}"), Role::Name)])
}
