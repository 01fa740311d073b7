//! Two runs side by side: what was changed, the values around the place in two columns, the bits of the one that one
//! stands on, and how the difference spreads.
//!
//! What differs is underlined and has a mark with the number of its bits beside it, so that no colour is needed.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::desk::compare::Earlier;
use crate::app::list::{Choice, List};
use crate::app::pane::Pane;
use crate::learner::lens::changes::Change;
use crate::learner::lens::sides::{Beside, Body, BothBytes, Sides};
use crate::run::compare::charts::{Chart, Only};
use crate::run::compare::differing_bits_in_order;
use crate::ui::pane::{Brush, chart, in_fours};
use crate::ui::text::{Aimed, Lines, Role, Theme, apart, cut, padded, safe, widest};
use crate::view::changed::characters;
use crate::view::plain::{hex, with_letter};
use crate::view::spellings::counted;

/// From this width on the chart stands beside the values.
const BESIDE: u16 = 64;
/// Columns of the chart where it stands beside.
const CHART: u16 = 26;
/// Columns for the mark and the number of differing bits.
const MARK: usize = 6;
/// Columns of the offset before a row of bytes.
const OFFSET: usize = 6;

/// The lines of a comparison.
pub fn lines(sides: &Sides, pane: &Pane, brush: Brush) -> Lines {
    let mut lines = head(sides, pane, brush);
    let below = brush.below(&lines);
    let charts: Vec<Chart> = sides.charts.iter().filter(|chart| !chart.is_flat()).cloned().collect();
    if !charts.is_empty() && brush.width >= BESIDE {
        let width = CHART.max(brush.width / 3).min(48);
        let left = Brush { width: brush.width - width - 2, ..below };
        let bars = chart::lines(&charts, Brush { width, ..below });
        lines.extend(beside(values(sides, left), bars, usize::from(left.width) + 2));
    } else {
        let most = if below.height > 6 { below.height / 3 } else { 0 };
        let bars = chart::lines(&charts, brush.high(most));
        lines.extend(values(sides, below.below(&bars)));
        lines.extend(bars);
    }
    lines
}

/// The list of what stood in the inputs earlier.
pub fn earlier(list: &List<Earlier>, brush: Brush) -> Lines {
    let theme = brush.theme;
    let mut lines = vec![theme.line("Compare with how it was", Role::Strong), Line::default()];
    let room = usize::from(brush.height).saturating_sub(lines.len()).max(1);
    for (place, one) in list.seen(room) {
        let changes: Vec<String> = one.changes.iter().map(changed).collect();
        let changes = if changes.is_empty() { "as it is now".to_owned() } else { changes.join("; ") };
        let (mark, role) = if place == list.place() { ("▸ ", Role::Current) } else { ("  ", Role::Text) };
        let text = cut(&format!("{:<21} {changes}", one.when), brush.width.saturating_sub(2));
        let line = Line::from(vec![theme.span(mark, Role::Invite), theme.span(text, role)]);
        lines.push(line.aimed(Aim::Row(number(place))));
    }
    lines
}

/// Where one stands, beside what, and what was changed.
fn head(sides: &Sides, pane: &Pane, brush: Brush) -> Lines {
    let (width, roomy) = (usize::from(brush.width), brush.height > 12);
    let address = brush.theme.span(safe(&pane.address), Role::Strong);
    let says = brush.theme.span(sides.against.clone(), Role::Name);
    let mut lines = match address.width() + says.width() + 2 <= width {
        true => vec![apart(address, says, width)],
        false => vec![brush.line(&address.content, Role::Strong)],
    };
    if !pane.place.is_empty() && roomy {
        lines.push(brush.line(&pane.place.join(" · "), Role::Name));
    }
    let changes = sides.changes.iter().take(if roomy { 3 } else { 1 });
    lines.extend(changes.map(|change| brush.line(&changed(change), Role::Text)));
    if sides.changes.is_empty() {
        lines.push(Line::raw("The inputs are as they were then."));
    }
    lines.extend(roomy.then(Line::default));
    lines
}

/// `message  abc → acc  (1 bit)`
fn changed(change: &Change) -> String {
    let bits = change.bits.map_or_else(String::new, |bits| format!("  ({})", counted(bits, "bit")));
    format!("{}  {} → {}{bits}", change.cell, change.before, change.after)
}

