//! Commands in the lists that are open on the spot: its operands, where it comes from, what it is used by.

use super::{Did, Focus, Walk};
use crate::app::command::Command;
use crate::app::lens::{Leads, opened_helper, operand_rows};
use crate::app::place::below_cell;
use crate::learner::veil::Veil;
use crate::run::address::Step;
use crate::run::{Budget, Place};
use crate::sheet::Sheet;

impl Walk {
    pub(super) fn in_operands(
        &mut self,
        command: Command,
        chosen: usize,
        sheet: &Sheet,
        veil: &Veil,
        budget: &Budget,
    ) -> Did {
        let rows = match self.spot.place(budget).and_then(|place| operand_rows(&place, veil, budget)) {
            Ok(rows) => rows,
            Err(error) => return Did::Told(error.to_string()),
        };
        if let Some(to) = command.choice(chosen, rows.len()) {
            self.focus = Focus::Operands { chosen: to };
            return if to == chosen { Did::Nothing } else { Did::Moved };
        }
        match command {
            Command::Open => {
                let Some(row) = rows.get(chosen) else { return Did::Nothing };
                match row.leads.clone() {
                    Leads::Into(name) => self.enter_helper(name, budget),
                    Leads::To(target) => self.follow(&target, sheet, budget),
                    Leads::Nowhere => Did::Told("A constant: here the way ends.".into()),
                }
            }
            Command::Out => {
                self.focus = Focus::Place;
                Did::Moved
            }
            Command::Back | Command::From | Command::Users | Command::Bits => {
                self.focus = Focus::Place;
                self.in_place(command, sheet, veil, budget)
            }
            _ => Did::Nothing,
        }
    }

    /// Into a named helper of the value one stands on; Esc comes out again.
    fn enter_helper(&mut self, name: &str, budget: &Budget) -> Did {
        let below = self.spot.address(budget).ok().and_then(|address| below_cell(&address));
        let Some(mut below) = below else { return Did::Nothing };
        if let Ok(Place::Nodes { part, segment, nodes }) = self.spot.place(budget)
            && let (Ok(trace), [node]) = (part.record(segment, budget), &nodes[..])
            && let Some(outer) = opened_helper(&trace, *node)
        {
            below = below.join(Step::new(outer));
        }
        match self.spot.seek(&below.join(Step::new(name)), budget) {
            Ok(()) => {
                self.focus = Focus::Place;
                Did::Moved
            }
            Err(error) => Did::Told(error.to_string()),
        }
    }

    pub(super) fn in_values(&mut self, command: Command, sheet: &Sheet, veil: &Veil, budget: &Budget) -> Did {
        let Focus::Values(values) = &mut self.focus else { return Did::Nothing };
        match command {
            Command::Up => values.choose(values.chosen.saturating_sub(1)),
            Command::Down => values.choose(values.chosen + 1),
            Command::First => values.choose(0),
            Command::Last => values.choose(usize::MAX),
            Command::Out => {
                self.focus = Focus::Place;
                Did::Moved
            }
            Command::Back => {
                self.focus = Focus::Place;
                if self.trail.is_empty() { Did::Moved } else { self.back(sheet, budget) }
            }
            Command::Open => match values.target().cloned() {
                Some(target) => self.follow(&target, sheet, budget),
                None => Did::Told("A constant: here the way ends.".into()),
            },
            Command::From | Command::Users => {
                self.focus = Focus::Place;
                self.in_place(command, sheet, veil, budget)
            }
            _ => Did::Nothing,
        }
    }
}
