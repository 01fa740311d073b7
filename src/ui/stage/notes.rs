//! What the speaker sees on a terminal of their own: notes, answers, the next page, the clock.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::stage::lesson::Notes;
use crate::ui::stage::edges;
use crate::ui::text::frame::Put;
use crate::ui::text::theme::{Look, Role, Theme};
use crate::ui::text::wrap::{padded, safe, wrap};

/// The columns of the labels.
const LEAD: u16 = 14;

/// The speaker's screen: where the talk stands and since when, or why there is none; and the notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Where the talk stands, or that there is none.
    pub head: String,
    /// How long it has gone on.
    pub clock: String,
    /// The notes.
    pub notes: Option<Notes>,
}

/// Draws them.
pub fn draw(told: &Told, look: Look, frame: &mut Frame) {
    let area = frame.area();
    edges::head(&safe(&told.head), &told.clock, look.theme, frame, area);
    let body = Rect { height: area.height.saturating_sub(2), ..edges::between(area) };
    frame.put(lines(told, look.theme, body.width), body);
}

/// The notes as lines; what is empty is left out. They come from a file, and are shown as foreign text is.
pub fn lines(told: &Told, theme: Theme, width: u16) -> Vec<Line<'static>> {
    let Some(notes) = &told.notes else { return Vec::new() };
    let one = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    let parts = [
        ("next key", one(&notes.then)),
        ("answer", notes.answers.clone()),
        ("notes", notes.says.clone()),
        ("to walk with", notes.keys.clone()),
        ("next page", one(&notes.next)),
    ];
    let mut lines = Vec::new();
    for (label, texts) in parts {
        for (place, text) in texts.iter().enumerate() {
            let said = Span::styled(safe(text), theme.style(Role::Text));
            for (row, line) in wrap(&[said], width.saturating_sub(LEAD), 0).into_iter().enumerate() {
                let label = if place + row == 0 { label } else { "" };
                let lead = Span::styled(padded(label, LEAD.into()), theme.style(Role::Name));
                lines.push(std::iter::once(lead).chain(line.spans).collect());
            }
        }
        if !texts.is_empty() {
            lines.push(Line::default());
        }
    }
    lines
}
