//! What equals an answer is hidden as the answer is, whatever computed it: in every run, in the calls within, in cells,
//! in live values of the text, in pins, lists and copies.

use std::collections::BTreeSet;

use cleartext::app::key::{Code, Key};
use cleartext::app::stage::{Computing, Stage};
use cleartext::learner::hunt::Kind;
use cleartext::learner::question::{Asked, Question};
use cleartext::lesson::parse;
use cleartext::run::search::{Hit, Needle, Watcher, in_value, through};
use cleartext::run::{Budget, Origin, Place, Span, Type, Value};
use cleartext::sheet::expr;
use cleartext::view::names;

use super::desk::Desk;
use super::look::{look_at, look_in_all_views};
use crate::support::course::{course, in_each};
use cleartext::app::stage::lesson::Session;
use cleartext::sheet::NoFiles;

/// How many places of a value are found.
const HITS: usize = 500;
/// At how many of them one looks everywhere.
const PLACES: usize = 8;

/// A value that an open question asks for or hides, as text, and the cells that it is asked of.
struct Wanted {
    text: String,
    cells: BTreeSet<String>,
    is_number: bool,
    is_long: bool,
}

/// What the open questions of a page ask for and hide, as far as it is not trivial.
fn wanted(session: &Session) -> Vec<Wanted> {
    let (budget, sheet) = (Budget::unlimited(), session.desk().sheet());
    let mut found = vec![];
    let mut add = |value: Value, cells: BTreeSet<String>| {
        let items = match value {
            Value::List(items) => items.to_vec(),
            other => vec![other],
        };
        for value in items {
            value.finish(&budget).unwrap();
            let bytes = value.rope().map(|rope| rope.to_vec().unwrap()).unwrap_or_default();
            let distinct = bytes.iter().collect::<BTreeSet<_>>().len();
            if value.kind() == Type::Bool
                || bytes.is_empty()
                || bytes == [1]
                || bytes == [0]
                || bytes.len() > 1 && distinct == 1
            {
                continue;
            }
            let is_long = bytes.len() >= 4 && bytes.iter().filter(|byte| **byte > 0).count() > 1;
            let (text, is_number) = (value.show(1 << 16).unwrap(), value.kind() == Type::Int);
            found.push(Wanted { text, cells: cells.clone(), is_number, is_long });
        }
    };
    for (block, question) in session.page().blocks.iter().enumerate().filter_map(|(i, b)| Some((i, Question::of(b)?))) {
        if session.asked(block).is_some_and(Asked::is_over) {
            continue;
        }
        let (answer, hide) = match question {
            Question::Predict(predict) => (predict.answer.formula(), &predict.hide[..]),
            Question::Exercise(exercise) => (Some(&exercise.answer), &[][..]),
        };
        if let Some(formula) = answer {
            let named = expr::names(&formula.expr).into_iter().map(|(name, _)| name.to_owned());
            add(sheet.eval(&formula.expr, &NoFiles, &budget).unwrap().value, named.collect());
        }
        for target in hide {
            let cell = target.address.steps[0].name.to_string();
            for found in sheet.find(&target.address, 4096, &budget).unwrap() {
                add(found.place.value(&budget).unwrap(), [cell.clone()].into());
            }
        }
    }
    found
}

struct Basket(Vec<Hit>);
impl Watcher for Basket {
    fn found(&mut self, hit: Hit) -> bool {
        self.0.push(hit);
        self.0.len() < HITS
    }
    fn searched(&mut self, _: u64, _: u64) {}
}

fn is_number(place: &Place) -> bool {
    match place {
        Place::Value(value) => value.kind() == Type::Int,
        Place::Segment { .. } => false,
        Place::Nodes { part, segment, nodes } => {
            nodes.len() == 1 && part.record(*segment, &Budget::unlimited()).unwrap().is_integer(nodes[0])
        }
    }
}

