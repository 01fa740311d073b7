//! Where one stands: a cell of the sheet, and a place in the run that computed it.
//!
//! A spot survives an edit: the run is another, the address stays. When the new run has no such address, the spot is
//! *lost* and says why; it is found again as soon as an input brings the address back.

mod target;
mod timeline;

use std::sync::Arc;

use crate::run::address::Address;
use crate::run::{Budget, Cursor, Error, Level, Part, Place, Run, Value};

pub use target::Target;

/// A place in a sheet.
#[derive(Clone)]
pub struct Spot {
    /// The cell.
    cell: String,
    /// The cell's value, or why it has none.
    value: Result<Value, Error>,
    run: Option<Arc<Run>>,
    /// The place in the run; none for the cell's own value.
    cursor: Option<Cursor>,
    /// The byte one stands on, in a value of many bytes.
    pub byte: u64,
    lost: Option<Lost>,
    /// The address of which a lesson asks for a view.
    asked: Option<String>,
}

/// An address that leads nowhere at present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The address, below the cell.
    pub address: Address,
    /// Why it leads nowhere.
    pub why: Error,
}

/// What a spot shows: how far in it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// A cell's value.
    Cell,
    /// A named piece of a run: bytes, a part's output, another run.
    Item,
    /// A segment of a part.
    Segment,
    /// A named value in a segment.
    Step,
    /// An operation in a named value.
    Operation,
}

impl Spot {
    /// At a cell's value.
    pub fn cell(name: &str, value: Result<Value, Error>, run: Option<Arc<Run>>) -> Spot {
        Spot { cell: name.to_owned(), value, run, cursor: None, byte: 0, lost: None, asked: None }
    }

    /// The cell it is in.
    pub fn cell_name(&self) -> &str {
        &self.cell
    }

    /// The cell's value and its run.
    pub fn taken_apart(self) -> (Result<Value, Error>, Option<Arc<Run>>) {
        (self.value, self.run)
    }

    /// The run that computed the cell.
    pub fn run(&self) -> Option<&Arc<Run>> {
        self.run.as_ref()
    }

    /// The cursor in the run, unless it stands at the cell itself.
    pub fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// The address that leads nowhere at present, if it is one.
    pub fn lost(&self) -> Option<&Lost> {
        self.lost.as_ref()
    }

    /// How far in it is.
    pub fn depth(&self) -> Depth {
        match self.cursor.as_ref().map(Cursor::level) {
            None => Depth::Cell,
            Some(Level::Item { .. }) => Depth::Item,
            Some(Level::Segment { .. }) => Depth::Segment,
            Some(Level::Step { .. }) => Depth::Step,
            Some(Level::Operation { .. }) => Depth::Operation,
        }
    }

    /// The whole address, with the cell's name.
    pub fn address(&self, budget: &Budget) -> Result<String, Error> {
        match (&self.lost, &self.cursor) {
            (Some(lost), _) => Ok(format!("{}/{}", self.cell, lost.address)),
            (None, Some(cursor)) => cursor.address(budget),
            (None, None) => Ok(self.cell.clone()),
        }
    }

    /// Notes that a lesson asks for a view of the value here.
    pub fn ask(&mut self) {
        self.asked = self.address(&Budget::none()).ok();
    }

    /// Whether a lesson asks for a view of the value here.
    pub fn is_asked_for(&self, budget: &Budget) -> bool {
        self.asked.as_ref().is_some_and(|asked| self.address(budget).is_ok_and(|here| here == *asked))
    }

    /// The place of the value.
    pub fn place(&self, budget: &Budget) -> Result<Place, Error> {
        match (&self.lost, &self.cursor) {
            (Some(lost), _) => Err(lost.why.clone()),
            (None, Some(cursor)) => cursor.place(budget),
            (None, None) => self.value.clone().map(Place::Value),
        }
    }

    /// The address of the segment it is inside of, if it is in one.
    pub fn segment_address(&self) -> Option<String> {
        match self.cursor.as_ref().filter(|_| self.lost.is_none())?.level() {
            Level::Item { .. } => None,
            Level::Segment { part, segment }
            | Level::Step { part, segment, .. }
            | Level::Operation { part, segment, .. } => Some(part.segment_at(*segment).to_string()),
        }
    }

    /// Goes to an address below the cell. Stays where it is when there is none.
    pub fn seek(&mut self, address: &Address, budget: &Budget) -> Result<(), Error> {
        if address.steps.is_empty() {
            self.cursor = None;
        } else {
            let run = self.run.clone().ok_or_else(|| Error::missing(format!("`{}` has nothing below", self.cell)))?;
            let mut cursor = Cursor::new(run);
            cursor.seek(address, budget)?;
            self.cursor = Some(cursor);
        }
        self.byte = 0;
        self.lost = None;
        Ok(())
    }

