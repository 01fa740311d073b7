//! The lens: how a place becomes text, under the veil.

mod formula;
mod operands;
pub mod seen;

use crate::app::desk::values::Target;
pub use formula::{called, headline, opened, opened_helper};
pub use operands::{operand_rows, remark};

/// How long an operand's value or an origin may be.
pub const VALUE_COLUMNS: usize = 80;

/// One operand: name, value, remark, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperandRow {
    /// What the formula calls it.
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
