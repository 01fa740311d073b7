//! Bits, most significant first.

use super::row::{Room, View, flow, nowhere};
use super::shown::Shown;
use crate::run::Type;

/// The row.
pub const VIEW: View = View {
    name: "bits",
    summary: "Zeros and ones, the most significant first, in groups of four.",
    wants: "bytes or a number",
    grid: false,
    fits: |shown| shown.kind != Type::List,
    lines,
    here: nowhere,
};

fn lines(shown: &Shown, Room { columns, .. }: Room) -> Vec<String> {
    let nibbles = shown.bytes.iter().flat_map(|b| [b >> 4, b & 15]);
    flow(nibbles.map(|n| format!("{n:04b}")), columns)
}
