//! A value opened down to its bits: its operands in rows, what each operation moved marked below, the result last.

mod given;

use std::ops::Range;
use std::sync::Arc;

use ratatui::style::Stylize;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::desk::Desk;
use crate::app::keymap::Keymap;
use crate::app::stage::Half;
use crate::num::{Trace, bits};
use crate::run::{Budget, Place};
use crate::ui::pane::panel::rule;
use crate::ui::pane::portion::{Portion, cut_section};
use crate::ui::pane::{Brush, in_fours};
use crate::ui::text::{Aimed, Lines, Role, Theme, padded, widest, wrap};
use crate::view::opened::{BitRow, Opened, column as bit, open};
use given::given;

/// The bits that are open where one stands: of a byte or an integer between segments; of a value inside one with so
/// many blank lines above.
pub fn here(desk: &Desk, chosen: usize, keymap: &Keymap, brush: Brush, gap: u16) -> Lines {
    if let Some(open) = desk.open_bits() {
        return given(&open, chosen, keymap, brush);
    }
    let Some((trace, node)) = recorded(desk) else { return Vec::new() };
    let below = brush.high(brush.height.saturating_sub(gap));
    std::iter::repeat_n(Line::default(), gap.into())
        .chain(lines(&trace, node, (chosen, desk.walk().bit_row), below))
        .collect()
}

/// The bits of the operands of the value one stands on, below a rule; nothing where there is no room for all.
pub fn of_operands(half: Half, brush: Brush) -> Lines {
    let Some((trace, node)) = recorded(half.desk) else { return Vec::new() };
    let mut drawn = lines(&trace, node, (usize::MAX, 0), brush.high(u16::MAX));
    drawn.retain(|line| line.width() > 0);
    if drawn.len() < 2 || drawn.len() + 2 > usize::from(brush.height) {
        return Vec::new();
    }
    let name = half.sight.pane.address.rsplit('/').next().unwrap_or_default();
    drawn.splice(0..0, [Line::default(), rule(&format!("the bits of {name}"), brush)]);
    drawn
}

/// The value one stands on inside a segment: its recording, and its node there.
fn recorded(desk: &Desk) -> Option<(Arc<Trace>, u32)> {
    let budget = Budget::none();
    let Ok(Place::Nodes { part, segment, nodes }) = desk.walk().spot().place(&budget) else { return None };
    Some((part.record(segment, &budget).ok()?, *nodes.first()?))
}

/// The rows as lines: bits in groups of four, what was moved marked below, the chosen column reversed, and at the end
/// how its bit came about. The chosen column is counted from the left of the value. Where there is little room the
/// stretch around the chosen column is shown, and of the operands those around the one that was reached; the edges say
/// what is not seen.
fn lines(trace: &Trace, node: u32, (chosen, reached): (usize, usize), brush: Brush) -> Lines {
    let Brush { theme, width, height } = brush;
    let Some(Opened { rows, offset, notes }) = open(trace, node) else { return Vec::new() };
    let (width, height) = (usize::from(width), usize::from(height));
    let (named, valued) = (widest(rows.iter().map(|row| &row.label)), widest(rows.iter().map(|row| &row.text)));
    let least = named.min(width / 4);
    let digits = rows.first().map_or(0, |row| row.digits.len());
    // As many groups of four beside each other as fit, with room for the label and the value.
    let groups = [16, 8, 4, 2, 1].into_iter().find(|groups| groups * 5 + least + 4 <= width).unwrap_or(1);
    let each = (groups * 4).min(digits.max(1));
    // A name takes what digits and values leave; one that is longer stands above its digits.
    let label = named.min(least.max(width.saturating_sub(each + each.div_ceil(4) + valued + 5)));
    let column = chosen.saturating_add(offset);
    let here = column / each * each;
    let last = rows.len().saturating_sub(1);
    let row_lines = |i: usize, row: &BitRow, small: bool| -> Lines {
        let is_long = row.label.width() > label;
        let name = format!("{}{}", if i == reached && (small || i > 0) { "▸" } else { " " }, row.label);
        let above = is_long.then(|| wrap(&[theme.span(name.clone(), Role::Name)], width, 1));
        let mut lines = above.unwrap_or_default();
        let role = if i == last { Role::Strong } else { Role::Text };
        let starts = (0..row.digits.len()).step_by(each).filter(|start| !small || *start == here);
        for (stretch, start) in starts.enumerate() {
            let end = (start + each).min(row.digits.len());
            let named = padded(if stretch == 0 && !is_long { &name } else { "" }, label + 1);
            lines.push(digits_line(row, start..end, &named, (column, role), brush));
            if row.moved[start..end].contains(&true) {
                lines.push(marks_line(row, start..end, label, theme));
            }
        }
        lines
    };
    let place = bits::width(trace, node).and_then(|width| (width as usize).checked_sub(chosen.checked_add(1)?));
    let says = |place| wrap(&[Span::raw(format!("▲ {}", bit(trace, node, place as u32)))], width, 2);
    let says = place.map(says).unwrap_or_default();
    let notes: Lines = notes.iter().map(|note| brush.line(note, Role::Name)).collect();
    let ruled = |small: bool| {
        let hidden = [("◂", here.min(digits)), ("▸", digits.saturating_sub(here.saturating_add(each)))];
        let hidden = hidden.into_iter().filter(|(_, bits)| small && *bits > 0);
        let hidden: String = hidden.map(|(sign, bits)| format!(" {sign} {bits}")).collect();
        let room = width.saturating_sub(label + 3 + hidden.width());
        let rule = theme.rule((each + each.div_ceil(4)).saturating_sub(1).min(room));
        let lead = Span::raw(" ".repeat(label + 3));
        let rule = (last > 0).then(|| Line::from(vec![lead, rule, theme.span(hidden, Role::Name)]));
        let result = rows.last().map(|row| row_lines(last, row, small)).unwrap_or_default();
        rule.into_iter().chain(result).collect::<Lines>()
    };
    let above = |small: bool| -> Vec<Lines> {
        rows.iter().take(last).enumerate().map(|(i, row)| row_lines(i, row, small)).collect()
    };
    let whole = [above(false).concat(), ruled(false)].concat();
    if whole.len() + 1 + says.len() + notes.len() <= height {
        return [whole, vec![Line::default()], says, notes].concat();
    }
    // The rule and the result stay, and below them how its bit came about; the notes follow the operands.
    let (above, ruled) = (above(true), ruled(true));
    let reached = above.iter().take(reached + 1).map(Vec::len).sum::<usize>() + (reached + 1).saturating_sub(last);
    let section = Portion { lines: [above.concat(), notes].concat(), anchor: reached.max(1) - 1, ..Portion::default() };
    let room = height.saturating_sub(ruled.len() + says.len());
    let shown = if room == 0 { Vec::new() } else { cut_section(section, room, brush) };
    [shown, ruled, says].concat()
}

