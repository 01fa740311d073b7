//! A list: rows of which one is chosen, some with a line of text that leaves fewer of them. Every list on the screen is
//! one.

use crate::app::text::InputLine;
use crate::run::suggest::ranked;

/// The longest line that is typed to find a row, in bytes.
const TYPED: usize = 4096;

/// Rows, and which of them is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List<R> {
    rows: Vec<R>,
    chosen: usize,
}

/// A list with a line of text that says which rows are left.
#[derive(Clone, Debug)]
pub struct Filtered<R> {
    /// All rows, each with the text that what is typed is held against.
    all: Vec<(R, String)>,
    /// The filter that is typed.
    pub line: InputLine,
    /// The rows that are left.
    pub list: List<R>,
}

/// A move among rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Motion {
    /// The row that it leads to, among so many.
    pub fn from(self, chosen: usize, rows: usize) -> usize {
        let last = rows.saturating_sub(1);
        match self {
            Motion::Up => chosen.saturating_sub(1),
            Motion::Down => (chosen + 1).min(last),
            Motion::First => 0,
            Motion::Last => last,
        }
    }
}

/// A list of any rows, as the keys and the mouse see it.
pub trait Choice {
    /// How many rows there are.
    fn len(&self) -> usize;
    /// Which of them is chosen.
    fn place(&self) -> usize;
    /// Chooses a row, the last one at most. False where that was the chosen one.
    fn choose(&mut self, row: usize) -> bool;
    /// Whether there are no rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<R> List<R> {
    /// A list with its first row chosen.
    pub fn new(rows: Vec<R>) -> List<R> {
        List { rows, chosen: 0 }
    }

    /// The rows.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// The chosen row.
    pub fn chosen(&self) -> Option<&R> {
        self.rows.get(self.chosen)
    }

    /// The rows that are seen in so many lines, the chosen one among them, each with its place.
    pub fn seen(&self, lines: usize) -> impl Iterator<Item = (usize, &R)> {
        self.rows.iter().enumerate().skip((self.chosen + 1).saturating_sub(lines)).take(lines)
    }

    /// Puts other rows in the place of these; the same place stays chosen where there is still a row.
    pub fn replace(&mut self, rows: Vec<R>) {
        self.rows = rows;
        self.chosen = self.chosen.min(self.rows.len().saturating_sub(1));
    }

    /// Adds rows at the end.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = R>) {
        self.rows.extend(rows);
    }

    /// Puts a row in. The chosen row stays chosen; but the first place is nobody's choice, and stays.
    pub fn insert(&mut self, place: usize, row: R) {
        self.rows.insert(place, row);
        if place <= self.chosen && self.chosen > 0 {
            self.chosen += 1;
        }
    }

    /// Chooses the first row that is wanted, where one is.
    pub fn choose_first(&mut self, wanted: impl FnMut(&R) -> bool) {
        self.chosen = self.rows.iter().position(wanted).unwrap_or(self.chosen);
    }
}

impl<R> Choice for List<R> {
    fn len(&self) -> usize {
        self.rows.len()
    }
    fn place(&self) -> usize {
        self.chosen
    }
    fn choose(&mut self, row: usize) -> bool {
        let to = row.min(self.rows.len().saturating_sub(1));
        std::mem::replace(&mut self.chosen, to) != to
    }
}

impl<R: Clone> Filtered<R> {
    /// All rows, with nothing typed.
    pub fn new(all: Vec<(R, String)>) -> Filtered<R> {
        let mut filtered = Filtered { all, line: InputLine::line("", TYPED), list: List::new(Vec::new()) };
        filtered.look();
        filtered
    }

    /// Follows what is typed.
    pub fn look(&mut self) {
        let left = ranked(self.line.text(), &self.all, |(_, text)| text.clone());
        self.list = List::new(left.into_iter().map(|(row, _)| row.clone()).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_one_of_its_rows_chosen() {
        let mut list = List::new(vec!['a', 'b', 'c']);
        assert!(list.choose(9) && !list.choose(2));
        assert_eq!((list.place(), list.chosen()), (2, Some(&'c')));
        assert_eq!(list.seen(2).collect::<Vec<_>>(), [(1, &'b'), (2, &'c')]);
        list.replace(vec!['x']);
        assert_eq!(list.chosen(), Some(&'x'));
        list.replace(vec![]);
        assert_eq!((list.place(), list.chosen()), (0, None));
        let moves = [Motion::Up, Motion::Down, Motion::First, Motion::Last];
        assert_eq!(moves.map(|motion| motion.from(1, 4)), [0, 2, 0, 3]);
        assert_eq!(moves.map(|motion| motion.from(0, 0)), [0; 4]);
    }

    #[test]
    fn a_few_letters_find_a_row() {
        let rows = [("bits", "bits The value, down to its bits."), ("seek", "go to Go to an address.")];
        let mut filtered = Filtered::new(rows.map(|(name, says)| (name, says.to_owned())).to_vec());
        assert_eq!(filtered.list.rows(), ["bits", "seek"]);
        filtered.line.insert("down to its bits");
        filtered.look();
        assert_eq!(filtered.list.chosen(), Some(&"bits"));
        filtered.line.insert("qqqq");
        filtered.look();
        assert_eq!(filtered.list.chosen(), None);
    }
}
