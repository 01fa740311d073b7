//! The values that a spot stands among: pieces of a run, the state of a round, a segment's values of one name.

use super::subject::Entry;
use crate::learner::lens::{Lens, state_of};
use crate::num::{Step, Trace, state};
use crate::run::{Body, Error, Level, Place, Source};
use crate::sheet::spot::Spot;
use crate::view::{Shape, Shown};

/// The most values of one name that are listed around a spot.
const NEIGHBOURS: usize = 8;
/// A segment of so many named values lists all of them.
const FEW: usize = 16;

/// The values that a spot stands among.
pub(super) fn around(spot: &Spot, lens: &Lens) -> Result<Vec<Entry>, Error> {
    let Some(cursor) = spot.there() else { return Ok(Vec::new()) };
    // Inside a value, what stands around the value stays.
    let level = cursor.levels().iter().rev().find(|level| !matches!(level, Level::Operation { .. }));
    let Some(level) = level else { return Ok(Vec::new()) };
    let here = spot.address(lens.budget)?;
    let above = here.rsplit_once('/').map_or(here.as_str(), |(above, _)| above);
    match level {
        Level::Item { run, item } => Ok(run
            .items
            .iter()
            .enumerate()
            .map(|(i, one)| {
                let is_empty = matches!(&one.body, Body::Bytes { rope, .. } if rope.is_empty());
                let text = match is_empty && !lens.hides(&one.place()) {
                    true if lens.veil.is_empty() => "0 bytes".to_owned(),
                    // While a question is open, how many there are may be what is asked.
                    true => lens.veil.mask(),
                    false => lens.text(&one.place(), 24),
                };
                let name = one.label();
                Entry { at: format!("{above}/{name}"), name, value: text, current: i == *item, ..Entry::default() }
            })
            .collect()),
        Level::Segment { .. } => Ok(Vec::new()),
        Level::Step { part, segment, step } => {
            let trace = part.record(*segment, lens.budget)?;
            let all = trace.steps();
            let Some(here) = all.get(*step) else { return Ok(Vec::new()) };
            let entry = |name: String, nodes: &[u32], current: bool| {
                let place = Place::Nodes { part: part.clone(), segment: *segment, nodes: nodes.to_vec() };
                let value = if lens.hides(&place) { lens.veil.mask() } else { lens.numbers(&trace, nodes) };
                Entry { name, at: place.address(lens.budget).unwrap_or_default(), value, current, ..Entry::default() }
            };
            if here.nodes.len() > 1 {
                return Ok(alike(&trace, all, *step, state_of(spot), lens, entry));
            }
            let state = state(&trace, all, *step);
            if !state.is_empty() {
                let bare = |node: u32| trace.label(node).map_or("", |label| label.name).to_owned();
                return Ok(state.into_iter().map(|node| entry(bare(node), &[node], false)).collect());
            }
            // All of a short segment, such as a residue's arithmetic; of a long one what has the same name.
            let listed = |i: &usize| all.len() <= FEW || all[*i].name == here.name;
            let same: Vec<usize> = (0..all.len()).filter(listed).collect();
            let at = same.iter().position(|i| i == step).unwrap_or(0);
            let first = at.saturating_sub(NEIGHBOURS - 1).next_multiple_of(NEIGHBOURS / 2);
            let near = if all.len() <= FEW { &same[..] } else { &same[first..same.len().min(first + NEIGHBOURS)] };
            let near = near.iter();
            Ok(near.map(|&i| entry(format!("{}{}", all[i].name, all[i].index), &all[i].nodes, i == *step)).collect())
        }
        Level::Operation { .. } => Ok(Vec::new()),
    }
}

/// The arrays of a segment that are as long as the one that one stands on, such as the state after each step.
fn alike(
    trace: &Trace,
    all: &[Step],
    at: usize,
    state: Option<Shape>,
    lens: &Lens,
    entry: impl Fn(String, &[u32], bool) -> Entry,
) -> Vec<Entry> {
    let same: Vec<usize> = (0..all.len()).filter(|i| all[*i].nodes.len() == all[at].nodes.len()).collect();
    let here = same.iter().position(|i| *i == at).unwrap_or(0);
    let first = (here + 1).saturating_sub(NEIGHBOURS);
    let one = |&i: &usize| {
        let step = &all[i];
        let bytes = step.nodes.iter().flat_map(|node| trace.bytes(*node)).collect();
        let entry = entry(format!("{}{}", step.name, step.index), &step.nodes, i == at);
        // What is hidden stays so in every view.
        let open = entry.value == lens.numbers(trace, &step.nodes);
        Entry { shown: open.then(|| Shown { state, ..Shown::bytes(bytes) }), ..entry }
    };
    same.iter().skip(first).take(NEIGHBOURS).map(one).collect()
}
