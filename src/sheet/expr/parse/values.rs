//! What stands between operators: literals, names, lists, calls with their arguments, and all in parentheses.

use super::{Node, Parser};
use crate::sheet::expr::advice::{no_value, reserved, unclosed};
use crate::sheet::expr::lex::Token;
use crate::sheet::expr::{Argument, Fault, Form, Kind, RESERVED, Span};

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Result<Node, Fault> {
        let (token, span) = self.advance()?;
        let kind = match token {
            Token::Text(text) => Kind::Text(text),
            Token::Bytes(bytes) => Kind::Bytes(bytes),
            Token::Int(integer) => Kind::Int(integer),
            Token::Word("true") => Kind::Bool(true),
            Token::Word("false") => Kind::Bool(false),
            Token::Word(word) if self.at_sign("(")? => return self.call(word, span),
            Token::Word("before") => return self.before(span),
            Token::Word(word) if RESERVED.contains(&word) => return Err(reserved(word, span)),
            Token::Word(word) => Kind::Name(word.to_owned()),
            Token::Sign("(") => {
                self.enter(span)?;
                let inside = self.comparison()?;
                let close = self.expect(")", "`)`")?;
                self.depth -= 1;
                return Ok(Node { outer: span.to(close), ..inside });
            }
            Token::Sign("[") => return self.list(span),
            Token::Sign(_) | Token::End => {
                return Err(match (token, self.lexer.open_bracket()) {
                    (Token::End, Some(open)) => unclosed(open),
                    (token, _) => no_value(&token, span),
                });
            }
        };
        self.node(span, kind)
    }

    fn list(&mut self, open: Span) -> Result<Node, Fault> {
        self.enter(open)?;
        let mut items = Vec::new();
        let close = loop {
            if let Some(close) = self.eat("]")? {
                break close;
            }
            items.push(self.comparison()?.expr);
            if self.eat(",")?.is_none() {
                break self.expect("]", "`,` or `]`")?;
            }
        };
        self.depth -= 1;
        self.node(open.to(close), Kind::List(items))
    }

    /// `before.` and the name of a cell.
    fn before(&mut self, start: Span) -> Result<Node, Fault> {
        if self.eat(".")?.is_none() {
            return Err(reserved("before", start));
        }
        match self.advance()? {
            (Token::Word(word), span) if RESERVED.contains(&word) => Err(reserved(word, span)),
            (Token::Word(word), span) => self.node(start.to(span), Kind::Name(format!("before.{word}"))),
            (token, span) => {
                Err(Fault::new(span, format!("Here stands {token}, where the name of a cell was expected."))
                    .hint("Write before.digest for the digest as it was."))
            }
        }
    }

    fn call(&mut self, word: &str, function_span: Span) -> Result<Node, Fault> {
        let form = match word {
            "if" => Form::If,
            "input" => Form::Named,
            word if RESERVED.contains(&word) => return Err(reserved(word, function_span)),
            _ => Form::Named,
        };
        let (_, open) = self.advance()?;
        self.enter(open)?;
        let mut arguments: Vec<Argument> = Vec::new();
        let close = loop {
            if let Some(close) = self.eat(")")? {
                break close;
            }
            let argument = self.argument(&arguments)?;
            arguments.push(argument);
            if self.eat(",")?.is_none() {
                break self.expect(")", "`,` or `)`")?;
            }
        };
        self.depth -= 1;
        let span = function_span.to(close);
        let function = match form {
            Form::If => {
                let named = arguments.iter().any(|argument| argument.name.is_some());
                if arguments.len() != 3 || named {
                    return Err(Fault::new(span, "`if` takes three values.")
                        .hint("Write if(condition, value if true, value if false)."));
                }
                "choose"
            }
            Form::Named | Form::Infix(_) | Form::Minus => word,
        };
        let kind = Kind::Call { function: function.to_owned(), function_span, arguments, form };
        self.node(span, kind)
    }

    /// One argument, which comes after those given.
    fn argument(&mut self, given: &[Argument]) -> Result<Argument, Fault> {
        let (word, span) = match self.peek()? {
            (Token::Word(word), span) => (Some(*word), *span),
            (_, span) => (None, *span),
        };
        // The word has been read and nothing after it.
        let name = match word {
            Some(word) if self.lexer.rest().trim_start().starts_with(':') => {
                self.advance()?;
                self.expect(":", "`:`")?;
                Some((word.to_owned(), span))
            }
            _ => None,
        };
        let known = given.iter().filter_map(|argument| argument.name.as_ref());
        match &name {
            Some((name, _)) if known.clone().any(|(known, _)| known == name) => {
                return Err(Fault::new(span, format!("`{name}` is given twice.")).hint("Leave one of them out."));
            }
            None if known.count() > 0 => {
                return Err(Fault::new(span, "A value without a name cannot follow one with a name.")
                    .hint("Give the values that go by their place first."));
            }
            Some(_) | None => {}
        }
        Ok(Argument { name, value: self.comparison()?.expr })
    }
}
