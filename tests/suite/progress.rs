//! What is kept of a learner, with the real program and its file: kills at any instant, two copies at once, a disk that
//! is full, files that are damaged or a later program's, names that are no names.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use cleartext::learner::progress::{Came, Record, Stamp};
use cleartext::shell::keeper::Book;

use crate::support::dice::Dice;
use crate::support::program::{command, run, state};
use crate::year::year;

/// The first lesson: its three questions answered, and pages turned to and fro.
const LINES: &str = "1\nn\nn\nn\na 64\nn\nn\nN\nN\nN\nN\nn\nn\nn\nn\n";

fn file(state: &str) -> PathBuf {
    Path::new(state).join("cleartext/progress.json")
}

fn plain(state: &str, arguments: &[&str]) -> Command {
    let mut command = command(&[&["--plain"], arguments].concat());
    command.env("XDG_STATE_HOME", state);
    command
}

fn start(mut command: Command, lines: &str) -> Child {
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = streams.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    let lines = lines.to_owned();
    // Whoever is killed reads nothing more.
    thread::spawn(move || drop(input.write_all(lines.as_bytes())));
    child
}

fn said(command: Command, lines: &str) -> String {
    let output = start(command, lines).wait_with_output().expect("it ends");
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn read(state: &str) -> Record {
    Record::read(&fs::read(file(state)).unwrap()).unwrap()
}

/// Kills the program at instants of a run, so many times; after each the file is whole, and has all that was said
/// before.
fn kill(times: usize) {
    let mut dice = Dice::new(16);
    let whole = {
        let (state, begun) = (state(), Instant::now());
        assert!(said(plain(&state, &[]), LINES).contains("right"), "the answer is taken");
        begun.elapsed()
    };
    let (mut before, mut after) = (0, 0);
    for time in 0..times {
        let state = state();
        let mut child = start(plain(&state, &[]), LINES);
        thread::sleep(whole.mul_f64(dice.roll(1000) as f64 / 900.0));
        child.kill().expect("it can be killed");
        let output = child.wait_with_output().expect("it ends");
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        // The answer is written before the next prompt.
        let answered = out.split_once("right: 64").is_some_and(|(_, rest)| rest.contains("\n> "));
        let kept =
            fs::read(file(&state)).map(|bytes| Record::read(&bytes).unwrap_or_else(|why| panic!("{time}: {why:?}")));
        let has = kept.as_ref().is_ok_and(|record| {
            let learned = record.lessons.get("start/keys");
            learned.is_some_and(|learned| learned.questions.values().any(|answers| answers.is_over()))
        });
        assert!(has || !answered, "kill {time}: what was said to be right is kept");
        (before, after) = (before + usize::from(!has), after + usize::from(has));
        let again = said(plain(&state, &[]), "");
        assert!(!again.contains("cannot be read") && !again.contains("cannot be written"), "{again}");
    }
    println!("{times} kills, {before} before the answer was kept, {after} after it; every file whole");
    assert!(before > times / 20 && after > times / 20, "the instants lie on both sides: {before}, {after}");
}

#[test]
fn a_kill_at_any_instant_leaves_a_whole_file() {
    kill(100);
}

#[test]
#[ignore = "a thousand kills, some minutes"]
fn a_thousand_kills_leave_whole_files() {
    kill(1000);
}

#[test]
fn two_copies_that_answer_at_once_keep_it_all() {
    let state = state();
    let each = |lesson: usize| {
        start(plain(&state, &["learn", ["start/keys", "start/four-promises"][lesson]]), "n\nn\nn\na 64\n")
    };
    let both = [each(0), each(1)];
    for child in both {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    let record = read(&state);
    assert_eq!(record.lessons["start/keys"].seen.len(), 4);
    assert_eq!(record.lessons["start/four-promises"].seen.len(), 4);

    // Fifty answers of each of four, one after the other and all at once.
    let path = Path::new(&crate::support::program::state()).join("progress.json");
    thread::scope(|scope| {
        for copy in 0..4 {
            let path = path.clone();
            scope.spawn(move || {
                let (mut book, told) = Book::open(path);
                assert_eq!(told, Ok(None));
                for number in 0..50 {
                    let mut delta = Record::default();
                    let learned = delta.lessons.entry(format!("u/{copy}")).or_default();
                    let answers = learned.questions.entry(format!("q{number}")).or_default();
                    answers.add(0, Stamp::of(number), Came::Right, "x");
                    book.keep(&delta).unwrap();
                }
            });
        }
    });
    let record = Record::read(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(record.lessons.values().map(|learned| learned.questions.len()).collect::<Vec<_>>(), [50; 4]);
    let names = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(names, 2, "the file and its lock, and nothing left behind");
}

#[test]
fn where_nothing_can_be_written_it_is_said_once_and_goes_on() {
    // A file stands where the folder would.
    let blocked = state();
    fs::write(&blocked, "").unwrap();
    let text = said(plain(&blocked, &[]), LINES);
    assert_eq!(text.matches("cannot be written").count(), 1, "{text}");
    assert!(text.contains("It is known until the program ends.") && text.contains("right: 64"), "{text}");

    // As where the disk is full: no file may grow.
    let full = state();
    let mut shell = Command::new("bash");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" --plain", env!("CARGO_BIN_EXE_cleartext")]);
    shell.env("XDG_STATE_HOME", &full);
    let text = said(shell, LINES);
    assert_eq!(text.matches("cannot be written").count(), 1, "{text}");
    assert!(text.contains("right: 64"), "{text}");
    assert!(!file(&full).exists());

    // A file that was good before stays good.
    let state = state();
    said(plain(&state, &[]), LINES);
    let before = fs::read(file(&state)).unwrap();
    let mut shell = Command::new("bash");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" --plain", env!("CARGO_BIN_EXE_cleartext")]);
    shell.env("XDG_STATE_HOME", &state);
    said(shell, "n\nn\n");
    assert_eq!(fs::read(file(&state)).unwrap(), before);
}

