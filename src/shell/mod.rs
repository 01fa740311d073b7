//! Everything that is not a pure function: the terminal, threads, files, signals.

pub mod events;
pub mod files;
pub mod terminal;
pub mod watch;
