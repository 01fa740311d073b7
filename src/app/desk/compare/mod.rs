//! The run as it is beside the run before an edit.
//!
//! Every edit of an input keeps the sheet as it was; a sheet shares its runs, so that costs next to nothing until an
//! input is long. What is open is looked at anew when one moves or something changed, and only what changed is compared
//! again.

pub mod changes;
pub mod charts;
pub mod flip;
mod seek;
mod segment;
pub mod sides;

use std::collections::VecDeque;

use crate::app::desk::walk::spot_at;
use crate::app::place::Spot;
use crate::app::place::below_cell;
use crate::learner::veil::Veil;
use crate::run::address::Address;
use crate::run::{Budget, Error, Source};
use crate::sheet::Sheet;
use changes::{Change, changes};
use sides::{Memo, Sides};

pub use seek::Found;

/// How many earlier sheets are kept.
const KEPT: usize = 16;
/// How many bytes the inputs of all of them may have together; the latest is kept in any case.
const KEPT_BYTES: u64 = 48 << 20;

/// The earlier sheets, and the comparison with one of them, where it is open.
#[derive(Clone, Default)]
pub struct Compare {
    /// The latest comes last.
    earlier: VecDeque<Sheet>,
    /// The sheet as it was when one began to type into an input, until that changes something.
    opening: Option<Sheet>,
    edits: u64,
    open: Option<Open>,
}

/// A comparison that is open.
#[derive(Clone)]
struct Open {
    /// How many edits ago the other sheet was, the last edit being 0.
    ago: usize,
    /// Whether one chose it: it is kept to while further edits are made.
    pinned: bool,
    /// The same place in the other sheet, while that stays the same.
    twin: Option<Spot>,
    memo: Memo,
    sides: Sides,
}

/// One of the earlier sheets, for the list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// `before the last edit`.
    pub when: String,
    /// What stood in the inputs that are others now; none where all is as it was.
    pub changes: Vec<Change>,
}

impl Compare {
    /// How many edits there were; another number means another sheet.
    pub fn edits(&self) -> u64 {
        self.edits
    }

    /// Whether there is something to compare with.
    pub fn has_earlier(&self) -> bool {
        !self.earlier.is_empty()
    }

    /// What the comparison shows, where it is open.
    pub fn sides(&self) -> Option<&Sides> {
        self.open.as_ref().map(|open| &open.sides)
    }

    /// Keeps the sheet as it is before an edit.
    pub fn keep(&mut self, sheet: &Sheet) {
        self.opening = None;
        self.edits += 1;
        self.earlier.push_back(sheet.clone());
        let bytes = |sheet: &Sheet| -> u64 {
            let given = sheet.inputs().filter_map(|cell| cell.given()?.rope());
            given.map(|rope| rope.len()).sum()
        };
        let mut all: u64 = self.earlier.iter().map(bytes).sum();
        while self.earlier.len() > KEPT || (all > KEPT_BYTES && self.earlier.len() > 1) {
            all -= self.earlier.pop_front().map_or(0, |sheet| bytes(&sheet));
        }
        if let Some(open) = &mut self.open {
            open.ago = if open.pinned { (open.ago + 1).min(self.earlier.len() - 1) } else { 0 };
            open.twin = None;
        }
    }

    /// Remembers the sheet as it is when one begins to type.
    pub fn begin(&mut self, sheet: &Sheet) {
        self.opening = Some(sheet.clone());
    }

    /// What was typed changed an input: the sheet as it was when one began is now an earlier one.
    pub fn typed(&mut self) {
        if let Some(sheet) = self.opening.take() {
            self.keep(&sheet);
        }
    }

    /// What was typed is given up: the sheet that was kept for it, if one was, is the one that is there again.
    pub fn give_up(&mut self) {
        if self.opening.take().is_none() && self.earlier.pop_back().is_some() {
            self.edits += 1;
            match &mut self.open {
                Some(open) if !self.earlier.is_empty() => {
                    (open.ago, open.twin) = (open.ago.saturating_sub(1), None);
                }
                _ => self.open = None,
            }
        }
    }

