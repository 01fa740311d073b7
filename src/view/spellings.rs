//! Values in the spellings that other programs read.

use base64ct::{Base64, Encoding};

use super::plain::{hex, written};
use crate::run::{Source, Value};

/// A value, or what belongs to it, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The name of the spelling.
    pub name: String,
    /// How long it is, with the unit: `32 bytes, 64 digits`.
    pub size: String,
    /// The text that is copied.
    pub text: String,
}

impl Spelling {
    fn new(name: impl Into<String>, size: String, text: String) -> Spelling {
        Spelling { name: name.into(), size, text }
    }

    /// A spelling that is measured in characters.
    pub fn text(name: impl Into<String>, text: String) -> Spelling {
        Spelling::new(name, counted(text.chars().count() as u64, "character"), text)
    }
}

/// `1 byte`, `32 bytes`.
pub fn counted(count: u64, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// A value as people write it; of more bytes than so many nothing is written.
pub fn spellings(value: &Value, most: usize) -> Vec<Spelling> {
    let mut rows = Vec::new();
    if !matches!(value, Value::Bytes(_) | Value::Text(_)) {
        rows.push(Spelling::text("value", written(value, most)));
    }
    let short = value.rope().filter(|rope| rope.len() <= most as u64);
    let Some(Ok(bytes)) = short.map(|rope| rope.to_vec()) else { return rows };
    let of = counted(bytes.len() as u64, "byte");
    let digits = hex(&bytes);
    rows.push(Spelling::new("hexadecimal", format!("{of}, {}", counted(digits.len() as u64, "digit")), digits));
    let base64 = Base64::encode_string(&bytes);
    rows.push(Spelling::new("base64", format!("{of}, {}", counted(base64.len() as u64, "character")), base64));
    // Bytes that steer a terminal are no text to paste.
    if let Ok(text) = String::from_utf8(bytes)
        && !text.is_empty()
        && !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        rows.push(Spelling::new("text", of, text));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_its_spellings() {
        let rows = spellings(&Value::bytes(b"abc"), 99);
        let listed: Vec<(&str, &str)> = rows.iter().map(|row| (row.name.as_str(), row.text.as_str())).collect();
        assert_eq!(rows[0].size, "3 bytes, 6 digits");
        assert_eq!(listed, [("hexadecimal", "616263"), ("base64", "YWJj"), ("text", "abc")]);
        assert_eq!(spellings(&Value::int(300), 99)[0].text, "300");
        assert!(spellings(&Value::bytes(b"\x1b[31m"), 99).iter().all(|row| row.name != "text"));
    }
}
