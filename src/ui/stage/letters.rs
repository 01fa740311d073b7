//! Letters over a stage: each on what it leads to, all else quiet.

use std::collections::HashMap;

use ratatui::Frame;
use ratatui::style::Modifier;

use crate::app::aim::Aim;
use crate::app::tool::letters::Letters;
use crate::ui::text::{Put, Role, Theme, aims};

/// Puts the letters on a frame that the stage is drawn on.
pub fn draw(letters: &Letters, theme: Theme, frame: &mut Frame) {
    let area = frame.area();
    let places: HashMap<Aim, _> = aims::first_places(frame.buffer_mut());
    let foot = area.bottom().saturating_sub(2);
    for position in area.positions().filter(|position| position.y < foot) {
        let cell = &mut frame.buffer_mut()[position];
        cell.modifier = cell.modifier.difference(Modifier::REVERSED | Modifier::BOLD) | Modifier::DIM;
    }
    for jump in letters.list.rows() {
        let Some(rest) = jump.letters.strip_prefix(letters.typed.as_str()) else { continue };
        for place in jump.aims.iter().filter_map(|aim| places.get(aim)) {
            let width = u16::try_from(rest.len()).unwrap_or(1);
            let line = theme.line(rest.to_owned(), Role::Current);
            let over = ratatui::layout::Rect { x: place.x, y: place.y, width, height: 1 };
            over.intersection(area)
                .positions()
                .for_each(|position| frame.buffer_mut()[position].modifier = Modifier::empty());
            frame.put([line], over);
        }
    }
}
