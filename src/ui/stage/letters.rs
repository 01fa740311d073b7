//! Letters over a stage: each on what it leads to, all else quiet.

use std::collections::HashMap;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::aim::Aim;
use crate::app::tool::letters::Letters;
use crate::ui::text::{Aimed, Put, Role, Theme, aims};

/// Puts the letters on a frame that the stage is drawn on.
pub fn draw(letters: &Letters, theme: Theme, frame: &mut Frame) {
    let area = frame.area();
    let places: HashMap<Aim, _> = aims::first_places(frame.buffer_mut());
    // The foot stays as it is.
    let stage = Rect { height: area.height.saturating_sub(2), ..area };
    let quiet = Style::new().remove_modifier(Modifier::REVERSED | Modifier::BOLD).add_modifier(Modifier::DIM);
    frame.buffer_mut().set_style(stage, quiet);
    for jump in letters.list.rows() {
        let Some(rest) = jump.letters.strip_prefix(letters.typed.as_str()) else { continue };
        for (aim, place) in jump.aims.iter().filter_map(|aim| Some((aim, places.get(aim)?))) {
            let width = u16::try_from(rest.len()).unwrap_or(1);
            let Position { x, y } = match aim {
                // The digits of a value are many.
                Aim::Drawn(_) | Aim::Byte(_) => *place,
                _ => beside(frame.buffer_mut(), *place, width),
            };
            let over = Rect { x, y, width, height: 1 };
            frame.buffer_mut().set_style(over, Style::new().remove_modifier(Modifier::all()));
            frame.put([theme.line(rest.to_owned(), Role::Current).aimed(*aim)], over);
        }
    }
}

/// Where so many letters stand for what begins with a name at a place: where it is blank, in the blank before it or in
/// the first blank of it, so that they cover nothing; else on its beginning.
fn beside(buffer: &Buffer, begins: Position, width: u16) -> Position {
    let is_blank =
        |x: &u16| (*x..x + width).all(|x| buffer.cell((x, begins.y)).is_some_and(|cell| cell.symbol() == " "));
    let last = (aims::last_column(buffer, begins) + 1).saturating_sub(width);
    let before = begins.x.checked_sub(width);
    let free = [begins.x].into_iter().chain(before).chain(begins.x + 1..=last).find(is_blank);
    Position { x: free.unwrap_or(begins.x), ..begins }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    /// The columns of letters for the text behind some others.
    fn column(before: &str, text: &str, width: u16) -> u16 {
        let mut frame = Buffer::empty(Rect::new(0, 0, 20, 1));
        frame.set_string(0, 0, before, Style::new());
        let x = before.len() as u16;
        frame.set_string(x, 0, text, aims::style(Aim::Panel(7)));
        beside(&frame, Position { x, y: 0 }, width).x
    }

    #[test]
    fn letters_cover_nothing_where_a_blank_is_near() {
        assert_eq!(column("from  ", "h[11]  32ca2d8c", 1), 5, "before the name");
        assert_eq!(column("from  ", "h[11]  32ca2d8c", 2), 4);
        assert_eq!(column("", "  h[11]", 1), 0, "on its own blank");
        assert_eq!(column("x", "h[11]  32ca2d8c", 2), 6, "between name and value");
        assert_eq!(column("6 ", "61 62", 2), 2, "else on its beginning");
    }
}
