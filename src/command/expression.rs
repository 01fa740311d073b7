//! Expressions given on the command line.

use crate::functions::Agreement;
use crate::run::address::Span;
use crate::run::{Budget, Error, Path, Run, Value};
use crate::sheet::expr::{self, Limits};
use crate::sheet::{Call, Mark, Outcome, Problem, Sheet};
use crate::shell::files::DiskFiles;

use super::Failure;
use super::waiting::Progress;

/// The longest literal, in bytes; a longer one belongs in a file.
const LITERAL: usize = 8 << 20;

/// The opinion of the vetted crate on a call that is refused here, where it accepts it.
pub fn accepted(run: &Run) -> Option<Agreement> {
    let call = Call::refused(run)?;
    call.check().ok()?;
    match call.mark() {
        Mark::Finished(agreement) if agreement.differs() => Some(agreement),
        Mark::Finished(_) | Mark::Checking => None,
    }
}

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
        match Evaluated::or_refused(source)? {
            (evaluated, None) => Ok(evaluated),
            (_, Some(refusal)) => Err(refusal),
        }
    }

    /// The same; an expression that a cryptographic check of its own refused has the values up to that check and no
    /// value, and comes with the refusal.
    ///
    /// # Errors
    /// What is wrong with it, with a caret under the place.
    pub fn or_refused(source: &'a str) -> Result<(Evaluated<'a>, Option<Failure>), Failure> {
        let limits = Limits { literal_bytes: LITERAL, ..Limits::default() };
        let fail = |problem: Problem| Failure::in_expression(&problem, source);
        let expr = expr::parse(source, &limits).map_err(|fault| fail(fault.into()))?;
        let progress = Progress::new();
        let (outcome, refusal) = match progress.evaluate(|budget| Sheet::default().eval(&expr, &DiskFiles, budget)) {
            Ok(outcome) => (outcome, None),
            Err(problem) => {
                let refused = problem.refused.clone().map(|refused| refused.0);
                let failure = fail(match refused.as_ref().and_then(|run| accepted(run)) {
                    Some(agreement) => problem.hint(format!("this refusal {agreement}: report that as a defect")),
                    None => problem,
                });
                let Some(run) = refused.filter(|run| run.at == Path::new("")) else { return Err(failure) };
                (Outcome { run: Some(run.clone()), ..Outcome::value(run.result.clone()) }, Some(failure))
            }
        };
        Ok((Evaluated { source, span: expr.span, outcome, progress }, refusal))
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
        let all = |budget: &Budget| {
            match &self.outcome.run {
                Some(run) => run.finish(budget),
                None => self.outcome.value.finish(budget),
            }?;
            self.outcome.calls.iter().try_for_each(|call| call.finish(budget))
        };
        self.progress.wait(all).map_err(|error| self.fail(error))?;
        Ok(&self.outcome.value)
    }

    /// Computes the answer, as soon as a vetted crate does; our own body may not have been over all of it yet.
    ///
    /// # Errors
    /// What stands in the way, placed in the expression.
    pub fn answer(&self) -> Result<&Value, Failure> {
        self.progress.wait(|budget| self.outcome.value.finish(budget)).map_err(|error| self.fail(error))?;
        Ok(&self.outcome.value)
    }

    /// The opinion of vetted crates on the finished call and on those that made its arguments: a disagreement in any of
    /// them is one.
    ///
    /// # Errors
    /// What reading the arguments gives.
    pub fn agreement(&self) -> Result<Agreement, Failure> {
        self.outcome.agreement().map_err(|error| self.fail(error))
    }
}
