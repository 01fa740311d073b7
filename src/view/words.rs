//! Words of 32 bits, in both byte orders.

use super::row::{View, flow, nowhere};
use super::shown::Shown;
use crate::run::Type;

/// Most significant byte first.
pub const BIG: View = View {
    name: "words",
    summary: "Words of four bytes, the most significant byte first (big-endian).",
    wants: "bytes by the four",
    grid: false,
    fits,
    lines: |shown, room| lines(shown, room.columns, false),
    here: nowhere,
};
/// Least significant byte first.
pub const LITTLE: View = View {
    name: "words_le",
    summary: "Words of four bytes, the least significant byte first (little-endian).",
    wants: "bytes by the four",
    grid: false,
    fits,
    lines: |shown, room| lines(shown, room.columns, true),
    here: nowhere,
};

fn fits(shown: &Shown) -> bool {
    shown.kind == Type::Bytes && shown.len >= 4 && shown.len.is_multiple_of(4)
}
fn lines(shown: &Shown, columns: usize, little: bool) -> Vec<String> {
    let word = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        if little {
            bytes.reverse();
        }
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    };
    flow(shown.bytes.chunks(4).map(word), columns)
}
