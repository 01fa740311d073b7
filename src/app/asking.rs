//! What the program asks away from the pages, when it begins and where it ends, and what is noted of it all.

use crate::app::App;
use crate::app::list::Choice;
use crate::app::stage::Stage;
use crate::app::stage::lesson::{Rules, Session};
use crate::learner::alone::alone;
use crate::learner::progress::{Place, Record, Visit};
use crate::learner::quiz::{Ask, AskedFor, Quiz};

impl App {
    /// Asks questions; false where none of them is there any more.
    pub fn ask(&mut self, purpose: AskedFor, asks: Vec<Ask>) -> bool {
        let quiz = Box::new(Quiz::new(purpose, asks, &self.library));
        self.asked.clear();
        let Some(session) = self.asked_session(&quiz) else { return false };
        self.stage = Stage::Lesson(session);
        self.quiz = Some(quiz);
        true
    }

    /// The session of the question that is asked: as it was left, else with fresh values in its inputs.
    fn asked_session(&mut self, quiz: &Quiz) -> Option<Box<Session>> {
        if let Some(session) = self.asked.remove(&quiz.at) {
            return Some(session);
        }
        let ask = quiz.asks.get(quiz.at)?;
        let lesson = self.library.lesson(&ask.lesson)?.whole();
        let mut session = Box::new(Session::open(alone(&lesson, &ask.question)?));
        session.rules = if matches!(quiz.purpose, AskedFor::Review(_)) { Rules::Lesson } else { Rules::Test };
        session.introduce(self.library.keys_until(&ask.lesson));
        session.draw_anew(&format!("{} {} {}", self.notebook.now, ask.lesson, ask.question));
        Some(session)
    }

    /// Goes to a page of a lesson; where it has fewer to the last one, and says so. Questions asked beside it are left.
    pub(super) fn go_to_page(&mut self, id: &str, page: usize) {
        if self.quiz.is_some() || self.stage.lesson().is_none_or(|session| session.lesson().id != id) {
            if self.quiz.take().is_some() {
                self.stage = Stage::Map;
            }
            self.leave();
            self.open_now(id);
        }
        let Some(session) = self.stage.lesson_mut() else { return };
        session.go_to_page(page);
        let pages = session.lesson().pages.len();
        let told = || format!("There is no page {}; this is the last one, {pages}.", page + 1);
        self.notice = (page >= pages).then(told).or(self.notice.take());
    }

    /// Begins a test of a unit, or goes on with it; what was answered once stays as it is. False where this is none.
    pub(super) fn test(&mut self, id: &str) -> bool {
        let Some(unit) = self.library.tested(id) else { return false };
        let is_pretest =
            unit.pretest.and_then(|place| self.library.lessons.get(place)).is_some_and(|test| test.id == id);
        let mut asks = self.library.lesson(id).map(Ask::all).unwrap_or_default();
        let questions = asks.len();
        asks.retain(|ask| !self.notebook.has_answered(id, &ask.question));
        if asks.is_empty() {
            let right = self.notebook.tested(&self.library, id);
            self.notice = Some(match is_pretest {
                true => format!("You took this test: {right} right. Its twin waits behind the unit."),
                false => format!("You took this test: {right} right.{}", self.notebook.gained(&self.library, id)),
            });
            return true;
        }
        if self.ask(AskedFor::Test(id.to_owned()), asks) {
            self.map.choose(&self.library, id);
            self.notebook.note(id, |learned, now| {
                learned.last = Visit { at: now.max(learned.last.at), questions, ..learned.last };
                learned.seen.insert(0);
            });
        }
        true
    }

