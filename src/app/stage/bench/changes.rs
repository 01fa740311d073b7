//! What changes the sheet: a formula for a cell, cells that go, move or become inputs.

use super::Bench;
use crate::app::list::Choice;
use crate::app::outcome::Outcome;
use crate::app::stage::bench::bar::Wrong;
use crate::sheet::Cell;
use crate::sheet::expr::{self, Expr, Kind, Line};
use crate::sheet::writing::{self, free_name, renamed, word_for};

impl Bench {
    /// Puts a formula into its cell, or into a new one below the chosen one.
    pub(super) fn take(&mut self, of: Option<String>, name: Option<String>, expr: &Expr) -> Outcome {
        let mut lines = self.lines();
        let name = match (name, &of) {
            (Some(name), _) => name,
            (None, Some(of)) => of.clone(),
            (None, None) => free_name(word_for(expr), |name| self.sheet().cell(name).is_some()),
        };
        let line = match writing::line(&name, &expr.to_string()) {
            Ok(line) => line,
            Err(fault) => return self.refuse(Wrong { span: None, ..fault.into() }),
        };
        match of.as_deref().and_then(|of| lines.iter().position(|line| line.name == of)) {
            Some(place) => lines[place] = line,
            None => {
                let place = (self.cells.place() + 1).min(lines.len());
                lines.insert(place, line);
            }
        }
        if let Some(of) = of.as_deref().filter(|of| *of != name) {
            lines = lines.into_iter().map(|line| renamed(line, of, &name)).collect();
        }
        self.bar = None;
        let renamed = of.as_deref().filter(|of| *of != name).map(|of| (of, name.as_str()));
        self.desk.rewrite(lines, renamed);
        if self.desk.walk().spot().cell_name() != name {
            self.desk.stand_at(&name, None);
        }
        Outcome::Moved
    }

    fn lines(&self) -> Vec<Line> {
        self.sheet().cells().iter().map(|cell| (*cell.line).clone()).collect()
    }

    /// Removes the chosen cell, unless others read it.
    pub fn remove(&mut self) -> Outcome {
        let Some(name) = self.cell().map(|cell| cell.name().to_owned()) else {
            return Outcome::told("There is no cell to remove.");
        };
        let reads = |cell: &&Cell| expr::names(&cell.line.expr).iter().any(|(read, _)| *read == name);
        let users: Vec<&str> = self.sheet().cells().iter().filter(reads).map(Cell::name).collect();
        if let [first, rest @ ..] = users.as_slice() {
            let others = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            return Outcome::Told(format!("`{name}` is read by `{first}`{others}; change that first."));
        }
        let (mut lines, place) = (self.lines(), self.cells.place());
        lines.remove(place);
        let next = lines.get(place).or(lines.last()).map(|line| line.name.clone());
        self.desk.rewrite(lines, None);
        next.iter().for_each(|next| self.desk.stand_at(next, None));
        Outcome::Told(format!("`{name}` is removed."))
    }

    /// Moves the chosen cell so many rows down.
    pub fn shift(&mut self, rows: isize) -> Outcome {
        let (mut lines, place) = (self.lines(), self.cells.place());
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
        if cell.input.is_some() {
            return Outcome::Told(format!("`{}` is an input already; ⟨edit⟩ changes it.", cell.name()));
        }
        let constant = |expr: &Expr| matches!(expr.kind, Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_));
        if !constant(&cell.line.expr) {
            return Outcome::told("Only a text, bytes, a number or a truth value can become an input.");
        }
        let made = writing::line(cell.name(), &format!("input({})", cell.line.expr));
        let Ok(line) = made else { return Outcome::told("An input cannot hold this value.") };
        let mut lines = self.lines();
        lines[self.cells.place()] = line;
        self.desk.rewrite(lines, None);
        Outcome::Moved
    }
}
