//! One digit or one bit that is wrong, or two neighbours that have changed places: told after a hint alone.

use super::super::case::Case;
use super::super::slip::{Sentence, Slip, hex, said};
use crate::learner::answer::hex_digits;
use crate::run::ordinal::ordinal;
use crate::run::{Budget, Value};

pub(super) const ROW: Slip = Slip { name: "digits", find };

/// The fewest digits of which one that is wrong can be told without giving the rest away.
const FEW: usize = 3;

fn find(case: &Case, _: &Budget) -> Sentence {
    if !case.digits {
        return Ok(None);
    }
    let (given, right) = match case.right {
        Value::Bytes(rope) => {
            let right = rope.to_vec()?;
            if let Some((right, read)) = case.both_bytes()?
                && let ([right], [read]) = (&right[..], &read[..])
            {
                return match (right ^ read).count_ones() {
                    1 => said("Nearly: one of the eight bits is wrong."),
                    _ => Ok(None),
                };
            }
            (hex_digits(case.given).unwrap_or_default(), hex(&right))
        }
        Value::Int { .. } => match case.integers()? {
            Some((right, given)) => (given.to_string(), right.to_string()),
            None => return Ok(None),
        },
        Value::Text(_) => (case.given.to_owned(), case.right.to_text()?.unwrap_or_default()),
        Value::Bool(_) | Value::List(_) => return Ok(None),
    };
    let (given, right): (Vec<char>, Vec<char>) = (given.chars().collect(), right.chars().collect());
    if given.len() != right.len() || given.len() < FEW {
        return Ok(None);
    }
    let wrong: Vec<usize> = (0..given.len()).filter(|place| given[*place] != right[*place]).collect();
    let which = match wrong.as_slice() {
        [one] => format!("one digit is wrong, the {} of {}", ordinal(one + 1), given.len()),
        [a, b] if a + 1 == *b && given[*a] == right[*b] && given[*b] == right[*a] => {
            format!("the {} and the {} digit have changed places", ordinal(a + 1), ordinal(b + 1))
        }
        _ => return Ok(None),
    };
    said(format!("Nearly: {which}."))
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::{expect, says_of};

    #[test]
    fn one_digit_and_two_that_changed_places() {
        expect(&ROW, "0x01620af0", &[("0162a0f0", "changed places"), ("01620af1", "the 8th of 8"), ("01620bf1", "")]);
        expect(&ROW, "1234", &[("1243", "3rd and the 4th"), ("1334", "the 2nd of 4"), ("12", "")]);
        expect(&ROW, "0x7c", &[("7d", "one of the eight bits"), ("7f", "")]);
    }

    #[test]
    fn digits_are_told_after_a_hint_alone() {
        for (right, given, told) in [("0x01620af0", "01620af1", "8th"), ("0x7c", "7d", "eight bits")] {
            let says = |digits| says_of(&ROW, "x = 0", right, given, digits);
            assert!(says(true).contains(told));
            assert_eq!(says(false), "");
        }
    }
}
