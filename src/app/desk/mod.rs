//! The desk: a sheet, the place in it, and what was done to its inputs; lessons and the bench share it.

mod asking;
mod changing;
pub mod compare;
mod comparing;
mod inputs;
pub mod pins;
pub mod values;
pub mod walk;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use crate::app::context::Context;
use crate::app::list::Choice;
use crate::app::outcome::Outcome;
use crate::learner::lens::{Lens, frame, valued};
use crate::learner::veil::Veil;
use crate::run::lanes::Lanes;
use crate::run::strip::Strip;
use crate::run::{Budget, Target};
use crate::sheet::expr::Line;
use crate::sheet::flip::OpenBits;
use crate::sheet::history::History;
use crate::sheet::{Call, Cell, Files, Sheet};
pub use asking::{Asking, Field, Purpose, TYPED};
use compare::Compare;
use pins::Pins;
use walk::Walk;

/// A sheet with a place in it.
#[derive(Clone)]
pub struct Desk {
    sheet: Sheet,
    /// Files that its cells may read: none in a lesson.
    files: Rc<dyn Files>,
    walk: Walk,
    veil: Veil,
    asking: Asking,
    history: History,
    compare: Compare,
    /// The column of the bits that the comparison was opened from, and their address.
    compared_bit: Option<(String, usize)>,
    /// The sheet before the last edit, for a picture of what that changed; and after how many edits that is so.
    last: (u64, Option<Sheet>),
    pins: Pins,
    /// Whether pictures tell nothing of what was changed, since that may be what is asked.
    pub quiet: bool,
    /// The inputs that are not shown until a later page uses them.
    pub later: BTreeSet<String>,
    /// The input that is meant where one stands on none: without a name the first.
    pub meant: Option<String>,
    /// Another number means that the sheet is another.
    version: u64,
    /// How often the formulas were changed.
    rewritten: u64,
    /// Whether the learner stopped what is computed, until they go somewhere.
    stopped: bool,
    /// Whether the values of the inputs stay.
    pub kept: bool,
    /// How often whoever computes has reported.
    pub reports: u64,
}

/// The words for whoever would change an input whose value stays.
const KEPT: &str = "These values are yours in this set, and stay. ⟨into⟩ looks inside, ⟨from⟩ asks where from.";

impl Desk {
    /// A desk with a sheet on it; one stands at its last cell.
    pub fn new(cells: Vec<Line>, files: Rc<dyn Files>) -> Desk {
        let sheet = Sheet::new(cells);
        let walk = Walk::at_cell(&sheet, "");
        let mut desk = Desk {
            sheet,
            files,
            walk,
            veil: Veil::default(),
            asking: Asking::Nothing,
            history: History::default(),
            compare: Compare::default(),
            compared_bit: None,
            last: (0, None),
            pins: Pins::default(),
            quiet: false,
            later: BTreeSet::new(),
            meant: None,
            version: 0,
            rewritten: 0,
            stopped: false,
            kept: false,
            reports: 0,
        };
        desk.compute();
        // Before they were computed, the cells had nothing to stand on.
        desk.walk = Walk::at_cell(&desk.sheet, "");
        desk
    }

    /// The sheet.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// The inputs that are shown: those that a page up to this one uses.
    pub fn inputs(&self) -> impl Iterator<Item = &Cell> {
        self.sheet.inputs().filter(|cell| !self.later.contains(cell.name()))
    }

    /// Where the values come from that are no lesson's.
    pub fn files(&self) -> &dyn Files {
        &*self.files
    }

    /// The walk.
    pub fn walk(&self) -> &Walk {
        &self.walk
    }

    /// The veil over what must not be seen.
    pub fn veil(&self) -> &Veil {
        &self.veil
    }

    /// The request that is open.
    pub fn asking(&self) -> &Asking {
        &self.asking
    }

    /// Why what is typed cannot be taken.
    pub fn problem(&self) -> Option<&str> {
        self.asking.field()?.problem.as_deref()
    }

    /// The author's help on the input that is being typed.
    pub fn help(&self) -> Option<&str> {
        let Purpose::Input { cell, .. } = &self.asking.field()?.purpose else { return None };
        self.sheet.cell(cell)?.input.as_ref()?.help.as_deref()
    }

