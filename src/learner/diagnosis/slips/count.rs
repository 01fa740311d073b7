//! Counting: one too many or too few, bits or digits in place of bytes. Of numbers that count nothing, such as
//! residues, neither is a likely slip.

use num_bigint::BigInt;

use super::super::case::{Case, arguments, function, pieces};
use super::super::slip::{Sentence, Slip, said};
use super::residue::modulus;
use crate::run::Budget;
use crate::sheet::expr::{Expr, Kind};

pub(super) const ROW: Slip = Slip { name: "count", find };

fn find(case: &Case, budget: &Budget) -> Sentence {
    let Some((right, given)) = case.integers()? else { return Ok(None) };
    let lengths = pieces(case.formula()).into_iter().filter(|piece| function(piece) == Some("length"));
    let lengths: Vec<BigInt> = lengths.filter_map(|piece| case.value(piece, budget)?.to_int().ok()?).collect();
    if lengths.is_empty() && modulus(case, budget).is_some() {
        return Ok(None);
    }
    // Bits and digits are of a length, not of whatever is computed from one.
    let is_bytes = !lengths.is_empty() && (is_of_lengths(case.formula()) || lengths.contains(&right));
    let is_bits = lengths.iter().any(|length| right == length * 8);
    let times = |factor: u8| right != BigInt::ZERO && given == &right * factor;
    let part = |factor: u8| given != BigInt::ZERO && &given * factor == right;
    match () {
        () if given == &right + 1 => said("One too many."),
        () if given == &right - 1 => said("One too few."),
        () if is_bytes && times(8) => said("Eight times too much: a byte has eight bits. Which of the two is asked?"),
        () if (is_bytes || is_bits) && part(8) => {
            said("Eight times too little: a byte has eight bits. Which of the two is asked?")
        }
        () if is_bytes && times(2) => {
            said("Twice too much: two hexadecimal digits write one byte. Which of the two is asked?")
        }
        () => Ok(None),
    }
}

/// Whether a formula adds lengths and numbers, and takes them off.
fn is_of_lengths(formula: &Expr) -> bool {
    match function(formula) {
        Some("length") => true,
        Some("add" | "subtract") => arguments(formula).into_iter().all(is_of_lengths),
        _ => matches!(formula.kind, Kind::Int(_)),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::{expect, expect_in};

    #[test]
    fn counts_that_are_nearly_right() {
        let cases = [("33", "too many"), ("31", "too few"), ("256", "too much"), ("4", "too little"), ("64", "Twice")];
        expect_in(&ROW, "d = sha256(\"abc\")", "length(d)", &cases);
        expect_in(&ROW, "d = sha256(\"abc\")", "length(d)", &[("7", "")]);
    }

    #[test]
    fn what_is_computed_from_a_length_has_no_bits_or_digits() {
        let cases = [("4096", ""), ("16384", ""), ("256", ""), ("2049", "too many"), ("2047", "too few")];
        expect_in(&ROW, "t = sha256(\"abc\")[0..8]", "256 * length(t)", &cases);
    }

    #[test]
    fn a_difference_of_lengths_is_one_and_other_counts_have_no_bits() {
        let sheet = "d = sha256(\"abc\")\nseconds = 864000";
        expect_in(&ROW, sheet, "length(d) - 2", &[("240", "too much"), ("60", "Twice"), ("31", "too many")]);
        expect_in(&ROW, sheet, "seconds div 86400", &[("11", "too many"), ("9", "too few"), ("80", ""), ("20", "")]);
    }

    #[test]
    fn a_residue_counts_nothing() {
        expect(&ROW, "39 mod 23", &[("17", ""), ("15", ""), ("128", ""), ("2", "")]);
    }
}
