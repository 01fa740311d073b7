//! What slow functions cost beside the vetted crates, in the same run: unrecorded, until the value is there, until our
//! own body has been over all of it, and for an iteration that somebody looks at.
//!
//! ```text
//! cargo bench --bench slow
//! RUSTFLAGS='--cfg sha2_backend="soft"' cargo bench --bench slow
//! ```
//!
//! With that flag the sha2 crate does without the processor's own instructions. Goals: at most 1.2 times the time of
//! the crate for PBKDF2, 1.3 times for bcrypt, and an iteration within a frame.

use cleartext::functions::hash;
use cleartext::functions::kdf::{bcrypt, pbkdf2};
use cleartext::run::{Budget, Path, Rope, Run};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// A frame of the screen.
const FRAME: Duration = Duration::from_millis(16);
const ITERATIONS: u32 = 1_500_000;
const COST: u32 = 10;

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}
/// Computes until the result can be read, without the pass of our own body over what a crate has been over.
fn read(run: &Run) -> Vec<u8> {
    loop {
        match run.output() {
            Ok(output) => return output,
            Err(_) => drop(run.finish(&Budget::frame())),
        }
    }
}
fn compare(name: &str, goal: f64, make: impl Fn() -> Run, theirs: impl Fn() -> Vec<u8>) {
    let mut best = [f64::MAX; 3];
    for _ in 0..3 {
        let run = make();
        let (mut ours, mut crates) = (vec![], vec![]);
        let value = seconds(|| ours = read(&run));
        let whole = value + seconds(|| run.finish(&Budget::unlimited()).expect("in memory"));
        let other = seconds(|| crates = black_box(theirs()));
        assert_eq!(ours, crates, "{name}: the two disagree");
        best = [best[0].min(value), best[1].min(whole), best[2].min(other)];
    }
    let [value, whole, theirs] = best;
    let ratio = value / theirs;
    let missed = if ratio > goal { " MISSED" } else { "" };
    println!(
        "{name}: ours {value:.3} s, {whole:.3} s with our own body over all of it, theirs {theirs:.3} s, ratio {ratio:.3} \
         (goal: at most {goal}){missed}; our own body alone {:.3}",
        if whole > 1.2 * value { (whole - value) / theirs } else { ratio }
    );
}
/// Looks at one address after another.
fn open(name: &str, run: &Run, addresses: &[String]) {
    run.finish(&Budget::unlimited()).expect("in memory");
    for address in addresses {
        let parsed = address.parse().expect("an address");
        let start = Instant::now();
        let found = run.at(&parsed, &Budget::unlimited()).and_then(|place| place.text(&Budget::unlimited()));
        let took = start.elapsed();
        let missed = if took > FRAME { " MISSED" } else { "" };
        println!("{name}: {address} shown after {:.2} ms{missed}", took.as_secs_f64() * 1e3);
        black_box(found.expect("a value"));
    }
}

fn main() {
    let [password, salt] = [("password", &b"correct horse"[..]), ("salt", &b"0123456789abcdef"[..])]
        .map(|(name, bytes)| Rope::constant(name, bytes));
    for (name, hash) in ["sha256", "sha1", "sha512", "sha3_256", "blake2b", "md5"].map(|name| (name, hash::hash(name)))
    {
        let hash = hash.expect("a hash function");
        let iterations = if name == "sha256" { ITERATIONS } else { 200_000 };
        let make = || pbkdf2::pbkdf2(&Path::new("x"), hash, password.clone(), salt.clone(), iterations.into(), 20);
        let theirs = || crate_pbkdf2(name, iterations);
        compare(&format!("pbkdf2 {name} {iterations}"), 1.2, make, theirs);
        let late = [1, iterations / 2 - 1, iterations - 100, iterations].map(|j| format!("block[1]/U[{j}]"));
        open(name, &make(), &late);
    }
    let make = |cost| move || bcrypt::bcrypt(&Path::new("x"), password.clone(), salt.clone(), cost);
    let theirs = || ::bcrypt::bcrypt(COST, *b"0123456789abcdef", b"correct horse\0")[..23].to_vec();
    compare(&format!("bcrypt {COST}"), 1.3, make.clone()(COST.into()), theirs);
    let run = make(14)();
    open(
        "bcrypt 14",
        &run,
        &["expand[1]/P[0]", "expand[9000]/P[17]", "expand[16383]/key/step[521]", "encrypt[64]"].map(String::from),
    );
}
fn crate_pbkdf2(name: &str, iterations: u32) -> Vec<u8> {
    use hmac::{Hmac, SimpleHmac};
    let mut out = vec![0; 20];
    let (password, salt) = (black_box(b"correct horse"), b"0123456789abcdef");
    let done = match name {
        "sha256" => ::pbkdf2::pbkdf2::<Hmac<sha2::Sha256>>(password, salt, iterations, &mut out),
        "sha1" => ::pbkdf2::pbkdf2::<Hmac<sha1::Sha1>>(password, salt, iterations, &mut out),
        "sha512" => ::pbkdf2::pbkdf2::<Hmac<sha2::Sha512>>(password, salt, iterations, &mut out),
        "sha3_256" => ::pbkdf2::pbkdf2::<SimpleHmac<sha3::Sha3_256>>(password, salt, iterations, &mut out),
        "blake2b" => ::pbkdf2::pbkdf2::<SimpleHmac<blake2::Blake2b512>>(password, salt, iterations, &mut out),
        _ => ::pbkdf2::pbkdf2::<Hmac<md5::Md5>>(password, salt, iterations, &mut out),
    };
    done.expect("any key");
    out
}
