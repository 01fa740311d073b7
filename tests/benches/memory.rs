//! Slow functions against the vetted crates, on one thread: our own body over all of it, through parts, checkpoints and
//! turns.
//!
//! `cargo bench --bench memory`. Ratios below those of `GOALS` are what is promised. Of functions that carry a memory,
//! the memory that the process took at most is printed beside what the function itself needs.

use cleartext::functions::{Context, function};
use cleartext::run::address::Address;
use cleartext::run::{Budget, Path, Run, Value};
use std::time::{Duration, Instant};

/// A function at the costs that are promised.
struct Slow {
    /// The function.
    name: &'static str,
    /// Its arguments after password and salt.
    numbers: &'static [i64],
    /// How many times the crate's time it may take.
    ratio: f64,
    /// The memory that the function itself needs, in MiB; 0 where that is next to nothing.
    memory: u64,
    /// A value of the end, and of an earlier pass.
    last: &'static str,
    earlier: &'static str,
}
/// The functions, a line each.
const GOALS: &[Slow] = &[
    Slow {
        name: "scrypt",
        numbers: &[32_768, 8, 1, 64],
        ratio: 2.0,
        memory: 32,
        last: "romix[0]/X[32000]",
        earlier: "romix[0]/fill[20000]",
    },
    Slow {
        name: "argon2",
        numbers: &[65_536, 3, 4, 32],
        ratio: 2.0,
        memory: 64,
        last: "block[2][3][9000]",
        earlier: "block[0][1][9000]",
    },
];

fn called(slow: &Slow) -> (Run, cleartext::functions::Arguments) {
    let strings = [Value::text("correct horse"), Value::text("battery staple")];
    let given = strings.into_iter().chain(slow.numbers.iter().copied().map(Value::int)).map(|value| (None, value));
    let context = Context { at: Path::new("x"), budget: &Budget::unlimited() };
    function(slow.name).and_then(|function| function.call(&context, given.collect())).expect("within the limits")
}
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let result = work();
    (result, begun.elapsed())
}
/// The most memory that this process has had at a time, in MiB.
fn most() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
}

fn main() {
    for slow in GOALS {
        let before = most();
        let ((run, arguments), _) = timed(|| called(slow));
        let (done, first) = timed(|| run.finish(&Budget::unlimited()));
        done.expect("nothing stops it");
        let memory = most() - before;
        let at = |address: &str| {
            let address: Address = address.parse().expect("an address");
            timed(|| run.at(&address, &Budget::unlimited()).and_then(|place| place.text(&Budget::unlimited()))).1
        };
        let (last, earlier, back) = (at(slow.last), at(slow.earlier), at(slow.last));
        let vetted = function(slow.name).expect("it is there").vetted.vetted().expect("a crate");
        let (mut ours, mut theirs) = (first, Duration::MAX);
        for _ in 0..3 {
            let (run, _) = called(slow);
            ours = ours.min(timed(|| run.finish(&Budget::unlimited())).1);
            theirs = theirs.min(timed(|| (vetted.compute)(&arguments)).1);
        }
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!(
            "{:<8} {ours:>9.1?}, {} {theirs:>9.1?}: {ratio:.2} times (goal {}); memory {memory:.0} of {} MiB; \
             the end {last:.1?}, an earlier pass {earlier:.1?}, the end again {back:.1?}",
            slow.name, vetted.name, slow.ratio, slow.memory
        );
    }
}
