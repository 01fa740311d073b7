//! From an expression to its value and its run.

use super::cell::{Cell, State};
use super::expr::{Argument, Expr, Form, Kind};
use super::{Call, Outcome, Problem, ProblemKind};
use crate::functions::{self, Context, Function};
use crate::run::address::{Address, Span};
use crate::run::{Budget, Path, Rope, Run, Source, Type, Value};
use num_bigint::Sign;
use std::cell::RefCell;
use std::sync::Arc;

/// The port to files, for the functions that may read them: the command line and the workbench, never a lesson.
pub trait Files {
    /// Opens a file for random access.
    ///
    /// # Errors
    /// A sentence that names the file and the remedy.
    fn open(&self, path: &str) -> Result<Arc<dyn Source>, String>;
}
/// No files at all: what a lesson gets.
pub struct NoFiles;
impl Files for NoFiles {
    fn open(&self, _: &str) -> Result<Arc<dyn Source>, String> {
        Err("a lesson cannot read files; declare an input instead".into())
    }
}

/// The values that `x@pattern` may give at most.
const MAX_MATCHES: usize = 4096;
/// Nanoseconds that reading a byte of a value may cost.
const HEAVIEST: u64 = 5_000_000;
/// How many values a list may hold, in lists within it too.
const MAX_VALUES: usize = 65_536;

/// The cells that an expression can see.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub cells: &'a [Cell],
    /// The cells that `before.` names.
    pub before: Option<&'a [Cell]>,
    pub files: &'a dyn Files,
    pub budget: &'a Budget<'a>,
    /// The calls that were made on the way, each after those that made its arguments.
    pub calls: &'a RefCell<Vec<Call>>,
    /// The files that were opened on the way.
    pub opened: &'a RefCell<Vec<Arc<dyn Source>>>,
}
impl<'a> Scope<'a> {
    /// The cell of a name, which `before.` may stand in front of.
    fn cell(&self, name: &str) -> Option<&'a Cell> {
        let (cells, short) = match name.strip_prefix("before.") {
            Some(short) => (self.before?, short),
            None => (self.cells, name),
        };
        cells.iter().find(|cell| cell.name() == short)
    }
}
type Found = Result<Outcome, Problem>;

/// Evaluates an expression whose calls become runs at `at`.
pub(super) fn evaluate(expr: &Expr, scope: &Scope, at: &Path) -> Found {
    match &expr.kind {
        Kind::Text(text) => Ok(Outcome::value(Value::text(text))),
        Kind::Bytes(bytes) => Ok(Outcome::value(Value::bytes(bytes))),
        Kind::Int(value) => Ok(Outcome::value(Value::int(value.clone()))),
        Kind::Bool(value) => Ok(Outcome::value(Value::bool(*value))),
        Kind::List(items) => {
            let items = items.iter().enumerate();
            let values = items.map(|(i, item)| Ok(evaluate(item, scope, &at.number(i as u64))?.value));
            let list = Value::List(values.collect::<Result<_, Problem>>()?);
            if list.count(MAX_VALUES) > MAX_VALUES {
                let message = format!("a list holds {MAX_VALUES} values at most, those in its lists among them");
                return Err(Problem::new(ProblemKind::Limit, expr.span, message));
            }
            Ok(Outcome::value(list))
        }
        Kind::Name(name) => named(name, expr.span, scope),
        Kind::At { base, address, address_span } => {
            // The values of a call that was refused can be looked at, though it has no result.
            let refused = match &base.kind {
                Kind::Name(name) => {
                    scope.cell(name).filter(|cell| cell.problem().is_some()).and_then(Cell::run).cloned()
                }
                _ => None,
            };
            let run = match refused {
                Some(run) => Some(run),
                None => {
                    let of_refused = |problem: Problem| match problem.refused.clone() {
                        Some(refused) if refused.0.at == *at => Ok(Some(refused.0)),
                        _ => Err(problem),
                    };
                    let run = evaluate(base, scope, at).map_or_else(of_refused, |outcome| Ok(outcome.run))?;
                    // The result of a call that is only looked into need never be computed, so nobody can compare it.
                    let looked_into = |call: &mut Call| run.as_ref().is_some_and(|run| call.at == run.at);
                    scope.calls.borrow_mut().pop_if(looked_into);
                    run
                }
            };
            at_address(run.as_ref(), address, *address_span, scope.budget).map(Outcome::value)
        }
        Kind::Slice { base, from, to } => {
            if let Some(problem) = from.as_deref().and_then(|from| backward(base, from)) {
                return Err(problem);
            }
            let whole = made(base, "a", scope, at)?;
            let start = match from {
                Some(from) => made(from, "from", scope, at)?,
                None => given("from", Value::int(0)),
            };
            let end = match to {
                Some(to) => made(to, "to", scope, at)?,
                None => given("to", length(&whole.outcome.value, expr.span, scope.budget)?),
            };
            let function = functions::function("slice").map_err(|f| Problem::fault(f, expr.span))?;
            apply(function, vec![whole, start, end], expr.span, &[], at, scope)
        }
        Kind::Item { base, index } => {
            let list = made(base, "list", scope, at)?;
            let kind = list.outcome.value.kind();
            if kind != Type::List {
                let message = format!("only a list has items, and this is {}", kind.phrase());
                let problem =
                    Problem::new(ProblemKind::Fault(functions::FaultKind::BadArgument, None), expr.span, message);
                return Err(problem.hint("one byte is written a[3..4]"));
            }
            let index = made(index, "index", scope, at)?;
            let function = functions::function("item").map_err(|f| Problem::fault(f, expr.span))?;
            apply(function, vec![list, index], expr.span, &[], at, scope)
        }
        Kind::Call { function, function_span, arguments, form } => match function.as_str() {
            "file" if *form == Form::Named => file(arguments, expr.span, scope).map(Outcome::value),
            "input" if *form == Form::Named => {
                let problem = Problem::new(ProblemKind::Input, *function_span, "an input stands alone in its cell");
                Err(problem.hint("give it a line of its own, as in message = input(\"abc\"), and use its name here"))
            }
            _ => {
                let found = calling(Written::read(function, *function_span, arguments, expr.span, at.clone())?, scope);
                match form {
                    Form::If => found.map_err(condition),
                    Form::Named | Form::Infix(_) | Form::Minus => found,
                }
            }
        },
    }
}

