//! Bytes, text, lists and integers.

use super::Function;

/// The rows of this family.
pub const ROWS: &[Function] = &[];
