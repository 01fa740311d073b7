//! A picture on the screen: its cells, their marks, its connectors and its words.

use std::borrow::Cow;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::aim::{Aim, number};
use crate::learner::lens::Sketch;
use crate::ui::pane::Brush;
use crate::ui::text::{Lines, Role, Theme, aims};
use crate::view::picture::{Cell, Paint};

/// The lines of a drawing: neighbours of one ink are one span. The values that a card says the one one stands on goes
/// to are marked.
pub fn lines(Sketch { drawing, numbers }: &Sketch, fed: &[&str], brush: Brush) -> Lines {
    let theme = brush.theme;
    let drawing = if fed.is_empty() { Cow::Borrowed(drawing) } else { Cow::Owned(drawing.leading_to(fed)) };
    let style = |paint: Paint| match paint {
        Paint::Nothing => Style::new(),
        Paint::Words => theme.style(Role::Name),
        Paint::Line(false) => theme.style(Role::Rule),
        Paint::Line(true) | Paint::Mark => theme.style(Role::Strong),
        Paint::Cell(place) => {
            style_of(&drawing.cells[place], theme).patch(aims::style(Aim::Drawn(number(numbers[place]))))
        }
    };
    let line = |row: Vec<(char, Paint)>| -> Line<'static> {
        let runs = row.chunk_by(|one, other| one.1 == other.1);
        runs.map(|run| Span::styled(run.iter().map(|(c, _)| *c).collect::<String>(), style(run[0].1))).collect()
    };
    drawing.painted(brush.width).into_iter().map(line).collect()
}

fn style_of(cell: &Cell, theme: Theme) -> Style {
    let mark = cell.mark;
    // A full block is the brightest cell there is; reversed it would be a hole.
    let current = if cell.text.contains('█') { Role::Strong } else { Role::Current };
    let roles = [
        (mark.hidden, Role::Name),
        (mark.feeds || mark.new, Role::Strong),
        (mark.changed || mark.differs, Role::Changed),
        (mark.current, current),
    ];
    let holding = roles.into_iter().filter(|(holds, _)| *holds);
    holding.fold(theme.style(Role::Text), |style, (_, role)| style.patch(theme.style(role)))
}
