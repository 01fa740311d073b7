//! A lesson in front of a class: every step of every lesson, and what a speaker does.

use cleartext::app::App;
use cleartext::app::context::Context;
use cleartext::app::key::{Code, Key};
use cleartext::app::stage::lesson::Session;
use cleartext::lesson::Block;
use cleartext::lesson::talk::Step;
use cleartext::ui::text::frame::{characters, picture};
use cleartext::ui::text::theme::Theme;
use cleartext::ui::{Look, draw};
use ratatui::style::Color;

use crate::screens::Desk;
use crate::support::course::course;
use crate::support::program::run_with;
use crate::veil::desk::Desk as Veiled;
use crate::veil::look::{Hidden, nothing_shows};
use crate::veil::secrets::secrets;

/// The sizes that a wall may have.
const SIZES: [(u16, u16); 2] = [(80, 24), (200, 60)];
const LAST: &str = "This was the last step";

fn session(desk: &mut Veiled) -> &mut Session {
    desk.app.stage.lesson_mut().expect("a lesson")
}

/// The last three rows of a wall, and that the page is in its corner.
fn is_bare(desk: &Veiled, what: &str) {
    for (columns, rows) in SIZES {
        let look = Look { theme: Theme::Light, ascii: false };
        let text = characters(&picture(columns, rows, |frame| draw(&desk.app, look, frame)));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[usize::from(rows) - 3..].iter().all(|line| line.is_empty()), "{what} at {columns}:\n{text}");
        let page = format!("{} of {}", desk.session().page_number() + 1, desk.session().lesson().pages.len());
        assert!(lines[0].ends_with(&page), "{what} at {columns}:\n{text}");
    }
}

#[test]
fn nothing_is_given_away_at_any_step_of_any_lesson() {
    let library = course();
    let (mut looked, mut hidden_again) = (0, 0);
    for lesson in &library.lessons {
        let mut desk = Veiled::lesson(lesson.clone());
        session(&mut desk).present(false);
        let mut hidden = (usize::MAX, Hidden::default());
        loop {
            let (page, step) = (desk.session().page_number(), desk.session().step().clone());
            let what = format!("{} page {}, {step:.60?}", lesson.id, page + 1);
            let open = desk.session().open_question().is_some();
            let is_first = desk.session().page().blocks.iter().filter(|block| is_question(block)).count() == 1;
            if hidden.0 != page {
                hidden = (page, secrets(desk.session()).into());
            }
            if open && is_first {
                looked += usize::from(!hidden.1.is_empty());
                nothing_shows(&desk, &hidden.1, &what);
                assert!(!desk.screen().contains("✓ a)") && !desk.screen().contains("right answer"), "{what}");
            }
            is_bare(&desk, &what);
            if matches!(step, Step::Answer(_)) {
                // A step back hides again what the answer had shown.
                desk.key(Key::plain(Code::Left));
                assert!(desk.session().open_question().is_some(), "{what}");
                if is_first {
                    hidden_again += usize::from(!hidden.1.is_empty());
                    nothing_shows(&desk, &hidden.1, &what);
                }
                desk.key(Key::plain(Code::Right));
                assert_eq!(*desk.session().step(), step);
            }
            desk.key(Key::plain(Code::Right));
            if desk.app.notice.as_deref().is_some_and(|told| told.starts_with(LAST)) {
                break;
            }
        }
        assert_eq!(desk.session().page_number() + 1, lesson.pages.len(), "{}", lesson.id);
    }
    assert!(looked > 60 && hidden_again > 20, "{looked} steps hide something, {hidden_again} hide it again");
}

fn is_question(block: &Block) -> bool {
    matches!(block, Block::Predict(_) | Block::Exercise(_))
}

