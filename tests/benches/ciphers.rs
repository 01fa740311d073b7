//! What unrecorded Blowfish and ChaCha20 cost beside the vetted crates, in the same run.
//!
//! ```text
//! RUSTFLAGS='--cfg chacha20_backend="soft"' cargo bench --bench ciphers
//! ```
//!
//! Without that flag the chacha20 crate chooses the processor's vector instructions. Goals: Blowfish at most 1.2 times
//! the time of its crate, for the key schedule and for blocks.

use ::blowfish::cipher::{BlockCipherEncrypt, KeyInit};
use chacha20::cipher::{KeyIvInit, StreamCipher};
use cleartext::functions::cipher::blowfish::Blowfish;
use cleartext::functions::cipher::chacha20::Block;
use cleartext::num::Callee;
use std::hint::black_box;
use std::num::Wrapping;
use std::time::{Duration, Instant};

const BLOCKS: u64 = 1024;

/// The shortest of many measurements of both in turn, so that both meet the same disturbances.
fn compare(what: &str, goal: Option<f64>, mut ours: impl FnMut() -> Vec<u8>, mut theirs: impl FnMut() -> Vec<u8>) {
    assert_eq!(ours(), theirs(), "{what}: the two disagree");
    let mut best = [Duration::MAX; 2];
    for _ in 0..2000 {
        let start = Instant::now();
        black_box(ours());
        let middle = Instant::now();
        black_box(theirs());
        best = [(middle - start).min(best[0]), middle.elapsed().min(best[1])];
    }
    let [ours, theirs] = best.map(|time| time.as_secs_f64() * 1e6);
    let ratio = ours / theirs;
    let verdict = match goal {
        Some(goal) if ratio > goal => format!(" (goal: at most {goal}) MISSED"),
        Some(goal) => format!(" (goal: at most {goal})"),
        None => String::new(),
    };
    println!("{what}: ours {ours:.1} µs, theirs {theirs:.1} µs, ratio {ratio:.3}{verdict}");
}

fn main() {
    let key: Vec<u8> = (0..32).collect();
    let zero = [0; 8];
    let new = || -> ::blowfish::Blowfish { KeyInit::new_from_slice(black_box(&key)).expect("a key") };
    compare(
        "Blowfish, key schedule and a block",
        Some(1.2),
        || Blowfish::new(black_box(&key)).encrypt(zero).to_vec(),
        || {
            let mut block = zero.into();
            new().encrypt_block(&mut block);
            block.to_vec()
        },
    );
    let (ours, theirs) = (Blowfish::new(&key), new());
    compare(
        "Blowfish, 1024 blocks",
        Some(1.2),
        || (0..BLOCKS).flat_map(|i| ours.encrypt(black_box(i).to_be_bytes())).collect(),
        || {
            let block = |i: u64| {
                let mut block = black_box(i).to_be_bytes().into();
                theirs.encrypt_block(&mut block);
                <[u8; 8]>::from(block)
            };
            (0..BLOCKS).flat_map(block).collect()
        },
    );

    let nonce = [7; 12];
    let mut buffer = vec![Wrapping(0); 64 * BLOCKS as usize];
    let mut other = vec![0; buffer.len()];
    let words: Vec<Wrapping<u8>> = key.iter().map(|b| Wrapping(*b)).collect();
    compare(
        "ChaCha20, 1024 blocks of keystream",
        None,
        || {
            for (i, out) in (0u32..).zip(buffer.chunks_exact_mut(64)) {
                let counter = i.to_be_bytes().map(Wrapping);
                let nonce = nonce.map(Wrapping);
                Block.compute(&[], &[("key", black_box(&words)), ("nonce", &nonce), ("counter", &counter)], out);
            }
            buffer[buffer.len() - 64..].iter().map(|b| b.0).collect()
        },
        || {
            let mut cipher = chacha20::ChaCha20::new_from_slices(black_box(&key), &nonce).expect("a key and a nonce");
            other.fill(0);
            cipher.apply_keystream(&mut other);
            other[other.len() - 64..].to_vec()
        },
    );
    if !cfg!(chacha20_backend = "soft") {
        println!("the chacha20 crate chose its backend at run time; see the top of tests/benches/ciphers.rs");
    }
}
