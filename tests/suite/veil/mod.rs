//! Nothing that a question hides is on the screen, or said in lines, before it is answered: at every value, in every
//! list and view, on the whole way of a value, in what is found, and in what is copied.

pub mod desk;
pub mod equal;
pub mod look;
pub mod secrets;

use crate::support::course::{course, in_each};
use cleartext::app::key::{Code, Key};
use cleartext::app::stage::Computing;
use cleartext::app::stage::Stage;
use cleartext::learner::question::Question;
use cleartext::learner::quiz::{Ask, AskedFor};
use cleartext::lesson::parse;
use cleartext::run::Budget;
use cleartext::view::names;
use desk::Desk;
use look::{look_everywhere, nothing_shows};
use secrets::{all_copies_are_hidden, secrets};

#[test]
fn nothing_that_a_lesson_asks_about_shows_before_the_answer() {
    let found = in_each(|lesson| {
        let (mut looked, mut copies) = (0, 0);
        let mut desk = Desk::lesson(lesson.clone());
        for page in 0..lesson.pages.len() {
            let Stage::Lesson(session) = &mut desk.app.stage else { panic!("a lesson") };
            session.turn_to(page);
            copies += all_copies_are_hidden(session);
            looked += look_everywhere(&mut desk);
        }
        (looked, copies)
    });
    let (looked, copies) = found.into_iter().fold((0, 0), |(a, b), (looked, copies)| (a + looked, b + copies));
    assert!(looked > 100, "only {looked} places hide anything");
    assert!(copies > 100, "only {copies} numbers are hidden");
}

#[test]
fn what_another_cell_computes_just_alike_is_hidden_too() {
    let mut desk = written(
        &exercise("d@block[0]/T1[0]").replace("```exercise", "```sheet\nagain = sha256(m)\n```\n\n```exercise"),
    );
    desk.go("again/block[0]/T1[0]");
    assert!(desk.text().contains("····"), "{}", desk.text());
    desk.go("twice/block[0]/T1[0]");
    assert!(desk.text().contains("T1[0] = h"), "{}", desk.text());
}

fn written(page: &str) -> Desk {
    let source = format!(
        "+++\ntitle = \"Mine\"\ngoal = \"Hide.\"\n+++\n\n# One\n\n```sheet\nm = input(\"{}\")\nd = sha256(m)\n\
         twice = sha256(d)\nfour = d[0..4]\nmac = hmac(d, m)\nlong = length(d)\nc = cbc_encrypt(d, m[0..16], m, cipher: \"aes\")\n```\n\n{page}\n",
        "abcdefgh".repeat(9)
    );
    let lesson = parse("mine", source.as_bytes(), &names());
    assert_eq!(lesson.problems, []);
    Desk::lesson(lesson)
}
fn exercise(answer: &str) -> String {
    format!(
        "The digest is {{{{ d }}}}, {{{{ reverse(d) }}}}, of {{{{ length(d) }}}} bytes.\n\n```exercise\nask = \"?\"\nanswer = \"{answer}\"\n```"
    )
}

#[test]
fn what_is_asked_is_hidden_under_all_its_names_across_blocks_parts_calls_and_cells() {
    let answers = [
        "d@block[0]/T1[0]",
        "d@block[0]/e[8]",
        "d@block[1]/H_before[0]",
        "d",
        "twice@block[0]/W[0]",
        "c@cipher/key_expansion/w[8]",
    ];
    for answer in answers {
        let mut desk = written(&exercise(answer));
        assert!(look_everywhere(&mut desk) > 20, "{answer}");
    }
}

#[test]
fn what_a_choice_takes_is_hidden_and_what_it_does_not_is_not() {
    let source = "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n# One\n\n```sheet\nx = input(6)\ny = modpow(5, x, 1_000_003)\n\
                  z = modpow(y, x, 1_000_003)\n```\n\n```exercise\nask = \"?\"\nanswer = \"z\"\n```\n";
    let lesson = parse("mine", source.as_bytes(), &names());
    assert_eq!(lesson.problems, []);
    let mut desk = Desk::lesson(lesson);
    assert!(all_copies_are_hidden(desk.session()) > 4);
    let shows = |desk: &mut Desk, address: &str| {
        desk.go(address);
        !desk.session().desk().lens(&Budget::unlimited()).hides_spot(desk.session().desk().walk().spot())
    };
    // The exponent is 110 in binary: the last accumulator is the square.
    assert!(!shows(&mut desk, "z/acc[2]") && !shows(&mut desk, "z/square[2]"));
    for open in ["z/square[1]", "z/acc[1]", "z/before[2]", "z/bit[2]", "z/base[2]", "y/square[2]"] {
        assert!(shows(&mut desk, open), "{open}");
    }
}