const PAGE: &str = "+++\ntitle = \"Mine\"\ngoal = \"Ask.\"\n+++\n\n# First words\n\n▸ `p` asks where from\n\n\
    ```sheet\nm = input(\"abc\")\nd = sha256(m)\n```\n\n```predict\nask = \"How many bytes?\"\n\
    choose = [\"sixteen\", \"thirty-two\", \"sixty-four\", \"none\"]\nanswer = \"thirty-two\"\nwhy = \"Always.\"\n```\n\n\
    ```watch\nvalue = \"d\"\n```\n\n```notes\nSay it of {{ length(m) }} letters.\n```\n\n---\n\n# Second words\n\n\
    ```tamper\nedit = { m = \"abd\" }\nexpect = \"bit_difference(d, before.d) > 70\"\nsay = \"Another digest.\"\n```\n\n\
    ```watch\nvalue = \"d\"\n```\n";

fn talk() -> Desk {
    let mut desk = Desk::written(PAGE);
    desk.app.stage.lesson_mut().unwrap().present(false);
    desk
}

fn at(desk: &Desk) -> (usize, Step) {
    let session = desk.app.stage.lesson().unwrap();
    (session.page_number(), session.step().clone())
}

#[test]
fn one_key_is_one_step() {
    let mut desk = talk();
    desk.shows("First words").shows("1 of 2").hides("How many").hides("asks where").hides("Say it").hides("m  abc");
    desk.press("<Right>").shows("How many").hides("First words").hides("sixteen");
    desk.press(" ").shows("a) sixteen").shows("d) none").hides("✓");
    desk.press("<Enter>").shows("How many").shows("ba7816bf").hides("✓ thirty-two");
    desk.shows("a) sixteen").shows("d) none").hides("✓ b)");
    desk.press(" ").shows("✓ thirty-two").hides("Always.");
    desk.press("n").shows("✓ thirty-two").shows("Always.").shows("ba7816bf");
    desk.press("l").shows("Second words").shows("2 of 2");
    desk.press("<Right><Right>").shows("change m to abd").hides("Another digest");
    desk.press("<Right>").shows("Another digest.").shows("before").shows("after");
    desk.press("<Right>").shows(LAST).press("<Left>").hides("Another digest").hides("before");
    desk.press("hhh").shows("Always.").press("<Backspace>").hides("Always.").press("N").hides("✓ thirty-two");
    assert_eq!(at(&desk), (0, Step::Values));
    desk.press("NNN").shows("First words").press("N").shows("This is the first step.");
}

#[test]
fn a_number_and_enter_go_to_a_page_and_hide_what_was_shown() {
    let mut desk = talk();
    desk.press("nnnn").shows("✓ thirty-two").press("2").shows("→ 2").press("<Enter>").shows("Second words");
    desk.press("1<Enter>").shows("First words").press("nnn").hides("✓ thirty-two");
    desk.press("7<Enter>").shows("There is no page 7; there are 1 to 2.").press("2<Esc><Enter>").shows("✓ thirty-two");
}

/// A page with a picture of what changed: its question, its change, and what it watches.
fn pictured(watch: &str) -> Desk {
    let page = "+++\ntitle = \"Mine\"\ngoal = \"Ask.\"\n+++\n\n# First\n\n```sheet\nm = input(\"abc\")\n\
        other = input(\"x\")\nd = sha256(m)\n```\n\n```predict\nask = \"How many bits?\"\n\
        choose = [\"few\", \"half\"]\nanswer = \"half\"\n```\n\n```watch\nvalue = \"d\"\npicture = \"squares\"\n```\n\n\
        ---\n\n# Second\n\n```tamper\nedit = { m = \"abd\" }\nexpect = \"true\"\nsay = \"Another.\"\n```\n\n";
    let mut desk = Desk::written(&format!("{page}```watch\n{watch}\n```\n"));
    desk.app.stage.lesson_mut().unwrap().present(false);
    desk
}

