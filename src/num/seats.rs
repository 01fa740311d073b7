//! The places where the nodes of a trace are found, once they are known; `naming` finds them.

use std::collections::BTreeMap;

/// The place where a node without a label is found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seat {
    /// Nowhere yet.
    Free,
    /// `of#number`.
    Operation { of: u32, number: u32 },
    /// `of/name`, and `of/name[place]` for all but the first of that name.
    Helper { of: u32, place: u32 },
    /// Under the name of the node that only takes it over.
    Copy(u32),
    /// `#number`, below the segment itself.
    Alone(u32),
}

/// The places of all nodes of a trace.
#[derive(Debug, Default)]
pub(super) struct Naming {
    /// The place of each node.
    pub(super) seats: Vec<Seat>,
    /// Nodes of no expression, by the label they are counted on from, and how many operations that has itself.
    pub(super) beside: BTreeMap<u32, (usize, Vec<u32>)>,
    /// Nodes that have no label to be counted on from.
    pub(super) alone: Vec<u32>,
}
