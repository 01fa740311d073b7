//! The record of one learner: what was seen, answered and kept, and how two records of it become one.
//!
//! Merging is a join: in any order, any number of times, the same comes out. So two copies of the program may write to
//! one file, and each gets what the other learned. A part that was forgotten on purpose has a later `since`, and what
//! was learned before that is gone also where another copy still knows it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};

use super::{Attempt, Came, Progress, Stamp, Standing};
use crate::num::set_of;

/// The version of the file's format.
pub const VERSION: u32 = 1;

/// Of many attempts at a question the first so many are kept,
const FIRST: usize = 4;
/// and the last so many.
const LAST: usize = 28;

/// All that is kept of a learner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the format.
    pub version: u32,
    /// When it began, or everything was forgotten.
    #[serde(default)]
    pub since: Stamp,
    /// The last place.
    #[serde(default)]
    pub place: Place,
    /// The lessons, by their names.
    #[serde(default)]
    pub lessons: BTreeMap<String, Learned>,
}

/// A place in the course.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// When one was there.
    pub at: Stamp,
    /// The lesson; none on the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// The page, from 0.
    pub page: usize,
    /// The question that was being answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The answers of the lesson that were begun and not given, by their questions.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub drafts: BTreeMap<String, String>,
}

/// A lesson as a learner knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Learned {
    /// When it began, or was forgotten.
    pub since: Stamp,
    /// The last visit.
    pub last: Visit,
    /// The pages that were seen, from 0.
    pub seen: BTreeSet<usize>,
    /// How long one was in it, in seconds.
    pub seconds: u64,
    /// When its questions were answered beforehand, so that it may be skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passed: Option<Stamp>,
    /// Inputs that the lesson wants kept, as they were typed, and when.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs: BTreeMap<String, (Stamp, String)>,
    /// The questions, by their names.
    pub questions: BTreeMap<String, Answers>,
}

/// A visit to a lesson, and how large it was then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Visit {
    /// When.
    pub at: Stamp,
    /// The page, from 0.
    pub page: usize,
    /// How many pages there were.
    pub pages: usize,
    /// How many questions.
    pub questions: usize,
}

/// The answers to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// How many hints were shown.
    pub hints: usize,
    /// The attempts in their order, none twice; of many the first and the last.
    #[serde(deserialize_with = "in_order")]
    pub attempts: Vec<Attempt>,
}

impl Default for Record {
    fn default() -> Record {
        Record { version: VERSION, since: Stamp::default(), place: Place::default(), lessons: BTreeMap::new() }
    }
}

impl Record {
    /// Takes over what another record knows.
    pub fn merge(&mut self, other: &Record) {
        if other.since > self.since {
            *self = Record::since(other.since);
        }
        if other.since < self.since {
            return;
        }
        join(&mut self.place, &other.place);
        for (id, learned) in &other.lessons {
            self.lessons.entry(id.clone()).or_default().merge(learned);
        }
    }

    /// An empty record that begins at a moment.
    fn since(since: Stamp) -> Record {
        Record { since, ..Record::default() }
    }

    /// Forgets a lesson, or everything: also where another copy of the program still knows it.
    pub fn forget(&mut self, lesson: Option<&str>, now: Stamp) {
        let later = |since: Stamp| now.max(since.after(1));
        match lesson {
            None => *self = Record::since(later(self.since)),
            Some(id) => {
                let learned = self.lessons.entry(id.to_owned()).or_default();
                *learned = Learned { since: later(learned.since), ..Learned::default() };
            }
        }
    }

    /// Where one stands with a lesson.
    pub fn standing(&self, id: &str) -> Standing {
        self.lessons.get(id).map_or(Standing::New, Learned::standing)
    }
}

impl Learned {
    fn merge(&mut self, other: &Learned) {
        if other.since > self.since {
            *self = Learned { since: other.since, ..Learned::default() };
        }
        if other.since < self.since {
            return;
        }
        join(&mut self.last, &other.last);
        join(&mut self.seconds, &other.seconds);
        join(&mut self.passed, &other.passed);
        self.seen.extend(&other.seen);
        for (name, input) in &other.inputs {
            join(self.inputs.entry(name.clone()).or_default(), input);
        }
        for (id, answers) in &other.questions {
            self.questions.entry(id.clone()).or_default().merge(answers);
        }
    }

