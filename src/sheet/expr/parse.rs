//! From tokens to a tree.
//!
//! Operators are read by precedence climbing. The parser calls itself only where a bracket
//! opens or a sign stands, and counts how deep it is there, so no text overflows the stack.

mod values;

use num_bigint::{BigInt, Sign};

use super::advice::{Before, after_value, missing_before, named, unclosed};
use super::lex::{Lexer, Token};
use super::tree::Binding;
use super::{Expr, Fault, Form, Kind, Limits, Operator, Span};

/// Reads one expression, which fills the whole of `source`; lines may break anywhere.
///
/// # Errors
/// The first mistake, or the first limit passed.
pub fn parse(source: &str, limits: &Limits) -> Result<Expr, Fault> {
    let (expr, _) = Parser::new(Lexer::new(source, limits), limits).whole()?;
    Ok(expr)
}

/// An expression under construction.
struct Node {
    expr: Expr,
    /// Its place together with the parentheses around it.
    outer: Span,
    /// How many `@` and brackets follow each other in it, parentheses or not.
    chain: usize,
}

pub(super) struct Parser<'s> {
    lexer: Lexer<'s>,
    next: Option<(Token<'s>, Span)>,
    /// The token that went last, as far as advice needs it.
    before: Before<'s>,
    limits: Limits,
    depth: usize,
    nodes: usize,
}

impl<'s> Parser<'s> {
    pub(super) fn new(lexer: Lexer<'s>, limits: &Limits) -> Self {
        Self { lexer, next: None, before: Before::Other, limits: *limits, depth: 0, nodes: 0 }
    }

