//! What a hidden number is a mere copy of: names, choices and casts hand a number on without computing a new one.

use std::collections::BTreeSet;

use crate::num::{Op, Trace};

/// Some numbers of a segment with all that they are copies of. `is_hidden` tells the numbers that are hidden already: a
/// number that was cut into bytes is told once all of its bytes are.
pub(super) fn with_sources(trace: &Trace, nodes: Vec<u32>, is_hidden: impl Fn(u32) -> bool) -> Vec<u32> {
    let mut found: BTreeSet<u32> = nodes.iter().copied().collect();
    let mut todo = nodes;
    while let Some(node) = todo.pop() {
        let mut sources = copied(trace, node);
        sources.extend(
            cut(trace, node)
                .filter(|(_, bytes)| bytes.clone().all(|n| found.contains(&n) || is_hidden(n)))
                .map(|(whole, _)| whole),
        );
        todo.extend(sources.into_iter().filter(|source| found.insert(*source)));
    }
    found.into_iter().collect()
}

/// The nodes that a node has its value from unchanged, or its bytes.
fn copied(trace: &Trace, node: u32) -> Vec<u32> {
    let n = trace.nodes[node as usize];
    let [a, b, c] = n.from;
    match n.op {
        Op::Name | Op::Helper => vec![a],
        Op::Choice => vec![b],
        Op::Select => vec![if trace.nodes[a as usize].value == 1 { b } else { c }],
        Op::Twice => vec![a, b],
        Op::Join => trace.parents(node),
        Op::Cast | Op::Rem if trace.integer(a) == trace.integer(node) => vec![a],
        Op::Read
        | Op::Call
        | Op::Constant
        | Op::Cast
        | Op::Rem
        | Op::Add
        | Op::Sub
        | Op::Mul
        | Op::Neg
        | Op::Div
        | Op::Less
        | Op::Same
        | Op::Inverse
        | Op::Xor
        | Op::And
        | Op::Or
        | Op::Not
        | Op::Rotr(_)
        | Op::Rotl(_)
        | Op::Shr(_)
        | Op::Shl(_)
        | Op::Bit
        | Op::Byte
        | Op::Xtime
        | Op::GfMul
        | Op::Lookup => vec![],
    }
}

/// The number that a byte was cut from, and the bytes it was cut into.
fn cut(trace: &Trace, node: u32) -> impl Iterator<Item = (u32, std::ops::Range<u32>)> {
    let n = trace.nodes[node as usize];
    let [whole, place, of] = n.from;
    (n.op == Op::Byte).then(|| (whole, node - place..node - place + of)).into_iter()
}