/// The problem of a slice that would begin before the first byte, where it says so itself.
fn backward(base: &Expr, from: &Expr) -> Option<Problem> {
    let Kind::Int(number) = &from.kind else { return None };
    let back = (number.sign() == Sign::Minus).then(|| number.magnitude())?;
    let base = if let Kind::Name(name) = &base.kind { name } else { "x" };
    let kind = ProblemKind::Fault(functions::FaultKind::BadArgument, None);
    let problem = Problem::new(kind, from.span, "a slice does not count from the end");
    Some(problem.hint(format!("write {base}[length({base}) - {back}..]")))
}

/// A problem of the function that `if` is written for, by the word that was written.
fn condition(problem: Problem) -> Problem {
    Problem { message: problem.message.replace("`c` of choose", "the condition of `if`"), ..problem }
}

/// The remedy for a word that means something, though not as the name of a cell.
pub fn known_word(word: &str) -> Option<String> {
    match word.to_lowercase().as_str() {
        truth @ ("true" | "false") => Some(format!("write {truth}, in small letters")),
        name if functions::function(name).is_ok() => {
            Some(format!("`{name}` is a function; as an argument its name stands in quotes: \"{name}\""))
        }
        _ => None,
    }
}

fn named(name: &str, span: Span, scope: &Scope) -> Found {
    let (cells, short) = match (name.strip_prefix("before."), scope.before) {
        (Some(short), Some(before)) => (before, short),
        (Some(_), None) => {
            let problem = Problem::new(ProblemKind::NoCell, span, format!("there is no `{name}` here"));
            return Err(problem.hint("`before.` names the cells as they were, in the `expect` of a tamper"));
        }
        (None, _) => (scope.cells, name),
    };
    let Some(cell) = cells.iter().find(|c| c.name() == short) else {
        let problem = Problem::new(ProblemKind::NoCell, span, format!("there is no cell `{short}`"));
        let near = crate::run::suggest::did_you_mean(short, cells.iter().map(Cell::name));
        let quoted = || format!("a text stands in quotes: \"{short}\"");
        let hint = known_word(short).or_else(|| near.map(|near| format!("did you mean `{near}`?")));
        return Err(problem.hint(hint.unwrap_or_else(quoted)));
    };
    match cell.state() {
        State::Ready(outcome) => Ok(outcome.clone()),
        State::Pending { done, of } => Err(Problem::new(
            ProblemKind::Pending { done: *done, of: *of },
            span,
            format!("`{short}` is being computed"),
        )),
        State::Dirty => Err(Problem::new(ProblemKind::Upstream(short.into()), span, format!("`{short}` has no value"))),
        State::Problem(problem) => Err(upstream(short, problem, span)),
    }
}

