//! What is typed on the bench: the formula bar, the name of a file, an input.

use super::words::{is_input, spelled, word_for};
use super::{Bench, Opened};
use crate::app::command::Context;
use crate::app::desk::walk::Did;
use crate::app::key::Key;
use crate::app::stage::bench::bar::{self, Bar, Purpose, Wrong};
use crate::app::stage::lesson::{Asking, Session};
use crate::app::text::{Edited, InputLine};
use crate::run::Budget;
use crate::run::address::Span;
use crate::sheet::expr::{self, Expr, Line};
use crate::sheet::{MAX_CELLS, Sheet};

impl Bench {
    pub(super) fn open_bar(&mut self, bar: Bar) -> Did {
        self.bar = Some(bar);
        self.look_at_bar();
        // Nothing typed is no mistake yet.
        if let Some(bar) = self.bar.as_mut().filter(|bar| bar.line.text().is_empty()) {
            bar.wrong = None;
        }
        Did::Moved
    }

    pub(super) fn open_formula(&mut self) -> Did {
        match self.cell() {
            Some(cell) => {
                let text = format!("{} = {}", cell.name(), spelled(cell));
                let of = cell.name().to_owned();
                self.open_bar(Bar::formula(Some(of), text))
            }
            None => self.open_bar(Bar::formula(None, String::new())),
        }
    }

    /// A key for what is typed.
    pub fn type_key(&mut self, key: Key) -> Did {
        self.type_into(|line| line.key(key), |session| session.type_key(key))
    }

    /// Another text in the place of what is typed.
    pub fn replace(&mut self, text: &str) -> Did {
        self.type_into(|line| line.replace(text), |session| session.replace(text))
    }

    /// A paste into what is typed.
    pub fn paste(&mut self, text: &str) -> Did {
        if self.context() == Context::Field {
            return self.type_into(|line| line.insert(text), |session| session.paste(text));
        }
        self.asked = false;
        Did::Told("Press ⟨add-cell⟩ for a new cell or ⟨edit⟩ to edit one, then paste.".into())
    }

    /// Types into the bar where it is open, else into what the session asks for.
    fn type_into(
        &mut self,
        bar: impl FnOnce(&mut InputLine) -> Edited,
        input: impl FnOnce(&mut Session) -> Did,
    ) -> Did {
        self.asked = false;
        match &mut self.bar {
            Some(open) => {
                let edited = bar(&mut open.line);
                self.after_edit(edited)
            }
            None => self.type_input(input),
        }
    }

    pub(super) fn type_input(&mut self, type_it: impl FnOnce(&mut Session) -> Did) -> Did {
        let did = type_it(&mut self.session);
        self.look();
        did
    }

    fn after_edit(&mut self, edited: Edited) -> Did {
        match edited {
            Edited::Ignored => Did::Nothing,
            Edited::Moved | Edited::Changed => {
                self.look_at_bar();
                Did::Moved
            }
            Edited::Full(left_out) => {
                self.look_at_bar();
                Did::Told(format!("There was no room for {left_out} bytes more; a long text belongs in a file."))
            }
        }
    }

    /// Says what is wrong with what is typed, and what may follow.
    fn look_at_bar(&mut self) {
        let Some(mut bar) = self.bar.take() else { return };
        bar.look(self.sheet());
        if let Purpose::Formula { of } = &bar.purpose {
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
        let (name, expr) = bar::read(text)?;
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
        let problem = self.sheet().eval(expr, self.session.files(), &Budget::frame()).err()?;
        (!problem.is_pending()).then(|| problem.into())
    }

    /// Takes what was typed.
    pub fn accept(&mut self) -> Did {
        self.asked = false;
        let Some(bar) = self.bar.clone() else {
            use crate::app::stage::lesson::Purpose::{Input, Seed};
            let input = matches!(self.session.asking(), Asking::Field { purpose: Input { .. } | Seed { .. }, .. });
            let did = self.session.accept();
            if input && matches!(self.session.asking(), Asking::Nothing) {
                self.changed();
            }
            let name = self.session.walk().spot().cell_name().to_owned();
            self.choose_name(&name);
            return did;
        };
        match bar.purpose {
            Purpose::Formula { of } => match self.read(of.as_deref(), bar.line.text()) {
                Ok((name, expr)) => self.take(of, name, &expr),
                Err(wrong) => self.refuse(wrong),
            },
            Purpose::Save { replace } => self.save(bar.line.text().trim(), replace.as_deref()),
        }
    }

    pub(super) fn refuse(&mut self, wrong: Wrong) -> Did {
        if let Some(bar) = &mut self.bar {
            bar.wrong = Some(wrong);
        }
        Did::Moved
    }

    /// Leaves things as they were.
    pub fn cancel(&mut self) -> Did {
        self.asked = false;
        match self.bar.take() {
            Some(_) => Did::Moved,
            None => {
                let did = self.session.cancel();
                self.look();
                did
            }
        }
    }

    /// Completes the word, or goes on to the next input.
    pub fn next_field(&mut self) -> Did {
        match &mut self.bar {
            Some(bar) => {
                let moved = bar.complete();
                self.look_at_bar();
                if moved { Did::Moved } else { Did::Nothing }
            }
            None => {
                let did = self.session.next_field();
                if did == Did::Moved {
                    self.changed();
                }
                did
            }
        }
    }
}

/// Reads an expression as the first cell.
///
/// # Errors
/// What is wrong with it.
pub fn first_cell(source: &str) -> Result<Opened, Wrong> {
    let (name, expr) = bar::read(source)?;
    let name = name.unwrap_or_else(|| word_for(&expr).to_owned());
    let line = bar::line(&name, &expr.to_string())?;
    Ok(Opened { cells: vec![line], ..Opened::default() })
}
