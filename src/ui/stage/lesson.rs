//! A page of a lesson: the left third tells, the right two thirds compute.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::app::desk::values::{Direction, Values};
use crate::app::desk::walk::Focus;
use crate::app::desk::{Asking, Desk};
use crate::app::keymap::Keymap;
use crate::app::list::Choice;
use crate::app::pane::Sight;
use crate::app::stage::lesson::{Answering, Panes, Session};
use crate::app::stage::{Computing, Half};
use crate::learner::lens::Related;
use crate::learner::lens::sides::Sides;
use crate::ui::pane::Brush;
use crate::ui::pane::bits;
use crate::ui::pane::compare;
use crate::ui::pane::drawn;
use crate::ui::pane::portion::{Portion, cut_section};
use crate::ui::pane::strip;
use crate::ui::pane::value;
use crate::ui::stage::context;
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

/// So few rows for text and values are a low screen.
const LOW: u16 = 8;
/// In so few lines a text is shown without the free ones.
const DENSE: usize = 5;
/// The rows that a card takes at most, where there are as many.
const CARD: usize = 16;
/// The widest text.
const TEXT: u16 = 54;
/// From this width on a comparison leaves the text beside it.
const WIDE: u16 = 130;

/// `Hashing › Sixty-four rounds`
pub fn crumbs(app: &App, session: &Session) -> String {
    let lesson = session.lesson();
    if let Some(quiz) = &app.quiz {
        return format!("{} › {}", quiz.title(), lesson.front.title);
    }
    let unit = app.library.units.iter().find(|unit| {
        unit.lessons.iter().any(|place| app.library.lessons.get(*place).is_some_and(|one| one.id == lesson.id))
    });
    match unit {
        Some(unit) if !unit.title.is_empty() => format!("{} › {}", unit.title, lesson.front.title),
        Some(_) | None => lesson.front.title.to_string(),
    }
}

/// The short code of a lesson; questions of a set have none.
pub fn code(app: &App, id: &str) -> Option<String> {
    app.library.code(id).filter(|_| app.seat.is_none())
}

/// The page with its short code, where the lesson has one, and of how many: `2.2 p4 of 10`.
pub fn place(app: &App, session: &Session) -> String {
    let code = code(app, &session.lesson().id).map_or_else(String::new, |code| format!("{code} p"));
    format!("{code}{} of {}", session.page_number() + 1, session.lesson().pages.len())
}

/// Draws the page.
pub fn draw(app: &App, session: &Session, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let count = match (&app.seat, &app.quiz) {
        (Some(_), _) => app.to_go(),
        (None, Some(quiz)) => quiz.says(),
        (None, None) => format!("{}{}", points(session), place(app, session)),
    };
    edges::head(&crumbs(app, session), &count, theme, frame, area);

    // Below the head: the panes, the inputs, a rule, the help line.
    let panes = panes(session, area);
    let foot = Rect { y: panes.bottom(), height: area.height.saturating_sub(4 + panes.height), ..panes };
    match &session.desk().walk().focus {
        Focus::Bits { column } => draw_bits(session.half(), *column, &app.keymap, theme, frame, panes),
        Focus::Place if panes.width < WIDE && is_compared(session.desk()) => {
            frame.put(pane_lines(session.half(), theme, panes, None), panes);
        }
        Focus::Place | Focus::Operands(_) | Focus::Values(_) => {
            let (text, values) = split(session, &app.keymap, look, panes);
            aims::mark(text, Aim::Text, frame.buffer_mut());
            aims::mark(values, Aim::Values, frame.buffer_mut());
            columns(app, session, look, area).into_iter().for_each(|(area, lines)| frame.put(lines, area));
        }
    }
    let typed = match &session.answering {
        Answering::Written(draft) => Some(("your answer".to_owned(), &draft.line)),
        Answering::Nothing | Answering::Choice { .. } | Answering::Counted(_) => inputs::typed(session.half()),
    };
    inputs::draw(session.half(), typed, theme, frame, foot);
    edges::foot(app, look, frame, area);
}

/// Where the panes stand on a screen: below the head, above the inputs.
fn panes(session: &Session, screen: Rect) -> Rect {
    let inner = Rect { x: screen.x + 1, width: screen.width.saturating_sub(2), ..screen };
    let lines = inputs::lines(session.half(), inner.width);
    Rect { y: screen.y + 2, height: screen.height.saturating_sub(4 + lines), ..inner }
}