    /// The comparison with the sheet as it was.
    pub fn compare(&self) -> &Compare {
        &self.compare
    }

    /// Another number means that the sheet is another.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Another number means that something was changed that is worth saving.
    pub fn edits(&self) -> u64 {
        self.rewritten + self.history.count()
    }

    /// The sheet under its veil.
    pub fn lens<'a>(&'a self, budget: &'a Budget) -> Lens<'a> {
        Lens { sheet: &self.sheet, veil: &self.veil, budget }
    }

    /// The context that has the keyboard.
    pub fn context(&self) -> Context {
        match &self.asking {
            Asking::Nothing => self.walk.context(),
            Asking::Field(_) => Context::Field,
            Asking::Earlier(_) => Context::Earlier,
        }
    }

    /// The list that has the keyboard.
    pub fn choice(&self) -> Option<&dyn Choice> {
        match &self.asking {
            Asking::Nothing => self.walk.choice(),
            Asking::Field(_) => None,
            Asking::Earlier(list) => Some(list),
        }
    }

    /// The list that has the keyboard, to choose from.
    pub fn choice_mut(&mut self) -> Option<&mut dyn Choice> {
        match &mut self.asking {
            Asking::Nothing => self.walk.choice_mut(),
            Asking::Field(_) => None,
            Asking::Earlier(list) => Some(list),
        }
    }

    /// Whether one stands on an input.
    pub fn is_on_input(&self) -> bool {
        self.walk.spot().input(&self.sheet).is_some()
    }

    /// Whether one stands on several bytes, and if so, whether one walks along them byte by byte or by stretches of
    /// them.
    pub fn among_bytes(&self) -> Option<bool> {
        let is_among = self.walk.is_on_bytes() && self.walk.spot().bytes(&Budget::none()) > 1;
        is_among.then(|| self.walk.leads_by_bytes(&self.lens(&frame())))
    }

    /// Moves, as a walk does.
    pub fn go<T>(&mut self, by: impl FnOnce(&mut Walk, &Lens) -> T) -> T {
        let budget = frame();
        let lens = Lens { sheet: &self.sheet, veil: &self.veil, budget: &budget };
        by(&mut self.walk, &lens)
    }

    /// Opens the chosen row: a value of a list, or an earlier run.
    pub fn open(&mut self) -> Outcome {
        if let Asking::Earlier(list) = &self.asking {
            let ago = list.place();
            self.asking = Asking::Nothing;
            return Outcome::of(self.compare.open(&self.sheet, &self.history, &*self.files, ago));
        }
        self.go(|walk, lens| walk.open(lens))
    }

    /// Out of what lies on top: a list, a comparison, a level.
    pub fn out(&mut self) -> Outcome {
        if let Asking::Earlier(_) = self.asking {
            self.asking = Asking::Nothing;
            return Outcome::Moved;
        }
        if matches!(self.walk.focus, walk::Focus::Place) && self.compare.close() {
            // Back to the bits that it was opened from, while one stands there.
            let here = self.walk.spot().address(&frame()).ok();
            if let Some((_, column)) = self.compared_bit.take().filter(|(there, _)| Some(there) == here.as_ref()) {
                self.walk.focus = walk::Focus::Bits { column };
            }
            return Outcome::Moved;
        }
        self.walk.out()
    }

    /// Whether something lies on top of the place one stands on: a list, bits, a comparison.
    pub fn is_covered(&self) -> bool {
        self.compare.sides().is_some() || self.context() != Context::Page
    }

    /// Goes where something leads.
    pub fn follow(&mut self, target: &Target) -> Outcome {
        self.go(|walk, lens| walk.follow(target, lens))
    }

    /// Goes to an address, or waits at it.
    pub fn stand_at(&mut self, address: &str, view: Option<&str>) {
        self.go(|walk, lens| {
            walk.go_or_wait(address, lens);
            view.iter().for_each(|view| walk.look_as(view));
        });
    }

    /// Draws places by the picture of a name, without one by the first that fits; and the strip by a value of each
    /// place.
    pub fn draw_as(&mut self, picture: Option<&str>, shade: Option<String>) {
        (self.walk.shade, self.walk.on_strip) = (shade, false);
        self.walk.draw_as(picture);
    }

