//! The course map: units, their lessons, how long each takes, and what the chosen one is for.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::App;
use crate::app::aim::{Aim, number};
use crate::lesson::words;
use crate::ui::stage::edges;
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
    let minutes: u32 = app.library.lessons.iter().filter_map(|lesson| lesson.front.minutes).sum();
    let count = app.library.units.iter().map(|unit| unit.lessons.len()).sum::<usize>();
    let counted = |n: u64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let sizes = [(count as u64, "lesson"), (minutes.into(), "minute")];
    let sizes: Vec<String> = sizes.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| counted(n, noun)).collect();
    edges::head(&app.library.title, &sizes.join(", "), theme, frame, area);
    let inner = Rect {
        x: area.x + 1,
        y: area.y + 2,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(4),
    };
    let goal = goal(app, theme, inner.width);
    let goal_height = u16::try_from(goal.len()).unwrap_or(0).min(inner.height.div_ceil(3));
    let list = Rect { height: inner.height.saturating_sub(goal_height + 1), ..inner };
    aims::mark(list, Aim::Values, frame.buffer_mut());
    let (lines, chosen) = list_lines(app, theme, inner.width);
    let room = usize::from(list.height);
    let first = if lines.len() <= room { 0 } else { (chosen + 2).saturating_sub(room).min(lines.len() - room) };
    let below = lines.len().saturating_sub(first + room);
    frame.put(lines.into_iter().skip(first).take(room), list);
    if below > 0 {
        let more = Line::styled("▾ more below", theme.style(Role::Name));
        frame.put(vec![more], Rect { y: list.bottom(), height: 1, ..inner });
    }
    frame.put(goal, Rect { y: list.bottom() + 1, height: goal_height, ..inner });
    edges::foot(app, look, frame, area);
}

/// The lines of the list, and which of them is the chosen lesson's.
fn list_lines(app: &App, theme: Theme, width: u16) -> (Vec<Line<'static>>, usize) {
    let mut lines = Vec::new();
    let mut chosen = 0;
    let mut row = 0;
    for unit in &app.library.units {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(cut(&unit.title, width), theme.style(Role::Heading)));
        for &place in &unit.lessons {
            let Some(lesson) = app.library.lessons.get(place) else { continue };
            let here = app.map.chosen() == Some(place);
            if here {
                chosen = lines.len();
            }
            let minutes = lesson.front.minutes.map_or_else(String::new, |minutes| format!("{minutes} min"));
            let mark = if here { "▸ " } else { "  " };
            let broken = if lesson.has_errors() { "! " } else { "" };
            let room = width.saturating_sub(u16::try_from(minutes.width()).unwrap_or(0) + 4);
            let title = cut(&format!("{broken}{}", lesson.front.title), room);
            let gap = " ".repeat(usize::from(width).saturating_sub(2 + title.width() + minutes.width()));
            let style = theme.style(if here { Role::Current } else { Role::Text });
            let quiet = if here { style } else { theme.style(Role::Name) };
            let line = Line::from(vec![
                Span::styled(mark, theme.style(Role::Invite)),
                Span::styled(title, style),
                Span::styled(gap, style),
                Span::styled(minutes, quiet),
            ]);
            lines.push(line.aimed(Aim::Row(number(row))));
            row += 1;
        }
    }
    (lines, chosen)
}

/// The goal of the chosen lesson: what one can do after it.
fn goal(app: &App, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let Some(lesson) = app.map.lesson(&app.library) else {
        return vec![Line::styled("There are no lessons here.", theme.style(Role::Name))];
    };
    let text = words(&lesson.front.goal, &mut |_| String::new());
    let mut lines = wrap(&[Span::raw(text.to_string())], width, 0);
    if let Some(spec) = &lesson.front.spec {
        lines.push(Line::styled(cut(spec, width), theme.style(Role::Name)));
    }
    if let Some(told) = app.library.notice(lesson) {
        lines.extend(wrap(&[Span::raw(SafeText::line(&told).to_string())], width, 0));
    }
    lines
}
