//! A cell: a line of a sheet and what came of it.

use super::expr::Line;
use super::opinion::worst;
use super::{Call, Input, Mark, Outcome, Problem};
use crate::run::{Far, Path, Run, Source, Value};
use std::sync::{Arc, OnceLock};

/// The state of a cell.
#[derive(Clone)]
pub enum State {
    /// Nobody has looked at it since something changed upstream.
    Dirty,
    /// Something it needs is being computed; waiting will help.
    Pending {
        /// Segments done.
        done: u64,
        /// Segments in all.
        of: u64,
    },
    /// A value.
    Ready(Outcome),
    /// Something is wrong with it.
    Problem(Problem),
}

/// An evaluation's end: the state, the calls that were made, and the files that were opened.
pub(super) type Told = (State, Arc<[Call]>, Vec<Arc<dyn Source>>);

/// A line of a sheet.
#[derive(Clone)]
pub struct Cell {
    /// The line as it was read.
    pub line: Arc<Line>,
    /// The input, if the line declares one.
    pub input: Option<Arc<Input>>,
    pub(super) given: Option<Value>,
    pub(super) state: State,
    /// Its state as a clone of the sheet found it: whoever evaluates first tells all others, so that the screen need
    /// not do what takes long.
    pub(super) told: Arc<OnceLock<Told>>,
    /// How far a clone of the sheet is that evaluates it.
    pub(super) far: Arc<Far>,
    /// The calls in it, each after those that made its arguments; one that was refused among them.
    pub(super) calls: Arc<[Call]>,
    /// The files it was computed from.
    pub(super) opened: Vec<Arc<dyn Source>>,
    /// The cells it reads.
    pub(super) reads: Vec<usize>,
}
impl Cell {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.line.name
    }
    /// Its state.
    pub fn state(&self) -> &State {
        &self.state
    }
    /// Whether a file that it was computed from has changed since.
    pub(super) fn is_stale(&self) -> bool {
        self.opened.iter().any(|source| source.unchanged().is_err())
    }
    /// The calls in it, each after those that made its arguments; one that was refused among them.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }
    /// The second opinions on it: the worst of its calls, and how far that is. Nothing where nothing was called, or
    /// while it is being computed anew. Nothing is computed to find out.
    pub fn opinion(&self) -> Option<(&Call, Mark)> {
        match &self.state {
            State::Ready(_) | State::Problem(_) => worst(&self.calls),
            State::Dirty | State::Pending { .. } => None,
        }
    }
    /// Its value and its run, if it has them.
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.state {
            State::Ready(outcome) => Some(outcome),
            State::Dirty | State::Pending { .. } | State::Problem(_) => None,
        }
    }
    /// The run behind its value; or, where a check refused its call, the run up to that check.
    pub fn run(&self) -> Option<&Arc<Run>> {
        match &self.state {
            State::Ready(outcome) => outcome.run.as_ref(),
            // A call inside another has a run whose address lies below the cell's.
            State::Problem(problem) => {
                problem.refused.as_ref().map(|refused| &refused.0).filter(|run| run.at == Path::new(self.name()))
            }
            State::Dirty | State::Pending { .. } => None,
        }
    }
    /// The problem with it, if there is one.
    pub fn problem(&self) -> Option<&Problem> {
        match &self.state {
            State::Problem(problem) => Some(problem),
            State::Dirty | State::Pending { .. } | State::Ready(_) => None,
        }
    }
    /// The value in an input now: what was typed, or its default.
    pub fn given(&self) -> Option<&Value> {
        self.given.as_ref().or(self.input.as_ref().map(|i| &i.default))
    }
    /// The value that was typed into an input, if one was.
    pub fn typed(&self) -> Option<&Value> {
        self.given.as_ref()
    }
}
