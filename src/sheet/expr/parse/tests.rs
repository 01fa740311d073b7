//! What an expression reads as, and every mistake named where it is.

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
        ("a[1, 2]", ",", "Here stands `,`, and a slice has two dots."),
        ("a[1..2..3]", "..", "Here stands `..`, where `]` was expected."),
        ("a[]", "]", "These brackets are empty."),
        ("a < b < c", "<", "A comparison cannot be compared again."),
        ("x@pad[0][..4]", ".", "This is no index of an address."),
        ("x@pad[n]", "n", "This is no index of an address."),
        ("x@pad [0]", "[", "An address ends here."),
        ("x@y@z", "@", "An address ends here."),
        ("x@", "", "A name is missing in this address."),
        ("x@(y)", "(", "A name is missing in this address."),
        ("x@0/block", "0", "A name in an address starts with a letter."),
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
    assert!(!hint("x@0/block").contains("To cut"));
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
        "(", "[", "-", "x@", "x[", "f(", "f(a:", "if(", "1+", "1<", "1++", "x[0]", "x[..]", "(x)@y", "x@y/", "x@y[",
        "\"", "\\", "0x", "9", "a", "a ", ")", "]", "#", "\n", "before.", "[[1],", "- -", "Σ", "b64\"", "{", "\0",
    ] {
        let source = piece.repeat((1 << 20) / piece.len());
        assert!(read(&source).is_err(), "{piece}");
    }
}
