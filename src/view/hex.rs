//! Hexadecimal, most significant digit first.

use super::row::{Room, View, chop, flow, nowhere};
use super::shown::Shown;

/// The row.
pub const VIEW: View = View {
    name: "hex",
    summary: "Hexadecimal digits, two a byte, in groups of four bytes.",
    wants: "anything",
    grid: false,
    fits: |_| true,
    lines,
    here: nowhere,
};

fn lines(shown: &Shown, Room { columns, .. }: Room) -> Vec<String> {
    match &shown.plain {
        Some(plain) => chop(plain, columns),
        None => flow(shown.bytes.chunks(4).map(|c| c.iter().map(|b| format!("{b:02x}")).collect()), columns),
    }
}
