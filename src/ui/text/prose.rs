//! The text of a page: Markdown blocks, questions and invitations, as lines that fit a width.

use std::collections::BTreeMap;
use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::keymap::Keymap;
use crate::app::list::Choice;
use crate::app::stage::Computing;
use crate::app::stage::lesson::{Answering, Session};
use crate::learner::question::{Asked, Question, Said, Verdict};
use crate::learner::tampering::Invitation;
use crate::lesson::tree::Tamper;
use crate::lesson::{Block, Inline, keys};
use crate::ui::text::{Aimed, Lines, Look, Role, cut, led, safe, wrap};
use crate::view::aligned::aligned;
use crate::view::glyphs;

/// The most lines that an answer takes which was given.
const ANSWER: u16 = 4;

/// The means that text is laid out with.
#[derive(Clone, Copy)]
pub struct Prose<'a> {
    /// The reader's keys.
    pub keymap: &'a Keymap,
    /// How it looks.
    pub look: Look,
    /// The columns there are.
    pub width: u16,
    /// The live values, by where they stand.
    pub live: &'a BTreeMap<usize, String>,
}

/// The text of a session's page, and which lines of it are the question that is to stay in view.
pub fn page(session: &Session, keymap: &Keymap, look: Look, width: u16) -> (Lines, Option<Range<usize>>) {
    let prose = Prose { keymap, look, width, live: &session.shown.live };
    let mut lines = Vec::new();
    let mut question = None;
    for (place, block) in session.page().blocks.iter().enumerate() {
        let piece = match (block, Question::of(block)) {
            (Block::Notes(aside), _) if session.notes => prose.labelled("Notes", &aside.blocks),
            (Block::Tamper(tamper), _) => prose.tamper(tamper, place, session),
            (_, Some(question)) => prose.question(question, place, session),
            (other, None) => prose.block(other),
        };
        let there = append(&mut lines, piece);
        if session.attention == Some(place) {
            question = Some(there);
        }
    }
    (lines, question)
}

/// One block of a session's page.
pub fn block(session: &Session, block: &Block, look: Look, width: u16) -> Lines {
    Prose { keymap: &Keymap::default(), look, width, live: &session.shown.live }.block(block)
}

/// The change that a block of a session's page suggests, or what is said to it.
pub fn change(session: &Session, block: usize, keymap: &Keymap, look: Look, width: u16) -> Lines {
    let Some(Block::Tamper(tamper)) = session.page().blocks.get(block) else { return Vec::new() };
    Prose { keymap, look, width, live: &session.shown.live }.tamper(tamper, block, session)
}

/// Text in which nothing is computed.
pub fn still(blocks: &[Block], look: Look, width: u16) -> Lines {
    Prose { keymap: &Keymap::default(), look, width, live: &BTreeMap::new() }.blocks(blocks)
}

/// Puts a piece below lines, with a free one between them. Returns which lines it takes.
fn append(lines: &mut Lines, piece: Lines) -> Range<usize> {
    if !lines.is_empty() && !piece.is_empty() {
        lines.push(Line::default());
    }
    let first = lines.len();
    lines.extend(piece);
    first..lines.len()
}

