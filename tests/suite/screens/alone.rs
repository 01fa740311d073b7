//! A learner alone: what is known on another day, two old questions before a new lesson, lessons that may be skipped.

use cleartext::app::{App, Event, update};
use cleartext::learner::progress::{Came, DAY, Record, Stamp, Standing};
use cleartext::learner::question::Question;
use cleartext::learner::quiz::{Ask, AskedFor};
use cleartext::lesson::course::Library;

use super::Desk;
use crate::support::course::course;

/// The first day.
fn monday() -> Stamp {
    "2026-11-30T09:00:00Z".parse().unwrap()
}

/// The program on some day, with what is known of the learner, where it opens.
fn at(now: Stamp, record: &Record) -> Desk {
    let library = course().clone();
    let mut app = App::new(library, (80, 24));
    app.notebook.passes(now, None);
    app.notebook.record = record.clone();
    app.notebook.keeps = true;
    app.open_last();
    Desk::with(app)
}

/// What is kept when the program ends, as it is read again from a file.
fn kept(mut desk: Desk) -> Record {
    desk.app.last_words();
    let text = desk.app.notebook.record.write();
    Record::read(text.as_bytes()).unwrap()
}

/// Answers the question that is asked, rightly.
fn answer(desk: &mut Desk) {
    let session = desk.app.stage.lesson().unwrap();
    let (_, question) = session.open_question().expect("a question is open");
    let right = {
        let budget = cleartext::run::Budget::unlimited();
        use cleartext::app::stage::Computing;
        question.written_answer(session.desk().sheet(), &budget).unwrap()
    };
    let choice = question.choices().iter().position(|choice| choice.as_str() == right);
    desk.press("a");
    if !desk.app.stage.lesson().unwrap().is_answering() {
        // Other inputs were drawn, since a wrong way led to the right answer.
        return answer(desk);
    }
    match choice {
        Some(place) => desk.press(&format!("{}<Enter>", "j".repeat(place))),
        None => desk.press(&format!("{right}<Enter>")),
    };
}

/// Goes through the lesson that is open, and answers everything, to its end.
fn learn(desk: &mut Desk) {
    for _ in 0..60 {
        match desk.app.stage.lesson() {
            Some(session) if session.ended => return,
            Some(session) if session.open_question().is_some() => answer(desk),
            Some(_) => _ = desk.press("n"),
            None => panic!("{}", desk.text()),
        }
    }
    panic!("the lesson has an end: {}", desk.text());
}

#[test]
fn a_first_hour_is_there_the_next_day() {
    let mut desk = at(monday(), &Record::default());
    desk.shows(" lessons").shows("your next").press("<Enter>").shows("1 of");
    learn(&mut desk);
    desk.press("<Enter>").shows("1 of").press("nn<Esc>").shows(" lessons · ").shows("✓ Your name, opened up");
    desk.shows("◐").press("<Enter>").shows("3 of");
    let record = kept(desk);

    // The next day it opens where one was, and the map knows what is done.
    let mut desk = at(monday().after(DAY / 2), &record);
    desk.shows("3 of").press("<Esc>").shows(" lessons · ").shows("✓ Your name, opened up");
    assert_eq!(desk.app.standing("start/keys"), Standing::Done);
    // What was answered is answered.
    desk.press("<Up><Enter>").shows("1 of");
    let session = desk.app.stage.lesson().unwrap();
    assert_eq!(session.account.progress(session.lesson()).over, session.account.progress(session.lesson()).questions);
    assert_eq!(session.account.progress(session.lesson()).first, session.account.progress(session.lesson()).questions);
}

#[test]
fn what_was_said_to_a_wrong_answer_is_said_again_the_next_day() {
    let mut desk = at(monday(), &Record::default());
    desk.app.open("start/keys");
    desk.press("nnna32<Enter>").shows("Those are its bytes").press("a63<Enter>").shows("One too few");
    let mut desk = at(monday().after(DAY / 2), &kept(desk));
    desk.shows("4 of").shows("not 63").shows("One too few").hides("A hint may help");
}

#[test]
fn the_laptop_closes_in_the_middle_of_a_question() {
    let mut desk = at(monday(), &Record::default());
    desk.app.open("hashing/sha256-padding");
    while desk.app.stage.lesson().unwrap().open_question().is_none_or(|(_, question)| !question.choices().is_empty()) {
        let open = desk.app.stage.lesson().unwrap().open_question().is_some();
        match open {
            true => answer(&mut desk),
            false => _ = desk.press("n"),
        }
    }
    let page = desk.app.stage.lesson().unwrap().page_number();
    desk.press("a");
    // Where a wrong way led to the right answer, other inputs were drawn first.
    if !desk.app.stage.lesson().unwrap().is_answering() {
        desk.press("a");
    }
    desk.press("12");
    let mut desk = at(monday().after(60), &kept(desk));
    assert_eq!(desk.app.stage.lesson().unwrap().page_number(), page);
    desk.shows("your answer  12").press("3").shows("your answer  123");
}

