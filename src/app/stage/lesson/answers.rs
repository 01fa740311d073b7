//! The questions of a page, with hints one at a time and the answer at the price of its point.

use super::Session;
use super::answering::{Answering, Draft, Score};
use crate::app::desk::TYPED;
use crate::app::lens::frame;
use crate::app::list::{Choice, List};
use crate::app::outcome::Outcome;
use crate::app::text::InputLine;
use crate::learner::question::{Asked, Question, Verdict};

const NO_QUESTION: &str = "There is no question open on this page.";

impl Session {
    /// The points so far.
    pub fn score(&self) -> Score {
        let blocks = self.lesson.pages.iter().flat_map(|page| &page.blocks);
        let right = |asked: &&Asked| asked.verdict == Some(Verdict::Right);
        Score {
            points: self.asked.values().filter(right).count(),
            of: blocks.filter(|block| Question::of(block).is_some()).count(),
        }
    }

    /// The answer that is being chosen or written.
    pub fn answering(&self) -> &Answering {
        &self.answering
    }

    /// The block of the question that is being answered, or was looked at last: it stays in view.
    pub fn attention(&self) -> Option<usize> {
        self.attention
    }

    /// Whether an answer is typed or chosen.
    pub fn is_answering(&self) -> bool {
        !matches!(self.answering, Answering::Nothing)
    }

    /// Whether the learner is with the question: answers it, or reads what was said just now.
    pub fn is_at_question(&self) -> bool {
        self.is_answering() || self.just_said
    }

    /// Keeps a question in view, since something is said to it.
    fn attend(&mut self, block: usize) {
        self.attention = Some(block);
        self.just_said = true;
    }

    /// The first question of the page that is not over.
    pub fn open_question(&self) -> Option<(usize, Question<'_>)> {
        let open = |block: &usize| !self.asked(*block).is_some_and(Asked::is_over);
        let questions = self.page().blocks.iter().enumerate();
        questions.filter_map(|(i, block)| Some((i, Question::of(block)?))).find(|(i, _)| open(i))
    }

    /// The question of this page whose answer was shown and whose way is not shown to its end.
    fn unfinished_way(&self) -> Option<usize> {
        (0..self.page().blocks.len()).find(|block| self.asked(*block).is_some_and(Asked::has_more_steps))
    }

    /// Whether the open question has a hint that is not shown.
    pub fn has_hint(&self) -> bool {
        self.open_question()
            .is_some_and(|(block, question)| self.asked(block).map_or(0, |asked| asked.hints) < question.hints().len())
    }

    /// Whether there is an answer to show, or more of the way to one.
    pub fn can_be_shown(&self) -> bool {
        self.open_question().is_some() || self.unfinished_way().is_some()
    }

    /// The learner turns to something else. That the answer was asked for once is forgotten: only the next key can ask
    /// for it again.
    pub fn think_again(&mut self) {
        self.just_said = false;
        self.warned = false;
        let page = self.page;
        self.asked.iter_mut().filter(|((of, _), _)| *of == page).for_each(|(_, asked)| asked.sure = false);
    }

    /// Begins to answer the question of the page; an answer that was begun is there again.
    pub fn answer(&mut self) -> Outcome {
        let Some((block, question)) = self.open_question() else { return Outcome::told(NO_QUESTION) };
        let choices: Vec<String> = question.choices().iter().map(ToString::to_string).collect();
        self.attend(block);
        self.answering = if choices.is_empty() {
            let begun = self.drafts.remove(&(self.page, block)).unwrap_or_default();
            Answering::Written(Draft { block, line: InputLine::line(begun, TYPED), problem: None })
        } else {
            Answering::Choice { block, list: List::new(choices) }
        };
        Outcome::Moved
    }

    /// Gives the answer that is chosen.
    pub fn give_choice(&mut self) -> Outcome {
        let Answering::Choice { block, list } = std::mem::replace(&mut self.answering, Answering::Nothing) else {
            return Outcome::Nothing;
        };
        let given = list.chosen().cloned().unwrap_or_default();
        let taken = self.take_answer(block, &given, Some(list.place()));
        self.look_at_page();
        taken.map_or_else(Outcome::Told, |()| Outcome::Moved)
    }

    pub(super) fn take_answer(&mut self, block: usize, given: &str, choice: Option<usize>) -> Result<(), String> {
        self.attend(block);
        let budget = frame();
        let others = self.veil_beside(Some(block), &budget);
        let Some(question) = self.lesson.pages[self.page].blocks.get(block).and_then(Question::of) else {
            return Ok(());
        };
        let asked = self.asked.entry((self.page, block)).or_default();
        question.take(asked, given, choice, self.desk.sheet(), &others, &budget)
    }

    /// One hint more.
    pub fn hint(&mut self) -> Outcome {
        let Some((block, question)) = self.open_question() else { return Outcome::told(NO_QUESTION) };
        let hints = question.hints().len();
        if hints == 0 {
            return Outcome::told("This question has no hints. ⟨show-answer⟩ shows the answer.");
        }
        self.attend(block);
        let asked = self.asked.entry((self.page, block)).or_default();
        if asked.hints == hints {
            return Outcome::told("These are all the hints. ⟨show-answer⟩ shows the answer.");
        }
        asked.hints += 1;
        Outcome::Moved
    }

    /// Shows the answer, when asked for twice; then the way to it, step by step.
    pub fn show_answer(&mut self) -> Outcome {
        if let Some(block) = self.unfinished_way() {
            self.attend(block);
            self.asked.entry((self.page, block)).or_default().steps += 1;
            return Outcome::Moved;
        }
        let Some((block, question)) = self.open_question() else { return Outcome::told(NO_QUESTION) };
        let budget = frame();
        let mut asked = self.asked(block).cloned().unwrap_or_default();
        if !asked.sure {
            asked.sure = true;
            self.asked.insert((self.page, block), asked);
            self.attend(block);
            return Outcome::told("⟨show-answer⟩ once more shows the answer; its point is gone then.");
        }
        if let Err(why) = question.show(&mut asked, self.desk.sheet(), &budget) {
            return Outcome::Told(why);
        }
        let place = question.answer_place(self.desk.sheet(), &budget).map(|found| found.address);
        self.asked.insert((self.page, block), asked);
        self.answering = Answering::Nothing;
        self.attend(block);
        self.look_at_page();
        place.map_or(Outcome::Moved, |address| self.walk_the_way(&address))
    }

    /// Goes to where the answer is computed, and opens what it is computed from.
    fn walk_the_way(&mut self, address: &str) -> Outcome {
        let outcome = self.desk.go(|walk, lens| match walk.go(address, lens) {
            Outcome::Moved => {
                walk.show_way(lens);
                Outcome::Moved
            }
            outcome => outcome,
        });
        if outcome != Outcome::Moved {
            return outcome;
        }
        Outcome::told("Here it is computed. ⟨open⟩ follows what it is made of, ⟨back⟩ comes back.")
    }
}
