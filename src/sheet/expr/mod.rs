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

mod advice;
mod error;
mod lex;
mod limits;
mod literal;
mod parse;
mod print;
mod sheet;
mod tree;
mod walk;

pub use crate::run::address::Span;

pub use error::Fault;
pub use lex::{STRAIGHT, is_other_quote};
pub use limits::{Limits, MAX_DIGITS, MAX_NAME, RESERVED};
pub use parse::parse;
pub use sheet::{Line, parse_sheet};
pub use tree::{Argument, Expr, Form, Kind, Operator};
pub use walk::{addresses, calls, children, names, rename};
