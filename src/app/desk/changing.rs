//! How a desk is changed: other formulas, another sheet, other values in its inputs.

use super::walk::Walk;
use super::{Asking, Desk, KEPT};
use crate::app::outcome::Outcome;
use crate::learner::lens::frame;
use crate::sheet::expr::Line;
use crate::sheet::{Sheet, flip, history};

impl Desk {
    /// Puts other lines in the place of the sheet's. What they leave as it was stays; the place is kept. A cell that
    /// has another name now takes the place with it.
    pub fn rewrite(&mut self, lines: Vec<Line>, renamed: Option<(&str, &str)>) {
        self.history.rewritten(self.sheet.lines(), history::inputs(&self.sheet));
        self.put_lines(lines, renamed);
    }

    /// The same without a word to the history.
    pub(super) fn put_lines(&mut self, lines: Vec<Line>, renamed: Option<(&str, &str)>) {
        // What stood in inputs earlier says nothing of other formulas.
        self.compare.close();
        self.last = (0, None);
        self.rewritten += 1;
        self.sheet = self.sheet.rewritten(lines);
        self.asking = Asking::Nothing;
        self.compute();
        let name = self.walk.spot().cell_name().to_owned();
        let address = self.walk.spot().address(&frame()).unwrap_or_default();
        match renamed {
            Some((old, new)) if old == name => {
                let address = address.strip_prefix(old).map_or(new.to_owned(), |below| format!("{new}{below}"));
                self.stand_at(&address, None);
                self.walk.begin_here();
            }
            _ if self.sheet.cell(&name).is_none() => self.walk = Walk::at_cell(&self.sheet, ""),
            _ => {}
        }
        self.refresh();
    }

    /// Puts another sheet in the place of this one, such as that of a lesson that was written anew. The place is kept.
    pub fn replace_sheet(&mut self, sheet: Sheet) {
        self.sheet = sheet;
        self.asking = Asking::Nothing;
        self.refresh();
    }

    /// Whether a change can be undone, or done again.
    pub fn has_change(&self, undo: bool) -> bool {
        self.history.has(undo)
    }

    /// Turns over the bit of an input that one stands on, or that leads here; one stays where one is.
    pub fn flip(&mut self) -> Outcome {
        let budget = frame();
        let bit = self.walk.chosen_bit(&self.lens(&budget));
        let spot = self.walk.spot();
        let (place, address, input) = (spot.place(&budget), spot.address(&budget), spot.input(&self.sheet));
        let at = flip::At { input, place, address, byte: spot.byte, bit, sheet: &self.sheet, files: &*self.files };
        let flipped = at.flip(&budget).and_then(|flip| {
            let put = |sheet: &mut Sheet| sheet.set(&flip.cell, flip.value).map_err(|problem| problem.to_string());
            self.change(put).map(|()| flip.says)
        });
        Outcome::Told(flipped.unwrap_or_else(|why| why))
    }

    /// Changes inputs in one go, to be undone in one. Nothing is changed where one of them is refused.
    ///
    /// # Errors
    /// What the change gives.
    pub fn change(&mut self, by: impl FnOnce(&mut Sheet) -> Result<(), String>) -> Result<(), String> {
        let mut sheet = self.sheet.clone();
        by(&mut sheet)?;
        if self.kept {
            return Err(KEPT.to_owned());
        }
        self.history.begin(history::inputs(&self.sheet));
        self.sheet = sheet;
        self.history.end(&history::inputs(&self.sheet));
        self.changed();
        Ok(())
    }
}
