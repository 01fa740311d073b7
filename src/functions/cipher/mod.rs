//! Ciphers: one block, or a stream.
