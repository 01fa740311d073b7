//! Where a spot lies, in words.

use crate::num::{Step, Trace};
use crate::run::strip::is_round;
use crate::run::{Budget, Count, Level, Part};
use crate::sheet::spot::{Depth, Spot};

/// Where a spot lies, level by level: `block 0 of 0…1`, `T1[12] of 0…63`. What is the only one is not counted.
pub fn lies(spot: &Spot, budget: &Budget) -> Vec<String> {
    let levels = spot.there().map_or(&[][..], |cursor| cursor.levels());
    let place = |level: &Level| match level {
        Level::Segment { part, segment } => {
            let name = part.at().as_str().rsplit('/').next().unwrap_or_default().to_owned();
            counted(&name, &**part, *segment)
        }
        Level::Step { part, segment, step } => {
            let trace = part.record(*segment, budget).ok()?;
            let place = indexed(&trace, trace.steps().get(*step)?)?;
            match place.split_once('[').and_then(|(_, index)| index.split_once(']')) {
                // Inside of the value its own name counts.
                Some((t, rest)) if is_round(&trace, *step) && spot.depth() == Depth::Step => {
                    Some(format!("round {t}{rest}"))
                }
                _ => Some(place),
            }
        }
        Level::Item { .. } | Level::Operation { .. } => None,
    };
    levels.iter().filter_map(place).collect()
}

/// `block 2 of 0…7`; nothing for a part that is not counted.
fn counted(name: &str, part: &dyn Part, segment: u64) -> Option<String> {
    let count = part.count();
    if part.segments() == 1 {
        return None;
    }
    let (first, last) = (count.number(0), count.number(part.segments().saturating_sub(1)));
    match count {
        Count::Single => None,
        Count::Grid(grid) => {
            let ([pass, lane, column], passes) = (grid.place(segment), part.segments() / grid.pass());
            let columns = grid.columns;
            Some(format!(
                "{name} of pass {pass} of {passes}, lane {lane} of {}, column {column} of {columns}",
                grid.lanes
            ))
        }
        Count::Up(_) | Count::Down(_) | Count::Labels { .. } => {
            Some(format!("{name} {} of {first}…{last}", count.number(segment)))
        }
    }
}

/// `T1 12 of 0…63`; nothing for a name without an index.
fn indexed(trace: &Trace, step: &Step) -> Option<String> {
    let all = trace.indices(step.name);
    let (first, last) = (all.first()?, all.last()?);
    if step.index.iter().count() == 0 || all.len() < 2 {
        return None;
    }
    Some(format!("{}{} of {}…{}", step.name, step.index, first.last(), last.last()))
}
