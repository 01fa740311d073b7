//! The table of grades, and the words on answers below it.

use cleartext::learner::workshop::grade::{Grades, some};
use cleartext::learner::workshop::paper::Paper;
use cleartext::learner::workshop::roster::Bonus;
use cleartext::learner::workshop::table;
use cleartext::lesson::set::Set;

use super::{SET, graded, name, put, report};

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
fn a_sentence_names_some_and_counts_the_others() {
    for (most, says) in [(3, "a, b, c"), (2, "a, b, 1 more"), (0, "3 more")] {
        assert_eq!(some(["a", "b", "c"].into_iter(), most, ", "), says);
    }
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), "small.md", SET);
    for number in 0..30 {
        put(folder.path(), &format!("handed/copy {number}/ada"), &report("ada", 2, 0, &[]).write());
    }
    let out = graded(folder.path(), &[]).out;
    assert!(out.contains("lies in 30 places: ") && out.contains(" and 26 more"), "{out}");
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
