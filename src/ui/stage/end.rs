//! The end of a lesson: what was seen, what was answered, and the lesson that comes next.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::stage::lesson::Session;
use crate::learner::account::Looked;
use crate::lesson::{Lesson, words};
use crate::ui::stage::{edges, lesson};
use crate::ui::text::frame::Put;
use crate::ui::text::theme::{Look, Role, Theme};
use crate::ui::text::wrap::{cut, wrap};

/// Draws the end.
pub fn draw(app: &App, session: &Session, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let progress = session.account.progress(session.lesson());
    let done = match progress.questions {
        0 => "end".to_owned(),
        questions => format!("end · {} of {questions}", progress.over),
    };
    edges::head(&lesson::crumbs(app, session), &done, theme, frame, area);
    let inner = edges::between(area);
    let next = next(app, session, theme, inner.width);
    let height = u16::try_from(next.len() + 1).unwrap_or(u16::MAX).min(inner.height / 2);
    let above = Rect { height: inner.height - height, ..inner };
    let below = Rect { y: above.bottom() + 1, height: height.saturating_sub(1), ..inner };
    let lines = lines(session, theme, inner.width);
    let room = usize::from(above.height);
    let first = usize::from(session.scroll).min(lines.len().saturating_sub(room));
    let more = lines.len().saturating_sub(first + room);
    let mut shown: Vec<Line> = lines.into_iter().skip(first).take(room).collect();
    if let Some(last) = shown.last_mut().filter(|_| more > 0) {
        *last = Line::styled(
            app.keymap.say(&format!("▾ {} more, ⟨scroll-down⟩ scrolls", more + 1)),
            theme.style(Role::Name),
        );
    }
    frame.put(shown, above);
    frame.put(next, below);
    edges::foot(app, look, frame, area);
}

/// The end page: all that was seen and answered, in lines.
pub fn lines(session: &Session, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let progress = session.account.progress(session.lesson());
    let mut lines = vec![Line::styled("What it was for", theme.style(Role::Heading))];
    let goal = words(&session.lesson().front.goal, &mut |_| String::new()).to_string();
    lines.extend(
        wrap(&[Span::raw(goal)], width.saturating_sub(5), 0)
            .into_iter()
            .map(|line| Line::from_iter(std::iter::once(Span::raw("     ")).chain(line.spans))),
    );
    lines.extend([Line::default(), Line::styled("You have seen", theme.style(Role::Heading))]);
    lines.extend(
        session.account.looked_at_pages(session.lesson()).iter().map(|page| row(page, ["✓", "◦"], theme, width)),
    );
    if progress.questions == 0 {
        return lines;
    }
    let first = format!("{} of {} right at the first try", progress.first, progress.questions);
    let gap = usize::from(width).saturating_sub("Questions".len() + first.width()).max(2);
    lines.push(Line::default());
    lines.push(Line::from(vec![
        Span::styled("Questions", theme.style(Role::Heading)),
        Span::raw(" ".repeat(gap)),
        Span::raw(first),
    ]));
    for question in session.account.looked_at_questions(session.lesson()) {
        let mark = if question.note.starts_with("open") { "◦" } else { "✗" };
        lines.push(row(&Looked { note: String::new(), ..question.clone() }, ["✓", mark], theme, width));
        lines.push(Line::styled(cut(&format!("     {}", question.note), width), theme.style(Role::Name)));
    }
    lines
}

fn row(looked: &Looked, marks: [&'static str; 2], theme: Theme, width: u16) -> Line<'static> {
    let (mark, role) = if looked.well { (marks[0], Role::Good) } else { (marks[1], Role::Name) };
    let mark = Span::styled(format!("  {mark}  "), theme.style(role));
    Line::from(vec![mark, Span::raw(cut(&looked.says, width.saturating_sub(5)))])
}

/// The lesson that comes next.
fn next(app: &App, session: &Session, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let mut lines = vec![Line::styled("Next", theme.style(Role::Heading))];
    let says = match app.map.after(&app.library, &session.lesson().id) {
        Some(lesson) => invitation(lesson),
        None => "The map: this was the last lesson.".to_owned(),
    };
    let wrapped = wrap(&[Span::styled(says, theme.style(Role::Invite))], width.saturating_sub(4), 0);
    lines.extend(wrapped.into_iter().enumerate().map(|(at, line)| {
        let lead = Span::styled(if at == 0 { "  ▸ " } else { "    " }, theme.style(Role::Invite));
        Line::from_iter(std::iter::once(lead).chain(line.spans))
    }));
    lines
}

/// `SHA-256: padding, 8 min: why 80 and zeros stand behind your name`
pub fn invitation(lesson: &Lesson) -> String {
    let minutes = lesson.front.minutes.map_or_else(String::new, |minutes| format!(", {minutes} min"));
    let goal = words(&lesson.front.goal, &mut |_| String::new());
    format!("{}{minutes}: {goal}", lesson.front.title)
}
