//! The first pass over a lesson: front matter, pages, and in a page the fences at the margin and the Markdown between.
//!
//! The pass goes by lines, so that a fence that is never closed spoils only itself: it ends where the next directive,
//! the next page or the file's end shows that a closing line was forgotten.

use crate::lesson::problem::Problems;
use crate::lesson::words::Vocabulary;
use crate::run::address::Span;

/// The most pages of a lesson.
pub const MAX_PAGES: usize = 500;

/// The parts of a file, all as bytes of it.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// The lines between the `+++` lines; none where there is no front matter.
    pub(crate) front: Option<Span>,
    /// The pages, cut at the page breaks.
    pub(crate) pages: Vec<RawPage>,
}

/// A page before its Markdown is read.
#[derive(Debug)]
pub(crate) struct RawPage {
    /// The `---` that begins it; for the first page the empty span where it begins.
    pub(crate) opening: Span,
    /// The page without the `---`.
    pub(crate) span: Span,
    /// The content in order.
    pub(crate) chunks: Vec<Chunk>,
}

/// A piece of a page.
#[derive(Debug)]
pub(crate) enum Chunk {
    /// Markdown without fences at the margin.
    Markdown(Span),
    /// A fence at the margin.
    Fence(Fence),
}

/// A fence at the margin: a directive or a listing.
#[derive(Clone, Debug)]
pub(crate) struct Fence {
    /// The word that says what the fence is; empty for a listing without a language.
    pub(crate) word: Span,
    /// The language before the name of a directive, where there is one.
    pub(crate) language: Option<Span>,
    /// The rest of the opening line.
    pub(crate) rest: Span,
    /// The lines between, each with its newline.
    pub(crate) body: Span,
    /// From the opening line to the end of the closing one.
    pub(crate) span: Span,
    /// Whether there was a closing line.
    pub(crate) closed: bool,
}

/// Cuts a file into its parts.
pub(crate) fn split(source: &str, words: Vocabulary, problems: &mut Problems) -> Parts {
    let (front, body) = front_matter(source, beginning(source), problems);
    Parts { front, pages: pages(source, body, words, problems) }
}

/// The front matter alone.
pub(crate) fn front(source: &str, problems: &mut Problems) -> Option<Span> {
    front_matter(source, beginning(source), problems).0
}

/// The place where the text begins: behind a mark of the byte order.
fn beginning(source: &str) -> usize {
    if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
}

/// A line of the file: its text without the end of line, where it begins, and where the next one does.
#[derive(Clone, Copy)]
struct Line<'s> {
    text: &'s str,
    start: usize,
    next: usize,
}

impl Line<'_> {
    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn is_page_break(&self) -> bool {
        self.text.trim_end() == "---"
    }

    /// Whether Markdown takes it for a rule or for the line below a heading, and an author may mean a page break.
    fn is_almost_page_break(&self) -> bool {
        let dashes = self.text.bytes().filter(|byte| *byte == b'-').count();
        let others = self.text.bytes().any(|byte| !matches!(byte, b'-' | b' ' | b'\t'));
        dashes >= 2 && !others && !self.is_page_break() && !self.text.starts_with("    ")
    }
}

fn lines(source: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let mut start = from;
    source[from..].split_inclusive('\n').map(move |raw| {
        let line = Line { text: raw.trim_end_matches('\n').trim_end_matches('\r'), start, next: start + raw.len() };
        start = line.next;
        line
    })
}

/// The line before and after the front matter.
pub(crate) const MARK: &str = "+++";

/// The front matter, and where the body begins.
fn front_matter(source: &str, start: usize, problems: &mut Problems) -> (Option<Span>, usize) {
    let mut all = lines(source, start);
    let opening = match all.next() {
        Some(line) if line.text.trim_end() == MARK => line,
        Some(line) if line.is_page_break() => {
            let hint = "Write `+++` in place of both `---`, and between them `title = \"…\"` and `goal = \"…\"`.";
            problems.error(line.span(), "Front matter stands between lines `+++`.", hint);
            let closing = all.find(Line::is_page_break);
            return (None, closing.map_or(line.next, |closing| closing.next));
        }
        first => {
            let span = first.map_or(Span::new(start, start), |line| line.span());
            problems.error(
                span,
                "The lesson has no front matter.",
                "Begin the file with a line `+++`, then `title = \"…\"` and `goal = \"…\"`, then a line `+++`.",
            );
            return (None, start);
        }
    };
    if let Some(closing) = all.find(|line| line.text.trim_end() == MARK) {
        return (Some(Span::new(opening.next, closing.start)), closing.next);
    }
    problems.error(opening.span(), "The front matter is never closed.", "Write a line `+++` after its last entry.");
    let end = lines(source, opening.next)
        .find(|line| line.is_blank() || line.text.starts_with('#'))
        .map_or(source.len(), |line| line.start);
    (Some(Span::new(opening.next, end)), end)
}

