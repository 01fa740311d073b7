//! What was seen and done of a lesson, and so what comes next.

use std::collections::BTreeSet;

use super::Session;
use crate::app::key::Key;
use crate::app::outcome::Outcome;
use crate::lesson::keys;

/// The things that were done, and that the learner knows.
#[derive(Clone, Default)]
pub struct Journal {
    /// The keys that were introduced up to this lesson; none where no order says so, and all are shown.
    introduced: Option<BTreeSet<String>>,
    /// The commands that were given on this page.
    done: BTreeSet<&'static str>,
    /// The pages whose tamper was tried.
    tampered: BTreeSet<usize>,
    /// Whether the lesson's end is shown.
    ended: bool,
}

impl Session {
    /// Whether the lesson's end is shown, behind its last page.
    pub fn is_ended(&self) -> bool {
        self.journal.ended
    }

    /// Shows the lesson's end, or goes back from it to the last page.
    pub fn end(&mut self, ended: bool) -> Outcome {
        self.journal.ended = ended;
        self.scroll = 0;
        Outcome::Moved
    }

    /// Notes that a page is shown, where nothing was done yet.
    pub(super) fn note_page(&mut self) {
        self.account.seen.insert(self.page);
        self.journal.done.clear();
        self.journal.ended = false;
    }

    /// Notes a command that was given.
    pub fn note(&mut self, command: &'static str) {
        self.journal.done.insert(command);
        if command == "tamper" {
            self.journal.tampered.insert(self.page);
        }
    }

    /// Whether a command was given on this page.
    pub fn has_done(&self, command: &str) -> bool {
        self.journal.done.contains(command)
    }

    /// Whether this page suggests a change that was not tried.
    pub fn has_untried_tamper(&self) -> bool {
        self.tamper().is_some() && !self.journal.tampered.contains(&self.page)
    }

    /// The keys that the page asks for, in their order.
    pub fn asked_keys(&self) -> Vec<Key> {
        keys::asked(self.page()).into_iter().filter_map(Key::written).collect()
    }

    /// Whether one of a command's keys was introduced.
    pub fn knows(&self, keys: &[Key]) -> bool {
        let introduced = self.journal.introduced.as_ref();
        introduced.is_none_or(|names| keys.iter().any(|key| names.contains(&key.to_string())))
    }

    /// Takes the keys that were introduced up to this lesson, as they are written there.
    pub fn introduce(&mut self, written: Option<Vec<&str>>) {
        let names = |written: Vec<&str>| {
            let keys = written.into_iter().filter_map(Key::written);
            keys.map(|key| key.to_string()).collect()
        };
        self.journal.introduced = written.map(names);
    }
}
