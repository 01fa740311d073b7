//! Lists: every list of things to choose from is drawn here.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::app::desk::values::Values;
use crate::app::list::{Choice, List};
use crate::app::tool::path::PathView;
use crate::learner::lens::{Below, Leaf, Related};
use crate::ui::pane::Brush;
use crate::ui::pane::portion::{Portion, cut_section};
use crate::ui::text::{Aimed, Lines, Role, cut, led, padded, remark, widest, wrap};
use crate::view::branches::branches;

/// How many levels of a tree are drawn as lines; what is deeper is led in by `…`.
const LEVELS: usize = 12;
/// The widest column of names in a tree.
const NAME: usize = 28;

/// One row: something short in front, the name, and what is to be said of it.
#[derive(Default)]
pub struct Listed {
    /// The text in front.
    pub lead: String,
    /// The name.
    pub name: String,
    /// The words about it.
    pub text: String,
}

/// The rows, the chosen one in sight: a column for what stands in front, one for the names.
pub fn lines<R>(list: &List<R>, listed: impl Fn(usize, &R) -> Listed, brush: Brush) -> Lines {
    let (theme, width) = (brush.theme, usize::from(brush.width));
    let seen = list.seen(usize::from(brush.height).max(1));
    let shown: Vec<(usize, Listed)> = seen.map(|(place, row)| (place, listed(place, row))).collect();
    let lead = widest(shown.iter().map(|(_, row)| &row.lead));
    let room = width.saturating_sub(lead + 2);
    let most = if shown.iter().any(|(_, row)| !row.text.is_empty()) { room * 3 / 5 } else { room };
    let name = widest(shown.iter().map(|(_, row)| &row.name)).min(most);
    let line = |(place, row): (usize, Listed)| {
        let role = if place == list.place() { Role::Current } else { Role::Text };
        let left = width.saturating_sub(lead + name + 4);
        Line::from(vec![
            theme.span(format!("{}  ", padded(&row.lead, lead)), Role::Name),
            theme.span(padded(&row.name, name), role),
            theme.span(format!("  {}", cut(&row.text, left)), Role::Name),
        ])
        .aimed(Aim::Row(number(place)))
    };
    shown.into_iter().map(line).collect()
}

/// The values that a value comes from, or that it is used by.
pub fn values(values: &Values, brush: Brush) -> Lines {
    let (theme, width) = (brush.theme, usize::from(brush.width));
    let of = theme.span(cut(&values.of, width), Role::Strong);
    let value = Span::raw(cut(&values.value, width.saturating_sub(20)));
    let says = theme.line(values.direction.says(), Role::Name);
    let mut lines = vec![Line::from(vec![of, Span::raw("  "), value]), says];
    // A constant alone is named whole, and its value stands above already.
    if let [row] = values.list.rows()
        && row.target.is_none()
        && row.value == values.value
    {
        let said = theme.span(format!("  {}", row.remark).trim_end().to_owned(), Role::Name);
        let name = wrap(&[theme.span(row.name.clone(), Role::Current), said], width.saturating_sub(3), 0);
        lines.extend(led(theme.span("└─ ", Role::Rule), name).into_iter().map(|line| line.aimed(Aim::Row(0))));
        return lines;
    }
    let column = widest(values.list.rows().iter().map(|row| &row.name)).min(width / 2);
    let room = usize::from(brush.height).saturating_sub(3).max(1);
    let (chosen, all) = (values.list.place(), values.list.len());
    let line = |(place, one): (usize, &Related)| {
        let branch = theme.span(if place + 1 == all { "└─ " } else { "├─ " }, Role::Rule);
        row(vec![branch], [&one.name, &one.value, &one.remark], column, (place, chosen), brush)
    };
    // What is not seen is counted at the edge, and not laid out.
    let first = (chosen + 1).saturating_sub(room);
    let seen: Lines = values.list.seen(room).map(line).collect();
    let outside = [first, all - (first + seen.len())];
    lines.extend(cut_section(Portion { lines: seen, outside, ..Portion::default() }, room, brush));
    lines
}

/// The whole way of a value as a narrow tree, the chosen row in sight: one value a row, its branches below it.
pub fn tree(path: &PathView, brush: Brush) -> Lines {
    let (theme, width) = (brush.theme, usize::from(brush.width));
    let (room, chosen) = (usize::from(brush.height).max(1), path.list.place());
    // A few rows below the chosen one show what it is made of.
    let after = (room / 3).min(path.list.len().saturating_sub(chosen + 1));
    let first = (chosen + 1 + after).saturating_sub(room);
    let shown = path.list.rows().iter().enumerate().skip(first).take(room);
    let levels = LEVELS.min(width / 6);
    let column = |(_, leaf): (usize, &Leaf)| branches(&leaf.follows, levels).width() + leaf.name.width();
    let column = shown.clone().map(column).max().unwrap_or(0).min(levels * 2 + NAME).min(width / 2);
    let line = |(place, leaf): (usize, &Leaf)| {
        let lead = branches(&leaf.follows, levels);
        let name = column.saturating_sub(lead.width());
        let fold = |sign: &'static str| theme.span(sign, Role::Invite).aimed(Aim::Fold(number(place)));
        let sign = match leaf.below {
            Below::Closed => fold("▸ "),
            Below::Open => fold("▾ "),
            Below::Again => fold("  "),
            Below::Nothing => theme.span("  ", Role::Invite),
        };
        let said = format!("{} {}", leaf.same, leaf.remark);
        let lead = vec![theme.span(lead, Role::Rule), sign];
        row(lead, [&leaf.name, &leaf.value, said.trim()], name, (place, chosen), brush)
    };
    shown.map(line).collect()
}

/// A row behind what leads it: a name in a column and its value, bright where it is the chosen one, and a remark.
fn row(
    lead: Vec<Span<'static>>,
    [name, value, said]: [&str; 3],
    column: usize,
    (place, chosen): (usize, usize),
    brush: Brush,
) -> Line<'static> {
    let mut line = Line::from(lead);
    let room = |line: &Line, gap: usize| usize::from(brush.width).saturating_sub(line.width() + gap);
    let value = cut(value, room(&line, column + 2));
    let role = if place == chosen { Role::Current } else { Role::Text };
    line.push_span(brush.theme.span(format!("{}  {value}", padded(name, column)), role));
    let said = remark(said, room(&line, 2), brush.theme);
    line.spans.extend(said);
    line.aimed(Aim::Row(number(place)))
}
