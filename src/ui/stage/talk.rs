//! A lesson on the wall: one step of a page, the picture as large as the room allows, and nothing else. The last three
//! rows stay empty, since heads hide them.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::context::Context;
use crate::app::desk::walk::Focus;
use crate::app::keymap::Keymap;
use crate::app::stage::Computing;
use crate::app::stage::lesson::{Answering, Session, Talk};
use crate::learner::lens::frame as budget;
use crate::learner::question::Question;
use crate::lesson::Block;
use crate::lesson::talk::{COLUMNS, Step};
use crate::ui::pane::Brush;
use crate::ui::stage::lesson::Around;
use crate::ui::stage::{inputs, lesson};
use crate::ui::text::prose::Prose;
use crate::ui::text::{Lines, Look, Put, Role, Theme, above, apart, field, height, padded, scrolled};

/// The rows that heads hide.
const HEADS: u16 = 3;
/// The row on which a step begins; above it are the corner and what is typed.
const TOP: u16 = 2;
/// So few rows are not worth a picture below the words.
const LEAST: u16 = 5;
/// The columns of the first show of hands, its number included.
const SHOW: usize = 30;

/// The share of a step that stands on the wall: lines of text, and whether the values stand below them.
pub struct Wall {
    /// The lines.
    pub text: Lines,
    /// Whether the values are seen.
    pub values: bool,
}

/// Draws the step.
pub fn draw(app: &App, session: &Session, look: Look, frame: &mut Frame, area: Rect) {
    let Some(talk) = &session.talk else { return };
    if talk.black {
        // Without colours an empty wall has to do.
        let dark = if look.theme == Theme::Mono { Style::new() } else { Style::new().bg(Color::Black) };
        frame.buffer_mut().set_style(area, dark);
        return;
    }
    let theme = look.theme;
    corner(app, session, talk, theme, frame, area);
    let wide = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let room = Rect { y: area.y + TOP, height: area.height.saturating_sub(TOP + HEADS), ..wide };
    let typed = match &session.answering {
        Answering::Counted(draft) => Some(("hands".to_owned(), &draft.line)),
        Answering::Written(draft) => Some(("answer".to_owned(), &draft.line)),
        Answering::Nothing | Answering::Choice { .. } => inputs::typed(session.half()),
    };
    if let Some((label, line)) = typed {
        field::draw(&label, line, theme, frame, Rect { y: area.y + 1, height: 1, ..wide });
    }
    if let Focus::Bits { .. } = session.desk().walk().focus {
        return lesson::draw_bits(session.half(), &app.keymap, theme, frame, room);
    }
    // Whoever walks about needs all the room for the values.
    if !session.is_speaking() || session.desk().context() == Context::Values {
        return frame.put(lesson::pane_lines(session.half(), Brush::of(theme, room), Around::default()), room);
    }
    let width = room.width.min(COLUMNS);
    let mut wall = wall(session, &app.keymap, look, width);
    let left = |text: &[Line]| room.height.saturating_sub(height(text).saturating_add(u16::from(!text.is_empty())));
    if *session.step() == Step::Values && left(&wall.text) < LEAST {
        // The room sees the values that it is asked about, and of many long choices the question.
        let means = means(session, &app.keymap, look, width);
        wall.text = session.last_asked().map(|block| means.question(block)).unwrap_or_default();
    }
    let left = left(&wall.text);
    if wall.values && left >= LEAST {
        frame.put(wall.text, room);
        let [_, below] = above(room, room.height - left, 0);
        return frame.put(lesson::pane_lines(session.half(), Brush::of(theme, below), Around::default()), below);
    }
    let free = left.min(room.height / 8);
    let text = Rect { x: room.x + (room.width - width) / 2, y: room.y + free, width, height: room.height - free };
    let mark = |_| theme.line(app.keymap.say("▾ ⟨scroll-down⟩ scrolls"), Role::Name);
    frame.put(scrolled(wall.text, session.scroll, text.height, mark), text);
}

/// The small things: what is told or the last key on the left, the page on the right.
fn corner(app: &App, session: &Session, talk: &Talk, theme: Theme, frame: &mut Frame, area: Rect) {
    let right = match talk.number.as_str() {
        "" => app.page_of(session),
        number => format!("→ {number}"),
    };
    let told = app.notice.as_deref().or(session.problem()).map(|told| app.keymap.say(told));
    let left = told.or_else(|| talk.key.clone()).unwrap_or_default();
    let width = area.width.saturating_sub(4);
    let line = apart(theme.span(left, Role::Name), theme.span(right, Role::Name), width.into());
    frame.put(vec![line], Rect { x: area.x + 2, width, height: 1, ..area });
}

/// The words of the step of a talk, in so many columns.
pub fn wall(session: &Session, keymap: &Keymap, look: Look, width: u16) -> Wall {
    let means = means(session, keymap, look, width);
    let prose = means.prose;
    let has_values = session.page().watches().next().is_some();
    let (text, values) = match *session.step() {
        Step::Text(ref blocks) => (prose.blocks(blocks), false),
        Step::Ask(block) => (means.question(block), false),
        Step::Choices(block) => (means.question(block).into_iter().chain(means.choices(block, true)).collect(), false),
        Step::Values => (means.before(), true),
        Step::Answer(block) => (means.answer(block, false), has_values),
        Step::Why(block) => (means.answer(block, true), has_values),
        Step::Change(_) => (means.change(), has_values),
        Step::Changed(block) => (means.changed(block), has_values),
    };
    Wall { text, values }
}

