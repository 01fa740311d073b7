//! All that a value depends on, through every border, back to the learner's bytes.

use crate::num::sort_by_key;
use crate::num::{Node, Op, Reading, Trace};
use crate::run::find::{enter, is_closed};
use crate::run::{Budget, Error, Origin, Part, Path, Place, Rope, Span, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// So many segments of a part are recorded one by one, back from the latest asked for; all earlier ones are taken to
/// need all that they can read.
const EXACT: u64 = 16;
/// Bytes of a part's output that more segments wrote are taken to need all that those can read.
const MANY: u64 = 4096;

/// Everything that a value depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots {
    /// Ranges of the learner's inputs, by cell.
    pub inputs: BTreeMap<Path, Vec<Range<u64>>>,
    /// Constants and lengths on the way.
    pub others: BTreeSet<String>,
    /// Parts whose earlier segments were not recorded one by one but taken to need all that they can read.
    pub folded: BTreeSet<String>,
}
impl Roots {
    fn leaf(&mut self, span: &Span) {
        match &span.origin {
            Origin::Input(at) => {
                let list = self.inputs.entry(at.clone()).or_default();
                list.push(span.range.clone());
            }
            _ => drop(self.others.insert(span.to_string())),
        }
    }
    fn merge(&mut self) {
        self.inputs.values_mut().for_each(|list| *list = joined(std::mem::take(list)));
    }
}

/// The nodes that are wanted of a segment of a part.
type Wanted = (Arc<dyn Part>, Vec<u32>);
/// The places still to be looked at, those of a segment together: it is swept once for all that is wanted of it.
#[derive(Default)]
struct Todo {
    places: Vec<Place>,
    segments: BTreeMap<(String, u64), Wanted>,
}
impl Todo {
    fn push(&mut self, place: Place) {
        match place {
            Place::Nodes { part, segment, nodes } => self.want(&part, segment, nodes),
            other => self.places.push(other),
        }
    }
    fn want(&mut self, part: &Arc<dyn Part>, segment: u64, nodes: impl IntoIterator<Item = u32>) {
        let entry = self.segments.entry((part.at().to_string(), segment));
        entry.or_insert_with(|| (part.clone(), vec![])).1.extend(nodes);
    }
    /// The last segment comes first.
    fn pop(&mut self) -> Option<Place> {
        let place = self.places.pop();
        place.or_else(|| {
            let ((_, segment), (part, nodes)) = self.segments.pop_last()?;
            Some(Place::Nodes { part, segment, nodes })
        })
    }
}

/// All the inputs that a value depends on, through every border, back to the learner's bytes.
///
/// # Errors
/// What recording the segments on the way gives.
pub fn roots(from: &Place, budget: &Budget) -> Result<Roots, Error> {
    let mut search = Search { roots: Roots::default(), todo: Todo::default(), seen: BTreeMap::new(), budget };
    search.todo.push(from.clone());
    while let Some(place) = search.todo.pop() {
        match place {
            Place::Nodes { part, segment, nodes } => search.segment(&part, segment, nodes)?,
            Place::Segment { part, segment } => {
                let trace = part.record(segment, budget)?;
                search.todo.want(&part, segment, trace.border.nodes.iter().map(|(_, node)| *node));
            }
            Place::Value(Value::List(items)) => {
                items.iter().cloned().map(Place::Value).for_each(|v| search.todo.push(v))
            }
            Place::Value(value) => search.spans(value.rope().map_or(&[][..], Rope::all))?,
        }
    }
    search.roots.merge();
    Ok(search.roots)
}

