//! Another operation over the right operands: XOR for a sum, a sum for XOR, an operand forgotten.

use num_bigint::BigUint;

use super::super::case::{Case, arguments, function};
use super::super::slip::{Diagnosis, Sentence, Slip, said};
use crate::learner::answer::hexadecimal;
use crate::num::sort_by_key;
use crate::num::{Trace, formula};
use crate::run::origin::formula_name;
use crate::run::{Budget, Error, Place};

pub(super) const ROW: Slip = Slip { name: "operation", find };

/// The most operands of a row, so that each choice of them can be tried.
const OPERANDS: usize = 8;

fn find(case: &Case, budget: &Budget) -> Sentence {
    match case.asked {
        Some(asked) => Ok(in_segment(case, &asked.place, budget)?.map(Diagnosis::from)),
        None => in_expression(case, budget),
    }
}

/// The operation that the learner did with two strings of bytes that are combined, if it gives the value.
fn in_expression(case: &Case, budget: &Budget) -> Sentence {
    let (Some(right), Some(given)) = (function(case.answer), hexadecimal(case.given)) else { return Ok(None) };
    let bytes = |expr| case.value(expr, budget)?.rope()?.to_vec().ok();
    let operands: Option<Vec<Vec<u8>>> = arguments(case.answer).into_iter().map(bytes).collect();
    let Some([a, b]) = operands.as_deref() else { return Ok(None) };
    if !matches!(right, "xor" | "and" | "or") || a.len() != b.len() {
        return Ok(None);
    }
    let is = |by: fn(u8, u8) -> u8| a.iter().zip(b).map(|(a, b)| by(*a, *b)).eq(given.iter().copied());
    let number = BigUint::from_bytes_be;
    let sum = number(a) + number(b);
    let carried = sum.to_bytes_be();
    let carried = &carried[carried.len().saturating_sub(given.len())..];
    match () {
        () if is(u8::wrapping_add) || number(carried) == number(&given) && given.len() >= a.len() => {
            said("That is the sum of the right values, with carries. Here each bit goes by itself.")
        }
        () if is(u8::wrapping_sub) || is(|a, b| b.wrapping_sub(a)) => {
            said("That is the difference of the right values. Here each bit goes by itself.")
        }
        () if right != "xor" && is(|a, b| a ^ b) => said("That is XOR of the right values."),
        () if right != "and" && is(|a, b| a & b) => said("That is AND of the right values: 1 where both are."),
        () if right != "or" && is(|a, b| a | b) => said("That is OR of the right values: 1 where one of them is."),
        () => Ok(None),
    }
}

/// The operation that the learner did instead in a segment, if it gives the value.
///
/// # Errors
/// What recording the segment gives.
fn in_segment(case: &Case, asked: &Place, budget: &Budget) -> Result<Option<String>, Error> {
    let Place::Nodes { part, segment, nodes } = asked else { return Ok(None) };
    let ([node], Some(given)) = (nodes.as_slice(), hexadecimal(case.given)) else { return Ok(None) };
    let trace = part.record(*segment, budget)?;
    // A sum of some operands would tell the hidden one.
    let operands = formula(&trace, *node, false).operands();
    if (case.veiled)(None, &Place::Nodes { part: part.clone(), segment: *segment, nodes: operands }) {
        return Ok(None);
    }
    let given = BigUint::from_bytes_be(&given);
    Ok(Row::of(&trace, *node).and_then(|row| row.explain(&given)))
}

/// A formula that is one row: a sum of words, or an XOR of them.
struct Row {
    sum: bool,
    bits: u32,
    operands: Vec<(String, u64)>,
}

