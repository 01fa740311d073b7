//! From one difference to the next, through all cells of a sheet.

use std::sync::Arc;

use super::{Cell, Sheet};
use crate::run::address::below_cell;
use crate::run::compare::differences::{Search, Standing};
use crate::run::{Budget, Cursor, Error, Level, Run, Value};

/// A value in which two sheets differ, or that only one of them has.
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
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// The cell.
    pub cell: &'a str,
    /// The place in the cell's run; none for its value.
    pub cursor: Option<&'a Cursor>,
    /// The byte, in a string of bytes.
    pub byte: u64,
    /// Whether there is no such place.
    pub gone: bool,
}

/// The nearest difference beyond a spot, in the order of the cells and of computation in them; past the end the search
/// begins again at the other end.
///
/// # Errors
/// What recording and reading gives.
pub fn next(before: Side, after: Side, forward: bool, budget: &Budget) -> Result<Option<Found>, Error> {
    let search = Search { forward, budget };
    let cells = after.sheet.cells();
    let here = cells.iter().position(|cell| cell.name() == after.cell);
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
        if let Some(there) = whole(&search, before.sheet, &cells[place])? {
            return Ok(Some(found(there, again)));
        }
    }
    Ok(None)
}

type There = Option<(String, u64)>;

/// Beyond a spot in its own cell: out of the calls it is inside of, one by one. Where the second sheet has no such
/// place it is looked for from the first one's.
fn below(search: &Search, before: Side, after: Side) -> Result<There, Error> {
    let gone = after.gone;
    if gone && before.gone {
        return Ok(None);
    }
    let (Some(was), Some(is)) = (before.sheet.cell(after.cell), after.sheet.cell(after.cell)) else { return Ok(None) };
    let (here, there) = if gone { (before, after) } else { (after, before) };
    let Some(cursor) = here.cursor else {
        // Seen from the cell, all its inside lies ahead.
        return match inside(was, is) {
            Some((a, b)) if search.forward => in_run(search, a, b, Standing::default()),
            Some(_) => Ok(None),
            None => value(search, was, is, Some(here.byte)),
        };
    };
    let levels = cursor.levels();
    let twins = there.cursor.filter(|_| !gone).map_or(&[][..], |twin| twin.levels());
    // Where a run was entered through a call: the levels from there on are the places in it.
    let calls = (0..levels.len()).rev().filter(|&k| {
        k == 0 || (matches!(levels[k], Level::Item { .. }) && !matches!(levels[k - 1], Level::Item { .. }))
    });
    let mut end = levels.len();
    for start in calls {
        let Level::Item { run, .. } = &levels[start] else { continue };
        let other = match twins.get(start) {
            Some(Level::Item { run, .. }) => Some(run.clone()),
            _ if gone => is.outcome().and_then(|outcome| same_run(run, outcome.run.as_ref()?, start, search.budget)),
            _ => None,
        };
        if let Some(other) = other {
            let byte = if end == levels.len() { here.byte } else { 0 };
            let from = Standing { levels: &levels[start..end], gone, byte };
            let (a, b) = if gone { (run, &other) } else { (&other, run) };
            if let Some(there) = in_run(search, a, b, from)? {
                return Ok(Some(there));
            }
        }
        end = start;
    }
    Ok(None)
}

/// The run of the same call, so many levels inside of another run of the cell.
fn same_run(run: &Run, whole: &Arc<Run>, level: usize, budget: &Budget) -> Option<Arc<Run>> {
    if level == 0 {
        return Some(whole.clone());
    }
    run.items.iter().find_map(|item| {
        let mut cursor = Cursor::new(whole.clone());
        cursor.seek(&below_cell(run.at.join(&item.name).as_str())?, budget).ok()?;
        match cursor.levels().get(level) {
            Some(Level::Item { run, .. }) => Some(run.clone()),
            _ => None,
        }
    })
}

fn in_run(search: &Search, before: &Run, after: &Run, from: Standing) -> Result<There, Error> {
    Ok(search.run(before, after, from)?.map(|there| (there.address, there.byte)))
}

/// All of a cell.
fn whole(search: &Search, before: &Sheet, cell: &Cell) -> Result<There, Error> {
    let Some(other) = before.cell(cell.name()) else { return Ok(Some((cell.name().to_owned(), 0))) };
    match inside(other, cell) {
        Some((a, b)) if Arc::ptr_eq(a, b) => Ok(None),
        Some((a, b)) => in_run(search, a, b, Standing::default()),
        None => value(search, other, cell, None),
    }
}

/// The runs of a cell on both sides, where there is something to walk through.
fn inside<'a>(before: &'a Cell, after: &'a Cell) -> Option<(&'a Arc<Run>, &'a Arc<Run>)> {
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
        (a, b) if standing.is_none() && !a.is_same(b) => Ok(there(0)),
        _ => Ok(None),
    }
}
