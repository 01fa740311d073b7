//! What is typed on the bench: the formula bar, the name of a file, an input.

use super::{Bench, Opened};
use crate::app::outcome::Outcome;
use crate::app::stage::bench::bar::{Bar, BarPurpose, Wrong};
use crate::learner::lens::frame;
use crate::lesson::saving::spelled;
use crate::sheet::writing::{self, word_for};

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
        let chosen = self.cell().map(|cell| (cell.name().to_owned(), format!("{} = {}", cell.name(), spelled(cell))));
        let (of, text) = chosen.unzip();
        self.open_bar(Bar::formula(of, text.unwrap_or_default()))
    }

    /// Says what is wrong with what is typed, and what may follow.
    pub(super) fn look_at_bar(&mut self) {
        let (Some(bar), sheet) = (&mut self.bar, self.desk.sheet()) else { return };
        bar.look(sheet);
        bar.wrong = match &bar.purpose {
            BarPurpose::Save { .. } => None,
            BarPurpose::Formula { of } => match sheet.read_formula(of.as_deref(), bar.line.text()) {
                Ok((name, expr)) => sheet.try_out(name.as_deref(), &expr, self.desk.files(), &frame()).map(Wrong::from),
                Err(fault) => Some(fault.into()),
            },
        };
    }

    pub(super) fn refuse(&mut self, wrong: Wrong) -> Outcome {
        if let Some(bar) = &mut self.bar {
            bar.wrong = Some(wrong);
        }
        Outcome::Moved
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
