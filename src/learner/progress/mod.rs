//! How far a learner got: in a lesson, and in all of them, kept from one day to the next.
//!
//! Nothing here reads a file or a clock: [`Record`] is what a file holds, and moments are handed in.

mod attempt;
mod due;
mod id;
mod json;
mod record;
mod stamp;

use std::collections::BTreeSet;

pub use attempt::{Attempt, Came};
pub use due::{AT_ONCE, Due};
pub use id::LearnerId;
pub use json::{MAX_FILE, Unread};
pub use record::{Answers, Learned, Place, Record, VERSION, Visit};
pub use stamp::{DAY, Stamp};

/// Pages that were seen, and questions that were answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The pages that were seen, from 0.
    pub seen: BTreeSet<usize>,
    /// How many pages there are.
    pub pages: usize,
    /// How many questions are over.
    pub over: usize,
    /// How many were answered at the first try.
    pub first: usize,
    /// How many there are.
    pub questions: usize,
}

/// The state of a lesson, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every page was seen, every question answered.
    Done,
    /// Something of it was seen.
    Begun,
    /// Nothing of it was seen.
    New,
}

impl Progress {
    /// Where one stands with it.
    pub fn standing(&self) -> Standing {
        match self.seen.len() {
            0 => Standing::New,
            seen if seen >= self.pages && self.over >= self.questions => Standing::Done,
            _ => Standing::Begun,
        }
    }
}

/// How many lessons of a course are done, and about how many minutes it takes: `1 of 18 lessons · 3 h 19 min to go`.
pub fn to_go(done: usize, all: usize, minutes: u32) -> String {
    let lessons = match (done, all) {
        (0, 0) => return String::new(),
        (0, 1) => "1 lesson".to_owned(),
        (0, all) => format!("{all} lessons"),
        (done, all) => format!("{done} of {all} lessons"),
    };
    let to_go = if done == 0 { "" } else { " to go" };
    match (minutes / 60, minutes % 60) {
        (0, 0) => lessons,
        (0, minutes) => format!("{lessons} · {minutes} min{to_go}"),
        (hours, minutes) => format!("{lessons} · {hours} h {minutes} min{to_go}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_done_when_all_was_seen_and_answered() {
        let all = Progress { seen: (0..3).collect(), pages: 3, over: 1, first: 1, questions: 2 };
        assert_eq!(all.standing(), Standing::Begun);
        assert_eq!(Progress { over: 2, ..all }.standing(), Standing::Done);
        assert_eq!(Progress::default().standing(), Standing::New);
    }
}
