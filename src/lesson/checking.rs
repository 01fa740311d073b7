//! The state of a check: the sheet with certain inputs, and the problems found so far.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::functions::FaultKind;
use crate::lesson::problem::{Problem, Severity, listed, quoted, sentence};
use crate::lesson::tree::{Expression, Pattern};
use crate::lesson::trial::Trial;
use crate::run::address::Span;
use crate::run::{Budget, Error, Type, Value};
use crate::sheet::expr::{Line, names};
use crate::sheet::{self, Cell, Mark, NoFiles, ProblemKind, Sheet};

/// The longest that one trial may compute; what takes more is too slow for a lesson.
pub(crate) const PATIENCE: Duration = Duration::from_millis(2500);

/// The fewest trials by which what often happens is told from chance.
const TELLING: usize = 30;

/// The remedy where some inputs have no value.
const BOUND: &str = "Bound the inputs with `min`, `max` or `choose` so that it cannot happen.";

/// The most values that a pattern may name.
const MAX_VALUES: usize = 4096;

/// The sheet of a lesson with certain inputs, and the problems found with these and those before.
pub(crate) struct Checking<'l> {
    source: &'l str,
    /// The sheet, computed.
    pub(crate) sheet: Sheet,
    /// The inputs; none for the defaults.
    pub(crate) trial: Option<&'l Trial>,
    trials: usize,
    found: Vec<Problem>,
    /// The cells that have no value with the default inputs.
    broken: BTreeSet<String>,
    /// The places of what reads them, of which nothing else is said.
    silent: Vec<Span>,
    /// Whether the lesson was read without an error.
    pub(crate) sound: bool,
    /// How long the sheets took so far, and each expression beside them.
    took: (Duration, BTreeMap<usize, (Span, Duration)>),
    /// The cells whose function refuses its arguments with some inputs, where that is told beside them.
    refusing: BTreeSet<String>,
    /// Coincidences, by where they stand.
    met: BTreeMap<usize, Met<'l>>,
}

/// A coincidence that a lesson cannot always avoid: it is told where most trials met it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chance {
    /// A wrong answer is the right one.
    RightAnswer,
    /// A change types what stands in the input already.
    NoChange,
}

/// A coincidence, and how often it was met.
struct Met<'l> {
    what: Chance,
    span: Span,
    times: usize,
    /// The first inputs that met it.
    first: &'l str,
}

impl<'l> Checking<'l> {
    /// The sheet of these cells with its default inputs.
    pub(crate) fn of(source: &'l str, cells: &[Line], sound: bool) -> Self {
        let mut checking = Checking {
            source,
            sheet: Sheet::new(cells.to_vec()),
            trial: None,
            trials: 0,
            found: Vec::new(),
            broken: BTreeSet::new(),
            silent: Vec::new(),
            sound,
            took: Default::default(),
            refusing: BTreeSet::new(),
            met: BTreeMap::new(),
        };
        checking.run(true);
        checking.sound &= checking.broken.is_empty();
        checking
    }

    /// Whether an expression reads a cell that has no value with the default inputs, or is not there: that was told,
    /// and nothing else is said of what reads it.
    pub(crate) fn is_silent(&mut self, expression: &Expression) -> bool {
        let names = names(&expression.expr).into_iter();
        let silent = names.map(|(name, _)| name.strip_prefix("before.").unwrap_or(name)).any(|name| self.lacks(name));
        if silent {
            self.skip(expression.span);
        }
        silent
    }

    /// Notes what is not asked, since it reads what was told to be broken.
    pub(crate) fn skip(&mut self, span: Span) {
        if self.trial.is_none() {
            self.silent.push(span);
        }
    }

    /// Whether a cell has no value with the default inputs, or is not there.
    pub(crate) fn lacks(&self, cell: &str) -> bool {
        self.broken.contains(cell) || self.sheet.cell(cell).is_none()
    }

    /// Goes on with other inputs, from the sheet with the defaults.
    pub(crate) fn with(&mut self, defaults: &Sheet, trial: &'l Trial, opinions: bool) {
        self.sheet = defaults.clone();
        self.trial = Some(trial);
        self.trials += 1;
        for (cell, value) in &trial.values {
            // An input that refuses the value keeps the one it has.
            let _ = self.sheet.set(cell, value.clone());
        }
        self.run(opinions);
    }

