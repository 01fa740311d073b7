//! Walking through what a sheet computed: the spot one stands on, the way one came, and the lists and rows of bits that
//! open on a value. Lessons and the bench walk alike.

mod bits;
mod lists;
mod pictures;
mod place;

use std::cell::RefCell;
use std::rc::Rc;

use crate::app::context::Context;
use crate::app::desk::values::Values;
use crate::app::list::List;
use crate::app::outcome::Outcome;
use crate::learner::lens::{Asked, Drawn, Lens, OperandRow};
use crate::run::address::{Address, below_cell, cell_of};
use crate::run::{Budget, Error, Target};
use crate::sheet::spot::{Depth, Spot};
use crate::sheet::{Cell, Sheet};
use crate::view::{VIEWS, View};

/// How many jumps can be taken back.
const TRAIL: usize = 200;

/// A walk.
#[derive(Clone)]
pub struct Walk {
    spot: Spot,
    trail: Vec<Stop>,
    /// Where the page began, to come back to.
    began: Option<Spot>,
    /// Where the tree that one came back to led, until somebody shows that tree.
    pub tree: Option<Target>,
    /// How the value looks: a place in [`VIEWS`].
    look: usize,
    /// Which picture the place is drawn by.
    drawn: Drawn,
    /// The thing that is open on the spot.
    pub focus: Focus,
    /// The operand that was reached among the bits, counted from the first.
    pub bit_row: usize,
    /// Whether one walks along the strip, place by place.
    pub on_strip: bool,
    /// The value by which the strip is shaded.
    pub shade: Option<String>,
    /// Values and operands that pictures asked for, of the sheet as it is.
    asked: RefCell<Rc<Asked>>,
}

/// A place that was left, and where one jumped to from the tree that stood open there.
#[derive(Clone)]
struct Stop {
    spot: Spot,
    tree: Option<Target>,
    /// How values looked there, where it was changed for the place one jumped to.
    look: Option<usize>,
}

/// The thing that is open on a spot.
#[derive(Clone)]
pub enum Focus {
    /// Only the value itself.
    Place,
    /// Its bits; one of them is chosen, counted from the left.
    Bits {
        /// The column.
        column: usize,
    },
    /// Its operands.
    Operands(List<OperandRow>),
    /// Where it comes from, or what it is used by.
    Values(Values),
}

impl Walk {
    /// A walk that begins at a cell; at the last one where no such cell exists.
    pub fn at_cell(sheet: &Sheet, name: &str) -> Walk {
        let spot = match sheet.cell(name).or(sheet.cells().last()) {
            Some(cell) => Spot::at(cell),
            None => Spot::cell("", Err(Error::missing("this sheet is empty")), None),
        };
        Walk {
            spot,
            trail: Vec::new(),
            began: None,
            tree: None,
            look: 0,
            drawn: Drawn::First,
            focus: Focus::Place,
            bit_row: 0,
            on_strip: false,
            shade: None,
            asked: RefCell::default(),
        }
    }

    /// Where one stands.
    pub fn spot(&self) -> &Spot {
        &self.spot
    }

