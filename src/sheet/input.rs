//! Inputs: what a learner may edit, and within which bounds.

use super::expr::{self, Kind, Limits};
use super::{Problem, ProblemKind};
use crate::run::address::Span;
use crate::run::{Path, Rope, Source, Type, Value};
use num_bigint::BigInt;

/// An editable cell: `input("abc", max: 4096, help: "Try your own name.")`.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its value at first, whose type is the input's.
    pub default: Value,
    /// The largest integer, or the greatest length in bytes.
    pub max: Option<u64>,
    /// The smallest integer, or the least length in bytes.
    pub min: Option<u64>,
    /// A hint what to try, for the one who edits.
    pub help: Option<String>,
    /// The only texts it may be; empty where there is a free choice.
    pub choose: Vec<String>,
    /// How many random bytes may be asked for.
    pub random: Option<u64>,
    /// Whether what is typed into it is kept from one day to the next.
    pub keep: bool,
}

/// How long an input may be where it says nothing.
const MAX_LENGTH: u64 = 8 << 20;

impl Input {
    /// Its type.
    pub fn kind(&self) -> Type {
        self.default.kind()
    }
    /// How many bytes it may have at most; nothing for integers and truth values.
    pub fn max_length(&self) -> u64 {
        self.max.unwrap_or(MAX_LENGTH)
    }
    /// How many bytes it has, where it may have no other number.
    fn fixed_length(&self) -> Option<u64> {
        self.min.filter(|_| self.min == self.max)
    }
    /// Whether a value may stand in it.
    ///
    /// # Errors
    /// A problem of kind [`ProblemKind::Input`] that says what may.
    pub(super) fn check(&self, value: &Value, span: Span) -> Result<(), Problem> {
        let no = |message: String| Err(Problem::new(ProblemKind::Input, span, message));
        if value.kind() != self.kind() {
            return no(format!("this input wants {}, and this is {}", self.kind().phrase(), value.kind().phrase()));
        }
        match value {
            Value::Int { .. } => {
                let int = value.to_int().map_err(|e| Problem::of(e, span))?.unwrap_or_default();
                match (self.min, self.max) {
                    (Some(min), _) if int < BigInt::from(min) => no(format!("this input is {min} at least")),
                    (_, Some(max)) if int > BigInt::from(max) => no(format!("this input is {max} at most")),
                    _ => Ok(()),
                }
            }
            Value::Bytes(rope) | Value::Text(rope) => {
                let most = self.max_length();
                if let Some(length) = self.fixed_length().filter(|length| *length != rope.len()) {
                    return no(format!("this input has {}, and this has {}", bytes_in_words(length), rope.len()));
                }
                if rope.len() > most {
                    return no(format!("this input has {} at most, and this has {}", bytes_in_words(most), rope.len()));
                }
                let least = self.min.unwrap_or(0);
                if rope.len() < least {
                    return no(format!(
                        "this input has {} at least, and this has {}",
                        bytes_in_words(least),
                        rope.len()
                    ));
                }
                if !self.choose.is_empty() {
                    let text = value.to_text().map_err(|e| Problem::of(e, span))?.unwrap_or_default();
                    if !self.choose.contains(&text) {
                        return no(format!("this input is one of: {}", self.choose.join(", ")));
                    }
                }
                Ok(())
            }
            Value::Bool(_) => Ok(()),
            Value::List(_) => no("a list cannot be an input".into()),
        }
    }
    /// The value that was typed, read by the input's type: a text as it stands; bytes as hexadecimal, or as an
    /// expression writes them; integers and truth values as an expression writes them.
    ///
    /// # Errors
    /// A problem that says how such a value is written.
    pub fn read(&self, typed: &str) -> Result<Value, Problem> {
        let span = Span::new(0, typed.len());
        let value = match self.kind() {
            Type::Text => Value::text(typed),
            Type::Bytes => Value::bytes(&bytes(typed, self.fixed_length())?),
            Type::Int | Type::Bool | Type::List => {
                let value = literal(typed.trim()).map_err(|problem| self.no_value(typed.trim(), problem))?;
                if value.kind() != self.kind() {
                    return Err(Problem::new(
                        ProblemKind::Input,
                        span,
                        format!("this input wants {}, and this is {}", self.kind().phrase(), value.kind().phrase()),
                    ));
                }
                value
            }
        };
        self.check(&value, span)?;
        Ok(value)
    }
    /// The problem of something that was typed and is no value: it says what is wanted instead, in no words about
    /// expressions, which nobody can write there.
    fn no_value(&self, typed: &str, problem: Problem) -> Problem {
        let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
        if typed.starts_with("0x") || is_number {
            return problem;
        }
        let span = Span::new(0, typed.len());
        let is_word = typed.starts_with(char::is_alphabetic) && typed.chars().all(|c| c.is_alphanumeric() || c == '_');
        let this = if is_word { ", and this is a word" } else { "" };
        let message = format!("this input wants {}{this}", self.kind().phrase());
        let example = if self.kind() == Type::Bool { "write true or false" } else { "write digits, such as 12" };
        Problem::new(ProblemKind::Input, span, message).hint(example)
    }
    /// How a value is written for [`Input::read`].
    pub fn write(value: &Value) -> String {
        value.show(usize::MAX / 8).unwrap_or_default()
    }
    /// The value with the learner's own input as its origin.
    pub(super) fn origin(value: &Value, cell: &str) -> Value {
        let rope = |rope: &Rope| rope.as_input(Path::new(cell)).unwrap_or_else(|_| rope.clone());
        match value {
            Value::Bytes(r) => Value::Bytes(rope(r)),
            Value::Text(r) => Value::Text(rope(r)),
            Value::Bool(r) => Value::Bool(rope(r)),
            Value::Int { magnitude, negative } => Value::Int { magnitude: rope(magnitude), negative: *negative },
            Value::List(items) => Value::List(items.clone()),
        }
    }
}

