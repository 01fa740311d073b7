//! Nothing that a question hides is on the screen, or said in lines, before it is answered: at every value, in every list
//! and view, on the whole way of a value, in what is found, and in what is copied.
//!
//! What must be hidden is found here by another way than the program's: by following "used by" from what the question
//! asks about.

mod support;

use cleartext::app::key::{Code, Key};
use cleartext::app::question::Question;
use cleartext::app::session::Session;
use cleartext::app::tool::Tool;
use cleartext::app::{App, Effect, Event, Screen, find, update};
use cleartext::lesson::{Lesson, Library, embedded, parse};
use cleartext::num::{Kind as Sort, Op};
use cleartext::run::origin::used_by;
use cleartext::run::{Body, Budget, Place, Run};
use cleartext::sheet::NoFiles;
use cleartext::sheet::expr::{self, Expr, Kind};
use cleartext::ui::theme::Theme;
use cleartext::ui::{Frame, Look, draw, plain};
use cleartext::view::{VIEWS, names};
use std::collections::BTreeSet;
use support::search::search;

/// Shorter values than this may stand somewhere by chance, in digits.
const TELLING: usize = 8;
/// At how many places of a page one looks.
const PLACES: usize = 60;
/// How many of the hidden values are looked for.
const SOUGHT: usize = 3;
/// How many values are followed to their users.
const FOLLOWED: usize = 400;

/// The program without its shell.
struct Desk {
    app: App,
    copied: Vec<String>,
}
impl Desk {
    fn lesson(lesson: Lesson) -> Desk {
        let id = lesson.id.clone();
        let mut app = App::new(Library { lessons: vec![lesson], ..Library::default() }, (160, 50));
        assert!(app.open(&id));
        let effects = app.begin();
        let mut desk = Desk { app, copied: vec![] };
        desk.carry_out(effects);
        desk
    }
    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Compute { job, sheet } => {
                    let ended = Some(sheet.advance(&Budget::unlimited()));
                    let more = update(&mut self.app, Event::Computed { job, ended });
                    self.carry_out(more);
                }
                Effect::Copy(text) => self.copied.push(text),
                Effect::Find { job, hunt } => {
                    let more = update(&mut self.app, search(job, &hunt));
                    self.carry_out(more);
                }
                _ => {}
            }
        }
    }
    fn key(&mut self, key: Key) {
        let effects = update(&mut self.app, Event::Key(key));
        self.carry_out(effects);
    }
    fn type_text(&mut self, text: &str) {
        text.chars().for_each(|c| self.key(Key::char(c)));
    }
    fn go(&mut self, address: &str) {
        self.key(Key::char('g'));
        self.type_text(address);
        self.key(Key::plain(Code::Enter));
        if matches!(self.session().context(), cleartext::app::keys::Context::Field) {
            self.key(Key::plain(Code::Esc));
        }
    }
    fn session(&self) -> &Session {
        let Screen::Lesson(session) = &self.app.screen else { panic!("a lesson") };
        session
    }
    /// Looks for something, and gives back what was found.
    fn find(&mut self, text: &str) -> Vec<find::Row> {
        self.key(Key::char('/'));
        // Typed key by key, every beginning of it would be looked for.
        let effects = update(&mut self.app, Event::Paste(text.to_owned()));
        self.carry_out(effects);
        let Some(Tool::Find(find)) = &self.app.tool else { panic!("a search") };
        find.rows.clone()
    }
    /// Closes what lies over the page.
    fn close(&mut self) {
        while self.app.tool.is_some() {
            self.key(Key::plain(Code::Esc));
        }
    }
    /// What is on the screen, and what is said in lines of the same state.
    fn text(&self) -> String {
        let look = Look { theme: Theme::Mono, ascii: false };
        let said: Vec<String> = plain::facts(&self.app).into_iter().flat_map(|section| section.lines).collect();
        format!("{}\n{}\n{}", self.screen(), said.join("\n"), plain::step(&self.app, look))
    }
    fn screen(&self) -> String {
        let mut frame = Frame::new(160, 50);
        let look = Look { theme: Theme::Mono, ascii: false };
        draw(&self.app, look, &mut frame);
        let buffer = frame.buffer();
        let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..buffer.area.height).map(|y| row(y) + "\n").collect()
    }
}

