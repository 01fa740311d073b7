//! A byte of a string of bytes, or an integer, opened down to its bits, and what it becomes with the chosen one turned
//! over.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::aim::{self, Aim};
use crate::app::keymap::Keymap;
use crate::sheet::flip::{OpenBits, Written};
use crate::ui::pane::{Brush, in_fours};
use crate::ui::text::{Lines, Role, Theme, aims, cut};

/// The columns in front of the bits.
const LEAD: usize = 10;
/// The lines that stand around the bits of an integer: what it is, what it becomes, which bit is chosen.
const AROUND: usize = 4;

/// The bits in groups of four, the number with the chosen bit turned over, and which key does that. The chosen column
/// is counted from the left.
pub fn given(open: &OpenBits, chosen: usize, keymap: &Keymap, brush: Brush) -> Lines {
    let theme = brush.theme;
    let mut lines = vec![theme.line(open.what.clone(), Role::Name)];
    lines.extend(match open.is.bytes.len() {
        1 => one_byte(open, chosen, brush),
        _ => several_bytes(open, chosen, brush),
    });
    let bit = (open.is.bytes.len() * 8).saturating_sub(chosen + 1);
    let mut says = format!("▲ bit {bit} is {}", digit(&open.is.bytes, chosen));
    if let Some(Ok(_)) = &open.turned {
        says.push_str(&keymap.say("; ⟨flip⟩ turns it over"));
    }
    lines.push(brush.line(&says, Role::Text));
    lines
}

/// Eight bits, and below them as many with one turned over.
fn one_byte(open: &OpenBits, chosen: usize, brush: Brush) -> Lines {
    let theme = brush.theme;
    let row = |label: &str, written: &Written, style: &dyn Fn(usize) -> Style| {
        let digits = digits(&written.bytes, 0..8, style);
        let text = Span::raw(format!("  {}", written.text));
        std::iter::once(name(label, theme)).chain(digits).chain([text]).collect()
    };
    let loud = |column: usize| theme.style(if column == chosen { Role::Changed } else { Role::Text });
    let mut lines = vec![
        Line::default(),
        Line::from(vec![name("bit", theme), theme.span("7654 3210", Role::Name)]),
        row("is", &open.is, &bright(chosen, theme)),
    ];
    lines.extend(match &open.turned {
        Some(Ok(turned)) if turned.bytes.len() == 1 => Some(row("turned", turned, &loud)),
        _ => turned(open, brush),
    });
    lines
}

/// As many rows of bits around the chosen one as there is room for, each with the number of its highest bit; below them
/// the number, and what it becomes.
fn several_bytes(open: &OpenBits, chosen: usize, brush: Brush) -> Lines {
    let theme = brush.theme;
    let all = open.is.bytes.len() * 8;
    let room = usize::from(brush.width).saturating_sub(LEAD);
    let each = [64, 32, 16, 8].into_iter().find(|each| each * 5 / 4 <= room + 1).unwrap_or(8).min(all);
    // The lowest row is a whole one: what is left over comes first.
    let first = if all.is_multiple_of(each) { each } else { all % each };
    let rows = 1 + (all - first) / each;
    let row_of = |column: usize| if column < first { 0 } else { 1 + (column - first) / each };
    let shown = usize::from(brush.height).saturating_sub(AROUND).clamp(1, rows);
    let from = row_of(chosen).saturating_sub(shown / 2).min(rows - shown);
    let mut lines = Vec::new();
    for row in from..from + shown {
        let start = if row == 0 { 0 } else { first + (row - 1) * each };
        let end = first + row * each;
        let lead = name(&format!("bit {:>4}", all - start - 1), theme);
        let gap = Span::raw(" ".repeat((each - (end - start)) * 5 / 4));
        let digits = digits(&open.is.bytes, start..end, bright(chosen, theme));
        lines.push([lead, gap].into_iter().chain(digits).collect());
    }
    lines.push(number("is", &open.is.text, Role::Text, brush));
    lines.extend(turned(open, brush));
    lines
}

/// The chosen column reversed, each to be pointed at.
fn bright(chosen: usize, theme: Theme) -> impl Fn(usize) -> Style {
    move |column| {
        let style = theme.style(if column == chosen { Role::Current } else { Role::Text });
        style.patch(aims::style(Aim::Bit(aim::number(column))))
    }
}

/// The value with the chosen bit turned over, or why it cannot be.
fn turned(open: &OpenBits, brush: Brush) -> Option<Line<'static>> {
    Some(match open.turned.as_ref()? {
        Ok(turned) => number("turned", &turned.text, Role::Text, brush),
        Err(why) => number("turned", why, Role::Bad, brush),
    })
}

fn number(label: &str, text: &str, role: Role, brush: Brush) -> Line<'static> {
    let text = cut(text, usize::from(brush.width).saturating_sub(LEAD));
    Line::from(vec![name(label, brush.theme), brush.theme.span(text, role)])
}

fn name(name: &str, theme: Theme) -> Span<'static> {
    theme.span(format!(" {name:<9}"), Role::Name)
}

fn digit(bytes: &[u8], column: usize) -> u8 {
    bytes.get(column / 8).map_or(0, |byte| byte >> (7 - column % 8) & 1)
}

/// Some of the bits, counted from the left, in groups of four.
fn digits(bytes: &[u8], columns: Range<usize>, style: impl Fn(usize) -> Style) -> impl Iterator<Item = Span<'static>> {
    in_fours(columns, move |column| Span::styled(digit(bytes, column).to_string(), style(column)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8], text: &str) -> Written {
        Written { bytes: bytes.to_vec(), text: text.to_owned() }
    }

    #[test]
    fn rows_of_an_integer_are_numbered_from_its_lowest_bit() {
        let is = written(&[0x01, 0x2c, 0x00, 0x00, 0x80], "5033164928");
        let open = OpenBits { what: "an integer".into(), is, turned: None };
        let text = |width, height, chosen| -> Vec<String> {
            let brush = Brush { theme: Theme::Mono, width, height };
            let lines = given(&open, chosen, &Keymap::default(), brush);
            lines.iter().map(|line| line.to_string().trim_end().to_owned()).collect()
        };
        let all = text(60, 10, 39);
        assert_eq!(all[1], format!(" bit   39 {}0000 0001", " ".repeat(30)));
        assert_eq!(all[2], " bit   31 0010 1100 0000 0000 0000 0000 1000 0000");
        assert_eq!(all[3..], [" is       5033164928", "▲ bit 0 is 0"]);
        // The row with the chosen bit stays in sight.
        let few = text(40, 5, 39);
        assert_eq!(few[1], " bit   15 0000 0000 1000 0000");
        assert_eq!(text(40, 5, 0)[1], format!(" bit   39 {}0000 0001", " ".repeat(10)));
    }
}
