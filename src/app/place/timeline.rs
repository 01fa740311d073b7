//! The timeline of a spot: how far along its part it is, and going elsewhere on it.

use crate::app::place::Spot;
use crate::run::{Budget, Cursor, Error, Level};

impl Spot {
    /// Goes to a place of the innermost timeline, from 0 at its beginning to [`u16::MAX`] at its end. False where there
    /// is no timeline, or where one stands there already.
    ///
    /// # Errors
    /// What recording the segment gives.
    pub fn go_along(&mut self, place: u16, budget: &Budget) -> Result<bool, Error> {
        let Some(mut cursor) = self.cursor.clone().filter(|_| self.lost.is_none()) else { return Ok(false) };
        while let Level::Operation { .. } = cursor.level() {
            if !cursor.leave() {
                return Ok(false);
            }
        }
        let moved = match cursor.level().clone() {
            Level::Item { .. } | Level::Operation { .. } => false,
            Level::Segment { part, segment } => {
                let to = share(place, part.segments());
                to != segment && cursor.segment(part.count().number(to), budget)?
            }
            Level::Step { part, segment, step } => {
                let each = part.record(segment, budget)?.steps().len() as u64;
                let to = share(place, part.segments().saturating_mul(each));
                let (there, within) = (to / each.max(1), to % each.max(1));
                if there != segment {
                    cursor.segment(part.count().number(there), budget)?;
                }
                go_to_step(&mut cursor, within, budget)? && (there, within) != (segment, step as u64)
            }
        };
        if moved {
            self.cursor = Some(cursor);
            self.byte = 0;
        }
        Ok(moved)
    }
}

/// The step, or the last one of a segment that has fewer.
fn go_to_step(cursor: &mut Cursor, step: u64, budget: &Budget) -> Result<bool, Error> {
    let step = usize::try_from(step).unwrap_or(usize::MAX);
    Ok(cursor.step(step, budget)? || matches!(cursor.level(), Level::Step { .. }))
}

/// The place among `of` that a share of the way leads to.
fn share(place: u16, of: u64) -> u64 {
    let last = u128::from(of.saturating_sub(1));
    u64::try_from((u128::from(place) * last + u128::from(u16::MAX) / 2) / u128::from(u16::MAX)).unwrap_or(u64::MAX)
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
}
