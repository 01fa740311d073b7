//! The rows of an opened operation: operands, what was done to them, the result.

use crate::num::bits::{bit, opened, width};
use crate::num::{Kind, Op, Selection, Trace, formula, formula_name};

use super::bit_row::BitRow;
use super::carries::{borrows, carries};
use super::{gf, lookup};

/// An opened operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// The rows, the result last.
    pub rows: Vec<BitRow>,
    /// In which column the result's first bit stands.
    pub offset: usize,
    /// Notes to be said below, line by line.
    pub notes: Vec<String>,
}

/// Opens a value, if its bits can be shown: operands, then each operation on them, then the result.
pub fn open(trace: &Trace, node: u32) -> Option<Opened> {
    let own = width(trace, node)? as usize;
    let root = opened(trace, node);
    let [a, b, c] = trace.nodes[root as usize].from;
    let wide = |node: u32| width(trace, node).map_or(own, |width| width as usize);
    let (columns, offset) = match trace.nodes[root as usize].op {
        Op::Byte if 8 * c <= 64 => (8 * c as usize, 8 * b as usize),
        Op::Bit if (b as usize) < wide(a) => (wide(a), wide(a) - 1 - b as usize),
        Op::Less | Op::Same => {
            let columns = wide(a).max(wide(b));
            (columns, columns - own)
        }
        Op::Cast | Op::Pick => (own.max(wide(a)), own.max(wide(a)) - own),
        _ => (own, 0),
    };
    let mut writer = Writer { trace, columns, own, shown: vec![], out: Opened { offset, ..Opened::default() } };
    writer.operation(node, root);
    Some(writer.out)
}

/// The operands of an operation; a chain of one and the same operation counts as one with many operands.
pub fn terms(trace: &Trace, node: u32) -> Vec<u32> {
    let op = trace.nodes[node as usize].op;
    let (mut terms, mut waiting) = (Vec::new(), vec![node]);
    while let Some(next) = waiting.pop() {
        if trace.nodes[next as usize].op == op {
            waiting.extend(trace.parents(next).into_iter().rev());
        } else {
            terms.push(next);
        }
    }
    terms
}

/// A value as text: a number in decimal and in hexadecimal, all else as the specification writes it.
fn text(trace: &Trace, node: u32) -> String {
    match trace.nodes[node as usize].kind {
        Kind::Int | Kind::Mod => format!("{0}  0x{0:x}", trace.integer(node)),
        Kind::Bit | Kind::U8 | Kind::U32 | Kind::U64 => trace.text(node),
    }
}

struct Writer<'t> {
    trace: &'t Trace,
    columns: usize,
    /// How many bits the result has.
    own: usize,
    shown: Vec<u32>,
    out: Opened,
}

