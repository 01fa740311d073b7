//! The live values of a page.

use std::collections::BTreeMap;

use super::Lens;
use crate::functions::attack::guess::Speed;
use crate::lesson::tree::{Expression, Live, Occasion, Piece, live_values, visit};
use crate::lesson::{Inline, Page};
use crate::sheet::NoFiles;

/// The longest live value in running text, in columns.
const LIVE_COLUMNS: usize = 60;

impl Lens<'_> {
    /// The live values of a page, by where they stand in the file: of its text, with its notes where somebody presents
    /// it, and of what was said to answers; and what its directives compute, where guesses are timed with `speeds`.
    pub fn live<'t>(
        &self,
        page: &'t Page,
        presents: bool,
        said: impl Iterator<Item = &'t [Inline]>,
        speeds: &[Speed],
    ) -> BTreeMap<usize, String> {
        let mut found = BTreeMap::new();
        let mut see = |live: &Live| {
            let text = self.expression(&live.value.expr, live.view.as_deref(), LIVE_COLUMNS);
            found.insert(live.span.start, text);
        };
        visit(&page.blocks, &mut |piece| match piece {
            Piece::Text(Occasion::Always | Occasion::Afterwards, text) => live_values(text, &mut see),
            Piece::Text(Occasion::Presenting, text) if presents => live_values(text, &mut see),
            Piece::Text(..) | Piece::Block(_) => {}
        });
        said.for_each(|say| live_values(say, &mut see));
        let value = |needed: &Expression| {
            let given = self.sheet.eval(&needed.expr, &NoFiles, self.budget).ok()?;
            given.value.finish(self.budget).is_ok().then_some(given.value)
        };
        for computed in page.computed() {
            let values: Vec<_> = computed.needs().into_iter().map(value).collect();
            found.insert(computed.span().start, computed.lines(&values, speeds));
        }
        found
    }
}
