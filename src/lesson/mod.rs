//! Lessons: from the text of a Markdown file to pages, cells and questions.
//!
//! [`parse()`] is a pure function of a file's bytes. It never fails: every mistake becomes a [`Problem`] with its place
//! in the file, the piece it stands in becomes a [`Block::Broken`] that shows it, and the rest of the lesson works.
//!
//! The way of a file: bytes → text (`source`) → front matter and pages (`split`) → the sheet's cells → fences by the
//! [table of directives](directives::DIRECTIVES), Markdown between them (`markdown`) → blocks ([`tree`]).
//!
//! Each file uses those before it: `problem`, `words`, [`tree`], `located`, `split`, `reading`, `expression`,
//! `markdown`, `syntax`, `fields`, `checking`, [`directives`]; then `parse`, [`set`], [`mod@check`], `needs`,
//! [`course`], [`keys`], [`uses`], [`talk`].

pub mod carried;
pub mod check;
mod checking;
mod code;
pub mod course;
pub mod directives;
pub mod embedded;
mod expression;
mod fields;
mod front;
pub mod glossary;
mod introduced;
pub mod keys;
mod live;
mod located;
mod markdown;
mod needs;
mod parse;
mod problem;
mod reading;
pub mod render;
pub mod saving;
pub mod set;
mod source;
mod split;
mod syntax;
pub mod talk;
pub mod tree;
pub mod trial;
pub mod uses;
mod words;

pub use course::{Library, Unit};
pub use fields::{EntryKind, EntryRow};
pub use front::{FRONT_MATTER, FrontMatter, Head};
pub use markdown::MAX_NESTING;
pub use parse::{Lesson, outline, parse};
pub use problem::{Problem, Severity, line_column};
pub(crate) use problem::{listed, quoted, sentence};
pub use reading::MAX_BLOCKS;
pub use source::MAX_LESSON;
pub use split::MAX_PAGES;
pub use tree::{Block, Expression, Inline, Live, Page, Pattern, Side, Wrong, words};
