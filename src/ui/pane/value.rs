//! The computing pane: where one stands, what is around, and the one value that counts, with what it was computed from.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::pane::Pane;
use crate::app::stage::Half;
use crate::learner::lens::ROW;
use crate::learner::lens::among::Entry;
use crate::learner::lens::subject::Subject;
use crate::ui::pane::bytes::{add_view, below, byte_rows, other_rows};
use crate::ui::pane::grids::{self, Bands};
use crate::ui::pane::operands::{Bright, operation};
use crate::ui::pane::portion::{Portion, cut_section, fit, left};
use crate::ui::pane::strip::{strip, strip_of};
use crate::ui::pane::{Brush, drawn};
use crate::ui::text::aims::Aimed;
use crate::ui::text::theme::{Role, marked};
use crate::ui::text::wrap::{cut, padded, safe, wrap};

/// Below a picture so many rows are worth a word on the value.
const CARD: usize = 4;
/// The narrowest column of names and values in which two stand side by side.
const GAP: usize = 4;
/// The lines of the place one stands at, below a title that says which cell this is: its picture, else as a list.
fn place(half: Half, title: &[Line<'static>], chosen: Option<usize>, carded: bool, brush: Brush) -> Vec<Line<'static>> {
    picture(half, title, carded, brush).unwrap_or_else(|| lines(&half.sight.pane, title, chosen, brush))
}

/// The lines of a pane as a list, as many as fit, below a title.
fn lines(pane: &Pane, title: &[Line<'static>], chosen: Option<usize>, brush: Brush) -> Vec<Line<'static>> {
    let mut head: Vec<Line> = title.to_vec();
    if !pane.place.is_empty() {
        let place = cut(&pane.place.join(" · "), brush.width);
        head.push(Line::styled(place, brush.theme.style(Role::Name)));
    }
    head.extend(pane.strip.as_ref().map(|strip| strip_of(strip, "", brush)));
    let grids = pane.grid.and_then(|view| grids::bands(pane, view, brush));
    let is_grid = grids.is_some();
    let around = match grids {
        Some(Bands { lines, anchor, each }) => Portion { lines, anchor, each, ..Portion::default() },
        None => around(pane, brush),
    };
    let focus = match &pane.focus {
        // The square one stands on is among them; what is left to say is its byte.
        Subject::Bytes(bytes) if is_grid => Portion { lines: vec![below(bytes, brush)], ..Portion::default() },
        _ => focus(pane, chosen, left(&head, &around, brush), brush),
    };
    fit(head, around, focus, brush)
}

/// The lines of the pane, and below it other values: whole where there is room, else each in a line.
pub fn beside(
    half: Half,
    title: &[Line<'static>],
    chosen: Option<usize>,
    carded: bool,
    brush: Brush,
) -> Vec<Line<'static>> {
    let others = &half.sight.beside;
    if others.is_empty() || brush.height < 6 {
        return place(half, title, chosen, carded, brush);
    }
    let short = u16::try_from(others.len()).unwrap_or(u16::MAX).min(brush.height / 4);
    let mut drawn = place(half, title, chosen, carded, Brush { height: brush.height - short, ..brush });
    for (i, other) in others.iter().enumerate().take(usize::from(short)) {
        let waiting = others.len() - i - 1;
        let room = usize::from(brush.height).saturating_sub(drawn.len() + waiting);
        let name = safe(other.address.rsplit('/').next().unwrap_or_default());
        let room = u16::try_from(room.saturating_sub(2)).unwrap_or(0);
        let below = lines(other, &[], None, Brush { height: room, ..brush });
        // What would be cut is left to the key that goes there.
        let whole = lines(other, &[], None, Brush { height: u16::MAX, ..brush });
        if below.len() == whole.len() && below.len() <= usize::from(room) {
            drawn.push(Line::default());
            let rule = "─".repeat(usize::from(brush.width).saturating_sub(name.width() + 4));
            let rule = cut(&format!("── {name} {rule}"), brush.width);
            drawn.push(Line::styled(rule, brush.theme.style(Role::Rule)));
            drawn.extend(below);
        } else {
            drawn.push(Line::from(vec![
                Span::styled(format!("{name}  "), brush.theme.style(Role::Name)),
                Span::raw(cut(&in_a_line(other), brush.width.saturating_sub(name.width() as u16 + 2))),
            ]));
        }
    }
    drawn
}

/// The picture, where one fits: below the title, above the strip, and above what is said of the value where there is room
/// and its card stands nowhere else.
fn picture(half: Half, title: &[Line<'static>], carded: bool, brush: Brush) -> Option<Vec<Line<'static>>> {
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
    lines.extend(drawn::lines(sketch, brush));
    lines.extend(strip);
    let left = height.saturating_sub(lines.len() + 1);
    // The rule of a table stands below it already.
    if left >= CARD && shot.picture.across.is_none() && !carded {
        lines.push(Line::default());
        lines.extend(cut_section(focus(pane, None, left, brush), left, brush));
    }
    Some(lines)
}

/// The value of a pane in a line.
pub fn in_a_line(pane: &Pane) -> String {
    match &pane.focus {
        Subject::Operation { value, .. } | Subject::Plain { value, .. } => safe(value),
        Subject::Bytes(bytes) => crate::view::plain::hex(&bytes.bytes),
        Subject::Hidden => "····".to_owned(),
        Subject::Pending(..) => "…".to_owned(),
        Subject::Missing(why) => format!("! {}", safe(why)),
        Subject::Nothing => String::new(),
    }
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
    let mut lines = Vec::new();
    let mut anchor = 0;
    for row in 0..rows {
        let mut spans = vec![Span::raw(" ".repeat(indent))];
        for (i, entry) in entries.iter().enumerate().skip(row).step_by(rows.max(1)) {
            if i >= rows {
                spans.push(Span::raw(" ".repeat(GAP)));
            }
            if entry.current {
                anchor = row;
            }
            let before = pane.before.as_ref().and_then(|before| before.named(&entry.name));
            let drawn = entry_spans(entry, before.map(|old| old.value.as_str()), name, value, brush);
            spans.extend(drawn.into_iter().map(|span| span.aimed(Aim::Around(number(i)))));
        }
        lines.push(Line::from(spans));
    }
    Portion { lines, anchor, ..Portion::default() }
}

fn entry_spans(entry: &Entry, before: Option<&str>, name: usize, value: usize, brush: Brush) -> Vec<Span<'static>> {
    let theme = brush.theme;
    let room = usize::from(brush.width).saturating_sub(name + 3);
    let shown = cut(&entry.value, room);
    let rest = " ".repeat(value.min(room).saturating_sub(shown.width()));
    let label = format!("{}  ", padded(&entry.name, name));
    if entry.current {
        return vec![Span::styled(format!("{label}{shown}{rest}"), theme.style(Role::Current))];
    }
    let before = before.map(|before| cut(before, room));
    let mut spans = vec![Span::styled(label, theme.style(Role::Name))];
    spans.extend(marked(&shown, before.as_deref(), theme.style(Role::Text), theme));
    spans.push(Span::raw(rest));
    spans
}

fn focus(pane: &Pane, chosen: Option<usize>, room: usize, brush: Brush) -> Portion {
    let theme = brush.theme;
    let before = pane.before.as_ref().map(|before| &before.focus);
    let one = |text: String, role: Role| {
        let spans = [Span::styled(text, theme.style(role))];
        Portion { lines: wrap(&spans, brush.width, 0), ..Portion::default() }
    };
    // What another view has to say of the value.
    match &pane.focus {
        Subject::Nothing => Portion::default(),
        Subject::Operation { name, formula, operands, value, other, .. } => {
            let before = match before {
                Some(Subject::Operation { operands, value, .. }) => Some((operands.as_slice(), value.as_str())),
                _ => None,
            };
            let bright = Bright { value: pane.lit.is_some(), chosen };
            let mut section = operation([name, formula, value], operands, before, bright, room, brush);
            if let Some((view, shown)) = other {
                add_view(&mut section.lines, view, shown, room, brush);
            }
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
            section.lines.push(Line::styled(*kind, theme.style(Role::Name)));
            if let Some((view, shown)) = other {
                add_view(&mut section.lines, view, shown, room, brush);
            }
            section
        }
        // On the smallest screens the question needs the room.
        Subject::Hidden if room < 5 => one("Hidden until it is answered.".to_owned(), Role::Name),
        Subject::Hidden => one("Hidden until the question on this page is answered.".to_owned(), Role::Name),
        Subject::Pending(done, of) => one(format!("computing: {done} of {of}{}", pane.pace.said()), Role::Name),
        Subject::Missing(why) => one(format!("! {}", safe(why)), Role::Bad),
    }
}