#[test]
fn what_an_item_is_asked_of_is_hidden_where_it_is_computed_again() {
    let source = "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n# One\n\n```sheet\na = input(10)\nb = input(7)\n\
                  A = point_multiply(a, [5, 1], \"toy17\")\nB = point_multiply(b, [5, 1], \"toy17\")\n\
                  mine = point_multiply(a, B, \"toy17\")\ntheirs = point_multiply(b, A, \"toy17\")\n```\n\n\
                  ```exercise\nask = \"?\"\nanswer = \"mine[0]\"\n```\n";
    let lesson = parse("mine", source.as_bytes(), &names());
    assert_eq!(lesson.problems, []);
    let desk = Desk::lesson(lesson);
    let veil = desk.session().desk().veil();
    assert!(veil.hides_cell("mine") && veil.hides_cell("theirs") && !veil.hides_cell("A") && !veil.hides_cell("B"));
}

#[test]
fn a_word_is_hidden_with_all_of_its_bytes_and_not_with_one() {
    let page = |answer: &str| {
        let source = format!(
            "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n# One\n\n```sheet\nk = input(0x{})\n\
            c = chacha20_block(k, 0x000000000000000000000000, 1)\n```\n\n```exercise\nask = \"?\"\nanswer = \"{answer}\"\n```\n",
            "ab".repeat(32)
        );
        let lesson = parse("mine", source.as_bytes(), &names());
        assert_eq!(lesson.problems, []);
        let mut desk = Desk::lesson(lesson);
        desk.go("c/sum/out[0]");
        desk.session().desk().lens(&Budget::unlimited()).hides_spot(desk.session().desk().walk().spot())
    };
    assert!(page("c[0..4]"), "its four bytes are the word");
    assert!(!page("c[4..8]"), "the next word");
}

