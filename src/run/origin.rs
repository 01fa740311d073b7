//! Where a value comes from, and where it goes: walks across segments, parts, calls and cells.

mod roots;

use super::find::{Place, in_segment, is_closed, label_of, label_of_all};
use super::{Budget, Error, Origin, Part, Rope, Span, Value};

pub use super::users::{readers, used_by, users_of_span};
pub use crate::num::formula_name;
use crate::num::{Op, Reading, Trace, formula};
pub use roots::{Roots, roots};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// One thing that a value was computed from.
#[derive(Clone)]
pub struct Operand {
    /// The name that the formula gives it.
    pub name: String,
    /// Where it is: the address of a value, or what the bytes are (`message[0..4]`, `0x80`, `length(message)`,
    /// `padding of message`).
    pub address: String,
    /// Where a walk goes on; nothing where it ends at a learner's input or at a constant.
    pub next: Option<Place>,
    /// The bytes at which a walk ends.
    pub leaf: Option<Span>,
    /// The sentence on a constant of a specification: "cube root of 41, …".
    pub told: Option<String>,
}

/// A node as an operand.
fn value(part: &Arc<dyn Part>, segment: u64, trace: &Trace, node: u32) -> Operand {
    let address = part.segment_at(segment).join(&label_of(trace, node)).to_string();
    let next = Some(nodes(part, segment, vec![node]));
    Operand { name: formula_name(trace, node), address, next, leaf: None, told: trace.told(node) }
}
fn nodes(part: &Arc<dyn Part>, segment: u64, nodes: Vec<u32>) -> Place {
    Place::Nodes { part: part.clone(), segment, nodes }
}

impl Place {
    /// Its address, where it has one.
    pub fn address(&self, budget: &Budget) -> Result<String, Error> {
        match self {
            Place::Value(value) => Ok(value.rope().map(Rope::to_string).unwrap_or_default()),
            Place::Segment { part, segment } => Ok(part.segment_at(*segment).to_string()),
            Place::Nodes { part, segment, nodes } => {
                let trace = part.record(*segment, budget)?;
                Ok(part.segment_at(*segment).join(&label_of_all(&trace, nodes)).to_string())
            }
        }
    }
    /// The operands that the first so many stretches of the value were computed from, and how many stretches are left.
    pub fn first_operands(&self, most: usize, budget: &Budget) -> Result<(Vec<Operand>, usize), Error> {
        match self {
            Place::Value(value) => {
                let left = spans(value).count().saturating_sub(most);
                Ok((settle_spans(spans(value).take(most), budget)?, left))
            }
            Place::Segment { .. } | Place::Nodes { .. } => Ok((self.operands(budget)?, 0)),
        }
    }
    /// The operands that the value was computed from, one step: the named values of its formula, in source order.
    pub fn operands(&self, budget: &Budget) -> Result<Vec<Operand>, Error> {
        match self {
            Place::Value(value) => settle_spans(spans(value), budget),
            Place::Segment { part, segment } => {
                let trace = part.record(*segment, budget)?;
                let all = trace.border.nodes.iter().map(|(_, n)| *n).collect();
                operands(&nodes(part, *segment, all), budget)
            }
            Place::Nodes { .. } => operands(self, budget),
        }
    }
}

/// The stretches that a value is made of, a list's item after item.
fn spans(value: &Value) -> Box<dyn Iterator<Item = &Span> + '_> {
    match value {
        Value::List(items) => Box::new(items.iter().flat_map(spans)),
        other => Box::new(other.rope().map_or(&[][..], Rope::all).iter()),
    }
}

