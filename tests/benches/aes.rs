//! What plain numbers cost: our unrecorded AES-128 body against the aes crate's portable one, in the same run.
//!
//! ```text
//! RUSTFLAGS='--cfg aes_backend="soft"' cargo bench --bench aes
//! ```
//!
//! Without that flag the crate chooses the processor's AES instructions, and the comparison says so and means little.
//! The goal is at most 1.5 times the time, with all blocks at once, as ECB and CTR have them, and one at a time, as CBC
//! encryption has them.

use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Block};
use cleartext::functions::cipher::{Direction, aes::AES, aes::compute, aes::compute_many};
use cleartext::run::{Budget, Path, Rope, Run};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Blocks of one measurement: as much as stays in the first cache.
const BLOCKS: usize = 256;
const KEY: [u8; 16] = [7; 16];

fn one_by_one(w: &[u8], blocks: &mut [Block]) {
    for block in blocks {
        *block = Array(compute(Direction::Encrypt, black_box(w), block.0));
    }
}
type Body<'a> = &'a dyn Fn(&mut [Block]);

/// The shortest of many measurements of each in turn, so that all meet the same disturbances.
fn time<const L: usize>(bodies: [Body; L], blocks: &[Block]) -> [Duration; L] {
    let mut best = [Duration::MAX; L];
    for _ in 0..2000 {
        for (body, best) in bodies.iter().zip(&mut best) {
            let mut blocks = blocks.to_vec();
            let start = Instant::now();
            body(black_box(&mut blocks));
            *best = start.elapsed().min(*best);
            black_box(blocks);
        }
    }
    best
}

fn main() {
    let blocks: Vec<Block> = (0..BLOCKS).map(|i| Array(std::array::from_fn(|j| (i * 7 + j) as u8))).collect();
    let mut run = Run::new(&Path::new(""), "aes");
    let w = (AES.schedule)(&mut run, Rope::constant("key", &KEY));
    w.finish(&Budget::unlimited()).expect("a constant key");
    let w = w.to_vec().expect("a constant key");
    let cipher = Aes128::new(&Array(KEY));

    let all = |blocks: &mut [Block]| {
        compute_many(Direction::Encrypt, black_box(&w), Array::cast_slice_to_core_mut(blocks).as_flattened_mut());
    };
    let singly = |blocks: &mut [Block]| one_by_one(&w, blocks);
    let their_all = |blocks: &mut [Block]| cipher.encrypt_blocks(blocks);
    let their_singly = |blocks: &mut [Block]| blocks.iter_mut().for_each(|block| cipher.encrypt_block(block));
    let bodies: [Body; 4] = [&all, &their_all, &singly, &their_singly];
    let results = bodies.map(|body| {
        let mut blocks = blocks.clone();
        body(&mut blocks);
        blocks
    });
    assert!(results.iter().all(|result| *result == results[1]), "the bodies disagree");

    match cfg!(aes_backend = "soft") {
        true => println!("aes backend: soft, the portable one"),
        false => println!(
            "aes backend: chosen at run time, not the portable one; see\n  \
             RUSTFLAGS='--cfg aes_backend=\"soft\"' cargo bench --bench aes"
        ),
    }
    let each = time(bodies, &blocks).map(|t| t.as_secs_f64() * 1e9 / BLOCKS as f64);
    for (how, ours, theirs) in [("all at once", each[0], each[1]), ("one at a time", each[2], each[3])] {
        let ratio = ours / theirs;
        let missed = if ratio <= 1.5 { "" } else { " MISSED" };
        println!(
            "{how}: ours {ours:.1} ns a block, theirs {theirs:.1} ns, ratio {ratio:.3} (goal: at most 1.5){missed}"
        );
    }
}
