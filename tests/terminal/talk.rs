//! Two terminals of one talk: the wall, and the notes of whoever speaks.

use std::os::unix::fs::PermissionsExt;

use rustix::process::Signal;

use crate::pty::{Running, Terminal};

fn start(folder: &tempfile::TempDir, arguments: &[&str]) -> Running {
    let path = folder.path().to_str().expect("UTF-8");
    Terminal::new(80, 24).env("XDG_RUNTIME_DIR", path).start(arguments)
}

const LESSON: &str = "hashing/sha256-rounds";

#[test]
fn notes_follow_the_talk_and_the_talk_does_not_need_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut notes = start(&folder, &["present", "--notes"]);
    notes.wait_for("No talk goes on");
    let mut wall = start(&folder, &["present", LESSON]);
    wall.wait_for("One round, sixty-four times");
    notes.wait_for("2.2 p1 of 10, step 1 of 6");
    notes.wait_for("next key      the question");
    notes.wait_for("✓ a and e");
    wall.press("n");
    wall.wait_for("Which?");
    notes.wait_for("step 2 of 6");
    assert!(!wall.text().contains("a and e"), "{}", wall.text());
    let mode = std::fs::metadata(folder.path().join("cleartext/notes.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // The second terminal dies: the talk goes on, and another may follow.
    drop(notes);
    wall.press("n");
    wall.wait_for("a) a and b");
    let mut notes = start(&folder, &["present", "--notes"]);
    notes.wait_for("step 3 of 6");
    wall.press("2<Enter>");
    wall.wait_for("What enters them");
    notes.wait_for("Ask the room which one");
    notes.press("q");
    notes.wait_for_end();
    notes.assert_given_back();
    wall.press("q");
    wall.wait_for_end();
    wall.assert_given_back();
}

#[test]
fn notes_left_by_a_talk_that_was_killed_are_known_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let mut wall = start(&folder, &["present", LESSON]);
    wall.wait_for("One round, sixty-four times");
    let mut notes = start(&folder, &["present", "--notes"]);
    notes.wait_for("2.2 p1 of 10");
    wall.signal(Signal::KILL);
    notes.wait_for("The talk is over; its last notes.");
    notes.wait_for("next page");
    let mut wall = start(&folder, &["present", LESSON]);
    wall.wait_for("One round, sixty-four times");
    notes.wait_for("2.2 p1 of 10");
}

#[test]
fn a_second_talk_is_told_of_the_first_and_takes_over_the_notes() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = start(&folder, &["present", LESSON]);
    first.wait_for("One round, sixty-four times");
    let mut notes = start(&folder, &["present", "--notes"]);
    notes.wait_for("2.2 p1 of 10");
    let mut second = start(&folder, &["present", "start/keys"]);
    second.wait_for("Another talk goes on");
    second.press("2<Enter>");
    second.wait_for("1.1 p2 of 6");
    first.press("q");
    first.wait_for_end();
    notes.wait_for("1.1 p2 of 6");
}

#[test]
fn a_talk_goes_on_where_no_notes_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cleartext"), "in the way").unwrap();
    let mut wall = start(&folder, &["present", LESSON]);
    wall.wait_for("One round, sixty-four times");
    wall.press("nn");
    wall.wait_for("a) a and b");
    let refused = std::process::Command::new(env!("CARGO_BIN_EXE_cleartext"))
        .args(["present", "--notes"])
        .env("XDG_RUNTIME_DIR", folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("yours alone"), "{said}");
}
