//! Two runs side by side, aligned by address.

use super::cursor::steps;
use super::{Body, Budget, Error, Part, Run};
use crate::num::Trace;
use std::sync::Arc;

/// A value in two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its label in the segment, such as `T1[12]`.
    pub label: String,
    /// The last index of the label: the round, where rounds are counted.
    pub round: u64,
    /// Its bytes in the first run; nothing where it does not exist there.
    pub before: Option<Vec<u8>>,
    /// Its bytes in the second run.
    pub after: Option<Vec<u8>>,
}
impl Pair {
    /// How many bits differ; bytes that only one of them has count whole.
    pub fn bits(&self) -> u32 {
        let (a, b) = (self.before.as_deref().unwrap_or(&[]), self.after.as_deref().unwrap_or(&[]));
        let shared: u32 = a.iter().rev().zip(b.iter().rev()).map(|(x, y)| (x ^ y).count_ones()).sum();
        shared + 8 * a.len().abs_diff(b.len()) as u32
    }
}

/// The named values of two recorded segments, aligned by label, in the order of the first; then what only the second has.
pub fn segments(before: &Trace, after: &Trace) -> Vec<Pair> {
    let bytes = |trace: &Trace, nodes: &[u32]| nodes.iter().flat_map(|n| trace.bytes(*n)).collect::<Vec<u8>>();
    let mut out = vec![];
    for step in steps(before) {
        let there = after.find(step.name, step.index);
        out.push(Pair {
            label: format!("{}{}", step.name, step.index),
            round: step.index.last(),
            before: Some(bytes(before, &step.nodes)),
            after: (!there.is_empty()).then(|| bytes(after, &there)),
        });
    }
    for step in steps(after) {
        if before.find(step.name, step.index).is_empty() {
            let after = Some(bytes(after, &step.nodes));
            let label = format!("{}{}", step.name, step.index);
            out.push(Pair { label, round: step.index.last(), before: None, after });
        }
    }
    out
}

/// How many bits of the values called by one of `names` differ, round by round: the avalanche.
pub fn rounds(pairs: &[Pair], names: &[&str]) -> Vec<(u64, u32)> {
    let mut out: Vec<(u64, u32)> = vec![];
    let named = |p: &&Pair| names.iter().any(|n| p.label.split('[').next() == Some(n));
    for pair in pairs.iter().filter(named) {
        match out.iter_mut().find(|(round, _)| *round == pair.round) {
            Some((_, bits)) => *bits += pair.bits(),
            None => out.push((pair.round, pair.bits())),
        }
    }
    out.sort_unstable();
    out
}

/// The address of the first named value in which two runs differ, in the order of computation; nothing if none does.
///
/// # Errors
/// What recording the segments gives.
pub fn first_difference(before: &Run, after: &Run, budget: &Budget) -> Result<Option<String>, Error> {
    for item in &before.items {
        let same = |i: &&super::Item| i.name == item.name && i.number == item.number;
        let Some(other) = after.items.iter().find(same) else {
            return Ok(Some(before.at.join(&item.name).to_string()));
        };
        let found = match (&item.body, &other.body) {
            (Body::Run(a), Body::Run(b)) => first_difference(a, b, budget)?,
            (Body::Part(a), Body::Part(b)) => in_parts(a, b, budget)?,
            (Body::Bytes { rope: a, .. }, Body::Bytes { rope: b, .. }) => {
                let differ = super::Source::len(a) != super::Source::len(b) || a.to_vec()? != b.to_vec()?;
                differ.then(|| before.at.join(&item.name).to_string())
            }
            _ => Some(before.at.join(&item.name).to_string()),
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
/// Segment after segment, value after value.
fn in_parts(a: &Arc<dyn Part>, b: &Arc<dyn Part>, budget: &Budget) -> Result<Option<String>, Error> {
    let shared = a.segments().min(b.segments());
    for segment in 0..shared {
        let (x, y) = (a.record(segment, budget)?, b.record(segment, budget)?);
        if let Some(pair) = segments(&x, &y).into_iter().find(|p| p.before != p.after) {
            return Ok(Some(a.segment_at(segment).join(&pair.label).to_string()));
        }
    }
    let longer = a.segments().max(b.segments());
    Ok((longer > shared)
        .then(|| if a.segments() > shared { a.segment_at(shared) } else { b.segment_at(shared) }.to_string()))
}