    /// How far one got.
    pub fn progress(&self) -> Progress {
        let of = |so: fn(&Answers) -> bool| self.questions.values().filter(|answers| so(answers)).count();
        Progress {
            seen: self.seen.clone(),
            pages: self.last.pages,
            over: of(Answers::is_over),
            first: of(Answers::is_first),
            questions: self.last.questions,
        }
    }

    /// Where one stands with it.
    pub fn standing(&self) -> Standing {
        let is_over = || self.questions.values().filter(|answers| answers.is_over()).count() >= self.last.questions;
        match self.seen.len() {
            _ if self.passed.is_some() => Standing::Done,
            0 => Standing::New,
            seen if seen >= self.last.pages && is_over() => Standing::Done,
            _ => Standing::Begun,
        }
    }

    /// About how many of a lesson's minutes are left; none where it is done.
    pub fn minutes_left(&self, minutes: u32) -> Option<u32> {
        let pages = u32::try_from(self.last.pages).ok().filter(|pages| *pages > 0);
        match pages {
            Some(_) if self.standing() == Standing::Done => None,
            Some(pages) => {
                let open = pages.saturating_sub(u32::try_from(self.seen.len()).ok()?);
                Some((minutes * open).div_ceil(pages).max(1))
            }
            None => Some(minutes),
        }
    }
}

impl Answers {
    fn merge(&mut self, other: &Answers) {
        join(&mut self.hints, &other.hints);
        other.attempts.iter().for_each(|attempt| self.put(attempt.clone()));
        self.bound();
    }

    /// Puts an attempt in its place, if it is not there.
    fn put(&mut self, attempt: Attempt) {
        if let Err(place) = self.attempts.binary_search(&attempt) {
            self.attempts.insert(place, attempt);
        }
    }

    /// Keeps the first attempts and the last ones.
    fn bound(&mut self) {
        if let Some(more) = self.attempts.len().checked_sub(FIRST + LAST) {
            self.attempts.drain(FIRST..FIRST + more);
        }
    }

    /// Adds an attempt, on the occasion of the lesson or of a review.
    pub fn add(&mut self, occasion: u32, at: Stamp, came: Came, given: &str) {
        let number = self.attempts.last().map_or(1, |last| last.number.saturating_add(1));
        self.put(Attempt { number, occasion, at, came, given: Attempt::kept(given) });
        self.bound();
    }

    /// The attempts in the lesson, and not in its reviews.
    pub fn in_lesson(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter().filter(|attempt| attempt.occasion == 0)
    }

    /// Whether it was answered in the lesson.
    pub fn is_over(&self) -> bool {
        self.in_lesson().any(|attempt| attempt.came.is_over())
    }

    /// Whether it was answered at the first attempt.
    pub fn is_first(&self) -> bool {
        self.in_lesson().next().is_some_and(|attempt| attempt.came == Came::Right)
    }
}

/// Attempts as they stand in a file, where somebody may have moved one.
fn in_order<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Attempt>, D::Error> {
    let mut attempts = Vec::<Attempt>::deserialize(from)?;
    if !attempts.is_sorted_by(|one, next| one < next) {
        attempts = set_of(attempts).into_iter().collect();
    }
    attempts.shrink_to_fit();
    Ok(attempts)
}

