//! The room that a trace took, kept for the next one: segments are alike, and growing a tape anew costs more than
//! filling it.

use super::node::{Label, Node, Scope};
use super::trace::Trace;
use super::{Index, Reading, Sentence, Wide};
use std::cell::Cell;
use std::ops::Range;

/// A trace of more nodes than this gives its room back to the system.
const MOST_NODES: usize = 1 << 18;

thread_local! {
    /// The room that the trace dropped last on this thread leaves behind.
    static SPARE: Cell<Option<Room>> = const { Cell::new(None) };
}

/// The buffers of a trace, empty.
#[derive(Default)]
struct Room {
    nodes: Vec<Node>,
    labels: Vec<Label>,
    reads: Vec<(Reading, Range<u64>)>,
    scopes: Vec<Scope>,
    operands: Vec<u32>,
    told: Vec<(Sentence, Index)>,
    wide: Wide,
}

/// An empty trace, with the room of an earlier one if there is some.
pub(super) fn empty() -> Trace {
    let Room { nodes, labels, reads, scopes, operands, told, wide } =
        SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default();
    let mut trace = Trace::default();
    (trace.nodes, trace.labels, trace.reads) = (nodes, labels, reads);
    (trace.scopes, trace.operands, trace.told, trace.wide) = (scopes, operands, told, wide);
    trace
}

/// An empty trace with room for as much as another holds.
pub(super) fn like(other: &Trace) -> Trace {
    let mut trace = empty();
    trace.nodes.reserve(other.nodes.len());
    trace.labels.reserve(other.labels.len());
    trace.reads.reserve(other.reads.len());
    trace.scopes.reserve(other.scopes.len());
    trace.operands.reserve(other.operands.len());
    trace.told.reserve(other.told.len());
    trace.wide.reserve_like(&other.wide);
    trace
}

impl Drop for Trace {
    fn drop(&mut self) {
        let worth_keeping = 1..=MOST_NODES;
        if !worth_keeping.contains(&self.nodes.capacity()) {
            return;
        }
        fn emptied<T>(buffer: &mut Vec<T>) -> Vec<T> {
            buffer.clear();
            std::mem::take(buffer)
        }
        self.wide.clear();
        let room = Room {
            nodes: emptied(&mut self.nodes),
            labels: emptied(&mut self.labels),
            reads: emptied(&mut self.reads),
            scopes: emptied(&mut self.scopes),
            operands: emptied(&mut self.operands),
            told: emptied(&mut self.told),
            wide: std::mem::take(&mut self.wide),
        };
        // A thread that ends keeps nothing.
        let _ = SPARE.try_with(|spare| spare.set(Some(room)));
    }
}

#[cfg(test)]
mod tests {
    use crate::num::{Border, Numbers, Tape};

    #[test]
    fn the_next_tape_begins_empty_in_the_same_room() {
        let record = |values: std::ops::Range<u32>| {
            let tape = Tape::new();
            values.for_each(|value| _ = (&tape).u32("K", value as usize, value));
            (&tape).literal(5);
            tape.finish(Border::default())
        };
        let trace = record(0..1000);
        let room = trace.nodes.as_ptr();
        drop(trace);
        let next = record(7..8);
        assert_eq!((next.nodes.as_ptr(), next.nodes.len(), next.labels.len()), (room, 3, 1));
        assert_eq!(next.integer(2), 5.into());
    }
}
