//! How the bit in a column came about, in one line.

use crate::num::bits::{bit, opened, sources};
use crate::num::{Op, Trace, formula_name};

use super::carries::{borrows, carries};
use super::rows::{sign, terms};

/// `bit 31: 1 ⊕ 1 ⊕ 1 = 1`; `place` is counted from the least significant bit.
pub fn column(trace: &Trace, node: u32, place: u32) -> String {
    let root = opened(trace, node);
    let n = trace.nodes[root as usize];
    let result = bit(trace, root, place);
    let width = place as usize + 1;
    let came = match n.op {
        Op::Add => {
            let terms = terms(trace, root);
            let bits: Vec<u8> = terms.iter().map(|&term| bit(trace, term, place)).collect();
            // The sum is read from its lowest bit, so what is carried into this column needs none above it.
            let carry = carries(trace, &terms, width)[0];
            let over = (bits.iter().sum::<u8>() + carry) / 2;
            let shown: Vec<String> = bits.iter().map(ToString::to_string).collect();
            format!("{} + {carry} carried = {result}, carry {over}", shown.join(" + "))
        }
        Op::Sub => {
            let [a, b, _] = n.from;
            let borrow = borrows(trace, [a, b], width)[0];
            let (a, b) = (bit(trace, a, place), bit(trace, b, place));
            let over = u8::from(a < b + borrow);
            format!("{a} - {b} - {borrow} borrowed = {result}, borrow {over}")
        }
        Op::Xor | Op::And | Op::Or | Op::Not => format!("{} = {result}", expression(trace, root, place)),
        Op::Xtime => {
            let [a, ..] = n.from;
            let shifted = place.checked_sub(1).map_or(0, |below| bit(trace, a, below));
            let reduced = bit(trace, a, 7) & (0x1b >> place & 1) as u8;
            format!("{shifted} shifted ⊕ {reduced} of the reduction = {result}")
        }
        _ => match moved(trace, node, place) {
            Some(from) => format!("{result}, {from}"),
            None => result.to_string(),
        },
    };
    format!("bit {place}: {came}")
}

/// An expression of logic with the bits of this column: `(1 ∧ 0) ⊕ (¬1 ∧ 1)`.
fn expression(trace: &Trace, node: u32, place: u32) -> String {
    let n = trace.nodes[node as usize];
    let inner = |operand: u32| match trace.nodes[operand as usize].op {
        Op::Xor | Op::And | Op::Or => format!("({})", expression(trace, operand, place)),
        _ => expression(trace, operand, place),
    };
    match n.op {
        Op::Xor | Op::And | Op::Or => {
            let all: Vec<String> = terms(trace, node).into_iter().map(inner).collect();
            all.join(&format!(" {} ", sign(n.op)))
        }
        Op::Not => format!("¬{}", inner(n.from[0])),
        _ => bit(trace, node, place).to_string(),
    }
}

/// Where a bit that was only moved stood: `bit 5 of e[11]`.
fn moved(trace: &Trace, node: u32, place: u32) -> Option<String> {
    let op = trace.nodes[opened(trace, node) as usize].op;
    match (op, sources(trace, node, place).as_slice()) {
        (Op::Shr(_) | Op::Shl(_), []) => Some("a zero that came in".to_owned()),
        (
            Op::Rotr(_) | Op::Rotl(_) | Op::Shr(_) | Op::Shl(_) | Op::Join | Op::Byte | Op::Bit | Op::Cast | Op::Pick,
            [from],
        ) => from.place.map(|place| format!("bit {place} of {}", formula_name(trace, from.node))),
        (Op::Select | Op::Choice, [.., from]) => {
            from.place.map(|place| format!("bit {place} of {}", formula_name(trace, from.node)))
        }
        _ => None,
    }
}
