//! Writing a sheet: lines from names and formulas, values as literals, names for what has none.

use super::expr::{self, Expr, Fault, Form, Kind, Limits, Line};
use crate::functions;
use crate::run::address::Span;
use crate::run::{Type, Value};

/// Reads `name = expression`, or an expression alone.
///
/// # Errors
/// The first mistake, with its place in the text.
pub fn read(text: &str) -> Result<(Option<String>, Expr), Fault> {
    let limits = Limits::default();
    if !names_a_cell(text) {
        return expr::parse(text, &limits).map(|expr| (None, expr));
    }
    let (lines, faults) = expr::parse_sheet(text, &limits);
    match (lines.into_iter().next(), faults.into_iter().next()) {
        (_, Some(fault)) => Err(fault),
        (Some(line), None) => Ok((Some(line.name), line.expr)),
        (None, None) => expr::parse(text, &limits).map(|expr| (None, expr)),
    }
}

/// A line of a sheet, as the sheet itself would read it.
///
/// # Errors
/// The mistake that makes it no line.
pub fn line(name: &str, formula: &str) -> Result<Line, Fault> {
    let source = format!("{name} = {formula}");
    let (lines, faults) = expr::parse_sheet(&source, &Limits::default());
    match faults.into_iter().next() {
        Some(fault) => Err(fault),
        None => lines.into_iter().next().ok_or_else(|| Fault::new(Span::new(0, 0), "There is no cell here.")),
    }
}

fn names_a_cell(text: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let rest = text.trim_start().trim_start_matches(word).trim_start();
    rest.starts_with('=') && !rest.starts_with("==")
}

/// A value as a literal, where there is one for it.
pub fn literal(value: &Value) -> Option<Kind> {
    match value {
        Value::Text(_) => value.to_text().ok().flatten().map(Kind::Text),
        Value::Bytes(rope) => rope.to_vec().ok().map(Kind::Bytes),
        Value::Int { .. } => value.to_int().ok().flatten().map(Kind::Int),
        Value::Bool(_) => value.to_bool().ok().flatten().map(Kind::Bool),
        Value::List(_) => None,
    }
}

/// A name that is not taken: the word itself, or with a number behind.
pub fn free_name(word: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(word) {
        return word.to_owned();
    }
    (2..).map(|n| format!("{word}{n}")).find(|name| !taken(name)).unwrap_or_default()
}

/// The same line with places of its own.
pub fn own(read: Line) -> Line {
    line(&read.name, &read.expr.to_string()).unwrap_or(read)
}

/// Whether an expression declares an input.
pub fn is_input(expr: &Expr) -> bool {
    matches!(&expr.kind, Kind::Call { function, form: Form::Named, .. } if function == "input")
}

/// A line that reads a cell by its new name.
pub fn renamed(mut line: Line, old: &str, new: &str) -> Line {
    if !expr::names(&line.expr).iter().any(|(name, _)| *name == old) {
        return line;
    }
    expr::rename(&mut line.expr, old, new);
    own(line)
}

/// A word for a value without a name.
pub fn word_for(expr: &Expr) -> &'static str {
    use functions::Family;
    let of_kind = |kind: Type| match kind {
        Type::Text => "text",
        Type::Bytes => "bytes",
        Type::Int => "number",
        Type::Bool => "truth",
        Type::List => "list",
    };
    match &expr.kind {
        Kind::Text(_) => "text",
        Kind::Bytes(_) => "bytes",
        Kind::Int(_) => "number",
        Kind::Bool(_) => "truth",
        Kind::List(_) => "list",
        Kind::Name(_) | Kind::At { .. } | Kind::Slice { .. } | Kind::Item { .. } => "value",
        Kind::Call { function, form: Form::Named, .. } if function == "input" => "message",
        Kind::Call { function, form: Form::Named, .. } if function == "file" => "contents",
        Kind::Call { function, .. } => match functions::function(function) {
            Ok(row) => match row.family {
                Family::Hash => "digest",
                Family::Mac => "mac",
                Family::Kdf => "derived",
                Family::Password | Family::Stored | Family::Transit => "stored",
                Family::Token => "token",
                Family::Signature => "signature",
                Family::Aead => "sealed",
                Family::Attack => "found",
                Family::Random => "random",
                Family::Certificate => "fields",
                Family::Bytes | Family::Integers | Family::Cipher | Family::Mode | Family::Exchange => {
                    row.result.map_or("value", of_kind)
                }
            },
            Err(_) => "value",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_may_have_a_name() {
        assert_eq!(read("a = 1").unwrap().0.as_deref(), Some("a"));
        assert_eq!(read("a == 1").unwrap().0, None);
        assert_eq!(read("sha256(\"a = b\")").unwrap().0, None);
        assert!(read("last = 1").is_err());
        assert!(read("").is_err());
    }
}
