//! A place in a run that steps: into, out, next, previous, and to any address.

use super::address::{Address, Bound, Index as Wanted, Step as AddressStep};
use super::find::{Way, enter as open, helpers, is_closed, label_of, label_of_all, operations, wanted, way};
use super::{Body, Budget, Count, Error, Part, Path, Place, Run, arithmetic};
use crate::num::naming::{beside, numbered};
use crate::num::{Index, Op, Trace};
use std::sync::Arc;

/// One level of a [`Cursor`], from a run down to a single operation.
#[derive(Clone)]
pub enum Level {
    /// An item of a run.
    Item {
        /// The run.
        run: Arc<Run>,
        /// Which of its items.
        item: usize,
    },
    /// A segment of a part.
    Segment {
        /// The part.
        part: Arc<dyn Part>,
        /// The segment, counted from 0.
        segment: u64,
    },
    /// A named value inside a segment.
    Step {
        /// The part.
        part: Arc<dyn Part>,
        /// The segment, counted from 0.
        segment: u64,
        /// Which of the segment's named values, see [`Trace::steps`].
        step: usize,
    },
    /// An operation inside a named value or inside a helper.
    Operation {
        /// The part.
        part: Arc<dyn Part>,
        /// The segment, counted from 0.
        segment: u64,
        /// The operations here, in the order in which they were done.
        nodes: Vec<u32>,
        /// Which of them.
        at: usize,
    },
}

/// A place in a run.
#[derive(Clone)]
pub struct Cursor {
    run: Arc<Run>,
    levels: Vec<Level>,
}

