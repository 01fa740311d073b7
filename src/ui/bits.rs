//! A value opened down to its bits: its operands in rows, what each operation moved marked below, the result last.

use std::ops::Range;

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::num::{Kind, Op, Trace, formula};
use crate::ui::theme::{Role, Theme};

/// One row of bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BitRow {
    /// What the row is: a value's name, `ROTR 6`, or the sign of the operation that ends in this row.
    pub label: String,
    /// One digit a column, most significant first; digits above 1 are carries.
    pub digits: Vec<u8>,
    /// The columns whose bits came round the edge or were shifted in.
    pub moved: Vec<bool>,
    /// The value as text; empty for carries.
    pub text: String,
}

/// The rows of a node, if its kind has a fixed number of bits: operands, then each operation on them, then the result.
pub fn rows(trace: &Trace, node: u32) -> Option<Vec<BitRow>> {
    trace.nodes.get(node as usize)?.kind.bits()?;
    let mut opened = Opened { trace, rows: Vec::new(), shown: Vec::new() };
    let root = inside(trace, node);
    let op = trace.nodes[root as usize].op;
    let terms = terms(trace, root, op);
    if terms.is_empty() {
        opened
            .value(root, trace.label(node).map_or_else(String::new, |label| format!("{}{}", label.name, label.index)));
        return Some(opened.rows);
    }
    for &term in &terms {
        opened.term(term);
    }
    if op == Op::Add {
        opened.carries(&terms);
    }
    opened.value(root, sign(op).to_owned());
    Some(opened.rows)
}

/// How the bit in a column came about: `1 ⊕ 1 ⊕ 1 = 1`.
pub fn column(trace: &Trace, node: u32, column: usize) -> Option<String> {
    let root = inside(trace, node);
    let op = trace.nodes[root as usize].op;
    let width = trace.nodes[root as usize].kind.bits()? as usize;
    let terms = terms(trace, root, op);
    let place = width.checked_sub(column + 1)?;
    let result = bit(trace, root, place);
    let mut text = format!("bit {place}: ");
    if matches!(op, Op::Xor | Op::And | Op::Or | Op::Add) && terms.len() > 1 {
        let bits: Vec<String> = terms.iter().map(|&term| bit(trace, term, place).to_string()).collect();
        text.push_str(&bits.join(&format!(" {} ", sign(op))));
        if op == Op::Add {
            let carry = carries(trace, &terms, width)[column];
            text.push_str(&format!(" + {carry} carried"));
        }
        text.push_str(&format!(" = {result}"));
        if op == Op::Add {
            let total: u8 = terms.iter().map(|&term| bit(trace, term, place)).sum();
            let over = (total + carries(trace, &terms, width)[column]) / 2;
            text.push_str(&format!(", carry {over}"));
        }
    } else {
        text.push_str(&result.to_string());
    }
    Some(text)
}

struct Opened<'t> {
    trace: &'t Trace,
    rows: Vec<BitRow>,
    shown: Vec<u32>,
}

impl Opened<'_> {
    /// A term of the operation: the values it is made of, then itself.
    fn term(&mut self, node: u32) {
        if self.shown.contains(&node) {
            return;
        }
        let n = self.trace.nodes[node as usize];
        match n.op {
            Op::Rotr(k) | Op::Shr(k) | Op::Rotl(k) | Op::Shl(k) => {
                self.term(n.from[0]);
                self.moved(node, n.op, usize::from(k));
            }
            Op::Xor | Op::And | Op::Or | Op::Not | Op::Add | Op::Sub | Op::Select => {
                for operand in self.trace.parents(node) {
                    self.term(operand);
                }
                let label = formula(self.trace, node, false).to_string();
                self.value(node, label);
            }
            _ => {
                let label = self.name(node);
                self.value(node, label);
            }
        }
        self.shown.push(node);
    }

    fn name(&self, node: u32) -> String {
        match self.trace.label(node) {
            Some(label) => format!("{}{}", label.name, label.index),
            None => formula(self.trace, node, false).to_string(),
        }
    }

    fn value(&mut self, node: u32, label: String) {
        let digits = digits(self.trace, node);
        let moved = vec![false; digits.len()];
        self.rows.push(BitRow { label, moved, digits, text: self.trace.text(node) });
    }

    fn moved(&mut self, node: u32, op: Op, by: usize) {
        let (name, right) = match op {
            Op::Rotr(_) => ("ROTR", true),
            Op::Shr(_) => ("SHR", true),
            Op::Rotl(_) => ("ROTL", false),
            _ => ("SHL", false),
        };
        self.value(node, format!("{name} {by}"));
        if let Some(row) = self.rows.last_mut() {
            let width = row.moved.len();
            let by = by.min(width);
            let edge = if right { 0..by } else { width - by..width };
            row.moved[edge].fill(true);
        }
    }

    fn carries(&mut self, terms: &[u32]) {
        let width = digits(self.trace, terms[0]).len();
        let digits = carries(self.trace, terms, width);
        let moved = vec![false; width];
        self.rows.push(BitRow { label: "carry".into(), digits, moved, text: String::new() });
    }
}

