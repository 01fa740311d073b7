//! The footer: at most five keys, the next action first.

use super::{KEYS, Row, rows};
use crate::app::App;
use crate::app::context::Context;
use crate::app::stage::Computing;
use crate::app::stage::lesson::Session;
use crate::num::sort_by_key;

/// The most entries of the footer, help included.
pub const ENTRIES: usize = 5;
/// Commands that a page is walked with, the most needed first.
const WALKING: [&str; 5] = ["into", "from", "users", "back", "page-after"];
/// On an input, what changes it.
const ON_INPUTS: [&str; 2] = ["edit", "flip"];
/// In a comparison, what leads through it.
const COMPARING: [&str; 3] = ["next-difference", "out", "other-run"];
/// Commands that everybody is told of in time, without a lesson that introduces them.
const KNOWN: [&str; 8] =
    ["next-watch", "answer", "tamper", "page-after", "next-difference", "other-run", "out", "back"];

/// An entry of the footer.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// The place of its row in the table.
    pub place: usize,
    /// The row.
    pub row: &'static Row,
    /// The word.
    pub word: &'static str,
    /// Whether it is the next action.
    pub next: bool,
}

/// The entries where one is, the most useful first, and help as the last.
pub fn entries(app: &App) -> Vec<Shortcut> {
    let mut entries = match app.stage.lesson().filter(|_| app.context() == Context::Page) {
        Some(session) => on_page(app, session),
        None => by_table(app),
    };
    let help = row(app, "help");
    entries.extend(help.map(|(place, row)| Shortcut { place, row, word: row.word, next: false }));
    entries
}

/// The first rows of the table that work now.
fn by_table(app: &App) -> Vec<Shortcut> {
    let here = KEYS.iter().enumerate().filter(|(_, row)| row.contexts.contains(&app.context()));
    let mut here: Vec<_> = here.filter(|(_, row)| !row.word.is_empty() && (row.works)(app)).collect();
    here.retain(|(_, row)| row.name != "help");
    // What is meant for the very thing one stands on comes before the rest.
    let leads = |row: &Row| matches!(row.name, "open" | "accept") && app.context() != Context::Bits;
    sort_by_key(&mut here, |(_, row)| (!leads(row), !row.is_meant(app)));
    let entry =
        |(place, row): (usize, &'static Row)| Shortcut { place, row, word: row.word_here(app), next: leads(row) };
    here.into_iter().map(entry).collect()
}

/// The next action of a page: the open question, the change that was not tried, the key that the page asks for, the
/// next page.
fn next(app: &App, session: &Session) -> &'static str {
    if session.open_question().is_some() {
        return "answer";
    }
    if session.has_untried_tamper() {
        return "tamper";
    }
    let asked = asked(app, session);
    let undone = asked.into_iter().find(|name| !session.has_done(name));
    undone.unwrap_or("page-after")
}

/// The commands that the page asks for.
fn asked(app: &App, session: &Session) -> Vec<&'static str> {
    let keys = session.asked_keys();
    let meant = |key| rows(Context::Page).find(|row| row.keys.contains(key)).filter(|row| (row.works)(app));
    keys.iter().filter_map(meant).map(|row| row.name).collect()
}

fn on_page(app: &App, session: &Session) -> Vec<Shortcut> {
    let next = next(app, session);
    let compared = session.desk().compare().sides().is_some();
    let on_input = session.desk().is_on_input();
    let wanted = std::iter::once(next)
        .chain(if compared { &COMPARING[..] } else { &[] }.iter().copied())
        .chain(session.is_tampered().then_some("tamper"))
        .chain(asked(app, session).into_iter().filter(|name| !session.has_done(name)))
        .chain(if on_input { &ON_INPUTS[..] } else { &[] }.iter().copied())
        .chain(app.asks().then_some("out"))
        .chain(session.has_watches().then_some("next-watch"))
        .chain(["step"])
        .chain(session.desk().walk().has_way_back().then_some("out"))
        .chain(WALKING);
    let mut entries: Vec<Shortcut> = Vec::new();
    for name in wanted {
        let Some((place, row)) = row(app, name).filter(|(_, row)| (row.works)(app)) else { continue };
        let known = name == next || KNOWN.contains(&name) || session.knows(row.keys);
        // The way on keeps its place, unless a question is to be answered first.
        let is_there = name == "page-after" || entries.iter().any(|entry| entry.row.name == "page-after");
        let kept = !is_there && next != "answer";
        let room = if kept { 2 } else { 1 };
        if known && entries.iter().all(|entry| entry.row.name != name) && entries.len() + room < ENTRIES {
            entries.push(Shortcut { place, row, word: word(app, session, row), next: name == next });
        }
    }
    entries
}

/// The row of a command where one is.
fn row(app: &App, name: &str) -> Option<(usize, &'static Row)> {
    let context = app.context();
    KEYS.iter().enumerate().find(|(_, row)| row.name == name && row.contexts.contains(&context))
}

/// The word of a command on the footer of a page.
fn word(app: &App, session: &Session, row: &'static Row) -> &'static str {
    let pages = session.lesson().pages.len();
    match row.name {
        // It stands there only where the page asks for it.
        "play" => "play",
        "step" => match session.desk().among_bytes() {
            None => "next value",
            Some(true) => "next byte",
            Some(false) => "next part",
        },
        "into" => "look inside",
        "from" => "where from",
        "users" => "who uses it",
        "next-watch" => "other value",
        "out" if app.quiz.is_some() => app.quiz.as_ref().map_or("", |quiz| quiz.word_out()),
        "out" if app.seat.is_some() => "list",
        "page-after" if app.seat.is_some() => "next question",
        "page-after" if app.quiz.is_some() => app.quiz.as_ref().map_or("", |quiz| quiz.word_on()),
        "page-after" if session.page_number() + 1 == pages => "end",
        "page-after" => "next page",
        "tamper" if session.is_tampered() => "as it was",
        "tamper" => "try it",
        "flip" => "turn a bit",
        _ => row.word_here(app),
    }
}
