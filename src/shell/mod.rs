//! Everything that is not a pure function: the terminal, threads, files, signals.

pub mod events;
pub mod terminal;
pub mod watch;
