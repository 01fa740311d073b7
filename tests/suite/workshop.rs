//! Workshops from end to end: sets, the reports of a room, and their grades.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use cleartext::learner::workshop::grade::{Grades, sort};
use cleartext::learner::workshop::paper::{Paper, lessons_of};
use cleartext::learner::workshop::report::{Did, Report, Sign};
use cleartext::learner::workshop::room::Room;
use cleartext::learner::workshop::roster::{Bonus, Roster};
use cleartext::learner::workshop::table;
use cleartext::lesson::set::Set;
use cleartext::run::Budget;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::support::course::course;
use crate::support::program::{Ran, printed, run, run_with};

/// A set of four questions: a product, four bytes of a hash, a choice, and sentences.
const SET: &str = r##"+++
title = "A small set"
goal = "Grade it."
minutes = 30
set = "small"
version = 2
hint = 1
[[question]]
id = "product"
ask = "#product"
points = 3
[[question]]
id = "hash"
ask = "#hash"
points = 2
[[question]]
id = "choice"
ask = "#choice"
[[question]]
id = "why"
open = "Why?"
points = 4
+++

Begin.

```sheet
n = input(20, min: 11, max: 997)
m = input(30, min: 11, max: 997)
w = input("word", max: 20)
d = sha256(w)
```

```exercise
id = "product"
ask = "What is {{ n }} times {{ m }}?"
answer = "n * m"
wrong = [{ value = "n + m", say = "You added {{ n }} and {{ m }}." }]
hint = ["Multiply."]
```

```exercise
id = "hash"
ask = "How does the hash of the word begin, four bytes?"
answer = "d[0..4]"
```

```predict
id = "choice"
ask = "Is it slow?"
choose = ["yes", "no"]
answer = "no"
wrong = [{ choice = "yes", say = "It is quick." }]
why = "It is made so."
```
"##;

/// The inputs of a learner in a version of the small set: n, m, the word.
fn inputs(set: &Set, version: u32, learner: &str) -> (u64, u64, String) {
    let (paper, problems) = Paper::of(set, &[], &[]);
    assert_eq!(problems, []);
    let all = |id: &str| paper.item(id).expect("a question").values("small", version, learner).expect("values").inputs;
    let (product, hash) = (all("product"), all("hash"));
    let shown = |of: &[(String, cleartext::run::Value)], name: &str| {
        let (_, value) = of.iter().find(|(cell, _)| cell == name).expect("an input");
        value.show(100).expect("a value")
    };
    (shown(&product, "n").parse().expect("n"), shown(&product, "m").parse().expect("m"), shown(&hash, "w"))
}

fn begins(word: &str) -> String {
    Sha256::digest(word)[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + 60 * minute).expect("a time")
}

/// A report with these answers, one a minute.
fn report(learner: &str, version: u32, began: i64, answers: &[(&str, String)]) -> Report {
    let mut report = Report::new("small", version, learner, at(began));
    for ((question, typed), minute) in answers.iter().zip(1..) {
        report.note(question, at(began + minute), Did::Answered(typed.clone()));
    }
    report
}

fn name(number: usize) -> String {
    format!("s{number:02}")
}

