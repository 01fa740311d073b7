//! JSON as `run`, `trace`, `list` and `batch` write it.
//!
//! What is written is exact, and harmless on a terminal too: a character that [`SafeText`](crate::view::SafeText) would
//! replace is written by its number, which JSON reads as the same character.

use std::fmt::{self, Write as _};
use std::io::Write;

use crate::functions::Agreement;
use crate::run::{Error, Rope, Run, Source, Value};
use crate::view::safe_text::is_forbidden;

use super::Failure;
use super::limits::MAX_INTEGER;
use super::text::{pieces, too_long};

/// A text with its quotes.
pub struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        escape(f, self.0)?;
        f.write_char('"')
    }
}

fn escape(f: &mut impl fmt::Write, text: &str) -> fmt::Result {
    let mut plain = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '"' | '\\') || is_forbidden(*c)) {
        f.write_str(&text[plain..at])?;
        plain = at + c.len_utf8();
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            c => by_number(f, c)?,
        }
    }
    f.write_str(&text[plain..])
}

/// A character as `\u` and four hexadecimal digits, twice where one is not enough.
fn by_number(f: &mut impl fmt::Write, c: char) -> fmt::Result {
    c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(f, "\\u{unit:04x}"))
}

/// The standing of what a run took apart, as a member that follows others; empty where it takes nothing apart.
pub fn standing(run: &Run) -> Result<String, Error> {
    let said = run.check.as_ref().map(|check| check.said()).transpose()?;
    Ok(said.map_or(String::new(), |said| format!(",\"standing\":{}", Quoted(&said))))
}

/// JSON that somebody else wrote, on one line and harmless, otherwise as it is.
pub struct Echoed<'a>(pub &'a str);

impl fmt::Display for Echoed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            // Between values; inside a text JSON allows none of them.
            '\t' | '\r' | '\n' => f.write_char(' '),
            c if is_forbidden(c) => by_number(f, c),
            c => f.write_char(c),
        })
    }
}

/// Several texts.
pub struct Texts<'a>(pub &'a [String]);

impl fmt::Display for Texts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('[')?;
        for (i, text) in self.0.iter().enumerate() {
            write!(f, "{}{}", if i > 0 { "," } else { "" }, Quoted(text))?;
        }
        f.write_char(']')
    }
}

/// The mark: `"agrees": "sha2 0.11"`, or null where nothing was compared. A disagreement has a name of its own.
pub struct Agrees<'a>(pub &'a Agreement);

impl fmt::Display for Agrees<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Agreement::Agrees { vetted, .. } => write!(f, "\"agrees\":{}", Quoted(vetted)),
            Agreement::Compared { vetted, compared } if compared.segments > 0 => {
                let mark = format!("{vetted}, {} of {} segments", compared.segments, compared.of);
                write!(f, "\"agrees\":{}", Quoted(&mark))
            }
            Agreement::Compared { .. } | Agreement::NoSecondOpinion => f.write_str("\"agrees\":null"),
            Agreement::Reduced(what) => write!(f, "\"agrees\":null,\"reduced\":{}", Quoted(what)),
            Agreement::Known { vetted, what } => {
                write!(f, "\"agrees\":null,\"known\":{}", Quoted(&format!("{vetted}: {what}")))
            }
            Agreement::Differs { vetted, place } => {
                write!(f, "\"agrees\":null,\"differs\":{}", Quoted(&format!("{vetted} {place}")))
            }
        }
    }
}

/// Writes a value: `{"hex": …}`, `{"text": …}`, `{"int": "decimal"}`, `{"bool": …}` or `{"list": […]}`.
///
/// # Errors
/// What reading it gives, or what writing it gives.
pub fn value(out: &mut dyn Write, value: &Value) -> Result<(), Failure> {
    match value {
        Value::Bytes(rope) => {
            out.write_all(b"{\"hex\":\"")?;
            super::text::hex(out, rope)?;
            out.write_all(b"\"}")?;
        }
        Value::Text(rope) => {
            out.write_all(b"{\"text\":\"")?;
            text(out, rope)?;
            out.write_all(b"\"}")?;
        }
        Value::Int { magnitude, .. } if magnitude.len() > MAX_INTEGER => {
            return Err(too_long(value, MAX_INTEGER).into());
        }
        Value::Int { .. } => write!(out, "{{\"int\":\"{}\"}}", value.to_int()?.unwrap_or_default())?,
        Value::Bool(_) => write!(out, "{{\"bool\":{}}}", value.to_bool()?.unwrap_or_default())?,
        Value::List(items) => {
            out.write_all(b"{\"list\":[")?;
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.write_all(b",")?;
                }
                self::value(out, item)?;
            }
            out.write_all(b"]}")?;
        }
    }
    Ok(())
}

fn text(out: &mut dyn Write, rope: &Rope) -> Result<(), Failure> {
    pieces(rope, |bytes| {
        let whole = match str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => error.valid_up_to(),
            _ => bytes.len(),
        };
        let mut escaped = String::new();
        // Writing to a string cannot fail.
        let _ = escape(&mut escaped, &String::from_utf8_lossy(&bytes[..whole]));
        out.write_all(escaped.as_bytes())?;
        Ok(whole)
    })
}

/// How many bytes of values it would write.
pub fn size(value: &Value) -> u64 {
    match value {
        Value::List(items) => items.iter().map(|item| size(item).saturating_add(16)).fold(0, u64::saturating_add),
        other => other.rope().map_or(0, Rope::len),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(v: &Value) -> String {
        let mut out = vec![];
        value(&mut out, v).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn values_have_one_form_each() {
        let list = Value::list(vec![Value::int(-5), Value::bytes(&[0xff]), Value::list(vec![])]);
        assert_eq!(written(&list), r#"{"list":[{"int":"-5"},{"hex":"ff"},{"list":[]}]}"#);
        assert_eq!(written(&Value::bool(true)), r#"{"bool":true}"#);
    }

    #[test]
    fn texts_are_exact_and_harmless() {
        let text = "a\"\\\n\t\r\u{1b}\u{7f}\u{9b}\u{202e}\u{e0041}é😀\u{10ffff}";
        let json = written(&Value::text(text));
        assert!(!json.chars().any(is_forbidden), "{json}");
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["text"], text);
        let echoed = Echoed("[\"\u{7f}é\u{e0041}\",\r1.50]").to_string();
        assert_eq!(echoed, "[\"\\u007fé\\udb40\\udc41\", 1.50]");
    }
}
