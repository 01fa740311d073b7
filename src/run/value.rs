//! Values: what cells hold and functions take and give.

use super::{Budget, Error, Part, Rope, Source};
use num_bigint::{BigInt, Sign};
use std::sync::Arc;

/// A value. Its bytes are a rope, so that it knows where each of them comes from.
#[derive(Clone, Debug)]
pub enum Value {
    /// Bytes.
    Bytes(Rope),
    /// Text, as UTF-8 bytes.
    Text(Rope),
    /// An integer of any size: its magnitude, most significant byte first, and whether it is negative.
    Int {
        /// The magnitude.
        magnitude: Rope,
        /// Whether it is below zero.
        negative: bool,
    },
    /// A truth value: one byte, 0 or 1.
    Bool(Rope),
    /// A list, shared by all that hold it.
    List(Arc<[Value]>),
}

/// The type of a value, without the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Bytes.
    Bytes,
    /// Text.
    Text,
    /// An integer.
    Int,
    /// A truth value.
    Bool,
    /// A list.
    List,
}
impl Type {
    /// In one word, as tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Type::Bytes => "bytes",
            Type::Text => "text",
            Type::Int => "int",
            Type::Bool => "bool",
            Type::List => "list",
        }
    }
    /// With its article, as a sentence about a mistake says it.
    pub fn phrase(self) -> &'static str {
        match self {
            Type::Bytes => "bytes",
            Type::Text => "a text",
            Type::Int => "an integer",
            Type::Bool => "a truth value",
            Type::List => "a list",
        }
    }
}

/// The name of bytes that stand in an expression.
pub const LITERAL: &str = "literal";
/// The name of a text that stands in an expression.
pub const TEXT: &str = "text";