/// Says of a cell that it has no value, and why, if the reason is its own.
pub(super) fn upstream(name: &str, problem: &Problem, span: Span) -> Problem {
    let own = !matches!(problem.kind, ProblemKind::Upstream(_));
    let why = if own { format!(": {}", problem.message) } else { String::new() };
    let kind = ProblemKind::Upstream(name.into());
    let ours = Problem::new(kind, span, format!("`{name}` has no value{why}"));
    match &problem.hint {
        Some(hint) if own => ours.hint(hint.clone()),
        _ => ours,
    }
}

/// The value that an address names below a value's run, or below `in/` of it. A value that no call made has none.
pub(super) fn at_address(
    run: Option<&Arc<Run>>,
    address: &Address,
    span: Span,
    budget: &Budget,
) -> Result<Value, Problem> {
    let Some(run) = run else {
        let problem =
            Problem::new(ProblemKind::Missing, span, "this value was not computed here, so nothing lies below it");
        return Err(problem.hint("an address follows the result of a function, as in digest@block[0]/T1[0]"));
    };
    let found = run.find(address, MAX_MATCHES, budget).map_err(|e| Problem::of(e, span))?;
    let mut values = found.iter().map(|f| f.place.value(budget).map_err(|e| Problem::of(e, span)));
    match address.is_pattern() {
        true => Ok(Value::List(values.collect::<Result<_, _>>()?)),
        false => values.next().unwrap_or_else(|| {
            Err(Problem::new(ProblemKind::Missing, span, format!("there is nothing at `{address}`")))
        }),
    }
}

/// Where a slice ends that does not say: after the last byte, or the last character of a text.
fn length(value: &Value, span: Span, budget: &Budget) -> Result<Value, Problem> {
    match value {
        Value::Text(rope) => {
            rope.finish(budget).map_err(|e| Problem::of(e, span))?;
            let text = value.to_text().map_err(|e| Problem::of(e, span))?.unwrap_or_default();
            Ok(Value::int(text.chars().count()))
        }
        other => Ok(Value::int(other.rope().map_or(0, Rope::len))),
    }
}

fn file(arguments: &[Argument], span: Span, scope: &Scope) -> Result<Value, Problem> {
    let [Argument { name: None, value }] = arguments else {
        return Err(Problem::new(
            ProblemKind::Source,
            span,
            "`file` wants the path of one file, as in file(\"report.pdf\")",
        ));
    };
    let Kind::Text(path) = &value.kind else {
        return Err(Problem::new(ProblemKind::Source, value.span, "the path of a file is written in quotes"));
    };
    let source = scope.files.open(path).map_err(|m| Problem::new(ProblemKind::Source, value.span, m))?;
    scope.opened.borrow_mut().push(source.clone());
    Ok(Value::Bytes(Rope::input(Path::new(&format!("file({path:?})")), source)))
}

/// An argument on its way to a call.
struct Given<'a> {
    /// The parameter it is for, as far as that is known.
    parameter: &'a str,
    /// Whether it was given by name.
    by_name: bool,
    outcome: Outcome,
    /// Whether the call that made it belongs to this one, as a part named by the parameter.
    part: bool,
}
fn given(parameter: &str, value: Value) -> Given<'_> {
    Given { parameter, by_name: false, outcome: Outcome::value(value), part: false }
}
fn made<'a>(expr: &Expr, parameter: &'a str, scope: &Scope, at: &Path) -> Result<Given<'a>, Problem> {
    let outcome = evaluate(expr, scope, &at.join(parameter))?;
    let part = matches!(expr.kind, Kind::Call { .. } | Kind::Slice { .. } | Kind::Item { .. });
    Ok(Given { parameter, by_name: false, outcome, part })
}

/// A call on its way: the function, its arguments as they are written, and where it becomes a run.
struct Written<'a> {
    function: &'static Function,
    arguments: &'a [Argument],
    span: Span,
    at: Path,
}
impl<'a> Written<'a> {
    fn read(name: &str, name_span: Span, arguments: &'a [Argument], span: Span, at: Path) -> Result<Self, Problem> {
        let function = functions::function(name).map_err(|f| Problem::fault(f, name_span))?;
        Ok(Written { function, arguments, span, at })
    }

