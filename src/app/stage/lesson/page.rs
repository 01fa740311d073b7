//! What a page shows besides its text and the value one stands on: live values, and what a tamper came to.

use std::collections::BTreeMap;

use super::{PageView, Session};
use crate::app::outcome::Outcome;
use crate::functions::attack::guess::{Guess, Speed};
use crate::learner::lens::{Lens, frame};
use crate::learner::question::{Asked, Said};
use crate::learner::tampering;
use crate::learner::veil::Veil;
use crate::lesson::tree::{Block, Computed, Expression, Live, Occasion, Piece, live_values, visit};
use crate::num::map_of;
use crate::run::Budget;
use crate::sheet::NoFiles;

/// The longest live value in running text, in columns.
const LIVE_COLUMNS: usize = 60;

impl Session {
    /// Looks again at all that the page shows.
    pub fn look_at_page(&mut self) {
        let budget = frame();
        let veil = self.veil_beside(None, &budget);
        self.desk.cover(veil);
        self.look_back();
        self.tamperings.retain(|_, made| made.follow(self.desk.sheet(), &budget));
        let lens = self.desk.lens(&budget);
        let invitation = self.tamper().map(|tamper| {
            // The same change of another page would be taken back first.
            let mut sheet = lens.sheet.clone();
            self.tamperings.values().filter(|made| made.meets(tamper)).for_each(|made| made.take_back(&mut sheet));
            tampering::invitation(tamper, &Lens { sheet: &sheet, ..lens })
        });
        self.shown = PageView { live: self.live_values(&lens), expected: self.expectations(&budget), invitation };
        let later = self.uses.iter().filter(|(_, first)| **first > self.page && !self.all_inputs);
        self.desk.later = later.map(|(name, _)| name.clone()).collect();
        self.sight.look_at_inputs(&self.desk);
        self.sight.look_beside(&self.desk, &self.others());
        self.sight.kept = self.kept_from().map(|page| page + 1);
        self.sight.look(&mut self.desk, &frame());
        self.sight.pane.lit = self.light();
        self.looked = Some(self.desk.version());
    }

    /// The veil of the open questions of the page, without that of one block.
    pub(super) fn veil_beside(&self, without: Option<usize>, budget: &Budget) -> Veil {
        let mut veil = Veil::default();
        let sheet = self.desk.sheet();
        for block in 0..self.page().blocks.len() {
            if let Some(question) = self.question(block)
                && Some(block) != without
                && !self.asked(block).is_some_and(Asked::is_over)
            {
                question.hide(&mut veil, sheet, budget);
            }
        }
        veil.spread(sheet, budget);
        veil
    }

    fn live_values(&self, lens: &Lens) -> BTreeMap<usize, String> {
        let mut found = BTreeMap::new();
        let mut see = |live: &Live| {
            let text = lens.expression(&live.value.expr, live.view.as_deref(), LIVE_COLUMNS);
            found.insert(live.span.start, text);
        };
        visit(&self.page().blocks, &mut |piece| match piece {
            Piece::Text(Occasion::Always | Occasion::Afterwards, text) => live_values(text, &mut see),
            Piece::Text(Occasion::Presenting, text) if self.notes || self.talk.is_some() => live_values(text, &mut see),
            Piece::Text(..) | Piece::Block(_) => {}
        });
        for asked in self.asked.values() {
            if let Some(Said::Lesson(say)) = asked.said() {
                live_values(say, &mut see);
            }
        }
        let value = |needed: &Expression| {
            let given = lens.sheet.eval(&needed.expr, &NoFiles, lens.budget).ok()?;
            given.value.finish(lens.budget).is_ok().then_some(given.value)
        };
        for computed in self.computed() {
            let values: Vec<_> = computed.needs().into_iter().map(value).collect();
            found.insert(computed.span().start, computed.lines(&values, &self.speeds.0));
        }
        found
    }

    fn computed(&self) -> impl Iterator<Item = &dyn Computed> {
        self.page().blocks.iter().filter_map(|block| match block {
            Block::Computed(computed) => Some(&**computed),
            _ => None,
        })
    }

    /// The functions whose guesses the page wants timed; once for each time that one comes to it.
    pub fn to_measure(&mut self) -> Option<Vec<&'static Guess>> {
        let page = Some(self.page);
        let old = std::mem::replace(&mut self.speeds.1, page);
        let of: Vec<_> = self.computed().flat_map(Computed::timed).copied().collect();
        (old != page && !of.is_empty()).then_some(of)
    }

    /// Takes what was timed.
    pub fn measured(&mut self, speeds: Vec<Speed>) -> Outcome {
        self.speeds.0 = speeds;
        self.look_at_page();
        Outcome::Moved
    }

    fn expectations(&self, budget: &Budget) -> BTreeMap<usize, Result<bool, String>> {
        let Some(made) = self.tamperings.get(&self.page) else { return BTreeMap::new() };
        let sheet = self.desk.sheet().clone().with_before(made.without());
        let lens = Lens { sheet: &sheet, veil: self.desk.veil(), budget };
        let tampers = self.page().blocks.iter().enumerate().filter_map(|(i, block)| match block {
            Block::Tamper(tamper) => Some((i, tamper)),
            _ => None,
        });
        map_of(tampers.map(|(i, tamper)| (i, lens.is_true(&tamper.expect.expr, &NoFiles))))
    }
}