fn is_typed(place: &Place) -> bool {
    fn typed(spans: &[Span]) -> bool {
        let one = |span: &Span| match &span.origin {
            Origin::Input(_) => true,
            Origin::Repeated(_) => span.below().is_some_and(|below| typed(&below)),
            _ => false,
        };
        spans.iter().all(one)
    }
    matches!(place, Place::Value(value) if value.rope().is_some_and(|rope| typed(rope.all())))
}

/// Where a value stands in what a sheet computed, found without the veil.
fn hits(session: &Session, text: &str) -> Vec<Hit> {
    let budget = Budget::unlimited();
    let needle = Needle::read(text);
    let mut basket = Basket(vec![]);
    for cell in session.desk().sheet().cells().iter().filter(|cell| cell.input.is_none()) {
        let Some(outcome) = cell.outcome() else { continue };
        if let Some(run) = &outcome.run {
            through(run, &needle, &mut basket, &budget).unwrap();
        }
        if in_value(&outcome.value, &needle, &budget).unwrap().is_some() {
            let place = Place::Value(outcome.value.clone());
            basket.0.push(Hit { address: cell.name().to_owned(), place, byte: None });
        }
    }
    basket.0
}

/// The places on a page at which a value that is asked for can be read.
fn open_places(session: &Session) -> Vec<String> {
    let budget = Budget::unlimited();
    let mut open = vec![];
    for wanted in wanted(session) {
        for hit in hits(session, &wanted.text) {
            let cell = hit.address.split(['/', '[']).next().unwrap_or_default();
            // Digits can be meant in several ways; a short value counts in its own, and where it is asked of.
            let is_it = hit.place.text(&budget).unwrap() == wanted.text && is_number(&hit.place) == wanted.is_number;
            let counts = wanted.is_long || is_it && wanted.cells.contains(cell);
            let hidden =
                session.desk().veil().hides_cell(&hit.address) || session.desk().veil().hides(&hit.place, &budget);
            if counts && !is_typed(&hit.place) && !hidden {
                open.push(format!("{} at {}", wanted.text, hit.address));
            }
        }
    }
    open
}

#[test]
fn no_value_that_can_be_read_equals_an_open_answer() {
    let library = course();
    let mut open = vec![];
    let mut asked = 0;
    for lesson in &library.lessons {
        let mut desk = Desk::lesson(lesson.clone());
        for page in 0..lesson.pages.len() {
            let Stage::Lesson(session) = &mut desk.app.stage else { panic!("a lesson") };
            session.turn_to(page);
            asked += wanted(session).len();
            let found = open_places(session);
            open.extend(found.into_iter().map(|place| format!("{} page {}: {place}", lesson.id, page + 1)));
        }
    }
    assert!(asked > 20, "only {asked} values are asked for");
    assert!(open.is_empty(), "{open:#?}");
}