impl Cursor {
    /// At the first item of a run.
    pub fn new(run: Arc<Run>) -> Cursor {
        let levels = vec![Level::Item { run: run.clone(), item: 0 }];
        Cursor { run, levels }
    }
    /// The run it steps through.
    pub fn run(&self) -> &Arc<Run> {
        &self.run
    }
    /// The level it stands at.
    pub fn level(&self) -> &Level {
        &self.levels[self.levels.len() - 1]
    }
    /// All levels, the outermost first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }
    /// The value it stands at.
    pub fn place(&self, budget: &Budget) -> Result<Place, Error> {
        Ok(match self.level() {
            Level::Item { run, item } => {
                run.items.get(*item).map_or_else(|| Place::Value(run.result.clone()), super::Item::place)
            }
            Level::Segment { part, segment } => Place::Segment { part: part.clone(), segment: *segment },
            Level::Step { part, segment, step } => {
                let trace = part.record(*segment, budget)?;
                let nodes = trace.steps().get(*step).map(|s| s.nodes.clone()).unwrap_or_default();
                Place::Nodes { part: part.clone(), segment: *segment, nodes }
            }
            Level::Operation { part, segment, nodes, at } => {
                Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![nodes[*at]] }
            }
        })
    }
    /// The address it stands at.
    pub fn address(&self, budget: &Budget) -> Result<String, Error> {
        Ok(match self.level() {
            Level::Item { run, item } => item_at(run, *item).to_string(),
            Level::Segment { part, segment } => match self.levels.iter().rev().nth(1) {
                // The labels of a run's own part stand in the run, and the part itself below it, by its name.
                Some(Level::Item { run, item }) if *part.at() == run.at => item_at(run, *item).to_string(),
                _ => part.segment_at(*segment).to_string(),
            },
            Level::Step { part, segment, step } => {
                let trace = part.record(*segment, budget)?;
                let steps = trace.steps();
                let step = steps.get(*step).ok_or_else(|| Error::missing("this segment names nothing"))?;
                part.segment_at(*segment).join(&label_of_all(&trace, &step.nodes)).to_string()
            }
            Level::Operation { part, segment, nodes, at } => {
                let trace = part.record(*segment, budget)?;
                part.segment_at(*segment).join(&label_of(&trace, nodes[*at])).to_string()
            }
        })
    }
    /// Goes in: from an item to its segments, from a segment to its named values, from a value to its operations, from
    /// a call to the run of what it calls. False where there is nothing to go into.
    pub fn enter(&mut self, budget: &Budget) -> Result<bool, Error> {
        let next = match self.level() {
            Level::Item { run, item } => match run.items.get(*item).map(|i| &i.body) {
                Some(Body::Part(part)) if part.segments() > 0 => Level::Segment { part: part.clone(), segment: 0 },
                Some(Body::Run(run)) => Level::Item { run: run.clone(), item: 0 },
                Some(Body::Bytes { .. } | Body::Part(_)) | None => return Ok(false),
            },
            Level::Segment { part, segment } => {
                if part.record(*segment, budget)?.steps().is_empty() {
                    return Ok(false);
                }
                Level::Step { part: part.clone(), segment: *segment, step: 0 }
            }
            Level::Step { part, segment, .. } | Level::Operation { part, segment, .. } => {
                let Place::Nodes { nodes, .. } = self.place(budget)? else { return Ok(false) };
                let trace = part.record(*segment, budget)?;
                let Some(&node) = nodes.first() else { return Ok(false) };
                let inner = trace.nodes[trace.unnamed(node) as usize];
                if inner.op == Op::Call && !is_closed(&trace, trace.unnamed(node)) {
                    let run = open(part, *segment, &trace, inner.from[0] as usize)?;
                    Level::Item { run: Arc::new(run), item: 0 }
                } else if nodes.len() > 1 {
                    Level::Operation { part: part.clone(), segment: *segment, nodes, at: 0 }
                } else if let Some(part) = arithmetic::opened(part, *segment, &trace, node)? {
                    let step = first_computed(&*part.record(0, budget)?);
                    Level::Step { part, segment: 0, step }
                } else {
                    let inside = inside(&trace, node);
                    if inside.is_empty() || inside == [node] {
                        return Ok(false);
                    }
                    let at = inside.len() - 1;
                    Level::Operation { part: part.clone(), segment: *segment, nodes: inside, at }
                }
            }
        };
        self.levels.push(next);
        Ok(true)
    }
    /// Goes out one level. False at the outermost.
    pub fn leave(&mut self) -> bool {
        let deep = self.levels.len() > 1;
        if deep {
            self.levels.pop();
        }
        deep
    }
    /// Goes to the next place of this level; past the last value of a segment comes the first of the next segment.
    pub fn next(&mut self, budget: &Budget) -> Result<bool, Error> {
        self.step_by(1, budget)
    }
    /// Goes to the previous place of this level.
    pub fn previous(&mut self, budget: &Budget) -> Result<bool, Error> {
        self.step_by(-1, budget)
    }
    fn step_by(&mut self, by: i64, budget: &Budget) -> Result<bool, Error> {
        let moved = match self.level() {
            Level::Item { run, item } => {
                let to = item.checked_add_signed(by as isize).filter(|t| *t < run.items.len());
                to.map(|item| Level::Item { run: run.clone(), item })
            }
            Level::Segment { part, segment } => {
                let to = segment.checked_add_signed(by).filter(|t| *t < part.segments());
                to.map(|segment| Level::Segment { part: part.clone(), segment })
            }
            Level::Step { part, segment, step } => {
                let here = part.record(*segment, budget)?.steps().len();
                match step.checked_add_signed(by as isize).filter(|t| *t < here) {
                    Some(step) => Some(Level::Step { part: part.clone(), segment: *segment, step }),
                    None => match segment.checked_add_signed(by).filter(|t| *t < part.segments()) {
                        Some(segment) => {
                            let there = part.record(segment, budget)?.steps().len();
                            let step = if by > 0 { 0 } else { there.saturating_sub(1) };
                            Some(Level::Step { part: part.clone(), segment, step })
                        }
                        None => None,
                    },
                }
            }
            Level::Operation { part, segment, nodes, at } => {
                let to = at.checked_add_signed(by as isize).filter(|t| *t < nodes.len());
                to.map(|at| Level::Operation { part: part.clone(), segment: *segment, nodes: nodes.clone(), at })
            }
        };
        let Some(level) = moved else { return Ok(false) };
        if let (Level::Step { segment, .. }, Some(Level::Segment { segment: above, .. })) =
            (&level, self.levels.iter_mut().rev().nth(1))
        {
            *above = *segment;
        }
        let last = self.levels.len() - 1;
        self.levels[last] = level;
        Ok(true)
    }
    /// Goes to segment number `number`, as the part counts, keeping the step in it.
    pub fn segment(&mut self, number: u64, budget: &Budget) -> Result<bool, Error> {
        let Some(depth) = self.levels.iter().rposition(|l| matches!(l, Level::Segment { .. })) else {
            return Ok(false);
        };
        let Level::Segment { part, .. } = self.levels[depth].clone() else { return Ok(false) };
        let Some(to) = part.count().segment(number).filter(|s| *s < part.segments()) else {
            return Err(Error::missing(format!("`{}` has {} segments", part.at(), part.segments())));
        };
        let step = self.levels.get(depth + 1).and_then(|l| match l {
            Level::Step { step, .. } => Some(*step),
            _ => None,
        });
        let trace = part.record(to, budget)?;
        self.levels.truncate(depth);
        self.levels.push(Level::Segment { part: part.clone(), segment: to });
        if let Some(step) = step {
            let last = trace.steps().len().saturating_sub(1);
            self.levels.push(Level::Step { part, segment: to, step: step.min(last) });
        }
        Ok(true)
    }
    /// Goes to the named value at a place among the [`Trace::steps`] of the segment. False where there is none.
    pub fn step(&mut self, to: usize, budget: &Budget) -> Result<bool, Error> {
        let Level::Step { part, segment, .. } = self.level().clone() else { return Ok(false) };
        if to >= part.record(segment, budget)?.steps().len() {
            return Ok(false);
        }
        let last = self.levels.len() - 1;
        self.levels[last] = Level::Step { part, segment, step: to };
        Ok(true)
    }
    /// Goes to an address without patterns, below the run it steps through.
    ///
    /// # Errors
    /// As [`Run::find`]; the cursor then stays where it is.
    pub fn seek(&mut self, address: &Address, budget: &Budget) -> Result<(), Error> {
        self.run.at(address, budget)?;
        let mut levels = vec![];
        descend(&self.run, &address.steps, address.operation, budget, &mut levels)?;
        self.levels = levels;
        Ok(())
    }
}

