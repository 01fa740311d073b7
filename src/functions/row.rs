//! What a row of the table says.

use super::{Arguments, Counterpart};
use crate::run::{Budget, Error, Path, Run, Type, Value, advised};
use std::fmt;
use std::sync::Arc;

/// The families of functions, as the table, `list` and the help screen group them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Bytes, text and lists.
    Bytes,
    /// Integers and truth values.
    Integers,
    /// Hash functions.
    Hash,
    /// Message authentication codes.
    Mac,
    /// Ciphers of one block, and streams.
    Cipher,
    /// Ways to use a block cipher on a message.
    Mode,
    /// Key exchange, and the groups below it.
    Exchange,
    /// Signatures.
    Signature,
}
impl Family {
    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Family::Bytes => "bytes, text and lists",
            Family::Integers => "integers and truth values",
            Family::Hash => "hash functions",
            Family::Mac => "message authentication codes",
            Family::Cipher => "ciphers: one block, or a stream",
            Family::Mode => "modes of block ciphers",
            Family::Exchange => "key exchange and its groups",
            Family::Signature => "signatures",
        }
    }
}

/// A row of the table.
pub struct Function {
    /// The name in expressions.
    pub name: &'static str,
    /// The name in prose.
    pub title: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// The family.
    pub family: Family,
    /// The specification, with its section.
    pub spec: &'static str,
    /// The parameters, those with a default last.
    pub parameters: &'static [Parameter],
    /// The type of what it gives; nothing where that is its arguments' kind.
    pub result: Option<Type>,
    /// Who computes it a second time.
    pub vetted: Counterpart,
    /// Calls that show it, as expressions.
    pub examples: &'static [&'static str],
    /// Builds the run of a call whose arguments have been checked against the parameters.
    pub make: fn(&Context, &Arguments) -> Result<Run, Fault>,
}

/// The surroundings of a call.
pub struct Context<'a> {
    /// The address of the run.
    pub at: Path,
    /// The work that may be done on the spot, for a function whose shape depends on what its arguments say.
    pub budget: &'a Budget<'a>,
}

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
}

/// The value of a parameter that is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// Bytes.
    Bytes(&'static [u8]),
    /// A text.
    Text(&'static str),
    /// An integer.
    Int(i64),
    /// A truth value.
    Bool(bool),
}
impl Default {
    /// As a value.
    pub fn value(self) -> Value {
        match self {
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
            Default::Int(value) => write!(f, "{value}"),
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
    /// An integer of so many bits at most, its sign not counted.
    Bits(u64),
    /// One of some texts.
    OneOf(fn() -> Vec<&'static str>),
}

impl Parameter {
    /// A parameter of these kinds that must be given.
    pub const fn new(name: &'static str, kinds: &'static [Type], help: &'static str) -> Parameter {
        Parameter { name, kinds, help, default: None, limits: Limits::None }
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
    /// The same within limits.
    pub const fn within(self, limits: Limits) -> Parameter {
        Parameter { limits, ..self }
    }
}

impl Function {
    /// Checks a call's arguments against the parameters and builds its run.
    ///
    /// # Errors
    /// A fault that names the argument; [`FaultKind::Waiting`] where an argument must be computed or read first.
    pub fn call(&self, context: &Context, given: Vec<(Option<&str>, Value)>) -> Result<(Run, Arguments), Fault> {
        let arguments = Arguments::bind(self, given, context.budget)?;
        let inputs = || arguments.values().map(|(name, value)| (name, value.clone())).collect();
        match (self.make)(context, &arguments) {
            Ok(mut run) => {
                run.inputs = inputs();
                Ok((run, arguments))
            }
            Err(mut fault) => {
                if fault.kind == FaultKind::Rejected {
                    let run = fault.run.get_or_insert_with(|| Arc::new(Run::new(&context.at, self.name)));
                    Arc::make_mut(run).inputs = inputs();
                }
                Err(fault)
            }
        }
    }
    /// `hmac(key, message; hash: "sha256")`.
    pub fn signature(&self) -> String {
        let parameter = |(i, p): (usize, &Parameter)| {
            let opens = p.default.is_some() && i > 0 && self.parameters[i - 1].default.is_none();
            let before = if i == 0 {
                ""
            } else if opens {
                "; "
            } else {
                ", "
            };
            match p.default {
                Some(default) => format!("{before}{}: {default}", p.name),
                None => format!("{before}{}", p.name),
            }
        };
        let list: String = self.parameters.iter().enumerate().map(parameter).collect();
        format!("{}({list})", self.name)
    }
}

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
