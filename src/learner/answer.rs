//! Whether what a learner wrote is a value, in any usual spelling.

use crate::learner::amount::integer;
use crate::run::{Error, Value};
use base64ct::{Base64, Base64Unpadded, Base64Url, Base64UrlUnpadded, Encoding};

/// The longest value, in bytes, that an answer is compared with.
const LONGEST: u64 = 64 << 10;
/// The shortest bytes that are told from chance when they are written in base64 without saying so.
const TELLING: usize = 4;
/// So few digits are a slip where bytes are asked that are told from chance.
const SLIP: usize = 2;

/// Whether a written answer means a value: hexadecimal with or without `0x`, spaces, colons and capitals, or base64;
/// integers as [`integer`] reads them; yes and no; a text with or without quotes; a list or a point with or without
/// brackets, and `O` or infinity for the point `[]`.
///
/// # Errors
/// What reading the value gives, being computed among them.
pub fn means(written: &str, value: &Value) -> Result<bool, Error> {
    let written = written.trim();
    if written.is_empty() || value.rope().is_some_and(|rope| crate::run::Source::len(rope) > LONGEST) {
        return Ok(false);
    }
    Ok(match value {
        Value::Bytes(rope) => {
            let bytes = rope.to_vec()?;
            hexadecimal(written).is_some_and(|given| given == bytes)
                || quoted(written).is_some_and(|text| text.as_bytes() == bytes)
                || (bytes.len() >= TELLING || written.starts_with("b64"))
                    && base64(written).is_some_and(|given| given == bytes)
        }
        Value::Text(_) => {
            let text = value.to_text()?.unwrap_or_default();
            let given = quoted(written).unwrap_or(written);
            given == text || squeezed(given) == squeezed(&text) || is_same_hexadecimal(given, &text)
        }
        Value::Int { .. } => value.to_int()? == integer(written),
        Value::Bool(_) => value.to_bool()? == truth(written),
        Value::List(items) => match list(written) {
            None => false,
            Some(given) if given.len() != items.len() => false,
            Some(given) => given.iter().zip(items.iter()).try_fold(true, |same, (g, i)| Ok(same && means(g, i)?))?,
        },
    })
}

/// Whether something can be read as the kind of a value at all; else a hint at how such a value is written.
pub fn spelling(written: &str, value: &Value) -> Option<String> {
    let written = written.trim();
    // An example is never the answer.
    let example = |one: &'static str, other| if means(one, value).unwrap_or(true) { other } else { one };
    match value {
        Value::Bytes(rope)
            if hexadecimal(written).is_none()
                && quoted(written).is_none()
                && base64(written).is_none_or(|bytes| bytes.len() as u64 != crate::run::Source::len(rope)) =>
        {
            Some(format!("Write bytes as pairs of hexadecimal digits, such as {}.", example("0badcafe", "c0ffee")))
        }
        Value::Bytes(rope)
            if crate::run::Source::len(rope) >= TELLING as u64
                && hex_digits(written).is_some_and(|digits| digits.len() <= SLIP) =>
        {
            Some(format!("Write bytes as pairs of hexadecimal digits, such as {}.", example("0badcafe", "c0ffee")))
        }
        Value::Int { .. } if integer(written).is_none() => Some(format!(
            "Write a whole number, such as {}; powers, products and sums are computed, as in 2^6 * 3 + 1.",
            example("10", "11")
        )),
        Value::Bool(_) if truth(written).is_none() => Some("Write yes or no.".to_owned()),
        Value::List(items) if list(written).is_none_or(|given| given.is_empty() && !items.is_empty()) => Some(format!(
            "Write a point as two numbers, such as {}; the one at infinity as [].",
            example("(5, 1)", "(3, 8)")
        )),
        _ => None,
    }
}

/// Bytes from hexadecimal digits: `54da50e8`, `0x54 0xda`, `54:da:50:e8`, `54-DA`, `[0x54, 0xda]`.
pub fn hexadecimal(written: &str) -> Option<Vec<u8>> {
    let digits = hex_digits(written)?;
    if digits.is_empty() || digits.len() % 2 == 1 {
        return None;
    }
    (0..digits.len() / 2).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).ok()).collect()
}

/// The hexadecimal digits of something written, in small letters, whatever stands between them.
pub fn hex_digits(written: &str) -> Option<String> {
    let inner = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(written);
    let separates = |c: char| c.is_whitespace() || matches!(c, ':' | '_' | '-' | ',' | '|');
    let pieces = inner.split(separates).filter(|piece| !piece.is_empty());
    let pieces = pieces.map(|piece| piece.strip_prefix("0x").or(piece.strip_prefix("0X")).unwrap_or(piece));
    let digits: String = pieces.collect::<String>().to_ascii_lowercase();
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(digits)
}

