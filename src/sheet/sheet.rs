//! The sheet: cells in the order of their dependencies.

use super::cell::{Cell, Outcome, State};
use super::evaluate::{Scope, at_address, evaluate};
use super::expr::{self, Expr, Fault, Form, Kind, Limits, Line};
use super::{Call, Files, Input, Mark, Problem, ProblemKind};
use crate::run::address::{Address, Span};
use crate::run::{Budget, Error, Found, Path, Run, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;
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
    /// Finds what reads what, and the order of evaluation.
    fn link(&mut self) {
        let place = |name: &str| self.cells.iter().position(|c| c.name() == name);
        let reads: Vec<Vec<usize>> = self
            .cells
            .iter()
            .map(|c| expr::names(&c.line.expr).iter().filter_map(|(name, _)| place(name)).collect())
            .collect();
        let mut left: BTreeSet<usize> = (0..self.cells.len()).collect();
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
                self.cells[cell].state = State::Dirty;
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
            let (calls, opened) = (RefCell::default(), RefCell::default());
            let found = match (&cell.input, &cell.given) {
                (Some(input), given) => {
                    let value = given.as_ref().unwrap_or(&input.default);
                    Ok(Outcome::value(Input::origin(value, cell.name())))
                }
                (None, _) => {
                    let before = self.before.as_deref();
                    let scope = Scope { cells: &self.cells, before, files, budget, calls: &calls, opened: &opened };
                    evaluate(&cell.line.expr, &scope, &Path::new(cell.name()))
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
                Err(Problem { kind: ProblemKind::Pending { done, of }, .. }) => State::Pending { done, of },
                Err(problem) => State::Problem(problem),
            };
        }
    }
    /// Whether waiting will help: a cell is not up to date, a part is not computed, or a file has changed. Nothing is
    /// computed to find out.
    pub fn is_pending(&self) -> bool {
        let waits = |cell: &Cell| matches!(cell.state, State::Dirty | State::Pending { .. }) || cell.is_stale();
        self.cells.iter().any(waits) || self.advance(&Budget::none()).is_err_and(|error| error.is_pending())
    }
    /// Computes the parts of all cells on, as far as the budget goes. Parts are shared with every clone of this sheet.
    ///
    /// # Errors
    /// [`Error::Pending`] when the budget is used up; whatever reading a source gives.
    pub fn advance(&self, budget: &Budget) -> Result<(), Error> {
        self.runs().iter().try_for_each(|run| run.finish(budget))?;
        self.cells.iter().flat_map(Cell::calls).try_for_each(|call| call.finish(budget))
    }
    /// Evaluates and computes until nothing is pending, or until something cannot be computed.
    ///
    /// # Errors
    /// As [`Sheet::advance`].
    pub fn finish(&mut self, files: &dyn Files, budget: &Budget) -> Result<(), Error> {
        loop {
            self.evaluate(files, budget);
            self.advance(budget)?;
            if !self.cells.iter().any(|c| matches!(c.state, State::Pending { .. })) {
                return Ok(());
            }
        }
    }
    /// Evaluates an expression over the cells.
    ///
    /// # Errors
    /// A problem with its place in the expression.
    pub fn eval(&self, expr: &Expr, files: &dyn Files, budget: &Budget) -> Result<Outcome, Problem> {
        let before = self.before.as_deref();
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
    /// Computes the second opinions that are missing, for all clones of this sheet; `stop` is asked before each. What is
    /// still being computed gets none yet.
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
    let declared = match &line.expr.kind {
        Kind::Call { function, arguments, form: Form::Named, .. } if function == "input" => {
            Some(Input::declared(arguments, line.expr.span))
        }
        _ => None,
    };
    let (input, state) = match declared {
        Some(Ok(input)) => (Some(Arc::new(input)), State::Dirty),
        Some(Err(problem)) => (None, State::Problem(problem)),
        None => (None, State::Dirty),
    };
    Cell { line: Arc::new(line), input, given: None, state, calls: Arc::default(), opened: vec![], reads: vec![] }
}

#[cfg(test)]
mod tests {
    use super::super::NoFiles;
    use super::*;

    fn sheet(source: &str) -> Sheet {
        let (mut sheet, faults) = Sheet::parse(source, &Limits::default());
        assert_eq!(faults, []);
        sheet.finish(&NoFiles, &Budget::unlimited()).unwrap();
        sheet
    }
    fn shown(sheet: &Sheet, cell: &str) -> String {
        sheet.cell(cell).and_then(Cell::outcome).map_or("none".into(), |o| o.value.show(64).unwrap())
    }

    #[test]
    fn what_a_check_refused_can_be_looked_into() {
        let mut s = sheet(
            "y = input(1, min: 0, max: 16)\ndouble = point_multiply(2, [5, y], \"toy17\")\non = double@P_check/on_curve\nafter = point_add(double, [5, 1], \"toy17\")",
        );
        let show = |s: &Sheet, cell: &str| s.cell(cell).unwrap().outcome().map(|o| o.value.show(64).unwrap());
        assert_eq!(show(&s, "on").as_deref(), Some("1"));
        s.set("y", Value::int(2)).unwrap();
        s.finish(&NoFiles, &Budget::unlimited()).unwrap();
        assert_eq!((show(&s, "double"), show(&s, "after")), (None, None));
        assert_eq!(show(&s, "on").as_deref(), Some("0"));
        let find = |address: &str| {
            let address = Address::parse(address).unwrap();
            Ok::<_, Error>(s.find(&address, 9, &Budget::unlimited())?.len())
        };
        assert_eq!(find("double/P_check/left"), Ok(1));
        assert_eq!(find("double").unwrap_err().to_string(), "`double` has no value");
        assert!(find("double/step[0]/x").is_err());
    }
    #[test]
    fn an_edit_recomputes_downstream_and_only_that() {
        let mut s = sheet(
            "message = input(\"abc\")\nother = sha256(\"x\")\ndigest = sha256(message)\nmac = hmac(digest, message)",
        );
        assert!(shown(&s, "digest").starts_with("ba7816bf"));
        assert_eq!(s.cell("digest").unwrap().opinion().map(|(_, mark)| mark), Some(Mark::Checking));
        s.clone().check(&|| false);
        let Some((_, Mark::Finished(agreement))) = s.cell("digest").unwrap().opinion() else {
            panic!("it was checked")
        };
        assert_eq!(agreement.to_string(), "agrees with sha2 0.11");
        let other = s.cell("other").unwrap().outcome().unwrap().run.clone().unwrap();
        s.type_in("message", "abd").unwrap();
        assert_eq!(s.downstream("message"), ["digest", "mac"]);
        s.finish(&NoFiles, &Budget::unlimited()).unwrap();
        assert!(shown(&s, "digest").starts_with("a52d159f"));
        assert!(Arc::ptr_eq(&other, s.cell("other").unwrap().outcome().unwrap().run.as_ref().unwrap()));
    }
    #[test]
    fn other_lines_keep_what_they_do_not_touch() {
        let mut s = sheet("message = input(\"abc\")\ndigest = sha256(message)\nsize = length(digest)");
        s.type_in("message", "abd").unwrap();
        s.finish(&NoFiles, &Budget::unlimited()).unwrap();
        let run = |s: &Sheet, cell: &str| s.cell(cell).and_then(Cell::outcome).and_then(|o| o.run.clone());
        let before = run(&s, "digest").unwrap();
        let mut lines: Vec<Line> = s.cells().iter().map(|cell| (*cell.line).clone()).collect();
        lines[2] = Sheet::parse("size = length(message)", &Limits::default()).0.cells[0].line.as_ref().clone();
        let mut other = s.rewritten(lines.clone());
        assert!(matches!(other.cell("size").unwrap().state(), State::Dirty));
        other.finish(&NoFiles, &Budget::unlimited()).unwrap();
        assert!(Arc::ptr_eq(&before, &run(&other, "digest").unwrap()));
        assert!(shown(&other, "digest").starts_with("a52d159f"), "what was typed stays");
        lines[0] = Sheet::parse("message = input(\"x\")", &Limits::default()).0.cells[0].line.as_ref().clone();
        let other = s.rewritten(lines);
        assert!(other.cells().iter().all(|cell| matches!(cell.state(), State::Dirty)));
    }
    #[test]
    fn what_reads_the_same_twice_does_not_take_twice_as_long() {
        for (length, most) in [(100, 255), (5_000, 255), (4 << 20, 15)] {
            let chain: String = (1..=most).map(|i| format!("\nc{i} = xor(c{}, reverse(c{}))", i - 1, i - 1)).collect();
            let begun = std::time::Instant::now();
            let (mut s, _) = Sheet::parse(&format!("c0 = repeat(0x01, {length}){chain}"), &Limits::default());
            s.finish(&NoFiles, &Budget::unlimited()).unwrap();
            assert!(!s.is_pending());
            let last = s.cell(&format!("c{most}")).unwrap();
            match last.problem() {
                Some(problem) => assert!(length > 1 << 20 && problem.kind != ProblemKind::Cycle, "{problem}"),
                None => assert!(last.outcome().unwrap().value.show(16).unwrap().starts_with("00000000")),
            }
            assert!(begun.elapsed().as_secs() < 20, "{length}: {:?}", begun.elapsed());
        }
    }
    #[test]
    fn whether_something_is_pending_is_asked() {
        let (mut s, _) = Sheet::parse("d = sha256(repeat(0x00, 100_000_000))\ne = sha256(d)", &Limits::default());
        assert!(s.is_pending());
        s.evaluate(&NoFiles, &Budget::frame());
        assert!(s.is_pending());
        let stop =
            || s.cell("d").unwrap().run().is_some_and(|run| run.parts().iter().any(|part| part.progress().done > 9));
        assert_eq!(s.advance(&Budget::until(&stop)), Err(Error::Cancelled));
        assert!(s.is_pending(), "what was stopped still is");
        s.finish(&NoFiles, &Budget::unlimited()).unwrap();
        assert!(!s.is_pending());
    }
    fn marks(s: &Sheet, cell: &str) -> Vec<String> {
        let mark = |call: &Call| match call.mark() {
            Mark::Checking => format!("{} {} checking", call.at, call.function.name),
            Mark::Finished(agreement) => format!("{} {} {agreement}", call.at, call.function.name),
        };
        s.cell(cell).unwrap().calls().iter().map(mark).collect()
    }
    #[test]
    fn every_call_of_a_cell_has_an_opinion() {
        let s = sheet(
            "k = input(\"k\")\nd = hex(hmac(sha256(k), sha256(\"x\") ++ \"y\"))\nb = d\ne = sha512(sha512(d))@pad",
        );
        assert_eq!(marks(&s, "d").len(), 5);
        assert!(s.unchecked().count() > 0 && marks(&s, "d")[0].ends_with("checking"));
        s.clone().check(&|| false);
        assert_eq!(
            marks(&s, "d"),
            [
                "d/a/key sha256 agrees with sha2 0.11",
                "d/a/message/a sha256 agrees with sha2 0.11",
                "d/a/message concat no second opinion",
                "d/a hmac agrees with hmac 0.13",
                "d hex agrees with base16ct 1.0",
            ]
        );
        assert_eq!(
            (marks(&s, "b").len(), marks(&s, "e")),
            (5, vec!["e/message sha512 agrees with sha2 0.11".to_owned()])
        );
        assert_eq!(s.unchecked().count(), 0);
        let (_, worst) = s.cell("d").unwrap().opinion().unwrap();
        assert_eq!(worst, s.cell("d").unwrap().calls()[4].mark());
    }
    #[test]
    fn a_refusal_is_held_against_the_crate_too() {
        let s = sheet(
            "shared = x25519(repeat(0x01, 32), repeat(0x00, 32), check: true)\n\
             plain = cbc_decrypt(repeat(0x01, 16), repeat(0x02, 16), repeat(0x03, 32))\n\
             inverse = modinv(6, 9)\npeer = dh_shared(6, 22, p: 23, g: 5)\n\
             point = point_add([5, 2], [5, 1], \"edwards25519\")\nshort = ecb_encrypt(\"k\", \"m\", cipher: \"blowfish\")",
        );
        s.check(&|| false);
        for (cell, says) in [
            ("shared", "x25519 agrees with x25519-dalek 3.0"),
            ("plain", "cbc_decrypt agrees with cbc 0.2"),
            ("inverse", "modinv agrees with crypto-bigint 0.7"),
            ("peer", "dh_shared agrees with crypto-bigint 0.7"),
            ("point", "point_add agrees with curve25519-dalek 5 (x of a point is decoded by our own body)"),
        ] {
            assert!(s.cell(cell).unwrap().problem().is_some(), "{cell} is refused");
            assert_eq!(marks(&s, cell).last().unwrap(), &format!("{cell} {says}"));
        }
        let known =
            "short ecb_encrypt differs from ecb 0.2, as is known: the blowfish crate refuses keys of 1 to 3 bytes";
        assert_eq!(marks(&s, "short").last().unwrap(), known);
    }
    /// A file of one byte, whose state is a number.
    struct Changing(Arc<std::sync::atomic::AtomicU8>);
    impl Files for Changing {
        fn open(&self, _: &str) -> Result<Arc<dyn crate::run::Source>, String> {
            let now = self.0.load(std::sync::atomic::Ordering::Relaxed);
            Ok(Arc::new(Opened(self.0.clone(), now)))
        }
    }
    struct Opened(Arc<std::sync::atomic::AtomicU8>, u8);
    impl crate::run::Source for Opened {
        fn len(&self) -> u64 {
            1
        }
        fn read_at(&self, _: u64, buf: &mut [u8]) -> Result<(), Error> {
            buf.fill(self.1);
            self.unchanged()
        }
        fn unchanged(&self) -> Result<(), Error> {
            match self.0.load(std::sync::atomic::Ordering::Relaxed) == self.1 {
                true => Ok(()),
                false => Err(Error::Source("it changed".into())),
            }
        }
    }
    #[test]
    fn a_file_that_changed_is_read_anew() {
        let now = Arc::new(std::sync::atomic::AtomicU8::new(b'a'));
        let files = Changing(now.clone());
        let (mut s, _) = Sheet::parse("f = file(\"x\")\nd = sha256(f)\nother = sha256(\"x\")", &Limits::default());
        s.finish(&files, &Budget::unlimited()).unwrap();
        let (before, other) = (shown(&s, "d"), s.cell("other").unwrap().run().unwrap().clone());
        assert!(!s.is_pending());
        now.store(b'b', std::sync::atomic::Ordering::Relaxed);
        assert!(s.is_pending(), "it says so at once");
        s.finish(&files, &Budget::unlimited()).unwrap();
        assert_ne!(shown(&s, "d"), before);
        assert!(shown(&s, "d").starts_with("3e23e816"));
        assert!(Arc::ptr_eq(&other, s.cell("other").unwrap().run().unwrap()), "what does not read it stays");
    }
    #[test]
    fn lists_of_lists_end_at_a_limit() {
        let doubled = |lines: usize| {
            let pairs = (1..lines).map(|i| format!("\nc{i} = [c{}, c{}]", i - 1, i - 1));
            std::iter::once("c0 = [1]".to_owned()).chain(pairs).collect::<String>()
        };
        let eights: String =
            (1..60).map(|i| format!("\nc{i} = [{}]", vec![format!("c{}", i - 1); 8].join(", "))).collect();
        let joined: String = (1..60).map(|i| format!("\nc{i} = c{} ++ c{}", i - 1, i - 1)).collect();
        for (source, at) in [
            (doubled(24), "c15"),
            (doubled(60), "c15"),
            (format!("c0 = [1]{eights}"), "c5"),
            (format!("c0 = [1]{joined}"), "c17"),
        ] {
            let begun = std::time::Instant::now();
            let s = sheet(&source);
            let problem = s.cell(at).unwrap().problem().unwrap_or_else(|| panic!("{at} is too large: {source}"));
            assert!(problem.message.contains("65536 values"), "{problem}");
            assert!(s.cells().iter().take_while(|cell| cell.name() != at).all(|cell| cell.outcome().is_some()));
            assert!(begun.elapsed().as_millis() < 1000, "{:?}", begun.elapsed());
        }
    }
    #[test]
    fn order_does_not_matter_and_circles_are_named() {
        let s = sheet("a = sha256(b)\nb = input(\"x\")\nc = sha256(d)\nd = sha256(c)\ne = sha256(c)");
        assert!(s.cell("a").unwrap().outcome().is_some());
        assert_eq!(s.cell("c").unwrap().problem().unwrap().kind, ProblemKind::Cycle);
        assert_eq!(s.cell("e").unwrap().problem().unwrap().kind, ProblemKind::Upstream("c".into()));
    }
    #[test]
    fn problems_stay_in_their_cell() {
        let s = sheet("a = sha265(\"x\")\nb = sha256(\"x\")\nc = sha256(5)\nd = sha256(digest)");
        let problem = |cell: &str| s.cell(cell).unwrap().problem().unwrap().to_string();
        assert_eq!(problem("a"), "no function `sha265`; did you mean `sha256`?");
        assert!(s.cell("b").unwrap().outcome().is_some());
        assert_eq!(
            problem("c"),
            "`message` of sha256 wants bytes, and this is an integer; bytes are written in hexadecimal, as in 0x00ff"
        );
        assert_eq!(problem("d"), "there is no cell `digest`; a text stands in quotes: \"digest\"");
    }
    #[test]
    fn calls_inside_calls_are_parts_named_by_their_parameter() {
        let s = sheet("m = input(\"abc\")\nd = sha256(sha256(m))");
        let budget = Budget::unlimited();
        let at = |a: &str| s.find(&a.parse().unwrap(), 9, &budget).unwrap()[0].place.text(&budget).unwrap();
        assert_eq!(at("d/message/block[0]/T1[0]"), "54da50e8");
        assert_eq!(at("d/in/message"), at("d/message"));
        assert_eq!(at("m"), "abc");
    }
    #[test]
    fn values_inside_are_values_with_an_origin() {
        let s = sheet("m = input(\"abc\")\nd = sha256(m)\nt = sha256(d@block[0]/T1[0])");
        let roots = crate::run::origin::roots(
            &crate::run::Place::Value(s.cell("t").unwrap().outcome().unwrap().value.clone()),
            &Budget::unlimited(),
        );
        assert_eq!(roots.unwrap().inputs[&Path::new("m")], std::iter::once(0..3).collect::<Vec<_>>());
    }
    #[test]
    fn a_missing_block_says_which_input_brings_it() {
        let s = sheet("m = input(\"abc\")\nd = sha256(m)");
        let error = s.find(&"d/block[1]/T1[0]".parse().unwrap(), 9, &Budget::unlimited()).err().unwrap();
        assert_eq!(error.to_string(), "`block` has 1 segment here, numbered 0; 56 bytes of message make 2 blocks");
    }
}
