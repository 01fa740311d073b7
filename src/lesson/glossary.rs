//! The glossary: one Markdown file, a heading for every term and below it what the term means.
//!
//! A heading may name a term in several ways, with commas between them: `## MAC, message authentication code`. A term
//! whose name is also an everyday word may name the units in which it is meant: `## order (exchange, signatures)`.
//! Nothing in the file is computed; it has headings and running text alone.

use crate::lesson::located::Located;
use crate::lesson::problem::{Problem, Severity, quoted};
use crate::lesson::reading::Reading;
use crate::lesson::source::{self, MAX_LESSON, decode};
use crate::lesson::split::{self, Chunk};
use crate::lesson::tree::{Block, Inline, Occasion, Page, Piece, live_values, visit, words};
use crate::lesson::words::Vocabulary;
use crate::lesson::{directives, markdown};
use crate::run::address::Span;
use crate::view::SafeText;
use std::ops::Deref;
use std::sync::OnceLock;

/// The name of the file, beside `course.toml`.
pub const GLOSSARY_FILE: &str = "glossary.md";

/// The meaning of a course's terms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glossary {
    /// The terms, in the order of the file.
    pub terms: Vec<Term>,
    /// The problems of the file.
    pub problems: Vec<Problem>,
    /// The text of the file.
    pub source: String,
}

/// A glossary that is read when the first word of it is asked for: the course map does without.
#[derive(Clone, Debug, Default)]
pub struct Words {
    bytes: Vec<u8>,
    read: OnceLock<Glossary>,
}

impl Words {
    /// The glossary in a file.
    pub fn of(bytes: &[u8]) -> Words {
        Words { bytes: bytes.to_vec(), read: OnceLock::new() }
    }

    /// Whether there is no such file, or nothing in it.
    pub fn is_missing(&self) -> bool {
        self.bytes.is_empty()
    }
}

impl Deref for Words {
    type Target = Glossary;
    fn deref(&self) -> &Glossary {
        self.read.get_or_init(|| Glossary::read(&self.bytes))
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        self.bytes == other.bytes
    }
}

/// A term.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The names; the first is the one that stands in lists.
    pub names: Vec<SafeText>,
    /// The units in whose lessons it is meant; none where it is in all.
    pub units: Vec<String>,
    /// The meaning.
    pub blocks: Vec<Block>,
    /// The place of the heading.
    pub span: Span,
}

impl Term {
    /// The name that stands in lists.
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |name| name.as_str())
    }

    /// All its names in one line, with something between them.
    pub fn all_names(&self, between: &str) -> String {
        self.names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(between)
    }
}

impl Glossary {
    /// Reads a glossary. What is wrong with it becomes a problem; the rest stands.
    pub fn read(bytes: &[u8]) -> Glossary {
        let (source, invalid) = decode(&bytes[..bytes.len().min(MAX_LESSON)]);
        let known = Vocabulary { directives: &directives::names(), views: &[] };
        let mut reading = Reading::of(&source, known);
        source::report(&invalid, &mut reading);
        let start = source.len() - source.trim_start_matches('\u{FEFF}').len();
        let pages = split::pages(&source, start, known, &mut reading.problems);
        let mut terms: Vec<Term> = Vec::new();
        for chunk in pages.iter().flat_map(|page| &page.chunks) {
            let span = match chunk {
                Chunk::Markdown(span) => *span,
                Chunk::Fence(fence) => {
                    let hint = "A glossary has headings and running text; a lesson can compute.";
                    reading.problems.error(fence.span, "A fence cannot stand in the glossary.", hint);
                    continue;
                }
            };
            for block in markdown::blocks(&Located::piece(&source, span), &mut reading) {
                match (block, terms.last_mut()) {
                    (Block::Heading { level: 1, .. }, None) => {}
                    (Block::Heading { text, span, .. }, _) => terms.push(term(&text, span)),
                    (block, Some(term)) => term.blocks.push(block),
                    (block, None) => {
                        let hint = "Put it below a heading `## term`.";
                        reading.problems.error(block.span(), "This belongs to no term.", hint);
                    }
                }
            }
        }
        for term in &terms {
            refuse_values(term, &mut reading);
        }
        check(&terms, &mut reading);
        let problems = reading.problems.finish();
        Glossary { terms, problems, source: source.clone().into_owned() }
    }

