//! What was seen and done of a lesson, and so what comes next.

use super::Session;
use super::journal::Looked;
use crate::app::key::Key;
use crate::app::outcome::Outcome;
use crate::learner::progress::Progress;
use crate::learner::question::{Asked, Question, Verdict};
use crate::lesson::{Block, Inline, keys, words};

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
        self.journal.seen.insert(self.page);
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

    /// Notes an answer.
    pub(super) fn note_answer(&mut self, block: usize, given: &str) {
        self.journal.tries.entry((self.page, block)).or_default().push(given.to_owned());
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

    /// The questions of all pages: page, block, what is asked, what became of it.
    fn questions(&self) -> impl Iterator<Item = ((usize, usize), Question<'_>, Option<&Asked>)> {
        let pages = self.lesson.pages.iter().enumerate();
        let blocks =
            pages.flat_map(|(page, one)| one.blocks.iter().enumerate().map(move |(at, block)| ((page, at), block)));
        blocks.filter_map(|(at, block)| Some((at, Question::of(block)?, self.asked.get(&at))))
    }

    fn is_first(&self, at: (usize, usize), asked: Option<&Asked>) -> bool {
        let right = asked.is_some_and(|asked| asked.verdict == Some(Verdict::Right));
        right && self.journal.tries.get(&at).is_some_and(|tries| tries.len() == 1)
    }

    /// How far one got.
    pub fn progress(&self) -> Progress {
        let over = self.questions().filter(|(_, _, asked)| asked.is_some_and(Asked::is_over)).count();
        let first = self.questions().filter(|(at, _, asked)| self.is_first(*at, *asked)).count();
        let (pages, questions) = (self.lesson.pages.len(), self.questions().count());
        Progress { seen: self.journal.seen.clone(), pages, over, first, questions }
    }

    /// The pages by their headings.
    pub fn looked_at_pages(&self) -> Vec<Looked> {
        let heading = |blocks: &[Block]| {
            let found = blocks.iter().find_map(|block| match block {
                Block::Heading { text, .. } => Some(plain(text)),
                _ => None,
            });
            found.unwrap_or_default()
        };
        let pages = self.lesson.pages.iter().enumerate().map(|(page, one)| Looked {
            well: self.journal.seen.contains(&page),
            says: heading(&one.blocks),
            note: String::new(),
        });
        pages.filter(|page| !page.says.is_empty()).collect()
    }

    /// The questions that took more than one try, or are open.
    pub fn looked_at_questions(&self) -> Vec<Looked> {
        let looked =
            self.questions().filter(|(at, _, asked)| !self.is_first(*at, *asked)).map(|(at, question, asked)| {
                let tries = self.journal.tries.get(&at).map_or(&[][..], Vec::as_slice);
                let note = match asked.filter(|asked| asked.is_over()) {
                    None => format!("open, page {}", at.0 + 1),
                    Some(_) if tries.is_empty() => "you had the answer shown".to_owned(),
                    Some(_) => format!("you wrote {}", tries.join(", then ")),
                };
                Looked { well: false, says: plain(question.ask()), note }
            });
        looked.collect()
    }
}

fn plain(text: &[Inline]) -> String {
    words(text, &mut |_| "…".to_owned()).to_string()
}