#[test]
fn nothing_that_is_drawn_said_or_copied_equals_an_open_answer() {
    let looked: usize = in_each(|lesson| {
        let mut looked = 0;
        let mut desk = Desk::lesson(lesson.clone());
        for page in 0..lesson.pages.len() {
            let Stage::Lesson(session) = &mut desk.app.stage else { panic!("a lesson") };
            session.turn_to(page);
            let given = session.desk().sheet().inputs().filter_map(|cell| cell.given()?.rope()?.to_vec().ok());
            let given: Vec<String> =
                given.map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect()).collect();
            // What the learner typed stays in sight.
            let long = |wanted: &Wanted| wanted.is_long && !given.iter().any(|given| given.contains(&wanted.text));
            let secrets: BTreeSet<String> =
                wanted(session).into_iter().filter(long).map(|wanted| wanted.text).collect();
            // Where one of them stands none may be seen, and there one looks once.
            let mut addresses = BTreeSet::new();
            for secret in &secrets {
                let places = hits(desk.session(), secret);
                let every = places.len().div_ceil(PLACES).max(1);
                for hit in places.into_iter().step_by(every) {
                    addresses.extend(hit.address.rsplit_once('/').map(|(above, _)| above.to_owned()));
                    addresses.insert(hit.address);
                }
            }
            let hidden = secrets.clone().into();
            if !secrets.is_empty() {
                let typed = desk.session().desk().sheet().inputs().map(|cell| cell.name().to_owned());
                for cell in typed.collect::<Vec<_>>() {
                    look_in_all_views(&mut desk, &cell, &hidden, &format!("{} page {}, {cell}", lesson.id, page + 1));
                }
            }
            for address in &addresses {
                looked += 1;
                look_at(&mut desk, address, &hidden, &format!("{} page {}, {address}", lesson.id, page + 1));
            }
            for secret in &secrets {
                let found = desk.find(secret);
                desk.close();
                assert!(!found.iter().any(|row| row.kind == Kind::Value), "{secret} was found");
            }
        }
        looked
    })
    .into_iter()
    .sum();
    assert!(looked > 20, "only {looked} places were looked at");
}

/// A lesson of one page, with a sheet and a text.
pub fn written(sheet: &str, page: &str) -> Desk {
    let source = format!("+++\ntitle = \"t\"\ngoal = \"g\"\n+++\n\n# One\n\n```sheet\n{sheet}\n```\n\n{page}\n");
    let lesson = parse("mine", source.as_bytes(), &names());
    assert_eq!(lesson.problems, []);
    Desk::lesson(lesson)
}

pub fn exercise(answer: &str) -> String {
    format!("```exercise\nask = \"?\"\nanswer = \"{answer}\"\n```")
}

fn hides(desk: &mut Desk, address: &str) -> bool {
    desk.go(address);
    let desk = desk.session().desk();
    desk.lens(&Budget::unlimited()).hides_spot(desk.walk().spot())
}

#[test]
fn the_same_is_hidden_where_it_is_computed_in_another_way() {
    let shipped = [
        ("exchange/curves", 2, "point/step[1]/x_doubled"),
        ("ciphers/chacha20", 7, "secret/block[0]/chacha20_block/sum/out[0]"),
        ("ciphers/chacha20", 2, "block/setup/key[0]"),
        ("exchange/x25519", 4, "shared/clamp/k[31]"),
        ("hashing/length-extension", 3, "forged/in/length"),
        ("ciphers/cbc", 3, "secret/pad/padding/count"),
        ("signatures/not-encryption", 3, "signature/k_hash/pad/count/bytes"),
    ];
    let library = course();
    for (id, page, address) in shipped {
        let lesson = library.lessons.iter().find(|lesson| lesson.id == id).unwrap();
        let mut desk = Desk::lesson(lesson.clone());
        let Stage::Lesson(session) = &mut desk.app.stage else { panic!("a lesson") };
        session.turn_to(page - 1);
        assert!(hides(&mut desk, address), "{id} page {page}: {address}\n{}", desk.screen());
    }
}

#[test]
fn a_live_value_that_equals_the_answer_is_hidden() {
    let sheet = "a = input(0x01020304)\nb = input(0x1122330f)\nn = input(300000000)\nc = xor(a, b)";
    let page = |live: &str, answer: &str| {
        let mut desk = written(sheet, &format!("It is {{{{ {live} }}}}.\n\n{}", exercise(answer)));
        desk.go("a");
        desk.screen()
    };
    for (live, answer) in [
        ("xor(a, b)", "c"),
        ("xor(b, a)", "xor(a, b)"),
        ("int_be(xor(b, a))", "c"),
        ("hex(xor(b, a))", "c"),
        ("bytes_le(n + 1, 8)", "n + 1"),
        ("1 + n", "n + 1"),
        ("reverse(b)[0..4]", "int_le(b)"),
    ] {
        let screen = page(live, answer);
        assert!(screen.contains("It is ····"), "{live} with {answer}\n{screen}");
    }
    for (live, answer) in [("a", "xor(a, 0x00000000)"), ("length(a)", "c"), ("reverse(a)", "a[0..4]"), ("n", "n + 1")] {
        let screen = page(live, answer);
        assert!(!screen.contains("It is ····"), "{live} with {answer}\n{screen}");
    }
}

