//! What went wrong in a wrong answer, in one plain sentence.
//!
//! A diagnosis names the learner's slip and never the answer: it speaks of what the learner wrote, of the names of
//! values, and of places in the learner's own digits. It is silent about values that another question still hides: to
//! name one would confirm a guess.
//!
//! To add a slip: its file with its row and its tests, and one line in [`SLIPS`].

mod case;
mod slip;
mod slips;
#[cfg(test)]
mod testing;

use crate::run::Budget;

pub use case::{Case, Veiled};
pub use slip::{Diagnosis, Slip};
pub use slips::SLIPS;

/// The mistake, if one is recognised. What cannot be computed now is not searched.
pub fn diagnose(case: &Case, budget: &Budget) -> Option<Diagnosis> {
    SLIPS.iter().find_map(|slip| (slip.find)(case, budget).ok().flatten())
}
