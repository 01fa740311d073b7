//! The run as it is beside the run before an edit.
//!
//! A comparison holds one earlier run, computed again from what stood in the inputs then. What is open is looked at
//! anew when one moves or something changed, and only what changed is compared again.

use crate::learner::lens::changes::{Change, changes};
use crate::learner::lens::sides::{Memo, Sides};
use crate::learner::lens::{Lens, frame};
use crate::learner::veil::Veil;
use crate::run::address::Address;
use crate::run::{Budget, Error};
use crate::sheet::differences::{self, Found, Side};
use crate::sheet::history::{History, Inputs, changed, inputs, with};
use crate::sheet::spot::Spot;
use crate::sheet::{Files, Sheet};

/// The comparison with an earlier run, where it is open.
#[derive(Clone, Default)]
pub struct Compare(Option<Open>);

/// A comparison that is open.
#[derive(Clone)]
struct Open {
    /// The number of the change before which the other run was.
    number: u64,
    /// How many edits ago that was, the last edit being 0.
    ago: usize,
    /// Whether one chose it: it is kept to while further edits are made.
    pinned: bool,
    /// Whether pictures show the run before.
    turned: bool,
    before: Sheet,
    /// The same place in the other run, while that stays the same.
    twin: Option<Spot>,
    memo: Memo,
    sides: Sides,
}

/// One of the earlier runs, for the list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// `before the last edit`.
    pub when: String,
    /// Inputs that are others now, with what stood in them; none where all is as it was.
    pub changes: Vec<Change>,
}

impl Compare {
    /// The two sides, where the comparison is open.
    pub fn sides(&self) -> Option<&Sides> {
        self.0.as_ref().map(|open| &open.sides)
    }

    /// The sheet that the comparison is with.
    pub fn before(&self) -> Option<&Sheet> {
        self.0.as_ref().map(|open| &open.before)
    }

    /// Opens the comparison with the run so many edits ago. False where there is none.
    pub fn open(&mut self, now: &Sheet, history: &History, files: &dyn Files, ago: usize) -> bool {
        let Some((number, before)) = history.run(ago, now, files, &frame()) else { return false };
        let (memo, sides) = (Memo::default(), Sides::default());
        self.0 = Some(Open { number, ago, pinned: ago > 0, turned: false, before, twin: None, memo, sides });
        true
    }

    /// The sheet before and the same spot in it, where pictures show that run.
    pub fn turned(&self) -> Option<(&Sheet, &Spot)> {
        self.0.as_ref().filter(|open| open.turned).and_then(|open| Some((&open.before, open.twin.as_ref()?)))
    }

    /// Turns pictures to the other run. Whether that is the one before; none where no comparison is open.
    pub fn turn(&mut self) -> Option<bool> {
        let open = self.0.as_mut()?;
        open.turned = !open.turned;
        Some(open.turned)
    }

    /// Closes it. False where it was not open.
    pub fn close(&mut self) -> bool {
        self.0.take().is_some()
    }

    /// Follows a change of the sheet: the run before the last edit is another one now, unless one was chosen.
    pub fn edited(&mut self, now: &Sheet, history: &History, files: &dyn Files) {
        let Some(open) = &mut self.0 else { return };
        let stands = inputs(now);
        let mut all = history.earlier(&stands).enumerate();
        let Some((ago, (number, was))) = all.find(|(_, (number, _))| !open.pinned || *number == open.number) else {
            self.0 = None;
            return;
        };
        if number != open.number || !changed(was, &inputs(&open.before)).is_empty() {
            open.before = with(now, was, files, &frame());
        }
        (open.number, open.ago, open.twin) = (number, ago, None);
    }

    /// The earlier runs, the latest first.
    pub fn list(&self, now: &Sheet, history: &History, veil: &Veil) -> Vec<Earlier> {
        let now = inputs(now);
        let one =
            |(ago, (_, was)): (usize, (u64, &Inputs))| Earlier { when: when(ago), changes: changes(was, &now, veil) };
        history.earlier(&now).enumerate().map(one).collect()
    }

    /// Which of them the comparison is with.
    pub fn ago(&self) -> Option<usize> {
        self.0.as_ref().map(|open| open.ago)
    }

    /// Takes over what a worker has found of the sheet that the comparison is with.
    pub fn evaluate(&mut self, files: &dyn Files) {
        if let Some(open) = &mut self.0 {
            open.before.evaluate(files, &Budget::none());
        }
    }

    /// Whether the sheet that the comparison is with has a value at an address.
    pub fn had(&self, address: &str, budget: &Budget) -> bool {
        let parsed = Address::parse(address).ok().filter(|parsed| !parsed.is_pattern());
        let before = self.before().zip(parsed);
        before.is_some_and(|(before, at)| before.find(&at, 1, budget).is_ok_and(|found| !found.is_empty()))
    }

    /// Looks again at both sides of a spot.
    pub fn look(&mut self, spot: &Spot, lens: &Lens) {
        let Some(open) = &mut self.0 else { return };
        // Within a segment a step is enough; finding the way anew would enter every call on it again.
        let near = open.twin.take().and_then(|mut twin| twin.follow(spot, lens.budget).then_some(twin));
        let twin = near.unwrap_or_else(|| spot.twin(&open.before, lens.budget));
        open.sides = Sides::of((&open.before, &twin), (lens.sheet, spot), lens, &mut open.memo);
        let lead = if open.turned { "drawn as it was" } else { "beside how it was" };
        open.sides.against = format!("{lead} {}", when(open.ago));
        open.twin = Some(twin);
    }

    /// The nearest value beyond a spot in which the two sheets differ.
    ///
    /// # Errors
    /// What recording and reading gives.
    pub fn next(&self, spot: &Spot, sheet: &Sheet, forward: bool, budget: &Budget) -> Result<Option<Found>, Error> {
        let Some(before) = self.before() else { return Ok(None) };
        let twin = spot.twin(before, budget);
        differences::next(side(before, &twin), side(sheet, spot), forward, budget)
    }
}

fn side<'a>(sheet: &'a Sheet, spot: &'a Spot) -> Side<'a> {
    Side { sheet, cell: spot.cell_name(), cursor: spot.cursor(), byte: spot.byte, gone: spot.lost().is_some() }
}

fn when(ago: usize) -> String {
    match ago {
        0 => "before the last edit".to_owned(),
        ago => format!("{} edits ago", ago + 1),
    }
}
