//! Two runs side by side: what was changed, the values around the place in two columns, the bits of the one that one
//! stands on, and how the difference spreads.
//!
//! What differs is underlined and has a mark with the number of its bits beside it, so that no colour is needed.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::desk::compare::Earlier;
use crate::app::pane::Pane;
use crate::learner::lens::changes::Change;
use crate::learner::lens::sides::{Beside, Body, BothBytes, Sides};
use crate::run::compare::charts::Only;
use crate::ui::pane::Brush;
use crate::ui::pane::chart;
use crate::ui::text::aims::Aimed;
use crate::ui::text::theme::{Role, Theme};
use crate::ui::text::wrap::{apart, cut, safe};
use crate::view::changed::characters;
use crate::view::plain::with_letter;

/// From this width on the chart stands beside the values.
const BESIDE: u16 = 64;
/// Columns of the chart where it stands beside.
const CHART: u16 = 26;
/// Columns for the mark and the number of differing bits.
const MARK: usize = 6;
/// Columns of the offset before a row of bytes.
const OFFSET: usize = 6;

/// The lines of a comparison.
pub fn lines(sides: &Sides, pane: &Pane, brush: Brush) -> Vec<Line<'static>> {
    let mut lines = head(sides, pane, brush);
    let height = brush.height.saturating_sub(count(&lines));
    let charts = !sides.charts.is_empty();
    if charts && brush.width >= BESIDE {
        let chart = CHART.max(brush.width / 3).min(48);
        let left = Brush { width: brush.width - chart - 2, height, ..brush };
        let values = values(sides, left);
        let bars = chart::lines(&sides.charts, Brush { width: chart, height, ..brush });
        lines.extend(beside(values, bars, usize::from(left.width) + 2));
    } else {
        let most = if charts && height > 6 { height / 3 } else { 0 };
        let bars = chart::lines(&sides.charts, Brush { height: most, ..brush });
        lines.extend(values(sides, Brush { height: height - count(&bars), ..brush }));
        lines.extend(bars);
    }
    lines
}

fn count(lines: &[Line]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX)
}

/// The list of what stood in the inputs earlier.
pub fn earlier(list: &[Earlier], chosen: usize, brush: Brush) -> Vec<Line<'static>> {
    let theme = brush.theme;
    let mut lines = vec![Line::styled("Compare with how it was", theme.style(Role::Strong)), Line::default()];
    let room = usize::from(brush.height).saturating_sub(lines.len()).max(1);
    let first = (chosen + 1).saturating_sub(room);
    for (place, one) in list.iter().enumerate().skip(first).take(room) {
        let changes: Vec<String> = one.changes.iter().map(changed).collect();
        let changes = if changes.is_empty() { "as it is now".to_owned() } else { changes.join("; ") };
        let (mark, role) = if place == chosen { ("▸ ", Role::Current) } else { ("  ", Role::Text) };
        let text = cut(&format!("{:<21} {changes}", one.when), brush.width.saturating_sub(2));
        let line =
            Line::from(vec![Span::styled(mark, theme.style(Role::Invite)), Span::styled(text, theme.style(role))]);
        lines.push(line.aimed(Aim::Row(number(place))));
    }
    lines
}

/// Where one stands, beside what, and what was changed.
fn head(sides: &Sides, pane: &Pane, brush: Brush) -> Vec<Line<'static>> {
    let theme = brush.theme;
    let width = usize::from(brush.width);
    let says = sides.against.clone();
    let address = safe(&pane.address);
    let mut lines = vec![if address.width() + says.width() + 2 <= width {
        apart(Span::styled(address, theme.style(Role::Strong)), Span::styled(says, theme.style(Role::Name)), width)
    } else {
        Line::styled(cut(&address, brush.width), theme.style(Role::Strong))
    }];
    if !pane.place.is_empty() && brush.height > 12 {
        lines.push(Line::styled(cut(&pane.place.join(" · "), brush.width), theme.style(Role::Name)));
    }
    let most = if brush.height > 12 { 3 } else { 1 };
    lines.extend(sides.changes.iter().take(most).map(|change| Line::raw(cut(&changed(change), brush.width))));
    if sides.changes.is_empty() {
        lines.push(Line::raw("The inputs are as they were then."));
    }
    if brush.height > 12 {
        lines.push(Line::default());
    }
    lines
}