#[test]
fn a_change_is_shown_by_the_picture_of_the_page_where_it_has_one() {
    let mut desk = pictured("value = \"d\"\npicture = \"squares\"");
    desk.press("2<Enter>nn").hides("of 256 changed").press("n").shows("Another.").shows("of 256 changed").shows("█");
    desk.hides("→ abd").hides("▏").press("h").hides("of 256 changed").press("n").shows("of 256 changed");
    // A value that stays as it was is put beside nothing.
    let mut desk = pictured("value = \"other\"");
    desk.press("2<Enter>nnn").shows("Another.").hides("before").hides("▏").hides("The inputs are");
}

#[test]
fn the_rooms_own_input_tells_nothing_while_the_question_is_open() {
    let mut desk = pictured("value = \"other\"");
    desk.press("nnne").press("class<Enter>").shows("How many bits?").hides("of 256 changed").hides("█·");
    desk.press("n").shows("✓ half");
}

#[test]
fn a_change_is_taken_back_when_its_page_is_left() {
    let mut desk = talk();
    desk.press("2<Enter>nnn").shows("Another digest.").press("1<Enter>nnn").shows("ba7816bf");
}

#[test]
fn hands_are_counted_twice_and_drawn_beside_each_other() {
    let mut desk = talk();
    desk.press("c").shows("Hands are counted once a question").press("nnc12 7 9<Enter>").shows("Type 4 counts");
    desk.press(" 2<Enter>").shows("█ 12").shows("█ 2").hides("before, and after");
    desk.press("c3 20 5 0<Enter>").shows("█ 12").shows("█ 20").shows("before, and after").shows("▏ 0");
    assert!(desk.text().lines().any(|line| line.contains("█ 7 ") && line.contains("█ 20")), "{}", desk.text());
    desk.press("n").shows("█ 12").shows("a) sixteen").shows("d) none").hides("✓ b)").shows("ba7816bf");
    desk.press("n").shows("✓ b) thirty-two").shows("█ 20");
    // A third show takes the place of the second; Esc leaves things as they are.
    desk.press("c1 1 1 1<Enter>").hides("█ 20").shows("█ 12").press("c5 5<Esc>").shows("█ 12");
}

#[test]
fn in_lines_the_right_choice_is_said_with_and_without_hands() {
    let said = |typed: &str| {
        let ran = run_with(&["present", "hashing/sha256-rounds", "--plain"], typed.as_bytes());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        ran.out
    };
    let first = said("");
    assert!(first.contains("SHA-256: sixty-four rounds (2.2 p1), page 1 of 10."), "{first}");
    let hidden = said("l\nl\nc\n12 7 9\nl\n");
    assert!(!hidden.contains("Right:"), "{hidden}");
    let (before, after) = hidden.rsplit_once("> l\n").expect("a last line");
    assert!(before.contains("12\n7\n9") && after.contains("b) a and e") && after.contains("12\n"), "{hidden}");
    assert!(said("l\nl\nc\n12 7 9\nl\nl\n").contains("Right: b) a and e"));
    assert!(said("l\nl\nl\nl\n").contains("Right: a and e"));
}

#[test]
fn the_wall_speaks_of_no_point() {
    let mut desk = talk();
    desk.press("nn:show answer<Enter>").shows("✓ thirty-two").hides("point");
    assert_eq!(at(&desk).1, at(desk.press("Nn")).1, "at the step of the answer");
}

#[test]
fn the_rooms_own_input_is_typed_in_the_corner_and_computed() {
    let mut desk = talk();
    desk.press("nnne").shows("m  abc").press("class<Enter>").hides("ba7816bf").hides("m  class").press("n").shows("✓");
    assert_eq!(desk.app.context(), Context::Talk);
}

#[test]
fn the_wall_is_black_until_the_next_key() {
    let mut desk = talk();
    desk.press("b").hides("First words").hides("1 of 2").press("b").shows("First words");
    desk.press(".").hides("First words").press("<Right>").shows("First words").press("n").shows("How many");
}

