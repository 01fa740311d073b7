//! Moves where nothing is open on the spot, and what opens something on it.

use super::pictures::beside;
use super::{Focus, Walk};
use crate::app::desk::values::{Direction, Values};
use crate::app::list::{Choice, List};
use crate::app::outcome::Outcome;
use crate::learner::lens::{Leads, Lens, OperandRow, ROW};
use crate::num::Op;
use crate::run::{Error, Place, Value, arithmetic};
use crate::sheet::spot::Spot;
use crate::view::VIEWS;

impl Walk {
    /// To the value computed next or before; in a picture to its next stop, in a string of bytes to the next byte,
    /// among bits to the next column.
    pub fn step(&mut self, forward: bool, lens: &Lens) -> Outcome {
        if self.on_strip && matches!(self.focus, Focus::Place) {
            return self.spot.along(forward, lens.budget).into();
        }
        if let Some(outcome) = self.step_in_picture(forward, lens) {
            return outcome;
        }
        match self.focus {
            Focus::Bits { column } if forward => self.choose_column(column + 1, lens),
            Focus::Bits { column } => self.choose_column(column.saturating_sub(1), lens),
            Focus::Place | Focus::Operands(_) | Focus::Values(_) => self.spot.step(forward, lens.budget).into(),
        }
    }

    /// The same value one index on or back; in a string of bytes a row of them, and past its end what lies next to it.
    pub fn along(&mut self, forward: bool, lens: &Lens) -> Outcome {
        if let Some(byte) = self.byte_in_next_row(forward, lens) {
            self.spot.byte = byte;
            return Outcome::Moved;
        }
        if let Some(outcome) = self.along_in_picture(forward, lens) {
            return outcome;
        }
        if self.spot.cursor().is_some() || self.spot.lost().is_some() {
            return self.spot.along(forward, lens.budget).into();
        }
        // Among cells, the neighbour.
        let cells = lens.sheet.cells();
        let here = cells.iter().position(|cell| cell.name() == self.spot.cell_name());
        let cell = here.and_then(|here| beside(here, 1, forward)).and_then(|there| cells.get(there));
        self.spot = cell.map_or_else(|| self.spot.clone(), Spot::at);
        Outcome::of(cell.is_some())
    }

    /// The byte that a move by a row of bytes leads to, where it stays within the value.
    pub fn byte_in_next_row(&self, forward: bool, lens: &Lens) -> Option<u64> {
        if !self.is_on_bytes() {
            return None;
        }
        let last = self.spot.bytes(lens.budget).checked_sub(1)?;
        let byte = self.spot.byte;
        match forward {
            true if byte / ROW < last / ROW => Some((byte + ROW).min(last)),
            true => None,
            false => byte.checked_sub(ROW),
        }
    }

    /// The same value in the next segment or the one before.
    pub fn segment(&mut self, forward: bool, lens: &Lens) -> Outcome {
        self.spot.segment(forward, lens.budget).into()
    }

    /// To the first or the last of what is walked along: bytes, values, columns of bits, rows of a list.
    pub fn end(&mut self, last: bool, lens: &Lens) -> Outcome {
        match &self.focus {
            Focus::Bits { .. } if last => self.choose_column(usize::MAX, lens),
            Focus::Bits { .. } => self.choose_column(0, lens),
            Focus::Place | Focus::Operands(_) | Focus::Values(_) => self.spot.end(last, lens.budget).into(),
        }
    }

    /// To the piece of the run after the one that one stands in.
    pub fn next_part(&mut self, lens: &Lens) -> Outcome {
        self.focus = Focus::Place;
        self.spot.next_part(lens.budget).into()
    }

    /// Onto the strip, to walk along it place by place, or off it.
    pub fn turn_strip(&mut self, lens: &Lens) -> Outcome {
        let there = self.spot.strip(lens.budget).is_some();
        self.on_strip = there && !self.on_strip;
        Outcome::of(there)
    }

    /// Goes along the strip, to a place from 0 at its beginning to [`u16::MAX`] at its end.
    pub fn go_along(&mut self, place: u16, lens: &Lens) -> Outcome {
        self.focus = Focus::Place;
        self.spot.go_along(place, lens.budget).into()
    }

    /// Stands on a byte of the value.
    pub fn stand_on_byte(&mut self, byte: u64, lens: &Lens) -> Outcome {
        let there = byte < self.spot.bytes(lens.budget);
        if there {
            self.spot.byte = byte;
            self.focus = Focus::Place;
        }
        Outcome::of(there)
    }

    /// Goes in: into a cell, a part, a segment; in a value to its operands, and where none of them can be opened to its
    /// bits.
    pub fn into(&mut self, lens: &Lens) -> Outcome {
        self.enter(lens).into()
    }

