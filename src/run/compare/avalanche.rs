//! How a difference spreads: the number of differing bits, round by round inside a segment and segment by segment.

use super::stretch::{first_difference, first_difference_in};
use super::{Pair, differing_bits};
use crate::num::{Index, Op, Trace};
use crate::run::{Budget, Error, Part};
use std::collections::BTreeMap;
use std::sync::Arc;

/// With fewer indices there is nothing to see.
const FEWEST: usize = 3;

/// The differences at one index, or in one segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many bits differ.
    pub bits: u64,
    /// Of how many.
    pub of: u64,
}
impl Count {
    fn add(&mut self, bits: u64, of: u64) {
        self.bits += bits;
        self.of += of;
    }
}

/// The differences in one of some segments in a row, which stands for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first segment.
    pub first: u64,
    /// The last one.
    pub last: u64,
    /// The differences.
    pub count: Count,
}

/// The avalanche inside a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rounds {
    /// The values that are counted, by name: the state that is carried from index to index, else all that have one.
    pub names: Vec<&'static str>,
    /// The counts, by index, in order.
    pub counts: Vec<(u64, Count)>,
}

/// The differing bits of the state at every index of a segment; nothing where the values have no indices to speak of.
pub fn rounds(pairs: &[Pair], before: &Trace, after: &Trace) -> Option<Rounds> {
    let names = carried(after).or_else(|| indexed(after))?;
    let mut counts: BTreeMap<u64, Count> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| names.contains(&pair.name)) {
        if let Some(index) = only(pair.index) {
            counts.entry(index).or_default().add(pair.bits(before, after), pair.width(before, after));
        }
    }
    Some(Rounds { names, counts: counts.into_iter().collect() })
}

/// The index of a value that has one and no more.
fn only(index: Index) -> Option<u64> {
    let mut all = index.iter();
    all.next().filter(|_| all.next().is_none())
}

/// The names of the values that are read at the next index: `a` to `h` of SHA-256. One index in the middle is enough to
/// tell.
fn carried(trace: &Trace) -> Option<Vec<&'static str>> {
    let last = trace.labels.iter().filter_map(|label| only(label.index)).max()?;
    let middle = last / 2 + 1;
    let mut names = Vec::new();
    for label in trace.labels.iter().filter(|label| only(label.index) == Some(middle)) {
        let mut todo = trace.parents(label.node);
        while let Some(node) = todo.pop() {
            match trace.label(node) {
                Some(read) if only(read.index) == Some(middle - 1) => names.push(read.name),
                Some(_) => {}
                None if trace.nodes[node as usize].op == Op::Call => {}
                None => todo.extend(trace.parents(node)),
            }
        }
    }
    in_order(trace, |name| names.contains(&name) && trace.indices(name).len() >= FEWEST)
}

/// The names of all values that have an index.
fn indexed(trace: &Trace) -> Option<Vec<&'static str>> {
    in_order(trace, |name| {
        let indices = trace.indices(name);
        indices.len() >= FEWEST && indices.iter().all(|index| only(*index).is_some())
    })
}

fn in_order(trace: &Trace, wanted: impl Fn(&str) -> bool) -> Option<Vec<&'static str>> {
    let names: Vec<&'static str> = trace.names().into_iter().filter(|name| wanted(name)).collect();
    (!names.is_empty()).then_some(names)
}

/// The differing bits of what the segments of a part leave behind: of `most` segments at most, each of which stands for
/// a stretch, given by its first and its last. Where a state is carried on it is the last of the stretch; else the
/// first one that reads something else, so that a single other segment among many is not missed.
///
/// # Errors
/// What recording the segments gives.
pub fn segments(
    before: &Arc<dyn Part>,
    after: &Arc<dyn Part>,
    most: u64,
    budget: &Budget,
) -> Result<Vec<Stretch>, Error> {
    let all = before.segments().max(after.segments());
    let carries = after.start().is_some();
    let one = |(first, last)| {
        let segment = match carries {
            true => Some(last),
            false => other(before, after, first, last)?,
        };
        let count = segment.map_or(Ok(Count::default()), |segment| border(before, after, segment, budget))?;
        Ok(Stretch { first, last, count })
    };
    stretches(all, most).map(one).collect()
}

/// The first segment of a stretch that reads other bytes before and after, or exists on one side only.
fn other(before: &Arc<dyn Part>, after: &Arc<dyn Part>, first: u64, last: u64) -> Result<Option<u64>, Error> {
    let shared = before.segments().min(after.segments());
    let mut found = (last >= shared).then_some(first.max(shared));
    for (a, b) in before.feeds().iter().zip(after.feeds()) {
        let differs = match b.stride {
            0 => first_difference(&a.rope, &b.rope, 0)?.map(|_| first),
            stride => first_difference_in(&a.rope, &b.rope, first * stride..(last + 1) * stride)?.map(|at| at / stride),
        };
        found = found.into_iter().chain(differs).min();
    }
    Ok(found.filter(|found| *found <= last))
}

/// The differing bits of what one segment leaves behind.
fn border(before: &Arc<dyn Part>, after: &Arc<dyn Part>, segment: u64, budget: &Budget) -> Result<Count, Error> {
    let left_by = |part: &Arc<dyn Part>| match segment < part.segments() {
        true => part.record(segment, budget).map(|trace| trace.border.bytes.clone()),
        false => Ok(vec![]),
    };
    let (a, b) = (left_by(before)?, left_by(after)?);
    Ok(Count { bits: differing_bits(&a, &b), of: 8 * a.len().max(b.len()) as u64 })
}

/// `count` numbers dealt out to at most `rows` stretches of the same length, the last may be shorter: first and last of
/// each.
pub fn stretches(count: u64, rows: u64) -> impl Iterator<Item = (u64, u64)> {
    let each = count.div_ceil(rows.max(1)).max(1);
    (0..count.div_ceil(each)).map(move |row| (row * each, ((row + 1) * each).min(count) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_cover_all_and_no_more() {
        let of = |count, rows| stretches(count, rows).collect::<Vec<_>>();
        assert_eq!(of(10, 4), [(0, 2), (3, 5), (6, 8), (9, 9)]);
        assert_eq!(of(3, 8), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(of(0, 8), []);
        assert_eq!(of(5, 0), [(0, 4)]);
    }
}
