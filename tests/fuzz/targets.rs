//! Who reads what comes from outside, and what must hold of it whatever comes.

use std::rc::Rc;
use std::time::Duration;

use cleartext::app::key::{Code, Key};
use cleartext::app::stage::bench;
use cleartext::app::{App, Event, update};
use cleartext::functions;
use cleartext::learner::progress::Record;
use cleartext::learner::workshop::collect::Collected;
use cleartext::learner::workshop::grade::sort;
use cleartext::learner::workshop::paper::Paper;
use cleartext::learner::workshop::report::{Did, Report};
use cleartext::learner::workshop::roster::{Bonus, Roster};
use cleartext::lesson::set::Set;
use cleartext::lesson::{self, Library, render};
use cleartext::run::address::Address;
use cleartext::run::{Budget, Standing};
use cleartext::sheet::explain::{With, explain};
use cleartext::sheet::expr::{self, Limits};
use cleartext::sheet::{NoFiles, Sheet, State};
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, lines};
use cleartext::view::SafeText;
use cleartext::view::safe_text::is_forbidden;
use serde_json::value::RawValue;

use crate::soak::{carry_out, look_at};
use crate::support::program::{command, run_with};

/// A reader of what comes from outside.
#[derive(Clone, Copy)]
pub struct Target {
    /// The name of its folder in the corpus.
    pub name: &'static str,
    /// What a change may put in.
    pub pieces: &'static [&'static str],
    /// Inputs to begin with, next to those of the folder.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Reads an input; panics where something does not hold.
    pub run: fn(&[u8]),
}

/// All of them.
pub const TARGETS: [Target; 11] = [
    Target { name: "lesson", pieces: LESSON, seeds: lessons, run: lesson },
    Target { name: "page", pieces: LESSON, seeds: lessons, run: page },
    Target { name: "sheet", pieces: EXPRESSION, seeds: examples, run: sheet },
    Target { name: "address", pieces: ADDRESS, seeds: Vec::new, run: address },
    Target { name: "keys", pieces: KEYS, seeds: Vec::new, run: keys },
    Target { name: "text", pieces: &[], seeds: Vec::new, run: text },
    Target { name: "batch", pieces: BATCH, seeds: Vec::new, run: batch },
    Target { name: "settings", pieces: SETTINGS, seeds: Vec::new, run: settings },
    Target { name: "handed", pieces: HANDED, seeds: handed_in, run: handed },
    Target { name: "progress", pieces: PROGRESS, seeds: Vec::new, run: progress },
    Target { name: "pasted", pieces: PASTED, seeds: Vec::new, run: pasted },
];

/// What pasted texts are told by.
const PASTED: &[&str] = &[
    "$",
    ":",
    ".",
    "=",
    "|1|",
    "\n",
    "eyJ",
    "gAAAA",
    "0x",
    "{\"",
    "\"}",
    "[[",
    "pbkdf2_sha256$",
    "$2b$",
    "$argon2id$",
    "$6$",
    "!",
    "-----BEGIN CERTIFICATE-----\n",
    "-----END CERTIFICATE-----",
    "-----BEGIN OPENSSH PRIVATE KEY-----\n",
    "ssh-ed25519 ",
    "SHA256:",
    "age-encryption.org/v1\n",
    "-> X25519 ",
    "--- ",
    "CLIENT_RANDOM ",
    "1f8b08",
    "789c",
    "160301",
    "3082",
    "Set-Cookie: ",
];

/// What stands in the file of a learner's progress.
const PROGRESS: &[&str] =
    &["\"version\": 1", "\"version\": 2", "{", "}", "[", "]", "\"\"", "-1", "1e400", "2026-11-28T19:25:28Z", "null"];

/// How long a sheet is computed.
const COMPUTED: Duration = Duration::from_millis(20);
/// How many pages of a lesson are drawn.
const PAGES: usize = 6;

