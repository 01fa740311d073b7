//! Parameters of functions.

use super::{Arguments, Fault};
use crate::run::{Type, Value};
use std::fmt;

/// A parameter.
#[derive(Clone, Copy)]
pub struct Parameter {
    /// Its name, which is public.
    pub name: &'static str,
    /// The types it may have. Where bytes are wanted, a text means its UTF-8 bytes.
    pub kinds: &'static [Type],
    /// Its meaning, as a phrase.
    pub help: &'static str,
    /// Its value where it is not given.
    pub default: Option<Default>,
    /// The limits it must keep within.
    pub limits: Limits,
    /// The limits that it must keep within together with others.
    pub costs: &'static [Cost],
}

/// A limit on what several arguments cost together, held against before anything is built. Whoever is above it is told
/// of the parameter that names it.
pub struct Cost {
    /// The thing that is counted, as a phrase: `iterations over all blocks`.
    pub what: &'static str,
    /// How it is counted: `iterations · blocks`.
    pub formula: &'static str,
    /// The most there may be.
    pub most: u64,
    /// How many of it some arguments ask for.
    pub of: fn(&Arguments) -> Result<u128, Fault>,
}

/// The value of a parameter that is not given.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// Bytes.
    Bytes(&'static [u8]),
    /// A text.
    Text(&'static str),
    /// An integer.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// An integer that depends on the arguments before it, and how the signature writes it.
    Computed(i64, fn(&Arguments) -> i64),
}
impl Default {
    /// As a value, after these arguments.
    pub fn value(self, before: &Arguments) -> Value {
        match self {
            Default::Computed(_, value) => Value::int(value(before)),
            Default::Bytes(bytes) => Value::bytes(bytes),
            Default::Text(text) => Value::text(text),
            Default::Int(value) => Value::int(value),
            Default::Bool(value) => Value::bool(value),
        }
    }
}
/// As an expression writes it.
impl fmt::Display for Default {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Default::Bytes([]) => f.write_str("\"\""),
            Default::Bytes(bytes) => {
                f.write_str("0x")?;
                bytes.iter().try_for_each(|b| write!(f, "{b:02x}"))
            }
            Default::Text(text) => write!(f, "{text:?}"),
            Default::Int(value) | Default::Computed(value, _) => write!(f, "{value}"),
            Default::Bool(value) => write!(f, "{value}"),
        }
    }
}

/// The limits that an argument must keep within.
#[derive(Clone, Copy)]
pub enum Limits {
    /// Nothing but what it is.
    None,
    /// A length in bytes, from the first to the second, both meant.
    Length(u64, u64),
    /// A value, from the first to the second, both meant. Above the second is a limit, not a mistake.
    Range(i64, i64),
    /// A value, from the first to the second, both meant: there is nothing above.
    Only(i64, i64),
    /// An integer of so many bits at most, its sign not counted.
    Bits(u64),
    /// One of some texts.
    OneOf(fn() -> Vec<&'static str>),
}

impl Parameter {
    /// A parameter of these kinds that must be given.
    pub const fn new(name: &'static str, kinds: &'static [Type], help: &'static str) -> Parameter {
        Parameter { name, kinds, help, default: None, limits: Limits::None, costs: &[] }
    }
    /// Bytes.
    pub const fn bytes(name: &'static str, help: &'static str) -> Parameter {
        Parameter::new(name, &[Type::Bytes], help)
    }
    /// A text.
    pub const fn text(name: &'static str, help: &'static str) -> Parameter {
        Parameter::new(name, &[Type::Text], help)
    }
    /// An integer.
    pub const fn int(name: &'static str, help: &'static str) -> Parameter {
        Parameter::new(name, &[Type::Int], help)
    }
    /// A truth value.
    pub const fn bool(name: &'static str, help: &'static str) -> Parameter {
        Parameter::new(name, &[Type::Bool], help)
    }
    /// A value of any kind.
    pub const fn any(name: &'static str, help: &'static str) -> Parameter {
        Parameter::new(name, &[Type::Bytes, Type::Text, Type::Int, Type::Bool, Type::List], help)
    }
    /// The same with a default.
    pub const fn or(self, default: Default) -> Parameter {
        Parameter { default: Some(default), ..self }
    }
    /// The same within limits together with others.
    pub const fn costing(self, costs: &'static [Cost]) -> Parameter {
        Parameter { costs, ..self }
    }
    /// The same within limits.
    pub const fn within(self, limits: Limits) -> Parameter {
        Parameter { limits, ..self }
    }
}
