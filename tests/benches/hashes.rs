//! What the unrecorded hash functions cost beside the vetted crates, over a mebibyte in memory, in the same run.
//!
//! ```text
//! RUSTFLAGS='--cfg sha1_backend="soft"' cargo bench --bench hashes
//! ```
//!
//! Without that flag the sha1 crate chooses the processor's own instructions. Goal: at most 1.3 times the time of a
//! crate.

use cleartext::functions::hash::hash;
use cleartext::run::{Budget, Path, Rope};
use sha2::Digest;
use std::hint::black_box;
use std::time::{Duration, Instant};

const GOAL: f64 = 1.3;
const LENGTH: u64 = 1 << 20;

/// The shortest of many measurements of both in turn, so that both meet the same disturbances.
fn compare(name: &str, theirs: impl Fn(&[u8]) -> Vec<u8>) {
    let hash = hash(name).expect("a hash function");
    let message = Rope::constant("message", &[0xa5; 256]).repeated(LENGTH / 256);
    let bytes = message.to_vec().expect("in memory");
    let ours = || {
        let run = (hash.run)(&Path::new("x"), message.clone());
        run.finish(&Budget::unlimited()).expect("in memory");
        run.output().expect("computed")
    };
    assert_eq!(ours(), theirs(&bytes), "{name}: the two disagree");
    let mut best = [Duration::MAX; 2];
    for _ in 0..100 {
        let start = Instant::now();
        black_box(ours());
        let middle = Instant::now();
        black_box(theirs(black_box(&bytes)));
        best = [(middle - start).min(best[0]), middle.elapsed().min(best[1])];
    }
    let [ours, theirs] = best.map(|time| time.as_secs_f64() * 1e6);
    let ratio = ours / theirs;
    let missed = if ratio > GOAL { " MISSED" } else { "" };
    println!("{name}: ours {ours:.0} µs, theirs {theirs:.0} µs, ratio {ratio:.3} (goal: at most {GOAL}){missed}");
}

fn main() {
    compare("md5", |bytes| md5::Md5::digest(bytes).to_vec());
    compare("sha1", |bytes| sha1::Sha1::digest(bytes).to_vec());
    compare("sha3_256", |bytes| sha3::Sha3_256::digest(bytes).to_vec());
    compare("sha3_512", |bytes| sha3::Sha3_512::digest(bytes).to_vec());
    compare("blake2b", |bytes| blake2::Blake2b512::digest(bytes).to_vec());
    compare("blake2s", |bytes| blake2::Blake2s256::digest(bytes).to_vec());
}