/// The two columns, and below them the value one stands on.
fn values(sides: &Sides, brush: Brush) -> Lines {
    let theme = brush.theme;
    let mut below = here(sides, brush);
    // The columns keep three lines; the bits below them are left out first.
    if !matches!(sides.body, Body::Nothing) && brush.below(&below).height < 4 {
        below.clear();
    }
    let room = brush.below(&below);
    let mut lines = match &sides.body {
        Body::Nothing if sides.pending => vec![theme.line("computing…", Role::Name)],
        Body::Nothing => vec![],
        Body::Hidden => vec![theme.line("Hidden until the question is answered.", Role::Name)],
        Body::Rows { rows, current } => named(rows, *current, sides.here.is_some(), room),
        Body::Bytes(bytes) => byte_rows(bytes, room),
    };
    lines.truncate(usize::from(room.height));
    lines.extend(below);
    lines
}

/// Named values, the current one in the middle.
fn named(rows: &[Beside], current: usize, standing: bool, brush: Brush) -> Lines {
    let theme = brush.theme;
    let seen = around(current, rows.len(), brush);
    let shown = &rows[seen.clone()];
    let name = widest(shown.iter().map(|row| &row.name)).min(usize::from(brush.width / 4));
    // A column for the signs, where something exists on one side only.
    let signs = usize::from(shown.iter().any(|row| row.only().is_some()));
    let each = (usize::from(brush.width).saturating_sub(name + 3 + MARK) / 2).saturating_sub(signs);
    let values = shown.iter().flat_map(|row| [side(&row.before), side(&row.after)]);
    let value = widest(values.chain(["before"])).min(each.saturating_sub(2));
    let head = format!(" {:name$}  {:value$}  {:value$}  bits", "", "before", "after", name = name + signs);
    let mut lines = heading(&head, brush);
    for (place, row) in seen.zip(shown) {
        let bright = standing && place == current;
        let style = theme.style(if bright { Role::Current } else { Role::Text });
        let label = theme.style(if bright { Role::Current } else { Role::Name });
        let mark = if place == current { "▸" } else { " " };
        let sign = row.only().map_or(' ', Only::sign).to_string();
        let mut spans = vec![Span::styled(format!("{mark}{sign:.signs$}{}  ", padded(&row.name, name)), label)];
        let (a, b) = (cut(side(&row.before), value), cut(side(&row.after), value));
        spans.extend(marked(&a, &b, value, style, theme));
        spans.push(Span::styled("  ", style));
        spans.extend(marked(&b, &a, value, style, theme));
        spans.push(theme.span(format!("  {}", bits_mark(row.bits)), Role::Text));
        lines.push(Line::from(spans));
    }
    lines
}

/// The words above the columns, where there is room for more than one line.
fn heading(head: &str, brush: Brush) -> Lines {
    (brush.height > 1).then(|| brush.line(head, Role::Name)).into_iter().collect()
}

/// As many rows as there is room for below the words, the current one in the middle.
fn around(current: usize, rows: usize, brush: Brush) -> Range<usize> {
    let room = usize::from(brush.height).saturating_sub(1).max(1);
    let first = current.saturating_sub(room / 2).min(rows.saturating_sub(room));
    first..rows.min(first + room)
}

fn side(value: &Result<String, String>) -> &str {
    value.as_deref().unwrap_or("—")
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
    let pieces = characters(text, other).into_iter().map(|(piece, differs)| (safe(&piece), differs));
    let mut spans = theme.pieces(pieces, style);
    spans.push(Span::styled(" ".repeat(width.saturating_sub(text.width())), style));
    spans
}

/// Rows of bytes, before and after, the row under the cursor in the middle.
fn byte_rows(bytes: &BothBytes, brush: Brush) -> Lines {
    let theme = brush.theme;
    let longest = bytes.before.len().max(bytes.after.len());
    if longest == 0 {
        return vec![theme.line("no bytes on either side", Role::Name)];
    }
    let side = |each: usize| 2 * each + each / 4;
    let fits = |each: &usize| OFFSET + 2 * side(*each) + 1 + MARK <= usize::from(brush.width);
    let each = [16, 8].into_iter().find(fits).unwrap_or(4);
    let head = format!("{:OFFSET$}{:side$} {:side$} bits", "", "before", "after", side = side(each));
    let mut lines = heading(&head, brush);
    let at = usize::try_from(bytes.cursor - bytes.start).unwrap_or(0);
    for row in around(at / each, longest.div_ceil(each), brush) {
        let [was, is] = [&bytes.before, &bytes.after].map(|side| side.chunks(each).nth(row).unwrap_or_default());
        let offset = bytes.start + (row * each) as u64;
        let cursor = at.checked_sub(row * each);
        let only = Only::of(!was.is_empty(), !is.is_empty()).map_or(' ', Only::sign);
        let mut spans = vec![theme.span(format!("{offset:>4} {only}"), Role::Name)];
        spans.extend(byte_spans([was, is], each, cursor, theme));
        spans.push(Span::raw(" "));
        spans.extend(byte_spans([is, was], each, cursor, theme));
        spans.push(Span::raw(format!(" {}", bits_mark(Some(differing_bits_in_order(was, is))))));
        lines.push(Line::from(spans));
    }
    lines
}

