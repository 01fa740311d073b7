//! What is typed on the bench: the formula bar, the name of a file, an input.

use super::{Bench, Opened};
use crate::app::outcome::Outcome;
use crate::app::stage::bench::bar::{Bar, BarPurpose, Wrong};
use crate::learner::lens::frame;
use crate::lesson::saving::declaration;
use crate::sheet::Cell;
use crate::sheet::writing::{self, literal, word_for};

impl Bench {
    /// Opens the bar.
    pub fn open_bar(&mut self, bar: Bar) -> Outcome {
        self.bar = Some(bar);
        self.look_at_bar();
        // Nothing typed is no mistake yet.
        if let Some(bar) = self.bar.as_mut().filter(|bar| bar.line.text().is_empty()) {
            bar.wrong = None;
        }
        Outcome::Moved
    }

    /// Opens the formula of the chosen cell.
    pub fn open_formula(&mut self) -> Outcome {
        match self.cell() {
            Some(cell) => {
                let text = format!("{} = {}", cell.name(), spelled(cell));
                let of = cell.name().to_owned();
                self.open_bar(Bar::formula(Some(of), text))
            }
            None => self.open_bar(Bar::formula(None, String::new())),
        }
    }

    /// Says what is wrong with what is typed, and what may follow.
    pub(super) fn look_at_bar(&mut self) {
        let Some(mut bar) = self.bar.take() else { return };
        bar.look(self.sheet());
        if let BarPurpose::Formula { of } = &bar.purpose {
            bar.wrong = match self.sheet().read_formula(of.as_deref(), bar.line.text()) {
                Ok((name, expr)) => {
                    let tried = self.sheet().try_out(name.as_deref(), &expr, self.desk.files(), &frame());
                    tried.map(Wrong::from)
                }
                Err(fault) => Some(fault.into()),
            };
        } else {
            bar.wrong = None;
        }
        self.bar = Some(bar);
    }

    pub(super) fn refuse(&mut self, wrong: Wrong) -> Outcome {
        if let Some(bar) = &mut self.bar {
            bar.wrong = Some(wrong);
        }
        Outcome::Moved
    }

    /// Completes the word, or goes on to the next input.
    pub fn next_field(&mut self) -> Outcome {
        match &mut self.bar {
            Some(bar) => {
                let moved = bar.complete();
                self.look_at_bar();
                Outcome::of(moved)
            }
            None => self.desk.next_field(),
        }
    }
}

/// The formula of a cell, an input with what stands in it now.
fn spelled(cell: &Cell) -> String {
    match (&cell.input, cell.given()) {
        (Some(input), Some(value)) if literal(value).is_some() => declaration(input, value),
        _ => cell.line.expr.to_string(),
    }
}

/// Reads an expression as the first cell.
///
/// # Errors
/// What is wrong with it.
pub fn first_cell(source: &str) -> Result<Opened, Wrong> {
    let (name, expr) = writing::read(source)?;
    let name = name.unwrap_or_else(|| word_for(&expr).to_owned());
    let line = writing::line(&name, &expr.to_string())?;
    Ok(Opened { cells: vec![line], ..Opened::default() })
}
