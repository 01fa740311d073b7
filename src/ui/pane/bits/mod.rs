//! A value opened down to its bits: its operands in rows, what each operation moved marked below, the result last.

mod carries;
mod column;
mod gf;
mod given;
mod lookup;
mod rows;

use std::ops::Range;

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::num::{Trace, bits};
use crate::ui::pane::Brush;
use crate::ui::text::aims::Aimed;
use crate::ui::text::theme::{Role, Theme};
use crate::ui::text::wrap;
use crate::ui::text::wrap::cut;
pub use column::column;
pub use given::given;
pub use rows::{BitRow, Opened, open};

/// The rows as lines: bits in groups of four, what was moved marked below, the chosen column reversed, and at the end how
/// its bit came about. The chosen column is counted from the left of the value. Where there is little room only the
/// stretch around the chosen column is shown, and of the operands as many as fit.
pub fn lines(trace: &Trace, node: u32, chosen: usize, brush: Brush) -> Vec<Line<'static>> {
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
    let shown = |start: usize| !small || stretches == 1 || start == (chosen + offset) / each * each;
    let mut lines = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        if i == last && last > 0 {
            let rule = "─".repeat((each + each.div_ceil(4)).saturating_sub(1));
            lines.push(Line::from(vec![Span::raw(" ".repeat(label + 3)), Span::styled(rule, theme.style(Role::Rule))]));
        }
        for (stretch, start) in (0..row.digits.len()).step_by(each).filter(|start| shown(*start)).enumerate() {
            let end = (start + each).min(row.digits.len());
            let pen =
                DigitStyles { label, named: stretch == 0, chosen: chosen + offset, result: i == last, theme, width };
            lines.push(digits_line(row, start..end, pen));
            if row.moved[start..end].contains(&true) {
                lines.push(marks_line(row, start..end, label, theme));
            }
        }
    }
    let place = bits::width(trace, node).and_then(|width| (width as usize).checked_sub(chosen + 1));
    let says = place.map(|place| format!("▲ {}", column(trace, node, place as u32)));
    let says = says.map(|says| wrap::wrap(&[Span::raw(says)], width, 2)).unwrap_or_default();
    if small {
        // The rule and the result stay, and below them how its bit came about.
        let room = usize::from(height).saturating_sub(2 + says.len());
        lines.drain(room.min(lines.len().saturating_sub(2))..lines.len().saturating_sub(2));
    } else {
        lines.push(Line::default());
    }
    lines.extend(says);
    lines.extend(notes.into_iter().map(|note| Line::styled(cut(&note, width), theme.style(Role::Name))));
    lines
}

/// The lines that stand around the rows where there is room: a rule, a free one, how the bit came about, a note.
const FIXED: usize = 4;

/// How a row is drawn.
#[derive(Clone, Copy)]
struct DigitStyles {
    /// The columns of the labels.
    label: usize,
    /// Whether the label is written.
    named: bool,
    chosen: usize,
    /// Whether the row is the result.
    result: bool,
    theme: Theme,
    width: u16,
}

