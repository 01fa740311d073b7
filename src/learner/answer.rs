//! Whether what a learner wrote is a value, in any usual spelling.

use num_bigint::BigInt;

use crate::run::{Error, Value};

/// The longest value, in bytes, that an answer is compared with.
const LONGEST: u64 = 64 << 10;

/// Whether a written answer means a value: hexadecimal with or without `0x`, spaces, colons and capitals; integers in
/// decimal, with signs between groups, or in hexadecimal and binary; yes and no; a text with or without quotes.
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
        }
        Value::Text(_) => {
            let text = value.to_text()?.unwrap_or_default();
            written == text.trim() || quoted(written).is_some_and(|given| given == text)
        }
        Value::Int { .. } => value.to_int()? == integer(written),
        Value::Bool(_) => value.to_bool()? == truth(written),
        Value::List(_) => {
            let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            squeezed(written) == squeezed(&value.show(written.len().saturating_mul(4))?)
        }
    })
}

/// Whether something can be read as the kind of a value at all; else a hint at how such a value is written.
pub fn spelling(written: &str, value: &Value) -> Option<&'static str> {
    let written = written.trim();
    match value {
        Value::Bytes(_) if hexadecimal(written).is_none() && quoted(written).is_none() => {
            Some("Write bytes as pairs of hexadecimal digits, such as 54da50e8.")
        }
        Value::Int { .. } if integer(written).is_none() => Some("Write a whole number, such as 32 or 0x20."),
        Value::Bool(_) if truth(written).is_none() => Some("Write yes or no."),
        _ => None,
    }
}

fn hexadecimal(written: &str) -> Option<Vec<u8>> {
    let digits = written.strip_prefix("0x").or_else(|| written.strip_prefix("0X")).unwrap_or(written);
    let digits: String = digits.chars().filter(|c| !c.is_whitespace() && !matches!(c, ':' | '_' | '-')).collect();
    if digits.is_empty() || digits.len() % 2 == 1 || !digits.is_ascii() {
        return None;
    }
    (0..digits.len() / 2).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).ok()).collect()
}

fn integer(written: &str) -> Option<BigInt> {
    let (negative, digits) = match written.strip_prefix('-').or_else(|| written.strip_prefix('−')) {
        Some(digits) => (true, digits),
        None => (false, written.strip_prefix('+').unwrap_or(written)),
    };
    let lower = digits.to_ascii_lowercase();
    let (radix, digits) = match (lower.strip_prefix("0x"), lower.strip_prefix("0b")) {
        (Some(digits), _) => (16, digits),
        (None, Some(digits)) => (2, digits),
        (None, None) => (10, lower.as_str()),
    };
    let digits: String = digits.chars().filter(|c| !matches!(c, '_' | ',' | '’' | '\'' | ' ')).collect();
    let number =
        BigInt::parse_bytes(digits.as_bytes(), radix).filter(|_| digits.bytes().all(|b| b.is_ascii_alphanumeric()))?;
    Some(if negative { -number } else { number })
}

fn truth(written: &str) -> Option<bool> {
    match written.to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn quoted(written: &str) -> Option<&str> {
    written.strip_prefix('"')?.strip_suffix('"')
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
        for written in ["54da50e8", "0x54DA50E8", " 54 da 50 e8 ", "54:da:50:e8"] {
            assert!(right(written, &value), "{written}");
        }
        for written in ["54da50e", "54da50e9", "", "é", "1423593704"] {
            assert!(!right(written, &value), "{written}");
        }
        assert!(right("\"abc\"", &Value::bytes(b"abc")));
    }

    #[test]
    fn numbers_truths_and_texts() {
        let value = Value::int(1_000);
        for written in ["1000", "1_000", "1,000", "0x3e8", "0b1111101000", "+1000"] {
            assert!(right(written, &value), "{written}");
        }
        assert!(!right("1000.0", &value) && !right("-1000", &value) && !right("", &value));
        assert!(right("-5", &Value::int(-5)));
        assert!(right("Yes", &Value::bool(true)) && right("no", &Value::bool(false)));
        assert!(right("abc", &Value::text("abc")) && right("\"abc\"", &Value::text("abc")));
    }

    #[test]
    fn what_cannot_be_read_gets_a_hint() {
        assert!(spelling("xyz", &Value::bytes(b"a")).is_some());
        assert!(spelling("12", &Value::bytes(b"a")).is_none());
        assert!(spelling("twelve", &Value::int(12)).is_some());
    }
}
