//! From characters to tokens, one at a time and only when asked.

use std::fmt;

use num_bigint::BigInt;
use winnow::LocatingSlice;
use winnow::combinator::opt;
use winnow::error::EmptyError;
use winnow::prelude::*;
use winnow::stream::{Location, Stream};
use winnow::token::{any, literal, take_while};

use super::literal::{base64, hexadecimal};
use super::{Fault, Limits, MAX_DIGITS, MAX_NAME, Span};
use crate::run::address::{Address, shown};

/// The message on a number such as `2nd`.
pub(super) const RUNS_INTO_LETTERS: &str = "A number cannot run into letters.";

/// The message on a text without its end.
pub(super) const NEVER_CLOSED: &str = "This text is never closed.";

/// Signs and brackets, those that begin with another before it.
const SIGNS: [&str; 21] =
    ["++", "**", "<=", ">=", "==", "!=", "..", "<", ">", "+", "-", "*", "(", ")", "[", "]", ",", ":", "@", "=", "."];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'s> {
    Text(String),
    Bytes(Vec<u8>),
    Int(BigInt),
    /// A name, a keyword, or an operator made of letters.
    Word(&'s str),
    Sign(&'static str),
    /// The end of the text, or in a sheet that of the line.
    End,
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Text(_) => f.write_str("a text"),
            Token::Bytes(_) => f.write_str("a byte string"),
            Token::Int(_) => f.write_str("a number"),
            Token::Word(word) => write!(f, "`{word}`"),
            Token::Sign(sign) => write!(f, "`{sign}`"),
            Token::End => f.write_str("the end"),
        }
    }
}

pub(super) struct Lexer<'s> {
    input: LocatingSlice<&'s str>,
    literal_bytes: usize,
    /// Whether a line ends an expression when no bracket is open.
    by_lines: bool,
    /// Where the brackets that are still open stand.
    open: Vec<usize>,
}

impl<'s> Lexer<'s> {
    pub(super) fn new(source: &'s str, limits: &Limits) -> Self {
        Self {
            input: LocatingSlice::new(source),
            literal_bytes: limits.literal_bytes,
            by_lines: false,
            open: Vec::new(),
        }
    }

    /// A reader of one cell of a sheet, which starts at byte `at`.
    pub(super) fn of_cell(source: &'s str, at: usize, limits: &Limits) -> Self {
        let mut lexer = Self::new(source, limits);
        lexer.input.next_slice(at);
        lexer.by_lines = true;
        lexer
    }

    /// How many bytes have been read.
    pub(super) fn at(&self) -> usize {
        self.input.current_token_start()
    }