const LESSON: &[&str] = &[
    "+++\n",
    "---\n",
    "\n---\n\n",
    "# ",
    "## ",
    "```sheet\n",
    "```watch\n",
    "```predict\n",
    "```exercise\n",
    "```tamper\n",
    "```\n",
    "~~~",
    "{{ ",
    " }}",
    "{{ digest }}",
    "value = ",
    "ask = ",
    "answer = ",
    "choose = [",
    "hide = [",
    "view = \"text\"\n",
    "[a](b)",
    "**",
    "*",
    "_",
    "`",
    "> ",
    "- ",
    "1. ",
    "| a | b |\n|---|---|\n",
    "![a](b)",
    "<b>",
    "<!--",
    "&amp;",
    "&#x202e;",
    "digest/block[0]/",
    "input(\"a\", max: ",
    "title = \"",
    "goal = \"",
    "minutes = ",
    "\n    ",
    "[term]: ",
    "\n\n",
    "a\u{301}\u{301}\u{301}",
];
const EXPRESSION: &[&str] = &[
    "sha256(",
    "hmac(",
    "input(",
    "aes_encrypt(",
    "repeat(",
    "slice(",
    "concat(",
    "modpow(",
    "power(",
    "x25519(",
    "point_multiply(",
    "file(",
    "random(",
    "length(",
    "reverse(",
    "hash: ",
    "cipher: ",
    "max: ",
    "\"",
    "0x",
    "0b",
    "_000",
    "[",
    "]",
    "[0..4]",
    "[*]",
    "@",
    "@block[0]",
    "/",
    "//",
    "#",
    "(",
    ")",
    ",",
    " + ",
    " - ",
    " * ",
    " ^ ",
    " ** ",
    " % ",
    " == ",
    "^",
    "~",
    "\n",
    "x = ",
    "y = x\n",
    "x",
    "y",
    "..",
    "\\u{",
    "\\x",
    "'",
    "0xff",
    "-",
];
const ADDRESS: &[&str] = &[
    "block",
    "[",
    "]",
    "[0]",
    "[*]",
    "[last]",
    "[last-1]",
    "..",
    "[0..4]",
    "/",
    "//",
    "#",
    "#1",
    "T1",
    "digest",
    "-",
    "18446744073709551615",
    "[0][1]",
    " ",
    "@",
];
const KEYS: &[&str] = &[
    "\r",
    "\x1b",
    "\x7f",
    "\t",
    "n",
    "N",
    "p",
    "u",
    "P",
    "e",
    "x",
    "c",
    "d",
    "b",
    "v",
    "/",
    "g",
    ".",
    "m",
    "y",
    "Y",
    "a",
    "H",
    "A",
    ":",
    "?",
    "o",
    "=",
    "s",
    "T",
    "M",
    "R",
    "U",
    "/ff\r",
    "gdigest\r",
    "g../block[0]/T1[0]\r",
    "osha256(\"a\")\r",
    "=x\r",
    ":flip\r",
    "h",
    "j",
    "k",
    "l",
];
const BATCH: &[&str] = &[
    "{",
    "}",
    "\n",
    "\"id\":",
    "\"call\":",
    "\"args\":{",
    "\"at\":[",
    "\"sha256\"",
    "\"hmac\"",
    "\"message\":",
    "\"key\":",
    "{\"hex\":\"00\"}",
    "{\"hex\":\"6",
    "{\"times\":3,\"hex\":\"61\"}",
    "\"block[*]/T1[0]\"",
    "[[[[",
    "]]]]",
    "null",
    "true",
    "1e400",
    "\\ud800",
    "\\u0000",
    ",",
    ":",
    "\"modpow\"",
    "\"aes_encrypt\"",
];
const HANDED: &[&str] = &[
    "cleartext report 1\n",
    "cleartext-report:",
    "set passwords\n",
    "version 1\n",
    "values draw-1\n",
    "learner ada\n",
    "began 2026-11-28T18:46:02Z\n",
    "answer salted 2026-11-28T18:47:10Z \"\\u001b\"\n",
    "hint salted 2026-11-28T18:47:10Z\n",
    "checksum 0123456789abcdef\n",
    "\r\n",
    "id;name;minutes;why\n",
    "[[question]]\nask = \"#salted\"\n",
    "void = [\"q1\"]\n",
    "PK\u{3}\u{4}",
];

