//! A page of a lesson: the left third tells, the right two thirds compute.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::session::{Asking, Mark, Purpose, Session};
use crate::app::values::{Direction, Values};
use crate::app::walk::Focus;
use crate::run::{Budget, Place};
use crate::ui::compute::{Brush, cut};
use crate::ui::theme::{Role, Theme};
use crate::ui::{Look, bits, compute, field, prose, put};

/// From this width on the panes stand side by side.
const BESIDE: u16 = 76;

/// Draws the page.
pub fn draw(app: &App, session: &Session, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let lesson = session.lesson();
    let unit = app.library.units.iter().find(|unit| {
        unit.lessons.iter().any(|place| app.library.lessons.get(*place).is_some_and(|one| one.id == lesson.id))
    });
    let crumbs = match unit {
        Some(unit) => format!("{} › {}", unit.title, lesson.front.title),
        None => lesson.front.title.to_string(),
    };
    let count = format!("{} of {}", session.page_number() + 1, lesson.pages.len());
    super::head(&crumbs, &count, theme, frame, area);

    // Below the head: the panes, a line of inputs, a rule, the help line.
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let panes = Rect { y: area.y + 2, height: area.height.saturating_sub(5), ..inner };
    let inputs = Rect { y: area.bottom().saturating_sub(3), height: 1, ..inner };
    match &session.walk().focus {
        Focus::Bits { column } => draw_bits(session, *column, theme, frame, panes),
        Focus::Place | Focus::Operands { .. } | Focus::Values(_) => draw_panes(session, theme, frame, panes),
    }
    draw_inputs(session, theme, frame, inputs);
    super::foot(app, look, frame, area);
}

