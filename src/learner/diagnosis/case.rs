//! Wrong answers, with what they are compared with.

use num_bigint::BigInt;

use crate::learner::amount::integer;
use crate::learner::answer::hexadecimal;
use crate::learner::names::Names;
use crate::run::{Budget, Error, Found, Place, Value};
use crate::sheet::expr::{Expr, Kind};
use crate::sheet::{NoFiles, Sheet};

/// A wrong answer and what it is to be compared with.
pub struct Case<'a> {
    /// The learner's answer, without blanks around it.
    pub given: &'a str,
    /// The right answer.
    pub right: &'a Value,
    /// How the right answer is computed.
    pub answer: &'a Expr,
    /// Where the right answer stands, if it is a value of the sheet.
    pub asked: Option<&'a Found>,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// The values that other questions hide.
    pub veiled: Veiled<'a>,
    /// Whether single digits are told, as they are after a hint, and never in a set with points.
    pub digits: bool,
    /// The names on the page.
    pub page: &'a Names,
    /// The names in the question.
    pub question: &'a Names,
}

/// Whether what is at a place is hidden by another question; with the cell's name, where the place is a whole cell.
pub type Veiled<'a> = &'a dyn Fn(Option<&str>, &Place) -> bool;

/// The right answer and the given one, as bytes.
type Both = (Vec<u8>, Vec<u8>);

impl Case<'_> {
    /// The right answer, where it is bytes.
    ///
    /// # Errors
    /// What reading it gives.
    pub(super) fn right_bytes(&self) -> Result<Option<Vec<u8>>, Error> {
        match self.right {
            Value::Bytes(rope) => rope.to_vec().map(Some),
            Value::Text(_) | Value::Int { .. } | Value::Bool(_) | Value::List(_) => Ok(None),
        }
    }

    /// The right answer, where it is a number, and the number that was given.
    ///
    /// # Errors
    /// What reading it gives.
    pub(super) fn integers(&self) -> Result<Option<(BigInt, BigInt)>, Error> {
        Ok(self.right.to_int()?.zip(integer(self.given)))
    }

    /// Both as bytes, where the right answer is such and the given can be read so.
    ///
    /// # Errors
    /// What reading the right one gives.
    pub(super) fn both_bytes(&self) -> Result<Option<Both>, Error> {
        Ok(self.right_bytes()?.zip(hexadecimal(self.given)))
    }

    /// The expression that computes the answer: of a cell, or of an item of one, the cell's.
    pub(super) fn formula(&self) -> &Expr {
        match &self.answer.kind {
            Kind::Name(name) => self.sheet.cell(name).map_or(self.answer, |cell| &cell.line.expr),
            _ => self.answer,
        }
    }

    /// The value of a piece of a formula.
    pub(super) fn value(&self, expr: &Expr, budget: &Budget) -> Option<Value> {
        let value = self.sheet.eval(expr, &NoFiles, budget).ok()?.value;
        value.finish(budget).ok()?;
        Some(value)
    }

    /// Whether other questions hide a cell.
    pub(super) fn hides_cell(&self, name: &str, value: &Value) -> bool {
        (self.veiled)(Some(name), &Place::Value(value.clone()))
    }
}

/// The arguments of a call, as they stand.
pub(super) fn arguments(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        Kind::Call { arguments, .. } => arguments.iter().map(|argument| &argument.value).collect(),
        _ => vec![],
    }
}

/// The function that is called, if one is.
pub(super) fn function(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        Kind::Call { function, .. } => Some(function),
        _ => None,
    }
}

/// The pieces that an expression is made of, itself first.
pub(super) fn pieces(expr: &Expr) -> Vec<&Expr> {
    let mut found = vec![expr];
    let mut at = 0;
    while let Some(&piece) = found.get(at) {
        match &piece.kind {
            Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_) | Kind::Name(_) => {}
            Kind::At { base, .. } => found.push(base),
            Kind::List(items) => found.extend(items),
            Kind::Slice { base, from, to } => {
                found.push(base);
                found.extend(from.iter().chain(to).map(|bound| &**bound));
            }
            Kind::Item { base, index } => found.extend([&**base, &**index]),
            Kind::Call { arguments, .. } => found.extend(arguments.iter().map(|argument| &argument.value)),
        }
        at += 1;
    }
    found
}
