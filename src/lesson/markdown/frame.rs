//! Frames: what is open while Markdown is read, one for each block or piece of text whose end is still to come.

use crate::lesson::tree::{Block, Inline, Side};
use crate::view::SafeText;

/// Something open: a block or a piece of text whose end is still to come.
pub(super) struct Frame {
    pub(super) open: Open,
    pub(super) start: usize,
    /// Text that is not yet an [`Inline`].
    pub(super) text: String,
    pub(super) inlines: Vec<Inline>,
    /// The place where running text directly in a list item began.
    pub(super) loose: Option<usize>,
    pub(super) blocks: Vec<Block>,
}

pub(super) enum Open {
    Root,
    Paragraph,
    Heading(u8),
    Quote,
    List { first: Option<u64>, items: Vec<Vec<Block>> },
    Item,
    Code { language: String },
    Table { sides: Vec<Side>, head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>> },
    Row { cells: Vec<Vec<Inline>>, head: bool },
    Cell,
    Emphasis,
    Strong,
    Link { url: String },
}

impl Frame {
    pub(super) fn new(open: Open, start: usize) -> Self {
        Frame { open, start, text: String::new(), inlines: Vec::new(), loose: None, blocks: Vec::new() }
    }

    pub(super) fn push(&mut self, inline: Inline, at: usize) {
        self.end_text();
        self.loose.get_or_insert(at);
        self.inlines.push(inline);
    }

    pub(super) fn push_text(&mut self, text: &str, at: usize) {
        self.loose.get_or_insert(at);
        self.text.push_str(text);
    }

    pub(super) fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.inlines.push(Inline::Text(SafeText::line(&self.text)));
            self.text.clear();
        }
    }

    pub(super) fn into_inlines(mut self) -> Vec<Inline> {
        self.end_text();
        self.inlines
    }
}

impl Open {
    pub(super) fn nests(&self) -> bool {
        match self {
            Open::Quote | Open::List { .. } | Open::Emphasis | Open::Strong | Open::Link { .. } => true,
            Open::Root
            | Open::Paragraph
            | Open::Heading(_)
            | Open::Item
            | Open::Code { .. }
            | Open::Table { .. }
            | Open::Row { .. }
            | Open::Cell => false,
        }
    }
}
