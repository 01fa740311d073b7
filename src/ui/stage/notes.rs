//! What the speaker sees on a terminal of their own: notes, answers, the next page, the clock.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::learner::notes::Notes;
use crate::ui::stage::edges;
use crate::ui::text::{Lines, Look, Put, Role, Theme, led, padded, safe, scrolled, wrap};

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

/// Draws them, from a line of the notes on. Returns that line, or the last one from which they fill the screen.
pub fn draw(told: &Told, from: usize, look: Look, frame: &mut Frame) -> usize {
    let area = frame.area();
    let inner = edges::head(&safe(&told.head), &told.clock, look.theme, frame, area);
    let body = Rect { height: area.height.saturating_sub(2), ..inner };
    let mut lines = lines(told, look.theme, body.width);
    // The last of them is empty.
    lines.pop();
    let from = from.min(lines.len().saturating_sub(body.height.into()));
    frame.put(scrolled(lines, from, body.height, |_| look.theme.line("▾ ↓ scrolls", Role::Name)), body);
    from
}

/// The notes as lines; what is empty is left out. They come from a file, and are shown as foreign text is.
pub fn lines(told: &Told, theme: Theme, width: u16) -> Lines {
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
    for (label, texts) in parts.into_iter().filter(|(_, texts)| !texts.is_empty()) {
        let said =
            texts.iter().flat_map(|text| wrap(&[theme.span(safe(text), Role::Text)], width.saturating_sub(LEAD), 0));
        lines.extend(led(theme.span(padded(label, LEAD.into()), Role::Name), said.collect()));
        lines.push(Line::default());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::frame::{characters, picture};

    #[test]
    fn long_notes_are_scrolled_and_the_place_stays() {
        let says: Vec<String> = (1..=20).map(|number| format!("sentence {number}.")).collect();
        let notes = Notes { then: "why".into(), says, ..Notes::default() };
        let head = "4.1 p3 of 7, step 2 of 5: Small groups".to_owned();
        let told = Told { head, clock: "0:03:12 of 12 min".into(), notes: Some(notes) };
        let mut stands = 0;
        let mut text = |from| {
            let look = Look { theme: Theme::Mono, ascii: false };
            characters(&picture(40, 12, |frame| stands = draw(&told, from, look, frame)))
        };
        let first = text(0);
        assert!(first.contains("4.1 p3 of 7") && first.contains("why") && first.contains("▾ ↓ scrolls"), "{first}");
        let last = text(99);
        assert!(last.contains("4.1 p3 of 7") && last.contains("sentence 20.") && !last.contains('▾'), "{last}");
        assert_eq!(stands, 22 - 10, "a line for the step, a gap, twenty sentences; ten have room");
    }
}
