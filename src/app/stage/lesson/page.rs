//! What a page shows besides its text and the value one stands on: live values, and what a tamper came to.

use super::{PageView, Session};
use crate::app::outcome::Outcome;
use crate::functions::attack::guess::{Guess, Speed};
use crate::learner::lens::{Lens, frame};
use crate::learner::question::{Asked, Question, Said};
use crate::learner::tampering;
use crate::learner::veil::Veil;
use crate::lesson::tree::Computed;
use crate::run::Budget;
use crate::sheet::NoFiles;

impl Session {
    /// Looks again at all that the page shows.
    pub fn look_at_page(&mut self) {
        let budget = frame();
        let veil = self.veil_beside(None, &budget);
        self.desk.cover(veil);
        self.account.look_back(&self.lesson, self.page, self.desk.sheet());
        self.say_again();
        self.tamperings.retain(|_, made| made.follow(self.desk.sheet(), &budget));
        let lens = self.desk.lens(&budget);
        let invitation = self.tamper().map(|tamper| {
            // The same change of another page would be taken back first.
            let mut sheet = lens.sheet.clone();
            for made in self.tamperings.values().filter(|made| made.meets(tamper)) {
                made.take_back(&mut sheet);
                sheet.evaluate(&NoFiles, &budget);
            }
            tampering::invitation(tamper, &Lens { sheet: &sheet, ..lens })
        });
        let presents = self.notes || self.talk.is_some();
        let said = self.account.asked.values().filter_map(|asked| match asked.said() {
            Some(Said::Lesson(say)) => Some(say.as_slice()),
            Some(Said::Diagnosis(_) | Said::Nothing) | None => None,
        });
        let live = lens.live(self.page(), presents, said, &self.speeds.0);
        let made = self.tamperings.get(&self.page);
        let expected = made.map(|made| made.came_true(self.page(), &lens)).unwrap_or_default();
        let held = Question::on(self.page()).any(|(block, _)| !self.asked(block).is_some_and(Asked::is_over));
        self.shown = PageView { live, expected, held, invitation };
        let later = self.uses.iter().filter(|(_, first)| **first > self.page && !self.all_inputs);
        self.desk.later = later.map(|(name, _)| name.clone()).collect();
        self.sight.look_at_inputs(&self.desk);
        let others: Vec<_> = self.watches().skip(1).map(|watch| self.found(watch)).collect();
        self.sight.look_beside(&self.desk, &others);
        self.sight.kept = self.kept_from().map(|page| page + 1);
        // A learner is invited to change something; on the wall the picture would tell the whole room.
        self.desk.quiet = self.talk.is_some() && held && !self.is_tampered();
        self.sight.look(&mut self.desk, &frame());
        self.sight.pane.lit = self.light();
        self.looked = Some(self.desk.version());
    }

    /// The veil of the open questions of the page, without that of one block.
    pub(super) fn veil_beside(&self, without: Option<usize>, budget: &Budget) -> Veil {
        let is_open = |block: &usize| Some(*block) != without && !self.asked(*block).is_some_and(Asked::is_over);
        let open = Question::on(self.page()).filter(|(block, _)| is_open(block));
        Question::veil(open.map(|(_, question)| question), self.desk.sheet(), budget)
    }

    /// The functions whose guesses the page wants timed; once for each time that one comes to it.
    pub fn to_measure(&mut self) -> Option<Vec<&'static Guess>> {
        let page = Some(self.page);
        let old = std::mem::replace(&mut self.speeds.1, page);
        let of: Vec<_> = self.page().computed().flat_map(Computed::timed).copied().collect();
        (old != page && !of.is_empty()).then_some(of)
    }

    /// Takes what was timed.
    pub fn measured(&mut self, speeds: Vec<Speed>) -> Outcome {
        self.speeds.0 = speeds;
        self.look_at_page();
        Outcome::Moved
    }
}
