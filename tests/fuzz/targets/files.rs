//! What comes in files and over pipes: requests, settings, reports, progress.

use cleartext::learner::progress::Record;
use cleartext::learner::workshop::collect::Collected;
use cleartext::learner::workshop::grade::sort;
use cleartext::learner::workshop::paper::Paper;
use cleartext::learner::workshop::report::{Did, Report};
use cleartext::learner::workshop::roster::{Bonus, Roster};
use cleartext::lesson::set::Set;
use cleartext::lesson::{self, render};
use cleartext::view::SafeText;
use serde_json::value::RawValue;

use super::shown;
use crate::support::program::{command, run_with};

pub const BATCH: &[&str] = &[
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

pub const SETTINGS: &[&str] = &[
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

pub const HANDED: &[&str] = &[
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

/// What stands in the file of a learner's progress.
pub const PROGRESS: &[&str] =
    &["\"version\": 1", "\"version\": 2", "{", "}", "[", "]", "\"\"", "-1", "1e400", "2026-11-28T19:25:28Z", "null"];

/// The program answers every line that is not empty with one line of JSON.
pub fn batch(input: &[u8]) {
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
pub fn settings(input: &[u8]) {
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
pub fn handed_in() -> Vec<Vec<u8>> {
    let mut report = Report::new("passwords", 1, "ada", jiff::Timestamp::UNIX_EPOCH);
    report.note("salted", jiff::Timestamp::UNIX_EPOCH, Did::Answered("0x12".into()));
    let files = lesson::embedded::files();
    let sets = files.iter().filter(|(path, _)| path.starts_with("sets/"));
    sets.map(|(_, text)| text.as_bytes().to_vec())
        .chain([report.write().into_bytes(), report.line().into_bytes()])
        .collect()
}

/// A report, a roster, a table of points and a set are read, or say what is wrong; a report that is read and written
/// again stays as it is.
pub fn handed(input: &[u8]) {
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
pub fn progress(bytes: &[u8]) {
    let Ok(record) = Record::read(bytes) else { return };
    assert_eq!(Record::read(record.write().as_bytes()).as_ref(), Ok(&record));
    record.due(record.place.at);
    let mut merged = record.clone();
    merged.merge(&record);
    let once = merged.clone();
    merged.merge(&record);
    assert_eq!(merged, once);
}
