//! A workshop in a real terminal.

use crate::pty::Terminal;

#[test]
fn a_set_is_answered_in_a_terminal_and_the_report_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().to_str().expect("UTF-8");
    let mut terminal = Terminal::new(80, 24).start(&["workshop", "passwords", "--learner", "ada", "--to", to]);
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
