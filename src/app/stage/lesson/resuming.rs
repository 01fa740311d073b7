//! What a lesson tells of itself to be kept, and how it is as it was on another day.

use std::collections::BTreeMap;

use super::answering::{Answering, Rules};
use super::{Panes, Session, fresh};
use crate::learner::lens::frame;
use crate::learner::notebook::Told;
use crate::learner::progress::{Learned, Place, Stamp};
use crate::learner::question::Question;
use crate::learner::workshop::seat::Seat;
use crate::lesson::tree::Watch;
use crate::num::map_of;
use crate::run::Value;
use crate::sheet::Cell;

impl Session {
    /// Account of the lesson, to be kept.
    pub fn tell(&mut self) -> Told {
        self.account.tell(&self.lesson, self.page, self.desk.sheet())
    }

    /// The answers that were begun and not given, by their questions, and the question that one is at.
    pub fn drafts(&self) -> (BTreeMap<String, String>, Option<String>) {
        let id = |page, block| Some(Question::at(&self.lesson, (page, block))?.id().to_owned());
        let left = self.drafts.iter().filter_map(|(&(page, block), text)| Some((id(page, block)?, text.clone())));
        let mut drafts = map_of(left);
        let at = match &self.answering {
            Answering::Nothing | Answering::Counted(_) => return (drafts, None),
            Answering::Choice { block, .. } => id(self.page, *block),
            Answering::Written(draft) => {
                let id = id(self.page, draft.block);
                drafts.extend(id.clone().map(|id| (id, draft.line.text().to_owned())));
                id
            }
        };
        (drafts, at)
    }

    /// Is as it was: what was seen and answered, the inputs that are kept, the page and the question.
    pub fn resume(&mut self, learned: &Learned, place: &Place) {
        self.desk.replace_sheet(self.account.resume(&self.lesson, learned));
        let questions = self.account.questions(&self.lesson);
        let begun = questions.filter_map(|(at, question, _)| Some((at, place.drafts.get(question.id())?.clone())));
        self.drafts.extend(begun);
        self.turn_to(place.page);
        self.take_up(place);
    }

    /// Goes on with the answer that was begun, where one was.
    fn take_up(&mut self, place: &Place) {
        let here = self.open_question().map(|(_, question)| question.id());
        if here.is_some() && here == place.question.as_deref() {
            self.answer();
            // Where a wrong way led to the right answer, others were drawn first.
            if !self.is_answering() {
                self.answer();
            }
        }
    }

    /// Puts values that are drawn by a seed into the inputs of the page's question; where it reads none that can be
    /// drawn, as one does that is answered in words, into those of the values that the page watches.
    pub fn draw_anew(&mut self, seed: &str) {
        let (question, sheet) = (Question::on(self.page()).next(), self.desk.sheet());
        let cell = |watch: &'_ Watch| watch.target.address.steps.first().map(|step| step.name.clone());
        let watched: Vec<String> = self.page().watches().filter_map(cell).collect();
        let leads = |input: &&str| {
            let on = sheet.downstream(input);
            watched.iter().any(|cell| cell == input || on.contains(&cell.as_str()))
        };
        let shown = || sheet.inputs().map(Cell::name).filter(leads).map(str::to_owned).collect::<Vec<_>>();
        let drawn = question.and_then(|(_, question)| {
            let only = question.varied(sheet, None).is_empty().then(shown);
            question.drawn(sheet, only.as_deref(), seed, &frame())
        });
        drawn.iter().for_each(|drawn| self.put(&drawn.inputs));
    }

    /// Puts drawn values into the inputs of a fresh sheet.
    fn put(&mut self, values: &[(String, Value)]) {
        let values = values.iter().map(|(name, value)| (name, value));
        self.desk.replace_sheet(fresh(&self.lesson, values));
        self.turn_to(self.page);
    }

    /// Is a question of a set: with the learner's own values, which stay, with what was answered, and what was begun.
    pub fn sit(&mut self, seat: &Seat, place: &Place, now: Stamp) {
        let (values, hint) = seat.values(&self.lesson.id);
        self.rules = Rules::Set { hint };
        self.put(values);
        self.desk.kept = true;
        if self.lesson.cells.is_empty() {
            self.panes = Panes::Text;
        }
        let begun = self.open_question().and_then(|(block, question)| Some((block, place.drafts.get(question.id())?)));
        self.drafts.extend(begun.map(|(block, draft)| ((self.page, block), draft.clone())));
        self.take_up(place);
        self.rule(seat, now);
    }

    /// Gives what was answered to the set, which judges it. A sentence, where it is not taken or was the last one.
    pub fn hand_over(&mut self, seat: &mut Seat, now: Stamp) -> Option<String> {
        let news = std::mem::take(&mut self.account.news);
        let is_new = !news.is_empty();
        let told = seat.take(&self.lesson.id, news, now);
        if is_new {
            self.rule(seat, now);
        }
        told
    }

    /// Shows the page's question as the set judges it.
    pub fn rule(&mut self, seat: &Seat, now: Stamp) {
        let Some(state) = seat.state(&self.lesson.id, now) else { return };
        let Some((block, _)) = Question::on(self.page()).next() else { return };
        self.account.rule((self.page, block), state);
        self.look_at_page();
    }
}
