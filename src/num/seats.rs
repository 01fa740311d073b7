//! The places where the nodes of a trace are found, once they are known, and the nodes that read each: `naming` finds
//! the places.

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

/// The nodes that were computed from each node, one list after the other: a trace is made anew with each edit.
#[derive(Debug)]
pub(super) struct Readers {
    /// Where the list of each node ends.
    ends: Vec<u32>,
    /// The lists.
    nodes: Vec<u32>,
}

impl Readers {
    /// The readers of so many nodes, in order, each once; `each` calls with each node that is read and the one that
    /// reads it, reader by reader.
    pub(super) fn of(count: usize, each: impl Fn(&mut dyn FnMut(u32, u32))) -> Readers {
        let once = |f: &mut dyn FnMut(usize, u32)| {
            let mut last = vec![u32::MAX; count];
            each(&mut |read, node| {
                if std::mem::replace(&mut last[read as usize], node) != node {
                    f(read as usize, node);
                }
            });
        };
        let mut ends = vec![0; count];
        once(&mut |read, _| ends[read] += 1);
        // First where each list begins, and as it is filled, where it ends.
        let mut before = 0;
        for end in &mut ends {
            before += std::mem::replace(end, before);
        }
        let mut nodes = vec![0; before as usize];
        once(&mut |read, node| {
            nodes[ends[read] as usize] = node;
            ends[read] += 1;
        });
        Readers { ends, nodes }
    }

    /// The readers of a node.
    pub(super) fn of_node(&self, node: u32) -> &[u32] {
        let node = node as usize;
        let begin = node.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.nodes[begin as usize..self.ends[node] as usize]
    }
}
