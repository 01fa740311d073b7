//! What plain numbers cost: our unrecorded SHA-256 body against the sha2 crate's portable one, in the same run.
//!
//! ```text
//! RUSTFLAGS='--cfg sha2_backend="soft"' cargo bench --bench sha2_plain
//! ```
//!
//! Without that flag the crate chooses the processor's SHA instructions, and the comparison says so and means little.
//! Goals: at most 1.05 times the time and, where valgrind is installed, at most 1.15 times the instructions.
//! `sha2_plain ours 10000` and `sha2_plain theirs 10000` only compress so many blocks, for a profiler.

use cleartext::functions::hash::sha2::{Compress, W32};
use cleartext::num::{Plain, Window};
use cleartext::run::Fold;
use std::hint::black_box;
use std::num::Wrapping;
use std::process::Command;
use std::time::{Duration, Instant};

const BLOCK: usize = 64;
/// Blocks of one measurement: as much as stays in the first cache.
const BLOCKS: usize = 256;
const START: [u32; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

fn ours(state: [u32; 8], blocks: &[u8]) -> [u32; 8] {
    let body = Compress::<W32>::default();
    let mut state = state.map(Wrapping);
    for block in blocks.chunks_exact(BLOCK) {
        let mut windows = [Window::NONE; 4];
        windows[0].bytes = block;
        state = body.segment(Plain, 0, state, &windows);
    }
    state.map(|word| word.0)
}
fn theirs(mut state: [u32; 8], blocks: &[u8]) -> [u32; 8] {
    sha2::block_api::compress256(&mut state, blocks.as_chunks().0);
    state
}

type Body = fn([u32; 8], &[u8]) -> [u32; 8];

/// The shortest of many measurements of both in turn, so that both meet the same disturbances.
fn time(bodies: [Body; 2], blocks: &[u8]) -> [Duration; 2] {
    let mut best = [Duration::MAX; 2];
    for _ in 0..2000 {
        for (body, best) in bodies.into_iter().zip(&mut best) {
            let start = Instant::now();
            black_box(body(black_box(START), black_box(blocks)));
            *best = start.elapsed().min(*best);
        }
    }
    best
}
/// Instructions a block, as valgrind counts them; nothing where it is not installed.
fn instructions(name: &str) -> Option<f64> {
    let count = |blocks: usize| -> Option<f64> {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
        let output = valgrind.arg(std::env::current_exe().ok()?).arg(name).arg(blocks.to_string()).output().ok()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = text.lines().find(|l| l.contains("Collected"))?;
        line.rsplit(' ').next()?.parse().ok()
    };
    let (few, many) = (BLOCKS, 41 * BLOCKS);
    Some((count(many)? - count(few)?) / (many - few) as f64)
}
fn verdict(ratio: f64, goal: f64) -> String {
    format!("{ratio:.3} (goal: at most {goal}){}", if ratio <= goal { "" } else { " MISSED" })
}

fn main() {
    let message: Vec<u8> = (0..BLOCKS * BLOCK).map(|i| (i * 7 + i / 251) as u8).collect();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [name, blocks] = arguments.as_slice() {
        let body: Body = if name == "ours" { ours } else { theirs };
        let blocks: usize = blocks.parse().expect("a number of blocks");
        (0..blocks / BLOCKS).for_each(|_| _ = black_box(body(black_box(START), black_box(&message))));
        return;
    }

    assert_eq!(ours(START, &message), theirs(START, &message), "the two bodies disagree");
    match cfg!(sha2_backend = "soft") {
        true => println!("sha2 backend: soft, the portable one"),
        false => println!(
            "sha2 backend: chosen at run time, not the portable one; see\n  \
             RUSTFLAGS='--cfg sha2_backend=\"soft\"' cargo bench --bench sha2_plain"
        ),
    }
    let [our_time, their_time] = time([ours, theirs], &message);
    let each = |t: Duration| t.as_secs_f64() * 1e9 / BLOCKS as f64;
    println!("time a block: ours {:.1} ns, theirs {:.1} ns", each(our_time), each(their_time));
    println!("time ratio: {}", verdict(each(our_time) / each(their_time), 1.05));
    match (instructions("ours"), instructions("theirs")) {
        (Some(our_count), Some(their_count)) => {
            println!("instructions a block: ours {our_count:.0}, theirs {their_count:.0}");
            println!("instruction ratio: {}", verdict(our_count / their_count, 1.15));
        }
        _ => println!("instructions: not counted, valgrind is not installed"),
    }
}
