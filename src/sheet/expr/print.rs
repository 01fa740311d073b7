//! From a tree back to text that reads as the same tree.

use std::fmt::{self, Write};

use num_bigint::Sign;

use super::tree::Binding;
use super::{Argument, Expr, Form, Kind};

impl fmt::Display for Expr {
    /// On one line, with the parentheses that are needed and no others. Bytes are written in
    /// hexadecimal and integers in plain decimal, however they were written before.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self, f)
    }
}

fn write(expr: &Expr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match &expr.kind {
        Kind::Text(text) => quoted(text, f),
        Kind::Bytes(bytes) => {
            f.write_str("0x")?;
            bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
        }
        Kind::Int(integer) => write!(f, "{integer}"),
        Kind::Bool(truth) => write!(f, "{truth}"),
        Kind::List(items) => {
            f.write_str("[")?;
            separated(items, f, write)?;
            f.write_str("]")
        }
        Kind::Name(name) => f.write_str(name),
        Kind::At { base, address, .. } => {
            postfix_base(base, f)?;
            write!(f, "@{address}")
        }
        Kind::Slice { base, from, to } => {
            postfix_base(base, f)?;
            f.write_str("[")?;
            from.iter().try_for_each(|from| write(from, f))?;
            f.write_str("..")?;
            to.iter().try_for_each(|to| write(to, f))?;
            f.write_str("]")
        }
        Kind::Item { base, index } => {
            postfix_base(base, f)?;
            f.write_str("[")?;
            write(index, f)?;
            f.write_str("]")
        }
        Kind::Call { function, arguments, form, .. } => match (form, arguments.as_slice()) {
            (Form::Infix(operator), [left, right]) => {
                let binding = operator.binding();
                let chained = binding != Binding::Comparison;
                let left_binding = if chained { binding } else { binding.tighter() };
                within(&left.value, left_binding, f)?;
                write!(f, " {} ", operator.sign())?;
                within(&right.value, binding.tighter(), f)
            }
            (Form::Minus, [_zero, operand]) => {
                f.write_str("-")?;
                match &operand.value.kind {
                    // Without parentheses the sign would be the integer's own.
                    Kind::Int(integer) if integer.sign() != Sign::Minus => parenthesised(&operand.value, f),
                    _ => within(&operand.value, Binding::Signed, f),
                }
            }
            (Form::If, arguments) => call("if", arguments, f),
            (Form::Named | Form::Infix(_) | Form::Minus, arguments) => call(function, arguments, f),
        },
    }
}

fn call(function: &str, arguments: &[Argument], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{function}(")?;
    separated(arguments, f, |argument, f| {
        if let Some((name, _)) = &argument.name {
            write!(f, "{name}: ")?;
        }
        write(&argument.value, f)
    })?;
    f.write_str(")")
}

fn separated<T>(
    items: &[T],
    f: &mut fmt::Formatter<'_>,
    one: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        one(item, f)?;
    }
    Ok(())
}

/// With parentheses if it would fall apart next to something that binds as tightly as `least`.
fn within(expr: &Expr, least: Binding, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if binding(expr) < least { parenthesised(expr, f) } else { write(expr, f) }
}

/// The expression before an `@` or a `[`: an address would take either for its own.
fn postfix_base(base: &Expr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match base.kind {
        Kind::At { .. } => parenthesised(base, f),
        _ => within(base, Binding::Postfix, f),
    }
}

fn parenthesised(expr: &Expr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("(")?;
    write(expr, f)?;
    f.write_str(")")
}

fn binding(expr: &Expr) -> Binding {
    match &expr.kind {
        Kind::Int(integer) if integer.sign() == Sign::Minus => Binding::Signed,
        Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_) => Binding::Postfix,
        Kind::List(_) | Kind::Name(_) => Binding::Postfix,
        Kind::At { .. } | Kind::Slice { .. } | Kind::Item { .. } => Binding::Postfix,
        Kind::Call { form, .. } => match form {
            Form::Infix(operator) => operator.binding(),
            Form::Minus => Binding::Signed,
            Form::Named | Form::If => Binding::Postfix,
        },
    }
}

