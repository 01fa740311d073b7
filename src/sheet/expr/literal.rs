//! Bytes written as text.

use base64ct::{Base64Unpadded, Base64UrlUnpadded, Encoding};

use super::{Fault, Span};

/// The bytes of `digits`, which follow a `0x` at byte `start`. `_` may stand anywhere.
pub(super) fn hexadecimal(digits: &str, start: usize) -> Result<Vec<u8>, Fault> {
    let end = start + 2 + digits.len();
    let mut half = None;
    let mut bytes = Vec::with_capacity(digits.len() / 2);
    for (i, c) in digits.char_indices().filter(|(_, c)| *c != '_') {
        let at = start + 2 + i;
        let Some(digit) = c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()) else {
            return Err(Fault::new(
                Span::new(at, at + c.len_utf8()),
                format!("`{c}` is no hexadecimal digit."),
            )
            .hint("After 0x stand digits from 0 to 9 and from a to f."));
        };
        half = match half {
            None => Some(digit),
            Some(high) => {
                bytes.push(high << 4 | digit);
                None
            }
        };
    }
    if half.is_none() {
        return Ok(bytes);
    }
    let hint = if digits.len() <= 16 {
        format!("For a zero in front write 0x0{digits}; an integer is written in decimal.")
    } else {
        "Is a digit missing? An integer is written in decimal.".to_owned()
    };
    Err(Fault::new(
        Span::new(start, end),
        "Bytes need two hexadecimal digits each, and one is left over.",
    )
    .hint(hint))
}

/// The bytes of a Base64 text, in either alphabet, with or without padding.
pub(super) fn base64(text: &str, span: Span) -> Result<Vec<u8>, Fault> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if padding > 2 || (padding > 0 && !text.len().is_multiple_of(4)) {
        return Err(Fault::new(span, "This Base64 text has the wrong padding.")
            .hint("Leave out every `=` at its end, or fill it up to a multiple of four."));
    }
    let decoded = if digits.contains(['-', '_']) {
        Base64UrlUnpadded::decode_vec(digits)
    } else {
        Base64Unpadded::decode_vec(digits)
    };
    decoded.map_err(|_| {
        Fault::new(span, "This is no Base64 text.")
            .hint("It has letters, digits and `+/` or `-_`, no spaces, and is cut at no odd place.")
    })
}
