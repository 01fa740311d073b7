//! What plain numbers cost: our unrecorded AES-128 body against the aes crate's portable one, in the same run.
//!
//! ```text
//! RUSTFLAGS='--cfg aes_backend="soft"' cargo bench --bench aes
//! ```
//!
//! Without that flag the crate chooses the processor's AES instructions, and the comparison says so and means little.
//! The goal is at most 1.5 times the time. The crate is given all blocks at once, as ECB and CTR do; one block at a time,
//! as CBC encryption does, is printed beside it.

use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Block};
use cleartext::functions::cipher::{Direction, aes::AES, aes::compute};
use cleartext::run::{Budget, Path, Rope, Run};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Blocks of one measurement: as much as stays in the first cache.
const BLOCKS: usize = 256;
const KEY: [u8; 16] = [7; 16];

fn ours(w: &[u8], blocks: &mut [Block]) {
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

    let (mut one, mut other) = (blocks.clone(), blocks.clone());
    ours(&w, &mut one);
    cipher.encrypt_blocks(&mut other);
    assert_eq!(one, other, "the two bodies disagree");

    match cfg!(aes_backend = "soft") {
        true => println!("aes backend: soft, the portable one"),
        false => println!(
            "aes backend: chosen at run time, not the portable one; see\n  \
             RUSTFLAGS='--cfg aes_backend=\"soft\"' cargo bench --bench aes"
        ),
    }
    let together = |blocks: &mut [Block]| cipher.encrypt_blocks(blocks);
    let singly = |blocks: &mut [Block]| blocks.iter_mut().for_each(|block| cipher.encrypt_block(block));
    let [our_time, their_time, their_single] = time([&|blocks| ours(&w, blocks), &together, &singly], &blocks);
    let each = |t: Duration| t.as_secs_f64() * 1e9 / BLOCKS as f64;
    println!(
        "time a block: ours {:.1} ns, theirs {:.1} ns, theirs one at a time {:.1} ns",
        each(our_time),
        each(their_time),
        each(their_single)
    );
    let ratio = each(our_time) / each(their_time);
    let missed = if ratio <= 1.5 { "" } else { " MISSED" };
    println!(
        "time ratio: {ratio:.3} (goal: at most 1.5){missed}; one at a time {:.3}",
        each(our_time) / each(their_single)
    );
}
