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
            return Err(Fault::new(Span::new(at, at + c.len_utf8()), format!("`{c}` is no hexadecimal digit."))
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
    Err(Fault::new(Span::new(start, end), "Bytes need two hexadecimal digits each, and one is left over.").hint(hint))
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

#[cfg(test)]
mod tests {
    use super::super::{Kind, Limits, parse};
    use super::*;

    fn read(source: &str) -> Result<Kind, Fault> {
        parse(source, &Limits::default()).map(|expr| expr.kind)
    }

    #[test]
    fn bytes_have_two_spellings() {
        for (source, bytes) in [
            ("0x", &[] as &[u8]),
            ("0x0badcafe", &[0x0b, 0xad, 0xca, 0xfe]),
            ("0x0BAD_cafe_", &[0x0b, 0xad, 0xca, 0xfe]),
            ("b64\"\"", &[]),
            ("b64\"C63K/g==\"", &[0x0b, 0xad, 0xca, 0xfe]),
            ("b64\"C63K/g\"", &[0x0b, 0xad, 0xca, 0xfe]),
            ("b64\"C63K_g\"", &[0x0b, 0xad, 0xca, 0xfe]),
        ] {
            assert_eq!(read(source), Ok(Kind::Bytes(bytes.to_vec())), "{source}");
        }
    }

    #[test]
    fn every_mistake_is_named_where_it_is() {
        for (source, wrong, message) in [
            ("0xabc", "0xabc", "Bytes need two hexadecimal digits each, and one is left over."),
            ("0xagcd", "g", "`g` is no hexadecimal digit."),
            ("b64\"AAA==\"", "b64\"AAA==\"", "This Base64 text has the wrong padding."),
            ("b64\"A===\"", "b64\"A===\"", "This Base64 text has the wrong padding."),
            ("b64\"A\"", "b64\"A\"", "This is no Base64 text."),
            ("b64\"A A=\"", "b64\"A A=\"", "This is no Base64 text."),
            ("b64\"AB\"", "b64\"AB\"", "This is no Base64 text."),
            ("b64\"+_AA\"", "b64\"+_AA\"", "This is no Base64 text."),
        ] {
            let fault = read(source).unwrap_err();
            assert_eq!(fault.message, message, "{source}");
            assert_eq!(&source[fault.span.range()], wrong, "{source}");
            assert!(fault.hint.is_some(), "{source}");
        }
    }

    #[test]
    fn a_lost_digit_comes_with_advice_that_fits() {
        let hint = |source: &str| read(source).unwrap_err().hint.unwrap_or_default();
        assert!(hint("0xabc").contains("0x0abc"));
        assert!(hint(&format!("0x{}", "a".repeat(33))).contains("Is a digit missing?"));
    }
}