/// The places that the questions of the page ask about.
fn asked(session: &Session) -> Vec<Place> {
    let budget = Budget::unlimited();
    let sheet = session.sheet();
    let mut asked: Vec<Place> = vec![];
    for question in session.page().blocks.iter().filter_map(Question::of) {
        match question {
            Question::Predict(predict) => {
                for target in &predict.hide {
                    asked.extend(sheet.find(&target.address, 4096, &budget).unwrap().into_iter().map(|f| f.place));
                }
            }
            Question::Exercise(exercise) => {
                // What is worked out stays open: `ecb_encrypt(key, line)[12..16]`.
                if is_a_value(&exercise.answer.expr) {
                    asked.push(Place::Value(sheet.eval(&exercise.answer.expr, &NoFiles, &budget).unwrap().value));
                }
            }
        }
    }
    asked
}

/// Whether an expression points at a value of the sheet, or at a stretch of one.
fn is_a_value(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Name(_) => true,
        Kind::At { base, .. } | Kind::Slice { base, .. } | Kind::Item { base, .. } => is_a_value(base),
        _ => false,
    }
}

/// The numbers behind a place that have the same value as it: what is handed on to it, in its segment and from before.
fn handed_on(place: &Place) -> Vec<Place> {
    let budget = Budget::unlimited();
    let Place::Nodes { part, segment, nodes } = place else {
        return place
            .operands(&budget)
            .unwrap()
            .into_iter()
            .filter(|o| o.leaf.is_none())
            .filter_map(|o| o.next)
            .collect();
    };
    let trace = part.record(*segment, &budget).unwrap();
    let mut found = vec![];
    for &node in nodes {
        // What arithmetic makes may meet one of its operands by chance, as a product with 1 does.
        let meets =
            matches!(trace.nodes[node as usize].op, Op::Add | Op::Sub | Op::Mul | Op::Xor | Op::And | Op::Or | Op::Div);
        let same = |parent: &u32| {
            trace.integer(*parent) == trace.integer(node) && trace.nodes[node as usize].kind != Sort::Bit
        };
        let here = |node| Place::Nodes { part: part.clone(), segment: *segment, nodes: vec![node] };
        match trace.nodes[node as usize].op {
            Op::Read | Op::Call => {
                let operands = here(node).operands(&budget).unwrap().into_iter().filter(|o| o.leaf.is_none());
                let from = |next: &Place| matches!(next, Place::Nodes { segment: from, part: of, .. } if of.at() != part.at() || from != segment);
                found.extend(operands.filter_map(|o| o.next).filter(from));
            }
            // The bit that chose is none of it, though it may be 1 as the value is.
            Op::Select | Op::Choice => found.extend(
                trace
                    .parents(node)
                    .into_iter()
                    .filter(|p| trace.nodes[*p as usize].kind != Sort::Bit)
                    .filter(same)
                    .map(here),
            ),
            Op::Lookup | Op::Inverse | Op::Bit | Op::Byte | Op::Join => {}
            _ if meets => {}
            _ => found.extend(trace.parents(node).into_iter().take(1).filter(same).map(here)),
        }
    }
    found
}

/// Every number that a question of the page asks about, or that is handed on to it unchanged, is hidden. Digits do not
/// tell it where the numbers are small.
fn all_copies_are_hidden(session: &Session) -> usize {
    let budget = Budget::unlimited();
    let mut todo = asked(session);
    let mut seen = BTreeSet::new();
    while let Some(place) = todo.pop() {
        if let Place::Nodes { part, segment, nodes } = &place {
            if seen.len() == FOLLOWED || !seen.insert((part.segment_at(*segment), nodes.clone())) {
                continue;
            }
            let address = place.address(&budget).unwrap();
            assert!(
                session.veil().hides(&place, &budget),
                "{} page {}: {address} is open",
                session.lesson().id,
                session.page_number() + 1
            );
        }
        todo.extend(handed_on(&place));
    }
    seen.len()
}

/// What the questions of the page ask about, and all that is computed from it, as text.
fn secrets(session: &Session) -> BTreeSet<String> {
    let budget = Budget::unlimited();
    let sheet = session.sheet();
    let mut todo = asked(session);
    let mut texts = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let runs = sheet.runs();
    while let Some(place) = todo.pop() {
        if matches!(place, Place::Value(_)) {
            todo.extend(place.operands(&budget).unwrap().into_iter().filter_map(|o| o.next));
        }
        texts.insert(place.text(&budget).unwrap());
        if matches!(place, Place::Nodes { .. }) && seen.len() < FOLLOWED && seen.insert(place.address(&budget).unwrap())
        {
            todo.extend(used_by(&place, &runs, &budget).unwrap());
            todo.extend(handed_on(&place));
        }
    }
    // What another cell is as well, for a reason of its own, is no secret: the two keys that give one MAC.
    let asked: BTreeSet<&str> = seen.iter().filter_map(|address| address.split('/').next()).collect();
    let innocent = sheet.cells().iter().filter(|cell| {
        let name = cell.name();
        !asked.iter().any(|asked| *asked == name || sheet.downstream(asked).contains(&name))
    });
    let innocent: Vec<String> =
        innocent.filter_map(|cell| Place::Value(cell.outcome()?.value.clone()).text(&budget).ok()).collect();
    let told = |text: &String| telling(text) && !innocent.iter().any(|value| value.contains(text.as_str()));
    texts.into_iter().filter(told).collect()
}

