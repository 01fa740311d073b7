//! What makes the program usable for everyone, on the real program: options, colours, ASCII, lines, mouse, settings.

mod support;

use std::fs;
use std::path::Path;

use support::program::{printed, run};
use support::pty::{Running, Terminal};

const ROUNDS: &str = "hashing/sha256-rounds";

fn quit(mut terminal: Running) {
    terminal.press("q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_given_back();
}

/// A directory with one lesson that is no part of the program.
fn own_lessons() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a directory");
    let course = "title = \"Our own course\"\n[[unit]]\nid = \"ours\"\ntitle = \"Ours\"\nlessons = [\"one\"]\n";
    let lesson = "+++\ntitle = \"Own lesson\"\ngoal = \"Be found.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n";
    fs::write(folder.path().join("course.toml"), course).expect("a course");
    fs::create_dir(folder.path().join("ours")).expect("a folder");
    fs::write(folder.path().join("ours/one.md"), lesson).expect("a lesson");
    folder
}
fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

// ------------------------------------------------------------------ options

#[test]
fn own_lessons_are_read_by_every_command() {
    let folder = own_lessons();
    let path = text(folder.path());
    let listed = printed(&["list", "lessons", "--lessons", path]);
    assert!(listed.contains("ours/one") && !listed.contains(ROUNDS), "{listed}");
    assert_eq!(printed(&["--lessons", path, "check"]), "1 lesson, 0 problems\n");
    for (arguments, wanted) in
        [(vec!["--lessons", path], "Our own course"), (vec!["learn", "ours/one", "--lessons", path], "1 of 1")]
    {
        let mut terminal = Terminal::new(80, 24).start(&arguments);
        terminal.wait_for(wanted);
        quit(terminal);
    }
}

/// The screen of a lesson as these options make it, and what was written.
fn shown(arguments: &[&str], no_color: bool) -> (bool, Vec<u8>) {
    let mut terminal = Terminal::new(80, 24);
    if no_color {
        terminal = terminal.env("NO_COLOR", "1");
    }
    let mut terminal = terminal.start(&[&["learn", ROUNDS], arguments].concat());
    terminal.wait_for("1 of 7");
    terminal.settle();
    let found = (terminal.has_colour(), terminal.bytes());
    quit(terminal);
    found
}

#[test]
fn colours_are_the_readers_to_choose() {
    assert!(shown(&[], false).0, "a terminal has colours");
    assert!(!shown(&[], true).0, "NO_COLOR is obeyed");
    assert!(!shown(&["--color", "never"], false).0);
    assert!(!shown(&["--theme=mono"], false).0);
    assert!(shown(&["--color=always"], true).0, "what is asked for on the command line wins");
}
#[test]
fn dark_and_light_backgrounds_have_colours_of_their_own() {
    let writes =
        |theme: &str, colour: &[u8]| shown(&["--theme", theme], false).1.windows(colour.len()).any(|w| w == colour);
    // Blue can be read on white, cyan on black.
    let (blue, cyan) = (b"38;5;4;".as_slice(), b"38;5;6;".as_slice());
    assert!(writes("light", blue) && !writes("light", cyan));
    assert!(writes("dark", cyan) && !writes("dark", blue));
}
#[test]
fn ascii_is_the_readers_to_choose() {
    assert!(shown(&["--ascii"], false).1.is_ascii());
    assert!(!shown(&["--ascii=false"], false).1.is_ascii());
}
#[test]
fn printed_mistakes_are_coloured_when_asked_for() {
    let coloured = |arguments: &[&str]| run(arguments).err.contains('\u{1b}');
    assert!(!coloured(&["run", "sha265(1)"]));
    assert!(coloured(&["run", "sha265(1)", "--color", "always"]));
    assert!(!coloured(&["run", "sha265(1)", "--color", "never"]));
    let wrong = run(&["run", "1", "--color", "sometimes"]);
    assert!(wrong.status == 2 && wrong.err.contains("auto, always, never"), "{}", wrong.err);
}
