//! Both sides of a place as plain data: what was changed, the values around it in two columns, and how many bits differ.

use std::sync::Arc;

use crate::app::compare::changes::{Change, Changes};
use crate::app::compare::flip::standing;
use crate::app::spot::Spot;
use crate::app::veil::Veil;
use crate::num::{Kind, Trace};
use crate::run::compare::avalanche::{self, Count};
use crate::run::compare::{Pair, align, differing_bits};
use crate::run::{Budget, Error, Level, Part, Place, Rope, Source, Value, steps};
use crate::sheet::Sheet;

/// How many values are listed around the place, before it and from it on.
const AROUND: usize = 64;
/// How much of a string of bytes is shown around the place.
const WINDOW: u64 = 1024;
/// The bytes of a row of bytes at most, with which a window begins.
const ROW: u64 = 16;
/// How many segments a chart counts; of more it counts one in each stretch of as many as it takes.
const BARS: u64 = 32;
/// How long a value in a row may be.
const VALUE: usize = 96;

/// Both sides of a place.
#[derive(Clone, Default)]
pub struct Sides {
    /// With what it is compared: `before the last edit`.
    pub against: String,
    /// The inputs that are others.
    pub changes: Vec<Change>,
    /// The place in two columns.
    pub body: Body,
    /// The value one stands on, on both sides.
    pub here: Option<Row>,
    /// Its bits, where it has a width of its own: before and after.
    pub bits: Option<(Vec<u8>, Vec<u8>)>,
    /// How the difference spreads.
    pub charts: Vec<Chart>,
    /// Whether something of it is still to be computed.
    pub pending: bool,
}

/// The values around a place.
#[derive(Clone, Default)]
pub enum Body {
    /// Nothing around it.
    #[default]
    Nothing,
    /// Named values.
    Rows {
        /// The values.
        rows: Vec<Row>,
        /// The one that one stands on, or is about to.
        current: usize,
    },
    /// A string of bytes.
    Bytes(Bytes),
    /// It is hidden until a question is answered.
    Hidden,
}

/// A value on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What it was; none where it did not exist.
    pub before: Result<String, String>,
    /// What it is.
    pub after: Result<String, String>,
    /// How many bits differ; none where it is hidden.
    pub bits: Option<u64>,
}

/// A stretch of a string of bytes, on both sides.
#[derive(Clone, Default)]
pub struct Bytes {
    /// Where the stretch begins.
    pub start: u64,
    /// How it was.
    pub before: Vec<u8>,
    /// How it is.
    pub after: Vec<u8>,
    /// The byte one stands on, from the beginning of all.
    pub cursor: u64,
    /// How many bytes there were and are in all.
    pub lengths: (u64, u64),
}

/// The number of differing bits along a computation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// What is counted.
    pub title: String,
    /// Whether the counts have nothing to do with their neighbours, so that none may be passed over.
    pub sparse: bool,
    /// The counts.
    pub bars: Vec<Bar>,
    /// The index or the segment that one stands in.
    pub current: Option<u64>,
}

/// One count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The first and the last index or segment that it stands for.
    pub range: (u64, u64),
    /// What differs; none where it is hidden.
    pub count: Option<Count>,
}

/// What was compared last, to be used again as long as both sides are the same.
#[derive(Clone, Default)]
pub struct Memo {
    changes: Changes,
    segment: Option<Segment>,
    bars: Option<Bars>,
}

/// Two segments aligned.
#[derive(Clone)]
struct Segment {
    before: Arc<Trace>,
    after: Arc<Trace>,
    pairs: Arc<Vec<Pair>>,
    rounds: Option<Arc<avalanche::Rounds>>,
}

/// The chart of the segments of a part, with the parts it was made of.
#[derive(Clone)]
struct Bars {
    before: Arc<dyn Part>,
    after: Arc<dyn Part>,
    bars: Vec<Bar>,
}

/// A place in a part: its segment, and the named value in it.
struct Inside {
    part: Arc<dyn Part>,
    segment: u64,
    step: Option<usize>,
}

type Side<'a> = (&'a Sheet, &'a Spot);

