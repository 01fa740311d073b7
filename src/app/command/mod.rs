//! KEYS, the table: which key means which command where. The help line, the help screen, the list on the command line
//! and the documentation derive from it.
//!
//! Arrows and the keys of vi stand side by side in every row that moves. Nothing needs a function key or a key with
//! control alone, since some terminals keep those for themselves.

#[allow(clippy::module_inception)]
mod command;
mod table;

use crate::app::key::Key;

pub use super::context::{CONTEXTS, Context};
pub use command::Command;
pub use table::KEYS;

/// One row: these keys, in these contexts, mean this command.
#[derive(Debug)]
pub struct Row {
    /// The keys, the one to show first.
    pub keys: &'static [Key],
    /// Where they mean it.
    pub contexts: &'static [Context],
    /// What they mean.
    pub command: Command,
    /// A word for the help line; empty where the line has no room to spare for it.
    pub word: &'static str,
    /// A sentence for the help screen.
    pub sentence: &'static str,
}

/// What a key means in a context.
pub fn command(context: Context, key: Key) -> Option<Command> {
    rows(context).find(|row| row.keys.contains(&key)).map(|row| row.command)
}

/// The rows of a context, in the order of the table.
pub fn rows(context: Context) -> impl Iterator<Item = &'static Row> {
    KEYS.iter().filter(move |row| row.contexts.contains(&context))
}

#[cfg(test)]
mod tests {
    use super::*;
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
                assert_eq!(has(key(arrow)), has(Key::char(letter)), "{:?}", row.command);
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
            let always = [Command::Suspend, Command::Redraw];
            let elsewhere = KEYS.iter().any(|r| r.command == row.command && reachable(r));
            assert!(elsewhere || always.contains(&row.command), "{:?}", row.command);
        }
    }

    #[test]
    fn every_context_can_be_left_and_every_row_is_explained() {
        for context in CONTEXTS {
            assert_eq!(command(context, Key::ctrl('c')), Some(Command::Quit));
            let esc = command(context, key(Code::Esc));
            assert_eq!(esc.is_some(), context != Context::Course);
        }
        for row in KEYS {
            assert!(row.sentence.ends_with('.'), "{:?}", row.command);
            assert!(!row.keys.is_empty() && !row.contexts.is_empty());
        }
    }
}
