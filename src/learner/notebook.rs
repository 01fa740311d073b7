//! The notebook: what is known of the learner, and what of it is to be written down.
//!
//! The clock is the shell's to read: it says what time it is before each event.

use std::collections::BTreeMap;

use crate::learner::progress::{Came, Learned, Place, Progress, Record, Stamp, Standing, Visit};
use crate::lesson::{Lesson, Library};

/// A longer time without any event was not spent on the lesson, in seconds.
const AWAY: i64 = 300;

/// Account of an open lesson, to be kept.
pub struct Told {
    /// The lesson's name.
    pub lesson: String,
    /// The page.
    pub page: usize,
    /// How far one got.
    pub progress: Progress,
    /// News of questions.
    pub news: Vec<News>,
    /// The inputs that are kept, as they are written.
    pub inputs: BTreeMap<String, String>,
}

/// Something to be kept of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The question's name.
    pub question: String,
    /// The outcome of an answer to it, and the answer; none where a hint was shown.
    pub came: Option<(Came, String)>,
    /// How many hints are shown.
    pub hints: usize,
}

/// Knowledge of the learner.
#[derive(Default)]
pub struct Notebook {
    /// The record.
    pub record: Record,
    /// Whether somebody writes it down.
    pub keeps: bool,
    /// The words before the names of its lessons, where the course is not the program's.
    pub course: String,
    /// The time.
    pub now: Stamp,
    /// When something happened before.
    before: Stamp,
    /// The changes to be written down.
    delta: Option<Record>,
}

impl Notebook {
    /// The name that a lesson has in the record.
    pub fn key(&self, lesson: &str) -> String {
        format!("{}{lesson}", self.course)
    }

