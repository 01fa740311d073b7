//! The whole way of a value as a tree of rows: the way itself is [`crate::run::way`]'s, here is what is seen of it.

use super::{HIDDEN, Lens};
use crate::run::way::Way;
use crate::run::{Error, Place, Target};
use crate::sheet::spot::Spot;

/// The way of a value as it is seen: of what is hidden neither the value nor the way.
pub struct SeenWay {
    way: Way,
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

impl SeenWay {
    /// The way of the value one stands on, open as far as a byte of an input.
    ///
    /// # Errors
    /// A sentence: the value is hidden, or has no way at present.
    pub fn of(spot: &Spot, lens: &Lens) -> Result<SeenWay, String> {
        let told = |error: Error| error.to_string();
        let place = spot.standing(lens.budget).map_err(told)?;
        if lens.hides_spot(spot) || lens.hides(&place) {
            return Err(HIDDEN.into());
        }
        let name = spot.address(lens.budget).map_err(told)?;
        let mut seen = SeenWay { way: Way::of(name, place, lens.budget).map_err(told)? };
        seen.reach(0, lens)?;
        Ok(seen)
    }

    /// Opens a branch. False where nothing lies below.
    ///
    /// # Errors
    /// A sentence: the branch is hidden, or what recording the segments gives.
    pub fn open(&mut self, branch: usize, lens: &Lens) -> Result<bool, String> {
        if self.way.branch(branch).computed().is_some_and(|place| lens.hides(place)) {
            return Err(HIDDEN.into());
        }
        self.way.open(branch, lens.budget).map_err(|error| error.to_string())
    }

    /// Closes a branch.
    pub fn close(&mut self, branch: usize) {
        self.way.close(branch);
    }

    /// Opens the way from a branch as far as a byte of an input. False where none was found near.
    ///
    /// # Errors
    /// A sentence: what recording the segments gives.
    pub fn reach(&mut self, branch: usize, lens: &Lens) -> Result<bool, String> {
        let reached = self.way.reach(branch, &|place| lens.hides(place), lens.budget);
        reached.map_err(|error| error.to_string())
    }

    /// The rows that are seen.
    pub fn rows(&self, lens: &Lens) -> Vec<Leaf> {
        self.way.rows().into_iter().map(|row| self.row(row.branch, row.follows, row.again, lens)).collect()
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
    fn rows(source: &str, address: &str) -> Vec<Leaf> {
        let (sheet, veil, budget) = (sheet(source), Veil::default(), Budget::unlimited());
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        way(address, &lens).unwrap_or_else(|why| panic!("{address}: {why}")).rows(&lens)
    }
    fn way(address: &str, lens: &Lens) -> Result<SeenWay, String> {
        let cell = address.split('/').next().and_then(|name| lens.sheet.cell(name)).expect("a cell");
        let mut spot = Spot::at(cell);
        if address.contains('/') {
            spot.stand(address, lens.budget).expect("an address");
        }
        SeenWay::of(&spot, lens)
    }

    const DIGEST: &str = "message = input(\"abc\")\ndigest = sha256(message)";

    #[test]
    fn copies_are_folded_into_one_branch() {
        let rows = rows(DIGEST, "digest/block[0]/T1[12]");
        let h = rows.iter().find(|row| row.name == "h[11]").unwrap_or_else(|| panic!("no h[11] in {rows:#?}"));
        assert_eq!((h.value.as_str(), h.same.as_str()), ("32ca2d8c", "= g[10] = f[9] = e[8]"));
        assert_eq!(h.remark, "= d + T1");
    }

    #[test]
    fn a_way_to_an_input_is_open() {
        let rows = rows(DIGEST, "digest/block[0]/T1[0]");
        let end = rows.iter().find(|row| row.remark == "your bytes").expect("a way to the message");
        assert_eq!(end.value, "616263");
        assert!(matches!(&end.target, Some(Target::Byte { cell, byte: 0 }) if cell == "message"));
    }

    #[test]
    fn a_way_crosses_cells_calls_and_segments() {
        let source = "key = input(\"k\")\nmessage = input(\"abc\")\ninner = sha256(message)\nmac = hmac(key, inner)";
        let rows = rows(source, "mac");
        assert!(rows.iter().any(|row| row.remark == "your bytes"), "{rows:#?}");
    }

    #[test]
    fn what_stands_above_is_named_and_not_repeated() {
        let (sheet, veil, budget) = (sheet(DIGEST), Veil::default(), Budget::unlimited());
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        let mut way = way("digest/block[0]/T1[12]", &lens).expect("a way");
        for place in 0..200 {
            match way.rows(&lens).get(place) {
                Some(row) if row.below == Below::Closed => way.open(row.branch, &lens).expect("nothing is hidden"),
                _ => false,
            };
        }
        let rows = way.rows(&lens);
        assert!(rows.iter().any(|row| row.below == Below::Again), "{rows:#?}");
        assert!(rows.len() < 2_000);
    }

    #[test]
    fn the_hidden_has_no_way() {
        let (sheet, mut veil, budget) = (sheet(DIGEST), Veil::default(), Budget::unlimited());
        let hidden = sheet.find(&"digest/block[0]/a[0]".parse().expect("an address"), 1, &budget).expect("it is there");
        veil.hide_place(&hidden[0].place, &budget);
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        assert!(way("digest/block[0]/a[0]", &lens).is_err());
        assert!(way("digest/block[0]/b[1]", &lens).is_err(), "not under another name either");
    }
}
