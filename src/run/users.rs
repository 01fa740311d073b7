//! The uses of a value: the values that are computed from it, in its segment, in the next one and in other parts.

use super::find::Place;
use super::{Budget, Error, Origin, Part, Path, Rope, Run, Span};
use crate::num::{Op, Reading, Trace};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// The nodes of a recorded segment that read byte `byte` of the input cell at `cell`.
///
/// # Errors
/// What recording the segment gives.
pub fn readers(part: &Arc<dyn Part>, segment: u64, cell: &Path, byte: u64, budget: &Budget) -> Result<Vec<u32>, Error> {
    fn holds(spans: &[Span], cell: &Path, byte: u64) -> bool {
        spans.iter().any(|s| match &s.origin {
            Origin::Input(at) => at == cell && s.range.contains(&byte),
            _ => s.below().is_some_and(|below| holds(&below, cell, byte)),
        })
    }
    let trace = part.record(segment, budget)?;
    let reads = |n: &u32| match trace.read(*n) {
        Some((Reading::Feed(k), range)) => holds(&part.feeds()[*k as usize].rope.spans(range.clone()), cell, byte),
        Some((Reading::Border, range)) if part.before(segment, range.start as usize..range.end as usize).is_empty() => {
            part.start().is_some_and(|s| holds(&s.spans(range.clone()), cell, byte))
        }
        _ => false,
    };
    Ok((0..trace.nodes.len() as u32).filter(reads).collect())
}

/// The named values computed from a value: in its segment, in the next one, and in the parts that read this part's
/// output, of all the runs given.
///
/// # Errors
/// What recording the segments gives.
pub fn used_by(place: &Place, runs: &[Arc<Run>], budget: &Budget) -> Result<Vec<Place>, Error> {
    let mut out = vec![];
    let (part, segment) = match place {
        Place::Nodes { part, segment, .. } | Place::Segment { part, segment } => (part, segment),
        Place::Value(_) => return Ok(out),
    };
    let trace = part.record(*segment, budget)?;
    let from: Vec<u32> = match place {
        Place::Nodes { nodes, .. } => nodes.clone(),
        _ => trace.border.nodes.iter().map(|(_, node)| *node).collect(),
    };
    let mut named = |part: &Arc<dyn Part>, segment: u64, trace: &Trace, start: Vec<u32>| {
        let (mut seen, mut todo) = (BTreeSet::new(), start);
        let mut found = BTreeSet::new();
        while let Some(n) = todo.pop() {
            for &user in trace.users(n) {
                let node = trace.nodes[user as usize];
                match node.op {
                    _ if !seen.insert(user) => {}
                    Op::Name => drop(found.insert(user)),
                    Op::Call => todo.extend(trace.calls[node.from[0] as usize].output.clone()),
                    _ => todo.push(user),
                }
            }
        }
        let place = |n| Place::Nodes { part: part.clone(), segment, nodes: vec![n] };
        out.extend(found.into_iter().map(place));
    };
    let wanted: BTreeSet<u32> = from.iter().copied().collect();
    named(part, *segment, &trace, from);
    let left: Vec<&Range<usize>> =
        trace.border.nodes.iter().filter(|(_, node)| wanted.contains(node)).map(|(bytes, _)| bytes).collect();
    let next = match segment + 1 < part.segments() && part.start().is_some() && !left.is_empty() {
        true => Some(part.record(segment + 1, budget)?),
        false => None,
    };
    let carried = next.as_deref().map_or(vec![], |next| carried(part, *segment, next));
    let others: Vec<Arc<dyn Part>> =
        runs.iter().flat_map(|run| run.parts()).filter(|other| !Arc::ptr_eq(other, part)).collect();
    for bytes in left {
        if let Some(next) = &next {
            let reads = |(_, there): &&(u32, Range<usize>)| there.start < bytes.end && bytes.start < there.end;
            let mut readers: Vec<u32> = carried.iter().filter(reads).map(|(node, _)| *node).collect();
            readers.dedup();
            named(part, segment + 1, next, readers);
        }
        for other in &others {
            for (reader, k, place) in reads_of(other, part, *segment, &(bytes.start as u64..bytes.end as u64)) {
                let there = other.record(reader, budget)?;
                named(other, reader, &there, there.readers(k, &place));
            }
        }
    }
    Ok(out)
}
/// The nodes of the segment after one that read what it left behind, each with those bytes of its border.
fn carried(part: &Arc<dyn Part>, segment: u64, next: &Trace) -> Vec<(u32, Range<usize>)> {
    let read = |node: u32| match next.read(node) {
        Some((Reading::Border, bytes)) => part.before(segment + 1, bytes.start as usize..bytes.end as usize),
        _ => vec![],
    };
    let left = |(earlier, bytes): (u64, Range<usize>)| (earlier == segment).then_some(bytes);
    let nodes = 0..next.nodes.len() as u32;
    nodes.flat_map(|node| read(node).into_iter().filter_map(left).map(move |bytes| (node, bytes))).collect()
}
/// Where another part reads bytes that a segment of this one wrote: segment, source and place; the first reader only.
fn reads_of(
    other: &Arc<dyn Part>,
    part: &Arc<dyn Part>,
    segment: u64,
    bytes: &Range<u64>,
) -> Vec<(u64, Reading, Range<u64>)> {
    let Some(output) = part.written(segment, bytes.start as usize..bytes.end as usize) else { return vec![] };
    let places = |rope: &Rope| -> Vec<Range<u64>> {
        let mut at = 0;
        let mut found = vec![];
        for span in rope.all() {
            let (here, Range { start, end }) = (at, span.range.clone());
            at += span.len();
            let read = output.start.max(start)..output.end.min(end);
            if matches!(&span.origin, Origin::Part(p) if Arc::ptr_eq(p, part)) && !read.is_empty() {
                found.push(here + read.start - start..here + read.end - start);
            }
        }
        found
    };
    let mut out = vec![];
    for (k, feed) in other.feeds().iter().enumerate() {
        for place in places(&feed.rope) {
            out.push((place.start.checked_div(feed.stride).unwrap_or(0), Reading::Feed(k as u8), place));
        }
    }
    for place in other.start().map_or(vec![], places) {
        out.push((0, Reading::Border, place));
    }
    out.retain(|(s, ..)| *s < other.segments());
    out
}

