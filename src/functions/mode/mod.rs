//! Modes: ways to use a block cipher on a message of any length.
