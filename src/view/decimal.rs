//! A number in decimal.

use super::row::{Room, View, chop, nowhere};
use super::shown::Shown;
use crate::run::Type;
use num_bigint::BigUint;

/// The longest value that is worth a number.
const MAX: u64 = 512;

/// The row.
pub const VIEW: View = View {
    name: "decimal",
    summary: "One number in decimal, the first byte being the most significant.",
    wants: "a number, or up to 512 bytes",
    grid: false,
    fits: |shown| shown.kind == Type::Int || shown.kind == Type::Bytes && (1..=MAX).contains(&shown.len),
    lines,
    here: nowhere,
};

fn lines(shown: &Shown, Room { columns, .. }: Room) -> Vec<String> {
    match &shown.plain {
        Some(plain) => chop(plain, columns),
        None if shown.len <= MAX => chop(&BigUint::from_bytes_be(&shown.bytes).to_string(), columns),
        None => vec![format!("{} bytes", shown.len)],
    }
}
