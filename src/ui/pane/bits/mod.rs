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
use crate::ui::pane::{Brush, in_fours};
use crate::ui::text::{Aimed, Lines, Role, Theme, cut, padded, wrap};
use crate::view::opened::{BitRow, Opened, column, open};
use given::given;

/// The bits that are open where one stands: of a byte or an integer between segments; of a value inside one with so
/// many blank lines above.
pub fn here(desk: &Desk, chosen: usize, keymap: &Keymap, brush: Brush, gap: u16) -> Lines {
    if let Some(open) = desk.open_bits() {
        return given(&open, chosen, keymap, brush);
    }
    let Some((trace, node)) = recorded(desk) else { return Vec::new() };
    let below = brush.high(brush.height.saturating_sub(gap));
    std::iter::repeat_n(Line::default(), gap.into()).chain(lines(&trace, node, chosen, below)).collect()
}

/// The bits of the operands of the value one stands on, below a rule; nothing where there is no room for all.
pub fn of_operands(half: Half, brush: Brush) -> Lines {
    let Some((trace, node)) = recorded(half.desk) else { return Vec::new() };
    let mut drawn = lines(&trace, node, usize::MAX, brush.high(u16::MAX));
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
/// how its bit came about. The chosen column is counted from the left of the value. Where there is little room only the
/// stretch around the chosen column is shown, and of the operands as many as fit.
fn lines(trace: &Trace, node: u32, chosen: usize, brush: Brush) -> Lines {
    let Brush { theme, width, height } = brush;
    let Some(Opened { rows, offset, notes }) = open(trace, node) else { return Vec::new() };
    let label = rows.iter().map(|row| row.label.width()).max().unwrap_or(0).min(usize::from(width) / 4);
    let digits = rows.first().map_or(0, |row| row.digits.len());
    // As many groups of four beside each other as fit, with room for the label and the value.
    let room = usize::from(width).saturating_sub(label + 4);
    let groups = [16, 8, 4, 2, 1].into_iter().find(|groups| groups * 5 <= room).unwrap_or(1);
    let each = (groups * 4).min(digits.max(1));
    let last = rows.len().saturating_sub(1);
    let stretches = digits.div_ceil(each).max(1);
    let small = usize::from(height) < rows.len() * stretches + FIXED;
    let shown = |start: usize| !small || stretches == 1 || start == chosen.saturating_add(offset) / each * each;
    let mut lines = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        if i == last && last > 0 {
            let rule = theme.rule((each + each.div_ceil(4)).saturating_sub(1));
            lines.push(Line::from(vec![Span::raw(" ".repeat(label + 3)), rule]));
        }
        for (stretch, start) in (0..row.digits.len()).step_by(each).filter(|start| shown(*start)).enumerate() {
            let end = (start + each).min(row.digits.len());
            let named = padded(if stretch == 0 { &row.label } else { "" }, label);
            let role = if i == last { Role::Strong } else { Role::Text };
            lines.push(digits_line(row, start..end, &named, (chosen.saturating_add(offset), role), brush));
            if row.moved[start..end].contains(&true) {
                lines.push(marks_line(row, start..end, label, theme));
            }
        }
    }
    let place = bits::width(trace, node).and_then(|width| (width as usize).checked_sub(chosen.checked_add(1)?));
    let says = place.map(|place| format!("▲ {}", column(trace, node, place as u32)));
    let says = says.map(|says| wrap(&[Span::raw(says)], width, 2)).unwrap_or_default();
    if small {
        // The rule and the result stay, and below them how its bit came about.
        let room = usize::from(height).saturating_sub(2 + says.len());
        lines.drain(room.min(lines.len().saturating_sub(2))..lines.len().saturating_sub(2));
    } else {
        lines.push(Line::default());
    }
    lines.extend(says);
    lines.extend(notes.into_iter().map(|note| theme.line(cut(&note, width), Role::Name)));
    lines
}

/// The lines that stand around the rows where there is room: a rule, a free one, how the bit came about, a note.
const FIXED: usize = 4;

/// Some of the digits of a row behind its label, the chosen one reversed, the others in a role.
fn digits_line(
    row: &BitRow,
    part: Range<usize>,
    label: &str,
    (chosen, role): (usize, Role),
    brush: Brush,
) -> Line<'static> {
    let Brush { theme, width, .. } = brush;
    let digit = |column: usize| {
        let digit = row.digits[column].map_or(" ".to_owned(), |digit| digit.to_string());
        theme.span(digit, if column == chosen { Role::Current } else { role }).aimed(Aim::Bit(number(column)))
    };
    let end = part.end;
    let mut spans = vec![theme.span(format!(" {label}  "), Role::Name)];
    spans.extend(in_fours(part, digit));
    let used: usize = spans.iter().map(Span::width).sum();
    if end == row.digits.len() && used + row.text.width() + 2 <= usize::from(width) {
        spans.push(Span::raw(format!("  {}", row.text)));
    }
    Line::from(spans)
}

fn marks_line(row: &BitRow, part: Range<usize>, label: usize, theme: Theme) -> Line<'static> {
    let marks: String = part
        .map(|column| {
            let mark = if row.moved[column] { '‾' } else { ' ' };
            if column % 4 == 3 { format!("{mark} ") } else { mark.to_string() }
        })
        .collect();
    let lead = " ".repeat(label + 3);
    theme.line(format!("{lead}{}", marks.trim_end()), Role::Changed).not_underlined()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Numbers, Tape};

    #[test]
    fn on_a_small_screen_the_result_and_how_its_bit_came_about_stay() {
        let tape = Tape::new();
        let terms = ["a", "b", "c", "d", "e"].map(|name| (&tape).u32(name, (), 3));
        let sum = terms.into_iter().reduce(|sum, term| sum + term).expect("terms").node();
        let trace = tape.finish(Border::default());
        for (width, height) in [(38, 6), (38, 8), (78, 6), (78, 30)] {
            let drawn = lines(&trace, sum, 31, Brush { theme: Theme::Mono, width, height });
            let text: Vec<String> = drawn.iter().map(Line::to_string).collect();
            assert!(text.len() <= usize::from(height), "{text:#?}");
            assert!(text.iter().any(|line| line.starts_with(" + ") && line.contains("1111")), "{text:#?}");
            assert!(text.concat().contains("▲ bit 0: 1 + 1 + 1 + 1 + 1 + 0 carried"), "{text:#?}");
            assert!(text.last().is_some_and(|line| line.ends_with("carry 2")), "{text:#?}");
        }
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        let tape = Tape::new();
        let [a, b] = [("a_long_name_of_a_value", 3), ("b", 1)].map(|(name, value)| (&tape).u64(name, (), value));
        let sum = (a + b).node();
        let trace = tape.finish(Border::default());
        for width in [40, 80, 120] {
            for line in lines(&trace, sum, 3, Brush { theme: Theme::Mono, width, height: 20 }) {
                assert!(line.width() <= usize::from(width), "{line}");
            }
        }
    }
}