    /// Whether something of a piece of the file was reported.
    pub(crate) fn is_reported(&self, piece: Span) -> bool {
        self.found.iter().any(|known| piece.start <= known.span.start && known.span.end <= piece.end)
    }

    /// Notes what is told by how often it is met.
    pub(crate) fn meet(&mut self, what: Chance, span: Span) {
        let Some(trial) = self.trial else { return };
        let first = trial.name.as_str();
        self.met.entry(span.start).or_insert(Met { what, span, times: 0, first }).times += 1;
    }

    /// Says that not all of the trials were made, where most of the time went.
    pub(crate) fn stopped(&mut self, made: usize, of: usize) {
        let (sheet, others) = &self.took;
        let slowest = others.values().max_by_key(|(_, took)| *took).filter(|(_, took)| took > sheet);
        let span = slowest.map_or_else(|| self.slowest_cell(), |(span, _)| *span);
        let message = format!("This is slow: the lesson was tried with {made} of {of} inputs.");
        let hint = "Give the functions less to do, or the inputs a smaller `max`.";
        self.add(Severity::Remark, span, &message, Some(hint.to_owned()));
    }

    /// The place of the cell that takes longest, when what it reads is there.
    fn slowest_cell(&self) -> Span {
        let took = |cell: &&Cell| {
            let (began, budget) = (Instant::now(), Budget::worth(PATIENCE));
            let _ = self.sheet.eval(&cell.line.expr, &NoFiles, &budget).map(|outcome| outcome.value.finish(&budget));
            began.elapsed()
        };
        let computed = self.sheet.cells().iter().filter(|cell| cell.input.is_none());
        computed.max_by_key(took).map_or(Span::new(0, 0), |cell| cell.line.span)
    }

    /// The problems, in the order of the file; and the places of what reads cells that are broken.
    pub(crate) fn finish(mut self) -> (Vec<Problem>, Vec<Span>) {
        for Met { what, span, times, first } in std::mem::take(&mut self.met).into_values() {
            // Where numbers are small, some coincide; where they often do, nobody learns from it.
            if self.trials < TELLING || times * 3 < self.trials * 2 {
                continue;
            }
            let (message, hint) = match what {
                Chance::RightAnswer => ("This wrong answer is the right one", "Narrow the inputs, or take it away."),
                Chance::NoChange => ("This changes nothing", "Change another input too, or offer more to choose from."),
            };
            let message = format!("{message} with {times} of {} inputs, such as {first}.", self.trials);
            self.add(Severity::Remark, span, &message, Some(hint.to_owned()));
        }
        Problem::sort(&mut self.found);
        (self.found, self.silent)
    }

    fn add(&mut self, severity: Severity, span: Span, message: &str, hint: Option<String>) {
        // One mistake, one message.
        if self.found.iter().any(|known| known.span == span) {
            return;
        }
        let problem = Problem::new(severity, self.source, span, sentence(message), hint.unwrap_or_default());
        self.found.push(problem);
    }

    /// Notes something that does not work.
    pub(crate) fn error(&mut self, span: Span, message: &str, hint: &str) {
        self.add(Severity::Error, span, message, Some(hint.to_owned()));
    }

    /// Notes what an author may want to know, though nothing is wrong.
    pub(crate) fn remark(&mut self, span: Span, message: &str, hint: &str) {
        self.add(Severity::Remark, span, message, Some(hint.to_owned()));
    }

    /// Notes what the sheet says.
    pub(crate) fn problem(&mut self, span: Span, problem: &sheet::Problem) {
        let hint = problem.hint.as_deref().map(sentence);
        self.add(Severity::Error, span, &problem.message, hint);
    }

