//! The way to an answer that is worked out: its expression, piece by piece from the inside out, each with its value.

use crate::run::{Budget, Value};
use crate::sheet::expr::{Expr, Kind};
use crate::sheet::{NoFiles, Sheet};

/// How many pieces are shown at most; of a longer way the last ones.
const STEPS: usize = 8;
/// How much of a value a step shows, in characters.
const SHOWN: usize = 60;

/// The steps, `length(key) = 20` first and the answer last. None for an answer that is a value of the sheet: the way to
/// that is its own trace.
pub fn way(expr: &Expr, sheet: &Sheet, budget: &Budget) -> Vec<String> {
    let mut pieces = Vec::new();
    collect(expr, &mut pieces);
    let mut steps: Vec<String> = Vec::new();
    for piece in pieces {
        let Ok(outcome) = sheet.eval(piece, &NoFiles, budget) else { continue };
        let shown = |value: &Value| value.finish(budget).and_then(|()| value.show(SHOWN)).ok();
        let Some(value) = shown(&outcome.value) else { continue };
        let step = format!("{piece} = {value}");
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    let first = steps.len().saturating_sub(STEPS);
    steps.split_off(first)
}

/// The pieces that are worked out, each after those it is made of.
fn collect<'e>(expr: &'e Expr, out: &mut Vec<&'e Expr>) {
    match &expr.kind {
        Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_) | Kind::Name(_) | Kind::At { .. } => {}
        Kind::Slice { base, .. } => collect(base, out),
        Kind::List(items) => items.iter().for_each(|item| collect(item, out)),
        Kind::Item { base, index } => {
            collect(base, out);
            collect(index, out);
        }
        Kind::Call { arguments, .. } => {
            arguments.iter().for_each(|argument| collect(&argument.value, out));
            out.push(expr);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::expr::{Limits, parse};

    fn steps(expr: &str) -> Vec<String> {
        let (mut sheet, _) = Sheet::parse("m = input(\"abc\")\nd = sha256(m)", &Limits::default());
        sheet.finish(&NoFiles, &Budget::unlimited()).unwrap();
        way(&parse(expr, &Limits::default()).unwrap(), &sheet, &Budget::unlimited())
    }

    #[test]
    fn each_piece_comes_after_those_it_is_made_of() {
        assert_eq!(
            steps("64 * ((length(m) + 72) div 64)"),
            [
                "length(m) = 3",
                "length(m) + 72 = 75",
                "(length(m) + 72) div 64 = 1",
                "64 * ((length(m) + 72) div 64) = 64"
            ]
        );
        assert_eq!(steps("length(m) + length(m)").len(), 2, "the same piece once");
    }

    #[test]
    fn a_value_of_the_sheet_has_its_trace() {
        assert_eq!(steps("d@block[0]/T1[0]"), [""; 0]);
        assert_eq!(steps("d[0..4]"), [""; 0]);
    }
}