    /// Opens the comparison with the sheet before the last edit, or with one that was chosen. False where there is none.
    pub fn open(&mut self, chosen: Option<usize>) -> bool {
        let there = self.has_earlier();
        if there {
            let ago = chosen.unwrap_or(0).min(self.earlier.len() - 1);
            let (memo, sides) = (Memo::default(), Sides::default());
            self.open = Some(Open { ago, pinned: ago > 0, twin: None, memo, sides });
        }
        there
    }

    /// Closes it. False where it was not open.
    pub fn close(&mut self) -> bool {
        self.open.take().is_some()
    }

    /// The earlier sheets, the latest first.
    pub fn list(&self, now: &Sheet, veil: &Veil) -> Vec<Earlier> {
        let one = |(ago, before): (usize, &Sheet)| Earlier { when: when(ago), changes: changes(before, now, veil) };
        self.earlier.iter().rev().enumerate().map(one).collect()
    }

    /// Which of them the comparison is with.
    pub fn ago(&self) -> Option<usize> {
        self.open.as_ref().map(|open| open.ago)
    }

    /// The sheet that the comparison is with.
    pub fn before(&self) -> Option<&Sheet> {
        let open = self.open.as_ref()?;
        self.earlier.get(self.earlier.len().checked_sub(open.ago + 1)?)
    }

    /// Whether the sheet that the comparison is with has a value at an address.
    pub fn had(&self, address: &str, budget: &Budget) -> bool {
        let parsed = Address::parse(address).ok().filter(|parsed| !parsed.is_pattern());
        let before = self.before().zip(parsed);
        before.is_some_and(|(before, at)| before.find(&at, 1, budget).is_ok_and(|found| !found.is_empty()))
    }

    /// Looks again at both sides of a spot.
    pub fn look(&mut self, spot: &Spot, sheet: &Sheet, veil: &Veil, budget: &Budget) {
        let Some(before) = self.before().cloned() else { return };
        let Some(open) = &mut self.open else { return };
        // Within a segment a step is enough; finding the way anew would enter every call on it again.
        let near = open.twin.take().and_then(|mut twin| twin.follow(spot, budget).then_some(twin));
        let twin = near.unwrap_or_else(|| twin(spot, &before, budget));
        open.sides = Sides::of((&before, &twin), (sheet, spot), veil, &mut open.memo, budget);
        open.sides.against = when(open.ago);
        open.twin = Some(twin);
    }

    /// Whether the other side waits for something that is left to compute.
    pub fn is_pending(&self) -> bool {
        let waits = self.open.as_ref().is_some_and(|open| open.sides.pending);
        let left = |before: &Sheet| before.advance(&Budget::none()).is_err_and(|error| error.is_pending());
        waits && self.before().is_some_and(left)
    }

    /// The nearest value beyond a spot in which the two sheets differ.
    ///
    /// # Errors
    /// What recording and reading gives.
    pub fn next(&self, spot: &Spot, sheet: &Sheet, forward: bool, budget: &Budget) -> Result<Option<Found>, Error> {
        let Some(before) = self.before() else { return Ok(None) };
        let twin = twin(spot, before, budget);
        seek::next((before, &twin), (sheet, spot), forward, budget)
    }
}

fn when(ago: usize) -> String {
    match ago {
        0 => "before the last edit".to_owned(),
        ago => format!("{} edits ago", ago + 1),
    }
}

/// The same place in another sheet, or why there is none.
fn twin(spot: &Spot, before: &Sheet, budget: &Budget) -> Spot {
    let name = spot.cell_name();
    let Some(cell) = before.cell(name) else {
        return Spot::cell(name, Err(Error::missing(format!("there was no cell {name}"))), None);
    };
    let mut twin = spot_at(cell);
    let below = match spot.lost() {
        Some(lost) => Some(lost.address.clone()),
        None => spot.address(budget).ok().and_then(|address| below_cell(&address)),
    };
    let below = below.unwrap_or_else(Address::default);
    if let Err(why) = twin.seek(&below, budget) {
        twin.wait_at(below, why);
    }
    twin.byte = spot.byte;
    twin
}

#[cfg(test)]
mod tests;
