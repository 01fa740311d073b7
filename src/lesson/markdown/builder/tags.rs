//! Tags: what each begins, and what becomes of it at its end.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, HeadingLevel, Tag};

use super::{Builder, MAX_NESTING, first_line};
use crate::lesson::markdown::frame::{Frame, Open};
use crate::lesson::problem::{Problem, quoted};
use crate::lesson::tree::{Block, Inline, Side};
use crate::view::SafeText;

impl Builder<'_, '_> {
    /// The beginning of a tag: a frame for it, unless all of it is left out.
    pub(super) fn start(&mut self, tag: Tag, range: Range<usize>, source: &str) {
        let open = match self.opened(tag, &range, source) {
            Ok(open) => open,
            Err(problem) => return self.skip(problem, range.start, self.open - 1),
        };
        if open.nests() && self.stack.iter().filter(|frame| frame.open.nests()).count() >= MAX_NESTING {
            let message = format!("Lists, quotations and emphasis lie more than {MAX_NESTING} deep in each other.");
            let problem = self.error(range, message, "Write it flatter.");
            self.stack.truncate(1);
            return self.skip(problem, self.outermost, 0);
        }
        self.stack.push(Frame::new(open, range.start));
    }

    /// The frame of a tag, or what is wrong where all of it is left out.
    fn opened(&mut self, tag: Tag, range: &Range<usize>, source: &str) -> Result<Open, Problem> {
        let open = match tag {
            Tag::Paragraph => Open::Paragraph,
            Tag::Heading { level, .. } => Open::Heading(level_number(level)),
            Tag::BlockQuote(_) => Open::Quote,
            Tag::List(first) => Open::List { first, items: Vec::new() },
            Tag::Item => Open::Item,
            Tag::CodeBlock(kind) => Open::Code { language: self.listing(&kind, range, source)? },
            Tag::Table(sides) => {
                Open::Table { sides: sides.into_iter().map(side).collect(), head: Vec::new(), rows: Vec::new() }
            }
            Tag::TableHead => Open::Row { cells: Vec::new(), head: true },
            Tag::TableRow => Open::Row { cells: Vec::new(), head: false },
            Tag::TableCell => Open::Cell,
            Tag::Emphasis => Open::Emphasis,
            Tag::Strong => Open::Strong,
            Tag::Link { dest_url, .. } => Open::Link { url: dest_url.into_string() },
            Tag::HtmlBlock => return Err(self.html_block(range)),
            Tag::FootnoteDefinition(_) => return Err(self.footnote(range, source)),
            Tag::Image { .. } => {
                self.image(range.clone());
                Open::Emphasis
            }
            Tag::Strikethrough => {
                self.struck(range.clone());
                Open::Emphasis
            }
            // Not enabled in the options.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => Open::Emphasis,
        };
        Ok(open)
    }

    /// A listing that does not stand at the margin: its language, or what is wrong with it.
    fn listing(&mut self, kind: &CodeBlockKind, range: &Range<usize>, source: &str) -> Result<String, Problem> {
        self.use_values(range);
        let CodeBlockKind::Fenced(info) = kind else { return Ok(String::new()) };
        let word = &info[self.reading.words.opening(info).1.range()];
        let first_line = first_line(source, range);
        if self.reading.words.is_directive(word) {
            let message = format!("A directive must begin at the margin; this ```{word} does not.");
            return Err(self.error(
                first_line,
                message,
                "Take it out of the list or quotation, and remove the spaces before it.",
            ));
        }
        let last = source[range.clone()].trim_end().rsplit('\n').next().unwrap_or("");
        let closing = last.trim_start_matches([' ', '>', '\t']);
        let lines = source[range.clone()].trim_end().matches('\n').count();
        if lines == 0 || !(closing.starts_with("```") || closing.starts_with("~~~")) {
            return Err(self.error(
                first_line,
                "This fence is never closed.",
                "After its last line write the same backticks on a line of their own.",
            ));
        }
        let place = self.place(first_line);
        self.reading.check_language(word, place)?;
        Ok(word.to_owned())
    }

    /// The end of a tag: its frame becomes a block, or a piece of the frame around it.
    pub(super) fn end(&mut self, range: Range<usize>) {
        if self.stack.len() <= 1 {
            return;
        }
        let Some(mut frame) = self.stack.pop() else { return };
        let start = frame.start;
        let span = self.place(range.clone());
        let open = std::mem::replace(&mut frame.open, Open::Root);
        match open {
            Open::Root => {}
            Open::Paragraph => {
                let text = frame.into_inlines();
                self.push_block(Block::Paragraph { text, span }, start);
            }
            Open::Heading(level) => {
                let text = frame.into_inlines();
                self.push_block(Block::Heading { level, text, span }, start);
            }
            Open::Quote => {
                self.end_loose(&mut frame, range.end);
                self.push_block(Block::Quote { blocks: frame.blocks, span }, start);
            }
            Open::List { first, items } => self.push_block(Block::List { first, items, span }, start),
            Open::Item => {
                self.end_loose(&mut frame, range.end);
                if let Open::List { items, .. } = &mut self.top().open {
                    items.push(frame.blocks);
                }
            }
            Open::Code { language } => {
                let text = SafeText::block(frame.text.trim_end_matches(['\n', '\r']));
                self.push_block(Block::Code { language: SafeText::line(&language), text, span }, start);
            }
            Open::Table { sides, head, rows } => self.push_block(Block::Table { sides, head, rows, span }, start),
            Open::Row { cells, head: is_head } => {
                if let Open::Table { head, rows, .. } = &mut self.top().open {
                    if is_head { *head = cells } else { rows.push(cells) }
                }
            }
            Open::Cell => {
                let text = frame.into_inlines();
                if let Open::Row { cells, .. } = &mut self.top().open {
                    cells.push(text);
                }
            }
            Open::Emphasis => {
                let inner = frame.into_inlines();
                self.top().push(Inline::Emphasis(inner), start);
            }
            Open::Strong => {
                let inner = frame.into_inlines();
                self.top().push(Inline::Strong(inner), start);
            }
            Open::Link { url } => self.link(&url, frame, range),
        }
    }

    fn link(&mut self, url: &str, frame: Frame, range: Range<usize>) {
        let start = frame.start;
        let text = frame.into_inlines();
        let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
        if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") {
            self.top().push(Inline::Link { text, url: SafeText::line(url) }, start);
            return;
        }
        let message = format!("The link to {} does not begin with `https://` or `http://`.", quoted(url));
        self.error(range, message, "Only pages of the web can be linked; write a file's name as code.");
        for inline in text {
            self.top().push(inline, start);
        }
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn side(alignment: Alignment) -> Side {
    match alignment {
        Alignment::None | Alignment::Left => Side::Left,
        Alignment::Center => Side::Centre,
        Alignment::Right => Side::Right,
    }
}
