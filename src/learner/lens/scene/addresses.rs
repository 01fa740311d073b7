//! The finding of addresses in a scene: the place of a whole address, and the run at one.

use std::sync::Arc;

use super::{Around, Inside};
use crate::learner::lens::{Lens, spread};
use crate::num::Index;
use crate::run::address::{Address, below_cell, cell_of};
use crate::run::{Error, Place, Run, Source, Value};
use crate::sheet::Sheet;
use crate::view::picture::byte_range;

impl Around<'_> {
    /// The place of a whole address.
    pub(super) fn place(&self, whole: &str) -> Result<Place, Error> {
        match self.inside.as_ref().and_then(|inside| named(inside, &self.base, whole)) {
            Some(place) => Ok(place),
            None => self.lens.find(self.lens.sheet, whole),
        }
    }

    /// The place of a whole address on the sheet before.
    pub(super) fn place_before(&self, earlier: &Sheet, whole: &str) -> Result<Place, Error> {
        let inside = self.before.get_or_init(|| {
            let found = self.inside.is_some().then(|| self.lens.find(earlier, &self.base));
            let Some(Ok(Place::Segment { part, segment })) = found else { return None };
            let trace = part.record(segment, self.lens.budget).ok()?;
            Some((part, segment, trace))
        });
        match inside.as_ref().and_then(|inside| named(inside, &self.base, whole)) {
            Some(place) => Ok(place),
            None => self.lens.find(earlier, whole),
        }
    }

    /// The run at an address: of a cell, or of a named piece.
    pub(super) fn run_at(&self, whole: &str) -> Option<Arc<Run>> {
        spread::run_at(self.lens.sheet, whole)
    }
}

/// The place of a named value of a segment, by its whole address: most of what is asked for.
fn named((part, segment, trace): &Inside, base: &str, whole: &str) -> Option<Place> {
    let label = whole.strip_prefix(base)?.strip_prefix('/')?;
    if label.contains(['/', '#']) {
        return None;
    }
    let (name, numbers) = label.split_once('[').unwrap_or((label, ""));
    let numbers = numbers.trim_end_matches(']').split("][").filter(|number| !number.is_empty());
    let numbers: Vec<usize> = numbers.map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let nodes = match trace.find(name, index(&numbers)?) {
        nodes if !nodes.is_empty() => nodes,
        // One index more than the label has is the place of a number in an array.
        _ => {
            let (last, array) = numbers.split_last()?;
            vec![trace.nth(name, index(array)?, *last)?]
        }
    };
    Some(Place::Nodes { part: part.clone(), segment: *segment, nodes })
}

/// The index of up to three numbers.
fn index(numbers: &[usize]) -> Option<Index> {
    Some(match *numbers {
        [] => Index::NONE,
        [i] => i.into(),
        [i, j] => (i, j).into(),
        [i, j, k] => (i, j, k).into(),
        _ => return None,
    })
}

impl Lens<'_> {
    /// The place of a whole address on a sheet; one index more than bytes have is a byte of theirs, or several.
    pub(super) fn find(&self, sheet: &Sheet, whole: &str) -> Result<Place, Error> {
        let several = byte_range(whole).filter(|(_, range)| range.end - range.start > 1);
        let found = match several {
            Some(_) => Err(Error::missing("several values")),
            None => self.find_value(sheet, whole),
        };
        let Some((bytes, range)) = byte_range(whole).filter(|_| found.is_err()) else { return found };
        match self.find_value(sheet, bytes) {
            Ok(Place::Value(Value::Bytes(rope) | Value::Text(rope))) if range.end <= rope.len() => {
                Ok(Place::bytes(rope.slice(range)))
            }
            _ => found,
        }
    }

    fn find_value(&self, sheet: &Sheet, whole: &str) -> Result<Place, Error> {
        let first = cell_of(whole);
        let cell = sheet.cell(first).ok_or_else(|| Error::missing("no such cell"))?;
        match below_cell(whole).filter(|below: &Address| !below.steps.is_empty()) {
            None if whole != first => Err(Error::missing("a cell has no index")),
            None => cell
                .outcome()
                .map(|outcome| Place::Value(outcome.value.clone()))
                .or_else(|| cell.given().cloned().map(Place::Value))
                .ok_or_else(|| Error::missing("no value")),
            Some(below) => cell.run().ok_or_else(|| Error::missing("nothing below"))?.at(&below, self.budget),
        }
    }
}
