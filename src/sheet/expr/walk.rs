//! What an expression mentions.

use super::{Argument, Expr, Form, Kind, Span};
use crate::num::sort_by_key;
use crate::run::address::Address;

/// The cells an expression reads, in the order of the text, each as often as it stands there.
/// `before.digest` is one name.
pub fn names(expr: &Expr) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    visit(expr, &mut |expr| {
        if let Kind::Name(name) = &expr.kind {
            found.push((name.as_str(), expr.span));
        }
    });
    found
}

/// The addresses an expression asks for, in the order of the text: what each is asked of, the
/// address, and where it stands.
pub fn addresses(expr: &Expr) -> Vec<(&Expr, &Address, Span)> {
    let mut found = Vec::new();
    visit(expr, &mut |expr| {
        if let Kind::At { base, address, address_span } = &expr.kind {
            found.push((&**base, address, *address_span));
        }
    });
    sort_by_key(&mut found, |(_, _, span)| span.start);
    found
}

/// The functions an expression calls by name, in the order of the text.
pub fn calls(expr: &Expr) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    visit(expr, &mut |expr| {
        if let Kind::Call { function, function_span, form: Form::Named, .. } = &expr.kind {
            found.push((function.as_str(), *function_span));
        }
    });
    found
}

/// The expressions that an expression is directly made of.
pub fn children(expr: &mut Expr) -> Vec<&mut Expr> {
    match &mut expr.kind {
        Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_) | Kind::Name(_) => Vec::new(),
        Kind::List(items) => items.iter_mut().collect(),
        Kind::At { base, .. } => vec![base],
        Kind::Slice { base, from, to } => {
            std::iter::once(base).chain(from.as_mut()).chain(to.as_mut()).map(|child| &mut **child).collect()
        }
        Kind::Item { base, index } => vec![base, index],
        Kind::Call { arguments, .. } => arguments.iter_mut().map(|Argument { value, .. }| value).collect(),
    }
}

/// Puts a new name in the place of a cell's old one.
pub fn rename(expr: &mut Expr, old: &str, new: &str) {
    match &mut expr.kind {
        Kind::Name(name) if name == old => *name = new.to_owned(),
        _ => children(expr).into_iter().for_each(|child| rename(child, old, new)),
    }
}

/// Calls `see` for an expression and all in it, each before what it is made of.
fn visit<'e>(expr: &'e Expr, see: &mut impl FnMut(&'e Expr)) {
    see(expr);
    match &expr.kind {
        Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_) | Kind::Name(_) => {}
        Kind::List(items) => items.iter().for_each(|item| visit(item, see)),
        Kind::At { base, .. } => visit(base, see),
        Kind::Slice { base, from, to } => {
            visit(base, see);
            from.iter().chain(to).for_each(|end| visit(end, see));
        }
        Kind::Item { base, index } => {
            visit(base, see);
            visit(index, see);
        }
        Kind::Call { arguments, .. } => {
            for argument in arguments {
                visit(&argument.value, see);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, parse};
    use super::*;

    #[test]
    fn names_are_found_everywhere() {
        let source = "[a, f(b, hash: c)] ++ d[e..g] ++ h[i]@x/y + before.k - if(a < 1, 0, l@m)";
        let expr = parse(source, &Limits::default()).unwrap();
        let found = names(&expr);
        let read: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
        assert_eq!(read, ["a", "b", "c", "d", "e", "g", "h", "i", "before.k", "a", "l"]);
        for (name, span) in found {
            assert_eq!(&source[span.range()], name);
        }
    }

    #[test]
    fn calls_are_found_by_their_names() {
        let source = "f(g(a) + 1, [h(b)])@x";
        let expr = parse(source, &Limits::default()).unwrap();
        let found = calls(&expr);
        let read: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
        assert_eq!(read, ["f", "g", "h"]);
        for (name, span) in found {
            assert_eq!(&source[span.range()], name);
        }
    }

    #[test]
    fn addresses_come_with_what_they_are_asked_of() {
        let source = "((a@x[0])@y ++ f(b)@z)[0..1]";
        let expr = parse(source, &Limits::default()).unwrap();
        let read: Vec<(String, String)> = addresses(&expr)
            .into_iter()
            .map(|(base, address, span)| {
                assert_eq!(&source[span.range()], address.to_string());
                (base.to_string(), address.to_string())
            })
            .collect();
        let expected = [("a", "x[0]"), ("a@x[0]", "y"), ("f(b)", "z")];
        assert_eq!(read, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
