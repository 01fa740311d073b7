//! The field of integers modulo 2^255 - 19, in five limbs of 51 bits.
//!
//! Products of limbs fit in 128 bits with room for their sums, and 2^255 ≡ 19 folds what is above the fifth limb back
//! to the first. Limbs are reduced lazily; bytes and integers are always canonical.

use super::{Elements, Ring, Values, Wide, Written};
use num_bigint::BigUint;
use num_traits::{One, Zero};
use std::sync::LazyLock;

/// An element: the sum of `limb[i]`·2^(51·i). Every limb is below 2^53 between operations.
#[derive(Clone, Copy, Debug)]
pub struct Field25519([u64; 5]);

const MASK: u64 = (1 << 51) - 1;
/// 16·p in limbs: enough to keep a difference of elements above zero.
const P16: [u64; 5] = [((MASK - 18) << 4), MASK << 4, MASK << 4, MASK << 4, MASK << 4];

static ELEMENTS: Elements = Elements {
    words: 5,
    integer: |words| Field25519(words.try_into().expect("five limbs")).to_integer(),
    modulus: || p().clone(),
    written: Written::LittleEndian(32),
};
fn p() -> &'static BigUint {
    static P: LazyLock<BigUint> = LazyLock::new(|| (BigUint::one() << 255) - 19u32);
    &P
}

impl Field25519 {
    /// An element below 2^51.
    pub const fn small(value: u32) -> Field25519 {
        Field25519([value as u64, 0, 0, 0, 0])
    }
    /// The element that 32 bytes write, least significant first; the top bit is left out, and a value of p or more is
    /// taken modulo p.
    #[inline]
    pub fn from_bytes(bytes: &[u8; 32]) -> Field25519 {
        let word = |i: usize| u64::from_le_bytes(std::array::from_fn(|k| bytes[i + k]));
        Field25519([
            word(0) & MASK,
            (word(6) >> 3) & MASK,
            (word(12) >> 6) & MASK,
            (word(19) >> 1) & MASK,
            (word(24) >> 12) & MASK,
        ])
    }
    /// The canonical 32 bytes, least significant first.
    #[inline]
    pub fn to_bytes(self) -> [u8; 32] {
        // Twice carried, the value is below 2p, and it is p or more exactly if adding 19 reaches 2^255.
        let mut l = carry(carry(self.0));
        let over = l.iter().fold(19, |carry, limb| (limb + carry) >> 51);
        l[0] += 19 * over;
        for i in 0..4 {
            l[i + 1] += l[i] >> 51;
            l[i] &= MASK;
        }
        l[4] &= MASK;
        let words = [l[0] | l[1] << 51, l[1] >> 13 | l[2] << 38, l[2] >> 26 | l[3] << 25, l[3] >> 39 | l[4] << 12];
        let mut bytes = [0; 32];
        bytes.chunks_exact_mut(8).zip(words).for_each(|(b, w)| b.copy_from_slice(&w.to_le_bytes()));
        bytes
    }
    /// a^(2^k).
    fn squared(self, k: u32) -> Field25519 {
        (0..k).fold(self, |a, _| a.square())
    }
}
/// Carries each limb into the next, and the last into the first, times 19.
#[inline(always)]
fn carry(l: [u64; 5]) -> [u64; 5] {
    let c = l.map(|limb| limb >> 51);
    let l = l.map(|limb| limb & MASK);
    [l[0] + 19 * c[4], l[1] + c[0], l[2] + c[1], l[3] + c[2], l[4] + c[3]]
}
/// Sums of products, each below 2^115, as limbs.
#[inline(always)]
fn reduce(mut c: [u128; 5]) -> [u64; 5] {
    let mut l = [0; 5];
    for i in 0..4 {
        c[i + 1] += c[i] >> 51;
        l[i] = c[i] as u64 & MASK;
    }
    l[4] = c[4] as u64 & MASK;
    l[0] += 19 * (c[4] >> 51) as u64;
    l[1] += l[0] >> 51;
    l[0] &= MASK;
    l
}
#[inline(always)]
fn m(a: u64, b: u64) -> u128 {
    a as u128 * b as u128
}

impl PartialEq for Field25519 {
    fn eq(&self, other: &Field25519) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}
impl Eq for Field25519 {}

