//! From tokens to a tree.
//!
//! Operators are read by precedence climbing. The parser calls itself only where a bracket
//! opens or a sign stands, and counts how deep it is there, so no text overflows the stack.

use num_bigint::{BigInt, Sign};

use super::error::{after_value, no_value, reserved, unclosed};
use super::lex::{Lexer, Token};
use super::{Argument, Binding, Expr, Fault, Form, Kind, Limits, Operator, RESERVED, Span};

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
    limits: Limits,
    depth: usize,
    nodes: usize,
}

impl<'s> Parser<'s> {
    pub(super) fn new(lexer: Lexer<'s>, limits: &Limits) -> Self {
        Self { lexer, next: None, limits: *limits, depth: 0, nodes: 0 }
    }

    pub(super) fn lexer(&self) -> &Lexer<'s> {
        &self.lexer
    }

    /// An expression and then the end, and the place it takes with its parentheses.
    pub(super) fn whole(&mut self) -> Result<(Expr, Span), Fault> {
        let node = self.comparison()?;
        match self.peek()? {
            (Token::End, _) => Ok((node.expr, node.outer)),
            (token, span) => Err(after_value(token, *span)),
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
        match self.next.take() {
            Some(next) => Ok(next),
            None => self.lexer.token(),
        }
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
        let fault = after_value(&token, span);
        let message = format!("Here stands {token}, where {expected} was expected.");
        Err(Fault { message, ..fault })
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

    /// What follows the opening bracket of an item or a slice.
    fn brackets(&mut self, base: Box<Expr>) -> Result<(Kind, Span), Fault> {
        if let Some(close) = self.eat("]")? {
            return Err(
                Fault::new(close, "These brackets are empty.").hint("Write x[0] for an item, or x[1..9] for a slice.")
            );
        }
        let from = if self.at_sign("..")? { None } else { Some(Box::new(self.comparison()?.expr)) };
        let from = match (from, self.eat("..")?) {
            (Some(index), None) => {
                let close = self.expect("]", "`]` or `..`")?;
                return Ok((Kind::Item { base, index }, close));
            }
            (from, _) => from,
        };
        let to = if self.at_sign("]")? { None } else { Some(Box::new(self.comparison()?.expr)) };
        let close = self.expect("]", "`]`")?;
        Ok((Kind::Slice { base, from, to }, close))
    }

    fn primary(&mut self) -> Result<Node, Fault> {
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
mod tests {
    use super::*;

    fn read(source: &str) -> Result<Expr, Fault> {
        parse(source, &Limits::default())
    }

    /// A tree in brackets, so that tests can say what holds together.
    fn tree(expr: &Expr) -> String {
        let all = |parts: Vec<String>| format!("({})", parts.join(" "));
        let end = |end: &Option<Box<Expr>>| end.as_ref().map_or("-".into(), |end| tree(end));
        match &expr.kind {
            Kind::List(items) => {
                format!("[{}]", items.iter().map(tree).collect::<Vec<_>>().join(" "))
            }
            Kind::At { base, address, .. } => format!("(@ {} {address})", tree(base)),
            Kind::Slice { base, from, to } => {
                format!("(slice {} {} {})", tree(base), end(from), end(to))
            }
            Kind::Item { base, index } => format!("(item {} {})", tree(base), tree(index)),
            Kind::Call { function, arguments, .. } => {
                let mut parts = vec![function.clone()];
                parts.extend(arguments.iter().map(|argument| match &argument.name {
                    Some((name, _)) => format!("{name}:{}", tree(&argument.value)),
                    None => tree(&argument.value),
                }));
                all(parts)
            }
            _ => expr.to_string(),
        }
    }

    #[test]
    fn what_binds_tighter_holds_together() {
        for (source, expected) in [
            ("a + b * c", "(add a (multiply b c))"),
            ("a * b + c", "(add (multiply a b) c)"),
            ("a - b - c", "(subtract (subtract a b) c)"),
            ("a - (b - c)", "(subtract a (subtract b c))"),
            ("a div b mod c", "(modulo (divide a b) c)"),
            ("a ++ b ++ c", "(concat (concat a b) c)"),
            ("a ++ b + c", "(concat a (add b c))"),
            ("a + b ++ c", "(concat (add a b) c)"),
            ("a < b + 1", "(less a (add b 1))"),
            ("a + 1 <= b ++ c", "(less_equal (add a 1) (concat b c))"),
            ("a > b", "(greater a b)"),
            ("a >= b", "(greater_equal a b)"),
            ("a == b", "(same a b)"),
            ("a != b", "(different a b)"),
            ("(a < b) == (c < d)", "(same (less a b) (less c d))"),
            ("-a * b", "(multiply (subtract 0 a) b)"),
            ("a - -b", "(subtract a (subtract 0 b))"),
            ("-5 - -5", "(subtract -5 -5)"),
            ("-(5)", "(subtract 0 5)"),
            ("--5", "(subtract 0 -5)"),
            ("-x[0]", "(subtract 0 (item x 0))"),
            ("-5[0]", "(subtract 0 (item 5 0))"),
            ("a[0][1]", "(item (item a 0) 1)"),
            ("a ++ b[1..]", "(concat a (slice b 1 -))"),
            ("a[1..9]", "(slice a 1 9)"),
            ("a[..9]", "(slice a - 9)"),
            ("a[..]", "(slice a - -)"),
            ("a[b - 1..c + 1]", "(slice a (subtract b 1) (add c 1))"),
            ("digest@block[0]/T1[0] ++ a", "(concat (@ digest block[0]/T1[0]) a)"),
            ("d@W[*]", "(@ d W[*])"),
            ("d@T1[0]#2 # the third", "(@ d T1[0]#2)"),
            ("d@T1[0]#the first", "(@ d T1[0])"),
            ("d@x_2-1", "(subtract (@ d x_2) 1)"),
            ("(x@pad)[0..4]", "(slice (@ x pad) 0 4)"),
            ("(x@pad)@y", "(@ (@ x pad) y)"),
            ("sha256(m)@block[last]/H[0]", "(@ (sha256 m) block[last]/H[0])"),
            ("if(a > 1, 2, 1)", "(choose (greater a 1) 2 1)"),
            ("hmac(k, m, hash: \"sha256\")", "(hmac k m hash:\"sha256\")"),
            ("input(\"abc\", max: 4096)", "(input \"abc\" max:4096)"),
            ("f()", "(f)"),
            ("f(a, )", "(f a)"),
            ("f(mod: 3)", "(f mod:3)"),
            ("[5, [1,],]", "[5 [1]]"),
            ("[]", "[]"),
            ("same(a, b)", "(same a b)"),
            ("before.digest ++ digest", "(concat before.digest digest)"),
            ("Σ_1 + naïve", "(add Σ_1 naïve)"),
            ("f(a, # first\n  b)\n# end", "(f a b)"),
            ("a\r\n+\tb", "(add a b)"),
        ] {
            assert_eq!(read(source).map(|expr| tree(&expr)).as_deref(), Ok(expected), "{source}");
        }
    }

    #[test]
    fn every_mistake_is_named_where_it_is() {
        for (source, wrong, message) in [
            ("", "", "A value is missing at the end."),
            ("# nothing", "", "A value is missing at the end."),
            ("a +", "", "A value is missing at the end."),
            ("+ a", "+", "Here stands `+`, where a value was expected."),
            ("f(, a)", ",", "Here stands `,`, where a value was expected."),
            ("()", ")", "Here stands `)`, where a value was expected."),
            ("a b", "b", "Something is missing before `b`."),
            ("a \"b\"", "\"b\"", "Something is missing before a text."),
            ("a 0x00", "0x00", "Something is missing before a byte string."),
            ("a 12", "12", "Something is missing before a number."),
            ("a (b)(c)", "(", "Something is missing before `(`."),
            ("a and b", "and", "`and` is a function."),
            ("a = b", "=", "A single `=` compares nothing."),
            ("a : b", ":", "`:` has no meaning here."),
            ("a.b", ".", "A single dot has no meaning here."),
            ("a..b", "..", "`..` has no meaning here."),
            ("a)", ")", "`)` closes nothing."),
            ("a]", "]", "`]` closes nothing."),
            ("a, b", ",", "A comma has no meaning here."),
            ("(a", "(", "This bracket is never closed."),
            ("f(a, [1, 2", "[", "This bracket is never closed."),
            ("f(a,", "(", "This bracket is never closed."),
            ("a[1..", "[", "This bracket is never closed."),
            ("(a]", "]", "Here stands `]`, where `)` was expected."),
            ("f(a b)", "b", "Here stands `b`, where `,` or `)` was expected."),
            ("[1 2]", "2", "Here stands a number, where `,` or `]` was expected."),
            ("a[1, 2]", ",", "Here stands `,`, where `]` or `..` was expected."),
            ("a[1..2..3]", "..", "Here stands `..`, where `]` was expected."),
            ("a[]", "]", "These brackets are empty."),
            ("a < b < c", "<", "A comparison cannot be compared again."),
            ("x@pad[0][..4]", ".", "This is no index of an address."),
            ("x@pad[n]", "n", "This is no index of an address."),
            ("x@pad [0]", "[", "An address ends here."),
            ("x@y@z", "@", "An address ends here."),
            ("x@", "", "A name is missing in this address."),
            ("x@(y)", "(", "A name is missing in this address."),
            ("x@block/0", "0", "A name in an address starts with a letter."),
            ("if(a, b)", "if(a, b)", "`if` takes three values."),
            ("if(a, b, no: c)", "if(a, b, no: c)", "`if` takes three values."),
            ("f(a: 1, b)", "b", "A value without a name cannot follow one with a name."),
            ("f(a: 1, b: 2, a: 3)", "a", "`a` is given twice."),
            ("div(a, b)", "div", "`div` has a meaning of its own and is no name."),
            ("if", "if", "`if` has a meaning of its own and is no name."),
            ("a[last]", "last", "`last` has a meaning of its own and is no name."),
            ("input", "input", "`input` has a meaning of its own and is no name."),
            ("before", "before", "`before` has a meaning of its own and is no name."),
            ("before.mod", "mod", "`mod` has a meaning of its own and is no name."),
            ("before.", "", "Here stands the end, where the name of a cell was expected."),
            ("a ++ as", "as", "`as` has a meaning of its own and is no name."),
        ] {
            let fault = read(source).unwrap_err();
            assert_eq!(fault.message, message, "{source}");
            assert_eq!(&source[fault.span.range()], wrong, "{source}: {fault}");
            assert!(fault.hint.is_some(), "{source}");
        }
    }

    #[test]
    fn an_address_in_an_expression_says_how_to_cut_its_value() {
        let hint = |source| read(source).unwrap_err().hint.unwrap_or_default();
        assert!(hint("x@pad[n]").ends_with("To cut or index the value: (x@pad)[0..4]."));
        assert!(!hint("x@block/0").contains("To cut"));
    }

    #[test]
    fn spans_cover_what_they_name() {
        let source = "(a + f( b , c: -1 )) ++ (d@x/y[0])[1 .. 2]";
        let expr = read(source).unwrap();
        let text = |span: Span| &source[span.range()];
        assert_eq!(text(expr.span), source);
        let Kind::Call { function_span, arguments, .. } = &expr.kind else {
            panic!("{expr:?}");
        };
        assert_eq!(text(*function_span), "++");
        assert_eq!(text(arguments[0].value.span), "a + f( b , c: -1 )");
        assert_eq!(text(arguments[1].value.span), "(d@x/y[0])[1 .. 2]");
        let Kind::Call { arguments: sum, .. } = &arguments[0].value.kind else {
            panic!("{expr:?}");
        };
        let Kind::Call { function_span, arguments: of_f, .. } = &sum[1].value.kind else {
            panic!("{expr:?}");
        };
        assert_eq!(text(*function_span), "f");
        assert_eq!(of_f[1].name.as_ref().map(|(_, span)| text(*span)), Some("c"));
        assert_eq!(text(of_f[1].value.span), "-1");
    }

    #[test]
    fn depth_is_limited() {
        let nested = |open: &str, inner: &str, close: &str, times: usize| {
            format!("{}{inner}{}", open.repeat(times), close.repeat(times))
        };
        for (open, inner, close) in [
            ("(", "x", ")"),
            ("[", "x", "]"),
            ("f(", "x", ")"),
            ("-", "x", ""),
            ("x[", "0", "]"),
            ("", "x", "[0]"),
            ("", "x", "[..]"),
            ("(", "x", "@y)"),
        ] {
            assert!(read(&nested(open, inner, close, 32)).is_ok(), "{open}{close}");
            let fault = read(&nested(open, inner, close, 33)).unwrap_err();
            assert_eq!(fault.message, "This is nested more than 32 deep.");
            assert_eq!(fault.hint.as_deref(), Some("Give the inner part a cell of its own."));
        }
    }

    #[test]
    fn parts_are_counted() {
        let sum = |terms: usize| vec!["1"; terms].join(" + ");
        assert!(read(&sum(256)).is_ok());
        let fault = read(&sum(257)).unwrap_err();
        assert_eq!(fault.message, "An expression has at most 512 parts.");
        assert_eq!(fault.hint.as_deref(), Some("Give some of it a cell of its own."));
        let few = Limits { nodes: 3, ..Limits::default() };
        assert!(parse("-x", &few).is_ok());
        assert!(parse("-x[0]", &few).is_err());
    }

    #[test]
    fn no_text_overflows_the_stack() {
        for piece in [
            "(", "[", "-", "x@", "x[", "f(", "f(a:", "if(", "1+", "1<", "1++", "x[0]", "x[..]", "(x)@y", "x@y/",
            "x@y[", "\"", "\\", "0x", "9", "a", "a ", ")", "]", "#", "\n", "before.", "[[1],", "- -", "Σ", "b64\"",
            "{", "\0",
        ] {
            let source = piece.repeat((1 << 20) / piece.len());
            assert!(read(&source).is_err(), "{piece}");
        }
    }
}