    /// The lesson's name, where a name of the record is one of this course.
    pub fn lesson<'k>(&self, key: &'k str) -> Option<&'k str> {
        key.strip_prefix(self.course.as_str())
    }

    /// A lesson as a learner knows it.
    pub fn learned(&self, lesson: &str) -> Option<&Learned> {
        self.record.lessons.get(&self.key(lesson))
    }

    /// Where one stands with a lesson.
    pub fn standing(&self, lesson: &str) -> Standing {
        self.learned(lesson).map_or(Standing::New, Learned::standing)
    }

    /// The place in a lesson to go on from: the first page of one that is done.
    pub fn place_in(&self, lesson: &str) -> Place {
        let last = &self.record.place;
        match self.learned(lesson) {
            _ if last.lesson.as_ref() == Some(&self.key(lesson)) => last.clone(),
            Some(learned) if learned.standing() != Standing::Done => {
                Place { page: learned.last.page, ..Place::default() }
            }
            Some(_) | None => Place::default(),
        }
    }

    /// About how many minutes of a lesson are left, where it says how long it takes.
    pub fn minutes_left(&self, lesson: &Lesson) -> Option<u32> {
        let minutes = lesson.front.minutes?;
        self.learned(&lesson.id).map_or(Some(minutes), |learned| learned.minutes_left(minutes))
    }

    /// How many questions of each lesson are due, by its name.
    pub fn due(&self, library: &Library) -> BTreeMap<String, usize> {
        let count = |lesson: &Lesson| self.learned(&lesson.id).map_or(0, |learned| learned.due(self.now));
        let counted = library.lessons.iter().map(|lesson| (lesson.id.clone(), count(lesson)));
        counted.filter(|(_, due)| *due > 0).collect()
    }

    /// Whether a question was answered in its lesson.
    pub fn has_answered(&self, lesson: &str, question: &str) -> bool {
        let answers = self.learned(lesson).and_then(|learned| learned.questions.get(question));
        answers.is_some_and(|answers| answers.in_lesson().next().is_some())
    }

    /// How many questions of a test were right at the first try: `3 of 4`. Nothing for what is no test or was not
    /// begun.
    pub fn tested(&self, library: &Library, id: &str) -> String {
        let learned = self.learned(id).filter(|_| library.tested(id).is_some());
        let progress = learned.map(Learned::progress).filter(|progress| progress.over > 0);
        progress.map_or_else(String::new, |progress| format!("{} of {}", progress.first, progress.questions))
    }

    /// The result of the test before a unit, beside that of the one after it: ` Before the unit it was 1 of 4.`
    pub fn gained(&self, library: &Library, id: &str) -> String {
        let pretest = library.tested(id).and_then(|unit| library.lessons.get(unit.pretest?));
        let before =
            pretest.filter(|test| test.id != id).map(|test| self.tested(library, &test.id)).unwrap_or_default();
        if before.is_empty() { before } else { format!(" Before the unit it was {before}.") }
    }

    /// The clock says what time it is; the time since it last did was spent in a lesson.
    pub fn passes(&mut self, now: Stamp, lesson: Option<&str>) {
        (self.before, self.now) = (self.now, now);
        let spent = now.apart(self.before);
        if let Some(lesson) = lesson.filter(|_| spent > 0 && spent <= AWAY && self.before != Stamp::default()) {
            let key = self.key(lesson);
            if let Some(learned) = self.record.lessons.get_mut(&key) {
                learned.seconds = learned.seconds.saturating_add(spent.unsigned_abs());
            }
        }
    }

    /// Notes a change of what was learned in a lesson.
    pub fn note(&mut self, lesson: &str, change: impl FnOnce(&mut Learned, Stamp)) {
        let key = self.key(lesson);
        let learned = self.record.lessons.entry(key.clone()).or_default();
        change(learned, self.now);
        let changed = learned.clone();
        self.delta().lessons.insert(key, changed);
    }

    /// Notes where one is, where that is another place than before.
    pub fn note_place(&mut self, mut place: Place) {
        place.at = self.record.place.at;
        if place != self.record.place {
            // Of two places within a second the later one is kept.
            place.at = self.now.max(place.at.after(1));
            self.record.place = place.clone();
            self.delta().place = place;
        }
    }

    /// Notes what a lesson tells.
    pub fn note_lesson(&mut self, told: Told) {
        let Told { lesson, page, progress, news, inputs } = told;
        let is_new = |learned: &Learned| {
            let as_kept =
                |(name, typed): (&String, &String)| learned.inputs.get(name).is_some_and(|(_, kept)| kept == typed);
            let size = (learned.last.page, learned.last.pages, learned.last.questions);
            size != (page, progress.pages, progress.questions)
                || !progress.seen.is_subset(&learned.seen)
                || !inputs.iter().all(as_kept)
        };
        if news.is_empty() && !self.learned(&lesson).is_none_or(is_new) {
            return;
        }
        self.note(&lesson, |learned, now| {
            let at = now.max(learned.last.at.after(1));
            learned.last = Visit { at, page, pages: progress.pages, questions: progress.questions };
            learned.seen.extend(&progress.seen);
            for (name, typed) in inputs {
                if learned.inputs.get(&name).is_none_or(|(_, kept)| *kept != typed) {
                    learned.inputs.insert(name, (now, typed));
                }
            }
        });
        self.note_news(&lesson, 0, news);
    }

    /// Notes what became of questions of a lesson, in it or in a review.
    pub fn note_news(&mut self, lesson: &str, occasion: u32, news: Vec<News>) {
        if news.is_empty() {
            return;
        }
        self.note(lesson, |learned, now| {
            for News { question, came, hints } in news {
                let answers = learned.questions.entry(question).or_default();
                answers.hints = answers.hints.max(hints);
                came.into_iter().for_each(|(came, given)| answers.add(occasion, now, came, &given));
            }
        });
    }

    /// Forgets what was learned in a lesson of this course, or everything.
    pub fn forget(&mut self, lesson: Option<&str>) {
        let key = lesson.map(|lesson| self.key(lesson));
        self.record.forget(key.as_deref(), self.now);
        self.delta = Some(self.record.clone());
    }

    fn delta(&mut self) -> &mut Record {
        let (since, lessons) = (self.record.since, BTreeMap::new());
        self.delta.get_or_insert_with(|| Record { since, lessons, ..Record::default() })
    }

    /// The changes since they were last asked for; where nobody writes, nothing is.
    pub fn take(&mut self) -> Option<Record> {
        self.delta.take().filter(|_| self.keeps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_places_within_a_second_is_the_one_that_is_kept() {
        let mut notebook = Notebook { keeps: true, ..Notebook::default() };
        notebook.passes(Stamp::of(1_800_000_000), None);
        let mut file = Record::default();
        for (lesson, page) in [(Some("u/a"), 3), (Some("u/a"), 5), (Some("u/a"), 4), (None, 0)] {
            let place = Place { lesson: lesson.map(str::to_owned), page, ..Place::default() };
            notebook.note_place(place.clone());
            file.merge(&notebook.take().unwrap_or_default());
            assert_eq!((file.place.lesson.as_deref(), file.place.page), (lesson, page));
            notebook.note_place(place);
            assert_eq!(notebook.take(), None, "nothing is new where one stays");
        }
    }
}
