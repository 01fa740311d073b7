//! The lens: a sheet seen under the veil, within a budget. The only door from a place to text.
//!
//! Whoever shows a value asks the lens for it, so that what is hidden is hidden everywhere, and a value looks the same
//! wherever it stands.

pub mod among;
pub mod changes;
mod copies;
mod drawn;
mod letters;
mod lies;
mod live;
mod marks;
mod operands;
mod panels;
mod related;
mod scene;
mod seen;
mod shot;
pub mod sides;
mod spread;
mod strip;
pub mod subject;
mod tree;

use std::sync::Arc;

use crate::learner::veil::Veil;
use crate::num::Trace;
use crate::run::address::Address;
use crate::run::compare::Pair;
use crate::run::compare::segment::Inside;
use crate::run::{Budget, Part, Place, Target, Value};
use crate::sheet::expr::{Expr, names};
use crate::sheet::spot::Spot;
use crate::sheet::{Cell, Files, NoFiles, Sheet};
use crate::view::plain::line;
use crate::view::{Shown, View, view};
pub use drawn::{Drawn, chosen};
pub use lies::lies;
pub use marks::mark;
pub use panels::{Panel, PanelRow, Panels};
pub use related::Related;
pub use scene::{Around, Asked};
pub use seen::ROW;
pub use shot::{Shot, Sketch};
pub use strip::valued;
pub use tree::{Below, Leaf, SeenWay};

/// How long an operand's value or an origin may be.
const VALUE_COLUMNS: usize = 80;
/// How much of a value a row of a list shows, in characters.
const ROW_COLUMNS: usize = 40;
/// The sentence where something hidden is asked for.
pub const HIDDEN: &str = "It is hidden until the question is answered.";

/// The time to compute between a key and the picture that answers it.
pub fn frame() -> Budget<'static> {
    Budget::frame()
}

/// A sheet, what must not be seen of it, and what may be computed to look.
#[derive(Clone, Copy)]
pub struct Lens<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// The values that are hidden.
    pub veil: &'a Veil,
    /// The time to compute.
    pub budget: &'a Budget<'a>,
}

