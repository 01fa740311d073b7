//! The course map: units, their lessons, how long each takes, and what the chosen one is for.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::learner::progress::Standing;
use crate::learner::workshop::play::counted;
use crate::lesson::{Lesson, Unit, words};
use crate::ui::stage::{edges, lesson as page};
use crate::ui::text::aims::{self, Aimed};
use crate::ui::text::frame::Put;
use crate::ui::text::theme::Look;
use crate::ui::text::theme::{Role, Theme};
use crate::ui::text::wrap::cut;
use crate::ui::text::wrap::wrap;
use crate::view::SafeText;

/// Draws the map.
pub fn draw(app: &App, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    edges::head(&app.library.title, &app.to_go(), theme, frame, area);
    let inner = edges::between(area);
    let goal = goal(app, theme, inner.width);
    let goal_height = u16::try_from(goal.len()).unwrap_or(0).min(inner.height.div_ceil(3));
    let list = Rect { height: inner.height.saturating_sub(goal_height + 1), ..inner };
    aims::mark(list, Aim::Values, frame.buffer_mut());
    let (lines, chosen) = list_lines(app, theme, inner.width);
    let room = usize::from(list.height);
    let first = if lines.len() <= room { 0 } else { (chosen + 2).saturating_sub(room).min(lines.len() - room) };
    let below = lines.len().saturating_sub(first + room);
    let used = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    frame.put(lines.into_iter().skip(first).take(room), list);
    if used + 2 <= list.height {
        let legend = match app.seat {
            Some(_) => "✓ right   ✗ over   ◐ wrong so far   ◦ not answered   w in words",
            None => "✓ done   ◐ begun   ◦ not yet",
        };
        let legend = Line::styled(legend, theme.style(Role::Name));
        frame.put([legend], Rect { y: list.bottom() - 1, height: 1, ..list });
    }
    if below > 0 {
        let more = Line::styled("▾ more below", theme.style(Role::Name));
        frame.put(vec![more], Rect { y: list.bottom(), height: 1, ..inner });
    }
    frame.put(goal, Rect { y: list.bottom() + 1, height: goal_height, ..inner });
    edges::foot(app, look, frame, area);
}

/// The lines of the list, and which of them is the chosen lesson's. Only the unit that one is in shows its lessons.
fn list_lines(app: &App, theme: Theme, width: u16) -> (Vec<Line<'static>>, usize) {
    let (mut lines, mut chosen, mut row) = (Vec::new(), 0, 0);
    let titles = app.library.units.iter().map(|unit| unit.title.width()).max().unwrap_or(0);
    let next = app.next_lesson().map(|lesson| lesson.id.as_str());
    let due = app.notebook.due(&app.library);
    for unit in &app.library.units {
        let open = unit.rows().any(|place| app.map.chosen() == Some(place));
        if open && !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(unit_line(app, unit, titles, theme, width).aimed(Aim::Row(number(row))));
        for (at, place) in unit.rows().enumerate().filter(|_| open) {
            let Some(lesson) = app.library.lessons.get(place) else { continue };
            let here = app.map.chosen() == Some(place);
            if here {
                chosen = lines.len();
            }
            let remark = match due.get(&lesson.id) {
                _ if app.seat.is_some() => app.seat.as_ref().map_or(String::new(), |seat| seat.row(&lesson.id).1),
                _ if app.library.tested(&lesson.id).is_some() => app.notebook.tested(&app.library, &lesson.id),
                _ if next == Some(lesson.id.as_str()) => "your next".to_owned(),
                Some(count) => format!("{count} due"),
                None => String::new(),
            };
            lines.push(lesson_line(app, lesson, here, &remark, theme, width).aimed(Aim::Row(number(row + at))));
        }
        if open {
            lines.push(Line::default());
        }
        row += unit.rows().count();
    }
    if lines.last().is_some_and(|line| line.width() == 0) {
        lines.pop();
    }
    (lines, chosen)
}