/// The pages of a file, from where its front matter ends, cut at the page breaks.
pub(crate) fn pages(source: &str, body: usize, words: Vocabulary, problems: &mut Problems) -> Vec<RawPage> {
    let mut pages = Vec::new();
    let mut page = RawPage::starting(Span::new(body, body), body);
    let mut markdown = body;
    let mut after_blank = true;
    let mut first = true;
    let mut at = body;
    let mut unclosed = Unclosed::default();
    while let Some(line) = lines(source, at).next() {
        at = line.next;
        if line.is_page_break() && after_blank && !first {
            page.close(markdown, line.start);
            pages.push(page);
            if pages.len() == MAX_PAGES {
                let message = format!("The lesson has more than {MAX_PAGES} pages; what follows is left out.");
                problems.error(line.span(), message, "Make several lessons of it.");
                return pages;
            }
            page = RawPage::starting(line.span(), line.next);
            markdown = at;
        } else if let Some(opening) = Opening::read(line, words) {
            let fence = opening.fence(source, words, &mut unclosed, problems);
            page.markdown(markdown, line.start);
            at = fence.span.end;
            markdown = at;
            // A fence that was never closed ends where the blank line before a `---` showed it.
            after_blank = !fence.closed;
            first = false;
            page.chunks.push(Chunk::Fence(fence));
            continue;
        } else if line.is_almost_page_break() {
            problems.warning(
                line.span(),
                "This is no page break.",
                "A page break is `---` alone, with an empty line before it; for a rule inside a page write `***`.",
            );
        } else if line.is_page_break() && !first {
            problems.warning(
                line.span(),
                "This `---` is no page break: there is no blank line before it.",
                "Put a blank line before it; for a rule inside a page write `***`.",
            );
        }
        after_blank = line.is_blank();
        first &= after_blank;
    }
    page.close(markdown, source.len());
    pages.push(page);
    pages
}

impl RawPage {
    fn starting(opening: Span, start: usize) -> Self {
        RawPage { opening, span: Span::new(start, start), chunks: Vec::new() }
    }

    fn markdown(&mut self, start: usize, end: usize) {
        if start < end {
            self.chunks.push(Chunk::Markdown(Span::new(start, end)));
        }
    }

    fn close(&mut self, markdown: usize, end: usize) {
        self.markdown(markdown, end);
        self.span.end = end;
    }
}

/// The fewest backticks and tildes for which no closing line follows any more: so that a file of open fences is not
/// read to its end for each of them.
#[derive(Default)]
struct Unclosed {
    backticks: Option<usize>,
    tildes: Option<usize>,
}

impl Unclosed {
    fn of(&mut self, mark: char) -> &mut Option<usize> {
        if mark == '`' { &mut self.backticks } else { &mut self.tildes }
    }

    fn is_known(&mut self, opening: &Opening) -> bool {
        self.of(opening.mark).is_some_and(|fewest| fewest <= opening.count)
    }

    fn note(&mut self, opening: &Opening) {
        let fewest = self.of(opening.mark);
        *fewest = Some(fewest.map_or(opening.count, |known| known.min(opening.count)));
    }
}

/// The first line of a fence at the margin.
struct Opening<'s> {
    line: Line<'s>,
    mark: char,
    count: usize,
    word: Span,
    language: Option<Span>,
    rest: Span,
}

impl<'s> Opening<'s> {
    fn read(line: Line<'s>, words: Vocabulary) -> Option<Self> {
        let mark = line.text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let info = line.text.trim_start_matches(mark);
        let count = line.text.len() - info.len();
        if count < 3 || (mark == '`' && info.contains('`')) {
            return None;
        }
        let info_start = line.start + count + (info.len() - info.trim_start().len());
        let info = info.trim();
        let (language, word) = words.opening(info);
        let rest = info[word.end..].trim_start();
        let info_end = info_start + info.len();
        Some(Opening {
            line,
            mark,
            count,
            word: word.shifted(info_start),
            language: language.map(|language| language.shifted(info_start)),
            rest: Span::new(info_end - rest.len(), info_end),
        })
    }

    fn is_closed_by(&self, line: &Line) -> bool {
        let text = line.text.trim();
        let indent = line.text.len() - line.text.trim_start().len();
        indent <= 3 && text.len() >= self.count && text.chars().all(|c| c == self.mark)
    }

    /// Reads the fence to its closing line, or to where it must have been forgotten.
    fn fence(&self, source: &str, words: Vocabulary, unclosed: &mut Unclosed, problems: &mut Problems) -> Fence {
        let is_directive = words.is_directive(&source[self.word.range()]);
        let mut page_end = None;
        let mut after_blank = false;
        let mut forgotten_at = source.len();
        for line in lines(source, self.line.next) {
            if self.is_closed_by(&line) {
                return self.until(line.start, line.next, true);
            }
            let opens_another = Opening::read(line, words).is_some_and(|other| {
                other.mark == self.mark && other.count >= self.count && words.is_directive(&source[other.word.range()])
            });
            if is_directive && opens_another {
                forgotten_at = line.start;
                break;
            }
            if line.is_page_break() && after_blank && page_end.is_none() {
                page_end = Some(line.start);
                if is_directive || unclosed.is_known(self) {
                    break;
                }
            }
            after_blank = line.is_blank();
        }
        if !is_directive {
            unclosed.note(self);
        }
        problems.error(
            self.line.span(),
            "This fence is never closed.",
            format!(
                "After its last line write {} on a line of its own.",
                self.mark.to_string().repeat(self.count.min(12))
            ),
        );
        let end = page_end.unwrap_or(forgotten_at);
        self.until(end, end, false)
    }

