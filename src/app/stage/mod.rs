//! The stages: what has the whole screen.

pub mod bench;
pub mod lesson;
pub mod map;
