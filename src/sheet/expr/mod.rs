//! Expressions: the small language of lessons, the command line and the formula bar.
//!
//! This is syntax alone. What a function does, which functions there are and what a cell is
//! worth is for others to know; here a text becomes an [`Expr`], or a [`Fault`] that says
//! where it went wrong and what to write instead, and an [`Expr`] becomes a text again.
//!
//! ```text
//! comparison = joined [ ("<" | "<=" | ">" | ">=" | "==" | "!=") joined ]
//! joined     = sum *( "++" sum )
//! sum        = product *( ("+" | "-") product )
//! product    = signed *( ("*" | "div" | "mod") signed )
//! signed     = "-" signed | postfix
//! postfix    = primary *( "@" address | "[" index "]" | "[" [from] ".." [to] "]" )
//! primary    = text | bytes | integer | "true" | "false" | list | name
//!            | function "(" [ argument *( "," argument ) ] ")"
//!            | "if" "(" expr "," expr "," expr ")" | "(" expr ")"
//! argument   = [ name ":" ] expr
//! ```
//!
//! `"text"` knows the escapes `\"`, `\\`, `\n`, `\t` and `\u{3a3}`; `0x0bad_cafe` and
//! `b64"C63K/g"` are bytes; `1_000` is an integer; `#` starts a comment. An address reaches
//! as far as it can, so `(x@pad)[0..4]` needs its parentheses. Operators are calls of the
//! functions they stand for ([`Form`] remembers the spelling); `-x` is `subtract(0, x)`.
//!
//! A sheet is a line `name = expression` for each cell ([`parse_sheet`]). An expression goes
//! on over several lines while a bracket is open.

mod error;
mod lex;
mod literal;
mod parse;
mod print;
mod sheet;
mod walk;

use num_bigint::BigInt;

use crate::run::address::Address;
pub use crate::run::address::Span;

pub use error::Fault;
pub use parse::parse;
pub use sheet::{Line, parse_sheet};
pub use walk::{addresses, calls, children, names, rename};

/// Words with a meaning of their own, which cannot be names of cells.
pub const RESERVED: [&str; 9] = ["true", "false", "div", "mod", "if", "input", "before", "last", "as"];

/// The longest name of a cell, function or parameter, in bytes of UTF-8.
pub const MAX_NAME: usize = 64;

/// The longest integer that can be written, in decimal digits. RSA with 16,384 bits has 4,933.
pub const MAX_DIGITS: usize = 16_384;

/// How large an expression may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How deep brackets, calls and signs may lie in each other, and how many `@` and brackets
    /// may follow each other. A chain of operators, read from the left, lies on one level.
    pub depth: usize,
    /// How many literals, names, operators and calls there may be. A tree is never higher than
    /// this, so it must be small enough for whoever walks one recursively.
    pub nodes: usize,
    /// The length of a text or of bytes, as a value and not as it is spelled.
    pub literal_bytes: usize,
}

impl Default for Limits {
    /// The limits for a lesson.
    fn default() -> Self {
        Self { depth: 32, nodes: 512, literal_bytes: 64 * 1024 }
    }
}

/// An expression and where it stands in its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// Its bytes in the source, without parentheses around it.
    pub span: Span,
    /// Its kind.
    pub kind: Kind,
}

/// The kind of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `"text"`
    Text(String),
    /// `0x0badcafe` or `b64"…"`
    Bytes(Vec<u8>),
    /// `1_000`, or `-1` where a sign stands directly before the digits
    Int(BigInt),
    /// `true` or `false`
    Bool(bool),
    /// `[5, 1]`
    List(Vec<Expr>),
    /// A cell, or with `before.` in front the cell as it was before a change.
    Name(String),
    /// `digest@block[0]/T1[0]`: a value met while the base was computed.
    At {
        /// The computed value.
        base: Box<Expr>,
        /// The name of the value there; it may be a pattern.
        address: Address,
        /// Where the address stands, the `@` left out.
        address_span: Span,
    },
    /// `token[1..9]`
    Slice {
        /// The value that is cut.
        base: Box<Expr>,
        /// The first place kept; from the start where it is missing.
        from: Option<Box<Expr>>,
        /// The first place left out; to the end where it is missing.
        to: Option<Box<Expr>>,
    },
    /// `list[0]`
    Item {
        /// The list.
        base: Box<Expr>,
        /// Which of its items, from 0.
        index: Box<Expr>,
    },
    /// `hmac(key, message, hash: "sha256")`, and every operator.
    Call {
        /// The function's name.
        function: String,
        /// Where the name or the operator stands.
        function_span: Span,
        /// The arguments as written; those with a name come last, none twice.
        arguments: Vec<Argument>,
        /// How it is spelled.
        form: Form,
    },
}

/// One argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The parameter it is for, if it says so, and where.
    pub name: Option<(String, Span)>,
    /// Its value.
    pub value: Expr,
}

impl From<Expr> for Argument {
    fn from(value: Expr) -> Self {
        Self { name: None, value }
    }
}

/// How a call is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `add(a, b)`
    Named,
    /// `a + b`
    Infix(Operator),
    /// `-a`, which is `subtract(0, a)`; the zero has the place of the sign.
    Minus,
    /// `if(c, a, b)`, which is `choose(c, a, b)`
    If,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the function it stands for")]
pub enum Operator {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Same,
    Different,
    Concat,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

impl Operator {
    /// All of them, the loosest first.
    pub const ALL: [Operator; 12] = [
        Operator::Less,
        Operator::LessEqual,
        Operator::Greater,
        Operator::GreaterEqual,
        Operator::Same,
        Operator::Different,
        Operator::Concat,
        Operator::Add,
        Operator::Subtract,
        Operator::Multiply,
        Operator::Divide,
        Operator::Modulo,
    ];

    /// The sign, the function that it calls, and how tightly it binds.
    const fn row(self) -> (&'static str, &'static str, Binding) {
        match self {
            Operator::Less => ("<", "less", Binding::Comparison),
            Operator::LessEqual => ("<=", "less_equal", Binding::Comparison),
            Operator::Greater => (">", "greater", Binding::Comparison),
            Operator::GreaterEqual => (">=", "greater_equal", Binding::Comparison),
            Operator::Same => ("==", "same", Binding::Comparison),
            Operator::Different => ("!=", "different", Binding::Comparison),
            Operator::Concat => ("++", "concat", Binding::Joined),
            Operator::Add => ("+", "add", Binding::Sum),
            Operator::Subtract => ("-", "subtract", Binding::Sum),
            Operator::Multiply => ("*", "multiply", Binding::Product),
            Operator::Divide => ("div", "divide", Binding::Product),
            Operator::Modulo => ("mod", "modulo", Binding::Product),
        }
    }

    /// As it is written: `+`, `div`, `==`.
    pub const fn sign(self) -> &'static str {
        self.row().0
    }

    /// The function that it calls: `add`, `divide`, `same`.
    pub const fn function(self) -> &'static str {
        self.row().1
    }

    const fn binding(self) -> Binding {
        self.row().2
    }
}

/// How tightly an expression holds together, the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Comparison,
    Joined,
    Sum,
    Product,
    Signed,
    Postfix,
}

impl Binding {
    /// The binding that the right operand of an operator must at least have.
    const fn tighter(self) -> Self {
        match self {
            Binding::Comparison => Binding::Joined,
            Binding::Joined => Binding::Sum,
            Binding::Sum => Binding::Product,
            Binding::Product => Binding::Signed,
            Binding::Signed | Binding::Postfix => Binding::Postfix,
        }
    }
}