/// The most bytes of a part's output whose uses are looked for: nobody reads those of a million segments.
const FOLLOWED: u64 = 4096;

/// The values, of all the runs given, that read the bytes of a span: the first ones of a part's output, or the first
/// byte of a stretch of an input.
///
/// # Errors
/// What recording the segments gives.
pub fn users_of_span(span: &Span, runs: &[Arc<Run>], budget: &Budget) -> Result<Vec<Place>, Error> {
    let mut users = vec![];
    match &span.origin {
        Origin::Part(part) => {
            let Range { start, end } = span.range;
            for (segment, bytes) in part.writers(start..end.min(start + FOLLOWED)) {
                let nodes = part.record(segment, budget)?.border.writers(bytes).collect();
                users.extend(used_by(&Place::Nodes { part: part.clone(), segment, nodes }, runs, budget)?);
            }
        }
        Origin::Input(cell) => {
            for part in runs.iter().flat_map(|run| run.parts()) {
                for feed in part.feeds() {
                    let Some(at) = place_of_input(feed.rope.all(), cell, span.range.start) else { continue };
                    let segment = at.checked_div(feed.stride).unwrap_or(0);
                    if segment >= part.segments() {
                        continue;
                    }
                    let nodes = readers(&part, segment, cell, span.range.start, budget)?;
                    if !nodes.is_empty() {
                        users.extend(used_by(&Place::Nodes { part: part.clone(), segment, nodes }, runs, budget)?);
                    }
                }
            }
        }
        // A constant, or what a length makes, is known by the bytes themselves, which nothing copies.
        Origin::Constant(_) | Origin::Length(_) | Origin::Padding(_) => {
            for part in runs.iter().flat_map(|run| run.parts()) {
                for (k, feed) in part.feeds().iter().enumerate() {
                    let Some(at) = place_of_byte(feed.rope.all(), span) else { continue };
                    let segment = at.checked_div(feed.stride).unwrap_or(0);
                    if segment < part.segments() {
                        let nodes = part.record(segment, budget)?.readers(Reading::Feed(k as u8), &(at..at + 1));
                        users.extend(used_by(&Place::Nodes { part: part.clone(), segment, nodes }, runs, budget)?);
                    }
                }
            }
        }
        _ => {}
    }
    Ok(users)
}
/// Where the first byte of a span lies in others that have it from the same source.
fn place_of_byte(spans: &[Span], wanted: &Span) -> Option<u64> {
    let (mut at, byte) = (0, wanted.range.start);
    for span in spans {
        if Arc::ptr_eq(&span.source, &wanted.source) && span.range.contains(&byte) {
            return Some(at + byte - span.range.start);
        }
        at += span.len();
    }
    None
}
/// Where a byte of an input lies in some spans.
fn place_of_input(spans: &[Span], cell: &Path, byte: u64) -> Option<u64> {
    let mut at = 0;
    for span in spans {
        if matches!(&span.origin, Origin::Input(path) if path == cell) && span.range.contains(&byte) {
            return Some(at + byte - span.range.start);
        }
        at += span.len();
    }
    None
}
