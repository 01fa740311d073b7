//! What is said where a token stands in the wrong place, and what to write instead.

use num_bigint::BigInt;

use super::lex::Token;
use super::{Expr, Fault, Kind, Span};
use crate::functions::function;
use crate::run::suggest::did_you_mean;

/// The token before one that stands in the wrong place, as far as advice needs it.
#[derive(Debug, Default)]
pub(super) enum Before<'s> {
    /// A number.
    Int(BigInt),
    /// A name, a keyword, or an operator made of letters.
    Word(&'s str),
    /// A minus behind a name.
    Minus(&'s str),
    /// A number behind a name and a minus, as in `SHA-256`.
    Numbered(&'s str, BigInt),
    /// Anything else.
    #[default]
    Other,
}

impl<'s> Before<'s> {
    /// The state behind a token.
    pub(super) fn of(token: &Token<'s>, before: Before<'s>) -> Self {
        match (token, before) {
            (Token::Int(number), Before::Minus(word)) => Before::Numbered(word, number.clone()),
            (Token::Int(number), _) => Before::Int(number.clone()),
            (Token::Word(word), _) => Before::Word(word),
            (Token::Sign("-"), Before::Word(word)) => Before::Minus(word),
            _ => Before::Other,
        }
    }
}

/// The units that may be written behind a number, and how much each stands for.
const UNITS: [(&str, u64); 12] = [
    ("bit", 1),
    ("bits", 1),
    ("byte", 1),
    ("bytes", 1),
    ("B", 1),
    ("s", 1),
    ("ms", 1),
    ("kB", 1_000),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
];

/// The message on a token before which something is missing.
pub(super) fn missing_before(token: &Token<'_>) -> String {
    format!("Something is missing before {token}.")
}

/// An expression as advice names it: `x` where it is no plain name.
pub(super) fn named(expr: &Expr) -> &str {
    match &expr.kind {
        Kind::Name(name) => name,
        _ => "x",
    }
}

/// The function that was meant by `SHA-256(…)`.
fn meant(word: &str, number: &BigInt) -> Option<String> {
    let name = format!("{word}{number}").to_lowercase();
    function(&name).is_ok().then_some(name)
}

/// The fault of a token that cannot follow a value. `before` is the token before it, and `rest` the text
/// behind it, where no bracket is open.
pub(super) fn after_value(token: &Token<'_>, span: Span, before: &Before<'_>, rest: &str) -> Fault {
    let unit = |word: &str| UNITS.into_iter().find(|(unit, _)| *unit == word);
    let (message, hint) = match (token, before) {
        (Token::Sign("("), Before::Numbered(word, number)) if meant(word, number).is_some() => {
            let function = meant(word, number).unwrap_or_default();
            ("The name of a function has no `-` in it.".to_owned(), format!("Did you mean `{function}`?"))
        }
        (Token::Sign("."), Before::Word(word)) if did_you_mean(word, ["before"]).is_some() => {
            ("A single dot has no meaning here.".to_owned(), "Did you mean `before.`?".to_owned())
        }
        (Token::Sign("**"), _) => {
            ("There is no operator for powers.".to_owned(), "Multiply, or write modpow(a, b, m).".to_owned())
        }
        (Token::Sign(","), Before::Int(number)) if is_thousands(rest) => {
            let digits = rest.trim_start().get(..3).unwrap_or_default();
            ("A number has no comma in it.".to_owned(), format!("Write {number}_{digits}."))
        }
        (Token::Word(word), Before::Int(number)) if let Some((_, factor)) = unit(word) => {
            ("A number has no unit here.".to_owned(), format!("Write {}.", number * factor))
        }
        (Token::Word(word), _) if unit(word).is_some() => {
            ("A number has no unit here.".to_owned(), format!("Take `{word}` away."))
        }
        (Token::Word(_) | Token::Int(_) | Token::Bytes(_) | Token::Text(_), Before::Word("not")) => {
            ("`not` is a function.".to_owned(), "Write not(a).".to_owned())
        }
        (Token::Word(word), _) if is_assigned(rest) => {
            (format!("The cell `{word}` does not begin its line."), "Each cell stands on a line of its own.".to_owned())
        }
        (token, _) => elsewhere(token),
    };
    Fault::new(span, message).hint(hint)
}

/// Whether three digits follow a comma, and no more.
fn is_thousands(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3
}

/// Whether a word is followed by the `=` of a cell.
fn is_assigned(rest: &str) -> bool {
    let rest = rest.trim_start_matches(' ');
    rest.starts_with('=') && !rest.starts_with("==")
}

/// The sentence on a token that cannot follow a value, whatever that is.
fn elsewhere(token: &Token<'_>) -> (String, String) {
    match token {
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
        token => (missing_before(token), "Put an operator or a comma between two values.".to_owned()),
    }
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
