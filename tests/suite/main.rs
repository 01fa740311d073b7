//! All that is tested without a terminal, as one program.
//!
//! ```text
//! cargo test --test suite             all of it
//! cargo test --test suite veil::      one module
//! cargo test --test suite -- --list   the name of every test
//! ```

mod support;

mod batch;
mod certificates;
mod cli;
#[path = "../support/costly.rs"]
mod costly;
mod drawings;
mod examples;
mod explain;
mod export;
mod find;
#[path = "../fuzz/mod.rs"]
mod fuzz;
mod guide;
mod keep;
mod kinds;
mod layers;
mod lesson_problems;
mod mistakes;
mod origins;
mod outside;
mod passwords;
mod pieces;
#[path = "../support/pictures/mod.rs"]
mod places;
mod progress;
mod properties;
mod real;
mod reduced;
mod screens;
mod sealed;
mod soak;
mod ssh;
mod talk;
mod themes;
mod tls;
mod transcripts;
mod turns;
mod vectors;
mod veil;
mod walks;
mod words;
mod workshop;
mod wrong_answers;
#[path = "../support/year.rs"]
mod year;
