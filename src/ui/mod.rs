//! Drawing: a frame from the state, changing nothing.

pub mod bits;
pub mod field;
pub mod glyphs;
pub mod help;
pub mod theme;
pub mod wrap;
