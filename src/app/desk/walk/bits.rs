//! The bits that are open on the spot.

use super::pictures::beside;
use super::{Focus, Walk};
use crate::app::desk::values::Values;
use crate::app::list::Choice;
use crate::app::outcome::Outcome;
use crate::learner::lens::Lens;
use crate::num::bits;
use crate::run::Place;
use crate::sheet::flip::OpenBits;
use crate::view::opened::open;

impl Walk {
    /// The bit that is chosen among the value's bits, 0 being the lowest.
    pub fn chosen_bit(&self, lens: &Lens) -> Option<usize> {
        match &self.focus {
            Focus::Bits { column } => self.bits(lens).checked_sub(column + 1),
            Focus::Place | Focus::Operands(_) | Focus::Values(_) => None,
        }
    }

    /// To a column of the bits, the last one at most.
    pub(super) fn choose_column(&mut self, column: usize, lens: &Lens) -> Outcome {
        let to = column.min(self.bits(lens).saturating_sub(1));
        let Focus::Bits { column } = &mut self.focus else { return Outcome::Nothing };
        Outcome::of(std::mem::replace(column, to) != to)
    }

    /// To the operand below or above, or on among the notes that follow them.
    pub fn choose_bit_row(&mut self, down: bool, lens: &Lens) -> Outcome {
        let Ok(Place::Nodes { part, segment, nodes }) = self.spot.place(lens.budget) else { return Outcome::Nothing };
        let trace = part.record(segment, lens.budget).ok();
        let opened = trace.zip(nodes.first()).and_then(|(trace, node)| open(&trace, *node));
        let rows = opened.map_or(0, |opened| opened.rows.len().saturating_sub(1) + opened.notes.len());
        let to = beside(self.bit_row, 1, down).filter(|to| *to < rows);
        self.bit_row = to.unwrap_or(self.bit_row);
        Outcome::of(to.is_some())
    }

    /// Stands on a column, where the bits are open.
    pub fn stand_on_bit(&mut self, column: usize, lens: &Lens) -> Outcome {
        if matches!(self.focus, Focus::Bits { .. }) && column < self.bits(lens) {
            self.focus = Focus::Bits { column };
            return Outcome::Moved;
        }
        Outcome::Nothing
    }

    /// To the bit that a bit was moved from; to a list of them where it was computed from several.
    pub(super) fn where_bit_comes_from(&mut self, column: usize, lens: &Lens) -> Outcome {
        let place = u32::try_from(self.bits(lens).saturating_sub(column + 1)).unwrap_or(0);
        match Values::bit_sources(&self.spot, place, lens) {
            Ok(values) if values.list.is_empty() => match self.sources(lens) {
                Outcome::Told(_) => Outcome::told("This bit is given: it comes from nothing else."),
                outcome => outcome,
            },
            Ok(values) => match (values.list.len(), values.target().cloned()) {
                (1, Some(target)) => self.follow(&target, lens),
                _ => {
                    self.focus = Focus::Values(values);
                    Outcome::Moved
                }
            },
            Err(error) => Outcome::Told(error.to_string()),
        }
    }

    /// How many bits are there to open: of the value, or of the byte under the cursor.
    pub(super) fn bits(&self, lens: &Lens) -> usize {
        match self.spot.place(lens.budget) {
            Ok(Place::Value(value)) => OpenBits::count(&value, self.spot.byte),
            Ok(Place::Nodes { part, segment, nodes }) if nodes.len() == 1 => {
                let trace = part.record(segment, lens.budget).ok();
                trace.and_then(|trace| bits::width(&trace, nodes[0])).map_or(0, |bits| bits as usize)
            }
            Ok(Place::Nodes { .. } | Place::Segment { .. }) | Err(_) => 0,
        }
    }

    /// The byte or the integer that is open down to its bits between segments, with one of them chosen, 0 being the
    /// lowest.
    pub fn opened_bits(&self, bit: usize, lens: &Lens) -> Option<OpenBits> {
        let Place::Value(value) = self.spot.place(lens.budget).ok()? else { return None };
        OpenBits::of(&value, self.spot.byte, self.spot.input(lens.sheet), bit, lens.sheet)
    }

    /// The first column of an input's byte that can be turned over with a text left.
    pub(super) fn first_free_bit(&self, lens: &Lens) -> Option<usize> {
        (0..8).find(|column| {
            let open = self.opened_bits(7 - column, lens);
            open.and_then(|open| open.turned).is_some_and(|turned| turned.is_ok())
        })
    }
}