    /// How the value looks.
    pub fn look(&self) -> &'static View {
        &VIEWS[self.look % VIEWS.len()]
    }

    /// Shows values as a lesson wants them; a name that no view has changes nothing.
    pub fn look_as(&mut self, name: &str) {
        if let Some(place) = VIEWS.iter().position(|view| view.name == name) {
            self.look = place;
            self.spot.ask();
        }
    }

    /// Whether a value is shown, or what it was computed from: no list of others, and no bits.
    pub fn is_at_a_value(&self) -> bool {
        matches!(self.focus, Focus::Place | Focus::Operands(_))
    }

    /// The context that has the keyboard.
    pub fn context(&self) -> Context {
        match &self.focus {
            Focus::Place => Context::Page,
            Focus::Bits { .. } => Context::Bits,
            Focus::Operands(_) | Focus::Values(_) => Context::Values,
        }
    }

    /// Whether there is a place to go back to.
    pub fn has_way_back(&self) -> bool {
        !self.trail.is_empty() || self.strayed()
    }

    /// Whether the same value has a round before and after.
    pub fn is_in_segment(&self) -> bool {
        self.spot.depth() == Depth::Step
    }

    /// Whether the value is walked along byte by byte.
    pub fn is_on_bytes(&self) -> bool {
        matches!(self.focus, Focus::Place) && matches!(self.spot.depth(), Depth::Cell | Depth::Item)
    }

    /// Which operand is chosen, where one is.
    pub fn chosen_operand(&self) -> Option<&List<OperandRow>> {
        match &self.focus {
            Focus::Operands(list) => Some(list),
            Focus::Place | Focus::Bits { .. } | Focus::Values(_) => None,
        }
    }

    /// Follows an edit: the same places in what the cells are computed by now.
    pub fn rebase(&mut self, lens: &Lens) {
        if let Some(cell) = lens.sheet.cell(self.spot.cell_name()) {
            self.spot.rebase(cell, lens.budget);
        }
        if let Focus::Values(_) | Focus::Operands(_) = self.focus {
            self.focus = Focus::Place;
        }
    }

    /// Closes what is open on a value that is hidden now.
    pub fn close_hidden(&mut self, lens: &Lens) {
        if !matches!(self.focus, Focus::Place) && lens.hides_spot(&self.spot) {
            self.focus = Focus::Place;
        }
    }

    /// Goes to an address with a cell's name in front, and remembers where one was.
    pub fn go(&mut self, address: &str, lens: &Lens) -> Outcome {
        let parsed = match Address::parse(address) {
            Ok(parsed) if parsed.is_pattern() => {
                return Outcome::Told(format!("{address} names many values; leave out * and .."));
            }
            Ok(parsed) => parsed,
            Err(error) => return Outcome::Told(error.to_string()),
        };
        let Some(first) = parsed.steps.first() else { return Outcome::told("An address begins with a cell's name.") };
        let Some(cell) = lens.sheet.cell(&first.name) else {
            let names: Vec<&str> = lens.sheet.cells().iter().map(Cell::name).collect();
            return Outcome::Told(format!("There is no cell {}. There are {}.", first.name, names.join(", ")));
        };
        let mut spot = Spot::at(cell);
        let below = below_cell(address).unwrap_or_default();
        if let Some(argument) = spot.argument(&below, lens.budget) {
            return match Target::behind(&argument) {
                Some(target) => self.follow(&target, lens),
                None => Outcome::Told(format!("{address} is written in the formula; it has no place to stand on.")),
            };
        }
        match spot.seek(&below, lens.budget) {
            Ok(()) => {
                self.leave_for(spot);
                Outcome::Moved
            }
            Err(error) if error.is_pending() => {
                spot.wait_at(below, error);
                self.leave_for(spot);
                Outcome::Pending
            }
            Err(error) => Outcome::Told(error.to_string()),
        }
    }

    /// Goes to a typed address. What begins with no cell's name is looked for in the segment one stands in, then in the
    /// cell.
    pub fn go_typed(&mut self, typed: &str, lens: &Lens) -> Outcome {
        if lens.sheet.cell(cell_of(typed)).is_some() || typed.is_empty() {
            return self.go(typed, lens);
        }
        let places = self.spot.segment_address().into_iter().chain([self.spot.cell_name().to_owned()]);
        let mut said = None;
        for place in places {
            match self.go(&format!("{place}/{typed}"), lens) {
                Outcome::Told(why) => said = said.or(Some(why)),
                outcome => return outcome,
            }
        }
        Outcome::Told(said.unwrap_or_default())
    }

    /// Goes to an address, or waits there until an input brings it.
    pub fn go_or_wait(&mut self, address: &str, lens: &Lens) {
        let Outcome::Told(why) = self.go(address, lens) else { return };
        if let (Some(below), Some(cell)) = (below_cell(address), lens.sheet.cell(cell_of(address))) {
            let mut spot = Spot::at(cell);
            spot.wait_at(below, Error::missing(why));
            self.leave_for(spot);
        }
    }

    /// Goes to an address that one was not looking for: where its value cannot be shown as values are now, it is shown
    /// in hexadecimal until one comes back.
    pub fn go_aside(&mut self, address: &str, byte: u64, lens: &Lens) -> Outcome {
        let is_here = self.spot.address(lens.budget).is_ok_and(|here| here == address);
        if is_here && matches!(self.focus, Focus::Place) {
            self.spot.byte = byte;
            return Outcome::Moved;
        }
        let outcome = self.go_to(address, byte, lens);
        if outcome == Outcome::Moved && !lens.fits(self.look(), &self.spot) {
            self.trail.iter_mut().last().iter_mut().for_each(|stop| stop.look = Some(self.look));
            self.look_as("hex");
        }
        outcome
    }

    /// Goes to an address, and in a string of bytes to one of them.
    pub fn go_to(&mut self, address: &str, byte: u64, lens: &Lens) -> Outcome {
        let outcome = self.go(address, lens);
        if outcome == Outcome::Moved {
            self.spot.byte = byte;
        }
        outcome
    }

    /// Goes where something leads.
    pub fn follow(&mut self, target: &Target, lens: &Lens) -> Outcome {
        match target {
            Target::Address(address) => self.go(address, lens),
            Target::Byte { cell, byte } => self.go_to(cell, *byte, lens),
            Target::Bit { address, place } => {
                let outcome = self.go(address, lens);
                let last = self.bits(lens).checked_sub(1).filter(|_| outcome == Outcome::Moved);
                if let Some(column) = last.and_then(|last| last.checked_sub(*place as usize)) {
                    (self.focus, self.bit_row) = (Focus::Bits { column }, 0);
                }
                outcome
            }
        }
    }

    /// Forgets the way one came: here something new begins.
    pub fn begin_here(&mut self) {
        self.trail.clear();
        self.began = Some(self.spot.clone());
    }

    /// Whether one stands elsewhere than where the page began.
    fn strayed(&self) -> bool {
        let at = |spot: &Spot| (spot.address(&Budget::none()).ok(), spot.byte);
        self.began.as_ref().is_some_and(|began| at(began) != at(&self.spot))
    }

    /// How many jumps can be taken back.
    pub fn jumps(&self) -> usize {
        self.trail.len()
    }

    /// Remembers that one jumped here from a tree, and where to.
    pub fn came_from_tree(&mut self, target: Target) {
        if let Some(stop) = self.trail.last_mut() {
            stop.tree = Some(target);
        }
    }

    fn leave_for(&mut self, spot: Spot) {
        let left = std::mem::replace(&mut self.spot, spot);
        self.trail.push(Stop { spot: left, tree: None, look: None });
        if self.trail.len() > TRAIL {
            self.trail.remove(0);
        }
        self.focus = Focus::Place;
    }

    /// Back the way one came, jump by jump; at last to where the page began.
    pub fn back(&mut self, lens: &Lens) -> Outcome {
        let in_list = matches!(self.focus, Focus::Values(_));
        self.focus = Focus::Place;
        let stop = self.trail.pop();
        let began = self.began.clone().filter(|_| stop.is_none() && self.strayed());
        match (stop, began) {
            (Some(stop), _) => {
                (self.spot, self.tree) = (stop.spot, stop.tree);
                self.look = stop.look.unwrap_or(self.look);
            }
            (None, Some(began)) => self.spot = began,
            (None, None) if in_list => return Outcome::Moved,
            (None, None) => return Outcome::told("This is where you began."),
        }
        self.rebase(lens);
        Outcome::Moved
    }
}
