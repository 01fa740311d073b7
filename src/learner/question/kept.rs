//! What is kept of a question from one day to the next, and its state after that.

use super::{Asked, Said, Verdict};
use crate::learner::progress::{Answers, Came};

impl Verdict {
    /// The outcome of the attempt, where it was one.
    pub fn came(&self) -> Option<Came> {
        match self {
            Verdict::Right => Some(Came::Right),
            Verdict::Wrong(_) => Some(Came::Wrong),
            Verdict::Over { .. } | Verdict::Closed(_) => Some(Came::Over),
            Verdict::Shown(_) => Some(Came::Shown),
            Verdict::Unreadable(_) | Verdict::Kept => None,
        }
    }
}

/// The state of a question after what was answered on earlier days.
impl From<&Answers> for Asked {
    fn from(answers: &Answers) -> Asked {
        let last = answers.in_lesson().find(|attempt| attempt.came.is_over()).or(answers.in_lesson().last());
        let verdict = last.map(|attempt| match attempt.came {
            Came::Right => Verdict::Right,
            Came::Wrong => Verdict::Wrong(Said::Nothing),
            Came::Over => Verdict::Over { right: String::new(), said: Said::Nothing },
            Came::Shown => Verdict::Shown(String::new()),
        });
        let given = last.map(|attempt| attempt.given.to_string()).unwrap_or_default();
        let kept = matches!(verdict, Some(Verdict::Wrong(_) | Verdict::Over { .. }));
        Asked { given, verdict, hints: answers.hints, kept, ..Asked::default() }
    }
}
