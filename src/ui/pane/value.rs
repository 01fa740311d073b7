//! The computing pane: where one stands, what is around, and the one value that counts, with what it was computed from.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::pane::Pane;
use crate::app::stage::Half;
use crate::learner::lens::among::Entry;
use crate::learner::lens::subject::Subject;
use crate::learner::lens::{Panels, ROW};
use crate::ui::pane::bytes::{add_view, below, byte_rows, other_rows};
use crate::ui::pane::operands::operation;
use crate::ui::pane::panel::rule;
use crate::ui::pane::portion::{Portion, cut_section, fit, left};
use crate::ui::pane::strip::{strip, strip_of};
use crate::ui::pane::{Brush, drawn, grids};
use crate::ui::text::{Aimed, Lines, Role, cut, padded, safe, wrap};

/// Below a picture so many rows are worth a word on the value.
const CARD: usize = 4;
/// Columns between two names with their values beside each other.
const GAP: usize = 4;

/// The lines of a pane as a list, as many as fit, below a title.
fn lines(pane: &Pane, title: &[Line<'static>], chosen: Option<usize>, brush: Brush) -> Lines {
    let mut head: Vec<Line> = title.to_vec();
    if !pane.place.is_empty() {
        head.push(brush.theme.line(cut(&pane.place.join(" · "), brush.width), Role::Name));
    }
    head.extend(pane.strip.as_ref().map(|strip| strip_of(strip, "", brush)));
    let grids = pane.grid.and_then(|view| grids::bands(pane, view, brush));
    let is_grid = grids.is_some();
    let around = grids.unwrap_or_else(|| around(pane, brush));
    let focus = match &pane.focus {
        // The square one stands on is among them; what is left to say is its byte.
        Subject::Bytes(bytes) if is_grid => Portion { lines: vec![below(bytes, brush)], ..Portion::default() },
        _ => focus(pane, chosen, left(&head, &around, brush), brush),
    };
    fit(head, around, focus, brush)
}

/// The lines of the pane below a title, its picture, else a list; and below it other values: whole where there is room,
/// else each in a line.
pub fn beside(half: Half, title: &[Line<'static>], chosen: Option<usize>, carded: bool, brush: Brush) -> Lines {
    let others = &half.sight.beside;
    let pane = &half.sight.pane;
    let place = |brush: Brush| picture(half, title, carded, brush).unwrap_or_else(|| lines(pane, title, chosen, brush));
    if others.is_empty() || brush.height < 6 {
        return place(brush);
    }
    let short = u16::try_from(others.len()).unwrap_or(u16::MAX).min(brush.height / 4);
    let mut drawn = place(brush.high(brush.height - short));
    for (i, other) in others.iter().enumerate().take(usize::from(short)) {
        let waiting = others.len() - i - 1;
        let name = safe(other.address.rsplit('/').next().unwrap_or_default());
        let room = usize::from(brush.height).saturating_sub(drawn.len() + waiting + 2);
        let below = lines(other, &[], None, brush.high(room));
        // What would be cut is left to the key that goes there.
        let whole = lines(other, &[], None, brush.high(u16::MAX));
        if below.len() == whole.len() && below.len() <= room {
            drawn.extend([Line::default(), rule(&name, brush)]);
            drawn.extend(below);
        } else {
            drawn.push(Line::from(vec![
                brush.theme.span(format!("{name}  "), Role::Name),
                Span::raw(cut(&other.focus.in_a_line(), brush.width.saturating_sub(name.width() as u16 + 2))),
            ]));
        }
    }
    drawn
}

/// The picture, where one fits: below the title, above the strip, and above what is said of the value where there is
/// room and its card stands nowhere else.
fn picture(half: Half, title: &[Line<'static>], carded: bool, brush: Brush) -> Option<Lines> {
    let height = usize::from(brush.height);
    let pane = &half.sight.pane;
    let fitting = |strip: usize| {
        let room = height.saturating_sub(title.len() + strip);
        half.picture(brush.width, u16::try_from(room).unwrap_or(u16::MAX))
    };
    let strip = strip(pane, brush);
    // The strip gives way to the picture, and the picture to the list.
    let ((shot, sketch), strip) = match fitting(usize::from(strip.is_some())) {
        Some(drawn) => (drawn, strip),
        None => (fitting(0)?, None),
    };
    let mut lines = title.to_vec();
    let fed = if carded { half.panel(Panels::card).addresses("to") } else { Vec::new() };
    lines.extend(drawn::lines(sketch, &fed, brush));
    lines.extend(strip);
    let left = height.saturating_sub(lines.len() + 1);
    // The rule of a table stands below it already.
    if left >= CARD && shot.picture.across.is_none() && !carded {
        lines.push(Line::default());
        lines.extend(cut_section(focus(pane, None, left, brush), left, brush));
    }
    Some(lines)
}

/// Names and values in columns, filled from top to bottom.
fn around(pane: &Pane, brush: Brush) -> Portion {
    let entries = &pane.around;
    let name = entries.iter().map(|entry| entry.name.width()).max().unwrap_or(0);
    let value = entries.iter().map(|entry| entry.value.width()).max().unwrap_or(0);
    let column = name + 2 + value;
    let indent = 1;
    let columns = ((usize::from(brush.width) + GAP).saturating_sub(indent) / (column + GAP))
        // One arrangement in every window: the registers a to d beside e to h.
        .clamp(1, 2)
        .min(entries.len().max(1));
    let rows = entries.len().div_ceil(columns);
    let line = |row: usize| {
        let mut spans = vec![Span::raw(" ".repeat(indent))];
        for (i, entry) in entries.iter().enumerate().skip(row).step_by(rows) {
            if i >= rows {
                spans.push(Span::raw(" ".repeat(GAP)));
            }
            let before = pane.before.as_ref().and_then(|before| before.named(&entry.name));
            let drawn = entry_spans(entry, before.map(|old| old.value.as_str()), name, value, brush);
            spans.extend(drawn.into_iter().map(|span| span.aimed(Aim::Around(number(i)))));
        }
        Line::from(spans)
    };
    let anchor = entries.iter().position(|entry| entry.current).map_or(0, |current| current % rows);
    Portion { lines: (0..rows).map(line).collect(), anchor, ..Portion::default() }
}

fn entry_spans(entry: &Entry, before: Option<&str>, name: usize, value: usize, brush: Brush) -> Vec<Span<'static>> {
    let theme = brush.theme;
    let room = usize::from(brush.width).saturating_sub(name + 3);
    let shown = cut(&entry.value, room);
    let rest = " ".repeat(value.min(room).saturating_sub(shown.width()));
    let label = format!("{}  ", padded(&entry.name, name));
    if entry.current {
        return vec![theme.span(format!("{label}{shown}{rest}"), Role::Current)];
    }
    let before = before.map(|before| cut(before, room));
    let mut spans = vec![theme.span(label, Role::Name)];
    spans.extend(theme.marked(&shown, before.as_deref(), Role::Text));
    spans.push(Span::raw(rest));
    spans
}

fn focus(pane: &Pane, chosen: Option<usize>, room: usize, brush: Brush) -> Portion {
    let theme = brush.theme;
    let before = pane.before.as_ref().map(|before| &before.focus);
    let one = |text: String, role: Role| Portion {
        lines: wrap(&[theme.span(text, role)], brush.width, 0),
        ..Portion::default()
    };
    match &pane.focus {
        Subject::Nothing => Portion::default(),
        Subject::Operation { name, formula, operands, value, other, .. } => {
            let before = match before {
                Some(Subject::Operation { operands, value, .. }) => Some((operands.as_slice(), value.as_str())),
                _ => None,
            };
            let bright = (pane.lit.is_some(), chosen);
            let mut section = operation([name, formula, value], operands, before, bright, room, brush);
            add_view(&mut section.lines, other.as_ref(), room, brush);
            section
        }
        Subject::Bytes(bytes) if bytes.other.is_some() => other_rows(bytes, room, brush),
        Subject::Bytes(bytes) => {
            let before = match before {
                Some(Subject::Bytes(before)) if before.start == bytes.start => before.bytes.as_slice(),
                _ => &bytes.bytes,
            };
            let written: (u64, fn(u8) -> String) = match bytes.bits {
                true => (4, |byte| format!("{byte:08b}")),
                false => (ROW, |byte| format!("{byte:02x}")),
            };
            byte_rows(bytes, before, written, room, brush)
        }
        Subject::Plain { kind, value, other } => {
            let mut section = one(safe(value), Role::Current);
            section.lines.push(theme.line(*kind, Role::Name));
            add_view(&mut section.lines, other.as_ref(), room, brush);
            section
        }
        // On the smallest screens the question needs the room.
        Subject::Hidden if room < 5 => one("Hidden until it is answered.".to_owned(), Role::Name),
        Subject::Hidden => one("Hidden until the question on this page is answered.".to_owned(), Role::Name),
        Subject::Pending(done, of) => one(pane.how_far(*done, *of), Role::Name),
        Subject::Missing(why) => one(format!("! {}", safe(why)), Role::Bad),
    }
}
