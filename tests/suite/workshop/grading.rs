//! Grades of a room: thirty learners, of whom some did something else, and what their teacher and they are told.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use cleartext::learner::workshop::report::{Did, Report};
use cleartext::lesson::set::Set;

use super::{SET, at, begins, graded, inputs, name, put, report};
use crate::support::program::printed;

/// Answers of a learner of the room, by number: everything right; the sum first; never right; the wrong choice; one
/// only.
fn answers(number: usize, (n, m, word): (u64, u64, String)) -> Vec<(&'static str, String)> {
    let product = ("product", (n * m).to_string());
    let (hash, no, why) = (("hash", begins(&word)), ("choice", "no".to_owned()), ("why", "Because.".to_owned()));
    match number % 5 {
        0 => vec![product, hash, no, why],
        1 => vec![("product", (n + m).to_string()), product, hash, no, why],
        2 => vec![10, 20, 30]
            .into_iter()
            .map(|more| ("product", (n * m + more).to_string()))
            .chain([product, hash, no])
            .collect(),
        3 => vec![product, hash, ("choice", "yes".to_owned()), why],
        _ => vec![product],
    }
}

/// The points of such a learner: product, hash, choice, why, total.
fn expected(number: usize) -> [&'static str; 5] {
    match number % 5 {
        0 | 1 => ["3", "2", "1", "", "6"],
        2 => ["0", "2", "1", "", "3"],
        3 => ["3", "2", "0", "", "5"],
        _ => ["3", "0", "0", "", "3"],
    }
}

/// Thirty learners in a folder as a learning platform exports it.
fn room(folder: &Path) -> Set {
    put(folder, "small.md", SET);
    let set = Set::parse("small", SET.as_bytes(), &cleartext::view::names());
    assert_eq!(set.lesson.problems, []);
    let mut roster = String::from("Nachname;Kennung;Vorname\r\n");
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..30 {
        let id = name(number);
        let of = |version, learner: &str| inputs(&set, version, learner);
        let began = i64::try_from(number).expect("small");
        let text = match number {
            // Answers with the values of the next.
            5 => report(&id, 2, began, &answers(0, of(2, &name(6)))).write(),
            // Edited.
            7 => report(&id, 2, began, &answers(number, of(2, &id))).write().replace("\"no\"", "\"no \""),
            // Of the version before.
            8 => report(&id, 1, began, &answers(number, of(1, &id))).write(),
            // Begun twice.
            10 => {
                put(folder, "handed/twice.txt", &report(&id, 2, began - 9, &answers(2, of(2, &id))).write());
                report(&id, 2, began, &answers(number, of(2, &id))).write()
            }
            // One answer after the end.
            13 => {
                let mut late = report(&id, 2, began, &answers(number, of(2, &id)));
                late.note("why", at(began + 41), Did::Answered("Late.".into()));
                late.write()
            }
            // Handed in by a form.
            15 => format!("Time,Report\n1,\"{}\"\n", report(&id, 2, began, &answers(number, of(2, &id))).line()),
            _ => report(&id, 2, began, &answers(number, of(2, &id))).write(),
        };
        if number % 3 == 0 {
            archive
                .start_file(format!("Übung {number}/report (1).txt"), zip::write::SimpleFileOptions::default())
                .expect("a file");
            archive.write_all(text.as_bytes()).expect("written");
        } else {
            put(
                folder,
                &format!("handed/Person {number}_assignsubmission_file/upload.bin"),
                &text.replace('\n', "\r\n"),
            );
        }
        if number != 9 {
            roster += &format!("Nach{number};{};Jörg\r\n", id.to_uppercase());
        }
    }
    roster += "Spät;s30;Zoë\r\n";
    let latin: Vec<u8> = roster.chars().map(|c| c as u8).collect();
    fs::write(folder.join("roster.csv"), latin).expect("written");
    fs::write(folder.join("handed/all.zip"), archive.finish().expect("an archive").into_inner()).expect("written");
    put(folder, "handed/notes.pdf", "%PDF");
    put(folder, "handed/cut.txt", "cleartext report 1\nset small\nversion 2\n");
    put(folder, "handed/other.txt", &Report::new("passwords", 1, "s01", at(0)).write());
    set
}

