//! The real program in a pseudo-terminal: that it starts, moves, resizes, refuses, rests, and gives the terminal back.

use crate::pty::{Running, Terminal};
use cleartext::shell::terminal::Screen;
use cleartext::ui::text::frame::Put;
use rustix::process::Signal;
use std::time::{Duration, Instant};

/// A lesson that is kept for the tests.
const ROUNDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/lessons/rounds.md");
/// Set where a picture shall panic.
const PANICS: &str = "CLEARTEXT_TEST_PANICS";

/// A lesson on the page of its fourth step: T1[0], two steps on.
fn in_the_rounds(columns: u16, rows: u16) -> Running {
    let mut terminal = Terminal::new(columns, rows).start(&["learn", ROUNDS]);
    terminal.wait_for("1 of 7");
    terminal.press("nnn");
    terminal.wait_for("4 of 7");
    terminal.press("<Right>");
    terminal.wait_for("Maj(a,");
    terminal
}
fn quit(mut terminal: Running) {
    terminal.press("q");
    assert!(terminal.wait_for_end().success());
    terminal.assert_given_back();
}

#[test]
fn it_opens_and_moves_at_every_size() {
    for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
        let mut terminal = in_the_rounds(columns, rows);
        terminal.settle();
        let text = terminal.text();
        assert!(text.lines().count() <= rows.into());
        assert!(text.contains("? help"), "the next keys are on the last line:\n{text}");
        assert!(text.contains("ba7816bf"), "the digest is in sight:\n{text}");
        quit(terminal);
    }
}
#[test]
fn a_tiny_terminal_gets_a_sentence() {
    let mut terminal = Terminal::new(10, 3).start(&["learn", ROUNDS]);
    terminal.wait_for("terminal");
    terminal.resize(80, 24);
    terminal.wait_for("1 of 7");
    quit(terminal);
}
#[test]
fn resizing_keeps_the_place() {
    let mut terminal = in_the_rounds(80, 24);
    for (columns, rows) in [(120, 40), (40, 12), (10, 3), (200, 60), (80, 24)] {
        terminal.resize(columns, rows);
        if columns >= 40 {
            terminal.wait_for("Maj(a,");
            terminal.wait_for("4 of 7");
        }
    }
    quit(terminal);
}
#[test]
fn the_course_map_opens_a_lesson_and_comes_back() {
    let mut terminal = Terminal::new(80, 24).start(&[]);
    terminal.wait_for("Cryptography, opened up");
    terminal.press("<Enter>");
    terminal.wait_for("1 of");
    terminal.press("<Esc>");
    terminal.wait_for("Cryptography, opened up");
    quit(terminal);
}
#[test]
fn editing_an_input_keeps_the_place() {
    let mut terminal = in_the_rounds(80, 24);
    terminal.press("e<Backspace>d<Enter>");
    terminal.wait_for("abd");
    terminal.wait_for("Maj(a,");
    terminal.wait_for("a52d159f");
    quit(terminal);
}

// ------------------------------------------------------------------ giving the terminal back

#[test]
fn control_c_quits_from_everywhere() {
    for keys in ["", "e", "?", "g", "<Enter>"] {
        let mut terminal = in_the_rounds(80, 24);
        terminal.press(keys);
        terminal.settle();
        terminal.press("<Ctrl-C>");
        terminal.wait_for_end();
        terminal.assert_given_back();
    }
}
#[test]
fn signals_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut terminal = in_the_rounds(80, 24);
        terminal.signal(signal);
        assert!(!terminal.wait_for_end().success(), "{signal:?} is no success");
        terminal.assert_given_back();
    }
}
#[test]
fn control_z_suspends_and_comes_back() {
    let mut terminal = in_the_rounds(80, 24);
    terminal.press("<Ctrl-Z>");
    terminal.wait_for_stop();
    terminal.assert_given_back();
    terminal.signal(Signal::CONT);
    terminal.wait_for("Maj(a,");
    terminal.press("<Right>");
    terminal.wait_for("e[0] = d");
    quit(terminal);
}
#[test]
fn a_panic_gives_the_terminal_back_and_can_be_read() {
    let this = std::env::current_exe().unwrap();
    let arguments = ["--exact", "session::a_picture_that_panics", "--ignored", "--nocapture"];
    let mut terminal = Terminal::new(80, 24).env(PANICS, "1").start_other(this.to_str().unwrap(), &arguments);
    assert!(!terminal.wait_for_end().success());
    assert!(terminal.text().contains("a bug in a picture"), "{}", terminal.text());
    assert!(String::from_utf8_lossy(&terminal.bytes()).contains("half-done"), "nothing was drawn");
    terminal.assert_given_back();
}
#[test]
#[ignore = "run in a terminal of its own by the test above"]
fn a_picture_that_panics() {
    if std::env::var_os(PANICS).is_none() {
        return;
    }
    let mut screen = Screen::take().expect("a terminal");
    screen.draw(|frame| frame.put(["half-done".into()], frame.area())).unwrap();
    screen.draw(|_| panic!("a bug in a picture")).unwrap();
}

// ------------------------------------------------------------------ what it writes

