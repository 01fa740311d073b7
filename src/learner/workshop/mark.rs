//! Marks: what the answers of a learner to a question are worth. The same on the learner's machine and on the
//! teacher's: all of it is computed from the learner's id and what was typed.

use jiff::Timestamp;

use super::paper::{Computed, Item};
use super::report::{Did, Report};
use crate::learner::question::{Asked as State, Circumstances, Drawn, Said, Verdict};
use crate::learner::veil::Veil;
use crate::lesson::set::Set;
use crate::lesson::{Inline, Live, words};
use crate::run::Budget;
use crate::sheet::{NoFiles, Sheet};
use crate::view::SafeText;

/// The marks of a learner for a question: what was done, and what it is worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// The answers in order.
    pub tries: Vec<Try>,
    /// How many hints were taken.
    pub hints: u32,
    /// The standing.
    pub standing: Standing,
    /// The standing by the answers alone, whether the question counts or not.
    pub tried: Standing,
    /// The points.
    pub points: f64,
}

/// The standing of a learner with a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// No answer was given.
    #[default]
    Untouched,
    /// The first answer was right.
    First,
    /// A later answer was right.
    Later,
    /// Wrong so far, and it takes more answers.
    Trying,
    /// Wrong, and it is over.
    Never,
    /// Answered in sentences, and marked by hand.
    Open,
    /// The question does not count.
    Void,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// The text that was typed.
    pub written: String,
    /// When.
    pub at: Timestamp,
    /// The judgement.
    pub found: Finding,
    /// Whether it came after the end.
    pub late: bool,
}

/// The judgement on an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Right.
    Right,
    /// Wrong; with the sentence on it, and the same sentence without the learner's own values.
    Wrong(Option<Told>),
    /// Unreadable as such an answer, which does not count; with how one is written.
    Unreadable(String),
    /// An answer that was not looked at: the question was over, or it came too late.
    Unseen,
    /// Marked by hand.
    Open,
}

/// A sentence on a wrong answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The sentence with the learner's own values.
    pub says: String,
    /// The sentence as all learners share it.
    pub kind: String,
}

impl Mark {
    /// Whether the question takes no more answers.
    pub fn is_over(&self) -> bool {
        matches!(self.standing, Standing::First | Standing::Later | Standing::Never | Standing::Void)
    }

    /// Whether an answer came late.
    pub fn is_late(&self) -> bool {
        self.tries.iter().any(|one| one.late)
    }

    /// How many answers counted.
    pub fn counted(&self) -> usize {
        self.tries.iter().filter(|one| matches!(one.found, Finding::Right | Finding::Wrong(_))).count()
    }
}

impl Item<'_> {
    /// The mark for what a report says of this question, with the values that the report's learner had. What comes
    /// after `end` is late.
    pub fn mark(&self, set: &Set, report: &Report, drawn: Option<&Drawn>, end: Option<Timestamp>) -> Mark {
        let mut mark = Mark::default();
        let most = usize::try_from(self.attempts(set)).unwrap_or(usize::MAX);
        let accepted = set.accept.iter().find(|(id, _)| *id == self.entry.id).map(|(_, texts)| texts.as_slice());
        for event in report.events.iter().filter(|event| event.question == self.entry.id) {
            let late = end.is_some_and(|end| event.at > end);
            match &event.did {
                Did::Hinted if mark.is_over() => {}
                Did::Hinted => mark.hints += 1,
                Did::Answered(written) => {
                    let found = match (&self.asked, drawn) {
                        (None, _) => Finding::Open,
                        _ if mark.is_over() || late && !set.policy.late => Finding::Unseen,
                        _ if accepted.unwrap_or_default().iter().any(|text| text.trim() == written.trim()) => {
                            Finding::Right
                        }
                        (Some(asked), Some(drawn)) => asked.judge(written, drawn),
                        (Some(_), None) => Finding::Unseen,
                    };
                    mark.tries.push(Try { written: written.clone(), at: event.at, found, late });
                    mark.standing = mark.standing_with(most);
                }
            }
        }
        mark.tried = mark.standing;
        if set.is_void(self.entry) {
            mark.standing = Standing::Void;
        }
        if matches!(mark.standing, Standing::First | Standing::Later) {
            let is_late = mark.tries.iter().any(|one| one.late && one.found == Finding::Right);
            let late = if is_late { set.policy.late_price } else { 0 };
            let price = set.policy.hint.saturating_mul(mark.hints).saturating_add(late);
            mark.points = f64::from(self.entry.points.saturating_sub(price));
        }
        mark
    }
}

impl Mark {
    fn standing_with(&self, most: usize) -> Standing {
        let right = self.tries.iter().any(|one| one.found == Finding::Right);
        match self.counted() {
            _ if self.tries.iter().any(|one| one.found == Finding::Open) => Standing::Open,
            1 if right => Standing::First,
            _ if right => Standing::Later,
            0 => Standing::Untouched,
            counted if counted >= most => Standing::Never,
            _ => Standing::Trying,
        }
    }
}

impl Computed<'_> {
    /// The judgement on an answer with these values.
    pub fn judge(&self, written: &str, drawn: &Drawn) -> Finding {
        let (question, budget) = (self.question, Budget::unlimited());
        let choice = question.choices().iter().position(|choice| choice.as_str() == written.trim());
        if question.is_right(written, choice, &drawn.sheet, &budget).unwrap_or(false) {
            return Finding::Right;
        }
        if !question.choices().is_empty() && choice.is_none() {
            return Finding::Unreadable("Choose one of the answers.".to_owned());
        }
        let others = Veil::default();
        let circumstances =
            Circumstances { lesson: self.lesson, sheet: &drawn.sheet, others: &others, helps: false, budget: &budget };
        let mut state = State::default();
        if question.take(&mut state, written, choice, circumstances).is_err() {
            return Finding::Unseen;
        }
        match &state.verdict {
            Some(Verdict::Right) => Finding::Right,
            Some(Verdict::Unreadable(how)) => Finding::Unreadable(how.clone()),
            Some(_) | None => Finding::Wrong(match state.said() {
                Some(Said::Lesson(say)) => {
                    Some(Told { says: self.text(say, drawn), kind: words(say, &mut |_| "…".to_owned()).to_string() })
                }
                Some(Said::Diagnosis(says)) => Some(Told { says: says.clone(), kind: says.clone() }),
                Some(Said::Nothing) | None => None,
            }),
        }
    }

    /// Running text with a learner's values in it.
    pub fn text(&self, text: &[Inline], drawn: &Drawn) -> String {
        const LONGEST: usize = 60;
        let shown = |sheet: &Sheet, live: &Live| {
            let found = sheet.eval(&live.value.expr, &NoFiles, &Budget::unlimited()).ok()?.value;
            found.finish(&Budget::unlimited()).and_then(|()| found.show(LONGEST)).ok()
        };
        let words = words(text, &mut |live| {
            let beyond = || self.beyond(live, drawn).and_then(|sheet| shown(&sheet, live));
            shown(&drawn.sheet, live).or_else(beyond).unwrap_or_else(|| "…".to_owned())
        });
        SafeText::line(&words).to_string()
    }

    /// A sheet for a value of a text that is not of the question.
    pub fn beyond(&self, live: &Live, drawn: &Drawn) -> Option<Sheet> {
        drawn.beyond(&Sheet::new(self.lesson.cells.clone()), &live.value.expr)
    }
}