impl Lens<'_> {
    /// Whether what is at a place is hidden.
    pub fn hides(&self, place: &Place) -> bool {
        self.veil.hides(place, self.budget)
    }

    /// Whether the state at a segment's border is hidden.
    fn hides_segment(&self, part: &Arc<dyn Part>, segment: u64) -> bool {
        self.hides(&Place::Segment { part: part.clone(), segment })
    }

    /// Whether a named value is hidden in one of two segments; then it is in both.
    fn hides_pair(&self, before: Option<&Inside>, after: Option<&Inside>, pair: &Pair) -> bool {
        let hides = |side: Option<&Inside>, nodes: &[u32]| match side {
            Some(Inside { part, segment, .. }) if !nodes.is_empty() => {
                self.hides(&Place::Nodes { part: part.clone(), segment: *segment, nodes: nodes.to_vec() })
            }
            Some(_) | None => false,
        };
        !self.veil.is_empty() && (hides(before, &pair.before) || hides(after, &pair.after))
    }

    /// Whether what one stands on is hidden.
    pub fn hides_spot(&self, spot: &Spot) -> bool {
        let cell = spot.cursor().is_none() && spot.lost().is_none() && self.veil.hides_cell(spot.cell_name());
        cell || spot.place(self.budget).is_ok_and(|place| self.hides(&place))
    }

    /// Whether the formula of what is at a place is hidden too.
    pub fn covers(&self, place: &Place) -> bool {
        self.veil.covers(place, self.budget)
    }

    /// The value at a place in so many characters; why there is none, where there is none.
    pub fn text(&self, place: &Place, columns: usize) -> String {
        text(place, columns, self.veil, self.budget)
    }

    /// The value at a place as a row of a list shows it.
    pub fn row(&self, place: &Place) -> String {
        self.text(place, ROW_COLUMNS)
    }

    /// The value at a place in one line of so many columns.
    pub fn line(&self, place: &Place, columns: usize) -> String {
        if self.hides(place) {
            return self.veil.mask();
        }
        place.value(self.budget).map_or_else(|error| error.to_string(), |value| line(&value, columns))
    }

    /// The value at an address in one line of so many columns; why there is none, where there is none.
    pub fn line_at(&self, address: &str, columns: usize) -> String {
        let Ok(parsed) = Address::parse(address) else { return String::new() };
        match self.sheet.find(&parsed, 1, self.budget) {
            Ok(_) if self.veil.hides_cell(address) => self.veil.mask(),
            Ok(found) => found.first().map_or_else(String::new, |found| self.line(&found.place, columns)),
            Err(error) => error.to_string(),
        }
    }

    /// The whole value one stands on.
    ///
    /// # Errors
    /// A sentence: it is hidden, or there is none at present.
    pub fn whole(&self, spot: &Spot) -> Result<Value, String> {
        let place = spot.place(self.budget).map_err(|error| error.to_string())?;
        if self.hides_spot(spot) {
            return Err(HIDDEN.into());
        }
        place.value(self.budget).map_err(|error| error.to_string())
    }

    /// The whole value one stands on as it is written.
    ///
    /// # Errors
    /// As [`Lens::whole`].
    pub fn written(&self, spot: &Spot) -> Result<String, String> {
        let place = spot.place(self.budget).map_err(|error| error.to_string())?;
        if self.hides_spot(spot) {
            return Err(HIDDEN.into());
        }
        place.text(self.budget).map_err(|error| error.to_string())
    }

    /// Numbers of a segment as the specification writes them, one after the other.
    pub fn numbers(&self, trace: &Trace, nodes: &[u32]) -> String {
        nodes.iter().map(|node| trace.text(*node)).collect()
    }

    /// The value in an input, in so many characters.
    pub fn input(&self, cell: &Cell, columns: usize) -> String {
        match cell.given() {
            Some(_) if self.veil.hides_cell(cell.name()) => self.veil.mask(),
            given => given.and_then(|value| value.show(columns).ok()).unwrap_or_default(),
        }
    }

    /// The value of a cell in one line; nothing where it has none.
    pub fn cell(&self, cell: &Cell, columns: usize) -> Option<String> {
        let value = &cell.outcome()?.value;
        let hidden = self.veil.hides_cell(cell.name()) || self.veil.hides_value(value, self.budget);
        Some(if hidden { self.veil.mask() } else { line(value, columns) })
    }

    /// The value of an expression over the cells in one line, in a view by name.
    pub fn expression(&self, expr: &Expr, name: Option<&str>, columns: usize) -> String {
        if self.veil.hides_expression(expr, self.sheet, self.budget) {
            return self.veil.mask();
        }
        match self.sheet.eval(expr, &NoFiles, self.budget) {
            Ok(outcome) => {
                // The value may be computed by now, or shown when it is.
                let _ = outcome.value.finish(self.budget);
                if self.veil.hides_result(expr, &outcome.value, self.budget) {
                    return self.veil.mask();
                }
                match name.and_then(view) {
                    Some(view) => Shown::of(&outcome.value).map_or_else(
                        |error| error.to_string(),
                        |mut shown| {
                            let cells: Vec<&str> = names(expr).into_iter().map(|(cell, _)| cell).collect();
                            self.veil.mask_in(&mut shown, &cells);
                            shown.line(view, columns)
                        },
                    ),
                    None => line(&outcome.value, columns),
                }
            }
            Err(problem) => problem.to_string(),
        }
    }

    /// Whether an expression is true.
    ///
    /// # Errors
    /// A sentence, when it has no value at present.
    pub fn is_true(&self, expr: &Expr, files: &dyn Files) -> Result<bool, String> {
        let outcome = self.sheet.eval(expr, files, self.budget).map_err(|problem| problem.to_string())?;
        let truth = outcome.value.finish(self.budget).and_then(|()| outcome.value.to_bool());
        truth.map(|truth| truth.unwrap_or(false)).map_err(|error| error.to_string())
    }

    /// Whether a view has something to show of the value at a spot.
    pub fn fits(&self, view: &View, spot: &Spot) -> bool {
        let shown = spot.place(self.budget).and_then(|place| self.seen(spot, &place));
        shown.is_ok_and(|shown| (view.fits)(&shown))
    }
}

fn text(place: &Place, columns: usize, veil: &Veil, budget: &Budget) -> String {
    if veil.hides(place, budget) {
        return veil.mask();
    }
    place.value(budget).and_then(|value| value.show(columns)).unwrap_or_else(|error| error.to_string())
}

/// The value at a place as a row of a list shows it, of whatever sheet.
pub fn row(place: &Place, veil: &Veil, budget: &Budget) -> String {
    text(place, ROW_COLUMNS, veil, budget)
}

/// One operand: name, value, remark, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperandRow {
    /// The name that the formula gives it.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it comes from, in a few words.
    pub remark: String,
    /// Where it leads: into a named helper, or to another value.
    pub leads: Leads,
}

/// Where an operand leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Into a named helper of the value one stands on; holds its name.
    Into(&'static str),
    /// Elsewhere.
    To(Target),
    /// Nowhere: a constant.
    Nowhere,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::expr::Limits;

    #[test]
    fn the_hidden_is_hidden_at_its_address() {
        let (mut sheet, _) = Sheet::parse("m = input(\"abc\")\nd = sha256(m)", &Limits::default());
        let budget = Budget::unlimited();
        sheet.finish(&NoFiles, &budget).expect("it computes");
        let mut veil = Veil::default();
        veil.hide_cell("d", None, &budget);
        let lens = Lens { sheet: &sheet, veil: &veil, budget: &budget };
        assert_eq!(lens.line_at("d", 64), veil.mask());
    }
}
