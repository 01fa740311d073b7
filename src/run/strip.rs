//! The whole run as a row of places: the rounds of a segment, else the segments of a part; and how far a difference
//! got.

use super::compare::avalanche::Count;
use super::compare::charts::Chart;
use super::{Budget, Cursor, Error, Level, Part, Place};
use crate::num::{Step, Trace, state};

/// Fewer indices of a name are no rounds.
const FEWEST: usize = 3;
/// The most segments of which each is asked for a value.
const ASKED: u64 = 512;

/// A row of places, and the one that one stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strip {
    /// The name of a place: `T1` of rounds, `block` of segments.
    pub name: String,
    /// Whether the places are the rounds of one segment.
    pub is_rounds: bool,
    /// The place that one stands in, from 0.
    pub at: u64,
    /// How many there are.
    pub of: u64,
    /// The number of the first place.
    pub first: u64,
    /// The number of the last place, which may be the lower one.
    pub last: u64,
    /// Whether one walks along it.
    pub entered: bool,
    /// How dark each place is, where something is told of them; fewer than there are places where each is for a
    /// stretch.
    pub shades: Vec<Shade>,
    /// Sentences on the place that one stands in, and on all.
    pub says: Vec<String>,
}

/// How dark a place is, from 0 to 4; none where it is hidden.
pub type Shade = Option<u8>;

/// How many of some bits differ, as a shade: none, below an eighth, a quarter, seven sixteenths, more.
pub fn shade(count: Count) -> u8 {
    match (count.bits, count.of) {
        (0, _) | (_, 0) => 0,
        (bits, of) if bits * 8 < of => 1,
        (bits, of) if bits * 4 < of => 2,
        (bits, of) if bits * 16 < of * 7 => 3,
        _ => 4,
    }
}

/// The rounds of a segment, by the values of one name: their numbers, and the place of a named value among them.
fn rounds(trace: &Trace, here: &Step) -> Option<(Vec<u64>, usize)> {
    let mut index = here.index.iter();
    let (Some(number), None) = (index.next(), index.next()) else { return None };
    let numbers: Vec<u64> = trace.indices(here.name).iter().map(|index| index.last()).collect();
    let at = numbers.iter().position(|one| *one == number)?;
    (numbers.len() >= FEWEST).then_some((numbers, at))
}

/// Whether a named value stands among registers that go from round to round, so that its index is that of a round.
pub fn is_round(trace: &Trace, step: usize) -> bool {
    let all = trace.steps();
    all.get(step).is_some_and(|here| here.nodes.len() == 1) && !state(trace, all, step).is_empty()
}

impl Cursor {
    /// The strip around the place it stands at; none where that is no part of several.
    pub fn strip(&self, budget: &Budget) -> Option<Strip> {
        let level = self.levels().iter().rev().find(|level| !matches!(level, Level::Operation { .. }))?;
        if let Level::Step { part, segment, step } = level
            && let Ok(trace) = part.record(*segment, budget)
            && let Some(here) = trace.steps().get(*step)
            && let Some((numbers, at)) = rounds(&trace, here)
        {
            let (first, last) = (numbers[0], numbers[numbers.len() - 1]);
            let of = numbers.len() as u64;
            let name = if is_round(&trace, *step) { "round" } else { here.name }.to_owned();
            return Some(Strip { name, is_rounds: true, at: at as u64, of, first, last, ..Strip::default() });
        }
        let (part, segment) = level.segment()?;
        let (count, of) = (part.count(), part.segments());
        let name = part.at().as_str().rsplit('/').next().unwrap_or_default().to_owned();
        let (first, last) = (count.number(0), count.number(of.saturating_sub(1)));
        (of > 1).then_some(Strip { name, at: segment, of, first, last, ..Strip::default() })
    }

    /// Goes to a place of the strip, from 0 at its beginning to [`u16::MAX`] at its end: to the same value there. False
    /// where there is no strip, or where it stands there already.
    ///
    /// # Errors
    /// What recording the segment gives; the cursor then stays where it is.
    pub fn go_along(&mut self, place: u16, budget: &Budget) -> Result<bool, Error> {
        let mut cursor = self.clone();
        while let Level::Operation { .. } = cursor.level() {
            if !cursor.leave() {
                return Ok(false);
            }
        }
        let Some(strip) = cursor.strip(budget) else { return Ok(false) };
        let to = share(place, strip.of);
        if to == strip.at {
            return Ok(false);
        }
        let Some((part, segment)) = cursor.level().segment().map(|(part, segment)| (part.clone(), segment)) else {
            return Ok(false);
        };
        let trace = part.record(segment, budget)?;
        let here = match cursor.level() {
            Level::Step { step, .. } => trace.steps().get(*step),
            Level::Item { .. } | Level::Segment { .. } | Level::Operation { .. } => None,
        };
        let moved = match here.and_then(|here| Some((here, rounds(&trace, here)?))) {
            Some((here, (numbers, _))) => {
                let number = usize::try_from(to).ok().and_then(|to| numbers.get(to));
                let there =
                    trace.steps().iter().position(|step| step.name == here.name && Some(&step.index.last()) == number);
                match there {
                    Some(there) => cursor.step(there, budget)?,
                    None => false,
                }
            }
            None => {
                let named = cursor.clone();
                let moved = cursor.segment(part.count().number(to), budget)?;
                cursor.stand_like(&named, &trace, budget)?;
                moved
            }
        };
        if moved {
            *self = cursor;
        }
        Ok(moved)
    }

