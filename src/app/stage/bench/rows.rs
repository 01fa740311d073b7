//! The cells as the list shows them.

use super::Bench;
use super::words::short;
use crate::app::stage::lesson::{self, Mark};
use crate::run::Value;
use crate::sheet::{Cell, State};

/// How much of a formula or a value is made into text for the list of cells.
pub(super) const COLUMNS: usize = 160;

/// A cell as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What it is: its formula, or what stands in the input.
    pub formula: String,
    /// Its value, or why there is none.
    pub value: String,
    /// Whether it has no value because something is wrong.
    pub wrong: bool,
    /// What the vetted crate says.
    pub mark: Option<Mark>,
}

impl Bench {
    /// Looks again at all cells.
    pub(super) fn look(&mut self) {
        self.rows = self.sheet().cells().iter().map(|cell| self.row(cell)).collect();
    }

    fn row(&self, cell: &Cell) -> Row {
        let show = |value: &Value| lesson::line(value, COLUMNS);
        let (value, wrong) = match cell.state() {
            State::Ready(outcome) => (show(&outcome.value), false),
            State::Problem(problem) => (problem.to_string(), true),
            State::Pending { done, of } => (format!("{done} of {of} …"), false),
            State::Dirty => (String::new(), false),
        };
        let formula = match (&cell.input, cell.given()) {
            (Some(_), Some(_)) => "input".to_owned(),
            _ => short(&cell.line.expr),
        };
        let mark = self.sheet().agreement(cell.name()).and_then(Result::ok).and_then(lesson::mark);
        Row { name: cell.name().to_owned(), formula, value, wrong, mark }
    }
}
