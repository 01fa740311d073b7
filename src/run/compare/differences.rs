//! The next value in which two runs differ, in the order of computation.
//!
//! Only leaves are stops: named bytes, and the named values of segments. A segment is recorded only where it may
//! differ: where what it reads differs, or what the segment before it left behind.

use super::stretch::{first_difference, last_difference, stretch_after, stretch_before};
use super::{Pair, align, reading_order};
use crate::run::{Body, Budget, Error, Item, Level, Part, Rope, Run};
use std::collections::HashMap;
use std::sync::Arc;

/// A value that is another in the second run, or that only one of the two has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its address in the second run; of what only the first has, its address there.
    pub address: String,
    /// The byte in which it differs, of named bytes.
    pub byte: u64,
}

/// Which way a search goes, and how much it may compute.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// To later values, or to earlier ones.
    pub forward: bool,
    /// How much may be computed.
    pub budget: &'a Budget<'a>,
}

/// Where a search begins: the levels of a [`crate::run::Cursor`]; without levels the whole run is searched.
#[derive(Clone, Copy, Default)]
pub struct Standing<'a> {
    /// The levels.
    pub levels: &'a [Level],
    /// Whether they are those of the first run, since the second has no such place.
    pub gone: bool,
    /// The byte one stands on.
    pub byte: u64,
}

impl<'a> Standing<'a> {
    /// The same place seen from one level further in.
    fn inside(self) -> Standing<'a> {
        Standing { levels: self.levels.get(1..).unwrap_or_default(), ..self }
    }
}

type Found = Result<Option<Difference>, Error>;

/// An item of two runs, of which one may not have it.
type Both<'a> = (Option<&'a Item>, Option<&'a Item>);

/// The items of two runs side by side: those of the second in its order, what only the first has behind what stands
/// before it there.
fn side_by_side<'a>(before: &'a Run, after: &'a Run) -> Vec<Both<'a>> {
    fn name(item: &Item) -> (&str, Option<u64>) {
        (&item.name, item.number)
    }
    let known: HashMap<_, usize> = after.items.iter().enumerate().map(|(place, item)| (name(item), place)).collect();
    let mut others: Vec<Option<&Item>> = vec![None; after.items.len()];
    let mut gone: Vec<Vec<&Item>> = vec![vec![]; after.items.len() + 1];
    let mut behind = 0;
    for item in &before.items {
        match known.get(&name(item)) {
            Some(&place) => {
                others[place] = Some(item);
                behind = place + 1;
            }
            None => gone[behind].push(item),
        }
    }
    let alone = |items: Vec<&'a Item>| items.into_iter().map(|item| (Some(item), None));
    let mut gone = gone.into_iter();
    let mut both: Vec<Both> = gone.next().into_iter().flat_map(alone).collect();
    for ((item, other), behind) in after.items.iter().zip(others).zip(gone) {
        both.push((other, Some(item)));
        both.extend(alone(behind));
    }
    both
}