struct Search<'a> {
    roots: Roots,
    todo: Todo,
    /// By part: the latest segment asked for, and the nodes seen of each.
    seen: BTreeMap<String, (u64, BTreeSet<(u64, u32)>)>,
    budget: &'a Budget<'a>,
}
impl Search<'_> {
    /// Goes on from some nodes of a segment, over what enters it.
    fn segment(&mut self, part: &Arc<dyn Part>, segment: u64, wanted: Vec<u32>) -> Result<(), Error> {
        let trace = part.record(segment, self.budget)?;
        let (latest, seen) = self.seen.entry(part.at().to_string()).or_insert_with(|| (segment, BTreeSet::new()));
        let latest = *latest;
        let fresh: Vec<u32> = wanted.into_iter().filter(|node| seen.insert((segment, *node))).collect();
        let leaves = sweep(&trace, fresh).into_iter().filter(|leaf| seen.insert((segment, leaf | 1 << 31)));
        let (mut carried, mut fed, mut calls) = (vec![], vec![], BTreeMap::<u32, Vec<u32>>::new());
        for leaf in leaves {
            match trace.read(leaf) {
                Some((Reading::Border, range)) => carried.push(range.clone()),
                Some((Reading::Feed(k), range)) => fed.push((*k, range.clone())),
                Some((Reading::Table(table), range)) => {
                    Rope::constant(table.name, table.bytes)
                        .spans(range.clone())
                        .iter()
                        .for_each(|s| self.roots.leaf(s));
                }
                None => {
                    let Node { from: [call, byte, _], .. } = trace.nodes[leaf as usize];
                    calls.entry(call).or_default().push(byte);
                }
            }
        }
        if segment > 0 && latest - segment.min(latest) >= EXACT && !carried.is_empty() {
            self.fold(part, 0..segment);
        } else {
            self.carried(part, segment, carried)?;
        }
        for (k, feed) in (0..).zip(part.feeds()) {
            let read = fed.iter().filter(|(feed, _)| *feed == k).map(|(_, range)| range.clone()).collect();
            for range in joined(read) {
                self.spans(&feed.rope.spans(range))?;
            }
        }
        for (call, bytes) in calls {
            self.spans(&together(returned_by(part, segment, &trace, call, &bytes, self.budget)?))?;
        }
        Ok(())
    }
    /// Takes segments of a part to need all that they can read.
    fn fold(&mut self, part: &Arc<dyn Part>, segments: Range<u64>) {
        if self.roots.folded.insert(part.at().to_string()) {
            for feed in part.feeds() {
                self.todo.push(Place::bytes(feed.rope.slice(feed.range(segments.start, segments.end))));
            }
            self.todo.places.extend(part.start().cloned().map(Place::bytes));
        }
    }
    /// Goes on from bytes of the state before a segment.
    fn carried(&mut self, part: &Arc<dyn Part>, segment: u64, bytes: Vec<Range<u64>>) -> Result<(), Error> {
        let before = |range: &Range<u64>| part.before(segment, range.start as usize..range.end as usize);
        let covered =
            |writers: &[(u64, Range<usize>)]| writers.iter().map(|(_, range)| range.len() as u64).sum::<u64>();
        for range in joined(bytes.clone()) {
            let writers = before(&range);
            if covered(&writers) == range.end - range.start {
                self.written(part, writers)?;
                continue;
            }
            // Some of them stand there from the start.
            for one in bytes.iter().filter(|one| range.contains(&one.start)) {
                match before(one) {
                    none if none.is_empty() => {
                        self.spans(&part.start().map_or(vec![], |start| start.spans(one.clone())))?;
                    }
                    writers => self.written(part, writers)?,
                }
            }
        }
        Ok(())
    }
    /// Goes on from what segments left in some bytes of their borders.
    fn written(&mut self, part: &Arc<dyn Part>, writers: Vec<(u64, Range<usize>)>) -> Result<(), Error> {
        for (segment, bytes) in writers {
            let trace = part.record(segment, self.budget)?;
            self.todo.want(part, segment, trace.border.writers(bytes));
        }
        Ok(())
    }
    /// Ends at inputs and constants, and at lengths: what is only measured is not read. Goes on from all else.
    fn spans(&mut self, spans: &[Span]) -> Result<(), Error> {
        for span in spans {
            match &span.origin {
                Origin::Input(_) | Origin::Constant(_) | Origin::Length(_) | Origin::Padding(_) => {
                    self.roots.leaf(span)
                }
                Origin::Part(part) => {
                    part.advance(self.budget)?;
                    if let Some([first, last]) = part.spread(&span.range, MANY) {
                        let first = if part.before(last, 0..1).is_empty() { first.min(last) } else { 0 };
                        self.fold(part, first..last.max(first) + 1);
                        continue;
                    }
                    match part.writers(span.range.clone()) {
                        none if none.is_empty() => {
                            self.spans(&part.start().map_or(vec![], |start| start.spans(span.range.clone())))?
                        }
                        writers => self.written(part, writers)?,
                    }
                }
                Origin::Argument { part, segment, .. } | Origin::Named { part, segment, .. } => {
                    self.todo.want(part, *segment, span.nodes(self.budget)?);
                }
                Origin::Reversed(_) | Origin::Repeated(_) => self.spans(&span.below().unwrap_or_default())?,
            }
        }
        Ok(())
    }
}
/// Where some bytes of a call's result lie.
pub(super) fn returned_by(
    part: &Arc<dyn Part>,
    segment: u64,
    trace: &Trace,
    call: u32,
    bytes: &[u32],
    budget: &Budget,
) -> Result<Vec<Span>, Error> {
    let run = enter(part, segment, trace, call as usize)?;
    // Where the bytes come from is asked, not whether a vetted body computes the same: the run is forgotten again.
    run.compute(budget)?;
    let rope = run.result.rope().cloned().unwrap_or_default();
    Ok(bytes.iter().flat_map(|byte| rope.spans(u64::from(*byte)..u64::from(*byte) + 1)).collect())
}
/// Spans, those that go on where the one before ended made one.
fn together(spans: Vec<Span>) -> Vec<Span> {
    let mut all: Vec<Span> = vec![];
    for span in spans {
        match all.last_mut() {
            Some(last) if last.is_beside(&span) && last.range.end == span.range.start => {
                last.range.end = span.range.end
            }
            _ => all.push(span),
        }
    }
    all
}
/// Ranges in order, those that touch made one.
fn joined(mut ranges: Vec<Range<u64>>) -> Vec<Range<u64>> {
    sort_by_key(&mut ranges, |range| range.start);
    let mut joined: Vec<Range<u64>> = vec![];
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}
/// The reads and calls that these nodes depend on, choices included.
fn sweep(trace: &Trace, targets: Vec<u32>) -> Vec<u32> {
    let mut needed = vec![false; trace.nodes.len()];
    targets.iter().for_each(|&n| needed[n as usize] = true);
    let chooses = trace.nodes.iter().any(|n| n.op == Op::Choice);
    for n in (0..needed.len() as u32).rev().filter(|_| !targets.is_empty()) {
        if needed[n as usize] {
            if trace.nodes[n as usize].op != Op::Call || is_closed(trace, n) {
                trace.each_parent(n, |p| needed[p as usize] = true);
            }
            if chooses && let Some(bit) = trace.choice(n) {
                needed[bit as usize] = true;
            }
        }
    }
    let leaf = |n: &u32| matches!(trace.nodes[*n as usize].op, Op::Read | Op::Call) && !is_closed(trace, *n);
    (0..needed.len() as u32).filter(|n| needed[*n as usize]).filter(leaf).collect()
}
