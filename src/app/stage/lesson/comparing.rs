//! Flipping a bit, and comparing with how it was before.

use crate::app::command::Command;
use crate::app::desk::compare::flip::{self, OpenBits};
use crate::app::desk::history::inputs;
use crate::app::desk::walk::{Did, Focus};
use crate::app::stage::lesson::{Asking, Session};
use crate::run::{Budget, Value};

impl Session {
    /// Puts a value into an input; the sheet as it was can be compared with.
    fn put(&mut self, cell: &str, value: Value) -> Result<(), String> {
        let before = self.sheet.clone();
        self.sheet.set(cell, value).map_err(|problem| problem.to_string())?;
        self.compare.keep(&before);
        self.history.begin(inputs(&before));
        self.history.end(&inputs(&self.sheet));
        self.refresh();
        Ok(())
    }

    /// Turns over the bit of an input that one stands on, or that leads here; one stays where one is.
    pub(super) fn flip(&mut self) -> Did {
        let budget = Budget::frame();
        let at = flip::At {
            spot: self.walk.spot(),
            bit: self.walk.chosen_bit(&budget),
            sheet: &self.sheet,
            files: &*self.files,
        };
        let focus = self.walk.focus.clone();
        let told = at.flip(&budget).and_then(|flip| self.put(&flip.cell, flip.value).map(|()| flip.says));
        if let Focus::Bits { .. } = focus {
            self.walk.focus = focus;
        }
        Did::Told(told.unwrap_or_else(|why| why))
    }

    /// The byte or the integer that is open down to its bits, where one between segments is.
    pub fn open_bits(&self) -> Option<OpenBits> {
        let budget = Budget::frame();
        OpenBits::of(self.walk.spot(), self.walk.chosen_bit(&budget)?, &self.sheet, &budget)
    }

    /// Opens the comparison with the sheet before the last edit; once more, a list of the earlier ones.
    pub(super) fn compare_or_choose(&mut self) -> Did {
        if self.compare.sides().is_some() {
            let (list, chosen) = (self.compare.list(&self.sheet, &self.veil), self.compare.ago().unwrap_or(0));
            self.asking = Asking::Earlier { list, chosen };
            return Did::Moved;
        }
        match self.compare.open(None) {
            true => Did::Moved,
            false => Did::Told(
                "Nothing was changed yet: ⟨flip⟩ flips a bit of an input, ⟨edit⟩ edits one; then ⟨compare⟩ compares."
                    .into(),
            ),
        }
    }

    pub(super) fn in_earlier(&mut self, command: Command) -> Did {
        let Asking::Earlier { list, chosen } = &mut self.asking else { return Did::Nothing };
        if let Some(to) = command.choice(*chosen, list.len()) {
            return if std::mem::replace(chosen, to) == to { Did::Nothing } else { Did::Moved };
        }
        match command {
            Command::Open => {
                let chosen = *chosen;
                self.asking = Asking::Nothing;
                self.compare.open(Some(chosen));
                self.look_at_place();
                Did::Moved
            }
            Command::Out => {
                self.asking = Asking::Nothing;
                Did::Moved
            }
            _ => Did::Nothing,
        }
    }

    /// Goes to an address of either side; what only the sheet before had is seen beside what there is.
    pub(super) fn go_to_either(&mut self, address: &str, byte: u64) -> Did {
        let budget = Budget::frame();
        match self.walk.go_to(address, byte, &self.sheet, &budget) {
            Did::Told(_) if self.compare.had(address, &budget) => {
                self.walk.go_or_wait(address, &self.sheet, &budget);
                Did::Moved
            }
            did => did,
        }
    }

    /// Goes to the nearest value that is another than before, or that only one side has. The first press opens the comparison.
    pub(super) fn seek_difference(&mut self, forward: bool) -> Did {
        if self.compare.sides().is_none() {
            match self.compare_or_choose() {
                Did::Moved => self.look_at_place(),
                did => return did,
            }
        }
        let budget = Budget::frame();
        let did = match self.compare.next(self.walk.spot(), &self.sheet, forward, &budget) {
            Ok(Some(found)) => match self.go_to_either(&found.address, found.byte) {
                Did::Moved if found.again => {
                    let end = if forward { "first" } else { "last" };
                    Did::Told(format!("No more in this direction: from the {end} difference again."))
                }
                did => did,
            },
            Ok(None) => Did::Told("Nothing differs: both sides are the same.".into()),
            Err(error) if error.is_pending() => Did::Pending,
            Err(error) => Did::Told(error.to_string()),
        };
        self.look_at_place();
        did
    }
}