/// What a learner of the room answers, by number: everything right; the sum first; never right; the wrong choice; one only.
fn answers(number: usize, (n, m, word): (u64, u64, String)) -> Vec<(&'static str, String)> {
    let product = ("product", (n * m).to_string());
    let (hash, no, why) = (("hash", begins(&word)), ("choice", "no".to_owned()), ("why", "Because.".to_owned()));
    match number % 5 {
        0 => vec![product, hash, no, why],
        1 => vec![("product", (n + m).to_string()), product, hash, no, why],
        2 => vec![1, 2, 3]
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

fn put(folder: &Path, file: &str, text: &str) {
    fs::create_dir_all(folder.join(file).parent().expect("a folder")).expect("made");
    fs::write(folder.join(file), text).expect("written");
}

fn graded(folder: &Path, more: &[&str]) -> Ran {
    let (set, handed) = (folder.join("small.md"), folder.join("handed"));
    let mut arguments = vec!["grade", set.to_str().expect("UTF-8"), handed.to_str().expect("UTF-8")];
    arguments.extend(more);
    run(&arguments)
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
    let line = format!("{{ value = \"{}\", say = \"…\" }},  # 1 of 30: s02, right: {}", n * m + 1, n * m);
    assert!(ran.out.contains(&line), "{line}\n{}", ran.out);
    assert!(ran.out.contains("18 of 30 answered; mark them in bonus.csv, column `why`"), "{}", ran.out);
}

#[test]
fn a_set_is_regraded_without_collecting_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = room(folder.path());
    let (n, m, _) = inputs(&set, 2, "s02");
    let rules =
        format!("void = [\"choice\"]\naccept = {{ product = [\"{}\"] }}\n[[question]]\nid = \"product\"", n * m + 1);
    put(folder.path(), "small.md", &SET.replacen("[[question]]\nid = \"product\"", &rules, 1));
    put(folder.path(), "handed/bonus.csv", "id,why,hash,minutes\ns03,3.5,,\nS13,4,-1,15\nnobody,1,,\n");
    let ran = graded(folder.path(), &["--csv"]);
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
fn a_set_that_asks_what_is_not_there_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    for (from, to, says) in [
        ("ask = \"#product\"", "ask = \"hashing/sha256-pading#q1\"", "There is no lesson `hashing/sha256-pading`."),
        (
            "ask = \"#product\"",
            "ask = \"hashing/sha256-padding#q9\"",
            "The lesson `hashing/sha256-padding` has no question `q9`.",
        ),
        ("ask = \"#product\"", "ask = \"#prodct\"", "This file has no question `prodct`."),
        (
            "ask = \"#product\"",
            "ask = \"#product\"\nvary = [\"x\"]",
            "`vary` names `x`, which is no input of this question.",
        ),
        ("{ value = \"n + m\"", "{ value = \"m * n * 1\"", "Of 100 draws for `product`, 0 are left"),
    ] {
        put(folder.path(), "small.md", &SET.replacen(from, to, 1));
        let path = folder.path().join("small.md");
        let ran = run(&["check", path.to_str().expect("UTF-8")]);
        assert_eq!(ran.status, 1, "{says}: {}", ran.out);
        assert!(ran.out.contains(says), "{says}\n{}", ran.out);
    }
    put(folder.path(), "small.md", SET);
    let path = folder.path().join("small.md");
    assert_eq!(printed(&["check", path.to_str().expect("UTF-8")]).trim_end(), "0 lessons, 1 set, 0 problems");
}

#[test]
fn wrong_usage_of_workshops_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().to_str().expect("UTF-8");
    for (arguments, says) in [
        (vec!["workshop", "pasword", "--dry"], "did you mean `passwords`?"),
        (vec!["workshop", "passwords"], "a report needs the id of a learner"),
        (vec!["workshop", "passwords", "--learner", "../x"], "learner"),
        (vec!["workshop", "passwords", "x", "--dry"], "`x` is one argument too many"),
        (vec!["workshop", "report", "--to", to], "there is no report here"),
        (vec!["grade", "passwords", "/no/such/folder"], "cannot be read"),
        (vec!["grade", "README.md", to], "is no set"),
        (vec!["answers", "nothing-like-it"], "there are: key-exchange, passwords"),
        (vec!["grade", "sets/passwords", "/no/such/folder"], "cannot be read"),
        (vec!["workshop", "sets/passwords"], "a report needs the id of a learner"),
        (vec!["answers", "sets/nothing-like-it"], "there are: key-exchange, passwords"),
        (vec!["export", "sets/nothing-like-it"], "there are: key-exchange, passwords"),
        (vec!["export", "nothing-like-it"], "there are: sets/key-exchange, sets/passwords"),
    ] {
        let ran = run(&arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.out);
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_set_has_the_name_that_export_takes_too() {
    assert_eq!(printed(&["answers", "sets/passwords"]), printed(&["answers", "passwords"]));
}

#[test]
fn a_learner_leaves_and_comes_back_and_the_report_is_a_line_for_a_form() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    let (set, to) = (folder.path().join("small.md"), folder.path().join("handed"));
    fs::create_dir(&to).expect("made");
    let set = set.to_str().expect("UTF-8");
    let workshop = |input: &str| {
        let ran =
            run_with(&["workshop", set, "--learner", "ada", "--to", to.to_str().expect("UTF-8")], input.as_bytes());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
        ran.out
    };
    let (n, m, word) = inputs(&Set::parse("small", SET.as_bytes(), &[]), 2, "ada");
    let first = workshop(&format!("{}\n?\n", n + m));
    assert!(
        first.contains(&format!("Not right. You added {n} and {m}."))
            && first.contains("2 answers left.")
            && first.contains("Hint: Multiply."),
        "{first}"
    );
    assert!(!first.contains(&(n * m).to_string()), "nothing shows what is right: {first}");
    let second = workshop(&format!("{}\n{}\n2\nBecause.\n:list\n", n * m, begins(&word)));
    assert!(second.contains("You go on with your report"), "{second}");
    // One point of three was paid for the hint; the choice by its number; sentences are marked by hand.
    assert!(second.contains("5 of 10 points so far."), "{second}");
    assert!(second.contains(&format!("Right: {}", n * m)), "all is over, so right answers are shown: {second}");
    // Whoever looks back sees what was answered, and what is right; of the time nothing more is said.
    let third = workshop(":1\n:4\n");
    assert!(third.contains(&format!("Your answer: {}\nRight.\nRight: {}", n * m, n * m)), "{third}");
    assert!(third.contains("Your answer: Because.\nKept."), "{third}");
    assert!(!third.contains("minutes left"), "{third}");
    let report = fs::read_to_string(to.join("small-ada.report.txt")).expect("the report");
    assert!(report.contains("\"no\"\n") && report.contains("hint product "), "{report}");
    let line = printed(&["workshop", "report", "--to", to.to_str().expect("UTF-8")]);
    fs::remove_file(to.join("small-ada.report.txt")).expect("removed");
    put(&to, "form.csv", &format!("when,what\n1,{line}"));
    assert!(graded(folder.path(), &["--csv"]).out.contains("\nada,,2,2,1,,5,\n"));
    // A folder that cannot be written to loses nothing.
    let ran = run_with(&["workshop", set, "--learner", "bob", "--to", "/proc"], format!("{n}\n").as_bytes());
    assert_eq!(ran.out.matches("cannot be written").count(), 1, "{}", ran.out);
    assert!(ran.out.contains("cleartext-report:"), "{}", ran.out);
    // A dry run keeps nothing.
    let before = fs::read_dir(&to).expect("a folder").count();
    assert!(run_with(&["workshop", set, "--dry"], b"1\n").out.contains("nothing is kept"));
    assert_eq!(fs::read_dir(&to).expect("a folder").count(), before);
}

#[test]
fn each_shipped_set_is_played_to_full_points() {
    let library = course();
    assert_eq!(library.sets.len(), 2);
    for (path, bytes) in &library.sets {
        let set = Set::parse(path, bytes, &cleartext::view::names());
        let lessons = lessons_of(&set, library);
        let (paper, problems) = Paper::of(&set, &lessons, &[]);
        assert_eq!(
            (set.lesson.problems.as_slice(), problems.as_slice(), paper.draws().as_slice()),
            (&[][..], &[][..], &[][..]),
            "{path}"
        );
        let mut typed = String::new();
        for item in &paper.items {
            typed += &match (&item.asked, item.values(&set.name, set.version, "ada")) {
                (Some(asked), Some(drawn)) => {
                    asked.question.written_answer(&drawn.sheet, &Budget::unlimited()).expect("an answer")
                }
                _ => "In sentences.".to_owned(),
            };
            typed.push('\n');
        }
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().to_str().expect("UTF-8");
        let ran = run_with(&["workshop", &set.name, "--learner", "ada", "--to", to], typed.as_bytes());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.out);
        let open: u32 = paper.items.iter().filter(|item| item.asked.is_none()).map(|item| item.entry.points).sum();
        let all = set.points();
        assert!(ran.out.contains(&format!("{} of {all} points so far.", all - open)), "{}", ran.out);
        let by_hand: Vec<&str> =
            paper.items.iter().filter(|item| item.asked.is_none()).map(|item| item.entry.id.as_str()).collect();
        put(folder.path(), "bonus.csv", &format!("id,{}\nada,{open}\n", by_hand[0]));
        let table = printed(&["grade", &set.name, to, "--csv"]);
        assert!(table.trim_end().ends_with(&format!(",{all},")), "{table}");
    }
}