#[test]
fn a_damaged_file_is_set_aside_and_a_later_programs_is_left_alone() {
    let state = state();
    fs::create_dir_all(file(&state).parent().unwrap()).unwrap();
    fs::write(file(&state), "{\"version\": 1, \"less").unwrap();
    let text = said(plain(&state, &[]), LINES);
    assert!(text.contains("progress.json.damaged-1") && text.contains("set aside"), "{text}");
    assert_eq!(fs::read_to_string(format!("{}.damaged-1", file(&state).display())).unwrap(), "{\"version\": 1, \"less");
    assert!(read(&state).lessons["start/keys"].seen.len() > 3);

    let later = "{\"version\": 9, \"lessons\": []}";
    fs::write(file(&state), later).unwrap();
    let text = said(plain(&state, &[]), LINES);
    assert!(text.contains("written by a later cleartext (version 9"), "{text}");
    assert_eq!(fs::read_to_string(file(&state)).unwrap(), later);

    fs::remove_file(file(&state)).unwrap();
    fs::create_dir(file(&state)).unwrap();
    assert!(said(plain(&state, &[]), LINES).contains("it is no regular file"));
}

#[test]
fn each_learner_has_a_file_and_a_name_is_no_path() {
    let state = state();
    let of = |id: &str| Path::new(&state).join(format!("cleartext/learners/{id}.json"));
    said(plain(&state, &["--learner", "ada"]), LINES);
    said(plain(&state, &["--learner", "Zoë"]), "1\n");
    let seen = |id| Record::read(&fs::read(of(id)).unwrap()).unwrap().lessons["start/keys"].seen.len();
    assert!(seen("ada") > 3 && seen("Zoë") == 1);
    assert!(!file(&state).exists());
    for name in ["../ada", "a/b", "a\u{1b}[31m", "", ".."] {
        let ran = run(&["--plain", "--learner", name]);
        assert_eq!(ran.status, 2, "{name:?}");
        assert!(ran.err.contains("this name of a learner") && !ran.err.contains('\u{1b}'), "{}", ran.err);
    }
}

