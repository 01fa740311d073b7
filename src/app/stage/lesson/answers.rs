//! The questions of a page, with hints one at a time and the answer at the price of its point, and what the page suggests
//! to tamper with.

use crate::app::command::Command;
use crate::app::desk::walk::{Did, Focus};
use crate::app::lens::operand_rows;
use crate::app::text::InputLine;
use crate::learner::question::{Asked, Question, Verdict};
use crate::lesson::Block;
use crate::lesson::tree::Tamper;
use crate::run::Budget;

use super::typing::TYPED;
use super::{Asking, Purpose, Session};

const NO_QUESTION: &str = "There is no question open on this page.";

/// How many questions of a lesson were answered, without having been shown the answer, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Answered.
    pub points: usize,
    /// Asked.
    pub of: usize,
}

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

    /// The block of the question that is being answered, or was looked at last: it stays in view.
    pub fn attention(&self) -> Option<usize> {
        self.attention
    }

    /// Whether an answer is typed or chosen.
    pub fn is_answering(&self) -> bool {
        matches!(self.asking, Asking::Choice { .. } | Asking::Field { purpose: Purpose::Answer(_), .. })
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

    /// Scrolls the text, and lets go of the question that was kept in view.
    pub fn scroll_by(&mut self, lines: i16) {
        self.attention = None;
        self.scroll = self.scroll.saturating_add_signed(lines).min(200);
    }

    pub(super) fn open_question(&self) -> Option<(usize, Question<'_>)> {
        let open = |block: &usize| !self.asked(*block).is_some_and(Asked::is_over);
        let questions = self.page().blocks.iter().enumerate();
        questions.filter_map(|(i, block)| Some((i, Question::of(block)?))).find(|(i, _)| open(i))
    }

    /// The question of this page whose answer was shown and whose way is not shown to its end.
    fn unfinished_way(&self) -> Option<usize> {
        let blocks = 0..self.page().blocks.len();
        blocks.into_iter().find(|block| self.asked(*block).is_some_and(Asked::has_more_steps))
    }

    pub(super) fn has_hint(&self) -> bool {
        self.open_question()
            .is_some_and(|(block, question)| self.asked(block).map_or(0, |asked| asked.hints) < question.hints().len())
    }

    pub(super) fn can_be_shown(&self) -> bool {
        self.open_question().is_some() || self.unfinished_way().is_some()
    }

    /// The learner turns to something else. That the answer was asked for once is forgotten: only the next key can ask
    /// for it again.
    pub(super) fn think_again(&mut self) {
        self.just_said = false;
        let page = self.page;
        self.asked.iter_mut().filter(|((of, _), _)| *of == page).for_each(|(_, asked)| asked.sure = false);
    }

    /// How many answers there are to choose from.
    pub fn choices(&self, block: usize) -> usize {
        self.page().blocks.get(block).and_then(Question::of).map_or(0, |question| question.choices().len())
    }

    pub(super) fn answer(&mut self) -> Did {
        let Some((block, question)) = self.open_question() else { return Did::Told(NO_QUESTION.into()) };
        let choices = question.choices().len();
        self.attend(block);
        if choices > 0 {
            self.asking = Asking::Choice { block, chosen: 0 };
        } else {
            self.ask_line(Purpose::Answer(block), InputLine::line("", TYPED));
        }
        Did::Moved
    }

    pub(super) fn in_choice(&mut self, command: Command, block: usize, chosen: usize) -> Did {
        let question = self.page().blocks.get(block).and_then(Question::of);
        let choices = question.map_or(&[][..], Question::choices);
        if let Some(to) = command.choice(chosen, choices.len()) {
            self.asking = Asking::Choice { block, chosen: to };
            return Did::Moved;
        }
        match command {
            Command::Open => {
                let given = choices.get(chosen).map(ToString::to_string).unwrap_or_default();
                let taken = self.take_answer(block, &given, Some(chosen));
                self.asking = Asking::Nothing;
                self.look_at_page();
                taken.map_or_else(Did::Told, |()| Did::Moved)
            }
            Command::Hint => self.hint(),
            Command::ShowAnswer => self.show_answer(),
            Command::Out => {
                self.asking = Asking::Nothing;
                Did::Moved
            }
            _ => Did::Nothing,
        }
    }

    pub(super) fn take_answer(&mut self, block: usize, given: &str, choice: Option<usize>) -> Result<(), String> {
        self.attend(block);
        let budget = Budget::frame();
        let others = self.veil_beside(Some(block), &budget);
        let Some(question) = self.lesson.pages[self.page].blocks.get(block).and_then(Question::of) else {
            return Ok(());
        };
        let asked = self.asked.entry((self.page, block)).or_default();
        question.take(asked, given, choice, &self.sheet, &others, &budget)
    }

    /// One hint more.
    pub(super) fn hint(&mut self) -> Did {
        let Some((block, question)) = self.open_question() else { return Did::Told(NO_QUESTION.into()) };
        let hints = question.hints().len();
        if hints == 0 {
            return Did::Told("This question has no hints. ⟨show-answer⟩ shows the answer.".into());
        }
        self.attend(block);
        let asked = self.asked.entry((self.page, block)).or_default();
        if asked.hints == hints {
            return Did::Told("These are all the hints. ⟨show-answer⟩ shows the answer.".into());
        }
        asked.hints += 1;
        Did::Moved
    }

    /// Shows the answer, when asked for twice; then the way to it, step by step.
    pub(super) fn show_answer(&mut self) -> Did {
        if let Some(block) = self.unfinished_way() {
            self.attend(block);
            self.asked.entry((self.page, block)).or_default().steps += 1;
            return Did::Moved;
        }
        let Some((block, question)) = self.open_question() else { return Did::Told(NO_QUESTION.into()) };
        let budget = Budget::frame();
        let mut asked = self.asked(block).cloned().unwrap_or_default();
        if !asked.sure {
            asked.sure = true;
            self.asked.insert((self.page, block), asked);
            self.attend(block);
            return Did::Told("⟨show-answer⟩ once more shows the answer; its point is gone then.".into());
        }
        if let Err(why) = question.show(&mut asked, &self.sheet, &budget) {
            return Did::Told(why);
        }
        let place = question.answer_place(&self.sheet, &budget).map(|found| found.address);
        self.asked.insert((self.page, block), asked);
        self.asking = Asking::Nothing;
        self.attend(block);
        self.look_at_page();
        match place {
            Some(address) => self.walk_the_way(&address, &budget),
            None => Did::Moved,
        }
    }

    /// Goes to where the answer is computed, and opens what it is computed from.
    fn walk_the_way(&mut self, address: &str, budget: &Budget) -> Did {
        let did = self.walk.go(address, &self.sheet, budget);
        if did != Did::Moved {
            return did;
        }
        let rows = self.walk.spot().place(budget).and_then(|place| operand_rows(&place, &self.veil, budget));
        if rows.is_ok_and(|rows| !rows.is_empty()) {
            self.walk.focus = Focus::Operands { chosen: 0 };
        } else {
            self.walk.command(Command::From, &self.sheet, &self.veil, budget);
        }
        self.look_at_place();
        Did::Told("Here it is computed. ⟨open⟩ follows what it is made of, ⟨back⟩ comes back.".into())
    }

    pub(super) fn tamper(&self) -> Option<&Tamper> {
        self.page().blocks.iter().find_map(|block| match block {
            Block::Tamper(tamper) => Some(&**tamper),
            _ => None,
        })
    }

    /// Changes the inputs as the page suggests, or back.
    pub(super) fn apply_tamper(&mut self) -> Did {
        let Some(tamper) = self.tamper().cloned() else {
            return Did::Told("There is nothing to tamper with on this page.".into());
        };
        if let Some(before) = self.before.remove(&self.page) {
            self.compare.keep(&self.sheet);
            for edit in &tamper.edit {
                if let Some(given) = before.cell(&edit.cell).and_then(|cell| cell.given()) {
                    // It stood there before, so it may stand there.
                    let _ = self.sheet.set(&edit.cell, given.clone());
                }
            }
            return Did::Moved;
        }
        let before = self.sheet.clone();
        for edit in &tamper.edit {
            if let Err(problem) = self.sheet.type_in(&edit.cell, &edit.typed) {
                self.sheet = before;
                return Did::Told(problem.to_string());
            }
        }
        self.compare.keep(&before);
        self.before.insert(self.page, before);
        Did::Told("The input is changed; ⟨compare⟩ compares with how it was.".into())
    }
}
