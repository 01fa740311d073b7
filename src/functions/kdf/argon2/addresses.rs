//! The pairs J1, J2 of Argon2 where places choose which block is mixed in: section 3.4.1.2.

use super::compression::{BLOCK, G, LE, Permutation, compress};
use super::costs::{PAIR, SLICES, Variant};
use crate::num::{Border, Callee, Carry, Entrance, Numbers, Plain};
use crate::run::{Door, Grid, Pieces, Rope, Run, Value, Windows};
use std::num::Wrapping;
use std::sync::Arc;

/// Bytes of an address block's input that are not zero: seven numbers.
const INPUT: usize = 7 * LE;
/// A block of 128 pairs J1, J2, section 3.4.1.2: G of zeros and G of zeros and the input.
pub struct AddressBlock(pub Arc<Permutation>);
impl Callee for AddressBlock {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let zeros = || [Wrapping(0); BLOCK].into_iter();
        let input = arguments[0].1.iter().copied().chain(zeros()).take(BLOCK);
        let inner = G(Plain, &self.0, zeros(), input);
        output.copy_from_slice(&G(Plain, &self.0, zeros(), inner.into_iter()));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(|at, arguments| {
            let mut run = Run::new(at, "argon2_addresses");
            let zeros = |length: usize| Rope::filled("0", 0, length as u64);
            let input = arguments[0].clone().then(zeros(BLOCK - INPUT));
            let inner = run.run("inner", |at| compress(at, zeros(BLOCK), input));
            let outer = run.run("outer", |at| compress(at, zeros(BLOCK), inner));
            run.with_result(Value::Bytes(outer))
        })
    }
}

/// The pairs J1, J2 of a slice of a lane, where places choose: section 3.4.1.2.
pub struct Addresses {
    /// The field that is filled.
    pub grid: Grid,
    /// The variant, which goes into each address block.
    pub variant: Variant,
    /// The step that gives 128 pairs.
    pub block: Arc<AddressBlock>,
}
impl Addresses {
    fn width(&self) -> u64 {
        self.grid.columns / SLICES
    }
}
impl Pieces for Addresses {
    fn weight(&self) -> u64 {
        5_000 * (self.width() * PAIR as u64).div_ceil(BLOCK as u64)
    }
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let [pass, lane, column] = self.grid.place(at * self.width());
        let number = |name: &'static str, value: u64| value.to_le_bytes().map(|byte| n.u8(name, (), byte));
        let mut passes: Vec<N::U8> = n.bytes(read[1]).collect();
        passes.extend([n.u8("zero", (), 0); LE - 4]);
        let mut left = self.width() as usize * PAIR;
        for counter in 1.. {
            let mut input = vec![];
            input.extend(number("pass", pass));
            input.extend(number("lane", lane));
            input.extend(number("slice", column / self.width()));
            input.extend(n.bytes(read[0]));
            input.extend(&passes);
            input.extend(number("y", self.variant.y().into()));
            input.extend(number("counter", counter));
            debug_assert_eq!(input.len(), INPUT);
            let pairs = n.call_for("address_block", counter as usize, &self.block, &[("input", &input)], BLOCK);
            for (i, pair) in pairs.chunks(PAIR).take(left / PAIR).enumerate() {
                let at = (counter - 1) as usize * BLOCK / PAIR + i;
                pair.iter().for_each(|byte| byte.named("J", at).save(out));
            }
            left = left.saturating_sub(BLOCK);
            if left == 0 {
                return;
            }
        }
    }
}
