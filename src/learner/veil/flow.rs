//! How what is hidden flows: from numbers of some segments to all that is computed from them.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use crate::num::{Op, Reading, Trace};
use crate::run::find::label_of;
use crate::run::{Budget, Count, Origin, Part, Path, Span};

/// Through how many segments a state is followed number by number; beyond, all of it is taken to be hidden.
const EXACT: u64 = 8;
/// The longest stretch of a part's output that is followed to its segments, in bytes.
const FOLLOWED: u64 = 1024;
/// For how many segments it is remembered which of their numbers are hidden.
const REMEMBERED: usize = 4096;
/// How many records are remembered by themselves.
const RECENT: usize = 8;

/// Numbers that are hidden themselves.
#[derive(Clone)]
pub(super) struct Seed {
    /// The address of the segment.
    pub at: Path,
    /// The part.
    pub part: Arc<dyn Part>,
    /// The segment.
    pub segment: u64,
    /// The numbers, as nodes of its trace.
    pub nodes: Vec<u32>,
    /// The names of the numbers, once somebody asked: it takes long to say those of many.
    labels: OnceCell<Vec<String>>,
}

impl Seed {
    /// Numbers of a segment.
    pub fn new(at: Path, part: Arc<dyn Part>, segment: u64, nodes: Vec<u32>) -> Seed {
        Seed { at, part, segment, nodes, labels: OnceCell::new() }
    }

