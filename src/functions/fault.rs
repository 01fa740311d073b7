//! Faults: why a call gives no result.

use crate::run::{Error, Run, advised};
use std::fmt;
use std::sync::Arc;

/// The kinds of faults, which `batch` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// There is no such function.
    UnknownFunction,
    /// An argument is missing, one too many, or not what it must be.
    BadArgument,
    /// A costly parameter is above its limit.
    Limit,
    /// A cryptographic check said no.
    Rejected,
    /// Something must be computed or read first: see [`Fault::error`].
    Waiting,
}

/// Why a call gives no result.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The kind.
    pub kind: FaultKind,
    /// The parameter at fault, if it is one.
    pub argument: Option<String>,
    /// The mistake, as a sentence without its full stop.
    pub message: String,
    /// The remedy.
    pub hint: Option<String>,
    /// The error of the computation below.
    pub error: Option<Box<Error>>,
    /// The run up to the check that said no, for a fault of kind [`FaultKind::Rejected`].
    pub run: Option<Arc<Run>>,
}
impl Fault {
    /// A fault of some kind.
    pub fn new(kind: FaultKind, message: impl Into<String>) -> Fault {
        Fault { kind, argument: None, message: message.into(), hint: None, error: None, run: None }
    }
    /// A fault in an argument.
    pub fn argument(name: &str, message: impl Into<String>) -> Fault {
        Fault { argument: Some(name.into()), ..Fault::new(FaultKind::BadArgument, message) }
    }
    /// A cryptographic check that said no, and the run up to it.
    pub fn rejected(message: impl Into<String>, run: Run) -> Fault {
        Fault { run: Some(Arc::new(run)), ..Fault::new(FaultKind::Rejected, message) }
    }
    /// The same with what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Fault {
        self.hint = Some(hint.into());
        self
    }
}
impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        let kind = match &error {
            Error::Limit(_) => FaultKind::Limit,
            Error::Pending { .. } | Error::Cancelled | Error::Source(_) | Error::Missing { .. } => FaultKind::Waiting,
        };
        Fault { error: Some(Box::new(error.clone())), ..Fault::new(kind, error.to_string()) }
    }
}
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        advised(f, &self.message, self.hint.as_deref())
    }
}
impl std::error::Error for Fault {}
