//! Layers: the pasted text, and what was peeled out of it.

use base64ct::{Base64Unpadded, Base64UrlUnpadded, Encoding};
use std::cell::OnceCell;
use std::ops::Range;

/// The pasted text, or what was peeled out of it, as a detector sees it. All detectors look at the same one, so that it
/// is read once.
pub struct Layer<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The cell that has them.
    pub cell: &'a str,
    /// How many layers lie around it.
    pub depth: usize,
    text: Option<&'a str>,
    /// Whether all of it is printable ASCII without a space.
    is_word: bool,
    hex: OnceCell<Option<Vec<u8>>>,
    base64: OnceCell<Option<(Vec<u8>, bool)>>,
    binary: OnceCell<Option<Binary>>,
}
impl<'a> Layer<'a> {
    /// The bytes of a cell, so many layers deep.
    pub fn new(bytes: &'a [u8], cell: &'a str, depth: usize) -> Layer<'a> {
        let is_word = !bytes.is_empty() && bytes.iter().all(u8::is_ascii_graphic);
        let text = std::str::from_utf8(bytes).ok();
        let (hex, base64, binary) = Default::default();
        Layer { bytes, cell, depth, text, is_word, hex, base64, binary }
    }
    /// The text, if it is one.
    pub fn text(&self) -> Option<&'a str> {
        self.text
    }
    /// The text, if it is one of printable ASCII characters without a space.
    pub fn word(&self) -> Option<&'a str> {
        self.text.filter(|_| self.is_word)
    }
    /// A name for a cell, which no layer around this one has.
    pub fn name(&self, word: &str) -> String {
        if self.depth == 0 { word.to_owned() } else { format!("{word}_{}", self.depth + 1) }
    }
    /// The bytes that it writes, if it is an even number of hexadecimal digits.
    pub fn unhex(&self) -> Option<&[u8]> {
        self.hex.get_or_init(|| unhex(self.word()?)).as_deref()
    }
    /// The bytes that it writes, if it is Base64; whether it is that of URLs.
    pub fn unbase64(&self) -> Option<(&[u8], bool)> {
        let read = self.base64.get_or_init(|| unbase64(self.word()?));
        read.as_ref().map(|(bytes, url)| (bytes.as_slice(), *url))
    }
    /// The bytes behind it where it is binary, or writes it in hexadecimal or in Base64: with the formula that gives
    /// them, and how they are written.
    pub fn binary(&self) -> Option<&Binary> {
        self.binary.get_or_init(|| self.read_binary()).as_ref()
    }
    fn read_binary(&self) -> Option<Binary> {
        let cell = self.cell;
        if !self.is_word {
            let plain = || Binary { bytes: self.bytes.to_vec(), formula: cell.to_owned(), written: "" };
            return self.text.is_none_or(|text| text.contains('\0')).then(plain);
        }
        if let Some(bytes) = self.unhex() {
            let bytes = bytes.to_vec();
            return Some(Binary { bytes, formula: format!("unhex({cell})"), written: ", written in hexadecimal" });
        }
        let (bytes, url) = self.unbase64()?;
        let formula = if url { format!("unbase64({cell}, url: true)") } else { format!("unbase64({cell})") };
        Some(Binary { bytes: bytes.to_vec(), formula, written: ", written in base64" })
    }
}

/// Bytes that a layer is or writes.
pub struct Binary {
    /// They.
    pub bytes: Vec<u8>,
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
    // The crate takes its time for every character, so that it tells nothing of secrets; here a look comes first.
    if !digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte)) {
        return None;
    }
    if digits.contains(['-', '_']) {
        return Base64UrlUnpadded::decode_vec(digits).ok().map(|bytes| (bytes, true));
    }
    Base64Unpadded::decode_vec(digits).ok().map(|bytes| (bytes, false))
}
/// The bytes that Base64 for URLs writes without padding.
pub fn unbase64url(word: &str) -> Option<Vec<u8>> {
    let written = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    written.then(|| Base64UrlUnpadded::decode_vec(word).ok()).flatten()
}

/// The text without blanks around it, where it is one.
pub fn trimmed(bytes: &[u8]) -> Range<usize> {
    let Ok(text) = std::str::from_utf8(bytes) else { return 0..bytes.len() };
    // Editors and tables of other systems write a byte order mark before the text.
    let is_blank = |sign: char| sign.is_whitespace() || sign == '\u{feff}';
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let end = start + text.trim_matches(is_blank).len();
    // Quotes around it are those of the program it was copied from.
    for (before, quote) in [("\"", "\""), ("'", "'"), ("b\"", "\""), ("b'", "'")] {
        let inner = text[start..end].strip_prefix(before).and_then(|inner| inner.strip_suffix(quote));
        if inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(quote)) {
            return start + before.len()..end - quote.len();
        }
    }
    start..end
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
        let layer = |bytes| Layer::new(bytes, "text", 0);
        assert_eq!(layer(b"00ff").binary().unwrap().formula, "unhex(text)");
        assert_eq!(layer(b"gAAA_-8").binary().unwrap().formula, "unbase64(text, url: true)");
        assert_eq!(layer(b"\x16\x03\xff").binary().unwrap().formula, "text");
        assert!(layer(b"two words").binary().is_none());
        assert!(unbase64("YWJj=").is_none() && unbase64("YQ==").is_some() && unbase64("YQ").is_some());
        assert!(is_mixed("aB3") && !is_mixed("password") && !is_mixed("Password"));
    }
}
