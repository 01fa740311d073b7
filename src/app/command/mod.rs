//! Commands: a row of the table is a command, with its keys, its words and its function. The help line, the help screen,
//! the palette, the list on the command line and the documentation derive from it.
//!
//! Arrows and the keys of vi stand side by side in every row that moves. Nothing needs a function key or a key with
//! control alone, since some terminals keep those for themselves.

mod cells;
mod keys;
mod pages;
pub mod play;
mod program;
mod rows;
mod table;
pub(in crate::app) mod tools;
mod typing;
mod walk;

use crate::app::context::Context;
use crate::app::key::Key;
use crate::app::{App, Effect};

pub use keys::Clash;
pub use program::help_rows;
pub use table::KEYS;

/// One row: these keys, in these contexts, mean this command.
pub struct Row {
    /// The command's name, as one word: `page-after`. Rows of one name are one command in several contexts.
    pub name: &'static str,
    /// The keys, the one to show first.
    pub keys: &'static [Key],
    /// Where they mean it.
    pub contexts: &'static [Context],
    /// A word for the help line; empty where the line has no room to spare for it.
    pub word: &'static str,
    /// A sentence for the help screen.
    pub sentence: &'static str,
    /// Whether the command would do something now; the help line leaves out those that would not.
    pub works: fn(&App) -> bool,
    /// What it does.
    pub run: fn(&mut App) -> Vec<Effect>,
}

/// On an input these come first: what changes it.
const FOR_INPUTS: [&str; 5] = ["step-back", "step", "edit", "flip", "bits"];

/// What only a screen has.
const OF_THE_SCREEN: [&str; 8] = ["mouse", "redraw", "suspend", "zoom", "scroll-down", "scroll-up", "slower", "faster"];

impl Row {
    /// Whether the command is meant for the very thing one stands on; the help line begins with those.
    pub fn is_meant(&self, app: &App) -> bool {
        let on_page = matches!(app.context(), Context::Page | Context::Bits);
        on_page
            && FOR_INPUTS.contains(&self.name)
            && app.desk().is_some_and(|desk| desk.is_on_input())
            && (self.works)(app)
    }

    /// Whether only a screen has the command: nothing of it is offered in lines.
    pub fn is_of_the_screen(&self) -> bool {
        OF_THE_SCREEN.contains(&self.name)
    }

    /// The word for the help line where one stands now.
    pub fn word_here(&self, app: &App) -> &'static str {
        match self.name {
            "earlier" | "later" => walk::word_along(app, self.name == "later").unwrap_or(self.word),
            _ => self.word,
        }
    }
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in {:?}", self.name, self.contexts)
    }
}

fn always(_: &App) -> bool {
    true
}

/// What a key means in a context.
pub fn command(context: Context, key: Key) -> Option<&'static Row> {
    rows(context).find(|row| row.keys.contains(&key))
}

/// The rows of a context, in the order of the table.
pub fn rows(context: Context) -> impl Iterator<Item = &'static Row> {
    KEYS.iter().filter(move |row| row.contexts.contains(&context))
}

/// Carries out the command of a row.
pub fn run(app: &mut App, row: &Row) -> Vec<Effect> {
    // Whoever turns to something else is asked anew before something is lost or told.
    if !matches!(row.name, "show-answer" | "quit") {
        match (&mut app.stage, &app.tool) {
            (crate::app::stage::Stage::Lesson(session), None) => session.think_again(),
            (crate::app::stage::Stage::Bench(bench), _) => bench.think_again(),
            _ => {}
        }
    }
    (row.run)(app)
}

/// Carries out a command by its name, where it has a row in this context.
pub fn by_name(app: &mut App, name: &str) -> Vec<Effect> {
    match rows(app.context()).find(|row| row.name == name) {
        Some(row) => run(app, row),
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
