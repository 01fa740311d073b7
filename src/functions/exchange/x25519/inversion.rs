//! z^(p-2), which is 1/z: Fermat's theorem, by a chain of squarings and products.

use crate::num::{Border, Carry, Numbers, Residue, Ring};
use crate::run::{Count, Pieces, Windows};
use std::marker::PhantomData;

/// The powers on the way, from z; each is made from earlier ones.
pub type Chain = &'static [Power];

/// A power of z: an earlier one squared so many times, then multiplied by another.
#[derive(Clone, Copy, Debug)]
pub struct Power {
    /// Its name.
    name: &'static str,
    /// The power that is squared; 0 is z, then the rows of the chain.
    of: usize,
    /// How many times.
    squared: usize,
    /// The power that it is multiplied by.
    times: Option<usize>,
}
/// An earlier power squared so many times, times another.
pub const fn power(name: &'static str, of: usize, squared: usize, times: usize) -> Power {
    Power { name, of, squared, times: Some(times) }
}

/// An earlier power squared so many times.
pub const fn squared(name: &'static str, of: usize, squared: usize) -> Power {
    Power { name, of, squared, times: None }
}

/// p - 2 for p = 2^255 - 19: a name such as `z_10_0` stands for z^(2^10 - 2^0).
pub const P25519: Chain = &[
    squared("z2", 0, 1),
    power("z9", 1, 2, 0),
    power("z11", 2, 0, 1),
    power("z_5_0", 3, 1, 2),
    power("z_10_0", 4, 5, 4),
    power("z_20_0", 5, 10, 5),
    power("z_40_0", 6, 20, 6),
    power("z_50_0", 7, 10, 5),
    power("z_100_0", 8, 50, 8),
    power("z_200_0", 9, 100, 9),
    power("z_250_0", 10, 50, 8),
    power("z_2_inverse", 11, 5, 3),
];
/// p - 2 for p = 101: 99 is 3·2^5 + 3.
pub const P101: Chain = &[power("z3", 0, 1, 0), power("z_2_inverse", 1, 5, 1)];
/// The chain of 2^255 - 19 with another end after `z_250_0`.
pub const fn from_250(end: Power) -> [Power; 12] {
    let (mut rows, mut i) = ([end; 12], 0);
    while i < 11 {
        rows[i] = P25519[i];
        i += 1;
    }
    rows
}

/// Raises one element to the power at the end of a chain.
pub struct Inversion<F> {
    chain: Chain,
    field: PhantomData<F>,
}
impl<F> Inversion<F> {
    /// Along this chain.
    pub fn new(chain: Chain) -> Inversion<F> {
        Inversion { chain, field: PhantomData }
    }
}
impl<F: Ring<Context = ()>> Pieces for Inversion<F> {
    const COUNT: Count = Count::Single;
    const KEEPS: bool = F::WORDS;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let z = N::Mod::<F>::read(n, read[0]).named("z", ());
        raise::<N, F>(z, self.chain).save(out);
    }
}
/// z to the power at the end of a chain.
pub fn raise<N: Numbers, F: Ring>(z: N::Mod<F>, chain: Chain) -> N::Mod<F> {
    let (mut powers, mut squarings) = (Vec::with_capacity(1 + chain.len()), 0);
    powers.push(z.clone());
    let mut last = z;
    for row in chain {
        let mut power = powers[row.of].clone();
        for _ in 0..row.squared {
            squarings += 1;
            power = power.square().named("square", squarings);
        }
        if let Some(times) = row.times {
            power = power * powers[times].clone();
        }
        last = power.named(row.name, ());
        powers.push(last.clone());
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use num_traits::One;

    /// The exponent at the end of a chain.
    pub fn exponent(chain: Chain) -> BigUint {
        let mut exponents = vec![BigUint::one()];
        for row in chain {
            let mut exponent = exponents[row.of].clone() << row.squared;
            if let Some(times) = row.times {
                exponent += &exponents[times];
            }
            exponents.push(exponent);
        }
        exponents.pop().unwrap()
    }
    #[test]
    fn chains_end_at_p_minus_2() {
        assert_eq!(exponent(P25519), (BigUint::one() << 255) - 21u32);
        assert_eq!(exponent(P101), BigUint::from(99u32));
    }
}
