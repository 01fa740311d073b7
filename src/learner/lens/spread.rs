//! How a difference between two runs spreads: bits counted round by round, or segment by segment, under the veil.

use std::sync::Arc;

use crate::learner::lens::Lens;
use crate::run::compare::Pair;
use crate::run::compare::avalanche::{self, Stretch};
use crate::run::compare::charts::{Chart, Tally, of_rounds};
use crate::run::compare::segment::{Inside, Segments};
use crate::run::{Body, Part, Run};
use crate::sheet::Sheet;
use crate::sheet::expr::{Expr, Form, Kind};
use crate::view::picture::{Among, Spread};

/// The most segments that are counted; of more each stands for a stretch.
const PLACES: u64 = 64;
/// The longest option that is shown.
const OPTION: usize = 24;

/// The run at an address of a sheet: of a cell, or of a named piece.
pub(super) fn run_at(sheet: &Sheet, whole: &str) -> Option<Arc<Run>> {
    let mut steps = whole.split('/');
    let mut run = sheet.cell(steps.next()?)?.run()?.clone();
    for step in steps {
        let Some(Body::Run(inner)) = run.item_at(step).map(|item| &item.body) else { return None };
        run = inner.clone();
    }
    Some(run)
}

/// The place that is asked about: the address below a cell of a segment and its number, or of a run without one; and
/// the name of the value one stands on.
pub(super) struct At<'a> {
    /// The address below the cell.
    pub below: &'a str,
    /// The segment, counted from 0.
    pub segment: Option<u64>,
    /// The name of the value.
    pub label: Option<&'a str>,
}

/// The part of a cell that a place is in; outside of segments the one of most segments.
fn part_of(sheet: &Sheet, cell: &str, at: &At) -> Option<Arc<dyn Part>> {
    let (above, name) = match at.segment {
        Some(_) => {
            let path = at.below.rsplit_once('[').map_or(at.below, |(path, _)| path);
            let (above, name) = path.rsplit_once('/').map_or(("", path), |(above, name)| (above, name));
            (above, Some(name))
        }
        None => (at.below, None),
    };
    let whole = if above.is_empty() { cell.to_owned() } else { format!("{cell}/{above}") };
    let run = run_at(sheet, &whole)?;
    let parts = run.items.iter().filter_map(|item| match &item.body {
        Body::Part(part) if name.is_none_or(|name| item.name == name) => Some(part),
        Body::Part(_) | Body::Run(_) | Body::Bytes { .. } => None,
    });
    parts.max_by_key(|part| part.segments()).cloned()
}

/// The spread below a cell at the place that `at` names, between an earlier sheet and this one. Without an earlier one
/// nothing is counted.
pub(super) fn spread(lens: Lens, earlier: Option<&Sheet>, cell: &str, at: &At) -> Option<Spread> {
    let after = part_of(lens.sheet, cell, at)?;
    let before = earlier.and_then(|earlier| part_of(earlier, cell, at)).unwrap_or_else(|| after.clone());
    let segment = at.segment.or((after.segments() == 1).then_some(0)).filter(|segment| *segment < after.segments());
    let counted = earlier.is_some();
    if let Some(segment) = segment {
        let inside = |part: &Arc<dyn Part>| Inside { part: part.clone(), segment, step: None };
        let (a, b) = (inside(&before), inside(&after));
        let a = Some(&a).filter(|a| a.segment < a.part.segments());
        let aligned = Segments::default().of(a, Some(&b), lens.budget).ok()?;
        let hides = |pair: &Pair| lens.hides_pair(a, Some(&b), pair);
        if let Some(chart) = of_rounds(&aligned, &hides, None) {
            let names = aligned.rounds.as_ref().map(|rounds| rounds.names.clone()).unwrap_or_default();
            let label = at.label.filter(|label| aligned.after.indices(label).len() == chart.bars.len());
            let name = label.or(names.first().copied()).unwrap_or_default();
            let place = |number: u64| after.segment_at(segment).join(&format!("{name}[{number}]")).to_string();
            let places = rounds(&chart, &place);
            return Some(Spread { unit: "round".to_owned(), names, counted, places });
        }
    }
    let unit = after.at().as_str().rsplit('/').next().unwrap_or_default().to_owned();
    let stretches = avalanche::segments(&before, &after, PLACES, lens.budget).ok()?;
    let place = |stretch: &Stretch| {
        let hidden = |part: &Arc<dyn Part>| stretch.last < part.segments() && lens.hides_segment(part, stretch.last);
        let bits = Some((stretch.count.bits, stretch.count.of)).filter(|_| !hidden(&before) && !hidden(&after));
        let address = after.segment_at(stretch.first.min(after.segments().saturating_sub(1))).to_string();
        Among { number: after.count().number(stretch.first), address, bits }
    };
    Some(Spread { unit, names: Vec::new(), counted, places: stretches.iter().map(place).collect() })
}

fn rounds(chart: &Chart, address: &dyn Fn(u64) -> String) -> Vec<Among> {
    let one = |bar: &Tally| Among {
        number: bar.range.0,
        address: address(bar.range.0),
        bits: bar.count.map(|count| (count.bits, count.of)),
    };
    chart.bars.iter().map(one).collect()
}

/// The cells that call the same function with the same arguments as a cell, but for options, in the order of the sheet;
/// that cell is among them. Each with its options and what they are now.
pub(super) fn alike(sheet: &Sheet, cell: &str) -> Vec<(String, String)> {
    let Some(wanted) = sheet.cell(cell).and_then(|cell| call(&cell.line.expr)) else { return Vec::new() };
    let same = |other: &&crate::sheet::Cell| call(&other.line.expr).is_some_and(|call| call == wanted);
    let cells = sheet.cells().iter().filter(same);
    cells.map(|cell| (cell.name().to_owned(), options(sheet, &cell.line.expr))).collect()
}

/// The options of a call with their values: of one that a cell says, what the cell holds.
fn options(sheet: &Sheet, expr: &Expr) -> String {
    let Kind::Call { arguments, .. } = &expr.kind else { return String::new() };
    let named = arguments.iter().filter_map(|argument| Some((&argument.name.as_ref()?.0, &argument.value)));
    let all: Vec<String> = named.map(|(name, value)| format!("{name} {}", held(sheet, value))).collect();
    if all.is_empty() { "nothing left out".to_owned() } else { all.join(", ") }
}

/// Meaning of an option: a text without its quotes, of a cell what it holds, else as it is written.
fn held(sheet: &Sheet, value: &Expr) -> String {
    let written = value.to_string();
    let cell = sheet.cell(&written).filter(|cell| cell.input.is_some()).and_then(|cell| cell.outcome());
    let held = cell.and_then(|outcome| outcome.value.show(OPTION).ok()).unwrap_or(written);
    held.trim_matches('"').to_owned()
}

/// A call without its options: the function, and the arguments that have no name.
fn call(expr: &Expr) -> Option<(&str, Vec<String>)> {
    let Kind::Call { function, arguments, form: Form::Named, .. } = &expr.kind else { return None };
    let plain = arguments.iter().filter(|argument| argument.name.is_none());
    Some((function, plain.map(|argument| argument.value.to_string()).collect()))
}