fn digits_line(row: &BitRow, part: Range<usize>, pen: DigitStyles) -> Line<'static> {
    let DigitStyles { label, named, chosen, result, theme, width } = pen;
    let name = if named { cut(&row.label, label) } else { String::new() };
    let pad = " ".repeat(label.saturating_sub(name.width()));
    let mut spans = vec![Span::styled(format!(" {name}{pad}  "), theme.style(Role::Name))];
    let plain = if result { theme.style(Role::Strong) } else { theme.style(Role::Text) };
    for column in part.clone() {
        let style = if column == chosen { theme.style(Role::Current) } else { plain };
        let digit = row.digits[column].map_or(" ".to_owned(), |digit| digit.to_string());
        spans.push(Span::styled(digit, style.aimed(Aim::Bit(number(column)))));
        if column % 4 == 3 {
            spans.push(Span::raw(" "));
        }
    }
    let used: usize = spans.iter().map(Span::width).sum();
    if part.end == row.digits.len() && used + row.text.width() + 2 <= usize::from(width) {
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
    Line::styled(
        format!("{lead}{}", marks.trim_end()),
        theme.style(Role::Changed).remove_modifier(Modifier::UNDERLINED),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Byte, Carry, Number, Numbers, Tape, Word};

    fn labels(opened: &Opened) -> Vec<&str> {
        opened.rows.iter().map(|row| row.label.as_str()).collect()
    }
    fn digits(row: &BitRow) -> String {
        row.digits.iter().map(|digit| digit.map_or("·".to_owned(), |digit| digit.to_string())).collect()
    }
    fn low(row: &BitRow, count: usize) -> String {
        let all: Vec<char> = digits(row).chars().collect();
        all[all.len() - count..].iter().collect()
    }

    #[test]
    fn a_sigma_shows_its_rotations() {
        let tape = Tape::new();
        let e = (&tape).u32("e", 11, 0x816f_d6e9);
        let sigma = Number::helper("Σ1", [e], |[e]| e.rotr(6) ^ e.rotr(11) ^ e.rotr(25)).node();
        let trace = tape.finish(Border::default());
        let open = open(&trace, sigma).unwrap();
        assert_eq!(labels(&open), ["e[11]", "ROTR 6", "ROTR 11", "ROTR 25", "⊕"]);
        let texts: Vec<&str> = open.rows.iter().map(|row| row.text.as_str()).collect();
        assert_eq!(texts, ["816fd6e9", "a605bf5b", "dd302dfa", "b7eb74c0", "ccdee661"]);
        assert_eq!(open.rows[1].moved.iter().filter(|&&moved| moved).count(), 6);
        assert!(open.rows[1].moved[5] && !open.rows[1].moved[6]);
        assert_eq!(column(&trace, sigma, 31), "bit 31: 1 ⊕ 1 ⊕ 1 = 1");
    }

    #[test]
    fn a_sum_shows_its_carries_and_a_difference_what_it_borrows() {
        let tape = Tape::new();
        let [a, b, c] = [("a", 3), ("b", 1), ("c", 3)].map(|(name, value)| (&tape).u32(name, (), value));
        let (sum, less) = ((a + b + c).node(), (b - a).node());
        let trace = tape.finish(Border::default());
        let added = open(&trace, sum).unwrap();
        assert_eq!(labels(&added), ["a", "b", "c", "carry", "+"]);
        assert_eq!((low(&added.rows[3], 4), low(&added.rows[4], 4)), ("0110".into(), "0111".into()));
        assert_eq!(column(&trace, sum, 0), "bit 0: 1 + 1 + 1 + 0 carried = 1, carry 1");
        let taken = open(&trace, less).unwrap();
        assert_eq!(labels(&taken), ["b", "a", "borrow", "-"]);
        // 1 - 3 = -2, which wraps round to …1110.
        assert_eq!((low(&taken.rows[2], 4), low(&taken.rows[3], 4)), ("1100".into(), "1110".into()));
        assert_eq!(column(&trace, less, 1), "bit 1: 0 - 1 - 0 borrowed = 1, borrow 1");
    }

    #[test]
    fn choosing_and_majority_say_how_each_bit_came_about() {
        let tape = Tape::new();
        let [x, y, z] = [("x", 0b1010), ("y", 0b1100), ("z", 0b0110)].map(|(name, value)| (&tape).u8(name, (), value));
        let ch = Number::helper("Ch", [x, y, z], |[x, y, z]| (x & y) ^ (!x & z)).node();
        let maj = Number::helper("Maj", [x, y, z], |[x, y, z]| (x & y) ^ (x & z) ^ (y & z)).node();
        let trace = tape.finish(Border::default());
        assert_eq!(low(open(&trace, ch).unwrap().rows.last().unwrap(), 4), "1100");
        assert_eq!(column(&trace, ch, 2), "bit 2: (0 ∧ 1) ⊕ (¬0 ∧ 1) = 1");
        assert_eq!(column(&trace, maj, 1), "bit 1: (1 ∧ 0) ⊕ (1 ∧ 1) ⊕ (0 ∧ 1) = 1");
        assert_eq!(low(open(&trace, maj).unwrap().rows.last().unwrap(), 4), "1110");
    }

    #[test]
    fn bytes_stand_where_they_go_in_a_word() {
        let tape = Tape::new();
        let n = &tape;
        let word = n.join_u32([0x01, 0x80, 0xff, 0x00].map(|value| n.u8("b", usize::from(value), value)));
        let [_, second, ..] = n.split_u32(word.named("w", ()));
        let bit = word.bit(31).node();
        let (word, second) = (word.node(), second.node());
        let trace = tape.finish(Border::default());
        let joined = open(&trace, word).unwrap();
        assert_eq!(digits(&joined.rows[1]), format!("{}10000000{}", "·".repeat(8), "·".repeat(16)));
        assert_eq!(joined.rows[4].text, "0180ff00");
        let split = open(&trace, second).unwrap();
        assert_eq!((split.offset, labels(&split)), (8, vec!["w", "byte"]));
        assert!(split.rows[0].moved[8..16].iter().all(|moved| *moved) && !split.rows[0].moved[16]);
        assert_eq!(column(&trace, second, 7), "bit 7: 1, bit 23 of w");
        assert_eq!((open(&trace, bit).unwrap().offset, column(&trace, bit, 0)), (0, "bit 0: 0, bit 7 of b[1]".into()));
    }

    #[test]
    fn products_of_bytes_are_shifts_and_reductions() {
        let tape = Tape::new();
        let [a, b] = [("a", 0x57), ("b", 0x13)].map(|(name, value)| (&tape).u8(name, (), value));
        let (product, doubled) = (a.gf_mul(b).node(), a.xtime().xtime().node());
        let trace = tape.finish(Border::default());
        let open_product = open(&trace, product).unwrap();
        assert_eq!(labels(&open_product), ["a", "b", "a·x^0", "a·x^1", "a·x^4 1b", "⊕"]);
        assert_eq!(open_product.rows[5].text, "fe");
        let doubled_rows = open(&trace, doubled).unwrap();
        assert_eq!(labels(&doubled_rows), ["02 • a", "SHL 1", "⊕ 1b", "⊕"]);
        assert_eq!(doubled_rows.rows[3].text, "47");
        assert_eq!(column(&trace, doubled, 0), "bit 0: 0 shifted ⊕ 1 of the reduction = 1");
    }

    #[test]
    fn a_selection_says_which_was_taken() {
        let tape = Tape::new();
        let n = &tape;
        let [yes, no] = [("yes", 5), ("no", 6)].map(|(name, value)| n.u8(name, (), value));
        let taken = Number::select(n.bit("swap", (), false), yes, no).node();
        let trace = tape.finish(Border::default());
        let open = open(&trace, taken).unwrap();
        assert_eq!(labels(&open), ["swap", "yes", "no", "taken"]);
        assert_eq!(digits(&open.rows[0]), "·······0");
        assert_eq!(open.notes, ["swap is 0: no is taken."]);
        assert_eq!(column(&trace, taken, 1), "bit 1: 1, bit 1 of no");
    }

    #[test]
    fn small_integers_have_bits_and_both_ways_of_writing() {
        let tape = Tape::new();
        let n = &tape;
        let [a, b] = [("a", 57), ("b", 88)].map(|(name, value)| n.int(name, (), value.into()));
        let product = (a * b).named("product", ()).node();
        let trace = tape.finish(Border::default());
        let open = open(&trace, product).unwrap();
        assert_eq!(labels(&open), ["a", "b", "×"]);
        assert_eq!((open.rows[2].text.as_str(), low(&open.rows[2], 16)), ("5016  0x1398", "0001001110011000".into()));
    }

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
