//! The names that stand on a page: a sentence to a learner calls a value by one of them, or by none.

use std::collections::BTreeSet;

use crate::learner::lens::{Around, Drawn, Lens, chosen};
use crate::learner::veil::Veil;
use crate::lesson::tree::{Block, Inline, Occasion, Piece, Watch, plain, visit};
use crate::lesson::uses::first_uses;
use crate::lesson::{Lesson, Page};
use crate::run::Budget;
use crate::run::address::below_cell;
use crate::sheet::Sheet;
use crate::sheet::spot::Spot;
use crate::view::picture::picture;

/// Letters that stand in English for themselves, or behind an apostrophe.
const ENGLISH: [&str; 5] = ["a", "A", "I", "s", "t"];
/// Words between names, as in `T1[5] in block 0 of twice`.
const BETWEEN: [&str; 12] = ["in", "of", "the", "that", "goes", "into", "what", "is", "made", "from", "byte", "bytes"];

/// The words of a text that may be names.
#[derive(Clone, Debug, Default)]
pub struct Names {
    words: BTreeSet<String>,
    /// The words of the pictures beside the text.
    drawn: BTreeSet<String>,
}

impl Names {
    /// The names in a text.
    pub fn of(text: &str) -> Names {
        Names { words: words(text).map(str::to_owned).collect(), ..Names::default() }
    }

    /// The names on a page: in its text, in its row of inputs, and beside the values that it watches.
    pub fn on(lesson: &Lesson, page: usize, sheet: &Sheet, budget: &Budget) -> Names {
        let mut names = BTreeSet::new();
        let mut add = |text: &str| names.extend(words(text).map(str::to_owned));
        let uses = first_uses(lesson, sheet.inputs().map(|cell| cell.name()));
        uses.iter().filter(|(_, first)| **first <= page).for_each(|(input, _)| add(input));
        let upto = &lesson.pages[..lesson.pages.len().min(page + 1)];
        upto.last().iter().for_each(|page| said_on(page, &mut add));
        // Where a page watches nothing, the value of an earlier one stays.
        let watching = upto.iter().rev().find(|page| page.watches().next().is_some());
        let mut drawn = BTreeSet::new();
        for watch in watching.into_iter().flat_map(Page::watches) {
            let texts = drawn_by(watch, sheet, budget);
            let signs = texts.iter().flat_map(|text| words(text)).filter(|word| !ENGLISH.contains(word));
            drawn.extend(signs.map(str::to_owned));
            watch.target.address.steps.first().iter().for_each(|cell| add(&cell.name));
        }
        Names { words: names, drawn }
    }

    /// Whether a word stands there, such as a number.
    pub fn says(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Whether all names of a phrase stand there or in a picture, whatever their numbers.
    pub fn shows(&self, phrase: &str) -> bool {
        names(phrase).all(|name| self.says(name) || self.drawn.contains(name))
    }

    /// Whether all names of a phrase stand there, with their numbers.
    pub fn has_all(&self, phrase: &str) -> bool {
        words(phrase).filter(|word| !BETWEEN.contains(word)).all(|word| self.says(word))
    }

    /// Whether all names of a phrase stand there, whatever their numbers.
    pub fn has(&self, phrase: &str) -> bool {
        names(phrase).all(|name| self.says(name))
    }
}

/// The running text of a page.
fn said_on(page: &Page, add: &mut dyn FnMut(&str)) {
    visit(&page.blocks, &mut |piece| match piece {
        Piece::Text(Occasion::Always, text) => {
            // What is set as code is a name, whatever it looks like.
            text.iter().for_each(|inline| {
                if let Inline::Code(code) = inline {
                    add(code)
                }
            });
            let prose = plain(text);
            let is_english = |word: &&str| ENGLISH.contains(word);
            words(&prose).filter(|word| !is_english(word)).for_each(&mut *add);
        }
        Piece::Block(Block::Code { text, .. }) => add(text),
        Piece::Text(..) | Piece::Block(_) => {}
    });
}

/// The texts of the picture that a value is drawn by.
fn drawn_by(watch: &Watch, sheet: &Sheet, budget: &Budget) -> Vec<String> {
    let address = &watch.target.address;
    let cell = address.steps.first().and_then(|cell| sheet.cell(&cell.name));
    let Some(mut spot) = cell.map(Spot::at).filter(|_| watch.view.is_none() || watch.picture.is_some()) else {
        return Vec::new();
    };
    let lens = Lens { sheet, veil: &Veil::default(), budget };
    let below = below_cell(&address.to_string()).unwrap_or_default();
    let scene = spot.seek(&below, budget).and_then(|()| Around::of(&spot, lens, None));
    let wanted = watch.picture.as_deref().and_then(picture).map_or(Drawn::First, |one| Drawn::Chosen(one.name));
    let Ok(scene) = scene else { return Vec::new() };
    let Some((picture, size)) = chosen(wanted, &scene).and_then(|one| Some((one, *one.sizes.first()?))) else {
        return Vec::new();
    };
    let drawing = (picture.draw)(&scene, size);
    let captions = drawing.captions.into_iter().map(|caption| caption.text);
    captions.chain(drawing.cells.into_iter().map(|cell| cell.text)).collect()
}

/// The names of a phrase, without numbers.
fn names(phrase: &str) -> impl Iterator<Item = &str> {
    words(phrase).filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()) && !BETWEEN.contains(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::parse;
    use crate::sheet::NoFiles;

    #[test]
    fn a_name_stands_in_the_text_among_the_inputs_or_in_a_picture() {
        let source = "# One\n\n```sheet\nm = input(\"abc\")\nlater = input(1)\nd = sha256(m)\ne = sha256(d)\n```\n\n\
                      It's a sum of `h` and W, T1 and 64.\n\n```watch\nvalue = \"d/block[0]/T1[0]\"\n```\n\n---\n\n# Two\n\n\
                      It is {{ later }}.\n";
        let lesson = parse("x", source.as_bytes(), &crate::view::names());
        let (budget, mut sheet) = (Budget::unlimited(), Sheet::new(lesson.cells.clone()));
        sheet.finish(&NoFiles, &budget).unwrap();
        let names = Names::on(&lesson, 0, &sheet, &budget);
        for there in ["m", "d", "h[3]", "W[0] of d", "T1[5] in 0", "byte 3 of m"] {
            assert!(names.has(there), "{there}");
        }
        for missing in ["s[0][0]", "a[0]", "later", "e", "T2[0]", "W[0] of e"] {
            assert!(!names.has(missing), "{missing}");
        }
        assert!(names.shows("T2[0]") && !names.shows("H_before[0]") && names.says("64"));
        assert!(Names::on(&lesson, 1, &sheet, &budget).has("later"));
    }
}
