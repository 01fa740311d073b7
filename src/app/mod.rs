//! The state of the program and how it changes. Nothing here reads, writes or waits.

pub mod input_line;
pub mod key;
pub mod keys;

use key::Key;

/// Something that happened outside.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted; never run as keys.
    Paste(String),
    /// The terminal has another size.
    Resize {
        /// Its width.
        columns: u16,
        /// Its height.
        rows: u16,
    },
    /// A watched lesson file was written.
    LessonsChanged,
}
