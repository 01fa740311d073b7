//! The two strings of bytes that a value is the XOR of, byte by byte.

use super::origin::formula_name;
use super::{Budget, Error, Origin, Part, Place, Source};
use crate::num::{Kind, Op, Reading, Trace};
use std::sync::Arc;

/// A value that is the XOR of two others.
pub struct Terms {
    /// The bytes that are read.
    pub read: Place,
    /// Its bytes.
    pub result: Vec<u8>,
    /// The two, each with the name of its first byte.
    pub terms: [(String, Vec<u8>); 2],
    /// The place of the byte at the cursor in the result, where that is bytes of a part's output.
    pub at: Option<usize>,
}

/// The terms of a value; of a part's output those of the segment that the byte at `cursor` comes from. Nothing where it
/// is no XOR.
///
/// # Errors
/// What recording the segment gives.
pub fn terms(place: &Place, cursor: u64, budget: &Budget) -> Result<Option<Terms>, Error> {
    let mut at = None;
    let (part, segment, nodes) = match place {
        Place::Nodes { part, segment, nodes } => (part.clone(), *segment, nodes.clone()),
        Place::Segment { part, segment } => (part.clone(), *segment, vec![]),
        Place::Value(value) => {
            let Some(rope) = value.rope() else { return Ok(None) };
            let byte = rope.spans(cursor.min(rope.len())..(cursor + 1).min(rope.len()));
            let Some((Origin::Part(part), range)) = byte.first().map(|span| (&span.origin, span.range.clone())) else {
                return Ok(None);
            };
            let Some((segment, written)) = part.writers(range).into_iter().next() else { return Ok(None) };
            at = Some(written.start);
            (part.clone(), segment, vec![])
        }
    };
    let trace = part.record(segment, budget)?;
    let nodes = if nodes.is_empty() { trace.border.nodes.iter().map(|(_, node)| *node).collect() } else { nodes };
    let pairs: Option<Vec<[u32; 2]>> = nodes.iter().map(|node| pair(&trace, *node)).collect();
    let Some(pairs) = pairs.filter(|pairs| !pairs.is_empty()) else { return Ok(None) };
    let read = pairs.iter().flatten().copied().collect();
    let read = Place::Nodes { part: part.clone(), segment, nodes: read };
    let bytes = |nodes: &mut dyn Iterator<Item = u32>| nodes.flat_map(|node| trace.bytes(node)).collect::<Vec<u8>>();
    let terms = [0, 1].map(|k| (name(&part, &trace, pairs[0][k]), bytes(&mut pairs.iter().map(|pair| pair[k]))));
    Ok(Some(Terms { read, result: bytes(&mut nodes.iter().copied()), terms, at }))
}

/// The two operands of an XOR of bytes, each a value with a name or one that is read.
fn pair(trace: &Trace, node: u32) -> Option<[u32; 2]> {
    let n = trace.nodes[trace.unnamed(node) as usize];
    let plain = |node: u32| matches!(trace.nodes[node as usize].op, Op::Name | Op::Read | Op::Call);
    let [a, b, _] = n.from;
    (n.op == Op::Xor && n.kind == Kind::U8 && plain(a) && plain(b)).then_some([a, b])
}

/// The name of the first byte of a string, without its index.
fn name(part: &Arc<dyn Part>, trace: &Trace, node: u32) -> String {
    match (trace.label(node), trace.read(node)) {
        (Some(label), _) => label.name.to_owned(),
        (None, Some((Reading::Feed(k), _))) => part.feeds()[usize::from(*k)].name.to_owned(),
        (None, _) => formula_name(trace, node),
    }
}
