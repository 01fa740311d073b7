//! The formula of a node, read off the trace in the specification's notation.

use super::Reading;
use super::node::{Kind, Op};
use super::trace::{Trace, entry};
use std::fmt;

/// A piece of a formula. Pieces with a node can be pointed at: they stand for that value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The text to print.
    pub text: String,
    /// The value that this piece stands for.
    pub node: Option<u32>,
}

/// A formula: what a node was computed from, down to the nearest named values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formula {
    /// The pieces, in order; printing them one after the other gives the formula.
    pub tokens: Vec<Token>,
    /// The number that the whole is taken modulo, where residues are computed with.
    pub modulus: Option<Token>,
}
impl Formula {
    /// The values it is computed from, in source order, each once.
    pub fn operands(&self) -> Vec<u32> {
        let mut out: Vec<u32> = vec![];
        for node in self.tokens.iter().chain(&self.modulus).filter_map(|t| t.node) {
            if !out.contains(&node) {
                out.push(node);
            }
        }
        out
    }
    /// Whether it adds or subtracts, outside of all brackets.
    fn is_sum(&self) -> bool {
        let mut depth = 0;
        self.tokens.iter().any(|t| {
            depth += t.text.matches('(').count();
            depth -= t.text.matches(')').count();
            depth == 0 && matches!(t.text.as_str(), " + " | " - ")
        })
    }
}
impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let whole: String = self.tokens.iter().map(|t| t.text.as_str()).collect();
        match &self.modulus {
            None => f.write_str(&whole),
            Some(p) if self.is_sum() => write!(f, "({whole}) mod {}", p.text),
            Some(p) => write!(f, "{whole} mod {}", p.text),
        }
    }
}

/// The formula of a node, with names (`h[11] + Σ1(e[11])`) or with values (`32ca2d8c + ccdee661`).
pub fn formula(trace: &Trace, node: u32, values: bool) -> Formula {
    let mut writer = Writer::new(trace, values);
    let root = match trace.nodes[node as usize].op {
        Op::Name => trace.nodes[node as usize].from[0],
        Op::Helper => trace.nodes[node as usize].from[0],
        _ => node,
    };
    match trace.nodes[root as usize].op {
        // A value handed on under another name: by the name it had.
        Op::Name => writer.label(root),
        Op::Helper => writer.operand(root),
        _ => writer.body(root),
    }
    let shown = writer.plain(root);
    if writer.reduced && trace.nodes[shown as usize].kind == Kind::Mod {
        let modulus = writer.modulus(shown);
        writer.out.modulus = Some(modulus);
    }
    writer.out
}

/// The name that a formula gives a node.
pub fn formula_name(trace: &Trace, node: u32) -> String {
    let source = trace.nodes[trace.unnamed(node) as usize];
    match (trace.label(node), source.op) {
        (Some(_), Op::Helper) if trace.nodes[node as usize].from[0] == trace.unnamed(node) => {
            formula(trace, node, false).to_string()
        }
        (Some(label), _) => trace.written(label),
        (None, _) => formula(trace, node, false).to_string(),
    }
}