#[test]
fn without_colour() {
    let mut terminal = Terminal::new(80, 24).env("NO_COLOR", "1").start(&["learn", ROUNDS]);
    terminal.wait_for("1 of 7");
    terminal.settle();
    assert!(!terminal.has_colour());
    let bytes = terminal.bytes();
    let colour = |code: &[u8]| bytes.windows(code.len()).any(|w| w == code);
    assert!(!colour(b"\x1b[38;") && !colour(b"\x1b[48;"), "no colour is asked for");
    assert!(!terminal.runs(vt100::Cell::inverse).is_empty(), "the place one stands at is reversed");
    quit(terminal);
}
#[test]
fn in_ascii() {
    let mut terminal = Terminal::new(80, 24).env("LC_ALL", "C").start(&["learn", ROUNDS]);
    terminal.wait_for("1 of 7");
    terminal.press("nnn<Right>?");
    terminal.settle();
    assert!(terminal.bytes().is_ascii());
    terminal.press("<Esc>");
    terminal.settle();
    quit(terminal);
}
#[test]
fn hostile_text_never_reaches_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hostile.md");
    let lesson = "+++\ntitle = \"a\\u001b[31mred\\u202Eback\"\ngoal = \"&#27;]0;owned&#7;\"\n+++\n\n# One\u{1b}[2J \u{202e}&#27;[31m\n\n\
         ```sheet\nm = input(\"\\u{1b}[5m\u{200b}\", help: \"\\u{9b}31m\")\nd = sha256(m)\n```\n\n\
         ```watch\nvalue = \"d/pad\"\nview = \"text\"\n```\n";
    std::fs::write(&path, lesson).unwrap();
    let mut terminal = Terminal::new(80, 24).start(&["learn", path.to_str().unwrap()]);
    terminal.wait_for("1 of 1");
    for keys in ["e<End>x", "<Esc>", "vvvvv<Enter>", "<Right>?", "<Esc>"] {
        terminal.press(keys);
        terminal.settle();
    }
    let written = String::from_utf8(terminal.bytes()).expect("UTF-8");
    for hostile in ["\u{1b}[31mred", "\u{1b}]0;", "\u{7}", "\u{202e}", "\u{200b}", "\u{9b}", "\u{1b}[5m"] {
        assert!(!written.contains(hostile), "{hostile:?} reached the terminal");
    }
    quit(terminal);
}

// ------------------------------------------------------------------ large, wrong, and at rest

#[test]
fn a_paste_of_ten_mebibytes_is_answered() {
    let mut terminal = in_the_rounds(80, 24);
    terminal.press("e");
    terminal.wait_for("keep");
    terminal.paste(&"pasted ".repeat((10 << 20) / 7));
    terminal.wait_for("There was no room for");
    terminal.press("<Esc>");
    terminal.wait_for("abc");
    terminal.settle();
    terminal.press("<Right>");
    terminal.wait_for("e[0] = d");
    quit(terminal);
}
#[test]
fn a_dumb_terminal_gets_lines() {
    let mut terminal = Terminal::new(80, 24).env("TERM", "dumb").start(&["learn", ROUNDS]);
    terminal.wait_for("You can type:");
    terminal.press("q<Enter>");
    assert!(terminal.wait_for_end().success());
    assert!(terminal.bytes().windows(12).any(|bytes| bytes == b"page 1 of 7."));
    assert!(!terminal.bytes().contains(&0x1b), "no sequence is sent to it");
    let mut terminal = Terminal::new(80, 24).env("TERM", "dumb").start(&["learn", ROUNDS, "--plain=false"]);
    assert!(!terminal.wait_for_end().success());
    assert!(terminal.text().contains("TERM"), "{}", terminal.text());
}
#[test]
fn without_a_terminal_there_are_lines() {
    let ran = crate::program::run(&["learn", ROUNDS]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("page 1 of 7.") && ran.out.ends_with("> \n"), "{}", ran.out);
    let ran = crate::program::run(&["learn", ROUNDS, "--plain=false"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("--plain"), "{}", ran.err);
}
#[test]
fn at_rest_it_writes_nothing_and_uses_no_time() {
    let mut terminal = in_the_rounds(80, 24);
    terminal.settle();
    // What still runs at first, such as the comparison with the vetted crate, is over when a second of silence is.
    std::thread::sleep(Duration::from_millis(300));
    let before = (terminal.written(), processor_time(&terminal));
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!((terminal.written(), processor_time(&terminal)), before, "bytes written and ticks of processor time");
    quit(terminal);
}
/// Another thread computes: the screen goes on showing how far it has come, and never waits for it.
#[test]
fn what_takes_long_shows_how_far_it_has_come() {
    let mut terminal = Terminal::new(80, 24).start(&["bench", "sha512(repeat(0x61, 1073741824))"]);
    terminal.wait_for("being computed");
    let before = terminal.frames();
    std::thread::sleep(Duration::from_secs(1));
    let shown = terminal.frames() - before;
    assert!(shown >= 5, "{shown} pictures in a second");
    let (took, _) = terminal.answer("o");
    assert!(took < Duration::from_millis(250), "a new cell took {took:?}");
    terminal.wait_for("new");
}
/// Ticks of processor time that the program has used.
fn processor_time(terminal: &Running) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", terminal.pid())).expect("Linux");
    let after_name = stat.rsplit_once(')').expect("a name in brackets").1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |place: usize| fields[place].parse::<u64>().expect("a number");
    ticks(11) + ticks(12)
}
#[test]
fn a_file_that_changes_is_computed_anew_without_a_key() {
    let folder = tempfile::tempdir().expect("a directory");
    let path = folder.path().join("stored.txt");
    std::fs::write(&path, "one").expect("written");
    let mut terminal = Terminal::new(100, 24).start(&["bench", &format!("sha256(file({:?}))", path.display())]);
    terminal.wait_for("7692c3ad 3540bb80");
    terminal.wait_for("✓ sha2");
    let saved = folder.path().join("stored.txt~");
    std::fs::write(&saved, "two").expect("written");
    std::fs::rename(&saved, &path).expect("saved as an editor does");
    terminal.wait_until("the new digest in the pane and in the list, checked", |screen| {
        let shown = screen.contents();
        shown.matches("3fc4ccfe").count() == 2 && !shown.contains("7692c3ad") && shown.contains("✓ sha2")
    });
    quit(terminal);
}

