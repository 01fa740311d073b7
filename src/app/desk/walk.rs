//! Walking through what a sheet computed: the spot one stands on, the way one came, and the lists and rows of bits that
//! open on a value. Lessons and the bench walk alike.

mod bits;
mod lists;
mod place;
mod pointing;

use std::rc::Rc;

use crate::app::command::{Command, Context};
use crate::app::desk::values::{Target, Values};
use crate::app::place::{Depth, Spot, below_cell};
use crate::app::tool::path::PathView;
use crate::learner::veil::Veil;
use crate::run::address::Address;
use crate::run::{Budget, Error};
use crate::sheet::{Cell, Sheet, State};
use crate::view::{VIEWS, View};

/// How many jumps can be taken back.
const TRAIL: usize = 200;

/// A walk.
#[derive(Clone)]
pub struct Walk {
    spot: Spot,
    trail: Vec<Stop>,
    /// The tree that one came back to, until somebody shows it.
    tree: Option<Tree>,
    /// How the value looks: a place in [`VIEWS`].
    look: usize,
    /// What is open on the spot.
    pub focus: Focus,
}

/// A place that was left, and the tree that led on from there.
#[derive(Clone)]
struct Stop {
    spot: Spot,
    tree: Option<Tree>,
}

/// The way of a value as it stood when one jumped from it.
#[derive(Clone)]
pub struct Tree {
    /// The tree; none where what it shows may be otherwise by now.
    pub path: Option<Rc<PathView>>,
    /// Where one jumped to.
    pub target: Target,
}

/// What is open on a spot.
#[derive(Clone)]
pub enum Focus {
    /// Only the value itself.
    Place,
    /// Its bits; one of them is chosen, counted from the left.
    Bits {
        /// The column.
        column: usize,
    },
    /// Its operands, one of which is chosen.
    Operands {
        /// The row.
        chosen: usize,
    },
    /// Where it comes from, or what it is used by.
    Values(Values),
}

/// What a command did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// Nothing that shows.
    Nothing,
    /// One stands elsewhere, or something opened or closed.
    Moved,
    /// Nothing, for a reason to tell.
    Told(String),
    /// One wants out of the outermost place.
    Left,
    /// It is to be computed first.
    Pending,
}

/// What became of a move, which says whether one stands elsewhere now.
impl From<Result<bool, Error>> for Did {
    fn from(moved: Result<bool, Error>) -> Did {
        match moved {
            Ok(true) => Did::Moved,
            Ok(false) => Did::Nothing,
            Err(error) if error.is_pending() => Did::Pending,
            Err(error) => Did::Told(error.to_string()),
        }
    }
}

