//! The loop: seeds, changes of them, and what is said about an input that fails.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::mutate::change;
use super::targets::Target;
use crate::support::dice::Dice;

/// The longest input.
pub const LONGEST: usize = 64 << 10;
/// So much time of the processor an input may take.
const LIMIT: Duration = Duration::from_secs(2);
/// After so long by the clock it is given up; other tests use the processor, too.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the first thread of a program has. Code that is not optimised takes four times what the shell's threads have.
const STACK: usize = 8 << 20;
/// How many smaller inputs are tried in place of one that fails.
const SMALLER: usize = 400;

/// An input that fails.
pub struct Found {
    pub input: Vec<u8>,
    pub message: String,
}

/// Runs a target for some time, and fails with the first input that it does not bear.
pub fn drive(target: &Target, time: Duration, seed: u64) {
    // What ends the whole program, as a stack without end does, is found by the next run.
    if let Ok(input) = fs::read(at_hand(target)) {
        let kept = keep(target, &input);
        let _ = fs::remove_file(at_hand(target));
        panic!("{}: an earlier run did not come back from this input, now {kept}", target.name);
    }
    let found = search(target, time, seed);
    let _ = fs::remove_file(at_hand(target));
    let Some(Found { input, message }) = found else { return };
    let kept = keep(target, &input);
    panic!("{}: {message}\nthe input: b\"{}\"\nkept in {kept}", target.name, input.escape_ascii());
}

/// Writes an input to the target's folder.
fn keep(target: &Target, input: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    input.hash(&mut hasher);
    let file = folder(target).join(format!("found-{:016x}", hasher.finish()));
    let written = fs::create_dir_all(folder(target)).and_then(|()| fs::write(&file, input));
    written.map_or_else(|error| error.to_string(), |()| file.display().to_string())
}

/// The first input that fails, in so much time, as small as it is easily made.
pub fn search(target: &Target, time: Duration, seed: u64) -> Option<Found> {
    search_with(target, time, seed, PATIENCE)
}

/// As [`search`], with another patience.
pub fn search_with(target: &Target, time: Duration, seed: u64, patience: Duration) -> Option<Found> {
    let (sender, receiver) = channel();
    let worker = *target;
    let body = move || look(&worker, time, seed, &sender);
    thread::Builder::new().stack_size(STACK).spawn(body).expect("a thread");
    watch(&receiver, patience)
}

/// What the searching thread says.
enum Said {
    Tries(Vec<u8>),
    Ends(Option<Found>),
}

fn watch(receiver: &Receiver<Said>, patience: Duration) -> Option<Found> {
    let mut input = vec![];
    loop {
        match receiver.recv_timeout(patience) {
            Ok(Said::Tries(next)) => input = next,
            Ok(Said::Ends(found)) => return found,
            Err(RecvTimeoutError::Timeout) => {
                return Some(Found { input, message: format!("it never ends, or not in {patience:?}") });
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Some(Found { input, message: "the searching thread is gone".into() });
            }
        }
    }
}

fn look(target: &Target, time: Duration, seed: u64, sender: &Sender<Said>) {
    let mut dice = Dice::new(seed);
    let mut seeds = corpus(target);
    seeds.extend((target.seeds)());
    seeds.push(vec![]);
    let begun = Instant::now();
    let mut tried = 0_usize;
    let found = loop {
        // What is kept is tried first, however long that takes.
        let input = match seeds.get(tried) {
            Some(seed) => seed.clone(),
            None if begun.elapsed() > time => break None,
            None => change(&mut dice, target.pieces, &seeds),
        };
        tried += 1;
        if let Some(message) = trouble(target, &input, sender) {
            break Some(smaller(target, Found { input, message }, sender));
        }
    };
    println!("{}: {tried} inputs in {:?}", target.name, begun.elapsed());
    let _ = sender.send(Said::Ends(found));
}

/// What is wrong with how an input is taken.
fn trouble(target: &Target, input: &[u8], sender: &Sender<Said>) -> Option<String> {
    let _ = sender.send(Said::Tries(input.to_vec()));
    let _ = fs::write(at_hand(target), input);
    let before = processor_time();
    let ended = catch_unwind(|| (target.run)(input));
    let took = processor_time().saturating_sub(before);
    match ended {
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            Some(format!("it panics: {}", text.unwrap_or("without a word")))
        }
        Ok(()) if took > LIMIT => Some(format!("it takes {took:?}")),
        Ok(()) => None,
    }
}

/// The same failure with pieces of the input left out.
fn smaller(target: &Target, mut found: Found, sender: &Sender<Said>) -> Found {
    let (mut piece, mut left) = (found.input.len().div_ceil(2), SMALLER);
    while piece > 0 {
        let mut from = 0;
        while from < found.input.len() && left > 0 {
            let mut input = found.input.clone();
            input.drain(from..(from + piece).min(input.len()));
            left -= 1;
            match trouble(target, &input, sender) {
                Some(message) => found = Found { input, message },
                None => from += piece,
            }
        }
        piece /= 2;
    }
    found
}

fn folder(target: &Target) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target.name)
}

/// The file of the input that is being tried.
fn at_hand(target: &Target) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", target.name))
}

/// The files of a target, by name.
fn corpus(target: &Target) -> Vec<Vec<u8>> {
    let files = fs::read_dir(folder(target)).into_iter().flatten();
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).expect("a file of the corpus")).collect()
}

/// What this thread has used of a processor; of the clock, where the system does not say.
fn processor_time() -> Duration {
    let said = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = said.split(' ').next().and_then(|number| number.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
