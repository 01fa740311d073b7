//! Numbers modulo another: not reduced, negative, or the other part of the modulus.

use num_bigint::BigInt;
use num_bigint::Sign::Minus;

use super::super::case::{Case, arguments, function, pieces};
use super::super::slip::{Sentence, Slip, said};
use crate::run::{Budget, Place};
use crate::sheet::expr::Expr;

pub(super) const ROW: Slip = Slip { name: "residue", find };

/// How far a number is followed that was handed on unchanged.
const STEPS: u8 = 4;
/// The functions whose results are counts, or bytes read as numbers.
const COUNTS: [&str; 3] = ["length", "int_be", "int_le"];

fn find(case: &Case, budget: &Budget) -> Sentence {
    let Some((right, given)) = case.integers()? else { return Ok(None) };
    // What is counted, or made of bytes, has no sign, and is no remainder that one would leave as it is.
    let is_counted = COUNTS.iter().any(|name| has(case.formula(), name));
    if let Some(modulus) = modulus(case, budget).filter(|_| !is_counted) {
        let differs_by_turns = (&given - &right) % &modulus == BigInt::ZERO;
        if differs_by_turns && given >= modulus {
            return said(format!("Right modulo {modulus}, but not reduced: the remainder is less than {modulus}."));
        }
        if differs_by_turns && given.sign() == Minus {
            return said(format!("Right modulo {modulus}, but negative: add {modulus}, to have it from 0 on."));
        }
        if given != BigInt::ZERO && &given + &right == modulus {
            return said(format!("The sign is the other way round: both add up to {modulus}, so to 0."));
        }
    }
    if right != BigInt::ZERO && given == -&right {
        return said("The sign is the other way round.");
    }
    // What is left of a block, and what is full of it.
    let of_lengths = pieces(case.formula()).into_iter().filter(|piece| has(piece, "length"));
    let parts = of_lengths.filter_map(|piece| turned(piece, case, budget));
    let whole = parts.into_iter().find(|modulus| *modulus > BigInt::from(2) && &given + &right == *modulus);
    match whole.filter(|_| given != BigInt::ZERO) {
        Some(whole) => said(format!("That is the other part: both together are {whole}.")),
        None => Ok(None),
    }
}

/// Whether a formula calls a function somewhere.
fn has(formula: &Expr, name: &str) -> bool {
    pieces(formula).into_iter().any(|piece| function(piece) == Some(name))
}

/// The modulus that the right answer is reduced by, if it is.
pub(super) fn modulus(case: &Case, budget: &Budget) -> Option<BigInt> {
    let written = turned(case.formula(), case, budget);
    let place = case.asked.map_or_else(|| Place::Value(case.right.clone()), |asked| asked.place.clone());
    let modulus = written.or_else(|| of_place(&place, STEPS, budget));
    modulus.filter(|modulus| *modulus > BigInt::from(1))
}

/// The modulus of a call that gives a remainder.
fn turned(expr: &Expr, case: &Case, budget: &Budget) -> Option<BigInt> {
    let at = match function(expr)? {
        "modulo" | "modinv" => 1,
        "modpow" => 2,
        _ => return None,
    };
    case.value(arguments(expr).get(at)?, budget)?.to_int().ok()?
}

/// The modulus of the number at a place, or of the one that it was handed on from in so many steps.
fn of_place(place: &Place, steps: u8, budget: &Budget) -> Option<BigInt> {
    if let Place::Nodes { part, segment, nodes } = place {
        let trace = part.record(*segment, budget).ok()?;
        let node = trace.unnamed(*nodes.first()?);
        // A byte of a number has that as its parent.
        let parents = Some(trace.parents(node)).filter(|parents| parents.len() == 1).unwrap_or_default();
        if let Some(modulus) = [node].into_iter().chain(parents).find_map(|node| trace.modulus(node)) {
            return Some(modulus);
        }
    }
    let operands = place.operands(budget).ok().filter(|_| steps > 0)?;
    // What a number is computed from may have another modulus than it has.
    let handed_on = matches!(place, Place::Value(_)) || operands.len() == 1;
    let next = operands.iter().filter_map(|operand| operand.next.as_ref()).filter(|_| handed_on);
    next.take(usize::from(STEPS)).find_map(|next| of_place(next, steps - 1, budget))
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::{expect, expect_in};

    #[test]
    fn what_is_not_reduced_or_negative() {
        let cases =
            [("39", "not reduced"), ("-7", "negative: add 23"), ("7", "add up to 23"), ("-16", "sign"), ("9", "")];
        expect(&ROW, "39 mod 23", &cases);
        expect(&ROW, "32", &[("-32", "sign"), ("9", "")]);
    }

    #[test]
    fn what_is_left_of_a_block_and_what_is_full_of_it() {
        let sheet = "m = repeat(\"a\", 39)";
        expect_in(&ROW, sheet, "16 - length(m) mod 16", &[("7", "both together are 16"), ("9", ""), ("25", "")]);
        expect_in(&ROW, sheet, "(length(m) + 1) mod 16", &[("40", ""), ("24", "")]);
        expect_in(&ROW, sheet, "(int_be(m[0..1]) + 4) mod 10", &[("9", "")]);
    }

    #[test]
    fn the_modulus_of_a_group_or_a_curve() {
        let group = "a = 6\ns = dh_shared(a, 19, group: \"toy23\", check: false)";
        expect_in(&ROW, group, "s", &[("47045881", "not reduced"), ("-21", "add 23"), ("3", "")]);
        let curve = "n = point_add([7, 11], [5, 1], \"toy17\")";
        expect_in(&ROW, curve, "n@sum/x3[1]", &[("-4", "add 17"), ("30", "not reduced"), ("12", "")]);
        expect_in(&ROW, curve, "n[0]", &[("-4", "add 17")]);
    }
}