#[test]
fn an_answer_is_not_told_to_be_what_another_question_hides() {
    let mut desk = written(
        "T2, W and twice.\n\n```exercise\nask = \"?\"\nanswer = \"d@block[0]/T1[0]\"\n```\n\n```predict\nask = \"?\"\nchoose = [\"x\", \"y\"]\n\
         answer = \"x\"\nhide = [\"d/block[0]/T2[0]\", \"twice\"]\n```",
    );
    let budget = Budget::unlimited();
    let text = |desk: &Desk, address: &str| {
        let found = desk.session().desk().sheet().find(&address.parse().unwrap(), 1, &budget).unwrap().pop().unwrap();
        found.place.text(&budget).unwrap()
    };
    let answer = |desk: &mut Desk, given: &str| {
        desk.key(Key::char('a'));
        desk.type_text(given);
        desk.key(Key::plain(Code::Enter));
        let text = desk.text();
        if desk.session().is_answering() {
            desk.key(Key::plain(Code::Esc));
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (hidden, said) in [("d/block[0]/T2[0]", "That is T2[0]"), ("twice", "That is twice")] {
        let given = text(&desk, hidden);
        let shown = answer(&mut desk, &given);
        assert!(shown.contains("✗") && !shown.contains(said), "{hidden}\n{shown}");
    }
    let open = text(&desk, "d/block[0]/W[0]");
    let said = answer(&mut desk, &open);
    assert!(said.contains("That is W[0]"), "{said}");
}

#[test]
fn beside_the_run_before_an_edit_nothing_shows_of_either() {
    let mut desk = written(&exercise("d@block[0]/T1[0]"));
    let mut both = secrets(desk.session());
    desk.go("m");
    desk.key(Key::char('x'));
    both.extend(secrets(desk.session()));
    let both = both.into();
    for address in ["d", "d/block", "d/block[0]", "d/block[0]/T1[0]", "d/block[0]/a[5]", "d/block[1]/H[0]", "four"] {
        desk.go(address);
        nothing_shows(&desk, &both, &format!("compared at {address}"));
        desk.key(Key::char('c'));
        nothing_shows(&desk, &both, &format!("compared at {address}, c"));
        desk.key(Key::plain(Code::Esc));
    }
}

/// A prediction of how much changes, with the change to be made.
const CHANGE: &str = "```predict\nask = \"How much changes?\"\nchoose = [\"half\", \"all\"]\nanswer = \"half\"\nhide = [\"d\"]\n```\n\n\
    ```tamper\nedit = { m = \"other\" }\nexpect = \"d != before.d\"\nsay = \"About half of it.\"\n```";

#[test]
fn how_much_of_a_hidden_value_differs_is_not_told() {
    let mut desk = written(CHANGE);
    for address in ["d", "d/block[0]", "d/block[0]/a[63]"] {
        desk.go(address);
        desk.key(Key::char('t'));
        desk.key(Key::char('c'));
        assert!(!desk.text().contains("differing bits"), "{address}\n{}", desk.text());
        desk.key(Key::plain(Code::Esc));
        desk.key(Key::char('t'));
    }
    desk.key(Key::char('a'));
    desk.key(Key::plain(Code::Enter));
    desk.go("d");
    desk.key(Key::char('t'));
    desk.key(Key::char('c'));
    assert!(desk.text().contains("differing bits"), "{}", desk.text());
}

#[test]
fn the_words_on_a_change_wait_for_an_answer() {
    let mut desk = written(CHANGE);
    desk.key(Key::char('t'));
    assert!(!desk.text().contains("About half of it") && desk.text().contains("Changed."), "{}", desk.text());
    desk.key(Key::char('a'));
    desk.key(Key::plain(Code::Enter));
    assert!(desk.text().contains("About half of it"), "{}", desk.text());
}

#[test]
fn what_does_not_depend_on_it_stays_visible() {
    let mut desk = written(&exercise("d@block[0]/T1[0]"));
    desk.go("d/block[1]/W[2]");
    assert!(desk.text().contains("61626364") || desk.text().contains("80000000"), "{}", desk.text());
    desk.go("d/block[0]/T1[0]");
    let text = desk.text();
    assert!(text.contains("h + Σ1(e)") && text.contains("428a2f98"), "the way to it stays:\n{text}");
    assert!(text.contains("of 32 bytes"), "a length tells nothing:\n{text}");
    assert!(desk.text().contains("····"));
    // The block's own copy of the message, and the names of h in round 8 of a value that is asked for.
    let mut desk = written(&exercise("d@block[0]/e[0]"));
    desk.go("d/block[0]/h[3]");
    assert!(desk.text().contains("····"), "h[3] is e[0]:\n{}", desk.text());
    desk.go("d/block[0]/h[2]");
    assert!(!desk.text().contains("h[2] ····"), "h[2] is none of it");
}

#[test]
fn a_prediction_covers_the_formula_and_a_task_does_not() {
    let mut desk =
        written("```predict\nask = \"?\"\nchoose = [\"x\", \"y\"]\nanswer = \"x\"\nhide = [\"d/block[0]/a[0]\"]\n```");
    desk.go("d/block[0]/a[0]");
    assert!(!desk.text().contains("T2[0]") && desk.text().contains("Hidden until"), "{}", desk.text());
    desk.key(Key::char('p'));
    assert!(desk.text().contains("hidden until"), "{}", desk.text());
    desk.key(Key::char('a'));
    desk.key(Key::plain(Code::Enter));
    desk.go("d/block[0]/a[0]");
    assert!(desk.text().contains("T1 + T2"), "{}", desk.text());
}

#[test]
fn a_page_that_hides_opens_within_a_frame() {
    let page = exercise("d@block[9000]/T1[0]");
    let source = format!(
        "+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n# One\n\n```sheet\nm = input(\"abc\")\nbig = repeat(m, 200000)\n\
         d = sha256(big)\ntwice = sha256(d)\n```\n\n{page}\n"
    );
    let lesson = parse("mine", source.as_bytes(), &names());
    assert_eq!(lesson.problems, []);
    let mut desk = Desk::lesson(lesson);
    let Stage::Lesson(session) = &mut desk.app.stage else { panic!("a lesson") };
    let begun = std::time::Instant::now();
    session.turn_to(0);
    assert!(begun.elapsed() < std::time::Duration::from_millis(100), "{:?}", begun.elapsed());
    desk.go("d/block[9000]/T1[0]");
    assert!(desk.text().contains("····"), "{}", desk.text());
}

#[test]
fn a_question_in_review_hides_as_much_as_on_its_page() {
    let library = course();
    let mut looked = 0;
    for id in ["hashing/sha256-rounds", "ciphers/ecb", "exchange/x25519"] {
        let lesson = library.lesson(id).unwrap();
        for (_, question) in Question::all(lesson) {
            let mut desk = Desk::lesson(lesson.clone());
            assert!(desk.app.ask(AskedFor::Review(id.into()), vec![Ask::of(id, question.id(), 1)]));
            let effects = desk.app.begin();
            desk.carry_out(effects);
            let Stage::Lesson(session) = &mut desk.app.stage else { panic!("a question") };
            all_copies_are_hidden(session);
            looked += look_everywhere(&mut desk);
        }
    }
    assert!(looked > 20, "only {looked} places hide anything");
}
