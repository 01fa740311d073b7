//! The variable-length hash H' of Argon2, section 3.3, and the first blocks of the lanes that it gives.

use super::compression::BLOCK;
use crate::functions::hash::blake2::blake2b;
use crate::functions::hash::{Midstate, hash};
use crate::num::{Border, Callee, Carry, Entrance, Numbers};
use crate::run::{Door, Path, Pieces, Rope, Run, Value, Windows};
use std::num::Wrapping;
use std::sync::Arc;

/// The most that BLAKE2b gives.
const WHOLE: u64 = 64;
/// The bytes of it that are taken while more follows.
const HALF: u64 = 32;

/// The run of H': so many bytes, the number of which is written in `T`, of a string of any length.
pub fn variable_hash(at: &Path, T: Rope, length: u64, A: Rope) -> Run {
    let mut run = Run::new(at, "argon2_variable_hash");
    let question = format!("are more than {WHOLE} bytes wanted?");
    let message = T.then(A);
    if length <= WHOLE {
        run.choice(question, format!("no, {length}: one BLAKE2b gives them"));
        let output = run.run("V", |at| blake2b(at, message, length));
        return run.with_result(Value::Bytes(output));
    }
    let r = length.div_ceil(HALF) - 2;
    run.choice(question, format!("yes, {length}: {HALF} each of {r}, and the rest of one more"));
    let (mut V, mut output) = (message, Rope::default());
    for i in 1..=r {
        V = run.numbered_run("V", i, |at| blake2b(at, V, WHOLE));
        output = output.then(V.slice(0..HALF));
    }
    let last = run.numbered_run("V", r + 1, |at| blake2b(at, V, length - HALF * r));
    run.with_result(Value::Bytes(output.then(last)))
}
/// H' for a block, over BLAKE2b.
pub struct BlockHash(Midstate);
impl BlockHash {
    /// With the hash function at hand.
    pub fn new() -> BlockHash {
        BlockHash(hash("blake2b").expect("a hash function of the table").after(&[]))
    }
}
fn block_hash(at: &Path, A: Rope) -> Run {
    variable_hash(at, Rope::constant("1024", &(BLOCK as u32).to_le_bytes()), BLOCK as u64, A)
}
impl Callee for BlockHash {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let (T, mut V) = ((BLOCK as u32).to_le_bytes(), [0; WHOLE as usize]);
        let A: Vec<u8> = T.into_iter().chain(arguments[0].1.iter().map(|byte| byte.0)).collect();
        self.0.digest(&A, &mut V);
        let mut left = output;
        while left.len() > V.len() {
            let (half, rest) = left.split_at_mut(HALF as usize);
            half.iter_mut().zip(V).for_each(|(to, byte)| *to = Wrapping(byte));
            let before = V;
            self.0.digest(&before, &mut V);
            left = rest;
        }
        left.iter_mut().zip(V).for_each(|(to, byte)| *to = Wrapping(byte));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(|at, arguments| block_hash(at, arguments[0].clone()))
    }
}
/// The first two blocks of each lane, lane after lane: H' of H0, the column and the lane.
pub struct FirstBlocks(pub Arc<BlockHash>);
impl Pieces for FirstBlocks {
    fn weight(&self) -> u64 {
        100_000
    }
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border) {
        let mut A: Vec<N::U8> = n.bytes(read[0]).collect();
        for (name, value) in [("column", at % 2), ("lane", at / 2)] {
            A.extend((value as u32).to_le_bytes().map(|byte| n.u8(name, (), byte)));
        }
        let block = n.call_for("variable_hash", (), &self.0, &[("A", &A)], BLOCK);
        block.named("B", ()).save(out);
    }
}