/// `message  abc → acc  (1 bit)`
fn changed(change: &Change) -> String {
    let bits = match change.bits {
        Some(1) => "  (1 bit)".to_owned(),
        Some(bits) => format!("  ({bits} bits)"),
        None => String::new(),
    };
    format!("{}  {} → {}{bits}", change.cell, change.before, change.after)
}

/// The two columns, and below them the value one stands on.
fn values(sides: &Sides, brush: Brush) -> Vec<Line<'static>> {
    let theme = brush.theme;
    let below = here(sides, brush);
    // The columns keep three lines; the bits below them are left out first.
    let below = if count(&below) + 4 <= brush.height || matches!(sides.body, Body::Nothing) { below } else { vec![] };
    let room = Brush { height: brush.height - count(&below).min(brush.height), ..brush };
    let mut lines = match &sides.body {
        Body::Nothing if sides.pending => vec![Line::styled("computing…", theme.style(Role::Name))],
        Body::Nothing => vec![],
        Body::Hidden => vec![Line::styled("Hidden until the question is answered.", theme.style(Role::Name))],
        Body::Rows { rows, current } => named(rows, *current, sides.here.is_some(), room),
        Body::Bytes(bytes) => byte_rows(bytes, room),
    };
    lines.truncate(usize::from(room.height));
    lines.extend(below);
    lines
}

/// Named values, the current one in the middle.
fn named(rows: &[Beside], current: usize, standing: bool, brush: Brush) -> Vec<Line<'static>> {
    let theme = brush.theme;
    let room = usize::from(brush.height).saturating_sub(1).max(1);
    let first = current.saturating_sub(room / 2).min(rows.len().saturating_sub(room));
    let shown = &rows[first..(first + room).min(rows.len())];
    let name = shown.iter().map(|row| row.name.width()).max().unwrap_or(0).min(usize::from(brush.width / 4));
    let each = usize::from(brush.width).saturating_sub(name + 3 + MARK) / 2;
    // A column for the signs, where something exists on one side only.
    let signs = shown.iter().any(|row| row.only().is_some());
    let sign = |row: &Beside| match row.only() {
        Some(only) => only.sign().to_string(),
        None => if signs { " " } else { "" }.to_owned(),
    };
    let each = each.saturating_sub(usize::from(signs));
    let widest = |row: &Beside| side(&row.before).width().max(side(&row.after).width());
    let value = shown.iter().map(widest).max().unwrap_or(0).max("before".len()).min(each.saturating_sub(2));
    let head =
        format!(" {:name$}  {:value$}  {:value$}  bits", "", "before", "after", name = name + usize::from(signs));
    let mut lines = heading(&head, brush);
    for (place, row) in shown.iter().enumerate() {
        let bright = standing && first + place == current;
        let style = theme.style(if bright { Role::Current } else { Role::Text });
        let label = theme.style(if bright { Role::Current } else { Role::Name });
        let mark = if first + place == current { "▸" } else { " " };
        let text = cut(&row.name, name);
        let mut spans = vec![Span::styled(format!("{mark}{}{text:name$}  ", sign(row)), label)];
        let (a, b) = (cut(side(&row.before), value), cut(side(&row.after), value));
        spans.extend(marked(&a, &b, value, style, theme));
        spans.push(Span::styled("  ", style));
        spans.extend(marked(&b, &a, value, style, theme));
        spans.push(Span::styled(format!("  {}", bits_mark(row.bits)), theme.style(Role::Text)));
        lines.push(Line::from(spans));
    }
    lines
}

/// The words above the columns, where there is room for more than one line.
fn heading(head: &str, brush: Brush) -> Vec<Line<'static>> {
    let line = || Line::styled(cut(head, brush.width), brush.theme.style(Role::Name));
    (brush.height > 1).then(line).into_iter().collect()
}

fn side(value: &Result<String, String>) -> &str {
    match value {
        Ok(text) => text,
        Err(_) => "—",
    }
}

