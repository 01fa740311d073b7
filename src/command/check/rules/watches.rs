//! Watched values: ranges that go further than what there is.

use crate::command::check::ground::{Ground, Told};
use crate::lesson::Block;
use crate::lesson::trial::extremes;
use crate::run::Budget;
use crate::run::address::{Address, Bound, Index};
use crate::sheet::{NoFiles, Sheet};

use crate::command::limits::PATIENCE;

/// The addresses of the last values of the ranges in a pattern, each alone.
fn last_of(address: &Address) -> Vec<Address> {
    let mut found = vec![];
    for (at, step) in address.steps.iter().enumerate() {
        for (place, index) in step.indices.iter().enumerate() {
            if let Index::Range(_, end @ Bound::At(_)) = index {
                let mut last = address.clone();
                last.steps.truncate(at + 1);
                last.steps[at].indices[place] = Index::One(*end);
                found.push(last);
            }
        }
    }
    found
}

/// A range whose end is there neither with the default inputs nor with the longest.
pub(super) fn ends(ground: &Ground, told: &mut Told) {
    let Some(sheet) = &ground.sheet else { return };
    let budget = Budget::worth(PATIENCE);
    let is_in = |sheet: &Sheet, address: &Address| sheet.find(address, 1, &budget).is_ok_and(|found| !found.is_empty());
    for block in ground.blocks() {
        let Block::Watch(watch) = block else { continue };
        if !is_in(sheet, &watch.target.address) {
            continue;
        }
        let missing = last_of(&watch.target.address).into_iter().find(|address| !is_in(sheet, address));
        let Some(missing) = missing.filter(|address| !is_in(&longest(sheet), address)) else { continue };
        let message = format!("There is no `{missing}`: both ends of a range are meant.");
        told.warning(watch.target.span, message, "End the range at the last one, or write `*` for all.");
    }
}

/// The sheet with the longest inputs.
fn longest(sheet: &Sheet) -> Sheet {
    let mut long = sheet.clone();
    for (cell, value) in extremes(sheet).into_iter().last().into_iter().flat_map(|trial| trial.values) {
        let _ = long.set(&cell, value);
    }
    let _ = long.settle(&NoFiles, &Budget::worth(PATIENCE));
    long
}

#[cfg(test)]
mod tests {
    use super::super::testing::expect;

    #[test]
    fn a_range_past_the_end_is_told() {
        let watch = |value: &str| format!("```watch\nvalue = \"{value}\"\n```");
        expect(&[
            (&watch("digest/block[0]/W[0..63]"), &[]),
            (&watch("digest/block[0]/W[0..64]"), &["14 Warning There is no `digest/block[0]/W[64]`"]),
        ]);
        let longer = "```sheet\nlong = input(\"abc\", max: 100)\nd = sha256(long)\n```\n\n```watch\nvalue = \"d/block[0..1]\"\n```";
        expect(&[(longer, &[])]);
    }
}
