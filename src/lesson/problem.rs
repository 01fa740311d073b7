//! Problems: what is wrong with a lesson, and where.

use crate::functions::function;
use crate::num::sort_by_key;
use crate::run::address::Span;

/// The most problems kept of one file; a last one says that there are more.
pub const MAX_PROBLEMS: usize = 100;

/// The weight of a problem, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something of the lesson does not work.
    Error,
    /// Something works, but hardly as it was meant.
    Warning,
    /// Nothing is wrong; the author may want to know it.
    Remark,
}

/// A mistake in a lesson, a course file or a sheet.
///
/// The texts quote the file, so they go through [`SafeText`](crate::view::SafeText) before anybody sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The weight.
    pub severity: Severity,
    /// The bytes of the file that are wrong.
    pub span: Span,
    /// The line where they begin, from 1.
    pub line: usize,
    /// The column where they begin, in characters, from 1.
    pub column: usize,
    /// A sentence: what is wrong.
    pub message: String,
    /// The remedy.
    pub hint: Option<String>,
}

impl Problem {
    /// Puts problems into the order of their file.
    pub fn sort(problems: &mut [Problem]) {
        sort_by_key(problems, |problem| problem.span.start);
    }

    /// A problem in `source` at `span`, which is moved to the nearest characters of the text.
    pub fn new(
        severity: Severity,
        source: &str,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let mut place = Place::START;
        Problem::at(&mut place, severity, source, span, message.into(), hint.into())
    }

    fn at(place: &mut Place, severity: Severity, source: &str, span: Span, message: String, hint: String) -> Self {
        let start = source.floor_char_boundary(span.start);
        let end = source.ceil_char_boundary(span.end.max(start));
        *place = place.moved(source, start);
        Problem {
            severity,
            span: Span::new(start, end),
            line: place.line,
            column: place.column,
            message,
            hint: (!hint.is_empty()).then_some(hint),
        }
    }

    /// Whether something does not work because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The line and column of a byte, both from 1, the column in characters.
pub fn line_column(source: &str, offset: usize) -> (usize, usize) {
    let place = Place::START.moved(source, source.floor_char_boundary(offset));
    (place.line, place.column)
}

/// A place in a file. The next one is found from the last, so that many problems in a long file cost little.
#[derive(Clone, Copy, Debug)]
struct Place {
    offset: usize,
    line: usize,
    column: usize,
}

impl Place {
    const START: Place = Place { offset: 0, line: 1, column: 1 };

    fn moved(self, source: &str, offset: usize) -> Place {
        let from = if self.offset <= offset { self } else { Place::START };
        let between = &source[from.offset..offset];
        let newlines = between.bytes().filter(|&b| b == b'\n').count();
        let column = match between.rfind('\n') {
            Some(newline) => between[newline + 1..].chars().count() + 1,
            None => from.column + between.chars().count(),
        };
        Place { offset, line: from.line + newlines, column }
    }
}

/// The problems of one file, as they are found.
#[derive(Debug)]
pub(crate) struct Problems<'s> {
    source: &'s str,
    place: Place,
    found: Vec<Problem>,
    errors: usize,
    latest: Option<Problem>,
    /// Whether an error was not told, since another one tells it.
    silent: bool,
    more: bool,
}

impl<'s> Problems<'s> {
    pub(crate) fn of(source: &'s str) -> Self {
        Problems { source, place: Place::START, found: Vec::new(), errors: 0, latest: None, silent: false, more: false }
    }

    /// Notes something that does not work, and returns it for the place where it is shown.
    pub(crate) fn error(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        let problem = self.add(Severity::Error, span, message.into(), hint.into());
        self.errors += 1;
        self.latest = Some(problem.clone());
        problem
    }

    /// The message of the latest problem that does not work.
    pub(crate) fn last_message(&self) -> &str {
        self.latest.as_ref().map_or("", |problem| problem.message.as_str())
    }

    /// Notes something that does not work because of what is told elsewhere: it is shown in its place alone.
    pub(crate) fn silent(&mut self, span: Span, message: impl Into<String>) {
        let place = &mut self.place;
        let problem = Problem::at(place, Severity::Error, self.source, span, message.into(), String::new());
        self.errors += 1;
        self.silent = true;
        self.latest = Some(problem);
    }

    /// Notes something that works, but hardly as it was meant.
    pub(crate) fn warning(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.add(Severity::Warning, span, message.into(), hint.into());
    }

