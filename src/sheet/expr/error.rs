//! What is said when a text is no expression.

use std::fmt;

use super::Span;
use super::lex::Token;
use crate::run::address::{AddressError, shown};

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

/// The fault of a token that cannot follow a value.
pub(super) fn after_value(token: &Token<'_>, span: Span) -> Fault {
    let (message, hint) = match token {
        Token::Sign("=") => ("A single `=` compares nothing.".to_owned(), "Compare with `==`.".to_owned()),
        Token::Sign(":") => {
            ("`:` has no meaning here.".to_owned(), "It follows the name of an argument: hash: \"sha256\".".to_owned())
        }
        Token::Sign(".") => (
            "A single dot has no meaning here.".to_owned(),
            "A slice has two: x[1..9]. A value inside a run follows an `@`: digest@block[0]/T1[0].".to_owned(),
        ),
        Token::Sign("..") => {
            ("`..` has no meaning here.".to_owned(), "A slice stands in brackets: x[1..9].".to_owned())
        }
        Token::Sign(")" | "]") => {
            (format!("{token} closes nothing."), "Remove it, or open the bracket before.".to_owned())
        }
        Token::Sign(",") => (
            "A comma has no meaning here.".to_owned(),
            "It separates arguments and the items of a list; join values with `++`.".to_owned(),
        ),
        Token::Word(word @ ("and" | "or" | "xor")) => {
            (format!("`{word}` is a function."), format!("Write {word}(a, b)."))
        }
        token => (
            format!("Something is missing before {token}."),
            "Put an operator or a comma between two values.".to_owned(),
        ),
    };
    Fault::new(span, message).hint(hint)
}

/// The fault where a value should start and none does.
pub(super) fn no_value(token: &Token<'_>, span: Span) -> Fault {
    match token {
        Token::End => Fault::new(span, "A value is missing at the end.")
            .hint("Write a cell's name, a call such as sha256(message), \"text\", 0x00ff or 12."),
        token => Fault::new(span, format!("Here stands {token}, where a value was expected."))
            .hint("A value is a cell's name, a call, a text, bytes or a number."),
    }
}

/// The fault of a bracket without its partner.
pub(super) fn unclosed(open: Span) -> Fault {
    Fault::new(open, "This bracket is never closed.").hint("Close it where its content ends.")
}

/// The fault of a word that stands where only a name can.
pub(super) fn reserved(word: &str, span: Span) -> Fault {
    let hint = match word {
        "div" | "mod" => format!("It stands between two integers: a {word} b."),
        "if" => "Write if(condition, value if true, value if false).".to_owned(),
        "input" => "Write input(\"abc\") for a cell that can be edited.".to_owned(),
        "before" => "Write before.digest for the digest as it was.".to_owned(),
        "last" => "It counts inside an address: digest@block[last]. To cut at the end: x[length(x) - 4..].".to_owned(),
        _ => "Choose another name.".to_owned(),
    };
    Fault::new(span, format!("`{word}` has a meaning of its own and is no name.")).hint(hint)
}

/// The fault of a character that begins nothing.
pub(super) fn foreign(c: char, span: Span) -> Fault {
    let hint = match c {
        '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '`' => {
            "Text stands between straight quotes: \"text\"."
        }
        '/' => "Division of integers is written `a div b`; an address follows an `@`.",
        '%' => "The remainder is written `a mod b`.",
        '&' => "Write and(a, b).",
        '|' => "Write or(a, b); bytes are joined with `++`.",
        '^' | '⊕' => "Write xor(a, b).",
        '!' | '~' => "Write not(a); unequal is `!=`.",
        '×' | '·' => "Multiplication is written `*`.",
        '−' | '–' | '—' => "A minus is written `-`.",
        '≤' => "Write `<=`.",
        '≥' => "Write `>=`.",
        '≠' => "Write `!=`.",
        _ => "Remove it.",
    };
    Fault::new(span, format!("{} has no meaning here.", shown(c))).hint(hint)
}

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