    /// In a segment to the value of the same name as another cursor's, which stands in one that was recorded so.
    fn stand_like(&mut self, other: &Cursor, trace: &Trace, budget: &Budget) -> Result<(), Error> {
        let Level::Step { step, .. } = other.level() else { return Ok(()) };
        let Some((part, segment)) = self.level().segment() else { return Ok(()) };
        let there = part.record(segment, budget)?;
        let wanted = trace.steps().get(*step);
        let same = |one: &Step| wanted.is_some_and(|wanted| (wanted.name, wanted.index) == (one.name, one.index));
        let place = there.steps().iter().position(same).unwrap_or(*step);
        self.step(place, budget).map(|_| ())
    }
}

/// The place among `of` that a share of the way leads to.
fn share(place: u16, of: u64) -> u64 {
    let last = u128::from(of.saturating_sub(1));
    u64::try_from((u128::from(place) * last + u128::from(u16::MAX) / 2) / u128::from(u16::MAX)).unwrap_or(u64::MAX)
}

impl Strip {
    /// The words before it: where it lies, as far as so many columns have room for that, else the innermost place
    /// without how many there are, else its name.
    pub fn lead(&self, place: &[String], columns: u16) -> String {
        let columns = usize::from(columns);
        // Where there is no room for all, the innermost stays: the round, not the block.
        let room = (columns / 2).min(columns.saturating_sub(70).max(10));
        let from = (0..place.len()).map(|from| place[from..].join(" · ")).find(|says| says.chars().count() <= room);
        let bare = || place.last()?.split(" of ").next().filter(|says| says.chars().count() <= room).map(str::to_owned);
        from.or_else(bare).unwrap_or_else(|| self.name.chars().take(columns / 4).collect())
    }

    /// The number of a place.
    pub fn number(&self, at: u64) -> u64 {
        if self.last < self.first { self.first.saturating_sub(at) } else { self.first + at }
    }

    /// The share of the way that leads to a place.
    pub fn share(&self, at: u64) -> u16 {
        let last = u128::from(self.of.saturating_sub(1)).max(1);
        u16::try_from(u128::from(at) * u128::from(u16::MAX) / last).unwrap_or(u16::MAX)
    }

    /// The strip in so many columns at most: in each the first of the places that it stands for.
    pub fn columns(&self, columns: u64) -> Vec<u64> {
        let columns = columns.max(1);
        match self.of <= columns {
            true => {
                let each = columns / self.of.max(1);
                (0..self.of).flat_map(|at| std::iter::repeat_n(at, usize::try_from(each).unwrap_or(1))).collect()
            }
            false => (0..columns).map(|column| place(column, self.of, columns)).collect(),
        }
    }

    /// The darkest of the places from one up to another.
    pub fn darkest(&self, from: u64, to: u64) -> Option<Shade> {
        let shades = self.shades.len() as u64;
        let at = |at: u64| usize::try_from(place(at, shades, self.of.max(1))).unwrap_or(usize::MAX);
        let among = self.shades.get(at(from)..at(to).max(at(from) + 1).min(self.shades.len()))?;
        among.iter().copied().reduce(|one, other| one.zip(other).map(|(one, other)| one.max(other)))
    }

    /// The strip of two runs: how many of the bits of each place differ.
    pub fn compared(mut self, chart: &Chart) -> Strip {
        let name = if self.is_rounds { "round" } else { &self.name }.to_owned();
        let of = |at: u64| {
            let number = self.number(at);
            chart
                .bars
                .iter()
                .find(|bar| (bar.range.0.min(bar.range.1)..=bar.range.0.max(bar.range.1)).contains(&number))
        };
        let looked = self.of.min(chart.bars.len() as u64).max(1);
        let count = |at: u64| of(at).and_then(|bar| bar.count);
        let shades: Vec<Shade> = (0..looked).map(|cell| count(place(cell, self.of, looked)).map(shade)).collect();
        let (first, last) = (self.first.min(self.last), self.first.max(self.last));
        let here = self.number(self.at);
        let title = name[..1].to_uppercase() + &name[1..];
        let mut says = vec![match count(self.at) {
            Some(Count { bits, of }) => format!("{title} {here} of {first} to {last}: {bits} of {of} bits differ."),
            None => format!("{title} {here} of {first} to {last}: hidden."),
        }];
        let from = |least: &dyn Fn(Count) -> bool| {
            let found = chart.bars.iter().find(|bar| bar.count.is_none_or(least))?;
            found.count.map(|_| found.range.0)
        };
        if let Some(begins) = from(&|count| count.bits > 0) {
            // Around a half: seven sixteenths and more.
            let half =
                from(&|count| shade(count) == 4).map(|half| format!("; about half of the bits from {name} {half}"));
            says.push(format!("The first difference is in {name} {begins}{}.", half.unwrap_or_default()));
        }
        (self.shades, self.says) = (shades, says);
        self
    }

