//! A set on the screen: its questions as a list, each with the learner's own values, judged by the set's rules, and
//! kept in the report.

use cleartext::app::{App, Event, update};
use cleartext::learner::progress::{Record, Stamp};
use cleartext::learner::workshop::paper::{Paper, lessons_of};
use cleartext::learner::workshop::play::Play;
use cleartext::learner::workshop::report::{Did, Report};
use cleartext::learner::workshop::seat::Seat;
use cleartext::lesson::set::Set;
use cleartext::lesson::{Lesson, Library, embedded};
use cleartext::run::Budget;

use super::Desk;

/// Ten minutes from the beginning.
fn now() -> Stamp {
    "2026-11-30T09:10:00Z".parse().unwrap()
}

const SET: &str = r##"+++
title = "A small set"
goal = "Grade it."
minutes = 30
set = "small"
version = 2
hint = 1
attempts = 2
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
open = "Why is that so?"
points = 4
+++

Your values are your own.

```sheet
n = input(20, min: 11, max: 997)
m = input(30, min: 11, max: 997)
w = input("word", max: 20)
d = sha256(w)
```

---

## A product

It is computed by hand.

▸ press e to edit n

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

---

## A choice

```watch
value = "d/block[0]/a[1]"
```

```predict
id = "choice"
ask = "Is it slow?"
choose = ["yes", "no"]
answer = "no"
hide = ["d/block[0]/a[1]"]
wrong = [{ choice = "yes", say = "It is quick." }]
why = "It is made so."
```
"##;

/// A set as a learner has it, who begins.
fn play(set: Set, lessons: Vec<Lesson>, learner: &str) -> Play<'static, 'static> {
    let set: &Set = Box::leak(Box::new(set));
    assert_eq!(set.lesson.problems, []);
    let (paper, problems) = Paper::of(set, Box::leak(lessons.into_boxed_slice()), &[]);
    assert_eq!(problems, []);
    let report = Report::new(&set.name, set.version, learner, "2026-11-30T09:00:00Z".parse().unwrap());
    Play::new(Box::leak(Box::new(paper)), report)
}

/// The set with other front matter, on the screen, with a report that was begun.
fn seated(with: &str, report: Option<&str>, record: &Record) -> Desk {
    let source = SET.replacen("hint = 1\n", with, 1);
    let mut play = play(Set::parse("small.md", source.as_bytes(), &cleartext::view::names()), vec![], "ada");
    if let Some(text) = report {
        play = Play::new(play.paper, Report::read(text).unwrap());
    }
    let mut app = App::workshop(Seat::new(play, "Hand in the file.".to_owned()), &["It is kept.".to_owned()]);
    app.size = (80, 24);
    app.notebook.passes(now(), None);
    app.notebook.record = record.clone();
    app.notebook.keeps = true;
    app.open_last();
    Desk::with(app)
}

fn at_set() -> Desk {
    seated("hint = 1\n", None, &Record::default())
}

/// Ada's numbers, and her product.
fn numbers(desk: &Desk) -> (u64, u64) {
    let seat = desk.app.seat.as_ref().unwrap();
    let shown = seat.play.inputs(0);
    let number = |at: usize| shown[at].1.parse().unwrap();
    (number(0), number(1))
}

#[test]
fn a_set_is_a_list_of_questions_with_the_learners_values() {
    let mut desk = at_set();
    desk.shows("Your values are your own.").shows("a hint costs 1 point").shows("It is kept.");
    desk.shows("0 of 10 points · 20 min left").shows("next question");
    desk.press("<Esc>")
        .shows("4 questions")
        .shows("1. product (3 points)")
        .shows("not answered")
        .shows("◦ not answered");
    let (n, m) = numbers(&desk);
    assert!((n, m) != (20, 30), "the values are drawn");
    desk.shows(&format!("What is {n} times {m}?")).press("<Enter>");
    desk.shows("It is computed by hand.").shows(&format!("What is {n} times {m}?")).hides("press e");
    desk.shows("▸ a answer · H hint 1 of 1, costs 1").hides("A show");
    // The values stay, whatever one presses.
    for key in ["e", "r"] {
        desk.press(key).hides("Ctrl-C").shows(&format!("What is {n} times {m}?"));
    }
    desk.press("e").shows("These values are yours in this set");
    assert_eq!(numbers(&desk), (n, m));
    // The list can be walked both ways, and ends in itself.
    desk.press("n").shows("How does the hash").press("N").shows("times").press("NN").shows("first page");
    desk.press("nnnn").shows("Why is that so?").press("n").shows("1. product");
    // Nothing of a course is offered on it.
    desk.press("S").shows("Nothing to do with this here");
}

