//! Stretches: where pieces of some bytes come from, and the words for them that pictures share.

use std::ops::Range;

/// The words for a stretch: its name, a short word in drawings, another in sentences.
const WORDS: [(&str, &str, &str); 4] = [
    ("one", "1", "end bit"),
    ("count", "length", "length"),
    ("ipad_key", "key ⊕ 36…", "key XOR 36"),
    ("opad_key", "key ⊕ 5c…", "key XOR 5c"),
];

/// A stretch of bytes that come from one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where the stretch lies in the whole.
    pub range: Range<u64>,
    /// Its name: `message`, `zeros`, `ipad_key`.
    pub name: String,
    /// Its address, whole: that of a named piece, else that of so many bytes, such as `digest[4..7]`.
    pub address: String,
    /// The address of the piece that these bytes were taken from, whole; empty for what comes from no piece.
    pub from: String,
    /// Whether somebody typed these bytes as text.
    pub is_text: bool,
    /// Whether somebody typed these bytes.
    pub is_input: bool,
}

impl Stretch {
    /// The address of the bytes among the pieces of a run: of the piece they were taken from, else their own.
    pub fn below(&self, run: &str) -> &str {
        let is_piece = self.from.strip_prefix(run).is_some_and(|rest| rest.starts_with('/'));
        if is_piece { &self.from } else { &self.address }
    }

    /// The number of its bytes.
    pub(super) fn length(&self) -> u64 {
        self.range.end - self.range.start
    }

    /// The short word for it, in a drawing.
    pub(super) fn short(&self) -> &str {
        WORDS.iter().find(|(known, ..)| *known == self.name).map_or(&self.name, |(_, short, _)| short)
    }

    /// The word for it in a sentence.
    pub(super) fn long(&self) -> &str {
        WORDS.iter().find(|(known, ..)| *known == self.name).map_or(&self.name, |(.., long)| long)
    }
}

/// A count of bytes as a place in memory.
pub(super) fn place(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
