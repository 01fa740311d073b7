//! A lesson as a stage: its keyboard is the answer's while one answers, else the desk's.

use super::Session;
use super::answering::Answering;
use crate::app::context::Context;
use crate::app::desk::Desk;
use crate::app::list::Choice;
use crate::app::outcome::Outcome;
use crate::app::stage::computing::{Computing, Half};
use crate::app::text::{Edited, InputLine};
use crate::learner::lens::frame;

impl Computing for Session {
    fn half(&self) -> Half<'_> {
        Half { desk: &self.desk, sight: &self.sight }
    }

    fn desk_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn context(&self) -> Context {
        match self.answering {
            Answering::Nothing if self.ended => Context::End,
            Answering::Nothing if self.is_speaking() && self.desk.context() == Context::Page => Context::Talk,
            Answering::Nothing => self.desk.context(),
            Answering::Choice { .. } => Context::Choice,
            Answering::Written(_) | Answering::Counted(_) => Context::Field,
        }
    }

    fn choice(&self) -> Option<&dyn Choice> {
        match &self.answering {
            Answering::Nothing => self.desk.choice(),
            Answering::Choice { list, .. } => Some(list),
            Answering::Written(_) | Answering::Counted(_) => None,
        }
    }

    fn choose(&mut self, row: usize) -> bool {
        match &mut self.answering {
            Answering::Choice { list, .. } => list.choose(row),
            Answering::Written(_) | Answering::Counted(_) => false,
            Answering::Nothing => self.desk.choice_mut().is_some_and(|list| list.choose(row)),
        }
    }

    /// At the whole page where the sheet is another.
    fn look(&mut self) {
        match self.looked {
            Some(version) if version == self.desk.version() => {
                self.sight.look(&mut self.desk, &frame());
                self.sight.pane.lit = self.light();
            }
            Some(_) | None => self.look_at_page(),
        }
    }

    fn look_at_all(&mut self, _: bool) {
        // What a talk shows may be computed only now.
        self.answer_for_room();
        self.look_at_page();
        self.show_change();
    }

    fn line(&mut self) -> Option<&mut InputLine> {
        match &mut self.answering {
            Answering::Written(draft) | Answering::Counted(draft) => Some(&mut draft.line),
            Answering::Nothing | Answering::Choice { .. } => self.desk.line(),
        }
    }

    fn edited(&mut self, edited: Edited) -> Outcome {
        let (Answering::Written(draft) | Answering::Counted(draft)) = &mut self.answering else {
            return self.desk.edited(edited);
        };
        if edited == Edited::Changed {
            draft.problem = None;
        }
        edited.into()
    }

    fn problem(&self) -> Option<&str> {
        match &self.answering {
            Answering::Written(draft) | Answering::Counted(draft) => draft.problem.as_deref(),
            Answering::Nothing | Answering::Choice { .. } => self.desk.problem(),
        }
    }

    fn accept(&mut self) -> Outcome {
        let (block, text) = match &self.answering {
            Answering::Written(draft) => (draft.block, draft.line.text().to_owned()),
            Answering::Counted(_) => return self.take_counts(),
            Answering::Nothing | Answering::Choice { .. } => return self.desk.accept(),
        };
        let taken = self.take_answer(block, &text, None);
        if let (Answering::Written(draft), Err(why)) = (&mut self.answering, taken) {
            draft.problem = Some(why);
            return Outcome::Moved;
        }
        self.answering = Answering::Nothing;
        self.look_at_page();
        self.see(block)
    }

    fn cancel(&mut self) -> Outcome {
        match std::mem::replace(&mut self.answering, Answering::Nothing) {
            Answering::Nothing => self.desk.cancel(),
            Answering::Choice { .. } | Answering::Counted(_) => Outcome::Moved,
            Answering::Written(draft) => {
                if !draft.line.text().trim().is_empty() {
                    self.drafts.insert((self.page, draft.block), draft.line.text().to_owned());
                }
                Outcome::Moved
            }
        }
    }

    fn asks_before_quit(&mut self) -> Option<String> {
        let drafted = match &self.answering {
            Answering::Written(draft) if !draft.line.text().trim().is_empty() => Some(self.page),
            _ => self.drafts.keys().map(|(page, _)| *page).min(),
        };
        let ask = drafted.filter(|_| !std::mem::replace(&mut self.warned, true));
        ask.map(|page| format!("Your answer on page {} is not given yet. Quit once more to leave it.", page + 1))
    }

    fn is_covered(&self) -> bool {
        self.is_answering() || self.desk.is_covered()
    }
}