const SETTINGS: &[&str] = &[
    "theme = ",
    "\"dark\"",
    "\"light\"",
    "color = ",
    "ascii = ",
    "true",
    "false",
    "mouse = ",
    "plain = ",
    "[keys]\n",
    "flip = ",
    "page-after = ",
    "\"x\"",
    "\"F5\"",
    "\"Ctrl-x\"",
    "[\"p\", \"F5\"]",
    "\n",
    "[[",
    "]]",
    "\"\"\"",
    "'''",
    "= {",
    "}",
    "#",
    ".",
    "1979-05-27",
    "inf",
    "0x",
];

fn lessons() -> Vec<Vec<u8>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/transcripts/lesson.md");
    vec![std::fs::read(path).expect("a lesson")]
}

fn examples() -> Vec<Vec<u8>> {
    let examples = functions::all().flat_map(|function| function.examples);
    examples.map(|example| format!("x = {example}").into_bytes()).collect()
}

fn shown(text: &str) {
    let bad = text.chars().find(|c| c.is_control() && *c != '\n');
    assert!(bad.is_none(), "{bad:?} is shown in {text:?}");
}

/// A lesson is read, whatever is in it, and every mistake has its place in the file.
fn lesson(input: &[u8]) {
    let names = cleartext::view::names();
    lesson::outline("mine", input);
    let lesson = lesson::parse("mine", input, &names);
    assert!(!lesson.pages.is_empty(), "a lesson without a page");
    for problem in &lesson.problems {
        assert!(problem.span.end <= lesson.source.len() && problem.span.start <= problem.span.end, "{problem:?}");
        shown(&render::render(problem, &lesson.source, "mine.md", false));
    }
}

/// Every page of a lesson is drawn and said, in a wide terminal and in a narrow one.
fn page(input: &[u8]) {
    let lesson = lesson::parse("mine", input, &cleartext::view::names());
    let pages = lesson.pages.len().min(PAGES);
    let mut app = App::new(Library { lessons: vec![lesson], ..Library::default() }, (80, 24));
    assert!(app.open("mine"));
    let effects = app.begin();
    carry_out(&mut app, effects);
    for _ in 0..pages {
        for size in [(80, 24), (40, 12)] {
            app.size = size;
            look_at(&app, false);
        }
        said(&app);
        press(&mut app, Event::Key(Key::char('n')));
    }
}

fn said(app: &App) {
    let look = Look { theme: Theme::Mono, ascii: false };
    lines::news(app, look, &[], &lines::facts(app)).iter().for_each(|line| shown(line));
}

fn press(app: &mut App, event: Event) {
    let effects = update(app, event);
    carry_out(app, effects);
}

/// What is read can be written and read again; every cell of a sheet has a value, a problem, or takes longer.
fn sheet(input: &[u8]) {
    let source = String::from_utf8_lossy(input);
    let limits = Limits::default();
    let (lines, faults) = expr::parse_sheet(&source, &limits);
    for fault in &faults {
        assert!(source.get(fault.span.start..fault.span.end).is_some(), "{fault:?} in {source:?}");
    }
    for line in &lines {
        let written = line.expr.to_string();
        let again =
            expr::parse(&written, &limits).unwrap_or_else(|fault| panic!("{written:?} cannot be read: {fault}"));
        assert_eq!(again.to_string(), written);
    }
    let mut sheet = Sheet::new(lines);
    sheet.evaluate(&NoFiles, &Budget::worth(COMPUTED));
    let _ = sheet.advance(&Budget::worth(COMPUTED));
    for cell in sheet.cells() {
        match cell.state() {
            State::Ready(_) | State::Pending { .. } => {}
            State::Problem(problem) => assert!(!problem.to_string().is_empty(), "{} has a problem", cell.name()),
            State::Dirty => panic!("{} was not evaluated", cell.name()),
        }
    }
}