#[test]
fn any_command_is_found_and_the_keys_walk_on_request() {
    let mut desk = talk();
    desk.press("nnnn:from where<Enter>").shows("comes from").press("<Esc>").shows("✓ thirty-two");
    desk.press("<Tab>").shows("The keys walk").press("<Enter>").hides("✓ thirty-two");
    assert_eq!(desk.app.context(), Context::Page);
    desk.press("n").shows("Always.");
    assert_eq!(desk.app.context(), Context::Talk);
    // Out of the outermost value is back to the talk, not out of it.
    desk.press("w<Esc><Esc><Esc>").shows("Always.").press("?").shows("Keys on the wall").press("<Esc>q");
    assert_eq!(desk.asked.last(), Some(&"quit"));
}

#[test]
fn what_is_found_elsewhere_is_presented_too() {
    let mut app = App::new(course().clone(), (80, 24));
    app.talk = Some(false);
    assert!(app.open("start/keys"));
    let mut desk = Desk::with(app);
    desk.shows("1.1 p1 of 6").press(":find<Enter>2.1 p3<Enter>").shows("2.1 p3 of");
    assert_eq!(desk.app.context(), Context::Talk);
}

#[test]
fn a_code_leads_to_a_page_on_the_wall_and_in_lines() {
    let mut app = App::new(course().clone(), (80, 24));
    app.talk = Some(false);
    assert!(app.open("hashing/sha256-rounds"));
    let mut desk = Desk::with(app);
    desk.press("nnnnn").shows("2.2 p1 of 10").press("g2.2 p2<Enter>").shows("2.2 p2 of 10").shows("What enters them");
    assert_eq!(at(&desk).1, at(desk.press("2<Enter>")).1, "at its first step");
    desk.press("g2.2 p99<Enter>").shows("There is no page 99; this is the last one, 10.");
    assert_eq!(desk.press("g1.1 p2<Enter>").shows("1.1 p2 of 6").app.context(), Context::Talk);
    let ran = run_with(&["present", "hashing/sha256-rounds", "--plain"], b"g 2.2 p5\n?\ng 2.9\n");
    assert!(ran.out.contains("(2.2 p5), page 5 of 10."), "{}", ran.out);
    assert!(ran.out.contains("There is no lesson 2.9; codes look like 4.2 p5."), "{}", ran.out);
    assert!(!ran.out.contains("whose number was typed"), "{}", ran.out);
}

#[test]
fn the_last_key_is_shown_where_that_is_asked_for() {
    let mut desk = talk();
    desk.press("n").hides("n  ");
    desk.app.stage.lesson_mut().unwrap().present(true);
    desk.press("<Right>").shows("Right");
}

#[test]
fn the_speaker_sees_notes_answers_and_what_comes_next() {
    let mut desk = talk();
    let notes = |desk: &Desk| desk.app.stage.lesson().unwrap().notes_of_talk(Some("2.2".into())).expect("a talk");
    let first = notes(&desk);
    assert_eq!((first.page, first.step, first.then.as_str()), ((1, 2), (1, 6), "the question"));
    assert_eq!(first.code.as_deref(), Some("2.2"));
    assert_eq!(first.says, ["Say it of 3 letters."]);
    assert_eq!(first.answers, ["How many bytes?", "✓ thirty-two"]);
    assert_eq!((first.next.as_str(), &first.keys[..]), ("Second words", &["▸ p asks where from".to_owned()][..]));
    assert_eq!(notes(desk.press("b")).then, "light again: the wall is black");
    let last = notes(desk.press("b2<Enter>nnn"));
    assert_eq!(last.then, "nothing: this is the last step");
}

#[test]
fn a_light_wall_has_ink_and_paper_of_its_own() {
    let desk = talk();
    let drawn = |theme| picture(80, 24, |frame| draw(&desk.app, Look { theme, ascii: false }, frame));
    let light = drawn(Theme::Light);
    assert!(light.content.iter().all(|cell| cell.bg == Color::White && cell.fg != Color::Reset));
    assert!(drawn(Theme::Mono).content.iter().all(|cell| cell.bg == Color::Reset));
}