fn means<'s>(session: &'s Session, keymap: &'s Keymap, look: Look, width: u16) -> Means<'s> {
    Means { session, prose: Prose { keymap, look, width, live: &session.shown.live } }
}

/// The means that a step is put into words with.
struct Means<'s> {
    session: &'s Session,
    prose: Prose<'s>,
}

impl Means<'_> {
    fn question_at(&self, block: usize) -> Option<Question<'_>> {
        Question::at(self.session.lesson(), (self.session.page_number(), block))
    }

    fn question(&self, block: usize) -> Lines {
        self.question_at(block).map_or_else(Vec::new, |question| self.prose.running(question.ask(), Role::Strong, 0))
    }

    /// The question that was asked, above the values, with its choices: now the room looks and raises its hands.
    fn before(&self) -> Lines {
        let asked = self.session.last_asked();
        asked.map(|block| [self.question(block), self.choices(block, false)].concat()).unwrap_or_default()
    }

    /// The choices, each with the hands that were raised for it; where they stand `apart`, with a row between them.
    fn choices(&self, block: usize, apart: bool) -> Lines {
        let Some(question) = self.question_at(block) else { return Vec::new() };
        let right = || question.right_answer(self.session.desk().sheet(), &budget()).ok();
        let right = self.session.asked(block).and_then(|_| right());
        let hands = self.session.hands(block);
        let mut lines = vec![Line::default(); usize::from(apart)];
        for (place, choice) in question.choices().iter().enumerate() {
            let is_right = right.as_deref() == Some(choice.as_str());
            let (mark, role) = if is_right { ("✓", Role::Good) } else { (" ", Role::Text) };
            let text = format!("{mark} {}) {choice}", char::from(b'a' + (place % 26) as u8));
            lines.extend(self.prose.words(&text, role, 5));
            if !hands.is_empty() {
                lines.push(self.bars(hands, place));
            } else if apart {
                lines.push(Line::default());
            }
        }
        let says = "     before, and after talking about it";
        lines.extend((hands.len() > 1).then(|| self.prose.look.theme.line(says, Role::Name)));
        lines
    }

    /// The bars of a choice, those of both shows beside each other.
    fn bars(&self, hands: &[Vec<u32>], place: usize) -> Line<'static> {
        let most = hands.iter().flatten().copied().max().unwrap_or(0).max(1) as usize;
        let mut spans = vec![Span::raw("     ")];
        for show in hands {
            let bar = match show.get(place).copied().unwrap_or(0) as usize {
                0 => "▏".to_owned(),
                count => "█".repeat((count * (SHOW - 8) / most).max(1)),
            };
            let number = format!(" {}", show.get(place).unwrap_or(&0));
            let room = SHOW.saturating_sub(bar.width());
            spans.extend([self.prose.look.theme.span(bar, Role::Progress), Span::raw(padded(&number, room))]);
        }
        Line::from(spans)
    }

    /// The question with its answer, and why it is right.
    fn answer(&self, block: usize, why: bool) -> Lines {
        let mut lines = self.question(block);
        let Some(question) = self.question_at(block) else { return lines };
        if self.session.hands(block).is_empty() || question.choices().is_empty() {
            let right = question.right_answer(self.session.desk().sheet(), &budget());
            let (text, role) =
                right.map_or_else(|why| (format!("! {why}"), Role::Bad), |right| (format!("✓ {right}"), Role::Good));
            lines.extend(self.prose.words(&text, role, 2));
        } else {
            lines.extend(self.choices(block, true));
        }
        if let (true, Question::Predict(predict)) = (why, question) {
            lines.push(Line::default());
            lines.extend(predict.why.iter().flat_map(|why| self.prose.running(why, Role::Text, 0)));
        }
        lines
    }

    fn change(&self) -> Lines {
        let Some(invitation) = &self.session.shown.invitation else { return Vec::new() };
        self.prose.words(&format!("▸ change {}", invitation.change.trim()), Role::Invite, 2)
    }

    fn changed(&self, block: usize) -> Lines {
        let Some(Block::Tamper(tamper)) = self.session.page().blocks.get(block) else { return Vec::new() };
        match self.session.shown.expected.get(&block) {
            Some(Ok(true)) => self.prose.running(&tamper.say, Role::Text, 0),
            Some(Err(why)) => self.prose.words(&format!("! {why}"), Role::Bad, 2),
            Some(Ok(false)) | None => self.prose.words("! It did not come out as the page says.", Role::Bad, 2),
        }
    }
}

/// Makes a finished frame light where the theme is: what has no colour of its own becomes ink on paper, whatever the
/// terminal's background is.
pub fn paper(frame: &mut Buffer, theme: Theme) {
    if theme != Theme::Light {
        return;
    }
    for cell in &mut frame.content {
        if cell.fg == Color::Reset {
            cell.fg = Color::Black;
        }
        if cell.bg == Color::Reset {
            cell.bg = Color::White;
        }
    }
}
