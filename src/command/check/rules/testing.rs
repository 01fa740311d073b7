//! Pages with mistakes, for the tests of each rule.

use super::found;
use crate::command::check::ground::Ground;
use crate::lesson::{Problem, parse};

/// The problems that the rules find in a page, as `line severity message`. Its text begins in line 13, below the
/// sheet; `message` is a text, `digest` its hash, and `n` an integer.
pub(super) fn said(rest: &str) -> Vec<String> {
    let sheet = "message = input(\"abc\", max: 40)\ndigest = sha256(message)\nn = input(7, min: 1, max: 20)";
    said_of("", &format!("```sheet\n{sheet}\n```\n{rest}\n"))
}

/// The same of a whole lesson: lines of its front matter below the goal, and its text, which begins two lines
/// below them.
pub(super) fn said_of(front: &str, body: &str) -> Vec<String> {
    let source = format!("+++\ntitle = \"t\"\ngoal = \"g\"\n{front}+++\n\n# A page\n\n{body}");
    let lesson = parse("u/l", source.as_bytes(), &crate::view::names());
    assert_eq!(lesson.problems, [], "{source}");
    let mut found = found(&Ground::of(&lesson));
    Problem::sort(&mut found);
    found.iter().map(|problem| format!("{} {:?} {}", problem.line, problem.severity, problem.message)).collect()
}

/// Whether the rules say of each text what is expected: the beginnings of the problems.
#[track_caller]
pub(super) fn expect(cases: &[(&str, &[&str])]) {
    for (rest, expected) in cases {
        let found = said(rest);
        let alike = found.len() == expected.len()
            && found.iter().zip(*expected).all(|(found, expected)| found.starts_with(expected));
        assert!(alike, "{rest}\nexpected {expected:#?}\nfound {found:#?}");
    }
}
