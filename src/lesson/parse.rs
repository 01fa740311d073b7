//! A lesson, and how the bytes of a file become one.

use crate::lesson::carried::Carried;
use crate::lesson::directives;
use crate::lesson::front::{self, FrontMatter, Head};
use crate::lesson::located::Located;
use crate::lesson::markdown;
use crate::lesson::problem::{Problem, Severity};
use crate::lesson::reading::Reading;
use crate::lesson::source::{self, decode};
use crate::lesson::split::{self, Chunk, RawPage};
use crate::lesson::tree::{Block, Page};
use crate::lesson::words::Vocabulary;
use crate::run::address::Span;
use crate::sheet::expr::Line;

/// A lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    /// The name in the course, `unit/lesson`.
    pub id: String,
    /// The front matter: what the lesson is about.
    pub front: Head,
    /// The pages; there is always one.
    pub pages: Vec<Page>,
    /// The cells of its sheet, in order. All spans in them count from the start of the file.
    pub cells: Vec<Line>,
    /// The problems, in the order of the file.
    pub problems: Vec<Problem>,
    /// The text of the file. Bytes that are no UTF-8 are question marks in it.
    pub source: String,
    /// The file that the program carries along, where only its head was read.
    pub carried: Option<&'static Carried>,
}

impl Lesson {
    /// The lesson with its pages, where only its head was read: see [`outline`].
    pub fn whole(&self) -> Lesson {
        if self.pages.is_empty() {
            let text = self.carried.map(Carried::text);
            parse(&self.id, text.as_ref().unwrap_or(&self.source).as_bytes(), &crate::view::names())
        } else {
            self.clone()
        }
    }

    /// Adds a problem that was found beside others of its course.
    pub(super) fn add_problem(&mut self, severity: Severity, span: Span, message: &str, hint: &str) {
        self.problems.push(Problem::new(severity, &self.source, span, message, hint));
    }

    /// Whether something in it does not work.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }

    /// The page that a byte of the file stands on, counted from 0.
    pub fn page_at(&self, offset: usize) -> usize {
        self.pages.partition_point(|page| page.span.start <= offset).saturating_sub(1)
    }
}

/// Reads a lesson. `views` are the names that a view may have.
pub fn parse(id: &str, bytes: &[u8], views: &[&str]) -> Lesson {
    parse_as(id, bytes, views, |body, place, reading| (front::read(body, place, reading), ())).0
}

/// Reads a lesson whose front matter may hold more: `read` takes its body, the place to report what is missing at, and
/// the state of reading.
pub(super) fn parse_as<T>(
    id: &str,
    bytes: &[u8],
    views: &[&str],
    read: impl for<'s> FnOnce(Span, Span, &mut Reading<'s>) -> (FrontMatter, T),
) -> (Lesson, Option<T>) {
    if let Some((message, hint)) = source::unreadable(bytes, bytes.len() as u64) {
        return (unread(id, &message, hint), None);
    }
    let (source, invalid) = decode(bytes);
    let words = Vocabulary { directives: &directives::names(), views };
    let mut reading = Reading::of(&source, words);
    source::report(&invalid, &mut reading);
    let parts = split::split(&source, words, &mut reading.problems);
    let place = Span::new(0, source.find('\n').unwrap_or(source.len()));
    let (front, more) = parts.front.map(|body| read(body, place, &mut reading)).unzip();
    directives::read_sheets(&parts.pages, &mut reading);
    let pages = parts.pages.iter().map(|page| read_page(page, &mut reading)).collect();
    reading.check_references();
    let lesson = Lesson {
        id: id.to_owned(),
        front: front.unwrap_or_default().into(),
        pages,
        cells: std::mem::take(&mut reading.cells),
        problems: reading.problems.finish(),
        source: source.clone().into_owned(),
        carried: None,
    };
    (lesson, more)
}

/// Reads a lesson no further than where its head ends, for a map of many: it has no pages, no cells and no problems.
/// [`Lesson::whole`] reads the rest.
pub fn outline(id: &str, bytes: &[u8]) -> Lesson {
    if let Some((message, hint)) = source::unreadable(bytes, bytes.len() as u64) {
        return unread(id, &message, hint);
    }
    let source = decode(bytes).0.into_owned();
    let (front, pages, cells, problems) = (Head::unread(&source), Vec::new(), Vec::new(), Vec::new());
    Lesson { id: id.to_owned(), front, pages, cells, problems, source, carried: None }
}

/// A lesson of so many bytes, which was not read.
pub(super) fn too_long(id: &str, length: u64) -> Lesson {
    let (message, hint) = source::unreadable(b"", length).unwrap_or_default();
    unread(id, &message, hint)
}

/// A lesson of which nothing could be read.
fn unread(id: &str, message: &str, hint: &str) -> Lesson {
    let span = Span::new(0, 0);
    let problem = Problem::new(Severity::Error, "", span, message, hint);
    let block = Block::Broken { problem: problem.clone(), span };
    Lesson {
        id: id.to_owned(),
        front: Head::default(),
        pages: vec![Page { blocks: vec![block], span }],
        cells: Vec::new(),
        problems: vec![problem],
        source: String::new(),
        carried: None,
    }
}

fn read_page(page: &RawPage, reading: &mut Reading) -> Page {
    let mut blocks = Vec::new();
    for chunk in &page.chunks {
        if reading.is_full() {
            break;
        }
        match chunk {
            Chunk::Markdown(span) => {
                let text = Located::piece(reading.source, *span);
                blocks.extend(markdown::blocks(&text, reading));
            }
            Chunk::Fence(fence) => {
                if reading.count_block(fence.span) {
                    blocks.push(directives::read(fence, reading));
                }
            }
        }
    }
    let shown = blocks.iter().any(|block| !matches!(block, Block::Notes(_)));
    if !shown && !reading.is_full() && !reading.source.trim().is_empty() {
        reading.problems.error(page.opening, "This page is empty.", "Write something on it, or take the `---` away.");
    }
    Page { blocks, span: page.span }
}
