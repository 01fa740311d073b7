//! Counting: one too many or too few, bits or digits in place of bytes. Of numbers that count nothing, such as
//! residues, neither is a likely slip.

use num_bigint::BigInt;

use super::super::case::{Case, function, pieces};
use super::super::slip::{Sentence, Slip, said};
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "count", find };

fn find(case: &Case, budget: &Budget) -> Sentence {
    let Some((right, given)) = case.integers()? else { return Ok(None) };
    let lengths = pieces(case.formula()).into_iter().filter(|piece| function(piece) == Some("length"));
    let lengths: Vec<BigInt> = lengths.filter_map(|piece| case.value(piece, budget)?.to_int().ok()?).collect();
    if lengths.is_empty() {
        return Ok(None);
    }
    // Bits and digits are of a length, not of whatever is computed from one.
    let is_length = |factor: u8| lengths.iter().any(|length| right == length * factor);
    let times = |factor: u8| right != BigInt::ZERO && given == &right * factor;
    let part = |factor: u8| given != BigInt::ZERO && &given * factor == right;
    match () {
        () if given == &right + 1 => said("One too many."),
        () if given == &right - 1 => said("One too few."),
        () if is_length(1) && times(8) => {
            said("Eight times too much: a byte has eight bits. Which of the two is asked?")
        }
        () if (is_length(1) || is_length(8)) && part(8) => {
            said("Eight times too little: a byte has eight bits. Which of the two is asked?")
        }
        () if is_length(1) && times(2) => {
            said("Twice too much: two hexadecimal digits write one byte. Which of the two is asked?")
        }
        () => Ok(None),
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
    fn a_residue_counts_nothing() {
        expect(&ROW, "39 mod 23", &[("17", ""), ("15", ""), ("128", ""), ("2", "")]);
    }
}
