//! Moves of a cursor by what the values are called.

use super::stops::{comes_in, stops_at};
use super::{Budget, Cursor, Error, Level, Part};
use std::sync::Arc;

impl Level {
    /// The segment it is in; nothing for an item.
    pub fn segment(&self) -> Option<(&Arc<dyn Part>, u64)> {
        match self {
            Level::Item { .. } => None,
            Level::Segment { part, segment }
            | Level::Step { part, segment, .. }
            | Level::Operation { part, segment, .. } => Some((part, *segment)),
        }
    }
}

/// A named value of a segment, to be found again in other rounds.
#[derive(Clone)]
pub struct Named {
    part: String,
    name: &'static str,
    index: Vec<u64>,
}

impl Cursor {
    /// Goes to the next place of this level, or the one before; among named values to the next that the segment makes,
    /// among operations to the next helper, since what has no name of its own is passed over.
    pub fn step_along(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        if comes_in(self.level(), budget)? {
            return self.along(forward, budget);
        }
        let here = self.clone();
        while self.neighbour(forward, budget)? {
            if !matches!(self.level(), Level::Operation { .. }) && stops_at(self.level(), budget)? {
                return Ok(true);
            }
            if let Level::Operation { part, segment, nodes, at } = self.level()
                && part.record(*segment, budget)?.inside(nodes[*at]).is_some()
            {
                return Ok(true);
            }
        }
        *self = here;
        Ok(false)
    }
    fn neighbour(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        if forward { self.next(budget) } else { self.previous(budget) }
    }
    /// Goes to the same value one index on or back, past the segment's end into the next one; in another level to the
    /// neighbour.
    pub fn along(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        let Level::Step { part, segment, step } = self.level().clone() else {
            return self.step_along(forward, budget);
        };
        let trace = part.record(segment, budget)?;
        let all = trace.steps();
        let Some(here) = all.get(step) else { return Ok(false) };
        let same = |i: &usize| all[*i].name == here.name;
        let there = if forward { (step + 1..all.len()).find(same) } else { (0..step).rev().find(same) };
        if let Some(there) = there {
            return self.step(there, budget);
        }
        let neighbour = if forward { segment.checked_add(1) } else { segment.checked_sub(1) };
        let Some(neighbour) = neighbour.filter(|n| *n < part.segments()) else { return Ok(false) };
        let next = part.record(neighbour, budget)?;
        let all = next.steps();
        let mut places = (0..all.len()).filter(|i| all[*i].name == here.name);
        let place = if forward { places.next() } else { places.next_back() };
        let Some(place) = place else { return Ok(false) };
        self.segment(part.count().number(neighbour), budget)?;
        self.step(place, budget)
    }
    /// Goes to the first or the last segment, value or operation of this level. False among items.
    pub fn end(&mut self, last: bool, budget: &Budget) -> Result<bool, Error> {
        match self.level().clone() {
            Level::Item { .. } => Ok(false),
            Level::Segment { part, .. } => {
                let to = if last { part.segments().saturating_sub(1) } else { 0 };
                self.segment(part.count().number(to), budget)
            }
            Level::Step { part, segment, .. } => {
                let count = part.record(segment, budget)?.steps().len();
                self.step(if last { count.saturating_sub(1) } else { 0 }, budget)
            }
            Level::Operation { .. } => {
                while self.neighbour(last, budget)? {}
                Ok(true)
            }
        }
    }
    /// Goes to the same place in the next segment or the one before; outside segments to the neighbour.
    pub fn next_segment(&mut self, forward: bool, budget: &Budget) -> Result<bool, Error> {
        let inside = self.levels().iter().rev().find_map(|level| match level {
            Level::Segment { part, segment } => Some((part.clone(), *segment)),
            _ => None,
        });
        let Some((part, segment)) = inside else { return self.along(forward, budget) };
        let to = if forward { segment.checked_add(1) } else { segment.checked_sub(1) };
        match to.filter(|to| *to < part.segments()) {
            Some(to) => self.segment(part.count().number(to), budget),
            None => Ok(false),
        }
    }
    /// Goes to the item after the one it is in. False, and unmoved, at the last.
    pub fn next_item(&mut self, budget: &Budget) -> Result<bool, Error> {
        let mut item = self.clone();
        while !matches!(item.level(), Level::Item { .. }) {
            item.leave();
        }
        let moved = item.next(budget)?;
        if moved {
            *self = item;
        }
        Ok(moved)
    }
    /// Goes to the named value that another cursor stands on, where both are in the same segment of two runs. False,
    /// and unmoved, where they are not.
    pub fn follow(&mut self, other: &Cursor, budget: &Budget) -> bool {
        let (Level::Step { part, segment, .. }, Level::Step { part: beside, segment: same, step }) =
            (self.level(), other.level())
        else {
            return false;
        };
        if part.at() != beside.at() || segment != same || self.levels().len() != other.levels().len() {
            return false;
        }
        let (Ok(here), Ok(there)) = (part.record(*segment, budget), beside.record(*same, budget)) else {
            return false;
        };
        let wanted = there.steps().get(*step);
        let found = here
            .steps()
            .iter()
            .position(|step| wanted.is_some_and(|wanted| (wanted.name, wanted.index) == (step.name, step.index)));
        found.is_some_and(|found| self.step(found, budget).unwrap_or(false))
    }
    /// The name of the value it stands on or in, where that is one in a segment.
    pub fn named(&self, budget: &Budget) -> Option<Named> {
        let (part, segment, step) = self.standing()?;
        let trace = part.record(segment, budget).ok()?;
        let step = trace.steps().get(step)?;
        Some(Named { part: part.at().to_string(), name: step.name, index: step.index.iter().collect() })
    }
    /// The address of the value of that name in the round it stands in.
    pub fn in_this_round(&self, named: &Named, budget: &Budget) -> Option<String> {
        let (part, segment, step) = self.standing().filter(|(part, ..)| part.at().as_str() == named.part)?;
        let trace = part.record(segment, budget).ok()?;
        let all = trace.steps();
        let round = all.get(step)?.index.iter().last();
        let outer = named.index.len().saturating_sub(1);
        let found = all.iter().find(|step| {
            let index: Vec<u64> = step.index.iter().collect();
            let same = step.name == named.name && index.len() == named.index.len();
            same && index[..outer.min(index.len())] == named.index[..outer] && index.last().copied() == round
        });
        // A value without an index is the same in every round of its segment.
        let found = found.or_else(|| all.iter().find(|step| step.name == named.name && named.index.is_empty()))?;
        Some(part.segment_at(segment).join(&format!("{}{}", found.name, found.index)).to_string())
    }
    /// The named value it stands on or in: its part, its segment, its place among the steps.
    fn standing(&self) -> Option<(&Arc<dyn Part>, u64, usize)> {
        match self.level() {
            Level::Item { .. } | Level::Segment { .. } => None,
            Level::Step { .. } | Level::Operation { .. } => self.levels().iter().rev().find_map(|level| match level {
                Level::Step { part, segment, step } => Some((part, *segment, *step)),
                Level::Item { .. } | Level::Segment { .. } | Level::Operation { .. } => None,
            }),
        }
    }
}
