//! The state of reading a lesson: the file, what is known around it, and what was found so far.

use std::collections::{HashMap, HashSet};

use crate::lesson::problem::{Problem, Problems, quoted, sentence};
use crate::lesson::words::{self, Vocabulary};
use crate::run::address::Span;
use crate::run::suggest::did_you_mean;
use crate::sheet::expr::{Kind, Line};
use crate::sheet::known_word;

/// The most blocks of a lesson, blocks within blocks included.
pub const MAX_BLOCKS: usize = 2_000;

/// The file, what is known around it, and what was found so far.
pub(crate) struct Reading<'s> {
    pub(crate) source: &'s str,
    pub(crate) words: Vocabulary<'s>,
    pub(crate) problems: Problems<'s>,
    /// The cells of all sheets, in order; their spans count from the start of the file.
    pub(crate) cells: Vec<Line>,
    /// The names of cells whose lines could not be read, or may not stand in a lesson.
    pub(crate) unreadable: HashSet<String>,
    /// Every cell that something refers to.
    pub(crate) references: Vec<Reference>,
    /// The names of the questions so far, one for each.
    pub(crate) questions: Vec<String>,
    blocks: usize,
}

/// A cell's name where it is used.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) cell: String,
    pub(crate) span: Span,
    /// Whether it must be an input.
    pub(crate) input: bool,
    /// Whether it may be meant as a text: the whole of an expression that stands between quotes.
    pub(crate) bare: bool,
}

impl<'s> Reading<'s> {
    pub(crate) fn of(source: &'s str, words: Vocabulary<'s>) -> Self {
        Reading {
            source,
            words,
            problems: Problems::of(source),
            cells: Vec::new(),
            unreadable: HashSet::new(),
            references: Vec::new(),
            questions: Vec::new(),
            blocks: 0,
        }
    }

    /// Counts one block more; false where the lesson has too many.
    pub(crate) fn count_block(&mut self, span: Span) -> bool {
        self.blocks += 1;
        if self.blocks == MAX_BLOCKS + 1 {
            let message = format!("The lesson has more than {MAX_BLOCKS} blocks; what follows is left out.");
            self.problems.error(span, message, "Make two lessons of it.");
        }
        self.blocks <= MAX_BLOCKS
    }

    /// Whether the limit on blocks was passed.
    pub(crate) fn is_full(&self) -> bool {
        self.blocks > MAX_BLOCKS
    }

    /// Checks the name of a view.
    pub(crate) fn view(&mut self, name: &str, span: Span) -> Option<String> {
        self.words.view(name, span, &mut self.problems)
    }

    /// Checks the name of a picture, or `list`.
    pub(crate) fn picture(&mut self, name: &str, span: Span) -> Option<String> {
        words::picture(name, span, &mut self.problems)
    }

    /// Checks the word of a fence that is no directive.
    pub(crate) fn check_language(&mut self, word: &str, span: Span) -> Result<(), Problem> {
        self.words.check_language(word, span, &mut self.problems)
    }

    /// Whether a sheet of the lesson defines a cell.
    pub(crate) fn has_cell(&self, name: &str) -> bool {
        self.cells.iter().any(|cell| cell.name == name)
    }

    /// Notes that a cell is used; whether it exists is known when all sheets are read.
    pub(crate) fn refer(&mut self, cell: &str, span: Span) {
        self.references.push(Reference { cell: cell.to_owned(), span, input: false, bare: false });
    }

    /// Notes that the last of the cells that were noted is all that an expression between quotes says.
    pub(crate) fn refers_only(&mut self) {
        if let Some(last) = self.references.last_mut() {
            last.bare = true;
        }
    }

    /// Notes that something is typed into a cell.
    pub(crate) fn refer_to_input(&mut self, cell: &str, span: Span) {
        self.references.push(Reference { cell: cell.to_owned(), span, input: true, bare: false });
    }

    /// Reports every use of a cell that no sheet defines.
    pub(crate) fn check_references(&mut self) {
        let known: HashMap<&str, bool> = self.cells.iter().map(|cell| (cell.name.as_str(), is_input(cell))).collect();
        for Reference { cell, span, input, bare } in &self.references {
            match known.get(cell.as_str()) {
                _ if self.unreadable.contains(cell) => continue,
                Some(true) => continue,
                Some(false) if !input => continue,
                Some(false) => {
                    let message = format!("{} is computed, so nothing can be typed into it.", quoted(cell));
                    self.problems.error(*span, message, "Only a cell that is an `input(…)` can be changed.");
                    continue;
                }
                None => {}
            }
            let hint = match did_you_mean(cell, self.cells.iter().map(|known| known.name.as_str())) {
                Some(near) => format!("Did you mean `{near}`?"),
                None if known_word(cell).is_some() => sentence(&known_word(cell).unwrap_or_default()),
                None if *bare => format!("For a text write quotes within the quotes: '\"{cell}\"'."),
                None => "Define it in a ```sheet of this lesson.".to_owned(),
            };
            self.problems.error(*span, format!("No sheet of this lesson has a cell {}.", quoted(cell)), hint);
            if self.problems.is_full() {
                break;
            }
        }
    }
}

/// Whether a cell is one that the learner can edit.
pub(crate) fn is_input(cell: &Line) -> bool {
    matches!(&cell.expr.kind, Kind::Call { function, .. } if function == INPUT)
}

/// The function that makes a cell an input.
pub(crate) const INPUT: &str = "input";