#[test]
fn a_week_later_two_questions_greet() {
    let mut desk = at(monday(), &Record::default());
    desk.app.open("start/four-promises");
    learn(&mut desk);
    desk.press("<Esc>");
    desk.app.open("hashing/sha256-padding");
    learn(&mut desk);
    desk.press("<Esc>");
    let mut record = kept(desk);
    // One was missed.
    let missed = record.lessons.get_mut("hashing/sha256-padding").unwrap().questions.values_mut().next().unwrap();
    missed.add(1, monday(), Came::Over, "no");

    let mut desk = at(monday().after(7 * DAY), &record);
    desk.shows("due").app.open("start/randomness");
    desk.shows("Do you still know? › ").shows("review 1 of 2").shows("skip");
    let quiz = desk.app.quiz.as_ref().unwrap();
    assert_eq!(
        (quiz.asks.len(), quiz.asks[0].lesson.as_str(), quiz.asks[0].occasion),
        (2, "hashing/sha256-padding", 2)
    );
    answer(&mut desk);
    desk.press("n").shows("review 2 of 2");
    answer(&mut desk);
    desk.shows("to the lesson").press("n").hides("Do you still know?").shows("1 of");
    assert_eq!(desk.app.stage.lesson().unwrap().lesson().id, "start/randomness");
    // They are not asked again on the same day, and no more than two before one lesson.
    let now = desk.app.notebook.now;
    let again = desk.app.notebook.record.due(now);
    assert_eq!(again.len() + 2, record.due(now).len());
    // Esc skips both at once.
    desk.press("<Esc>").app.open("start/keys");
    desk.shows("review 1 of 2").press("<Esc>").hides("review").shows("1 of");
    assert_eq!(desk.app.stage.lesson().unwrap().lesson().id, "start/keys");
}

#[test]
fn fresh_values_are_asked_and_what_is_hidden_stays_hidden() {
    let mut desk = at(monday(), &Record::default());
    let asks = desk.app.library.lesson("hashing/sha256-rounds").map(|lesson| {
        let ids = Question::all(lesson).map(|(_, question)| question.id().to_owned());
        ids.collect::<Vec<_>>()
    });
    let mut fresh = 0;
    for id in asks.unwrap() {
        let ask = cleartext::learner::quiz::Ask::of("hashing/sha256-rounds", &id, 1);
        let purpose = cleartext::learner::quiz::AskedFor::Review("start/keys".into());
        assert!(desk.app.ask(purpose, vec![ask]));
        let session = desk.app.stage.lesson().unwrap();
        use cleartext::app::stage::Computing;
        fresh += usize::from(session.desk().sheet().inputs().any(|cell| cell.typed().is_some()));
        let (_, question) = session.open_question().unwrap();
        let budget = cleartext::run::Budget::unlimited();
        let right = question.written_answer(session.desk().sheet(), &budget).unwrap();
        if question.choices().is_empty() && right.len() > 5 {
            desk.hides(&right);
        }
        desk.press("<Esc>");
    }
    assert!(fresh > 0, "some inputs are drawn");
}

#[test]
fn whoever_knows_a_lesson_may_skip_it() {
    let mut desk = at(monday(), &Record::default());
    desk.press("S").shows("Do you know it already?").shows("question 1 of").hides("hint");
    while desk.app.quiz.is_some() {
        answer(&mut desk);
        desk.press("n");
    }
    desk.shows("you know this lesson").shows("✓ Your name, opened up");
    let record = kept(desk);
    assert_eq!(record.standing("start/keys"), Standing::Done);

    // Whoever does not, learns it: nothing of what was answered is told there.
    let mut desk = at(monday(), &Record::default());
    desk.press("S");
    let questions = desk.app.quiz.as_ref().unwrap().asks.len();
    desk.press(&"n".repeat(questions)).shows("0 of").shows("The lesson has the rest");
    assert_eq!(desk.app.standing("start/keys"), Standing::New);
    desk.press("S").press("<Esc>").shows("right").press("<Enter>").shows("1 of");
    let session = desk.app.stage.lesson().unwrap();
    assert!(session.account.progress(session.lesson()).over == 0);
}

#[test]
fn what_another_copy_learned_comes_in() {
    let mut desk = at(monday(), &Record::default());
    let mut other = at(monday(), &Record::default());
    other.press("<Enter>");
    learn(&mut other);
    let more = update(&mut desk.app, Event::Kept(Ok(Box::new(other.app.notebook.record.clone()))));
    desk.carry_out(more);
    desk.shows("✓ Your name, opened up");
    update(&mut desk.app, Event::Kept(Err("Your progress cannot be written.".into())));
    desk.shows("Your progress cannot be written.");
}

