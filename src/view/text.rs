//! UTF-8 text; what is not text shows as U+FFFD.

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
};

fn lines(shown: &Shown, Room { columns, .. }: Room) -> Vec<String> {
    match &shown.plain {
        Some(plain) => chop(plain, columns),
        None => {
            let text = String::from_utf8_lossy(&shown.bytes);
            chop(SafeText::line(&text).as_ref(), columns)
        }
    }
}
