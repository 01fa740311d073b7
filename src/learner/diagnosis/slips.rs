//! Slips of writing: the value is right, or nearly, and stands there in another form.

use num_bigint::BigInt;

use crate::learner::answer::{base64, hex_digits, hexadecimal, integer, list, means, quoted};
use crate::run::ordinal::ordinal;
use crate::run::{Error, Value};

/// The fewest digits of which one that is wrong can be told without giving the rest away.
const FEW: usize = 3;
/// The longest number that is compared with its decimal spelling, in bytes.
const NUMBER: usize = 64;

type Slip = Option<String>;

/// A form in which the right value is not meant to be written.
///
/// # Errors
/// What reading the right answer gives.
pub(super) fn slip(given: &str, right: &Value) -> Result<Slip, Error> {
    let given = given.trim();
    Ok(match right {
        Value::Bytes(rope) => bytes(given, &rope.to_vec()?),
        Value::Text(_) => text(given, &right.to_text()?.unwrap_or_default()),
        Value::Int { .. } => right.to_int()?.and_then(|right| number(given, &right)),
        Value::Bool(_) => None,
        Value::List(items) => point(given, items)?,
    })
}

/// A value that is nearly right: one digit wrong, or too short or too long.
///
/// # Errors
/// What reading the right answer gives.
pub(super) fn near(given: &str, right: &Value) -> Result<Slip, Error> {
    let given = given.trim();
    Ok(match right {
        Value::Bytes(rope) => {
            let right = hex(&rope.to_vec()?);
            hex_digits(given).and_then(|given| digits(&given, &right).or_else(|| length(&given, &right)))
        }
        Value::Int { .. } => {
            let right = right.to_int()?.unwrap_or_default();
            integer(given).and_then(|given| digits(&given.to_string(), &right.to_string()))
        }
        Value::Text(_) => digits(given, &right.to_text()?.unwrap_or_default()),
        Value::Bool(_) | Value::List(_) => None,
    })
}

fn said(sentence: &str) -> Slip {
    Some(sentence.to_owned())
}

fn bytes(given: &str, right: &[u8]) -> Slip {
    let digits = hex(right);
    let typed = hex_digits(given);
    let read = hexadecimal(given);
    let reversed: Vec<u8> = right.iter().rev().copied().collect();
    let by_word = |width: usize| -> Vec<u8> {
        right.chunks(width).flat_map(|word| word.iter().rev().copied().collect::<Vec<_>>()).collect()
    };
    if let Some(read) = read.as_deref() {
        if read == reversed {
            return said("Right bytes, in reverse order: mind which end comes first.");
        }
        if [4, 8]
            .iter()
            .any(|width| right.len() > *width && right.len().is_multiple_of(*width) && read == by_word(*width))
        {
            return said("Right words in the right order, but the bytes in each stand in reverse.");
        }
        if read == digits.as_bytes() {
            return said("Encoded twice: those are the codes of the digits. Write the digits themselves.");
        }
        if right.len() > 2 && read.len() >= 2 && read.len() < right.len() {
            let pads = |pad: &[u8]| pad.iter().all(|byte| *byte == 0);
            if right.ends_with(read) && pads(&right[..right.len() - read.len()]) {
                return zeros(right.len() * 2, read.len() * 2);
            }
            if right.starts_with(read) {
                let (all, some) = (right.len(), read.len());
                return Some(format!(
                    "A right beginning: it has {all} bytes, and you wrote {some}. What pads it counts."
                ));
            }
        }
    }
    if let Some(typed) = typed.as_deref().filter(|typed| typed.len() < digits.len()) {
        if !typed.is_empty() && typed.trim_start_matches('0') == digits.trim_start_matches('0') {
            return zeros(digits.len(), typed.len());
        }
        let short: String = right.iter().map(|byte| format!("{byte:x}")).collect();
        if typed == short || without_one_zero(&digits).any(|short| short == typed) {
            let (all, some) = (digits.len(), typed.len());
            return Some(format!("A zero is missing: each byte has two digits, {all} in all, and you wrote {some}."));
        }
    }
    if !right.is_empty() && (given.as_bytes() == right || quoted(given).is_some_and(|text| text.as_bytes() == right)) {
        return said("That is the text. Write its bytes, in hexadecimal.");
    }
    if base64(given).is_some_and(|decoded| decoded == digits.as_bytes()) {
        return said("Encoded twice: that is base64 of the hexadecimal digits.");
    }
    if right.len() <= NUMBER && !right.is_empty() && given.bytes().all(|digit| digit.is_ascii_digit()) {
        let value = BigInt::from_bytes_be(num_bigint::Sign::Plus, right);
        if integer(given).is_some_and(|given| given == value) {
            return said("That is the number in decimal. Write it in hexadecimal.");
        }
    }
    let complement: Vec<u8> = right.iter().map(|byte| !byte).collect();
    (read.is_some_and(|read| read == complement)).then(|| "Every bit is the other way round.".to_owned())
}