#[test]
fn a_view_that_writes_the_answer_masks_it() {
    let sheet = "k = input(0x0001020304050607)\nt = input(0x3132333435363738)";
    let cases = [
        ("reverse(k[0..4])", "k", "vvv", "····     07060504", "03020100"),
        ("int_be(k[0..4]) + 1 - 1", "k", "vvvv", "283686952306183", "66051"),
        ("int_be(k) + 1 - 1", "k", "vvvv", "····", "283686952306183"),
        ("text(t)", "t", "vvvvv", "····", "12345678"),
    ];
    for (answer, cell, keys, shown, hidden) in cases {
        let mut desk = written(sheet, &exercise(answer));
        desk.go(cell);
        desk.type_text(keys);
        let text = desk.text();
        assert!(text.contains(shown) && (shown.contains(hidden) || !text.contains(hidden)), "{answer}\n{text}");
        desk.key(Key::char('Y'));
        assert!(shown.contains(hidden) || !desk.screen().contains(hidden), "{answer}\n{}", desk.screen());
    }
}

#[test]
fn a_count_that_is_asked_for_stands_beside_no_copy() {
    let mut desk = written("m = input(\"abc\")\nd = sha256(m)", &exercise("2 * length(d)"));
    desk.go("d");
    desk.key(Key::char('Y'));
    assert!(!desk.screen().contains("64 digits") && desk.screen().contains("base64"), "{}", desk.screen());
    desk.close();
    desk.go("m");
    desk.key(Key::char('Y'));
    assert!(desk.screen().contains("3 bytes, 6 digits"), "{}", desk.screen());
}

#[test]
fn a_short_value_is_hidden_in_the_cells_that_it_is_asked_of_alone() {
    let sheet = "m = input(\"0123456789abcdefghijk\")\nother = input(\"lmnopqrstuvwxyzabcdef\")\nd = sha256(m)\ne = sha256(other)";
    let mut desk = written(sheet, &exercise("64 - 1 - 8 - length(m)"));
    assert!(hides(&mut desk, "d/pad/count/zeros"));
    for open in ["e/pad/count/zeros", "d/pad/count/bytes", "d/block[0]/W[0]", "m", "d"] {
        assert!(!hides(&mut desk, open), "{open}\n{}", desk.screen());
    }
}

#[test]
fn what_equals_another_open_answer_is_not_named_to_a_wrong_one() {
    let sheet = "a = input(0x01020304)\nb = input(0x1122330f)\nc = xor(b, a)\nd = xor(b, 0x55555511)";
    for (other, silent) in [("xor(a, b)", true), ("xor(a, 0x99999999)", false)] {
        let mut desk = written(sheet, &format!("Not c.\n\n{}\n\n{}", exercise("d"), exercise(other)));
        desk.key(Key::char('a'));
        desk.type_text("1020300b");
        desk.key(Key::plain(Code::Enter));
        let text = desk.text();
        assert!(text.contains('✗') && text.contains("That is c") != silent, "{other}\n{text}");
    }
}

#[test]
fn what_is_trivial_is_hidden_by_the_flow_alone() {
    let mut desk = written("m = input(\"abc\")\nd = sha256(m)\nzero = d@block[0]/W[9]", &exercise("d@block[0]/W[5]"));
    assert!(hides(&mut desk, "d/block[0]/W[5]"));
    for open in ["d/block[0]/W[6]", "zero"] {
        assert!(!hides(&mut desk, open), "{open}\n{}", desk.screen());
    }
}
