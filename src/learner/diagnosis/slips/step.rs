//! A value on the way to an answer that is worked out.

use super::super::case::Case;
use super::super::case::pieces;
use super::super::slip::{Sentence, Slip, said};
use crate::learner::answer::means;
use crate::run::Budget;
use crate::sheet::expr::Kind;

pub(super) const ROW: Slip = Slip { name: "step", find };

fn find(case: &Case, budget: &Budget) -> Sentence {
    // Constants stand in the text and are no step.
    let steps = pieces(case.formula()).into_iter().skip(1).filter(|piece| matches!(piece.kind, Kind::Call { .. }));
    for step in steps {
        let Some(value) = case.value(step, budget) else { continue };
        if value.kind() == case.right.kind() && means(case.given, &value)? {
            return said("That is a value on the way. There is still something to do with it.");
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
        expect_in(&ROW, "m = input(\"abc\")", "64 * ((length(m) + 72) div 64)", &cases);
    }
}
