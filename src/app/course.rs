//! The way through the course: opening a lesson where it was left, leaving it, and what is to go.

use crate::app::App;
use crate::app::stage::Stage;
use crate::app::stage::lesson::Session;
use crate::learner::progress::{Standing, to_go};
use crate::learner::quiz::{Ask, AskedFor};
use crate::learner::workshop::course::BEGIN;
use crate::lesson::Lesson;

/// How many left lessons are kept as they were.
const LEFT: usize = 8;

/// On a narrower screen the number of a question stands alone.
const NARROW: u16 = 76;

impl App {
    /// Opens a row of the map: a test of a unit asks its questions, a lesson opens.
    pub fn enter(&mut self, id: &str) -> bool {
        self.test(id) || self.open(id)
    }

    /// Opens a lesson, where it was left if it was; before its first page asks what is due. False when there is none of
    /// this name.
    pub fn open(&mut self, id: &str) -> bool {
        let is_left = self.left.iter().any(|session| session.lesson().id == id);
        let begins = !is_left && self.notebook.place_in(id).page == 0 && self.library.lesson(id).is_some();
        let due = if begins { Ask::due(&self.notebook, &self.library, id) } else { Vec::new() };
        !due.is_empty() && self.ask(AskedFor::Review(id.to_owned()), due) || self.open_now(id)
    }

    /// Opens what one was at when the program ended: the page, and the question on it.
    pub fn open_last(&mut self) {
        self.pass_time();
        let key = self.notebook.record.place.lesson.clone();
        let seat = self.seat.as_ref().map(|seat| seat.at().to_owned());
        match key.as_deref().and_then(|key| self.notebook.lesson(key)).or(seat.as_deref()) {
            Some(id) if self.open_now(id) => {
                let all = if seat.is_some() { "list of questions" } else { "map of lessons" };
                let begins = seat.as_deref() == Some(BEGIN);
                let here =
                    || format!("Here you stopped. ⟨out⟩, more than once inside of a value, goes out to the {all}.");
                self.notice = self.notice.take().or_else(|| (!begins).then(here));
            }
            _ => {
                let next = self.next_lesson().map(|lesson| lesson.id.clone());
                next.iter().for_each(|id| self.map.choose(&self.library, id));
            }
        }
    }

    /// Looks at the clock for a set: at the end of its time the question that is open says so.
    pub(super) fn pass_time(&mut self) {
        let (Some(seat), now) = (&mut self.seat, self.notebook.now) else { return };
        if seat.passes(now)
            && let Stage::Lesson(session) = &mut self.stage
        {
            session.rule(seat, now);
        }
    }

    pub(super) fn open_now(&mut self, id: &str) -> bool {
        self.map.choose(&self.library, id);
        if let Some(place) = self.left.iter().position(|session| session.lesson().id == id) {
            let mut session = Box::new(self.left.remove(place));
            self.seat.iter().for_each(|seat| session.rule(seat, self.notebook.now));
            self.stage = Stage::Lesson(session);
            return true;
        }
        let Some(lesson) = self.library.lesson(id) else { return false };
        let told = self.library.notice(lesson);
        let mut session = Session::open(lesson.whole());
        session.notes = self.notes;
        session.introduce(self.library.keys_until(id));
        match (&self.seat, self.notebook.learned(id)) {
            (Some(seat), _) => session.sit(seat, &self.notebook.place_in(id), self.notebook.now),
            (None, Some(learned)) => session.resume(learned, &self.notebook.place_in(id)),
            (None, None) => {}
        }
        self.talk.into_iter().for_each(|keys| session.present(keys));
        self.stage = Stage::Lesson(Box::new(session));
        self.notice = told.or(self.notice.take());
        true
    }

    /// Leaves a lesson for the map, where it is kept as it is; leaves questions for what they were asked for.
    pub(super) fn leave(&mut self) {
        self.note();
        if self.leave_quiz() {
            return;
        }
        if let Stage::Lesson(mut session) = std::mem::replace(&mut self.stage, Stage::Map) {
            let id = &session.lesson().id;
            self.map.left(&self.library, id, self.standing(id) == Standing::Done);
            session.end(false);
            self.left.push(*session);
            if self.left.len() > LEFT {
                self.left.remove(0);
            }
        }
        self.trees.clear();
    }

    /// The short code of a lesson; questions of a set have none.
    pub fn code(&self, id: &str) -> Option<String> {
        self.library.code(id).filter(|_| self.seat.is_none())
    }

    /// `Hashing › Sixty-four rounds`: a lesson below its unit, or below what one is asked for.
    pub fn crumbs(&self, lesson: &Lesson) -> String {
        let unit = self.library.unit_of(&lesson.id).map_or("", |unit| unit.title.as_str());
        match self.quiz.as_ref().map_or(unit, |quiz| quiz.title()) {
            above if above.is_empty() || self.seat.is_some() && self.size.0 < NARROW => lesson.front.title.to_string(),
            above => format!("{above} › {}", lesson.front.title),
        }
    }

    /// `2.2 p4 of 10`: the page with its short code, where the lesson has one, and of how many.
    pub fn page_of(&self, session: &Session) -> String {
        let code = self.code(&session.lesson().id).map_or_else(String::new, |code| format!("{code} p"));
        format!("{code}{} of {}", session.page_number() + 1, session.lesson().pages.len())
    }

    /// `✓ 3/5   2.2 p4 of 10`: the points and the page; in a set, or where one is asked away from the pages, what is to
    /// go.
    pub fn count(&self, session: &Session) -> String {
        match (&self.seat, &self.quiz) {
            (Some(_), _) => self.to_go(),
            (None, Some(quiz)) => quiz.says(),
            (None, None) => match session.account.score(session.lesson()) {
                score if score.points == 0 => self.page_of(session),
                score => format!("✓ {}/{}   {}", score.points, score.of, self.page_of(session)),
            },
        }
    }

    /// The mark of how far one got in a lesson.
    pub fn mark(&self, id: &str) -> &'static str {
        match (&self.seat, self.standing(id)) {
            (Some(seat), _) => seat.row(id).0,
            (None, Standing::Done) => "✓",
            (None, Standing::Begun) => "◐",
            (None, Standing::New) => "◦",
        }
    }

    /// How far one got in a lesson.
    pub fn standing(&self, id: &str) -> Standing {
        self.seat.as_ref().map_or_else(|| self.notebook.standing(id), |seat| seat.standing(id))
    }

    /// The first lesson that is not done.
    pub fn next_lesson(&self) -> Option<&Lesson> {
        self.library.in_order().find(|lesson| self.standing(&lesson.id) != Standing::Done)
    }

    /// `1 of 18 lessons · 3 h 19 min to go`
    pub fn to_go(&self) -> String {
        if let Some(seat) = &self.seat {
            return seat.says(self.notebook.now);
        }
        let is_done = |lesson: &&Lesson| self.standing(&lesson.id) == Standing::Done;
        let (all, done) = (self.library.in_order().count(), self.library.in_order().filter(is_done).count());
        let minutes: u32 = self.library.in_order().filter_map(|lesson| self.notebook.minutes_left(lesson)).sum();
        to_go(done, all, minutes)
    }
}
