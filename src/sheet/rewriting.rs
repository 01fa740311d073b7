//! Changes of the lines of a sheet: a formula for a cell, cells that go, or become inputs.

use super::expr::{self, Expr, Fault, Kind, Line};
use super::writing::{self, free_name, is_input, renamed, word_for};
use super::{Cell, Files, MAX_CELLS, Problem, Sheet};
use crate::run::Budget;
use crate::run::address::Span;

/// The lines of a sheet with a formula in one of them.
pub struct Rewritten {
    /// The lines.
    pub lines: Vec<Line>,
    /// The name of the cell with the formula.
    pub name: String,
}

impl Sheet {
    /// The lines that its cells were read from.
    pub fn lines(&self) -> Vec<Line> {
        self.cells().iter().map(|cell| (*cell.line).clone()).collect()
    }

    /// Reads a formula for a cell, or for a new one, that may stand in this sheet.
    ///
    /// # Errors
    /// What is wrong with it, with its place in the text.
    pub fn read_formula(&self, of: Option<&str>, text: &str) -> Result<(Option<String>, Expr), Fault> {
        let (name, expr) = writing::read(text)?;
        let refuse = |span: Span, message: String, hint: &str| Err(Fault::new(span, message).hint(hint));
        if let Some(name) = name.as_deref().filter(|name| Some(*name) != of)
            && self.cell(name).is_some()
        {
            let start = text.len() - text.trim_start().len();
            let hint = "Take another name; ⟨formula⟩ on that cell changes it.";
            return refuse(Span::new(start, start + name.len()), format!("`{name}` exists already."), hint);
        }
        if let Some(own) = of.or(name.as_deref()) {
            let below = self.downstream(own);
            let circle = expr::names(&expr).into_iter().find(|(read, _)| *read == own || below.contains(read));
            if let Some((read, span)) = circle {
                let message = format!("`{own}` would read itself, through `{read}`.");
                return refuse(span, message, "Read another cell here.");
            }
        }
        if of.is_none() && self.cells().len() >= MAX_CELLS {
            let message = format!("A sheet has {MAX_CELLS} cells at most.");
            return refuse(Span::new(0, 0), message, "Remove one first.");
        }
        Ok((name, expr))
    }

    /// The problem with the value of a formula, as far as can be told within a budget.
    pub fn try_out(&self, name: Option<&str>, expr: &Expr, files: &dyn Files, budget: &Budget) -> Option<Problem> {
        if is_input(expr) {
            let name = name.unwrap_or("x").into();
            let line = Line { name, name_span: Span::new(0, 0), expr: expr.clone(), span: expr.span };
            return Sheet::new(vec![line]).cells().first()?.problem().cloned();
        }
        self.eval(expr, files, budget).err().filter(|problem| !problem.is_pending())
    }

    /// The lines with a formula in its cell, which may get another name; or in a new one that comes at a place.
    ///
    /// # Errors
    /// What makes it no line.
    pub fn with_formula(
        &self,
        of: Option<&str>,
        name: Option<String>,
        expr: &Expr,
        place: usize,
    ) -> Result<Rewritten, Fault> {
        let name = name.or(of.map(str::to_owned));
        let name = name.unwrap_or_else(|| free_name(word_for(expr), |name| self.cell(name).is_some()));
        let line = writing::line(&name, &expr.to_string())?;
        let mut lines = self.lines();
        match of.and_then(|of| lines.iter().position(|line| line.name == of)) {
            Some(place) => lines[place] = line,
            None => lines.insert(place.min(lines.len()), line),
        }
        if let Some(of) = of.filter(|of| *of != name) {
            lines = lines.into_iter().map(|line| renamed(line, of, &name)).collect();
        }
        Ok(Rewritten { lines, name })
    }

    /// That a cell is read by others, as a sentence; nothing where none reads it.
    pub fn reads(&self, name: &str) -> Option<String> {
        let reads = |cell: &&Cell| expr::names(&cell.line.expr).iter().any(|(read, _)| *read == name);
        let users: Vec<&str> = self.cells().iter().filter(reads).map(Cell::name).collect();
        let (first, rest) = users.split_first()?;
        let others = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        Some(format!("`{name}` is read by `{first}`{others}; change that first."))
    }
}

/// The line of a cell whose literal is an input.
///
/// # Errors
/// A sentence: why it can be none.
pub fn as_input(cell: &Cell) -> Result<Line, String> {
    if cell.input.is_some() {
        return Err(format!("`{}` is an input already; ⟨edit⟩ changes it.", cell.name()));
    }
    if !matches!(cell.line.expr.kind, Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_)) {
        return Err("Only a text, bytes, a number or a truth value can become an input.".into());
    }
    let made = writing::line(cell.name(), &format!("input({})", cell.line.expr));
    made.map_err(|_| "An input cannot hold this value.".into())
}
