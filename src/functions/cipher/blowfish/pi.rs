//! The fractional part of π in binary, exactly: what Blowfish's tables start from.

use num_bigint::{BigInt, BigUint};
use std::sync::LazyLock;

/// Bytes of the tables: P has 18 words, S four boxes of 256.
pub const BYTES: usize = 4 * (18 + 4 * 256);
/// Bits beyond those wanted, for what the divisions cut off.
const GUARD: usize = 64;

/// The first bits of the fractional part of π, as the words of P and then of S, most significant byte first.
pub static FRACTION: LazyLock<[u8; BYTES]> = LazyLock::new(|| {
    // Machin: π/4 = 4·arctan(1/5) - arctan(1/239).
    let bits = 8 * BYTES + GUARD;
    let pi: BigInt = (arctan(5, bits) * 4 - arctan(239, bits)) * 4;
    let fraction = (pi.magnitude() - (BigUint::from(3u8) << bits)) >> GUARD;
    let bytes = fraction.to_bytes_be();
    let mut all = [0; BYTES];
    all[BYTES - bytes.len()..].copy_from_slice(&bytes);
    all
});

/// arctan(1/x) · 2^bits: x times the sum over k of ±1 / ((2k + 1) · x^(2k + 2)).
fn arctan(x: u32, bits: usize) -> BigInt {
    // Each term adds 2·log2(x) bits: four of them at least these.
    let four = u64::from(x).pow(8).ilog2();
    let terms = 4 * bits as u32 / four + 2;
    let [sum, odd, power] = series(x, 0, terms);
    ((sum * x) << bits) / (odd * power)
}
/// The terms `from..to` of the series over one denominator, `odd` · `power`, divided by the power of the terms before
/// them. Halves are put together so that few long multiplications do the work of many.
fn series(x: u32, from: u32, to: u32) -> [BigInt; 3] {
    if to - from == 1 {
        let sign = if from.is_multiple_of(2) { 1 } else { -1 };
        return [sign.into(), (2 * from + 1).into(), (x * x).into()];
    }
    let middle = from.midpoint(to);
    let [sum, odd, power] = series(x, from, middle);
    let [later, later_odd, later_power] = series(x, middle, to);
    [sum * &later_odd * &later_power + later * &odd, odd * later_odd, power * later_power]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words that the specification prints first, and the last one of the fourth box.
    #[test]
    fn begins_and_ends_as_published() {
        assert_eq!(FRACTION[..8], [0x24, 0x3f, 0x6a, 0x88, 0x85, 0xa3, 0x08, 0xd3]);
        assert_eq!(FRACTION[72..76], [0xd1, 0x31, 0x0b, 0xa6]);
        assert_eq!(FRACTION[BYTES - 4..], [0x3a, 0xc3, 0x72, 0xe6]);
    }
}
