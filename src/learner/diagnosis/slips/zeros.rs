//! Zeros that were left out.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, hex, said};
use crate::learner::answer::{hex_digits, hexadecimal};
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "zeros", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Some(right) = case.right_bytes()? else { return Ok(None) };
    let digits = hex(&right);
    let Some(typed) = hex_digits(case.given).filter(|typed| typed.len() < digits.len()) else { return Ok(None) };
    let (all, some) = (digits.len(), typed.len());
    let missing = &right[..right.len() - hexadecimal(case.given).map_or(right.len(), |read| read.len())];
    let bytes = some >= 4 && digits.ends_with(&typed) && !missing.is_empty() && missing.iter().all(|byte| *byte == 0);
    if bytes || !typed.is_empty() && typed.trim_start_matches('0') == digits.trim_start_matches('0') {
        return said(format!("The zeros in front count: it has {all} digits, and you wrote {some}."));
    }
    let short: String = right.iter().map(|byte| format!("{byte:x}")).collect();
    let without_one = |(at, _)| format!("{}{}", &digits[..at], &digits[at + 1..]);
    match typed == short || digits.match_indices('0').map(without_one).any(|short| short == typed) {
        true => said(format!("A zero is missing: each byte has two digits, {all} in all, and you wrote {some}.")),
        false => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn zeros_in_front_and_within() {
        expect(&ROW, "0x01620af0", &[("1620af0", "zeros in front"), ("0162af0", "A zero is missing"), ("01620a", "")]);
        expect(&ROW, "0x0000620af0", &[("620af0", "zeros in front"), ("0af0", "")]);
        expect(&ROW, "0x00", &[("0", "zeros in front")]);
    }
}