    /// The strip of a number that each segment names: light where it is 0.
    ///
    /// # Errors
    /// What recording the segments gives.
    pub fn valued(
        mut self,
        part: &std::sync::Arc<dyn Part>,
        name: &str,
        hides: &dyn Fn(&Place) -> bool,
        budget: &Budget,
    ) -> Result<Strip, Error> {
        if self.of != part.segments() || self.of > ASKED {
            return Ok(self);
        }
        let mut shades = Vec::new();
        for segment in 0..self.of {
            let trace = part.record(segment, budget)?;
            let nodes = trace.steps().iter().find(|step| step.name == name).map(|step| step.nodes.clone());
            let Some(nodes) = nodes else { return Ok(self) };
            let place = Place::Nodes { part: part.clone(), segment, nodes };
            let dark = match hides(&place) {
                true => None,
                false => Some(if place.rope(budget)?.to_vec()?.iter().all(|byte| *byte == 0) { 0 } else { 4 }),
            };
            shades.push(dark);
        }
        if let Some(Some(dark)) = shades.get(usize::try_from(self.at).unwrap_or(usize::MAX)) {
            let number = self.number(self.at);
            self.says.push(format!("{name} is {} in {} {number}.", u8::from(*dark > 0), self.name));
        }
        self.shades = shades;
        Ok(self)
    }
}

/// The place among `of` where one of `columns` begins.
fn place(column: u64, of: u64, columns: u64) -> u64 {
    u64::try_from(u128::from(column) * u128::from(of) / u128::from(columns.max(1))).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_way_are_the_first_and_the_last() {
        for of in [1, 2, 64, 1_500_000, u64::MAX] {
            assert_eq!(share(0, of), 0);
            assert_eq!(share(u16::MAX, of), of - 1);
        }
        assert_eq!(share(u16::MAX / 2, 65), 32);
    }

    #[test]
    fn a_share_leads_to_the_place_it_is_of() {
        for of in [2, 11, 64, 255, 4096] {
            let strip = Strip { of, ..Strip::default() };
            assert!((0..of).all(|at| share(strip.share(at), of) == at), "{of}");
        }
    }

    #[test]
    fn a_narrow_strip_says_where_one_is_and_leaves_out_of_how_many() {
        let strip = Strip { name: "round".to_owned(), of: 64, ..Strip::default() };
        let place = ["block 0 of 0…1", "round 12 of 0…63"].map(str::to_owned);
        assert_eq!(strip.lead(&place, 110), "block 0 of 0…1 · round 12 of 0…63");
        assert_eq!(strip.lead(&place, 90), "round 12 of 0…63");
        assert_eq!(strip.lead(&place, 40), "round 12");
        assert_eq!(strip.lead(&["ShiftRows[12] of 0…15".to_owned()], 40), "round", "no room for more");
        assert_eq!(strip.lead(&[], 40), "round");
    }

    #[test]
    fn a_column_is_a_place_or_a_stretch_of_which_the_darkest_is_seen() {
        let strip = Strip { of: 8, shades: [0, 0, 3, 0, 1, 0, 0, 4].map(Some).to_vec(), ..Strip::default() };
        assert_eq!(strip.columns(8), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(strip.columns(17), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]);
        assert_eq!(strip.columns(4), [0, 2, 4, 6]);
        assert_eq!(strip.darkest(2, 4), Some(Some(3)));
        assert_eq!(strip.darkest(6, 8), Some(Some(4)));
        let hidden = Strip { shades: vec![Some(4), None], of: 2, ..Strip::default() };
        assert_eq!(hidden.darkest(0, 2), Some(None));
        assert_eq!(Strip::default().darkest(0, 1), None);
    }

    #[test]
    fn shades_begin_at_an_eighth_a_quarter_and_seven_sixteenths() {
        let of_256 = |bits| shade(Count { bits, of: 256 });
        let bits = [0, 1, 31, 32, 63, 64, 111, 112, 256];
        assert_eq!(bits.map(of_256), [0, 1, 1, 2, 2, 3, 3, 4, 4]);
    }
}
