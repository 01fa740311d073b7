//! A line of text being edited, in as many columns as there are: the part around the cursor.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use crate::app::text::InputLine;
use crate::ui::text::{Put, Role, Theme, cut};
use crate::view::window::{Visible, window};

/// A field as it is drawn.
pub struct Drawn {
    /// The label, and the text around the cursor.
    pub line: Line<'static>,
    /// The columns of the label.
    pub lead: u16,
    /// The columns of the text.
    pub room: u16,
    /// The part of the text that is seen.
    pub seen: Visible,
}

/// A field with its label and its text around the cursor. What the next character takes the place of is reversed.
pub fn field(label: &str, line: &InputLine, theme: Theme, width: u16) -> Drawn {
    let label = format!("{}  ", cut(label, width / 3));
    let lead = u16::try_from(label.width()).unwrap_or(0);
    let room = width.saturating_sub(lead).max(4);
    let seen = window(line.text(), line.cursor(), room);
    let name = theme.span(label, Role::Name);
    let rest = usize::from(room).saturating_sub(seen.text.width());
    let role = if line.is_offered() { Role::Current } else { Role::Field };
    let text = theme.span(seen.text.clone(), role);
    let pad = theme.span(" ".repeat(rest), Role::Field);
    Drawn { line: Line::from(vec![name, text, pad]), lead, room, seen }
}

/// Draws a field and sets the cursor in it.
pub fn draw(label: &str, line: &InputLine, theme: Theme, frame: &mut Frame, area: Rect) {
    let Drawn { line, lead, seen, .. } = field(label, line, theme, area.width);
    frame.put(vec![line], area);
    frame.set_cursor_position(Position { x: area.x + lead + seen.cursor, y: area.y });
}
