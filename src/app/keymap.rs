//! The keys as the reader wants them, over those of the table of commands.

use crate::app::key::Key;

/// The reader's own keys, by the name of the command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    over: Vec<(&'static str, Vec<Key>)>,
}

impl Keymap {
    /// Gives a command these keys instead of those of the table.
    pub fn bind(&mut self, name: &'static str, keys: Vec<Key>) {
        self.over.retain(|(bound, _)| *bound != name);
        self.over.push((name, keys));
    }

    /// The reader's keys for a command, where there are any.
    pub fn bound(&self, name: &str) -> Option<&[Key]> {
        self.over.iter().find(|(bound, _)| *bound == name).map(|(_, keys)| keys.as_slice())
    }
}
