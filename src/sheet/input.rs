//! Inputs: what a learner may edit, and within which bounds.

use super::evaluate::{NoFiles, Scope, evaluate};
use super::expr::{self, Argument, Expr, Kind, Limits};
use super::{Problem, ProblemKind};
use crate::run::address::Span;
use crate::run::{Budget, Path, Rope, Source, Type, Value};
use num_bigint::{BigInt, Sign};
use std::cell::RefCell;
use std::time::Duration;

/// An editable cell: `input("abc", max: 4096, help: "Try your own name.")`.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its value at first, whose type is the input's.
    pub default: Value,
    /// The largest integer, or the greatest length in bytes.
    pub max: Option<u64>,
    /// The smallest integer, or the least length in bytes.
    pub min: Option<u64>,
    /// A hint what to try, for the one who edits.
    pub help: Option<String>,
    /// The only texts it may be; empty where there is a free choice.
    pub choose: Vec<String>,
    /// How many random bytes may be asked for.
    pub random: Option<u64>,
}

/// How long an input may be where it says nothing.
const MAX_LENGTH: u64 = 8 << 20;
/// How long a declaration may take to compute.
const LONGEST: Duration = Duration::from_millis(16);

impl Input {
    /// Its type.
    pub fn kind(&self) -> Type {
        self.default.kind()
    }
    /// How many bytes it may have at most; nothing for integers and truth values.
    pub fn max_length(&self) -> u64 {
        self.max.unwrap_or(MAX_LENGTH)
    }
    /// Reads a declaration.
    pub(super) fn declared(arguments: &[Argument], span: Span) -> Result<Input, Problem> {
        let mut input =
            Input { default: Value::text(""), max: None, min: None, help: None, choose: vec![], random: None };
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
                "help" => input.help = Some(text(&value, at)?),
                "choose" => match &value {
                    Value::List(items) => {
                        input.choose = items.iter().map(|v| text(v, at)).collect::<Result<_, _>>()?;
                    }
                    _ => return Err(declaration(at, "`choose` wants a list of texts, as in [\"a\", \"b\"]")),
                },
                other => {
                    let options = ["max", "min", "help", "choose", "random"];
                    let problem = declaration(*name_span, &format!("an input has no option `{other}`"));
                    return Err(match crate::run::suggest::did_you_mean(other, options) {
                        Some(near) => problem.hint(format!("did you mean `{near}`?")),
                        None => problem.hint("the options are max, min, help, choose and random"),
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
        input.check(&input.default, span)?;
        Ok(input)
    }
    /// Whether a value may stand in it.
    ///
    /// # Errors
    /// A problem of kind [`ProblemKind::Input`] that says what may.
    pub(super) fn check(&self, value: &Value, span: Span) -> Result<(), Problem> {
        let no = |message: String| Err(Problem::new(ProblemKind::Input, span, message));
        if value.kind() != self.kind() {
            return no(format!("this input wants {}, and this is {}", self.kind().phrase(), value.kind().phrase()));
        }
        match value {
            Value::Int { .. } => {
                let int = value.to_int().map_err(|e| Problem::of(e, span))?.unwrap_or_default();
                match (self.min, self.max) {
                    (Some(min), _) if int < BigInt::from(min) => no(format!("this input is {min} at least")),
                    (_, Some(max)) if int > BigInt::from(max) => no(format!("this input is {max} at most")),
                    _ => Ok(()),
                }
            }
            Value::Bytes(rope) | Value::Text(rope) => {
                if rope.len() > self.max_length() {
                    return no(format!(
                        "this input has {} bytes at most, and this has {}",
                        self.max_length(),
                        rope.len()
                    ));
                }
                if self.min.is_some_and(|min| rope.len() < min) {
                    return no(format!(
                        "this input has {} bytes at least, and this has {}",
                        self.min.unwrap_or(0),
                        rope.len()
                    ));
                }
                if !self.choose.is_empty() {
                    let text = value.to_text().map_err(|e| Problem::of(e, span))?.unwrap_or_default();
                    if !self.choose.contains(&text) {
                        return no(format!("this input is one of: {}", self.choose.join(", ")));
                    }
                }
                Ok(())
            }
            Value::Bool(_) => Ok(()),
            Value::List(_) => no("a list cannot be an input".into()),
        }
    }
    /// The value that was typed, read by the input's type: a text as it stands; bytes as hexadecimal, or as an expression
    /// writes them; integers and truth values as an expression writes them.
    ///
    /// # Errors
    /// A problem that says how such a value is written.
    pub fn read(&self, typed: &str) -> Result<Value, Problem> {
        let span = Span::new(0, typed.len());
        let value = match self.kind() {
            Type::Text => Value::text(typed),
            Type::Bytes => Value::bytes(&bytes(typed)?),
            Type::Int | Type::Bool | Type::List => {
                let value = literal(typed.trim())?;
                if value.kind() != self.kind() {
                    return Err(Problem::new(
                        ProblemKind::Input,
                        span,
                        format!("this input wants {}, and this is {}", self.kind().phrase(), value.kind().phrase()),
                    ));
                }
                value
            }
        };
        self.check(&value, span)?;
        Ok(value)
    }
    /// How a value is written for [`Input::read`].
    pub fn write(value: &Value) -> String {
        value.show(usize::MAX / 8).unwrap_or_default()
    }
    /// The value with the learner's own input as its origin.
    pub(super) fn origin(value: &Value, cell: &str) -> Value {
        let rope = |rope: &Rope| rope.as_input(Path::new(cell)).unwrap_or_else(|_| rope.clone());
        match value {
            Value::Bytes(r) => Value::Bytes(rope(r)),
            Value::Text(r) => Value::Text(rope(r)),
            Value::Bool(r) => Value::Bool(rope(r)),
            Value::Int { magnitude, negative } => Value::Int { magnitude: rope(magnitude), negative: *negative },
            Value::List(items) => Value::List(items.clone()),
        }
    }
}

fn bytes(typed: &str) -> Result<Vec<u8>, Problem> {
    let span = Span::new(0, typed.len());
    let trimmed = typed.trim();
    if trimmed.starts_with("0x") || trimmed.starts_with("b64\"") || trimmed.starts_with('"') {
        let value = literal(trimmed)?;
        return value.rope().map_or(Ok(vec![]), Rope::to_vec).map_err(|e| Problem::of(e, span));
    }
    let digits: String = trimmed.chars().filter(|c| !matches!(c, ' ' | '_' | ':')).collect();
    let pair = |i: usize| digits.get(2 * i..2 * i + 2).and_then(|d| u8::from_str_radix(d, 16).ok());
    let read: Option<Vec<u8>> = (0..digits.len() / 2).map(pair).collect();
    match read {
        Some(bytes) if digits.len().is_multiple_of(2) && digits.bytes().all(|b| b.is_ascii_hexdigit()) => Ok(bytes),
        _ => {
            let problem = Problem::new(ProblemKind::Input, span, "bytes are written as pairs of hexadecimal digits");
            Err(problem.hint("put a text in quotes, as in \"abc\""))
        }
    }
}
fn literal(typed: &str) -> Result<Value, Problem> {
    let limits = Limits { literal_bytes: MAX_LENGTH as usize, ..Limits::default() };
    let parsed = expr::parse(typed, &limits)?;
    match parsed.kind {
        Kind::Text(_) | Kind::Bytes(_) | Kind::Int(_) | Kind::Bool(_) => constant(&parsed),
        _ => Err(Problem::new(ProblemKind::Input, parsed.span, "this input wants a plain value, not an expression")),
    }
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
    plain.ok_or_else(|| declaration(span, "this option wants an integer that is not negative"))
}
fn text(value: &Value, span: Span) -> Result<String, Problem> {
    let text = value.to_text().map_err(|e| Problem::of(e, span))?;
    text.ok_or_else(|| declaration(span, "this option wants a text in quotes"))
}