/// A text between quotes, what cannot be seen written by its number.
fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            c if is_unseen(c) => write!(f, "\\u{{{:x}}}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_str("\"")
}

/// Control characters, and those that have no width, turn the direction or break the line.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use proptest::prelude::*;

    use super::super::{Limits, Operator, RESERVED, Span, addresses, names, parse, parse_sheet};
    use super::*;
    use crate::run::address::Address;

    #[test]
    fn spelling_is_kept_and_spacing_is_ours() {
        for (source, printed) in [
            ("a+b*c", "a + b * c"),
            ("( a+b )*c", "(a + b) * c"),
            ("((a)) - (b-c)", "a - (b - c)"),
            ("(a<b)==(c<d)", "(a < b) == (c < d)"),
            ("(a++b)[1 .. ]", "(a ++ b)[1..]"),
            ("-(5)", "-(5)"),
            ("- 5", "-5"),
            ("(-5)[0]", "(-5)[0]"),
            ("-(a+b)", "-(a + b)"),
            ("- -a", "--a"),
            ("a - -b", "a - -b"),
            ("( x@pad )[0..4]", "(x@pad)[0..4]"),
            ("(x@a)@b", "(x@a)@b"),
            ("add(a,b)", "add(a, b)"),
            ("if( c,1 ,2)", "if(c, 1, 2)"),
            ("hmac(k,m,hash:\"sha256\")", "hmac(k, m, hash: \"sha256\")"),
            ("b64\"C63K/g\"", "0x0badcafe"),
            ("1_000", "1000"),
            ("\"\\u{1b}\\u{202e}\\u{3a3}\\n\"", "\"\\u{1b}\\u{202e}Σ\\n\""),
        ] {
            let expr = parse(source, &Limits::default()).unwrap();
            assert_eq!(expr.to_string(), printed, "{source}");
        }
    }

    fn expr(kind: Kind) -> Expr {
        Expr { span: Span::default(), kind }
    }

    fn call(function: &str, arguments: Vec<Argument>, form: Form) -> Expr {
        expr(Kind::Call { function: function.to_owned(), function_span: Span::default(), arguments, form })
    }

    fn name() -> impl Strategy<Value = String> {
        "[\\p{L}_][\\p{L}0-9_]{0,6}".prop_filter("reserved", |name| !RESERVED.contains(&name.as_str()))
    }

    fn address() -> impl Strategy<Value = Address> {
        prop::sample::select(vec!["pad", "block[0]/T1[*]", "a'[last-1]/Ch#2", "S[0][1..last]"])
            .prop_map(|address| Address::parse(address).unwrap())
    }

    fn leaf() -> impl Strategy<Value = Expr> {
        prop_oneof![
            any::<String>().prop_map(Kind::Text),
            any::<Vec<u8>>().prop_map(Kind::Bytes),
            any::<i128>().prop_map(|integer| Kind::Int(BigInt::from(integer))),
            any::<bool>().prop_map(Kind::Bool),
            name().prop_map(Kind::Name),
            name().prop_map(|name| Kind::Name(format!("before.{name}"))),
        ]
        .prop_map(expr)
    }

    fn tree() -> impl Strategy<Value = Expr> {
        leaf().prop_recursive(8, 64, 4, |inner| {
            let boxed = inner.clone().prop_map(Box::new);
            let end = prop::option::of(boxed.clone());
            let positional = prop::collection::vec(inner.clone().prop_map(Argument::from), 0..3);
            let named = prop::collection::btree_map(name(), inner.clone(), 0..3);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(|items| expr(Kind::List(items))),
                (boxed.clone(), address()).prop_map(|(base, address)| expr(Kind::At {
                    base,
                    address,
                    address_span: Span::default(),
                })),
                (boxed.clone(), end.clone(), end).prop_map(|(base, from, to)| expr(Kind::Slice { base, from, to })),
                (boxed.clone(), boxed).prop_map(|(base, index)| expr(Kind::Item { base, index })),
                (name(), positional, named).prop_map(|(function, mut arguments, named)| {
                    arguments.extend(
                        named.into_iter().map(|(name, value)| Argument { name: Some((name, Span::default())), value }),
                    );
                    call(&function, arguments, Form::Named)
                }),
                (prop::sample::select(Operator::ALL.to_vec()), inner.clone(), inner.clone()).prop_map(
                    |(operator, left, right)| {
                        let operands = vec![left.into(), right.into()];
                        call(operator.function(), operands, Form::Infix(operator))
                    }
                ),
                inner.clone().prop_map(|operand| {
                    let zero = expr(Kind::Int(BigInt::ZERO));
                    call("subtract", vec![zero.into(), operand.into()], Form::Minus)
                }),
                (inner.clone(), inner.clone(), inner)
                    .prop_map(|(test, yes, no)| { call("choose", vec![test.into(), yes.into(), no.into()], Form::If) }),
            ]
        })
    }

    /// The same tree as if it stood nowhere.
    fn placeless(mut tree: Expr) -> Expr {
        tree.span = Span::default();
        let boxed = |inner: Box<Expr>| Box::new(placeless(*inner));
        tree.kind = match tree.kind {
            Kind::List(items) => Kind::List(items.into_iter().map(placeless).collect()),
            Kind::At { base, address, .. } => Kind::At { base: boxed(base), address, address_span: Span::default() },
            Kind::Slice { base, from, to } => {
                Kind::Slice { base: boxed(base), from: from.map(boxed), to: to.map(boxed) }
            }
            Kind::Item { base, index } => Kind::Item { base: boxed(base), index: boxed(index) },
            Kind::Call { function, arguments, form, .. } => {
                let arguments = arguments.into_iter().map(|argument| Argument {
                    name: argument.name.map(|(name, _)| (name, Span::default())),
                    value: placeless(argument.value),
                });
                return call(&function, arguments.collect(), form);
            }
            leaf => leaf,
        };
        tree
    }

    /// Text made of pieces of the language, so that much of it is nearly right.
    fn fragments() -> impl Strategy<Value = String> {
        let pieces = vec![
            "a", "b2", "Σ", "sha256", "(", ")", "[", "]", ",", ":", "..", ".", "@", "T1[0]", "#", "#2", "/", "x@pad",
            "+", "++", "-", "*", "div", "mod", "<", "<=", "==", "!=", "=", "if(", "true", "before.", "last", "0x",
            "0x0a", "b64\"", "\"", "\"t\"", "\\", "\\u{", "12", "1_", " ", " ", "\n", "\r", "\u{a0}", "😀", "\u{301}",
            "n = ",
        ];
        prop::collection::vec(prop::sample::select(pieces), 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn printing_and_reading_are_inverse(tree in tree()) {
            let printed = tree.to_string();
            let read = parse(&printed, &Limits { nodes: 4096, ..Limits::default() });
            prop_assert_eq!(read.map(placeless), Ok(tree), "{}", printed);
        }

        #[test]
        fn any_text_is_read_or_refused(source in prop_oneof![fragments(), any::<String>()]) {
            match parse(&source, &Limits::default()) {
                Ok(expr) => {
                    prop_assert!(source.get(expr.span.range()).is_some());
                    for (name, span) in names(&expr) {
                        prop_assert!(source[span.range()].ends_with(name.trim_start_matches("before.")));
                    }
                    for (_, address, span) in addresses(&expr) {
                        prop_assert_eq!(&source[span.range()], address.to_string());
                    }
                    let printed = parse(&expr.to_string(), &Limits::default());
                    prop_assert_eq!(printed.map(placeless), Ok(placeless(expr)));
                }
                Err(fault) => {
                    prop_assert!(source.get(fault.span.range()).is_some(), "{:?}", fault);
                    prop_assert!(fault.hint.is_some(), "{}", fault);
                }
            }
        }

        #[test]
        fn any_sheet_is_read_or_refused(source in prop_oneof![fragments(), any::<String>()]) {
            let (lines, faults) = parse_sheet(&source, &Limits::default());
            for line in lines {
                prop_assert_eq!(&source[line.name_span.range()], line.name);
                prop_assert!(source.get(line.span.range()).is_some());
            }
            for fault in faults {
                prop_assert!(source.get(fault.span.range()).is_some(), "{:?}", fault);
            }
        }
    }
}
