//! The end of a lesson: what was seen, what was answered, and the lesson that comes next.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::stage::lesson::Session;
use crate::learner::account::Looked;
use crate::lesson::Lesson;
use crate::ui::stage::edges;
use crate::ui::text::{Lines, Look, Put, Role, Theme, above, cut, height, led, scrolled, wrap};

/// Draws the end.
pub fn draw(app: &App, session: &Session, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let progress = session.account.progress(session.lesson());
    let done = match progress.questions {
        0 => "end".to_owned(),
        questions => format!("end · {} of {questions}", progress.over),
    };
    let inner = edges::head(&app.crumbs(session.lesson()), &done, theme, frame, area);
    let next = next(app, session, theme, inner.width);
    let height = height(&next).saturating_add(1).min(inner.height / 2);
    let [top, below] = above(inner, inner.height - height, 1);
    let mark = |more| theme.line(app.keymap.say(&format!("▾ {more} more, ⟨scroll-down⟩ scrolls")), Role::Name);
    frame.put(scrolled(lines(session, theme, inner.width), session.scroll, top.height, mark), top);
    frame.put(next, below);
    edges::foot(app, look, frame, area);
}

/// The end page in lines: all that was answered and seen, the questions first, with what each count of them is.
pub fn lines(session: &Session, theme: Theme, width: u16) -> Lines {
    let (account, lesson) = (&session.account, session.lesson());
    let (progress, right) = (account.progress(lesson), account.score(lesson).points);
    let mut lines = Vec::new();
    if progress.questions > 0 {
        let counts = [progress.over, right, progress.first];
        let [over, right, first] = counts.map(|count| format!("{count} of {}", progress.questions));
        let says = format!("{over} answered or shown, {right} right, {first} right at the first try");
        lines.push(theme.line("Questions", Role::Heading));
        lines.extend(led("     ", wrap(&[Span::raw(says)], width.saturating_sub(5), 0)));
        for question in account.looked_at_questions(lesson) {
            let mark = if question.note.starts_with("open") { "◦" } else { "✗" };
            lines.push(row(&question, ["✓", mark], theme, width));
            lines.push(theme.line(cut(&format!("     {}", question.note), width), Role::Name));
        }
        lines.push(Line::default());
    }
    lines.push(theme.line("What it was for", Role::Heading));
    let goal = lesson.front.goal_in_words();
    lines.extend(led("     ", wrap(&[Span::raw(goal)], width.saturating_sub(5), 0)));
    lines.extend([Line::default(), theme.line("You have seen", Role::Heading)]);
    lines.extend(account.looked_at_pages(lesson).iter().map(|page| row(page, ["✓", "◦"], theme, width)));
    lines
}

fn row(looked: &Looked, marks: [&'static str; 2], theme: Theme, width: u16) -> Line<'static> {
    let (mark, role) = if looked.well { (marks[0], Role::Good) } else { (marks[1], Role::Name) };
    let mark = theme.span(format!("  {mark}  "), role);
    Line::from(vec![mark, Span::raw(cut(&looked.says, width.saturating_sub(5)))])
}

/// The lesson that comes next.
fn next(app: &App, session: &Session, theme: Theme, width: u16) -> Lines {
    let mut lines = vec![theme.line("Next", Role::Heading)];
    let says = match app.map.after(&app.library, &session.lesson().id) {
        Some(lesson) => invitation(lesson),
        None => "The map: this was the last lesson.".to_owned(),
    };
    let wrapped = wrap(&[theme.span(says, Role::Invite)], width.saturating_sub(4), 0);
    lines.extend(led(theme.span("  ▸ ", Role::Invite), wrapped));
    lines
}

/// `SHA-256: padding, 8 min: why 80 and zeros stand behind your name`
pub fn invitation(lesson: &Lesson) -> String {
    let minutes = lesson.front.minutes.map_or_else(String::new, |minutes| format!(", {minutes} min"));
    let goal = lesson.front.goal_in_words();
    format!("{}{minutes}: {goal}", lesson.front.title)
}
