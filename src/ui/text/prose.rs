//! The text of a page: Markdown blocks, questions and invitations, as lines that fit a width.

use std::collections::BTreeMap;
use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::keymap::Keymap;
use crate::app::list::Choice;
use crate::app::stage::lesson::{Answering, Rules, Session};
use crate::learner::question::{Asked, Question, Said, Verdict};
use crate::learner::tampering::Invitation;
use crate::learner::workshop::play::counted;
use crate::lesson::tree::Tamper;
use crate::lesson::{Block, Inline, keys};
use crate::ui::text::aims::Aimed;
use crate::ui::text::theme::{Look, Role};
use crate::ui::text::wrap::cut;
use crate::ui::text::wrap::wrap;
use crate::view::{SafeText, glyphs};

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

/// The text of a session's page.
pub fn page(session: &Session, keymap: &Keymap, look: Look, width: u16) -> Vec<Line<'static>> {
    page_and_question(session, keymap, look, width).0
}

/// The text of a session's page, and which lines of it are the question that is to stay in view.
pub fn page_and_question(
    session: &Session,
    keymap: &Keymap,
    look: Look,
    width: u16,
) -> (Vec<Line<'static>>, Option<Range<usize>>) {
    let prose = Prose { keymap, look, width, live: &session.shown.live };
    let mut lines = Vec::new();
    let mut question = None;
    for (place, block) in session.page().blocks.iter().enumerate() {
        let piece = match block {
            Block::Notes(aside) if session.notes => prose.labelled("Notes", &aside.blocks),
            Block::Sheet(_) | Block::Watch(_) | Block::Notes(_) => continue,
            Block::Predict(_) | Block::Exercise(_) => match Question::of(block) {
                Some(question) => prose.question(question, place, session),
                None => continue,
            },
            Block::Tamper(tamper) => prose.tamper(tamper, place, session),
            other => prose.block(other),
        };
        if !lines.is_empty() && !piece.is_empty() {
            lines.push(Line::default());
        }
        if session.attention == Some(place) {
            question = Some(lines.len()..lines.len() + piece.len());
        }
        lines.extend(piece);
    }
    (lines, question)
}

/// One block of a session's page.
pub fn block(session: &Session, block: &Block, look: Look, width: u16) -> Vec<Line<'static>> {
    Prose { keymap: &Keymap::default(), look, width, live: &session.shown.live }.block(block)
}

/// Text in which nothing is computed.
pub fn still(blocks: &[Block], look: Look, width: u16) -> Vec<Line<'static>> {
    Prose { keymap: &Keymap::default(), look, width, live: &BTreeMap::new() }.blocks(blocks)
}

