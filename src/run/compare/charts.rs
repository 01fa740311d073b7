//! How a difference spreads, as bars: inside a segment index by index, and over the segments of a part.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Pair;
use super::avalanche::{self, Count};
use super::segment::Segment;
use crate::run::{Budget, Error, Part};

/// How many segments a chart counts; of more it counts one in each stretch of as many as it takes.
const BARS: u64 = 32;

/// The number of differing bits along a computation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// The name of what is counted.
    pub title: String,
    /// Whether it counts the rounds of a segment, not the segments of a part.
    pub is_rounds: bool,
    /// Whether the counts have nothing to do with their neighbours, so that none may be passed over.
    pub sparse: bool,
    /// The counts.
    pub bars: Vec<Tally>,
    /// The index or the segment that one stands in.
    pub current: Option<u64>,
}

/// On which side alone something exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Before: it is no more.
    Before,
    /// After: it is new.
    After,
}

impl Only {
    /// `-` for what is no more, `+` for what is new.
    pub fn sign(self) -> char {
        match self {
            Only::Before => '-',
            Only::After => '+',
        }
    }

    /// By whether it exists before and after.
    pub fn of(before: bool, after: bool) -> Option<Only> {
        match (before, after) {
            (true, false) => Some(Only::Before),
            (false, true) => Some(Only::After),
            (true, true) | (false, false) => None,
        }
    }
}

/// One count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The first and the last index or segment that it stands for.
    pub range: (u64, u64),
    /// The bits that differ; none where they are hidden.
    pub count: Option<Count>,
    /// Whether all that it stands for exists on one side only.
    pub only: Option<Only>,
}

impl Tally {
    /// `12`, or `12…15` of several; with a sign where they exist on one side only.
    pub fn label(&self) -> String {
        let sign = self.only.map_or_else(String::new, |only| only.sign().to_string());
        match self.range {
            (first, last) if first == last => format!("{sign}{first}"),
            (first, last) => format!("{sign}{first}…{last}"),
        }
    }
}

impl Chart {
    /// As many bars as there are rows. Of neighbours the first one stays, or the one that one stands in; where they
    /// have nothing to do with each other they become one, which shows the most of them and is hidden if one of them
    /// is.
    pub fn gathered(&self, rows: usize) -> Vec<Tally> {
        let one = |(first, last): (u64, u64)| {
            let some = &self.bars[first as usize..=last as usize];
            if !self.sparse {
                return *some.iter().find(|bar| self.stands_in(bar)).unwrap_or(&some[0]);
            }
            let counts: Option<Vec<Count>> = some.iter().map(|bar| bar.count).collect();
            Tally {
                range: (some[0].range.0, some[some.len() - 1].range.1),
                count: counts.and_then(|counts| counts.into_iter().max_by_key(|count| count.bits)),
                only: some[0].only.filter(|only| some.iter().all(|bar| bar.only == Some(*only))),
            }
        };
        avalanche::stretches(self.bars.len() as u64, rows as u64).map(one).collect()
    }

    /// Whether no bar counts anything.
    pub fn is_flat(&self) -> bool {
        self.bars.iter().all(|bar| bar.count.is_some_and(|count| count.bits == 0))
    }

    /// Whether one stands in what a bar is for.
    pub fn stands_in(&self, bar: &Tally) -> bool {
        let (low, high) = (bar.range.0.min(bar.range.1), bar.range.0.max(bar.range.1));
        self.current.is_some_and(|current| (low..=high).contains(&current))
    }
}

/// The sides that have something at an index.
#[derive(Clone, Copy, Default)]
struct AtIndex {
    hidden: bool,
    before: bool,
    after: bool,
}

