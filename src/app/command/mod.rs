//! Commands: a row of the table is a command, with its keys, its words and its function. The help line, the help
//! screen, the palette, the list on the command line and the documentation derive from it.
//!
//! Arrows and the keys of vi stand side by side in every row that moves. Nothing needs a function key or a key with
//! control alone, since some terminals keep those for themselves.

pub mod about;
mod cells;
pub mod footer;
pub mod idle;
mod keys;
mod pages;
pub mod play;
mod program;
mod row;
mod rows;
mod table;
pub(in crate::app) mod tools;
mod typing;
mod walk;

use crate::app::context::Context;
use crate::app::key::Key;
use crate::app::list::{Filtered, Motion};
use crate::app::stage::Stage;
use crate::app::tool::{Offer, Tool};
use crate::app::{App, Effect, Then};

pub use keys::Clash;
pub use row::Row;
pub use table::KEYS;

/// The meaning of a key in a context.
pub fn command(context: Context, key: Key) -> Option<&'static Row> {
    rows(context).find(|row| row.keys.contains(&key))
}

/// The rows of a context, in the order of the table.
pub fn rows(context: Context) -> impl Iterator<Item = &'static Row> {
    KEYS.iter().filter(move |row| row.contexts.contains(&context))
}

/// Carries out the command of a row that somebody pressed; where it does nothing, says why and what does.
pub fn run(app: &mut App, row: &Row) -> Vec<Effect> {
    let effects = quietly(app, row);
    if effects.is_empty() { app.tell(idle::of_row(app, row)) } else { effects }
}

/// Carries out the command of a row.
fn quietly(app: &mut App, row: &Row) -> Vec<Effect> {
    // Whoever turns to something else is asked anew before something is lost or told.
    let thinks_again = !matches!(row.name, "show-answer" | "quit");
    match (&mut app.stage, &app.tool) {
        (Stage::Lesson(session), None) => {
            if thinks_again {
                session.think_again();
            }
            session.is_small = !app.in_lines && app.size.0 < NARROW && app.size.1 <= LOW;
            session.note(row.name);
        }
        (Stage::Bench(bench), _) if thinks_again && row.name != "out" => bench.warned = false,
        _ => {}
    }
    let mut effects = (row.run)(app);
    effects.extend(match app.then.take() {
        None => Vec::new(),
        Some(Then::Command(name)) => by_name(app, name),
        Some(Then::Palette) => open_palette(app),
        Some(Then::Scroll(motion)) => scroll_help(app, motion),
    });
    effects
}

/// Opens the list of all commands that would do something here.
fn open_palette(app: &mut App) -> Vec<Effect> {
    let context = app.context();
    let there = offered(context)
        .filter(|row| row.name != "palette" && (row.works)(app) && !(app.in_lines && row.is_of_the_screen()));
    let offers = there.map(|row| {
        let says = app.keymap.say(row.sentence);
        let text = format!("{} {says}", row.word);
        (Offer { name: row.name, keys: app.keymap.keys(row, context), says }, text)
    });
    let palette = Filtered::new(offers.collect());
    tools::open(app, Tool::Palette(palette))
}

/// The rows of a context; in a talk, and those of a page too, which have no keys there.
fn offered(context: Context) -> impl Iterator<Item = &'static Row> {
    let talks = context == Context::Talk;
    let own = move |row: &&Row| !talks || rows(Context::Talk).all(|other| other.name != row.name);
    rows(context).chain(rows(Context::Page).filter(move |row| talks && own(row)))
}

/// A screen of fewer columns and of so few rows has no room for a question and values.
const NARROW: u16 = 78;
const LOW: u16 = 12;

/// How many lines the help has at most before its keys.
const ABOUT: usize = 30;

/// Scrolls the help screen, which has three lines a row at most, and before them what it says of the value.
fn scroll_help(app: &mut App, motion: Motion) -> Vec<Effect> {
    let Some((of, scroll)) = app.help else { return Vec::new() };
    let to = motion.from(scroll.into(), rows(of).count() * 3 + ABOUT);
    app.help = Some((of, u16::try_from(to).unwrap_or(u16::MAX)));
    vec![Effect::Draw]
}

/// Carries out a command by its name without a word where it does nothing, where it has a row in this context.
pub fn by_name(app: &mut App, name: &str) -> Vec<Effect> {
    match offered(app.context()).find(|row| row.name == name) {
        Some(row) => quietly(app, row),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::context::CONTEXTS;
    use crate::app::key::Code;

    fn key(code: Code) -> Key {
        Key::plain(code)
    }

    #[test]
    fn no_key_means_two_things_in_one_context() {
        for context in CONTEXTS {
            let mut seen = Vec::new();
            for row in rows(context) {
                for key in row.keys {
                    assert!(!seen.contains(key), "{key} in {context:?}");
                    seen.push(*key);
                }
            }
        }
    }

    #[test]
    fn arrows_and_vi_are_never_apart() {
        let pairs = [(Code::Left, 'h'), (Code::Down, 'j'), (Code::Up, 'k'), (Code::Right, 'l')];
        // Where letters are text they move nothing.
        for row in KEYS.iter().filter(|row| !row.contexts.contains(&Context::Search)) {
            for (arrow, letter) in pairs {
                let has = |key| row.keys.contains(&key);
                assert_eq!(has(key(arrow)), has(Key::char(letter)), "{row:?}");
            }
        }
    }

    #[test]
    fn a_key_of_a_field_is_no_text() {
        for row in rows(Context::Field).chain(rows(Context::Search)) {
            for key in row.keys {
                assert_eq!(key.typed(), None, "{key}");
            }
        }
    }

    #[test]
    fn no_command_needs_a_function_key_or_control() {
        for row in KEYS {
            let reachable = |row: &Row| row.keys.iter().any(|key| !key.ctrl && !matches!(key.code, Code::F(_)));
            let elsewhere = KEYS.iter().any(|r| r.name == row.name && reachable(r));
            assert!(elsewhere || ["suspend", "redraw"].contains(&row.name), "{row:?}");
        }
    }

    #[test]
    fn every_context_can_be_left_and_every_row_is_explained() {
        for context in CONTEXTS {
            assert_eq!(command(context, Key::ctrl('c')).map(|row| row.name), Some("quit"));
            assert_eq!(command(context, key(Code::Esc)).is_some(), context != Context::Course);
        }
        for row in KEYS {
            assert!(row.sentence.ends_with('.'), "{row:?}");
            assert!(!row.keys.is_empty() && !row.contexts.is_empty());
            assert!(row.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{row:?}");
        }
    }
}
