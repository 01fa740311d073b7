//! Bytes that were encoded once too often.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, hex, said};
use crate::learner::answer::{base64, hexadecimal};
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "twice", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Some(right) = case.right_bytes()? else { return Ok(None) };
    let digits = hex(&right).into_bytes();
    if hexadecimal(case.given).is_some_and(|read| read == digits) {
        return said("Encoded twice: those are the codes of the digits. Write the digits themselves.");
    }
    match base64(case.given).is_some_and(|decoded| decoded == digits) {
        true => said("Encoded twice: that is base64 of the hexadecimal digits."),
        false => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn the_codes_of_digits() {
        expect(&ROW, "0x01620af0", &[("3031363230616630", "codes of the digits"), ("MDE2MjBhZjA=", "base64 of the")]);
        expect(&ROW, "0x01620af0", &[("01620af1", "")]);
    }
}
