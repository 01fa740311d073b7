//! Conversations with the program in plain lines, as files: what follows `> ` was typed, all else it said.
//!
//! After a change that is meant, `UPDATE_TRANSCRIPTS=1 cargo test --test suite transcripts` writes them anew; read the
//! difference.

use std::fs;

use crate::support::program::run_with;

/// Runs the program with the lines that were typed in a transcript, and compares all of it.
fn replay(name: &str, arguments: &[&str]) {
    let path = format!("{}/tests/transcripts/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let wanted = fs::read_to_string(&path).expect("a transcript");
    let typed: String =
        wanted.lines().filter_map(|line| line.strip_prefix("> ")).map(|line| format!("{line}\n")).collect();
    let ran = run_with(arguments, typed.as_bytes());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{name}");
    if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
        fs::write(&path, &ran.out).expect("it can be written");
        return;
    }
    let first = wanted.lines().zip(ran.out.lines()).position(|(wanted, found)| wanted != found);
    assert!(wanted == ran.out, "{name}, line {:?}:\n{}", first.map(|line| line + 1), ran.out);
}

const LESSON: [&str; 3] = ["--plain", "--lessons", "tests/transcripts/lesson.md"];

#[test]
fn a_lesson_is_chosen_walked_and_edited() {
    replay("walk", &LESSON);
}
#[test]
fn questions_are_asked_answered_and_hide_what_they_ask_for() {
    replay("questions", &LESSON);
    let said = fs::read_to_string("tests/transcripts/questions.txt").expect("a transcript");
    let (before, after) = said.split_once("The other six are moved").expect("the answer to the prediction");
    assert!(!before.contains("5d6aebcd") && after.contains("5d6aebcd"), "a[0] is hidden until one has answered");
}
#[test]
fn one_finds_follows_looks_up_copies_and_plays() {
    replay("tools", &LESSON);
    let said = fs::read_to_string("tests/transcripts/tools.txt").expect("a transcript");
    let (before, after) = said.split_once("The other six are moved").expect("the answer to the prediction");
    let (_, before) = before.split_once("> /").and_then(|(_, rest)| rest.split_once("page 2 of 3")).expect("a page");
    assert!(!before.contains("is 5d6aebcd") && !before.contains("value, 5d6a"), "a[0] is hidden on every prompt");
    assert!(after.contains("9052955f"));
}
#[test]
fn the_bench_takes_formulas() {
    replay("bench", &["bench", "--plain", "sha256(\"abc\")"]);
}
#[test]
fn in_ascii() {
    replay("ascii", &[&LESSON[..], &["--ascii"]].concat());
    assert!(fs::read("tests/transcripts/ascii.txt").expect("a transcript").is_ascii());
}
#[test]
fn nonsense_is_answered() {
    let bytes: Vec<u8> = (0..=255u8).chain(*b"\n\xff\xfe\n999999999999999999999\nn n n\n\x1b[31m\nq\n").collect();
    let ran = run_with(&LESSON, &bytes);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let unsafe_signs = |c: char| c.is_control() && c != '\n';
    assert!(!ran.out.contains(unsafe_signs), "{:?}", ran.out);
}
#[test]
fn notes_are_said_where_they_are_asked_for() {
    let said = |arguments: &[&str]| run_with(arguments, b"q\n").out;
    let lesson = ["--plain", "learn", "start/keys"];
    assert!(!said(&lesson).contains("Type the name of somebody"));
    assert!(said(&[&lesson[..], &["--notes"]].concat()).contains("Type the name of somebody"));
}
#[test]
fn a_text_that_begins_with_the_key_of_the_help_is_no_question() {
    let said = run_with(&["--plain", "learn", "start/keys"], b"n\nn\nn\nn\nn\nq\n").out;
    assert!(said.contains("\nKey ? lists all keys. q ends.\n"), "{said}");
}
#[test]
fn letters_are_a_numbered_list_in_lines() {
    let lines = b"g digest/block[0]/T1[12]\nf\nj\nf\n9\nf\nzz\nq\n";
    let said = run_with(&["--plain", "--lessons", "tests/support/lessons/rounds.md", "learn", "rounds"], lines).out;
    assert!(said.contains("What one can go to from here:"), "{said}");
    assert!(said.contains("\n9 or i: Σ1(e[11]) is ccdee661\n"), "{said}");
    // By its letter into Ch, by its number to the input.
    assert!(said.contains("You are at digest/block[0]/Ch[12]/Ch, T1[12] of 0 to 63"), "{said}");
    assert!(said.contains("You are at message"), "{said}");
    assert!(said.contains("Nothing here has the letters z."), "{said}");
}
