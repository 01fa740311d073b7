//! What is typed into the inputs, or chosen; changes that are undone, done again, or made at random.

use super::asking::{Asking, Field, Purpose, TYPED};
use super::{Desk, KEPT};
use crate::app::outcome::Outcome;
use crate::app::text::{Edited, InputLine};
use crate::learner::lens::HIDDEN;
use crate::run::Type;
use crate::sheet::history::{Stood, changed, inputs};
use crate::sheet::{Cell, Input};

/// The longest seed that can be typed.
const SEED: usize = 64;

impl Desk {
    /// Opens one input for typing.
    pub fn edit_input(&mut self, name: &str) -> Outcome {
        let Some(cell) = self.sheet.cell(name) else { return Outcome::Nothing };
        let Some(input) = cell.input.clone() else { return Outcome::Nothing };
        if self.veil.hides_cell(name) {
            return Outcome::told(HIDDEN);
        }
        if self.kept {
            return Outcome::told(KEPT);
        }
        let was = cell.given().map(Input::write).unwrap_or_default();
        let max = usize::try_from(room(&input)).unwrap_or(usize::MAX);
        self.history.begin(inputs(&self.sheet));
        self.ask(Purpose::Input { cell: name.to_owned(), was: was.clone() }, InputLine::lines(was, max).offered());
        match input.choose.join(", ") {
            none if none.is_empty() => Outcome::Moved,
            choices => Outcome::Told(format!("One of {choices}; ⟨next-field⟩ completes.")),
        }
    }

    fn ask(&mut self, purpose: Purpose, line: InputLine) {
        self.asking = Asking::Field(Field { purpose, line, problem: None });
    }

    /// Asks for an address to go to.
    pub fn ask_address(&mut self) -> Outcome {
        self.ask(Purpose::Address, InputLine::line("", TYPED));
        Outcome::Moved
    }

    /// Opens the input after `after`, or the one that one stands on, or the one that is meant, or the first.
    pub fn edit_next(&mut self, after: Option<&str>) -> Outcome {
        let here = self.is_on_input().then(|| self.walk.spot().cell_name().to_owned());
        if let Some(here) = here.or_else(|| self.meant.clone()).filter(|_| after.is_none()) {
            return self.edit_input(&here);
        }
        let inputs = || self.inputs().map(Cell::name);
        let next = after.and_then(|after| inputs().skip_while(|name| *name != after).nth(1));
        match next.or_else(|| inputs().next()).map(str::to_owned) {
            Some(name) => self.edit_input(&name),
            None => Outcome::told("This lesson has no input to edit."),
        }
    }

    /// The line that is being typed, where one is.
    pub fn line(&mut self) -> Option<&mut InputLine> {
        match &mut self.asking {
            Asking::Field(field) => Some(&mut field.line),
            Asking::Nothing | Asking::Earlier(_) => None,
        }
    }

    /// Follows an edit of the line that is being typed.
    pub fn edited(&mut self, edited: Edited) -> Outcome {
        let Asking::Field(field) = &mut self.asking else { return Outcome::Nothing };
        if matches!(edited, Edited::Ignored | Edited::Moved) {
            return edited.into();
        }
        field.problem = None;
        match &field.purpose {
            Purpose::Seed { .. } => self.sow(),
            Purpose::Input { cell, .. } => {
                let typed = self.sheet.type_in(cell, field.line.text());
                field.problem = typed.err().map(|problem| problem.to_string());
                if field.problem.is_none() {
                    self.changed();
                }
            }
            Purpose::Address => {}
        }
        edited.into()
    }

    /// Follows a change of what stands in the inputs.
    pub(super) fn changed(&mut self) {
        self.compare.edited(&self.sheet, &self.history, &*self.files);
        self.refresh();
    }

    /// The text typed as a place to go to, where one is asked for.
    pub fn asked_place(&self) -> Option<&str> {
        self.asking.field().filter(|field| field.purpose == Purpose::Address).map(|field| field.line.text())
    }

    /// Says why the line that is typed cannot be taken.
    pub fn refuse(&mut self, why: String) -> Outcome {
        if let Asking::Field(field) = &mut self.asking {
            field.problem = Some(why);
        }
        Outcome::Moved
    }

    /// Takes what was typed.
    pub fn accept(&mut self) -> Outcome {
        let Asking::Field(field) = &mut self.asking else { return Outcome::Nothing };
        let text = field.line.text().trim().to_owned();
        let outcome = match field.purpose.clone() {
            Purpose::Input { .. } | Purpose::Seed { .. } if field.problem.is_some() => return Outcome::Moved,
            Purpose::Input { .. } => {
                self.history.end(&inputs(&self.sheet));
                Outcome::Moved
            }
            Purpose::Seed { cell, .. } => {
                self.history.end(&inputs(&self.sheet));
                Outcome::Told(format!("{cell} is random; with the seed {text} it is the same everywhere."))
            }
            Purpose::Address => match self.go_typed(&text) {
                Outcome::Told(why) => return self.refuse(why),
                outcome => outcome,
            },
        };
        self.asking = Asking::Nothing;
        outcome
    }

