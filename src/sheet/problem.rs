//! What is wrong with a cell or an expression.

use super::expr;
use crate::functions::{Fault, FaultKind};
use crate::run::address::Span;
use crate::run::{Error, Run, advised};
use std::fmt;
use std::sync::Arc;

/// The kinds of problems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The text is not an expression.
    Syntax,
    /// A function refused its arguments, or does not exist; the argument at fault is named if there is one.
    Fault(FaultKind, Option<String>),
    /// No value has the address.
    Missing,
    /// A cell of that name does not exist.
    NoCell,
    /// The cell that this one reads has a problem of its own.
    Upstream(String),
    /// The cell reads itself, through others perhaps.
    Cycle,
    /// An input is not what it may be.
    Input,
    /// Bytes could not be read.
    Source,
    /// A limit of the program.
    Limit,
    /// The value is being computed; waiting will help.
    Pending {
        /// Segments done.
        done: u64,
        /// Segments in all.
        of: u64,
    },
    /// Somebody said stop.
    Cancelled,
}

/// The run of a call that a cryptographic check refused. It has no result, and its values up to that check.
#[derive(Clone)]
pub struct Refused(pub Arc<Run>);
impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Refused({})", self.0.at)
    }
}
impl PartialEq for Refused {
    fn eq(&self, other: &Refused) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
impl Eq for Refused {}

/// A mistake: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The kind.
    pub kind: ProblemKind,
    /// The place in the source of the expression, if it has one.
    pub span: Option<Span>,
    /// A sentence without its full stop.
    pub message: String,
    /// The remedy.
    pub hint: Option<String>,
    /// How far the call came, where a check of its own refused it.
    pub refused: Option<Refused>,
}
impl Problem {
    /// A problem somewhere in an expression.
    pub fn new(kind: ProblemKind, span: Span, message: impl Into<String>) -> Problem {
        Problem { kind, span: Some(span), message: message.into(), hint: None, refused: None }
    }
    /// The same with what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }
    /// The problem of a computation below.
    pub fn of(error: Error, span: Span) -> Problem {
        let message = error.to_string();
        match error {
            Error::Pending { done, of } => Problem::new(ProblemKind::Pending { done, of }, span, message),
            Error::Cancelled => Problem::new(ProblemKind::Cancelled, span, message),
            Error::Source(_) => Problem::new(ProblemKind::Source, span, message),
            Error::Limit(_) => Problem::new(ProblemKind::Limit, span, message),
            Error::Missing { message, hint } => Problem { hint, ..Problem::new(ProblemKind::Missing, span, message) },
        }
    }
    /// The problem of a call, as its function said it.
    pub fn fault(fault: Fault, span: Span) -> Problem {
        match fault.error {
            Some(error) => Problem::of(*error, span),
            None => {
                let kind = ProblemKind::Fault(fault.kind, fault.argument);
                let refused = fault.run.filter(|_| fault.kind == FaultKind::Rejected).map(Refused);
                Problem { hint: fault.hint, refused, ..Problem::new(kind, span, fault.message) }
            }
        }
    }
    /// Whether waiting will help.
    pub fn is_pending(&self) -> bool {
        matches!(self.kind, ProblemKind::Pending { .. })
    }
}
impl From<expr::Fault> for Problem {
    fn from(fault: expr::Fault) -> Problem {
        Problem { hint: fault.hint, ..Problem::new(ProblemKind::Syntax, fault.span, fault.message) }
    }
}
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        advised(f, &self.message, self.hint.as_deref())
    }
}
impl std::error::Error for Problem {}