    /// The text that has not been read.
    pub(super) fn rest(&self) -> &'s str {
        *self.input
    }

    /// The innermost bracket that is still open.
    pub(super) fn open_bracket(&self) -> Option<Span> {
        self.open.last().map(|&at| Span::new(at, at + 1))
    }

    /// The next token and where it stands.
    pub(super) fn token(&mut self) -> Result<(Token<'s>, Span), Fault> {
        self.skip();
        let start = self.at();
        let token = match self.rest().chars().next() {
            None | Some('\n') => Token::End,
            Some('"') => Token::Text(self.text(self.literal_bytes)?),
            Some(c) if c.is_ascii_digit() => self.number()?,
            Some(c) if c.is_alphabetic() || c == '_' => self.word()?,
            Some(c) => match SIGNS.into_iter().find(|sign| self.eat(sign)) {
                Some(sign) => Token::Sign(sign),
                None => return Err(foreign(c, Span::new(start, start + c.len_utf8()))),
            },
        };
        match token {
            Token::Sign("(" | "[") => self.open.push(start),
            Token::Sign(")" | "]") => {
                self.open.pop();
            }
            _ => {}
        }
        Ok((token, self.since(start)))
    }

    /// The longest address that stands here.
    pub(super) fn address(&mut self) -> Result<(Address, Span), Fault> {
        let start = self.at();
        let source = self.rest();
        match Address::prefix(source) {
            Ok((address, length)) => {
                self.input.next_slice(length);
                Ok((address, self.since(start)))
            }
            Err(error) => {
                let read = &source[..error.span.start];
                let in_brackets = read.rfind('[') > read.rfind(']');
                let fault = Fault::in_address(error, start);
                Err(match &fault.hint {
                    Some(hint) if in_brackets => {
                        let hint = format!("{hint} To cut or index the value: (x@pad)[0..4].");
                        fault.hint(hint)
                    }
                    _ => fault,
                })
            }
        }
    }

    /// Goes past spaces and comments, and past the ends of lines where they mean nothing.
    pub(super) fn skip(&mut self) {
        let stop_at_line = self.by_lines && self.open.is_empty();
        loop {
            self.take(|c| c.is_whitespace() && !(stop_at_line && c == '\n'));
            if !self.rest().starts_with('#') {
                break;
            }
            self.take(|c| c != '\n');
        }
    }

    fn number(&mut self) -> Result<Token<'s>, Fault> {
        let start = self.at();
        if self.eat("0x") {
            let digits = self.take(|c| c.is_alphanumeric() || c == '_');
            let bytes = hexadecimal(digits, start)?;
            self.limit(start, bytes.len(), self.literal_bytes)?;
            return Ok(Token::Bytes(bytes));
        }
        let digits = self.take(|c| c.is_ascii_digit() || c == '_').replace('_', "");
        let span = self.since(start);
        if digits.len() > MAX_DIGITS {
            return Err(Fault::new(span, format!("An integer has at most {MAX_DIGITS} digits."))
                .hint("Longer data is bytes: 0x…"));
        }
        let letters = self.take(|c| c.is_alphanumeric() || c == '_');
        if !letters.is_empty() {
            return Err(Fault::new(self.since(start), RUNS_INTO_LETTERS).hint(run_together(&digits, letters)));
        }
        let mut after = self.rest().chars();
        if after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit()) {
            return Err(Fault::new(span, "There are only whole numbers here.")
                .hint("Write an integer; a slice has two dots: x[1..9]."));
        }
        let integer = digits.parse().map_err(|_| Fault::new(span, "This is no number."))?;
        Ok(Token::Int(integer))
    }

    fn word(&mut self) -> Result<Token<'s>, Fault> {
        let start = self.at();
        let word = self.take(|c| c.is_alphanumeric() || c == '_');
        if word == "b64" && self.rest().starts_with('"') {
            let text = self.text(self.literal_bytes.div_ceil(3).saturating_mul(4))?;
            let bytes = base64(&text, self.since(start))?;
            self.limit(start, bytes.len(), self.literal_bytes)?;
            return Ok(Token::Bytes(bytes));
        }
        if self.rest().starts_with('"') {
            return Err(Fault::new(self.since(start), format!("`{word}` cannot stand before a text."))
                .hint("Write \"abc\" for a text, 0x616263 or b64\"YWJj\" for bytes."));
        }
        if word.len() > MAX_NAME {
            return Err(Fault::new(self.since(start), format!("A name has at most {MAX_NAME} bytes."))
                .hint("Choose a shorter name."));
        }
        Ok(Token::Word(word))
    }

    /// A text of at most `most` bytes.
    fn text(&mut self, most: usize) -> Result<String, Fault> {
        let start = self.at();
        self.eat("\"");
        let mut text = String::new();
        loop {
            text.push_str(self.take(|c| !matches!(c, '"' | '\\' | '\n')));
            self.limit(start, text.len(), most)?;
            if self.eat("\"") {
                return Ok(text);
            }
            if !self.eat("\\") {
                return Err(Fault::new(Span::new(start, start + 1), NEVER_CLOSED)
                    .hint("Put a `\"` at its end; a new line inside is written \\n."));
            }
            text.push(self.escape()?);
        }
    }

    /// The character that a backslash and what follows it mean.
    fn escape(&mut self) -> Result<char, Fault> {
        let start = self.at() - 1;
        match any::<_, EmptyError>.parse_next(&mut self.input) {
            Ok(c @ ('"' | '\\')) => return Ok(c),
            Ok('n') => return Ok('\n'),
            Ok('t') => return Ok('\t'),
            Ok('u') if self.eat("{") => {
                let digits = self.take(|c| c.is_ascii_hexdigit());
                let closed = self.eat("}");
                let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                if let (Some(c), true) = (character, closed) {
                    return Ok(c);
                }
                return Err(Fault::new(self.since(start), "This names no character.")
                    .hint("Write its Unicode number in hexadecimal: \\u{3a3} is Σ."));
            }
            Ok(_) | Err(_) => {}
        }
        Err(Fault::new(Span::new(start, start + 1), "A backslash starts no escape here.")
            .hint("There are \\\", \\\\, \\n, \\t and \\u{3a3}; a backslash itself is \\\\."))
    }

    fn limit(&self, start: usize, length: usize, most: usize) -> Result<(), Fault> {
        if length <= most {
            return Ok(());
        }
        Err(Fault::new(self.since(start), format!("A literal has at most {} bytes.", self.literal_bytes))
            .hint("Write less of it, or repeat() what repeats."))
    }

    fn since(&self, start: usize) -> Span {
        Span::new(start, self.at())
    }

    fn eat(&mut self, sign: &'static str) -> bool {
        opt::<_, _, EmptyError, _>(literal(sign)).parse_next(&mut self.input).is_ok_and(|found| found.is_some())
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'s str {
        take_while::<_, _, EmptyError>(0.., wanted).parse_next(&mut self.input).unwrap_or_default()
    }
}

