//! From the parser's events to blocks, on a stack of our own.

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag,
};

use super::frame::{Frame, Open};
use crate::lesson::expression::When;
use crate::lesson::live;
use crate::lesson::located::Located;
use crate::lesson::problem::{Problem, quoted};
use crate::lesson::reading::Reading;
use crate::lesson::tree::{Block, Expression, Inline, Live, Side};
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

    fn mask(&mut self, source: &str) -> String {
        if !source.contains("{{") {
            return source.to_owned();
        }
        let found = live::find(source, &code_ranges(source));
        for span in found.unclosed {
            let place = self.place(span.range());
            self.reading.problems.error(
                place,
                "This `{{` has no `}}` on its line.",
                "A live value is `{{ EXPR }}`; for the braces themselves write `\\{{`.",
            );
        }
        self.used = vec![false; found.values.len()];
        let masked = live::masked(source, &found.values);
        self.values = found.values;
        masked
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
                self.top().push(Inline::Code(SafeText::line(&code)), range.start);
            }
            Event::SoftBreak => self.top().push_text(" ", range.start),
            Event::HardBreak => self.top().push(Inline::Break, range.start),
            Event::Rule => {
                let span = self.place(range.clone());
                self.push_block(Block::Rule { span }, range.start);
            }
            Event::InlineHtml(_) | Event::Html(_) => {
                let tag = &source[range.clone()];
                // The tag that closes another was reported with it.
                let closes = tag.starts_with("</") && self.tags > 0;
                if closes {
                    self.tags -= 1;
                } else {
                    self.tags += usize::from(!tag.ends_with("/>"));
                    self.error(range.clone(), "HTML has no meaning in a terminal.", HTML_HINT);
                }
                self.use_values(&range);
                let shown = SafeText::line(&source[range.clone()]);
                self.top().push(Inline::Broken(shown), range.start);
            }
            Event::TaskListMarker(_) => {
                self.warning(range.clone(), "Nothing can be ticked on a page.", "Leave the brackets out.");
                self.top().push_text(&format!("{} ", &source[range.clone()]), range.start);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => {
                let hint = "Write it in letters, such as 2²⁵⁶ or `2^256`; for a dollar sign write `\\$`.";
                self.warning(range.clone(), "Formulas of LaTeX are not set here.", hint);
                self.top().push_text(&source[range.clone()], range.start);
            }
            Event::FootnoteReference(_) => self.top().push_text(&source[range.clone()], range.start),
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>, source: &str) {
        let open = match tag {
            Tag::Paragraph => Open::Paragraph,
            Tag::Heading { level, .. } => Open::Heading(level_number(level)),
            Tag::BlockQuote(_) => Open::Quote,
            Tag::List(first) => Open::List { first, items: Vec::new() },
            Tag::Item => Open::Item,
            Tag::CodeBlock(kind) => match self.listing(&kind, &range, source) {
                Ok(language) => Open::Code { language },
                Err(problem) => return self.skip(problem, range.start, self.open - 1),
            },
            Tag::Table(sides) => {
                Open::Table { sides: sides.into_iter().map(side).collect(), head: Vec::new(), rows: Vec::new() }
            }
            Tag::TableHead => Open::Row { cells: Vec::new(), head: true },
            Tag::TableRow => Open::Row { cells: Vec::new(), head: false },
            Tag::TableCell => Open::Cell,
            Tag::Emphasis => Open::Emphasis,
            Tag::Strong => Open::Strong,
            Tag::Link { dest_url, .. } => Open::Link { url: dest_url.into_string() },
            Tag::HtmlBlock => {
                let problem = self.error(range.clone(), "HTML has no meaning in a terminal.", HTML_HINT);
                self.use_values(&range);
                return self.skip(problem, range.start, self.open - 1);
            }
            Tag::Image { .. } => {
                self.error(
                    range.clone(),
                    "A terminal shows no images.",
                    "Draw it with letters in a ```text listing, or link to it.",
                );
                Open::Emphasis
            }
            Tag::FootnoteDefinition(_) => {
                let line = range.start..range.start + source[range.clone()].find('\n').unwrap_or(range.len());
                let hint = "Say it in the text, and take the `[^…]` there away.";
                let problem = self.error(line, "A page has no footnotes.", hint);
                self.use_values(&range);
                return self.skip(problem, range.start, self.open - 1);
            }
            Tag::Strikethrough => {
                self.warning(range.clone(), "Nothing can be struck through here.", "Leave the `~~` out.");
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
        if open.nests() && self.stack.iter().filter(|frame| frame.open.nests()).count() >= MAX_NESTING {
            let message = format!("Lists, quotations and emphasis lie more than {MAX_NESTING} deep in each other.");
            let problem = self.error(range, message, "Write it flatter.");
            self.stack.truncate(1);
            return self.skip(problem, self.outermost, 0);
        }
        self.stack.push(Frame::new(open, range.start));
    }

    fn skip(&mut self, problem: Problem, start: usize, until: usize) {
        self.skipped = Some(Skipped { problem, start });
        self.skip_to = until;
    }

    /// A listing that does not stand at the margin: its language, or what is wrong with it.
    fn listing(&mut self, kind: &CodeBlockKind, range: &Range<usize>, source: &str) -> Result<String, Problem> {
        self.use_values(range);
        let CodeBlockKind::Fenced(info) = kind else { return Ok(String::new()) };
        let word = &info[self.reading.words.opening(info).1.range()];
        let first_line = range.start..range.start + source[range.clone()].find('\n').unwrap_or(range.len());
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

    fn text(&mut self, text: &str, range: Range<usize>, source: &str, masked: &str) {
        let same = masked.get(range.clone()) == Some(text);
        if let Open::Code { .. } = self.top().open {
            let code = if same { &source[range.clone()] } else { text };
            self.top().push_text(code, range.start);
            return;
        }
        if same
            && let Some((brace, cell)) = live::one_brace(text)
            && self.reading.has_cell(cell)
        {
            let place = range.start + brace..range.start + brace + 1;
            self.warning(place, "One brace stands for itself.", &format!("For the value write {{{{ {cell} }}}}."));
        }
        if !same {
            self.top().push_text(text, range.start);
            return;
        }
        let mut at = range.start.max(self.lead);
        let first = self.values.partition_point(|value| value.start < at);
        for i in first..self.values.len() {
            let value = self.values[i];
            if value.end > range.end {
                break;
            }
            self.top().push_text(&source[at..value.start], at);
            let inline = self.live(value, source);
            self.top().push(inline, value.start);
            self.used[i] = true;
            at = value.end;
        }
        if at < range.end {
            self.top().push_text(&source[at..range.end], at);
        }
    }

    fn live(&mut self, place: Span, source: &str) -> Inline {
        let inside = Span::new(place.start + 2, place.end - 2);
        if let Some((bar, view)) = live::view_behind_bar(&source[inside.range()])
            && self.reading.words.views.contains(&view)
        {
            let bar = inside.start + bar;
            self.error(
                bar..bar + 1,
                "A view stands behind `as`.",
                format!("Write `as {view}` in place of `| {view}`."),
            );
            return Inline::Broken(SafeText::line(&source[place.range()]));
        }
        let (expression, view) = live::expression_and_view(&source[inside.range()]);
        let part = expression.shifted(inside.start - self.lead);
        let value = Expression::read_part(self.text, part, When::Now, self.reading);
        let view = view.map(|span| {
            let range = span.shifted(inside.start).range();
            let place = self.place(range.clone());
            self.reading.view(&source[range], place)
        });
        let span = self.place(place.range());
        match (value, view) {
            (Some(value), None) => Inline::Live(Box::new(Live { value, view: None, span })),
            (Some(value), Some(Some(view))) => Inline::Live(Box::new(Live { value, view: Some(view), span })),
            (None, _) | (_, Some(None)) => Inline::Broken(SafeText::line(&source[place.range()])),
        }
    }

    /// Marks the values in a range as seen, since they are shown as they stand; false if there is none.
    fn use_values(&mut self, range: &Range<usize>) -> bool {
        let first = self.values.partition_point(|value| value.end <= range.start);
        let count = self.values[first..].iter().take_while(|value| value.start < range.end).count();
        self.used[first..first + count].fill(true);
        count > 0
    }

    fn report_unused(&mut self) {
        let unused: Vec<Span> =
            self.values.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(value, _)| *value).collect();
        for value in unused {
            self.error(
                value.range(),
                "A live value cannot stand here.",
                "Put it into running text, not into a link's address.",
            );
        }
    }

    fn end(&mut self, range: Range<usize>) {
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

/// The ranges of code, which no live value begins in.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, options()).into_offset_iter();
    let code = |event: &Event| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
    events.filter(|(event, _)| code(event)).map(|(_, range)| range).collect()
}

const HTML_HINT: &str = "For a less-than sign write `\\<` or put it into `code`; for a remark use ```notes.";

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
