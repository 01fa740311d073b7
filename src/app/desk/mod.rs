//! The desk: a sheet, the place in it, and what was done to its inputs; lessons and the bench share it.

mod asking;
pub mod compare;
mod inputs;
pub mod pins;
pub mod values;
pub mod walk;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use crate::app::context::Context;
use crate::app::list::{Choice, List};
use crate::app::outcome::Outcome;
use crate::learner::lens::{Drawn, Lens, frame, valued};
use crate::learner::veil::Veil;
use crate::run::Target;
use crate::run::lanes::Lanes;
use crate::run::strip::Strip;
use crate::run::{Budget, Value};
use crate::sheet::expr::Line;
use crate::sheet::flip::{self, OpenBits};
use crate::sheet::history::{self, History};
use crate::sheet::spot::Spot;
use crate::sheet::{Call, Cell, Files, Sheet};
use crate::view::picture::picture;
pub use asking::{Asking, Field, Purpose, TYPED};
use compare::{Compare, Earlier};
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
    /// The run before the last edit, for a picture of what that changed; and after how many edits that is so.
    last: (u64, Compare),
    pins: Pins,
    /// The inputs that are not shown yet.
    later: BTreeSet<String>,
    /// The input that is meant where one stands on none.
    meant: Option<String>,
    /// Another number means that the sheet is another.
    version: u64,
    /// How often the formulas were changed.
    rewritten: u64,
    /// Whether the learner stopped what is computed, until they go somewhere.
    stopped: bool,
}

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
            last: <(u64, Compare)>::default(),
            pins: Pins::default(),
            later: BTreeSet::new(),
            meant: None,
            version: 0,
            rewritten: 0,
            stopped: false,
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

    /// Leaves inputs out until a later page uses them.
    pub fn leave_for_later(&mut self, inputs: BTreeSet<String>) {
        self.later = inputs;
    }

    /// Says which input is meant where one stands on none: without a name the first.
    pub fn means(&mut self, input: Option<String>) {
        self.meant = input;
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
        match &self.asking {
            Asking::Field(field) => field.problem.as_deref(),
            Asking::Nothing | Asking::Earlier(_) => None,
        }
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

    /// Whether a step leads to another value; of one byte it does not.
    pub fn can_step(&self) -> bool {
        !self.walk.is_on_bytes() || self.walk.spot().bytes(&Budget::none()) > 1
    }

    /// Moves, as a walk does.
    pub fn go(&mut self, by: impl FnOnce(&mut Walk, &Lens) -> Outcome) -> Outcome {
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
            Outcome::Moved
        });
    }

    /// Draws places by the picture of a name, without one by the first that fits; and the strip by a value of each place.
    pub fn draw_as(&mut self, picture: Option<&str>, shade: Option<String>) {
        (self.walk.shade, self.walk.on_strip) = (shade, false);
        self.walk.draw_as(picture);
    }

    /// Forgets the way one came: here something new begins.
    pub fn begin_here(&mut self) {
        self.walk.begin_here();
    }

    /// Remembers that one jumped here from a tree, and where to.
    pub fn came_from_tree(&mut self, target: Target) {
        self.walk.came_from_tree(target);
    }

    /// Where the tree led that one came back to just now.
    pub fn take_tree(&mut self) -> Option<Target> {
        self.walk.take_tree()
    }

    /// Covers what must not be seen, and closes what was open on it.
    pub fn cover(&mut self, veil: Veil) {
        self.veil = veil;
        self.walk.forget();
        self.go(|walk, lens| {
            walk.close_hidden(lens);
            Outcome::Moved
        });
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

    /// The sheet that a picture compares with: the one that one chose, else, for a picture of changes, the last one.
    pub fn beside(&self) -> Option<&Sheet> {
        self.compare.earlier().or_else(|| self.shows_changes().then(|| self.last.1.earlier())?)
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

    fn look_at_last(&mut self) {
        if self.shows_changes() && self.last.0 != self.history.count() {
            self.last = (self.history.count(), Compare::default());
            self.last.1.open(&self.sheet, &self.history, &*self.files, 0);
        }
    }

    /// Shows people with their cells, where there are any.
    pub fn show_lanes(&mut self, lanes: Option<Arc<Lanes>>) {
        lanes.into_iter().for_each(|lanes| self.sheet.set_lanes(lanes));
    }

    /// Draws the place by the next picture that fits.
    pub fn next_picture(&mut self) -> Outcome {
        let budget = frame();
        let lens = Lens { sheet: &self.sheet, veil: &self.veil, budget: &budget };
        self.walk.next_picture(&lens, self.compare.earlier())
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

    /// Looks again at both sides of the place, where they are compared.
    pub fn look_at_sides(&mut self, budget: &Budget) {
        let lens = Lens { sheet: &self.sheet, veil: &self.veil, budget };
        self.compare.look(self.walk.spot(), &lens);
        self.look_at_last();
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

    /// Puts other lines in the place of the sheet's. What they leave as it was stays; the place is kept. A cell that
    /// has another name now takes the place with it.
    pub fn rewrite(&mut self, lines: Vec<Line>, renamed: Option<(&str, &str)>) {
        // What stood in inputs earlier says nothing of other formulas.
        self.compare.close();
        self.last = <(u64, Compare)>::default();
        self.rewritten += 1;
        self.sheet = self.sheet.rewritten(lines);
        self.asking = Asking::Nothing;
        self.compute();
        let name = self.walk.spot().cell_name().to_owned();
        let address = self.walk.spot().address(&frame()).unwrap_or_default();
        match renamed {
            Some((old, new)) if old == name => {
                let address = address.strip_prefix(old).map_or(new.to_owned(), |below| format!("{new}{below}"));
                self.stand_at(&address, None);
                self.walk.begin_here();
            }
            _ if self.sheet.cell(&name).is_none() => self.walk = Walk::at_cell(&self.sheet, ""),
            _ => {}
        }
        self.refresh();
    }

    /// Puts another sheet in the place of this one, such as that of a lesson that was written anew. The place is kept.
    pub fn replace_sheet(&mut self, sheet: Sheet) {
        self.sheet = sheet;
        self.asking = Asking::Nothing;
        self.refresh();
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

    /// Computes on.
    pub fn resume(&mut self) {
        self.stopped = false;
    }

    /// Computes what a worker made possible, and stands at the same place in it. Nothing while the worker goes on: it
    /// would wait for its turn, and whoever presses a key for us.
    pub fn computed(&mut self, goes_on: bool) {
        match goes_on {
            true => {
                self.sheet.evaluate(&*self.files, &Budget::none());
                self.compare.evaluate(&*self.files);
            }
            false => self.compute(),
        }
        self.walk.forget();
        self.go(|walk, lens| {
            walk.rebase(lens);
            Outcome::Moved
        });
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

impl Desk {
    /// Opens the comparison with the sheet before the last edit; once more, a list of the earlier ones.
    pub fn compare_or_choose(&mut self) -> Outcome {
        if self.compare.sides().is_some() {
            let mut list: List<Earlier> = List::new(self.compare.list(&self.sheet, &self.history, &self.veil));
            list.choose(self.compare.ago().unwrap_or(0));
            self.asking = Asking::Earlier(list);
            return Outcome::Moved;
        }
        self.walk.focus = walk::Focus::Place;
        match self.compare.open(&self.sheet, &self.history, &*self.files, 0) {
            true => Outcome::Moved,
            false => Outcome::told(
                "Nothing was changed yet: ⟨flip⟩ flips a bit of an input, ⟨edit⟩ edits one; then ⟨compare⟩ compares.",
            ),
        }
    }

    /// Whether there is an earlier sheet to compare with.
    pub fn has_earlier(&self) -> bool {
        self.history.earlier(&history::inputs(&self.sheet)).next().is_some()
    }

    /// Whether a change of an input can be undone, or done again.
    pub fn has_change(&self, undo: bool) -> bool {
        self.history.has(undo)
    }

    /// Closes the comparison. False where none was open.
    pub fn close_comparison(&mut self) -> bool {
        self.compare.close()
    }

    /// Goes to a typed address; what only the sheet before had is seen beside what there is.
    fn go_typed(&mut self, typed: &str) -> Outcome {
        match self.go(|walk, lens| walk.go_typed(typed, lens)) {
            Outcome::Told(_) if self.compare.had(typed, &frame()) => {
                self.stand_at(typed, None);
                Outcome::Moved
            }
            outcome => outcome,
        }
    }

    /// Goes to the nearest value that is another than before, or that only one side has. The first press opens the comparison.
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

    /// Turns over the bit of an input that one stands on, or that leads here; one stays where one is.
    pub fn flip(&mut self) -> Outcome {
        let budget = frame();
        let bit = self.walk.chosen_bit(&self.lens(&budget));
        let spot = self.walk.spot();
        let (place, address, input) = (spot.place(&budget), spot.address(&budget), spot.input(&self.sheet));
        let at = flip::At { input, place, address, byte: spot.byte, bit, sheet: &self.sheet, files: &*self.files };
        let focus = self.walk.focus.clone();
        let flipped = at.flip(&budget).and_then(|flip| self.put(&flip.cell, flip.value).map(|()| flip.says));
        if let walk::Focus::Bits { .. } = focus {
            self.walk.focus = focus;
        }
        Outcome::Told(flipped.unwrap_or_else(|why| why))
    }

    /// Puts a value into an input.
    fn put(&mut self, cell: &str, value: Value) -> Result<(), String> {
        self.change(|sheet| sheet.set(cell, value).map_err(|problem| problem.to_string()))
    }

    /// Changes inputs in one go, to be undone in one. Nothing is changed where one of them is refused.
    ///
    /// # Errors
    /// What the change gives.
    pub fn change(&mut self, by: impl FnOnce(&mut Sheet) -> Result<(), String>) -> Result<(), String> {
        let mut sheet = self.sheet.clone();
        by(&mut sheet)?;
        self.history.begin(history::inputs(&self.sheet));
        self.sheet = sheet;
        self.history.end(&history::inputs(&self.sheet));
        self.compare.edited(&self.sheet, &self.history, &*self.files);
        self.refresh();
        Ok(())
    }
}