/// Some of the digits of a row behind what leads it, the chosen one reversed, the others in a role.
fn digits_line(
    row: &BitRow,
    part: Range<usize>,
    lead: &str,
    (chosen, role): (usize, Role),
    brush: Brush,
) -> Line<'static> {
    let Brush { theme, width, .. } = brush;
    let digit = |column: usize| {
        let digit = row.digits[column].map_or(" ".to_owned(), |digit| digit.to_string());
        theme.span(digit, if column == chosen { Role::Current } else { role }).aimed(Aim::Bit(number(column)))
    };
    let end = part.end;
    let mut spans = vec![theme.span(format!("{lead}  "), Role::Name)];
    spans.extend(in_fours(part, digit));
    let used: usize = spans.iter().map(Span::width).sum();
    if end == row.digits.len() && used + row.text.width() + 2 <= usize::from(width) {
        spans.push(Span::raw(format!("  {}", row.text)));
    }
    Line::from(spans)
}

fn marks_line(row: &BitRow, part: Range<usize>, label: usize, theme: Theme) -> Line<'static> {
    let marks: Line = in_fours(part, |column| Span::raw(if row.moved[column] { "‾" } else { " " })).collect();
    let lead = " ".repeat(label + 3);
    theme.line(format!("{lead}{}", marks.to_string().trim_end()), Role::Changed).not_underlined()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Numbers, Tape};

    #[test]
    fn on_a_small_screen_the_result_and_how_its_bit_came_about_stay() {
        let tape = Tape::new();
        let terms = ["a_long_name_of_a_value", "b", "c", "d", "e"].map(|name| (&tape).u32(name, (), 3));
        let sum = terms.into_iter().reduce(|sum, term| sum + term).expect("terms").node();
        let trace = tape.finish(Border::default());
        for (width, height) in [(38, 6), (38, 8), (78, 6), (78, 30)] {
            let drawn = lines(&trace, sum, (31, 0), Brush { theme: Theme::Mono, width, height });
            let text: Vec<String> = drawn.iter().map(Line::to_string).collect();
            assert!(text.len() <= usize::from(height), "{text:#?}");
            assert!(widest(&text) <= usize::from(width), "{text:#?}");
            assert!(text.iter().any(|line| line.starts_with(" + ") && line.contains("1111")), "{text:#?}");
            assert!(text.concat().contains("▲ bit 0: 1 + 1 + 1 + 1 + 1 + 0 carried"), "{text:#?}");
            assert!(text.last().is_some_and(|line| line.ends_with("carry 2")), "{text:#?}");
        }
    }
}
