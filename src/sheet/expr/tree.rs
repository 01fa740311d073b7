//! What an expression is made of.

use num_bigint::BigInt;

use crate::run::address::{Address, Span};

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

    pub(super) const fn binding(self) -> Binding {
        self.row().2
    }
}

/// How tightly an expression holds together, the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    Comparison,
    Joined,
    Sum,
    Product,
    Signed,
    Postfix,
}

impl Binding {
    /// The binding that the right operand of an operator must at least have.
    pub(super) const fn tighter(self) -> Self {
        match self {
            Binding::Comparison => Binding::Joined,
            Binding::Joined => Binding::Sum,
            Binding::Sum => Binding::Product,
            Binding::Product => Binding::Signed,
            Binding::Signed | Binding::Postfix => Binding::Postfix,
        }
    }
}
