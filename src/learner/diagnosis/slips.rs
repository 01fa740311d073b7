//! SLIPS: the slips that are recognised, one row and one file each.

mod beginning;
mod complement;
mod coordinate;
mod count;
mod digits;
mod given;
mod length;
mod notation;
mod operation;
mod order;
mod point;
mod power;
mod quantity;
mod radix;
mod residue;
mod several;
mod step;
mod stretch;
mod traced;
mod twice;
mod unit;
mod writing;
mod zeros;

use super::slip::Slip;

/// The slips, the surest first.
pub const SLIPS: [&Slip; 22] = [
    &unit::ROW,
    &order::ROW,
    &zeros::ROW,
    &twice::ROW,
    &notation::ROW,
    &writing::ROW,
    &complement::ROW,
    &several::ROW,
    &point::ROW,
    &coordinate::ROW,
    &operation::ROW,
    &power::ROW,
    &residue::ROW,
    &beginning::ROW,
    &stretch::ROW,
    &quantity::ROW,
    &radix::ROW,
    &step::ROW,
    &traced::ROW,
    &count::ROW,
    &digits::ROW,
    &length::ROW,
];
