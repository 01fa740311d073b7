//! Reports that are handed in, also those that are foreign, damaged, or there twice.

use std::fs;

use super::{SET, graded, put, report};
use crate::support::program::run;

#[test]
fn foreign_reports_do_not_reach_the_terminal_or_other_folders() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    let text = report("mallory", 2, 0, &[("product", "\u{1b}[31m<script>\u{202e}".into())]).write();
    put(folder.path(), "handed/a", &text);
    put(folder.path(), "handed/b", &text.replace("learner mallory", "learner ../../etc/x"));
    put(folder.path(), "handed/c\u{1b}[2J", &text.replace("learner mallory", "learner a\u{1b}[2J"));
    put(folder.path(), "handed/d", &report("=1+2", 2, 0, &[]).write());
    put(
        folder.path(),
        "handed/e",
        &report("eve", 2, 0, &[("product", "=1+2".into()), ("nothing", "x".into())]).write(),
    );
    let pages = folder.path().join("pages");
    for more in [vec![], vec!["--csv"], vec!["--feedback", pages.to_str().expect("UTF-8")]] {
        let ran = graded(folder.path(), &more);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let said = ran.out + &ran.err;
        assert!(said.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{said:?}");
        assert!(said.contains("has no id"), "{said}");
        assert!(said.contains("the set has no question `nothing`"), "{said}");
    }
    let ran = graded(folder.path(), &["--csv"]);
    let mut cells = ran.out.split([',', '\n']);
    assert!(!cells.any(|cell| cell.starts_with(['=', '+', '@'])), "a spreadsheet must not compute it: {}", ran.out);
    let names: Vec<_> = fs::read_dir(&pages).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(!fs::read_to_string(pages.join("mallory.html")).expect("a page").contains("<script>"));
}

#[test]
fn a_report_in_two_places_and_what_is_not_graded_beside_it_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    let whole = report("ada", 2, 0, &[("product", "1".to_owned()), ("hash", "00".to_owned())]);
    let earlier = report("ada", 2, 0, &[("product", "1".to_owned())]).write();
    put(folder.path(), "handed/Ada_file/report.txt", &whole.write());
    put(folder.path(), "handed/Bob_file/report.txt", &whole.write());
    put(folder.path(), "handed/Ada_file/cut.txt", earlier.split("checksum").next().expect("a head"));
    put(folder.path(), "handed/Ada_file/old.txt", &report("ada", 1, -9, &[]).write());
    put(folder.path(), "handed/Ada_file/before.txt", &earlier);
    let ran = graded(folder.path(), &[]);
    for says in [
        "the report of ada lies in two places: Ada_file/report.txt and Bob_file/report.txt",
        "Ada_file/cut.txt is another report of this id, damaged or edited, and not graded",
        "Ada_file/old.txt is another report of this id, of version 1, and not graded",
    ] {
        assert!(ran.out.contains(says), "{says}\n{}", ran.out);
    }
    assert!(!ran.out.contains("begun at another time") && !ran.out.contains("before.txt"), "{}", ran.out);
    // An earlier state in the folder of somebody else is no earlier state of theirs.
    put(folder.path(), "handed/Cyd_file/report.txt", &earlier);
    let told = "lies in 3 places: Ada_file/report.txt and Bob_file/report.txt and Cyd_file/report.txt";
    assert!(graded(folder.path(), &[]).out.contains(told));
}

#[test]
fn a_report_that_was_only_opened_stands_behind_one_with_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    put(folder.path(), "handed/a.txt", &report("ada", 2, 0, &[("why", "Because.".to_owned())]).write());
    put(folder.path(), "handed/b.txt", &report("ada", 2, 60, &[]).write());
    let ran = graded(folder.path(), &[]);
    assert!(ran.out.contains("1 of 1 answered"), "{}", ran.out);
    assert!(ran.out.contains("the one with the last answer is graded"), "{}", ran.out);
}

#[test]
fn a_folder_without_reports_and_a_damaged_report_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    put(folder.path(), "handed/notes.pdf", "%PDF");
    for more in [&[][..], &["--csv"]] {
        let ran = graded(folder.path(), more);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains("there are no reports on `small` in "), "{}", ran.err);
        assert!(ran.err.contains("1 file without a report: notes.pdf"), "{}", ran.err);
    }
    let text = report("ada", 2, 0, &[("product", "1".to_owned())]).write();
    for (name, text, is_told) in [("whole.txt", text.as_str(), false), ("cut.txt", &text[..text.len() - 9], true)] {
        put(folder.path(), name, text);
        let ran = run(&["workshop", "report", folder.path().join(name).to_str().expect("UTF-8")]);
        assert_eq!((ran.status, ran.out.lines().count()), (0, 1), "{}", ran.err);
        assert_eq!(ran.err.contains("does not fit: it is cut, damaged or edited"), is_told, "{}", ran.err);
    }
}
