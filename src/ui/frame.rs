//! What is drawn on: the cells of one picture, and where the cursor is to stand.

use std::fmt;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use crate::view::clusters::is_simple;

/// One picture.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    buffer: Buffer,
    cursor: Option<Position>,
}

impl Frame {
    /// An empty picture.
    pub fn new(columns: u16, rows: u16) -> Frame {
        Frame { buffer: Buffer::empty(Rect::new(0, 0, columns, rows)), cursor: None }
    }

    /// The whole of it.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// The cells.
    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// The cells, to draw on.
    pub fn buffer_mut(&mut self) -> &mut Buffer {
        &mut self.buffer
    }

    /// Where the cursor is to stand; hidden where that was not said.
    pub fn cursor(&self) -> Option<Position> {
        self.cursor
    }

    /// Says where the cursor is to stand.
    pub fn set_cursor_position(&mut self, position: Position) {
        self.cursor = Some(position);
    }

    /// Wipes everything.
    pub fn clear(&mut self) {
        self.buffer.reset();
        self.cursor = None;
    }

    /// Lines into an area; what does not fit is left out.
    pub fn put(&mut self, lines: impl IntoIterator<Item = Line<'static>>, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for (y, line) in (area.top()..area.bottom()).zip(lines) {
            let mut x = area.x;
            for span in &line.spans {
                x = self.span(x, y, area.right(), &span.content, line.style.patch(span.style));
            }
        }
    }

    /// Text from a column up to another, and where it ends.
    fn span(&mut self, mut x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        if !is_simple(text) {
            return self.buffer.set_stringn(x, y, text, end.saturating_sub(x).into(), style).0;
        }
        for c in text.chars().take(end.saturating_sub(x).into()) {
            self.buffer[(x, y)].set_char(c).set_style(style);
            x += 1;
        }
        x
    }
}

/// Its characters, row by row.
impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in self.buffer.content.chunks(usize::from(self.buffer.area.width).max(1)) {
            let row: String = row.iter().map(Cell::symbol).collect();
            writeln!(f, "{}", row.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::Stylize;
    use ratatui::text::Span;

    proptest! {
        /// As the library draws lines.
        #[test]
        fn lines_are_put_as_the_library_puts_them(
            texts in prop::collection::vec(("([ -~]|[é→⊕─]|[漢👍\u{301}]){0,9}", any::<bool>()), 0..4),
            x in 0u16..5,
            width in 0u16..12,
        ) {
            let spans = texts.iter().map(|(text, bold)| {
                let span = Span::raw(text.clone()).red();
                if *bold { span.bold() } else { span }
            });
            let line = Line::from(spans.collect::<Vec<_>>()).on_blue();
            let (mut ours, mut theirs) = (Frame::new(12, 2), Frame::new(12, 2));
            let area = Rect { x, y: 1, width, height: 1 }.intersection(ours.area());
            ours.put([line.clone()], area);
            theirs.buffer_mut().set_line(area.x, 1, &line, area.width);
            prop_assert_eq!(ours.buffer(), theirs.buffer());
        }
    }
}
