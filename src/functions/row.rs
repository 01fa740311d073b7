//! What a row of the table says.

use super::{Arguments, Counterpart, Fault, Parameter};
use crate::run::{Budget, Path, Run, Type};

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
    /// Key derivation.
    Kdf,
    /// Passwords as they are stored.
    Password,
    /// Texts with a signature behind them.
    Token,
    /// Generators of numbers that look random.
    Random,
    /// Ciphers of one block, and streams.
    Cipher,
    /// Ways to use a block cipher on a message.
    Mode,
    /// Authenticated encryption.
    Aead,
    /// Data at rest, as programs store it.
    Stored,
    /// Data in transit, as protocols send it.
    Transit,
    /// Key exchange, and the groups below it.
    Exchange,
    /// Signatures.
    Signature,
    /// Certificates and keys in files.
    Certificate,
    /// Attacks.
    Attack,
}
impl Family {
    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Family::Bytes => "bytes, text and lists",
            Family::Integers => "integers and truth values",
            Family::Hash => "hash functions",
            Family::Mac => "message authentication codes",
            Family::Kdf => "key derivation",
            Family::Password => "passwords as they are stored",
            Family::Token => "signed tokens",
            Family::Random => "generators of numbers",
            Family::Cipher => "ciphers: one block, or a stream",
            Family::Mode => "modes of block ciphers",
            Family::Aead => "authenticated encryption",
            Family::Stored => "data at rest",
            Family::Transit => "data in transit",
            Family::Exchange => "key exchange and its groups",
            Family::Signature => "signatures",
            Family::Certificate => "certificates and keys",
            Family::Attack => "attacks, to watch",
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