fn zeros(all: usize, some: usize) -> Slip {
    Some(format!("The zeros in front count: it has {all} digits, and you wrote {some}."))
}

fn without_one_zero(digits: &str) -> impl Iterator<Item = String> {
    digits.match_indices('0').map(|(at, _)| format!("{}{}", &digits[..at], &digits[at + 1..]))
}

fn text(given: &str, right: &str) -> Slip {
    let read = hexadecimal(given);
    if !right.is_empty() && read.as_deref() == Some(right.as_bytes()) {
        return said("Those are its bytes in hexadecimal. Write the text itself.");
    }
    if !right.is_empty() && base64(given).is_some_and(|decoded| decoded == right.as_bytes()) {
        return said("Encoded once too often: that is base64 of it.");
    }
    if base64(right).is_some_and(|decoded| decoded == given.as_bytes()) {
        return said("That is what it was made from. Write it encoded.");
    }
    if given != right && given.to_lowercase() == right.to_lowercase() {
        return said("The letters are right; capital and small ones differ here.");
    }
    if right.ends_with('=') && given == right.trim_end_matches('=') {
        return said("The padding at its end is missing: the signs = count.");
    }
    let url = |text: &str| text.replace('+', "-").replace('/', "_");
    if given != right && url(given) == url(right) {
        return said("The other alphabet: one has + and /, the other - and _.");
    }
    let backwards: String = right.chars().rev().collect();
    (given == backwards && given != right).then(|| "Right letters, from the end to the start.".to_owned())
}

fn number(given: &str, right: &BigInt) -> Slip {
    if let Some(given) = integer(given) {
        let eight = BigInt::from(8);
        let zero = BigInt::ZERO;
        if given == right + 1 {
            return said("One too many.");
        }
        if given == right - 1 {
            return said("One too few.");
        }
        if *right != zero && given == -right {
            return said("The sign is the other way round.");
        }
        if *right != zero && given == right * &eight {
            return said("Eight times too much: a byte has eight bits. Which of the two is asked?");
        }
        if given != zero && &given * &eight == *right {
            return said("Eight times too little: a byte has eight bits. Which of the two is asked?");
        }
        let both = [given.to_string(), right.to_string()];
        if BigInt::parse_bytes(both[1].as_bytes(), 16).is_some_and(|read| read == given) {
            return said("You read decimal digits as hexadecimal ones.");
        }
    }
    let digits = hex_digits(given).filter(|digits| !digits.is_empty())?;
    let meant = BigInt::parse_bytes(digits.as_bytes(), 16)?;
    (meant == *right && integer(given).as_ref() != Some(right))
        .then(|| "Those are hexadecimal digits: put 0x in front, or write the number in decimal.".to_owned())
}

fn point(given: &str, items: &[Value]) -> Result<Slip, Error> {
    let Some(given) = list(given) else { return Ok(None) };
    if given.is_empty() {
        return Ok(said("That is the point at infinity, or an empty list; this one has numbers."));
    }
    if items.is_empty() {
        return Ok(said("It is no point with coordinates. What do two points on one vertical line add up to?"));
    }
    if given.len() != items.len() {
        let (all, some) = (items.len(), given.len());
        return Ok(Some(format!("It has {all} numbers, and you wrote {some}.")));
    }
    let right = given.iter().zip(items).map(|(given, item)| means(given, item)).collect::<Result<Vec<_>, _>>()?;
    if let ([x, y], [first, second]) = (given.as_slice(), items) {
        if means(x, second)? && means(y, first)? {
            return Ok(said("The two coordinates have changed places."));
        }
        return Ok(match right.as_slice() {
            [true, false] => said("The first coordinate is right, the second is not."),
            [false, true] => said("The second coordinate is right, the first is not."),
            _ => None,
        });
    }
    let wrong: Vec<usize> = (0..right.len()).filter(|place| !right[*place]).collect();
    Ok(match wrong.as_slice() {
        [one] => Some(format!("Only the {} is wrong.", ordinal(one + 1))),
        _ => None,
    })
}

