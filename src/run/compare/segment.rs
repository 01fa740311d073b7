//! A segment on both sides, its named values aligned.

use std::sync::Arc;

use super::avalanche::{self, Rounds};
use super::{Pair, align};
use crate::num::Trace;
use crate::run::{Budget, Cursor, Error, Level, Part};

/// A place in a part: its segment, and the named value in it.
pub struct Inside {
    /// The part.
    pub part: Arc<dyn Part>,
    /// The segment, counted from 0.
    pub segment: u64,
    /// The named value, by its place among the steps.
    pub step: Option<usize>,
}

impl Inside {
    /// The segment that a cursor is in, and the named value there.
    pub fn of(cursor: &Cursor) -> Option<Inside> {
        // A call's run begins a new way in.
        let inner = cursor.levels().iter().rev().take_while(|level| !matches!(level, Level::Item { .. }));
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
pub struct Segment {
    /// How it was.
    pub before: Arc<Trace>,
    /// How it is.
    pub after: Arc<Trace>,
    /// The values of both.
    pub pairs: Arc<Vec<Pair>>,
    /// The state that is carried from index to index, where there is one.
    pub rounds: Option<Arc<Rounds>>,
}

/// The segments that were aligned last, to be used again as long as both are the same.
#[derive(Clone, Default)]
pub struct Segments {
    known: Option<Segment>,
    /// The trace that stands for a segment that one side has not.
    nothing: Arc<Trace>,
}

impl Segments {
    /// The segment of two places, aligned.
    ///
    /// # Errors
    /// What recording the segments gives.
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