    /// The first sentence on the first of some names that a term has.
    pub fn first_words<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
        names.into_iter().find_map(|name| {
            let is_it = |known: &str| known.eq_ignore_ascii_case(name) && !name.is_empty();
            let term = self.terms.iter().find(|term| term.names.iter().any(|known| is_it(known.as_str())))?;
            let text = term.blocks.iter().find_map(|block| match block {
                Block::Paragraph { text, .. } => Some(words(text, &mut |_| String::new())),
                _ => None,
            })?;
            let first = text.split_inclusive(". ").next().unwrap_or_default().trim().to_owned();
            Some(format!("A {}: {first}", term.name()))
        })
    }

    /// The terms that stand on a page of a lesson and are meant there, in the order of the glossary, by their place in
    /// it.
    pub fn on_page(&self, lesson: &str, page: &Page) -> Vec<usize> {
        let unit = lesson.split_once('/').map(|(unit, _)| unit);
        let text = read(&page.blocks);
        let folded = text.to_lowercase();
        let meant =
            |term: &Term| term.units.is_empty() || unit.is_some_and(|unit| term.units.iter().any(|of| of == unit));
        let there = |term: &Term| meant(term) && term.names.iter().any(|name| stands_in(name, &text, &folded));
        self.terms.iter().enumerate().filter(|(_, term)| there(term)).map(|(place, _)| place).collect()
    }

    /// A problem for each unit that a term names and a course does not have.
    pub fn without_unit(&self, has: &dyn Fn(&str) -> bool) -> Vec<Problem> {
        let problem = |term: &Term, unit: &str| {
            let message = format!("{} is said to be meant in {}, which is no unit.", quoted(term.name()), quoted(unit));
            let hint = "Units are the folders of the lessons; without any the term is meant in all.";
            Problem::new(Severity::Error, &self.source, term.span, message, hint)
        };
        let named = self.terms.iter().flat_map(|term| term.units.iter().map(move |unit| (term, unit)));
        named.filter(|(_, unit)| !has(unit)).map(|(term, unit)| problem(term, unit)).collect()
    }
}

fn term(heading: &[Inline], span: Span) -> Term {
    let heading = words(heading, &mut |_| String::new());
    let heading = heading.trim();
    let parts = heading.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let (names, units) = parts.unwrap_or((heading, ""));
    let names = names.split(',').map(|name| SafeText::line(name.trim())).filter(|name| !name.is_empty());
    Term {
        names: names.collect(),
        units: units.split(',').map(|unit| unit.trim().to_owned()).filter(|unit| !unit.is_empty()).collect(),
        blocks: Vec::new(),
        span,
    }
}

fn refuse_values(term: &Term, reading: &mut Reading) {
    visit(&term.blocks, &mut |piece| {
        if let Piece::Text(_, text) = piece {
            live_values(text, &mut |live| {
                let hint = "Write down what it is, or explain the term in a lesson.";
                reading.problems.error(live.span, "Nothing is computed in a glossary.", hint);
            });
        }
    });
}

fn check(terms: &[Term], reading: &mut Reading) {
    let same = |a: &SafeText, b: &SafeText| a.to_lowercase() == b.to_lowercase();
    for (place, term) in terms.iter().enumerate() {
        if term.names.is_empty() {
            reading.problems.error(term.span, "This heading names no term.", "Write the term behind `##`.");
        }
        if term.blocks.is_empty() {
            let message = format!("{} is not explained.", quoted(term.name()));
            reading.problems.error(term.span, message, "Say below the heading what it means.");
        }
        let before = terms[..place].iter().flat_map(|term| &term.names);
        if let Some(twice) = term.names.iter().find(|name| before.clone().any(|other| same(name, other))) {
            let message = format!("{} stands in the glossary twice.", quoted(twice));
            reading.problems.error(term.span, message, "Make one entry of the two.");
        }
    }
}

/// Whether some blocks say something as a word of its own.
pub fn say(blocks: &[Block], word: &str) -> bool {
    let text = read(blocks);
    stands_in(word, &text, &text.to_lowercase())
}

