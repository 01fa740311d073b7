//! Inputs that nobody would write: seeds are changed at random, and whoever reads them must neither panic, nor take
//! long, nor let anything but text through.
//!
//! ```text
//! cargo test --test suite fuzz::                                       a second each, with every file of tests/fuzz/corpus
//! CLEARTEXT_FUZZ_MINUTES=10 cargo test --release --test suite fuzz:: -- --ignored --nocapture     so long in all
//! CLEARTEXT_FUZZ_TARGET=lesson …                                       one target alone
//! CLEARTEXT_FUZZ_SEED=7 …                                              other changes
//! ```
//!
//! An input that fails is printed as a Rust literal and written to the target's folder in the corpus, where it is tried
//! first from then on. A new target is a row of [`TARGETS`](targets::TARGETS) and a folder with seeds.

mod drive;
mod mutate;
mod targets;

use std::time::Duration;

use drive::drive;
use targets::TARGETS;

/// How long every target runs in each run of the tests.
const SHORT: Duration = Duration::from_millis(900);

fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a number, and not {text:?}")))
}

#[test]
fn a_second_each() {
    TARGETS.iter().for_each(|target| drive(target, SHORT, 1));
}

#[test]
#[ignore = "minutes: CLEARTEXT_FUZZ_MINUTES of them, 10 if it is not set"]
fn for_minutes() {
    let only = std::env::var("CLEARTEXT_FUZZ_TARGET").ok();
    let chosen: Vec<_> =
        TARGETS.iter().filter(|target| only.as_deref().is_none_or(|name| name == target.name)).collect();
    assert!(!chosen.is_empty(), "the targets are {:?}", TARGETS.map(|target| target.name));
    let time = Duration::from_secs(60 * setting("CLEARTEXT_FUZZ_MINUTES").unwrap_or(10)) / chosen.len() as u32;
    let seed = setting("CLEARTEXT_FUZZ_SEED").unwrap_or(2);
    chosen.into_iter().for_each(|target| drive(target, time, seed));
}

#[test]
fn a_panic_and_a_hang_are_found() {
    fn panics(input: &[u8]) {
        assert!(!input.contains(&b'!'), "an exclamation");
    }
    let found =
        drive::search(&targets::Target { name: "none", pieces: &["!"], seeds: Vec::new, run: panics }, SHORT, 1);
    let found = found.expect("a panic");
    assert_eq!((found.input.as_slice(), found.message.as_str()), (b"!".as_slice(), "it panics: an exclamation"));
    fn hangs(input: &[u8]) {
        while input.contains(&b'!') {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    let hang = targets::Target { name: "none", pieces: &["!"], seeds: Vec::new, run: hangs };
    let found = drive::search_with(&hang, SHORT, 1, Duration::from_millis(300)).expect("a hang");
    assert!(found.input.contains(&b'!') && found.message.contains("never ends"), "{}", found.message);
}
