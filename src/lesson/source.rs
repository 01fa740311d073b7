//! The text of a file: bytes that are no UTF-8, and characters that cannot be shown.

use std::borrow::Cow;

use crate::lesson::reading::Reading;
use crate::run::address::Span;
use crate::view::safe_text::is_forbidden;

/// The longest lesson, in bytes.
pub const MAX_LESSON: usize = 1024 * 1024;

/// The problem of a file that is no lesson as a whole, and nothing of its lines; none where it can be read.
pub(crate) fn unreadable(bytes: &[u8], length: u64) -> Option<(String, &'static str)> {
    let holds = |byte: u8| bytes.contains(&byte);
    let message = |message: &str| message.to_owned();
    if length > MAX_LESSON as u64 {
        let message = format!("The lesson has {length} bytes; {MAX_LESSON} are the most.");
        Some((message, "Make several lessons of it."))
    } else if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        Some((message("This file is UTF-16."), "Save it as UTF-8."))
    } else if holds(b'\r') && !holds(b'\n') {
        Some((
            message("The lines of this file end in CR alone, as on old Macs."),
            "Save it with LF as the end of a line.",
        ))
    } else {
        None
    }
}

/// The text with each byte that is no UTF-8 replaced by a question mark, so that every place stays where it was, and
/// the places of those bytes.
pub(crate) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Vec<Span>) {
    if let Ok(text) = str::from_utf8(bytes) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut text = String::with_capacity(bytes.len());
    let mut invalid = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let start = text.len();
        text.extend(std::iter::repeat_n('?', chunk.invalid().len()));
        if text.len() > start {
            invalid.push(Span::new(start, text.len()));
        }
    }
    (Cow::Owned(text), invalid)
}

/// Reports bytes that are no UTF-8, and characters that nobody sees or that steer a terminal.
pub(crate) fn report(invalid: &[Span], reading: &mut Reading) {
    for span in invalid {
        reading.problems.error(*span, "These bytes are no UTF-8.", "Save the file as UTF-8.");
    }
    let allowed = |c| matches!(c, '\n' | '\r' | '\t' | '\u{FE0E}' | '\u{FE0F}');
    let start = if reading.source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    for (at, c) in reading.source[start..].char_indices().filter(|(_, c)| is_forbidden(*c) && !allowed(*c)) {
        let at = at + start;
        reading.problems.error(
            Span::new(at, at + c.len_utf8()),
            format!("The character U+{:04X} cannot be shown.", u32::from(c)),
            "Delete it; text that shows one can write its number.",
        );
        if reading.problems.is_full() {
            break;
        }
    }
}
