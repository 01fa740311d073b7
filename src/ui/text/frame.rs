//! Frames: lines put onto one, and one drawn into memory.

use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use unicode_width::UnicodeWidthStr;

use crate::view::clusters::is_simple;

/// Lines put where there is room for them.
pub trait Put {
    /// Lines into an area; what does not fit is left out.
    fn put(&mut self, lines: impl IntoIterator<Item = Line<'static>>, area: Rect);
}

impl Put for Frame<'_> {
    fn put(&mut self, lines: impl IntoIterator<Item = Line<'static>>, area: Rect) {
        self.buffer_mut().put(lines, area);
    }
}

impl Put for Buffer {
    fn put(&mut self, lines: impl IntoIterator<Item = Line<'static>>, area: Rect) {
        let area = area.intersection(self.area);
        for (y, line) in (area.top()..area.bottom()).zip(lines) {
            let mut x = area.x;
            for span in &line.spans {
                x = put_span(self, x, y, area.right(), &span.content, line.style.patch(span.style));
            }
        }
    }
}

/// Text from a column up to another, and where it ends.
fn put_span(buffer: &mut Buffer, mut x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
    if !is_simple(text) {
        return buffer.set_stringn(x, y, text, end.saturating_sub(x).into(), style).0;
    }
    let room = usize::from(end.saturating_sub(x));
    let first = if room > 0 { buffer.index_of(x, y) } else { 0 };
    for (cell, c) in buffer.content.iter_mut().skip(first).take(room).zip(text.chars()) {
        cell.set_char(c).set_style(style);
        x += 1;
    }
    x
}

/// The first columns of an area, and those behind a gap.
pub fn beside(area: Rect, width: u16, gap: u16) -> [Rect; 2] {
    let taken = width + gap;
    [Rect { width, ..area }, Rect { x: area.x + taken, width: area.width.saturating_sub(taken), ..area }]
}

/// The first rows of an area, and those below a gap.
pub fn above(area: Rect, height: u16, gap: u16) -> [Rect; 2] {
    let taken = height + gap;
    [Rect { height, ..area }, Rect { y: area.y + taken, height: area.height.saturating_sub(taken), ..area }]
}

/// A picture of so many columns and rows, drawn into memory.
pub fn picture(columns: u16, rows: u16, draw: impl FnOnce(&mut Frame)) -> Buffer {
    let viewport = Viewport::Fixed(Rect::new(0, 0, columns, rows));
    // The frame is all that is wanted: no terminal is told what of it is new.
    let Ok(mut terminal) = Terminal::with_options(TestBackend::new(0, 0), TerminalOptions { viewport });
    let mut frame = terminal.get_frame();
    draw(&mut frame);
    std::mem::take(frame.buffer_mut())
}

/// The characters of a picture, row by row.
pub fn characters(picture: &Buffer) -> String {
    let mut text = String::with_capacity(picture.content.len() + usize::from(picture.area.height));
    for row in picture.content.chunks(usize::from(picture.area.width).max(1)) {
        let start = text.len();
        // A wide one takes the cells behind it.
        let mut taken = 0;
        for symbol in row.iter().map(Cell::symbol) {
            if taken == 0 {
                taken = if symbol.len() == 1 { 1 } else { symbol.width().max(1) };
                text.push_str(symbol);
            }
            taken -= 1;
        }
        text.truncate(start + text[start..].trim_end().len());
        text.push('\n');
    }
    text
}
