//! How values and foreign text look: everything that is shown passes through here.

pub mod safe_text;

pub use safe_text::SafeText;