#[test]
fn answers_are_judged_by_the_set_and_written_at_once() {
    let mut desk = at_set();
    let (n, m) = numbers(&desk);
    assert_eq!(desk.reports.len(), 1, "whoever only looks has begun");
    desk.press(&format!("na{}<Enter>", n + m)).shows(&format!("You added {n} and {m}.")).shows("1 answer");
    assert_eq!(desk.reports.len(), 2);
    desk.press("H").shows("Multiply.").press("A").shows("Answers are not shown in a set");
    desk.press(&format!("a{}<Enter>", n * m)).shows("✓ right:").shows("2 of 10 points");
    let report = Report::read(desk.reports.last().unwrap()).unwrap();
    let did: Vec<&Did> = report.events.iter().map(|event| &event.did).collect();
    assert_eq!(
        did,
        [&Did::Answered((n + m).to_string()), &Did::Hinted, &Did::Answered((n * m).to_string())],
        "as it was typed"
    );
    assert!(report.intact && report.events.iter().all(|event| event.at.to_string() == "2026-11-30T09:10:00Z"));
    // An answer that cannot be read costs nothing; the last one that can ends the question, and shows nothing of what
    // is right.
    desk.press("nahello<Enter>").shows("Write bytes as pairs");
    desk.press("a00000000<Enter>").shows("1 answer").press("a00000001<Enter>").shows("question is over");
    desk.hides("it is:").press("a").shows("There is no question open");
    // A choice is made once.
    desk.press("na<Enter>").shows("It is quick.").shows("This question is").hides("It is made so");
    desk.shows("Hidden until").press("<Esc>").shows("✗ 3. choice").shows("over").shows("✓ 1. product");
}

#[test]
fn what_is_right_is_shown_when_all_is_over_and_not_before() {
    let mut desk = at_set();
    let (n, m) = numbers(&desk);
    desk.press("na1<Enter>a2<Enter>").shows("question is over").hides(&(n * m).to_string());
    desk.press("na00000000<Enter>a00000001<Enter>na<Enter>").hides("It is made so");
    desk.press("naBecause it is.<Enter>").shows("kept: Because it is.").shows("Every question is answered");
    desk.press("aSo.<Enter>").shows("kept: So.").press("N").shows("it is: no").shows("It is made so");
    desk.press("NN").shows(&format!("it is: {}", n * m));
    // Where the rules say never, never.
    let mut desk = seated("hint = 1\nshow = \"never\"\n", None, &Record::default());
    desk.press("na1<Enter>a2<Enter>na00000000<Enter>a00000001<Enter>na<Enter>naWhy not.<Enter>NNN");
    desk.shows("question is over").hides("it is:");
    // Where they say each, at once.
    let mut desk = seated("hint = 1\nshow = \"each\"\n", None, &Record::default());
    desk.press("na1<Enter>a2<Enter>").shows(&format!("it is: {}", n * m));
}

#[test]
fn the_report_and_what_was_begun_are_there_again() {
    let mut desk = at_set();
    let (n, m) = numbers(&desk);
    desk.press(&format!("na{}<Enter>na0123", n + m)).shows("0123");
    desk.app.last_words();
    let record = Record::read(desk.app.notebook.record.write().as_bytes()).unwrap();
    let report = desk.reports.last().unwrap().clone();
    // On the same machine: the question, and the answer that was begun.
    let mut desk = seated("hint = 1\n", Some(&report), &record);
    desk.shows("How does the hash").shows("0123").press("<Esc>N").shows(&format!("You added {n} and {m}."));
    // On another one: the question that was touched last.
    let mut desk = seated("hint = 1\n", Some(&report), &Record::default());
    desk.shows(&format!("What is {n} times {m}?")).shows("1 answer").shows("Here you stopped.");
}

