//! The keys as the reader wants them: other keys over the table of [`KEYS`].
//!
//! Whatever the program says names a key by its command, `⟨flip⟩ flips a bit`, and [`Keymap::say`] puts the reader's key
//! in its place. The text of a lesson is its author's and stays as it is.

use crate::app::command::{CONTEXTS, Command, Context, KEYS, Row};
use crate::app::key::Key;

/// The table of keys with the reader's own over it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    over: Vec<(Command, Vec<Key>)>,
}

/// A key that would mean two things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The key.
    pub key: Key,
    /// Where.
    pub context: Context,
    /// What it means there.
    pub one: Command,
    /// What else it would mean.
    pub other: Command,
}

impl Keymap {
    /// Gives a command these keys instead of those of the table.
    pub fn bind(&mut self, command: Command, keys: Vec<Key>) {
        self.over.retain(|(bound, _)| *bound != command);
        self.over.push((command, keys));
    }

    /// The keys of a row where it is used. In a line of text a key that types something stays text, and Ctrl-C always
    /// ends the program.
    pub fn keys(&self, row: &'static Row, context: Context) -> Vec<Key> {
        let bound = self.over.iter().find(|(command, _)| *command == row.command);
        let of_text = matches!(context, Context::Field | Context::Search);
        let fits = |key: &&Key| !of_text || key.typed().is_none();
        match bound {
            Some((_, keys)) if !row.keys.contains(&Key::ctrl('c')) => {
                let keys: Vec<Key> = keys.iter().filter(fits).copied().collect();
                if keys.is_empty() { row.keys.to_vec() } else { keys }
            }
            Some(_) | None => row.keys.to_vec(),
        }
    }

    /// The keys of a row, in the first of its contexts.
    pub fn first_keys(&self, row: &'static Row) -> Vec<Key> {
        row.contexts.first().map_or_else(Vec::new, |context| self.keys(row, *context))
    }

    /// A text of the program with the reader's keys in it. What names no command stays as it is.
    pub fn say(&self, text: &str) -> String {
        let mut said = String::new();
        let mut rest = text;
        while let Some((before, name, after)) = named(rest) {
            said.push_str(before);
            match KEYS
                .iter()
                .find(|row| row.command.name() == name)
                .and_then(|row| self.first_keys(row).first().copied())
            {
                Some(key) => said.push_str(&key.to_string()),
                None => said.push_str(&format!("⟨{name}⟩")),
            }
            rest = after;
        }
        said + rest
    }

    /// The place in the table of the row that a key means in a context.
    pub fn row(&self, context: Context, key: Key) -> Option<usize> {
        KEYS.iter().position(|row| row.contexts.contains(&context) && self.keys(row, context).contains(&key))
    }

    /// What a key means in a context.
    pub fn command(&self, context: Context, key: Key) -> Option<Command> {
        self.row(context, key).map(|row| KEYS[row].command)
    }

    /// A key that means two things in one context, if there is one.
    pub fn clash(&self) -> Option<Clash> {
        for context in CONTEXTS {
            let mut seen: Vec<(Key, Command)> = Vec::new();
            for row in KEYS.iter().filter(|row| row.contexts.contains(&context)) {
                for key in self.keys(row, context) {
                    match seen.iter().find(|(other, command)| *other == key && *command != row.command) {
                        Some(&(_, other)) => return Some(Clash { key, context, one: row.command, other }),
                        None => seen.push((key, row.command)),
                    }
                }
            }
        }
        None
    }
}

/// The first command that a text names, and what stands before it and behind it.
fn named(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('⟨')?;
    let (name, after) = rest.split_once('⟩')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Code;

    #[test]
    fn another_key_takes_the_place_of_those_of_the_table() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.clash(), None);
        keymap.bind(Command::From, vec![Key::char('W'), Key::plain(Code::F(5))]);
        assert_eq!(keymap.command(Context::Page, Key::char('W')), Some(Command::From));
        assert_eq!(keymap.command(Context::Page, Key::char('p')), None);
        assert_eq!(keymap.clash(), None);
    }

    #[test]
    fn a_key_with_two_meanings_is_found() {
        let mut keymap = Keymap::default();
        keymap.bind(Command::Users, vec![Key::char('p')]);
        let clash = keymap.clash().unwrap();
        assert_eq!((clash.key, clash.one, clash.other), (Key::char('p'), Command::Users, Command::From));
    }

    #[test]
    fn what_is_said_names_the_readers_keys() {
        let mut keymap = Keymap::default();
        let said = "⟨flip⟩ flips, ⟨page-after⟩ turns; ⟨nothing⟩ is ⟨no command";
        assert_eq!(keymap.say(said), "x flips, n turns; ⟨nothing⟩ is ⟨no command");
        keymap.bind(Command::Flip, vec![Key::plain(Code::F(5)), Key::char('X')]);
        assert_eq!(keymap.say(said), "F5 flips, n turns; ⟨nothing⟩ is ⟨no command");
    }

    #[test]
    fn text_stays_text_and_control_c_ends() {
        let mut keymap = Keymap::default();
        keymap.bind(Command::Quit, vec![Key::char('X')]);
        keymap.bind(Command::Accept, vec![Key::char('x'), Key::ctrl('s')]);
        assert_eq!(keymap.command(Context::Field, Key::char('X')), None);
        assert_eq!(keymap.command(Context::Field, Key::char('x')), None);
        keymap.bind(Command::Down, vec![Key::char('f')]);
        assert_eq!(keymap.command(Context::Search, Key::char('f')), None);
        assert_eq!(keymap.command(Context::Field, Key::ctrl('s')), Some(Command::Accept));
        for context in CONTEXTS {
            assert_eq!(keymap.command(context, Key::ctrl('c')), Some(Command::Quit));
        }
        assert_eq!(keymap.command(Context::Page, Key::char('X')), Some(Command::Quit));
    }
}
