//! Integers as a learner writes them: in any usual spelling, as a sum of products and powers, and with a unit.

use num_bigint::BigInt;

use crate::learner::names::Names;

/// The largest exponent of a power such as `2^32`.
const LARGEST_EXPONENT: u32 = 4096;
/// The most numbers of a sum of products.
const MOST: usize = 16;
/// The most words around a number.
const WORDS: usize = 6;
/// Units that questions ask for, of which one is not another, each as one and as many.
const UNITS: [[&str; 2]; 6] = [
    ["bit", "bits"],
    ["byte", "bytes"],
    ["digit", "digits"],
    ["character", "characters"],
    ["word", "words"],
    ["block", "blocks"],
];

/// An integer: `1_000`, `1,000`, `0x3e8`, `0b1111101000`, `2^32`, `-5`, a sum of products of such, `2^6 * 128 + 1`, and
/// any of these among words: `9 bytes`, `block 2`, `S = 3`.
pub fn integer(written: &str) -> Option<BigInt> {
    sum(written).or_else(|| sum(among_words(written)?))
}

/// The unit that a number was written with, and the one that is asked for, where they are different ones.
pub fn other_unit(written: &str, question: &Names) -> Option<[&'static str; 2]> {
    let said: Vec<&str> = written.split(|c: char| !c.is_alphabetic()).collect();
    let given = UNITS.iter().find(|unit| unit.iter().any(|name| said.contains(name)))?;
    let mut asked = UNITS.iter().filter(|unit| unit.iter().any(|name| question.says(name)));
    let first = asked.clone().next()?;
    (!asked.any(|unit| unit == given)).then_some([given[1], first[1]])
}

/// The one number among words, where there is one.
fn among_words(written: &str) -> Option<&str> {
    let is_around = |c: char| c.is_whitespace() || matches!(c, '=' | ':' | '.' | '!');
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '-' | '_' | '\'');
    let is_word = |word: &str| word.starts_with(char::is_alphabetic) && word.chars().all(is_letter);
    let mut inner = written.trim_matches(is_around);
    for _ in 0..WORDS {
        let before = inner.split_once(is_around).filter(|(word, _)| is_word(word)).map(|(_, rest)| rest);
        let behind = inner.rsplit_once(is_around).filter(|(_, word)| is_word(word)).map(|(rest, _)| rest);
        let Some(rest) = before.or(behind) else { break };
        inner = rest.trim_matches(is_around);
    }
    (inner.len() < written.len()).then_some(inner)
}

/// A sum of products. A sign before a number is its own, one behind a number adds or takes off.
fn sum(written: &str) -> Option<BigInt> {
    let written = written.replace("**", "^");
    let mut terms = vec![];
    let (mut start, mut last) = (0, None);
    for (at, c) in written.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if matches!(c, '+' | '-' | '−') && last.is_some_and(char::is_alphanumeric) {
            terms.push(&written[start..at]);
            start = at;
        }
        last = Some(c);
    }
    terms.push(&written[start..]);
    let numbers = terms.len() + written.matches(['*', '×', '·']).count();
    (numbers <= MOST).then_some(())?;
    let product =
        |term: &str| term.split(['*', '×', '·']).map(|number| factor(number.trim())).product::<Option<BigInt>>();
    terms.into_iter().map(product).sum()
}

fn factor(written: &str) -> Option<BigInt> {
    let (negative, digits) = match written.strip_prefix('-').or_else(|| written.strip_prefix('−')) {
        Some(digits) => (true, digits.trim_start()),
        None => (false, written.strip_prefix('+').unwrap_or(written).trim_start()),
    };
    let lower = digits.to_ascii_lowercase();
    if let Some((base, exponent)) = lower.split_once('^') {
        let exponent: u32 = exponent.trim().parse().ok().filter(|exponent| *exponent <= LARGEST_EXPONENT)?;
        let base: u64 = base.trim().parse().ok()?;
        let power = BigInt::from(base).pow(exponent);
        return Some(if negative { -power } else { power });
    }
    let (radix, digits) = match (lower.strip_prefix("0x"), lower.strip_prefix("0b")) {
        (Some(digits), _) => (16, digits),
        (None, Some(digits)) => (2, digits),
        (None, None) => (10, lower.as_str()),
    };
    // A comma stands between thousands; elsewhere it is the point of a fraction.
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default();
    let thousands = |group: &str| group.len() == 3 && group.bytes().all(|digit| digit.is_ascii_digit());
    if digits.contains(',') && !(first.trim().len() <= 3 && groups.all(|group| thousands(group.trim()))) {
        return None;
    }
    let digits: String = digits.chars().filter(|c| !matches!(c, '_' | ',' | '’' | '\'' | ' ')).collect();
    let number =
        BigInt::parse_bytes(digits.as_bytes(), radix).filter(|_| digits.bytes().all(|b| b.is_ascii_alphanumeric()))?;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learner::answer::{means, spelling};
    use crate::run::Value;

    fn right(written: &str, value: &Value) -> bool {
        means(written, value).unwrap()
    }

    #[test]
    fn numbers_in_every_usual_spelling() {
        let value = Value::int(1_000);
        for written in ["1000", "1_000", "1,000", "1 000", "0x3e8", "0x3E8", "0b1111101000", "+1000"] {
            assert!(right(written, &value), "{written}");
        }
        assert!(!right("1000.0", &value) && !right("-1000", &value) && !right("", &value) && !right("1e3", &value));
        assert!(right("-5", &Value::int(-5)) && right("− 5", &Value::int(-5)));
        for written in ["2^3*125", "2**3 * 5^3", "4 × 250", "-4 * -250"] {
            assert!(right(written, &value), "{written}");
        }
        assert!(!right("12,5", &Value::int(125)) && spelling("12,5", &value).is_some(), "a fraction");
        assert!(!right("1000*", &value) && right("1,000,000", &Value::int(1_000_000)) && !right("10,00", &value));
        assert!(right("2^32", &Value::int(1_u64 << 32)) && right("2**32", &Value::int(1_u64 << 32)));
        assert!(!right("9^999999999", &value), "no power that takes forever");
    }

    #[test]
    fn sums_are_computed() {
        for written in ["2*400+200", "2^10 - 24", "1001-1", "1 + 999", "-1 + 1001", "10 * -5 + 1050", "1100 − 0x64"] {
            assert!(right(written, &Value::int(1_000)), "{written}");
        }
        assert_eq!(
            [integer("1+"), integer("+"), integer("1 - - "), integer(&"1+".repeat(40))],
            [None, None, None, None]
        );
    }

    #[test]
    fn words_around_a_number_are_passed_over() {
        for written in
            ["9 bytes", "block 9", "S = 9", "b=9", "9.", "it is 9, I think", "about 9 key schedules", "3^2 bytes"]
        {
            let is_read = !written.contains(',');
            assert_eq!(right(written, &Value::int(9)), is_read, "{written}");
        }
        for written in ["9 or 10", "nine", "bytes", "9.5 bytes", "9 bytes 9"] {
            assert!(!right(written, &Value::int(9)), "{written}");
        }
    }

    #[test]
    fn a_unit_is_compared_with_the_one_that_is_asked_for() {
        let bytes = Names::of("How many bytes has it?");
        assert_eq!(other_unit("512 bits", &bytes), Some(["bits", "bytes"]));
        assert_eq!([other_unit("64 bytes", &bytes), other_unit("64", &bytes)], [None, None]);
        assert_eq!(other_unit("64 bytes", &Names::of("How long is it?")), None);
    }
}
