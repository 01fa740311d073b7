//! Deliberate mistakes in lessons, in `tests/mistakes.txt`: `check` tells each in one message, at its place, with what
//! to do.
//!
//! `%%` begins a mistake, `%@` a file; without one it is a lesson, and what follows begins in line 11, below front
//! matter and a sheet. `%=` is the message that is expected, with its place, and `%?` its remedy. `%x 3 TEXT` stands
//! for the text three times over, `%n 3 TEXT` for three lines with a number in place of `#`.

use std::collections::BTreeMap;

use cleartext::command::check::problems;
use cleartext::lesson::{Library, Problem, Severity};
use cleartext::view::SafeText;

const MISTAKES: &str = include_str!("../mistakes.txt");
const HEAD: &str =
    "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n```sheet\nmessage = input(\"abc\")\ndigest = sha256(message)\n```\n\n";

/// How many inputs each is tried with.
const TRIALS: usize = 60;

struct Mistake<'t> {
    name: &'t str,
    files: BTreeMap<&'t str, String>,
    expected: Vec<String>,
}

fn mistakes() -> Vec<Mistake<'static>> {
    let mut mistakes: Vec<Mistake> = vec![];
    let mut file = None;
    for line in MISTAKES.lines() {
        if let Some(name) = line.strip_prefix("%% ") {
            mistakes.push(Mistake { name, files: BTreeMap::new(), expected: vec![] });
            file = None;
            continue;
        }
        let mistake = mistakes.last_mut().expect("a line `%%` comes first");
        if let Some(expected) = line.strip_prefix("%= ") {
            mistake.expected.push(expected.to_owned());
        } else if let Some(remedy) = line.strip_prefix("%? ") {
            mistake.expected.last_mut().expect("a message comes first").push_str(&format!(" ? {remedy}"));
        } else if let Some(path) = line.strip_prefix("%@ ") {
            file = Some(path);
            mistake.files.insert(path, String::new());
        } else {
            let text = mistake.files.entry(*file.get_or_insert("lesson.md")).or_insert_with(|| HEAD.to_owned());
            text.push_str(&written(line));
        }
    }
    mistakes
}

/// A line of a file, or what it stands for.
fn written(line: &str) -> String {
    let counted = |prefix: &str| -> Option<(usize, String)> {
        let (count, text) = line.strip_prefix(prefix)?.split_once(' ')?;
        Some((count.parse().expect("a number"), text.replace("\\n", "\n")))
    };
    match (counted("%x "), counted("%n ")) {
        (Some((count, text)), _) => text.repeat(count),
        (_, Some((count, text))) => (0..count).map(|i| text.replace('#', &i.to_string()) + "\n").collect(),
        _ => format!("{line}\n"),
    }
}

fn told(file: &str, problem: &Problem, alone: bool) -> String {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Remark => "remark",
    };
    let file = if alone { String::new() } else { format!("{file}:") };
    let remedy = problem.hint.as_ref().map(|hint| format!(" ? {hint}")).unwrap_or_default();
    format!("{file}{}:{} {severity}: {}{remedy}", problem.line, problem.column, problem.message)
}

#[test]
fn every_mistake_is_told_once_where_it_is_and_how_it_is_mended() {
    let mistakes = mistakes();
    assert!(mistakes.len() >= 90);
    let mut wrong = vec![];
    for Mistake { name, files, expected } in &mistakes {
        assert!(expected.len() == 1, "{name}: one mistake has one message");
        let alone = files.len() == 1 && files.contains_key("lesson.md");
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let mut library = Library::read(&files, &cleartext::view::names());
        library.path = Some(SafeText::line("folder"));
        let found: Vec<String> =
            problems(&library, TRIALS).iter().map(|(file, _, problem)| told(file, problem, alone)).collect();
        if found != *expected {
            wrong.push(format!("{name}\n  expected {expected:#?}\n  found {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), mistakes.len(), wrong.join("\n"));
}
