//! The real program in a pseudo-terminal, as one program: `cargo test --test terminal`.

#[path = "../support/program.rs"]
#[allow(dead_code)] // Pipes are the suite's to write to.
mod program;
#[allow(dead_code)] // The bench `screen` asks for more.
mod pty;

mod access;
mod explain;
mod input;
mod session;
mod talk;
mod workshop;
