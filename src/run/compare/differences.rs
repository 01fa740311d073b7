//! The next value in which two runs differ, in the order of computation.
//!
//! Only leaves are stops: named bytes, and the named values of segments. A segment is recorded only where it may differ:
//! where what it reads differs, or what the segment before it left behind.

use super::stretch::{first_difference, last_difference, stretch_after, stretch_before};
use super::{Pair, align};
use crate::run::{Body, Budget, Error, Item, Level, Part, Rope, Run};
use std::sync::Arc;

/// A value that is another in the second run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its address in the second run.
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

type Found = Result<Option<Difference>, Error>;

impl Search<'_> {
    /// The nearest difference beyond a place in the second run: the levels of a [`crate::run::Cursor`] there, and the
    /// byte one stands on; without levels the whole run is searched.
    ///
    /// # Errors
    /// What recording and reading gives.
    pub fn run(&self, before: &Run, after: &Arc<Run>, from: &[Level], byte: u64) -> Found {
        let here = match from.first() {
            Some(Level::Item { item, .. }) => Some(*item),
            _ => None,
        };
        let order: Vec<usize> = match self.forward {
            true => (here.unwrap_or(0)..after.items.len()).collect(),
            false => (0..here.map_or(after.items.len(), |here| here + 1)).rev().collect(),
        };
        for place in order {
            let Some(item) = after.items.get(place) else { continue };
            let from = (Some(place) == here).then(|| from.get(1..).unwrap_or_default());
            let found = self.item(before, after, item, from, byte)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// One item; `from` are the levels below it, where one stands in it.
    fn item(&self, before: &Run, after: &Run, item: &Item, from: Option<&[Level]>, byte: u64) -> Found {
        let inside = from.unwrap_or_default();
        let standing = from.is_some_and(<[Level]>::is_empty);
        let number = item.number.map(|n| format!("[{n}]")).unwrap_or_default();
        let address = after.at.join(&format!("{}{number}", item.name)).to_string();
        let same = |other: &&Item| other.name == item.name && other.number == item.number;
        let other = before.items.iter().find(same).map(|other| &other.body);
        match (other, &item.body) {
            // Seen from a container its own values lie ahead.
            (Some(_), Body::Run(_) | Body::Part(_)) if standing && !self.forward => Ok(None),
            (Some(Body::Run(a)), Body::Run(b)) if Arc::ptr_eq(a, b) => Ok(None),
            (Some(Body::Run(a)), Body::Run(b)) => self.run(a, b, inside, byte),
            (Some(Body::Part(a)), Body::Part(b)) if Arc::ptr_eq(a, b) => Ok(None),
            (Some(Body::Part(a)), Body::Part(b)) => self.part(a, b, inside),
            (Some(Body::Bytes { rope: a, .. }), Body::Bytes { rope: b, .. }) => {
                let byte = self.rope(a, b, standing.then_some(byte))?;
                Ok(byte.map(|byte| Difference { address, byte }))
            }
            // It is there in this run only, or it is something else.
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

    fn part(&self, before: &Arc<dyn Part>, after: &Arc<dyn Part>, from: &[Level]) -> Found {
        let mut here = None;
        if let Some(Level::Segment { segment, .. }) = from.first() {
            let step = from.get(1).and_then(|level| match level {
                Level::Step { step, .. } => Some(*step),
                Level::Item { .. } | Level::Segment { .. } | Level::Operation { .. } => None,
            });
            // Seen from the segment itself, all its values lie ahead.
            if self.forward || step.is_some() {
                let found = self.segment(before, after, *segment, step)?;
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

    fn segment(&self, before: &Arc<dyn Part>, after: &Arc<dyn Part>, segment: u64, step: Option<usize>) -> Found {
        let there = after.record(segment, self.budget)?;
        let other = match segment < before.segments() {
            true => before.record(segment, self.budget)?,
            false => Arc::default(),
        };
        let pairs = align(&other, &there);
        let differs = |pair: &&Pair| !pair.after.is_empty() && pair.bits(&other, &there) > 0;
        let pair = match self.forward {
            true => pairs.iter().skip(step.map_or(0, |step| step + 1)).find(differs),
            false => pairs[..step.unwrap_or(pairs.len()).min(pairs.len())].iter().rev().find(differs),
        };
        let at = |pair: &Pair| after.segment_at(segment).join(&format!("{}{}", pair.name, pair.index)).to_string();
        Ok(pair.map(|pair| Difference { address: at(pair), byte: 0 }))
    }

    /// The next segment beyond one that may differ; beyond none, the first or the last.
    fn neighbour(
        &self,
        before: &Arc<dyn Part>,
        after: &Arc<dyn Part>,
        here: Option<u64>,
    ) -> Result<Option<u64>, Error> {
        let (shared, all) = (before.segments().min(after.segments()), after.segments());
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
