//! Every bit turned over.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "complement", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Some((right, read)) = case.both_bytes()? else { return Ok(None) };
    let complement: Vec<u8> = right.iter().map(|byte| !byte).collect();
    if read == complement { said("Every bit is the other way round.") } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn all_bits_and_not_one() {
        expect(&ROW, "0x01620af0", &[("fe9df50f", "Every bit"), ("01620af1", "")]);
    }
}
