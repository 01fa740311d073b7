//! The shapes of states that algorithms work on.

use crate::run::Run;

/// An algorithm that works on a state of its own shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// FIPS 197 section 3.4: byte number r + 4c stands in row r and column c.
    Aes,
    /// RFC 8439 section 2.3: words of 32 bits. They are numbers, which have the most significant byte first everywhere.
    ChaCha,
    /// FIPS 202 section 3.1.2: lanes of 64 bits, cut from a string with the least significant byte first; lane (x, y)
    /// is number x + 5y.
    Keccak,
    /// Two halves of four bytes each, as in Blowfish.
    Feistel,
}

impl Shape {
    /// Every state, each of another length.
    pub(super) const ALL: [Shape; 4] = [Shape::Aes, Shape::ChaCha, Shape::Keccak, Shape::Feistel];

    /// The number of its bytes.
    pub fn bytes(self) -> u64 {
        match self {
            Shape::Feistel => 8,
            Shape::Aes => 16,
            Shape::ChaCha => 64,
            Shape::Keccak => 200,
        }
    }
}

/// The functions whose values, where they are as long, are states.
const STATES: [(&str, Shape); 5] = [
    ("aes_encrypt", Shape::Aes),
    ("aes_decrypt", Shape::Aes),
    ("blowfish_encrypt", Shape::Feistel),
    ("blowfish_decrypt", Shape::Feistel),
    ("chacha20_block", Shape::ChaCha),
];
/// The ciphers of modes, by name.
const CIPHERS: [(&str, Shape); 2] = [("aes", Shape::Aes), ("blowfish", Shape::Feistel)];

impl Shape {
    /// The state that bytes are which stand in a run of a cipher, or of a mode of one.
    pub fn of_run(run: &Run) -> Option<Shape> {
        let state = STATES.iter().find(|(function, _)| *function == run.function).map(|(_, state)| *state);
        state.or_else(|| Shape::of_cipher(run))
    }

    /// The state of the cipher that a run was given by name.
    pub fn of_cipher(run: &Run) -> Option<Shape> {
        let cipher = run.text("cipher")?;
        CIPHERS.iter().find(|(name, _)| *name == cipher).map(|(_, state)| *state)
    }

    /// How many bytes a block of the cipher has.
    pub fn block(self) -> usize {
        usize::try_from(self.bytes()).unwrap_or(usize::MAX)
    }
}
