//! Sheets: named cells, each an input or an expression over other cells.
//!
//! A [`Sheet`] is a spreadsheet for cryptography. [`expr`] reads its lines; [`Sheet::evaluate`] builds the run of every
//! cell in the order of their dependencies, and after an edit only of those downstream. What goes wrong in a cell stays
//! in that cell, as a [`Problem`] with its place, a sentence and a hint.

mod cell;
pub mod complete;
mod declare;
pub mod differences;
mod evaluate;
pub mod explain;
pub mod expr;
pub mod flip;
pub mod history;
pub mod inlined;
mod input;
mod opinion;
mod outcome;
mod problem;
mod random;
pub mod rewriting;
#[expect(clippy::module_inception, reason = "the file of the type that the module is named after")]
mod sheet;
pub mod spot;
mod texts;
pub mod writing;

pub use cell::{Cell, State};
pub use evaluate::{Files, NoFiles, known_word};
pub use input::Input;
pub use opinion::{Call, Mark};
pub use outcome::Outcome;
pub use problem::{Problem, ProblemKind};
pub use sheet::{MAX_CELLS, Sheet};
