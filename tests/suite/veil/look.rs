//! Looking everywhere on a page: at every value, in every list and view, at what is found and what is copied.

use std::collections::BTreeSet;

use cleartext::app::key::{Code, Key};
use cleartext::app::stage::Computing;
use cleartext::learner::hunt;
use cleartext::run::{Body, Budget, Run};
use cleartext::view::VIEWS;

use super::desk::Desk;
use super::secrets::{TELLING, knowing, secrets, telling};

/// At how many places of a page one looks.
const PLACES: usize = 60;
/// How many of the hidden values are looked for.
const SOUGHT: usize = 3;

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

/// What must not be on the screen, made ready to be looked for again and again.
#[derive(Default)]
pub struct Hidden {
    all: BTreeSet<String>,
    /// The digits with which a secret begins.
    begins: BTreeSet<[u8; TELLING]>,
    /// Those that begin with a row of zeros are looked for as a whole.
    whole: Vec<String>,
}

impl Hidden {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl From<BTreeSet<String>> for Hidden {
    fn from(all: BTreeSet<String>) -> Hidden {
        let tells = |secret: &&String| secret.get(..TELLING).is_some_and(telling);
        let (begins, whole): (Vec<&String>, Vec<&String>) = all.iter().partition(tells);
        let first = |secret: &String| *secret.as_bytes().first_chunk().expect("the length of what tells");
        let (begins, whole) = (begins.into_iter().map(first).collect(), whole.into_iter().cloned().collect());
        Hidden { all, begins, whole }
    }
}

#[track_caller]
pub fn nothing_shows(desk: &Desk, secrets: &Hidden, what: &str) {
    let text = desk.text();
    // The digits with which a secret begins, wherever they stand; groups of digits are one value, too.
    let closed: String = text.chars().filter(|c| *c != ' ').collect();
    for shown in [text.as_bytes(), closed.as_bytes()] {
        let is_secret = |digits: &&[u8]| {
            digits[0].is_ascii_alphanumeric()
                && digits.first_chunk().is_some_and(|digits| secrets.begins.contains(digits))
        };
        let found = shown.windows(TELLING).find(is_secret).map(String::from_utf8_lossy);
        assert!(found.is_none(), "{found:?} is hidden, but on the screen: {what}\n{text}");
    }
    let found = secrets.whole.iter().find(|secret| closed.contains(secret.as_str()));
    assert!(found.is_none(), "{found:?} is hidden, but on the screen: {what}\n{text}");
    let copied = desk.copied.iter().find(|copied| secrets.all.iter().any(|secret| copied.contains(secret.as_str())));
    assert_eq!(copied, None, "{what}");
}

/// Looks at one address in every list and view.
pub fn look_at(desk: &mut Desk, address: &str, secrets: &Hidden, what: &str) {
    desk.copied.clear();
    desk.go(address);
    nothing_shows(desk, secrets, what);
    for key in ['p', 'u', 'b', 'm'] {
        desk.key(Key::char(key));
        nothing_shows(desk, secrets, &format!("{what}, {key}"));
        if desk.session().context() != cleartext::app::context::Context::Page {
            desk.key(Key::plain(Code::Esc));
        }
    }
    for key in ['P', 'Y', '/'] {
        desk.key(Key::char(key));
        nothing_shows(desk, secrets, &format!("{what}, {key}"));
        desk.close();
    }
    desk.find(address);
    nothing_shows(desk, secrets, &format!("{what}, looked for"));
    desk.close();
    desk.key(Key::char('y'));
    for _ in VIEWS {
        desk.key(Key::char('v'));
        nothing_shows(desk, secrets, &format!("{what} in another view"));
    }
    desk.key(Key::plain(Code::Enter));
    nothing_shows(desk, secrets, &format!("{what}, inside"));
    desk.app.notice = None;
}

/// Looks at one address in every view, and at what can be copied of it: no secret shows whole, in whatever groups.
pub fn look_in_all_views(desk: &mut Desk, address: &str, secrets: &Hidden, what: &str) {
    let look = |desk: &Desk| {
        let closed: String = desk.text().chars().filter(|c| *c != ' ').collect();
        // Zeros and ones stand in every row of bits.
        let told = secrets.all.iter().filter(|secret| !secret.bytes().all(|digit| matches!(digit, b'0' | b'1')));
        let found = told.into_iter().find(|secret| closed.contains(secret.as_str()));
        assert!(found.is_none(), "{found:?} is hidden, but on the screen: {what}\n{}", desk.text());
    };
    desk.go(address);
    for _ in VIEWS {
        desk.key(Key::char('v'));
        look(desk);
    }
    desk.key(Key::char('Y'));
    look(desk);
    desk.close();
}

/// Looks everywhere on a page with open questions; says how many places that were.
pub fn look_everywhere(desk: &mut Desk) -> usize {
    let secrets = Hidden::from(secrets(desk.session()));
    if secrets.is_empty() {
        return 0;
    }
    desk.copied.clear();
    let id = format!("{} page {}", desk.session().lesson().id, desk.session().page_number() + 1);
    nothing_shows(desk, &secrets, &format!("{id}, opened"));
    let mut places: Vec<String> =
        desk.session().desk().sheet().cells().iter().map(|cell| cell.name().to_owned()).collect();
    desk.session().desk().sheet().runs().iter().for_each(|run| addresses(run, &mut places));
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
            if desk.session().context() != cleartext::app::context::Context::Page {
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
        if i.is_multiple_of(12) {
            // Pinned, it stays in sight elsewhere, also beside the run before an edit.
            desk.key(Key::char('m'));
            nothing_shows(desk, &secrets, &format!("{id}, {address} is pinned"));
        }
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
    for secret in secrets.all.iter().step_by(secrets.all.len().div_ceil(SOUGHT)) {
        // The same number may stand elsewhere for a reason of its own.
        let found = desk.find(secret);
        desk.close();
        let places = found.iter().filter(|row| row.kind == hunt::Kind::Value).map(|row| row.name.as_str());
        let leak =
            places.into_iter().find(|place| place.split(['/', '[']).next().is_some_and(|cell| knows.contains(cell)));
        assert_eq!(leak, None, "{id}: {secret} is hidden, and was found");
    }
    places.len()
}