    /// Stands at an address that leads nowhere at present, and waits there.
    pub fn wait_at(&mut self, address: Address, why: Error) {
        self.lost = Some(Lost { address, why });
    }

    /// Follows an edit: the same address in what the cell is computed by now.
    pub fn rebase(&mut self, value: Result<Value, Error>, run: Option<Arc<Run>>, budget: &Budget) {
        let wanted = match (&self.lost, &self.cursor) {
            (Some(lost), _) => Some(lost.address.clone()),
            (None, Some(cursor)) => cursor.address(budget).ok().and_then(|address| below_cell(&address)),
            (None, None) => None,
        };
        self.value = value;
        self.run = run;
        let byte = self.byte;
        match wanted {
            None => self.cursor = None,
            Some(address) => match self.seek(&address, budget) {
                Ok(()) => {}
                Err(why) => self.wait_at(address, why),
            },
        }
        self.byte = byte.min(self.bytes(budget).saturating_sub(1));
    }

    /// How many bytes the value has, where it is one to walk along byte by byte.
    pub fn bytes(&self, budget: &Budget) -> u64 {
        match (self.depth(), self.place(budget)) {
            (Depth::Cell | Depth::Item, Ok(Place::Value(value))) => value_bytes(&value),
            _ => 0,
        }
    }

    /// One step on, or back: the next value, operation or segment; in a value of many bytes the next byte.
    pub fn step(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        if self.lost.is_some() {
            return Ok(false);
        }
        match self.depth() {
            Depth::Cell | Depth::Item => {
                let to = if forward { self.byte + 1 } else { self.byte.wrapping_sub(1) };
                let there = to < self.bytes(budget);
                if there {
                    self.byte = to;
                }
                Ok(there)
            }
            Depth::Segment | Depth::Step => self.along_level(forward, budget),
            Depth::Operation => self.next_helper(forward, budget),
        }
    }

    /// The next named helper of the value one is inside of; what has no name of its own is passed over.
    fn next_helper(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        let here = self.cursor.clone();
        while self.along_level(forward, budget)? {
            if let Ok(Place::Nodes { part, segment, nodes }) = self.place(budget)
                && let Some(node) = nodes.first()
                && part.record(segment, budget)?.inside(*node).is_some()
            {
                return Ok(true);
            }
        }
        self.cursor = here;
        Ok(false)
    }

    /// The same value one index on or back; in another depth the neighbour.
    pub fn along(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        if self.lost.is_some() {
            return Ok(false);
        }
        match self.cursor.as_ref().map(Cursor::level).cloned() {
            Some(Level::Step { part, segment, step }) => self.same_name(&*part, segment, step, forward, budget),
            Some(Level::Item { .. }) => {
                let moved = self.along_level(forward, budget)?;
                self.byte = if moved { 0 } else { self.byte };
                Ok(moved)
            }
            Some(Level::Operation { .. }) => self.next_helper(forward, budget),
            Some(Level::Segment { .. }) => self.along_level(forward, budget),
            None => Ok(false),
        }
    }

    fn along_level(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        let Some(cursor) = &mut self.cursor else { return Ok(false) };
        if forward { cursor.next(budget) } else { cursor.previous(budget) }
    }

    fn same_name(
        &mut self,
        part: &dyn Part,
        segment: u64,
        step: usize,
        forward: bool,
        budget: &Budget,
    ) -> Result<bool, Error> {
        let trace = part.record(segment, budget)?;
        let all = trace.steps();
        let Some(here) = all.get(step) else { return Ok(false) };
        let same = |i: &usize| all[*i].name == here.name;
        let there = if forward { (step + 1..all.len()).find(same) } else { (0..step).rev().find(same) };
        if let Some(there) = there {
            return self.go_to_step(there, budget);
        }
        let neighbour = if forward { segment.checked_add(1) } else { segment.checked_sub(1) };
        let Some(neighbour) = neighbour.filter(|n| *n < part.segments()) else { return Ok(false) };
        let name = here.name;
        let next = part.record(neighbour, budget)?;
        let all = next.steps();
        let mut places = (0..all.len()).filter(|i| all[*i].name == name);
        let place = if forward { places.next() } else { places.next_back() };
        let Some(place) = place else { return Ok(false) };
        let Some(cursor) = &mut self.cursor else { return Ok(false) };
        cursor.segment(part.count().number(neighbour), budget)?;
        self.go_to_step(place, budget)
    }

    fn go_to_step(&mut self, step: usize, budget: &Budget) -> Result<bool, Error> {
        self.cursor.as_mut().map_or(Ok(false), |cursor| cursor.step(step, budget))
    }

