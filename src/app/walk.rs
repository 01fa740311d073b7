//! Walking through what a sheet computed: the spot one stands on, the way one came, and the lists and rows of bits that
//! open on a value. Lessons and the bench walk alike.

mod pointing;

use crate::app::compare::flip::open_bits;
use crate::app::keys::{Command, Context};
use crate::app::pane::{Leads, has_bits, opened_helper, operand_rows};
use crate::app::path::PathView;
use crate::app::seen;
use crate::app::spot::{Depth, Spot, below_cell};
use crate::app::values::{Target, Values};
use crate::app::veil::Veil;
use crate::num::{Op, bits};
use crate::run::address::{Address, Step};
use crate::run::{Budget, Error, Place, Value, arithmetic};
use crate::sheet::{Cell, Sheet, State};
use crate::view::{VIEWS, View};
use std::rc::Rc;

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

    /// The bit that is chosen among the value's bits, 0 being the lowest.
    pub fn chosen_bit(&self, budget: &Budget) -> Option<usize> {
        match &self.focus {
            Focus::Bits { column } => self.bits(budget).checked_sub(column + 1),
            Focus::Place | Focus::Operands { .. } | Focus::Values(_) => None,
        }
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

    fn in_place(&mut self, command: Command, sheet: &Sheet, veil: &Veil, budget: &Budget) -> Did {
        let moved = match command {
            Command::Step => self.spot.step(true, budget),
            Command::StepBack => self.spot.step(false, budget),
            Command::Later => self.along(true, sheet, budget),
            Command::Earlier => self.along(false, sheet, budget),
            Command::SegmentAfter => self.spot.segment(true, budget),
            Command::SegmentBefore => self.spot.segment(false, budget),
            Command::First => self.spot.end(false, budget),
            Command::Last => self.spot.end(true, budget),
            Command::Into => self.into(veil, budget),
            Command::Bits if self.open_bits(veil, budget) => Ok(true),
            Command::Bits => self.open_arithmetic(veil, budget),
            Command::Out => return if self.spot.out() { Did::Moved } else { Did::Left },
            Command::Back => return self.back(sheet, budget),
            Command::From => return self.list(Values::sources(&self.spot, veil, budget)),
            Command::Users => return self.list(Values::users(&self.spot, sheet, veil, budget)),
            Command::View => {
                let next = (1..=VIEWS.len()).map(|by| (self.look + by) % VIEWS.len());
                let fits = |look: &usize| seen::fits(&VIEWS[*look], &self.spot, veil, budget);
                // Where nothing fits, such as a value that is not there, the first one stands.
                self.look = next.into_iter().find(fits).unwrap_or(0);
                Ok(true)
            }
            _ => Ok(false),
        };
        match moved {
            Ok(true) => Did::Moved,
            Ok(false) => Did::Nothing,
            Err(error) if error.is_pending() => Did::Pending,
            Err(error) => Did::Told(error.to_string()),
        }
    }

    /// To the piece of the run after the one that one stands in.
    pub fn next_part(&mut self, budget: &Budget) -> Did {
        self.focus = Focus::Place;
        match self.spot.next_part(budget) {
            Ok(true) => Did::Moved,
            Ok(false) => Did::Nothing,
            Err(error) if error.is_pending() => Did::Pending,
            Err(error) => Did::Told(error.to_string()),
        }
    }

    /// Among cells, the neighbour; within a run, the same value one index on or back.
    fn along(&mut self, forward: bool, sheet: &Sheet, budget: &Budget) -> Result<bool, Error> {
        if self.spot.cursor().is_some() || self.spot.lost().is_some() {
            return self.spot.along(forward, budget);
        }
        let cells = sheet.cells();
        let here = cells.iter().position(|cell| cell.name() == self.spot.cell_name());
        let there = here.and_then(|here| if forward { here.checked_add(1) } else { here.checked_sub(1) });
        match there.and_then(|there| cells.get(there)) {
            Some(cell) => {
                self.spot = spot_at(cell);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Goes in: into a cell, a part, a segment; in a value to its operands, and where none of them can be opened to its
    /// bits.
    fn into(&mut self, veil: &Veil, budget: &Budget) -> Result<bool, Error> {
        let place = match self.spot.place(budget) {
            Ok(place) => place,
            // A call that a check refused has no result, and steps up to that check.
            Err(error) => return if self.spot.enter(budget)? { Ok(true) } else { Err(error) },
        };
        if let Place::Nodes { part, segment, nodes } = &place {
            let trace = part.record(*segment, budget)?;
            let called = nodes.iter().any(|node| trace.nodes[trace.unnamed(*node) as usize].op == Op::Call);
            if !called {
                let rows = operand_rows(&place, veil, budget)?;
                if let Some(chosen) = rows.iter().position(|row| matches!(row.leads, Leads::Into(_))) {
                    self.focus = Focus::Operands { chosen };
                    return Ok(true);
                }
                return Ok(self.open_arithmetic(veil, budget)? || self.open_bits(veil, budget));
            }
        }
        Ok(self.spot.enter(budget)? || self.open_bits(veil, budget))
    }

    /// Opens an operation modulo p to its arithmetic over the integers.
    fn open_arithmetic(&mut self, veil: &Veil, budget: &Budget) -> Result<bool, Error> {
        let place = self.spot.place(budget)?;
        let Place::Nodes { part, segment, nodes } = &place else { return Ok(false) };
        let [node] = nodes[..] else { return Ok(false) };
        let opens = !veil.hides(&place, budget) && arithmetic::opens(&*part.record(*segment, budget)?, node);
        Ok(opens && self.spot.enter(budget)?)
    }

    fn open_bits(&mut self, veil: &Veil, budget: &Budget) -> bool {
        let open = !veil.hides_spot(&self.spot, budget) && has_bits(&self.spot, budget);
        if open {
            // Of an integer the lowest bit comes first: the others are counted from there.
            let lowest = matches!(self.spot.place(budget), Ok(Place::Value(Value::Int { .. })));
            let column = if lowest { self.bits(budget).saturating_sub(1) } else { 0 };
            self.focus = Focus::Bits { column };
        }
        open
    }

    /// Closes what is open on a value that is hidden now.
    pub fn close_hidden(&mut self, veil: &Veil, budget: &Budget) {
        let open = !matches!(self.focus, Focus::Place);
        if open && veil.hides_spot(&self.spot, budget) {
            self.focus = Focus::Place;
        }
    }

    fn back(&mut self, sheet: &Sheet, budget: &Budget) -> Did {
        match self.trail.pop() {
            Some(stop) => {
                self.spot = stop.spot;
                self.tree = stop.tree;
                self.rebase(sheet, budget);
                self.focus = Focus::Place;
                Did::Moved
            }
            None => Did::Told("This is where you began.".into()),
        }
    }

    fn list(&mut self, values: Result<Values, Error>) -> Did {
        match values {
            Ok(values) if values.rows.is_empty() => Did::Told(values.nothing().to_owned()),
            Ok(values) => {
                self.focus = Focus::Values(values);
                Did::Moved
            }
            Err(error) if error.is_pending() => Did::Pending,
            Err(error) => Did::Told(error.to_string()),
        }
    }

    fn in_bits(&mut self, command: Command, column: usize, sheet: &Sheet, veil: &Veil, budget: &Budget) -> Did {
        let width = self.bits(budget);
        let to = match command {
            Command::StepBack => column.saturating_sub(1),
            Command::Step => (column + 1).min(width.saturating_sub(1)),
            Command::First => 0,
            Command::Last => width.saturating_sub(1),
            Command::Open => return self.where_bit_comes_from(column, width, sheet, veil, budget),
            Command::Out => {
                self.focus = Focus::Place;
                return Did::Moved;
            }
            Command::Back | Command::From | Command::Users | Command::View => {
                self.focus = Focus::Place;
                return self.in_place(command, sheet, veil, budget);
            }
            _ => return Did::Nothing,
        };
        self.focus = Focus::Bits { column: to };
        if to == column { Did::Nothing } else { Did::Moved }
    }

    /// To the bit that a bit was moved from; to a list of them where it was computed from several.
    fn where_bit_comes_from(
        &mut self,
        column: usize,
        width: usize,
        sheet: &Sheet,
        veil: &Veil,
        budget: &Budget,
    ) -> Did {
        let place = u32::try_from(width.saturating_sub(column + 1)).unwrap_or(0);
        match Values::bit_sources(&self.spot, place, veil, budget) {
            Ok(values) if values.rows.is_empty() => match self.in_place(Command::From, sheet, veil, budget) {
                Did::Told(_) => Did::Told("This bit is given: it comes from nothing else.".into()),
                did => did,
            },
            Ok(values) => match (values.rows.len(), values.target().cloned()) {
                (1, Some(target)) => self.follow(&target, sheet, budget),
                _ => {
                    self.focus = Focus::Values(values);
                    Did::Moved
                }
            },
            Err(error) => Did::Told(error.to_string()),
        }
    }

    /// How many bits the value has, or the byte under the cursor.
    fn bits(&self, budget: &Budget) -> usize {
        let (part, segment, nodes) = match self.spot.place(budget) {
            Ok(Place::Nodes { part, segment, nodes }) => (part, segment, nodes),
            Ok(Place::Value(value)) => return open_bits(&value, self.spot.byte).unwrap_or(0),
            Ok(Place::Segment { .. }) | Err(_) => return 0,
        };
        let Ok(trace) = part.record(segment, budget) else { return 0 };
        nodes.first().and_then(|node| bits::width(&trace, *node)).map_or(0, |bits| bits as usize)
    }

    fn in_operands(&mut self, command: Command, chosen: usize, sheet: &Sheet, veil: &Veil, budget: &Budget) -> Did {
        let rows = match self.spot.place(budget).and_then(|place| operand_rows(&place, veil, budget)) {
            Ok(rows) => rows,
            Err(error) => return Did::Told(error.to_string()),
        };
        let last = rows.len().saturating_sub(1);
        let to = match command {
            Command::Up => chosen.saturating_sub(1),
            Command::Down => (chosen + 1).min(last),
            Command::First => 0,
            Command::Last => last,
            Command::Open => {
                let Some(row) = rows.get(chosen) else { return Did::Nothing };
                return match row.leads.clone() {
                    Leads::Into(name) => self.enter_helper(name, budget),
                    Leads::To(target) => self.follow(&target, sheet, budget),
                    Leads::Nowhere => Did::Told("A constant: here the way ends.".into()),
                };
            }
            Command::Out => {
                self.focus = Focus::Place;
                return Did::Moved;
            }
            Command::Back | Command::From | Command::Users | Command::Bits => {
                self.focus = Focus::Place;
                return self.in_place(command, sheet, veil, budget);
            }
            _ => return Did::Nothing,
        };
        self.focus = Focus::Operands { chosen: to };
        if to == chosen { Did::Nothing } else { Did::Moved }
    }

    /// Into a named helper of the value one stands on; Esc comes out again.
    fn enter_helper(&mut self, name: &str, budget: &Budget) -> Did {
        let below = self.spot.address(budget).ok().and_then(|address| below_cell(&address));
        let Some(mut below) = below else { return Did::Nothing };
        if let Ok(Place::Nodes { part, segment, nodes }) = self.spot.place(budget)
            && let (Ok(trace), [node]) = (part.record(segment, budget), &nodes[..])
            && let Some(outer) = opened_helper(&trace, *node)
        {
            below = below.join(Step::new(outer));
        }
        match self.spot.seek(&below.join(Step::new(name)), budget) {
            Ok(()) => {
                self.focus = Focus::Place;
                Did::Moved
            }
            Err(error) => Did::Told(error.to_string()),
        }
    }

    fn in_values(&mut self, command: Command, sheet: &Sheet, veil: &Veil, budget: &Budget) -> Did {
        let Focus::Values(values) = &mut self.focus else { return Did::Nothing };
        match command {
            Command::Up => values.choose(values.chosen.saturating_sub(1)),
            Command::Down => values.choose(values.chosen + 1),
            Command::First => values.choose(0),
            Command::Last => values.choose(usize::MAX),
            Command::Out => {
                self.focus = Focus::Place;
                Did::Moved
            }
            Command::Back => {
                self.focus = Focus::Place;
                if self.trail.is_empty() { Did::Moved } else { self.back(sheet, budget) }
            }
            Command::Open => match values.target().cloned() {
                Some(target) => self.follow(&target, sheet, budget),
                None => Did::Told("A constant: here the way ends.".into()),
            },
            Command::From | Command::Users => {
                self.focus = Focus::Place;
                self.in_place(command, sheet, veil, budget)
            }
            _ => Did::Nothing,
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
