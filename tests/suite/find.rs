//! Looking for something: what comes first, what is said of what is hidden, and when the search ends.

use std::time::{Duration, Instant};

use cleartext::app::stage::Stage;
use cleartext::app::tool::find::Kind;
use cleartext::lesson::{Library, embedded};
use cleartext::view::names;

use crate::veil::desk::Desk;
use crate::veil::equal::{exercise, written};

#[test]
fn a_label_of_what_is_shown_comes_before_what_is_called_so() {
    let mut desk = written("T1 = input(\"abc\")\nd = sha256(T1)", "The text.");
    desk.go("d");
    for (typed, first) in [("T2", "d/block[0]/T2[0]"), ("t2[12]", "d/block[0]/T2[12]"), ("pad", "d/pad"), ("T1", "T1")]
    {
        let found = desk.find(typed);
        assert_eq!((found[0].kind, found[0].name.as_str()), (Kind::Address, first), "{typed}");
        desk.close();
    }
    let found = desk.find("54da50e8");
    let place = |kind: Kind| found.iter().position(|row| row.kind == kind).unwrap_or(usize::MAX);
    assert!(place(Kind::Value) < place(Kind::Term).min(place(Kind::Function)).min(place(Kind::Lesson)));
}

#[test]
fn looking_for_what_is_hidden_does_not_tell_whether_it_is_there() {
    let mut desk = written("m = input(\"abc\")\nd = sha256(m)", &exercise("d@block[0]/T1[0]"));
    let mut said = |typed: &str| {
        desk.find(typed);
        let screen = desk.screen();
        desk.close();
        screen.lines().find(|line| line.contains("hidden until you have answered")).map(|line| line.trim().to_owned())
    };
    let right = said("54da50e8");
    assert!(right.is_some());
    assert_eq!(right, said("0badcafe"), "the same is said to what is nowhere");
}

#[test]
fn a_search_ends_where_answers_are_hidden() {
    let library = Library::read(embedded::FILES, &names());
    for (id, page, typed) in [
        ("ciphers/ecb", 1, "ff"),
        ("ciphers/ecb", 6, "5"),
        ("ciphers/cbc", 6, "5"),
        ("exchange/person-in-the-middle", 1, "5"),
    ] {
        let lesson = library.lessons.iter().find(|lesson| lesson.id == id).unwrap();
        let mut desk = Desk::lesson(lesson.clone());
        let Stage::Lesson(session) = &mut desk.app.stage else { panic!("a lesson") };
        session.turn_to(page - 1);
        let begun = Instant::now();
        desk.find(typed);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(2), "{id} page {page}, {typed}: {took:?}");
    }
}