/// What is read is written the same way again; a mistake lies within the text.
fn address(input: &[u8]) {
    let source = String::from_utf8_lossy(input);
    match Address::parse(&source) {
        Ok(address) => {
            let written = address.to_string();
            assert_eq!(Address::parse(&written).as_ref(), Ok(&address), "{written:?}");
            assert!(address.parent().is_none_or(|parent| written.starts_with(&parent.to_string())), "{written:?}");
        }
        Err(error) => assert!(source.get(error.span.start..error.span.end).is_some(), "{error:?} in {source:?}"),
    }
    if let Ok((address, length)) = Address::prefix(&source) {
        let read = source.get(..length).unwrap_or_else(|| panic!("{length} bytes of {source:?}"));
        assert_eq!(Address::parse(read).as_ref(), Ok(&address), "{read:?}");
    }
}

/// Keys, pastes and sizes, as bytes: the first one says where the program begins.
fn keys(input: &[u8]) {
    thread_local! {
        static LIBRARY: Library = Library::read(&lesson::embedded::files(), &cleartext::view::names());
    }
    let library = LIBRARY.with(Clone::clone);
    let Some((&first, keys)) = input.split_first() else { return };
    let mut app = match usize::from(first).checked_sub(usize::from(b'a')).and_then(|n| library.lessons.get(n)) {
        Some(lesson) => {
            let id = lesson.id.clone();
            let mut app = App::new(library, (80, 24));
            assert!(app.open(&id));
            app
        }
        None if first == b'B' => {
            let Ok(opened) = bench::first_cell("sha256(\"abc\")") else { panic!("an expression") };
            App::bench(library, opened, Rc::new(NoFiles))
        }
        None => App::new(library, (80, 24)),
    };
    app.size = (80, 24);
    let effects = app.begin();
    carry_out(&mut app, effects);
    // A cat does not press more in a second.
    let text = String::from_utf8_lossy(&keys[..keys.len().min(96)]).into_owned();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let event = match c {
            '\r' => Event::Key(Key::plain(Code::Enter)),
            '\x1b' => Event::Key(Key::plain(Code::Esc)),
            '\x7f' => Event::Key(Key::plain(Code::Backspace)),
            '\t' => Event::Key(Key::plain(Code::Tab)),
            '\0' => Event::Resize { columns: rest.next().map_or(1, size), rows: rest.next().map_or(1, size) },
            '\x01'..='\x1a' => Event::Key(Key::ctrl(char::from(b'`' + c as u8))),
            '\x1c' => Event::Key(Key::plain(Code::Left)),
            '\x1d' => Event::Key(Key::plain(Code::Right)),
            '\x1e' => Event::Key(Key::plain(Code::PageDown)),
            '\x1f' => Event::Paste(rest.by_ref().take(16).collect()),
            c => Event::Key(Key::char(c)),
        };
        press(&mut app, event);
        look_at(&app, false);
    }
    said(&app);
}

/// A side of a terminal.
fn size(c: char) -> u16 {
    1 + (c as u32 % 200) as u16
}

/// Text that may reach the terminal has nothing in it that may not, as a line, as a block, and cut anywhere.
fn pasted(input: &[u8]) {
    let found = explain(input, &With::default(), &Budget::unlimited());
    for one in &found.candidates {
        assert_eq!(one.standing, Standing::NotChecked, "{}: nothing was given to check it with", one.family.id);
        for field in &one.fields {
            let inside = field.at.start <= field.at.end && field.at.end <= input.len() as u64;
            assert!(inside, "{} of {} at {:?}", field.name, one.family.id, field.at);
        }
    }
    if let Some(best) = found.candidates.first() {
        let mut sheet = Sheet::new(best.cells());
        sheet.evaluate(&NoFiles, &Budget::worth(COMPUTED));
    }
}
fn text(input: &[u8]) {
    let source = String::from_utf8_lossy(input);
    let (line, block) = (SafeText::line(&source), SafeText::block(&source));
    assert!(!line.chars().any(is_forbidden), "{line:?}");
    assert!(!block.chars().any(|c| c != '\n' && is_forbidden(c)), "{block:?}");
    assert_eq!(SafeText::line(&line), line, "a line is what it is");
    assert_eq!(SafeText::block(&block), block, "a block is what it is");
    for limit in [0, 1, 2, 3, 10, 80] {
        let cut = line.cut(limit);
        assert!(cut.width() <= limit, "{cut:?} in {limit} columns");
        assert!(!cut.chars().any(is_forbidden), "{cut:?}");
        assert!(block.cut(limit).width() <= limit, "{limit} columns");
    }
}

