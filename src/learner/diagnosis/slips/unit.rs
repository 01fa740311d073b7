//! The right number of another unit: bits where bytes are asked.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::learner::amount::{integer, other_unit};
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "unit", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let is_right = case.right.to_int()?.is_some_and(|right| integer(case.given) == Some(right));
    match other_unit(case.given, case.question).filter(|_| is_right) {
        Some([given, asked]) => said(format!("You wrote {given}, and {asked} are asked.")),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect_in;

    #[test]
    fn a_number_of_another_unit() {
        let cases = [("64 bits", "You wrote bits, and bytes are asked."), ("64 bytes", ""), ("32 bits", "")];
        expect_in(&ROW, "n = 64 # bytes", "n", &cases);
    }
}
