//! What can stop a computation.

use std::fmt;

/// Why a value is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The value is being computed: so many segments of so many are done.
    Pending {
        /// Segments done.
        done: u64,
        /// Segments in all.
        of: u64,
    },
    /// Somebody said stop.
    Cancelled,
    /// Bytes could not be read; the sentence names the source and the remedy.
    Source(String),
    /// No value has this address.
    Missing {
        /// The thing that is not there.
        message: String,
        /// The way to bring it.
        hint: Option<String>,
    },
    /// A limit of the function or of the program; the sentence names it.
    Limit(String),
}
impl Error {
    /// An address that leads nowhere.
    pub fn missing(message: impl Into<String>) -> Error {
        Error::Missing { message: message.into(), hint: None }
    }
    /// The same error with what to do about it.
    pub fn hint(self, hint: impl Into<String>) -> Error {
        match self {
            Error::Missing { message, .. } => Error::Missing { message, hint: Some(hint.into()) },
            other => other,
        }
    }
    /// Whether waiting will help.
    pub fn is_pending(&self) -> bool {
        matches!(self, Error::Pending { .. })
    }
}
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Pending { done, of } => write!(f, "being computed: {done} of {of} segments"),
            Error::Cancelled => f.write_str("cancelled"),
            Error::Source(message) | Error::Limit(message) => f.write_str(message),
            Error::Missing { message, hint } => advised(f, message, hint.as_deref()),
        }
    }
}
impl std::error::Error for Error {}

/// Problem and remedy, in one line: half a sentence each, or a sentence each.
pub(crate) fn advised(f: &mut fmt::Formatter, message: &str, hint: Option<&str>) -> fmt::Result {
    match hint {
        Some(hint) if message.ends_with('.') => write!(f, "{message} {hint}"),
        Some(hint) => write!(f, "{message}; {hint}"),
        None => f.write_str(message),
    }
}
