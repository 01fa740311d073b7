//! The screens: the map, a lesson, the bench, and what lies over them.

pub mod bench;
pub mod edges;
pub mod inputs;
pub mod lesson;
pub mod map;
pub mod path;
pub mod pins;
pub mod tools;
