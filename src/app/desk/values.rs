//! A list of values to go to: what a value was computed from, or what is computed from it.

use crate::app::list::List;
use crate::learner::lens::{Lens, Related};
use crate::run::{Error, Place, Target};
use crate::sheet::spot::{Depth, Spot};

/// The list.
#[derive(Clone, Debug)]
pub struct Values {
    /// The direction of the list.
    pub direction: Direction,
    /// The address of the value that was asked.
    pub of: String,
    /// Its value.
    pub value: String,
    /// The values.
    pub list: List<Related>,
}

/// Which way the list looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Values that it was computed from.
    From,
    /// Values that are computed from it.
    Users,
}

impl Direction {
    /// The words between the value and the list.
    pub fn says(self) -> &'static str {
        match self {
            Direction::From => "comes from",
            Direction::Users => "is used by",
        }
    }
}

impl Values {
    /// Sources or users of the value of a spot; in a string of bytes, of the byte under the cursor.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn of(direction: Direction, spot: &Spot, lens: &Lens) -> Result<Values, Error> {
        let rows = match direction {
            Direction::From => lens.sources(spot)?,
            Direction::Users => lens.users(spot)?,
        };
        Values::list(direction, spot, &spot.standing(lens.budget)?, rows, lens)
    }

    /// Sources of a bit of the value of a spot, 0 being the least significant.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn bit_sources(spot: &Spot, place: u32, lens: &Lens) -> Result<Values, Error> {
        let standing = spot.place(lens.budget)?;
        let (rows, value) = lens.bit_sources(&standing, place)?;
        let list = Values::list(Direction::From, spot, &standing, rows, lens)?;
        Ok(Values { of: format!("{} bit {place}", list.of), value, ..list })
    }

    fn list(
        direction: Direction,
        spot: &Spot,
        place: &Place,
        rows: Vec<Related>,
        lens: &Lens,
    ) -> Result<Values, Error> {
        let byte = match spot.depth() {
            Depth::Cell | Depth::Item if spot.bytes(lens.budget) > 1 => format!(" byte {}", spot.byte),
            _ => String::new(),
        };
        let of = format!("{}{byte}", spot.address(lens.budget)?);
        let value = if lens.hides_spot(spot) { lens.veil.mask() } else { lens.row_read(place) };
        Ok(Values { direction, of, value, list: List::new(rows) })
    }

    /// Where the chosen row leads.
    pub fn target(&self) -> Option<&Target> {
        self.list.chosen()?.target.as_ref()
    }
}
