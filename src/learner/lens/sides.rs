//! Both sides of a place, before an edit and after it, as plain data: what was changed, the values around it in two
//! columns, and how many bits differ.

use std::sync::Arc;

use super::Lens;
use super::changes::{Change, Changes};
use super::seen::begins;
use crate::num::{Kind, Trace};
use crate::run::compare::charts::{self, Bars, Chart, Only};
use crate::run::compare::segment::{Inside, Segments};
use crate::run::compare::{Pair, differing_bits, reading_order};
use crate::run::strip::Strip;
use crate::run::{Budget, Error, Origin, Part, Place, Rope, Source, Value};
use crate::sheet::Sheet;
use crate::sheet::spot::Spot;

/// How many values are listed around the place, before it and from it on.
const AROUND: usize = 64;
/// How much of a string of bytes is shown around the place.
const WINDOW: u64 = 1024;
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
    pub here: Option<Beside>,
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
        rows: Vec<Beside>,
        /// The one that one stands on, or is about to.
        current: usize,
    },
    /// A string of bytes.
    Bytes(BothBytes),
    /// A value that is hidden until a question is answered.
    Hidden,
}

/// A value on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Its name.
    pub name: String,
    /// The value as it was; none where it did not exist.
    pub before: Result<String, String>,
    /// The value as it is.
    pub after: Result<String, String>,
    /// How many bits differ; none where it is hidden.
    pub bits: Option<u64>,
}

/// A stretch of a string of bytes, on both sides.
#[derive(Clone, Default)]
pub struct BothBytes {
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
    /// Whether that byte is one of a text, so that it is a letter, too.
    pub is_text: bool,
}

/// The last comparison, to be used again as long as both sides are the same.
#[derive(Clone, Default)]
pub struct Memo {
    changes: Changes,
    segments: Segments,
    bars: Bars,
}

type Side<'a> = (&'a Sheet, &'a Spot);

impl Beside {
    /// On which side alone it exists.
    pub fn only(&self) -> Option<Only> {
        Only::of(self.before.is_ok(), self.after.is_ok())
    }
}

impl Sides {
    /// Both sides of a spot, of which the first is the same place in the sheet before.
    pub fn of(before: Side, after: Side, lens: &Lens, memo: &mut Memo) -> Sides {
        let mut sides = Sides { changes: memo.changes.of(before.0, after.0, lens.veil), ..Sides::default() };
        match sides.place(before.1, after.1, lens, memo) {
            Err(error) if error.is_pending() => sides.pending = true,
            Ok(()) | Err(_) => {}
        }
        sides
    }

    /// Whether a value that is shown is another, or may be.
    pub fn differ(&self) -> bool {
        let is_other = |row: &Beside| row.before != row.after;
        let around = match &self.body {
            Body::Nothing | Body::Hidden => false,
            Body::Rows { rows, .. } => rows.iter().any(is_other),
            Body::Bytes(both) => both.before != both.after || both.lengths.0 != both.lengths.1,
        };
        self.pending || around || self.here.as_ref().is_some_and(is_other)
    }

    /// A strip with how much differs at each of its places.
    pub fn shade(&self, strip: Strip) -> Strip {
        match self.charts.iter().find(|chart| chart.is_rounds == strip.is_rounds) {
            Some(chart) => strip.compared(chart),
            None => strip,
        }
    }

    fn place(&mut self, before: &Spot, after: &Spot, lens: &Lens, memo: &mut Memo) -> Result<(), Error> {
        let parts = match (inside(before), inside(after)) {
            (None, None) => {
                self.value(before, after, lens)?;
                (part_of(before), part_of(after), None)
            }
            (a, b) => {
                let place = self.rows(a.as_ref(), b.as_ref(), lens, memo)?;
                let segment = memo.segments.of(a.as_ref(), b.as_ref(), lens.budget)?;
                let hides = |pair: &Pair| lens.hides_pair(a.as_ref(), b.as_ref(), pair);
                self.charts.extend(charts::of_rounds(&segment, &hides, Some(place)));
                let here = b.as_ref().map(|inside| inside.segment);
                (a.map(|inside| inside.part), b.map(|inside| inside.part), here)
            }
        };
        // How much of a hidden value differs may be just what is to be foretold.
        if matches!(self.body, Body::Hidden) || lens.veil.covers_cell(after.cell_name()) {
            self.charts.clear();
            return Ok(());
        }
        let (Some(a), Some(b), here) = parts else { return Ok(()) };
        if a.at() != b.at() {
            return Ok(());
        }
        if here.is_none() && a.segments() == 1 && b.segments() == 1 {
            // A part of one segment has its chart inside of that.
            let (a, b) = (Inside::first(&a), Inside::first(&b));
            let segment = memo.segments.of(Some(&a), Some(&b), lens.budget)?;
            let hides = |pair: &Pair| lens.hides_pair(Some(&a), Some(&b), pair);
            self.charts.extend(charts::of_rounds(&segment, &hides, None));
        }
        let hides = |part: &Arc<dyn Part>, segment| lens.hides_segment(part, segment);
        self.charts.extend(memo.bars.chart(&a, &b, here, &hides, lens.budget)?);
        Ok(())
    }

