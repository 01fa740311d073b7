//! A page of a lesson: the left third tells, the right two thirds compute.

use std::fmt;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::app::desk::compare::sides::Sides;
use crate::app::desk::values::{Direction, Values};
use crate::app::desk::walk::Focus;
use crate::app::desk::{Asking, Desk};
use crate::app::keymap::Keymap;
use crate::app::list::Choice;
use crate::app::pane::Sight;
use crate::app::stage::lesson::{Answering, Panes, Session};
use crate::app::stage::{Computing, Half};
use crate::lesson::Block;
use crate::lesson::tree::{Piece, visit};
use crate::run::address::Span as LessonSpan;
use crate::ui::pane::Brush;
use crate::ui::pane::bits;
use crate::ui::pane::compare;
use crate::ui::pane::drawn;
use crate::ui::pane::strip;
use crate::ui::pane::value;
use crate::ui::stage::edges;
use crate::ui::stage::inputs;
use crate::ui::stage::pins;
use crate::ui::stage::role;
use crate::ui::text::aims::{self, Aimed};
use crate::ui::text::frame::Put;
use crate::ui::text::prose;
use crate::ui::text::theme::Look;
use crate::ui::text::theme::{Role, Theme};
use crate::ui::text::wrap::{apart, cut, padded};

/// In so few lines a text is shown without the free ones.
const DENSE: usize = 5;
/// From this width on a comparison leaves the text beside it.
const WIDE: u16 = 130;

/// `Hashing › Sixty-four rounds`
pub fn crumbs(app: &App, session: &Session) -> String {
    let lesson = session.lesson();
    let unit = app.library.units.iter().find(|unit| {
        unit.lessons.iter().any(|place| app.library.lessons.get(*place).is_some_and(|one| one.id == lesson.id))
    });
    match unit {
        Some(unit) if !unit.title.is_empty() => format!("{} › {}", unit.title, lesson.front.title),
        Some(_) | None => lesson.front.title.to_string(),
    }
}

/// Draws the page.
pub fn draw(app: &App, session: &Session, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let count = format!("{}{} of {}", points(session), session.page_number() + 1, session.lesson().pages.len());
    edges::head(&crumbs(app, session), &count, theme, frame, area);

    // Below the head: the panes, the inputs, a rule, the help line.
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let lines = inputs::lines(session.half(), inner.width);
    let panes = Rect { y: area.y + 2, height: area.height.saturating_sub(4 + lines), ..inner };
    let foot = Rect { y: area.bottom().saturating_sub(2 + lines), height: lines, ..inner };
    match &session.desk().walk().focus {
        Focus::Bits { column } => draw_bits(session.half(), *column, &app.keymap, theme, frame, panes),
        Focus::Place if panes.width < WIDE && is_compared(session.desk()) => {
            frame.put(pane_lines(session.half(), theme, panes), panes);
        }
        Focus::Place | Focus::Operands(_) | Focus::Values(_) => draw_panes(session, &app.keymap, look, frame, panes),
    }
    let typed = match session.answering() {
        Answering::Written(draft) => Some(("your answer".to_owned(), &draft.line)),
        Answering::Nothing | Answering::Choice { .. } => inputs::typed(session.half()),
    };
    inputs::draw(session.half(), typed, theme, frame, foot);
    edges::foot(app, look, frame, area);
}

fn draw_panes(session: &Session, keymap: &Keymap, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let (left, right) = split(session, keymap, look, area);
    let (mut text, question) = prose::page_and_question(session, keymap, look, left.width);
    let room = usize::from(left.height);
    if room <= DENSE && question.is_none() {
        text.retain(|line| line.width() > 0);
    }
    let most = text.len().saturating_sub(room);
    let scroll = usize::from(session.scroll).min(most);
    let scroll = question.map_or(scroll, |lines| in_view(lines, scroll, room, text.len(), session.is_answering()));
    let more = text.len() > scroll + room;
    let mut shown: Vec<Line> = text.into_iter().skip(scroll).take(room).collect();
    if more && let Some(last) = shown.last_mut() {
        *last = Line::styled(keymap.say("▾ ⟨scroll-down⟩ scrolls, ⟨zoom⟩ zooms"), theme.style(Role::Name));
    }
    aims::mark(left, Aim::Text, frame.buffer_mut());
    aims::mark(right, Aim::Values, frame.buffer_mut());
    frame.put(shown, left);
    frame.put(pane_lines(session.half(), theme, right), right);
}