struct Writer<'a> {
    trace: &'a Trace,
    values: bool,
    out: Formula,
    /// Whether residues are computed with.
    reduced: bool,
}
impl Writer<'_> {
    fn new(trace: &Trace, values: bool) -> Writer<'_> {
        Writer { trace, values, out: Formula::default(), reduced: false }
    }
    /// The modulus of a residue: the number that the body divides by or, where the field fixes it, its name.
    fn modulus(&self, mut node: u32) -> Token {
        loop {
            let n = self.trace.nodes[node as usize];
            node = match n.op {
                Op::Rem => {
                    let mut name = Writer::new(self.trace, self.values);
                    name.operand(n.from[1]);
                    return Token { text: name.out.to_string(), node: Some(n.from[1]) };
                }
                Op::Choice | Op::Select => n.from[1],
                Op::Read | Op::Constant | Op::Cast => return Token { text: "p".into(), node: None },
                _ => n.from[0],
            };
        }
    }
    fn text(&mut self, text: impl Into<String>) {
        self.out.tokens.push(Token { text: text.into(), node: None });
    }
    fn point(&mut self, text: String, node: u32) {
        let text = if self.values { self.trace.text(node) } else { text };
        self.out.tokens.push(Token { text, node: Some(node) });
    }
    fn label(&mut self, node: u32) {
        let label = self.trace.label(node).map(|label| self.trace.written(label));
        self.point(label.unwrap_or_default(), node);
    }
    /// A value where it is used: by its name, by its helper's call, or as an expression of its own.
    fn operand(&mut self, node: u32) {
        let n = self.trace.nodes[node as usize];
        match n.op {
            Op::Name => {
                let source = self.trace.nodes[n.from[0] as usize];
                match source.op {
                    Op::Helper => self.point(self.called(n.from[0]), node),
                    _ => self.label(node),
                }
            }
            Op::Helper => self.point(self.called(node), node),
            Op::Read => self.point(self.place(node), node),
            Op::Call => {
                let call = &self.trace.calls[n.from[0] as usize];
                self.point(format!("{}{}[{}]", call.name, call.index, n.from[1]), node);
            }
            Op::Cast => self.operand(n.from[0]),
            _ => self.body(node),
        }
    }
    /// `Ch(e[11], f[11], g[11])`.
    fn called(&self, helper: u32) -> String {
        let scope = &self.trace.scopes[self.trace.nodes[helper as usize].from[1] as usize];
        let names: Vec<String> = scope.arguments().iter().map(|&a| self.name(a)).collect();
        format!("{}({})", scope.name, names.join(", "))
    }
    fn name(&self, node: u32) -> String {
        let mut inner = Writer::new(self.trace, false);
        inner.operand(node);
        inner.out.to_string()
    }
    /// Where a read lies: `base64[62]` in a table, else its bytes.
    fn place(&self, node: u32) -> String {
        match self.trace.read(node) {
            Some((Reading::Table(t), r)) => format!("{}[{}]", t.name, entry(r)),
            Some((Reading::Border, r)) => format!("state[{}..{}]", r.start, r.end),
            Some((Reading::Feed(_), r)) => format!("bytes[{}..{}]", r.start, r.end),
            None => String::new(),
        }
    }
    fn infix(&mut self, op: Op, sign: &str, operands: &[u32]) {
        for (i, &operand) in operands.iter().enumerate() {
            if i > 0 {
                self.text(format!(" {sign} "));
            }
            let below = self.trace.nodes[self.plain(operand) as usize].op;
            let bitwise = matches!(op, Op::Xor | Op::And | Op::Or);
            let bare = binds(below) == 9 || (i == 0 && below == op) || (binds(below) > binds(op) && !bitwise);
            if bare {
                self.operand(operand);
            } else {
                self.text("(");
                self.operand(operand);
                self.text(")");
            }
        }
    }
    /// The node that a cast shows.
    fn plain(&self, mut node: u32) -> u32 {
        while self.trace.nodes[node as usize].op == Op::Cast {
            node = self.trace.nodes[node as usize].from[0];
        }
        node
    }
    fn function(&mut self, name: String, operands: &[u32]) {
        self.text(format!("{name}("));
        for (i, &operand) in operands.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            self.operand(operand);
        }
        self.text(")");
    }
    /// The operation of a node that is not a name.
    fn body(&mut self, node: u32) {
        let n = self.trace.nodes[node as usize];
        let [a, b, c] = n.from;
        self.reduced |= n.kind == Kind::Mod && matches!(n.op, Op::Add | Op::Sub | Op::Mul | Op::Inverse);
        match n.op {
            Op::Add => self.infix(n.op, "+", &[a, b]),
            Op::Sub => self.infix(n.op, "-", &[a, b]),
            Op::Mul if a == b && n.kind == Kind::Mod => {
                self.operand_in_brackets(a);
                self.text("²");
            }
            Op::Mul => self.infix(n.op, "·", &[a, b]),
            Op::Div => self.infix(n.op, "div", &[a, b]),
            Op::Rem => self.infix(n.op, "mod", &[a, b]),
            Op::Less => self.infix(n.op, "<", &[a, b]),
            Op::Same => self.infix(n.op, "=", &[a, b]),
            Op::Xor => self.infix(n.op, "⊕", &[a, b]),
            Op::And => self.infix(n.op, "∧", &[a, b]),
            Op::Or => self.infix(n.op, "∨", &[a, b]),
            Op::GfMul => self.infix(n.op, "•", &[a, b]),
            Op::Not => self.prefix("¬", a),
            Op::Neg => self.prefix("-", a),
            Op::Rotr(k) => self.function(format!("ROTR{k}"), &[a]),
            Op::Rotl(k) => self.function(format!("ROTL{k}"), &[a]),
            Op::Shr(k) => self.function(format!("SHR{k}"), &[a]),
            Op::Shl(k) => self.function(format!("SHL{k}"), &[a]),
            Op::Bit => self.function(format!("bit{b}"), &[a]),
            Op::Pick => self.function(self.trace.selections[b as usize].name.into(), &[a]),
            Op::Byte => self.function(format!("byte{b}"), &[a]),
            Op::Xtime => {
                self.text("02 • ");
                self.operand_in_brackets(a);
            }
            Op::Inverse => self.function("inverse".into(), &[a]),
            Op::Select => self.function("select".into(), &[a, b, c]),
            Op::Twice => self.infix(n.op, "≡", &[a, b]),
            Op::Choice => self.function("choice".into(), &[a, b]),
            Op::Join => {
                let operands = self.trace.parents(node);
                self.infix(n.op, "‖", &operands);
            }
            Op::Lookup => {
                let table = match self.trace.read(a) {
                    Some((Reading::Table(t), _)) => t.name.to_string(),
                    None => self.trace.label(a).map_or_else(String::new, |label| label.name.to_owned()),
                    _ => self.place(a),
                };
                self.text(table);
                self.text("[");
                self.operand(b);
                self.text("]");
            }
            Op::Constant => self.point(self.trace.text(node), node),
            Op::Name | Op::Helper | Op::Read | Op::Call | Op::Cast => self.operand(node),
        }
    }
    fn prefix(&mut self, sign: &str, operand: u32) {
        self.text(sign);
        self.operand_in_brackets(operand);
    }
    /// An operand, in brackets unless it is one word.
    fn operand_in_brackets(&mut self, operand: u32) {
        if binds(self.trace.nodes[self.plain(operand) as usize].op) == 9 {
            self.operand(operand);
        } else {
            self.text("(");
            self.operand(operand);
            self.text(")");
        }
    }
}

