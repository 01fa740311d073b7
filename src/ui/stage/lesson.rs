//! A page of a lesson: the left third tells, the right two thirds compute.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::Aim;
use crate::app::desk::walk::Focus;
use crate::app::desk::{Asking, Desk};
use crate::app::keymap::Keymap;
use crate::app::list::Choice;
use crate::app::pane::Sight;
use crate::app::stage::lesson::{Answering, Panes, Session};
use crate::app::stage::{Computing, Half};
use crate::learner::lens::sides::Sides;
use crate::learner::lens::subject::Subject;
use crate::ui::pane::portion::hint;
use crate::ui::pane::{Brush, bits, compare, drawn, strip, value};
use crate::ui::rows;
use crate::ui::stage::{context, edges, inputs, pins, role};
use crate::ui::text::{Lines, Look, Put, Role, Theme, above, aims, apart, beside, height, prose, scrolled};

/// So few rows for text and values are a low screen.
const LOW: u16 = 8;
/// In so few lines a text is shown without the free ones.
const DENSE: usize = 5;
/// The rows that a card takes at most, where there are as many.
const CARD: usize = 16;
/// The rows that two runs keep below a picture.
const COMPARED: u16 = 6;
/// The widest text.
const TEXT: u16 = 54;
/// From this width on a comparison leaves the text beside it.
const WIDE: u16 = 130;