/// The state that is carried from index to index in a segment; nothing where there is none. `place` is the value one
/// stands on.
pub fn of_rounds(segment: &Segment, hides: &dyn Fn(&Pair) -> bool, place: Option<usize>) -> Option<Chart> {
    let rounds = segment.rounds.as_ref()?;
    let mut found: BTreeMap<u64, AtIndex> = BTreeMap::new();
    for pair in segment.pairs.iter().filter(|pair| rounds.names.contains(&pair.name)) {
        let at = found.entry(pair.index.last()).or_default();
        at.hidden |= hides(pair);
        at.before |= !pair.before.is_empty();
        at.after |= !pair.after.is_empty();
    }
    let bar = |&(index, count): &(u64, Count)| {
        let at = found.get(&index).copied().unwrap_or_default();
        let count = (!at.hidden).then_some(count);
        Tally { range: (index, index), count, only: Only::of(at.before, at.after) }
    };
    let here = place.and_then(|place| segment.pairs.get(place)).filter(|pair| pair.index.iter().count() == 1);
    Some(Chart {
        title: listed(&rounds.names),
        is_rounds: true,
        sparse: false,
        bars: rounds.counts.iter().map(bar).collect(),
        current: here.map(|pair| pair.index.last()),
    })
}

/// `a … h`, or each by its name where they are few.
fn listed(names: &[&str]) -> String {
    match names {
        [first, .., last] if names.len() > 4 => format!("{first}…{last}"),
        few => few.join(", "),
    }
}

/// The counts over the segments of a part that were made last, to be used again as long as both parts are the same.
#[derive(Clone, Default)]
pub struct Bars {
    known: Option<KnownBars>,
}

#[derive(Clone)]
struct KnownBars {
    before: Arc<dyn Part>,
    after: Arc<dyn Part>,
    bars: Vec<Tally>,
}

impl Bars {
    /// A bar for what each segment of a part leaves behind, but where that is hidden; nothing for a part of one
    /// segment. `here` is the segment one stands in.
    ///
    /// # Errors
    /// What computing the segments gives.
    pub fn chart(
        &mut self,
        before: &Arc<dyn Part>,
        after: &Arc<dyn Part>,
        here: Option<u64>,
        hides: &dyn Fn(&Arc<dyn Part>, u64) -> bool,
        budget: &Budget,
    ) -> Result<Option<Chart>, Error> {
        if before.segments().max(after.segments()) <= 1 {
            return Ok(None);
        }
        let mut bars = self.count(before, after, budget)?;
        let number = |segment: u64| after.count().number(segment);
        for bar in &mut bars {
            let last = bar.range.1;
            let hidden = |part: &Arc<dyn Part>| last < part.segments() && hides(part, last);
            if hidden(before) || hidden(after) {
                bar.count = None;
            }
            bar.only = Only::of(bar.range.0 < before.segments(), bar.range.0 < after.segments());
            bar.range = (number(bar.range.0), number(bar.range.1));
        }
        // A cell that is all one part has no name of its own for what it repeats.
        let name = after.at().as_str().rsplit_once('/').map_or("step", |(_, name)| name);
        let (was, is) = (before.segments(), after.segments());
        let counted = if was == is { String::new() } else { format!(", {was} → {is}") };
        let (title, sparse) = (format!("after each {name}{counted}"), after.start().is_none());
        Ok(Some(Chart { title, is_rounds: false, sparse, bars, current: here.map(number) }))
    }

    fn count(&mut self, before: &Arc<dyn Part>, after: &Arc<dyn Part>, budget: &Budget) -> Result<Vec<Tally>, Error> {
        match &self.known {
            Some(known) if Arc::ptr_eq(&known.before, before) && Arc::ptr_eq(&known.after, after) => {
                Ok(known.bars.clone())
            }
            Some(_) | None => {
                let counts = avalanche::segments(before, after, BARS, budget)?;
                let bar = |s: avalanche::Stretch| Tally { range: (s.first, s.last), count: Some(s.count), only: None };
                let bars: Vec<Tally> = counts.into_iter().map(bar).collect();
                self.known = Some(KnownBars { before: before.clone(), after: after.clone(), bars: bars.clone() });
                Ok(bars)
            }
        }
    }
}