    /// The inputs, as a message names them.
    fn inputs(&self) -> &'l str {
        self.trial.map_or("the default inputs", |trial| trial.name.as_str())
    }

    /// Computes the sheet, and reports what must never happen; with the defaults, every cell must have a value.
    fn run(&mut self, opinions: bool) {
        let verified = |sheet: &Sheet| if opinions { sheet.verify(&Budget::worth(PATIENCE)) } else { Ok(()) };
        let began = Instant::now();
        let stopped = settle(&mut self.sheet).and_then(|()| verified(&self.sheet));
        self.took.0 += began.elapsed();
        if stopped.is_err_and(|error| error.is_pending()) {
            let span = self.sheet.cells().first().map_or(Span::new(0, 0), |cell| cell.line.span);
            let message = format!("With {} the sheet takes too long.", self.inputs());
            self.error(span, &message, "Give the inputs a smaller `max`, or the functions less to do.");
            return;
        }
        // A clone shares the values.
        let sheet = self.sheet.clone();
        sheet.check(&|| !opinions);
        for cell in sheet.cells() {
            if let Some(problem) = cell.problem() {
                self.cell_problem(cell, problem);
            }
            if let Some((call, Mark::Finished(agreement))) = cell.opinion()
                && agreement.differs()
            {
                let message = format!("With {} the value of `{}` {agreement}.", self.inputs(), call.at);
                self.error(
                    cell.line.span,
                    &message,
                    "This is a mistake of the program, not of the lesson: please report it.",
                );
            }
        }
    }

    fn cell_problem(&mut self, cell: &Cell, problem: &sheet::Problem) {
        let span = problem.span.unwrap_or(cell.line.span);
        if self.broken.contains(cell.name()) {
            return;
        }
        let Some(trial) = self.trial else {
            self.broken.insert(cell.name().to_owned());
            return match &problem.kind {
                // That there is no such cell was told when the lesson was read.
                ProblemKind::Upstream(_) | ProblemKind::NoCell => {}
                ProblemKind::Cycle => self.cycle(cell),
                _ => self.problem(span, problem),
            };
        };
        let severity = match &problem.kind {
            ProblemKind::Fault(FaultKind::BadArgument, _) => Severity::Warning,
            ProblemKind::Limit | ProblemKind::Fault(FaultKind::Limit, _) | ProblemKind::Source => Severity::Error,
            // What is wrong with every input was reported for the defaults; what is refused or not there is a state.
            ProblemKind::Fault(FaultKind::UnknownFunction | FaultKind::Rejected | FaultKind::Waiting, _)
            | ProblemKind::Syntax
            | ProblemKind::Missing
            | ProblemKind::NoCell
            | ProblemKind::Upstream(_)
            | ProblemKind::Cycle
            | ProblemKind::Input
            | ProblemKind::Pending { .. }
            | ProblemKind::Cancelled => return,
        };
        let reads = |input: &str| input == cell.name() || self.sheet.downstream(input).contains(&cell.name());
        let (name, why) = (quoted(cell.name()), because(problem));
        let message = format!("With {} the cell {name} has no value: {why}", trial.told(reads));
        self.add(severity, span, &message, Some(BOUND.to_owned()));
    }

    /// Reports a cell that reads itself, and by way of which others; those are not reported again.
    fn cycle(&mut self, cell: &Cell) {
        let way = self.sheet.way_round(cell.name());
        let names: Vec<&str> = way.iter().map(String::as_str).collect();
        let by_way = if names.is_empty() { String::new() } else { format!(", by way of {}", listed(names, "and")) };
        let message = format!("{} reads itself{by_way}.", quoted(cell.name()));
        self.error(cell.line.name_span, &message, "One of these cells must not read the others.");
        self.broken.extend(way);
    }

    /// Looks an address up. With the defaults there must be a value; with other inputs it may be missing, but must not
    /// break.
    pub(crate) fn target(&mut self, target: &Pattern) {
        if self.lacks(&target.address.steps[0].name) {
            return self.skip(target.span);
        }
        let budget = Budget::worth(PATIENCE);
        let found = self.sheet.find(&target.address, MAX_VALUES, &budget);
        if let Some(trial) = self.trial {
            if let Err(Error::Source(message)) = found {
                self.error(target.span, &format!("With {}: {message}", trial.name), "");
            }
            return;
        }
        match found {
            Ok(found) if found.is_empty() => {
                self.error(
                    target.span,
                    "With the default inputs the pattern names nothing.",
                    "Change the default, or the pattern.",
                );
            }
            Ok(found) => {
                let values = found.iter().map(|found| found.place.value(&budget));
                if let Some(error) = values.filter_map(Result::err).next() {
                    self.error(target.span, &error.to_string(), "");
                }
            }
            Err(Error::Missing { message, hint }) => {
                self.error(target.span, &message, &hint.as_deref().map(sentence).unwrap_or_default())
            }
            Err(error) => self.error(target.span, &error.to_string(), ""),
        }
    }

    /// Looks an address up that must lead to one value.
    pub(crate) fn one(&mut self, target: &Pattern) {
        self.target(target);
        if self.sheet.find(&target.address, MAX_VALUES, &Budget::worth(PATIENCE)).is_ok_and(|found| found.len() > 1) {
            self.error(target.span, "This names several values.", "Name the one to look at.");
        }
    }

    /// The value of an expression, or a report why there is none. With other inputs than the defaults it may be
    /// missing, but must not break.
    pub(crate) fn expression(&mut self, expression: &Expression) -> Option<Value> {
        if self.is_silent(expression) {
            return None;
        }
        let began = Instant::now();
        let found = value(&self.sheet, expression);
        self.took.1.entry(expression.span.start).or_insert((expression.span, Duration::ZERO)).1 += began.elapsed();
        let problem = match found {
            Ok(value) => return Some(value),
            Err(problem) => problem,
        };
        match self.trial {
            None => self.expression_problem(expression, &problem, false),
            Some(trial) if matches!(problem.kind, ProblemKind::Limit | ProblemKind::Source) => {
                let message = format!("With {}: {}", trial.name, problem.message);
                let place = expression.place(problem.span.unwrap_or_default());
                self.error(place, &message, "Give the inputs a smaller `max`.");
            }
            Some(_) => {}
        }
        None
    }

    /// The value of an expression that a page needs whatever was typed: with every input there must be one, unless an
    /// address names what only other inputs bring. What is needed is named by `what`.
    pub(crate) fn needed(&mut self, expression: &Expression, what: &str) -> Option<Value> {
        let found = self.expression(expression);
        if found.is_none()
            && let Err(problem) = value(&self.sheet, expression)
        {
            self.refused(&self.sheet.clone(), &problem, expression, what);
        }
        found
    }

    /// Tries a live value: a text must not show why a function refuses its arguments. What a cryptographic check says
    /// of them, and what a cell says, may be the point.
    pub(crate) fn live(&mut self, expression: &Expression) {
        if self.expression(expression).is_none()
            && let Err(problem) = value(&self.sheet, expression)
            && matches!(problem.kind, ProblemKind::Fault(FaultKind::BadArgument, _))
        {
            self.refused(&self.sheet.clone(), &problem, expression, "this");
        }
    }

    /// Asks of a watched cell whether a function refuses its arguments. That may be what the page shows; a value within
    /// its computation is there all the same.
    pub(crate) fn watched(&mut self, target: &Pattern) {
        let (Some(trial), [step]) = (self.trial, &target.address.steps[..]) else { return };
        let name = &step.name;
        let problem = self.sheet.cell(name).and_then(Cell::problem).filter(|problem| is_refusal(problem)).cloned();
        if let Some(problem) = problem.filter(|_| !self.is_free(&[name.as_str()]))
            && self.is_first(name, target.span)
        {
            let message = format!("With {} the cell {} has no value: {}", trial.name, quoted(name), because(&problem));
            self.remark(
                target.span,
                &message,
                "If the page is not about that, bound the inputs so that it cannot happen.",
            );
        }
    }

    /// Reports that an expression has no value with the inputs at hand, on this sheet, because a function refuses its
    /// arguments, unless its cell is reported. What is so with the default inputs is reported elsewhere.
    pub(crate) fn refused(&mut self, sheet: &Sheet, problem: &sheet::Problem, expression: &Expression, what: &str) {
        let Some(trial) = self.trial else { return };
        let (mut root, mut cell) = (problem, None);
        while let ProblemKind::Upstream(name) = &root.kind {
            let Some((next, problem)) = sheet.cell(name).and_then(|next| Some((next, next.problem()?))) else { return };
            (root, cell) = (problem, Some(next));
        }
        let reads: Vec<&str> = match cell {
            Some(cell) => vec![cell.name()],
            None => names(&expression.expr).into_iter().map(|(name, _)| name).collect(),
        };
        let may_be = is_refusal(root) && self.is_free(&reads);
        let is_first = cell.is_none_or(|cell| self.is_first(cell.name(), expression.span));
        let told = cell.is_some_and(|cell| self.is_reported(cell.line.span) || self.broken.contains(cell.name()));
        let is_bad = matches!(root.kind, ProblemKind::Fault(FaultKind::BadArgument, _));
        if is_first && !told && !may_be && (is_bad || is_refusal(root)) {
            let message = format!("With {} {what} has no value: {}", trial.name, because(root));
            self.add(Severity::Warning, expression.span, &message, Some(BOUND.to_owned()));
        }
    }

    /// Whether a cell that refuses its arguments is told here, and was not told elsewhere.
    fn is_first(&mut self, cell: &str, place: Span) -> bool {
        self.refusing.insert(cell.to_owned()) || self.is_reported(place)
    }

    /// Whether some cells come from inputs that cannot be bounded so that a check of them always says yes: texts and
    /// bytes that are typed freely.
    fn is_free(&self, cells: &[&str]) -> bool {
        let is_typed = |cell: &&Cell| {
            let input = cell.input.as_ref();
            input.is_some_and(|input| matches!(input.kind(), Type::Bytes | Type::Text) && input.choose.is_empty())
        };
        let leads = |input: &Cell| {
            let below = self.sheet.downstream(input.name());
            cells.iter().any(|cell| *cell == input.name() || below.contains(cell))
        };
        self.sheet.inputs().filter(is_typed).any(leads)
    }

    /// Reports why an expression has no value, unless the cell it reads is reported where it stands.
    pub(crate) fn expression_problem(&mut self, expression: &Expression, problem: &sheet::Problem, upstream: bool) {
        // A name that no sheet defines was reported when the lesson was read.
        if !upstream && problem.kind != ProblemKind::NoCell {
            self.problem(expression.place(problem.span.unwrap_or(Span::new(0, expression.source.len()))), problem);
        }
    }
}

