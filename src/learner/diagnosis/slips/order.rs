//! Right bytes or digits in another order.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, hex, said};
use crate::learner::answer::{hex_digits, hexadecimal};
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "order", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Some(right) = case.right_bytes()? else { return Ok(None) };
    let backwards = |bytes: &[u8]| bytes.iter().rev().copied().collect::<Vec<u8>>();
    if let Some(read) = hexadecimal(case.given) {
        if read == backwards(&right) {
            return said("Right bytes, in reverse order: mind which end comes first.");
        }
        let by_word = |width: usize| right.chunks(width).flat_map(backwards).collect::<Vec<u8>>();
        let words = |width: &usize| right.len() > *width && right.len().is_multiple_of(*width);
        if [4, 8].iter().filter(|width| words(width)).any(|width| read == by_word(*width)) {
            return said("Right words in the right order, but the bytes in each stand in reverse.");
        }
    }
    let Some(typed) = hex_digits(case.given) else { return Ok(None) };
    let swapped: Vec<u8> = right.iter().map(|byte| byte.rotate_left(4)).collect();
    match typed == hex(&swapped) || typed == hex(&backwards(&swapped)) {
        true if right.len() == 1 => said("The two digits of the byte have changed places."),
        true => said("You turned the digits around. Whole bytes move; the two digits of a byte stay together."),
        false => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn bytes_words_and_digits_that_are_turned() {
        expect(&ROW, "0x01620af0", &[("f00a6201", "reverse order"), ("0fa02610", "digits around"), ("deadbeef", "")]);
        expect(&ROW, "0x01620af0", &[("1026a00f", "digits around"), ("01620af1", "")]);
        expect(&ROW, "0x0102030405060708", &[("0403020108070605", "bytes in each")]);
        expect(&ROW, "0x19", &[("91", "changed places"), ("18", "")]);
    }
}
