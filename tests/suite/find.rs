//! Looking for something: what comes first, what is said of what is hidden, and when the search ends.

use std::time::{Duration, Instant};

use cleartext::app::stage::{Computing, Stage};
use cleartext::app::tool::find::Find;
use cleartext::learner::hunt::{Destination, Finding, Kind, Report};
use cleartext::lesson::Library;
use cleartext::run::{Error, Target};

use crate::support::course::course;
use crate::veil::desk::Desk;
use crate::veil::equal::{exercise, written};

#[test]
fn a_label_of_what_is_shown_comes_before_what_is_called_so() {
    let mut desk = written("T1 = input(\"abc\")\nd = sha256(T1)", "The text.");
    desk.go("d");
    for (typed, first) in [
        ("T2", "d/block[0]/T2[0]"),
        ("t2[12]", "d/block[0]/T2[12]"),
        ("Σ1[12]", "d/block[0]/S1[12]"),
        ("σ1", "d/block[0]/s1[16]"),
        ("s0", "d/block[0]/s0[16]"),
        ("pad", "d/pad"),
        ("T1", "T1"),
    ] {
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
        screen.lines().find(|line| line.contains("hidden until it is answered")).map(|line| line.trim().to_owned())
    };
    let right = said("54da50e8");
    assert!(right.is_some());
    assert_eq!(right, said("0badcafe"), "the same is said to what is nowhere");
}

#[test]
fn a_search_ends_where_answers_are_hidden() {
    let library = course();
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

#[test]
fn a_text_leads_to_its_byte() {
    let mut desk = written("message = input(\"abc\")\nd = sha256(message)", "The text.");
    let found = desk.find("\"bc\"");
    let byte = Destination::To(Target::Byte { cell: "message".into(), byte: 1 });
    assert!(found.iter().any(|row| row.leads == byte), "{found:?}");
}

#[test]
fn a_search_that_is_told_to_stop_stops() {
    struct Nobody;
    impl Report for Nobody {
        fn found(&mut self, _: Finding) -> bool {
            true
        }
        fn searched(&mut self, _: u64, _: u64) {}
    }
    let desk = written("message = input(\"abc\")\nd = sha256(message)", "The text.");
    let mut find = Find::default();
    find.retype("\"nowhere at all\"");
    let hunt = find.look(Some(desk.session().desk()), &Library::default()).expect("a value");
    assert_eq!(hunt.go(&mut Nobody, &|| true), Err(Error::Cancelled));
    assert!(find.is_going());
    find.cut_off();
    assert!(!find.is_going());
}

#[test]
fn a_hidden_value_is_found_by_its_address_and_not_told() {
    let mut desk = written("m = input(\"abc\")\nd = sha256(m)", &exercise("d@block[0]/a[0]"));
    let found = desk.find("d/block[0]/a[0]");
    assert_eq!(found[0].text, "····");
    desk.close();
    assert_eq!(desk.find("5d6aebcd"), []);
}