impl Sides {
    /// Both sides of a spot, of which the first is the same place in the sheet before.
    pub fn of(before: Side, after: Side, veil: &Veil, memo: &mut Memo, budget: &Budget) -> Sides {
        let mut sides = Sides { changes: memo.changes.of(before.0, after.0, veil), ..Sides::default() };
        match sides.place(before.1, after.1, veil, memo, budget) {
            Err(error) if error.is_pending() => sides.pending = true,
            Ok(()) | Err(_) => {}
        }
        sides
    }

    fn place(
        &mut self,
        before: &Spot,
        after: &Spot,
        veil: &Veil,
        memo: &mut Memo,
        budget: &Budget,
    ) -> Result<(), Error> {
        match (inside(before), inside(after)) {
            (None, None) => {
                self.value(before, after, veil, budget)?;
                if let (Some(a), Some(b)) = (part_of(before), part_of(after)) {
                    self.chart_of_part(&a, &b, None, veil, memo, budget)?;
                }
            }
            (a, b) => {
                self.rows(a.as_ref(), b.as_ref(), veil, memo, budget)?;
                if let (Some(a), Some(b)) = (a, b) {
                    self.chart_of_part(&a.part, &b.part, Some(b.segment), veil, memo, budget)?;
                }
            }
        }
        Ok(())
    }

    /// A value between segments.
    fn value(&mut self, before: &Spot, after: &Spot, veil: &Veil, budget: &Budget) -> Result<(), Error> {
        let (a, b) = (before.place(budget), after.place(budget));
        if [&a, &b].into_iter().flatten().any(|place| veil.hides(place, budget)) {
            self.body = Body::Hidden;
            return Ok(());
        }
        let whole = |place: &Result<Place, Error>| match place {
            Ok(place) => match place.value(budget)? {
                Value::Bytes(rope) | Value::Text(rope) => Ok(Some(rope)),
                Value::Int { .. } | Value::Bool(_) | Value::List(_) => Ok(None),
            },
            Err(error) if error.is_pending() => Err(error.clone()),
            Err(_) => Ok(Some(Rope::default())),
        };
        if let (Some(x), Some(y)) = (whole(&a)?, whole(&b)?)
            && (a.is_ok() || b.is_ok())
        {
            let longest = x.len().max(y.len());
            let cursor = after.byte.min(longest.saturating_sub(1));
            let start = (cursor / ROW * ROW).saturating_sub(WINDOW / 2);
            let window = |rope: &Rope| rope.slice(start.min(rope.len())..(start + WINDOW).min(rope.len())).to_vec();
            let lengths = (x.len(), y.len());
            self.body = Body::Bytes(Bytes { start, before: window(&x)?, after: window(&y)?, cursor, lengths });
            let byte = |rope: &Rope| rope.slice(cursor.min(rope.len())..(cursor + 1).min(rope.len())).to_vec();
            self.bits = Some((byte(&x)?, byte(&y)?)).filter(|(a, b)| a.len() == 1 && b.len() == 1);
            return Ok(());
        }
        let text = |spot: &Spot| match spot.place(budget).and_then(|place| place.text(budget)) {
            Ok(text) => Ok(Ok(text)),
            Err(error) if error.is_pending() => Err(error),
            Err(error) => Ok(Err(error.to_string())),
        };
        let bytes = |spot: &Spot| standing(spot, budget).and_then(|place| place.rope(budget)?.to_vec());
        let bits = match (bytes(before), bytes(after)) {
            (Ok(a), Ok(b)) => Some(differing_bits(&a, &b)),
            _ => None,
        };
        let name = after.cell_name().to_owned();
        self.here = Some(Row { name, before: text(before)?, after: text(after)?, bits });
        Ok(())
    }

