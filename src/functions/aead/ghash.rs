//! GHASH, NIST SP 800-38D section 6.4, and the multiplication below it, section 6.3: in GF(2^128), bit by bit.
//!
//! A block is a polynomial over GF(2) whose first bit is the coefficient of 1, as the specification numbers bits. It
//! crosses as two words. A step has `B` (the block), `X_before`, `Y` (their XOR), and for each of 128 bits `Z[i]` and
//! `V[i]`.
#![allow(non_snake_case)] // the names are the specification's

use crate::num::{Carry, Constant, Number, Numbers, Plain, Window, Word};
use crate::run::{Count, Feed, Fold, Path, Rope, Run, Source, Timeline, Windows};
use ::ghash::universal_hash::{KeyInit, UniversalHash};
use ::ghash::{Block, GHash};
use std::num::Wrapping;
use std::ops::Range;

/// Bytes of a block.
pub const BLOCK: u64 = 16;
/// The constant R: x^128 is 1 + x + x^2 + x^7.
const R_SAYS: Constant =
    Constant::new("R", |_| "11100001 and zeros: what x^128 is modulo the field's polynomial".into());
/// Its first word.
const R_WORD: u64 = 0xe1 << 56;

/// The product, algorithm 1: for each bit of X, from the first on, V is added to Z if the bit is 1, and V is multiplied
/// with x.
pub fn product<N: Numbers>(n: N, X: [N::U64; 2], Y: [N::U64; 2]) -> [N::U64; 2] {
    let zero = n.u64("zero", (), 0);
    let (mut Z, mut V, R) = ([zero, zero], Y.named("V", 0), n.u64(R_SAYS, (), R_WORD));
    for i in 0..128 {
        let x = X[i / 64].bit(63 - i as u32 % 64);
        Z = std::array::from_fn(|k| N::U64::select(x, Z[k] ^ V[k], Z[k]));
        Z = Z.named("Z", i + 1);
        if i < 127 {
            let reduced = V[1].bit(0);
            let shifted = [V[0].shr(1), V[1].shr(1) | V[0].shl(63)];
            V = [N::U64::select(reduced, shifted[0] ^ R, shifted[0]), shifted[1]].named("V", i + 1);
        }
    }
    Z
}
/// The product of two blocks, not recorded.
pub fn multiplied(x: [u8; 16], y: [u8; 16]) -> [u8; 16] {
    let words = |bytes: &[u8; 16]| <[Wrapping<u64>; 2]>::read(Plain, Window::border(bytes));
    let [high, low] = product(Plain, words(&x), words(&y));
    ((u128::from(high.0) << 64) | u128::from(low.0)).to_be_bytes()
}

/// A step: the block is added to what was there, and the sum multiplied with H.
struct Step;
impl Fold for Step {
    type State<N: Numbers> = [N::U64; 2];
    const COUNT: Count = Count::Up(1);
    fn weight(&self) -> u64 {
        600
    }
    fn segment<N: Numbers>(&self, n: N, _: u64, X: [N::U64; 2], read: &Windows) -> [N::U64; 2] {
        let (X, B) = (X.named("X_before", ()), <[N::U64; 2]>::read(n, read[0]).named("B", ()));
        let H = <[N::U64; 2]>::read(n, read[1]).named("H", ());
        let Y = [X[0] ^ B[0], X[1] ^ B[1]].named("Y", ());
        product(n, Y, H).named("X", ())
    }
    fn has_vetted(&self) -> bool {
        true
    }
    fn vetted_weight(&self) -> u64 {
        10
    }
    fn vetted(&self, state: &mut [Wrapping<u64>; 2], _: Range<u64>, read: &Windows) {
        let (Ok(mut hash), blocks) = (GHash::new_from_slice(read[1].bytes), Block::slice_as_chunks(read[0].bytes).0)
        else {
            return;
        };
        let Some((first, rest)) = blocks.split_first() else { return };
        // What was there is added to the first block.
        let before = (u128::from(state[0].0) << 64) | u128::from(state[1].0);
        let sum = (u128::from_be_bytes(first.0) ^ before).to_be_bytes();
        hash.update(&[sum.into()]);
        hash.update(rest);
        let after = u128::from_be_bytes(hash.finalize().0);
        *state = [Wrapping((after >> 64) as u64), Wrapping(after as u64)];
    }
}
/// Adds the GHASH of whole blocks under H as a part of some name.
pub fn ghash(run: &mut Run, name: &str, blocks: Rope, H: &Rope) -> Rope {
    let count = blocks.len() / BLOCK;
    let feeds = vec![Feed::dealt("B", blocks, BLOCK), Feed::whole("H", H.clone())];
    let start = Rope::constant("0", &[0; BLOCK as usize]);
    run.part(name, |at: Path| Timeline::part(at, Step, count, start, feeds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_traits::Zero;

    /// The product of polynomials, with integers: the bits of a block turned round, so that bit k is the coefficient of
    /// x^k.
    fn by_integers(x: [u8; 16], y: [u8; 16]) -> [u8; 16] {
        let [x, y] = [x, y].map(|bytes| u128::from_be_bytes(bytes).reverse_bits());
        let mut product = num_bigint::BigUint::zero();
        for k in (0..128).filter(|k| x >> k & 1 == 1) {
            product ^= num_bigint::BigUint::from(y) << k;
        }
        let modulus = (num_bigint::BigUint::from(1u8) << 128) + 0x87u8;
        while product.bits() > 128 {
            product ^= &modulus << (product.bits() - 129);
        }
        u128::try_from(product).unwrap().reverse_bits().to_be_bytes()
    }
    #[test]
    fn the_product_is_that_of_polynomials() {
        let mut x = [0x9eu8; 16];
        for i in 0..100u8 {
            let y = std::array::from_fn(|k| x[15 - k].wrapping_mul(31).wrapping_add(i ^ k as u8));
            assert_eq!(multiplied(x, y), by_integers(x, y));
            assert_eq!(multiplied(x, y), multiplied(y, x));
            x = y;
        }
        let one = std::array::from_fn(|k| if k == 0 { 0x80 } else { 0 });
        assert_eq!(multiplied(x, one), x);
    }
}
