//! Two runs side by side, aligned by address.
//!
//! Inside a segment the named values stand in [`Pair`]s; [`avalanche`] counts how many of their bits differ, round by
//! round and segment by segment; [`differences`] finds the next value that is another, without recording what cannot
//! differ.

pub mod avalanche;
pub mod charts;
pub mod differences;
pub mod segment;
mod stretch;

use crate::num::{Index, Trace};
use std::collections::HashMap;

/// A named value in two recorded segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its name.
    pub name: &'static str,
    /// Its index.
    pub index: Index,
    /// Its nodes in the first segment; none where it does not exist there.
    pub before: Vec<u32>,
    /// Its nodes in the second.
    pub after: Vec<u32>,
}
impl Pair {
    /// How many of its bits differ; what exists on one side only counts whole.
    pub fn bits(&self, before: &Trace, after: &Trace) -> u64 {
        differing_bits(&bytes(before, &self.before), &bytes(after, &self.after))
    }
    /// How many bits it has, on the side where it has more.
    pub fn width(&self, before: &Trace, after: &Trace) -> u64 {
        8 * bytes(before, &self.before).len().max(bytes(after, &self.after).len()) as u64
    }
}

/// The bytes of some nodes, one after the other.
pub fn bytes(trace: &Trace, nodes: &[u32]) -> Vec<u8> {
    trace.row(nodes)
}

/// How many bits differ where both end at the same place; bytes that only one of them has count whole.
pub fn differing_bits(a: &[u8], b: &[u8]) -> u64 {
    let shared: u32 = a.iter().rev().zip(b.iter().rev()).map(|(x, y)| (x ^ y).count_ones()).sum();
    u64::from(shared) + 8 * a.len().abs_diff(b.len()) as u64
}

/// How many bits differ where both begin at the same place; bytes that only one of them has count whole.
pub fn differing_bits_in_order(a: &[u8], b: &[u8]) -> u64 {
    let shared: u64 = a.iter().zip(b).map(|(x, y)| u64::from((x ^ y).count_ones())).sum();
    shared + 8 * a.len().abs_diff(b.len()) as u64
}

/// The named values of two segments, aligned by name and index: those of the second in its order, so that a place among
/// its [`Trace::steps`] is a place here; then what only the first has.
pub fn align(before: &Trace, after: &Trace) -> Vec<Pair> {
    let mut unmatched = before.steps().to_vec();
    // Nearly always both segments name the same values in the same order.
    let mut elsewhere: Option<HashMap<(&str, Index), usize>> = None;
    let mut pairs = Vec::new();
    for (place, step) in after.steps().iter().enumerate() {
        let same = |place: &usize| {
            let other = unmatched.get(*place);
            other.is_some_and(|other| other.name == step.name && other.index == step.index)
        };
        let other = if same(&place) {
            Some(place)
        } else {
            let places = elsewhere.get_or_insert_with(|| {
                unmatched.iter().enumerate().map(|(place, step)| ((step.name, step.index), place)).collect()
            });
            places.get(&(step.name, step.index)).copied()
        };
        let before = other.map(|place| std::mem::take(&mut unmatched[place].nodes)).unwrap_or_default();
        pairs.push(Pair { name: step.name, index: step.index, before, after: step.nodes.clone() });
    }
    let alone = unmatched.into_iter().filter(|step| !step.nodes.is_empty());
    pairs.extend(alone.map(|step| Pair { name: step.name, index: step.index, before: step.nodes, after: vec![] }));
    pairs
}

/// The pairs of a segment as they are read: what only the first has stands behind what was computed before it.
pub fn reading_order(pairs: &[Pair]) -> Vec<usize> {
    let shared = pairs.iter().take_while(|pair| !pair.after.is_empty()).count();
    let first = |place: usize| pairs[place].before.first().copied();
    let mut known: Vec<(u32, usize)> = (0..shared).filter_map(|place| Some((first(place)?, place))).collect();
    known.sort_unstable();
    let behind = |place: usize| {
        let before = known.partition_point(|(node, _)| Some(*node) < first(place));
        before.checked_sub(1).map_or(0, |at| known[at].1 + 1)
    };
    let mut order: Vec<(usize, bool, usize)> = (0..shared).map(|place| (place + 1, false, place)).collect();
    order.extend((shared..pairs.len()).map(|place| (behind(place), true, place)));
    order.sort_unstable();
    order.into_iter().map(|(_, _, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_counted_from_the_right() {
        assert_eq!(differing_bits(&[0x80, 0x01], &[0x80, 0x03]), 1);
        assert_eq!(differing_bits(&[0x01], &[0xff, 0x01]), 8);
        assert_eq!(differing_bits(&[], &[]), 0);
        assert_eq!(differing_bits_in_order(&[0x01], &[0x03, 0x01]), 9);
    }
}