/// The words that a learner reads at once.
fn read(blocks: &[Block]) -> String {
    let mut text = String::new();
    visit(blocks, &mut |piece| {
        if let Piece::Text(Occasion::Always, read) = piece {
            text.push_str(&words(read, &mut |_| String::new()));
            text.push('\n');
        }
    });
    text
}

/// Whether a name stands in a text as a word of its own, in the singular or with an `s` behind. A name in capitals
/// stands there in capitals: `AND` is not "and".
fn stands_in(name: &str, text: &str, folded: &str) -> bool {
    let exact = !name.chars().any(char::is_lowercase);
    let lower = name.to_lowercase();
    let (name, text) = if exact { (name, text) } else { (lower.as_str(), folded) };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = &text[at + name.len()..];
        let ends = |rest: &str| !rest.chars().next().is_some_and(is_word);
        !before.is_some_and(is_word) && (ends(after) || after.strip_prefix('s').is_some_and(ends))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::embedded;

    fn messages(source: &str) -> Vec<String> {
        Glossary::read(source.as_bytes()).problems.iter().map(|p| format!("{}: {}", p.line, p.message)).collect()
    }

    #[test]
    fn a_heading_is_a_term_with_all_its_names() {
        let glossary =
            Glossary::read(b"# Words\n\n## MAC, message authentication code\n\nA tag.\n\n## key\n\nA secret.\n");
        assert_eq!(glossary.problems, []);
        let names: Vec<&str> = glossary.terms.iter().flat_map(|term| &term.names).map(|name| name.as_str()).collect();
        assert_eq!(names, ["MAC", "message authentication code", "key"]);
        assert_eq!(glossary.terms[0].blocks.len(), 1);
    }

    #[test]
    fn a_term_may_be_meant_in_some_units_alone() {
        let glossary =
            Glossary::read(b"## order, rank (exchange, nowhere)\n\nHow often.\n\n## key (a secret\n\nOne.\n");
        assert_eq!(glossary.terms[0].names.len(), 2);
        assert_eq!(glossary.terms[1].name(), "key (a secret");
        let page = crate::lesson::parse("x.md", b"# Page\n\nIn this order.\n", &[]).pages.remove(0);
        let found = |lesson: &str| glossary.on_page(lesson, &page);
        assert_eq!((found("exchange/a"), found("hashing/a"), found("a")), (vec![0], vec![], vec![]));
        let problems = glossary.without_unit(&|unit| unit == "exchange");
        let says: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(says, ["`order` is said to be meant in `nowhere`, which is no unit."]);
    }

    #[test]
    fn every_mistake_has_its_place() {
        assert_eq!(messages("stray\n\n## a\n\ntext\n"), ["1: This belongs to no term."]);
        assert_eq!(messages("## a\n\ntext\n\n## b\n"), ["5: `b` is not explained."]);
        assert_eq!(messages("## a\n\ntext\n\n## B, A\n\ntext\n"), ["5: `A` stands in the glossary twice."]);
        assert_eq!(messages("## a\n\n```sheet\nx = 1\n```\n\ntext\n"), ["3: A fence cannot stand in the glossary."]);
        assert_eq!(messages("## a\n\nIt is {{ digest }}.\n").len(), 1);
    }

    #[test]
    fn a_term_is_found_as_a_word() {
        let found = |name: &str, text: &str| stands_in(name, text, &text.to_lowercase());
        assert!(found("block cipher", "Block ciphers do."));
        assert!(found("nonce", "the nonce, once"));
        assert!(!found("hash", "hashing"));
        assert!(!found("AND", "this and that"));
        assert!(found("AND", "x AND y"));
    }

    #[test]
    fn the_glossary_of_the_program_is_whole() {
        let file = embedded::FILES.iter().find(|file| file.path == GLOSSARY_FILE).expect("it is embedded");
        let glossary = Glossary::read(file.head.as_bytes());
        assert_eq!(glossary.problems, []);
        assert!(glossary.terms.len() >= 50);
        let sorted = glossary.terms.is_sorted_by_key(|term| term.name().to_lowercase());
        assert!(sorted, "the terms stand in the order of the alphabet");
    }
}
