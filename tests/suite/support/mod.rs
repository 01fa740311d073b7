//! What several tests share.

pub mod call;
#[path = "../../support/program.rs"]
pub mod program;
pub mod search;
