//! The named groups: their primes computed from the formulas that define them.

use crate::functions::cipher::blowfish::pi;
use num_bigint::BigUint;
use num_traits::{One, Zero};
use std::sync::LazyLock;

/// A group of integers modulo p, and a base g.
pub struct Group {
    /// Its name in calls.
    pub name: &'static str,
    /// p.
    pub p: BigUint,
    /// g.
    pub g: u32,
    /// The order of g, where the values that one may send are its powers only.
    pub q: Option<BigUint>,
}

/// The groups, in the order of the table.
static GROUPS: LazyLock<[Group; 5]> = LazyLock::new(|| {
    let safe = |name, p: BigUint| Group { name, q: Some(&p >> 1), p, g: 2 };
    [
        Group { name: "toy23", p: 23u32.into(), g: 5, q: None },
        safe("ffdhe2048", from_e(2048, 560_316)),
        safe("ffdhe3072", from_e(3072, 2_625_351)),
        safe("ffdhe4096", from_e(4096, 5_736_041)),
        safe("modp14", from_pi(2048, 124_476)),
    ]
});
/// The group of a name.
pub fn group(name: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|group| group.name == name)
}
/// The names that a call can use, and nothing for a group of its own.
pub fn names() -> Vec<&'static str> {
    [""].into_iter().chain(GROUPS.iter().map(|group| group.name)).collect()
}

/// RFC 7919 appendix A: 2^b - 2^(b-64) + (⌊2^(b-130)·e⌋ + X)·2^64 - 1.
fn from_e(b: u64, x: u32) -> BigUint {
    between(b, e(b - 130) + x)
}
/// RFC 3526: the same with ⌊2^(b-130)·π⌋.
fn from_pi(b: u64, x: u32) -> BigUint {
    let fraction = BigUint::from_bytes_be(&*pi::FRACTION) >> (8 * pi::BYTES as u64 - (b - 130));
    between(b, (BigUint::from(3u32) << (b - 130)) + fraction + x)
}
/// 64 bits of 1, the middle, 64 bits of 1.
fn between(b: u64, middle: BigUint) -> BigUint {
    (BigUint::one() << b) - (BigUint::one() << (b - 64)) + (middle << 64) - 1u32
}
/// ⌊2^bits·e⌋, from the series of 1/k!.
fn e(bits: u64) -> BigUint {
    // Each division cuts off less than 1, and some hundreds of them stay far below the guard.
    const GUARD: u64 = 64;
    let mut term = BigUint::one() << (bits + GUARD);
    let (mut sum, mut k) = (BigUint::zero(), 0u32);
    while !term.is_zero() {
        sum += &term;
        k += 1;
        term /= k;
    }
    sum >> GUARD
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_digits() {
        let ends = |name: &str| {
            let hex = format!("{:x}", group(name).unwrap().p);
            (hex.len() * 4, hex[16..32].to_owned(), hex[hex.len() - 32..].to_owned())
        };
        let found = |name, bits, from: &str, to: &str| assert_eq!(ends(name), (bits, from.into(), to.into()), "{name}");
        found("ffdhe2048", 2048, "adf85458a2bb4a9a", "886b423861285c97ffffffffffffffff");
        found("ffdhe3072", 3072, "adf85458a2bb4a9a", "25e41d2b66c62e37ffffffffffffffff");
        found("ffdhe4096", 4096, "adf85458a2bb4a9a", "c68a007e5e655f6affffffffffffffff");
        found("modp14", 2048, "c90fdaa22168c234", "15728e5a8aacaa68ffffffffffffffff");
    }
}