/// From which line on the text is shown, so that a question stays in view: its end, or while one answers its beginning,
/// where it is too long. The last line of a text that goes on is taken by the mark that says so.
fn in_view(question: Range<usize>, scroll: usize, room: usize, lines: usize, answering: bool) -> usize {
    let last = lines.saturating_sub(room);
    let ends = |scroll: usize| scroll + room - usize::from(scroll < last && room > 0);
    if scroll <= question.start && question.end <= ends(scroll) {
        return scroll;
    }
    let to_end = if question.end == lines { last } else { (question.end + 1).saturating_sub(room) };
    let to_start = question.start.min(last);
    if answering || question.len() < room { to_end.min(to_start) } else { to_end.min(last) }
}

/// `✓ 2/3   ` once a question is answered.
fn points(session: &Session) -> String {
    let score = session.score();
    if score.points == 0 { String::new() } else { format!("✓ {}/{}   ", score.points, score.of) }
}

/// The computing pane, and the pinned values below it.
pub(super) fn pane_lines(half: Half, theme: Theme, right: Rect) -> Vec<Line<'static>> {
    let rows = &half.sight.pins;
    let pinned = pins::height(rows, right);
    let above = Rect { height: right.height - pinned, ..right };
    let mut lines = place_lines(half, theme, above);
    if pinned > 0 {
        lines.truncate(usize::from(above.height));
        lines.resize(usize::from(above.height), Line::default());
        lines.extend(pins::lines(rows, theme, right.width, pinned));
    }
    lines
}

/// The value one stands on, two runs beside each other, or a list of values.
fn place_lines(half: Half, theme: Theme, right: Rect) -> Vec<Line<'static>> {
    let brush = Brush { theme, width: right.width, height: right.height };
    if let Asking::Earlier(list) = half.desk.asking() {
        return compare::earlier(list.rows(), list.place(), brush);
    }
    let focus = &half.desk.walk().focus;
    if let (Focus::Place, Some(sides)) = (focus, half.desk.compare().sides()) {
        return compared(half, sides, theme, brush);
    }
    match focus {
        Focus::Values(values) => list(values, theme, right),
        focus => {
            let chosen = match focus {
                Focus::Operands(list) => Some(list.place()),
                Focus::Place | Focus::Bits { .. } | Focus::Values(_) => None,
            };
            let mut title = title(half.sight, theme, right.width);
            // Whoever has moved since knows where they are.
            if let Some(page) = half.sight.kept.filter(|_| !half.desk.walk().has_way_back()) {
                title.push(Line::styled(format!("kept from page {page}"), theme.style(Role::Name)));
            }
            value::beside(half, &title, chosen, brush)
        }
    }
}

/// Two runs: the picture with what differs, where one fits, above the values of both.
fn compared(half: Half, sides: &Sides, theme: Theme, brush: Brush) -> Vec<Line<'static>> {
    let pane = &half.sight.pane;
    let title = title(half.sight, theme, brush.width);
    let room = brush.height.saturating_sub(u16::try_from(title.len() + 1).unwrap_or(1));
    let Some((_, sketch)) = half.picture(brush.width, room) else { return compare::lines(sides, pane, brush) };
    let mut lines = title;
    lines.extend(drawn::lines(sketch, brush));
    lines.extend(strip::strip(pane, brush));
    let height = brush.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(u16::MAX));
    lines.extend(compare::lines(sides, pane, Brush { height, ..brush }));
    lines
}