/// A counter or a padding stands in many places, and tells nothing.
fn telling(text: &str) -> bool {
    text.len() >= TELLING && text.chars().collect::<BTreeSet<_>>().len() > 3
}

/// The cells that the questions of the page ask about, and those downstream of them.
fn knowing(session: &Session) -> BTreeSet<String> {
    let mut asked: Vec<String> = vec![];
    for question in session.page().blocks.iter().filter_map(Question::of) {
        match question {
            Question::Predict(predict) => {
                asked.extend(
                    predict.hide.iter().filter_map(|target| Some(target.address.steps.first()?.name.to_string())),
                );
            }
            Question::Exercise(exercise) => {
                asked.extend(expr::names(&exercise.answer.expr).into_iter().map(|(name, _)| name.to_owned()));
            }
        }
    }
    let downstream =
        |name: &String| session.sheet().downstream(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
    asked.iter().flat_map(downstream).chain(asked.iter().cloned()).collect()
}

/// Addresses all over a run: its pieces, and some values of the first and the last segment of its parts.
fn addresses(run: &Run, out: &mut Vec<String>) {
    let budget = Budget::unlimited();
    for item in &run.items {
        let number = item.number.map(|n| format!("[{n}]")).unwrap_or_default();
        out.push(run.at.join(&format!("{}{number}", item.name)).to_string());
        match &item.body {
            Body::Bytes { .. } => {}
            Body::Run(inner) => addresses(inner, out),
            Body::Part(part) => {
                for segment in BTreeSet::from([0, part.segments().saturating_sub(1)]) {
                    let Ok(trace) = part.record(segment, &budget) else { continue };
                    let at = part.segment_at(segment);
                    out.push(at.to_string());
                    let all = trace.steps();
                    let near = |i: &usize| *i < 12 || i.is_multiple_of(61) || i + 9 > all.len();
                    out.extend(
                        (0..all.len())
                            .filter(near)
                            .map(|i| at.join(&format!("{}{}", all[i].name, all[i].index)).to_string()),
                    );
                }
            }
        }
    }
}

#[track_caller]
fn nothing_shows(desk: &Desk, secrets: &BTreeSet<String>, what: &str) {
    let text = desk.text();
    // The digits with which a secret begins, wherever they stand; groups of digits are one value, too. One that begins
    // with a row of zeros is looked for as a whole.
    let (begins, whole): (Vec<&String>, Vec<&String>) = secrets.iter().partition(|secret| telling(&secret[..TELLING]));
    let begins: BTreeSet<&[u8]> = begins.iter().map(|secret| &secret.as_bytes()[..TELLING]).collect();
    let closed: String = text.chars().filter(|c| *c != ' ').collect();
    for shown in [text.as_bytes(), closed.as_bytes()] {
        let found = shown.windows(TELLING).find(|digits| digits[0].is_ascii_alphanumeric() && begins.contains(digits));
        let found = found.map(String::from_utf8_lossy);
        assert!(found.is_none(), "{found:?} is hidden, but on the screen: {what}\n{text}");
    }
    let found = whole.iter().find(|secret| closed.contains(secret.as_str()));
    assert!(found.is_none(), "{found:?} is hidden, but on the screen: {what}\n{text}");
    let copied = desk.copied.iter().find(|copied| secrets.iter().any(|secret| copied.contains(secret.as_str())));
    assert_eq!(copied, None, "{what}");
}

/// Looks everywhere on a page with open questions; says how many places that were.
fn look_everywhere(desk: &mut Desk) -> usize {
    let secrets = secrets(desk.session());
    if secrets.is_empty() {
        return 0;
    }
    desk.copied.clear();
    let id = format!("{} page {}", desk.session().lesson().id, desk.session().page_number() + 1);
    nothing_shows(desk, &secrets, &format!("{id}, opened"));
    let mut places: Vec<String> = desk.session().sheet().cells().iter().map(|cell| cell.name().to_owned()).collect();
    desk.session().sheet().runs().iter().for_each(|run| addresses(run, &mut places));
    // Two keys clamped alike have the same first step of the ladder: what a cell computes without the one that is asked
    // about is no secret, whatever it looks like.
    let knows = knowing(desk.session());
    places.retain(|address| address.split('/').next().is_some_and(|cell| knows.contains(cell)));
    let every = places.len().div_ceil(PLACES);
    let places: Vec<&String> = places.iter().step_by(every).collect();
    for (i, address) in places.iter().enumerate() {
        desk.go(address);
        nothing_shows(desk, &secrets, &format!("{id} at {address}"));
        for key in ['p', 'u', 'b'] {
            desk.key(Key::char(key));
            nothing_shows(desk, &secrets, &format!("{id} at {address}, {key}"));
            if desk.session().context() != cleartext::app::keys::Context::Page {
                desk.key(Key::plain(Code::Esc));
            }
        }
        if i.is_multiple_of(5) {
            desk.key(Key::char('P'));
            nothing_shows(desk, &secrets, &format!("{id} at {address}, the whole way"));
            for key in [Code::Down, Code::Right, Code::Down, Code::Right] {
                desk.key(Key::plain(key));
            }
            nothing_shows(desk, &secrets, &format!("{id} at {address}, the whole way, opened"));
            desk.close();
            desk.key(Key::char('Y'));
            nothing_shows(desk, &secrets, &format!("{id} at {address}, what can be copied"));
            desk.close();
        }
        desk.key(Key::char('y'));
        if i.is_multiple_of(16) {
            desk.find(address);
            nothing_shows(desk, &secrets, &format!("{id}, {address} is looked for"));
            desk.close();
            for _ in VIEWS {
                desk.key(Key::char('v'));
                nothing_shows(desk, &secrets, &format!("{id} at {address} in another view"));
            }
            desk.key(Key::plain(Code::Enter));
            nothing_shows(desk, &secrets, &format!("{id} into {address}"));
        }
        desk.app.notice = None;
    }
    for secret in secrets.iter().step_by(secrets.len().div_ceil(SOUGHT)) {
        // The same number may stand elsewhere for a reason of its own.
        let found = desk.find(secret);
        desk.close();
        let places = found.iter().filter(|row| row.kind == find::Kind::Value).map(|row| row.name.as_str());
        let leak =
            places.into_iter().find(|place| place.split(['/', '[']).next().is_some_and(|cell| knows.contains(cell)));
        assert_eq!(leak, None, "{id}: {secret} is hidden, and was found");
    }
    places.len()
}

#[test]
fn nothing_that_a_lesson_asks_about_shows_before_the_answer() {
    let library = Library::read(embedded::FILES, &names());
    let (mut looked, mut copies) = (0, 0);
    for lesson in &library.lessons {
        let mut desk = Desk::lesson(lesson.clone());
        for page in 0..lesson.pages.len() {
            let Screen::Lesson(session) = &mut desk.app.screen else { panic!("a lesson") };
            session.turn_to(page);
            copies += all_copies_are_hidden(session);
            looked += look_everywhere(&mut desk);
        }
    }
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
        !desk.session().veil().hides_spot(desk.session().walk().spot(), &Budget::unlimited())
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
    let veil = desk.session().veil();
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
        desk.session().veil().hides_spot(desk.session().walk().spot(), &Budget::unlimited())
    };
    assert!(page("c[0..4]"), "its four bytes are the word");
    assert!(!page("c[4..8]"), "the next word");
}