    /// Goes so many questions on; behind the last one, to what the questions were asked for.
    pub(super) fn turn_quiz(&mut self, by: isize) -> bool {
        let Some(mut quiz) = self.quiz.take() else { return false };
        match quiz.at.checked_add_signed(by) {
            Some(to) if to < quiz.asks.len() => {
                if let Stage::Lesson(session) = std::mem::replace(&mut self.stage, Stage::Map) {
                    self.asked.insert(quiz.at, session);
                }
                quiz.at = to;
                self.stage = self.asked_session(&quiz).map_or(Stage::Map, Stage::Lesson);
                self.quiz = Some(quiz);
            }
            Some(_) => self.end_quiz(*quiz),
            None => {
                self.quiz = Some(quiz);
                self.notice = Some("This is the first question.".into());
            }
        }
        true
    }

    /// Goes so many rows of the map on; behind the last one, to the map.
    pub(super) fn turn_row(&mut self, by: isize) {
        let here = self.stage.lesson().map(|session| session.lesson().id.clone()).unwrap_or_default();
        self.map.choose(&self.library, &here);
        let Some(to) = self.map.list.place().checked_add_signed(by) else {
            self.notice = Some("This is the first page.".into());
            return;
        };
        self.leave();
        let next = self.map.list.rows().get(to).and_then(|place| self.library.lessons.get(*place));
        if let Some(id) = next.map(|lesson| lesson.id.clone()) {
            self.open_now(&id);
        }
    }

    /// Leaves the questions: on to the lesson, or back to the map.
    pub(super) fn leave_quiz(&mut self) -> bool {
        let quiz = self.quiz.take();
        let left = quiz.is_some();
        quiz.into_iter().for_each(|quiz| self.end_quiz(*quiz));
        left
    }

    fn end_quiz(&mut self, mut quiz: Quiz) {
        self.stage = Stage::Map;
        self.trees.clear();
        let passed = quiz.is_passed();
        let held = std::mem::take(&mut quiz.held);
        match &quiz.purpose {
            AskedFor::Review(before) => {
                self.open_now(before);
            }
            AskedFor::Skip(lesson) => {
                if passed {
                    self.notebook.note_news(lesson, 0, held);
                    self.notebook.note(lesson, |learned, now| learned.passed = Some(now));
                }
                self.map.left(&self.library, lesson, passed);
            }
            AskedFor::Test(lesson) => {
                self.map.choose(&self.library, lesson);
                if quiz.is_answered() {
                    self.notebook.note(lesson, |learned, now| learned.passed = Some(now));
                }
            }
        }
        self.notice = quiz.result(&self.notebook, &self.library).or(self.notice.take());
    }

    /// Notes what is to be kept of where one is and what was answered there.
    pub(super) fn note(&mut self) {
        let Stage::Lesson(session) = &mut self.stage else {
            if matches!(self.stage, Stage::Map) {
                self.notebook.note_place(Place::default());
            }
            return;
        };
        let told = self.seat.as_mut().and_then(|seat| session.hand_over(seat, self.notebook.now));
        self.notice = told.or(self.notice.take());
        let Some(quiz) = &mut self.quiz else {
            self.notebook.note_lesson(session.tell());
            let (page, id) = (session.page_number(), self.notebook.key(&session.lesson().id));
            return self.notebook.note_place(Place { lesson: Some(id), page, ..Place::default() });
        };
        let news = std::mem::take(&mut session.account.news);
        let Some(ask) = quiz.asks.get_mut(quiz.at) else { return };
        ask.first = ask.first.or(news.iter().find_map(|news| Some(news.came.as_ref()?.0)));
        match quiz.purpose {
            AskedFor::Skip(_) => quiz.held.extend(news),
            AskedFor::Review(_) | AskedFor::Test(_) => self.notebook.note_news(&ask.lesson, ask.occasion, news),
        }
    }

    /// The changes to be written down when the program ends, whatever ends it: also what was begun and is not given.
    pub fn last_words(&mut self) -> Option<Record> {
        self.note();
        if let (Stage::Lesson(session), None) = (&self.stage, &self.quiz) {
            let (drafts, question) = session.drafts();
            self.notebook.note_place(Place { drafts, question, ..self.notebook.record.place.clone() });
        }
        self.notebook.take()
    }
}