    fn enter(&mut self, lens: &Lens) -> Result<bool, Error> {
        if std::mem::take(&mut self.on_strip) {
            return Ok(true);
        }
        if self.enter_bytes(lens) {
            return Ok(true);
        }
        let place = match self.spot.place(lens.budget) {
            Ok(place) => place,
            // A call that a check refused has no result, and steps up to that check.
            Err(error) => return if self.spot.enter(lens.budget)? { Ok(true) } else { Err(error) },
        };
        if let Place::Nodes { part, segment, nodes } = &place {
            let trace = part.record(*segment, lens.budget)?;
            let called = nodes.iter().any(|node| trace.nodes[trace.unnamed(*node) as usize].op == Op::Call);
            if !called {
                let rows = lens.operands(&place)?;
                if let Some(chosen) = rows.iter().position(|row| matches!(row.leads, Leads::Into(_))) {
                    self.open_operands(rows, chosen);
                    return Ok(true);
                }
                return Ok(self.open_arithmetic(lens)? || self.open_bits(lens));
            }
        }
        Ok(self.spot.enter(lens.budget)? || self.open_bits(lens))
    }

    fn open_operands(&mut self, rows: Vec<OperandRow>, chosen: usize) {
        let mut list = List::new(rows);
        list.choose(chosen);
        self.focus = Focus::Operands(list);
    }

    /// Shows how the value one stands on came about: its operands, else where it comes from.
    pub fn show_way(&mut self, lens: &Lens) -> Outcome {
        match self.spot.place(lens.budget).and_then(|place| lens.operands(&place)) {
            Ok(rows) if !rows.is_empty() => {
                self.open_operands(rows, 0);
                Outcome::Moved
            }
            Ok(_) | Err(_) => self.sources(lens),
        }
    }

    /// Opens the value down to its bits; an operation modulo p to its arithmetic.
    pub fn down_to_bits(&mut self, lens: &Lens) -> Outcome {
        if let Focus::Values(_) = self.focus {
            return Outcome::Nothing;
        }
        self.focus = Focus::Place;
        if self.open_bits(lens) { Outcome::Moved } else { self.open_arithmetic(lens).into() }
    }

    /// Opens an operation modulo p to its arithmetic over the integers.
    fn open_arithmetic(&mut self, lens: &Lens) -> Result<bool, Error> {
        let place = self.spot.place(lens.budget)?;
        let Place::Nodes { part, segment, nodes } = &place else { return Ok(false) };
        let [node] = nodes[..] else { return Ok(false) };
        let opens = !lens.hides(&place) && arithmetic::opens(&*part.record(*segment, lens.budget)?, node);
        Ok(opens && self.spot.enter(lens.budget)?)
    }

    /// Opens the value down to its bits; of a string of bytes that is the byte under the cursor.
    fn open_bits(&mut self, lens: &Lens) -> bool {
        let bits = if lens.hides_spot(&self.spot) { 0 } else { self.bits(lens) };
        if bits > 0 {
            let column = match self.spot.place(lens.budget) {
                // Of an integer the lowest bit comes first: the others are counted from there.
                Ok(Place::Value(Value::Int { .. })) => bits - 1,
                // Of a text the first bit that can be another in some text.
                Ok(Place::Value(Value::Text(_))) => self.first_free_bit(lens).unwrap_or(0),
                _ => 0,
            };
            (self.focus, self.bit_row) = (Focus::Bits { column }, 0);
        }
        bits > 0
    }

    /// Out of what is open, or one level out; at a cell it is out of everything.
    pub fn out(&mut self) -> Outcome {
        if std::mem::take(&mut self.on_strip) {
            return Outcome::Moved;
        }
        if !matches!(self.focus, Focus::Place) {
            self.focus = Focus::Place;
            return Outcome::Moved;
        }
        if self.spot.out() { Outcome::Moved } else { Outcome::Left }
    }

    /// Lists where the value comes from.
    pub fn sources(&mut self, lens: &Lens) -> Outcome {
        self.list(Direction::From, lens)
    }

    /// Lists what is computed from the value.
    pub fn users(&mut self, lens: &Lens) -> Outcome {
        self.list(Direction::Users, lens)
    }

    /// Lists what leads to the value, or away from it; in such a list, to the chosen one.
    fn list(&mut self, direction: Direction, lens: &Lens) -> Outcome {
        if let Focus::Values(values) = &self.focus
            && values.direction == direction
        {
            let outcome = self.open(lens);
            if outcome != Outcome::Moved {
                return outcome;
            }
        }
        self.focus = Focus::Place;
        match Values::of(direction, &self.spot, lens) {
            Ok(values) if values.list.is_empty() => Outcome::told(match direction {
                Direction::From => "It comes from nothing else: it is given.",
                Direction::Users => "Nothing here is computed from it.",
            }),
            Ok(values) => {
                self.focus = Focus::Values(values);
                Outcome::Moved
            }
            Err(error) => error.into(),
        }
    }

    /// Shows the value in the next view that has something to show of it.
    pub fn next_view(&mut self, lens: &Lens) -> Outcome {
        self.focus = Focus::Place;
        // A view is seen in the list; a picture has none.
        self.draw_as(Some("list"));
        let next = (1..=VIEWS.len()).map(|by| (self.look + by) % VIEWS.len());
        // Where nothing fits, such as a value that is not there, the first one stands.
        self.look = next.into_iter().find(|look| lens.fits(&VIEWS[*look], &self.spot)).unwrap_or(0);
        Outcome::Moved
    }
}