#[test]
fn late_is_told_and_refused_where_the_rules_say_so() {
    let late = |with: &str| {
        let mut desk = seated(with, None, &Record::default());
        let effects = update(&mut desk.app, Event::Clock("2026-11-30T09:31:00Z".parse().unwrap()));
        assert!(!effects.is_empty(), "the time that is left is drawn anew");
        desk
    };
    let mut desk = late("hint = 1\n");
    desk.shows("0 of 10 points · time is over").press("na1<Enter>").shows("as late");
    let mut desk = late("hint = 1\nlate_price = 2\n");
    let (n, m) = numbers(&desk);
    desk.press(&format!("na{}<Enter>", n * m)).shows("Right, but late: 2 of its 3 points are off.").shows("1 of 10");
    desk.press("<Esc>").shows("right, 1 of 3 points");
    // Where nothing late counts, all is over: what is right is shown, and the next key is the next question.
    let mut desk = late("hint = 1\nlate = \"refused\"\n");
    desk.press("n").shows("This question is over: the time").shows("is up.").shows(&format!("it is: {}", n * m));
    desk.shows("n next question").hides("a answer").press("a").shows("There is no question open");
    desk.press("<Esc>").shows("✗ 1. product").shows("over: the time is up").shows("time is over");
    assert!(!desk.reports.last().unwrap().contains("answer"));
    // So it is with a question that is open and half answered when the time ends.
    let mut desk = seated("hint = 1\nlate = \"refused\"\n", None, &Record::default());
    desk.press("na1<Enter>").shows("1 answer left").hides(&(n * m).to_string());
    update(&mut desk.app, Event::Clock("2026-11-30T09:31:00Z".parse().unwrap()));
    desk.shows("over: the time").shows(&format!("it is: {}", n * m)).hides("answer left");
    let mut desk = late("hint = 1\nlate = \"refused\"\nshow = \"never\"\n");
    desk.press("n").shows("over: the time").hides("it is:").hides("a answer");
}

#[test]
fn in_lines_the_time_is_said_to_the_second_and_what_is_over_is_told() {
    let source = SET.replacen("hint = 1\n", "hint = 1\nlate = \"refused\"\n", 1);
    let mut play = play(Set::parse("small.md", source.as_bytes(), &cleartext::view::names()), vec![], "ada");
    let at = |time: &str| format!("2026-11-30T{time}Z").parse::<jiff::Timestamp>().unwrap();
    for (time, says) in [
        // The clock was ahead when the learner began.
        ("05:00:00", "30 minutes left."),
        ("09:10:00", "20 minutes left."),
        ("09:29:01", "59 seconds left."),
        ("09:29:59", "1 second left."),
        ("09:30:01", "The time is over now."),
        ("09:33:00", "The time was over 3 minutes ago."),
    ] {
        assert_eq!(play.time(at(time)).as_deref(), Some(says), "{time}");
    }
    play.answer(0, "1", at("09:29:00"));
    assert!(play.answered(0, at("09:29:30")).join(" ").ends_with("1 answer left."));
    assert!(play.passes(at("09:31:00")) && !play.passes(at("09:32:00")));
    let said = play.answered(0, at("09:32:00")).join(" ");
    assert!(said.contains("Not right. This question is over: the time is up. Right: "), "{said}");
    let said = play.answered(1, at("09:32:00")).join(" ");
    assert!(said.starts_with("This question is over: the time is up. Right: "), "{said}");
    assert_eq!(play.answer(1, "00", at("09:32:00")), ["This question is over: the time is up."]);
    assert_eq!((play.next(None), play.list()[3].ends_with("over: the time is up")), (None, true));
}

#[test]
fn a_set_fits_every_screen_and_is_resized_while_a_question_stands() {
    let mut desk = at_set();
    let (n, m) = numbers(&desk);
    for (columns, rows) in [(120, 40), (40, 12), (80, 24), (40, 10)] {
        desk.resize(columns, rows).press("<Esc>").shows("points").press("<Home>j<Enter>a12");
        desk.shows("12").resize(80, 24).shows("12").resize(columns, rows).press("3").shows("123");
        desk.press("<Esc>z").press("zz").resize(80, 24).shows(&format!("What is {n} times {m}?"));
        desk.press("a<Backspace><Backspace><Backspace><Esc>");
    }
}

