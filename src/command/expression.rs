//! Expressions given on the command line.

use crate::functions::{self, Agreement, Arguments};
use crate::run::address::Span;
use crate::run::{Body, Budget, Error, Run, Value};
use crate::sheet::expr::{self, Limits};
use crate::sheet::{Outcome, Problem, Sheet};
use crate::shell::files::DiskFiles;

use super::Failure;
use super::progress::Progress;

/// The longest literal, in bytes; a longer one belongs in a file.
const LITERAL: usize = 8 << 20;

/// An expression and what came of it.
pub struct Evaluated<'a> {
    source: &'a str,
    span: Span,
    /// The value, and the run behind it.
    pub outcome: Outcome,
    /// The clock for what is still to be computed.
    pub progress: Progress,
}

impl<'a> Evaluated<'a> {
    /// Evaluates an expression, which may read files. Its value need not be computed yet.
    ///
    /// # Errors
    /// What is wrong with it, with a caret under the place.
    pub fn new(source: &'a str) -> Result<Evaluated<'a>, Failure> {
        let limits = Limits { literal_bytes: LITERAL, ..Limits::default() };
        let fail = |problem: Problem| Failure::in_expression(&problem, source);
        let expr = expr::parse(source, &limits).map_err(|fault| fail(fault.into()))?;
        let progress = Progress::new();
        let found = progress.evaluate(|budget| Sheet::default().eval(&expr, &DiskFiles, budget));
        Ok(Evaluated { source, span: expr.span, outcome: found.map_err(fail)?, progress })
    }

    /// The failure that an error in computing it is.
    pub fn fail(&self, error: Error) -> Failure {
        Failure::in_expression(&Problem::of(error, self.span), self.source)
    }

    /// Computes all of it.
    ///
    /// # Errors
    /// What stands in the way, placed in the expression.
    pub fn finish(&self) -> Result<&Value, Failure> {
        let all = |budget: &Budget| match &self.outcome.run {
            Some(run) => run.finish(budget),
            None => self.outcome.value.finish(budget),
        };
        self.progress.wait(all).map_err(|error| self.fail(error))?;
        Ok(&self.outcome.value)
    }

    /// What vetted crates say of the finished call, and of the calls that made its arguments: a disagreement in any of
    /// them is one.
    ///
    /// # Errors
    /// What reading the arguments gives.
    pub fn agreement(&self) -> Result<Agreement, Failure> {
        let below = self.outcome.run.as_ref().map_or(Ok(None), |run| disagreement(run));
        let own = || match (&self.outcome.run, &self.outcome.call) {
            (Some(run), Some((function, arguments))) => function.agreement(run, arguments),
            _ => Ok(Agreement::NoSecondOpinion),
        };
        match below {
            Ok(Some(differs)) => Ok(differs),
            Ok(None) => own(),
            Err(error) => Err(error),
        }
        .map_err(|error| self.fail(error))
    }
}

/// The first disagreement in the calls below a run.
fn disagreement(run: &Run) -> Result<Option<Agreement>, Error> {
    for item in &run.items {
        let Body::Run(inner) = &item.body else { continue };
        if let Some(differs) = disagreement(inner)? {
            return Ok(Some(differs));
        }
        // Only a call of an expression knows its arguments; the runs that a function is made of do not.
        let Ok(function) = functions::function(inner.function) else { continue };
        let given = inner.inputs.iter().map(|(name, value)| (Some(*name), value.clone())).collect();
        let Ok(arguments) = Arguments::bind(function, given, &Budget::unlimited()) else { continue };
        let agreement = function.agreement(inner, &arguments)?;
        if agreement.differs() {
            return Ok(Some(agreement));
        }
    }
    Ok(None)
}
