//! The constants of SHA-2, computed rather than copied: fractional parts of roots of the first primes (FIPS 180-4
//! sections 4.2 and 5.3).

use crate::run::ordinal::ordinal;

/// A number of four 64-bit digits, least significant first.
type Wide = [u64; 4];

const fn times(a: Wide, b: Wide) -> Wide {
    let mut out = [0; 4];
    let mut i = 0;
    while i < 4 {
        let (mut carry, mut j) = (0u128, 0);
        while i + j < 4 {
            let sum = out[i + j] as u128 + a[i] as u128 * b[j] as u128 + carry;
            out[i + j] = sum as u64;
            carry = sum >> 64;
            j += 1;
        }
        i += 1;
    }
    out
}

/// The first 64 bits of the fractional part of the `degree`-th root of a prime: the largest x with
/// x^degree ≤ p · 2^(64·degree), without its integer part. Degrees 2 and 3.
const fn fraction(p: u64, degree: usize) -> u64 {
    let mut whole = 1;
    while power([0, whole + 1, 0, 0], degree)[degree] <= p {
        whole += 1;
    }
    let (mut x, mut bit) = (0u64, 64);
    while bit > 0 {
        bit -= 1;
        let tried = x | 1 << bit;
        // No root of a prime is rational, so equality cannot occur.
        if power([tried, whole, 0, 0], degree)[degree] < p {
            x = tried;
        }
    }
    x
}
const fn power(x: Wide, degree: usize) -> Wide {
    let square = times(x, x);
    if degree == 2 { square } else { times(square, x) }
}

/// The first N primes.
const fn primes<const N: usize>() -> [u64; N] {
    let (mut out, mut count, mut candidate) = ([0; N], 0, 2);
    while count < N {
        let (mut i, mut divides) = (0, false);
        while i < count {
            divides |= candidate % out[i] == 0;
            i += 1;
        }
        if !divides {
            out[count] = candidate;
            count += 1;
        }
        candidate += 1;
    }
    out
}

/// The first 64 bits of the fractional parts of the cube roots of the first 80 primes.
pub const CUBE_ROOTS: [u64; 80] = {
    let (primes, mut out, mut i) = (primes::<80>(), [0; 80], 0);
    while i < 80 {
        out[i] = fraction(primes[i], 3);
        i += 1;
    }
    out
};
/// The first 64 bits of the fractional parts of the square roots of the first 16 primes.
pub const SQUARE_ROOTS: [u64; 16] = {
    let (primes, mut out, mut i) = (primes::<16>(), [0; 16], 0);
    while i < 16 {
        out[i] = fraction(primes[i], 2);
        i += 1;
    }
    out
};

/// A sentence on some bits of a root: "cube root of 41, the 13th prime: the first 32 bits of its fraction".
pub fn root(degree: usize, index: usize, bits: &str) -> String {
    const PRIMES: [u64; 80] = primes();
    let root = if degree == 2 { "square root" } else { "cube root" };
    format!("{root} of {}, the {} prime: {bits} of its fraction", PRIMES[index], ordinal(index + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_told_by_its_prime() {
        let told = |index| root(3, index, "the first 32 bits");
        assert_eq!(told(12), "cube root of 41, the 13th prime: the first 32 bits of its fraction");
        assert!(
            [0, 1, 2, 10, 21].map(told).iter().zip(["1st", "2nd", "3rd", "11th", "22nd"]).all(|(t, n)| t.contains(n))
        );
    }

    /// The first and last constants as FIPS 180-4 sections 4.2.3, 5.3.4 and 5.3.5 print them.
    #[test]
    fn the_published_constants() {
        assert_eq!(CUBE_ROOTS[0], 0x428a2f98d728ae22);
        assert_eq!(CUBE_ROOTS[79], 0x6c44198c4a475817);
        assert_eq!(SQUARE_ROOTS[0], 0x6a09e667f3bcc908);
        assert_eq!(SQUARE_ROOTS[8], 0xcbbb9d5dc1059ed8);
        assert_eq!(SQUARE_ROOTS[15], 0x47b5481dbefa4fa4);
    }
}
