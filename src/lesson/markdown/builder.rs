//! From the parser's events to blocks, on a stack of our own.
//!
//! What a tag begins and ends is in [`tags`], text with live values in [`values`], and what a page does not know in
//! [`unknown`].

mod tags;
mod unknown;
mod values;

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser};

use super::frame::{Frame, Open};
use crate::lesson::located::Located;
use crate::lesson::problem::Problem;
use crate::lesson::reading::Reading;
use crate::lesson::tree::{Block, Inline};
use crate::run::address::Span;
use crate::view::SafeText;

/// The depth to which lists, quotations, emphasis and links may lie in each other.
pub const MAX_NESTING: usize = 16;

/// A piece that is left out up to its end: what was wrong with it.
struct Skipped {
    problem: Problem,
    start: usize,
}

pub(super) struct Builder<'b, 's> {
    text: &'b Located,
    /// The number of bytes before the text that are not in the file.
    lead: usize,
    reading: &'b mut Reading<'s>,
    stack: Vec<Frame>,
    /// The number of events that were started and not ended; more than frames where something is skipped.
    open: usize,
    /// The place where the outermost open block began.
    outermost: usize,
    skipped: Option<Skipped>,
    skip_to: usize,
    /// The places of the live values, and whether each was seen.
    values: Vec<Span>,
    used: Vec<bool>,
    /// How many tags of HTML were reported and not closed.
    tags: usize,
}

impl<'b, 's> Builder<'b, 's> {
    pub(super) fn new(text: &'b Located, lead: usize, reading: &'b mut Reading<'s>) -> Self {
        Builder {
            text,
            lead,
            reading,
            stack: vec![Frame::new(Open::Root, 0)],
            open: 0,
            outermost: 0,
            skipped: None,
            skip_to: 0,
            values: Vec::new(),
            used: Vec::new(),
            tags: 0,
        }
    }

    pub(super) fn build(mut self, source: &str) -> Vec<Block> {
        let masked = self.mask(source);
        let unknown = RefCell::new(Vec::new());
        let note = |link: BrokenLink| -> Option<(CowStr, CowStr)> {
            let before = masked[..link.span.start].chars().next_back();
            let after = masked[link.span.end..].chars().next();
            let words = masked[link.span.clone()].find(']').is_some_and(|end| end > 3);
            // `x[0][1]` and `[k][a]B` are no links.
            let is_link = words && before.is_none_or(char::is_whitespace) && !after.is_some_and(char::is_alphanumeric);
            if link.link_type == LinkType::Reference && is_link {
                unknown.borrow_mut().push(link.span);
            }
            None
        };
        for (event, range) in Parser::new_with_broken_link_callback(&masked, options(), Some(note)).into_offset_iter() {
            if self.reading.is_full() {
                break;
            }
            self.event(event, range, source, &masked);
        }
        for range in unknown.take() {
            let hint = "Write the address behind the words: [words](https://…).";
            self.warning(range, "This link leads nowhere.", hint);
        }
        self.report_unused();
        let mut root = self.stack.swap_remove(0);
        self.stack.clear();
        if root.loose.is_some() {
            self.end_loose(&mut root, source.len());
        }
        root.blocks
    }

    /// The bytes of the file for a range of the parsed text.
    fn place(&self, range: Range<usize>) -> Span {
        let start = range.start.saturating_sub(self.lead);
        let end = range.end.saturating_sub(self.lead);
        self.text.span_of(Span::new(start, end.max(start)))
    }

    fn error(&mut self, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        let place = self.place(range);
        self.reading.problems.error(place, message, hint)
    }

    fn warning(&mut self, range: Range<usize>, message: &str, hint: &str) {
        let place = self.place(range);
        self.reading.problems.warning(place, message, hint);
    }

    fn top(&mut self) -> &mut Frame {
        if self.stack.is_empty() {
            self.stack.push(Frame::new(Open::Root, 0));
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    fn event(&mut self, event: Event, range: Range<usize>, source: &str, masked: &str) {
        match event {
            Event::Start(tag) => {
                if self.open == 0 {
                    self.outermost = range.start;
                }
                self.open += 1;
                if self.skipped.is_none() {
                    self.start(tag, range, source);
                }
            }
            Event::End(_) => {
                self.open = self.open.saturating_sub(1);
                match self.skipped.take() {
                    None => self.end(range),
                    Some(skipped) if self.open <= self.skip_to => {
                        let block =
                            Block::Broken { problem: skipped.problem, span: self.place(skipped.start..range.end) };
                        self.push_block(block, skipped.start);
                    }
                    still => self.skipped = still,
                }
            }
            _ if self.skipped.is_some() => {}
            Event::Text(text) => self.text(&text, range, source, masked),
            Event::Code(code) => {
                let has_value = self.use_values(&range);
                let code = if has_value {
                    source[range.clone()].trim_matches('`').trim().to_owned()
                } else {
                    code.into_string()
                };
                // Here, too, a backslash says that the braces are meant.
                let meant = code.strip_prefix('\\').filter(|code| code.starts_with("{{")).unwrap_or(&code);
                self.top().push(Inline::Code(SafeText::line(meant)), range.start);
            }
            Event::SoftBreak => self.top().push_text(" ", range.start),
            Event::HardBreak => self.top().push(Inline::Break, range.start),
            Event::Rule => {
                let span = self.place(range.clone());
                self.push_block(Block::Rule { span }, range.start);
            }
            Event::InlineHtml(_) | Event::Html(_) => self.html_tag(range, source),
            Event::TaskListMarker(_) => self.tick(range, source),
            Event::InlineMath(_) | Event::DisplayMath(_) => self.formula(range, source),
            Event::FootnoteReference(_) => self.top().push_text(&source[range.clone()], range.start),
        }
    }

    fn skip(&mut self, problem: Problem, start: usize, until: usize) {
        self.skipped = Some(Skipped { problem, start });
        self.skip_to = until;
    }

    /// Running text directly in a list item becomes a paragraph.
    fn end_loose(&mut self, frame: &mut Frame, end: usize) {
        frame.end_text();
        let Some(start) = frame.loose.take() else { return };
        let text = std::mem::take(&mut frame.inlines);
        let span = self.place(start..end.max(start));
        if self.reading.count_block(span) {
            frame.blocks.push(Block::Paragraph { text, span });
        }
    }

    fn push_block(&mut self, block: Block, start: usize) {
        if !self.reading.count_block(block.span()) {
            return;
        }
        let last = self.stack.len() - 1;
        let mut parent = std::mem::replace(&mut self.stack[last], Frame::new(Open::Root, 0));
        self.end_loose(&mut parent, start);
        parent.blocks.push(block);
        self.stack[last] = parent;
    }
}

fn options() -> Options {
    // All but the tables is read only to be told that a page does not know it.
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_MATH
}

/// The part of a range up to the end of its first line.
fn first_line(source: &str, range: &Range<usize>) -> Range<usize> {
    let text = &source[range.clone()];
    range.start..range.start + text.find('\n').unwrap_or(range.len())
}
