//! Values as plain text.

use std::io::Write;

use crate::run::{Error, Rope, Source, Value};
use crate::sheet::expr::{Expr, Kind};
use crate::view::SafeText;

use super::Failure;
use super::limits::{MAX_INTEGER, MAX_LIST};

/// How many bytes are turned into digits at once.
const PIECE: usize = 64 << 10;

/// Writes a value: bytes as hexadecimal digits, a text as it is, the rest as an expression writes it.
///
/// # Errors
/// What reading it gives, or what writing it gives.
pub fn value(out: &mut dyn Write, value: &Value) -> Result<(), Failure> {
    match value {
        Value::Bytes(rope) => hex(out, rope)?,
        Value::Text(rope) => text(out, rope)?,
        Value::Int { .. } | Value::Bool(_) | Value::List(_) => write!(out, "{}", expression(value)?)?,
    }
    Ok(())
}

/// Hexadecimal digits, however many.
pub fn hex(out: &mut dyn Write, rope: &Rope) -> Result<(), Failure> {
    pieces(rope, |bytes| {
        let mut digits = vec![0; 2 * bytes.len()];
        // The room is exactly what it takes.
        if let Ok(digits) = base16ct::lower::encode(bytes, &mut digits) {
            out.write_all(digits)?;
        }
        Ok(bytes.len())
    })
}

/// A text, filtered for a terminal. It is cut into pieces between characters.
fn text(out: &mut dyn Write, rope: &Rope) -> Result<(), Failure> {
    pieces(rope, |bytes| {
        let whole = match str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => error.valid_up_to(),
            _ => bytes.len(),
        };
        write!(out, "{}", SafeText::block(&String::from_utf8_lossy(&bytes[..whole])))?;
        Ok(whole)
    })
}

/// Hands out the bytes of a rope piece by piece; `take` says how many of them it took.
pub fn pieces(rope: &Rope, mut take: impl FnMut(&[u8]) -> Result<usize, Failure>) -> Result<(), Failure> {
    let (mut at, mut buffer) = (0, vec![0; rope.len().min(PIECE as u64) as usize]);
    while at < rope.len() {
        let n = (rope.len() - at).min(buffer.len() as u64) as usize;
        rope.read_at(at, &mut buffer[..n])?;
        at += take(&buffer[..n])? as u64;
    }
    Ok(())
}

/// A value as an expression that gives it, safe to print.
///
/// # Errors
/// [`Error::Limit`] where it is too long, or what reading it gives.
pub fn expression(value: &Value) -> Result<SafeText, Error> {
    let mut room = MAX_LIST;
    Ok(SafeText::line(&expr(value, &mut room)?.to_string()))
}

fn expr(value: &Value, room: &mut u64) -> Result<Expr, Error> {
    let bytes = value.rope().map_or(0, Rope::len);
    let most = if matches!(value, Value::Int { .. }) { MAX_INTEGER } else { *room };
    if bytes > most {
        return Err(too_long(value, most));
    }
    *room = room.saturating_sub(bytes + 1);
    let kind = match value {
        Value::Bytes(rope) => Kind::Bytes(rope.to_vec()?),
        Value::Text(_) => Kind::Text(value.to_text()?.unwrap_or_default()),
        Value::Int { .. } => Kind::Int(value.to_int()?.unwrap_or_default()),
        Value::Bool(_) => Kind::Bool(value.to_bool()?.unwrap_or_default()),
        Value::List(items) => Kind::List(items.iter().map(|item| expr(item, room)).collect::<Result<_, _>>()?),
    };
    Ok(Expr { span: Default::default(), kind })
}

/// The words on a value that is longer than `most` bytes.
pub fn too_long(value: &Value, most: u64) -> Error {
    let len = value.rope().map_or(0, Rope::len);
    Error::Limit(match value {
        Value::Int { .. } => {
            format!("this integer has {len} bytes, and {most} at most are written in decimal; as bytes it has no limit")
        }
        _ => format!("this value has {len} bytes, and here {most} at most are written; take a slice of it"),
    })
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
    fn values_are_written_as_the_design_says() {
        let list =
            Value::list(vec![Value::int(5), Value::bytes(&[0, 255]), Value::text("a\"\u{1b}"), Value::bool(true)]);
        assert_eq!(written(&Value::bytes(&[0xba, 0x78])), "ba78");
        assert_eq!(written(&Value::text("Gödel\n\u{1b}[31m")), "Gödel\n\u{fffd}[31m");
        assert_eq!(written(&Value::int(-5)), "-5");
        assert_eq!(written(&Value::bool(false)), "false");
        assert_eq!(written(&list), r#"[5, 0x00ff, "a\"\u{1b}", true]"#);
    }

    #[test]
    fn a_long_text_is_not_broken_between_the_bytes_of_a_character() {
        let text = format!("a{}", "é".repeat(PIECE));
        assert_eq!(written(&Value::text(&text)), text);
    }

    #[test]
    fn what_is_too_long_says_so() {
        let long = Value::Int { magnitude: Rope::filled("ones", 255, MAX_INTEGER + 1), negative: false };
        assert!(expression(&long).unwrap_err().to_string().starts_with("this integer has"));
        let bytes = Value::list(vec![Value::Bytes(Rope::filled("ones", 255, 1 << 40))]);
        assert!(expression(&bytes).unwrap_err().to_string().starts_with("this value has"));
    }
}