/// Draws the page.
pub fn draw(app: &App, session: &Session, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    edges::head(&app.crumbs(session.lesson()), &app.count(session), theme, frame, area);
    // Below the head: the panes, the inputs, a rule, the help line.
    let [panes, foot] = panes(session, area);
    let [text, values] = split(session, &app.keymap, look, panes);
    // What is not seen has a key, which stands in the rule.
    let hidden = [(text, "text"), (values, "values")].into_iter().find(|(pane, _)| pane.is_empty());
    if let Some((_, what)) = hidden.filter(|_| session.desk().walk().is_at_a_value() && !is_compared(session.desk())) {
        let mark = app.keymap.say(&format!(" ⟨zoom⟩ {what} "));
        let width = u16::try_from(mark.width()).unwrap_or(0);
        let x = area.right().saturating_sub(width + 3);
        frame.put(vec![theme.line(mark, Role::Name)], Rect { x, y: area.y + 1, width, height: 1 });
    }
    match &session.desk().walk().focus {
        Focus::Bits { .. } => draw_bits(session.half(), &app.keymap, theme, frame, panes),
        Focus::Place if panes.width < WIDE && is_compared(session.desk()) => {
            frame.put(pane_lines(session.half(), Brush::of(theme, panes), Around::default()), panes);
        }
        Focus::Place | Focus::Operands(_) | Focus::Values(_) => {
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

/// Where the panes stand on a screen, and below them the inputs.
fn panes(session: &Session, screen: Rect) -> [Rect; 2] {
    let inner = edges::between(screen);
    above(inner, inner.height.saturating_sub(inputs::lines(session.half(), inner.width)), 0)
}

/// The columns of a page on a screen, each with its lines: what tells, what computes, and the third where there is
/// room.
pub fn columns(app: &App, session: &Session, look: Look, screen: Rect) -> Vec<(Rect, Lines)> {
    let (theme, keymap, half) = (look.theme, &app.keymap, session.half());
    let [left, right] = split(session, keymap, look, panes(session, screen)[0]);
    let (mut text, question) = prose::page(session, keymap, look, left.width);
    // What is told lies over the end of a low screen.
    let told = edges::notice(app, theme, screen).map_or(0, |(_, told)| left.bottom().saturating_sub(told.y));
    let left = Rect { height: left.height - told.min(left.height / 2), ..left };
    let room = usize::from(left.height);
    if room <= DENSE && question.is_none() {
        text.retain(|line| line.width() > 0);
    }
    let scroll = usize::from(session.scroll).min(text.len().saturating_sub(room));
    let scroll = question.map_or(scroll, |lines| {
        let said = text[lines.clone()].iter().position(is_said).unwrap_or(lines.len());
        in_view(lines, said, scroll, room, text.len(), session.is_answering())
    });
    let more = text.len() > scroll + room;
    let mark = |_| theme.line(keymap.say("▾ ⟨scroll-down⟩ scrolls, ⟨zoom⟩ zooms"), Role::Name);
    let mut shown = scrolled(text, scroll, left.height, mark);
    if let Some(first) = shown.first_mut().filter(|_| scroll > 0) {
        hint(first, &keymap.say(" ▴ ⟨scroll-up⟩"), Brush::of(theme, left));
    }
    let roomy = context::is_roomy(screen) && half.desk.walk().is_at_a_value();
    let (pane, third) = match roomy && !is_compared(half.desk) {
        true => context::columns(half, session.panes, right),
        false => (right, None),
    };
    let mut around = Around::default();
    if roomy && left.width > 0 && !more {
        let brush = Brush::of(theme, left);
        let told = shown.len();
        let card = context::card(half, pane, brush.below(&shown));
        around = Around { carded: !card.is_empty(), under: third.is_none() };
        shown.extend(card);
        let words = context::words(app, session, look, brush.below(&shown));
        // Where a card that grows from step to step does not move them.
        let foot = usize::from(left.height).saturating_sub(words.len());
        shown.resize(shown.len().max(told + CARD).min(foot), Line::default());
        shown.extend(words);
    }
    let third = third.map(|area| (area, context::third(half, Brush::of(theme, area))));
    [(left, shown), (pane, pane_lines(half, Brush::of(theme, pane), around))].into_iter().chain(third).collect()
}

/// Whether a line begins what is said to an answer.
fn is_said(line: &Line) -> bool {
    line.spans.first().is_some_and(|mark| ["✓ ", "✗ ", "= ", "! "].contains(&&*mark.content))
}

/// From which line on the text is shown, so that a question stays in view: its end from what is `said` to an answer on,
/// or while one answers its beginning, where it is too long. The last line of a text that goes on is taken by the mark
/// that says so.
fn in_view(question: Range<usize>, said: usize, scroll: usize, room: usize, lines: usize, answering: bool) -> usize {
    let last = lines.saturating_sub(room);
    let ends = |scroll: usize| scroll + room - usize::from(scroll < last && room > 0);
    if scroll <= question.start && question.end <= ends(scroll) {
        return scroll;
    }
    let to_end = if question.end == lines { last } else { (question.end + 1).saturating_sub(room) };
    let to_start = question.start.min(last);
    if answering || question.len() < room { to_end.min(to_start) } else { to_end.min(question.start + said).min(last) }
}

/// The room around the pane, where there is some.
#[derive(Clone, Copy, Default)]
pub(super) struct Around {
    /// Whether the card of the value stands below what is left of it.
    pub carded: bool,
    /// Whether what leads here stands below it.
    pub under: bool,
}

/// The computing pane, below it what stands around the value where there is room, and the pinned values.
pub(super) fn pane_lines(half: Half, brush: Brush, around: Around) -> Lines {
    let rows = &half.sight.pins;
    let pinned = pins::height(rows, brush.height);
    let above = brush.high(brush.height - pinned);
    let mut lines = place_lines(half, above, around.carded);
    if around.under {
        lines.extend(context::under(half, above.below(&lines)));
    }
    if pinned > 0 {
        lines.resize(usize::from(above.height), Line::default());
        lines.extend(pins::lines(rows, brush.high(pinned)));
    }
    lines
}

/// The value one stands on, two runs beside each other, or a list of values.
fn place_lines(half: Half, brush: Brush, carded: bool) -> Lines {
    if let Asking::Earlier(list) = half.desk.asking() {
        return compare::earlier(list, brush);
    }
    let chosen = match (&half.desk.walk().focus, half.desk.compare().sides()) {
        (Focus::Place, Some(sides)) => return compared(half, sides, brush),
        (Focus::Values(values), _) => return rows::values(values, brush),
        (Focus::Operands(list), _) => Some(list.place()),
        (Focus::Place | Focus::Bits { .. }, _) => None,
    };
    let mut title = title(half.sight, brush);
    // Whoever has moved since knows where they are.
    if let Some(page) = half.sight.kept.filter(|_| !half.desk.walk().has_way_back()) {
        title.push(brush.theme.line(format!("kept from page {page}"), Role::Name));
    }
    value::beside(half, &title, chosen, carded, brush)
}

/// Two runs: the picture with what differs, where one fits, above the values of both.
fn compared(half: Half, sides: &Sides, brush: Brush) -> Lines {
    let pane = &half.sight.pane;
    let mut lines = title(half.sight, brush);
    // The values of both come before a picture that leaves no rows to them.
    let room = brush.below(&lines).height.saturating_sub(COMPARED);
    let Some((_, sketch)) = half.picture(brush.width, room) else { return compare::lines(sides, pane, brush) };
    lines.extend(drawn::lines(sketch, &[], brush));
    lines.extend(strip::strip(pane, brush));
    lines.extend(compare::lines(sides, pane, brush.below(&lines)));
    lines
}

/// Whether two runs are side by side, or one is about to choose the other.
fn is_compared(desk: &Desk) -> bool {
    desk.compare().sides().is_some() || matches!(desk.asking(), Asking::Earlier(_))
}

/// The bits of the value, where they are open, over the whole width.
pub(super) fn draw_bits(half: Half, keymap: &Keymap, theme: Theme, frame: &mut Frame, area: Rect) {
    let Focus::Bits { column } = half.desk.walk().focus else { return };
    // A narrow screen has no room for the value behind its digits.
    let pane = &half.sight.pane;
    let value = match &pane.focus {
        Subject::Operation { value, .. } if area.width < inputs::BESIDE => format!("  {value}"),
        _ => String::new(),
    };
    let brush = Brush::of(theme, area);
    let mut lines = vec![brush.line(&format!("{}{value}", pane.address), Role::Strong)];
    lines.extend(bits::here(half.desk, column, keymap, brush.below(&lines), u16::from(area.height > 10)));
    frame.put(lines, area);
}

/// The panes: beside each other where there is room, else the text above, or only one of them.
fn split(session: &Session, keymap: &Keymap, look: Look, area: Rect) -> [Rect; 2] {
    let none = Rect { width: 0, height: 0, ..area };
    let is_small = area.width < inputs::BESIDE && area.height <= LOW;
    // A list that is chosen from is seen wherever it was opened.
    let listed = matches!(session.desk().walk().focus, Focus::Values(_));
    match session.panes {
        Panes::Text if !listed => [area, none],
        Panes::Both if listed && is_small => [none, area],
        Panes::Text | Panes::Values => [none, area],
        Panes::Both if area.width >= inputs::BESIDE => beside(area, text_width(area.width), 2),
        Panes::Both => {
            let (text, question) = prose::page(session, keymap, look, area.width);
            // Where one answers, the question needs the room more than the values do.
            let most = match question {
                Some(_) if session.is_at_question() => area.height,
                // On the smallest screens the text comes first, and of the values those two rows that count.
                Some(_) | None if area.height <= LOW => area.height.saturating_sub(2),
                Some(_) | None => area.height / 2,
            };
            above(area, height(&text).saturating_add(1).min(most), 0)
        }
    }
}

/// How wide the text is beside the values, of so many columns for both.
pub fn text_width(columns: u16) -> u16 {
    (columns * 46 / 100).min(TEXT)
}

/// Where the text of a page stands on a screen, both panes seen.
pub fn text(session: &Session, look: Look, screen: Rect) -> Rect {
    split(session, &Keymap::default(), look, panes(session, screen)[0])[0]
}

/// `digest = sha256(message)      ✓ sha2 0.11`
fn title(shown: &Sight, brush: Brush) -> Lines {
    let theme = brush.theme;
    let (mark, role) = match &shown.mark {
        None => (String::new(), Role::Good),
        Some(mark) => (format!("{} {}", mark.glyph, mark.says), role(mark)),
    };
    let mut lines = if mark.width() + 12 > usize::from(brush.width) {
        vec![brush.line(&shown.title, Role::Text), brush.line(&mark, role)]
    } else {
        vec![apart(Span::raw(shown.title.clone()), theme.span(mark, role), brush.width.into())]
    };
    lines.extend(shown.pane.lit.map(|light| brush.line(&format!("◆ {}", light.says()), Role::Invite)));
    lines
}