/// `≠ 13`, or nothing where all is the same.
fn bits_mark(bits: Option<u64>) -> String {
    match bits {
        Some(0) => String::new(),
        Some(bits) => format!("≠ {bits}"),
        None => "?".to_owned(),
    }
}

/// Text padded to a width, with what differs from another text underlined.
fn marked(text: &str, other: &str, width: usize, style: Style, theme: Theme) -> Vec<Span<'static>> {
    let loud = style.patch(theme.style(Role::Changed)).add_modifier(Modifier::UNDERLINED);
    let pieces = characters(text, other).into_iter();
    let mut spans: Vec<Span> =
        pieces.map(|(piece, differs)| Span::styled(safe(&piece), if differs { loud } else { style })).collect();
    spans.push(Span::styled(" ".repeat(width.saturating_sub(text.width())), style));
    spans
}

/// Rows of bytes, before and after, the row under the cursor in the middle.
fn byte_rows(bytes: &BothBytes, brush: Brush) -> Vec<Line<'static>> {
    let theme = brush.theme;
    let longest = bytes.before.len().max(bytes.after.len());
    if longest == 0 {
        return vec![Line::styled("no bytes on either side", theme.style(Role::Name))];
    }
    let needs = |each: usize| OFFSET + 2 * (2 * each + each / 4) + 1 + MARK;
    let each = [16, 8, 4].into_iter().find(|each| needs(*each) <= usize::from(brush.width)).unwrap_or(4);
    let side = 2 * each + each / 4;
    let head = format!("{:OFFSET$}{:side$} {:side$} bits", "", "before", "after");
    let mut lines = heading(&head, brush);
    let at = usize::try_from(bytes.cursor - bytes.start).unwrap_or(0);
    let room = usize::from(brush.height).saturating_sub(1).max(1);
    let rows = longest.div_ceil(each);
    let first = (at / each).saturating_sub(room / 2).min(rows.saturating_sub(room));
    for row in first..rows.min(first + room) {
        let range = row * each..(row + 1) * each;
        let offset = bytes.start + (row * each) as u64;
        let there = |side: &[u8]| side.len() > range.start;
        let only = Only::of(there(&bytes.before), there(&bytes.after)).map_or(' ', Only::sign);
        let mut spans = vec![Span::styled(format!("{offset:>4} {only}"), theme.style(Role::Name))];
        spans.extend(byte_spans(&bytes.before, &bytes.after, range.clone(), at, theme));
        spans.push(Span::raw(" "));
        spans.extend(byte_spans(&bytes.after, &bytes.before, range.clone(), at, theme));
        let of =
            |side: &[u8]| side.get(range.start.min(side.len())..range.end.min(side.len())).unwrap_or_default().to_vec();
        let bits = row_bits(&of(&bytes.before), &of(&bytes.after));
        spans.push(Span::raw(format!(" {}", bits_mark(Some(bits)))));
        lines.push(Line::from(spans));
    }
    lines
}

/// Bytes stand at the same place from the left here, so a missing one is one at the end.
fn row_bits(a: &[u8], b: &[u8]) -> u64 {
    let shared: u64 = a.iter().zip(b).map(|(x, y)| u64::from((x ^ y).count_ones())).sum();
    shared + 8 * a.len().abs_diff(b.len()) as u64
}

fn byte_spans(
    bytes: &[u8],
    other: &[u8],
    range: std::ops::Range<usize>,
    cursor: usize,
    theme: Theme,
) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    for place in range.clone() {
        let style = if place == cursor { theme.style(Role::Current) } else { Style::new() };
        let style = match bytes.get(place) == other.get(place) {
            true => style,
            false => style.patch(theme.style(Role::Changed)).add_modifier(Modifier::UNDERLINED),
        };
        let text = match (bytes.get(place), other.get(place)) {
            (Some(byte), _) => format!("{byte:02x}"),
            (None, Some(_)) => "··".to_owned(),
            (None, None) => "  ".to_owned(),
        };
        spans.push(Span::styled(text, style));
        if (place + 1 - range.start).is_multiple_of(4) {
            spans.push(Span::raw(" "));
        }
    }
    spans
}

