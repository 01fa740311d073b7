//! Commands among the bits that are open on the spot.

use super::{Did, Focus, Walk};
use crate::app::command::Command;
use crate::app::desk::compare::flip::open_bits;
use crate::app::desk::values::Values;
use crate::learner::veil::Veil;
use crate::num::bits;
use crate::run::{Budget, Place};
use crate::sheet::Sheet;

impl Walk {
    /// The bit that is chosen among the value's bits, 0 being the lowest.
    pub fn chosen_bit(&self, budget: &Budget) -> Option<usize> {
        match &self.focus {
            Focus::Bits { column } => self.bits(budget).checked_sub(column + 1),
            Focus::Place | Focus::Operands { .. } | Focus::Values(_) => None,
        }
    }

    pub(super) fn in_bits(
        &mut self,
        command: Command,
        column: usize,
        sheet: &Sheet,
        veil: &Veil,
        budget: &Budget,
    ) -> Did {
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
    pub(super) fn bits(&self, budget: &Budget) -> usize {
        let (part, segment, nodes) = match self.spot.place(budget) {
            Ok(Place::Nodes { part, segment, nodes }) => (part, segment, nodes),
            Ok(Place::Value(value)) => return open_bits(&value, self.spot.byte).unwrap_or(0),
            Ok(Place::Segment { .. }) | Err(_) => return 0,
        };
        let Ok(trace) = part.record(segment, budget) else { return 0 };
        nodes.first().and_then(|node| bits::width(&trace, *node)).map_or(0, |bits| bits as usize)
    }
}
