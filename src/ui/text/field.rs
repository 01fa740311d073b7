//! A line of text being edited, in as many columns as there are: the part around the cursor.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::ui::text::frame::Put;
use crate::ui::text::theme::{Role, Theme};
use crate::ui::text::wrap::{cut, padded};
use crate::view::window::window;

/// A field as it is drawn.
pub struct Drawn {
    /// The label, and the text around the cursor.
    pub line: Line<'static>,
    /// The columns of the label.
    pub lead: u16,
    /// The columns of the text.
    pub room: u16,
    /// The cursor's column in the text.
    pub cursor: u16,
}

/// A field with its label and its text around the cursor.
pub fn field(label: &str, text: &str, cursor: usize, theme: Theme, width: u16) -> Drawn {
    let label = format!("{}  ", cut(label, width / 3));
    let lead = u16::try_from(label.width()).unwrap_or(0);
    let room = width.saturating_sub(lead).max(4);
    let window = window(text, cursor, room);
    let text = Span::styled(padded(&window.text, room.into()), theme.style(Role::Field));
    let line = Line::from(vec![Span::styled(label, theme.style(Role::Name)), text]);
    Drawn { line, lead, room, cursor: window.cursor }
}

/// Draws a field and sets the cursor in it.
pub fn draw(label: &str, text: &str, cursor: usize, theme: Theme, frame: &mut Frame, area: Rect) {
    let Drawn { line, lead, cursor, .. } = field(label, text, cursor, theme, area.width);
    frame.put(vec![line], area);
    frame.set_cursor_position(Position { x: area.x + lead + cursor, y: area.y });
}
