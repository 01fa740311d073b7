//! A lesson in front of a class: one step after the other, what the room voted, and what only the speaker sees.
//!
//! What is answered and changed follows from the page and the step alone, so that a step back hides again what the step
//! on had shown.

use super::talk::Talk;
use super::{Answering, Draft, Session};
use crate::app::key::Key;
use crate::app::outcome::Outcome;
use crate::app::text::InputLine;
use crate::learner::lens::frame;
use crate::learner::lens::sides::Sides;
use crate::learner::notes::Notes;
use crate::learner::question::{Asked, Question};
use crate::lesson::talk::{Step, steps};

/// The longest line of counts.
const TYPED: usize = 80;
/// The most digits of a page.
const DIGITS: usize = 4;

impl Session {
    /// Begins to present the lesson; with `keys` the room sees the name of the last one.
    pub fn present(&mut self, keys: bool) {
        self.talk = Some(Talk { shows_keys: keys, ..Talk::default() });
        self.turn_to(0);
        self.follow();
    }

    /// Notes the key that was pressed, where the room sees it.
    pub fn note_key(&mut self, key: Key) {
        let talk = self.talk.iter_mut().filter(|talk| talk.shows_keys);
        talk.for_each(|talk| talk.key = Some(key.to_string()));
    }

    /// Whether the keyboard is the speaker's: nothing is typed, and nobody walks in the values.
    pub fn is_speaking(&self) -> bool {
        self.talk.as_ref().is_some_and(|talk| !talk.walking)
    }

    /// The step that is on the wall.
    pub fn step(&self) -> &Step {
        let (all, at) = (self.steps(), self.talk.as_ref().map_or(0, |talk| talk.step));
        &all[at.min(all.len() - 1)]
    }

    /// The steps of the page that is open.
    fn steps(&self) -> &[Step] {
        self.steps.get_or_init(|| steps(self.page()))
    }

    /// So many steps on, over the pages.
    pub(super) fn step_by(&mut self, by: isize) -> Outcome {
        let count = self.steps().len();
        let Some(talk) = &mut self.talk else { return Outcome::Nothing };
        talk.number.clear();
        let walked = std::mem::take(&mut talk.walking);
        if std::mem::take(&mut talk.black) {
            return Outcome::Moved;
        }
        let (page, step) = match talk.step.min(count - 1).checked_add_signed(by) {
            Some(step) if step < count => (self.page, step),
            Some(_) if self.page + 1 == self.lesson.pages.len() => {
                return Outcome::told("This was the last step. ⟨quit⟩ ends the talk.");
            }
            Some(_) => (self.page + 1, 0),
            None if self.page == 0 => return Outcome::told("This is the first step."),
            None => (self.page - 1, usize::MAX),
        };
        if walked && page == self.page {
            self.go_to_watch(self.page);
        }
        self.stand_at_step(page, step)
    }

    fn stand_at_step(&mut self, page: usize, step: usize) -> Outcome {
        if page != self.page {
            self.undo_change();
            self.turn_to(page);
        }
        let last = self.steps().len() - 1;
        self.talk.iter_mut().for_each(|talk| talk.step = step.min(last));
        self.follow();
        Outcome::Moved
    }

    /// To the step that answers a question of the page: a talk has no point to lose.
    pub(super) fn step_to_answer(&mut self, block: usize) -> Outcome {
        let at = self.steps().iter().position(|step| *step == Step::Answer(block));
        at.map_or(Outcome::Nothing, |at| self.stand_at_step(self.page, at))
    }

    /// A digit of the number of a page.
    pub fn type_digit(&mut self, digit: char) -> Outcome {
        match &mut self.talk {
            Some(talk) if talk.number.len() < DIGITS => talk.number.push(digit),
            Some(_) | None => return Outcome::Nothing,
        }
        Outcome::Moved
    }

    /// To the page whose number was typed; without one, the next step.
    pub fn jump(&mut self) -> Outcome {
        let number = self.talk.as_mut().map(|talk| std::mem::take(&mut talk.number)).unwrap_or_default();
        let Ok(number) = number.parse::<usize>() else { return self.step_by(1) };
        let pages = self.lesson.pages.len();
        match number.checked_sub(1).filter(|page| *page < pages) {
            Some(page) => self.go_to_page(page),
            None => Outcome::Told(format!("There is no page {number}; there are 1 to {pages}.")),
        }
    }

    /// To a page; in a talk to its first step.
    pub fn go_to_page(&mut self, page: usize) -> Outcome {
        if self.talk.is_some() {
            return self.stand_at_step(page.min(self.lesson.pages.len() - 1), 0);
        }
        self.turn_to(page);
        Outcome::Moved
    }

    /// The wall black, or light again.
    pub fn blacken(&mut self) -> Outcome {
        self.talk.iter_mut().for_each(|talk| talk.black = !talk.black);
        Outcome::Moved
    }

    /// The keyboard walks in the values, until the next step.
    pub fn walk_about(&mut self) -> Outcome {
        self.talk.iter_mut().for_each(|talk| (talk.walking, talk.black) = (true, false));
        Outcome::told("The keys walk in the values now; ⟨page-after⟩ goes on with the talk.")
    }

