//! A lesson that is drawn page by page, what was found, and what a learner does on a page.

use crate::app::stage::Computing;
use crate::app::stage::lesson::Session;
use crate::lesson::{Lesson, Problem, Severity};
use crate::run::address::Span;

/// The smallest usual terminal, on which every page must have room.
pub(super) const USUAL: (u16, u16) = (80, 24);

/// A lesson that is drawn.
pub(super) struct Drawing<'l> {
    pub(super) lesson: &'l Lesson,
    /// Whether a page with too many inputs was told.
    pub(super) crowded: bool,
    pub(super) found: Vec<Problem>,
}

impl Drawing<'_> {
    /// Notes a problem; what has no room already is named once.
    pub(super) fn add(&mut self, severity: Severity, span: Span, message: String, hint: &str) {
        if self.found.iter().all(|known| known.span != span) {
            self.found.push(Problem::new(severity, &self.lesson.source, span, message, hint));
        }
    }
}

/// Answers the open question of the page.
pub(super) fn give(session: &mut Session, given: &str) {
    session.answer();
    match session.choice().map(|choice| choice.len()) {
        Some(count) => {
            let place = (0..count).find(|place| {
                session.open_question().is_some_and(|(_, question)| question.choices()[*place].as_str() == given)
            });
            session.choose(place.unwrap_or(0));
            session.give_choice();
        }
        None => {
            typed(session, given);
            session.accept();
            session.cancel();
        }
    }
    session.look();
}

/// Puts a text in the place of what is typed.
pub(super) fn typed(session: &mut Session, text: &str) {
    if let Some(edited) = session.line().map(|line| line.replace(text)) {
        session.edited(edited);
    }
}
