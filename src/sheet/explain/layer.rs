//! Layers: the pasted text, and what was peeled out of it.

use base64ct::{Base64Unpadded, Base64UrlUnpadded, Encoding};

/// The pasted text, or what was peeled out of it, as a detector sees it.
#[derive(Clone, Copy)]
pub struct Layer<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The cell that has them.
    pub cell: &'a str,
    /// How many layers lie around it.
    pub depth: usize,
}
impl<'a> Layer<'a> {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes).ok()
    }
    /// The text, if it is one of printable ASCII characters without a space.
    pub fn word(&self) -> Option<&'a str> {
        self.text().filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()))
    }
    /// A name for a cell, which no layer around this one has.
    pub fn name(&self, word: &str) -> String {
        if self.depth == 0 { word.to_owned() } else { format!("{word}_{}", self.depth + 1) }
    }
    /// The bytes behind it where it is binary, or writes it in hexadecimal or in Base64: with the formula that gives them,
    /// and how they are written.
    pub fn binary(&self) -> Option<Binary<'a>> {
        let Some(word) = self.word() else {
            return self.text().is_none_or(|text| text.contains('\0')).then(|| Binary {
                bytes: self.bytes.into(),
                formula: self.cell.to_owned(),
                written: "",
            });
        };
        let cell = self.cell;
        if let Some(bytes) = unhex(word) {
            return Some(Binary {
                bytes: bytes.into(),
                formula: format!("unhex({cell})"),
                written: ", written in hexadecimal",
            });
        }
        let (bytes, url) = unbase64(word)?;
        let formula = if url { format!("unbase64({cell}, url: true)") } else { format!("unbase64({cell})") };
        Some(Binary { bytes: bytes.into(), formula, written: ", written in base64" })
    }
}

/// Bytes that a layer is or writes.
pub struct Binary<'a> {
    /// They.
    pub bytes: std::borrow::Cow<'a, [u8]>,
    /// The formula that gives them.
    pub formula: String,
    /// How the layer writes them, as the end of a phrase.
    pub written: &'static str,
}

/// The bytes that an even number of hexadecimal digits writes.
pub fn unhex(word: &str) -> Option<Vec<u8>> {
    if word.is_empty() || !word.len().is_multiple_of(2) || !word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    base16ct::mixed::decode_vec(word).ok()
}
/// The bytes that Base64 writes, in either alphabet, with padding or without; whether it is that of URLs.
pub fn unbase64(word: &str) -> Option<(Vec<u8>, bool)> {
    let digits = word.trim_end_matches('=');
    let padding = word.len() - digits.len();
    if padding > 0 && (padding > 2 || !word.len().is_multiple_of(4)) {
        return None;
    }
    if let Ok(bytes) = Base64Unpadded::decode_vec(digits) {
        return Some((bytes, false));
    }
    Base64UrlUnpadded::decode_vec(digits).ok().map(|bytes| (bytes, true))
}
/// The bytes that Base64 for URLs writes without padding.
pub fn unbase64url(word: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(word).ok()
}

/// A count and what is counted: `1 member`, `2 members`.
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
/// Whether characters look as if bytes were written with them, and not a word of a language: of three kinds at least.
pub fn is_mixed(word: &str) -> bool {
    let kinds = [
        word.bytes().any(|byte| byte.is_ascii_lowercase()),
        word.bytes().any(|byte| byte.is_ascii_uppercase()),
        word.bytes().any(|byte| byte.is_ascii_digit()),
        word.bytes().any(|byte| b"+/-_=".contains(&byte)),
    ];
    kinds.iter().filter(|kind| **kind).count() >= 3
}
/// Whether bytes are a text that somebody wrote: UTF-8 without control characters.
pub fn is_readable(bytes: &[u8]) -> bool {
    let wrote = |text: &str| text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    !bytes.is_empty() && std::str::from_utf8(bytes).is_ok_and(wrote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_behind_their_writing() {
        let layer = |bytes| Layer { bytes, cell: "text", depth: 0 };
        assert_eq!(layer(b"00ff").binary().unwrap().formula, "unhex(text)");
        assert_eq!(layer(b"gAAA_-8").binary().unwrap().formula, "unbase64(text, url: true)");
        assert_eq!(layer(b"\x16\x03\xff").binary().unwrap().formula, "text");
        assert!(layer(b"two words").binary().is_none());
        assert!(unbase64("YWJj=").is_none() && unbase64("YQ==").is_some() && unbase64("YQ").is_some());
        assert!(is_mixed("aB3") && !is_mixed("password") && !is_mixed("Password"));
    }
}