impl Row {
    fn of(trace: &Trace, node: u32) -> Option<Row> {
        let bits = trace.nodes[node as usize].kind.bits().filter(|bits| *bits > 1)?;
        let formula = formula(trace, node, false);
        let mut signs = formula.tokens.iter().filter(|token| token.node.is_none()).map(|token| token.text.trim());
        let sign = signs.next()?.to_owned();
        if !matches!(sign.as_str(), "+" | "⊕") || signs.any(|other| other != sign) {
            return None;
        }
        // One that stands there twice counts twice.
        let nodes: Vec<u32> = formula.tokens.iter().filter_map(|token| token.node).collect();
        let words = nodes.iter().all(|node| trace.nodes[*node as usize].kind.bits() == Some(bits));
        let operands = nodes.iter().map(|node| (formula_name(trace, *node), trace.nodes[*node as usize].value));
        let few = (2..=OPERANDS).contains(&nodes.len());
        (words && few).then(|| Row { sum: sign == "+", bits, operands: operands.collect() })
    }

    fn explain(&self, given: &BigUint) -> Option<String> {
        let whole: BigUint = self.operands.iter().map(|(_, value)| BigUint::from(*value)).sum();
        let all = (1_u32 << self.operands.len()) - 1;
        let is_given = |word: u64| BigUint::from(word) == *given;
        if self.sum && is_given(self.combined(all, false)) {
            return Some("That is XOR of the right values. Here + adds them, with carries.".to_owned());
        }
        if !self.sum && is_given(self.combined(all, true)) {
            return Some("That is the sum of the right values. ⊕ is XOR: no carries.".to_owned());
        }
        if self.sum && whole == *given && whole > BigUint::from(self.mask()) {
            return Some(format!("That is the whole sum. Only its lowest {} bits are kept.", self.bits));
        }
        // The fewest left out first; with fewer than two there is nothing to combine.
        let mut choices: Vec<u32> = (1..all).filter(|choice| choice.count_ones() > 1).collect();
        sort_by_key(&mut choices, |choice| std::cmp::Reverse(choice.count_ones()));
        let found = choices.into_iter().find(|choice| is_given(self.combined(*choice, self.sum)))?;
        let missing: Vec<&str> =
            (0..self.operands.len()).filter(|i| found >> i & 1 == 0).map(|i| self.operands[i].0.as_str()).collect();
        let verb = if missing.len() == 1 { "is" } else { "are" };
        Some(format!("You are on the way: {} {verb} still to come.", missing.join(" and ")))
    }

    /// Some of the operands, one a bit of `chosen`, added or XORed.
    fn combined(&self, chosen: u32, sum: bool) -> u64 {
        let values =
            self.operands.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, (_, value))| *value);
        let word = if sum { values.fold(0, u64::wrapping_add) } else { values.fold(0, |xor, value| xor ^ value) };
        word & self.mask()
    }

    fn mask(&self) -> u64 {
        u64::MAX >> (64 - self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(sum: bool) -> Row {
        let operands = [("h", 0xf000_0001_u64), ("K[0]", 0x2000_0003), ("W[0]", 0x0000_0005)];
        Row { sum, bits: 32, operands: operands.map(|(name, value)| (name.to_owned(), value)).to_vec() }
    }

    #[test]
    fn another_operation_over_two_strings_of_bytes() {
        let cases =
            [("d6d7", "is the sum"), ("d7d7", "is the sum"), ("75f7", "OR of"), ("6161", ""), ("14f3", "difference")];
        crate::learner::diagnosis::testing::expect(&ROW, "xor(0x75e5, 0x61f2)", &cases);
    }

    #[test]
    fn another_operation_is_named() {
        let explain = |sum, given: u64| row(sum).explain(&BigUint::from(given)).unwrap_or_default();
        assert!(explain(true, 0xd000_0007).contains("XOR of the right values"));
        assert!(explain(false, 0x1000_0009).contains("sum of the right values"));
        assert!(explain(true, 0x1_1000_0009).contains("lowest 32 bits"));
        assert_eq!(explain(true, 0x1000_0004), "You are on the way: W[0] is still to come.");
        assert_eq!(explain(false, 0xd000_0002), "You are on the way: W[0] is still to come.");
        assert_eq!(explain(true, 7), "");
    }
}
