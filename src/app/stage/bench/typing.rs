//! What is typed on the bench: the formula bar, the name of a file, an input.

use super::{Bench, Opened};
use crate::app::lens::frame;
use crate::app::outcome::Outcome;
use crate::app::stage::bench::bar::{Bar, BarPurpose, Wrong};
use crate::app::text::{Edited, InputLine};
use crate::lesson::saving::declaration;
use crate::run::address::Span;
use crate::sheet::expr::{self, Expr, Line};
use crate::sheet::writing::{self, is_input, literal, word_for};
use crate::sheet::{Cell, MAX_CELLS, Sheet};

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

    /// Edits the line that is being typed, where one is, and follows it.
    pub fn typed(&mut self, edit: impl FnOnce(&mut InputLine) -> Edited) -> Outcome {
        match &mut self.bar {
            Some(bar) => {
                let edited = edit(&mut bar.line);
                self.after_edit(edited)
            }
            None => self.desk.typed(edit),
        }
    }

    fn after_edit(&mut self, edited: Edited) -> Outcome {
        match edited {
            Edited::Ignored => Outcome::Nothing,
            Edited::Moved | Edited::Changed => {
                self.look_at_bar();
                Outcome::Moved
            }
            Edited::Full(left_out) => {
                self.look_at_bar();
                Outcome::Told(format!("There was no room for {left_out} bytes more; a long text belongs in a file."))
            }
        }
    }

    /// Says what is wrong with what is typed, and what may follow.
    fn look_at_bar(&mut self) {
        let Some(mut bar) = self.bar.take() else { return };
        bar.look(self.sheet());
        if let BarPurpose::Formula { of } = &bar.purpose {
            bar.wrong = self
                .read(of.as_deref(), bar.line.text())
                .and_then(|(name, expr)| self.try_out(name.as_deref(), &expr).map_or(Ok(()), Err))
                .err();
        } else {
            bar.wrong = None;
        }
        self.bar = Some(bar);
    }

    /// Reads a formula for a cell, or for a new one, and looks whether it may stand in the sheet.
    fn read(&self, of: Option<&str>, text: &str) -> Result<(Option<String>, Expr), Wrong> {
        let (name, expr) = writing::read(text)?;
        let refuse = |span: Span, message: String, hint: &str| {
            Err(Wrong { span: Some(span), message, hint: Some(hint.to_owned()), refused: true })
        };
        if let Some(name) = name.as_deref().filter(|name| Some(*name) != of)
            && self.sheet().cell(name).is_some()
        {
            let start = text.len() - text.trim_start().len();
            let span = Span::new(start, start + name.len());
            return refuse(
                span,
                format!("`{name}` exists already."),
                "Take another name; ⟨formula⟩ on that cell changes it.",
            );
        }
        let own = of.or(name.as_deref());
        if let Some(own) = own {
            let below = self.sheet().downstream(own);
            let circle = expr::names(&expr).into_iter().find(|(read, _)| *read == own || below.contains(read));
            if let Some((read, span)) = circle {
                return refuse(
                    span,
                    format!("`{own}` would read itself, through `{read}`."),
                    "Read another cell here.",
                );
            }
        }
        if of.is_none() && self.sheet().cells().len() >= MAX_CELLS {
            return refuse(Span::new(0, 0), format!("A sheet has {MAX_CELLS} cells at most."), "Remove one first.");
        }
        Ok((name, expr))
    }

    /// What is wrong with the value of an expression, as far as can be told within a frame.
    fn try_out(&self, name: Option<&str>, expr: &Expr) -> Option<Wrong> {
        if is_input(expr) {
            let line = Line {
                name: name.unwrap_or("x").into(),
                name_span: Span::new(0, 0),
                expr: expr.clone(),
                span: expr.span,
            };
            return Sheet::new(vec![line]).cells().first()?.problem().cloned().map(Wrong::from);
        }
        let problem = self.sheet().eval(expr, self.desk.files(), &frame()).err()?;
        (!problem.is_pending()).then(|| problem.into())
    }

    /// Takes what was typed.
    pub fn accept(&mut self) -> Outcome {
        let Some(bar) = self.bar.clone() else { return self.desk.accept() };
        match bar.purpose {
            BarPurpose::Formula { of } => match self.read(of.as_deref(), bar.line.text()) {
                Ok((name, expr)) => self.take(of, name, &expr),
                Err(wrong) => self.refuse(wrong),
            },
            BarPurpose::Save { replace } => self.save(bar.line.text().trim(), replace.as_deref()),
        }
    }

    pub(super) fn refuse(&mut self, wrong: Wrong) -> Outcome {
        if let Some(bar) = &mut self.bar {
            bar.wrong = Some(wrong);
        }
        Outcome::Moved
    }

    /// Leaves things as they were.
    pub fn cancel(&mut self) -> Outcome {
        match self.bar.take() {
            Some(_) => Outcome::Moved,
            None => self.desk.cancel(),
        }
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