    pub(super) fn lexer(&self) -> &Lexer<'s> {
        &self.lexer
    }

    /// An expression and then the end, and the place it takes with its parentheses.
    pub(super) fn whole(&mut self) -> Result<(Expr, Span), Fault> {
        let node = self.comparison()?;
        match self.peek()? {
            (Token::End, _) => Ok((node.expr, node.outer)),
            (token, span) => {
                let (token, span) = (token.clone(), *span);
                Err(after_value(&token, span, &self.before, self.lexer.rest()))
            }
        }
    }

    /// The next token, which stays.
    pub(super) fn peek(&mut self) -> Result<&(Token<'s>, Span), Fault> {
        let next = match self.next.take() {
            Some(next) => next,
            None => self.lexer.token()?,
        };
        Ok(self.next.insert(next))
    }

    /// The next token, which goes.
    pub(super) fn advance(&mut self) -> Result<(Token<'s>, Span), Fault> {
        let next = match self.next.take() {
            Some(next) => next,
            None => self.lexer.token()?,
        };
        self.before = Before::of(&next.0, std::mem::take(&mut self.before));
        Ok(next)
    }

    fn at_sign(&mut self, sign: &str) -> Result<bool, Fault> {
        Ok(matches!(self.peek()?, (Token::Sign(found), _) if *found == sign))
    }

    /// Goes past a sign if it stands here.
    fn eat(&mut self, sign: &str) -> Result<Option<Span>, Fault> {
        if !self.at_sign(sign)? {
            return Ok(None);
        }
        Ok(Some(self.advance()?.1))
    }

    /// Goes past a sign that must stand here.
    fn expect(&mut self, sign: &str, expected: &str) -> Result<Span, Fault> {
        if let Some(span) = self.eat(sign)? {
            return Ok(span);
        }
        let (token, span) = self.peek()?.clone();
        if token == Token::End
            && let Some(open) = self.lexer.open_bracket()
        {
            return Err(unclosed(open));
        }
        let fault = after_value(&token, span, &self.before, "");
        if !matches!(token, Token::Sign(_)) && fault.message != missing_before(&token) {
            return Err(fault);
        }
        let message = format!("Here stands {token}, where {expected} was expected.");
        let fault = Fault { message, ..fault };
        Err(match token {
            Token::Sign("=") => {
                fault.hint("The name of an argument stands before a colon: hash: \"sha256\"; `==` compares.")
            }
            _ => fault,
        })
    }

    fn comparison(&mut self) -> Result<Node, Fault> {
        self.operators(Binding::Comparison)
    }

    /// Operands and the operators between them, none looser than `loosest`.
    fn operators(&mut self, loosest: Binding) -> Result<Node, Fault> {
        let mut left = self.signed()?;
        let mut compared = false;
        while let Some(operator) = self.operator()? {
            let binding = operator.binding();
            if binding < loosest {
                break;
            }
            let (_, function_span) = self.advance()?;
            if compared && binding == Binding::Comparison {
                return Err(Fault::new(function_span, "A comparison cannot be compared again.")
                    .hint("Put one of them in parentheses, or write if(a < b, b < c, false)."));
            }
            compared = binding == Binding::Comparison;
            let right = self.operators(binding.tighter())?;
            let span = left.outer.to(right.outer);
            let kind = Kind::Call {
                function: operator.function().to_owned(),
                function_span,
                arguments: vec![left.expr.into(), right.expr.into()],
                form: Form::Infix(operator),
            };
            left = self.node(span, kind)?;
        }
        Ok(left)
    }

    fn operator(&mut self) -> Result<Option<Operator>, Fault> {
        let (Token::Sign(sign) | Token::Word(sign), _) = self.peek()? else {
            return Ok(None);
        };
        let sign = *sign;
        Ok(Operator::ALL.into_iter().find(|known| known.sign() == sign))
    }

    fn signed(&mut self) -> Result<Node, Fault> {
        let Some(sign) = self.eat("-")? else {
            return self.postfix();
        };
        self.enter(sign)?;
        let operand = self.signed()?;
        self.depth -= 1;
        let span = sign.to(operand.outer);
        let bare = operand.outer == operand.expr.span;
        match operand.expr.kind {
            Kind::Int(integer) if bare && integer.sign() != Sign::Minus => {
                Ok(Node { expr: Expr { span, kind: Kind::Int(-integer) }, outer: span, chain: 0 })
            }
            _ => {
                let zero = self.node(sign, Kind::Int(BigInt::ZERO))?;
                let kind = Kind::Call {
                    function: Operator::Subtract.function().to_owned(),
                    function_span: sign,
                    arguments: vec![zero.expr.into(), operand.expr.into()],
                    form: Form::Minus,
                };
                self.node(span, kind)
            }
        }
    }

    fn postfix(&mut self) -> Result<Node, Fault> {
        let mut node = self.primary()?;
        let mut after_address = false;
        loop {
            let is_at = self.at_sign("@")?;
            if !is_at && !self.at_sign("[")? {
                return Ok(node);
            }
            let (_, sign) = self.advance()?;
            if after_address {
                return Err(Fault::new(sign, "An address ends here.").hint(
                    "To cut or index the value, or to go on from it, put the address in parentheses: (x@pad)[0..4].",
                ));
            }
            after_address = is_at;
            let chain = node.chain + 1;
            if chain > self.limits.depth {
                return Err(self.too_deep(sign));
            }
            let outer = node.outer;
            let base = Box::new(node.expr);
            node = if is_at {
                let (address, address_span) = self.lexer.address()?;
                let kind = Kind::At { base, address, address_span };
                self.node(outer.to(address_span), kind)?
            } else {
                self.enter(sign)?;
                let (kind, close) = self.brackets(base)?;
                self.depth -= 1;
                self.node(outer.to(close), kind)?
            };
            node.chain = chain;
        }
    }

    /// The rest after the opening bracket of an item or a slice.
    fn brackets(&mut self, base: Box<Expr>) -> Result<(Kind, Span), Fault> {
        if let Some(close) = self.eat("]")? {
            return Err(
                Fault::new(close, "These brackets are empty.").hint("Write x[0] for an item, or x[1..9] for a slice.")
            );
        }
        let from = if self.at_sign("..")? { None } else { Some(Box::new(self.comparison()?.expr)) };
        let from = match (from, self.eat("..")?) {
            (Some(index), None) => {
                if matches!(self.peek()?, (Token::Sign(":" | ","), _)) {
                    return Err(self.two_dots(&base)?);
                }
                let close = self.expect("]", "`]` or `..`")?;
                return Ok((Kind::Item { base, index }, close));
            }
            (from, _) => from,
        };
        if self.at_sign("=")? {
            return Err(self.two_dots(&base)?);
        }
        let to = if self.at_sign("]")? { None } else { Some(Box::new(self.comparison()?.expr)) };
        let close = self.expect("]", "`]`")?;
        Ok((Kind::Slice { base, from, to }, close))
    }

    /// The fault of a slice whose ends are separated by something else.
    fn two_dots(&mut self, base: &Expr) -> Result<Fault, Fault> {
        let (token, span) = self.peek()?;
        let message = format!("Here stands {token}, and a slice has two dots.");
        Ok(Fault::new(*span, message).hint(format!("Write {}[0..4]; the end is not in it.", named(base))))
    }

    fn node(&mut self, span: Span, kind: Kind) -> Result<Node, Fault> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(Fault::new(span, format!("An expression has at most {} parts.", self.limits.nodes))
                .hint("Give some of it a cell of its own."));
        }
        Ok(Node { expr: Expr { span, kind }, outer: span, chain: 0 })
    }

    fn enter(&mut self, span: Span) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(self.too_deep(span));
        }
        Ok(())
    }

    fn too_deep(&self, span: Span) -> Fault {
        Fault::new(span, format!("This is nested more than {} deep.", self.limits.depth))
            .hint("Give the inner part a cell of its own.")
    }
}

#[cfg(test)]
mod tests;
