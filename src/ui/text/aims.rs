//! Where on a finished frame is what can be pointed at.
//!
//! Whoever draws something that can be clicked marks its style with [`Aimed::aimed`]. The mark travels with the text
//! through wrapping, cutting and scrolling, in a part of the style that no screen here uses: the colour of an
//! underline. [`collect`] reads the marks off the frame and wipes them. So what is hit is what was drawn, and no
//! geometry stands twice.

use std::collections::HashMap;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Style, Styled};

use crate::app::aim::Aim;

/// Something that can be marked.
pub trait Aimed: Styled<Item = Self> + Sized {
    /// The same, to be pointed at.
    fn aimed(self, aim: Aim) -> Self {
        let style = self.style().patch(style(aim));
        self.set_style(style)
    }
}

impl<T: Styled<Item = T>> Aimed for T {}

/// A style with nothing but a mark.
pub fn style(aim: Aim) -> Style {
    let (kind, number) = aim.pack();
    let [high, low] = number.to_be_bytes();
    Style::new().underline_color(Color::Rgb(kind, high, low))
}

/// Marks an area, below all that is drawn on it later.
pub fn mark(area: Rect, aim: Aim, buffer: &mut Buffer) {
    buffer.set_style(area.intersection(buffer.area), style(aim));
}

/// The aims on a frame, by their places.
#[derive(Clone, Debug, Default)]
pub struct Aims {
    width: u16,
    cells: Vec<Option<Aim>>,
}

impl Aims {
    /// The aim at a column and a row.
    pub fn at(&self, column: u16, row: u16) -> Option<Aim> {
        let place = usize::from(row) * usize::from(self.width) + usize::from(column);
        self.cells.get(place).copied().flatten().filter(|_| column < self.width)
    }
}

/// Reads the marks off a finished frame and wipes them.
pub fn collect(frame: &mut Buffer) -> Aims {
    let take = |cell: &mut Cell| {
        let aim = aim_of(cell);
        cell.underline_color = Color::Reset;
        aim
    };
    Aims { width: frame.area.width, cells: frame.content.iter_mut().map(take).collect() }
}

/// Where each aim on a frame begins.
pub fn first_places(frame: &Buffer) -> HashMap<Aim, Position> {
    // Backwards, so that of each the first stays.
    let cells = frame.content.iter().enumerate().rev();
    cells.filter_map(|(place, cell)| Some((aim_of(cell)?, frame.pos_of(place).into()))).collect()
}

/// The last column of what begins at a place.
pub fn last_column(frame: &Buffer, begins: Position) -> u16 {
    let aim = |x: u16| frame.cell((x, begins.y)).and_then(aim_of);
    (begins.x + 1..frame.area.right()).take_while(|x| aim(*x) == aim(begins.x)).last().unwrap_or(begins.x)
}

fn aim_of(cell: &Cell) -> Option<Aim> {
    match cell.underline_color {
        Color::Rgb(kind, high, low) => Aim::unpack(kind, u16::from_be_bytes([high, low])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::text::{Line, Span};

    use super::*;

    #[test]
    fn a_mark_is_found_where_its_text_was_drawn_and_wiped() {
        let mut frame = Buffer::empty(Rect::new(0, 0, 8, 2));
        mark(Rect::new(0, 0, 8, 1), Aim::Text, &mut frame);
        let line = Line::from(vec![Span::raw("ab "), Span::raw("cd").aimed(Aim::Byte(700))]);
        frame.set_line(1, 0, &line, 7);
        let aims = collect(&mut frame);
        assert_eq!(
            (aims.at(0, 0), aims.at(2, 0), aims.at(4, 0)),
            (Some(Aim::Text), Some(Aim::Text), Some(Aim::Byte(700)))
        );
        assert_eq!((aims.at(4, 1), aims.at(8, 0), aims.at(0, 2)), (None, None, None));
        assert!(frame.content.iter().all(|cell| cell.underline_color == Color::Reset));
    }
}