/// The columns of a page on a screen, each with its lines: what tells, what computes, and the third where there is room.
pub fn columns(app: &App, session: &Session, look: Look, screen: Rect) -> Vec<(Rect, Vec<Line<'static>>)> {
    let (theme, keymap, half) = (look.theme, &app.keymap, session.half());
    let (left, right) = split(session, keymap, look, panes(session, screen));
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
    let roomy = context::is_roomy(screen) && half.desk.walk().is_at_a_value();
    let (pane, third) = match roomy && !is_compared(half.desk) {
        true => context::columns(half, session.panes, right),
        false => (right, None),
    };
    let mut around = None;
    if roomy && left.width > 0 && !more {
        let brush = Brush { theme, width: left.width, height: left.height };
        let told = shown.len();
        let card = context::card(half, pane, context::below(&shown, brush));
        around = Some(Around { carded: !card.is_empty(), third: third.is_some() });
        shown.extend(card);
        let words = context::words(app, session, look, context::below(&shown, brush));
        // Where a card that grows from step to step does not move them.
        let foot = usize::from(left.height).saturating_sub(words.len());
        shown.resize(shown.len().max(told + CARD).min(foot), Line::default());
        shown.extend(words);
    }
    let third = third.map(|area| (area, context::third(half, Brush { theme, width: area.width, height: area.height })));
    [(left, shown), (pane, pane_lines(half, theme, pane, around))].into_iter().chain(third).collect()
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
    let score = session.account.score(session.lesson());
    if score.points == 0 { String::new() } else { format!("✓ {}/{}   ", score.points, score.of) }
}

/// The room around the pane, where there is some.
#[derive(Clone, Copy)]
pub(super) struct Around {
    /// Whether the card of the value stands below what is left of it.
    pub carded: bool,
    /// Whether what leads here stands beside it.
    pub third: bool,
}

/// The computing pane, below it what stands around the value where there is room, and the pinned values.
pub(super) fn pane_lines(half: Half, theme: Theme, right: Rect, around: Option<Around>) -> Vec<Line<'static>> {
    let rows = &half.sight.pins;
    let pinned = pins::height(rows, right);
    let above = Rect { height: right.height - pinned, ..right };
    let carded = around.is_some_and(|around| around.carded);
    let mut lines = place_lines(half, theme, above, carded);
    if around.is_some_and(|around| !around.third) {
        let height = above.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(u16::MAX));
        lines.extend(context::under(half, Brush { theme, width: above.width, height }));
    }
    if pinned > 0 {
        lines.truncate(usize::from(above.height));
        lines.resize(usize::from(above.height), Line::default());
        lines.extend(pins::lines(rows, theme, right.width, pinned));
    }
    lines
}

/// The value one stands on, two runs beside each other, or a list of values.
fn place_lines(half: Half, theme: Theme, right: Rect, carded: bool) -> Vec<Line<'static>> {
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
            value::beside(half, &title, chosen, carded, brush)
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
    let is_small = area.width < inputs::BESIDE && area.height <= LOW;
    // A list that is chosen from is seen wherever it was opened.
    let listed = matches!(session.desk().walk().focus, Focus::Values(_));
    match session.panes {
        Panes::Text if !listed => (area, none),
        Panes::Both if listed && is_small => (none, area),
        Panes::Text | Panes::Values => (none, area),
        Panes::Both if area.width >= inputs::BESIDE => {
            let width = text_width(area.width);
            (Rect { width, ..area }, Rect { x: area.x + width + 2, width: area.width - width - 2, ..area })
        }
        Panes::Both => {
            let (text, question) = prose::page_and_question(session, keymap, look, area.width);
            // Where one answers, the question needs the room more than the values do.
            let most = match question {
                Some(_) if session.is_at_question() => area.height,
                // On the smallest screens the text comes first, and of the values those two rows that count.
                Some(_) | None if area.height <= LOW => area.height.saturating_sub(2),
                Some(_) | None => area.height / 2,
            };
            let height = u16::try_from(text.len() + 1).unwrap_or(u16::MAX).min(most);
            (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
        }
    }
}

/// How wide the text is beside the values, of so many columns for both.
pub fn text_width(columns: u16) -> u16 {
    (columns * 46 / 100).min(TEXT)
}

/// Where the text of a page stands on a screen, both panes seen.
pub fn text(session: &Session, look: Look, screen: Rect) -> Rect {
    split(session, &Keymap::default(), look, panes(session, screen)).0
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
    let (place, last) = (values.list.place(), values.list.len().saturating_sub(1));
    let row = |i: usize, row: &Related| {
        let branch = if i == last { "└─ " } else { "├─ " };
        let value = cut(&row.value, width.saturating_sub(column + 5));
        let text = format!("{}  {value}", padded(&row.name, column));
        let style = theme.style(if i == place { Role::Current } else { Role::Text });
        let mut spans = vec![Span::styled(branch, theme.style(Role::Rule)), Span::styled(text.clone(), style)];
        let rest = width.saturating_sub(text.width() + 5);
        if !row.remark.is_empty() && rest > 4 {
            spans.push(Span::styled(format!("  {}", cut(&row.remark, rest)), theme.style(Role::Name)));
        }
        Line::from(spans).aimed(Aim::Row(number(i)))
    };
    // What is not seen is counted at the edge, and not laid out.
    let first = (place + 1).saturating_sub(room);
    let seen: Vec<Line> =
        values.list.rows().iter().enumerate().skip(first).take(room).map(|(i, one)| row(i, one)).collect();
    let outside = [first, (last + 1).saturating_sub(first + seen.len())];
    let brush = Brush { theme, width: area.width, height: area.height };
    lines.extend(cut_section(Portion { lines: seen, outside, ..Portion::default() }, room, brush));
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
