//! The whole way of a value as a tree that one walks in.

use crate::app::list::{Choice, List};
use crate::app::outcome::Outcome;
use crate::learner::lens::{Below, Leaf, Lens, SeenWay};
use crate::run::Target;
use crate::sheet::spot::Spot;

/// The tree of one value.
pub struct PathView {
    way: SeenWay,
    /// The rows of it that are seen.
    pub list: List<Leaf>,
    /// Whether one comes back to it and it is as one left it.
    pub is_as_left: bool,
}

impl PathView {
    /// The way of the value one stands on, open as far as a byte of an input.
    ///
    /// # Errors
    /// A sentence: the value is hidden, or has no way at present.
    pub fn of(spot: &Spot, lens: &Lens) -> Result<PathView, String> {
        let way = SeenWay::of(spot, lens)?;
        let list = List::new(way.rows(lens));
        if list.len() == 1 {
            return Err("It comes from nothing else: it is given.".into());
        }
        Ok(PathView { way, list, is_as_left: false })
    }

    /// Where the chosen row leads.
    pub fn target(&self) -> Option<&Target> {
        self.list.chosen()?.target.as_ref()
    }

    /// Chooses the first row that leads to a value, unless the chosen one does.
    pub fn choose_target(&mut self, target: &Target) {
        if self.target() != Some(target) {
            self.list.choose_first(|row| row.target.as_ref() == Some(target));
        }
    }

    /// Opens what is below the chosen row; where that is open, goes down to it.
    pub fn step(&mut self, lens: &Lens) -> Outcome {
        let Some(row) = self.list.chosen() else { return Outcome::Nothing };
        match row.below {
            Below::Open => Outcome::of(self.list.choose(self.list.place() + 1)),
            Below::Closed => {
                let opened = self.way.open(row.branch, lens);
                self.opened(opened, "Here the way ends.", lens)
            }
            Below::Nothing => Outcome::told("Here the way ends."),
            Below::Again => Outcome::told("The same value stands further up; its way is there."),
        }
    }

    /// Closes what is below the chosen row; where nothing is, goes up to what it is below.
    pub fn step_back(&mut self, lens: &Lens) -> Outcome {
        let Some(row) = self.list.chosen() else { return Outcome::Nothing };
        if row.below == Below::Open {
            self.way.close(row.branch);
            self.look(lens);
            return Outcome::Moved;
        }
        let (depth, place) = (row.follows.len(), self.list.place());
        let above = (0..place).rev().find(|above| self.list.rows()[*above].follows.len() < depth);
        Outcome::of(self.list.choose(above.unwrap_or(place)))
    }

    /// Opens the way from the chosen row as far as a byte of an input.
    pub fn reach_on(&mut self, lens: &Lens) -> Outcome {
        let Some(branch) = self.list.chosen().map(|row| row.branch) else { return Outcome::Nothing };
        let reached = self.way.reach(branch, lens);
        self.opened(reached, "No byte of an input was found near below it.", lens)
    }

    /// Shows what was opened below a row; where nothing was, says why.
    fn opened(&mut self, opened: Result<bool, String>, nothing: &str, lens: &Lens) -> Outcome {
        self.look(lens);
        match opened {
            Ok(true) => Outcome::Moved,
            Ok(false) => Outcome::told(nothing),
            Err(why) => Outcome::Told(why),
        }
    }

    /// Makes the rows anew; the chosen branch stays chosen where it is still seen.
    fn look(&mut self, lens: &Lens) {
        let chosen = self.list.chosen().map(|row| row.branch);
        self.list.replace(self.way.rows(lens));
        self.list.choose_first(|row| Some(row.branch) == chosen);
    }
}