/// How a text is quoted.
pub const STRAIGHT: &str = "Text stands between straight quotes: \"text\".";

/// Whether a character is a quote that other programs, or other languages, put around a text.
pub fn is_other_quote(c: char) -> bool {
    matches!(c, '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '`')
}

/// The remedy for a number that runs into letters.
fn run_together(digits: &str, letters: &str) -> String {
    let bases = [("b", 2), ("B", 2), ("o", 8), ("O", 8)].into_iter().filter(|_| digits == "0");
    let in_base =
        |(mark, base): (&str, u32)| u64::from_str_radix(&letters.strip_prefix(mark)?.replace('_', ""), base).ok();
    match (letters.strip_prefix('X').filter(|_| digits == "0"), bases.filter_map(in_base).next()) {
        (Some(hexadecimal), _) => format!("Write 0x{hexadecimal}, with a small x."),
        (None, Some(value)) => format!("Write {value}: in a sheet a number stands in decimal digits."),
        (None, None) => format!("Bytes start with 0x: 0x{digits}{letters}. A name starts with a letter."),
    }
}

/// The fault of a character that begins nothing.
fn foreign(c: char, span: Span) -> Fault {
    if c == '\'' {
        return Fault::new(span, "In a sheet a text stands in double quotes.").hint("Write \"text\".");
    }
    if is_other_quote(c) {
        return Fault::new(span, "This quote is none of the straight ones.").hint(STRAIGHT);
    }
    let hint = match c {
        '/' => "Division of integers is written `a div b`; an address follows an `@`; a remark begins with `#`.",
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
        ';' => "Write a comma: in a list of parameters a semicolon stands before those that may be left out.",
        '?' => "Write if(condition, value if true, value if false).",
        _ => "Remove it.",
    };
    Fault::new(span, format!("{} has no meaning here.", shown(c))).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, parse};
    use super::*;

    fn read(source: &str) -> Result<Kind, Fault> {
        parse(source, &Limits::default()).map(|expr| expr.kind)
    }

    #[test]
    fn texts_have_escapes() {
        for (source, text) in [
            (r#""""#, ""),
            (r#""naïve # no comment""#, "naïve # no comment"),
            (r#""a\"b\\c\nd\te""#, "a\"b\\c\nd\te"),
            (r#""\u{3a3}\u{1F600}\u{0}""#, "Σ😀\0"),
        ] {
            assert_eq!(read(source), Ok(Kind::Text(text.to_owned())), "{source}");
        }
    }

    #[test]
    fn integers_have_any_size() {
        for (source, digits) in [
            ("0", "0"),
            ("1_000", "1000"),
            ("007", "7"),
            ("-42", "-42"),
            ("340282366920938463463374607431768211457", "340282366920938463463374607431768211457"),
        ] {
            assert_eq!(read(source), Ok(Kind::Int(digits.parse().unwrap())), "{source}");
        }
        assert!(read(&"9".repeat(MAX_DIGITS)).is_ok());
    }

    #[test]
    fn every_mistake_is_named_where_it_is() {
        let digits = "9".repeat(MAX_DIGITS + 1);
        let name = "a".repeat(MAX_NAME + 1);
        for (source, wrong, message) in [
            ("\"abc", "\"", "This text is never closed."),
            ("\"abc\n\"", "\"", "This text is never closed."),
            (r#""a\x""#, "\\", "A backslash starts no escape here."),
            (r#""a\"#, "\\", "A backslash starts no escape here."),
            (r#""\u{}""#, r"\u{}", "This names no character."),
            (r#""\u{d800}""#, r"\u{d800}", "This names no character."),
            (r#""\u{110000}""#, r"\u{110000}", "This names no character."),
            (r#""\u{3a3""#, r"\u{3a3", "This names no character."),
            (r#""\u3a3""#, "\\", "A backslash starts no escape here."),
            ("12ab", "12ab", "A number cannot run into letters."),
            ("1.5", "1", "There are only whole numbers here."),
            (&digits, &digits, "An integer has at most 16384 digits."),
            (&name, &name, "A name has at most 64 bytes."),
            ("a / b", "/", "`/` has no meaning here."),
            ("a % b", "%", "`%` has no meaning here."),
            ("'abc'", "'", "In a sheet a text stands in double quotes."),
            ("“abc”", "“", "This quote is none of the straight ones."),
            ("b\"abc\"", "b", "`b` cannot stand before a text."),
            ("a ^ b", "^", "`^` has no meaning here."),
            ("\u{7}", "\u{7}", "The character U+0007 has no meaning here."),
        ] {
            let fault = read(source).unwrap_err();
            assert_eq!(fault.message, message, "{source}");
            assert_eq!(&source[fault.span.range()], wrong, "{source}");
            assert!(fault.hint.is_some(), "{source}");
        }
    }

    #[test]
    fn foreign_signs_have_their_own_advice() {
        for (source, advice) in [
            ("‘a’", "straight quotes"),
            ("a / b", "a div b"),
            ("a % b", "a mod b"),
            ("a & b", "and(a, b)"),
            ("a | b", "or(a, b)"),
            ("a ⊕ b", "xor(a, b)"),
            ("!a", "not(a)"),
            ("a × b", "`*`"),
            ("a − b", "`-`"),
            ("a ≤ b", "`<=`"),
            ("a ≥ b", "`>=`"),
            ("a ≠ b", "`!=`"),
            ("a; b", "Write a comma"),
            ("a ? b : c", "if(condition,"),
            ("0XFF", "Write 0xFF,"),
            ("0b101", "Write 5:"),
            ("0o17", "Write 15:"),
            ("0b102", "0x0b102"),
        ] {
            let hint = read(source).unwrap_err().hint.unwrap_or_default();
            assert!(hint.contains(advice), "{source}: {hint}");
        }
    }

    #[test]
    fn literals_have_a_limit_that_a_caller_may_raise() {
        let narrow = Limits { literal_bytes: 4, ..Limits::default() };
        for (within, beyond) in [
            ("\"abcd\"", "\"abcde\""),
            ("\"\\n\\n\\n\\n\"", "\"\\n\\n\\n\\n\\n\""),
            ("0x00_11_22_33", "0x0011223344"),
            ("b64\"AAAAAA\"", "b64\"AAAAAAAA\""),
        ] {
            assert!(parse(within, &narrow).is_ok(), "{within}");
            let fault = parse(beyond, &narrow).unwrap_err();
            assert_eq!(fault.message, "A literal has at most 4 bytes.", "{beyond}");
            assert!(fault.hint.is_some());
            assert!(parse(beyond, &Limits::default()).is_ok(), "{beyond}");
        }
        let wide = Limits { literal_bytes: 1 << 20, ..Limits::default() };
        let text = format!("\"{}\"", "a".repeat(1 << 20));
        assert!(parse(&text, &wide).is_ok());
        assert!(parse(&text, &Limits::default()).is_err());
    }
}
