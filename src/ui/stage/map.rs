//! The course map: units, their lessons, how long each takes, and what the chosen one is for.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::learner::progress::Standing;
use crate::lesson::{Lesson, Unit};
use crate::ui::stage::edges;
use crate::ui::text::{Aimed, Lines, Look, Put, Role, Theme, above, aims, cut, height, padded, safe, widest, wrap};
use crate::view::spellings::counted;

/// Draws the map.
pub fn draw(app: &App, look: Look, frame: &mut Frame, area: Rect) {
    let theme = look.theme;
    let inner = edges::head(&app.library.title, &app.to_go(), theme, frame, area);
    let goal = goal(app, theme, inner.width);
    let goal_height = height(&goal).min(inner.height.div_ceil(3));
    let [list, said] = above(inner, inner.height.saturating_sub(goal_height + 1), 1);
    aims::mark(list, Aim::Values, frame.buffer_mut());
    let (lines, chosen) = list_lines(app, theme, inner.width);
    let room = usize::from(list.height);
    let first = if lines.len() <= room { 0 } else { (chosen + 2).saturating_sub(room).min(lines.len() - room) };
    let below = lines.len().saturating_sub(first + room);
    let used = height(&lines);
    frame.put(lines.into_iter().skip(first).take(room), list);
    if used + 2 <= list.height {
        let legend = match app.seat {
            Some(_) => "✓ right   ✗ over   ◐ wrong so far   ◦ not answered   w answered in words",
            None => "✓ done   ◐ begun   ◦ not yet",
        };
        frame.put([theme.line(legend, Role::Name)], Rect { y: list.bottom() - 1, height: 1, ..list });
    }
    if below > 0 {
        frame.put([theme.line("▾ more below", Role::Name)], Rect { y: list.bottom(), height: 1, ..inner });
    }
    frame.put(goal, said);
    edges::foot(app, look, frame, area);
}

/// The lines of the list, and which of them is the chosen lesson's. Only the unit that one is in shows its lessons.
fn list_lines(app: &App, theme: Theme, width: u16) -> (Lines, usize) {
    let (mut lines, mut chosen, mut row) = (Vec::new(), 0, 0);
    let titles = widest(app.library.units.iter().map(|unit| &unit.title));
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
    lines.pop_if(|line| line.width() == 0);
    (lines, chosen)
}

/// `Symmetric ciphers    ◐ ◦ ◦ ◦ ◦ ◦   6 lessons   72 min   begun: Blowfish`, from the left as much as there is room
/// for.
fn unit_line(app: &App, unit: &Unit, titles: usize, theme: Theme, width: u16) -> Line<'static> {
    let lessons: Vec<_> = unit.lessons.iter().filter_map(|place| app.library.lessons.get(*place)).collect();
    let marks: Vec<&str> = lessons.iter().map(|lesson| app.mark(&lesson.id)).collect();
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
            _ if done && count > 0 => "done".to_owned(),
            Some(lesson) => format!("begun: {}", lesson.front.title),
            None => String::new(),
        },
    ];
    let title = cut(&unit.title, width.saturating_sub(4));
    let mut room = usize::from(width).saturating_sub(titles.max(title.width()));
    let mut spans = vec![theme.span(padded(&title, titles), Role::Heading)];
    for column in columns {
        let column = format!("   {}", if room > 12 { cut(&column, room - 3) } else { column });
        if column.trim_end().width() > room {
            break;
        }
        room -= column.width().min(room);
        spans.push(theme.span(column, Role::Name));
    }
    Line::from(spans)
}

/// `▸ ◦ SHA-256: padding        2.1   8 min   your next`; on a narrow screen the code comes last, and the minutes
/// before it where the title leaves room for them.
fn lesson_line(app: &App, lesson: &Lesson, here: bool, remark: &str, theme: Theme, width: u16) -> Line<'static> {
    let minutes = app.notebook.minutes_left(lesson).map(|minutes| format!("{minutes} min")).unwrap_or_default();
    let lead = if here { "▸ " } else { "  " };
    let broken = if lesson.has_errors() { "! " } else { "" };
    let code = app.code(&lesson.id).unwrap_or_default();
    let title = format!("{broken}{}", lesson.front.title);
    let width = usize::from(width);
    let narrow = || match code.as_str() {
        "" => minutes.clone(),
        code => {
            let both = format!("{minutes}  {code:>4}");
            if title.width() + both.width() + 5 <= width { both } else { format!("{code:>4}") }
        }
    };
    let tail = if width < 60 { narrow() } else { format!("{code:<4}  {minutes:>6}   {remark:<9}") };
    let room = width.saturating_sub(tail.width() + 4);
    let title = padded(&cut(&title, room.saturating_sub(1)), room);
    let (loud, quiet) = if here { (Role::Current, Role::Current) } else { (Role::Text, Role::Name) };
    let role = if app.standing(&lesson.id) == Standing::Done { Role::Good } else { Role::Name };
    Line::from(vec![
        theme.span(lead, Role::Invite),
        theme.span(format!("{} ", app.mark(&lesson.id)), role),
        theme.span(title, loud),
        theme.span(tail, quiet),
    ])
}

/// The goal of the chosen lesson: what one can do after it.
fn goal(app: &App, theme: Theme, width: u16) -> Lines {
    let beside = app.library.notice_beside();
    let mut lines: Lines =
        beside.iter().flat_map(|told| wrap(&[theme.span(safe(told), Role::Bad)], width, 0)).collect();
    let Some(lesson) = app.map.lesson(&app.library) else {
        lines.push(theme.line("There are no lessons here.", Role::Name));
        return lines;
    };
    let title = theme.span(format!("{} ", lesson.front.title.ended()), Role::Strong);
    lines.extend(wrap(&[title, Span::raw(lesson.front.goal_in_words())], width, 0));
    lines.extend(lesson.front.spec.iter().map(|spec| theme.line(cut(spec, width), Role::Name)));
    lines.extend(app.library.notice(lesson).iter().flat_map(|told| wrap(&[Span::raw(safe(told))], width, 0)));
    lines
}
