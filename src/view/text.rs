//! UTF-8 text; what is not text shows as U+FFFD.

use std::ops::Range;

use super::row::{Room, View, chop};
use super::safe_text::SafeText;
use super::shown::Shown;
use crate::run::Type;

/// The row.
pub const VIEW: View = View {
    name: "text",
    summary: "The bytes as UTF-8 text; what is no text shows as a question mark in a diamond.",
    wants: "text or bytes",
    grid: false,
    fits: |shown| matches!(shown.kind, Type::Bytes | Type::Text),
    lines,
    here,
};

/// The sign that the byte is of.
fn here(shown: &Shown, Room { columns, .. }: Room) -> Option<(usize, Range<usize>)> {
    let before = shown.bytes.get(..shown.cursor? + 1).filter(|_| shown.plain.is_none())?;
    let sign = SafeText::line(&String::from_utf8_lossy(before)).as_ref().chars().count().checked_sub(1)?;
    let column = sign % columns.max(1);
    Some((sign / columns.max(1), column..column + 1))
}

fn lines(shown: &Shown, Room { columns, .. }: Room) -> Vec<String> {
    match &shown.plain {
        Some(plain) => chop(plain, columns),
        None => {
            let text = String::from_utf8_lossy(&shown.bytes);
            chop(SafeText::line(&text).as_ref(), columns)
        }
    }
}
