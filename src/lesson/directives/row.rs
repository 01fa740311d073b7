//! The row of a directive.

use crate::lesson::checking::Checking;
use crate::lesson::fields::EntryRow;
use crate::lesson::reading::Reading;
use crate::lesson::split::Fence;
use crate::lesson::tree::Block;

/// A kind of fence that means something.
#[derive(Debug)]
pub struct Directive {
    /// The word after the backticks.
    pub name: &'static str,
    /// The purpose, in one line.
    pub summary: &'static str,
    /// The kind of text that stands in it.
    pub body: Content,
    /// A small one that is valid, without its fence.
    pub example: &'static str,
    /// Reads a fence; nothing where a mistake in it was reported.
    pub(crate) read: fn(&Fence, &mut Reading) -> Option<Block>,
    /// Asks of a block of this kind, and of no other, what must hold with the inputs at hand.
    pub(crate) check: fn(&Block, &mut Checking),
}

/// The kind of text that stands in a directive.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// TOML with these entries.
    Fields(&'static [EntryRow]),
    /// Cells, one a line: `name = expression`.
    Sheet,
    /// Markdown.
    Markdown,
}

impl Content {
    /// The language that may stand before the name, so that editors colour the body.
    pub const fn language(self) -> Option<&'static str> {
        match self {
            Content::Fields(_) => Some("toml"),
            Content::Sheet => None,
            Content::Markdown => Some("markdown"),
        }
    }
}