#[test]
fn progress_is_printed_handed_on_and_forgotten() {
    let state = state();
    said(plain(&state, &[]), LINES);
    let progress = |arguments: &[&str]| {
        let mut command = command(&[&["progress"], arguments].concat());
        command.env("XDG_STATE_HOME", &state);
        said(command, "")
    };
    let printed = progress(&[]);
    assert!(printed.contains(" lessons") && printed.contains("Your name, opened up"), "{printed}");
    assert!(printed.contains("1 of 3 questions, 1 at the first try"), "{printed}");
    let line = progress(&["--json"]).lines().next().unwrap().to_owned();
    let object: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!((object["lesson"].as_str(), object["answered"].as_u64()), (Some("start/keys"), Some(1)));
    assert_eq!(object["answers"].as_object().unwrap().values().next().unwrap()["attempts"][0]["given"], "64");

    let handed = format!("{state}/handed.json");
    assert!(progress(&["--export", &handed]).contains("wrote "));
    assert_eq!(Record::read(&fs::read(&handed).unwrap()).unwrap(), read(&state));
    assert!(progress(&["--export", &handed]).contains("there is a file"));

    assert!(progress(&["--reset", "start/kyes"]).contains("did you mean `start/keys`?"));
    assert!(progress(&["--reset", "start/keys"]).contains("forgot start/keys"));
    assert!(!progress(&[]).contains("Your name"));
    said(plain(&state, &[]), LINES);
    assert!(progress(&["--reset"]).contains("forgot everything"));
    assert!(read(&state).lessons.is_empty());
    assert!(Record::read(&fs::read(format!("{}.before-reset-1", file(&state).display())).unwrap()).is_ok());
}

#[test]
fn another_course_is_kept_beside_and_a_single_lesson_is_not() {
    let (state, course) = (state(), state());
    let made = run(&["new", "course", &course]);
    assert_eq!(made.status, 0, "{}", made.err);
    said(plain(&state, &["--lessons", &course]), "1\nn\n");
    assert_eq!(read(&state).lessons.keys().collect::<Vec<_>>(), ["My course: first/a-digest"]);
    assert!(said(plain(&state, &["--lessons", &course]), "").contains("page 2 of"));
    said(plain(&state, &[]), "1\n");
    assert_eq!(read(&state).lessons.len(), 2);
    said(plain(&state, &["learn", &format!("{course}/first/a-digest.md")]), "n\nn\n");
    assert_eq!(read(&state).lessons["My course: first/a-digest"].seen.len(), 2);
}

#[test]
fn templates_pass_the_check_and_nothing_is_written_over() {
    let folder = state();
    for kind in ["course", "lesson", "set"] {
        let path = format!("{folder}/a-{kind}{}", if kind == "course" { "" } else { ".md" });
        assert_eq!(run(&["new", kind, &path]).status, 0);
        let checked = run(&["check", &path]);
        assert!(checked.status == 0 && checked.out.contains(", 0 problems"), "{}", checked.out);
        assert!(!checked.out.contains("remark"), "{}", checked.out);
        let again = run(&["new", kind, &path]);
        assert!(again.status == 2 && again.err.contains("already"), "{}", again.err);
    }
    let ran = run(&["new", "lesson", &format!("{folder}/b.txt")]);
    assert!(ran.status == 2 && ran.err.contains("ends in .md"), "{}", ran.err);
}

#[test]
fn a_years_answers_are_written_soon() {
    let path = Path::new(&state()).join("progress.json");
    let (mut book, _) = Book::open(path);
    book.keep(&year()).unwrap();
    let mut times: Vec<Duration> = (0..20)
        .map(|number| {
            let mut delta = Record::default();
            let answers = delta.lessons.entry("u/a".into()).or_default().questions.entry("q".into()).or_default();
            answers.add(number, Stamp::of(5), Came::Right, "x");
            let begun = Instant::now();
            book.keep(&delta).unwrap();
            begun.elapsed()
        })
        .collect();
    times.sort();
    println!("an answer is written in {:?} (median), {:?} at most", times[10], times[19]);
    // Without optimisation, and with others at work.
    assert!(times[10] < Duration::from_millis(100), "{times:?}");
}