    /// Whether a part was entered from one of the numbers, such as a residue's arithmetic: it would say the number.
    fn opens_to(&self, part: &Arc<dyn Part>, budget: &Budget) -> bool {
        let inside = part.at().as_str().strip_prefix(self.at.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let Some(inside) = inside else { return false };
        let labels = || -> Option<Vec<String>> {
            let trace = self.part.record(self.segment, budget).ok()?;
            Some(self.nodes.iter().map(|node| label_of(&trace, *node)).collect())
        };
        let labels = match self.labels.get() {
            Some(labels) => labels,
            None => match labels() {
                Some(labels) => self.labels.get_or_init(|| labels),
                None => return true,
            },
        };
        labels
            .iter()
            .filter_map(|label| inside.strip_prefix(label))
            .any(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// A segment: the address of its part, and its number.
type Segment = (Path, u64);

/// A record, and which of its nodes are hidden.
type Looked = (Arc<Trace>, Arc<[bool]>);

/// Hidden numbers, and what is known about where they go.
#[derive(Clone, Default)]
pub(super) struct Flow {
    seeds: Vec<Seed>,
    /// Parts that are hidden whole, by address.
    parts: BTreeSet<Path>,
    /// The first segment of a part that something hidden can reach.
    reached: RefCell<BTreeMap<Path, Option<u64>>>,
    /// Whether a part was entered from a hidden number.
    opened: RefCell<BTreeMap<Path, bool>>,
    /// The hidden nodes of the segments that were looked at. A call is entered anew for each look, so a segment is
    /// known by its address and its numbers; two runs that are compared have the same addresses.
    known: RefCell<HashMap<Segment, Arc<[bool]>>>,
    /// The records looked at last, and which of their nodes are hidden: many bytes of one are asked about in a row.
    recent: RefCell<Vec<Looked>>,
}

impl Flow {
    /// Whether nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.seeds.is_empty() && self.parts.is_empty()
    }

    /// Hides all of a part.
    pub fn hide_part(&mut self, part: &Arc<dyn Part>) {
        self.parts.insert(part.at().clone());
        self.forget();
    }

    /// Hides some numbers. False when they are hidden already.
    pub fn seed(&mut self, seed: Seed) -> bool {
        let within = |known: &Seed| {
            known.at == seed.at && known.segment == seed.segment && seed.nodes.iter().all(|n| known.nodes.contains(n))
        };
        let fresh = !self.seeds.iter().any(within);
        if fresh {
            self.seeds.push(seed);
            self.forget();
        }
        fresh
    }

    /// Whether a number is one of those that are hidden themselves.
    pub fn is_seed(&self, at: &Path, segment: u64, node: u32) -> bool {
        self.seeds.iter().any(|seed| seed.at == *at && seed.segment == segment && seed.nodes.contains(&node))
    }

    fn forget(&mut self) {
        self.reached.get_mut().clear();
        self.opened.get_mut().clear();
        self.known.get_mut().clear();
        self.recent.get_mut().clear();
    }

    /// Whether any of some numbers is hidden.
    pub fn hides_nodes(
        &self,
        part: &Arc<dyn Part>,
        segment: u64,
        nodes: &[u32],
        cells: &BTreeSet<String>,
        budget: &Budget,
    ) -> bool {
        Sweep { flow: self, cells, budget }.hides_nodes(part, segment, nodes)
    }

    /// Whether any of some bytes is hidden.
    pub fn hides_spans(&self, spans: &[Span], cells: &BTreeSet<String>, budget: &Budget) -> bool {
        Sweep { flow: self, cells, budget }.hides_spans(spans)
    }
}

/// One look at where the hidden numbers go.
struct Sweep<'a> {
    flow: &'a Flow,
    cells: &'a BTreeSet<String>,
    budget: &'a Budget<'a>,
}

impl Sweep<'_> {
    fn hides_nodes(&self, part: &Arc<dyn Part>, segment: u64, nodes: &[u32]) -> bool {
        if self.is_opened(part) {
            return true;
        }
        match self.reaches_part(part) {
            None => return false,
            Some(first) if segment < first => return false,
            Some(_) if self.flow.parts.contains(part.at()) => return true,
            Some(_) => {}
        }
        // What cannot be looked into is hidden.
        let Some(hidden) = self.hidden(part, segment) else { return true };
        nodes.iter().any(|node| hidden.get(*node as usize).copied().unwrap_or(true))
    }

    /// Whether a part was entered from a hidden number.
    fn is_opened(&self, part: &Arc<dyn Part>) -> bool {
        if let Some(known) = self.flow.opened.borrow().get(part.at()) {
            return *known;
        }
        let opened = self.flow.seeds.iter().any(|seed| seed.opens_to(part, self.budget));
        self.flow.opened.borrow_mut().insert(part.at().clone(), opened);
        opened
    }

    fn hides_spans(&self, spans: &[Span]) -> bool {
        spans.iter().any(|span| match &span.origin {
            Origin::Input(cell) => self.cells.contains(cell.as_str()),
            Origin::Constant(_) | Origin::Length(_) | Origin::Padding(_) => false,
            Origin::Part(part) => self.hides_output(part, span.range.clone()),
            Origin::Argument { part, segment, .. } | Origin::Named { part, segment, .. } => {
                match span.nodes(self.budget) {
                    Ok(nodes) => self.hides_nodes(part, *segment, &nodes),
                    Err(_) => self.reaches_part(part).is_some(),
                }
            }
            Origin::Reversed(_) | Origin::Repeated(_) => self.hides_spans(&span.below().unwrap_or_default()),
        })
    }

    fn hides_output(&self, part: &Arc<dyn Part>, range: Range<u64>) -> bool {
        if self.reaches_part(part).is_none() {
            return false;
        }
        if range.end - range.start > FOLLOWED {
            return true;
        }
        let writers = part.writers(range.clone());
        if writers.is_empty() {
            return part.start().is_some_and(|start| self.hides_spans(&start.spans(range)));
        }
        writers.into_iter().any(|(segment, bytes)| self.hides_border(part, segment, bytes))
    }

    /// Whether some bytes that a segment left behind are hidden.
    fn hides_border(&self, part: &Arc<dyn Part>, segment: u64, bytes: Range<usize>) -> bool {
        match part.record(segment, self.budget) {
            Ok(trace) => self.hides_nodes(part, segment, &trace.border.writers(bytes).collect::<Vec<_>>()),
            Err(_) => true,
        }
    }

    /// The first segment of a part that something hidden can reach.
    fn reaches_part(&self, part: &Arc<dyn Part>) -> Option<u64> {
        if let Some(known) = self.flow.reached.borrow().get(part.at()) {
            return *known;
        }
        let whole = self.flow.parts.contains(part.at()).then_some(0);
        let seeds = self.flow.seeds.iter().filter_map(|seed| below(part, seed));
        let feeds = part.feeds().iter().filter_map(|feed| {
            let byte = self.first_reached(feed.rope.all())?;
            Some(byte.checked_div(feed.stride).unwrap_or(0))
        });
        let start = part.start().and_then(|start| self.first_reached(start.all())).map(|_| 0);
        let first = whole.into_iter().chain(seeds).chain(feeds).chain(start).min();
        self.flow.reached.borrow_mut().insert(part.at().clone(), first);
        first
    }

    /// The first byte that something hidden can reach.
    fn first_reached(&self, spans: &[Span]) -> Option<u64> {
        let mut at = 0;
        for span in spans {
            if self.reaches_span(span) {
                return Some(at);
            }
            at += span.len();
        }
        None
    }

    fn reaches_span(&self, span: &Span) -> bool {
        match &span.origin {
            Origin::Input(cell) => self.cells.contains(cell.as_str()),
            Origin::Constant(_) | Origin::Length(_) | Origin::Padding(_) => false,
            Origin::Part(part) => self.reaches_part(part).is_some(),
            Origin::Argument { part, segment, .. } | Origin::Named { part, segment, .. } => {
                self.reaches_part(part).is_some_and(|first| first <= *segment)
            }
            Origin::Reversed(rope) | Origin::Repeated(rope) => self.first_reached(rope.all()).is_some(),
        }
    }

    /// Which nodes of a segment are hidden; nothing when it cannot be recorded now.
    fn hidden(&self, part: &Arc<dyn Part>, segment: u64) -> Option<Arc<[bool]>> {
        let trace = part.record(segment, self.budget).ok()?;
        let recent = self.flow.recent.borrow().iter().find(|(other, _)| Arc::ptr_eq(other, &trace)).cloned();
        if let Some((_, hidden)) = recent {
            return Some(hidden);
        }
        let hidden = self.remembered(part, segment, &trace);
        let recent = &mut *self.flow.recent.borrow_mut();
        recent.truncate(RECENT - 1);
        recent.insert(0, (trace, hidden.clone()));
        Some(hidden)
    }

    /// The same of a record, which may be one of a segment that was looked at before.
    fn remembered(&self, part: &Arc<dyn Part>, segment: u64, trace: &Trace) -> Arc<[bool]> {
        let mut numbers = DefaultHasher::new();
        // The three operands as one number: the length of an array need not be hashed for each node.
        let operands = |[a, b, c]: [u32; 3]| u128::from(a) << 64 | u128::from(b) << 32 | u128::from(c);
        trace.nodes.iter().for_each(|node| (node.value, operands(node.from)).hash(&mut numbers));
        let key = (part.segment_at(segment), numbers.finish());
        if let Some(known) = self.flow.known.borrow().get(&key) {
            return known.clone();
        }
        let hidden: Arc<[bool]> = self.flowed(part, segment, trace).into();
        let mut known = self.flow.known.borrow_mut();
        if known.len() == REMEMBERED {
            known.clear();
        }
        known.insert(key, hidden.clone());
        hidden
    }

    fn flowed(&self, part: &Arc<dyn Part>, segment: u64, trace: &Trace) -> Vec<bool> {
        let at = part.segment_at(segment);
        let mut hidden = vec![false; trace.nodes.len()];
        for seed in self.flow.seeds.iter().filter(|seed| seed.at == at && seed.segment == segment) {
            for &node in &seed.nodes {
                if let Some(hidden) = hidden.get_mut(node as usize) {
                    *hidden = true;
                }
            }
        }
        // The call that was looked at last: its bytes stand in a row, and each was computed from all that it was given.
        let mut called = None;
        for node in 0..trace.nodes.len() as u32 {
            let n = trace.nodes[node as usize];
            let from_hidden = |hidden: &[bool]| {
                let mut any = false;
                trace.each_parent(node, |parent| any |= hidden[parent as usize]);
                any
            };
            let comes = hidden[node as usize]
                || match n.op {
                    Op::Read => trace.read(node).is_some_and(|(from, range)| self.enters(part, segment, *from, range)),
                    Op::Call => match called.filter(|(call, _)| *call == n.from[0]) {
                        Some((_, comes)) => comes,
                        None => {
                            let call = &trace.calls[n.from[0] as usize];
                            let inside = at.join(&format!("{}{}", call.name, call.index));
                            let seeds = &self.flow.seeds;
                            let comes =
                                from_hidden(&hidden) || seeds.iter().any(|seed| is_below(&inside, seed.at.as_str()));
                            called = Some((n.from[0], comes));
                            comes
                        }
                    },
                    _ => from_hidden(&hidden),
                };
            if !comes {
                continue;
            }
            hidden[node as usize] = true;
            match n.op {
                // Which entry was read tells the index, and which side was taken tells the bit.
                Op::Lookup if hidden[n.from[1] as usize] => hidden[n.from[0] as usize] = true,
                Op::Choice if hidden[n.from[0] as usize] => hidden[n.from[2] as usize..node as usize].fill(true),
                _ => {}
            }
        }
        hidden
    }

    /// Whether something hidden enters a segment where it reads.
    fn enters(&self, part: &Arc<dyn Part>, segment: u64, from: Reading, range: &Range<u64>) -> bool {
        match from {
            Reading::Table(_) => false,
            Reading::Feed(k) => {
                part.feeds().get(k as usize).is_some_and(|feed| self.hides_spans(&feed.rope.spans(range.clone())))
            }
            Reading::Border => {
                let before = part.before(segment, range.start as usize..range.end as usize);
                if before.is_empty() {
                    return part.start().is_some_and(|start| self.hides_spans(&start.spans(range.clone())));
                }
                let first = self.reaches_part(part).unwrap_or(u64::MAX);
                before.into_iter().any(|(earlier, bytes)| match earlier.checked_sub(first) {
                    None => false,
                    Some(since) if since >= EXACT => true,
                    Some(_) => self.hides_border(part, earlier, bytes),
                })
            }
        }
    }
}

/// The segment of a part that a seed stands in, or in a call below it.
fn below(part: &Arc<dyn Part>, seed: &Seed) -> Option<u64> {
    if seed.part.at() == part.at() {
        return Some(seed.segment);
    }
    let rest = seed.at.as_str().strip_prefix(part.at().as_str())?;
    match part.count() {
        Count::Single | Count::Labels { .. } => rest.starts_with('/').then_some(0),
        Count::Grid(grid) => {
            let mut numbers = rest.split(['[', ']', '/']).filter(|text| !text.is_empty()).map(|text| text.parse().ok());
            grid.segment([numbers.next()??, numbers.next()??, numbers.next()??])
        }
        count @ (Count::Up(_) | Count::Down(_)) => {
            let (number, _) = rest.strip_prefix('[')?.split_once(']')?;
            count.segment(number.parse().ok()?)
        }
    }
}

/// Whether an address is that of a run or of something in it.
fn is_below(run: &Path, address: &str) -> bool {
    address.strip_prefix(run.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '[']))
}
