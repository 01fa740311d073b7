//! Places of values.

use crate::num::naming::label_of_all;
use crate::run::{Budget, Error, Part, Rope, Source, Value};
use std::sync::Arc;

/// Where a value is.
#[derive(Clone)]
pub enum Place {
    /// A value between segments: an argument, named bytes, a result.
    Value(Value),
    /// All that a segment leaves behind.
    Segment {
        /// The part.
        part: Arc<dyn Part>,
        /// The segment, counted from 0.
        segment: u64,
    },
    /// A number inside a segment, or several in a row that share a name.
    Nodes {
        /// The part.
        part: Arc<dyn Part>,
        /// The segment, counted from 0.
        segment: u64,
        /// The nodes of the segment's trace.
        nodes: Vec<u32>,
    },
}

/// A value and its address.
#[derive(Clone)]
pub struct Found {
    /// The address, without the cell it was asked of.
    pub address: String,
    /// Where the value is.
    pub place: Place,
}

impl Place {
    /// Bytes between segments.
    pub fn bytes(rope: Rope) -> Place {
        Place::Value(Value::Bytes(rope))
    }
    /// The bytes of a string of bytes, or of a text, between segments.
    pub fn string(&self) -> Option<&Rope> {
        match self {
            Place::Value(value) => value.string(),
            Place::Segment { .. } | Place::Nodes { .. } => None,
        }
    }
    /// One byte of a string of several; any other place as it is.
    pub fn at_byte(self, byte: u64) -> Place {
        match self.string().filter(|rope| rope.len() > 1 && byte < rope.len()) {
            Some(rope) => Place::bytes(rope.slice(byte..byte + 1)),
            None => self,
        }
    }
    /// The value: bytes for words, states and strings, an integer for bits, integers and residues.
    pub fn value(&self, budget: &Budget) -> Result<Value, Error> {
        match self {
            Place::Value(value) => {
                value.finish(budget)?;
                Ok(value.clone())
            }
            Place::Segment { part, segment } => {
                let bytes = part.record(*segment, budget)?.border.bytes.clone();
                Ok(Value::Bytes(Rope::named(part, *segment, "", bytes)))
            }
            Place::Nodes { part, segment, nodes } => {
                let trace = part.record(*segment, budget)?;
                let bytes = nodes.iter().flat_map(|n| trace.bytes(*n)).collect();
                let label = label_of_all(&trace, nodes);
                let rope = Rope::named(part, *segment, &label, bytes);
                Ok(match nodes.as_slice() {
                    [node] if trace.is_integer(*node) => {
                        let negative = trace.integer(*node).sign() == num_bigint::Sign::Minus;
                        Value::Int { magnitude: rope, negative }
                    }
                    _ => Value::Bytes(rope),
                })
            }
        }
    }
    /// The value as text, as the public formats write it: a word or bytes in hexadecimal, the rest as integers.
    pub fn text(&self, budget: &Budget) -> Result<String, Error> {
        self.value(budget)?.show(usize::MAX / 8)
    }
    /// The value as bytes, most significant first; what an `x@address` in an expression is, its origin kept.
    pub fn rope(&self, budget: &Budget) -> Result<Rope, Error> {
        Ok(self.value(budget)?.rope().cloned().unwrap_or_default())
    }
}
