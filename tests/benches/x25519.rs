//! What X25519 costs: unrecorded, with every field value of the trace kept, and by x25519-dalek, in the same run.
//!
//! ```text
//! cargo bench --bench x25519
//! ```
//!
//! Goals: at most 1.0 times the time of x25519-dalek, and at most 1.5 times with every value kept.

use cleartext::functions::{Context, function};
use cleartext::num::{Trace, Values};
use cleartext::run::{Budget, Path, Rope, Run, Value};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SCALAR: [u8; 32] = [0x77; 32];
const U: [u8; 32] = [0x2a; 32];

fn run() -> Run {
    let (budget, at) = (Budget::unlimited(), Path::new(""));
    let input = |name, bytes: &[u8]| (None, Value::Bytes(Rope::input(Path::new(name), Arc::new(bytes.to_vec()))));
    let row = function("x25519").expect("a row");
    let given = vec![input("scalar", &SCALAR), input("u", &U)];
    row.call(&Context { at, budget: &budget }, given).expect("two arguments of 32 bytes").0
}
fn plain() -> Vec<u8> {
    let run = run();
    run.finish(&Budget::unlimited()).expect("memory");
    run.output().expect("finished")
}
/// The result, and the values of every segment.
fn kept() -> (Vec<u8>, Vec<Values>) {
    let (run, budget) = (run(), Budget::unlimited());
    let values = run.parts().into_iter().map(|part| part.keep(0..part.segments(), &budget));
    let values = values.map(|values| values.expect("memory").expect("a part that keeps values")).collect();
    (run.output().expect("finished"), values)
}
/// The trace of every segment: every value with its name and where it came from.
fn traced() -> Vec<Arc<Trace>> {
    let (run, budget) = (run(), Budget::unlimited());
    run.finish(&budget).expect("memory");
    let mut traces = vec![];
    for part in run.parts() {
        traces.extend((0..part.segments()).map(|segment| part.record(segment, &budget).expect("finished")));
    }
    traces
}
fn theirs() -> Vec<u8> {
    x25519_dalek::x25519(black_box(SCALAR), black_box(U)).to_vec()
}
fn verdict(ratio: f64, goal: f64) -> String {
    format!("{ratio:.2} (goal: at most {goal}){}", if ratio <= goal { "" } else { " MISSED" })
}

fn main() {
    assert_eq!(plain(), theirs(), "the two disagree");
    let (result, values) = kept();
    assert_eq!(result, theirs(), "the one that keeps its values disagrees");
    let count: usize = values.iter().map(Values::count).sum();
    drop(values);
    let nodes: usize = traced().iter().map(|trace| trace.nodes.len()).sum();
    let bodies: [fn(); 4] =
        [|| _ = black_box(plain()), || _ = black_box(kept()), || _ = black_box(traced()), || _ = black_box(theirs())];
    let mut best = [Duration::MAX; 4];
    for _ in 0..500 {
        for (body, best) in bodies.iter().zip(&mut best) {
            let start = Instant::now();
            body();
            *best = start.elapsed().min(*best);
        }
    }
    let [plain, kept, traced, theirs] = best.map(|time| time.as_secs_f64() * 1e6);
    println!("X25519: ours {plain:.1} µs, x25519-dalek {theirs:.1} µs, ratio {}", verdict(plain / theirs, 1.0));
    println!("every value kept ({count} values): {kept:.1} µs, ratio {}", verdict(kept / theirs, 1.5));
    println!("every segment recorded ({nodes} nodes): {traced:.1} µs, ratio {:.2}", traced / theirs);
}