#[test]
fn no_question_of_a_shipped_set_shows_its_answer_or_lacks_a_value() {
    let library = Library::read(&embedded::files(), &cleartext::view::names());
    let mut looked = 0;
    for (name, learner) in
        ["passwords", "key-exchange"].into_iter().flat_map(|set| ["ada", "bob"].map(|one| (set, one)))
    {
        let set = library.set(Some(name)).expect("it ships");
        let lessons = lessons_of(&set, &library);
        let play = play(set, lessons, learner);
        let all = play.paper.items.len();
        let mut desk = Desk::with(App::workshop(Seat::new(play, String::new()), &[]));
        desk.app.open_last();
        let effects = desk.app.begin();
        desk.carry_out(effects);
        desk.resize(120, 40);
        for place in 0..all {
            desk.press("n").hides("there is no cell");
            let play = &desk.app.seat.as_ref().expect("a seat").play;
            let (item, drawn) = (&play.paper.items[place], play.values[place].as_ref());
            let (Some(asked), Some(drawn)) = (&item.asked, drawn) else { continue };
            let right = asked.question.written_answer(&drawn.sheet, &Budget::unlimited()).expect("an answer");
            let written = |line: &cleartext::sheet::expr::Line| line.expr.to_string().contains(&right);
            let given = play.inputs(place).into_iter().any(|(_, value)| value.contains(&right));
            let given = given || asked.lesson.cells.iter().any(written);
            if !asked.question.choices().is_empty() || right.len() < 2 || given {
                continue;
            }
            let text = desk.text();
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            assert!(words.all(|word| word != right), "{name} {learner} {}: {right}\n{text}", item.entry.id);
            looked += 1;
        }
    }
    assert!(looked > 15, "{looked} answers were looked for");
}

#[test]
fn the_page_before_the_questions_is_read_on_with_enter_and_the_list_is_one_of_questions() {
    let mut desk = at_set();
    desk.shows("How it goes").press("?").shows("Keys on").hides("has no value").press("<Esc>");
    desk.press("<Enter>").shows("It is computed by hand.");
    desk.press("<Esc>").press("?").shows("Keys on the list of questions").shows("Open the question").hides("know");
    desk.hides("may skip it").press("<Esc>").press("X").shows("on the list of questions");
}

#[test]
fn a_long_answer_is_seen_whole_while_it_is_written() {
    let mut desk = at_set();
    desk.press("nnnn").shows("Why is that so?").press("a");
    desk.press(&format!("The first sentence stands here. {}", "word ".repeat(30))).shows("› The first sentence");
}

#[test]
fn what_waits_for_a_mark_is_said_once_all_is_answered() {
    let mut desk = at_set();
    let (n, m) = numbers(&desk);
    desk.press(&format!("na{}<Enter>", n * m)).press("na00000000<Enter>a00000001<Enter>");
    desk.press("na<Down><Enter>")
        .shows("min left")
        .press("naSo it is.<Enter>")
        .shows("4 of 10 points · 4 to be marked");
    desk.hides("min left");
}

#[test]
fn the_list_of_questions_leads_on_and_tells_what_is_marked_by_hand() {
    let mut desk = at_set();
    let (n, m) = numbers(&desk);
    desk.press("<Esc>n").shows(&format!("What is {n} times {m}?"));
    desk.press(&format!("a{}<Enter>", n * m)).press("<Esc>n").shows("four bytes?");
    desk.press("nn").shows("Why is that so?").press("aSo it is.<Enter><Esc>");
    desk.shows("✓ 1. product").shows("w 4. why").shows("w answered in words");
}

#[test]
fn on_a_narrow_screen_the_number_of_the_question_stays() {
    let mut desk = at_set();
    desk.press("n").shows("Questions › 1. product").resize(40, 12).hides("Questions").shows("1. pr");
}
