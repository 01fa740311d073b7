//! What several tests share.

pub mod call;
pub mod course;
pub mod dice;
#[path = "../../support/program.rs"]
pub mod program;
pub mod search;
pub mod typed;