/// The program answers every line that is not empty with one line of JSON.
fn batch(input: &[u8]) {
    let ran = run_with(&["batch"], input);
    assert_eq!(ran.err, "");
    let asked = input.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
    assert_eq!(ran.out.lines().count(), asked, "answers to {asked} lines: {}", ran.out);
    for line in ran.out.lines() {
        serde_json::from_str::<&RawValue>(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        shown(line);
    }
}

/// The program says what is wrong with a file of settings, and goes on with the rest.
fn settings(input: &[u8]) {
    let home = tempfile::tempdir().expect("a directory");
    std::fs::create_dir(home.path().join("cleartext")).expect("a folder");
    std::fs::write(home.path().join("cleartext/config.toml"), input).expect("a file");
    for arguments in [["config", "check"], ["list", "keys"]] {
        let output = command(&arguments).env("XDG_CONFIG_HOME", home.path()).output().expect("the program runs");
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        assert!(
            output.status.code().is_some_and(|code| code <= 2) && !err.contains("panicked"),
            "{arguments:?}: {err}"
        );
        shown(&out);
        shown(&err);
    }
}

/// Sets of the program, a report, and a report in a line.
fn handed_in() -> Vec<Vec<u8>> {
    let mut report = Report::new("passwords", 1, "ada", jiff::Timestamp::UNIX_EPOCH);
    report.note("salted", jiff::Timestamp::UNIX_EPOCH, Did::Answered("0x12".into()));
    let files = lesson::embedded::files();
    let sets = files.iter().filter(|(path, _)| path.starts_with("sets/"));
    sets.map(|(_, text)| text.as_bytes().to_vec())
        .chain([report.write().into_bytes(), report.line().into_bytes()])
        .collect()
}

/// A report, a roster, a table of points and a set are read, or say what is wrong; a report that is read and written again
/// stays as it is.
fn handed(input: &[u8]) {
    let mut found = Collected::default();
    found.add("file", input);
    for (_, report) in &found.reports {
        let again = Report::read(&report.write()).expect("what was written can be read");
        assert_eq!((&again.learner, &again.events), (&report.learner, &report.events));
        assert!(again.intact && !report.learner.contains('/'));
    }
    found.unread.iter().for_each(|(_, why)| shown(&SafeText::line(why)));
    if let Ok(roster) = Roster::read(input) {
        roster.people.iter().for_each(|person| shown(&person.id));
    }
    let set = Set::parse("set", input, &cleartext::view::names());
    set.lesson.problems.iter().for_each(|problem| shown(&render::render(problem, &set.lesson.source, "set.md", false)));
    let _ = Bonus::read(input, &set);
    let (paper, _) = Paper::of(&set, &[], &[]);
    let _ = sort(&paper, found.reports);
}

/// What is read is written so that it is read as the same, is due at some moment or is not, and merges with itself.
fn progress(bytes: &[u8]) {
    let Ok(record) = Record::read(bytes) else { return };
    assert_eq!(Record::read(record.write().as_bytes()).as_ref(), Ok(&record));
    record.due(record.place.at);
    let mut merged = record.clone();
    merged.merge(&record);
    let once = merged.clone();
    merged.merge(&record);
    assert_eq!(merged, once);
}
