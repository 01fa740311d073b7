//! The search for a value, an address or a name. What is near is found at once; through all that a sheet computed goes
//! a worker, and what it finds is reported place by place.

mod finding;
mod near;

use crate::learner::lens::{frame, row};
use crate::learner::veil::Veil;
use crate::run::search::{self, Hit, Needle, Watcher};
use crate::run::{Budget, Error, Place};
use crate::sheet::Sheet;
pub use finding::{Destination, Finding, Kind};
pub use near::{begun, named, near};

/// How many places a search through the whole run gives.
pub const FAR: usize = 200;
/// After how many places that may not be seen it ends.
const HIDDEN: usize = 200;

/// A search through all that a sheet computed.
#[derive(Clone)]
pub struct Hunt {
    sheet: Sheet,
    needle: Needle,
    veil: Veil,
}

/// A listener to a hunt.
pub trait Report {
    /// A place that may be seen; false where there are enough.
    fn found(&mut self, row: Finding) -> bool;
    /// So many of so many segments are searched.
    fn searched(&mut self, done: u64, of: u64);
}

impl Hunt {
    /// A search for a value in a sheet, past a veil.
    pub fn new(sheet: Sheet, needle: Needle, veil: Veil) -> Hunt {
        Hunt { sheet, needle, veil }
    }

    /// Looks through everything: the cells in their order, in each what its run computed and then its value.
    ///
    /// # Errors
    /// What computing gives; [`Error::Cancelled`] when `stop` said so.
    pub fn go(&self, report: &mut dyn Report, stop: &dyn Fn() -> bool) -> Result<(), Error> {
        let budget = Budget::until(stop);
        let mut seen = Seen { report, veil: &self.veil, stop, hidden: 0 };
        for cell in self.sheet.cells() {
            let Some(outcome) = cell.outcome() else { continue };
            if let Some(run) = &outcome.run
                && !search::through(run, &self.needle, &mut seen, &budget)?
            {
                return Ok(());
            }
            if let Some(byte) = search::in_value(&outcome.value, &self.needle, &budget)? {
                let place = Place::Value(outcome.value.clone());
                let hit = Hit { address: cell.name().to_owned(), place, byte: (byte > 0).then_some(byte) };
                let more = if self.veil.hides_cell(cell.name()) { seen.hidden() } else { seen.found(hit) };
                if !more {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Lets through what may be seen.
struct Seen<'a> {
    report: &'a mut dyn Report,
    veil: &'a Veil,
    stop: &'a dyn Fn() -> bool,
    /// How many places may not be seen.
    hidden: usize,
}

impl Seen<'_> {
    /// Counts a place that may not be seen; false where the search is to end.
    fn hidden(&mut self) -> bool {
        self.hidden += 1;
        self.hidden < HIDDEN && !(self.stop)()
    }
}

impl Watcher for Seen<'_> {
    fn found(&mut self, hit: Hit) -> bool {
        let budget = frame();
        if self.veil.hides(&hit.place, &budget) {
            return self.hidden();
        }
        let text = row(&hit.place, self.veil, &budget);
        self.report.found(Finding::of(hit, text))
    }

    fn searched(&mut self, done: u64, of: u64) {
        self.report.searched(done, of);
    }
}