/// A set whose answers are single digits: another's are met by guessing.
#[test]
fn what_is_guessed_is_not_called_a_neighbours() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = SET
        .replace("answer = \"n * m\"", "answer = \"n mod 7\"")
        .replace("answer = \"d[0..4]\"", "answer = \"length(w) mod 7\"");
    put(folder.path(), "small.md", &source);
    for learner in ["ada", "bob", "cyd", "dan"] {
        let guesses = ["1", "2", "3"].map(str::to_owned);
        let answers: Vec<(&str, String)> =
            ["product", "hash"].into_iter().flat_map(|id| guesses.clone().map(|guess| (id, guess))).collect();
        put(folder.path(), &format!("handed/{learner}.txt"), &report(learner, 2, 0, &answers).write());
    }
    let ran = graded(folder.path(), &[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(!ran.out.contains("are right with the values of"), "{}", ran.out);
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

#[test]
fn what_came_late_is_told_by_question_and_costs_what_the_set_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let set = Set::parse("small", SET.as_bytes(), &cleartext::view::names());
    let (n, m, word) = inputs(&set, 2, "ada");
    let mut late = report("ada", 2, 0, &[("product", (n * m).to_string())]);
    late.note("hash", at(33), Did::Answered(begins(&word)));
    put(folder.path(), "handed/ada", &late.write());
    let pages = folder.path().join("pages");
    for (rule, costs, row, cell) in [
        ("", "is marked, and counts", "ada,,3,2,0,,5,hash", "2*"),
        ("late_price = 1", "costs 1 point a question", "ada,,3,1,0,,4,hash", "1*"),
        ("late_price = 9", "costs 9 points a question", "ada,,3,0,0,,3,hash", "0*"),
        ("late = \"refused\"", "does not count", "ada,,3,0,0,,3,hash", "-*"),
    ] {
        put(folder.path(), "small.md", &SET.replacen("hint = 1", &format!("hint = 1\n{rule}"), 1));
        let says = format!("3 min late: `hash`; what comes late {costs}");
        assert!(graded(folder.path(), &["--csv"]).out.contains(row), "{rule}");
        let table = graded(folder.path(), &["--feedback", pages.to_str().expect("UTF-8")]).out;
        assert!(table.contains(&says) && table.contains("* an answer came late"), "{rule}: {table}");
        let line = table.lines().find(|line| line.starts_with("ada")).expect("a row");
        assert!(line.split_whitespace().any(|one| one == cell), "{line}");
        let page = fs::read_to_string(pages.join("ada.html")).expect("a page");
        assert!(page.contains(&says) && page.contains("It came late."), "{rule}: {page}");
        let rules = run_with(&["workshop", folder.path().join("small.md").to_str().expect("UTF-8"), "--dry"], b"").out;
        assert!(rules.contains(&format!("what comes late {costs}.")), "{rules}");
    }
}

#[test]
fn the_notes_of_a_room_are_seen_by_who_watches_it() {
    let set = Set::parse("small", SET.as_bytes(), &cleartext::view::names());
    let (paper, _) = Paper::of(&set, &[], &[]);
    let signed = |learner: &str, sign, question: Option<&str>| {
        let mut report = report(learner, 2, 0, &[("product", "1".to_owned())]);
        report.sign(sign, question.map(str::to_owned), at(4));
        (learner.to_owned(), Report::read(&report.write()).expect("a report"))
    };
    let all = vec![
        signed("ada", Sign::Help, Some("hash")),
        signed("bob", Sign::Done, None),
        signed("cyd", Sign::None, None),
        ("dan".to_owned(), report("dan", 2, 0, &[])),
    ];
    let lines = live(&paper, all, "", None);
    let from = lines[2].find("note").expect("a column of notes");
    let cell = |row: &String| row.chars().skip(from).take(12).collect::<String>().trim().to_owned();
    assert_eq!(lines[3..].iter().map(cell).collect::<Vec<_>>(), ["? at 2, 6 mi", "", "", "✓, 6 min"]);
    assert!(lines[3].contains("? at 2, 6 min"), "{lines:?}");
    assert!(lines[3].ends_with("9 minutes ago !"), "a note is no answer: {lines:?}");
    assert!(lines[6].ends_with("9 minutes ago"), "whoever is done has not stopped: {lines:?}");
}

/// The room ten minutes after the beginning, on a screen of that size.
fn live(paper: &Paper, all: Vec<(String, Report)>, roster: &str, size: Option<(u16, u16)>) -> Vec<String> {
    let marked = sort(paper, all).reports.into_iter();
    let marked = marked.map(|(report, files, remarks)| (paper.marked(report, files, 0), remarks)).collect();
    let roster = (!roster.is_empty()).then(|| Roster::read(roster.as_bytes()).expect("a roster"));
    let grades = Grades::of(paper, marked, roster.as_ref(), &Bonus::default());
    Room { paper, grades: &grades, notes: &[], now: at(10), still: 5 }.lines(size)
}

#[test]
fn a_room_fits_the_screen_and_shows_first_who_needs_help() {
    // Twelve questions, as a set of ninety minutes has.
    let more: String = (0..8).map(|number| format!("[[question]]\nid = \"o{number}\"\nopen = \"?\"\n")).collect();
    let source = SET.replacen("+++\n\nBegin.", &format!("{more}+++\n\nBegin."), 1);
    let set = Set::parse("small", source.as_bytes(), &cleartext::view::names());
    assert_eq!(set.lesson.problems, []);
    let (paper, _) = Paper::of(&set, &[], &[]);
    let answered = |learner: &str, minutes: i64| {
        let answers: Vec<(&str, String)> =
            paper.items.iter().take(8).map(|item| (item.entry.id.as_str(), "1".to_owned())).collect();
        let mut report = report(learner, 2, -8, &answers);
        report.note("product", at(10 - minutes), Did::Answered("2".into()));
        report
    };
    let mut all: Vec<(String, Report)> = Vec::new();
    for number in 0..300 {
        let id = format!("learner-{number:03}");
        let mut report = answered(&id, i64::from(number == 17) * 7);
        if number == 250 {
            report.sign(Sign::Help, Some("why".to_owned()), at(6));
        }
        let text = report.write();
        // One was cut on its way.
        let text = if number == 251 { text.replace("\"1\"", "\"3\"") } else { text };
        all.push((id, Report::read(&text).expect("a report")));
    }
    let roster = "id,name\nlearner-250,Zoë Späth\nlearner-017,Bob\nabsent,Dan Absent\n";
    for (width, height) in [(80, 24), (40, 12), (120, 40), (60, 12)] {
        let lines = live(&paper, all.clone(), roster, Some((width, height)));
        assert_eq!(lines.len(), usize::from(height) - 1, "{lines:#?}");
        let is_within = |line: &String| line.chars().count() <= usize::from(width);
        assert!(lines.iter().all(is_within), "{width}: {lines:#?}");
        let heads = lines.iter().position(|line| line.ends_with("moved")).expect("the heads of the columns");
        assert!(lines[0].starts_with("300 reports · Ctrl-C ends"), "{lines:#?}");
        assert!(lines[heads + 1].contains("Zoë") && lines[heads + 1].contains('?'), "{lines:#?}");
        assert!(lines[heads + 2].ends_with("damaged"), "{lines:#?}");
        assert!(lines[heads + 3].contains("Bob") && lines[heads + 3].ends_with('!'), "{lines:#?}");
        assert!(!lines[heads + 4].ends_with('!'), "{lines:#?}");
        // The same column begins at the same place in every row.
        let from = lines[heads].chars().count() - "moved".len();
        for row in &lines[heads + 1..heads + 4] {
            let before: Vec<char> = row.chars().skip(from - 1).take(2).collect();
            assert!(before[0] == ' ' && before[1] != ' ', "{row}");
        }
        let more = 300 - (lines.len() - heads - 3);
        assert!(lines[lines.len() - 2].starts_with(&format!("… and {more} more")), "{lines:#?}");
        assert_eq!(lines[lines.len() - 1], "not begun (1): Dan Absent");
    }
    let whole = live(&paper, all, roster, None);
    assert_eq!(whole.len(), 304);
    assert!(whole[1].contains("! no answer for 5 minutes"), "{}", whole[1]);
}

#[test]
fn a_table_of_grades_is_no_wider_than_the_screen() {
    let set = Set::parse("small", SET.as_bytes(), &cleartext::view::names());
    let (paper, _) = Paper::of(&set, &[], &[]);
    let id = "a-learner-with-a-long-name";
    let marked = paper.marked(report(id, 2, 0, &[("product", "1".to_owned())]), Vec::new(), 0);
    let grades = Grades::of(&paper, vec![(marked, Vec::new())], None, &Bonus::default());
    let is_whole = |lines: &[String]| lines[1].starts_with(id) && lines[0].ends_with("started");
    assert!(is_whole(&table::table(&paper, &grades, None)));
    for width in [80, 40, 30] {
        let lines = table::table(&paper, &grades, Some(width));
        assert!(lines[..2].iter().all(|line| line.chars().count() <= usize::from(width)), "{lines:#?}");
        assert!(width > 40 || lines[1].starts_with("a-learner-w…"), "{lines:#?}");
    }
    let lines = table::table(&paper, &grades, Some(20));
    assert!(lines[2].contains("`--csv` has them"), "{lines:#?}");
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
fn what_many_answered_alike_is_counted_with_three_examples() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    for number in 0..9 {
        let learner = name(number);
        let typed = if number < 7 { "1" } else { "0" };
        put(folder.path(), &format!("handed/{learner}"), &report(&learner, 2, 0, &[("product", typed.into())]).write());
    }
    let ran = graded(folder.path(), &[]);
    let lines: Vec<&str> = ran.out.lines().filter(|line| line.contains("{ value = ")).collect();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    assert!(lines[0].contains("# 7 of 9: s00, right: ") && lines[0].ends_with("; …"), "{}", lines[0]);
    assert!(lines[0].contains("; s02, right: ") && !lines[0].contains("s03"), "{}", lines[0]);
    assert!(lines[1].contains("# 2 of 9: s07, right: ") && !lines[1].ends_with('…'), "{}", lines[1]);
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

#[test]
fn the_signs_of_the_table_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    put(folder.path(), "handed/ada", &report("ada", 2, 0, &[("why", "Because.".to_owned())]).write());
    let out = graded(folder.path(), &[]).out;
    assert!(out.lines().any(|line| line == "? to be marked by hand, - not answered"), "{out}");
}

#[test]
fn a_note_is_put_up_in_lines_too() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    let (set, to) = (folder.path().join("small.md"), folder.path().to_str().expect("UTF-8"));
    let arguments = ["workshop", set.to_str().expect("UTF-8"), "--learner", "ada", "--to", to];
    let report = || fs::read_to_string(folder.path().join("small-ada.report.txt")).expect("the report");
    assert!(run_with(&arguments, b":sign\n").out.contains("says that you want help"));
    assert!(report().lines().any(|line| line.starts_with("note help ") && line.ends_with(" product")), "{}", report());
    assert!(run_with(&arguments, b":sign\n").out.contains("says that you are done"));
    assert!(report().contains("\nnote done "), "{}", report());
}
