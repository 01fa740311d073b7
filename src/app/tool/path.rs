//! The whole way of a value as a tree of rows: the way itself is [`crate::run::way`]'s, here is what is seen of it.

use crate::app::list::{Choice, List};
use crate::app::outcome::Outcome;
use crate::learner::lens::{HIDDEN, Lens};
use crate::run::Target;
use crate::run::way::Way;
use crate::run::{Error, Place};
use crate::sheet::spot::Spot;

/// The tree of one value.
pub struct PathView {
    way: Way,
    /// The rows of it that are seen.
    pub list: List<Leaf>,
    /// Whether one comes back to it and it is as one left it.
    pub is_as_left: bool,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf {
    /// Its branch of the way.
    pub branch: usize,
    /// For every level above and its own, whether another branch follows there.
    pub follows: Vec<bool>,
    /// The formula's name for the value.
    pub name: String,
    /// The values that it is a copy of: `= g[10] = f[9] = e[8]`.
    pub same: String,
    /// The value.
    pub value: String,
    /// How it was computed, or what its bytes are.
    pub remark: String,
    /// The rows below.
    pub below: Below,
    /// Where it leads.
    pub target: Option<Target>,
}

/// The rows below a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Below {
    /// Nothing: here the way ends.
    #[default]
    Nothing,
    /// Something that is not seen.
    Closed,
    /// The rows that follow.
    Open,
    /// Rows that stand further up under the same value.
    Again,
}

impl PathView {
    /// The way of the value one stands on, open as far as a byte of an input.
    ///
    /// # Errors
    /// A sentence: the value is hidden, or has no way at present.
    pub fn of(spot: &Spot, lens: &Lens) -> Result<PathView, String> {
        let told = |error: Error| error.to_string();
        let place = spot.standing(lens.budget).map_err(told)?;
        if lens.hides_spot(spot) || lens.hides(&place) {
            return Err(HIDDEN.into());
        }
        let name = spot.address(lens.budget).map_err(told)?;
        let way = Way::of(name, place, lens.budget).map_err(told)?;
        let mut path = PathView { way, list: List::default(), is_as_left: false };
        path.reach(0, lens).map_err(told)?;
        if path.list.len() == 1 {
            return Err("It comes from nothing else: it is given.".into());
        }
        Ok(path)
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
            Below::Closed => self.open(row.branch, lens),
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
        match self.reach(branch, lens) {
            Ok(true) => Outcome::Moved,
            Ok(false) => Outcome::told("No byte of an input was found near below it."),
            Err(error) => Outcome::Told(error.to_string()),
        }
    }

    fn open(&mut self, branch: usize, lens: &Lens) -> Outcome {
        if self.way.branch(branch).computed().is_some_and(|place| lens.hides(place)) {
            return Outcome::told(HIDDEN);
        }
        let opened = self.way.open(branch, lens.budget);
        self.look(lens);
        match opened {
            Ok(true) => Outcome::Moved,
            Ok(false) => Outcome::told("Here the way ends."),
            Err(error) => Outcome::Told(error.to_string()),
        }
    }

    fn reach(&mut self, branch: usize, lens: &Lens) -> Result<bool, Error> {
        let reached = self.way.reach(branch, &|place| lens.hides(place), lens.budget);
        self.look(lens);
        reached
    }

    /// Makes the rows anew; the chosen branch stays chosen where it is still seen.
    fn look(&mut self, lens: &Lens) {
        let chosen = self.list.chosen().map(|row| row.branch);
        let seen = self.way.rows();
        self.list.replace(seen.into_iter().map(|row| self.row(row.branch, row.follows, row.again, lens)).collect());
        self.list.choose_first(|row| Some(row.branch) == chosen);
    }

