//! What was seen and done of a lesson, and so what comes next.

use super::Session;
use crate::app::key::Key;
use crate::app::outcome::Outcome;
use crate::lesson::keys;

impl Session {
    /// Shows the lesson's end, or goes back from it to the last page.
    pub fn end(&mut self, ended: bool) -> Outcome {
        self.desk.close_comparison();
        self.ended = ended;
        self.scroll = 0;
        Outcome::Moved
    }

    /// Notes a command that was given.
    pub fn note(&mut self, command: &'static str) {
        self.done.insert(command);
        if command == "tamper" {
            self.tampered.insert(self.page);
        }
    }

    /// Whether a command was given on this page.
    pub fn has_done(&self, command: &str) -> bool {
        self.done.contains(command)
    }

    /// Whether this page suggests a change that was not tried.
    pub fn has_untried_tamper(&self) -> bool {
        self.tamper().is_some() && !self.tampered.contains(&self.page)
    }

    /// The keys that the page asks for, in their order.
    pub fn asked_keys(&self) -> Vec<Key> {
        keys::asked(self.page()).into_iter().filter_map(Key::written).collect()
    }

    /// Whether one of a command's keys was introduced.
    pub fn knows(&self, keys: &[Key]) -> bool {
        let introduced = self.introduced.as_ref();
        introduced.is_none_or(|names| keys.iter().any(|key| names.contains(&key.to_string())))
    }

    /// Takes the keys that were introduced up to this lesson, as they are written there.
    pub fn introduce(&mut self, written: Option<Vec<&str>>) {
        let names = |written: Vec<&str>| {
            let keys = written.into_iter().filter_map(Key::written);
            keys.map(|key| key.to_string()).collect()
        };
        self.introduced = written.map(names);
    }
}