/// Whether a cryptographic check says no.
fn is_refusal(problem: &sheet::Problem) -> bool {
    matches!(problem.kind, ProblemKind::Fault(FaultKind::Rejected, _))
}

/// The message of a problem, as the end of a sentence.
fn because(problem: &sheet::Problem) -> String {
    let why = Some(sentence(&problem.message)).filter(|why| why.starts_with('`'));
    why.unwrap_or_else(|| format!("{}.", problem.message))
}

/// Computes all values of a sheet, within what a lesson may take.
///
/// # Errors
/// The first that stopped it.
pub(crate) fn settle(sheet: &mut Sheet) -> Result<(), Error> {
    sheet.settle(&NoFiles, &Budget::worth(PATIENCE))
}

/// The value of an expression, computed to its end.
pub(crate) fn value(sheet: &Sheet, expression: &Expression) -> Result<Value, sheet::Problem> {
    let budget = Budget::worth(PATIENCE);
    let outcome = sheet.eval(&expression.expr, &NoFiles, &budget)?;
    outcome.value.finish(&budget).map_err(|error| sheet::Problem::of(error, expression.expr.span))?;
    Ok(outcome.value)
}

/// A value as it is compared with a choice or another answer.
pub(crate) fn shown(value: &Value) -> String {
    value.show(1 << 16).unwrap_or_default()
}

/// Whether an expression has no value because a cell that it reads has none.
pub(crate) fn has_no_value_upstream(sheet: &Sheet, problem: &sheet::Problem) -> bool {
    matches!(&problem.kind, ProblemKind::Upstream(cell) if has_no_value(sheet, cell))
}

fn has_no_value(sheet: &Sheet, cell: &str) -> bool {
    sheet.cell(cell).is_none_or(|cell| cell.outcome().is_none())
}
