//! What stood in the inputs before: undo and redo.

use crate::run::{Source, Value};
use crate::sheet::{Input, Sheet};

/// How many changes can be undone.
const CHANGES: usize = 100;
/// How many bytes of values are kept for that.
const BYTES: u64 = 64 << 20;

/// What stands in the inputs of a sheet, by cell.
pub type Inputs = Vec<(String, Value)>;

/// The changes of the inputs.
#[derive(Clone, Default)]
pub struct History {
    undone: Vec<Inputs>,
    done: Vec<Inputs>,
    begun: Option<Inputs>,
}

/// What stands in the inputs now.
pub fn inputs(sheet: &Sheet) -> Inputs {
    sheet.inputs().filter_map(|cell| Some((cell.name().to_owned(), cell.given()?.clone()))).collect()
}

/// The names of the inputs that differ.
pub fn changed<'i>(before: &'i Inputs, now: &Inputs) -> Vec<&'i str> {
    let same = |(name, value): &&(String, Value)| {
        let now = now.iter().find(|(other, _)| other == name).map(|(_, value)| value);
        now.is_some_and(|now| now.kind() == value.kind() && Input::write(now) == Input::write(value))
    };
    before.iter().filter(|input| !same(input)).map(|(name, _)| name.as_str()).collect()
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
        self.undone.clear();
        self.done.push(before);
        let size = |inputs: &Inputs| -> u64 {
            inputs.iter().filter_map(|(_, value)| value.rope()).map(|rope| rope.len()).sum()
        };
        while self.done.len() > CHANGES || (self.done.len() > 1 && self.done.iter().map(size).sum::<u64>() > BYTES) {
            self.done.remove(0);
        }
    }

    /// Whether there is a change to undo, or one that was undone.
    pub fn has(&self, undo: bool) -> bool {
        if undo { !self.done.is_empty() } else { !self.undone.is_empty() }
    }

    /// What stood in the inputs before the latest change, or after the one that was undone last.
    pub fn step(&mut self, undo: bool, now: Inputs) -> Option<Inputs> {
        let (from, to) = if undo { (&mut self.done, &mut self.undone) } else { (&mut self.undone, &mut self.done) };
        let inputs = from.pop()?;
        to.push(now);
        Some(inputs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inputs {
        vec![("m".to_owned(), Value::text(text))]
    }
    fn change(history: &mut History, from: &str, to: &str) {
        history.begin(text(from));
        history.end(&text(to));
    }
    fn shown(inputs: Option<Inputs>) -> Option<String> {
        inputs.map(|inputs| Input::write(&inputs[0].1))
    }

    #[test]
    fn changes_are_undone_and_done_again_in_order() {
        let mut history = History::default();
        change(&mut history, "a", "b");
        change(&mut history, "b", "c");
        assert_eq!(shown(history.step(true, text("c"))), Some("b".into()));
        assert_eq!(shown(history.step(true, text("b"))), Some("a".into()));
        assert_eq!(shown(history.step(true, text("a"))), None);
        assert_eq!(shown(history.step(false, text("a"))), Some("b".into()));
        change(&mut history, "b", "x");
        assert!(!history.has(false), "after a new change nothing can be done again");
    }

    #[test]
    fn what_changes_nothing_is_no_change() {
        let mut history = History::default();
        change(&mut history, "a", "a");
        history.begin(text("a"));
        history.forget();
        history.end(&text("b"));
        assert!(!history.has(true));
    }

    #[test]
    fn the_oldest_changes_give_way() {
        let mut history = History::default();
        (0..CHANGES + 5).for_each(|i| change(&mut history, &i.to_string(), &(i + 1).to_string()));
        assert_eq!(history.done.len(), CHANGES);
        assert_eq!(shown(history.done.first().cloned()), Some("5".into()));
    }
}
