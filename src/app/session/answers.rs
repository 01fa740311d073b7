//! The questions of a page, and what it suggests to tamper with.

use crate::app::input_line::InputLine;
use crate::app::keys::Command;
use crate::app::question::{Asked, Question};
use crate::app::session::typing::{Asking, Purpose, TYPED};
use crate::app::session::{FRAME, Session};
use crate::app::walk::Did;
use crate::lesson::Block;
use crate::lesson::directives::Tamper;
use crate::run::Budget;

impl Session {
    pub(super) fn open_question(&self) -> Option<(usize, Question<'_>)> {
        let open = |block: &usize| !self.asked(*block).is_some_and(Asked::is_over);
        let questions = self.page().blocks.iter().enumerate();
        questions.filter_map(|(i, block)| Some((i, Question::of(block)?))).find(|(i, _)| open(i))
    }

    pub(super) fn answer(&mut self) -> Did {
        let Some((block, question)) = self.open_question() else {
            return Did::Told("There is no question open on this page.".into());
        };
        let choices = question.choices().len();
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
        let to = match command {
            Command::Up => chosen.saturating_sub(1),
            Command::Down => (chosen + 1).min(choices.len().saturating_sub(1)),
            Command::Open => {
                let given = choices.get(chosen).map(ToString::to_string).unwrap_or_default();
                let taken = self.take_answer(block, &given, Some(chosen));
                self.asking = Asking::Nothing;
                self.look_at_page();
                return taken.map_or_else(Did::Told, |()| Did::Moved);
            }
            Command::Out => {
                self.asking = Asking::Nothing;
                return Did::Moved;
            }
            _ => return Did::Nothing,
        };
        self.asking = Asking::Choice { block, chosen: to };
        Did::Moved
    }

    pub(super) fn take_answer(&mut self, block: usize, given: &str, choice: Option<usize>) -> Result<(), String> {
        let budget = Budget::segments(FRAME);
        let Some(question) = self.lesson.pages[self.page].blocks.get(block).and_then(Question::of) else {
            return Ok(());
        };
        let asked = self.asked.entry((self.page, block)).or_default();
        question.take(asked, given, choice, &self.sheet, &budget)
    }

    pub(super) fn tamper(&self) -> Option<&Tamper> {
        self.page().blocks.iter().find_map(|block| match block {
            Block::Tamper(tamper) => Some(tamper),
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
        Did::Told("The input is changed; c compares with how it was.".into())
    }
}
