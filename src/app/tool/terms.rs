//! The words of the glossary: a list, and what the chosen one means.

use crate::app::list::ranked;
use crate::app::text::InputLine;
use crate::lesson::glossary::Glossary;

/// The longest line that is worth typing.
const TYPED: usize = 100;

/// The list.
pub struct Terms {
    /// What is typed.
    pub line: InputLine,
    /// The terms of the page, where it was opened on one: they come first while nothing is typed.
    page: Vec<usize>,
    /// The terms that are left, by their place in the glossary.
    pub rows: Vec<usize>,
    /// The chosen row.
    pub chosen: usize,
}

impl Terms {
    /// The terms of a page, and then all others.
    pub fn on_page(glossary: &Glossary, page: Vec<usize>) -> Terms {
        let mut terms = Terms { line: InputLine::line("", TYPED), page, rows: Vec::new(), chosen: 0 };
        terms.look(glossary);
        terms
    }

    /// All terms, with one of them chosen.
    pub fn at(glossary: &Glossary, term: usize) -> Terms {
        let mut terms = Terms::on_page(glossary, Vec::new());
        terms.chosen = terms.rows.iter().position(|row| *row == term).unwrap_or(0);
        terms
    }

    /// How many of the rows are of the page.
    pub fn of_page(&self) -> usize {
        if self.line.text().trim().is_empty() { self.page.len() } else { 0 }
    }

    /// Follows what is typed.
    pub fn look(&mut self, glossary: &Glossary) {
        let others = (0..glossary.terms.len()).filter(|term| !self.page.contains(term));
        let all = self.page.iter().copied().chain(others);
        self.rows = ranked(self.line.text(), all, |term| {
            let names = glossary.terms[*term].names.iter().map(|name| name.as_str());
            names.collect::<Vec<_>>().join(" ")
        });
        self.chosen = 0;
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
        assert_eq!((terms.rows.as_slice(), terms.of_page()), (&[2, 0, 1][..], 1));
        assert_eq!(Terms::at(&glossary, 1).chosen, 1);
    }

    #[test]
    fn every_name_of_a_word_finds_it() {
        let glossary = Glossary::read(GLOSSARY);
        let mut terms = Terms::on_page(&glossary, vec![0]);
        terms.line.insert("authent");
        terms.look(&glossary);
        assert_eq!((terms.rows.as_slice(), terms.of_page()), (&[1][..], 0));
    }
}
