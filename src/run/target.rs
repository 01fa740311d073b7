//! Where a walk leads: to an address, a byte, a bit.

use super::{Operand, Origin, Place, Span};

/// Where a row leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To an address.
    Address(String),
    /// To a byte of a cell's value.
    Byte {
        /// The cell.
        cell: String,
        /// The byte.
        byte: u64,
    },
    /// To an address, down to one of its bits, 0 being the least significant.
    Bit {
        /// The address.
        address: String,
        /// The bit.
        place: u32,
    },
}

impl Target {
    /// Where an operand leads; nowhere for a constant.
    pub fn of(operand: &Operand) -> Option<Target> {
        match (&operand.leaf, &operand.next) {
            (Some(leaf), next) => target_of_span(leaf).or_else(|| next.as_ref().and_then(target_of_value)),
            (None, Some(Place::Value(_))) => operand.next.as_ref().and_then(target_of_value),
            (None, Some(Place::Nodes { .. } | Place::Segment { .. })) => Some(Target::Address(operand.address.clone())),
            (None, None) => None,
        }
    }
}

impl Target {
    /// The input or the part that a value of no place of its own is taken from; none where it is written in a formula.
    pub fn behind(place: &Place) -> Option<Target> {
        target_of_value(place)
    }
}

fn target_of_span(span: &Span) -> Option<Target> {
    match &span.origin {
        Origin::Input(cell) => Some(Target::Byte { cell: cell.to_string(), byte: span.range.start }),
        Origin::Part(part) => Some(Target::Address(part.at().to_string())),
        _ => None,
    }
}

fn target_of_value(place: &Place) -> Option<Target> {
    match place {
        Place::Value(value) => value.rope()?.all().iter().find_map(target_of_span),
        Place::Segment { .. } | Place::Nodes { .. } => None,
    }
}