/// The value one stands on: why it is missing on a side, and its bits above each other with a mark below each that
/// differs.
fn here(sides: &Sides, brush: Brush) -> Vec<Line<'static>> {
    let theme = brush.theme;
    let mut lines = Vec::new();
    if let Body::Bytes(bytes) = &sides.body {
        lines.push(Line::styled(cut(&under(bytes), brush.width), theme.style(Role::Name)));
    }
    // What has bits of its own is written in them; what has not stands in full, since its row may cut it.
    if let (Some(row), None) = (&sides.here, &sides.bits) {
        for (word, text, other) in [("before", &row.before, &row.after), ("after ", &row.after, &row.before)] {
            let (Ok(text), Ok(other)) = (text, other) else {
                let why = text.clone().err().or(other.clone().err()).unwrap_or_default();
                lines.push(Line::raw(cut(&format!("{word}  {}", text.as_ref().unwrap_or(&why)), brush.width)));
                continue;
            };
            let room = brush.width.saturating_sub(8);
            let (text, other) = (cut(text, room), cut(other, room));
            let mut spans = vec![Span::styled(format!("{word}  "), theme.style(Role::Name))];
            spans.extend(marked(&text, &other, 0, Style::new(), theme));
            lines.push(Line::from(spans));
        }
        if matches!(sides.body, Body::Nothing) {
            lines.push(Line::raw(format!("        {}", bits_mark(row.bits))));
        }
    }
    if let Some((before, after)) = &sides.bits {
        let each = [8, 4, 2, 1].into_iter().find(|bytes| 8 + bytes * 10 <= usize::from(brush.width) + 1).unwrap_or(1);
        for start in (0..before.len().max(after.len())).step_by(each) {
            let piece = |side: &[u8]| -> Vec<u8> { side.iter().skip(start).take(each).copied().collect() };
            lines.extend(bit_rows(&piece(before), &piece(after), theme));
        }
    }
    if !lines.is_empty() {
        lines.insert(0, Line::default());
    }
    lines
}

/// `byte 2 of 0…2: 63 'c' → 62 'b'`
fn under(bytes: &BothBytes) -> String {
    let at = usize::try_from(bytes.cursor - bytes.start).unwrap_or(usize::MAX);
    let one = |side: &[u8]| match side.get(at) {
        Some(byte) => with_letter(*byte),
        None => "none".to_owned(),
    };
    let lengths = match bytes.lengths {
        (was, is) if was == is => String::new(),
        (was, is) => format!("  ({was} bytes → {is})"),
    };
    let last = bytes.lengths.1.max(1) - 1;
    format!("byte {} of 0…{last}: {} → {}{lengths}", bytes.cursor, one(&bytes.before), one(&bytes.after))
}

/// Bits above each other, and a mark below each that differs.
fn bit_rows(before: &[u8], after: &[u8], theme: Theme) -> Vec<Line<'static>> {
    let written = |bytes: &[u8]| -> String {
        let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        nibbles.map(|nibble| format!("{nibble:04b} ")).collect()
    };
    let (a, b) = (written(before), written(after));
    let marks: String = a.chars().zip(b.chars()).map(|(x, y)| if x == y { ' ' } else { '▲' }).collect();
    let line = |word: &str, text: &str, other: &str| {
        let mut spans = vec![Span::styled(format!("{word:<8}"), theme.style(Role::Name))];
        spans.extend(marked(text, other, 0, Style::new(), theme));
        Line::from(spans)
    };
    let marks = Line::styled(format!("{:8}{marks}", ""), theme.style(Role::Strong));
    vec![line("before", &a, &b), line("after", &b, &a), marks]
}

/// Lines beside lines, the second from a column on.
fn beside(left: Vec<Line<'static>>, right: Vec<Line<'static>>, column: usize) -> Vec<Line<'static>> {
    let rows = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    (0..rows)
        .map(|_| {
            let mut line = left.next().unwrap_or_default();
            if let Some(right) = right.next() {
                line.push_span(Span::raw(" ".repeat(column.saturating_sub(line.width()))));
                line.spans.extend(right.spans);
            }
            line
        })
        .collect()
}
