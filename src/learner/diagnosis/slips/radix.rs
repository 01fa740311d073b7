//! The right number with its digits read in the other radix: hexadecimal where decimal is asked, and the reverse. The
//! numbers of the page come before it, since short ones meet by chance.

use num_bigint::BigInt;

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::learner::amount::integer;
use crate::learner::answer::hex_digits;
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "radix", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Some(right) = case.right.to_int()? else { return Ok(None) };
    if integer(case.given).is_some_and(|given| BigInt::parse_bytes(right.to_string().as_bytes(), 16) == Some(given)) {
        return said("You read decimal digits as hexadecimal ones.");
    }
    let digits = hex_digits(case.given).filter(|digits| !digits.is_empty());
    let meant = digits.and_then(|digits| BigInt::parse_bytes(digits.as_bytes(), 16));
    match meant == Some(right) {
        true => said("You counted in hexadecimal what is asked in decimal."),
        false => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn numbers_in_the_other_radix() {
        expect(&ROW, "32", &[("20", "counted in hexadecimal"), ("50", "decimal digits as hexadecimal"), ("7", "")]);
    }
}