/// How tightly an operation binds; what stands alone binds most.
fn binds(op: Op) -> u8 {
    match op {
        Op::Less | Op::Same | Op::Twice => 1,
        Op::Join => 2,
        Op::Add | Op::Sub => 3,
        Op::Mul | Op::Div | Op::Rem | Op::GfMul | Op::Xtime => 4,
        // The specifications put brackets between these, whatever their order.
        Op::Xor | Op::And | Op::Or => 2,
        Op::Read
        | Op::Constant
        | Op::Name
        | Op::Helper
        | Op::Neg
        | Op::Inverse
        | Op::Not
        | Op::Rotr(_)
        | Op::Rotl(_)
        | Op::Shr(_)
        | Op::Shl(_)
        | Op::Bit
        | Op::Byte
        | Op::Cast
        | Op::Pick
        | Op::Lookup
        | Op::Select
        | Op::Choice
        | Op::Call => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Number, Numbers, Tape, Word};

    fn of(build: impl Fn(&Tape) -> u32) -> (String, String) {
        let tape = Tape::new();
        let node = build(&tape);
        let trace = tape.finish(Border::default());
        (formula(&trace, node, false).to_string(), formula(&trace, node, true).to_string())
    }

    #[test]
    fn sums_are_flat_in_source_order() {
        let (names, values) = of(|n| {
            let [a, b, c] = [("a", 1), ("b", 2), ("c", 3)].map(|(s, v)| n.u32(s, 0, v));
            (a + b + c).node()
        });
        assert_eq!(names, "a[0] + b[0] + c[0]");
        assert_eq!(values, "00000001 + 00000002 + 00000003");
    }
    #[test]
    fn helpers_print_as_calls_and_open() {
        let tape = Tape::new();
        let n = &tape;
        let [x, y, z] = [("e", 1), ("f", 2), ("g", 3)].map(|(s, v)| n.u32(s, 7, v));
        let ch = Number::helper("Ch", [x, y, z], |[x, y, z]| (x & y) ^ (!x & z));
        let (t, x, ch) = ((x + ch).node(), x.node(), ch.node());
        let trace = tape.finish(Border::default());
        assert_eq!(formula(&trace, t, false).to_string(), "e[7] + Ch(e[7], f[7], g[7])");
        assert_eq!(formula(&trace, ch, false).to_string(), "(e[7] ∧ f[7]) ⊕ (¬e[7] ∧ g[7])");
        assert_eq!(formula(&trace, t, false).operands(), [x, ch]);
    }
    #[test]
    fn rotations_and_brackets() {
        let (names, _) = of(|n| {
            let [a, b] = [("a", 1), ("b", 2)].map(|(s, v)| n.u32(s, (), v));
            (a.rotr(6) ^ a.shr(3) ^ (a + b)).node()
        });
        assert_eq!(names, "ROTR6(a) ⊕ SHR3(a) ⊕ (a + b)");
    }
}