impl Walk {
    /// A walk that begins at a cell; at the first one where no such cell exists.
    pub fn at_cell(sheet: &Sheet, name: &str) -> Walk {
        let cell = sheet.cell(name).or(sheet.cells().last());
        let spot = match cell {
            Some(cell) => spot_at(cell),
            None => Spot::cell("", Err(Error::missing("this sheet is empty")), None),
        };
        Walk { spot, trail: Vec::new(), tree: None, look: 0, focus: Focus::Place }
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
        }
    }

    /// What has the keyboard.
    pub fn context(&self) -> Context {
        match &self.focus {
            Focus::Place => Context::Page,
            Focus::Bits { .. } => Context::Bits,
            Focus::Operands { .. } | Focus::Values(_) => Context::Values,
        }
    }

    /// Whether a command would do something here, as far as can be told without trying.
    pub fn works(&self, command: Command) -> bool {
        match command {
            Command::Back => !self.trail.is_empty(),
            Command::Earlier | Command::Later => self.spot.depth() == Depth::Step,
            Command::Step | Command::StepBack => {
                let in_place = matches!(self.focus, Focus::Place);
                let along_bytes = in_place && matches!(self.spot.depth(), Depth::Cell | Depth::Item);
                !along_bytes || self.spot.bytes(&Budget::none()) > 1
            }
            _ => true,
        }
    }

    /// Follows an edit: the same places in what the cells are computed by now.
    pub fn rebase(&mut self, sheet: &Sheet, budget: &Budget) {
        if let Some(cell) = sheet.cell(self.spot.cell_name()) {
            let (value, run) = spot_at(cell).taken_apart();
            self.spot.rebase(value, run, budget);
        }
        if let Focus::Values(_) | Focus::Operands { .. } = self.focus {
            self.focus = Focus::Place;
        }
    }

    /// Goes to an address with a cell's name in front, and remembers where one was.
    pub fn go(&mut self, address: &str, sheet: &Sheet, budget: &Budget) -> Did {
        let parsed = match Address::parse(address) {
            Ok(parsed) if parsed.is_pattern() => {
                return Did::Told(format!("{address} names many values; leave out * and .."));
            }
            Ok(parsed) => parsed,
            Err(error) => return Did::Told(error.to_string()),
        };
        let Some(first) = parsed.steps.first() else {
            return Did::Told("An address begins with a cell's name.".into());
        };
        let Some(cell) = sheet.cell(&first.name) else {
            let names: Vec<&str> = sheet.cells().iter().map(Cell::name).collect();
            return Did::Told(format!("There is no cell {}. There are {}.", first.name, names.join(", ")));
        };
        let mut spot = spot_at(cell);
        let below = below_cell(address).unwrap_or_default();
        match spot.seek(&below, budget) {
            Ok(()) => {
                self.leave_for(spot);
                Did::Moved
            }
            Err(error) if error.is_pending() => {
                spot.wait_at(below, error);
                self.leave_for(spot);
                Did::Pending
            }
            Err(error) => Did::Told(error.to_string()),
        }
    }

    /// Goes to a typed address. What begins with no cell's name is looked for in the segment one stands in, then in the
    /// cell.
    pub fn go_typed(&mut self, typed: &str, sheet: &Sheet, budget: &Budget) -> Did {
        let first = typed.split(['/', '[', '#']).next().unwrap_or_default();
        if sheet.cell(first).is_some() || typed.is_empty() {
            return self.go(typed, sheet, budget);
        }
        let places = self.spot.segment_address().into_iter().chain([self.spot.cell_name().to_owned()]);
        let mut said = None;
        for place in places {
            match self.go(&format!("{place}/{typed}"), sheet, budget) {
                Did::Told(why) => said = said.or(Some(why)),
                did => return did,
            }
        }
        Did::Told(said.unwrap_or_default())
    }

    /// Goes to an address, or waits there until an input brings it.
    pub fn go_or_wait(&mut self, address: &str, sheet: &Sheet, budget: &Budget) {
        if let (Did::Told(why), Some(below)) = (self.go(address, sheet, budget), below_cell(address)) {
            let cell = Address::parse(address).ok().and_then(|address| sheet.cell(&address.steps.first()?.name));
            if let Some(cell) = cell {
                let mut spot = spot_at(cell);
                spot.wait_at(below, Error::missing(why));
                self.leave_for(spot);
            }
        }
    }

    /// Goes to a byte of a cell's value.
    pub fn go_to_byte(&mut self, cell: &str, byte: u64, sheet: &Sheet) -> Did {
        let Some(cell) = sheet.cell(cell) else { return Did::Nothing };
        let mut spot = spot_at(cell);
        spot.byte = byte;
        self.leave_for(spot);
        Did::Moved
    }

    /// Goes to an address, and in a string of bytes to one of them.
    pub fn go_to(&mut self, address: &str, byte: u64, sheet: &Sheet, budget: &Budget) -> Did {
        let did = self.go(address, sheet, budget);
        if did == Did::Moved {
            self.spot.byte = byte;
        }
        did
    }

    /// How many jumps can be taken back.
    pub fn jumps(&self) -> usize {
        self.trail.len()
    }

    /// Remembers that one jumped here from a tree.
    pub fn came_from(&mut self, path: Rc<PathView>, target: Target) {
        if let Some(stop) = self.trail.last_mut() {
            stop.tree = Some(Tree { path: Some(path), target });
        }
    }

    /// The tree that one came back to just now.
    pub fn take_tree(&mut self) -> Option<Tree> {
        self.tree.take()
    }

    /// What the trees show may be otherwise by now.
    pub fn spoil_trees(&mut self) {
        self.trail.iter_mut().filter_map(|stop| stop.tree.as_mut()).for_each(|tree| tree.path = None);
    }

    /// Forgets the way one came.
    pub fn forget(&mut self) {
        self.trail.clear();
    }

    fn leave_for(&mut self, spot: Spot) {
        let left = std::mem::replace(&mut self.spot, spot);
        self.trail.push(Stop { spot: left, tree: None });
        if self.trail.len() > TRAIL {
            self.trail.remove(0);
        }
        self.focus = Focus::Place;
    }

    /// Carries out a command.
    pub fn command(&mut self, command: Command, sheet: &Sheet, veil: &Veil, budget: &Budget) -> Did {
        match &self.focus {
            Focus::Place => self.in_place(command, sheet, veil, budget),
            Focus::Bits { column } => self.in_bits(command, *column, sheet, veil, budget),
            Focus::Operands { chosen } => self.in_operands(command, *chosen, sheet, veil, budget),
            Focus::Values(_) => self.in_values(command, sheet, veil, budget),
        }
    }

    /// Goes where something leads.
    pub fn follow(&mut self, target: &Target, sheet: &Sheet, budget: &Budget) -> Did {
        match target {
            Target::Address(address) => self.go(address, sheet, budget),
            Target::Byte { cell, byte } => self.go_to_byte(cell, *byte, sheet),
            Target::Bit { address, place } => {
                let did = self.go(address, sheet, budget);
                let last = self.bits(budget).checked_sub(1).filter(|_| did == Did::Moved);
                if let Some(column) = last.and_then(|last| last.checked_sub(*place as usize)) {
                    self.focus = Focus::Bits { column };
                }
                did
            }
        }
    }
}

/// At a cell as it is now.
pub(super) fn spot_at(cell: &Cell) -> Spot {
    let (value, run) = match cell.state() {
        State::Ready(outcome) => (Ok(outcome.value.clone()), outcome.run.clone()),
        State::Pending { done, of } => (Err(Error::Pending { done: *done, of: *of }), None),
        State::Dirty => (Err(Error::Pending { done: 0, of: 1 }), None),
        State::Problem(problem) => (Err(Error::missing(problem.to_string())), cell.run().cloned()),
    };
    Spot::cell(cell.name(), value, run)
}
