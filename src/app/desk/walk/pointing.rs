//! Going to what was pointed at.

use crate::app::desk::walk::{Did, Focus, Walk};
use crate::run::Budget;

impl Walk {
    /// Stands on a byte of the value.
    pub fn stand_on_byte(&mut self, byte: u64, budget: &Budget) -> Did {
        if byte >= self.spot.bytes(budget) {
            return Did::Nothing;
        }
        self.spot.byte = byte;
        self.focus = Focus::Place;
        Did::Moved
    }

    /// Stands on a column, where the bits are open.
    pub fn stand_on_bit(&mut self, column: usize, budget: &Budget) -> Did {
        match self.focus {
            Focus::Bits { .. } if column < self.bits(budget) => {
                self.focus = Focus::Bits { column };
                Did::Moved
            }
            _ => Did::Nothing,
        }
    }

    /// Which operand is chosen, where one is.
    pub fn chosen_operand(&self) -> Option<usize> {
        match self.focus {
            Focus::Operands { chosen } => Some(chosen),
            _ => None,
        }
    }

    /// Chooses an operand.
    pub fn choose_operand(&mut self, chosen: usize) {
        self.focus = Focus::Operands { chosen };
    }

    /// Goes along the timeline, to a place from 0 at its beginning to [`u16::MAX`] at its end.
    pub fn go_along(&mut self, place: u16, budget: &Budget) -> Did {
        self.focus = Focus::Place;
        self.spot.go_along(place, budget).into()
    }
}
