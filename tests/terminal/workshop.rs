//! A workshop in a real terminal.

use rustix::process::Signal;

use crate::pty::Terminal;

#[test]
fn a_set_on_the_screen_is_left_killed_and_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().to_str().expect("UTF-8");
    let path = folder.path().join("passwords-ada.report.txt");
    let start = |learner: &str| {
        let terminal = Terminal::new(80, 24).env("XDG_STATE_HOME", to);
        terminal.start(&["workshop", "passwords", "--learner", learner, "--to", to])
    };
    let report = || std::fs::read_to_string(&path).expect("the report");
    let mut terminal = start("ada");
    terminal.wait_for("Your values are your own");
    terminal.wait_for("next question");
    terminal.press("n");
    terminal.wait_for("1. pin");
    terminal.press("aj\r");
    terminal.wait_for("right:");
    terminal.wait_for("1 of 24 points");
    terminal.press("na00000000\r");
    terminal.wait_for("2 answers left.");
    terminal.resize(120, 40);
    terminal.wait_for("2 answers left.");
    terminal.resize(80, 24);
    // What was answered is written while the question stands; what is typed is lost with a kill, and nothing else.
    terminal.press("a1234");
    terminal.wait_for("1234");
    let begun = std::time::Instant::now();
    while report().matches("answer ").count() < 2 && begun.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let before = report();
    assert_eq!(before.matches("\nanswer ").count(), 2, "{before}");
    terminal.signal(Signal::KILL);
    terminal.wait_for_end();
    assert_eq!(report(), before);
    let mut terminal = start("ada");
    terminal.wait_for("2. salted");
    terminal.wait_for("2 answers left.");
    // Whoever is ended kindly finds what was begun, too.
    terminal.press("a5678");
    terminal.wait_for("5678");
    terminal.signal(Signal::TERM);
    terminal.wait_for_end();
    let mut terminal = start("ada");
    terminal.wait_for("5678");
    terminal.press("<Esc>");
    terminal.wait_for("Esc list");
    // The note on the title line is in the report, too, where the teacher's list shows it.
    terminal.press("W");
    terminal.wait_for("help wanted");
    terminal.press("q");
    terminal.wait_for_end();
    terminal.assert_given_back();
    assert!(terminal.text().contains("1 of 24 points so far."), "{}", terminal.text());
    assert!(terminal.text().contains("passwords-ada.report.txt"), "{}", terminal.text());
    let (answers, rest) = before.split_once("checksum").expect("a checksum");
    let after = report();
    assert!(after.starts_with(answers) && after.contains("\nnote help ") && !after.ends_with(rest), "{after}");
}

#[test]
fn a_report_that_cannot_be_written_is_printed_as_a_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("gone").display().to_string();
    let state = folder.path().display().to_string();
    let terminal = Terminal::new(80, 24).env("XDG_STATE_HOME", &state);
    let mut terminal = terminal.start(&["workshop", "passwords", "--learner", "ada", "--to", &to]);
    terminal.wait_for("cannot be written");
    terminal.press("naj\r");
    terminal.wait_for("1 of 24 points");
    terminal.press("q");
    terminal.wait_for_end();
    assert!(terminal.text().contains("Hand in this line"), "{}", terminal.text());
    assert!(terminal.text().contains("cleartext-report:"), "{}", terminal.text());
}

#[test]
fn a_set_is_answered_in_lines_in_a_terminal_and_the_report_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().to_str().expect("UTF-8");
    let mut terminal =
        Terminal::new(80, 24).start(&["workshop", "passwords", "--learner", "ada", "--to", to, "--plain"]);
    terminal.wait_for("Question 1 of 12");
    terminal.press("2\r");
    terminal.wait_for("Right.");
    terminal.wait_for("Question 2 of 12");
    terminal.press("?\r");
    terminal.wait_for("Hint: ");
    terminal.press(":quit\r");
    terminal.wait_for("1 of 24 points so far.");
    terminal.wait_for_end();
    let report = std::fs::read_to_string(folder.path().join("passwords-ada.report.txt")).expect("the report");
    assert!(report.contains("answer pin ") && report.contains("hint salted "), "{report}");
    let mut terminal = Terminal::new(80, 24).start(&["grade", "passwords", to, "--watch"]);
    terminal.wait_for("ada");
    terminal.wait_for("Ctrl-C ends");
    terminal.press("\u{3}");
    terminal.wait_for_end();
}
