//! The ways in which the bytes of a hash are written at the end of a password string.

use super::crypt64;
use crate::functions::Fault;
use crate::functions::artefact::Fields;
use crate::functions::bytes::base64::{AB64, Alphabet, BCRYPT, STANDARD};
use crate::functions::bytes::hex;
use crate::run::{Path, Rope, Run};
use base64ct::{Base64, Base64Bcrypt, Base64Pbkdf2, Base64ShaCrypt, Base64Unpadded, Encoding as _};
use std::ops::Range;

/// A way to write bytes as characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Hexadecimal digits.
    Hex,
    /// Base64 of RFC 4648, with `=` at the end.
    Padded,
    /// The same without `=`.
    Unpadded,
    /// The same with a point for the plus sign, as passlib has it.
    Ab64,
    /// The alphabet of bcrypt.
    Bcrypt,
    /// The alphabet and the order of SHA-512 crypt.
    Crypt,
}
impl Encoding {
    /// Its name, in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Hex => "hexadecimal digits",
            Encoding::Padded => "base64 with padding",
            Encoding::Unpadded => "base64 without padding",
            Encoding::Ab64 => "ab64 (base64 with a point for the plus sign, without padding)",
            Encoding::Bcrypt => "bcrypt's base64 (./A-Za-z0-9)",
            Encoding::Crypt => "crypt's base64 (./0-9A-Za-z)",
        }
    }
    /// The alphabet, where it is one of Base64.
    pub fn alphabet(self) -> Option<&'static Alphabet> {
        match self {
            Encoding::Padded | Encoding::Unpadded => Some(&STANDARD),
            Encoding::Ab64 => Some(&AB64),
            Encoding::Bcrypt => Some(&BCRYPT),
            Encoding::Hex | Encoding::Crypt => None,
        }
    }
    /// How many characters write so many bytes.
    pub fn characters(self, bytes: u64) -> u64 {
        match self {
            Encoding::Hex => 2 * bytes,
            Encoding::Padded => 4 * bytes.div_ceil(3),
            Encoding::Unpadded | Encoding::Ab64 | Encoding::Bcrypt | Encoding::Crypt => (4 * bytes).div_ceil(3),
        }
    }
    /// How many bytes so many characters write; none where they make no whole bytes.
    pub fn bytes(self, characters: u64) -> Option<u64> {
        let bytes = if self == Encoding::Hex { characters / 2 } else { characters * 3 / 4 };
        (self.characters(bytes) == characters).then_some(bytes)
    }
    fn has(self, byte: u8) -> bool {
        match self {
            Encoding::Hex => byte.is_ascii_hexdigit(),
            Encoding::Crypt => byte.is_ascii_alphanumeric() || b"./".contains(&byte),
            _ => self.alphabet().is_some_and(|alphabet| alphabet.value(byte).is_some()),
        }
    }
    /// Refuses characters that write no hash of so many bytes; of any number of bytes from four on where none is given.
    /// Gives their number.
    ///
    /// # Errors
    /// A fault in the field `hash`.
    pub fn check(self, fields: &Fields, range: &Range<usize>, bytes: Option<u64>) -> Result<u64, Fault> {
        let padding = match (self, bytes) {
            (Encoding::Padded, Some(bytes)) => (3 - bytes % 3) as usize % 3,
            _ => 0,
        };
        let ends = fields.bytes(range).ends_with(&b"=="[..padding]);
        let digits = range.start..range.end - if ends { padding } else { 0 };
        fields.only("hash", &digits, self.name(), |byte| self.has(byte))?;
        let length = range.len() as u64;
        let wrong = |wanted: String| {
            let why = format!("{wanted} in {}, and {length} characters stand there", self.name());
            Err(fields.wrong("hash", range.clone(), why))
        };
        match (bytes, self.bytes(length)) {
            (Some(bytes), _) if self.characters(bytes) != length || !ends => {
                wrong(format!("its {bytes} bytes take {} characters", self.characters(bytes)))
            }
            (Some(bytes), _) => Ok(bytes),
            (None, Some(bytes)) if bytes >= 4 => Ok(bytes),
            (None, _) => wrong("it has 4 bytes at least".to_owned()),
        }
    }
    /// The characters that write bytes.
    pub fn write(self, at: &Path, bytes: Rope) -> Run {
        match (self, self.alphabet()) {
            (Encoding::Hex, _) => hex::write(at, bytes),
            (_, Some(alphabet)) => alphabet.write(at, bytes, self == Encoding::Padded),
            (_, None) => crypt64::write(at, bytes),
        }
    }
    /// The same as a crate writes them.
    pub fn vetted(self, bytes: &[u8]) -> String {
        match self {
            Encoding::Hex => base16ct::lower::encode_string(bytes),
            Encoding::Padded => Base64::encode_string(bytes),
            Encoding::Unpadded => Base64Unpadded::encode_string(bytes),
            Encoding::Ab64 => Base64Pbkdf2::encode_string(bytes),
            Encoding::Bcrypt => Base64Bcrypt::encode_string(bytes),
            Encoding::Crypt => Base64ShaCrypt::encode_string(&crypt64::ordered(bytes)),
        }
    }
    /// Why no bytes at all are written as these characters are; nothing where some are.
    pub fn never(self, characters: &[u8]) -> Option<&'static str> {
        if self == Encoding::Hex {
            let upper = characters.iter().any(u8::is_ascii_uppercase);
            return upper.then_some("its digits are not all lower case, and the texts are compared");
        }
        let alphabet = self.alphabet()?;
        let digits = characters.len() - characters.iter().rev().take_while(|byte| **byte == b'=').count();
        let last = characters[..digits].last().and_then(|last| alphabet.value(*last))?;
        let unused = [0, 0x3f, 0x0f, 0x03][digits % 4];
        (last & unused != 0).then_some("the last bits of its last character belong to no byte, and are not zero")
    }
}
