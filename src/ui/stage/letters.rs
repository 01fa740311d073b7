//! Letters over a stage: each on what it leads to, all else quiet.

use std::collections::HashMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::app::aim::Aim;
use crate::app::tool::letters::Letters;
use crate::ui::text::{Put, Role, Theme, aims};

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
        for place in jump.aims.iter().filter_map(|aim| places.get(aim)) {
            let width = u16::try_from(rest.len()).unwrap_or(1);
            let over = Rect { x: place.x, y: place.y, width, height: 1 };
            frame.buffer_mut().set_style(over, Style::new().remove_modifier(Modifier::all()));
            frame.put([theme.line(rest.to_owned(), Role::Current)], over);
        }
    }
}
