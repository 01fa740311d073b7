//! From one difference to the next, through all cells of a sheet.

use std::sync::Arc;

use crate::app::spot::Spot;
use crate::run::compare::differences::Search;
use crate::run::{Budget, Error, Level, Value};
use crate::sheet::{Cell, Sheet};

/// A value in which two sheets differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its address.
    pub address: String,
    /// The byte in which it differs, of a string of bytes.
    pub byte: u64,
    /// Whether the search had to begin again at the other end.
    pub again: bool,
}

/// A sheet and a place in it.
type Side<'a> = (&'a Sheet, &'a Spot);

/// The nearest difference beyond a spot, in the order of the cells and of computation in them; past the end the search
/// begins again at the other end.
pub(super) fn next(before: Side, after: Side, forward: bool, budget: &Budget) -> Result<Option<Found>, Error> {
    let search = Search { forward, budget };
    let cells = after.0.cells();
    let here = cells.iter().position(|cell| cell.name() == after.1.cell_name());
    let found = |(address, byte), again| Found { address, byte, again };
    if let Some(there) = below(&search, before, after)? {
        return Ok(Some(found(there, false)));
    }
    let others: Vec<(usize, bool)> = match (forward, here) {
        (true, Some(here)) => {
            (here + 1..cells.len()).map(|i| (i, false)).chain((0..=here).map(|i| (i, true))).collect()
        }
        (false, Some(here)) => {
            (0..here).rev().map(|i| (i, false)).chain((here..cells.len()).rev().map(|i| (i, true))).collect()
        }
        (_, None) => (0..cells.len()).map(|i| (i, false)).collect(),
    };
    for (place, again) in others {
        if let Some(there) = whole(&search, before.0, &cells[place])? {
            return Ok(Some(found(there, again)));
        }
    }
    Ok(None)
}

type There = Option<(String, u64)>;

/// Beyond a spot in its own cell: out of the calls it is inside of, one by one.
fn below(search: &Search, before: Side, after: Side) -> Result<There, Error> {
    let spot = after.1;
    if spot.lost().is_some() {
        return Ok(None);
    }
    let (Some(before), Some(cell)) =
        (before.0.cell(spot.cell_name()).map(|cell| (cell, before.1)), after.0.cell(spot.cell_name()))
    else {
        return Ok(None);
    };
    let Some(cursor) = spot.cursor() else {
        // Seen from the cell, all its inside lies ahead.
        return match inside(before.0, cell) {
            Some((a, b)) if search.forward => Ok(search.run(a, b, &[], 0)?.map(|there| (there.address, there.byte))),
            Some(_) => Ok(None),
            None => value(search, before.0, cell, Some(spot.byte)),
        };
    };
    let levels = cursor.levels();
    let twins = before.1.cursor().map_or(&[][..], |twin| twin.levels());
    // Where a run was entered through a call: the levels from there on are the places in it.
    let calls = (0..levels.len()).rev().filter(|&k| {
        k == 0 || (matches!(levels[k], Level::Item { .. }) && !matches!(levels[k - 1], Level::Item { .. }))
    });
    let mut end = levels.len();
    for start in calls {
        let run = |levels: &[Level]| match levels.get(start) {
            Some(Level::Item { run, .. }) => Some(run.clone()),
            _ => None,
        };
        if let (Some(a), Some(b)) = (run(twins), run(levels)) {
            let byte = if end == levels.len() { spot.byte } else { 0 };
            if let Some(there) = search.run(&a, &b, &levels[start..end], byte)? {
                return Ok(Some((there.address, there.byte)));
            }
        }
        end = start;
    }
    Ok(None)
}

/// All of a cell.
fn whole(search: &Search, before: &Sheet, cell: &Cell) -> Result<There, Error> {
    let Some(other) = before.cell(cell.name()) else { return Ok(Some((cell.name().to_owned(), 0))) };
    match inside(other, cell) {
        Some((a, b)) if Arc::ptr_eq(a, b) => Ok(None),
        Some((a, b)) => Ok(search.run(a, b, &[], 0)?.map(|there| (there.address, there.byte))),
        None => value(search, other, cell, None),
    }
}

/// The runs of a cell on both sides, where there is something to walk through.
fn inside<'a>(before: &'a Cell, after: &'a Cell) -> Option<(&'a Arc<crate::run::Run>, &'a Arc<crate::run::Run>)> {
    let (a, b) = (before.outcome()?.run.as_ref()?, after.outcome()?.run.as_ref()?);
    (!b.items.is_empty()).then_some((a, b))
}

/// A cell's own value; `standing` is the byte one stands on.
fn value(search: &Search, before: &Cell, after: &Cell, standing: Option<u64>) -> Result<There, Error> {
    let there = |byte| Some((after.name().to_owned(), byte));
    let (Some(a), Some(b)) = (before.outcome(), after.outcome()) else {
        let same = before.problem().map(ToString::to_string) == after.problem().map(ToString::to_string);
        return Ok(if same || standing.is_some() { None } else { there(0) });
    };
    match (&a.value, &b.value) {
        (Value::Bytes(a) | Value::Text(a), Value::Bytes(b) | Value::Text(b)) => {
            Ok(search.rope(a, b, standing)?.and_then(there))
        }
        (a, b) if standing.is_none() && a.show(usize::MAX / 8)? != b.show(usize::MAX / 8)? => Ok(there(0)),
        _ => Ok(None),
    }
}
