//! The right value in another notation: text, decimal or binary where another is meant.

use num_bigint::BigInt;
use num_bigint::Sign::Plus;

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::learner::amount::integer;
use crate::learner::answer::quoted;
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "notation", find };

/// The longest number that is compared with its decimal spelling, in bytes.
const NUMBER: usize = 64;
/// So many digits 0 and 1 are no number by chance.
const BINARY: usize = 3;

fn find(case: &Case, _: &Budget) -> Sentence {
    if let Some(right) = case.right_bytes()?.filter(|right| !right.is_empty() && right.len() <= NUMBER) {
        return bytes(case.given, &right);
    }
    match case.right.to_int()? {
        Some(right) => number(case.given, &right),
        None => Ok(None),
    }
}

/// The digits of a binary number, whatever groups they are in.
fn binary(given: &str) -> Option<BigInt> {
    let digits: String = given.chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
    let digits = digits.strip_prefix("0b").unwrap_or(&digits);
    let bits = digits.len() >= BINARY && digits.bytes().all(|digit| matches!(digit, b'0' | b'1'));
    if bits { BigInt::parse_bytes(digits.as_bytes(), 2) } else { None }
}

fn bytes(given: &str, right: &[u8]) -> Sentence {
    if given.as_bytes() == right || quoted(given).is_some_and(|text| text.as_bytes() == right) {
        return said("That is the text. Write its bytes, in hexadecimal.");
    }
    let value = BigInt::from_bytes_be(Plus, right);
    if binary(given).as_ref() == Some(&value) {
        return said("That is binary. Write it in hexadecimal: four bits are one digit.");
    }
    if given.bytes().all(|digit| digit.is_ascii_digit()) && integer(given).as_ref() == Some(&value) {
        return said("That is the number in decimal. Write it in hexadecimal.");
    }
    let each: Vec<&str> = given.split([',', ' ', ';']).filter(|piece| !piece.is_empty()).collect();
    let bytes = each.iter().map(|piece| piece.parse::<u8>()).collect::<Result<Vec<u8>, _>>();
    match each.len() > 1 && bytes.is_ok_and(|bytes| bytes == right) {
        true => said("Those are the bytes in decimal. Write them in hexadecimal, two digits each."),
        false => Ok(None),
    }
}

fn number(given: &str, right: &BigInt) -> Sentence {
    if binary(given).as_ref() == Some(right) {
        return said("You wrote in binary what is asked in decimal.");
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn bytes_as_text_decimal_and_binary() {
        expect(&ROW, "0x01620af0", &[("23202544", "in decimal"), ("01620af1", ""), ("1 98 10 240", "two digits each")]);
        expect(
            &ROW,
            "0x19",
            &[("25", "in decimal"), ("00011001", "binary"), ("11001", "binary"), ("0b11001", "binary")],
        );
        expect(&ROW, "\"abc\" ++ 0x64", &[("abcd", "That is the text"), ("\"abcd\"", "That is the text")]);
    }

    #[test]
    fn numbers_as_binary() {
        expect(&ROW, "5", &[("101", "binary"), ("110", "")]);
        expect(&ROW, "3", &[("11", "")]);
    }
}