/// The bytes of a row beside those of the other side.
fn byte_spans([bytes, other]: [&[u8]; 2], each: usize, cursor: Option<usize>, theme: Theme) -> Vec<Span<'static>> {
    let span = |place| {
        let (byte, other) = (bytes.get(place), other.get(place));
        let text = match (byte, other) {
            (Some(byte), _) => format!("{byte:02x}"),
            (None, Some(_)) => "··".to_owned(),
            (None, None) => "  ".to_owned(),
        };
        let style = theme.style(if cursor == Some(place) { Role::Current } else { Role::Text });
        let loud = style.patch(theme.style(Role::Changed));
        Span::styled(text, if byte == other { style } else { loud })
    };
    in_fours(0..each, span).collect()
}

/// The value one stands on: why it is missing on a side, and its bits above each other with a mark below each that
/// differs.
fn here(sides: &Sides, brush: Brush) -> Lines {
    let theme = brush.theme;
    let mut lines = Vec::new();
    if let Body::Bytes(bytes) = &sides.body {
        lines.push(brush.line(&under(bytes), Role::Name));
    }
    // What has bits of its own is written in them; what has not stands in full, since its row may cut it.
    if let (Some(row), None) = (&sides.here, &sides.bits) {
        let room = brush.width.saturating_sub(8);
        for (word, text, other) in [("before", &row.before, &row.after), ("after", &row.after, &row.before)] {
            lines.push(match (text, other) {
                (Ok(text), Ok(other)) => worded(word, &cut(text, room), &cut(other, room), theme),
                (Ok(said) | Err(said), _) => brush.line(&format!("{word:<8}{said}"), Role::Text),
            });
        }
        if matches!(sides.body, Body::Nothing) {
            lines.push(Line::raw(format!("        {}", bits_mark(row.bits))));
        }
    }
    if let Some((before, after)) = &sides.bits {
        let each = [8, 4, 2, 1].into_iter().find(|bytes| 8 + bytes * 10 <= usize::from(brush.width) + 1).unwrap_or(1);
        for row in 0..before.len().max(after.len()).div_ceil(each) {
            let [was, is] = [before, after].map(|side| side.chunks(each).nth(row).unwrap_or_default());
            lines.extend(bit_rows(was, is, theme));
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
    let written = |byte: &u8| if bytes.is_text { with_letter(*byte) } else { hex(&[*byte]) };
    let one = |side: &[u8]| side.get(at).map_or("none".to_owned(), written);
    let (was, is) = bytes.lengths;
    let lengths = if was == is { String::new() } else { format!("  ({was} bytes → {is})") };
    let last = is.max(1) - 1;
    format!("byte {} of 0…{last}: {} → {}{lengths}", bytes.cursor, one(&bytes.before), one(&bytes.after))
}

/// Bits above each other, and a mark below each that differs.
fn bit_rows(before: &[u8], after: &[u8], theme: Theme) -> Lines {
    let written = |bytes: &[u8]| -> String {
        let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        nibbles.map(|nibble| format!("{nibble:04b} ")).collect()
    };
    let (a, b) = (written(before), written(after));
    let marks: String = a.chars().zip(b.chars()).map(|(x, y)| if x == y { ' ' } else { '▲' }).collect();
    let marks = theme.line(format!("{:8}{marks}", ""), Role::Strong);
    vec![worded("before", &a, &b, theme), worded("after", &b, &a, theme), marks]
}

/// A word, and behind it a text with what differs from that of the other side underlined.
fn worded(word: &str, text: &str, other: &str, theme: Theme) -> Line<'static> {
    let word = theme.span(format!("{word:<8}"), Role::Name);
    std::iter::once(word).chain(marked(text, other, 0, Style::new(), theme)).collect()
}

/// Lines beside lines, the second from a column on.
fn beside(mut left: Lines, right: Lines, column: usize) -> Lines {
    left.resize(left.len().max(right.len()), Line::default());
    for (line, right) in left.iter_mut().zip(right) {
        line.push_span(Span::raw(" ".repeat(column.saturating_sub(line.width()))));
        line.spans.extend(right.spans);
    }
    left
}