/// Whether two runs are side by side, or one is about to choose the other.
fn is_compared(desk: &Desk) -> bool {
    desk.compare().sides().is_some() || matches!(desk.asking(), Asking::Earlier(_))
}

/// The bits of the value, where they are open.
pub(super) fn draw_bits_of(half: Half, keymap: &Keymap, theme: Theme, frame: &mut Frame, area: Rect) {
    if let Focus::Bits { column } = &half.desk.walk().focus {
        draw_bits(half, *column, keymap, theme, frame, area);
    }
}

/// The panes: beside each other where there is room, else the text above, or only one of them.
fn split(session: &Session, keymap: &Keymap, look: Look, area: Rect) -> (Rect, Rect) {
    let none = Rect { width: 0, height: 0, ..area };
    match session.panes {
        Panes::Text => (area, none),
        Panes::Values => (none, area),
        Panes::Both if area.width >= inputs::BESIDE => {
            let width = text_width(area.width);
            (Rect { width, ..area }, Rect { x: area.x + width + 2, width: area.width - width - 2, ..area })
        }
        Panes::Both => {
            let (text, question) = prose::page_and_question(session, keymap, look, area.width);
            // Where one answers, the question needs the room more than the values do.
            let most = match question {
                Some(_) if session.is_at_question() => area.height,
                Some(_) | None => area.height / 2,
            };
            let height = u16::try_from(text.len() + 1).unwrap_or(u16::MAX).min(most);
            (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
        }
    }
}

/// How wide the text is beside the values, of so many columns for both.
fn text_width(columns: u16) -> u16 {
    (columns * 46 / 100).min(60)
}

/// The part of a page that is not seen on a terminal, and that no mark tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// So many lines below the values.
    Below(usize),
    /// So many columns to the right of the values.
    Beside(usize),
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (count, what, place) = match self {
            Cut::Below(lines) => (lines, "line", "at the bottom"),
            Cut::Beside(columns) => (columns, "column", "at the right"),
        };
        let (s, are) = if *count == 1 { ("", "is") } else { ("s", "are") };
        write!(f, "{count} {what}{s} of the values {are} cut {place} without a mark")
    }
}

const PLAIN: Look = Look { theme: Theme::Mono, ascii: false };

/// Where the text and the values of a page stand on a terminal of this size, both panes seen.
fn halves(session: &Session, columns: u16, rows: u16) -> (Rect, Rect) {
    let columns = columns.saturating_sub(2);
    let area = Rect::new(0, 0, columns, rows.saturating_sub(4 + inputs::lines(session.half(), columns)));
    split(session, &Keymap::default(), PLAIN, area)
}

/// How many lines of a page's text do not fit on a terminal of this size.
pub fn overflow(session: &Session, columns: u16, rows: u16) -> usize {
    let (left, _) = halves(session, columns, rows);
    prose::page(session, &Keymap::default(), PLAIN, left.width).len().saturating_sub(usize::from(left.height))
}

/// How many lines of the question that is kept in view, with what was said to it, do not fit on a terminal of this size.
pub fn question_overflow(session: &Session, columns: u16, rows: u16) -> usize {
    let (left, _) = halves(session, columns, rows);
    let (_, question) = prose::page_and_question(session, &Keymap::default(), PLAIN, left.width);
    question.map_or(0, |lines| lines.len().saturating_sub(usize::from(left.height)))
}

/// Cuts in the values that a page shows on a terminal of this size, and that no mark tells of.
pub fn cuts(session: &Session, columns: u16, rows: u16) -> Vec<Cut> {
    let (_, right) = halves(session, columns, rows);
    let lines = pane_lines(session.half(), PLAIN.theme, right);
    let below = lines.len().saturating_sub(usize::from(right.height));
    let seen = |line: &Line| line.to_string().trim_end().width();
    let widest = lines.iter().map(seen).max().unwrap_or(0);
    let beside = widest.saturating_sub(usize::from(right.width));
    let cuts = [(below, Cut::Below(below)), (beside, Cut::Beside(beside))];
    cuts.into_iter().filter(|(count, _)| *count > 0).map(|(_, cut)| cut).collect()
}

