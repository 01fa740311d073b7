//! What is said where a token stands in the wrong place, and what to write instead.

use super::lex::Token;
use super::{Fault, Span};

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
