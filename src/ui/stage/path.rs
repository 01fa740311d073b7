//! The whole way of a value as a narrow tree: one value a row, its branches below it.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::list::Choice;
use crate::app::tool::path::PathView;
use crate::learner::lens::{Below, Leaf};
use crate::ui::text::{Aimed, Lines, Role, Theme, aims, cut, padded, remark};
use crate::view::branches::branches;

/// How many levels of the tree are drawn as lines; what is deeper is led in by `…`.
const LEVELS: usize = 12;
/// Which piece of a line is the sign in front of its name.
const SIGN: usize = 1;
/// The widest column of names.
const NAME: usize = 28;

/// The rows of the tree, the chosen one in sight.
pub fn lines(path: &PathView, theme: Theme, area: Rect) -> Lines {
    let (room, chosen) = (usize::from(area.height).max(1), path.list.place());
    // A few rows below the chosen one show what it is made of.
    let after = (room / 3).min(path.list.len().saturating_sub(chosen + 1));
    let first = (chosen + 1 + after).saturating_sub(room);
    let shown = path.list.rows().iter().enumerate().skip(first).take(room);
    let levels = LEVELS.min(usize::from(area.width) / 6);
    let column = |(_, row): (usize, &Leaf)| branches(&row.follows, levels).width() + row.name.width();
    let column = shown.clone().map(column).max().unwrap_or(0).min(levels * 2 + NAME).min(usize::from(area.width) / 2);
    let aimed = |(place, row): (usize, &Leaf)| {
        let mut line = line(row, place == chosen, levels, column, theme, area.width);
        if let Some(sign) = line.spans.get_mut(SIGN).filter(|_| row.below != Below::Nothing) {
            sign.style = sign.style.patch(aims::style(Aim::Fold(number(place))));
        }
        line.aimed(Aim::Row(number(place)))
    };
    shown.map(aimed).collect()
}

fn line(row: &Leaf, chosen: bool, levels: usize, column: usize, theme: Theme, width: u16) -> Line<'static> {
    let lead = branches(&row.follows, levels);
    let name = padded(&row.name, column.saturating_sub(lead.width()));
    let left = usize::from(width).saturating_sub(column + 4);
    let value = cut(&row.value, left);
    let mark = match row.below {
        Below::Closed => "▸ ",
        Below::Open => "▾ ",
        Below::Nothing | Below::Again => "  ",
    };
    let bright = theme.style(if chosen { Role::Current } else { Role::Text });
    let mut spans = vec![
        theme.span(lead, Role::Rule),
        theme.span(mark, Role::Invite),
        Span::styled(format!("{name}  {value}"), bright),
    ];
    let rest = left.saturating_sub(value.width());
    let said = [row.same.as_str(), row.remark.as_str()];
    let said = said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    spans.extend(remark(&said, rest.saturating_sub(2), theme));
    Line::from(spans)
}
