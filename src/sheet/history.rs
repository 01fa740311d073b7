//! What stood in the inputs before: undo and redo, and the earlier runs to compare with.

use std::collections::VecDeque;

use super::expr::Line;
use super::{Files, Sheet};
use crate::run::{Budget, Source, Value};

/// How many changes can be undone.
const CHANGES: usize = 100;
/// How many earlier runs can be compared with.
const EARLIER: usize = 16;
/// How many bytes of values are kept for each of both.
const BYTES: u64 = 48 << 20;

/// The values in the inputs of a sheet, by cell.
pub type Inputs = Vec<(String, Value)>;

/// The state of a sheet before a change, or after one that was undone.
#[derive(Clone)]
pub struct Stood {
    /// The values in the inputs.
    pub inputs: Inputs,
    /// The lines of the sheet, where the change was one of them.
    pub lines: Option<Vec<Line>>,
}

/// The changes of the inputs, and of the lines of the sheet.
#[derive(Clone, Default)]
pub struct History {
    undone: VecDeque<Stood>,
    done: VecDeque<Stood>,
    /// The values before every change, undone ones and those that undid them among them; the latest comes last.
    past: VecDeque<Inputs>,
    /// How many changes there were.
    count: u64,
    begun: Option<Inputs>,
}

/// The values in the inputs now.
pub fn inputs(sheet: &Sheet) -> Inputs {
    sheet.inputs().filter_map(|cell| Some((cell.name().to_owned(), cell.given()?.clone()))).collect()
}

/// The names of the inputs that differ.
pub fn changed<'i>(before: &'i Inputs, now: &Inputs) -> Vec<&'i str> {
    let same = |(name, value): &&(String, Value)| {
        let now = now.iter().find(|(other, _)| other == name).map(|(_, value)| value);
        now.is_some_and(|now| now.is_same(value))
    };
    before.iter().filter(|input| !same(input)).map(|(name, _)| name.as_str()).collect()
}

/// A sheet with these values in its inputs. What takes them no more keeps what stands there.
pub fn with(sheet: &Sheet, values: &Inputs, files: &dyn Files, budget: &Budget) -> Sheet {
    let mut with = sheet.clone();
    for (cell, value) in values {
        let given = sheet.cell(cell).and_then(|cell| cell.given());
        if given.is_some_and(|given| !given.is_same(value)) {
            let _ = with.set(cell, value.clone());
        }
    }
    with.compute_in(files, budget);
    with
}

/// Keeps so many at most, and so many bytes of them; the latest is kept in any case.
fn bound<T>(kept: &mut VecDeque<T>, most: usize, size: fn(&T) -> u64) {
    let mut all: u64 = kept.iter().map(size).sum();
    while kept.len() > most || (kept.len() > 1 && all > BYTES) {
        all -= kept.pop_front().as_ref().map_or(0, size);
    }
}
/// How many bytes the values of inputs have.
fn size(inputs: &Inputs) -> u64 {
    inputs.iter().filter_map(|(_, value)| value.rope()).map(|rope| rope.len()).sum()
}
/// The same with the text of the lines.
fn size_of_all(stood: &Stood) -> u64 {
    let lines = stood.lines.iter().flatten().map(|line| (line.span.end - line.span.start) as u64);
    size(&stood.inputs) + lines.sum::<u64>()
}

impl History {
    /// A change begins.
    pub fn begin(&mut self, now: Inputs) {
        self.begun = Some(now);
    }

    /// The change that was begun is given up.
    pub fn forget(&mut self) {
        self.begun = None;
    }

    /// The change that was begun is made. Where nothing changed it is none.
    pub fn end(&mut self, now: &Inputs) {
        let Some(before) = self.begun.take() else { return };
        if changed(&before, now).is_empty() {
            return;
        }
        self.remember(before.clone());
        self.made(Stood { inputs: before, lines: None });
    }

    /// The lines of the sheet were changed, of which these were the earlier ones, with those values in the inputs.
    pub fn rewritten(&mut self, lines: Vec<Line>, inputs: Inputs) {
        self.begun = None;
        self.made(Stood { inputs, lines: Some(lines) });
    }

    fn made(&mut self, before: Stood) {
        self.undone.clear();
        self.done.push_back(before);
        bound(&mut self.done, CHANGES, size_of_all);
    }

    fn remember(&mut self, before: Inputs) {
        self.count += 1;
        self.past.push_back(before);
        bound(&mut self.past, EARLIER, size);
    }

    /// How many changes there were, those that undid one among them.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether there is a change to undo, or one that was undone.
    pub fn has(&self, undo: bool) -> bool {
        if undo { !self.done.is_empty() } else { !self.undone.is_empty() }
    }

