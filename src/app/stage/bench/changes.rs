//! What changes the sheet: a formula for a cell, cells that go, move or become inputs.

use super::Bench;
use super::words::{renamed, word_for};
use crate::app::desk::walk::Did;
use crate::app::stage::bench::bar::{self, Wrong};
use crate::app::stage::bench::file::free_name;
use crate::sheet::Cell;
use crate::sheet::expr::{self, Expr, Kind, Line};

impl Bench {
    /// Puts a formula into its cell, or into a new one below the chosen one.
    pub(super) fn take(&mut self, of: Option<String>, name: Option<String>, expr: &Expr) -> Did {
        let mut lines = self.lines();
        let name = match (name, &of) {
            (Some(name), _) => name,
            (None, Some(of)) => of.clone(),
            (None, None) => free_name(word_for(expr), |name| self.sheet().cell(name).is_some()),
        };
        let line = match bar::line(&name, &expr.to_string()) {
            Ok(line) => line,
            Err(fault) => return self.refuse(Wrong { span: None, ..fault.into() }),
        };
        match of.as_deref().and_then(|of| lines.iter().position(|line| line.name == of)) {
            Some(place) => lines[place] = line,
            None => {
                let place = (self.chosen + 1).min(lines.len());
                lines.insert(place, line);
            }
        }
        if let Some(of) = of.as_deref().filter(|of| *of != name) {
            lines = lines.into_iter().map(|line| renamed(line, of, &name)).collect();
        }
        self.bar = None;
        let renamed = of.as_deref().filter(|of| *of != name).map(|of| (of, name.as_str()));
        self.rewrite(lines, renamed);
        self.choose_name(&name);
        if self.session.walk().spot().cell_name() != name {
            self.session.stand_at(&name, None);
        }
        Did::Moved
    }

    fn lines(&self) -> Vec<Line> {
        self.sheet().cells().iter().map(|cell| (*cell.line).clone()).collect()
    }

    fn rewrite(&mut self, lines: Vec<Line>, renamed: Option<(&str, &str)>) {
        self.session.rewrite(lines, renamed);
        self.changed();
    }

    pub(super) fn changed(&mut self) {
        self.version += 1;
        self.look();
    }

    pub(super) fn remove(&mut self) -> Did {
        let Some(name) = self.cell().map(|cell| cell.name().to_owned()) else {
            return Did::Told("There is no cell to remove.".into());
        };
        let reads = |cell: &&Cell| expr::names(&cell.line.expr).iter().any(|(read, _)| *read == name);
        let users: Vec<&str> = self.sheet().cells().iter().filter(reads).map(Cell::name).collect();
        if let [first, rest @ ..] = users.as_slice() {
            let others = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            return Did::Told(format!("`{name}` is read by `{first}`{others}; change that first."));
        }
        let mut lines = self.lines();
        lines.remove(self.chosen);
        self.chosen = self.chosen.min(lines.len().saturating_sub(1));
        self.rewrite(lines, None);
        let now = self.cell().map(|cell| cell.name().to_owned());
        now.iter().for_each(|now| self.session.stand_at(now, None));
        Did::Told(format!("`{name}` is removed."))
    }

    pub(super) fn shift(&mut self, to: Option<usize>) -> Did {
        let mut lines = self.lines();
        let Some(to) = to.filter(|to| *to < lines.len()) else { return Did::Nothing };
        lines.swap(self.chosen, to);
        self.chosen = to;
        self.rewrite(lines, None);
        Did::Moved
    }

    pub(super) fn make_input(&mut self) -> Did {
        let Some(cell) = self.cell() else {
            return Did::Told("There is no cell yet; ⟨add-cell⟩ makes one.".into());
        };
        if cell.input.is_some() {
            return Did::Told(format!("`{}` is an input already; ⟨edit⟩ changes it.", cell.name()));
        }
        let constant = |expr: &Expr| matches!(expr.kind, Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_));
        if !constant(&cell.line.expr) {
            return Did::Told("Only a text, bytes, a number or a truth value can become an input.".into());
        }
        let made = bar::line(cell.name(), &format!("input({})", cell.line.expr));
        let Ok(line) = made else { return Did::Told("An input cannot hold this value.".into()) };
        let mut lines = self.lines();
        lines[self.chosen] = line;
        self.rewrite(lines, None);
        Did::Moved
    }
}