impl Search<'_> {
    /// The nearest difference beyond a place.
    ///
    /// # Errors
    /// What recording and reading gives.
    pub fn run(&self, before: &Run, after: &Run, from: Standing) -> Found {
        let both = side_by_side(before, after);
        let standing = match from.levels.first() {
            Some(Level::Item { run, item }) => run.items.get(*item),
            _ => None,
        };
        let same = |item: &Item| standing.is_some_and(|here| here.name == item.name && here.number == item.number);
        let here = both.iter().position(|(was, is)| was.or(*is).is_some_and(same));
        let order: Vec<usize> = match self.forward {
            true => (here.unwrap_or(0)..both.len()).collect(),
            false => (0..here.map_or(both.len(), |here| here + 1)).rev().collect(),
        };
        for place in order {
            let from = (Some(place) == here).then(|| from.inside());
            let found = self.item(both[place], (before, after), from)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// One item; `from` is the place in it, where one stands there.
    fn item(&self, item: Both, runs: (&Run, &Run), from: Option<Standing>) -> Found {
        let inside = from.unwrap_or_default();
        let standing = from.is_some_and(|from| from.levels.is_empty());
        let address = |run: &Run, item: &Item| run.at.join(&item.label()).to_string();
        let address = match item {
            (_, Some(is)) => address(runs.1, is),
            (Some(was), None) => address(runs.0, was),
            (None, None) => return Ok(None),
        };
        match (item.0.map(|item| &item.body), item.1.map(|item| &item.body)) {
            // Seen from a container its own values lie ahead.
            (Some(_), Some(Body::Run(_) | Body::Part(_))) if standing && !self.forward => Ok(None),
            (Some(Body::Run(a)), Some(Body::Run(b))) if Arc::ptr_eq(a, b) => Ok(None),
            (Some(Body::Run(a)), Some(Body::Run(b))) => self.run(a, b, inside),
            (Some(Body::Part(a)), Some(Body::Part(b))) if Arc::ptr_eq(a, b) => Ok(None),
            (Some(Body::Part(a)), Some(Body::Part(b))) => self.part(a, b, inside),
            (Some(Body::Bytes { rope: a, .. }), Some(Body::Bytes { rope: b, .. })) => {
                let byte = self.rope(a, b, standing.then_some(inside.byte))?;
                Ok(byte.map(|byte| Difference { address, byte }))
            }
            // It is there in one run only, or it is something else.
            (_, _) if from.is_some() => Ok(None),
            (_, _) => Ok(Some(Difference { address, byte: 0 })),
        }
    }

    /// The byte at which the next differing stretch of two strings begins, beyond the byte one stands on.
    ///
    /// # Errors
    /// What reading either of them gives.
    pub fn rope(&self, a: &Rope, b: &Rope, standing: Option<u64>) -> Result<Option<u64>, Error> {
        match (self.forward, standing) {
            (true, None) => first_difference(a, b, 0),
            (true, Some(byte)) => stretch_after(a, b, byte),
            (false, standing) => stretch_before(a, b, standing.unwrap_or(u64::MAX)),
        }
    }

    fn part(&self, before: &Arc<dyn Part>, after: &Arc<dyn Part>, from: Standing) -> Found {
        let mut here = None;
        if let Some(Level::Segment { segment, .. }) = from.levels.first() {
            let step = from.levels.get(1).and_then(|level| match level {
                Level::Step { step, .. } => Some(*step),
                Level::Item { .. } | Level::Segment { .. } | Level::Operation { .. } => None,
            });
            // Seen from the segment itself, all its values lie ahead.
            if self.forward || step.is_some() {
                let found = self.segment(before, after, *segment, step.map(|step| (step, from.gone)))?;
                if found.is_some() {
                    return Ok(found);
                }
            }
            here = Some(*segment);
        }
        while let Some(segment) = self.neighbour(before, after, here)? {
            let found = self.segment(before, after, segment, None)?;
            if found.is_some() {
                return Ok(found);
            }
            here = Some(segment);
        }
        Ok(None)
    }

    /// One segment; `step` is the named value one stands on, and whether it is one of the first run.
    fn segment(
        &self,
        before: &Arc<dyn Part>,
        after: &Arc<dyn Part>,
        segment: u64,
        step: Option<(usize, bool)>,
    ) -> Found {
        let record = |part: &Arc<dyn Part>| match segment < part.segments() {
            true => part.record(segment, self.budget),
            false => Ok(Arc::default()),
        };
        let (other, there) = (record(before)?, record(after)?);
        let pairs = align(&other, &there);
        let order = reading_order(&pairs);
        let here = step.and_then(|(step, gone)| match gone {
            true => {
                let nodes = other.steps().get(step)?.nodes.clone();
                order.iter().position(|place| pairs[*place].before == nodes)
            }
            false => order.iter().position(|place| *place == step),
        });
        let differs = |pair: &&Pair| pair.bits(&other, &there) > 0;
        let read = order.iter().map(|place| &pairs[*place]);
        let pair = match self.forward {
            true => read.skip(here.map_or(0, |here| here + 1)).find(differs),
            false => read.take(here.unwrap_or(pairs.len())).rfind(differs),
        };
        Ok(pair.map(|pair| {
            let part = if pair.after.is_empty() { before } else { after };
            let address = part.segment_at(segment).join(&format!("{}{}", pair.name, pair.index)).to_string();
            Difference { address, byte: 0 }
        }))
    }

    /// The next segment beyond one that may differ; beyond none, the first or the last.
    fn neighbour(
        &self,
        before: &Arc<dyn Part>,
        after: &Arc<dyn Part>,
        here: Option<u64>,
    ) -> Result<Option<u64>, Error> {
        let (a, b) = (before.segments(), after.segments());
        let (shared, all) = (a.min(b), a.max(b));
        let nearest = match (self.forward, here) {
            (true, here) => here.map_or(0, |here| here + 1),
            (false, Some(0)) => return Ok(None),
            (false, here) => here.unwrap_or(all).saturating_sub(1),
        };
        if nearest >= all {
            return Ok(None);
        }
        if nearest >= shared || self.carried(before, after, nearest)? {
            return Ok(Some(nearest));
        }
        let mut found: Option<u64> = None;
        for (a, b) in before.feeds().iter().zip(after.feeds()) {
            let differs = match (self.forward, b.stride) {
                (_, 0) => first_difference(&a.rope, &b.rope, 0)?.map(|_| nearest),
                (true, stride) => first_difference(&a.rope, &b.rope, nearest * stride)?.map(|at| at / stride),
                (false, stride) => last_difference(&a.rope, &b.rope, (nearest + 1) * stride)?.map(|at| at / stride),
            };
            found = match (found, differs) {
                (Some(x), Some(y)) => Some(if self.forward { x.min(y) } else { x.max(y) }),
                (x, y) => x.or(y),
            };
        }
        // A state in which the two differ may have been carried to where nothing that is read differs.
        match (self.forward, found) {
            (true, None) if all > shared => Ok(Some(shared)),
            (_, found) => Ok(found.filter(|segment| *segment < all)),
        }
    }

    /// Whether the two differ in the state before or after a segment.
    fn carried(&self, before: &Arc<dyn Part>, after: &Arc<dyn Part>, segment: u64) -> Result<bool, Error> {
        let (Some(a), Some(b)) = (before.start(), after.start()) else { return Ok(false) };
        let left_by = |segment: u64| -> Result<bool, Error> {
            let (a, b) = (before.record(segment, self.budget)?, after.record(segment, self.budget)?);
            Ok(a.border.bytes != b.border.bytes)
        };
        Ok(match (self.forward, segment) {
            (true, 0) => first_difference(a, b, 0)?.is_some(),
            (true, segment) => left_by(segment - 1)?,
            (false, segment) => left_by(segment)?,
        })
    }
}
