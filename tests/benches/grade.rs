//! How long a room takes to be graded: the real program on a folder of reports, from start to end.
//!
//! The goals: 300 reports of 20 questions in a second, 30 in two tenths.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use cleartext::learner::workshop::paper::{Paper, lessons_of};
use cleartext::learner::workshop::report::{Did, Report};
use cleartext::lesson::set::Set;
use cleartext::lesson::{Library, embedded};
use cleartext::run::Budget;
use jiff::Timestamp;

/// The questions that are asked.
const ASKED: [&str; 20] = [
    "passwords/rainbow-tables#q2",
    "passwords/scrypt#q1",
    "passwords/argon2#q1",
    "passwords/hkdf#q2",
    "passwords/pbkdf2#q3",
    "hashing/sha256-padding#q2",
    "hashing/sha256-rounds#q3",
    "hashing/length-extension#q2",
    "hashing/sponge-and-tree#q1",
    "macs/hmac#q2",
    "ciphers/aes#q1",
    "ciphers/cbc#q2",
    "ciphers/chacha20#q1",
    "exchange/diffie-hellman#q2",
    "exchange/curves#q2",
    "exchange/curves#q4",
    "exchange/x25519#q2",
    "start/four-promises#q2",
    "hashing/sha256-rounds#q1",
    "macs/timing#q1",
];

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let questions: String = ASKED.iter().map(|ask| format!("[[question]]\nask = \"{ask}\"\n")).collect();
    let source = format!("+++\ntitle = \"t\"\ngoal = \"g\"\nset = \"timed\"\nversion = 1\n{questions}+++\n\nBegin.\n");
    std::fs::write(folder.path().join("timed.md"), &source).expect("written");
    let library = Library::read(&embedded::files(), &cleartext::view::names());
    let set = Set::parse("timed", source.as_bytes(), &cleartext::view::names());
    let lessons = lessons_of(&set, &library);
    let (paper, problems) = Paper::of(&set, &lessons, &[]);
    assert_eq!((problems.as_slice(), paper.items.len()), (&[][..], ASKED.len()));
    let mut failed = false;
    for (learners, goal) in [(30, 200), (300, 1000)] {
        let handed = folder.path().join(learners.to_string());
        std::fs::create_dir(&handed).expect("made");
        for learner in 0..learners {
            write(&paper, &format!("learner{learner}"), &handed);
        }
        let took = (0..5).map(|_| graded(folder.path(), &handed, learners)).min().unwrap_or_default();
        let kept = took <= Duration::from_millis(goal);
        failed |= !kept;
        let mark = if kept { "" } else { "  MISSED" };
        println!(
            "{learners:>4} reports of {} questions: {:>6.1} ms of {goal}{mark}",
            ASKED.len(),
            took.as_secs_f64() * 1e3
        );
    }
    assert!(!failed, "a goal was missed");
}

/// A report: of five questions three are right at first, one after a slip, and one is never right.
fn write(paper: &Paper, learner: &str, handed: &Path) {
    let mut report = Report::new("timed", 1, learner, Timestamp::UNIX_EPOCH);
    for (place, item) in paper.items.iter().enumerate() {
        let (Some(asked), Some(drawn)) = (&item.asked, item.values("timed", 1, learner)) else { continue };
        let right = asked.question.written_answer(&drawn.sheet, &Budget::unlimited()).expect("an answer");
        let slip = format!("{right}1");
        let written: &[&str] = match (place + learner.len()) % 5 {
            3 => &[&slip, &right],
            4 => &[&slip, &slip, &slip],
            _ => &[&right],
        };
        for typed in written {
            report.note(&item.entry.id, Timestamp::UNIX_EPOCH, Did::Answered((*typed).to_owned()));
        }
    }
    std::fs::write(handed.join(format!("{learner}.txt")), report.write()).expect("written");
}

fn graded(folder: &Path, handed: &Path, learners: usize) -> Duration {
    let set = folder.join("timed.md");
    let began = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleartext"));
    let output = command
        .args(["grade", &set.to_string_lossy(), &handed.to_string_lossy(), "--csv"])
        .stdin(Stdio::null())
        .output();
    let took = began.elapsed();
    let output = output.expect("the program runs");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).lines().count(),
        learners + 1,
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    took
}
