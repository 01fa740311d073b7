//! Where one stands: a cell of the sheet, and a place in the run that computed it.
//!
//! A spot survives an edit: the run is another, the address stays. When the new run has no such address, the spot is
//! *lost* and says why; it is found again as soon as an input brings the address back.

use std::sync::Arc;

use super::{Cell, Sheet, State};
use crate::run::address::{Address, Bound, Index, below_cell, byte_range};
use crate::run::strip::Strip;
use crate::run::{Body, Budget, Count, Cursor, Error, Level, Place, Run, Source, Value};

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
    /// The byte under the cursor, in a value of many bytes.
    pub byte: u64,
    /// Whether one stands on that byte alone, not on the value.
    pub within: bool,
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

/// The depth of a spot: how far in it is.
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
        Spot { cell: name.to_owned(), value, run, cursor: None, byte: 0, within: false, lost: None, asked: None }
    }

    /// At a cell as it is now.
    pub fn at(cell: &Cell) -> Spot {
        let (value, run) = match cell.state() {
            State::Ready(outcome) => (Ok(outcome.value.clone()), outcome.run.clone()),
            State::Pending { done, of } => (Err(Error::Pending { done: *done, of: *of }), None),
            State::Dirty => (Err(Error::Pending { done: 0, of: 1 }), None),
            State::Problem(problem) => (Err(Error::missing(problem.to_string())), cell.run().cloned()),
        };
        Spot::cell(cell.name(), value, run)
    }

    /// The same place in another sheet, or why there is none.
    pub fn twin(&self, other: &Sheet, budget: &Budget) -> Spot {
        let name = self.cell_name();
        let Some(cell) = other.cell(name) else {
            return Spot::cell(name, Err(Error::missing(format!("there was no cell {name}"))), None);
        };
        let mut twin = Spot::at(cell);
        let below = match self.lost() {
            Some(lost) => Some(lost.address.clone()),
            None => self.address(budget).ok().and_then(|address| below_cell(&address)),
        };
        let below = below.unwrap_or_default();
        if let Err(why) = twin.seek(&below, budget) {
            twin.wait_at(below, why);
        }
        twin.byte = self.byte;
        twin
    }

    /// The place of the value; in a string of bytes only the byte one stands on.
    ///
    /// # Errors
    /// What finding the place gives.
    pub fn standing(&self, budget: &Budget) -> Result<Place, Error> {
        Ok(self.place(budget)?.at_byte(self.byte))
    }

    /// The cell it is in.
    pub fn cell_name(&self) -> &str {
        &self.cell
    }

    /// The run that computed the cell.
    pub fn run(&self) -> Option<&Arc<Run>> {
        self.run.as_ref()
    }

    /// The run that it stands in: of the innermost call, else of the cell.
    pub fn inner_run(&self) -> Option<Arc<Run>> {
        let inner = self.cursor.iter().flat_map(|cursor| cursor.levels().iter().rev()).find_map(|level| match level {
            Level::Item { run, .. } => Some(run.clone()),
            Level::Segment { .. } | Level::Step { .. } | Level::Operation { .. } => None,
        });
        inner.or_else(|| self.run.clone())
    }

    /// The cursor in the run, unless it stands at the cell itself.
    pub fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// The cursor, where its address leads somewhere at present.
    pub fn there(&self) -> Option<&Cursor> {
        self.cursor.as_ref().filter(|_| self.lost.is_none())
    }

    /// The address that leads nowhere at present, if it is one.
    pub fn lost(&self) -> Option<&Lost> {
        self.lost.as_ref()
    }

    /// The strip that it stands on; none where it is no part of several.
    pub fn strip(&self, budget: &Budget) -> Option<Strip> {
        self.there()?.strip(budget)
    }

    /// The input that it is the value of.
    pub fn input<'s>(&self, sheet: &'s Sheet) -> Option<&'s Cell> {
        let is_cell = self.cursor.is_none() && self.lost.is_none();
        sheet.cell(&self.cell).filter(|cell| is_cell && cell.input.is_some())
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
        let (part, segment) = self.there()?.level().segment()?;
        Some(part.segment_at(segment).to_string())
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
        let byte = self.cursor.as_ref().and_then(|cursor| byte_of(cursor, address));
        self.byte = byte.unwrap_or(0);
        self.within = byte.is_some();
        self.lost = None;
        Ok(())
    }

    /// The value of an argument such as `block[0]/in/state`, which one cannot stand on: it is another's.
    pub fn argument(&self, address: &Address, budget: &Budget) -> Option<Place> {
        let [.., within, _] = &address.steps[..] else { return None };
        let is_argument = within.name == "in" && within.indices.is_empty();
        self.run.as_ref().filter(|_| is_argument)?.at(address, budget).ok()
    }

    /// Stands at an address that leads nowhere at present, and waits there.
    pub fn wait_at(&mut self, address: Address, why: Error) {
        self.lost = Some(Lost { address, why });
    }

    /// Follows an edit: the same address in what the cell is computed by now.
    pub fn rebase(&mut self, cell: &Cell, budget: &Budget) {
        let wanted = match (&self.lost, &self.cursor) {
            (Some(lost), _) => Some(lost.address.clone()),
            (None, Some(cursor)) => cursor.address(budget).ok().and_then(|address| below_cell(&address)),
            (None, None) => None,
        };
        let (byte, within) = (self.byte, self.within);
        let Spot { value, run, .. } = Spot::at(cell);
        (self.value, self.run) = (value, run);
        match wanted {
            None => self.cursor = None,
            Some(address) => match self.seek(&address, budget) {
                Ok(()) => {}
                Err(why) => self.wait_at(address, why),
            },
        }
        self.byte = byte.min(self.bytes(budget).saturating_sub(1));
        self.within = within;
    }

    /// How many bytes the value has, where it is one to walk along byte by byte.
    pub fn bytes(&self, budget: &Budget) -> u64 {
        match self.depth() {
            Depth::Cell | Depth::Item => {
                self.place(budget).ok().and_then(|place| Some(place.string()?.len())).unwrap_or(0)
            }
            Depth::Segment | Depth::Step | Depth::Operation => 0,
        }
    }

    /// One step on, or back: the next value, operation or segment; in a value of many bytes the next byte.
    pub fn step(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        match self.depth() {
            _ if self.lost.is_some() => Ok(false),
            // What has no bytes to walk along is walked past.
            Depth::Item if self.bytes(budget) < 2 => self.moved(|cursor| cursor.step_along(forward, budget)),
            Depth::Cell | Depth::Item => {
                let to = if forward { self.byte + 1 } else { self.byte.wrapping_sub(1) };
                let there = to < self.bytes(budget);
                if there {
                    self.byte = to;
                }
                Ok(there)
            }
            Depth::Segment | Depth::Step | Depth::Operation => self.moved(|cursor| cursor.step_along(forward, budget)),
        }
    }

    /// Whether the piece of a run that it stands on has another before it or behind it.
    pub fn has_neighbour(&self, budget: &Budget) -> bool {
        let leads = |forward| self.clone().moved(|cursor| cursor.step_along(forward, budget)).unwrap_or(false);
        self.depth() == Depth::Item && (leads(true) || leads(false))
    }

    /// The same value one index on or back; in another depth the neighbour.
    pub fn along(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        let moved = self.moved(|cursor| cursor.along(forward, budget))?;
        self.byte = if moved && self.depth() == Depth::Item { 0 } else { self.byte };
        Ok(moved)
    }

    /// Moves the cursor, where there is one and its address leads somewhere.
    fn moved(&mut self, by: impl FnOnce(&mut Cursor) -> Result<bool, Error>) -> Result<bool, Error> {
        let cursor = self.cursor.as_mut().filter(|_| self.lost.is_none());
        let moved = cursor.map_or(Ok(false), by)?;
        self.within &= !moved;
        Ok(moved)
    }

    /// Goes to the named value that another spot stands on, where both are in the same segment of two runs. False, and
    /// unmoved, where they are not.
    pub fn follow(&mut self, other: &Spot, budget: &Budget) -> bool {
        other.there().is_some_and(|there| self.moved(|cursor| Ok(cursor.follow(there, budget))).unwrap_or(false))
    }

    /// The first or the last of the bytes, segments, values or operations here.
    pub fn end(&mut self, last: bool, budget: &Budget) -> Result<bool, Error> {
        match self.depth() {
            _ if self.lost.is_some() => Ok(false),
            Depth::Cell | Depth::Item => {
                self.byte = if last { self.bytes(budget).saturating_sub(1) } else { 0 };
                Ok(true)
            }
            Depth::Segment | Depth::Step | Depth::Operation => self.moved(|cursor| cursor.end(last, budget)),
        }
    }

    /// The same place in the next segment or the one before; outside segments the next piece of the run.
    pub fn segment(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        let moved = self.moved(|cursor| cursor.next_segment(forward, budget))?;
        self.byte = if moved && self.depth() == Depth::Item { 0 } else { self.byte };
        Ok(moved)
    }

    /// The piece of the run after the one it is in. False at the last, and at a cell.
    pub fn next_part(&mut self, budget: &Budget) -> Result<bool, Error> {
        let moved = self.moved(|cursor| cursor.next_item(budget))?;
        self.byte = if moved { 0 } else { self.byte };
        Ok(moved)
    }

    /// Goes along the innermost timeline, to a place from 0 at its beginning to [`u16::MAX`] at its end. False where
    /// there is none, or where one stands there already.
    pub fn go_along(&mut self, place: u16, budget: &Budget) -> Result<bool, Error> {
        let moved = self.moved(|cursor| cursor.go_along(place, budget))?;
        self.byte = if moved { 0 } else { self.byte };
        Ok(moved)
    }

    /// Stands at a whole address of this cell; also at a byte of a value, `pad/message[4]`, or a stretch of them,
    /// `digest[4..7]`.
    ///
    /// # Errors
    /// As [`Spot::seek`].
    pub fn stand(&mut self, whole: &str, budget: &Budget) -> Result<(), Error> {
        let below = |address: &str| below_cell(address).unwrap_or_default();
        let bytes = byte_range(whole);
        let is_stretch =
            bytes.is_some() && whole.ends_with(']') && whole.rsplit('[').next().is_some_and(|i| i.contains(".."));
        // A cell has no index in addresses, and a pattern names many values.
        let sought = match bytes {
            Some(_) if is_stretch || !whole.contains('/') => None,
            _ => Some(self.seek(&below(whole), budget)),
        };
        match (sought, bytes) {
            (Some(Ok(())), _) => {}
            (Some(Err(error)), None) => return Err(error),
            (_, Some((value, range))) => {
                self.seek(&below(value), budget)?;
                self.onto_piece();
                if range.end > self.bytes(budget) {
                    return Err(Error::missing(format!("`{value}` has fewer bytes")));
                }
                (self.byte, self.within) = (range.start, !is_stretch);
            }
            (None, None) => {}
        }
        self.onto_piece();
        Ok(())
    }

    /// From the only segment of a part onto the part itself, whose bytes are a piece of a run.
    fn onto_piece(&mut self) {
        let Some(cursor) = &mut self.cursor else { return };
        if let Level::Segment { part, .. } = cursor.level()
            && part.count() == Count::Single
        {
            cursor.leave();
        }
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
            (self.byte, self.within) = (0, false);
        }
        Ok(moved)
    }

    /// Goes out one level. False at a cell.
    pub fn out(&mut self) -> bool {
        if !self.within {
            self.byte = 0;
        }
        if self.lost.take().is_some() {
            self.cursor = None;
            return true;
        }
        match &mut self.cursor {
            Some(_) if std::mem::take(&mut self.within) => true,
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

/// The byte at which an address of one of many bytes leads, as `pad/message[4]` does.
fn byte_of(cursor: &Cursor, address: &Address) -> Option<u64> {
    let Level::Item { run, item } = cursor.level() else { return None };
    let Body::Bytes { width, .. } = &run.items.get(*item)?.body else { return None };
    match address.steps.last()?.indices[..] {
        [Index::One(Bound::At(place))] => place.checked_mul(*width),
        _ => None,
    }
}
