//! The beginning of the right bytes alone.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "beginning", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Some((right, read)) = case.both_bytes()? else { return Ok(None) };
    let (all, some) = (right.len(), read.len());
    match all > 2 && (2..all).contains(&some) && right.starts_with(&read) {
        true => said(format!("A right beginning: it has {all} bytes, and you wrote {some}.")),
        false => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn a_beginning_of_two_bytes_or_more() {
        expect(&ROW, "0x01620af0", &[("01620a", "it has 4 bytes, and you wrote 3"), ("01", ""), ("0162f0", "")]);
    }
}
