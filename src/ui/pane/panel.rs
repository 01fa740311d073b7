//! Panels: rows around a value, below a rule that names them.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::learner::lens::{Panel, PanelRow};
use crate::ui::pane::Brush;
use crate::ui::pane::portion::{Portion, cut_section};
use crate::ui::text::{Lines, Role, aims, cut, padded, remark};

/// The columns of the words before rows.
const LEAD: usize = 6;
/// Columns between two rows beside each other.
const GAP: usize = 3;

/// `── T1[12]  9052955f ─────`
pub fn rule(title: &str, brush: Brush) -> Line<'static> {
    let title = cut(title, brush.width.saturating_sub(6));
    let rest = brush.theme.rule(usize::from(brush.width).saturating_sub(title.width() + 4));
    Line::from(vec![brush.theme.rule(2u8), brush.theme.span(format!(" {title} "), Role::Name), rest])
}

/// A free line, the rule, and as many rows as there is room for, those around the one that one stands on; nothing where
/// there is room for less than two of them.
pub fn lines(panel: &Panel, brush: Brush) -> Lines {
    let room = usize::from(brush.height).saturating_sub(2);
    if panel.rows.is_empty() || room < panel.rows.len().min(2) {
        return Vec::new();
    }
    let width = usize::from(brush.width);
    let [lead, name, value] = columns(panel);
    let shape = [lead, name.min(width * 2 / 5)];
    let each = shape.iter().sum::<usize>() + 2 + value;
    let beside = panel.rows.iter().all(|row| row.lead.is_empty() && row.remark.is_empty());
    let across = if beside { ((width + GAP) / (each + GAP)).clamp(1, panel.rows.len().div_ceil(room)) } else { 1 };
    let high = panel.rows.len().div_ceil(across);
    let line = |i: usize| {
        let rows = panel.rows.iter().skip(i).step_by(high).enumerate();
        let mut spans = Vec::new();
        for (place, row) in rows {
            if place > 0 {
                let used: usize = spans.iter().map(Span::width).sum();
                spans.push(Span::raw(" ".repeat((place * (each + GAP)).saturating_sub(used))));
            }
            let room = if across > 1 { each } else { width };
            spans.extend(row_spans(row, shape, room, brush));
        }
        Line::from(spans)
    };
    let anchor = panel.rows.iter().position(|row| row.current).unwrap_or(0) % high;
    // By pages, so that rows keep their places while one goes along them.
    let anchor = ((anchor / room + 1) * room).min(high) - 1;
    // What is cut off is not laid out.
    let first = (anchor + 1).saturating_sub(room);
    let last = high.min(first + room);
    let lines = (first..last).map(line).collect();
    let shown = Portion { lines, outside: [first, high - last], ..Portion::default() };
    let title = format!("{}  {}", panel.title, panel.value);
    let mut lines = vec![Line::default(), rule(title.trim_end(), brush)];
    lines.extend(cut_section(shown, room, brush));
    lines
}

/// The columns of the words before rows, of names and of values.
fn columns(panel: &Panel) -> [usize; 3] {
    let lead = if panel.rows.iter().any(|row| !row.lead.is_empty()) { LEAD } else { 2 };
    let widest = |width: fn(&PanelRow) -> usize| panel.rows.iter().map(width).max().unwrap_or(0);
    let name = widest(|row| if row.is_text() { 0 } else { row.name.width() });
    [lead, name.max(lead * 2), widest(|row| row.value.width())]
}

/// How many columns a panel takes, remarks apart.
pub fn width(panel: &Panel) -> usize {
    columns(panel).iter().sum::<usize>() + 2
}

fn row_spans(row: &PanelRow, [lead, column]: [usize; 2], width: usize, brush: Brush) -> Vec<Span<'static>> {
    let theme = brush.theme;
    let word = if row.current { "▸" } else { row.lead };
    let lead = theme.span(padded(word, lead), Role::Name);
    let room = |used: usize| width.saturating_sub(used);
    if row.is_text() {
        let gap = if row.remark.is_empty() { "" } else { "  " };
        let text = cut(&format!("{}{gap}{}", row.name, row.remark), room(lead.width()));
        return vec![lead, theme.span(text, Role::Text)];
    }
    let name = theme.span(padded(&row.name, column), Role::Name);
    let value = cut(&row.value, room(lead.width() + column + 2));
    let used = lead.width() + column + 2 + value.width();
    let mut spans = vec![lead, name];
    if !value.is_empty() {
        spans.extend([Span::raw("  "), theme.span(value, Role::Text)]);
    }
    if row.to.is_some() && !row.current {
        let mark = aims::style(Aim::Panel(number(row.number)));
        spans.iter_mut().skip(1).for_each(|span| span.style = span.style.patch(mark));
    }
    let left = room(used + 2);
    spans.extend(remark(&row.remark, left, theme));
    spans
}
