//! The words of the glossary: a list, and what the chosen one means.

use crate::app::list::{Filtered, List};
use crate::lesson::glossary::Glossary;
use crate::run::suggest::ranked;

/// The list.
pub struct Terms {
    /// The terms of the page, where it was opened on one: they come first while nothing is typed.
    page: Vec<usize>,
    /// The terms that are left, by their place in the glossary.
    pub filtered: Filtered<usize>,
}

impl Terms {
    /// The terms of a page, and then all others.
    pub fn on_page(glossary: &Glossary, page: Vec<usize>) -> Terms {
        let mut terms = Terms { page, filtered: Filtered::new(Vec::new()) };
        terms.look(glossary);
        terms
    }

    /// All terms, with one of them chosen.
    pub fn at(glossary: &Glossary, term: usize) -> Terms {
        let mut terms = Terms::on_page(glossary, Vec::new());
        terms.filtered.list.choose_first(|row| *row == term);
        terms
    }

    /// How many of the rows are of the page.
    pub fn of_page(&self) -> usize {
        if self.filtered.line.text().trim().is_empty() { self.page.len() } else { 0 }
    }

    /// Follows what is typed.
    pub fn look(&mut self, glossary: &Glossary) {
        let others = (0..glossary.terms.len()).filter(|term| !self.page.contains(term));
        let all = self.page.iter().copied().chain(others);
        let text = |term: &usize| {
            let names = glossary.terms[*term].names.iter().map(|name| name.as_str());
            names.collect::<Vec<_>>().join(" ")
        };
        self.filtered.list = List::new(ranked(self.filtered.line.text(), all, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLOSSARY: &[u8] =
        b"## bit\n\nA zero or a one.\n\n## MAC, message authentication code\n\nA tag.\n\n## word\n\nBits.\n";

    #[test]
    fn the_words_of_the_page_come_first() {
        let glossary = Glossary::read(GLOSSARY);
        let terms = Terms::on_page(&glossary, vec![2]);
        assert_eq!((terms.filtered.list.rows(), terms.of_page()), (&[2, 0, 1][..], 1));
        assert_eq!(Terms::at(&glossary, 1).filtered.list.chosen(), Some(&1));
    }

    #[test]
    fn every_name_of_a_word_finds_it() {
        let glossary = Glossary::read(GLOSSARY);
        let mut terms = Terms::on_page(&glossary, vec![0]);
        terms.filtered.line.insert("authent");
        terms.look(&glossary);
        assert_eq!((terms.filtered.list.rows(), terms.of_page()), (&[1][..], 0));
    }
}