    /// The named values of a segment around a place.
    fn rows(
        &mut self,
        before: Option<&Inside>,
        after: Option<&Inside>,
        veil: &Veil,
        memo: &mut Memo,
        budget: &Budget,
    ) -> Result<(), Error> {
        let segment = memo.segment(before, after, budget)?;
        let there = |pair: usize| segment.pairs.get(pair);
        let place = match (after.and_then(|place| place.step), before.and_then(|place| place.step)) {
            (Some(step), _) => step,
            // It exists no more: where it was.
            (None, Some(step)) => {
                let gone = steps(&segment.before).into_iter().nth(step);
                let same = |pair: &Pair| gone.as_ref().is_some_and(|gone| pair.before == gone.nodes);
                segment.pairs.iter().position(same).unwrap_or(0)
            }
            (None, None) => 0,
        };
        let hidden = |pair: &Pair| {
            let hides = |side: Option<&Inside>, nodes: &[u32]| {
                side.is_some_and(|side| veil.hides(&side.nodes(nodes), budget)) && !nodes.is_empty()
            };
            !veil.is_empty() && (hides(before, &pair.before) || hides(after, &pair.after))
        };
        let row = |pair: &Pair| {
            let text = |trace: &Trace, nodes: &[u32]| match nodes {
                [] => Err("none".to_owned()),
                _ if hidden(pair) => Ok(veil.mask()),
                nodes => Ok(nodes.iter().map(|node| trace.text(*node)).collect::<String>()),
            };
            Row {
                name: format!("{}{}", pair.name, pair.index),
                before: text(&segment.before, &pair.before),
                after: text(&segment.after, &pair.after),
                bits: (!hidden(pair)).then(|| pair.bits(&segment.before, &segment.after)),
            }
        };
        let first = place.saturating_sub(AROUND);
        let rows = segment.pairs.iter().skip(first).take(2 * AROUND).map(row);
        let rows = rows.map(|mut row| {
            for side in [&mut row.before, &mut row.after].into_iter().flatten() {
                side.truncate(side.floor_char_boundary(VALUE));
            }
            row
        });
        self.body = Body::Rows { rows: rows.collect(), current: place - first };
        if let Some(pair) = there(place).filter(|_| after.or(before).is_some_and(|place| place.step.is_some())) {
            self.here = Some(row(pair));
            let bytes = |trace: &Trace, nodes: &[u32]| match nodes {
                [node] if matches!(trace.nodes[*node as usize].kind, Kind::U8 | Kind::U32 | Kind::U64) => {
                    Some(trace.bytes(*node))
                }
                _ => None,
            };
            let both = (bytes(&segment.before, &pair.before), bytes(&segment.after, &pair.after));
            self.bits = match both {
                (Some(a), Some(b)) if !hidden(pair) => Some((a, b)),
                _ => None,
            };
        }
        if let Some(rounds) = &segment.rounds {
            let count = |index: u64, count: Count| {
                let veiled =
                    |pair: &&Pair| rounds.names.contains(&pair.name) && pair.index.last() == index && hidden(pair);
                let hidden = !veil.is_empty() && segment.pairs.iter().any(|pair| veiled(&pair));
                Bar { range: (index, index), count: (!hidden).then_some(count) }
            };
            let current = there(place).filter(|pair| pair.index.iter().count() == 1).map(|pair| pair.index.last());
            self.charts.push(Chart {
                title: listed(&rounds.names),
                sparse: false,
                bars: rounds.counts.iter().map(|(index, bits)| count(*index, *bits)).collect(),
                current,
            });
        }
        Ok(())
    }

    /// The state after each segment of a part.
    fn chart_of_part(
        &mut self,
        before: &Arc<dyn Part>,
        after: &Arc<dyn Part>,
        here: Option<u64>,
        veil: &Veil,
        memo: &mut Memo,
        budget: &Budget,
    ) -> Result<(), Error> {
        let segments = before.segments().max(after.segments());
        if before.at() != after.at() {
            return Ok(());
        }
        if segments <= 1 {
            // A part of one segment has its chart inside of that.
            if here.is_none() && segments == 1 && self.charts.is_empty() {
                let inside = |part: &Arc<dyn Part>| Inside { part: part.clone(), segment: 0, step: None };
                let (a, b) = (inside(before), inside(after));
                let mut rows = Sides::default();
                rows.rows(Some(&a), Some(&b), veil, memo, budget)?;
                self.charts.append(&mut rows.charts);
            }
            return Ok(());
        }
        let mut bars = memo.bars(before, after, budget)?;
        let number = |segment: u64| after.count().number(segment);
        for bar in &mut bars {
            let last = bar.range.1;
            let hides = |part: &Arc<dyn Part>| {
                last < part.segments() && veil.hides(&Place::Segment { part: part.clone(), segment: last }, budget)
            };
            if !veil.is_empty() && (hides(before) || hides(after)) {
                bar.count = None;
            }
            bar.range = (number(bar.range.0), number(bar.range.1));
        }
        let name = after.at().as_str().rsplit('/').next().unwrap_or_default();
        let sparse = after.start().is_none();
        self.charts.push(Chart { title: format!("{name}, after each"), sparse, bars, current: here.map(number) });
        Ok(())
    }
}