impl Prose<'_> {
    fn narrower(self, by: u16) -> Self {
        Prose { width: self.width.saturating_sub(by).max(8), ..self }
    }

    fn block(self, block: &Block) -> Vec<Line<'static>> {
        match block {
            Block::Heading { text, .. } => self.running(text, Role::Heading, 0),
            Block::Paragraph { text, .. } => self.paragraph(text),
            Block::List { first, items, .. } => self.list(*first, items),
            Block::Quote { blocks, .. } => self.quote(blocks),
            Block::Code { text, .. } => self.code(text),
            Block::Table { head, rows, .. } => self.table(head, rows),
            Block::Rule { .. } => {
                vec![Line::styled("─".repeat(usize::from(self.width)), self.look.theme.style(Role::Rule))]
            }
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
    fn paragraph(self, text: &[Inline]) -> Vec<Line<'static>> {
        let asks = matches!(text.first(), Some(Inline::Text(first)) if first.starts_with(keys::MARK));
        let spans = self.spans(text, self.look.theme.style(if asks { Role::Invite } else { Role::Text }));
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
        let style = self.look.theme.style(Role::Invite);
        let drawn = lines.iter().map(|line| led("▸ ", style, wrap(line, self.narrower(2).width, 0)));
        drawn.flatten().collect()
    }

    /// Blocks below each other.
    pub(in crate::ui) fn blocks(self, blocks: &[Block]) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        for block in blocks {
            let piece = self.block(block);
            if !lines.is_empty() && !piece.is_empty() {
                lines.push(Line::default());
            }
            lines.extend(piece);
        }
        lines
    }

    fn list(self, first: Option<u64>, items: &[Vec<Block>]) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let mark = match first {
                Some(first) => format!("{}. ", first.saturating_add(i as u64)),
                None => "• ".to_owned(),
            };
            let indent = u16::try_from(mark.width()).unwrap_or(2);
            lines.extend(led(&mark, self.look.theme.style(Role::Name), self.narrower(indent).blocks(item)));
        }
        lines
    }

    fn quote(self, blocks: &[Block]) -> Vec<Line<'static>> {
        let bar = Span::styled("│ ", self.look.theme.style(Role::Rule));
        let quoted = self.narrower(2).blocks(blocks);
        quoted.into_iter().map(|line| Line::from_iter(std::iter::once(bar.clone()).chain(line.spans))).collect()
    }

    fn code(self, text: &SafeText) -> Vec<Line<'static>> {
        let width = self.width.saturating_sub(1);
        text.lines()
            .map(|line| Line::styled(format!(" {}", cut(line, width)), self.look.theme.style(Role::Code)))
            .collect()
    }

    /// A table that was measured; its last line is running text.
    fn computed(self, lines: Option<&String>) -> Vec<Line<'static>> {
        let Some((rows, below)) = lines.and_then(|lines| lines.rsplit_once('\n')) else { return Vec::new() };
        let row = |row| Line::styled(cut(row, self.width), self.look.theme.style(Role::Live));
        rows.lines().map(row).chain(self.words(below, Role::Name, 0)).collect()
    }

    fn table(self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Vec<Line<'static>> {
        let text = |cell: &Vec<Inline>| -> String {
            let spans = self.spans(cell, self.look.theme.style(Role::Text));
            spans.iter().map(|span| span.content.as_ref()).collect()
        };
        let cells: Vec<Vec<String>> = std::iter::once(head)
            .chain(rows.iter().map(Vec::as_slice))
            .map(|row| row.iter().map(text).collect())
            .collect();
        let widths: Vec<usize> = (0..head.len())
            .map(|column| cells.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0))
            .collect();
        let mut lines = Vec::new();
        for (i, row) in cells.iter().enumerate() {
            let padded: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width().min(*width))))
                .collect();
            let role = if i == 0 { Role::Strong } else { Role::Text };
            lines.push(Line::styled(cut(&padded.join("  "), self.width), self.look.theme.style(role)));
        }
        lines
    }

    fn labelled(self, label: &str, blocks: &[Block]) -> Vec<Line<'static>> {
        let mut lines = self.words(label, Role::Strong, 0);
        lines.extend(self.blocks(blocks));
        lines
    }

    /// The question, how to answer, and what was said to the answer.
    fn question(self, question: Question, place: usize, session: &Session) -> Vec<Line<'static>> {
        let asked = session.asked(place);
        let mut lines =
            led("? ", self.look.theme.style(Role::Invite), self.narrower(2).running(question.ask(), Role::Strong, 0));
        let over = asked.is_some_and(Asked::is_over);
        let (choosing, writing) = match &session.answering {
            Answering::Choice { block, list } if *block == place => (Some(list.place()), false),
            Answering::Written(draft) => (None, draft.block == place),
            Answering::Nothing | Answering::Choice { .. } | Answering::Counted(_) => (None, false),
        };
        if !over || asked.is_some_and(|asked| !question.choices().iter().any(|choice| choice.as_str() == asked.given)) {
            for (i, choice) in question.choices().iter().enumerate() {
                let chosen = choosing == Some(i);
                let (mark, role) = if chosen { ("▸ ", Role::Current) } else { ("  ", Role::Text) };
                let lead = format!("  {mark}");
                let drawn = led(&lead, self.look.theme.style(Role::Invite), self.narrower(4).words(choice, role, 0));
                lines.extend(drawn.into_iter().map(|line| line.aimed(Aim::Choice(number(i)))));
            }
        }
        if let Some(asked) = asked {
            lines.extend(self.verdict(question, asked));
        }
        // A long answer is seen whole while it is written; the line below has only its end.
        if let Answering::Written(draft) = &session.answering
            && writing
            && draft.line.text().width() > usize::from(self.width)
        {
            let text = SafeText::line(draft.line.text());
            lines.extend(led("› ", self.look.theme.style(Role::Name), self.narrower(2).words(&text, Role::Text, 0)));
        }
        let keys = self.keymap.say(&invitations(question, asked, session.rules, choosing.is_some() || writing));
        if !keys.is_empty() {
            lines.extend(led(
                "▸ ",
                self.look.theme.style(Role::Invite),
                self.narrower(2).words(&keys, Role::Invite, 0),
            ));
        }
        lines
    }

    /// The answer given and what is said to it, the hints, and the way to an answer that was shown.
    fn verdict(self, question: Question, asked: &Asked) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let narrow = self.narrower(2);
        // A long answer leaves room for what is said to it.
        let given = cut(&asked.given, narrow.width.saturating_mul(ANSWER));
        let marked = |mark: &str, what: &str, value: &str, role: Role| {
            led(mark, self.look.theme.style(role), narrow.words(&format!("{what} {value}"), role, 0))
        };
        match &asked.verdict {
            None => {}
            Some(Verdict::Right) => lines.extend(marked("✓ ", "right:", &asked.given, Role::Good)),
            Some(Verdict::Unreadable(hint)) => lines.extend(marked("! ", "", hint.as_str(), Role::Text)),
            Some(Verdict::Wrong(said)) => {
                lines.extend(marked("✗ ", "not", &given, Role::Bad));
                let nothing =
                    if asked.hints < question.hints().len() { "Not yet. A hint may help." } else { "Not yet." };
                lines.extend(self.indented(2, narrow.said(said, nothing)));
            }
            Some(Verdict::Over { right, said }) => {
                lines.extend(marked("✗ ", "yours:", &given, Role::Bad));
                lines.extend(self.indented(2, narrow.said(said, "")));
                lines.extend(marked("= ", "it is:", right, Role::Good));
            }
            Some(Verdict::Shown(right)) => lines.extend(marked("= ", "it is:", right, Role::Good)),
            Some(Verdict::Closed(said)) => {
                lines.extend(marked("✗ ", "yours:", &given, Role::Bad));
                lines.extend(self.indented(2, narrow.said(said, "")));
            }
            Some(Verdict::Kept) => {
                lines.extend(marked("✓ ", "kept:", &asked.given, Role::Good));
                let says = "It is marked by hand; you can answer again, and the last one counts.";
                lines.extend(self.indented(2, narrow.words(says, Role::Text, 0)));
            }
        }
        for step in asked.way.iter().take(asked.steps) {
            lines.extend(led("  ", Style::new(), narrow.words(step, Role::Code, 2)));
        }
        match question {
            Question::Predict(predict) if asked.is_over() => {
                if let Some(why) = &predict.why {
                    lines.extend(self.running(why, Role::Text, 0));
                }
            }
            Question::Exercise(exercise) if !asked.is_over() => {
                let of = exercise.hint.len();
                for (i, hint) in exercise.hint.iter().take(asked.hints).enumerate() {
                    let label = Span::styled(format!("hint {} of {of}: ", i + 1), self.look.theme.style(Role::Name));
                    let text = self.spans(hint, self.look.theme.style(Role::Text));
                    let spans: Vec<Span> = std::iter::once(label).chain(text).collect();
                    lines.extend(led("· ", self.look.theme.style(Role::Name), wrap(&spans, narrow.width, 0)));
                }
            }
            Question::Predict(_) | Question::Exercise(_) => {}
        }
        lines
    }

    /// The invitation to change something, or what it did.
    fn tamper(self, tamper: &Tamper, place: usize, session: &Session) -> Vec<Line<'static>> {
        let narrow = self.narrower(2);
        let invite = self.look.theme.style(Role::Invite);
        if !session.is_tampered() {
            let Some(Invitation { lead, change, rest }) = &session.shown.invitation else { return Vec::new() };
            let text = format!("{}{change}{}", self.keymap.say(lead), self.keymap.say(rest));
            return led("▸ ", invite, narrow.words(&text, Role::Invite, 0));
        }
        let (mark, role) = match session.shown.expected.get(&place) {
            Some(Ok(true)) => ("✓ ", Role::Good),
            _ => ("! ", Role::Bad),
        };
        let mut lines = match session.shown.expected.get(&place) {
            Some(Err(why)) => led(mark, self.look.theme.style(role), narrow.words(why, Role::Bad, 0)),
            _ => led(mark, self.look.theme.style(role), narrow.running(&tamper.say, Role::Text, 0)),
        };
        lines.extend(led("▸ ", invite, narrow.words(&self.keymap.say("⟨tamper⟩ changes it back"), Role::Invite, 0)));
        lines
    }

    /// The words to a wrong answer; else the words for that there is nothing to say.
    fn said(self, said: &Said, nothing: &str) -> Vec<Line<'static>> {
        match said {
            Said::Lesson(said) => self.running(said, Role::Text, 0),
            Said::Diagnosis(sentence) => self.words(sentence, Role::Text, 0),
            Said::Nothing if nothing.is_empty() => Vec::new(),
            Said::Nothing => self.words(nothing, Role::Text, 0),
        }
    }

    fn indented(self, by: usize, lines: Vec<Line<'static>>) -> Vec<Line<'static>> {
        led(&" ".repeat(by), Style::new(), lines)
    }

    /// Words of the program.
    pub(in crate::ui) fn words(self, text: &str, role: Role, hanging: u16) -> Vec<Line<'static>> {
        let text = SafeText::line(text).to_string();
        let text = if self.look.ascii { glyphs::spell(&text) } else { text };
        wrap(&[Span::styled(text, self.look.theme.style(role))], self.width, hanging)
    }

    /// Running text of a lesson.
    pub(in crate::ui) fn running(self, text: &[Inline], role: Role, hanging: u16) -> Vec<Line<'static>> {
        wrap(&self.spans(text, self.look.theme.style(role)), self.width, hanging)
    }

    /// Running text as styled spans. The recursion is bounded by the limit on nesting when the text was read.
    fn spans(self, text: &[Inline], style: Style) -> Vec<Span<'static>> {
        let mut spans = Vec::new();
        for piece in text {
            let with = |role| style.patch(self.look.theme.style(role));
            match piece {
                Inline::Text(text) if self.look.ascii => spans.push(Span::styled(glyphs::spell(text), style)),
                Inline::Text(text) => spans.push(Span::styled(text.to_string(), style)),
                Inline::Code(text) => {
                    let key = glyphs::key(text).filter(|_| self.look.ascii);
                    let text = if self.look.ascii { glyphs::spell(text) } else { text.to_string() };
                    spans.push(Span::styled(key.map_or(text, str::to_owned), with(Role::Code)));
                }
                Inline::Emphasis(inner) => spans.extend(self.spans(inner, with(Role::Emphasis))),
                Inline::Strong(inner) => spans.extend(self.spans(inner, with(Role::Strong))),
                Inline::Link { text, url } => {
                    let named = self.spans(text, style);
                    let whole: String = named.iter().map(|span| span.content.as_ref()).collect();
                    spans.extend(named);
                    if whole != url.as_str() {
                        spans.push(Span::styled(format!(" ({url})"), with(Role::Name)));
                    }
                }
                Inline::Live(live) => {
                    let value = self.live.get(&live.span.start).cloned().unwrap_or_default();
                    spans.push(Span::styled(SafeText::line(&value).to_string(), with(Role::Live)));
                }
                Inline::Break => spans.push(Span::raw("\n")),
                Inline::Broken(text) => spans.push(Span::styled(text.to_string(), with(Role::Bad))),
            }
        }
        spans
    }
}

