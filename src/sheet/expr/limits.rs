//! How large an expression and its words may be, and which words are taken.

/// Words with a meaning of their own, which cannot be names of cells.
pub const RESERVED: [&str; 9] = ["true", "false", "div", "mod", "if", "input", "before", "last", "as"];

/// The longest name of a cell, function or parameter, in bytes of UTF-8.
pub const MAX_NAME: usize = 64;

/// The longest integer that can be written, in decimal digits. RSA with 16,384 bits has 4,933.
pub const MAX_DIGITS: usize = 16_384;

/// How large an expression may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How deep brackets, calls and signs may lie in each other, and how many `@` and brackets
    /// may follow each other. A chain of operators, read from the left, lies on one level.
    pub depth: usize,
    /// How many literals, names, operators and calls there may be. A tree is never higher than
    /// this, so it must be small enough for whoever walks one recursively.
    pub nodes: usize,
    /// The length of a text or of bytes, as a value and not as it is spelled.
    pub literal_bytes: usize,
}

impl Default for Limits {
    /// The limits for a lesson.
    fn default() -> Self {
        Self { depth: 32, nodes: 512, literal_bytes: 64 * 1024 }
    }
}
