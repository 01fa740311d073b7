//! What a learner waits for at the screen, in a pseudo-terminal of 200 by 60: from a key to the last byte of the
//! picture that answers it, and how many bytes that is.
//!
//! ```text
//! cargo bench --bench screen
//! cargo bench --bench screen -- PROGRAM    another build of the program, to compare with
//! ```

#[path = "../support/pictures/mod.rs"]
#[allow(dead_code)]
mod places;
#[path = "../support/program.rs"]
#[allow(dead_code)]
mod program;
#[path = "../terminal/pty.rs"]
#[allow(dead_code)]
mod pty;

use cleartext::learner::lens::{Around, Lens, mark};
use cleartext::learner::veil::Veil;
use cleartext::run::Budget;
use cleartext::view::picture::{Picture, pictures};
use places::Case;
use pty::{Running, Terminal};
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Steps on and back: a block has fewer values to stop at than there are steps.
const WALK: [&str; 3] = ["<Right>", "<Right>", "<Left>"];
/// Steps that are measured, each a key of its own.
const STEPS: usize = 400;
/// Steps of a talk that are gone on before one goes back.
const TALK: usize = 30;
/// Edits that are measured.
const EDITS: usize = 30;

/// One kind of answer, measured many times.
struct Answers(Vec<(Duration, usize)>);

impl Answers {
    /// Presses keys one by one, each after the answer to the last.
    fn to(terminal: &mut Running, keys: &[&str], times: usize) -> Answers {
        Answers((0..times).map(|i| terminal.answer(keys[i % keys.len()])).collect())
    }
    fn print(mut self, what: &str, goal_ms: f64, goal_bytes: Option<usize>) {
        self.0.sort_unstable();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let median = ms(self.0[self.0.len() / 2].0);
        let worst = ms(self.0[self.0.len() - 1].0);
        let bytes = self.0.iter().map(|(_, bytes)| *bytes).max().unwrap_or(0);
        let mut missed = String::new();
        if median > goal_ms {
            let _ = write!(missed, "  MISSED {goal_ms} ms");
        }
        if goal_bytes.is_some_and(|goal| bytes > goal) {
            let _ = write!(missed, "  MISSED {} bytes", goal_bytes.unwrap_or(0));
        }
        println!("{what:<44} {median:8.2} ms  worst {worst:8.2} ms  {bytes:6} bytes at most{missed}");
    }
}

/// The program that is measured.
fn program() -> String {
    let given = std::env::args().skip(1).find(|argument| argument != "--bench");
    given.unwrap_or_else(|| env!("CARGO_BIN_EXE_cleartext").to_owned())
}

fn in_a_lesson(keys: &str) -> Running {
    let mut terminal = Terminal::new(200, 60).start_other(&program(), &["learn", "hashing/sha256-rounds"]);
    terminal.wait_for("1 of ");
    terminal.press("nnn");
    terminal.wait_for("4 of ");
    terminal.press("gdigest/block[0]/T1[0]<Enter>");
    terminal.wait_for("T1[0]");
    terminal.settle();
    terminal.press(keys);
    terminal.settle();
    terminal
}

fn steps() {
    let mut terminal = in_a_lesson("");
    Answers::to(&mut terminal, &WALK, STEPS).print("a step, in a lesson", 1.0, Some(600));
    Answers::to(&mut terminal, &["<Up>", "<Down>"], STEPS).print("a round, in a lesson", 1.0, Some(600));
    let mut terminal = in_a_lesson("gmessage<Enter>xcgdigest/block[0]/T1[0]<Enter>");
    Answers::to(&mut terminal, &WALK, STEPS).print("a step, two runs side by side", 1.0, None);
    Answers::to(&mut terminal, &["d", "D"], STEPS / 4).print("to the next difference", 16.0, None);
}

/// The bench with a message of so many bytes and its digest, and the message open for typing at its end.
fn edited(size: usize, stand: &str) -> Running {
    let mut sheet = tempfile::Builder::new().suffix(".md").tempfile().expect("a file");
    let text = "+++\ntitle = \"Edit\"\ngoal = \"Measure.\"\n+++\n\n# Edit\n\n```sheet\nmessage = input(\"abc\")\n\
                digest = sha256(message)\n```\n";
    sheet.write_all(text.as_bytes()).expect("written");
    let mut terminal = Terminal::new(200, 60).start_other(&program(), &["bench", &sheet.path().display().to_string()]);
    terminal.wait_for("digest");
    terminal.settle();
    terminal.press("<Home>e");
    terminal.settle();
    terminal.paste(&"a".repeat(size));
    terminal.settle();
    terminal.press("<Enter><End><Enter>");
    terminal.settle();
    terminal.press(stand);
    terminal.settle();
    std::thread::sleep(Duration::from_millis(500));
    terminal.press("<Home>");
    terminal.settle();
    terminal.press("e");
    terminal.settle();
    terminal
}

