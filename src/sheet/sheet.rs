//! The sheet: cells in the order of their dependencies.

use super::cell::{Cell, State};
use super::declare::declared;
use super::evaluate::{Scope, at_address, evaluate};
use super::expr::{self, Expr, Fault, Form, Kind, Limits, Line};
use super::{Call, Files, Input, Mark, Outcome, Problem, ProblemKind};
use crate::num::set_of;
use crate::run::address::{Address, Span};
use crate::run::lanes::Lanes;
use crate::run::{Budget, Error, Found, Path, Progress, Run, Value};
use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// How many cells a sheet has at most.
pub const MAX_CELLS: usize = 256;

/// Named cells, each an input or an expression over other cells. Cloning one is cheap: runs and values are shared.
#[derive(Clone, Default)]
pub struct Sheet {
    cells: Vec<Cell>,
    /// The places of the cells, each after those it reads.
    order: Vec<usize>,
    before: Option<Arc<Sheet>>,
    /// The people of the exchange that it is about.
    lanes: Option<Arc<Lanes>>,
}

impl Sheet {
    /// Reads a sheet from its text; a line that cannot be read is a fault, and the others stand.
    pub fn parse(source: &str, limits: &Limits) -> (Sheet, Vec<Fault>) {
        let (lines, faults) = expr::parse_sheet(source, limits);
        (Sheet::new(lines), faults)
    }
    /// A sheet of lines. Nothing is evaluated yet.
    pub fn new(lines: Vec<Line>) -> Sheet {
        let mut cells: Vec<Cell> = lines.into_iter().map(cell).collect();
        for (place, cell) in cells.iter_mut().enumerate().skip(MAX_CELLS) {
            let message = format!("this is cell {}, and a sheet has {MAX_CELLS} at most", place + 1);
            cell.state = State::Problem(Problem::new(ProblemKind::Limit, cell.line.name_span, message));
        }
        let mut sheet = Sheet { cells, ..Sheet::default() };
        sheet.link();
        sheet
    }
    /// The people of the exchange that it is about.
    pub fn lanes(&self) -> Option<&Lanes> {
        self.lanes.as_deref()
    }
    /// Says which people hold and send its cells.
    pub fn set_lanes(&mut self, lanes: Arc<Lanes>) {
        self.lanes = Some(lanes);
    }
    /// Finds what reads what, and the order of evaluation.
    fn link(&mut self) {
        let place = |name: &str| self.cells.iter().position(|c| c.name() == name);
        let reads: Vec<Vec<usize>> = self
            .cells
            .iter()
            .map(|c| expr::names(&c.line.expr).iter().filter_map(|(name, _)| place(name)).collect())
            .collect();
        let mut left = set_of(0..self.cells.len());
        while let Some(&next) = left.iter().find(|c| reads[**c].iter().all(|r| !left.contains(r))) {
            left.remove(&next);
            self.order.push(next);
        }
        for (cell, reads) in self.cells.iter_mut().zip(reads) {
            cell.reads = reads;
        }
        for &place in &left {
            let name = self.cells[place].name().to_string();
            // Downstream of a cycle is not in it.
            let kind = if self.reaches(place, place) {
                Problem::new(ProblemKind::Cycle, self.cells[place].line.span, format!("`{name}` reads itself"))
                    .hint("break the circle: one of its cells must not read the others")
            } else {
                let upstream = self.cells[place].reads.iter().find(|r| left.contains(r)).copied().unwrap_or(place);
                let upstream = self.cells[upstream].name().to_string();
                let message = format!("`{upstream}` has no value");
                Problem::new(ProblemKind::Upstream(upstream), self.cells[place].line.span, message)
            };
            self.cells[place].state = State::Problem(kind);
        }
    }
    fn reaches(&self, from: usize, to: usize) -> bool {
        let (mut seen, mut todo) = (BTreeSet::new(), self.cells[from].reads.clone());
        while let Some(place) = todo.pop() {
            if place == to {
                return true;
            }
            if seen.insert(place) {
                todo.extend(&self.cells[place].reads);
            }
        }
        false
    }
    /// The cells by way of which one reads itself, the shortest way, in the order in which they read each other.
    pub fn way_round(&self, name: &str) -> Vec<String> {
        let Some(start) = self.cells.iter().position(|c| c.name() == name) else { return vec![] };
        let mut came: Vec<Option<usize>> = vec![None; self.cells.len()];
        let mut todo = VecDeque::from([start]);
        while let Some(place) = todo.pop_front() {
            if self.cells[place].reads.contains(&start) {
                let mut way = vec![];
                let mut at = place;
                while at != start {
                    way.push(self.cells[at].name().to_owned());
                    let Some(before) = came[at] else { break };
                    at = before;
                }
                way.reverse();
                return way;
            }
            for &read in &self.cells[place].reads {
                if came[read].is_none() && read != start {
                    came[read] = Some(place);
                    todo.push_back(read);
                }
            }
        }
        vec![]
    }
    /// The cells, in the order in which they are written.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }
    /// A cell by name.
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.iter().find(|c| c.name() == name)
    }
    /// The cells that read a cell, through others too, in the order in which they are written.
    pub fn downstream(&self, name: &str) -> Vec<&str> {
        let Some(place) = self.cells.iter().position(|c| c.name() == name) else { return vec![] };
        (0..self.cells.len()).filter(|c| self.reaches(*c, place)).map(|c| self.cells[c].name()).collect()
    }
    /// The same sheet, with the cells of another one to be had as `before.name`.
    pub fn with_before(mut self, before: &Sheet) -> Sheet {
        self.before = Some(Arc::new(before.clone()));
        self
    }

    /// The sheet with other lines. A cell whose line, name and everything upstream stayed keeps its value; only the
    /// others are evaluated anew.
    pub fn rewritten(&self, lines: Vec<Line>) -> Sheet {
        let mut sheet = Sheet::new(lines);
        let mut kept = BTreeSet::new();
        for place in sheet.order.clone() {
            let cell = &sheet.cells[place];
            let Some(old) = self.cell(cell.name()) else { continue };
            let reads = |sheet: &Sheet, cell: &Cell| -> Vec<String> {
                cell.reads.iter().map(|place| sheet.cells[*place].name().to_owned()).collect()
            };
            if *old.line != *cell.line {
                continue;
            }
            let same = reads(self, old) == reads(&sheet, cell) && cell.reads.iter().all(|place| kept.contains(place));
            let (given, state) = (old.given.clone(), old.state.clone());
            let (calls, opened) = (old.calls.clone(), old.opened.clone());
            sheet.cells[place].given = given;
            if same && place < MAX_CELLS && matches!(state, State::Ready(_)) {
                let cell = &mut sheet.cells[place];
                (cell.state, cell.calls, cell.opened) = (state, calls, opened);
                kept.insert(place);
            }
        }
        sheet
    }
    /// Puts a value into an input. What lies downstream is evaluated anew next time.
    ///
    /// # Errors
    /// A problem that says what may stand in the input; the sheet is then as it was.
    pub fn set(&mut self, name: &str, value: Value) -> Result<(), Problem> {
        let place = self.input_place(name)?;
        let cell = &self.cells[place];
        if let Some(input) = &cell.input {
            input.check(&value, cell.line.span)?;
        }
        self.cells[place].given = Some(value);
        self.touch(place);
        Ok(())
    }
    /// Puts what was typed into an input, read by its type: see [`Input::read`].
    ///
    /// # Errors
    /// A problem that says how such a value is written, with a span in what was typed; the sheet is then as it was.
    pub fn type_in(&mut self, name: &str, typed: &str) -> Result<(), Problem> {
        let place = self.input_place(name)?;
        let input = self.cells[place].input.clone();
        let value = input.map_or_else(|| Ok(Value::text(typed)), |input| input.read(typed))?;
        self.cells[place].given = Some(value);
        self.touch(place);
        Ok(())
    }
    fn input_place(&self, name: &str) -> Result<usize, Problem> {
        let place = self.cells.iter().position(|c| c.name() == name && c.input.is_some());
        place.ok_or_else(|| {
            let span = Span::new(0, name.len());
            let problem = Problem::new(ProblemKind::NoCell, span, format!("there is no input `{name}`"));
            let inputs = self.cells.iter().filter(|c| c.input.is_some()).map(Cell::name);
            match crate::run::suggest::did_you_mean(name, inputs) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem,
            }
        })
    }
    fn touch(&mut self, place: usize) {
        let downstream: Vec<usize> = (0..self.cells.len()).filter(|c| self.reaches(*c, place)).collect();
        for cell in downstream.into_iter().chain([place]) {
            if self.order.contains(&cell) {
                let cell = &mut self.cells[cell];
                (cell.state, cell.told, cell.far) = (State::Dirty, Arc::default(), Arc::default());
            }
        }
    }

    /// Evaluates what is not up to date, each cell after those it reads. A cell whose shape depends on what is still
    /// being computed is left pending; call again when that is there. A file that has changed is read anew.
    pub fn evaluate(&mut self, files: &dyn Files, budget: &Budget) {
        let stale: Vec<usize> = (0..self.cells.len()).filter(|place| self.cells[*place].is_stale()).collect();
        stale.into_iter().for_each(|place| self.touch(place));
        for place in self.order.clone() {
            let cell = &self.cells[place];
            if place >= MAX_CELLS || !matches!(cell.state, State::Dirty | State::Pending { .. }) {
                continue;
            }
            if let Some((state, calls, opened)) = cell.told.get().cloned() {
                let cell = &mut self.cells[place];
                (cell.state, cell.calls, cell.opened) = (state, calls, opened);
                continue;
            }
            let (calls, opened) = (RefCell::default(), RefCell::default());
            let found = match (&cell.input, &cell.given) {
                (Some(input), given) => {
                    let value = given.as_ref().unwrap_or(&input.default);
                    Ok(Outcome::value(Input::origin(value, cell.name())))
                }
                (None, _) => {
                    let before = self.before.as_deref().map(Sheet::cells);
                    let scope = Scope { cells: &self.cells, before, files, budget, calls: &calls, opened: &opened };
                    budget.telling(&cell.far, || evaluate(&cell.line.expr, &scope, &Path::new(cell.name())))
                }
            };
            let calls: Arc<[Call]> = match (&found, calls.into_inner()) {
                // A cell that only names another has that one's calls.
                (Ok(outcome), calls) if calls.is_empty() => outcome.calls.clone(),
                (_, calls) => calls.into(),
            };
            let found = found.map(|outcome| Outcome { calls: calls.clone(), ..outcome });
            (self.cells[place].calls, self.cells[place].opened) = (calls, opened.into_inner());
            self.cells[place].state = match found {
                Ok(outcome) => State::Ready(outcome),
                Err(Problem { kind: ProblemKind::Pending { done, of }, .. }) => {
                    let Progress { done, of } = self.cells[place].far.get().unwrap_or(Progress { done, of });
                    State::Pending { done, of }
                }
                Err(problem) => State::Problem(problem),
            };
            let cell = &self.cells[place];
            let final_here = match &cell.state {
                State::Ready(_) => true,
                State::Problem(problem) => matches!(problem.kind, ProblemKind::Fault(..)),
                State::Dirty | State::Pending { .. } => false,
            };
            if final_here {
                // Whoever came first found the same.
                let _ = cell.told.set((cell.state.clone(), cell.calls.clone(), cell.opened.clone()));
            }
        }
    }
    /// Whether a cell has opened a file, which only the sheets of those who may read files have.
    pub fn reads_files(&self) -> bool {
        self.cells.iter().any(|cell| !cell.opened.is_empty())
    }
    /// The paths of the files that cells have opened.
    pub fn files(&self) -> BTreeSet<&str> {
        set_of(self.cells.iter().flat_map(|cell| &cell.opened).filter_map(|source| source.file()))
    }
    /// Whether waiting will help: values are missing, or our own body has not gone over all of them. Nothing is
    /// computed to find out.
    pub fn is_pending(&self) -> bool {
        self.lacks_values() || self.verify(&Budget::none()).is_err_and(|error| error.is_pending())
    }
    /// Whether somebody waits: a cell is not up to date, a part is not computed, or a file has changed.
    pub fn lacks_values(&self) -> bool {
        let waits = |cell: &Cell| matches!(cell.state, State::Dirty | State::Pending { .. }) || cell.is_stale();
        self.cells.iter().any(waits) || self.compute(&Budget::none()).is_err_and(|error| error.is_pending())
    }
    /// Computes in a frame of the screen what is shown, and verifies of it what there is time for.
    pub fn compute_in(&mut self, files: &dyn Files, frame: &Budget) {
        self.evaluate(files, frame);
        // What does not fit into a frame is a worker's.
        let _ = self.compute(frame).and_then(|()| self.verify(&Budget::aside()));
        self.evaluate(files, frame);
    }
    /// Computes the parts of all cells on, and then verifies them, as far as the budget goes. Parts are shared with
    /// every clone of this sheet.
    ///
    /// # Errors
    /// [`Error::Pending`] when the budget is used up; whatever reading a source gives.
    pub fn advance(&self, budget: &Budget) -> Result<(), Error> {
        self.compute(budget)?;
        self.verify(budget)
    }
    /// Computes the parts of all cells on, as far as the budget goes.
    ///
    /// # Errors
    /// As [`Sheet::advance`].
    pub fn compute(&self, budget: &Budget) -> Result<(), Error> {
        self.all_runs().try_for_each(|run| run.compute(budget))
    }
    /// Verifies on what was computed, as far as the budget goes.
    ///
    /// # Errors
    /// As [`Sheet::advance`].
    pub fn verify(&self, budget: &Budget) -> Result<(), Error> {
        self.all_runs().try_for_each(|run| run.verify(budget))
    }
    /// The runs of all cells and of all calls in them.
    fn all_runs(&self) -> impl Iterator<Item = &Arc<Run>> {
        let calls = self.cells.iter().flat_map(Cell::calls).filter_map(Call::run);
        self.cells.iter().filter_map(Cell::run).chain(calls)
    }
    /// Evaluates, computes and verifies until nothing is pending, or until something cannot be computed.
    ///
    /// # Errors
    /// As [`Sheet::advance`].
    pub fn finish(&mut self, files: &dyn Files, budget: &Budget) -> Result<(), Error> {
        self.settle(files, budget)?;
        self.verify(budget)
    }
    /// Evaluates and computes until no value is pending, or until something cannot be computed; nothing is verified.
    ///
    /// # Errors
    /// As [`Sheet::advance`].
    pub fn settle(&mut self, files: &dyn Files, budget: &Budget) -> Result<(), Error> {
        let mut last = None;
        loop {
            self.evaluate(files, budget);
            self.compute(budget)?;
            let waits = |(place, cell): (usize, &Cell)| match cell.state {
                State::Pending { done, of } => Some((place, done, of)),
                State::Dirty | State::Ready(_) | State::Problem(_) => None,
            };
            // A cell goes on also where it has made another call, or where one that it reads has come to its value.
            let waiting: Vec<(usize, u64, u64)> = self.cells.iter().enumerate().filter_map(waits).collect();
            let Some(&(_, done, of)) = waiting.first() else { return Ok(()) };
            let now = Some((waiting, self.all_runs().count()));
            // The budget is used up, and nothing can go on.
            if last == now {
                return Err(Error::Pending { done, of });
            }
            last = now;
        }
    }
    /// Evaluates an expression over the cells.
    ///
    /// # Errors
    /// A problem with its place in the expression.
    pub fn eval(&self, expr: &Expr, files: &dyn Files, budget: &Budget) -> Result<Outcome, Problem> {
        let before = self.before.as_deref().map(Sheet::cells);
        let (calls, opened) = (RefCell::default(), RefCell::default());
        let scope = Scope { cells: &self.cells, before, files, budget, calls: &calls, opened: &opened };
        let found = evaluate(expr, &scope, &Path::new(""))?;
        Ok(Outcome { calls: calls.into_inner().into(), ..found })
    }
    /// The values at an address whose first step is a cell's name.
    ///
    /// # Errors
    /// As [`Run::find`].
    pub fn find(&self, address: &Address, limit: usize, budget: &Budget) -> Result<Vec<Found>, Error> {
        let Some((first, rest)) = address.steps.split_first() else {
            return Err(Error::missing("an address begins with the name of a cell"));
        };
        let Some(cell) = self.cell(&first.name) else {
            let error = Error::missing(format!("there is no cell `{}`", first.name));
            return Err(match crate::run::suggest::did_you_mean(&first.name, self.cells.iter().map(Cell::name)) {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => error,
            });
        };
        let below = Address { steps: rest.to_vec(), operation: address.operation };
        let itself = rest.is_empty() && address.operation.is_none();
        let mut found = match (&cell.state, cell.run()) {
            (State::Pending { done, of }, _) => return Err(Error::Pending { done: *done, of: *of }),
            (State::Ready(outcome), None) if itself => {
                vec![Found { address: String::new(), place: crate::run::Place::Value(outcome.value.clone()) }]
            }
            (State::Ready(_), None) => {
                let problem = at_address(None, &below, Span::new(0, 0), budget).err();
                let message = problem.map_or_else(String::new, |p| p.message);
                return Err(Error::missing(message));
            }
            (State::Problem(_), Some(run)) if !itself => run.find(&below, limit, budget)?,
            (State::Dirty | State::Problem(_), _) => {
                return Err(Error::missing(format!("`{}` has no value", first.name)));
            }
            (State::Ready(_), Some(run)) => run.find(&below, limit, budget)?,
        };
        for f in &mut found {
            f.address = Path::new(&first.name).join(&f.address).to_string();
        }
        Ok(found)
    }
    /// The calls whose second opinion nobody has computed yet. Nothing is computed to find out.
    pub fn unchecked(&self) -> impl Iterator<Item = &Call> {
        self.cells.iter().flat_map(Cell::calls).filter(|call| call.mark() == Mark::Checking)
    }
    /// Computes the second opinions that are missing, for all clones of this sheet; `stop` is asked before each. What
    /// is still being computed gets none yet.
    pub fn check(&self, stop: &dyn Fn() -> bool) {
        // Where a call cannot be read, its cell says so.
        self.unchecked().take_while(|_| !stop()).for_each(|call| drop(call.check()));
    }
    /// The runs of all cells, those that a check refused among them.
    pub fn runs(&self) -> Vec<Arc<Run>> {
        self.cells.iter().filter_map(|c| c.run().cloned()).collect()
    }
    /// The inputs, in the order in which they are written.
    pub fn inputs(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|c| c.input.is_some())
    }
}

fn cell(line: Line) -> Cell {
    let declaration = match &line.expr.kind {
        Kind::Call { function, arguments, form: Form::Named, .. } if function == "input" => {
            Some(declared(arguments, line.expr.span))
        }
        _ => None,
    };
    let (input, state) = match declaration {
        Some(Ok(input)) => (Some(Arc::new(input)), State::Dirty),
        Some(Err(problem)) => (None, State::Problem(problem)),
        None => (None, State::Dirty),
    };
    Cell {
        line: Arc::new(line),
        input,
        given: None,
        state,
        told: Arc::default(),
        far: Arc::default(),
        calls: Arc::default(),
        opened: vec![],
        reads: vec![],
    }
}

#[cfg(test)]
mod tests;
