//! What makes the program usable for everyone, on the real program: options, colours, ASCII, lines, mouse, settings.

use std::fs;
use std::path::Path;

use crate::program::{printed, run};
use crate::pty::{Running, Terminal};
use rustix::process::Signal;

/// A lesson that is kept for the tests.
const ROUNDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/lessons/rounds.md");

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
    assert!(listed.contains("ours/one") && !listed.contains("hashing/sha256-rounds"), "{listed}");
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
    let (blue, cyan) = (b"34m".as_slice(), b"36m".as_slice());
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

// ------------------------------------------------------------------ the mouse

fn with_mouse(arguments: &[&str], wanted: &str) -> Running {
    let mut terminal = Terminal::new(80, 24).start(&[arguments, &["--mouse"]].concat());
    terminal.wait_for(wanted);
    terminal.wait_until("the mouse", |screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    terminal
}

#[test]
fn the_mouse_is_left_alone_unless_asked_for_and_given_back() {
    let mut terminal = Terminal::new(80, 24).start(&["learn", ROUNDS]);
    terminal.wait_for("1 of 7");
    terminal.settle();
    assert!(!terminal.has_mouse());
    terminal.press("M");
    terminal.wait_for("Hold Shift to select text");
    assert!(terminal.has_mouse());
    terminal.press("M");
    terminal.wait_for("the terminal's again");
    assert!(!terminal.has_mouse());
    terminal.press("M");
    terminal.wait_for("Hold Shift");
    terminal.press("?");
    terminal.wait_for("Keys on a page");
    terminal.press("<End>");
    terminal.wait_for("hold Shift to select text");
    terminal.press("<Esc>");
    terminal.settle();
    quit(terminal);
}
#[test]
fn the_mouse_is_given_back_on_signals_and_taken_again_after_a_stop() {
    for signal in [Signal::TERM, Signal::HUP] {
        let mut terminal = with_mouse(&["learn", ROUNDS], "1 of 7");
        terminal.signal(signal);
        terminal.wait_for_end();
        terminal.assert_given_back();
    }
    let mut terminal = with_mouse(&["learn", ROUNDS], "1 of 7");
    terminal.press("<Ctrl-Z>");
    terminal.wait_for_stop();
    terminal.assert_given_back();
    terminal.signal(Signal::CONT);
    terminal.wait_for("1 of 7");
    terminal.wait_until("the mouse", |screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    quit(terminal);
}
#[test]
fn a_lesson_is_walked_with_the_mouse_alone() {
    let mut terminal = with_mouse(&["--lessons", ROUNDS], "rounds of the tests");
    // A row is chosen by the first click and opened by the second.
    let row = terminal.find("rounds of the tests");
    terminal.click(row);
    terminal.wait_until("the chosen row", |screen| {
        screen.cell(row.1 as u16, row.0 as u16).is_some_and(vt100::Cell::inverse)
    });
    terminal.click(row);
    terminal.wait_for("1 of 7");
    // The words of the help line are buttons.
    terminal.settle();
    terminal.click(terminal.find("? help"));
    terminal.wait_for("Keys on a page");
    // Alone: with a letter right behind it, Esc would mean Alt.
    terminal.press("<Esc>");
    terminal.wait_for("1 of 7");
    terminal.press("nnn");
    terminal.wait_for("4 of 7");
    terminal.wait_for("T1[0]");
    // The timeline: a click goes there, a drag goes along, also where it leaves the line.
    let (column, row) = terminal.find("●");
    terminal.click((79, row));
    terminal.settle();
    let first = terminal.text();
    terminal.mouse(0, (column, row));
    terminal.mouse(32, (column + 20, row + 3));
    terminal.settle();
    assert_ne!(terminal.text(), first, "the drag goes elsewhere");
    assert_ne!(terminal.find("●").0, column, "the drag goes along");
    terminal.press("gdigest/block[0]/T1[12]<Enter>");
    terminal.wait_for("9052955f");
    // An operand is chosen, then opened.
    let operand = terminal.find("Ch(e[11], f");
    terminal.click(operand);
    terminal.wait_for("▸Ch(e[11]");
    terminal.click(operand);
    terminal.wait_for("∧");
    // An input.
    terminal.click(terminal.find("message  abc"));
    terminal.wait_for("keep");
    terminal.press("<Esc>");
    terminal.wait_for("? help");
    quit(terminal);
}
#[test]
fn an_answer_is_clicked_and_the_wheel_scrolls() {
    let mut terminal = with_mouse(&["learn", ROUNDS], "1 of 7");
    terminal.press("nn");
    terminal.wait_for("3 of 7");
    let answer = terminal.find("a and e");
    terminal.click(answer);
    terminal.wait_for("▸ a and e");
    terminal.click(answer);
    terminal.wait_for("The other six are moved");
    quit(terminal);
    let mut terminal = with_mouse(&[], "Cryptography, opened up");
    terminal.press("<End>");
    terminal.settle();
    let chosen = |terminal: &Running| terminal.row(terminal.find("▸").1);
    let before = chosen(&terminal);
    terminal.mouse(64, (10, 5));
    terminal.settle();
    assert_ne!(chosen(&terminal), before, "the wheel goes up the list");
    quit(terminal);
}

#[test]
fn what_lies_over_a_page_is_clicked_and_scrolled() {
    let mut terminal = with_mouse(&["learn", ROUNDS], "1 of 7");
    let reversed = |terminal: &mut Running, (column, row): (usize, usize)| {
        terminal.wait_until("the chosen row", |screen| {
            screen.cell(row as u16, column as u16).is_some_and(vt100::Cell::inverse)
        });
    };
    // What is clicked is chosen; clicked once more, it is taken.
    let take = |terminal: &mut Running, text: &str| {
        let place = terminal.find(text);
        terminal.click(place);
        reversed(terminal, place);
        terminal.click(place);
    };
    // The words of the page: one click, and what it means is there; the wheel goes on.
    terminal.press("T");
    terminal.wait_for("Words");
    let word = terminal.find("prime");
    terminal.click(word);
    reversed(&mut terminal, word);
    terminal.wait_for("itself");
    terminal.mouse(65, (70, 20));
    terminal.wait_until("the row below", |screen| {
        screen.cell(word.1 as u16 + 1, word.0 as u16).is_some_and(vt100::Cell::inverse)
    });
    terminal.press("<Esc>");
    terminal.wait_for("? help");
    // A command of the palette: the first click chooses, the second runs it.
    terminal.press(":");
    terminal.wait_for("What can be done here");
    take(&mut terminal, "The next page of the lesson");
    terminal.wait_for("2 of 7");
    // A found place.
    terminal.press("nngdigest/block[0]/T1[12]<Enter>/9052955f");
    terminal.wait_for("first appears");
    let place = terminal.find("digest/block[0]/T1[12] ");
    terminal.click(place);
    terminal.wait_for("T1[12] = h");
    // The tree: the sign opens and closes, the name is gone to, and back.
    terminal.press("P");
    terminal.wait_for("your bytes");
    terminal.click(terminal.find("▾ h[11]"));
    terminal.wait_for("▸ h[11]");
    terminal.click(terminal.find("▸ h[11]"));
    terminal.wait_for("▾ h[11]");
    take(&mut terminal, "d[7]");
    terminal.wait_for("d[7] = c");
    terminal.press("<Backspace><Backspace>");
    terminal.wait_for("T1[12] = h");
    // What can be copied.
    terminal.press("Y");
    terminal.wait_for("base64");
    take(&mut terminal, "kFKVXw==");
    terminal.wait_for("copied 8 characters");
    // Playing: its controls, and a click elsewhere pauses.
    terminal.press(".");
    terminal.wait_for("1 a second");
    terminal.click(terminal.find("< slower"));
    terminal.wait_for("one in 2 seconds");
    terminal.click(terminal.find(", by what"));
    terminal.wait_for("segment by segment");
    terminal.click(terminal.find(". pause"));
    terminal.wait_for("Paused");
    quit(terminal);
}

// ------------------------------------------------------------------ the file of settings, and the doctor

/// The program with a home of its own, where this is the file of settings.
fn with_config(text: &str, arguments: &[&str]) -> (i32, String, String) {
    let home = tempfile::tempdir().expect("a directory");
    fs::create_dir(home.path().join("cleartext")).expect("a folder");
    fs::write(home.path().join("cleartext/config.toml"), text).expect("a file");
    let mut command = crate::program::command(arguments);
    let output = command.env("XDG_CONFIG_HOME", home.path()).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an end"), text(output.stdout), text(output.stderr))
}

#[test]
fn the_file_of_settings_is_checked_with_a_caret() {
    let (status, out, _) = with_config("theme = \"light\"\ncolour = \"never\"\n", &["config", "check"]);
    assert_eq!(status, 1);
    assert!(out.contains("config.toml:2:1") && out.contains("^^^^^^"), "{out}");
    assert!(out.contains("id you mean `color`?") && out.contains("1 problem\n"), "{out}");
    let (status, out, _) = with_config("[keys]\nusers = \"p\"\n", &["config", "check"]);
    assert!(status == 1 && out.contains("config.toml:2:9") && out.contains("is `from` on a page already"), "{out}");
    assert_eq!(with_config("mouse = true\n", &["config", "check"]).0, 0);
    let (status, out, _) = with_config("", &["config", "path"]);
    assert!(status == 0 && out.ends_with("/cleartext/config.toml\n"), "{out}");
    let nowhere =
        crate::program::command(&["config", "check"]).env("XDG_CONFIG_HOME", "/no/such").output().expect("it runs");
    assert!(nowhere.status.success());
}
#[test]
fn keys_of_ones_own_are_listed_and_work() {
    let (_, out, _) = with_config("[keys]\npage-after = \"x\"\nflip = \"X\"\n", &["list", "keys"]);
    assert!(out.contains("x                    page-after"), "{out}");
    let (status, _, err) = with_config("[keys]\npage-after = \"x\"\n", &["list", "keys"]);
    assert!(status == 0 && err.contains("config.toml, line 2") && err.contains("config check"), "{err}");
    let (status, out, _) = with_config("ascii = true\n[keys]\nflip = \"X\"\npage-after = \"x\"\n", &["learn", ROUNDS]);
    assert!(status == 0 && out.contains("next (x)") && out.is_ascii(), "{out}");
    let (_, out, _) = with_config("ascii = true\n", &["learn", ROUNDS, "--ascii=false"]);
    assert!(!out.is_ascii(), "the command line wins");
}
#[test]
fn a_broken_file_of_settings_stops_nothing() {
    let home = tempfile::tempdir().expect("a directory");
    fs::create_dir(home.path().join("cleartext")).expect("a folder");
    fs::write(home.path().join("cleartext/config.toml"), "ascii = true\ntheme = 7\n").expect("a file");
    let mut terminal = Terminal::new(80, 24).env("XDG_CONFIG_HOME", text(home.path())).start(&["learn", ROUNDS]);
    terminal.wait_for("config.toml, line 2");
    terminal.press("<Right>");
    terminal.settle();
    assert!(terminal.bytes().is_ascii(), "what can be read of it holds");
    quit(terminal);
}
#[test]
fn the_doctor_names_what_is_in_the_way() {
    let mut terminal = Terminal::new(80, 24).start(&["doctor"]);
    assert!(terminal.wait_for_end().success());
    let said = terminal.text();
    for fact in [
        "+ size: 80 by 24",
        "+ colours:",
        "+ characters: Unicode",
        "+ clipboard:",
        "+ mouse: off",
        "+ settings:",
        "+ lessons:",
    ] {
        assert!(said.contains(fact), "{fact}:\n{said}");
    }
    let mut small = Terminal::new(39, 24).env("TERM", "dumb").start(&["doctor"]);
    assert!(!small.wait_for_end().success());
    let said = small.text();
    assert!(said.contains("! size: 39 by 24") && said.contains("! TERM: dumb"), "{said}");
    assert_eq!(run(&["doctor"]).status, 1, "a pipe is no terminal");
}
