//! The computing pane: where one stands, what is around, and the one value that counts, with what it was computed from.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::pane::Pane;
use crate::app::stage::Half;
use crate::learner::lens::Panels;
use crate::learner::lens::among::Entry;
use crate::learner::lens::subject::Subject;
use crate::ui::pane::bytes::{add_view, below, byte_rows, other_rows};
use crate::ui::pane::operands::operation;
use crate::ui::pane::panel::rule;
use crate::ui::pane::portion::{Portion, cut_section, fit, left};
use crate::ui::pane::strip::{strip, strip_of};
use crate::ui::pane::{Brush, drawn, grids, named};
use crate::ui::text::{Aimed, Lines, Role, cut, padded, safe, widest, wrap};

/// Below a picture so many rows are worth a word on the value.
const CARD: usize = 4;
/// Columns between two names with their values beside each other.
const GAP: usize = 4;

/// The lines of a pane as a list, as many as fit, below a title.
fn lines(pane: &Pane, title: &[Line<'static>], chosen: Option<usize>, brush: Brush) -> Lines {
    let mut head: Vec<Line> = title.to_vec();
    if !pane.place.is_empty() {
        head.push(brush.line(&pane.place.join(" · "), Role::Name));
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
    let (entries, width) = (&pane.around, usize::from(brush.width));
    let name = widest(entries.iter().map(|entry| &entry.name));
    let value = widest(entries.iter().map(|entry| &entry.value));
    // One arrangement in every window: the registers a to d beside e to h.
    let columns = (width + GAP).saturating_sub(1) / (name + 2 + value + GAP);
    let rows = entries.len().div_ceil(columns.clamp(1, 2));
    let room = width.saturating_sub(name + 3);
    let drawn = |i: usize, entry: &Entry| {
        let before = pane.before.as_ref().and_then(|before| before.named(&entry.name));
        let before = before.map(|before| cut(&before.value, room));
        let (label, shown) = (format!("{}  ", padded(&entry.name, name)), cut(&entry.value, room));
        let rest = " ".repeat(value.min(room).saturating_sub(shown.width()));
        let role = if entry.current { Role::Current } else { Role::Text };
        let spans = named(label, &shown, before.as_deref(), entry.current, brush.theme);
        let spans = spans.into_iter().chain([brush.theme.span(rest, role)]);
        spans.map(move |span| span.aimed(Aim::Around(number(i))))
    };
    let line = |row: usize| {
        let mut line = Line::raw(" ");
        for (i, entry) in entries.iter().enumerate().skip(row).step_by(rows) {
            line.extend((i >= rows).then(|| Span::raw(" ".repeat(GAP))));
            line.extend(drawn(i, entry));
        }
        line
    };
    let anchor = entries.iter().position(|entry| entry.current).map_or(0, |current| current % rows);
    Portion { lines: (0..rows).map(line).collect(), anchor, ..Portion::default() }
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
            byte_rows(bytes, before, room, brush)
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
