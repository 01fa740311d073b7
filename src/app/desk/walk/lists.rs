//! The lists that are open on the spot: its operands, where it comes from, what it is used by.

use super::{Focus, Walk};
use crate::app::list::Choice;
use crate::app::outcome::Outcome;
use crate::learner::lens::{Leads, Lens};
use crate::run::Place;
use crate::run::address::{Step, below_cell};
use crate::run::headline::opened_helper;

impl Walk {
    /// The list that is open.
    pub fn choice(&self) -> Option<&dyn Choice> {
        match &self.focus {
            Focus::Operands(list) => Some(list),
            Focus::Values(values) => Some(&values.list),
            Focus::Place | Focus::Bits { .. } => None,
        }
    }

    /// The list that is open, to choose from.
    pub fn choice_mut(&mut self) -> Option<&mut dyn Choice> {
        match &mut self.focus {
            Focus::Operands(list) => Some(list),
            Focus::Values(values) => Some(&mut values.list),
            Focus::Place | Focus::Bits { .. } => None,
        }
    }

    /// Goes where the chosen row leads, or the chosen bit comes from.
    pub fn open(&mut self, lens: &Lens) -> Outcome {
        const CONSTANT: &str = "A constant: here the way ends.";
        match &self.focus {
            Focus::Place => Outcome::Nothing,
            Focus::Bits { column } => self.where_bit_comes_from(*column, lens),
            Focus::Operands(list) => match list.chosen().map(|row| row.leads.clone()) {
                Some(Leads::Into(name)) => self.enter_helper(name, lens),
                Some(Leads::To(target)) => self.follow(&target, lens),
                Some(Leads::Nowhere) => Outcome::told(CONSTANT),
                None => Outcome::Nothing,
            },
            Focus::Values(values) => match values.target().cloned() {
                Some(target) => self.follow(&target, lens),
                None => Outcome::told(CONSTANT),
            },
        }
    }

    /// Opens the operands, where they are not open, with one of them chosen.
    pub fn choose_operand(&mut self, chosen: usize, lens: &Lens) -> Outcome {
        if self.chosen_operand().is_none() {
            self.show_way(lens);
        }
        if let Focus::Operands(list) = &mut self.focus {
            list.choose(chosen);
        }
        Outcome::Moved
    }

    /// Into a named helper of the value one stands on; out leads back again.
    fn enter_helper(&mut self, name: &str, lens: &Lens) -> Outcome {
        let below = self.spot.address(lens.budget).ok().and_then(|address| below_cell(&address));
        let Some(mut below) = below else { return Outcome::Nothing };
        if let Ok(Place::Nodes { part, segment, nodes }) = self.spot.place(lens.budget)
            && let (Ok(trace), [node]) = (part.record(segment, lens.budget), &nodes[..])
            && let Some(outer) = opened_helper(&trace, *node)
        {
            below = below.join(Step::new(outer));
        }
        match self.spot.seek(&below.join(Step::new(name)), lens.budget) {
            Ok(()) => {
                self.focus = Focus::Place;
                Outcome::Moved
            }
            Err(error) => Outcome::Told(error.to_string()),
        }
    }
}
