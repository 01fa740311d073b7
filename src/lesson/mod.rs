//! Lessons: from the text of a Markdown file to pages, cells and questions.
//!
//! [`parse`] is a pure function of a file's bytes. It never fails: every mistake becomes a [`Problem`] with its place in
//! the file, the piece it stands in becomes a [`Block::Broken`] that shows it, and the rest of the lesson works.
//!
//! The way of a file: bytes → text → front matter and pages (`split`) → the sheet's cells → fences by the
//! [table of directives](directives::DIRECTIVES), Markdown between them (`markdown`) → blocks.

mod block;
pub mod check;
pub mod course;
pub mod directives;
pub mod embedded;
mod fields;
mod formula;
mod front;
pub mod glossary;
mod live;
mod located;
mod markdown;
mod parts;
mod problem;
mod reading;
pub mod render;
mod split;
pub mod trial;

use std::borrow::Cow;

pub use block::{Block, Inline, Live, Side, words};
pub use course::{Library, Unit};
pub use fields::{Edit, Field, Kind, WRONG, Wrong};
pub use formula::{Formula, Target};
pub use front::{FRONT_MATTER, FrontMatter, Head};
pub use markdown::MAX_NESTING;
pub use problem::{Problem, Severity, line_column};
pub(crate) use problem::{listed, quoted, sentence};
pub use reading::MAX_BLOCKS;

use crate::run::address::Span;
use crate::sheet::expr::Line;
use crate::view::safe_text::is_forbidden;
use located::Located;
use reading::Reading;
use split::{Chunk, RawPage};

/// The longest lesson, in bytes.
pub const MAX_LESSON: usize = 1024 * 1024;

/// A lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Its name in the course, `unit/lesson`.
    pub id: String,
    /// What it is about.
    pub front: Head,
    /// Its pages; there is always one.
    pub pages: Vec<Page>,
    /// The cells of its sheet, in order. All spans in them count from the start of the file.
    pub cells: Vec<Line>,
    /// What is wrong with it, in the order of the file.
    pub problems: Vec<Problem>,
    /// Its text. Bytes that are no UTF-8 are question marks in it.
    pub source: String,
}

/// What is shown at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its blocks in order.
    pub blocks: Vec<Block>,
    /// Where it stands in the file.
    pub span: Span,
}

impl Lesson {
    /// The lesson with its pages, where only its head was read: see [`outline`].
    pub fn whole(&self) -> Lesson {
        if self.pages.is_empty() {
            parse(&self.id, self.source.as_bytes(), &crate::view::names())
        } else {
            self.clone()
        }
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
    if bytes.len() > MAX_LESSON {
        return too_long(id, bytes.len());
    }
    let (source, invalid) = decode(bytes);
    let mut reading = Reading::of(&source, views);
    for span in invalid {
        reading.problems.error(span, "These bytes are no UTF-8.", "Save the file as UTF-8.");
    }
    report_invisible(&mut reading);
    let parts = split::split(&source, &mut reading.problems);
    let place = Span::new(0, source.find('\n').unwrap_or(source.len()));
    let front = parts.front.map(|body| front::read(body, place, &mut reading)).unwrap_or_default();
    directives::read_sheets(&parts.pages, &mut reading);
    let pages = parts.pages.iter().map(|page| read_page(page, &mut reading)).collect();
    reading.check_references();
    Lesson {
        id: id.to_owned(),
        front: front.into(),
        pages,
        cells: std::mem::take(&mut reading.cells),
        problems: reading.problems.finish(),
        source: source.clone().into_owned(),
    }
}

/// Reads a lesson no further than where its head ends, for a map of many: it has no pages, no cells and no problems.
/// [`Lesson::whole`] reads the rest.
pub fn outline(id: &str, bytes: &[u8]) -> Lesson {
    if bytes.len() > MAX_LESSON {
        return too_long(id, bytes.len());
    }
    let source = decode(bytes).0.into_owned();
    let (front, pages, cells, problems) = (Head::unread(&source), Vec::new(), Vec::new(), Vec::new());
    Lesson { id: id.to_owned(), front, pages, cells, problems, source }
}

fn too_long(id: &str, length: usize) -> Lesson {
    let span = Span::new(0, 0);
    let message = format!("The lesson has {length} bytes; {MAX_LESSON} are the most.");
    let problem = Problem::new(Severity::Error, "", span, message, "Make several lessons of it.");
    let block = Block::Broken { problem: problem.clone(), span };
    Lesson {
        id: id.to_owned(),
        front: Head::default(),
        pages: vec![Page { blocks: vec![block], span }],
        cells: Vec::new(),
        problems: vec![problem],
        source: String::new(),
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
    if !shown && !reading.is_full() {
        reading.problems.error(page.opening, "This page is empty.", "Write something on it, or take the `---` away.");
    }
    Page { blocks, span: page.span }
}

/// The text with each byte that is no UTF-8 replaced by a question mark, so that every place stays where it was, and the
/// places of those bytes.
fn decode(bytes: &[u8]) -> (Cow<'_, str>, Vec<Span>) {
    if let Ok(text) = str::from_utf8(bytes) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut text = String::with_capacity(bytes.len());
    let mut invalid = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let start = text.len();
        text.extend(std::iter::repeat_n('?', chunk.invalid().len()));
        if text.len() > start {
            invalid.push(Span::new(start, text.len()));
        }
    }
    (Cow::Owned(text), invalid)
}

/// Reports characters that nobody sees, or that steer a terminal.
fn report_invisible(reading: &mut Reading) {
    let allowed = |c| matches!(c, '\n' | '\r' | '\t' | '\u{FE0E}' | '\u{FE0F}');
    let start = if reading.source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    for (at, c) in reading.source[start..].char_indices().filter(|(_, c)| is_forbidden(*c) && !allowed(*c)) {
        let at = at + start;
        reading.problems.error(
            Span::new(at, at + c.len_utf8()),
            format!("The character U+{:04X} cannot be shown.", u32::from(c)),
            "Delete it; text that shows one can write its number.",
        );
        if reading.problems.is_full() {
            break;
        }
    }
}