/// The node whose operation a value shows: below its names, and below a helper's own node.
fn inside(trace: &Trace, node: u32) -> u32 {
    let mut node = trace.unnamed(node);
    while trace.nodes[node as usize].op == Op::Helper {
        node = trace.unnamed(trace.nodes[node as usize].from[0]);
    }
    node
}

/// The operands of an operation; a chain of one and the same operation counts as one with many operands.
fn terms(trace: &Trace, node: u32, op: Op) -> Vec<u32> {
    let bits = |&n: &u32| trace.nodes[n as usize].kind.bits().is_some();
    match op {
        Op::Add | Op::Xor | Op::And | Op::Or => {
            let mut terms = Vec::new();
            let mut waiting = vec![node];
            while let Some(next) = waiting.pop() {
                if trace.nodes[next as usize].op == op {
                    waiting.extend(trace.parents(next).into_iter().rev());
                } else {
                    terms.push(next);
                }
            }
            terms
        }
        Op::Rotr(_) | Op::Rotl(_) | Op::Shr(_) | Op::Shl(_) => vec![node],
        Op::Read | Op::Constant | Op::Call | Op::Name | Op::Helper => Vec::new(),
        _ => trace.parents(node).into_iter().filter(bits).collect(),
    }
}

/// What is carried into each column of a sum, most significant first.
fn carries(trace: &Trace, terms: &[u32], width: usize) -> Vec<u8> {
    let mut carries = vec![0; width];
    let mut carry = 0;
    for place in 0..width {
        carries[width - 1 - place] = carry;
        let ones: u8 = terms.iter().map(|&term| bit(trace, term, place)).sum();
        carry = (carry + ones) / 2;
    }
    carries
}

fn digits(trace: &Trace, node: u32) -> Vec<u8> {
    let width = trace.nodes[node as usize].kind.bits().unwrap_or(0) as usize;
    (0..width).rev().map(|place| bit(trace, node, place)).collect()
}

fn bit(trace: &Trace, node: u32, place: usize) -> u8 {
    let n = trace.nodes[node as usize];
    match n.kind {
        Kind::Int | Kind::Mod => 0,
        Kind::Bit | Kind::U8 | Kind::U32 | Kind::U64 => u8::from(n.value >> place & 1 == 1),
    }
}

fn sign(op: Op) -> &'static str {
    match op {
        Op::Add => "+",
        Op::Sub => "-",
        Op::Mul => "×",
        Op::Xor => "⊕",
        Op::And => "∧",
        Op::Or => "∨",
        Op::Not => "¬",
        Op::GfMul => "•",
        Op::Xtime => "xtime",
        Op::Select => "select",
        Op::Choice => "choice",
        Op::Twice => "≡",
        Op::Lookup => "look-up",
        _ => "=",
    }
}