/// The keys that lead on from a question: `a answer · H hint 1 of 3 · A show`.
fn invitations(question: Question, asked: Option<&Asked>, rules: Rules, answering: bool) -> String {
    let none = Asked::default();
    let asked = asked.unwrap_or(&none);
    if asked.is_over() {
        let next = match asked.steps {
            0 => format!("⟨show-answer⟩ the way, in {} steps", asked.way.len()),
            steps => format!("⟨show-answer⟩ next step ({} of {})", steps + 1, asked.way.len()),
        };
        return if asked.has_more_steps() { next } else { String::new() };
    }
    // While one writes, letters are part of the answer.
    if answering || !asked.is_open() {
        return String::new();
    }
    let answer = if asked.verdict.is_some() { "⟨answer⟩ again" } else { "⟨answer⟩ answer" };
    let hints = question.hints().len();
    let hint = (asked.hints < hints).then(|| format!("⟨hint⟩ hint {} of {hints}", asked.hints + 1));
    let price = |hint: String| match rules {
        Rules::Set { hint: price } if price > 0 => format!("{hint}, costs {}", counted(u64::from(price), "point")),
        _ => hint,
    };
    let show = (!matches!(rules, Rules::Set { .. })).then(|| "⟨show-answer⟩ show".to_owned());
    let keys = [Some(answer.to_owned()), hint.map(price), show];
    keys.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Lines with a mark before the first and room for it before the others.
fn led(mark: &str, style: Style, lines: Vec<Line<'static>>) -> Vec<Line<'static>> {
    let room = " ".repeat(mark.width());
    lines
        .into_iter()
        .enumerate()
        .map(|(i, line)| {
            let lead = if i == 0 { Span::styled(mark.to_owned(), style) } else { Span::raw(room.clone()) };
            Line::from_iter(std::iter::once(lead).chain(line.spans))
        })
        .collect()
}