#[test]
fn a_saved_lesson_is_read_again_where_one_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.md");
    let lesson = |word: &str| {
        format!(
            "+++\ntitle = \"Mine\"\ngoal = \"Reload.\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n---\n\n\
             # Two\n\nThe word is {word}.\n\n```watch\nvalue = \"d/block[0]/T1[0]\"\n```\n"
        )
    };
    std::fs::write(&path, lesson("before")).unwrap();
    let mut terminal = Terminal::new(80, 24).start(&["learn", "--lessons", path.to_str().unwrap()]);
    terminal.wait_for("Reload.");
    terminal.press("<Enter>");
    terminal.wait_for("1 of 2");
    terminal.press("n");
    terminal.wait_for("The word is before.");
    terminal.press("<Right>");
    terminal.wait_for("[08909ae5]");
    std::fs::write(&path, lesson("after")).unwrap();
    terminal.wait_for("The word is after.");
    terminal.wait_for("[08909ae5]");
    std::fs::write(&path, "+++\ntitle = \n").unwrap();
    terminal.settle();
    std::fs::write(&path, lesson("mended")).unwrap();
    terminal.wait_for("The word is mended.");
    quit(terminal);
}

// ------------------------------------------------------------------ measurements of what is handed out

#[test]
#[ignore = "for the program as it is handed out: --profile dist"]
fn memory_after_the_first_frame() {
    let mut terminal = Terminal::new(80, 24).start(&["learn", ROUNDS]);
    terminal.wait_for("sha2 0.11");
    terminal.settle();
    let kib = terminal.resident();
    println!("resident after the first frame: {kib} KiB; the goal is at most 8192");
    assert!(kib <= 8192);
    quit(terminal);
}
#[test]
#[ignore = "builds what is handed out, which takes minutes"]
fn size_of_the_binary() {
    // What tests run is built to unwind, and larger.
    let cargo = std::env::var("CARGO").expect("cargo runs the tests");
    let mut build = std::process::Command::new(cargo);
    build.args(["build", "--locked", "--profile", "dist"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(build.status().expect("cargo starts").success());
    let targets =
        std::path::Path::new(env!("CARGO_BIN_EXE_cleartext")).ancestors().nth(2).expect("a folder of targets");
    let bytes = std::fs::metadata(targets.join("dist/cleartext")).expect("the program").len();
    println!("the binary: {bytes} bytes; the goal is at most 12,000,000");
    assert!(bytes <= 12_000_000);
}
/// A first frame against a program that writes the same bytes: both start, write, and are seen, one after the other.
/// The program is copied first, as installing does: the file as the linker left it lies in memory in small pieces, and
/// takes half a millisecond more to start.
#[test]
#[ignore = "for the program as it is handed out: --profile dist"]
fn time_to_the_first_frame() {
    let folder = tempfile::tempdir().unwrap();
    let [program, frame] = ["cleartext", "frame"].map(|name| folder.path().join(name).display().to_string());
    std::fs::copy(env!("CARGO_BIN_EXE_cleartext"), &program).unwrap();
    let start = |program: &str, arguments: &[&str]| {
        let begun = Instant::now();
        let mut terminal = Terminal::new(80, 24).start_other(program, arguments);
        terminal.wait_for("? help");
        (begun.elapsed(), terminal.bytes())
    };
    std::fs::write(&frame, start(&program, &["learn", "hashing/sha256-rounds"]).1).unwrap();
    let [mut ours, mut theirs] = [Duration::MAX; 2];
    for _ in 0..20 {
        ours = ours.min(start(&program, &["learn", "hashing/sha256-rounds"]).0);
        theirs = theirs.min(start("cat", &[&frame]).0);
    }
    println!("first frame: {ours:?}; cat of the same bytes: {theirs:?}; the goal is at most twice");
    assert!(ours <= theirs * 2);
}