    /// The state before the latest change, or after the one that was undone last.
    pub fn step(&mut self, undo: bool, now: &Sheet) -> Option<Stood> {
        let (from, to) = if undo { (&mut self.done, &mut self.undone) } else { (&mut self.undone, &mut self.done) };
        let stood = from.pop_back()?;
        let inputs = inputs(now);
        to.push_back(Stood { inputs: inputs.clone(), lines: stood.lines.is_some().then(|| now.lines()) });
        // An earlier run is one of the same formulas.
        if stood.lines.is_none() {
            self.remember(inputs);
        }
        Some(stood)
    }

    /// A sheet as it was before the change so many ago, the last one being 0, with the number of that change.
    pub fn run(&self, ago: usize, now: &Sheet, files: &dyn Files, budget: &Budget) -> Option<(u64, Sheet)> {
        let (number, was) = self.earlier(&inputs(now)).nth(ago)?;
        Some((number, with(now, was, files, budget)))
    }

    /// The values before each change, the latest first, with the change's number. One that is being made
    /// counts as soon as something is another.
    pub fn earlier<'h>(&'h self, now: &Inputs) -> impl Iterator<Item = (u64, &'h Inputs)> {
        let begun = self.begun.as_ref().filter(|begun| !changed(begun, now).is_empty());
        let numbers = (0..self.count).rev();
        begun.map(|begun| (self.count, begun)).into_iter().chain(numbers.zip(self.past.iter().rev()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Input;

    fn text(text: &str) -> Inputs {
        vec![("m".to_owned(), Value::text(text))]
    }
    fn sheet(text: &str) -> Sheet {
        Sheet::parse(&format!("m = input(\"{text}\")"), &crate::sheet::expr::Limits::default()).0
    }
    fn change(history: &mut History, from: &str, to: &str) {
        history.begin(text(from));
        history.end(&text(to));
    }
    fn shown(inputs: Option<&Inputs>) -> Option<String> {
        inputs.map(|inputs| Input::write(&inputs[0].1))
    }

    #[test]
    fn changes_are_undone_and_done_again_in_order() {
        let mut history = History::default();
        change(&mut history, "a", "b");
        change(&mut history, "b", "c");
        let mut step = |undo, now: &str| shown(history.step(undo, &sheet(now)).map(|stood| stood.inputs).as_ref());
        assert_eq!(step(true, "c"), Some("b".into()));
        assert_eq!(step(true, "b"), Some("a".into()));
        assert_eq!(step(true, "a"), None);
        assert_eq!(step(false, "a"), Some("b".into()));
        change(&mut history, "b", "x");
        assert!(!history.has(false), "after a new change nothing can be done again");
    }

    /// Changes of lines and of inputs stand in one row; an earlier run to compare with is none of other lines.
    #[test]
    fn lines_are_undone_between_inputs() {
        let mut history = History::default();
        change(&mut history, "a", "b");
        history.rewritten(sheet("b").lines(), text("b"));
        let lines = |stood: Option<Stood>| stood.map(|stood| stood.lines.map(|lines| lines.len()));
        assert_eq!(lines(history.step(true, &Sheet::default())), Some(Some(1)));
        assert_eq!(lines(history.step(true, &sheet("b"))), Some(None));
        assert_eq!(lines(history.step(false, &sheet("a"))), Some(None));
        assert_eq!(lines(history.step(false, &sheet("b"))), Some(Some(0)), "the sheet had no line then");
        assert_eq!(history.earlier(&text("b")).count(), 3);
    }

    #[test]
    fn what_changes_nothing_is_no_change() {
        let mut history = History::default();
        change(&mut history, "a", "a");
        history.begin(text("a"));
        history.forget();
        history.end(&text("b"));
        assert!(!history.has(true));
        assert_eq!(history.earlier(&text("b")).count(), 0);
    }

    #[test]
    fn the_oldest_changes_give_way() {
        let mut history = History::default();
        (0..CHANGES + 5).for_each(|i| change(&mut history, &i.to_string(), &(i + 1).to_string()));
        assert_eq!(history.done.len(), CHANGES);
        assert_eq!(shown(history.done.front().map(|stood| &stood.inputs)), Some("5".into()));
    }

    #[test]
    fn every_earlier_run_has_a_number_that_stays() {
        let mut history = History::default();
        change(&mut history, "a", "b");
        history.begin(text("b"));
        let earlier = |history: &History, now: &str| -> Vec<(u64, String)> {
            let now = text(now);
            history.earlier(&now).map(|(number, inputs)| (number, Input::write(&inputs[0].1))).collect()
        };
        assert_eq!(earlier(&history, "b"), [(0, "a".into())]);
        assert_eq!(earlier(&history, "c"), [(1, "b".into()), (0, "a".into())]);
        history.end(&text("c"));
        history.step(true, &sheet("c"));
        assert_eq!(earlier(&history, "b"), [(2, "c".into()), (1, "b".into()), (0, "a".into())]);
    }
}
