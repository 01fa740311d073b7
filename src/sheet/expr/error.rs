//! What is said when a text is no expression.

use std::fmt;

use crate::run::address::{AddressError, Span};

/// A mistake in an expression or a sheet: where, what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes that are wrong; empty at the end of the text.
    pub span: Span,
    /// One sentence: what is wrong.
    pub message: String,
    /// The remedy: what to write instead.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault at `span`.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), hint: None }
    }

    /// The same fault with advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The fault in an address that starts `by` bytes into the source.
    pub(super) fn in_address(error: AddressError, by: usize) -> Self {
        Self { span: error.span.shifted(by), message: error.message, hint: error.hint }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_prints_its_hint() {
        let fault = Fault::new(Span::new(0, 1), "This is wrong.");
        assert_eq!(fault.to_string(), "This is wrong.");
        assert_eq!(fault.hint("Write it right.").to_string(), "This is wrong. Write it right.");
    }
}
