//! What several tests share. A test that needs it says `mod support;`.

#![allow(dead_code)] // Each test uses its own part.

pub mod call;
pub mod program;
pub mod pty;
pub mod search;
