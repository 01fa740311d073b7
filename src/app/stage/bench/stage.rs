//! The bench as a stage: its keyboard is the formula bar's, the cells' or, inside a value, the desk's.

use super::Bench;
use super::bar::BarPurpose;
use super::rows::row;
use crate::app::context::Context;
use crate::app::desk::{Asking, Desk, Field, Purpose};
use crate::app::list::Choice;
use crate::app::outcome::Outcome;
use crate::app::stage::computing::{Computing, Half};
use crate::app::text::{Edited, InputLine};
use crate::learner::lens::frame;
use crate::run::{Budget, Target};

impl Computing for Bench {
    fn half(&self) -> Half<'_> {
        Half { desk: &self.desk, sight: &self.sight }
    }

    fn desk_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn context(&self) -> Context {
        match (&self.bar, self.desk.context()) {
            (Some(_), _) | (None, Context::Field) => Context::Field,
            (None, Context::Earlier) => Context::Earlier,
            (None, context) if self.inside => context,
            (None, _) => Context::Sheet,
        }
    }

    fn choice(&self) -> Option<&dyn Choice> {
        match self.context() {
            Context::Sheet => Some(&self.cells),
            _ if self.bar.is_some() => None,
            _ => self.desk.choice(),
        }
    }

    fn choose(&mut self, row: usize) -> bool {
        if self.context() != Context::Sheet {
            return self.desk.choice_mut().is_some_and(|list| list.choose(row));
        }
        let moved = self.cells.choose(row);
        if let Some(name) = self.cells.chosen().map(|row| row.name.clone()).filter(|_| moved) {
            self.desk.stand_at(&name, None);
        }
        moved
    }

    /// At all cells where the sheet is another.
    fn look(&mut self) {
        if self.looked != Some(self.desk.version()) {
            self.look_at_cells(&frame());
        }
        self.look_at_spot(&frame());
    }

    fn look_at_all(&mut self, goes_on: bool) {
        let budget = || if goes_on { Budget::none() } else { frame() };
        self.look_at_cells(&budget());
        self.look_at_spot(&budget());
    }

    fn line(&mut self) -> Option<&mut InputLine> {
        match &mut self.bar {
            Some(bar) => Some(&mut bar.line),
            None => self.desk.line(),
        }
    }

    fn edited(&mut self, edited: Edited) -> Outcome {
        if self.bar.is_none() {
            return self.desk.edited(edited);
        }
        if edited != Edited::Ignored {
            self.look_at_bar();
        }
        match edited {
            Edited::Full(left_out) => {
                Outcome::Told(format!("There was no room for {left_out} bytes more; a long text belongs in a file."))
            }
            edited => edited.into(),
        }
    }

    fn accept(&mut self) -> Outcome {
        let Some(bar) = self.bar.clone() else {
            let goes = matches!(self.desk.asking(), Asking::Field(Field { purpose: Purpose::Address, .. }));
            let outcome = self.desk.accept();
            self.inside |= goes && matches!(self.desk.asking(), Asking::Nothing);
            return outcome;
        };
        match bar.purpose {
            BarPurpose::Formula { of } => match self.sheet().read_formula(of.as_deref(), bar.line.text()) {
                Ok((name, expr)) => self.take(of, name, &expr),
                Err(fault) => self.refuse(fault.into()),
            },
            BarPurpose::Save { replace } => self.save(bar.line.text().trim(), replace.as_deref()),
        }
    }

    fn next_field(&mut self) -> Outcome {
        let Some(bar) = &mut self.bar else { return self.desk.next_field() };
        let moved = bar.complete();
        self.look_at_bar();
        Outcome::of(moved)
    }

    fn follow(&mut self, target: &Target) -> Outcome {
        self.inside = true;
        self.desk.follow(target)
    }

    fn cancel(&mut self) -> Outcome {
        match self.bar.take() {
            Some(_) => Outcome::Moved,
            None => self.desk.cancel(),
        }
    }

    fn asks_before_quit(&mut self) -> Option<String> {
        let under_way = self.is_being_saved();
        let ask = (under_way.is_some() || self.is_changed()) && !std::mem::replace(&mut self.warned, true);
        let says = |under_way: Option<String>| match under_way {
            Some(told) => format!("{told} Wait for it, or quit once more without it."),
            None => "The sheet is not saved. Press ⟨save⟩ on the sheet to save it, or quit once more.".to_owned(),
        };
        ask.then(|| says(under_way))
    }

    fn is_covered(&self) -> bool {
        self.inside && self.desk.is_covered()
    }
}

impl Bench {
    fn look_at_cells(&mut self, budget: &Budget) {
        let lens = self.desk.lens(budget);
        self.cells.replace(self.desk.sheet().cells().iter().map(|cell| row(cell, &lens)).collect());
        self.looked = Some(self.desk.version());
    }

    fn look_at_spot(&mut self, budget: &Budget) {
        let name = self.desk.walk().spot().cell_name();
        self.cells.choose_first(|row| row.name == name);
        self.sight.look(&mut self.desk, budget);
    }
}
