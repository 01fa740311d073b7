//! How far a learner got in a lesson.

use std::collections::BTreeSet;

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

    /// Adds what was seen at another time.
    pub fn add(&mut self, now: &Progress) {
        self.seen.extend(&now.seen);
        (self.pages, self.questions) = (now.pages, now.questions);
        (self.over, self.first) = (self.over.max(now.over), self.first.max(now.first));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_done_when_all_was_seen_and_answered() {
        let all = Progress { seen: (0..3).collect(), pages: 3, over: 1, first: 1, questions: 2 };
        assert_eq!(all.standing(), Standing::Begun);
        let mut sum = Progress { over: 2, ..all.clone() };
        assert_eq!(sum.standing(), Standing::Done);
        sum.add(&Progress { seen: BTreeSet::from([0]), pages: 3, questions: 2, ..Progress::default() });
        assert_eq!((sum.standing(), Progress::default().standing()), (Standing::Done, Standing::New));
    }
}