fn edits() {
    for (name, size) in [("1 MiB", 1 << 20), ("8 MiB", (8 << 20) - 256)] {
        let mut terminal = edited(size, "<Esc>");
        Answers::to(&mut terminal, &["b", "<Backspace>"], EDITS).print(&format!("an edit of {name}"), 16.0, None);
        let mut terminal = edited(size, "gdigest/block[0]/W[0]<Enter>");
        terminal.press("<Ctrl-a>");
        terminal.settle();
        let what = format!("the edited block of {name}");
        Answers::to(&mut terminal, &["b", "<Backspace>"], EDITS).print(&what, 4.0, None);
    }
}

/// The bench while something of 1 GiB is computed, which takes a few seconds, once it says so.
fn computing(formula: &str, says: &str) -> Running {
    let mut terminal = Terminal::new(200, 60).start_other(&program(), &["bench", formula]);
    terminal.wait_for(says);
    terminal
}

/// A hash of 1 GiB; each measurement begins with a new one.
fn hashing() -> Running {
    computing("sha512(repeat(0x61, 1073741824))", "being computed")
}

/// Keys while a file of 1 GiB is sealed, of which the first blocks are shown at once, and opened.
fn sealing() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    file.as_file().set_len(1 << 30).expect("its length");
    for (function, says) in [("gcm_seal", "AES"), ("gcm_open", "computing:")] {
        let formula = format!(r#"{function}("sixteen byte key", "only once...", file("{}"))"#, file.path().display());
        let mut terminal = computing(&formula, says);
        Answers::to(&mut terminal, &["?", "<Esc>"], 20).print(&format!("a key during {function} of 1 GiB"), 16.0, None);
    }
}

/// While it is computed keys are answered, progress shows, and Esc ends it.
fn busy() {
    Answers::to(&mut hashing(), &["?", "<Esc>"], 20).print("a key while 1 GiB is hashed", 16.0, None);
    let terminal = hashing();
    let (frames, begun) = (terminal.frames(), Instant::now());
    std::thread::sleep(Duration::from_secs(1));
    let shown = (terminal.frames() - frames) as f64 / begun.elapsed().as_secs_f64();
    println!("{:<44} {shown:8.1} a second{}", "progress of it", if shown < 10.0 { "  MISSED 10" } else { "" });
    let mut terminal = hashing();
    let begun = Instant::now();
    terminal.press("<Esc>");
    terminal.wait_for("Stopped");
    let took = begun.elapsed().as_secs_f64() * 1e3;
    println!("{:<44} {took:8.2} ms{}", "Esc until it is stopped", if took > 50.0 { "  MISSED 50 ms" } else { "" });
    let frames = terminal.frames();
    std::thread::sleep(Duration::from_millis(500));
    let after = terminal.frames() - frames;
    println!("{:<44} {after:8} frames{}", "after it was stopped", if after > 0 { "  MISSED" } else { "" });
}

/// How long a picture takes to be asked, drawn at its largest, and marked, half of the times; and how many values it
/// has.
fn drawn(picture: &Picture, case: &Case) -> (Duration, usize) {
    let (veil, budget) = (Veil::default(), Budget::unlimited());
    let (sheet, cell) = places::computed(case.sheet);
    let (earlier, whole) = (places::computed(case.other).0, case.whole(&cell));
    let spot = places::spot(&sheet, &whole);
    let earlier = Some(&earlier).filter(|_| picture.changes);
    let size = *picture.sizes.last().expect("a size");
    let drawn = || {
        let begun = Instant::now();
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        let scene = Around::of(&spot, lens, earlier).expect("a scene");
        assert!((picture.fits)(&scene), "the picture {} does not fit {whole}", picture.name);
        let mut drawing = (picture.draw)(&scene, size);
        mark(&mut drawing, &scene, None);
        (begun.elapsed(), drawing.cells.len())
    };
    let mut all: Vec<(Duration, usize)> = (0..STEPS).map(|_| drawn()).collect();
    all.sort_unstable();
    all[all.len() / 2]
}

/// Every picture, at that of its places where it takes longest.
fn drawings() {
    for picture in pictures() {
        let what = format!("the picture {}", picture.name);
        let all = places::cases().filter(|case| case.picture == picture.name).map(|case| drawn(picture, case));
        let (took, cells) = all.max().unwrap_or_else(|| panic!("{what} has no place in tests/support/pictures"));
        let ms = took.as_secs_f64() * 1e3;
        println!("{what:<44} {ms:8.2} ms  {cells:4} values{}", if ms > 1.0 { "  MISSED 1 ms" } else { "" });
    }
}

/// Steps of a talk, over its pages and back.
fn talk() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = folder.path().display().to_string();
    let terminal = Terminal::new(200, 60).env("XDG_RUNTIME_DIR", &runtime);
    let mut terminal = terminal.start_other(&program(), &["present", "hashing/sha256-rounds"]);
    terminal.wait_for("p1 of");
    terminal.settle();
    let keys = [["n"; TALK], ["N"; TALK]].concat();
    Answers::to(&mut terminal, &keys, STEPS).print("a step of a talk", 2.0, None);
}

fn main() {
    drawings();
    steps();
    talk();
    edits();
    busy();
    sealing();
}