impl Writer<'_> {
    /// An operation with its operands and its result.
    fn operation(&mut self, node: u32, root: u32) {
        let n = self.trace.nodes[root as usize];
        let [a, b, c] = n.from;
        match n.op {
            Op::Read | Op::Constant | Op::Call | Op::Name | Op::Helper => {
                return self.result(root, formula_name(self.trace, node));
            }
            Op::Add => {
                let terms = terms(self.trace, root);
                terms.iter().for_each(|term| self.term(*term));
                self.between("carry", carries(self.trace, &terms, self.columns));
            }
            Op::Sub => {
                self.term(a);
                self.term(b);
                self.between("borrow", borrows(self.trace, [a, b], self.columns));
            }
            Op::Xor | Op::And | Op::Or => terms(self.trace, root).into_iter().for_each(|term| self.term(term)),
            Op::Rotr(_) | Op::Rotl(_) | Op::Shr(_) | Op::Shl(_) => self.term(root),
            Op::Join => {
                let bytes = self.trace.parents(root);
                for (i, byte) in bytes.iter().enumerate() {
                    let end = (self.columns + 8 * (i + 1)).saturating_sub(8 * bytes.len());
                    self.row(*byte, formula_name(self.trace, *byte), end.saturating_sub(8)..end);
                }
                self.out.notes.push("The first byte is the most significant: big-endian.".to_owned());
            }
            Op::Byte => {
                self.taken(a);
                self.out.notes.push(format!("Byte {b} of {c}, counted from the most significant."));
            }
            Op::Bit => self.taken(a),
            Op::Lookup => {
                self.term(b);
                self.out.notes.extend(lookup::notes(self.trace, a, b));
            }
            Op::Xtime => {
                self.term(a);
                self.out.rows.extend(gf::xtime(self.trace.nodes[a as usize].value as u8));
            }
            Op::GfMul => {
                self.term(a);
                self.term(b);
                let [a, b] = [a, b].map(|node| self.trace.nodes[node as usize].value as u8);
                self.out.rows.extend(gf::product(a, b));
            }
            Op::Twice => {
                // The short way, with all that it shows, and the result of the long one below.
                self.operation(a, opened(self.trace, a));
                return self.result(b, format!("= {}", formula(self.trace, b, false)));
            }
            Op::Select => {
                [a, b, c].iter().for_each(|operand| self.term(*operand));
                let (which, taken) = if bit(self.trace, a, 0) == 1 { (1, b) } else { (0, c) };
                let [bit, taken] = [a, taken].map(|node| formula_name(self.trace, node));
                self.out.notes.push(format!("{bit} is {which}: {taken} is taken."));
            }
            Op::Choice => {
                self.term(b);
                let bit = format!("{} is {}", formula_name(self.trace, a), bit(self.trace, a, 0));
                self.out.notes.push(format!("{bit}, so this way was taken."));
            }
            Op::Mul | Op::Div | Op::Rem | Op::Less | Op::Same => {
                self.term(a);
                self.term(b);
            }
            Op::Pick => {
                self.term(a);
                self.out.notes.push(picked(self.trace.selections[b as usize]));
            }
            Op::Not | Op::Neg | Op::Inverse | Op::Cast => self.term(a),
        }
        self.result(root, sign(n.op).to_owned());
    }

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
                self.value(node, formula(self.trace, node, false).to_string());
            }
            _ => self.value(node, formula_name(self.trace, node)),
        }
        self.shown.push(node);
    }

    /// A value as far to the right as its bits go; one that is too long to be shown is named only.
    fn value(&mut self, node: u32, label: String) {
        let kind = self.trace.nodes[node as usize].kind;
        let width = kind.bits().map_or(self.columns, |width| (width as usize).min(self.columns));
        self.row(node, label, self.columns - width..self.columns);
    }

    fn result(&mut self, node: u32, label: String) {
        let start = self.out.offset;
        self.row(node, label, start..start + self.own);
    }

    /// A row whose lowest bit stands in the last of some columns.
    fn row(&mut self, node: u32, label: String, columns: std::ops::Range<usize>) {
        let digit = |column: usize| bit(self.trace, node, (columns.end - 1 - column) as u32);
        let digits = (0..self.columns).map(|column| columns.contains(&column).then(|| digit(column))).collect();
        let moved = vec![false; self.columns];
        self.out.rows.push(BitRow { label, digits, moved, text: text(self.trace, node) });
    }

    /// The value that the result's bits are taken out of, with those bits marked.
    fn taken(&mut self, node: u32) {
        self.value(node, formula_name(self.trace, node));
        if let Some(row) = self.out.rows.last_mut() {
            row.moved[self.out.offset..self.out.offset + self.own].fill(true);
        }
    }

    fn moved(&mut self, node: u32, op: Op, by: usize) {
        let (name, right) = match op {
            Op::Rotr(_) => ("ROTR", true),
            Op::Shr(_) => ("SHR", true),
            Op::Rotl(_) => ("ROTL", false),
            _ => ("SHL", false),
        };
        self.value(node, format!("{name} {by}"));
        if let Some(row) = self.out.rows.last_mut() {
            let width = row.moved.len();
            let by = by.min(width);
            let edge = if right { 0..by } else { width - by..width };
            row.moved[edge].fill(true);
        }
    }

    fn between(&mut self, label: &str, digits: Vec<u8>) {
        let moved = vec![false; digits.len()];
        let digits = digits.into_iter().map(Some).collect();
        self.out.rows.push(BitRow { label: label.into(), digits, moved, text: String::new() });
    }
}

/// `E, from left to right: bits 32 1 2 3 …, counted from 1.`
fn picked(by: &Selection) -> String {
    let places: Vec<String> = by.places.iter().map(ToString::to_string).collect();
    format!("{}, from left to right: bits {} of {}, counted from 1.", by.name, places.join(" "), by.width)
}

/// The sign of an operation, before its result.
pub fn sign(op: Op) -> &'static str {
    match op {
        Op::Add => "+",
        Op::Sub | Op::Neg => "-",
        Op::Mul => "×",
        Op::Div => "div",
        Op::Rem => "mod",
        Op::Less => "<",
        Op::Same => "same",
        Op::Xor | Op::Xtime | Op::GfMul => "⊕",
        Op::And => "∧",
        Op::Or => "∨",
        Op::Not => "¬",
        Op::Join => "‖",
        Op::Bit => "bit",
        Op::Byte => "byte",
        Op::Select => "taken",
        Op::Choice => "chosen",
        Op::Lookup => "entry",
        Op::Inverse => "inverse",
        Op::Read
        | Op::Constant
        | Op::Name
        | Op::Helper
        | Op::Rotr(_)
        | Op::Rotl(_)
        | Op::Shr(_)
        | Op::Shl(_)
        | Op::Cast
        | Op::Pick
        | Op::Twice
        | Op::Call => "=",
    }
}