    fn add(&mut self, severity: Severity, span: Span, message: String, hint: String) -> Problem {
        let problem = Problem::at(&mut self.place, severity, self.source, span, message, hint);
        if self.found.len() < MAX_PROBLEMS {
            self.found.push(problem.clone());
        } else {
            self.more = true;
        }
        problem
    }

    /// Whether something does not work.
    pub(crate) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether more problems would not be kept.
    pub(crate) fn is_full(&self) -> bool {
        self.more
    }

    /// The number of errors so far: [`error_since`](Self::error_since) it, was a piece read without a new one?
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }

    /// The first error since there were `errors` of them.
    pub(crate) fn error_since(&self, errors: usize) -> Option<Problem> {
        if self.errors == errors {
            return None;
        }
        let kept = self.found.iter().filter(|p| p.is_error()).nth(errors).filter(|_| !self.silent);
        kept.or(self.latest.as_ref()).cloned()
    }

    /// An error found in this part of the file before.
    pub(crate) fn first_error_in(&self, part: Span) -> Option<Problem> {
        let inside = |p: &&Problem| p.is_error() && part.start <= p.span.start && p.span.start <= part.end;
        self.found.iter().find(inside).cloned()
    }

    /// The problems in the order of the file.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        Problem::sort(&mut self.found);
        if self.more {
            let end = Span::new(self.source.len(), self.source.len());
            let message = format!("There are more than {MAX_PROBLEMS} problems; the others are not listed.");
            self.found.push(Problem::new(
                Severity::Error,
                self.source,
                end,
                message,
                "Mend the first ones and check again.",
            ));
        }
        self.found
    }
}

/// `name` in backticks, as messages quote it, cut where it is long.
pub(crate) fn quoted(name: &str) -> String {
    const LONGEST: usize = 40;
    if name.chars().count() <= LONGEST {
        format!("`{name}`")
    } else {
        let start: String = name.chars().take(LONGEST - 1).collect();
        format!("`{start}…`")
    }
}

/// `a`, `b` and `c`, for a hint that lists what there is.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().map(quoted).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// The message of another layer as a sentence.
pub(crate) fn sentence(message: &str) -> String {
    let word = message.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(message.len());
    let (word, rest) = message.split_at(word);
    if function(word).is_ok() {
        // The name of a function keeps its letters.
        match rest {
            _ if rest.starts_with('(') => return format!("Write `{message}`."),
            _ if rest.starts_with(" wants ") || rest.starts_with(" takes ") || rest.starts_with(" has no ") => {
                return sentence(&format!("`{word}`{rest}"));
            }
            _ => {}
        }
    }
    let mut letters = message.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if message.ends_with(['.', '?', '!', '…']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let source = "ab\nöß x\n";
        assert_eq!(line_column(source, 0), (1, 1));
        assert_eq!(line_column(source, 3), (2, 1));
        assert_eq!(line_column(source, 8), (2, 4));
        assert_eq!(line_column(source, 4), (2, 1), "inside a character: its start");
        assert_eq!(line_column(source, 1000), (3, 1));
    }

    #[test]
    fn problems_come_in_the_order_of_the_file_and_end() {
        let source = "0123456789";
        let mut problems = Problems::of(source);
        problems.error(Span::new(5, 6), "b", "");
        problems.warning(Span::new(1, 2), "a", "do");
        for _ in 0..200 {
            problems.error(Span::new(7, 8), "c", "");
        }
        let found = problems.finish();
        assert_eq!((found[0].message.as_str(), found[0].column), ("a", 2));
        assert_eq!(found[0].hint.as_deref(), Some("do"));
        assert_eq!(found[1].hint, None);
        assert_eq!(found.len(), MAX_PROBLEMS + 1);
        assert!(found[MAX_PROBLEMS].message.starts_with("There are more than"));
    }

    #[test]
    fn messages_become_sentences() {
        assert_eq!(sentence("did you mean `é`?"), "Did you mean `é`?");
        assert_eq!(sentence("it is wrong"), "It is wrong.");
        assert_eq!(sentence("`x` is wrong."), "`x` is wrong.");
        assert_eq!(sentence("sha256 wants `message`"), "`sha256` wants `message`.");
        assert_eq!(sentence("sha256(message)"), "Write `sha256(message)`.");
        assert_eq!(sentence("text is not bytes"), "Text is not bytes.");
    }

    #[test]
    fn lists_of_names() {
        assert_eq!(listed(["a"], "or"), "`a`");
        assert_eq!(listed(["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