impl Inside {
    fn nodes(&self, nodes: &[u32]) -> Place {
        Place::Nodes { part: self.part.clone(), segment: self.segment, nodes: nodes.to_vec() }
    }
}

/// The segment that a spot is in, and the named value there.
fn inside(spot: &Spot) -> Option<Inside> {
    if spot.lost().is_some() {
        return None;
    }
    let levels = spot.cursor()?.levels();
    // A call's run begins a new way in.
    let inner = levels.iter().rev().take_while(|level| !matches!(level, Level::Item { .. }));
    let mut found = None;
    for level in inner {
        found = match level {
            Level::Step { part, segment, step } => {
                Some(Inside { part: part.clone(), segment: *segment, step: Some(*step) })
            }
            Level::Segment { part, segment } => {
                found.or(Some(Inside { part: part.clone(), segment: *segment, step: None }))
            }
            Level::Item { .. } | Level::Operation { .. } => found,
        };
    }
    found
}

/// The part that a value between segments is the output of.
fn part_of(spot: &Spot) -> Option<Arc<dyn Part>> {
    let place = spot.place(&Budget::segments(0)).ok()?;
    let Place::Value(value) = place else { return None };
    let spans = value.rope()?.all();
    spans.iter().rev().find_map(|span| match &span.origin {
        crate::run::Origin::Part(part) => Some(part.clone()),
        _ => None,
    })
}

/// `a … h`, or each by its name where they are few.
fn listed(names: &[&str]) -> String {
    match names {
        [first, .., last] if names.len() > 4 => format!("{first}…{last}"),
        few => few.join(", "),
    }
}

impl Memo {
    fn segment(&mut self, before: Option<&Inside>, after: Option<&Inside>, budget: &Budget) -> Result<Segment, Error> {
        let trace = |side: Option<&Inside>| match side {
            Some(side) => side.part.record(side.segment, budget),
            None => Ok(Arc::default()),
        };
        let (a, b) = (trace(before)?, trace(after)?);
        match &self.segment {
            Some(known) if Arc::ptr_eq(&known.before, &a) && Arc::ptr_eq(&known.after, &b) => Ok(known.clone()),
            Some(_) | None => {
                let pairs = align(&a, &b);
                let rounds = avalanche::rounds(&pairs, &a, &b).map(Arc::new);
                let segment = Segment { before: a, after: b, pairs: Arc::new(pairs), rounds };
                Ok(self.segment.insert(segment).clone())
            }
        }
    }

    fn bars(&mut self, before: &Arc<dyn Part>, after: &Arc<dyn Part>, budget: &Budget) -> Result<Vec<Bar>, Error> {
        match &self.bars {
            Some(known) if Arc::ptr_eq(&known.before, before) && Arc::ptr_eq(&known.after, after) => {
                Ok(known.bars.clone())
            }
            Some(_) | None => {
                let bars = avalanche::segments(before, after, BARS, budget)?;
                let bar = |s: avalanche::Stretch| Bar { range: (s.first, s.last), count: Some(s.count) };
                let bars: Vec<Bar> = bars.into_iter().map(bar).collect();
                self.bars = Some(Bars { before: before.clone(), after: after.clone(), bars: bars.clone() });
                Ok(bars)
            }
        }
    }
}
