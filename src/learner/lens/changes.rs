//! What became of the inputs of a sheet.

use crate::learner::veil::Veil;
use crate::run::compare::differing_bits;
use crate::run::{Rope, Value};
use crate::sheet::Sheet;
use crate::sheet::history::{Inputs, inputs};
use crate::view::plain::around;

/// An input that is another than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The cell.
    pub cell: String,
    /// The text that stood in it, or as much of it as lies around the first difference.
    pub before: String,
    /// The text that stands in it.
    pub after: String,
    /// How many bits differ, of all its bytes; none where it is hidden.
    pub bits: Option<u64>,
}

/// The changes that were found last, to be used again as long as the inputs are the same.
#[derive(Clone, Default)]
pub(super) struct Changes {
    known: Vec<(Rope, Rope, Change)>,
}

impl Changes {
    /// Changes of the inputs.
    pub(super) fn of(&mut self, before: &Sheet, after: &Sheet, veil: &Veil) -> Vec<Change> {
        let old = std::mem::take(&mut self.known);
        let (before, after) = (inputs(before), inputs(after));
        for (cell, was, is) in both(&before, &after) {
            let (Some(a), Some(b)) = (was.rope(), is.rope()) else { continue };
            let known = old.iter().find(|(x, y, change)| change.cell == cell && x.is_the_very(a) && y.is_the_very(b));
            let change = match known {
                Some((_, _, change)) => Some(change.clone()),
                None => change(cell, was, is, veil),
            };
            self.known.extend(change.map(|change| (a.clone(), b.clone(), change)));
        }
        self.known.iter().map(|(_, _, change)| change.clone()).collect()
    }
}

/// The inputs that have other values.
pub fn changes(before: &Inputs, after: &Inputs, veil: &Veil) -> Vec<Change> {
    both(before, after).filter_map(|(cell, was, is)| change(cell, was, is, veil)).collect()
}

/// The inputs that both have.
fn both<'a>(before: &'a Inputs, after: &'a Inputs) -> impl Iterator<Item = (&'a str, &'a Value, &'a Value)> {
    after.iter().filter_map(|(cell, is)| {
        let (_, was) = before.iter().find(|(name, _)| name == cell)?;
        Some((cell.as_str(), was, is))
    })
}

/// The change of an input; nothing where it is as it was.
fn change(cell: &str, was: &Value, is: &Value, veil: &Veil) -> Option<Change> {
    if was.is_same(is) {
        return None;
    }
    let cell = cell.to_owned();
    if veil.hides_cell(&cell) {
        return Some(Change { cell, before: veil.mask(), after: veil.mask(), bits: None });
    }
    let (x, y) = (was.rope()?.to_vec().ok()?, is.rope()?.to_vec().ok()?);
    let first = x.iter().zip(&y).take_while(|(x, y)| x == y).count() as u64;
    // What follows an inserted byte has moved; only strings of one length are compared bit by bit.
    let bits = (x.len() == y.len()).then(|| differing_bits(&x, &y));
    Some(Change { cell, before: around(was, first), after: around(is, first), bits })
}