#[test]
fn an_input_is_kept_where_the_lesson_wants_it() {
    let source = "# A\n\n```sheet\nname = input(\"Ada\", max: 9, keep: true)\npin = input(\"1\", max: 9)\nd = sha256(name ++ pin)\n```\n";
    let open = |record: &Record| {
        let lesson = cleartext::lesson::parse("mine", source.as_bytes(), &cleartext::view::names());
        let mut app = App::new(Library { lessons: vec![lesson], ..Library::default() }, (80, 24));
        app.notebook.record = record.clone();
        assert!(app.open("mine"));
        Desk::with(app)
    };
    let mut desk = open(&Record::default());
    desk.press("gname<Enter>eKim<Enter>gpin<Enter>e777<Enter>").shows("Kim").shows("777");
    let record = kept(desk);
    assert!(!record.write().contains("777"), "{}", record.write());
    let mut desk = open(&record);
    desk.shows("Kim").hides("777");
}

#[test]
fn a_review_has_the_text_of_its_page_and_fresh_values() {
    let mut desk = at(monday(), &Record::default());
    let asks = Ask::all(desk.app.library.lesson("hashing/avalanche").unwrap())[..1].to_vec();
    assert!(desk.app.ask(AskedFor::Review("start/keys".to_owned()), asks));
    desk.shows("How many of the 256 bits differ?").shows("two is that of its twin").hides("hello");
}

#[test]
fn a_test_before_a_unit_and_its_twin_after_it_show_what_was_gained() {
    let mut desk = at(monday(), &Record::default());
    desk.press("jjj").shows("▸ ◦ Hashing: what do you know?").press("<Enter>").shows("A test › Hashing");
    desk.shows("question 1 of 4").hides("A show").press("A").shows("A test shows no answers.").hides("once more");
    // One is answered, the rest is left for later.
    answer(&mut desk);
    desk.press("<Esc>")
        .shows("What is left of the test waits here")
        .shows("◐ Hashing: what do you know?")
        .shows("1 of 4");
    let mut desk = at(monday().after(DAY), &kept(desk));
    desk.app.enter("hashing/before");
    desk.shows("question 1 of 3").press("nnn").shows("What is left");
    desk.press("<Enter>");
    while desk.app.quiz.is_some() {
        // The first choice, and what is no number, are wrong often enough.
        desk.press("a7<Enter>n");
    }
    desk.shows("of 4 right at the first try.")
        .shows("✓ Hashing: what do you know?")
        .press("<Enter>")
        .shows("You took this test");

    desk.app.enter("hashing/after");
    while desk.app.quiz.is_some() {
        answer(&mut desk);
        desk.press("n");
    }
    desk.shows("4 of 4 right at the first try. Before the unit it was");
    // A test is no lesson: none of the lessons is done.
    assert_eq!(desk.app.next_lesson().map(|lesson| lesson.id.as_str()), Some("start/keys"));
}

#[test]
fn a_place_has_a_short_code_that_leads_there() {
    let mut desk = at(monday(), &Record::default());
    desk.press("g2.9 p1").shows("There is no lesson 2.9; codes look like 4.2 p5.").press("<Esc>");
    desk.app.open("hashing/sha256-rounds");
    desk.press("nn").shows("2.2 p3 of").press("g1.2 p4<Enter>").shows("1.2 p4 of").hides("2.2 p");
    desk.press("g1.2 p99<Enter>");
    let pages = desk.app.stage.lesson().unwrap().lesson().pages.len();
    desk.shows(&format!("1.2 p{pages} of {pages}"));
    desk.shows(&format!("There is no page 99; this is the last one, {pages}."))
        .press("g99.9<Enter>")
        .shows("There is no lesson 99.9;");
    desk.press("<Esc>g2.2 p0<Enter>").shows("Lesson 2.2 has no page `0`; codes look like 4.2 p5.");
    desk.press("<Esc>g2,2 p4<Enter>").shows("`2,2 p4` is no code of a page");
    desk.press("<Esc>g2.2<Enter>").shows("2.2 p1 of");
}

#[test]
fn a_sign_on_the_title_line_is_seen_from_afar() {
    let mut desk = at(monday(), &Record::default());
    desk.press("W").shows("? ? ? ? ?").shows("help wanted").hides("Cryptography, opened up");
    desk.press("<Enter>")
        .shows("? ? ? ? ?")
        .press("W")
        .shows("✓ ✓ ✓ ✓ ✓")
        .press("W")
        .hides("✓ ✓ ✓")
        .shows("Start here ›");
}