/// `Symmetric ciphers    ◐ ◦ ◦ ◦ ◦ ◦   6 lessons   72 min   begun: Blowfish`, from the left as much as there is room for.
fn unit_line(app: &App, unit: &Unit, titles: usize, theme: Theme, width: u16) -> Line<'static> {
    let lessons: Vec<_> = unit.lessons.iter().filter_map(|place| app.library.lessons.get(*place)).collect();
    let marks: Vec<&str> = lessons.iter().map(|lesson| mark(app, lesson)).collect();
    let minutes: u32 = lessons.iter().filter_map(|lesson| app.notebook.minutes_left(lesson)).sum();
    let begun = lessons.iter().find(|lesson| app.standing(&lesson.id) == Standing::Begun);
    let done = lessons.iter().all(|lesson| app.standing(&lesson.id) == Standing::Done);
    // A set has one page besides its questions.
    let (count, noun) = if app.seat.is_some() { (lessons.len() - 1, "question") } else { (lessons.len(), "lesson") };
    let columns = [
        format!("{:<12}", marks.join(" ")),
        format!("{:<10}", counted(count as u64, noun)),
        if minutes == 0 { String::new() } else { format!("{minutes:>3} min") },
        match begun {
            _ if done => "done".to_owned(),
            Some(lesson) => format!("begun: {}", lesson.front.title),
            None => String::new(),
        },
    ];
    let title = cut(&unit.title, width.saturating_sub(4));
    let mut room = usize::from(width).saturating_sub(titles.max(title.width()));
    let pad = " ".repeat(titles.saturating_sub(title.width()));
    let mut spans = vec![Span::styled(format!("{title}{pad}"), theme.style(Role::Heading))];
    for column in columns {
        let column =
            format!("   {}", if room > 12 { cut(&column, u16::try_from(room - 3).unwrap_or(0)) } else { column });
        if column.trim_end().width() > room {
            break;
        }
        room -= column.width().min(room);
        spans.push(Span::styled(column, theme.style(Role::Name)));
    }
    Line::from(spans)
}

/// `▸ ◦ SHA-256: padding             8 min   your next`
fn lesson_line(app: &App, lesson: &Lesson, here: bool, remark: &str, theme: Theme, width: u16) -> Line<'static> {
    let standing = app.standing(&lesson.id);
    let minutes = app.notebook.minutes_left(lesson).map_or_else(String::new, |minutes| format!("{minutes} min"));
    let lead = if here { "▸ " } else { "  " };
    let broken = if lesson.has_errors() { "! " } else { "" };
    let code = page::code(app, &lesson.id).unwrap_or_default();
    let tail = format!("{code:<4}  {minutes:>6}   {remark:<9}");
    let tail = if width < 60 { minutes } else { tail };
    let room = width.saturating_sub(u16::try_from(tail.width()).unwrap_or(0) + 5);
    let title = cut(&format!("{broken}{}", lesson.front.title), room);
    let gap = " ".repeat(usize::from(width).saturating_sub(4 + title.width() + tail.width()));
    let style = theme.style(if here { Role::Current } else { Role::Text });
    let quiet = if here { style } else { theme.style(Role::Name) };
    let role = if standing == Standing::Done { Role::Good } else { Role::Name };
    Line::from(vec![
        Span::styled(lead, theme.style(Role::Invite)),
        Span::styled(format!("{} ", mark(app, lesson)), theme.style(role)),
        Span::styled(title, style),
        Span::styled(gap, style),
        Span::styled(tail, quiet),
    ])
}

/// The mark of how far one got.
fn mark(app: &App, lesson: &Lesson) -> &'static str {
    if let Some(seat) = &app.seat {
        return seat.row(&lesson.id).0;
    }
    match app.standing(&lesson.id) {
        Standing::Done => "✓",
        Standing::Begun => "◐",
        Standing::New => "◦",
    }
}

/// The goal of the chosen lesson: what one can do after it.
fn goal(app: &App, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let Some(lesson) = app.map.lesson(&app.library) else {
        return vec![Line::styled("There are no lessons here.", theme.style(Role::Name))];
    };
    let text = words(&lesson.front.goal, &mut |_| String::new());
    let title = Span::styled(format!("{} ", lesson.front.title.ended()), theme.style(Role::Strong));
    let mut lines = wrap(&[title, Span::raw(text.to_string())], width, 0);
    if let Some(spec) = &lesson.front.spec {
        lines.push(Line::styled(cut(spec, width), theme.style(Role::Name)));
    }
    if let Some(told) = app.library.notice(lesson) {
        lines.extend(wrap(&[Span::raw(SafeText::line(&told).to_string())], width, 0));
    }
    lines
}
