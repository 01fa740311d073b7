//! The state that a round of a segment works on.

use super::{Index, Step, Trace, formula};

/// The values that a round reads of the round before: the operands, one index lower, of the values computed with this
/// index. For the first index they have none. Empty where the values of an index do not hang together like that.
pub fn state(trace: &Trace, all: &[Step], at: usize) -> Vec<u32> {
    let index = |i: usize| all.get(i).and_then(|step| step.index.iter().last());
    let Some(t) = index(at) else { return Vec::new() };
    let first = (0..=at).rev().take_while(|i| index(*i) == Some(t)).last().unwrap_or(at);
    let mut found = Vec::new();
    for step in (first..all.len()).take_while(|i| index(*i) == Some(t)).map(|i| &all[i]) {
        for &node in &step.nodes {
            for operand in reads(trace, node) {
                let before = trace.label(operand).map(|label| label.index);
                let wanted = match t.checked_sub(1) {
                    Some(before_t) => before.is_some_and(|index| index.iter().last() == Some(before_t)),
                    None => before == Some(Index::NONE),
                };
                if wanted && !found.contains(&operand) {
                    found.push(operand);
                }
            }
        }
    }
    // A copy such as h[11] of g[10] would bring its source in as well; the latest of each name counts.
    found.sort_unstable_by_key(|node| trace.label(*node).map(|label| (label.name, *node)));
    found.dedup_by_key(|node| trace.label(*node).map(|label| label.name));
    if found.len() > 1 { found } else { Vec::new() }
}

/// The named values that a node reads, helpers opened.
fn reads(trace: &Trace, node: u32) -> Vec<u32> {
    let operands = formula(trace, node, false).operands();
    let mut named = Vec::new();
    for operand in operands {
        match trace.inside(operand) {
            Some((scope, _)) => named.extend_from_slice(scope.arguments()),
            None => named.push(operand),
        }
    }
    named
}
