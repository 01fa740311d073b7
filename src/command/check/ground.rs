//! The ground that the checks of a lesson stand on, and where what they find is gathered.

use crate::lesson::{Block, Lesson, Problem, Severity};
use crate::run::Budget;
use crate::run::address::Span;
use crate::sheet::{NoFiles, Sheet};

use crate::command::limits::PATIENCE;

/// The most problems that are told of one lesson by its rules.
const MOST: usize = 100;

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
    pub(super) fn blocks(&self) -> impl Iterator<Item = &'l Block> {
        self.lesson.pages.iter().flat_map(|page| &page.blocks)
    }

    pub(super) fn text(&self, span: Span) -> &'l str {
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

/// The problems that were found so far.
pub(super) struct Told<'l> {
    source: &'l str,
    pub(super) found: Vec<Problem>,
}

impl<'l> Told<'l> {
    /// Nothing yet of a lesson.
    pub(super) fn of(lesson: &'l Lesson) -> Self {
        Told { source: &lesson.source, found: vec![] }
    }

    fn add(&mut self, severity: Severity, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        if !self.is_full() && self.found.iter().all(|known| known.span != span) {
            self.found.push(Problem::new(severity, self.source, span, message, hint));
        }
    }

    /// Whether no more is told.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= MOST
    }

    pub(super) fn error(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.add(Severity::Error, span, message, hint);
    }

    pub(super) fn warning(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.add(Severity::Warning, span, message, hint);
    }

    pub(super) fn remark(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.add(Severity::Remark, span, message, hint);
    }
}

/// Adds the problems that are not in a line or a piece of which as much is told already. Where something is wrong, no
/// remark on its line is.
pub(super) fn add_fresh(problems: &mut Vec<Problem>, found: Vec<Problem>) {
    for problem in found {
        let tells = |known: &Problem| {
            let around =
                known.is_error() && known.span.start <= problem.span.start && problem.span.end <= known.span.end;
            known.severity <= problem.severity && (around || known.line == problem.line)
        };
        if !problems.iter().any(tells) {
            problems.retain(|known| known.line != problem.line || known.severity != Severity::Remark);
            problems.push(problem);
        }
    }
}
