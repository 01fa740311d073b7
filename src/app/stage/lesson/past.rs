//! Changes of the inputs that are undone, done again, or made at random.

use crate::app::desk::history::{Inputs, changed, inputs};
use crate::app::desk::walk::Did;
use crate::app::stage::lesson::Session;
use crate::app::stage::lesson::typing::{Asking, Purpose};
use crate::app::text::InputLine;
use crate::sheet::Input;

/// The longest seed that can be typed.
const SEED: usize = 64;

impl Session {
    /// Puts back what stood in the inputs before the latest change, or does it again. The place stays.
    pub(super) fn undo(&mut self, undo: bool) -> Did {
        let now = inputs(&self.sheet);
        let Some(wanted) = self.history.step(undo, now.clone()) else {
            let told = if undo { "No change of an input is left to undo." } else { "No change was undone." };
            return Did::Told(told.into());
        };
        let before = self.sheet.clone();
        self.restore(&wanted);
        self.compare.keep(&before);
        // A tamper whose change is gone is no longer there to be taken back.
        self.before.retain(|_, before| !changed(&inputs(before), &wanted).is_empty());
        let names = changed(&now, &wanted).join(", ");
        Did::Told(if undo {
            format!("{names}: as before. ⟨redo⟩ does it again.")
        } else {
            format!("{names}: done again.")
        })
    }

    fn restore(&mut self, wanted: &Inputs) {
        for (name, value) in wanted {
            // It stood there before; an input that is gone by now is passed over.
            let _ = self.sheet.set(name, value.clone());
        }
        self.refresh();
    }

    /// The input that a random value is for: the one that one stands on, else the first.
    fn to_be_random(&self) -> Option<String> {
        let here = self.walk.spot().cell_name();
        let mut inputs = self.sheet.inputs().map(|cell| cell.name());
        let first = self.sheet.inputs().next().map(|cell| cell.name());
        inputs.find(|name| *name == here).or(first).map(str::to_owned)
    }

    /// Whether a random number from outside is wanted: for a seed that is open, or to open one.
    pub fn wants_random(&self) -> bool {
        match &self.asking {
            Asking::Nothing => self.to_be_random().is_some(),
            Asking::Field { purpose: Purpose::Seed { .. }, .. } => true,
            Asking::Field { .. } | Asking::Choice { .. } | Asking::Earlier { .. } => false,
        }
    }

    /// Takes a random number as a seed, which can be changed and shared.
    pub fn take_random(&mut self, number: u32) -> Did {
        let seed = format!("{:04x}-{:04x}", number >> 16, number & 0xffff);
        let opened = matches!(&self.asking, Asking::Field { purpose: Purpose::Seed { .. }, .. });
        if opened && let Asking::Field { line, .. } = &mut self.asking {
            *line = InputLine::line(seed, SEED);
        } else if let (Asking::Nothing, Some(cell)) = (&self.asking, self.to_be_random()) {
            let was = self.sheet.cell(&cell).and_then(|cell| cell.given()).map(Input::write).unwrap_or_default();
            self.compare.begin(&self.sheet);
            self.history.begin(inputs(&self.sheet));
            self.ask_line(Purpose::Seed { cell, was }, InputLine::line(seed, SEED));
        }
        self.sow();
        Did::Moved
    }

    /// Puts the value of the seed into its input.
    pub(super) fn sow(&mut self) {
        let Asking::Field { purpose: Purpose::Seed { cell, .. }, line, problem } = &mut self.asking else { return };
        let Some(found) = self.sheet.cell(cell) else { return };
        let (Some(input), Some(now)) = (found.input.clone(), found.given().cloned()) else { return };
        let value = input.random(cell, &now, line.text());
        *problem = self.sheet.set(cell, value).err().map(|problem| problem.to_string());
        if problem.is_none() {
            self.compare.typed();
        }
        self.refresh();
    }
}
