//! Too few digits, or too many.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, said};
use crate::learner::answer::hex_digits;
use crate::run::Budget;

pub(super) const ROW: Slip = Slip { name: "length", find };

fn find(case: &Case, _: &Budget) -> Sentence {
    let Some(right) = case.right_bytes()? else { return Ok(None) };
    match hex_digits(case.given) {
        Some(given) if given.len() != 2 * right.len() => {
            let (all, some) = (2 * right.len(), given.len());
            said(format!("It has {all} hexadecimal digits, and you wrote {some}."))
        }
        Some(_) | None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect;

    #[test]
    fn digits_are_counted() {
        expect(&ROW, "0x010203", &[("0162", "6 hexadecimal digits, and you wrote 4"), ("010204", "")]);
    }
}
