//! The cells as the list shows them.

use crate::app::pane::{Mark, mark};
use crate::learner::lens::Lens;
use crate::sheet::{Cell, State};
use crate::view::SafeText;

/// How much of a formula or a value is made into text for the list of cells.
const COLUMNS: usize = 160;

/// A cell as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRow {
    /// Its name.
    pub name: String,
    /// The formula, or the text that stands in the input.
    pub formula: String,
    /// Its value, or why there is none.
    pub value: String,
    /// Whether it has no value because something is wrong.
    pub wrong: bool,
    /// The word of the vetted crate.
    pub mark: Option<Mark>,
}

/// A cell's row.
pub fn row(cell: &Cell, lens: &Lens) -> CellRow {
    let (value, wrong) = match cell.state() {
        State::Ready(_) => (lens.cell(cell, COLUMNS).unwrap_or_default(), false),
        State::Problem(problem) => (problem.to_string(), true),
        State::Pending { done, of } => (format!("{done} of {of} …"), false),
        State::Dirty => (String::new(), false),
    };
    let formula = match (&cell.input, cell.given()) {
        (Some(_), Some(_)) => "input".to_owned(),
        _ => SafeText::line(&cell.line.expr.to_string()).cut(COLUMNS).to_string(),
    };
    CellRow { name: cell.name().to_owned(), formula, value, wrong, mark: mark(cell) }
}
