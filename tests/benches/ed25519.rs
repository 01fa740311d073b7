//! What it costs to sign with Ed25519: unrecorded, with every operation recorded, and by ed25519-dalek, in the same
//! run.
//!
//! ```text
//! cargo bench --bench ed25519
//! ```
//!
//! Goal: a signature with the trace of every segment recorded in less than 5 ms.

use cleartext::functions::{Context, function};
use cleartext::run::{Budget, Path, Rope, Run, Value};
use ed25519_dalek::{Signer, SigningKey};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SEED: [u8; 32] = [7; 32];
const MESSAGE: &[u8] = b"attack at dawn";

fn run() -> Run {
    let (budget, at) = (Budget::unlimited(), Path::new(""));
    let input = |name, bytes: &[u8]| (None, Value::Bytes(Rope::input(Path::new(name), Arc::new(bytes.to_vec()))));
    let row = function("ed25519_sign").expect("a row");
    let given = vec![input("seed", &SEED), input("message", MESSAGE)];
    let (run, _) = row.call(&Context { at, budget: &budget }, given).expect("a signature");
    run
}
fn signed() -> Vec<u8> {
    let run = run();
    run.finish(&Budget::unlimited()).expect("memory");
    run.output().expect("finished")
}
/// The signature, and how many operations its trace has.
fn traced() -> (Vec<u8>, usize) {
    let (run, budget) = (run(), Budget::unlimited());
    run.finish(&budget).expect("memory");
    let mut operations = 0;
    for part in run.parts() {
        for segment in 0..part.segments() {
            operations += part.record(segment, &budget).expect("finished").nodes.len();
        }
    }
    (run.output().expect("finished"), operations)
}
fn theirs() -> Vec<u8> {
    SigningKey::from_bytes(black_box(&SEED)).sign(black_box(MESSAGE)).to_bytes().to_vec()
}

fn main() {
    assert_eq!(signed(), theirs(), "the two signatures differ");
    let operations = traced().1;
    let bodies: [fn(); 3] = [|| _ = black_box(signed()), || _ = black_box(traced()), || _ = black_box(theirs())];
    let mut best = [Duration::MAX; 3];
    for _ in 0..100 {
        for (body, best) in bodies.iter().zip(&mut best) {
            let start = Instant::now();
            body();
            *best = start.elapsed().min(*best);
        }
    }
    let [signed, traced, theirs] = best.map(|time| time.as_secs_f64() * 1e3);
    println!("a signature: ours {signed:.3} ms, ed25519-dalek {theirs:.3} ms, ratio {:.1}", signed / theirs);
    let missed = if traced < 5.0 { "" } else { " MISSED" };
    println!("every operation recorded ({operations}): {traced:.3} ms (goal: less than 5 ms){missed}");
    println!("ratio to ed25519-dalek: {:.1}", traced / theirs);
}
