//! The words of the glossary: a list, and what the chosen one means.

use crate::app::list::Filtered;
use crate::lesson::glossary::Glossary;

/// The list.
pub struct Terms {
    /// How many terms are of the page, where it was opened on one.
    page: usize,
    /// The terms that are left, by their place in the glossary; while nothing is typed, those of the page come first.
    pub filtered: Filtered<usize>,
}

impl Terms {
    /// The terms of a page, and then all others.
    pub fn on_page(glossary: &Glossary, page: &[usize]) -> Terms {
        let others = (0..glossary.terms.len()).filter(|term| !page.contains(term));
        let all = page.iter().copied().chain(others).map(|term| (term, glossary.terms[term].all_names(" ")));
        Terms { page: page.len(), filtered: Filtered::new(all.collect()) }
    }

    /// All terms, with one of them chosen.
    pub fn at(glossary: &Glossary, term: usize) -> Terms {
        let mut terms = Terms::on_page(glossary, &[]);
        terms.filtered.list.choose_first(|row| *row == term);
        terms
    }

    /// How many of the rows are of the page.
    pub fn of_page(&self) -> usize {
        if self.filtered.line.text().trim().is_empty() { self.page } else { 0 }
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
        let terms = Terms::on_page(&glossary, &[2]);
        assert_eq!((terms.filtered.list.rows(), terms.of_page()), (&[2, 0, 1][..], 1));
        assert_eq!(Terms::at(&glossary, 1).filtered.list.chosen(), Some(&1));
    }

    #[test]
    fn every_name_of_a_word_finds_it() {
        let glossary = Glossary::read(GLOSSARY);
        let mut terms = Terms::on_page(&glossary, &[0]);
        terms.filtered.line.insert("authent");
        terms.filtered.look();
        assert_eq!((terms.filtered.list.rows(), terms.of_page()), (&[1][..], 0));
    }
}