#[test]
fn an_answer_is_not_told_to_be_what_another_question_hides() {
    let mut desk = written(
        "```exercise\nask = \"?\"\nanswer = \"d@block[0]/T1[0]\"\n```\n\n```predict\nask = \"?\"\nchoose = [\"x\", \"y\"]\n\
         answer = \"x\"\nhide = [\"d/block[0]/T2[0]\", \"twice\"]\n```",
    );
    let budget = Budget::unlimited();
    let text = |desk: &Desk, address: &str| {
        let found = desk.session().sheet().find(&address.parse().unwrap(), 1, &budget).unwrap().pop().unwrap();
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
    for address in ["d", "d/block", "d/block[0]", "d/block[0]/T1[0]", "d/block[0]/a[5]", "d/block[1]/H[0]", "four"] {
        desk.go(address);
        nothing_shows(&desk, &both, &format!("compared at {address}"));
        desk.key(Key::char('c'));
        nothing_shows(&desk, &both, &format!("compared at {address}, c"));
        desk.key(Key::plain(Code::Esc));
    }
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
    let Screen::Lesson(session) = &mut desk.app.screen else { panic!("a lesson") };
    let begun = std::time::Instant::now();
    session.turn_to(0);
    assert!(begun.elapsed() < std::time::Duration::from_millis(100), "{:?}", begun.elapsed());
    desk.go("d/block[9000]/T1[0]");
    assert!(desk.text().contains("····"), "{}", desk.text());
}