/// The greater of two.
fn join<T: Ord + Clone>(one: &mut T, other: &T) {
    if *other > *one {
        one.clone_from(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::{btree_map, btree_set, vec};
    use proptest::prelude::*;

    fn stamp() -> impl Strategy<Value = Stamp> {
        (0..4i64).prop_map(Stamp::of)
    }

    fn attempt() -> impl Strategy<Value = Attempt> {
        let came = prop_oneof![Just(Came::Right), Just(Came::Wrong), Just(Came::Over), Just(Came::Shown)];
        (1..30u32, 0..2u32, stamp(), came, "[ab]").prop_map(|(number, occasion, at, came, given)| Attempt {
            number,
            occasion,
            at,
            came,
            given: given.into(),
        })
    }

    fn learned() -> impl Strategy<Value = Learned> {
        let answers = (0..3usize, btree_set(attempt(), 0..40)).prop_map(|(hints, attempts)| {
            let mut answers = Answers { hints, attempts: attempts.into_iter().collect() };
            answers.bound();
            answers
        });
        let visit = (stamp(), 0..3usize, 0..3usize, 0..3usize).prop_map(|(at, page, pages, questions)| Visit {
            at,
            page,
            pages,
            questions,
        });
        let inputs = btree_map("[xy]", (stamp(), "[ab]"), 0..2);
        let questions = btree_map("q[12]", answers, 0..3);
        let seen = btree_set(0..3usize, 0..3);
        (0..2i64, visit, seen, 0..9u64, proptest::option::of(stamp()), inputs, questions).prop_map(
            |(since, last, seen, seconds, passed, inputs, questions)| Learned {
                since: Stamp::of(since),
                last,
                seen,
                seconds,
                passed,
                inputs,
                questions,
            },
        )
    }

    fn record() -> impl Strategy<Value = Record> {
        let place = (stamp(), proptest::option::of("[ab]"), 0..3usize).prop_map(|(at, lesson, page)| Place {
            at,
            lesson,
            page,
            ..Place::default()
        });
        (0..2i64, place, btree_map("[ab]", learned(), 0..3)).prop_map(|(since, place, lessons)| Record {
            since: Stamp::of(since),
            place,
            lessons,
            ..Record::default()
        })
    }

    fn merged(one: &Record, other: &Record) -> Record {
        let mut both = one.clone();
        both.merge(other);
        both
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn merging_is_a_join(a in record(), b in record(), c in record()) {
            prop_assert_eq!(merged(&a, &b), merged(&b, &a));
            prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
            prop_assert_eq!(merged(&a, &a), a.clone());
            prop_assert_eq!(merged(&a, &merged(&a, &b)), merged(&a, &b));
        }

        #[test]
        fn nothing_comes_back_that_was_forgotten(a in record(), all in vec(record(), 0..3)) {
            // Who has forgotten everything since then begins anew, with what was learned after that.
            let all: Vec<Record> = all.into_iter().filter(|one| one.since <= a.since).collect();
            let mut empty = a.clone();
            empty.forget(Some("a"), Stamp::of(9));
            let mut all = all.iter().fold(empty, |sum, one| merged(&sum, one));
            prop_assert_eq!(all.standing("a"), Standing::New);
            all.forget(None, Stamp::of(0));
            prop_assert!(merged(&all, &a).lessons.is_empty());
        }
    }

    #[test]
    fn a_lesson_is_done_by_its_pages_and_questions_or_by_passing() {
        let mut record = Record::default();
        let learned = record.lessons.entry("u/a".into()).or_default();
        learned.last = Visit { pages: 2, questions: 1, ..Visit::default() };
        learned.seen = BTreeSet::from([0, 1]);
        let question = learned.questions.entry("q1".into()).or_default();
        question.add(0, Stamp::of(9), Came::Wrong, "1");
        assert_eq!(record.standing("u/a"), Standing::Begun);
        // The clock was set back: the second attempt stays the second.
        let question = record.lessons.get_mut("u/a").unwrap().questions.get_mut("q1").unwrap();
        question.add(0, Stamp::of(3), Came::Right, "2");
        assert_eq!((question.is_over(), question.is_first()), (true, false));
        assert_eq!(record.standing("u/a"), Standing::Done);
        let passed = Learned { passed: Some(Stamp::of(1)), ..Learned::default() };
        assert_eq!(passed.standing(), Standing::Done);
    }

    #[test]
    fn of_many_attempts_the_first_and_the_last_stay() {
        let mut answers = Answers::default();
        (0..100).for_each(|second| answers.add(0, Stamp::of(second), Came::Wrong, "x"));
        assert_eq!(answers.attempts.len(), FIRST + LAST);
        let numbers: Vec<u32> = answers.attempts.iter().map(|attempt| attempt.number).collect();
        assert_eq!((numbers[0], numbers[FIRST - 1], numbers[FIRST], numbers[FIRST + LAST - 1]), (1, 4, 73, 100));
    }
}
