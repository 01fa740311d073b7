//! The ways below a value: into helpers, to operations, through the door of a call.

use crate::num::naming::{OPERATION, beside, helpers, numbered, operations};
use crate::num::{Index, Node, Op, Trace};
use crate::run::address::{Bound, Index as Wanted, Step};
use crate::run::{Door, Error, Part, Path, Rope, Run};
use std::sync::Arc;

/// The node that a step below another leads to.
pub(in crate::run) enum Way {
    /// A helper, or an operation that is opened itself.
    Node(u32),
    /// An operation that is not there.
    NoOperation,
    /// Neither; perhaps arithmetic over the integers.
    Elsewhere,
}
/// The way of a step from a node: to a helper that it uses, `xtime` and `xtime[1]`, or to one of its operations.
pub(in crate::run) fn way(trace: &Trace, node: u32, step: &Step) -> Way {
    let place = match step.indices.as_slice() {
        [] => Some(0),
        [Wanted::One(Bound::At(place))] => Some(*place),
        _ => None,
    };
    if step.name == OPERATION {
        let number = place.and_then(|number| u32::try_from(number).ok());
        return match number.and_then(|number| numbered(trace, Some(node), number)) {
            Some(operation) => Way::Node(operation),
            None => Way::NoOperation,
        };
    }
    let named = |helper: &u32| trace.inside(*helper).is_some_and(|(scope, _)| scope.name == step.name);
    let place = place.and_then(|place| usize::try_from(place).ok());
    match place.and_then(|place| helpers(trace, node).into_iter().filter(named).nth(place)) {
        Some(helper) => Way::Node(helper),
        None => Way::Elsewhere,
    }
}
/// The error about an operation that is not there.
pub(super) fn count_of(trace: &Trace, node: u32, at: &str) -> Error {
    let count = operations(trace, node).len() + beside(trace, node).len();
    Error::missing(format!("`{at}` has {count} operations, numbered from 1"))
}

/// Says of a label's index whether it is wanted, among all the indices its name occurs with.
pub(in crate::run) fn wanted(wanted: &[Wanted], all: &[Index]) -> impl Fn(&Index) -> bool {
    let meant = |(k, wanted): (usize, &Wanted)| {
        let there = || all.iter().filter_map(|i| i.iter().nth(k));
        let (first, last) = (there().min().unwrap_or(0), there().max().unwrap_or(0));
        wanted.select(first, last - first + 1)
    };
    let meant: Vec<_> = wanted.iter().enumerate().map(meant).collect();
    move |index| index.iter().count() == meant.len() && index.iter().zip(&meant).all(|(at, range)| range.contains(&at))
}

/// Whether a node is the result of a call that cannot be entered: it comes from all the arguments.
pub(in crate::run) fn is_closed(trace: &Trace, node: u32) -> bool {
    let Node { op, from, .. } = trace.nodes[node as usize];
    op == Op::Call && !Door::opens(&trace.calls[from[0] as usize].entrance)
}
/// The run behind a call of a recorded segment.
pub(in crate::run) fn enter(part: &Arc<dyn Part>, segment: u64, trace: &Trace, call: usize) -> Result<Run, Error> {
    let c = &trace.calls[call];
    let at: Path = part.segment_at(segment).join(&format!("{}{}", c.name, c.index));
    let argument = |(k, (_, nodes)): (usize, &(&str, Vec<u32>))| {
        let bytes = nodes.iter().flat_map(|n| trace.bytes(*n)).collect();
        Rope::argument(part, segment, call, k, bytes)
    };
    let arguments = c.arguments.iter().enumerate().map(argument).collect();
    Door::open(&c.entrance, &at, arguments).ok_or_else(|| Error::missing(format!("`{at}` cannot be entered")))
}