/// The items of a list or the coordinates of a point: `[5, 1]`, `(5, 1)`, `5,1`, `5 1`; none for `[]`, `O`, infinity.
pub fn list(written: &str) -> Option<Vec<&str>> {
    let written = written.trim();
    let lower = written.to_lowercase();
    if matches!(lower.as_str(), "o" | "∞" | "inf" | "infinity" | "identity" | "the point at infinity" | "none") {
        return Some(vec![]);
    }
    let bracketed = |open, close| written.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    let inner = bracketed('[', ']').or_else(|| bracketed('(', ')')).unwrap_or(written).trim();
    if inner.is_empty() {
        return (inner.len() < written.len()).then(Vec::new);
    }
    // What stands in inner brackets is one item.
    let (mut depth, mut start, mut items) = (0_u32, 0, vec![]);
    let by_comma = inner.contains([',', ';']);
    for (at, c) in inner.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        let separates = if by_comma { matches!(c, ',' | ';') } else { c.is_whitespace() };
        if separates && depth == 0 {
            items.push(inner[start..at].trim());
            start = at + c.len_utf8();
        }
    }
    items.push(inner[start..].trim());
    if !by_comma {
        items.retain(|item| !item.is_empty());
    }
    (depth == 0 && items.iter().all(|item| !item.is_empty())).then_some(items)
}

/// Bytes from base64, with or without padding, in either alphabet; `b64"…"` says that it is base64.
pub fn base64(written: &str) -> Option<Vec<u8>> {
    let inner = written.strip_prefix("b64").and_then(quoted).unwrap_or(written);
    let decoded =
        [Base64::decode_vec, Base64Unpadded::decode_vec, Base64Url::decode_vec, Base64UrlUnpadded::decode_vec];
    decoded.iter().find_map(|decode| decode(inner).ok()).filter(|bytes| !bytes.is_empty())
}

fn truth(written: &str) -> Option<bool> {
    match written.trim_end_matches(['.', '!']).to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" | "on" => Some(true),
        "no" | "n" | "false" | "f" | "0" | "off" => Some(false),
        _ => None,
    }
}

/// The text in quotes.
pub fn quoted(written: &str) -> Option<&str> {
    let pairs = [('"', '"'), ('\'', '\''), ('“', '”'), ('„', '“')];
    pairs.iter().find_map(|(open, close)| written.strip_prefix(*open)?.strip_suffix(*close))
}

/// A text with single spaces between its words.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether both are the same hexadecimal digits, capital or small.
fn is_same_hexadecimal(given: &str, text: &str) -> bool {
    let digits = text.len().is_multiple_of(2) && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    // A word such as "deed" is more likely a word.
    digits
        && text.bytes().any(|digit| digit.is_ascii_digit())
        && hex_digits(given).is_some_and(|given| given == text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(written: &str, value: &Value) -> bool {
        means(written, value).unwrap()
    }

    #[test]
    fn bytes_in_every_usual_spelling() {
        let value = Value::bytes(&[0x54, 0xda, 0x50, 0xe8]);
        let spellings = ["54da50e8", "0x54DA50E8", " 54 da 50 e8 ", "54:da:50:e8", "54-da-50-E8", "54da_50e8"];
        for written in spellings.into_iter().chain(["0x54, 0xda, 0x50, 0xe8", "[0x54, 0xda, 0x50, 0xe8]", "VNpQ6A=="]) {
            assert!(right(written, &value), "{written}");
        }
        for written in ["54da50e", "54da50e9", "", "é", "1423593704", "0x", "54da50e8 00", "VNpQ6Q=="] {
            assert!(!right(written, &value), "{written}");
        }
        assert!(right("\"abc\"", &Value::bytes(b"abc")) && right("b64\"YWJj\"", &Value::bytes(b"abc")));
        assert!(!right("YWJj", &Value::bytes(b"abc")), "three bytes may be a chance");
    }

    #[test]
    fn truths_and_texts() {
        assert!(right("Yes", &Value::bool(true)) && right("no.", &Value::bool(false)));
        assert!(right("abc", &Value::text("abc")) && right("\"abc\"", &Value::text("abc")));
        assert!(right("hello  world ", &Value::text("hello world")) && !right("Abc", &Value::text("abc")));
        assert!(right("BA7816BF", &Value::text("ba7816bf")), "hexadecimal has no capitals of its own");
    }

    #[test]
    fn points_and_lists() {
        let point = Value::list(vec![Value::int(5), Value::int(1)]);
        for written in ["[5, 1]", "(5, 1)", "5,1", "5 1", "5; 1", "( 5 , 0x1 )", "[5 1]"] {
            assert!(right(written, &point), "{written}");
        }
        for written in ["[1, 5]", "5", "[5, 1, 0]", "(5, 1", "[]", "5,,1", "(5)) 1", "O"] {
            assert!(!right(written, &point), "{written}");
        }
        for written in ["[]", "O", "infinity", "∞", "()"] {
            assert!(right(written, &Value::list(vec![])), "{written}");
        }
        let nested = Value::list(vec![point, Value::bytes(b"a")]);
        assert!(right("[(5, 1), 61]", &nested));
    }

    #[test]
    fn what_cannot_be_read_gets_a_hint() {
        assert!(spelling("xyz!", &Value::bytes(b"a")).is_some());
        assert!(spelling("12", &Value::bytes(b"a")).is_none());
        assert!(spelling("12", &Value::bytes(b"abcd")).is_some(), "a slip, and no answer");
        let number = |right: u32| spelling("twelve", &Value::int(right)).unwrap_or_default();
        assert!(number(12).contains("such as 10;") && number(10).contains("such as 11;"), "never the answer");
        assert!(spelling("(5, ", &Value::list(vec![Value::int(5)])).is_some());
    }
}
