//! A list of values to go to: what a value was computed from, or what is computed from it.

use std::sync::Arc;

use crate::app::list::List;
use crate::learner::lens::{HIDDEN, Lens};
use crate::num::formula_name;
use crate::num::{Op, Trace, bits, bits::BitSource};
use crate::run::Target;
use crate::run::headline::headline;
use crate::run::origin::{Operand, used_by, users_of_span};
use crate::run::{Error, Part, Place};
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

/// One value of the list.
#[derive(Clone, Debug)]
pub struct Related {
    /// The formula's name for it.
    pub name: String,
    /// The value.
    pub value: String,
    /// Its address, or what its bytes are.
    pub address: String,
    /// Where it comes from, or how it is computed, in a few words.
    pub remark: String,
    target: Option<Target>,
}

impl Values {
    /// Sources of the value of a spot; in a string of bytes, of the byte under the cursor.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn sources(spot: &Spot, lens: &Lens) -> Result<Values, Error> {
        let place = spot.standing(lens.budget)?;
        if lens.covers(&place) {
            return Err(Error::missing(HIDDEN));
        }
        let mut rows: Vec<Related> = Vec::new();
        let here = match &place {
            Place::Nodes { part, segment, .. } => Some((part, *segment)),
            Place::Value(_) | Place::Segment { .. } => None,
        };
        for operand in place.operands(lens.budget)? {
            let row = Related::of(&operand, here, lens);
            if rows.last().is_none_or(|last| last.address != row.address) {
                rows.push(row);
            }
        }
        Values::list(Direction::From, spot, &place, rows, lens)
    }

    /// Sources of a bit of the value of a spot, 0 being the least significant.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn bit_sources(spot: &Spot, place: u32, lens: &Lens) -> Result<Values, Error> {
        let standing = spot.place(lens.budget)?;
        let (mut rows, mut value) = (Vec::new(), String::new());
        if let Place::Nodes { part, segment, nodes } = &standing
            && let [node] = nodes[..]
        {
            let trace = part.record(*segment, lens.budget)?;
            value = bits::bit(&trace, node, place).to_string();
            for source in bits::sources(&trace, node, place) {
                let there = Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![source.node] };
                rows.push(Related::of_bit(&there, source, &trace, lens)?);
            }
        }
        let list = Values::list(Direction::From, spot, &standing, rows, lens)?;
        Ok(Values { of: format!("{} bit {place}", list.of), value, ..list })
    }

    /// Users of the value of a spot.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn users(spot: &Spot, lens: &Lens) -> Result<Values, Error> {
        let place = spot.standing(lens.budget)?;
        let runs = lens.sheet.runs();
        let mut users = Vec::new();
        match &place {
            Place::Nodes { .. } | Place::Segment { .. } => users = used_by(&place, &runs, lens.budget)?,
            Place::Value(value) => {
                for span in value.rope().map(crate::run::Rope::all).unwrap_or_default() {
                    users.extend(users_of_span(span, &runs, lens.budget)?);
                }
            }
        }
        let mut rows: Vec<Related> = Vec::new();
        for user in users {
            let address = user.address(lens.budget)?;
            if rows.iter().all(|row| row.address != address) {
                rows.push(Related::at(&user, address, lens));
            }
        }
        Values::list(Direction::Users, spot, &place, rows, lens)
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
        let value = if lens.hides_spot(spot) { lens.veil.mask() } else { lens.row(place) };
        Ok(Values { direction, of, value, list: List::new(rows) })
    }

    /// The sentence to say when the list is empty.
    pub fn nothing(&self) -> &'static str {
        match self.direction {
            Direction::From => "It comes from nothing else: it is given.",
            Direction::Users => "Nothing here is computed from it.",
        }
    }

    /// Where the chosen row leads.
    pub fn target(&self) -> Option<&Target> {
        self.list.chosen()?.target.as_ref()
    }
}

impl Related {
    fn of(operand: &Operand, here: Option<(&Arc<dyn Part>, u64)>, lens: &Lens) -> Related {
        let value = lens.operand_in_row(operand);
        let target = Target::of(operand);
        let remark = match here {
            Some((part, segment)) => operand.remark(part, segment, lens.budget).unwrap_or_default(),
            None if operand.address == operand.name => String::new(),
            None => format!("at {}", operand.address),
        };
        Related { name: operand.name.clone(), value, address: operand.address.clone(), remark, target }
    }

    /// A value that a bit was computed from: that bit of it, or all of it; of what is read, where it is read from.
    fn of_bit(there: &Place, source: BitSource, trace: &Trace, lens: &Lens) -> Result<Related, Error> {
        let read = matches!(trace.nodes[source.node as usize].op, Op::Read | Op::Call);
        let operand = if read { there.operands(lens.budget)?.into_iter().next() } else { None };
        let name = operand.as_ref().map_or_else(|| formula_name(trace, source.node), |operand| operand.name.clone());
        let address = match &operand {
            Some(operand) => operand.address.clone(),
            None => there.address(lens.budget)?,
        };
        let hidden = lens.hides(there);
        let row = match source.place {
            Some(place) => Related {
                name: format!("{name} bit {place}"),
                value: if hidden { lens.veil.mask() } else { bits::bit(trace, source.node, place).to_string() },
                target: match &operand {
                    Some(operand) => Target::of(operand),
                    None => Some(Target::Bit { address: address.clone(), place }),
                },
                remark: String::new(),
                address,
            },
            None => Related {
                name,
                value: lens.row(there),
                remark: "all of it".to_owned(),
                target: match &operand {
                    Some(operand) => Target::of(operand),
                    None => Some(Target::Address(address.clone())),
                },
                address,
            },
        };
        Ok(row)
    }

    fn at(place: &Place, address: String, lens: &Lens) -> Related {
        let name = address.rsplit('/').next().unwrap_or_default().to_owned();
        let target = Some(Target::Address(address.clone()));
        let remark = match place {
            _ if lens.covers(place) => String::new(),
            Place::Nodes { part, segment, nodes } => match (part.record(*segment, lens.budget), nodes.first()) {
                (Ok(trace), Some(node)) => format!("= {}", headline(part, *segment, &trace, *node, lens.budget)),
                _ => String::new(),
            },
            Place::Value(_) | Place::Segment { .. } => String::new(),
        };
        Related { name, value: lens.row(place), address, remark, target }
    }
}
