//! Values in plain text, in one line.

use super::{SafeText, Shown, VIEWS};
use crate::run::{Source, Type, Value};

/// How much of a long value is shown around a byte of it.
const AROUND: u64 = 16;

/// A value in one line.
pub fn line(value: &Value, columns: usize) -> String {
    match Shown::of(value) {
        Ok(shown) if value.kind() == Type::Bytes => shown.line(&VIEWS[0], columns),
        _ => value
            .show(columns.saturating_sub(1))
            .map_or_else(|error| error.to_string(), |text| SafeText::line(&text).cut(columns).into()),
    }
}

/// A value as it is written, in so many characters; why there is none, where there is none.
pub fn written(value: &Value, columns: usize) -> String {
    value.show(columns).unwrap_or_else(|error| error.to_string())
}

/// A value, of a long one what lies around a byte.
pub fn around(value: &Value, place: u64) -> String {
    let Some(rope) = value.string() else { return value.show(24).unwrap_or_default() };
    if rope.len() <= AROUND + 8 {
        return value.show(64).unwrap_or_default();
    }
    let start = place.saturating_sub(AROUND / 2).min(rope.len().saturating_sub(AROUND));
    let end = (start + AROUND).min(rope.len());
    let bytes = rope.slice(start..end).to_vec().unwrap_or_default();
    let text = match value.kind() {
        Type::Text => String::from_utf8_lossy(&bytes).trim_matches('\u{fffd}').to_owned(),
        Type::Bytes | Type::Int | Type::Bool | Type::List => hex(&bytes),
    };
    let (left, right) = (if start > 0 { "…" } else { "" }, if end < rope.len() { "…" } else { "" });
    format!("{left}{text}{right}")
}

/// A byte as digits, with its letter where it has one: `63 'c'`.
pub fn with_letter(byte: u8) -> String {
    let letter = if byte.is_ascii_graphic() { format!(" '{}'", char::from(byte)) } else { String::new() };
    format!("{byte:02x}{letter}")
}

/// Bytes as digits, one after the other.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
