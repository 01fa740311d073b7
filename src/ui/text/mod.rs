//! Text: how it looks, how it is laid out, and where it is pointed at.

pub mod aims;
pub mod field;
pub mod frame;
pub mod help;
pub mod prose;
pub mod theme;
pub mod wrap;

pub use aims::Aimed;
pub use frame::{Put, above, beside};
pub use theme::{Look, Role, Theme};
pub use wrap::{Lines, apart, cut, height, led, padded, remark, safe, scrolled, widest, wrap};