    /// A value between segments.
    fn value(&mut self, before: &Spot, after: &Spot, lens: &Lens) -> Result<(), Error> {
        let budget = lens.budget;
        let (a, b) = (before.place(budget), after.place(budget));
        if lens.hides_spot(after) || [&a, &b].into_iter().flatten().any(|place| lens.hides(place)) {
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
            let start = begins(cursor, WINDOW);
            let cut = |rope: &Rope, from: u64, count: u64| {
                rope.slice(from.min(rope.len())..(from + count).min(rope.len())).to_vec()
            };
            let (before, after) = (cut(&x, start, WINDOW)?, cut(&y, start, WINDOW)?);
            let value = b.as_ref().ok().filter(|_| cursor < y.len()).and_then(|place| place.value(budget).ok());
            let is_text = value.is_some_and(|value| lens.is_of_text(&value, &y, cursor));
            self.body = Body::Bytes(BothBytes { start, before, after, cursor, lengths: (x.len(), y.len()), is_text });
            self.bits = Some((cut(&x, cursor, 1)?, cut(&y, cursor, 1)?)).filter(|(a, b)| a.len() == 1 && b.len() == 1);
            return Ok(());
        }
        let text = |spot: &Spot| match spot.place(budget).and_then(|place| place.text(budget)) {
            Ok(text) => Ok(Ok(text)),
            Err(error) if error.is_pending() => Err(error),
            Err(error) => Ok(Err(error.to_string())),
        };
        let bytes = |spot: &Spot| spot.standing(budget).and_then(|place| place.rope(budget)?.to_vec()).ok();
        let bits = bytes(before).zip(bytes(after)).map(|(a, b)| differing_bits(&a, &b));
        let name = after.cell_name().to_owned();
        self.here = Some(Beside { name, before: text(before)?, after: text(after)?, bits });
        Ok(())
    }

    /// The named values of a segment around a place; which of them one stands on.
    fn rows(
        &mut self,
        before: Option<&Inside>,
        after: Option<&Inside>,
        lens: &Lens,
        memo: &mut Memo,
    ) -> Result<usize, Error> {
        let segment = memo.segments.of(before, after, lens.budget)?;
        let hides = |pair: &Pair| lens.hides_pair(before, after, pair);
        let place = match (after.and_then(|place| place.step), before.and_then(|place| place.step)) {
            (Some(step), _) => step,
            // It exists no more: where it was.
            (None, Some(step)) => {
                let gone = segment.before.steps().get(step);
                let same = |pair: &Pair| gone.is_some_and(|gone| pair.before == gone.nodes);
                segment.pairs.iter().position(same).unwrap_or(0)
            }
            (None, None) => 0,
        };
        let row = |pair: &Pair| {
            let text = |trace: &Trace, nodes: &[u32]| match nodes {
                [] => Err("none".to_owned()),
                _ if hides(pair) => Ok(lens.veil.mask()),
                nodes => Ok(lens.numbers(trace, nodes)),
            };
            Beside {
                name: format!("{}{}", pair.name, pair.index),
                before: text(&segment.before, &pair.before),
                after: text(&segment.after, &pair.after),
                bits: (!hides(pair)).then(|| pair.bits(&segment.before, &segment.after)),
            }
        };
        let order = reading_order(&segment.pairs);
        let here = order.iter().position(|pair| *pair == place).unwrap_or(0);
        let first = here.saturating_sub(AROUND);
        let rows = order.iter().skip(first).take(2 * AROUND).map(|place| row(&segment.pairs[*place]));
        let rows = rows.map(|mut row| {
            for side in [&mut row.before, &mut row.after].into_iter().flatten() {
                side.truncate(side.floor_char_boundary(VALUE));
            }
            row
        });
        self.body = Body::Rows { rows: rows.collect(), current: here - first };
        if let Some(pair) =
            segment.pairs.get(place).filter(|_| after.or(before).is_some_and(|place| place.step.is_some()))
        {
            self.here = Some(row(pair));
            let bytes = |trace: &Trace, nodes: &[u32]| match nodes {
                [node] if matches!(trace.nodes[*node as usize].kind, Kind::U8 | Kind::U32 | Kind::U64) => {
                    Some(trace.bytes(*node))
                }
                _ => None,
            };
            let sides = bytes(&segment.before, &pair.before).zip(bytes(&segment.after, &pair.after));
            self.bits = sides.filter(|_| !hides(pair));
        }
        Ok(place)
    }
}

/// The segment that a spot is in, and the named value there.
fn inside(spot: &Spot) -> Option<Inside> {
    Inside::of(spot.there()?)
}

/// The part that a value between segments is the output of.
fn part_of(spot: &Spot) -> Option<Arc<dyn Part>> {
    let place = spot.place(&Budget::none()).ok()?;
    let Place::Value(value) = place else { return None };
    let spans = value.rope()?.all();
    spans.iter().rev().find_map(|span| match &span.origin {
        Origin::Part(part) => Some(part.clone()),
        _ => None,
    })
}
