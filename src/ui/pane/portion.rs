//! Portions of a pane, and how they share its room.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::ui::pane::Brush;
use crate::ui::text::{Lines, Role, cut};

/// One part of the pane, with how it may shrink.
#[derive(Default)]
pub struct Portion {
    /// Its lines.
    pub lines: Lines,
    /// How many lines at the beginning stay as long as there is room for one more.
    pub pinned: usize,
    /// The line that must stay visible.
    pub anchor: usize,
    /// How many lines belong together, and are shown or left out together.
    pub each: usize,
    /// How many lines there are before and behind these, which nobody laid out.
    pub outside: [usize; 2],
}

/// The rows that are left for the value that counts.
pub fn left(head: &[Line], around: &Portion, brush: Brush) -> usize {
    let room = usize::from(brush.height).saturating_sub(head.len());
    room.saturating_sub(around.lines.len().min(room / 3))
}

/// Puts the sections under each other: with blank lines where there is room, else without, else cut.
pub fn fit(head: Lines, around: Portion, focus: Portion, brush: Brush) -> Lines {
    let (mut lines, height) = (head, usize::from(brush.height));
    // On the smallest screens the value one stands on comes before what says where it lies. A formula is seen to its
    // end, and one line more.
    lines.truncate(height.saturating_sub(focus.lines.len().min((focus.pinned + 1).clamp(2, 3))).max(1));
    let gap = |section: &Portion| usize::from(!section.lines.is_empty());
    let content = lines.len() + around.lines.len() + focus.lines.len();
    let spaced = content + gap(&around) + gap(&focus) <= height;
    let room = height.saturating_sub(lines.len());
    // The value that counts keeps two thirds of what is there, what is around it gets the rest; grids get one row of
    // them.
    let third = if around.each > 1 { (room / 3).max(around.each) } else { room / 3 };
    let share = around.lines.len().min(third).min(room.saturating_sub(focus.pinned + 1));
    let kept = focus.lines.len().min(room - share);
    for (section, room) in [(around, room.saturating_sub(kept)), (focus, kept)] {
        if spaced && !section.lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(cut_section(section, if spaced { usize::MAX } else { room }, brush));
    }
    lines
}

/// The part of a section that there is room for, and at the edge how much of it is not seen.
pub fn cut_section(section: Portion, room: usize, brush: Brush) -> Lines {
    if section.lines.len() <= room && section.outside == [0, 0] {
        return section.lines;
    }
    let pinned = section.pinned.min(room.saturating_sub(1));
    let each = section.each.max(1);
    // Whole pieces, or the beginning of one.
    let room = if room > each { pinned + (room - pinned) / each * each } else { room } - pinned;
    let rest = section.lines.len().saturating_sub(pinned);
    let [before, behind] = section.outside;
    let first = if room < each {
        section.anchor / each * each
    } else {
        (section.anchor + 1).saturating_sub(pinned + room).min(rest.saturating_sub(room))
    };
    let mut lines = section.lines;
    lines.drain(pinned..pinned + first);
    let below = lines.len().saturating_sub(pinned + room) + behind;
    let above = first + before;
    lines.truncate(pinned + room);
    if let Some(line) = lines.get_mut(pinned).filter(|_| above > 0) {
        hint(line, &format!(" ▴ {above}"), brush);
    }
    if let Some(line) = lines.last_mut().filter(|_| below > 0) {
        hint(line, &format!(" ▾ {below}"), brush);
    }
    lines
}

/// Says something quietly at the right edge of a line.
pub fn hint(line: &mut Line<'static>, text: &str, brush: Brush) {
    let room = usize::from(brush.width).saturating_sub(text.width());
    let mut left = room;
    for span in &mut line.spans {
        if span.content.width() > left {
            span.content = cut(&span.content, left).into();
        }
        left -= span.content.width().min(left);
    }
    line.push_span(Span::raw(" ".repeat(left)));
    line.push_span(brush.theme.span(text.to_owned(), Role::Name));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::theme::Theme;

    /// The rows that are shown of some that are numbered.
    fn shown(rows: usize, anchor: usize, outside: [usize; 2], room: usize) -> Vec<String> {
        let brush = Brush { theme: Theme::Mono, width: 12, height: 40 };
        let lines = (0..rows).map(|row| Line::raw(row.to_string())).collect();
        let lines = cut_section(Portion { lines, anchor, outside, ..Portion::default() }, room, brush);
        lines.iter().map(|line| line.to_string().trim_end().to_owned()).collect()
    }

    #[test]
    fn edges_say_how_many_rows_there_are_that_are_not_seen() {
        assert_eq!(shown(3, 0, [0, 0], 3), ["0", "1", "2"]);
        assert_eq!(shown(5, 0, [0, 0], 3), ["0", "1", "2        ▾ 2"]);
        assert_eq!(shown(5, 4, [0, 0], 3), ["2        ▴ 2", "3", "4"]);
        assert_eq!(shown(5, 0, [0, 229], 3), ["0", "1", "2      ▾ 231"]);
        assert_eq!(shown(3, 1, [7, 229], 4), ["0        ▴ 7", "1", "2      ▾ 229"]);
    }
}