impl Prose<'_> {
    fn narrower(self, by: u16) -> Self {
        Prose { width: self.width.saturating_sub(by).max(8), ..self }
    }

    /// The style of a role.
    fn style(self, role: Role) -> Style {
        self.look.theme.style(role)
    }

    /// Lines behind a mark, laid out in the room that it leaves.
    fn behind(self, mark: &str, role: Role, lines: impl FnOnce(Self) -> Lines) -> Lines {
        let columns = u16::try_from(mark.width()).unwrap_or(2);
        led(self.look.theme.span(mark.to_owned(), role), lines(self.narrower(columns)))
    }

    fn block(self, block: &Block) -> Lines {
        match block {
            Block::Heading { text, .. } => self.running(text, Role::Heading, 0),
            Block::Paragraph { text, .. } => self.paragraph(text),
            Block::List { first, items, .. } => self.list(*first, items),
            Block::Quote { blocks, .. } => self.quote(blocks),
            Block::Code { text, .. } => {
                let columns = self.width.saturating_sub(1);
                text.lines().map(|line| self.look.theme.line(format!(" {}", cut(line, columns)), Role::Code)).collect()
            }
            Block::Table { head, rows, .. } => self.table(head, rows),
            Block::Rule { .. } => vec![self.look.theme.rule(self.width).into()],
            Block::Computed(computed) => self.computed(self.live.get(&computed.span().start)),
            Block::Real(aside) => self.labelled("In real code", &aside.blocks),
            Block::Broken { problem, .. } => {
                let hint = problem.hint.as_deref().map(|hint| format!(" {hint}")).unwrap_or_default();
                self.words(&format!("! line {}: {}{hint}", problem.line, problem.message), Role::Bad, 2)
            }
            Block::Sheet(_)
            | Block::Watch(_)
            | Block::Predict(_)
            | Block::Exercise(_)
            | Block::Tamper(_)
            | Block::Notes(_) => Vec::new(),
        }
    }

    /// A paragraph; what it asks for, behind a mark each, stands on lines of its own.
    fn paragraph(self, text: &[Inline]) -> Lines {
        let asks = matches!(text.first(), Some(Inline::Text(first)) if first.starts_with(keys::MARK));
        let spans = self.spans(text, self.style(if asks { Role::Invite } else { Role::Text }));
        if !asks {
            return wrap(&spans, self.width, 0);
        }
        let mut lines: Vec<Vec<Span<'static>>> = Vec::new();
        for span in spans.into_iter().filter(|span| span.content != "\n") {
            for (place, piece) in span.content.split(keys::MARK).enumerate() {
                if place > 0 {
                    lines.push(Vec::new());
                }
                let piece = if place > 0 { piece.trim_start() } else { piece };
                if let Some(line) = lines.last_mut().filter(|_| !piece.is_empty()) {
                    line.push(Span::styled(piece.to_owned(), span.style));
                }
            }
        }
        let drawn = |line: &Vec<Span<'static>>| self.behind("▸ ", Role::Invite, |inner| wrap(line, inner.width, 0));
        lines.iter().flat_map(drawn).collect()
    }

    /// Blocks below each other.
    pub(in crate::ui) fn blocks(self, blocks: &[Block]) -> Lines {
        let mut lines = Vec::new();
        for block in blocks {
            append(&mut lines, self.block(block));
        }
        lines
    }

    fn list(self, first: Option<u64>, items: &[Vec<Block>]) -> Lines {
        let item = |(i, item): (usize, &Vec<Block>)| {
            let mark = first.map_or("• ".to_owned(), |first| format!("{}. ", first.saturating_add(i as u64)));
            self.behind(&mark, Role::Name, |inner| inner.blocks(item))
        };
        items.iter().enumerate().flat_map(item).collect()
    }

    fn quote(self, blocks: &[Block]) -> Lines {
        let bar = self.look.theme.span("│ ", Role::Rule);
        let quoted = self.narrower(2).blocks(blocks);
        quoted.into_iter().map(|line| std::iter::once(bar.clone()).chain(line).collect()).collect()
    }

    /// A table that was measured; its last line is running text.
    fn computed(self, lines: Option<&String>) -> Lines {
        let Some((rows, below)) = lines.and_then(|lines| lines.rsplit_once('\n')) else { return Vec::new() };
        let row = |row| self.look.theme.line(cut(row, self.width), Role::Live);
        rows.lines().map(row).chain(self.words(below, Role::Name, 0)).collect()
    }

    fn table(self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Lines {
        let text = |cell: &Vec<Inline>| Line::from(self.spans(cell, self.style(Role::Text))).to_string();
        let rows = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
        let cells: Vec<Vec<String>> = rows.map(|row| row.iter().map(text).collect()).collect();
        let line = |(i, line): (usize, String)| {
            self.look.theme.line(cut(&line, self.width), if i == 0 { Role::Strong } else { Role::Text })
        };
        aligned(&cells, 2).into_iter().enumerate().map(line).collect()
    }

    fn labelled(self, label: &str, blocks: &[Block]) -> Lines {
        [self.words(label, Role::Strong, 0), self.blocks(blocks)].concat()
    }

    /// The question, how to answer, and what was said to the answer.
    fn question(self, question: Question, place: usize, session: &Session) -> Lines {
        let asked = session.asked(place);
        let ask = |inner: Self| inner.running(question.ask(), Role::Strong, 0);
        let mut lines = self.behind("? ", Role::Invite, ask);
        let (choosing, draft) = match &session.answering {
            Answering::Choice { block, list } if *block == place => (Some(list.place()), None),
            Answering::Written(draft) if draft.block == place => (None, Some(draft)),
            _ => (None, None),
        };
        let is_given = |asked: &Asked| question.choices().iter().any(|choice| choice.as_str() == asked.given);
        if !asked.is_some_and(|asked| asked.is_over() && is_given(asked)) {
            for (i, choice) in question.choices().iter().enumerate() {
                let chosen = choosing == Some(i);
                let (mark, role) = if chosen { ("▸ ", Role::Current) } else { ("  ", Role::Text) };
                let drawn = self.behind(&format!("  {mark}"), Role::Invite, |inner| inner.words(choice, role, 0));
                lines.extend(drawn.into_iter().map(|line| line.aimed(Aim::Choice(number(i)))));
            }
        }
        if let Some(asked) = asked {
            lines.extend(self.verdict(question, asked));
        }
        // A long answer is seen whole while it is written; the line below has only its end.
        if let Some(draft) = draft.filter(|draft| draft.line.text().width() > usize::from(self.width)) {
            lines.extend(self.behind("› ", Role::Name, |inner| inner.words(draft.line.text(), Role::Text, 0)));
        }
        // The line to write in lies over the inputs, which the answer is made from.
        let inputs = session.half().sight.inputs.iter().filter(|_| draft.is_some() && session.is_of_set());
        lines.extend(inputs.flat_map(|(name, value)| self.words(&format!("  {name}  {value}"), Role::Live, 4)));
        let keys = self.keymap.say(&session.invitations(place, question));
        if !keys.is_empty() {
            lines.extend(self.marked("▸ ", &keys, Role::Invite));
        }
        lines
    }

    /// The answer given and what is said to it, the hints, and the way to an answer that was shown.
    fn verdict(self, question: Question, asked: &Asked) -> Lines {
        // A long answer leaves room for what is said to it.
        let given = cut(&asked.given, self.narrower(2).width.saturating_mul(ANSWER));
        let (yours, given) = (format!("yours: {given}"), format!("not {given}"));
        // A question whose time ran out has no answer.
        let yours = |role| match asked.given.as_str() {
            "" => Vec::new(),
            _ => self.behind("✗ ", Role::Bad, |inner| inner.words(&yours, role, 0)),
        };
        let below = |said, nothing| self.behind("  ", Role::Text, |inner| inner.said(said, nothing));
        let mut lines = match &asked.verdict {
            None => Vec::new(),
            Some(Verdict::Right) => self.marked("✓ ", &format!("right: {}", asked.given), Role::Good),
            Some(Verdict::Unreadable(hint)) => self.marked("! ", &format!(" {hint}"), Role::Text),
            Some(Verdict::Wrong(said)) => {
                let nothing =
                    if asked.hints < question.hints().len() { "Not yet. A hint may help." } else { "Not yet." };
                [self.marked("✗ ", &given, Role::Bad), below(said, nothing)].concat()
            }
            Some(Verdict::Over { right, said }) => {
                // What is to be learned is the brightest.
                [yours(Role::Text), below(said, ""), self.marked("= ", &format!("it is: {right}"), Role::Strong)]
                    .concat()
            }
            Some(Verdict::Shown(right)) => self.marked("= ", &format!("it is: {right}"), Role::Strong),
            Some(Verdict::Closed(said)) => [yours(Role::Bad), below(said, "")].concat(),
            Some(Verdict::Kept) => {
                let kept = self.marked("✓ ", &format!("kept: {}", asked.given), Role::Good);
                let says = "It is marked by hand; you can answer again, and the last one counts.";
                [kept, self.marked("  ", says, Role::Text)].concat()
            }
        };
        for step in asked.way.iter().take(asked.steps) {
            lines.extend(self.behind("  ", Role::Text, |inner| inner.words(step, Role::Code, 2)));
        }
        match question {
            Question::Predict(predict) if asked.is_over() => {
                lines.extend(predict.why.iter().flat_map(|why| self.running(why, Role::Text, 0)));
            }
            Question::Exercise(exercise) if !asked.is_over() => {
                let of = exercise.hint.len();
                for (i, hint) in exercise.hint.iter().take(asked.hints).enumerate() {
                    let label = self.look.theme.span(format!("hint {} of {of}: ", i + 1), Role::Name);
                    let spans = [vec![label], self.spans(hint, self.style(Role::Text))].concat();
                    lines.extend(self.behind("· ", Role::Name, |inner| wrap(&spans, inner.width, 0)));
                }
            }
            Question::Predict(_) | Question::Exercise(_) => {}
        }
        lines
    }

    /// The invitation to change something, or what it did.
    fn tamper(self, tamper: &Tamper, place: usize, session: &Session) -> Lines {
        if !session.is_tampered() {
            let Some(Invitation { lead, change, rest }) = &session.shown.invitation else { return Vec::new() };
            let text = format!("{}{change}{}", self.keymap.say(lead), self.keymap.say(rest));
            return self.marked("▸ ", &text, Role::Invite);
        }
        let expected = session.shown.expected.get(&place);
        let (mark, role) = if matches!(expected, Some(Ok(true))) { ("✓ ", Role::Good) } else { ("! ", Role::Bad) };
        let mut lines = self.behind(mark, role, |inner| match expected {
            Some(Err(why)) => inner.words(why, Role::Bad, 0),
            Some(Ok(_)) | None if session.shown.held => {
                inner.words("Changed. What it means is told after your answer.", Role::Text, 0)
            }
            Some(Ok(_)) | None => inner.running(&tamper.say, Role::Text, 0),
        });
        lines.extend(self.marked("▸ ", &self.keymap.say("⟨tamper⟩ changes it back"), Role::Invite));
        lines
    }

    /// The words to a wrong answer; else the words for that there is nothing to say.
    fn said(self, said: &Said, nothing: &str) -> Lines {
        match said {
            Said::Lesson(said) => self.running(said, Role::Text, 0),
            Said::Diagnosis(sentence) => self.words(sentence, Role::Text, 0),
            Said::Nothing if nothing.is_empty() => Vec::new(),
            Said::Nothing => self.words(nothing, Role::Text, 0),
        }
    }

    /// Words of the program behind a mark of the same role.
    fn marked(self, mark: &str, text: &str, role: Role) -> Lines {
        self.behind(mark, role, |inner| inner.words(text, role, 0))
    }

    /// Text in the signs that may be shown.
    fn spelt(self, text: &str) -> String {
        if self.look.ascii { glyphs::spell(text) } else { text.to_owned() }
    }

    /// Words of the program.
    pub(in crate::ui) fn words(self, text: &str, role: Role, hanging: u16) -> Lines {
        wrap(&[self.look.theme.span(self.spelt(&safe(text)), role)], self.width, hanging)
    }

    /// Running text of a lesson.
    pub(in crate::ui) fn running(self, text: &[Inline], role: Role, hanging: u16) -> Lines {
        wrap(&self.spans(text, self.style(role)), self.width, hanging)
    }

    /// Running text as styled spans. The recursion is bounded by the limit on nesting when the text was read.
    fn spans(self, text: &[Inline], style: Style) -> Vec<Span<'static>> {
        let mut spans = Vec::new();
        for piece in text {
            let with = |role| style.patch(self.style(role));
            match piece {
                Inline::Text(text) => spans.push(Span::styled(self.spelt(text), style)),
                Inline::Code(text) => {
                    let key = glyphs::key(text).filter(|_| self.look.ascii);
                    spans.push(Span::styled(key.map_or_else(|| self.spelt(text), str::to_owned), with(Role::Code)));
                }
                Inline::Emphasis(inner) => spans.extend(self.spans(inner, with(Role::Emphasis))),
                Inline::Strong(inner) => spans.extend(self.spans(inner, with(Role::Strong))),
                Inline::Link { text, url } => {
                    let named = self.spans(text, style);
                    let whole = Line::from(named.clone()).to_string();
                    spans.extend(named);
                    if whole != url.as_str() {
                        spans.push(Span::styled(format!(" ({url})"), with(Role::Name)));
                    }
                }
                Inline::Live(live) => {
                    let value = self.live.get(&live.span.start).cloned().unwrap_or_default();
                    spans.push(Span::styled(safe(&value), with(Role::Live)));
                }
                Inline::Break => spans.push(Span::raw("\n")),
                Inline::Broken(text) => spans.push(Span::styled(text.to_string(), with(Role::Bad))),
            }
        }
        spans
    }
}
