//! Drawing: a frame from the state, changing nothing.

pub mod glyphs;
pub mod theme;
pub mod wrap;
