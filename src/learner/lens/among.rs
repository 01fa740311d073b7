//! The values that a spot stands among: pieces of a run, the state of a round, a segment's values of one name.

use std::sync::Arc;

use super::Lens;
use super::seen::state_of;
use crate::num::state;
use crate::run::address::cell_of;
use crate::run::compare::bytes;
use crate::run::{Body, Error, Item, Level, Part, Place, Source};
use crate::sheet::spot::Spot;
use crate::view::{Shape, Shown};

/// The most values of one name that are listed around a spot.
const NEIGHBOURS: usize = 8;
/// A segment of so many named values lists all of them.
const FEW: usize = 16;

/// A named value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its address.
    pub at: String,
    /// The value as text.
    pub value: String,
    /// Whether it is where one stands.
    pub current: bool,
    /// The value as a view of several lines needs it, to show it beside its like.
    pub shown: Option<Shown>,
}

impl Lens<'_> {
    /// The values that a spot stands among.
    ///
    /// # Errors
    /// What recording the segment gives.
    pub fn among(&self, spot: &Spot) -> Result<Vec<Entry>, Error> {
        let levels = spot.there().map_or(&[][..], |cursor| cursor.levels());
        // Inside a value, what stands around the value stays.
        match levels.iter().rev().find(|level| !matches!(level, Level::Operation { .. })) {
            Some(Level::Item { run, item }) => {
                let here = spot.address(self.budget)?;
                let above = here.rsplit_once('/').map_or(here.as_str(), |(above, _)| above);
                Ok(run.items.iter().enumerate().map(|(i, piece)| self.piece(piece, above, i == *item)).collect())
            }
            Some(Level::Step { part, segment, step }) => self.named(part, *segment, *step, state_of(spot)),
            Some(Level::Segment { .. } | Level::Operation { .. }) | None => Ok(Vec::new()),
        }
    }

    /// A piece of a run.
    fn piece(&self, piece: &Item, above: &str, current: bool) -> Entry {
        let is_empty = matches!(&piece.body, Body::Bytes { rope, .. } if rope.is_empty());
        let value = match is_empty && !self.hides(&piece.place()) {
            true if self.veil.is_empty() => "0 bytes".to_owned(),
            // While a question is open, how many there are may be what is asked.
            true => self.veil.mask(),
            false => self.text(&piece.place(), 24),
        };
        let name = piece.label();
        Entry { at: format!("{above}/{name}"), name, value, current, ..Entry::default() }
    }

    /// The named values of a segment that one of them stands among: arrays as long as it is, such as the state after
    /// each step; the state of a round; else values of one name.
    fn named(
        &self,
        part: &Arc<dyn Part>,
        segment: u64,
        step: usize,
        shape: Option<Shape>,
    ) -> Result<Vec<Entry>, Error> {
        let trace = part.record(segment, self.budget)?;
        let all = trace.steps();
        let Some(here) = all.get(step) else { return Ok(Vec::new()) };
        let entry = |name: String, nodes: &[u32], current: bool| {
            let place = Place::Nodes { part: part.clone(), segment, nodes: nodes.to_vec() };
            let value = if self.hides(&place) { self.veil.mask() } else { self.numbers(&trace, nodes) };
            Entry { name, at: place.address(self.budget).unwrap_or_default(), value, current, ..Entry::default() }
        };
        let of_step = |i: &usize| entry(format!("{}{}", all[*i].name, all[*i].index), &all[*i].nodes, *i == step);
        if here.nodes.len() > 1 {
            let same: Vec<usize> = (0..all.len()).filter(|i| all[*i].nodes.len() == here.nodes.len()).collect();
            let at = same.iter().position(|i| *i == step).unwrap_or(0);
            let first = (at + 1).saturating_sub(NEIGHBOURS);
            let array = |i: &usize| {
                let (entry, nodes) = (of_step(i), &all[*i].nodes);
                // What is hidden stays so in every view.
                let open = entry.value == self.numbers(&trace, nodes);
                let shown = open.then(|| {
                    let mut shown = Shown { state: shape, ..Shown::bytes(bytes(&trace, nodes)) };
                    self.veil.mask_in(&mut shown, &[cell_of(part.at().as_str())]);
                    shown
                });
                Entry { shown, ..entry }
            };
            return Ok(same.iter().skip(first).take(NEIGHBOURS).map(array).collect());
        }
        let state = state(&trace, all, step);
        if !state.is_empty() {
            let bare = |node: u32| trace.label(node).map_or("", |label| label.name).to_owned();
            return Ok(state.into_iter().map(|node| entry(bare(node), &[node], false)).collect());
        }
        // All of a short segment, such as a residue's arithmetic; of a long one what has the same name.
        let listed = |i: &usize| all.len() <= FEW || all[*i].name == here.name;
        let same: Vec<usize> = (0..all.len()).filter(listed).collect();
        let at = same.iter().position(|i| *i == step).unwrap_or(0);
        let first = at.saturating_sub(NEIGHBOURS - 1).next_multiple_of(NEIGHBOURS / 2);
        let near = if all.len() <= FEW { &same[..] } else { &same[first..same.len().min(first + NEIGHBOURS)] };
        Ok(near.iter().map(of_step).collect())
    }
}