/// The rows as lines: bits in groups of four, what was moved marked below, the chosen column reversed, and at the end how
/// its bit came about.
pub fn lines(trace: &Trace, node: u32, chosen: usize, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let Some(rows) = rows(trace, node) else { return Vec::new() };
    let label = rows.iter().map(|row| row.label.width()).max().unwrap_or(0).min(usize::from(width) / 4);
    let digits = rows.first().map_or(0, |row| row.digits.len());
    // As many groups of four beside each other as fit, with room for the label and the value.
    let room = usize::from(width).saturating_sub(label + 4);
    let groups = [16, 8, 4, 2, 1].into_iter().find(|groups| groups * 5 <= room).unwrap_or(1);
    let each = (groups * 4).min(digits.max(1));
    let mut lines = Vec::new();
    let last = rows.len().saturating_sub(1);
    for (i, row) in rows.iter().enumerate() {
        if i == last && last > 0 {
            let rule = "─".repeat((each / 4 * 5).saturating_sub(1));
            lines.push(Line::from(vec![Span::raw(" ".repeat(label + 3)), Span::styled(rule, theme.style(Role::Rule))]));
        }
        for start in (0..row.digits.len()).step_by(each) {
            let end = (start + each).min(row.digits.len());
            lines.push(digits_line(row, start..end, label, chosen, i == last, theme, width));
            if row.moved[start..end].contains(&true) {
                lines.push(marks_line(row, start..end, label, theme));
            }
        }
    }
    if let Some(text) = column(trace, node, chosen) {
        lines.push(Line::default());
        lines.push(Line::raw(format!("▲ {text}")));
    }
    lines
}

fn digits_line(
    row: &BitRow,
    part: Range<usize>,
    label: usize,
    chosen: usize,
    result: bool,
    theme: Theme,
    width: u16,
) -> Line<'static> {
    let name = if part.start == 0 {
        super::compute::cut(&row.label, u16::try_from(label).unwrap_or(u16::MAX))
    } else {
        String::new()
    };
    let pad = " ".repeat(label.saturating_sub(name.width()));
    let mut spans = vec![Span::styled(format!(" {name}{pad}  "), theme.style(Role::Name))];
    let plain = if result { theme.style(Role::Strong) } else { theme.style(Role::Text) };
    for column in part.clone() {
        let style = if column == chosen { theme.style(Role::Current) } else { plain };
        spans.push(Span::styled(row.digits[column].to_string(), style));
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
    use crate::num::{Border, Number, Numbers, Tape, Word};

    fn labels(rows: &[BitRow]) -> Vec<&str> {
        rows.iter().map(|row| row.label.as_str()).collect()
    }

    #[test]
    fn a_sigma_shows_its_rotations() {
        let tape = Tape::new();
        let e = (&tape).u32("e", 11, 0x816f_d6e9);
        let sigma = Number::helper("Σ1", [e], |[e]| e.rotr(6) ^ e.rotr(11) ^ e.rotr(25)).node();
        let trace = tape.finish(Border::default());
        let rows = rows(&trace, sigma).unwrap();
        assert_eq!(labels(&rows), ["e[11]", "ROTR 6", "ROTR 11", "ROTR 25", "⊕"]);
        let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
        assert_eq!(texts, ["816fd6e9", "a605bf5b", "dd302dfa", "b7eb74c0", "ccdee661"]);
        assert_eq!(rows[1].moved.iter().filter(|&&moved| moved).count(), 6);
        assert!(rows[1].moved[5] && !rows[1].moved[6]);
        assert_eq!(column(&trace, sigma, 0).unwrap(), "bit 31: 1 ⊕ 1 ⊕ 1 = 1");
    }

    #[test]
    fn a_sum_shows_its_carries() {
        let tape = Tape::new();
        let [a, b, c] = [("a", 3), ("b", 1), ("c", 3)].map(|(name, value)| (&tape).u32(name, (), value));
        let sum = (a + b + c).node();
        let trace = tape.finish(Border::default());
        let rows = rows(&trace, sum).unwrap();
        assert_eq!(labels(&rows), ["a", "b", "c", "carry", "+"]);
        assert_eq!(&rows[3].digits[28..], [0, 1, 1, 0]);
        assert_eq!(&rows[4].digits[28..], [0, 1, 1, 1]);
        assert_eq!(column(&trace, sum, 31).unwrap(), "bit 0: 1 + 1 + 1 + 0 carried = 1, carry 1");
    }
}