/// The listings and tables of a page that are wider than its text on a terminal of so many columns: where each stands, how
/// wide it is, and how wide the text.
pub fn too_wide(session: &Session, columns: u16) -> Vec<(LessonSpan, usize, usize)> {
    let room = text_width(columns.saturating_sub(2));
    let mut found = Vec::new();
    visit(&session.page().blocks, &mut |piece| {
        let Piece::Block(block) = piece else { return };
        let width = match block {
            Block::Code { text, .. } => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0) + 1,
            Block::Table { .. } => {
                prose::block(session, block, PLAIN, u16::MAX).iter().map(Line::width).max().unwrap_or(0)
            }
            _ => 0,
        };
        let room = usize::from(room);
        found.extend((width > room).then_some((block.span(), width, room)));
    });
    found
}

/// `digest = sha256(message)      ✓ sha2 0.11`
fn title(shown: &Sight, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let (mark, role) = match &shown.mark {
        None => (String::new(), Role::Good),
        Some(mark) => (format!("{} {}", mark.glyph, mark.says), role(mark)),
    };
    let room = usize::from(width);
    let mut lines = if mark.width() + 12 > room {
        vec![Line::raw(cut(&shown.title, width)), Line::styled(cut(&mark, width), theme.style(role))]
    } else {
        let text = cut(&shown.title, room - mark.width() - 2);
        vec![apart(Span::raw(text), Span::styled(mark, theme.style(role)), room)]
    };
    let lit = shown.pane.lit.map(|light| cut(&format!("◆ {}", light.says()), width));
    lines.extend(lit.map(|lit| Line::styled(lit, theme.style(Role::Invite))));
    lines
}

/// The values that a value comes from, or that it is used by.
fn list(values: &Values, theme: Theme, area: Rect) -> Vec<Line<'static>> {
    let width = usize::from(area.width);
    let question = match values.direction {
        Direction::From => "comes from",
        Direction::Users => "is used by",
    };
    let mut lines = vec![
        Line::from(vec![
            Span::styled(cut(&values.of, area.width), theme.style(Role::Strong)),
            Span::raw("  "),
            Span::raw(cut(&values.value, area.width.saturating_sub(20))),
        ]),
        Line::styled(question, theme.style(Role::Name)),
    ];
    let column = values.list.rows().iter().map(|row| row.name.width()).max().unwrap_or(0).min(width / 2);
    let room = usize::from(area.height).saturating_sub(3).max(1);
    let first = (values.list.place() + 1).saturating_sub(room);
    let last = values.list.len().saturating_sub(1);
    for (i, row) in values.list.rows().iter().enumerate().skip(first).take(room) {
        let chosen = i == values.list.place();
        let branch = if i == last { "└─ " } else { "├─ " };
        let value = cut(&row.value, width.saturating_sub(column + 5));
        let text = format!("{}  {value}", padded(&row.name, column));
        let style = theme.style(if chosen { Role::Current } else { Role::Text });
        let mut spans = vec![Span::styled(branch, theme.style(Role::Rule)), Span::styled(text.clone(), style)];
        let rest = width.saturating_sub(text.width() + 5);
        if !row.remark.is_empty() && rest > 4 {
            spans.push(Span::styled(format!("  {}", cut(&row.remark, rest)), theme.style(Role::Name)));
        }
        lines.push(Line::from(spans).aimed(Aim::Row(number(i))));
    }
    lines
}

/// The value's bits, over the whole width.
fn draw_bits(half: Half, column: usize, keymap: &Keymap, theme: Theme, frame: &mut Frame, area: Rect) {
    let mut lines = vec![Line::styled(cut(&half.sight.pane.address, area.width), theme.style(Role::Strong))];
    let gap = u16::from(area.height > 10);
    let brush = Brush { theme, width: area.width, height: area.height.saturating_sub(1) };
    lines.extend(bits::here(half.desk, column, keymap, brush, gap));
    frame.put(lines, area);
}
