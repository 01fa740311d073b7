//! Values related to the one that one stands on: what it was computed from, and what is computed from it.

use std::sync::Arc;

use super::{HIDDEN, Lens};
use crate::num::formula_name;
use crate::num::{Op, Trace, bits, bits::BitSource};
use crate::run::headline::headline;
use crate::run::origin::{Operand, used_by, users_of_span};
use crate::run::{Error, Part, Place, Rope, Target};
use crate::sheet::spot::Spot;

/// A related value.
#[derive(Clone, Debug)]
pub struct Related {
    /// The name that the formula gives it.
    pub name: String,
    /// The value.
    pub value: String,
    /// Its address, or what its bytes are.
    pub address: String,
    /// Where it comes from, or how it is computed, in a few words.
    pub remark: String,
    /// Where it leads.
    pub target: Option<Target>,
}

/// The most stretches of a value whose sources are listed: a list may have thousands.
const STRETCHES: usize = 256;

impl Lens<'_> {
    /// The values that the value of a spot was computed from; in a string of bytes, the byte under the cursor.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn sources(&self, spot: &Spot) -> Result<Vec<Related>, Error> {
        let (mut rows, left) = self.sources_of(&spot.standing(self.budget)?)?;
        rows.extend((left > 0).then(|| Related::left(left)));
        Ok(rows)
    }

    /// The values that the value at a place was computed from, and of how many stretches of it none are listed.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn sources_of(&self, place: &Place) -> Result<(Vec<Related>, usize), Error> {
        if self.covers(place) {
            return Err(Error::missing(HIDDEN));
        }
        let mut rows: Vec<Related> = Vec::new();
        let here = match place {
            Place::Nodes { part, segment, .. } => Some((part, *segment)),
            Place::Value(_) | Place::Segment { .. } => None,
        };
        let (operands, left) = place.first_operands(STRETCHES, self.budget)?;
        for operand in operands {
            let row = Related::of(&operand, here, self);
            if rows.last().is_none_or(|last| last.address != row.address) {
                rows.push(row);
            }
        }
        Ok((rows, left))
    }

    /// The values that a bit of the value at a place was computed from, 0 being the least significant, and that bit.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn bit_sources(&self, standing: &Place, place: u32) -> Result<(Vec<Related>, String), Error> {
        let (mut rows, mut value) = (Vec::new(), String::new());
        if let Place::Nodes { part, segment, nodes } = standing
            && let [node] = nodes[..]
        {
            let trace = part.record(*segment, self.budget)?;
            value = bits::bit(&trace, node, place).to_string();
            for source in bits::sources(&trace, node, place) {
                let there = Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![source.node] };
                rows.push(Related::of_bit(&there, source, &trace, self)?);
            }
        }
        Ok((rows, value))
    }

    /// The values that are computed from the value of a spot.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn users(&self, spot: &Spot) -> Result<Vec<Related>, Error> {
        let place = spot.standing(self.budget)?;
        let runs = self.sheet.runs();
        let mut users = Vec::new();
        match &place {
            Place::Nodes { .. } | Place::Segment { .. } => users = used_by(&place, &runs, self.budget)?,
            Place::Value(value) => {
                for span in value.rope().map(Rope::all).unwrap_or_default() {
                    users.extend(users_of_span(span, &runs, self.budget)?);
                }
            }
        }
        let mut rows: Vec<Related> = Vec::new();
        for user in users {
            let address = user.address(self.budget)?;
            if rows.iter().all(|row| row.address != address) {
                rows.push(Related::at(&user, address, self));
            }
        }
        Ok(rows)
    }
}

impl Related {
    /// The row that stands for all that are not listed.
    fn left(count: usize) -> Related {
        let name = format!("… and {count} more");
        Related { name, value: String::new(), address: String::new(), remark: String::new(), target: None }
    }

    fn of(operand: &Operand, here: Option<(&Arc<dyn Part>, u64)>, lens: &Lens) -> Related {
        let value = lens.operand_in_row(operand);
        let target = Target::of(operand);
        let remark = match here {
            Some((part, segment)) => operand.remark(part, segment, lens.budget).unwrap_or_default(),
            None if operand.address == operand.name => String::new(),
            None => format!("at {}", operand.address),
        };
        // A constant is named by what it is.
        let remark = if operand.name.starts_with(&remark) { String::new() } else { remark };
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