#[test]
fn a_room_of_thirty_is_graded_to_a_known_table() {
    let folder = tempfile::tempdir().expect("a folder");
    room(folder.path());
    let roster = folder.path().join("roster.csv");
    let ran = graded(folder.path(), &["--csv", "--roster", roster.to_str().expect("UTF-8")]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let rows: Vec<Vec<&str>> = ran.out.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0], ["id", "name", "product", "hash", "choice", "why", "total", "late"]);
    assert_eq!(rows.len(), 32);
    for number in 0..30 {
        let row = &rows[number + 1];
        let points = match number {
            // With the neighbour's values nothing but the choice is right.
            5 => ["0", "0", "1", "", "1"],
            _ => expected(number),
        };
        assert_eq!(row[0], name(number));
        assert_eq!(row[1], if number == 9 { String::new() } else { format!("Jörg Nach{number}") });
        assert_eq!(row[2..7], points, "{}", row[0]);
        assert_eq!(row[7], if number == 13 { "why" } else { "" }, "{}", row[0]);
    }
    assert_eq!(rows[31][..3], ["s30", "Zoë Spät", ""]);
    for says in [
        "the answers to `product` and `hash` are right with the values of s06",
        "s07 (Person 7_assignsubmission_file/upload.bin): the checksum does not fit",
        "s08 (Person 8_assignsubmission_file/upload.bin): a report of version 1 of the set",
        "s09 (all.zip/Übung 9/report (1).txt): not in the roster",
        "another report of this id, begun at another time",
        "s13 (Person 13_assignsubmission_file/upload.bin): 11 min late: `why`; what comes late is marked, and counts",
        "missing: s30",
        "cut.txt cannot be read: the report ends before its line `values `",
        "other.txt is the report of s01 on another set, passwords",
        "1 file without a report: notes.pdf",
    ] {
        assert!(ran.err.contains(says), "{says}\n{}", ran.err);
    }
    assert_eq!(ran.err.lines().count(), 10, "{}", ran.err);
}

#[test]
fn the_mistakes_of_a_room_are_counted_and_undiagnosed_answers_can_be_pasted() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = room(folder.path());
    let ran = graded(folder.path(), &[]);
    // Six numbers leave 1 when divided by five, and six leave 3.
    assert!(ran.out.contains("    6 of 30: You added … and …."), "{}", ran.out);
    assert!(ran.out.contains("    6 of 30: It is quick."), "{}", ran.out);
    // Of thirty, those with remainder 1 needed a second answer; with remainder 2, and s05, it was never right.
    assert!(ran.out.contains("right at first 17, after a wrong answer 6, never 7, not tried 0, of 30"), "{}", ran.out);
    let (n, m, _) = inputs(&set, 2, "s02");
    let line = format!("{{ value = \"{}\", say = \"…\" }},  # 1 of 30: s02, right: {}", n * m + 10, n * m);
    assert!(ran.out.contains(&line), "{line}\n{}", ran.out);
    assert!(ran.out.contains("18 of 30 answered; mark them in bonus.csv, column `why`"), "{}", ran.out);
}

#[test]
fn a_set_is_regraded_without_collecting_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = room(folder.path());
    let (n, m, _) = inputs(&set, 2, "s02");
    let rules =
        format!("void = [\"choice\"]\naccept = {{ product = [\"{}\"] }}\n[[question]]\nid = \"product\"", n * m + 10);
    put(folder.path(), "small.md", &SET.replacen("[[question]]\nid = \"product\"", &rules, 1));
    put(folder.path(), "handed/bonus.csv", "id,why,hash,minutes\ns03,3.5,,\nS13,4,-1,15\nnobody,1,,\n");
    let ran = graded(folder.path(), &["--csv"]);
    let told = graded(folder.path(), &[]).out;
    assert!(told.contains("    void, it does not count: right at first 18, "), "{told}");
    let row = |id: &str| ran.out.lines().find(|line| line.starts_with(id)).expect("a row").to_owned();
    assert_eq!(row("s02"), "s02,,3,2,0,,5,", "{}", ran.err);
    assert_eq!(row("s03"), "s03,,3,2,0,3.5,8.5,");
    assert_eq!(row("s13"), "s13,,3,1,0,4,8,");
    assert!(!ran.err.contains("min late"), "fifteen minutes more were given: {}", ran.err);
    assert!(ran.err.contains("bonus.csv has nobody, who handed nothing in"), "{}", ran.err);
}

