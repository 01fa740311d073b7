//! Hexadecimal, most significant digit first.

use super::{Shown, View, chop, flow};

/// The row.
pub const VIEW: View =
    View { name: "hex", summary: "Hexadecimal digits, two a byte, in groups of four bytes.", fits: |_| true, lines };

fn lines(shown: &Shown, columns: usize) -> Vec<String> {
    match &shown.plain {
        Some(plain) => chop(plain, columns),
        None => flow(shown.bytes.chunks(4).map(|c| c.iter().map(|b| format!("{b:02x}")).collect()), columns),
    }
}