impl Ring for Field25519 {
    type Context = ();
    const SIZE: usize = 32;
    const WORDS: bool = true;
    #[inline]
    fn parse(bytes: &[u8]) -> Self {
        Field25519::from_bytes(bytes.try_into().expect("32 bytes"))
    }
    fn write(&self, to: &mut Vec<u8>) {
        to.extend(self.to_bytes());
    }
    #[inline(always)]
    fn store(&self, to: &mut Wide) -> u64 {
        to.element(&ELEMENTS, &self.0)
    }
    #[inline(always)]
    fn keep(&self, to: &mut Values) {
        to.element(&ELEMENTS, self.0);
    }
    fn from_integer(value: &BigUint, (): &()) -> Self {
        let mut bytes = (value % p()).to_bytes_le();
        bytes.resize(32, 0);
        Field25519::parse(&bytes)
    }
    fn to_integer(&self) -> BigUint {
        BigUint::from_bytes_le(&self.to_bytes())
    }
    fn modulus(&self) -> BigUint {
        p().clone()
    }
    #[inline(always)]
    fn add(&self, other: &Self) -> Self {
        let l: [u64; 5] = std::array::from_fn(|i| self.0[i] + other.0[i]);
        // Two sums deep the limbs may pass 2^53, and only then.
        if (l[0] | l[1] | l[2] | l[3] | l[4]) >> 53 == 0 { Field25519(l) } else { Field25519(carry(l)) }
    }
    #[inline(always)]
    fn sub(&self, other: &Self) -> Self {
        Field25519(carry(std::array::from_fn(|i| self.0[i] + P16[i] - other.0[i])))
    }
    #[inline(always)]
    fn mul(&self, other: &Self) -> Self {
        let (a, b) = (self.0, other.0);
        let [_, b1, b2, b3, b4] = b.map(|limb| 19 * limb);
        Field25519(reduce([
            m(a[0], b[0]) + m(a[4], b1) + m(a[1], b4) + m(a[2], b3) + m(a[3], b2),
            m(a[1], b[0]) + m(a[0], b[1]) + m(a[4], b2) + m(a[2], b4) + m(a[3], b3),
            m(a[2], b[0]) + m(a[1], b[1]) + m(a[0], b[2]) + m(a[4], b3) + m(a[3], b4),
            m(a[3], b[0]) + m(a[2], b[1]) + m(a[1], b[2]) + m(a[0], b[3]) + m(a[4], b4),
            m(a[4], b[0]) + m(a[3], b[1]) + m(a[2], b[2]) + m(a[1], b[3]) + m(a[0], b[4]),
        ]))
    }
    #[inline(always)]
    fn square(&self) -> Self {
        let a = self.0;
        let (a3, a4) = (19 * a[3], 19 * a[4]);
        Field25519(reduce([
            m(a[0], a[0]) + 2 * (m(a[1], a4) + m(a[2], a3)),
            m(a[3], a3) + 2 * (m(a[0], a[1]) + m(a[2], a4)),
            m(a[1], a[1]) + 2 * (m(a[0], a[2]) + m(a[4], a3)),
            m(a[4], a4) + 2 * (m(a[0], a[3]) + m(a[1], a[2])),
            m(a[2], a[2]) + 2 * (m(a[0], a[4]) + m(a[1], a[3])),
        ]))
    }
    /// a^(p - 2), by Fermat's theorem.
    fn inverse(&self) -> Option<Self> {
        if self.to_integer().is_zero() {
            return None;
        }
        let a = *self;
        let a9 = a.squared(3).mul(&a);
        let a11 = a9.mul(&a.square());
        let ones5 = a11.square().mul(&a9);
        let ones10 = ones5.squared(5).mul(&ones5);
        let ones20 = ones10.squared(10).mul(&ones10);
        let ones40 = ones20.squared(20).mul(&ones20);
        let ones50 = ones40.squared(10).mul(&ones10);
        let ones100 = ones50.squared(50).mul(&ones50);
        let ones200 = ones100.squared(100).mul(&ones100);
        let ones250 = ones200.squared(50).mul(&ones50);
        Some(ones250.squared(5).mul(&a11))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn element(integer: &BigUint) -> Field25519 {
        Field25519::from_integer(integer, &())
    }
    fn agree(a: &BigUint, b: &BigUint) {
        let (x, y, p) = (element(a), element(b), p().clone());
        let is = |e: Field25519, i: BigUint| assert_eq!(e.to_integer(), i % &p, "{a} {b}");
        is(x, a.clone());
        is(x.add(&y), a + b);
        is(x.sub(&y), a % &p + &p - b % &p);
        is(x.mul(&y), a * b);
        is(x.square(), a * a);
        // Deep sums and differences keep within the limbs.
        let sum = x.add(&y).add(&x.add(&y)).add(&x.add(&y).add(&x.add(&y)));
        is(sum.mul(&sum.sub(&y)), (a * 4u32 + b * 4u32) * (a * 4u32 + b * 3u32));
        match x.inverse() {
            Some(inverse) => is(inverse.mul(&x), BigUint::one()),
            None => assert!((a % &p).is_zero()),
        }
    }
    #[test]
    fn at_the_edges() {
        let one = BigUint::one();
        let edges: Vec<BigUint> = vec![
            BigUint::zero(),
            one.clone(),
            19u32.into(),
            (&one << 51) - 1u32,
            p() - 1u32,
            p().clone(),
            p() + 1u32,
            p() + 18u32,
            (&one << 255) - 1u32,
            (&one << 255) - 20u32,
        ];
        for a in &edges {
            edges.iter().for_each(|b| agree(a, b));
        }
        for bytes in [[0xff; 32], [0; 32], std::array::from_fn(|i| if i == 0 { 0xed } else { 0xff })] {
            let integer = BigUint::from_bytes_le(&bytes) & ((&one << 255) - 1u32);
            assert_eq!(Field25519::from_bytes(&bytes).to_integer(), integer % p());
        }
    }
    proptest! {
        #[test]
        fn as_integers_of_any_size(a in any::<[u8; 32]>(), b in any::<[u8; 32]>()) {
            agree(&BigUint::from_bytes_le(&a), &BigUint::from_bytes_le(&b));
        }
    }
}