    /// Reads the first argument, if an operator makes it.
    fn left(&self) -> Option<Result<Self, Problem>> {
        let first = &self.arguments.first().filter(|argument| argument.name.is_none())?.value;
        let Kind::Call { function, function_span, arguments, form: Form::Infix(_) } = &first.kind else { return None };
        let at = self.at.join(parameter(self.function, 0));
        Some(Written::read(function, *function_span, arguments, first.span, at))
    }

    /// Makes the call; its first argument is already computed where there is a `left`.
    fn call(&self, left: Option<Outcome>, scope: &Scope) -> Found {
        let name = |place| parameter(self.function, place);
        let first = left.map(|outcome| Given { parameter: name(0), by_name: false, outcome, part: true });
        let others = self.arguments.iter().enumerate().skip(usize::from(first.is_some())).map(|(i, argument)| {
            let (parameter, by_name) = match &argument.name {
                Some((name, _)) => (name.as_str(), true),
                None => (name(i), false),
            };
            Ok(Given { by_name, ..made(&argument.value, parameter, scope, &self.at)? })
        });
        let given = first.into_iter().map(Ok).chain(others).collect::<Result<_, Problem>>()?;
        apply(self.function, given, self.span, self.arguments, &self.at, scope)
    }
}

/// Makes a call. In a chain such as a + b + c the calls to the left are made first, one after another, so that the
/// stack does not grow with its length.
fn calling(call: Written, scope: &Scope) -> Found {
    let mut chain = vec![];
    let mut next = call.left();
    while let Some(left) = next {
        let left = left?;
        next = left.left();
        chain.push(left);
    }
    let mut computed = None;
    while let Some(left) = chain.pop() {
        computed = Some(left.call(computed, scope)?);
    }
    call.call(computed, scope)
}
/// The name of a function's parameter, by its place.
fn parameter(function: &'static Function, place: usize) -> &'static str {
    function.parameters.get(place).map_or("", |parameter| parameter.name)
}
/// Calls a function; the calls that made its arguments become parts of its run.
fn apply(
    function: &'static Function,
    given: Vec<Given>,
    span: Span,
    written: &[Argument],
    at: &Path,
    scope: &Scope,
) -> Found {
    let values = given.iter().map(|g| (g.by_name.then_some(g.parameter), g.outcome.value.clone())).collect();
    let (mut run, arguments) = bound(function, values, span, written, at, scope)?;
    if run.result.rope().is_some_and(|rope| rope.weight(1) > HEAVIEST) {
        let message = "every byte of this value takes too long, since all it is made of is computed anew for each";
        let problem = Problem::new(ProblemKind::Limit, span, message);
        return Err(problem.hint("1 MiB at most is kept on the way; make a value shorter"));
    }
    for g in given.into_iter().rev().filter(|g| g.part) {
        let inner = g.outcome.run.filter(|inner| !inner.items.is_empty());
        if let Some(inner) = inner.filter(|_| !run.items.iter().any(|i| i.name == g.parameter)) {
            run.argument_run(g.parameter, inner);
        }
    }
    let run = Arc::new(run);
    scope.calls.borrow_mut().push(Call::new(at, function, Arc::new(arguments), run.clone()));
    Ok(Outcome { run: Some(run.clone()), ..Outcome::value(run.result.clone()) })
}
/// Calls a function; a fault in an argument is placed at that argument.
fn bound(
    function: &'static Function,
    given: Vec<(Option<&str>, Value)>,
    span: Span,
    written: &[Argument],
    at: &Path,
    scope: &Scope,
) -> Result<(Run, functions::Arguments), Problem> {
    function.call(&Context { at: at.clone(), budget: scope.budget }, given).map_err(|fault| {
        let refused = fault.run.as_ref().filter(|_| fault.kind == functions::FaultKind::Rejected);
        scope.calls.borrow_mut().extend(refused.and_then(|run| Call::refused(run)));
        let place = fault.argument.as_deref().and_then(|name| {
            let by_name = written.iter().find(|a| a.name.as_ref().is_some_and(|(n, _)| n == name));
            let position = function.parameters.iter().position(|p| p.name == name);
            by_name.or_else(|| position.and_then(|i| written.get(i)).filter(|a| a.name.is_none()))
        });
        Problem::fault(fault, place.map_or(span, |a| a.value.span))
    })
}
