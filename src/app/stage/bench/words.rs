//! How the bench spells a cell: its formula in the list, its line under another name, a name for a value that has none.

use super::rows::COLUMNS;
use crate::app::stage::bench::bar;
use crate::app::stage::bench::file::{children, declaration, literal};
use crate::functions;
use crate::run::Type;
use crate::sheet::Cell;
use crate::sheet::expr::{self, Expr, Form, Kind, Line};

/// An expression, cut where it is long.
pub(super) fn short(expr: &Expr) -> String {
    crate::view::SafeText::line(&expr.to_string()).cut(COLUMNS).to_string()
}

/// The formula of a cell, an input with what stands in it now.
pub(super) fn spelled(cell: &Cell) -> String {
    match (&cell.input, cell.given()) {
        (Some(input), Some(value)) if literal(value).is_some() => declaration(input, value),
        _ => cell.line.expr.to_string(),
    }
}

/// The same line with places of its own.
pub(super) fn own(line: Line) -> Line {
    bar::line(&line.name, &line.expr.to_string()).unwrap_or(line)
}

pub(super) fn is_input(expr: &Expr) -> bool {
    matches!(&expr.kind, Kind::Call { function, form: Form::Named, .. } if function == "input")
}

/// A line that reads a cell by its new name.
pub(super) fn renamed(mut line: Line, old: &str, new: &str) -> Line {
    fn rename(expr: &mut Expr, old: &str, new: &str) {
        match &mut expr.kind {
            Kind::Name(name) if name == old => *name = new.to_owned(),
            _ => children(expr).into_iter().for_each(|child| rename(child, old, new)),
        }
    }
    if !expr::names(&line.expr).iter().any(|(name, _)| *name == old) {
        return line;
    }
    rename(&mut line.expr, old, new);
    own(line)
}

/// A word for a value without a name.
pub(super) fn word_for(expr: &Expr) -> &'static str {
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
                Family::Signature => "signature",
                Family::Bytes | Family::Integers | Family::Cipher | Family::Mode | Family::Exchange => {
                    row.result.map_or("value", of_kind)
                }
            },
            Err(_) => "value",
        },
    }
}