/// One digit that is wrong, or two neighbours that have changed places.
fn digits(given: &str, right: &str) -> Slip {
    let (given, right): (Vec<char>, Vec<char>) = (given.chars().collect(), right.chars().collect());
    if given.len() != right.len() || given.len() < FEW {
        return None;
    }
    let wrong: Vec<usize> = (0..given.len()).filter(|place| given[*place] != right[*place]).collect();
    match wrong.as_slice() {
        [one] => Some(format!("Nearly: one digit is wrong, the {} of {}.", ordinal(one + 1), given.len())),
        [a, b] if a + 1 == *b && given[*a] == right[*b] && given[*b] == right[*a] => {
            Some(format!("Nearly: the {} and the {} digit have changed places.", ordinal(a + 1), ordinal(b + 1)))
        }
        _ => None,
    }
}

fn length(given: &str, right: &str) -> Slip {
    let (all, some) = (right.len(), given.len());
    (all != some).then(|| format!("It has {all} hexadecimal digits, and you wrote {some}."))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(given: &str, right: &Value, part: &str) {
        let said = slip(given, right).unwrap().or(near(given, right).unwrap());
        assert!(said.as_ref().is_some_and(|said| said.contains(part)), "{given}: {said:?}, not {part}");
    }

    #[test]
    fn bytes_in_another_form() {
        let value = Value::bytes(&[0x01, 0x62, 0x0a, 0xf0]);
        says("f00a6201", &value, "reverse order");
        says("1620af0", &value, "zeros in front");
        says("0162af0", &value, "A zero is missing");
        says("0162a0f0", &value, "changed places");
        says("01620af1", &value, "the 8th of 8");
        says("23202544", &value, "in decimal");
        says("3031363230616630", &value, "Encoded twice");
        says("MDE2MjBhZjA=", &value, "Encoded twice");
        says("01620a", &value, "A right beginning");
        says("fe9df50f", &value, "Every bit");
        says("0162", &Value::bytes(&[1, 2, 3]), "6 hexadecimal digits");
        says("abc", &Value::bytes(b"abc"), "That is the text");
        says("0403020108070605", &Value::bytes(&[1, 2, 3, 4, 5, 6, 7, 8]), "bytes in each");
        assert_eq!(slip("deadbeef", &value).unwrap(), None);
    }

    #[test]
    fn texts_in_another_form() {
        says("616263", &Value::text("abc"), "in hexadecimal");
        says("YWJj", &Value::text("abc"), "base64 of it");
        says("ab", &Value::text("YWI="), "what it was made from");
        says("YWI", &Value::text("YWI="), "padding");
        says("ywi=", &Value::text("YWI="), "capital and small");
        says("a-b_", &Value::text("a+b/"), "other alphabet");
        says("olleh", &Value::text("hello"), "from the end");
    }

    #[test]
    fn numbers_that_are_nearly_right() {
        let value = Value::int(32);
        for (given, part) in [("33", "too many"), ("31", "too few"), ("-32", "sign"), ("256", "Eight times too much")] {
            says(given, &value, part);
        }
        says("4", &value, "too little");
        says("20", &value, "put 0x in front");
        says("50", &value, "decimal digits as hexadecimal");
        says("1243", &Value::int(1234), "3rd and the 4th");
        says("1334", &Value::int(1234), "the 2nd of 4");
        assert_eq!(slip("7", &value).unwrap(), None);
    }

    #[test]
    fn points_that_are_nearly_right() {
        let value = Value::list(vec![Value::int(5), Value::int(1)]);
        says("(1, 5)", &value, "changed places");
        says("5, 2", &value, "The first coordinate is right");
        says("4 1", &value, "The second coordinate is right");
        says("5", &value, "2 numbers");
        says("O", &value, "infinity");
        says("5,1", &Value::list(vec![]), "no point with coordinates");
    }

    #[test]
    fn no_slip_tells_the_answer() {
        let right = Value::bytes(&[0x54, 0xda, 0x50, 0xe8]);
        for given in ["e850da54", "54da50e9", "54da50", "54da5e8", "1423593704", "45da50e8"] {
            let said = slip(given, &right).unwrap().or(near(given, &right).unwrap()).unwrap();
            assert!(!said.contains("54da50e8"), "{said}");
        }
    }
}