    /// Leaves things as they were before one began to type.
    pub fn cancel(&mut self) -> Outcome {
        let asking = std::mem::replace(&mut self.asking, Asking::Nothing);
        if let Asking::Field(Field { purpose: Purpose::Input { cell, was } | Purpose::Seed { cell, was }, .. }) = asking
        {
            // What stood there was valid when it was put there.
            let _ = self.sheet.type_in(&cell, &was);
            self.history.forget();
            self.changed();
        }
        Outcome::Moved
    }

    /// Completes one of the texts that an input may be; else keeps what was typed and goes on to the next input.
    pub fn next_field(&mut self) -> Outcome {
        let Asking::Field(Field { purpose: Purpose::Input { cell, .. }, line, problem }) = &mut self.asking else {
            return Outcome::Nothing;
        };
        let Some(why) = problem else {
            let cell = cell.clone();
            self.history.end(&inputs(&self.sheet));
            return self.edit_next(Some(&cell));
        };
        let typed = line.text().trim().to_lowercase();
        let input = self.sheet.cell(cell).and_then(|cell| cell.input.as_ref());
        let mut choices = input.into_iter().flat_map(|input| &input.choose);
        match choices.find(|choice| choice.to_lowercase().starts_with(&typed)) {
            Some(whole) => {
                *line = InputLine::lines(whole.clone(), TYPED);
                self.edited(Edited::Changed)
            }
            None => Outcome::Told(format!("{why}. ⟨cancel⟩ puts back what stood here.")),
        }
    }

    /// Puts back what stood in the inputs or in the sheet before the latest change, or does it again. The place stays.
    pub fn undo(&mut self, undo: bool) -> Outcome {
        let now = inputs(&self.sheet);
        let Some(Stood { inputs: wanted, lines }) = self.history.step(undo, &self.sheet) else {
            return Outcome::told(if undo { "No change is left to undo." } else { "No change was undone." });
        };
        let is_of_lines = lines.is_some();
        if let Some(lines) = lines {
            let new = lines.iter().find(|line| self.sheet.cell(&line.name).is_none()).map(|line| line.name.clone());
            self.put_lines(lines, None);
            // What was away is what one looks for.
            new.iter().for_each(|name| self.stand_at(name, None));
        }
        for (name, value) in &wanted {
            // It stood there before; an input that is gone by now is passed over.
            let _ = self.sheet.set(name, value.clone());
        }
        self.changed();
        let names = match is_of_lines {
            true => "The sheet".to_owned(),
            false => changed(&now, &wanted).join(", "),
        };
        Outcome::Told(if undo {
            format!("{names}: as before. ⟨redo⟩ does it again.")
        } else {
            format!("{names}: done again.")
        })
    }

    /// The input that a random value is for: the one that one stands on, else the first.
    fn to_be_random(&self) -> Option<String> {
        let inputs = || self.inputs().map(Cell::name);
        let here = inputs().find(|name| *name == self.walk.spot().cell_name());
        here.or_else(|| inputs().next()).map(str::to_owned)
    }

    /// Whether a seed is being typed.
    pub fn has_seed(&self) -> bool {
        self.asking.field().is_some_and(|field| matches!(field.purpose, Purpose::Seed { .. }))
    }

    /// Whether a random number from outside is wanted: for a seed that is open, or to open one.
    pub fn wants_random(&self) -> bool {
        match &self.asking {
            Asking::Nothing => !self.kept && self.to_be_random().is_some(),
            Asking::Field(_) => self.has_seed(),
            Asking::Earlier(_) => false,
        }
    }

    /// Takes a random number as a seed, which can be changed and shared.
    pub fn take_random(&mut self, number: u32) -> Outcome {
        let seed = format!("{:04x}-{:04x}", number >> 16, number & 0xffff);
        let seeded = self.has_seed();
        match &mut self.asking {
            Asking::Field(field) if seeded => field.line = InputLine::line(seed, SEED).offered(),
            Asking::Nothing => {
                let Some(cell) = self.to_be_random() else { return Outcome::Nothing };
                let was = self.sheet.cell(&cell).and_then(|cell| cell.given()).map(Input::write).unwrap_or_default();
                self.history.begin(inputs(&self.sheet));
                self.ask(Purpose::Seed { cell, was }, InputLine::line(seed, SEED).offered());
            }
            Asking::Field(_) | Asking::Earlier(_) => return Outcome::Nothing,
        }
        self.sow();
        Outcome::Moved
    }

    /// Puts the value of the seed into its input.
    fn sow(&mut self) {
        let Asking::Field(Field { purpose: Purpose::Seed { cell, .. }, line, problem }) = &mut self.asking else {
            return;
        };
        let Some(found) = self.sheet.cell(cell) else { return };
        let (Some(input), Some(now)) = (found.input.clone(), found.given().cloned()) else { return };
        let value = input.random(cell, &now, line.text());
        *problem = self.sheet.set(cell, value).err().map(|problem| problem.to_string());
        if problem.is_none() {
            self.changed();
        }
    }
}

/// How many bytes may be typed: bytes are typed as two digits each, numbers as they are written.
fn room(input: &Input) -> u64 {
    match input.kind() {
        Type::Text => input.max_length(),
        Type::Bytes => input.max_length().saturating_mul(3).max(64),
        Type::Int | Type::Bool | Type::List => TYPED as u64,
    }
}
