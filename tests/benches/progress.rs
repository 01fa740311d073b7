//! What keeping progress costs: a write after an answer, reading at the start, and the start itself with a year's
//! progress and without: to the first picture in a terminal, which is what a learner waits for; and from beginning to
//! end as lines whose input is empty, which takes half of that.
//!
//! ```text
//! cargo bench --bench progress
//! ```

#[path = "../support/program.rs"]
#[allow(dead_code)]
mod program;
#[path = "../terminal/pty.rs"]
#[allow(dead_code)]
mod pty;
#[path = "../support/year.rs"]
mod year;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use cleartext::learner::progress::{Came, Record, Stamp};
use cleartext::shell::keeper::Book;

use pty::Terminal;
use year::year;

/// How often each is measured.
const TIMES: usize = 200;
/// The most that a write may take.
const WRITE: Duration = Duration::from_millis(5);
/// How much longer a start may take with a year's progress.
const LONGER: f64 = 1.1;

fn main() {
    let folder = program::state();
    let path = Path::new(&folder).join("cleartext/progress.json");
    let (mut book, _) = Book::open(path.clone());
    book.keep(&year()).expect("it can be written");
    println!("a year's progress: {} bytes", fs::metadata(&path).map_or(0, |found| found.len()));
    let read = measured(|_| drop(Book::open(path.clone())));
    let write = measured(|number| {
        let mut delta = Record::default();
        let answers = delta.lessons.entry("u/a".into()).or_default().questions.entry("q".into()).or_default();
        answers.add(u32::try_from(number).unwrap_or(0), Stamp::of(5), Came::Right, "x");
        book.keep(&delta).expect("it can be written");
    });
    println!(
        "read at the start: {:?}\nwrite after an answer: {:?} (at most {WRITE:?}), 19 of 20 in {:?}",
        read[TIMES / 2],
        write[TIMES / 2],
        write[TIMES * 19 / 20]
    );
    let lines = |folder: &str| {
        let ran = program::command(&["--plain"]).env("XDG_STATE_HOME", folder).output();
        assert!(ran.expect("it starts").status.success());
    };
    starts("lines", &folder, &|folder| time(|| lines(folder)));
    let picture = |folder: &str| {
        let terminal = Terminal::new(80, 24).env("XDG_STATE_HOME", folder);
        let begun = Instant::now();
        let mut terminal = terminal.start_other(env!("CARGO_BIN_EXE_cleartext"), &["learn"]);
        terminal.wait_for("? help");
        let took = begun.elapsed();
        terminal.press("q");
        terminal.wait_for_end();
        took
    };
    let times = starts("the first picture", &folder, &picture);
    assert!(write[TIMES / 2] <= WRITE && times <= LONGER);
}

/// How much longer a start takes with the progress in a folder than without any, half of the times.
fn starts(what: &str, folder: &str, start: &dyn Fn(&str) -> Duration) -> f64 {
    let without = program::state();
    let (mut with, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        with.push(start(folder));
        bare.push(start(&without));
        // What a start wrote down is not there at the next one.
        drop(fs::remove_dir_all(&without));
    }
    with.sort();
    bare.sort();
    let (with, bare) = (with[TIMES / 2], bare[TIMES / 2]);
    let times = with.as_secs_f64() / bare.as_secs_f64();
    println!(
        "{what}: {with:?} with a year's progress, {bare:?} without: {times:.2} times (at most {LONGER} in a terminal)"
    );
    times
}

fn time(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn measured(mut work: impl FnMut(usize)) -> Vec<Duration> {
    let mut times: Vec<Duration> = (0..TIMES).map(|number| time(|| work(number))).collect();
    times.sort();
    times
}
