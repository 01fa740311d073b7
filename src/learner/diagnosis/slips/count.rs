//! Counting: one too many or too few, bits or digits in place of bytes. Of numbers that count nothing, such as
//! residues, neither is a likely slip.

use num_bigint::BigInt;

use super::super::case::{Case, function, pieces};
use super::super::slip::{Sentence, Slip, said};
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "count", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Some((right, given)) = case.integers()? else { return Ok(None) };
    if !pieces(case.formula()).into_iter().any(|piece| function(piece) == Some("length")) {
        return Ok(None);
    }
    let times = |factor: u8| right != BigInt::ZERO && given == &right * factor;
    let part = |factor: u8| given != BigInt::ZERO && &given * factor == right;
    match () {
        () if given == &right + 1 => said("One too many."),
        () if given == &right - 1 => said("One too few."),
        () if times(8) => said("Eight times too much: a byte has eight bits. Which of the two is asked?"),
        () if part(8) => said("Eight times too little: a byte has eight bits. Which of the two is asked?"),
        () if times(2) => said("Twice too much: two hexadecimal digits write one byte. Which of the two is asked?"),
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
    fn a_residue_counts_nothing() {
        expect(&ROW, "39 mod 23", &[("17", ""), ("15", ""), ("128", ""), ("2", "")]);
    }
}