    /// Goes to the named value that another spot stands on, where both are in the same segment of two runs. False, and
    /// unmoved, where they are not.
    pub fn follow(&mut self, other: &Spot, budget: &Budget) -> bool {
        let (Some(here), Some(there)) = (self.cursor.as_ref(), other.cursor.as_ref()) else { return false };
        let lost = self.lost.is_some() || other.lost.is_some();
        let (Level::Step { part, segment, .. }, Level::Step { part: beside, segment: same, step }) =
            (here.level(), there.level())
        else {
            return false;
        };
        if lost || part.at() != beside.at() || segment != same || here.levels().len() != there.levels().len() {
            return false;
        }
        let (Ok(here), Ok(there)) = (part.record(*segment, budget), beside.record(*same, budget)) else {
            return false;
        };
        let wanted = there.steps().get(*step);
        let found = here
            .steps()
            .iter()
            .position(|step| wanted.is_some_and(|wanted| (wanted.name, wanted.index) == (step.name, step.index)));
        found.is_some_and(|found| self.go_to_step(found, budget).unwrap_or(false))
    }

    /// The first or the last of the bytes, segments, values or operations here.
    pub fn end(&mut self, last: bool, budget: &Budget) -> Result<bool, Error> {
        if self.lost.is_some() {
            return Ok(false);
        }
        match self.cursor.as_ref().map(Cursor::level).cloned() {
            None | Some(Level::Item { .. }) => {
                self.byte = if last { self.bytes(budget).saturating_sub(1) } else { 0 };
                Ok(true)
            }
            Some(Level::Segment { part, .. }) => {
                let to = if last { part.segments().saturating_sub(1) } else { 0 };
                self.cursor.as_mut().map_or(Ok(false), |cursor| cursor.segment(part.count().number(to), budget))
            }
            Some(Level::Step { part, segment, .. }) => {
                let count = part.record(segment, budget)?.steps().len();
                self.go_to_step(if last { count.saturating_sub(1) } else { 0 }, budget)
            }
            Some(Level::Operation { .. }) => {
                while self.along_level(last, budget)? {}
                Ok(true)
            }
        }
    }

    /// The same place in the next segment or the one before; outside segments the next piece of the run.
    pub fn segment(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        if self.lost.is_some() {
            return Ok(false);
        }
        let Some(cursor) = &mut self.cursor else { return Ok(false) };
        let inside = cursor.levels().iter().rev().find_map(|level| match level {
            Level::Segment { part, segment } => Some((part.clone(), *segment)),
            _ => None,
        });
        let Some((part, segment)) = inside else { return self.along(forward, budget) };
        let to = if forward { segment.checked_add(1) } else { segment.checked_sub(1) };
        match to.filter(|to| *to < part.segments()) {
            Some(to) => cursor.segment(part.count().number(to), budget),
            None => Ok(false),
        }
    }

    /// The piece of the run after the one it is in. False at the last, and at a cell.
    pub fn next_part(&mut self, budget: &Budget) -> Result<bool, Error> {
        let Some(mut cursor) = self.cursor.clone().filter(|_| self.lost.is_none()) else { return Ok(false) };
        while !matches!(cursor.level(), Level::Item { .. }) {
            cursor.leave();
        }
        let moved = cursor.next(budget)?;
        if moved {
            self.cursor = Some(cursor);
            self.byte = 0;
        }
        Ok(moved)
    }

    /// Goes in. False where there is nothing to go into.
    pub fn enter(&mut self, budget: &Budget) -> Result<bool, Error> {
        if self.lost.is_some() {
            return Ok(false);
        }
        let moved = match (&mut self.cursor, &self.run) {
            (Some(cursor), _) => cursor.enter(budget)?,
            (None, Some(run)) if !run.items.is_empty() => {
                self.cursor = Some(Cursor::new(run.clone()));
                true
            }
            (None, _) => false,
        };
        if moved {
            self.byte = 0;
        }
        Ok(moved)
    }

    /// Goes out one level. False at a cell.
    pub fn out(&mut self) -> bool {
        self.byte = 0;
        if self.lost.take().is_some() {
            self.cursor = None;
            return true;
        }
        match &mut self.cursor {
            Some(cursor) => {
                if !cursor.leave() {
                    self.cursor = None;
                }
                true
            }
            None => false,
        }
    }
}

/// The address without its first step, the cell.
pub fn below_cell(address: &str) -> Option<Address> {
    let mut address = Address::parse(address).ok()?;
    if address.steps.is_empty() {
        return None;
    }
    address.steps.remove(0);
    Some(address)
}

/// How many bytes a value has to walk along; integers and truth values are walked along as a whole.
fn value_bytes(value: &Value) -> u64 {
    use crate::run::Source;
    match value {
        Value::Bytes(rope) | Value::Text(rope) => rope.len(),
        Value::Int { .. } | Value::Bool(_) | Value::List(_) => 0,
    }
}