fn draw_panes(session: &Session, theme: Theme, frame: &mut Frame, area: Rect) {
    let (left, right) = if area.width >= BESIDE {
        let width = (area.width * 46 / 100).min(60);
        (Rect { width, ..area }, Rect { x: area.x + width + 2, width: area.width - width - 2, ..area })
    } else {
        let text = prose::page(session, theme, area.width).len();
        let height = u16::try_from(text + 1).unwrap_or(u16::MAX).min(area.height / 2);
        (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
    };
    let text = prose::page(session, theme, left.width);
    let room = usize::from(left.height);
    let most = text.len().saturating_sub(room);
    let scroll = usize::from(session.scroll).min(most);
    let more = text.len() > scroll + room;
    let mut shown: Vec<Line> = text.into_iter().skip(scroll).take(room).collect();
    if more && let Some(last) = shown.last_mut() {
        *last = Line::styled("▾ J scrolls", theme.style(Role::Name));
    }
    put(shown, frame, left);
    let lines = match &session.walk().focus {
        Focus::Values(values) => list(values, theme, right),
        focus => {
            let chosen = match focus {
                Focus::Operands { chosen } => Some(*chosen),
                Focus::Place | Focus::Bits { .. } | Focus::Values(_) => None,
            };
            let title = title(session, theme, right.width);
            compute::lines(
                &session.shown().pane,
                &title,
                Brush { theme, width: right.width, height: right.height, chosen },
            )
        }
    };
    put(lines, frame, right);
}

/// `digest = sha256(message)      ✓ sha2 0.11`
fn title(session: &Session, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let shown = session.shown();
    let mark = match &shown.mark {
        None => String::new(),
        Some(Mark { differs: true, says }) => format!("✗ {says}"),
        Some(Mark { differs: false, says }) => format!("✓ {says}"),
    };
    let role = if shown.mark.as_ref().is_some_and(|mark| mark.differs) { Role::Bad } else { Role::Good };
    let room = usize::from(width);
    if mark.width() + 12 > room {
        return vec![Line::raw(cut(&shown.title, width)), Line::styled(cut(&mark, width), theme.style(role))];
    }
    let text = cut(&shown.title, u16::try_from(room - mark.width() - 2).unwrap_or(width));
    let gap = " ".repeat(room.saturating_sub(text.width() + mark.width()));
    vec![Line::from(vec![Span::raw(text), Span::raw(gap), Span::styled(mark, theme.style(role))])]
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
    let column = values.rows.iter().map(|row| row.name.width()).max().unwrap_or(0).min(width / 2);
    let room = usize::from(area.height).saturating_sub(3).max(1);
    let first = (values.chosen + 1).saturating_sub(room);
    let last = values.rows.len().saturating_sub(1);
    for (i, row) in values.rows.iter().enumerate().skip(first).take(room) {
        let chosen = i == values.chosen;
        let branch = if i == last { "└─ " } else { "├─ " };
        let name = cut(&row.name, u16::try_from(column).unwrap_or(u16::MAX));
        let pad = " ".repeat(column.saturating_sub(name.width()));
        let left = width.saturating_sub(column + 5);
        let value = cut(&row.value, u16::try_from(left).unwrap_or(u16::MAX));
        let text = format!("{name}{pad}  {value}");
        let style = theme.style(if chosen { Role::Current } else { Role::Text });
        let mut spans = vec![Span::styled(branch, theme.style(Role::Rule)), Span::styled(text.clone(), style)];
        let rest = width.saturating_sub(text.width() + 5);
        if !row.remark.is_empty() && rest > 4 {
            spans.push(Span::styled(
                format!("  {}", cut(&row.remark, u16::try_from(rest).unwrap_or(0))),
                theme.style(Role::Name),
            ));
        }
        lines.push(Line::from(spans));
    }
    lines
}

/// The value's bits, over the whole width.
fn draw_bits(session: &Session, column: usize, theme: Theme, frame: &mut Frame, area: Rect) {
    let budget = Budget::segments(0);
    let Ok(Place::Nodes { part, segment, nodes }) = session.walk().spot().place(&budget) else { return };
    let Ok(trace) = part.record(segment, &budget) else { return };
    let Some(&node) = nodes.first() else { return };
    let mut lines =
        vec![Line::styled(cut(&session.shown().pane.address, area.width), theme.style(Role::Strong)), Line::default()];
    lines.extend(bits::lines(&trace, node, column, theme, area.width));
    put(lines, frame, area);
}

/// What is typed, or the inputs and the result.
fn draw_inputs(session: &Session, theme: Theme, frame: &mut Frame, area: Rect) {
    if let Asking::Field { purpose, line, problem } = session.asking() {
        let label = match purpose {
            Purpose::Input { cell, .. } => cell.clone(),
            Purpose::Address => "go to".to_owned(),
            Purpose::Answer(_) => "your answer".to_owned(),
        };
        draw_field(&label, line.text(), line.cursor(), problem.as_deref(), theme, frame, area);
        return;
    }
    let shown = session.shown();
    let left = area.width * 46 / 100;
    let each = left / u16::try_from(shown.inputs.len().clamp(1, 3)).unwrap_or(1);
    let mut spans = Vec::new();
    for (name, value) in shown.inputs.iter().take(3) {
        let name = cut(name, each / 2);
        let room = each.saturating_sub(u16::try_from(name.width()).unwrap_or(0) + 4);
        spans.push(Span::styled(format!("{name}  "), theme.style(Role::Name)));
        spans.push(Span::raw(format!("{}  ", cut(value, room))));
    }
    put(vec![Line::from(spans)], frame, Rect { width: left, ..area });
    if let Some((name, value)) = &shown.result {
        let right = Rect { x: area.x + left + 2, width: area.width.saturating_sub(left + 2), ..area };
        let room = right.width.saturating_sub(u16::try_from(name.width()).unwrap_or(0) + 2);
        let line =
            Line::from(vec![Span::styled(format!("{name}  "), theme.style(Role::Name)), Span::raw(cut(value, room))]);
        put(vec![line], frame, right);
    }
}

/// A field with its label, its text around the cursor, and what is wrong with it.
pub fn draw_field(
    label: &str,
    text: &str,
    cursor: usize,
    problem: Option<&str>,
    theme: Theme,
    frame: &mut Frame,
    area: Rect,
) {
    let label = format!("{}  ", cut(label, area.width / 3));
    let lead = u16::try_from(label.width()).unwrap_or(0);
    let problem = problem.map(|problem| format!("  ! {}", cut(problem, area.width / 2)));
    let taken = u16::try_from(problem.as_deref().map_or(0, UnicodeWidthStr::width)).unwrap_or(0);
    let room = area.width.saturating_sub(lead + taken).max(4);
    let window = field::window(text, cursor, room);
    let pad = " ".repeat(usize::from(room).saturating_sub(window.text.width()));
    let mut spans = vec![
        Span::styled(label, theme.style(Role::Name)),
        Span::styled(window.text, theme.style(Role::Field)),
        Span::styled(pad, theme.style(Role::Field)),
    ];
    spans.extend(problem.map(|problem| Span::styled(problem, theme.style(Role::Bad))));
    put(vec![Line::from(spans)], frame, area);
    frame.set_cursor_position(Position { x: area.x + lead + window.cursor, y: area.y });
}
