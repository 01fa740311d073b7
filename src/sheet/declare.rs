//! Declarations of inputs: `input("abc", max: 4096, help: "Try your own name.")`.

use super::evaluate::{NoFiles, Scope, evaluate};
use super::expr::{Argument, Expr};
use super::{Input, Problem, ProblemKind};
use crate::run::address::Span;
use crate::run::{Budget, Path, Type, Value};
use num_bigint::Sign;
use std::cell::RefCell;
use std::time::Duration;

/// How long a declaration may take to compute.
const LONGEST: Duration = Duration::from_millis(16);

/// Reads a declaration.
pub(super) fn declared(arguments: &[Argument], span: Span) -> Result<Input, Problem> {
    let mut input =
        Input { default: Value::text(""), max: None, min: None, help: None, choose: vec![], random: None, keep: false };
    let mut given = false;
    for argument in arguments {
        let value = constant(&argument.value)?;
        let at = argument.value.span;
        let Some((name, name_span)) = &argument.name else {
            if given {
                return Err(declaration(at, "an input has one default; its options have names, as in max: 64"));
            }
            if value.kind() == Type::List {
                return Err(declaration(at, "an input is bytes, a text, an integer or a truth value"));
            }
            (input.default, given) = (value, true);
            continue;
        };
        match name.as_str() {
            "max" => input.max = Some(count(&value, at)?),
            "min" => input.min = Some(count(&value, at)?),
            "random" => input.random = Some(count(&value, at)?),
            "keep" => input.keep = truth(&value, at)?,
            "help" => input.help = Some(text(&value, at)?),
            "choose" => match &value {
                Value::List(items) => {
                    input.choose = items.iter().map(|v| text(v, at)).collect::<Result<_, _>>()?;
                }
                _ => return Err(declaration(at, "`choose` wants a list of texts, as in [\"a\", \"b\"]")),
            },
            other => {
                let options = ["max", "min", "help", "choose", "random", "keep"];
                let problem = declaration(*name_span, &format!("an input has no option `{other}`"));
                return Err(match crate::run::suggest::did_you_mean(other, options) {
                    Some(near) => problem.hint(format!("did you mean `{near}`?")),
                    None => problem.hint("the options are max, min, help, choose, random and keep"),
                });
            }
        }
    }
    if !given {
        return Err(declaration(span, "an input wants a default, as in input(\"abc\")"));
    }
    if !input.choose.is_empty() && input.kind() != Type::Text {
        return Err(declaration(span, "`choose` goes with a text as the default"));
    }
    if let (Some(min), Some(max)) = (input.min, input.max)
        && min > max
    {
        return Err(declaration(span, &format!("an input cannot be {min} at least and {max} at most")));
    }
    input.check(&input.default, span).map_err(|problem| problem.hint("change the default, or what may be typed"))?;
    Ok(input)
}
fn declaration(span: Span, message: &str) -> Problem {
    Problem::new(ProblemKind::Input, span, message)
}
/// The value of an expression that reads no cells.
fn constant(expr: &Expr) -> Result<Value, Problem> {
    let budget = Budget::worth(LONGEST);
    let scope = Scope {
        cells: &[],
        before: None,
        files: &NoFiles,
        budget: &budget,
        calls: &RefCell::default(),
        opened: &RefCell::default(),
    };
    let value = evaluate(expr, &scope, &Path::new(""))?.value;
    value.finish(&budget).map_err(|e| Problem::of(e, expr.span))?;
    Ok(value)
}
fn count(value: &Value, span: Span) -> Result<u64, Problem> {
    let int = value.to_int().map_err(|e| Problem::of(e, span))?;
    let plain = int.filter(|i| i.sign() != Sign::Minus).and_then(|i| u64::try_from(i).ok());
    plain.ok_or_else(|| declaration(span, "this option wants an integer that is not negative, and below 2^64"))
}
fn truth(value: &Value, span: Span) -> Result<bool, Problem> {
    let truth = value.to_bool().map_err(|e| Problem::of(e, span))?;
    truth.ok_or_else(|| declaration(span, "this option wants true or false"))
}
fn text(value: &Value, span: Span) -> Result<String, Problem> {
    let text = value.to_text().map_err(|e| Problem::of(e, span))?;
    text.ok_or_else(|| declaration(span, "this option wants a text in quotes"))
}