impl Value {
    /// Constant bytes of an expression.
    pub fn bytes(bytes: &[u8]) -> Value {
        Value::Bytes(Rope::constant(LITERAL, bytes))
    }
    /// A constant text of an expression.
    pub fn text(text: &str) -> Value {
        Value::Text(Rope::constant(TEXT, text.as_bytes()))
    }
    /// A constant integer of an expression.
    pub fn int(value: impl Into<BigInt>) -> Value {
        let value = value.into();
        let magnitude = Rope::constant(LITERAL, &value.magnitude().to_bytes_be());
        Value::Int { magnitude, negative: value.sign() == Sign::Minus }
    }
    /// A constant truth value.
    pub fn bool(value: bool) -> Value {
        Value::Bool(Rope::constant(LITERAL, &[value as u8]))
    }
    /// A list of these.
    pub fn list(items: Vec<Value>) -> Value {
        Value::List(items.into())
    }
    /// How many values it is, those in its lists counted as often as they stand there; counted up to `most` and one
    /// more.
    pub fn count(&self, most: usize) -> usize {
        let Value::List(items) = self else { return 1 };
        items.iter().fold(1, |count, item| if count > most { count } else { count + item.count(most - count) })
    }
    /// Its type.
    pub fn kind(&self) -> Type {
        match self {
            Value::Bytes(_) => Type::Bytes,
            Value::Text(_) => Type::Text,
            Value::Int { .. } => Type::Int,
            Value::Bool(_) => Type::Bool,
            Value::List(_) => Type::List,
        }
    }
    /// The bytes behind it; a list has none of its own.
    pub fn rope(&self) -> Option<&Rope> {
        match self {
            Value::Bytes(rope) | Value::Text(rope) | Value::Bool(rope) => Some(rope),
            Value::Int { magnitude, .. } => Some(magnitude),
            Value::List(_) => None,
        }
    }
    /// The bytes of a string of bytes or of a text; all else is taken as a whole.
    pub fn string(&self) -> Option<&Rope> {
        match self {
            Value::Bytes(rope) | Value::Text(rope) => Some(rope),
            Value::Int { .. } | Value::Bool(_) | Value::List(_) => None,
        }
    }
    /// Whether another value is the same: of one kind and, as far as both can be read, alike. The very same bytes in
    /// memory are not read again.
    pub fn is_same(&self, other: &Value) -> bool {
        if let (Value::List(a), Value::List(b)) = (self, other) {
            return a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.is_same(b));
        }
        let negative = |value: &Value| matches!(value, Value::Int { negative: true, .. });
        if self.kind() != other.kind() || negative(self) != negative(other) {
            return false;
        }
        let (Some(a), Some(b)) = (self.rope(), other.rope()) else { return false };
        a.is_the_very(b) || a.len() == b.len() && matches!((a.to_vec(), b.to_vec()), (Ok(a), Ok(b)) if a == b)
    }
    /// Computes it, as far as the budget goes.
    pub fn finish(&self, budget: &Budget) -> Result<(), Error> {
        match self {
            Value::List(items) => {
                // Thousands of numbers may be from one part.
                let mut finished: Option<&Arc<dyn Part>> = None;
                items.iter().try_for_each(|item| {
                    let part = item.rope().and_then(Rope::part);
                    let is_finished = part.zip(finished).is_some_and(|(part, other)| Arc::ptr_eq(part, other));
                    finished = part;
                    if is_finished { Ok(()) } else { item.finish(budget) }
                })
            }
            other => other.rope().map_or(Ok(()), |rope| rope.finish(budget)),
        }
    }
    /// The integer, if it is one.
    pub fn to_int(&self) -> Result<Option<BigInt>, Error> {
        let Value::Int { magnitude, negative } = self else { return Ok(None) };
        let sign = if *negative { Sign::Minus } else { Sign::Plus };
        Ok(Some(BigInt::from_bytes_be(sign, &magnitude.to_vec()?)))
    }
    /// The truth value, if it is one.
    pub fn to_bool(&self) -> Result<Option<bool>, Error> {
        let Value::Bool(rope) = self else { return Ok(None) };
        Ok(Some(rope.to_vec()?.iter().any(|b| *b != 0)))
    }
    /// The text, if it is one. Bytes that are not UTF-8 become U+FFFD, which a text made by this program never holds.
    pub fn to_text(&self) -> Result<Option<String>, Error> {
        let Value::Text(rope) = self else { return Ok(None) };
        Ok(Some(String::from_utf8_lossy(&rope.to_vec()?).into_owned()))
    }
    /// As one line, at most about `limit` characters of it: bytes in hexadecimal, text as it is, the rest as
    /// expressions write it. A longer value ends in `…`; only what is shown is read.
    pub fn show(&self, limit: usize) -> Result<String, Error> {
        let cut = |rope: &Rope, bytes: usize| {
            let len = rope.len().min(bytes as u64);
            rope.slice(0..len).to_vec().map(|b| (b, rope.len() > len))
        };
        let ended = |text: String, more: bool| if more { text + "…" } else { text };
        Ok(match self {
            Value::Bytes(rope) => {
                let (bytes, more) = cut(rope, limit / 2)?;
                ended(bytes.iter().map(|b| format!("{b:02x}")).collect(), more)
            }
            Value::Text(rope) => {
                let (bytes, more) = cut(rope, limit.saturating_mul(4))?;
                let text: String = String::from_utf8_lossy(&bytes).chars().take(limit).collect();
                let more = more || (text.len() as u64) < rope.len();
                ended(text, more)
            }
            Value::Int { magnitude, .. } if magnitude.len() > limit as u64 => {
                format!("an integer of {} bits", magnitude.len() * 8)
            }
            Value::Int { .. } => self.to_int()?.unwrap_or_default().to_string(),
            Value::Bool(_) => self.to_bool()?.unwrap_or_default().to_string(),
            Value::List(items) => {
                let mut out = String::from("[");
                for (i, item) in items.iter().enumerate() {
                    if out.len() > limit {
                        out.push('…');
                        break;
                    }
                    out.push_str(if i > 0 { ", " } else { "" });
                    let shown = item.show(limit.saturating_sub(out.len()).max(8))?;
                    match item {
                        Value::Text(_) => out.push_str(&format!("{shown:?}")),
                        Value::Bytes(_) => out.push_str(&format!("0x{shown}")),
                        _ => out.push_str(&shown),
                    }
                }
                out.push(']');
                out
            }
        })
    }
}
