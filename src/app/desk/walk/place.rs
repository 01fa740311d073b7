//! Commands where nothing is open on the spot: along, into, out, back, and what opens something on it.

use super::{Did, Focus, Walk, spot_at};
use crate::app::command::Command;
use crate::app::desk::values::Values;
use crate::app::lens::seen;
use crate::app::lens::{Leads, operand_rows};
use crate::app::pane::has_bits;
use crate::learner::veil::Veil;
use crate::num::Op;
use crate::run::{Budget, Error, Place, Value, arithmetic};
use crate::sheet::Sheet;
use crate::view::VIEWS;

impl Walk {
    pub(super) fn in_place(&mut self, command: Command, sheet: &Sheet, veil: &Veil, budget: &Budget) -> Did {
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
        moved.into()
    }

    /// To the piece of the run after the one that one stands in.
    pub fn next_part(&mut self, budget: &Budget) -> Did {
        self.focus = Focus::Place;
        self.spot.next_part(budget).into()
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
        let open = !self.spot.is_hidden(veil, budget) && has_bits(&self.spot, budget);
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
        if open && self.spot.is_hidden(veil, budget) {
            self.focus = Focus::Place;
        }
    }

    pub(super) fn back(&mut self, sheet: &Sheet, budget: &Budget) -> Did {
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
}
