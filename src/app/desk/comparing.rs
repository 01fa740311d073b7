//! What a desk compares: the sheet as it is with the sheet as it was, in panes and in pictures.

use super::compare::Earlier;
use super::{Asking, Desk, walk};
use crate::app::list::{Choice, List};
use crate::app::outcome::Outcome;
use crate::learner::lens::{Drawn, Lens, frame};
use crate::run::Budget;
use crate::sheet::Sheet;
use crate::sheet::history;
use crate::sheet::spot::Spot;
use crate::view::picture::picture;

impl Desk {
    /// The sheet that a picture compares with: the one that one chose, else, for a picture of changes, the one before the
    /// last change since the page was opened.
    pub fn beside(&self) -> Option<&Sheet> {
        self.compare.before().or_else(|| self.shows_changes().then_some(self.last.1.as_ref())?)
    }

    /// Where pictures are drawn: the spot one stands on and the sheet, and the sheet that they compare with.
    pub fn drawn<'a>(&'a self, budget: &'a Budget) -> (&'a Spot, Lens<'a>, Option<&'a Sheet>) {
        match self.compare.turned() {
            Some((sheet, twin)) => (twin, Lens { sheet, ..self.lens(budget) }, Some(&self.sheet)),
            None => (self.walk.spot(), self.lens(budget), self.beside()),
        }
    }

    /// Whether pictures show the run before.
    pub fn is_turned(&self) -> bool {
        self.compare.turned().is_some()
    }

    /// Turns the pictures of a comparison to the run before, or back to the run as it is.
    pub fn turn_sides(&mut self) -> Outcome {
        if !self.veil.is_empty() {
            return Outcome::told("Answer the question on this page first: ⟨answer⟩.");
        }
        match self.compare.turn() {
            Some(true) => Outcome::told("Pictures show the run before; ⟨other-run⟩ shows the run as it is."),
            Some(false) => Outcome::told("Pictures show the run as it is; ⟨other-run⟩ shows the run before."),
            None => Outcome::Nothing,
        }
    }

    fn shows_changes(&self) -> bool {
        matches!(self.walk.drawn(), Drawn::Chosen(name) if picture(name).is_some_and(|picture| picture.changes))
    }

    /// Begins a page: what was changed before is no matter of its pictures.
    pub fn begin_page(&mut self) {
        self.last = (self.history.count(), None);
    }

    fn look_at_last(&mut self) {
        if self.quiet {
            self.begin_page();
        } else if self.shows_changes() && self.last.0 != self.history.count() {
            let before = self.history.run(0, &self.sheet, &*self.files, &frame());
            self.last = (self.history.count(), before.map(|(_, sheet)| sheet));
        }
    }

    /// Looks again at both sides of the place, where they are compared.
    pub fn look_at_sides(&mut self, budget: &Budget) {
        let lens = Lens { sheet: &self.sheet, veil: &self.veil, budget };
        self.compare.look(self.walk.spot(), &lens);
        self.look_at_last();
    }

    /// Opens the comparison with the sheet before the last edit; once more, a list of the earlier ones.
    pub fn compare_or_choose(&mut self) -> Outcome {
        if self.compare.sides().is_some() {
            let mut list: List<Earlier> = List::new(self.compare.list(&self.sheet, &self.history, &self.veil));
            list.choose(self.compare.ago().unwrap_or(0));
            self.asking = Asking::Earlier(list);
            return Outcome::Moved;
        }
        match self.compare.open(&self.sheet, &self.history, &*self.files, 0) {
            true => {
                self.compared_bit = match self.walk.focus {
                    walk::Focus::Bits { column } => {
                        self.walk.spot().address(&frame()).ok().map(|address| (address, column))
                    }
                    walk::Focus::Place | walk::Focus::Operands(_) | walk::Focus::Values(_) => None,
                };
                self.walk.focus = walk::Focus::Place;
                Outcome::Moved
            }
            false => Outcome::told(
                "Nothing was changed yet: ⟨flip⟩ flips a bit of an input, ⟨edit⟩ edits one; then ⟨compare⟩ compares.",
            ),
        }
    }

    /// Whether there is an earlier sheet to compare with.
    pub fn has_earlier(&self) -> bool {
        self.history.earlier(&history::inputs(&self.sheet)).next().is_some()
    }

    /// Closes the comparison. False where none was open.
    pub fn close_comparison(&mut self) -> bool {
        self.compare.close()
    }

    /// Goes to a typed address; what only the sheet before had is seen beside what there is.
    pub(super) fn go_typed(&mut self, typed: &str) -> Outcome {
        match self.go(|walk, lens| walk.go_typed(typed, lens)) {
            Outcome::Told(_) if self.compare.had(typed, &frame()) => {
                self.stand_at(typed, None);
                Outcome::Moved
            }
            outcome => outcome,
        }
    }

    /// Goes to the nearest value that is another than before, or that only one side has. The first press opens the
    /// comparison.
    pub fn seek_difference(&mut self, forward: bool) -> Outcome {
        if self.compare.sides().is_none() {
            match self.compare_or_choose() {
                Outcome::Moved => self.look_at_sides(&frame()),
                outcome => return outcome,
            }
        }
        let found = match self.compare.next(self.walk.spot(), &self.sheet, forward, &frame()) {
            Ok(Some(found)) => found,
            Ok(None) => return Outcome::told("Nothing differs: both sides are the same."),
            Err(error) => return error.into(),
        };
        let outcome = match self.go(|walk, lens| walk.go_to(&found.address, found.byte, lens)) {
            Outcome::Told(_) => self.go_typed(&found.address),
            outcome => outcome,
        };
        match outcome {
            Outcome::Moved if found.again => {
                let end = if forward { "first" } else { "last" };
                Outcome::Told(format!("No more in this direction: from the {end} difference again."))
            }
            outcome => outcome,
        }
    }
}
