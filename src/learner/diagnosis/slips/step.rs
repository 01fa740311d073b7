//! A value on the way to an answer that is worked out, or one that it is worked out from.

use super::super::case::Case;
use super::super::case::pieces;
use super::super::slip::{Sentence, Slip, said};
use crate::learner::answer::means;
use crate::run::Budget;
use crate::sheet::expr::Kind;

pub(super) const ROW: Slip = Slip { name: "step", find };

fn find(case: &Case, budget: &Budget) -> Sentence {
    for piece in pieces(case.formula()).into_iter().skip(1) {
        // Constants stand in the text and are no step; cells are quantities of the page.
        let says = match &piece.kind {
            Kind::Call { .. } => "That is a value on the way. There is still something to do with it.",
            Kind::At { .. } => "That is one of the values that the answer is made of.",
            _ => continue,
        };
        let Some(value) = case.value(piece, budget) else { continue };
        if value.kind() == case.right.kind() && means(case.given, &value)? {
            return said(says);
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect_in;

    #[test]
    fn the_pieces_of_a_sum() {
        let cases = [("3", "on the way"), ("75", "on the way"), ("1", "on the way"), ("72", ""), ("5", "")];
        let round = "xor(s@round[1]/L, s@round[1]/F)";
        expect_in(
            &ROW,
            "s = blowfish_encrypt(\"correct horse\", 0x476f6f6420646179)",
            round,
            &[("67bf46dc", "made of")],
        );
        expect_in(&ROW, "m = input(\"abc\")", "64 * ((length(m) + 72) div 64)", &cases);
    }
}
