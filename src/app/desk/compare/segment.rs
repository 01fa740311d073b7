//! A segment on both sides, its named values aligned.

use std::sync::Arc;

use crate::app::lens::Lens;
use crate::app::place::Spot;
use crate::num::Trace;
use crate::run::compare::avalanche::{self, Rounds};
use crate::run::compare::{Pair, align};
use crate::run::{Budget, Error, Level, Part, Place};

/// A place in a part: its segment, and the named value in it.
pub(super) struct Inside {
    pub part: Arc<dyn Part>,
    pub segment: u64,
    pub step: Option<usize>,
}

impl Inside {
    /// The segment that a spot is in, and the named value there.
    pub fn of(spot: &Spot) -> Option<Inside> {
        if spot.lost().is_some() {
            return None;
        }
        let levels = spot.cursor()?.levels();
        // A call's run begins a new way in.
        let inner = levels.iter().rev().take_while(|level| !matches!(level, Level::Item { .. }));
        inner.fold(None, |found, level| match level {
            Level::Step { part, segment, step } => {
                Some(Inside { part: part.clone(), segment: *segment, step: Some(*step) })
            }
            Level::Segment { part, segment } => {
                found.or(Some(Inside { part: part.clone(), segment: *segment, step: None }))
            }
            Level::Item { .. } | Level::Operation { .. } => found,
        })
    }

    /// In the first segment of a part.
    pub fn first(part: &Arc<dyn Part>) -> Inside {
        Inside { part: part.clone(), segment: 0, step: None }
    }
}

/// Two segments aligned.
#[derive(Clone)]
pub(super) struct Segment {
    pub before: Arc<Trace>,
    pub after: Arc<Trace>,
    pub pairs: Arc<Vec<Pair>>,
    pub rounds: Option<Arc<Rounds>>,
}

/// A segment on both sides, and what must not be seen of it.
pub(super) struct Both<'a> {
    pub before: Option<&'a Inside>,
    pub after: Option<&'a Inside>,
    pub segment: &'a Segment,
    pub lens: &'a Lens<'a>,
}

impl Both<'_> {
    /// Whether a value is hidden on either side; then it is on both.
    pub fn hides(&self, pair: &Pair) -> bool {
        let hides = |side: Option<&Inside>, nodes: &[u32]| match side {
            Some(Inside { part, segment, .. }) if !nodes.is_empty() => {
                let place = Place::Nodes { part: part.clone(), segment: *segment, nodes: nodes.to_vec() };
                self.lens.hides(&place)
            }
            Some(_) | None => false,
        };
        !self.lens.veil.is_empty() && (hides(self.before, &pair.before) || hides(self.after, &pair.after))
    }
}

/// The segments that were aligned last, to be used again as long as both are the same.
#[derive(Clone, Default)]
pub(super) struct Segments {
    known: Option<Segment>,
    /// What stands for a segment that one side has not.
    nothing: Arc<Trace>,
}

impl Segments {
    /// The segment of two places, aligned.
    pub fn of(&mut self, before: Option<&Inside>, after: Option<&Inside>, budget: &Budget) -> Result<Segment, Error> {
        let trace = |side: Option<&Inside>| match side {
            Some(side) => side.part.record(side.segment, budget),
            None => Ok(self.nothing.clone()),
        };
        let (a, b) = (trace(before)?, trace(after)?);
        match &self.known {
            Some(known) if Arc::ptr_eq(&known.before, &a) && Arc::ptr_eq(&known.after, &b) => Ok(known.clone()),
            Some(_) | None => {
                let pairs = align(&a, &b);
                let rounds = avalanche::rounds(&pairs, &a, &b).map(Arc::new);
                let segment = Segment { before: a, after: b, pairs: Arc::new(pairs), rounds };
                Ok(self.known.insert(segment).clone())
            }
        }
    }
}