    fn row(&self, place: usize, follows: Vec<bool>, again: bool, lens: &Lens) -> Leaf {
        let branch = self.way.branch(place);
        let hidden = branch.computed().is_some_and(|at| lens.hides(at));
        let below = match branch {
            _ if again => Below::Again,
            branch if branch.open && !hidden => Below::Open,
            branch if branch.is_end() => Below::Nothing,
            _ => Below::Closed,
        };
        let value = match (&branch.operand.leaf, &branch.operand.next) {
            (Some(leaf), _) => lens.row(&Place::bytes(leaf.clone().into())),
            (None, Some(next)) => lens.row(next),
            (None, None) => String::new(),
        };
        let same = if hidden { String::new() } else { branch.same() };
        let remark = if hidden { String::new() } else { branch.remark(again, lens.budget) };
        let target = Target::of(&branch.operand);
        Leaf { branch: place, follows, name: branch.operand.name.clone(), same, value, remark, below, target }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::desk::walk::Walk;
    use crate::app::list::Motion;
    use crate::learner::veil::Veil;
    use crate::run::Budget;
    use crate::sheet::expr::Limits;
    use crate::sheet::{NoFiles, Sheet};

    fn sheet(source: &str) -> Sheet {
        let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
        assert_eq!(faults, []);
        sheet.finish(&NoFiles, &Budget::unlimited()).expect("a sheet that can be computed");
        sheet
    }
    fn path(source: &str, address: &str) -> PathView {
        let sheet = sheet(source);
        seen(&sheet, &Veil::default(), address).unwrap_or_else(|why| panic!("{address}: {why}"))
    }
    fn seen(sheet: &Sheet, veil: &Veil, address: &str) -> Result<PathView, String> {
        let budget = Budget::unlimited();
        let lens = Lens { sheet, veil, budget: &budget };
        let mut walk = Walk::at_cell(sheet, "");
        assert_eq!(walk.go(address, &lens), Outcome::Moved);
        PathView::of(walk.spot(), &lens)
    }
    fn row<'p>(path: &'p PathView, name: &str) -> &'p Leaf {
        path.list
            .rows()
            .iter()
            .find(|row| row.name == name)
            .unwrap_or_else(|| panic!("no {name} in {:#?}", path.list.rows()))
    }

    const DIGEST: &str = "message = input(\"abc\")\ndigest = sha256(message)";

    #[test]
    fn copies_are_folded_into_one_branch() {
        let path = path(DIGEST, "digest/block[0]/T1[12]");
        let h = row(&path, "h[11]");
        assert_eq!((h.value.as_str(), h.same.as_str()), ("32ca2d8c", "= g[10] = f[9] = e[8]"));
        assert_eq!(h.remark, "= d + T1");
    }

    #[test]
    fn a_way_to_an_input_is_open() {
        let path = path(DIGEST, "digest/block[0]/T1[0]");
        let end = path.list.rows().iter().find(|row| row.remark == "your bytes").expect("a way to the message");
        assert_eq!(end.value, "616263");
        assert!(matches!(&end.target, Some(Target::Byte { cell, byte: 0 }) if cell == "message"));
    }

    #[test]
    fn a_way_crosses_cells_calls_and_segments() {
        let source = "key = input(\"k\")\nmessage = input(\"abc\")\ninner = sha256(message)\nmac = hmac(key, inner)";
        let path = path(source, "mac");
        assert!(path.list.rows().iter().any(|row| row.remark == "your bytes"), "{:#?}", path.list.rows());
    }

    #[test]
    fn what_stands_above_is_named_and_not_repeated() {
        let mut path = path(DIGEST, "digest/block[0]/T1[12]");
        let (sheet, veil, budget) = (sheet(DIGEST), Veil::default(), Budget::unlimited());
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        for _ in 0..200 {
            path.step(&lens);
            path.list.choose(Motion::Down.from(path.list.place(), path.list.len()));
        }
        let again = path.list.rows().iter().filter(|row| row.below == Below::Again).count();
        assert!(again > 0, "{:#?}", path.list.rows());
        assert!(path.list.rows().len() < 2_000);
    }

    #[test]
    fn the_hidden_has_no_way() {
        let sheet = sheet(DIGEST);
        let budget = Budget::unlimited();
        let mut veil = Veil::default();
        let hidden = sheet.find(&"digest/block[0]/a[0]".parse().expect("an address"), 1, &budget).expect("it is there");
        veil.hide_place(&hidden[0].place, &budget);
        assert!(seen(&sheet, &veil, "digest/block[0]/a[0]").is_err());
        assert!(seen(&sheet, &veil, "digest/block[0]/b[1]").is_err(), "not under another name either");
    }
}
