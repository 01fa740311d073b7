//! An operation: its formula, the operands with where they come from, and the value.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::aim::{Aim, number};
use crate::learner::lens::OperandRow;
use crate::ui::pane::portion::{Portion, cut_section};
use crate::ui::pane::{Brush, named};
use crate::ui::text::{Aimed, Lines, Role, cut, led, padded, remark, safe, widest, wrap};

/// The formula, the operands with where they come from, a rule, and the value. The formula is reversed, unless one was
/// led to its value, or is choosing one of the operands: then that is the bright thing.
pub fn operation(
    [name, formula, value]: [&str; 3],
    operands: &[OperandRow],
    before: Option<(&[OperandRow], &str)>,
    (lit, chosen): (bool, Option<usize>),
    room: usize,
    brush: Brush,
) -> Portion {
    let theme = brush.theme;
    let width = usize::from(brush.width);
    let headline = if formula == name { safe(name) } else { format!("{} = {}", safe(name), safe(formula)) };
    let role = if chosen.is_some() || lit { Role::Strong } else { Role::Current };
    let inner = width.saturating_sub(2);
    let framed = |line: Line| theme.line(format!(" {} ", padded(&line.to_string(), inner)), role);
    let mut lines: Lines = wrap(&[Span::raw(headline)], inner, 2).into_iter().map(framed).collect();
    let pinned = lines.len();
    let longest = widest(operands.iter().map(|operand| operand.name.as_str()).chain([name]));
    let column = longest.min(width / 2);
    // Where the chosen one begins is kept in sight.
    let drawn = |whole: bool| {
        let (mut lines, mut anchor) = (Vec::new(), 0);
        for (i, operand) in operands.iter().enumerate() {
            let chosen = chosen == Some(i);
            if chosen {
                anchor = lines.len();
            }
            let was = before.and_then(|(rows, _)| rows.get(i)).filter(|old| old.name == operand.name);
            let was = was.map(|old| old.value.as_str());
            let own = operand_lines(operand, was, column, (chosen, whole || chosen), brush);
            lines.extend(own.into_iter().map(|line| line.aimed(Aim::Operand(number(i)))));
        }
        Portion { lines, anchor, ..Portion::default() }
    };
    let (whole, short) = (drawn(true), drawn(false));
    let value = safe(value);
    let role = if lit { Role::Current } else { Role::Strong };
    let marked = theme.marked(&value, before.map(|(_, value)| value), role);
    let shown = wrap(&marked, width.saturating_sub(column + 3), 0);
    // In full where there is room, with the rule and the value below; the chosen one always. Where there is less, some
    // of the operands are left out, and neither the formula nor the value.
    let listed = if pinned + whole.lines.len() + 2 <= room { whole } else { short };
    lines.extend(match room.saturating_sub(pinned + 1 + shown.len()) {
        0 => listed.lines,
        left => cut_section(listed, left, brush),
    });
    if !operands.is_empty() {
        let rule = (column + 2 + value.width()).min(width.saturating_sub(1));
        lines.push(Line::from(vec![Span::raw(" "), theme.rule(rule)]));
    }
    lines.extend(led(theme.span(format!(" {}  ", padded(&safe(name), column)), Role::Name), shown));
    Portion { anchor: lines.len() - 1, lines, pinned, ..Portion::default() }
}

/// One operand: a line, cut where it is too long, or the whole of it on as many as it takes.
fn operand_lines(
    operand: &OperandRow,
    before: Option<&str>,
    column: usize,
    (chosen, whole): (bool, bool),
    brush: Brush,
) -> Lines {
    let (theme, width) = (brush.theme, usize::from(brush.width));
    let needs = column + 3 + operand.value.width();
    let is_short = operand.name.width() <= column && needs <= width;
    let fits = is_short && (operand.remark.is_empty() || needs + 2 + operand.remark.width() <= width);
    let (mark, role, loud) = if chosen { ("▸", Role::Current, Role::Current) } else { (" ", Role::Name, Role::Text) };
    // The name, the value and as much of a remark as there is room for.
    let line = |said: &str| {
        let name = padded(&operand.name, column);
        let room = width.saturating_sub(column + 3);
        let value = cut(&operand.value, room);
        let left = room.saturating_sub(value.width() + 2);
        let before = before.map(|before| cut(before, room));
        let mut spans = named(format!("{mark}{name}  "), &value, before.as_deref(), chosen, theme);
        spans.extend(remark(said, left, theme));
        Line::from(spans)
    };
    if !whole || fits {
        return vec![line(&operand.remark)];
    }
    let hang = column.min(width / 4) + 3;
    let said = |text: &str, role: Role, lead: usize| {
        led(" ".repeat(lead), wrap(&[theme.span(text.to_owned(), role)], width.saturating_sub(lead), 0))
    };
    let mut lines = if is_short {
        vec![line("")]
    } else {
        [said(&format!("{mark}{}", operand.name), role, 0), said(&operand.value, loud, hang)].concat()
    };
    if !operand.remark.is_empty() {
        lines.extend(said(&operand.remark, Role::Name, hang));
    }
    lines
}