    /// The fence whose body ends at one place, and itself at another.
    fn until(&self, body: usize, end: usize, closed: bool) -> Fence {
        Fence {
            word: self.word,
            language: self.language,
            rest: self.rest,
            body: Span::new(self.line.next, body),
            span: Span::new(self.line.start, end),
            closed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRONT: &str = "+++\ntitle = \"t\"\n+++\n";

    /// The pages as words: `m` for Markdown, a fence by its word and body.
    fn outline(body: &str) -> (Vec<String>, Vec<String>) {
        let source = format!("{FRONT}{body}");
        let mut problems = Problems::of(&source);
        let words = Vocabulary { directives: &["sheet", "watch", "predict", "real"], views: &[] };
        let parts = split(&source, words, &mut problems);
        let pages = parts.pages.iter().map(|page| {
            let words = page.chunks.iter().map(|chunk| match chunk {
                Chunk::Markdown(span) => format!("m({})", source[span.range()].trim()),
                Chunk::Fence(f) => format!("{}({})", &source[f.word.range()], source[f.body.range()].trim()),
            });
            words.collect::<Vec<_>>().join(" ")
        });
        let pages = pages.collect();
        (pages, problems.finish().iter().map(|p| format!("{}:{} {}", p.line, p.column, p.message)).collect())
    }

    #[test]
    fn pages_break_at_rules_after_a_blank_line() {
        let (pages, problems) = outline("a\n\n---\nb\n\n--- \r\n\n```text\n\n---\n```\nc\n");
        assert_eq!(pages, ["m(a)", "m(b)", "m() text(---) m(c)"]);
        assert_eq!(problems, Vec::<String>::new());
    }

    #[test]
    fn a_rule_without_a_blank_line_is_a_warning() {
        let (pages, problems) = outline("a\n---\nb\n");
        assert_eq!(pages.len(), 1);
        assert_eq!(problems, ["5:1 This `---` is no page break: there is no blank line before it."]);
    }

    #[test]
    fn fences_end_where_they_are_closed() {
        let (pages, problems) = outline("````real\n```python\nx\n```\n````\nm\n~~~sheet\na = 1\n~~~\n");
        assert_eq!(pages, ["real(```python\nx\n```) m(m) sheet(a = 1)"]);
        assert_eq!(problems, Vec::<String>::new());
    }

    #[test]
    fn a_forgotten_closing_line_spoils_only_its_own_fence() {
        let (pages, problems) =
            outline("```sheet\na = 1\n\n```watch\nvalue = \"a\"\n```\nx\n\n---\n\n```predict\nask\n\n---\nend\n");
        assert_eq!(pages, ["sheet(a = 1) watch(value = \"a\") m(x)", "m() predict(ask)", "m(end)"]);
        assert_eq!(problems, ["4:1 This fence is never closed.", "14:1 This fence is never closed."]);
    }

    #[test]
    fn a_language_may_stand_before_the_name_of_a_directive() {
        let (pages, problems) = outline("```toml predict\na = 1\n```\n```toml\nb = 1\n```\n```  toml  other\nc\n```\n");
        assert_eq!(pages, ["predict(a = 1) toml(b = 1) toml(c)"]);
        assert_eq!(problems, Vec::<String>::new());
    }

    #[test]
    fn pages_end_at_their_limit() {
        let (pages, problems) = outline(&"a\n\n---\n".repeat(MAX_PAGES));
        assert_eq!(pages.len(), MAX_PAGES);
        assert_eq!(problems, ["1503:1 The lesson has more than 500 pages; what follows is left out."]);
        assert_eq!(outline(&"a\n\n---\n".repeat(MAX_PAGES - 1)).1, Vec::<String>::new());
    }

    #[test]
    fn front_matter_is_wanted_and_closed() {
        for (source, line, message) in [
            ("", 1, "The lesson has no front matter."),
            ("# Title\n", 1, "The lesson has no front matter."),
            ("+++\ntitle = 1\n\n# Title\n", 1, "The front matter is never closed."),
        ] {
            let mut problems = Problems::of(source);
            let parts = split(source, Vocabulary::default(), &mut problems);
            assert_eq!(parts.pages.len(), 1);
            let found = problems.finish();
            assert_eq!((found[0].line, found[0].message.as_str()), (line, message));
        }
    }
}