    /// Covers what must not be seen, and closes what was open on it.
    pub fn cover(&mut self, veil: Veil) {
        self.veil = veil;
        self.walk.forget();
        self.go(|walk, lens| walk.close_hidden(lens));
    }

    /// Pins the value one stands on, or frees it.
    pub fn pin(&mut self) -> Outcome {
        self.pins.turn(self.walk.spot())
    }

    /// Pinned values, as seen from where one stands.
    pub fn look_at_pins(&mut self, budget: &Budget) -> Vec<pins::Pinned> {
        let lens = Lens { sheet: &self.sheet, veil: &self.veil, budget };
        self.pins.look(self.walk.spot(), &lens)
    }

    /// Shows people with their cells, where there are any.
    pub fn show_lanes(&mut self, lanes: Option<Arc<Lanes>>) {
        lanes.into_iter().for_each(|lanes| self.sheet.set_lanes(lanes));
    }

    /// Draws the place by the next picture that fits.
    pub fn next_picture(&mut self) -> Outcome {
        let budget = frame();
        let lens = Lens { sheet: &self.sheet, veil: &self.veil, budget: &budget };
        self.walk.next_picture(&lens, self.compare.before())
    }

    /// A strip as it is walked along, with what is told of each of its places.
    pub fn shaded(&self, strip: Strip, lens: &Lens) -> Strip {
        let strip = Strip { entered: self.walk.on_strip, ..strip };
        match (self.compare.sides(), &self.walk.shade) {
            (Some(sides), _) => sides.shade(strip),
            (None, Some(name)) => valued(strip, name, self.walk.spot(), lens),
            (None, None) => strip,
        }
    }

    /// The byte or the integer that is open down to its bits, where one between segments is.
    pub fn open_bits(&self) -> Option<OpenBits> {
        let budget = frame();
        self.walk.opened_bits(self.walk.chosen_bit(&self.lens(&budget))?, &self.lens(&budget))
    }

    /// The value one stands on, to copy it.
    ///
    /// # Errors
    /// A sentence: it is hidden, or there is none.
    pub fn copied(&self) -> Result<String, String> {
        self.lens(&frame()).written(self.walk.spot())
    }

    /// The sheet that is still to be computed, if one is: ours, then the one it is compared with.
    pub fn to_compute(&self) -> Option<&Sheet> {
        if self.stopped {
            return None;
        }
        let ours = Some(&self.sheet).filter(|sheet| sheet.is_pending());
        ours.or_else(|| self.compare.before().filter(|before| before.is_pending()))
    }

    /// The sheet, where a call of it is computed and no second opinion on it is there.
    pub fn to_check(&self) -> Option<&Sheet> {
        self.sheet.unchecked().any(Call::is_computed).then_some(&self.sheet)
    }

    /// Computes no further until one goes somewhere or changes something. False where nothing was to be computed.
    pub fn stop(&mut self) -> bool {
        let computing = self.is_computing();
        self.stopped |= computing;
        computing
    }

    /// Whether values are still to be computed, on which somebody waits.
    pub fn is_computing(&self) -> bool {
        !self.stopped && (self.sheet.lacks_values() || self.compare.before().is_some_and(Sheet::lacks_values))
    }

    /// Whether that was stopped, and nobody went anywhere since.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Computes on.
    pub fn resume(&mut self) {
        self.stopped = false;
    }

    /// Computes what a worker made possible, and stands at the same place in it. Nothing while the worker goes on: it
    /// would wait for its turn, and whoever presses a key for us.
    pub fn computed(&mut self, goes_on: bool) {
        match goes_on {
            true => {
                self.reports += 1;
                self.sheet.evaluate(&*self.files, &Budget::none());
                self.compare.evaluate(&*self.files);
            }
            false => self.compute(),
        }
        self.walk.forget();
        self.go(|walk, lens| walk.rebase(lens));
    }

    /// Computes what was changed; the place is kept.
    fn refresh(&mut self) {
        self.version += 1;
        self.resume();
        self.computed(false);
    }

    fn compute(&mut self) {
        self.sheet.compute_in(&*self.files, &frame());
        self.compare.evaluate(&*self.files);
    }
}