fn bytes_in_words(count: u64) -> String {
    if count == 1 { "1 byte".to_owned() } else { format!("{count} bytes") }
}

/// The bytes that are written, of which there must be so many, if that is fixed.
fn bytes(typed: &str, length: Option<u64>) -> Result<Vec<u8>, Problem> {
    let span = Span::new(0, typed.len());
    let trimmed = typed.trim();
    if trimmed.starts_with("0x") || trimmed.starts_with("b64\"") || trimmed.starts_with('"') {
        let value = literal(trimmed)?;
        return value.rope().map_or(Ok(vec![]), Rope::to_vec).map_err(|e| Problem::of(e, span));
    }
    let digits: String = trimmed.chars().filter(|c| !matches!(c, ' ' | '_' | ':')).collect();
    let pair = |i: usize| digits.get(2 * i..2 * i + 2).and_then(|d| u8::from_str_radix(d, 16).ok());
    let read: Option<Vec<u8>> = (0..digits.len() / 2).map(pair).collect();
    match read {
        Some(bytes) if digits.len().is_multiple_of(2) && digits.bytes().all(|b| b.is_ascii_hexdigit()) => Ok(bytes),
        _ => {
            let problem = Problem::new(ProblemKind::Input, span, "bytes are written as pairs of hexadecimal digits");
            Err(problem.hint(match length {
                Some(pairs) => format!("here {pairs} of them"),
                None => "put a text in quotes, as in \"abc\"".to_owned(),
            }))
        }
    }
}
fn literal(typed: &str) -> Result<Value, Problem> {
    let limits = Limits { literal_bytes: MAX_LENGTH as usize, ..Limits::default() };
    let parsed = expr::parse(typed, &limits)?;
    match parsed.kind {
        Kind::Text(text) => Ok(Value::text(&text)),
        Kind::Bytes(bytes) => Ok(Value::bytes(&bytes)),
        Kind::Int(value) => Ok(Value::int(value)),
        Kind::Bool(value) => Ok(Value::bool(value)),
        _ => Err(Problem::new(ProblemKind::Input, parsed.span, "this input wants a plain value, not an expression")),
    }
}
