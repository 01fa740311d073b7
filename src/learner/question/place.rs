//! Answers that are values of the sheet.

use crate::run::address::Address;
use crate::sheet::expr::{Expr, Kind};

/// The address that an expression is the value at.
pub(super) fn address_of(expr: &Expr) -> Option<Address> {
    match &expr.kind {
        Kind::Name(name) => Address::parse(name).ok(),
        Kind::At { base, address, .. } => {
            let mut whole = address_of(base)?;
            whole.steps.extend(address.steps.iter().cloned());
            whole.operation = address.operation;
            Some(whole)
        }
        _ => None,
    }
}
