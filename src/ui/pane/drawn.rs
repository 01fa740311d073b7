//! A picture on the screen: its cells, their marks, its connectors and its words.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::aim::{Aim, number};
use crate::learner::lens::Sketch;
use crate::ui::pane::Brush;
use crate::ui::text::aims::Aimed;
use crate::ui::text::theme::{Role, Theme};
use crate::view::SafeText;
use crate::view::picture::Cell;

/// A character and its style.
type Glyph = (char, Style);

/// The lines of a drawing.
pub fn lines(Sketch { drawing, numbers }: &Sketch, brush: Brush) -> Vec<Line<'static>> {
    let theme = brush.theme;
    let (columns, rows) = (usize::from(brush.width), usize::from(drawing.rows));
    let mut grid: Vec<Vec<Glyph>> = vec![vec![(' ', Style::new()); columns]; rows];
    for caption in &drawing.captions {
        put(&mut grid, caption.x, caption.y, &caption.text, theme.style(Role::Name));
    }
    for line in &drawing.lines {
        let cell = drawing.cell(&line.of);
        let carries = cell.is_some_and(|cell| cell.mark.current);
        let style = theme.style(if carries { Role::Strong } else { Role::Rule });
        match cell.is_some_and(|cell| cell.mark.differs) {
            true => put(&mut grid, line.x, line.y, &line.text.replace('─', "═").replace('│', "║"), style),
            false => put(&mut grid, line.x, line.y, &line.text, style),
        }
    }
    for (cell, place) in drawing.cells.iter().zip(numbers) {
        let style = style_of(cell, theme).aimed(Aim::Drawn(number(*place)));
        let text = String::from(SafeText::line(&cell.text));
        let pad = usize::from(cell.width).saturating_sub(text.chars().count());
        put(&mut grid, cell.x, cell.y, &format!("{text}{}", " ".repeat(pad)), style);
    }
    for cell in drawing.cells.iter().filter(|cell| !cell.quiet) {
        let glyph = cell.mark.glyph();
        if glyph != ' ' && cell.x > 0 {
            put(&mut grid, cell.x - 1, cell.y, &glyph.to_string(), theme.style(Role::Strong));
        }
        if cell.mark.current {
            put(&mut grid, cell.x + cell.width, cell.y, "]", theme.style(Role::Strong));
        }
    }
    grid.into_iter().map(line_of).collect()
}

fn style_of(cell: &Cell, theme: Theme) -> Style {
    let mark = cell.mark;
    let roles = [
        (mark.hidden, Role::Name),
        (mark.feeds || mark.new, Role::Strong),
        (mark.changed || mark.differs, Role::Changed),
        (mark.current, Role::Current),
    ];
    let holding = roles.into_iter().filter(|(holds, _)| *holds);
    holding.fold(theme.style(Role::Text), |style, (_, role)| style.patch(theme.style(role)))
}

fn put(grid: &mut [Vec<Glyph>], x: u16, y: u16, text: &str, style: Style) {
    let Some(row) = grid.get_mut(usize::from(y)) else { return };
    for (place, c) in row.iter_mut().skip(usize::from(x)).zip(text.chars()) {
        *place = (c, style);
    }
}

/// A row as a line: neighbours of one style are one span.
fn line_of(row: Vec<Glyph>) -> Line<'static> {
    let mut spans: Vec<(String, Style)> = Vec::new();
    for (c, style) in row {
        match spans.last_mut() {
            Some((text, last)) if *last == style => text.push(c),
            _ => spans.push((c.to_string(), style)),
        }
    }
    spans.into_iter().map(|(text, style)| Span::styled(text, style)).collect()
}
