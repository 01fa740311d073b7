//! What changes the sheet: a formula for a cell, cells that go, move or become inputs.

use super::Bench;
use crate::app::list::Choice;
use crate::app::outcome::Outcome;
use crate::app::stage::bench::bar::Wrong;
use crate::sheet::expr::Expr;
use crate::sheet::rewriting::{Rewritten, as_input};

impl Bench {
    /// Puts a formula into its cell, or into a new one below the chosen one.
    pub(super) fn take(&mut self, of: Option<String>, name: Option<String>, expr: &Expr) -> Outcome {
        let made = self.sheet().with_formula(of.as_deref(), name, expr, self.cells.place() + 1);
        let Rewritten { lines, name } = match made {
            Ok(made) => made,
            Err(fault) => return self.refuse(Wrong { span: None, ..fault.into() }),
        };
        self.bar = None;
        let renamed = of.as_deref().filter(|of| *of != name).map(|of| (of, name.as_str()));
        self.desk.rewrite(lines, renamed);
        if self.desk.walk().spot().cell_name() != name {
            self.desk.stand_at(&name, None);
        }
        Outcome::Moved
    }

    /// Removes the chosen cell, unless others read it.
    pub fn remove(&mut self) -> Outcome {
        let Some(name) = self.cell().map(|cell| cell.name().to_owned()) else {
            return Outcome::told("There is no cell to remove.");
        };
        if let Some(why) = self.sheet().reads(&name) {
            return Outcome::Told(why);
        }
        let (mut lines, place) = (self.sheet().lines(), self.cells.place());
        lines.remove(place);
        let next = lines.get(place).or(lines.last()).map(|line| line.name.clone());
        self.desk.rewrite(lines, None);
        next.iter().for_each(|next| self.desk.stand_at(next, None));
        Outcome::Told(format!("`{name}` is removed."))
    }

    /// Moves the chosen cell so many rows down.
    pub fn shift(&mut self, rows: isize) -> Outcome {
        let (mut lines, place) = (self.sheet().lines(), self.cells.place());
        let to = place.checked_add_signed(rows).filter(|to| *to < lines.len());
        let Some(to) = to else { return Outcome::Nothing };
        lines.swap(place, to);
        self.desk.rewrite(lines, None);
        Outcome::Moved
    }

    /// Makes the literal of the chosen cell an input.
    pub fn make_input(&mut self) -> Outcome {
        let Some(cell) = self.cell() else {
            return Outcome::told("There is no cell yet; ⟨add-cell⟩ makes one.");
        };
        let line = match as_input(cell) {
            Ok(line) => line,
            Err(why) => return Outcome::Told(why),
        };
        let mut lines = self.sheet().lines();
        lines[self.cells.place()] = line;
        self.desk.rewrite(lines, None);
        Outcome::Moved
    }
}
