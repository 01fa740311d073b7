//! What became of the inputs of a sheet.

use crate::learner::veil::Veil;
use crate::run::compare::differing_bits;
use crate::run::{Rope, Source, Span, Type, Value};
use crate::sheet::{Cell, Sheet};

/// How much of an input is shown where it was changed, in bytes.
const SHOWN: u64 = 16;

/// An input that is another than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The cell.
    pub cell: String,
    /// What stood in it, or as much of it as lies around the first difference.
    pub before: String,
    /// What stands in it.
    pub after: String,
    /// How many bits differ, of all its bytes; none where it is hidden.
    pub bits: Option<u64>,
}

/// The changes that were found last, to be used again as long as the inputs are the same.
#[derive(Clone, Default)]
pub(super) struct Changes {
    known: Vec<(Rope, Rope, Change)>,
}

impl Changes {
    /// What became of each input.
    pub(super) fn of(&mut self, before: &Sheet, after: &Sheet, veil: &Veil) -> Vec<Change> {
        let old = std::mem::take(&mut self.known);
        for (was, is) in changed(before, after) {
            let (Some(a), Some(b)) = (given(was), given(is)) else { continue };
            let known = old.iter().find(|(x, y, change)| change.cell == is.name() && same(x, &a) && same(y, &b));
            let change = match known {
                Some((_, _, change)) => Some(change.clone()),
                None => change(was, is, veil),
            };
            self.known.extend(change.map(|change| (a, b, change)));
        }
        self.known.iter().map(|(_, _, change)| change.clone()).collect()
    }
}

/// The inputs of two sheets that have other bytes.
pub(super) fn changes(before: &Sheet, after: &Sheet, veil: &Veil) -> Vec<Change> {
    changed(before, after).filter_map(|(was, is)| change(was, is, veil)).collect()
}

/// The inputs of the second sheet that the first has, too.
fn changed<'a>(before: &'a Sheet, after: &'a Sheet) -> impl Iterator<Item = (&'a Cell, &'a Cell)> {
    after.inputs().filter_map(|is| Some((before.cell(is.name())?, is)))
}

/// What stands in an input.
fn given(cell: &Cell) -> Option<Rope> {
    cell.given()?.rope().cloned()
}

/// Whether both are the very same bytes in memory.
fn same(a: &Rope, b: &Rope) -> bool {
    let beside = |(a, b): (&Span, &Span)| a.is_beside(b) && a.range == b.range;
    a.len() == b.len() && a.all().len() == b.all().len() && a.all().iter().zip(b.all()).all(beside)
}

/// What became of an input; nothing where it is as it was.
fn change(was: &Cell, is: &Cell, veil: &Veil) -> Option<Change> {
    let (a, b) = (given(was)?, given(is)?);
    if same(&a, &b) {
        return None;
    }
    let (x, y) = (a.to_vec().ok()?, b.to_vec().ok()?);
    if x == y && was.given()?.kind() == is.given()?.kind() {
        return None;
    }
    let cell = is.name().to_owned();
    if veil.hides_cell(&cell) {
        return Some(Change { cell, before: veil.mask(), after: veil.mask(), bits: None });
    }
    let first = x.iter().zip(&y).take_while(|(x, y)| x == y).count();
    let shown = |cell: &Cell| cell.given().map(|value| around(value, first as u64)).unwrap_or_default();
    // What follows an inserted byte has moved; only strings of one length are compared bit by bit.
    let bits = (x.len() == y.len()).then(|| differing_bits(&x, &y));
    Some(Change { cell, before: shown(was), after: shown(is), bits })
}

/// A value, of a long one what lies around a place.
fn around(value: &Value, place: u64) -> String {
    let (Value::Bytes(rope) | Value::Text(rope)) = value else { return value.show(24).unwrap_or_default() };
    if rope.len() <= SHOWN + 8 {
        return value.show(64).unwrap_or_default();
    }
    let start = place.saturating_sub(SHOWN / 2).min(rope.len().saturating_sub(SHOWN));
    let end = (start + SHOWN).min(rope.len());
    let bytes = rope.slice(start..end).to_vec().unwrap_or_default();
    let text = match value.kind() {
        Type::Text => String::from_utf8_lossy(&bytes).trim_matches('\u{fffd}').to_owned(),
        Type::Bytes | Type::Int | Type::Bool | Type::List => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    };
    let (left, right) = (if start > 0 { "…" } else { "" }, if end < rope.len() { "…" } else { "" });
    format!("{left}{text}{right}")
}
