//! What a hidden number is a mere copy of: names, choices and casts hand a number on without computing a new one.

use crate::num::set_of;
use crate::num::{Op, Trace};

/// Some numbers of a segment with all that they are copies of. `is_hidden` tells the numbers that are hidden already: a
/// number that was cut into bytes is told once all of its bytes are.
pub(super) fn with_sources(trace: &Trace, nodes: Vec<u32>, is_hidden: impl Fn(u32) -> bool) -> Vec<u32> {
    let mut found = set_of(nodes.iter().copied());
    let mut todo = nodes;
    while let Some(node) = todo.pop() {
        let mut sources = trace.copied(node);
        sources.extend(
            cut(trace, node)
                .filter(|(_, bytes)| bytes.clone().all(|n| found.contains(&n) || is_hidden(n)))
                .map(|(whole, _)| whole),
        );
        todo.extend(sources.into_iter().filter(|source| found.insert(*source)));
    }
    found.into_iter().collect()
}

/// The number that a byte was cut from, and the bytes it was cut into.
fn cut(trace: &Trace, node: u32) -> impl Iterator<Item = (u32, std::ops::Range<u32>)> {
    let n = trace.nodes[node as usize];
    let [whole, place, of] = n.from;
    (n.op == Op::Byte).then(|| (whole, node - place..node - place + of)).into_iter()
}