    /// Takes back what lies on the step, where something does.
    pub fn calm_down(&mut self) -> Outcome {
        match self.calm() | self.desk.close_comparison() {
            true => Outcome::Moved,
            false => Outcome::told("⟨quit⟩ ends the talk."),
        }
    }

    /// Takes back the number that is typed, the black wall, the walk. False where there was none of them.
    pub fn calm(&mut self) -> bool {
        let Some(talk) = &mut self.talk else { return false };
        let typed = !std::mem::take(&mut talk.number).is_empty();
        let (black, walked) = (std::mem::take(&mut talk.black), std::mem::take(&mut talk.walking));
        typed || black || walked
    }

    /// Answers and changes what the step says: neither less nor more.
    fn follow(&mut self) {
        self.answer_for_room();
        let at = self.talk.as_ref().map_or(0, |talk| talk.step);
        let change = self.steps().iter().position(|step| matches!(step, Step::Changed(_)));
        if change.is_some_and(|change| (change <= at) != self.is_tampered()) {
            self.apply_tamper();
            if !self.is_tampered() {
                // What was taken back is no change of the picture.
                self.desk.begin_page();
            }
        }
        if change != Some(at) {
            self.desk.close_comparison();
        }
        self.look_at_page();
        self.show_change();
    }

    /// Puts the value as it was beside what the change made of it, where it is another and no picture shows that.
    pub(super) fn show_change(&mut self) {
        let is_seen = self.sight.pane.picture.is_some() || self.desk.compare().sides().is_some();
        let is_changed = self.talk.is_some() && self.is_tampered() && matches!(self.step(), Step::Changed(_));
        if is_seen || !is_changed || self.desk.is_computing() {
            return;
        }
        self.desk.compare_or_choose();
        self.sight.look(&mut self.desk, &frame());
        if !self.desk.compare().sides().is_some_and(Sides::differ) {
            self.desk.close_comparison();
            self.sight.look(&mut self.desk, &frame());
        }
    }

    /// Shows the answers that the room has seen, and forgets those that it has not.
    pub(super) fn answer_for_room(&mut self) {
        let Some(at) = self.talk.as_ref().map(|talk| talk.step) else { return };
        let answers = self.steps().iter().enumerate().filter_map(|(number, step)| match step {
            Step::Answer(block) => Some((number, *block)),
            _ => None,
        });
        for (number, block) in answers.collect::<Vec<_>>() {
            if number <= at {
                self.reveal(block);
            } else {
                self.account.asked.remove(&(self.page, block));
            }
        }
    }

    /// Shows the answer to a question; what is still computed is shown when it is there.
    fn reveal(&mut self, block: usize) {
        if self.asked(block).is_some_and(Asked::is_over) {
            return;
        }
        let (at, mut asked) = ((self.page, block), Asked::default());
        let shown =
            Question::at(&self.lesson, at).map(|question| question.show(&mut asked, self.desk.sheet(), &frame()));
        if shown.is_some_and(|shown| shown.is_ok()) {
            self.account.asked.insert(at, asked);
        }
    }

    /// Takes back the change of the page that one leaves.
    fn undo_change(&mut self) {
        if self.is_tampered() {
            self.apply_tamper();
        }
        self.desk.close_comparison();
    }

    /// The shows of hands to a question of this page.
    pub fn hands(&self, block: usize) -> &[Vec<u32>] {
        self.talk.as_ref().map_or(&[], |talk| talk.hands.to((self.page, block)))
    }

    /// The question of the page that was asked last, up to the step on the wall.
    pub fn last_asked(&self) -> Option<usize> {
        let at = self.talk.as_ref().map_or(0, |talk| talk.step);
        self.steps().iter().take(at + 1).rev().find_map(Step::question)
    }

    /// Asks for a show of hands: a number for each choice.
    pub fn count_hands(&mut self) -> Outcome {
        let chosen = |block: &usize| {
            Question::at(&self.lesson, (self.page, *block)).is_some_and(|question| !question.choices().is_empty())
        };
        let Some(block) = self.last_asked().filter(chosen) else {
            return Outcome::told("Hands are counted once a question with choices is on the wall.");
        };
        let line = InputLine::line("", TYPED);
        self.answering = Answering::Counted(Draft { block, line, problem: None });
        Outcome::Moved
    }

    /// Takes the counts: of the first show, of the second, and then again of the second.
    pub(super) fn take_counts(&mut self) -> Outcome {
        let Answering::Counted(draft) = &mut self.answering else { return Outcome::Nothing };
        let at = (self.page, draft.block);
        let choices = Question::at(&self.lesson, at).map_or(0, |question| question.choices().len());
        let taken = self.talk.as_mut().map_or(Ok(()), |talk| talk.hands.take(at, draft.line.text(), choices));
        match taken {
            Err(why) => draft.problem = Some(why),
            Ok(()) => self.answering = Answering::Nothing,
        }
        Outcome::Moved
    }

    /// The view of the speaker: the notes of the page, its answers, and what comes next; with the code of the lesson.
    pub fn notes_of_talk(&self, code: Option<String>) -> Option<Notes> {
        let talk = self.talk.as_ref()?;
        let notes = Notes::of(&self.lesson, self.page, talk.step, self.desk.sheet(), &self.shown.live);
        let then = if talk.black { "light again: the wall is black".to_owned() } else { notes.then };
        Some(Notes { code, then, ..notes })
    }
}