fn operands(place: &Place, budget: &Budget) -> Result<Vec<Operand>, Error> {
    let Place::Nodes { part, segment, nodes: roots } = place else { return place.operands(budget) };
    let trace = part.record(*segment, budget)?;
    let (mut out, mut seen) = (vec![], BTreeSet::new());
    for &root in roots {
        let inner = trace.unnamed(root);
        let mut list = match trace.nodes[inner as usize].op {
            Op::Call if is_closed(&trace, inner) => trace.parents(inner),
            Op::Read | Op::Call => vec![inner],
            Op::Constant => {
                out.extend(constant(&trace, inner));
                vec![]
            }
            // The entry that was found, and what it was found by.
            Op::Lookup => trace.parents(inner),
            _ => formula(&trace, root, false).operands(),
        };
        list.extend(trace.choice(root));
        list.retain(|node| seen.insert(*node));
        out.extend(settled(part, *segment, &trace, list, budget)?);
    }
    tell_apart(part, *segment, &mut out);
    Ok(out)
}
/// Names those operands of one name that come from elsewhere with their segment as well.
fn tell_apart(part: &Arc<dyn Part>, segment: u64, operands: &mut [Operand]) {
    let mut called: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    operands.iter().for_each(|o| _ = called.entry(&o.name).or_default().insert(&o.address));
    let elsewhere = |o: &Operand| match &o.next {
        Some(Place::Nodes { part: there, segment: at, .. }) => *at != segment || !Arc::ptr_eq(there, part),
        _ => false,
    };
    // The same step of two runs ends alike: then the end that tells them apart is longer.
    let longer = |o: &Operand| {
        let alike = &called[o.name.as_str()];
        let told =
            |steps: &usize| alike.iter().filter(|other| end(other, *steps) == end(&o.address, *steps)).count() < 2;
        (2..o.address.len()).find(told).map_or(&*o.address, |steps| end(&o.address, steps)).to_owned()
    };
    let names = operands.iter().map(|o| (called[o.name.as_str()].len() > 1 && elsewhere(o)).then(|| longer(o)));
    let names: Vec<Option<String>> = names.collect();
    for (operand, name) in operands.iter_mut().zip(names) {
        operand.name = name.unwrap_or_else(|| std::mem::take(&mut operand.name));
    }
}
/// The name of an operand from elsewhere, beside one of the same name: with its segment.
pub(super) fn apart(operand: &Operand) -> String {
    end(&operand.address, 2).to_owned()
}
/// The last steps of an address.
fn end(address: &str, steps: usize) -> &str {
    let before = address.rmatch_indices('/').nth(steps - 1).map_or(0, |(at, _)| at + 1);
    &address[before..]
}
/// The end of a constant's way: the sentence on it.
fn constant(trace: &Trace, node: u32) -> Option<Operand> {
    let told = trace.told(node)?;
    let leaf = Rope::constant(told.as_str(), &trace.bytes(node)).all().first().cloned();
    Some(Operand { name: told.clone(), address: told.clone(), next: None, leaf, told: Some(told) })
}
/// Nodes as operands; where nothing names what enters the segment, the values it enters from.
fn settled(
    part: &Arc<dyn Part>,
    segment: u64,
    trace: &Trace,
    nodes: impl IntoIterator<Item = u32>,
    budget: &Budget,
) -> Result<Vec<Operand>, Error> {
    let mut out = vec![];
    for node in nodes {
        match trace.nodes[node as usize].op {
            Op::Read | Op::Call if !is_closed(trace, node) => out.extend(entering(part, segment, trace, node, budget)?),
            _ => out.push(value(part, segment, trace, node)),
        }
    }
    Ok(out)
}
/// Where a read, or a call's result, enters a segment from.
pub(super) fn entering(
    part: &Arc<dyn Part>,
    segment: u64,
    trace: &Trace,
    node: u32,
    budget: &Budget,
) -> Result<Vec<Operand>, Error> {
    match trace.read(node) {
        Some((Reading::Feed(k), range)) => settle_spans(&part.feeds()[*k as usize].rope.spans(range.clone()), budget),
        Some((Reading::Border, range)) => border(part, segment, range.start as usize..range.end as usize, budget),
        Some((Reading::Table(table), range)) => {
            let rope = Rope::constant(table.name, table.bytes);
            let index = range.start / (range.end - range.start).max(1);
            let leaf = rope.spans(range.clone()).into_iter().next();
            let name = format!("{}[{index}]", table.name);
            let address = format!("constant {}", table.name);
            Ok(vec![Operand { name, address, next: None, leaf, told: trace.told(node) }])
        }
        None => {
            let [call, byte, _] = trace.nodes[node as usize].from;
            returned(part, segment, trace, call, &[byte], budget)
        }
    }
}
/// The values behind some bytes of a call's result, which is entered once for all of them.
fn returned(
    part: &Arc<dyn Part>,
    segment: u64,
    trace: &Trace,
    call: u32,
    bytes: &[u32],
    budget: &Budget,
) -> Result<Vec<Operand>, Error> {
    settle_spans(&roots::returned_by(part, segment, trace, call, bytes, budget)?, budget)
}
/// The values behind bytes of the state before a segment.
fn border(part: &Arc<dyn Part>, segment: u64, bytes: Range<usize>, budget: &Budget) -> Result<Vec<Operand>, Error> {
    let before = part.before(segment, bytes.clone());
    if before.is_empty() {
        let start = part.start().map_or(vec![], |s| s.spans(bytes.start as u64..bytes.end as u64));
        return settle_spans(&start, budget);
    }
    let written = before.into_iter().map(|(earlier, bytes)| written(part, earlier, bytes, budget));
    Ok(written.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}
/// The values that a segment left in some bytes of its border.
fn written(part: &Arc<dyn Part>, segment: u64, bytes: Range<usize>, budget: &Budget) -> Result<Vec<Operand>, Error> {
    let trace = part.record(segment, budget)?;
    settled(part, segment, &trace, trace.border.writers(bytes), budget)
}
/// Inputs, constants and lengths are leaves; bytes in between become the nodes that wrote them.
fn settle_spans<'a>(spans: impl IntoIterator<Item = &'a Span>, budget: &Budget) -> Result<Vec<Operand>, Error> {
    let mut out = vec![];
    for span in spans {
        match &span.origin {
            Origin::Input(_) | Origin::Constant(_) => {
                out.push(Operand {
                    name: span.to_string(),
                    address: span.to_string(),
                    next: None,
                    leaf: Some(span.clone()),
                    told: None,
                });
            }
            Origin::Length(of) | Origin::Padding(of) => {
                let next = Some(Place::Value(Value::Bytes((**of).clone())));
                let (name, leaf) = (span.to_string(), Some(span.clone()));
                out.push(Operand { address: name.clone(), name, next, leaf, told: None });
            }
            Origin::Part(part) => {
                part.advance(budget)?;
                let writers = part.writers(span.range.clone());
                if writers.is_empty() {
                    out.extend(settle_spans(&part.start().map_or(vec![], |s| s.spans(span.range.clone())), budget)?);
                }
                for (segment, bytes) in writers {
                    out.extend(written(part, segment, bytes, budget)?);
                }
            }
            Origin::Argument { part, segment, .. } | Origin::Named { part, segment, .. } => {
                let trace = part.record(*segment, budget)?;
                out.extend(settled(part, *segment, &trace, span.nodes(budget)?, budget)?);
            }
            Origin::Reversed(_) | Origin::Repeated(_) => {
                out.extend(settle_spans(&span.below().unwrap_or_default(), budget)?);
            }
        }
    }
    Ok(out)
}

impl Span {
    /// The numbers of a segment that these bytes are handed on from; none where they come from elsewhere.
    ///
    /// # Errors
    /// What recording the segment gives.
    pub fn nodes(&self, budget: &Budget) -> Result<Vec<u32>, Error> {
        match &self.origin {
            Origin::Argument { part, segment, call, argument } => {
                let trace = part.record(*segment, budget)?;
                let given = &trace.calls[*call].arguments[*argument].1;
                Ok(given[self.range.start as usize..self.range.end as usize].to_vec())
            }
            Origin::Named { part, segment, label } => {
                let trace = part.record(*segment, budget)?;
                let mut at = 0;
                let touched = |node: &u32| {
                    let here = at..at + trace.bytes(*node).len() as u64;
                    at = here.end;
                    here.start < self.range.end && self.range.start < here.end
                };
                Ok(in_segment(part, *segment, label, budget)?.into_iter().filter(touched).collect())
            }
            Origin::Input(_)
            | Origin::Constant(_)
            | Origin::Length(_)
            | Origin::Padding(_)
            | Origin::Part(_)
            | Origin::Reversed(_)
            | Origin::Repeated(_) => Ok(vec![]),
        }
    }
}
