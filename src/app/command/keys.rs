//! The reader's keys and the table of commands together.
//!
//! Whatever the program says names a key by its command, `⟨flip⟩ flips a bit`, and [`Keymap::say`] puts the reader's
//! key in its place. The text of a lesson is its author's and stays as it is.

use super::row::Row;
use super::table::KEYS;
use crate::app::context::{CONTEXTS, Context};
use crate::app::key::Key;
use crate::app::keymap::Keymap;

/// A key that would mean two things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The key.
    pub key: Key,
    /// Where.
    pub context: Context,
    /// The command it means there.
    pub one: &'static str,
    /// The command it would mean as well.
    pub other: &'static str,
}

impl Keymap {
    /// The keys of a row where it is used. In a line of text a key that types something stays text, and Ctrl-C always
    /// ends the program.
    pub fn keys(&self, row: &'static Row, context: Context) -> Vec<Key> {
        let of_text = matches!(context, Context::Field | Context::Search | Context::Letters);
        let fits = |key: &&Key| !of_text || key.typed().is_none();
        let bound = self.bound(row.name).filter(|_| !row.keys.contains(&Key::ctrl('c')));
        let keys: Vec<Key> = bound.unwrap_or_default().iter().filter(fits).copied().collect();
        if keys.is_empty() { row.keys.to_vec() } else { keys }
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
            let row = KEYS.iter().find(|row| row.name == name);
            match row.and_then(|row| self.first_keys(row).first().copied()) {
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

    /// A key that means two things in one context, if there is one.
    pub fn clash(&self) -> Option<Clash> {
        for context in CONTEXTS {
            let mut seen: Vec<(Key, &str)> = Vec::new();
            for row in KEYS.iter().filter(|row| row.contexts.contains(&context)) {
                for key in self.keys(row, context) {
                    match seen.iter().find(|(other, name)| *other == key && *name != row.name) {
                        Some(&(_, other)) => return Some(Clash { key, context, one: row.name, other }),
                        None => seen.push((key, row.name)),
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

    fn name(keymap: &Keymap, context: Context, key: Key) -> Option<&'static str> {
        keymap.row(context, key).map(|row| KEYS[row].name)
    }

    #[test]
    fn another_key_takes_the_place_of_those_of_the_table() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.clash(), None);
        keymap.bind("from", vec![Key::char('Z'), Key::plain(Code::F(5))]);
        assert_eq!(name(&keymap, Context::Page, Key::char('Z')), Some("from"));
        assert_eq!(name(&keymap, Context::Page, Key::char('p')), None);
        assert_eq!(keymap.clash(), None);
    }

    #[test]
    fn a_key_with_two_meanings_is_found() {
        let mut keymap = Keymap::default();
        keymap.bind("users", vec![Key::char('p')]);
        let clash = keymap.clash().unwrap();
        assert_eq!((clash.key, clash.one, clash.other), (Key::char('p'), "users", "from"));
    }

    #[test]
    fn what_is_said_names_the_readers_keys() {
        let mut keymap = Keymap::default();
        let said = "⟨flip⟩ flips, ⟨page-after⟩ turns; ⟨nothing⟩ is ⟨no command";
        assert_eq!(keymap.say(said), "x flips, n turns; ⟨nothing⟩ is ⟨no command");
        keymap.bind("flip", vec![Key::plain(Code::F(5)), Key::char('X')]);
        assert_eq!(keymap.say(said), "F5 flips, n turns; ⟨nothing⟩ is ⟨no command");
    }

    #[test]
    fn text_stays_text_and_control_c_ends() {
        let mut keymap = Keymap::default();
        keymap.bind("quit", vec![Key::char('X')]);
        keymap.bind("accept", vec![Key::char('x'), Key::ctrl('s')]);
        assert_eq!(name(&keymap, Context::Field, Key::char('X')), None);
        assert_eq!(name(&keymap, Context::Field, Key::char('x')), None);
        keymap.bind("down", vec![Key::char('f')]);
        assert_eq!(name(&keymap, Context::Search, Key::char('f')), None);
        assert_eq!(name(&keymap, Context::Field, Key::ctrl('s')), Some("accept"));
        for context in CONTEXTS {
            assert_eq!(name(&keymap, context, Key::ctrl('c')), Some("quit"));
        }
        assert_eq!(name(&keymap, Context::Page, Key::char('X')), Some("quit"));
    }
}