#[test]
fn every_learner_gets_a_page_with_their_own_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = room(folder.path());
    let pages = folder.path().join("pages");
    assert_eq!(graded(folder.path(), &["--feedback", pages.to_str().expect("UTF-8"), "--csv"]).status, 0);
    assert_eq!(fs::read_dir(&pages).expect("a folder").count(), 30);
    let page = fs::read_to_string(pages.join("s01.html")).expect("a page");
    let (n, m, _) = inputs(&set, 2, "s01");
    for says in [
        format!("You added {n} and {m}."),
        format!("<td class=\"value\">{}</td>", n + m),
        format!("Right: {}", n * m),
        "6 of 10 points".to_owned(),
    ] {
        assert!(page.contains(&says), "{says}\n{page}");
    }
    assert!(!page.contains("<script"));
    let damaged = fs::read_to_string(pages.join("s05.html")).expect("a page");
    assert!(!damaged.contains("s06"), "who sat beside is the teacher's to speak of");
}

#[test]
fn a_page_that_says_something_else_is_replaced_only_by_force() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    put(folder.path(), "handed/ada", &report("ada", 2, 0, &[("product", "1".to_owned())]).write());
    let page = folder.path().join("pages/ada.html");
    let write = |more: &[&str]| {
        graded(folder.path(), &[&["--feedback", page.parent().and_then(Path::to_str).expect("UTF-8")], more].concat())
    };
    assert_eq!((write(&[]).status, write(&[]).status), (0, 0), "the same once more");
    fs::write(&page, "a sentence by hand").expect("written");
    let ran = write(&[]);
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(
        ran.err.contains("has other pages: ada.html") && ran.err.contains("`--force` replaces them"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read_to_string(&page).expect("a page"), "a sentence by hand");
    assert_eq!(write(&["--force"]).status, 0);
    assert!(fs::read_to_string(&page).expect("a page").contains("Your answer"));
    put(folder.path(), "file", "x");
    let ran = graded(folder.path(), &["--feedback", folder.path().join("file").to_str().expect("UTF-8")]);
    assert!(ran.err.contains("is no folder"), "{}", ran.err);
}

#[test]
fn what_a_good_answer_says_stands_beside_the_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let with = "open = \"Why?\"\nlook_for = [\"Names the cost.\", \"Names the salt.\"]";
    put(folder.path(), "small.md", &SET.replace("open = \"Why?\"", with));
    put(folder.path(), "handed/ada", &report("ada", 2, 0, &[("why", "So.".to_owned())]).write());
    let points = "    - Names the cost.\n    - Names the salt.\n";
    let printed = printed(&["answers", folder.path().join("small.md").to_str().expect("UTF-8")]);
    assert!(printed.contains(&format!("It is marked by hand.\n{points}")), "{printed}");
    let ran = graded(folder.path(), &[]);
    assert!(ran.out.contains(&format!("{points}    1 of 1 answered")), "{}", ran.out);
}

#[test]
fn a_learners_page_says_how_the_answer_comes_about() {
    let folder = tempfile::tempdir().expect("a folder");
    room(folder.path());
    let pages = folder.path().join("pages");
    assert_eq!(graded(folder.path(), &["--feedback", pages.to_str().expect("UTF-8")]).status, 0);
    let set = Set::parse("small.md", SET.as_bytes(), &cleartext::view::names());
    let (n, m, _) = inputs(&set, 2, "s00");
    let page = fs::read_to_string(pages.join("s00.html")).expect("a page");
    assert!(page.contains(&format!("it is n * m, with n = {n}, m = {m}")), "{page}");
}