/// The first named value of a segment that is neither read nor a constant.
fn first_computed(trace: &Trace) -> usize {
    let given = |node: u32| matches!(trace.nodes[trace.unnamed(node) as usize].op, Op::Read | Op::Constant);
    trace.steps().iter().position(|step| !step.nodes.iter().all(|node| given(*node))).unwrap_or(0)
}

/// The address of an item.
fn item_at(run: &Run, item: usize) -> Path {
    run.items.get(item).map_or_else(|| run.at.clone(), |item| run.at.join(&item.label()))
}

/// The operations one level below a node: those of its own expression, and its helpers.
fn inside(trace: &Trace, node: u32) -> Vec<u32> {
    let mut all = operations(trace, node);
    all.extend(helpers(trace, node));
    all.sort_unstable();
    all.dedup();
    all
}

fn one(wanted: &[Wanted], first: u64, count: u64) -> Option<u64> {
    match wanted {
        [Wanted::One(bound)] => bound.resolve(first, count),
        _ => None,
    }
}

/// The levels on the way to an address that is known to lead somewhere.
fn descend(
    run: &Arc<Run>,
    steps: &[AddressStep],
    operation: Option<u32>,
    budget: &Budget,
    levels: &mut Vec<Level>,
) -> Result<(), Error> {
    let Some((step, rest)) = steps.split_first() else {
        levels.push(Level::Item { run: run.clone(), item: run.items.len().saturating_sub(1) });
        return Ok(());
    };
    let numbers = |i: &super::Item| match (i.number, step.indices.as_slice()) {
        (Some(n), [Wanted::One(Bound::At(wanted))]) => n == *wanted,
        (Some(_), _) => false,
        (None, _) => true,
    };
    let (item, rest) = match (run.items.iter().position(|i| i.name == step.name && numbers(i)), run.own()) {
        (Some(item), _) => (item, rest),
        (None, Some((own, _))) => (own, steps),
        (None, None) => (0, rest),
    };
    levels.push(Level::Item { run: run.clone(), item });
    match run.items.get(item).map(|i| &i.body) {
        Some(Body::Run(_)) if rest.is_empty() => Ok(()),
        Some(Body::Run(inner)) => descend(inner, rest, operation, budget, levels),
        Some(Body::Part(part)) => {
            let n = part.segments();
            let (segment, rest) = match part.count() {
                Count::Single => (Some(0), rest),
                Count::Labels { first, each } => {
                    let wanted = rest.first().and_then(|s| s.indices.first().copied());
                    (wanted.and_then(|w| one(&[w], first, n * each)).map(|i| (i - first) / each), rest)
                }
                Count::Grid(grid) => (grid.select(&step.indices, n).next().and_then(|place| grid.segment(place)), rest),
                count @ (Count::Up(_) | Count::Down(_)) => {
                    let lowest = count.number(0).min(count.number(n.saturating_sub(1)));
                    (one(&step.indices, lowest, n).and_then(|i| count.segment(i)), rest)
                }
            };
            let Some(segment) = segment.filter(|s| *s < n) else { return Ok(()) };
            levels.push(Level::Segment { part: part.clone(), segment });
            in_segment(part, segment, rest, operation, budget, levels)
        }
        Some(Body::Bytes { .. }) | None => Ok(()),
    }
}
fn in_segment(
    part: &Arc<dyn Part>,
    segment: u64,
    steps_: &[AddressStep],
    operation: Option<u32>,
    budget: &Budget,
    levels: &mut Vec<Level>,
) -> Result<(), Error> {
    let trace = part.record(segment, budget)?;
    let Some((step, rest)) = steps_.split_first() else {
        if let Some(node) = operation.and_then(|number| numbered(&trace, None, number)) {
            levels.push(Level::Operation { part: part.clone(), segment, nodes: vec![node], at: 0 });
        }
        return Ok(());
    };
    if let Some(call) =
        trace.calls.iter().position(|c| c.name == step.name && wanted(&step.indices, &[c.index])(&c.index))
    {
        let run = Arc::new(open(part, segment, &trace, call)?);
        return descend(&run, rest, operation, budget, levels);
    }
    let indices: Vec<Index> = trace.indices(&step.name);
    let called = |asked: &[Wanted]| {
        let is_asked = wanted(asked, &indices);
        indices.iter().find(|index| is_asked(index)).copied()
    };
    let (index, place) = match (called(&step.indices), step.indices.split_last()) {
        (Some(index), _) => (index, None),
        (None, Some((place, array))) => match called(array) {
            Some(index) => (index, Some(*place)),
            None => return Ok(()),
        },
        (None, None) => return Ok(()),
    };
    let array = trace.find(&step.name, index);
    let one_of = place.and_then(|place| one(&[place], 0, array.len() as u64)).unwrap_or(0);
    let Some(&(mut node)) = array.get(one_of as usize) else { return Ok(()) };
    let Some(at) = trace.steps().iter().position(|s| s.nodes.contains(&node)) else { return Ok(()) };
    levels.push(Level::Step { part: part.clone(), segment, step: at });
    let nodes = &trace.steps()[at].nodes;
    if let (Some(_), Some(at)) = (place, nodes.iter().position(|other| *other == node).filter(|_| nodes.len() > 1)) {
        levels.push(Level::Operation { part: part.clone(), segment, nodes: nodes.clone(), at });
    }
    for (k, name) in rest.iter().enumerate() {
        node = match way(&trace, node, name) {
            Way::Node(inner) => stand(&trace, node, inner, levels, part, segment),
            Way::NoOperation => return Ok(()),
            Way::Elsewhere => {
                return match arithmetic::opened(part, segment, &trace, node)? {
                    Some(opened) => in_segment(&opened, 0, &rest[k..], operation, budget, levels),
                    None => Ok(()),
                };
            }
        };
    }
    if let Some(inner) = operation.and_then(|number| numbered(&trace, Some(node), number)) {
        stand(&trace, node, inner, levels, part, segment);
    }
    Ok(())
}
/// Goes from a node to one inside it, or to one that is counted on behind those.
fn stand(trace: &Trace, node: u32, inner: u32, levels: &mut Vec<Level>, part: &Arc<dyn Part>, segment: u64) -> u32 {
    let inside = inside(trace, node);
    let nodes = if inside.contains(&inner) { inside } else { beside(trace, node).to_vec() };
    if let Some(at) = nodes.iter().position(|other| *other == inner) {
        levels.push(Level::Operation { part: part.clone(), segment, nodes, at });
    }
    inner
}
