//! Products in GF(2^8) as shifts and reductions, FIPS 197 section 4.2.

use super::bit_row::{BitRow, byte_row};

/// The polynomial that a product is reduced by where it leaves the byte: x^4 + x^3 + x + 1.
const REDUCTION: u8 = 0x1b;

/// The rows between a byte and its product with x: the shift, and the reduction where a bit fell out.
pub fn xtime(b: u8) -> Vec<BitRow> {
    let mut shifted = byte_row("SHL 1", b << 1);
    shifted.moved[7] = true;
    let reduction = if b >> 7 == 1 { byte_row("⊕ 1b", REDUCTION) } else { byte_row("no bit out", 0) };
    vec![shifted, reduction]
}

/// The rows between two bytes and their product: a·x^i for each bit i of b that is 1. Each is the one before, shifted,
/// and reduced where a bit fell out.
pub fn product(a: u8, b: u8) -> Vec<BitRow> {
    let mut power = a;
    let mut rows = vec![];
    for i in 0..8 {
        let reduced = if i > 0 && power >> 7 == 1 { " 1b" } else { "" };
        if i > 0 {
            power = (power << 1) ^ ((power >> 7) * REDUCTION);
        }
        if b >> i & 1 == 1 {
            rows.push(byte_row(&format!("a·x^{i}{reduced}"), power));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(row: &BitRow) -> u8 {
        row.digits.iter().fold(0, |value, digit| 2 * value + digit.unwrap_or(0))
    }

    #[test]
    fn the_partial_products_add_up() {
        // FIPS 197 section 4.2: {57}·{13} = {fe}, of {57} ⊕ {ae} ⊕ {07}.
        let rows = product(0x57, 0x13);
        assert_eq!(rows.iter().map(value).collect::<Vec<_>>(), [0x57, 0xae, 0x07]);
        assert_eq!(rows.iter().fold(0, |sum, row| sum ^ value(row)), 0xfe);
        assert_eq!(product(0x57, 0x83).iter().fold(0, |sum, row| sum ^ value(row)), 0xc1);
    }
    #[test]
    fn doubling_reduces_where_a_bit_falls_out() {
        // FIPS 197 section 4.2.1: {57}·{02} = {ae}, and {ae}·{02} = {47}.
        let sum = |b| xtime(b).iter().fold(0, |sum, row| sum ^ value(row));
        assert_eq!((sum(0x57), sum(0xae)), (0xae, 0x47));
        assert_eq!(xtime(0xae)[1].label, "⊕ 1b");
    }
}
