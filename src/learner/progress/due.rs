//! Review: which old questions are due, 1, 7 and 30 days after they were last answered.

use super::stamp::DAY;
use super::{Answers, Came, Learned, Record, Stamp};
use crate::num::sort_by_key;

/// After so many days without an answer a question is due: after the lesson, and after each review that went well.
const DAYS: [i64; 3] = [1, 7, 30];

/// The most questions of a review: a lesson should begin soon.
pub const AT_ONCE: usize = 2;

/// A question that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The lesson it stands in.
    pub lesson: String,
    /// Its name there.
    pub question: String,
    /// The occasion of this review, from 1.
    pub occasion: u32,
    /// Whether it was missed the last time.
    missed: bool,
    /// For how many seconds it has been due.
    since: i64,
}

/// How a question that is due stands.
struct Waiting {
    occasion: u32,
    missed: bool,
    /// For how many seconds it has been due.
    since: i64,
}

impl Record {
    /// The questions that are due, those missed the last time first, then those that waited longest.
    pub fn due(&self, now: Stamp) -> Vec<Due> {
        let of = |(lesson, learned): (&String, &Learned)| {
            let due = |(id, answers): (&String, &Answers)| {
                let Waiting { occasion, missed, since } = answers.waiting(now)?;
                Some(Due { lesson: lesson.clone(), question: id.clone(), occasion, missed, since })
            };
            learned.questions.iter().filter_map(due).collect::<Vec<_>>()
        };
        let mut due: Vec<Due> = self.lessons.iter().flat_map(of).collect();
        sort_by_key(&mut due, |due| (!due.missed, -due.since));
        due
    }
}

impl Learned {
    /// How many of its questions are due.
    pub fn due(&self, now: Stamp) -> usize {
        self.questions.values().filter(|answers| answers.waiting(now).is_some()).count()
    }
}

impl Answers {
    fn waiting(&self, now: Stamp) -> Option<Waiting> {
        let last = self.attempts.iter().rfind(|attempt| attempt.came.is_over())?;
        let missed = !self.went_well(last.occasion);
        let well = (1..=last.occasion).rev().take_while(|occasion| self.went_well(*occasion)).count();
        let days = DAYS.get(well)?;
        let since = now.apart(last.at) - days * DAY;
        (since >= 0).then_some(Waiting { occasion: last.occasion.saturating_add(1), missed, since })
    }

    /// Whether the first attempt of an occasion was right.
    fn went_well(&self, occasion: u32) -> bool {
        let first = self.attempts.iter().find(|attempt| attempt.occasion == occasion);
        first.is_some_and(|attempt| attempt.came == Came::Right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(days: i64) -> Stamp {
        Stamp::of(20_000 * DAY).after(days * DAY)
    }

    /// A question by its name, and the answers to it.
    type Answered<'a> = (&'a str, &'a [(u32, i64, Came)]);

    fn record(questions: &[Answered]) -> Record {
        let mut record = Record::default();
        let learned = record.lessons.entry("u/a".into()).or_default();
        for (id, attempts) in questions {
            let answers = learned.questions.entry((*id).to_owned()).or_default();
            attempts.iter().for_each(|(occasion, at, came)| answers.add(*occasion, day(*at), *came, "x"));
        }
        record
    }

    fn due(record: &Record, at: i64) -> Vec<String> {
        record.due(day(at)).into_iter().map(|due| format!("{}.{}", due.question, due.occasion)).collect()
    }

    #[test]
    fn a_question_is_due_after_one_seven_and_thirty_days() {
        let once = record(&[("q", &[(0, 0, Came::Right)])]);
        assert_eq!((due(&once, 0), due(&once, 1)), (vec![], vec!["q.1".to_owned()]));
        let twice = record(&[("q", &[(0, 0, Came::Right), (1, 1, Came::Right)])]);
        assert_eq!((due(&twice, 7), due(&twice, 8)), (vec![], vec!["q.2".to_owned()]));
        let thrice = record(&[("q", &[(0, 0, Came::Right), (1, 1, Came::Right), (2, 8, Came::Right)])]);
        assert_eq!((due(&thrice, 37), due(&thrice, 38)), (vec![], vec!["q.3".to_owned()]));
        let known = record(&[("q", &[(1, 1, Came::Right), (2, 8, Came::Right), (3, 38, Came::Right)])]);
        assert_eq!(due(&known, 9999), Vec::<String>::new());
    }

    #[test]
    fn a_miss_begins_anew_and_comes_first() {
        let missed = [(0, 0, Came::Right), (1, 3, Came::Over)];
        let both = record(&[("a", &[(0, 0, Came::Right)]), ("b", &missed), ("c", &[(0, 1, Came::Right)])]);
        assert_eq!(due(&both, 4), ["b.2", "a.1", "c.1"]);
        // Right at the second attempt is missed at the first.
        let late = record(&[("a", &[(0, 0, Came::Right)]), ("b", &[(0, 3, Came::Wrong), (0, 3, Came::Right)])]);
        assert_eq!(due(&late, 4), ["b.1", "a.1"]);
        let open = record(&[("a", &[(0, 0, Came::Wrong)])]);
        assert_eq!(due(&open, 4), Vec::<String>::new(), "what was never answered is not reviewed");
    }

    #[test]
    fn a_clock_that_was_years_ahead_hides_nothing_for_years() {
        let ahead = record(&[("q", &[(0, 4000, Came::Right)])]);
        assert_eq!(due(&ahead, 0), ["q.1"]);
    }
}
