//! The rules that ask of a lesson, with its default inputs, whether each piece of it does something: one row each.
//!
//! To add one: its function in the file of what it is about, with its test, and one line in [`RULES`]. An error is what
//! can never work, a warning what hardly works as it was meant; what the author decides is a remark.

mod changes;
mod front;
mod inputs;
mod literal;
mod live;
mod questions;
mod watches;

use crate::lesson::{Block, Lesson, Problem, Severity};
use crate::num::sort_by_key;
use crate::run::Budget;
use crate::run::address::Span;
use crate::sheet::{NoFiles, Sheet};

use crate::command::limits::PATIENCE;

/// The most problems that the rules tell of one lesson.
const MOST: usize = 100;

/// A rule.
type Rule = fn(&Ground, &mut Told);

/// Every rule.
const RULES: &[Rule] = &[
    front::needs,
    front::goal,
    inputs::choices,
    inputs::random,
    inputs::help,
    literal::directives,
    literal::headings,
    literal::dashes,
    literal::entries,
    literal::signs,
    live::code,
    live::listings,
    live::words,
    questions::kinds,
    questions::looks,
    questions::hints,
    questions::constants,
    changes::doubled,
    changes::certain,
    watches::ends,
];

/// A lesson, and its sheet with the default inputs.
pub(super) struct Ground<'l> {
    pub(super) lesson: &'l Lesson,
    /// The sheet, computed; none where that takes too long.
    pub(super) sheet: Option<Sheet>,
}

impl<'l> Ground<'l> {
    pub(super) fn of(lesson: &'l Lesson) -> Self {
        let mut sheet = Sheet::new(lesson.cells.clone());
        let late = sheet.finish(&NoFiles, &Budget::worth(PATIENCE)).is_err_and(|error| error.is_pending());
        Ground { lesson, sheet: (!late).then_some(sheet) }
    }

    /// All blocks at the margin.
    fn blocks(&self) -> impl Iterator<Item = &'l Block> {
        self.lesson.pages.iter().flat_map(|page| &page.blocks)
    }

    fn text(&self, span: Span) -> &'l str {
        self.lesson.source.get(span.range()).unwrap_or_default()
    }

    /// Where some words first stand in a piece of the file; the first line of the piece where they are written with
    /// escapes.
    pub(super) fn place(&self, piece: Span, words: &str) -> Span {
        let text = self.text(piece);
        match text.find(words) {
            Some(at) if !words.is_empty() => Span::new(piece.start + at, piece.start + at + words.len()),
            _ => Span::new(piece.start, piece.start + text.find('\n').unwrap_or(text.len())),
        }
    }

    /// The value of an entry of a directive, as it is written behind the `=` on its line; the first line of the
    /// directive where there is no such line.
    pub(super) fn entry(&self, piece: Span, name: &str) -> Span {
        let is_it =
            |line: &str| line.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='));
        let mut start = piece.start;
        for line in self.text(piece).split_inclusive('\n') {
            if is_it(line) {
                let value = line.find('=').map_or(0, |at| at + 1);
                let value = value + line[value..].len() - line[value..].trim_start().len();
                return Span::new(start + value, start + line.trim_end().len().max(value));
            }
            start += line.len();
        }
        self.place(piece, "")
    }

    /// The front matter.
    pub(super) fn front(&self) -> Span {
        Span::new(0, self.lesson.pages.first().map_or(0, |page| page.span.start))
    }
}

/// What the rules found.
pub(super) struct Told<'l> {
    source: &'l str,
    found: Vec<Problem>,
}

impl Told<'_> {
    fn add(&mut self, severity: Severity, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        if !self.is_full() && self.found.iter().all(|known| known.span != span) {
            self.found.push(Problem::new(severity, self.source, span, message, hint));
        }
    }

    /// Whether no more is told.
    fn is_full(&self) -> bool {
        self.found.len() >= MOST
    }

    fn error(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.add(Severity::Error, span, message, hint);
    }

    fn warning(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.add(Severity::Warning, span, message, hint);
    }

    fn remark(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.add(Severity::Remark, span, message, hint);
    }
}

/// What all rules find in a lesson, the worst first. Of a directive that was not read without a mistake they say
/// nothing; and while there is any, nothing that the author decides.
pub(super) fn found(ground: &Ground) -> Vec<Problem> {
    let mut told = Told { source: &ground.lesson.source, found: vec![] };
    RULES.iter().for_each(|rule| rule(ground, &mut told));
    let errors: Vec<&Problem> = ground.lesson.problems.iter().filter(|problem| problem.is_error()).collect();
    let within = |span: Span, problem: &Problem| span.start <= problem.span.start && problem.span.start < span.end;
    let is_broken = |block: &&Block| errors.iter().any(|error| within(block.span(), error));
    let broken: Vec<Span> = ground.blocks().filter(is_broken).map(Block::span).collect();
    told.found.retain(|problem| {
        let decided = problem.severity == Severity::Remark && !errors.is_empty();
        !decided && !broken.iter().any(|span| within(*span, problem))
    });
    sort_by_key(&mut told.found, |problem| problem.severity);
    told.found
}

#[cfg(test)]
mod testing {
    use super::*;
    use crate::lesson::parse;

    /// The problems that the rules find in a page, as `line severity message`. Its text begins in line 13, below the
    /// sheet; `message` is a text, `digest` its hash, and `n` an integer.
    pub(super) fn said(rest: &str) -> Vec<String> {
        let sheet = "message = input(\"abc\", max: 40)\ndigest = sha256(message)\nn = input(7, min: 1, max: 20)";
        said_of("", &format!("```sheet\n{sheet}\n```\n{rest}\n"))
    }

    /// The same of a whole lesson: lines of its front matter below the goal, and its text, which begins two lines
    /// below them.
    pub(super) fn said_of(front: &str, body: &str) -> Vec<String> {
        let source = format!("+++\ntitle = \"t\"\ngoal = \"g\"\n{front}+++\n\n# A page\n\n{body}");
        let lesson = parse("u/l", source.as_bytes(), &crate::view::names());
        assert_eq!(lesson.problems, [], "{source}");
        let mut found = found(&Ground::of(&lesson));
        Problem::sort(&mut found);
        found.iter().map(|problem| format!("{} {:?} {}", problem.line, problem.severity, problem.message)).collect()
    }

    /// Whether the rules say of each text what is expected: the beginnings of the problems.
    #[track_caller]
    pub(super) fn expect(cases: &[(&str, &[&str])]) {
        for (rest, expected) in cases {
            let found = said(rest);
            let alike = found.len() == expected.len()
                && found.iter().zip(*expected).all(|(found, expected)| found.starts_with(expected));
            assert!(alike, "{rest}\nexpected {expected:#?}\nfound {found:#?}");
        }
    }
}
