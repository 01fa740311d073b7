//! Cells as bytes, and as few of them as that takes: what makes a step cheap on a slow line.
//!
//! [`Pen`] is what `ratatui` draws with: it is told the cells that changed. It remembers where the terminal's cursor
//! stands, how it writes and whether it shows, and says only what changes: all cells of one ink before those of the
//! next, several attributes in one sequence, the shortest way to the next cell, no attribute that cannot be seen on a
//! blank, one sequence for many blanks. A picture that changes nothing takes no byte at all. Sequences are those of
//! ECMA-48. The theme has the terminal's sixteen colours and five attributes; the pen knows no others.

mod ink;
#[cfg(test)]
mod tests;
mod way;

use std::io;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use crate::view::clusters::columns;
use ink::Ink;
pub use ink::number_of;
use way::Way;

/// Blanks that are still to be written: where they begin, and how many they are.
type Blanks = Option<(Position, u16)>;

/// A cell to be written.
struct Stroke<'a> {
    at: Position,
    symbol: &'a str,
    ink: Ink,
    /// Whether nothing shows there.
    blank: bool,
}

/// The most cells that are written again on the way past them: a sequence is no longer.
const AGAIN: u16 = 8;

/// A cell of the terminal, as far as it is written again on the way past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noted {
    /// A blank in any ink that shows nothing on it.
    Plain,
    /// An ASCII character in its ink, a blank that its ink shows on included.
    Ascii(u8, Ink),
    /// The first column of a character of two.
    Wide,
    /// Another one.
    Other,
}

impl Noted {
    /// The byte that writes it again in an ink.
    fn again(self, ink: Ink) -> Option<u8> {
        match self {
            Noted::Plain => ink.same_on_blanks(Ink::default()).then_some(b' '),
            Noted::Ascii(byte, own) => (own == ink).then_some(byte),
            Noted::Wide | Noted::Other => None,
        }
    }
}

/// Writes pictures into memory, for a terminal that stands as the last byte left it.
#[derive(Debug, Default)]
pub struct Pen {
    bytes: Vec<u8>,
    size: Size,
    ink: Ink,
    /// Where the cursor stands, if that is known.
    at: Option<Position>,
    /// How many columns further on it may stand, since not every terminal agrees on the width of what was written.
    unsure: u16,
    shows: bool,
    /// The cells, row by row: a few characters are shorter than the way past them, and a blank is not written twice.
    noted: Vec<Noted>,
}

impl Pen {
    /// The terminal was taken anew: it is blank, attributes are off, the cursor is hidden and stands anywhere.
    pub fn taken(&mut self) {
        (self.ink, self.at, self.shows) = (Ink::default(), None, false);
        self.wiped();
    }

    /// The terminal is blank.
    fn wiped(&mut self) {
        self.noted.clear();
        self.noted.resize(usize::from(self.size.width) * usize::from(self.size.height), Noted::Plain);
    }

    /// Where the cell of a place is noted.
    fn index(&self, at: Position) -> usize {
        usize::from(at.y) * usize::from(self.size.width) + usize::from(at.x)
    }

    /// The columns and rows to draw on from now on.
    pub fn measured(&mut self, size: Size) {
        if self.size != size {
            (self.size, self.at) = (size, None);
            self.wiped();
        }
    }

    /// The bytes written since they were last sent.
    pub fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Says which column is left of what takes two and is half overwritten: not every terminal leaves a plain blank
    /// there, which it is now.
    fn halved(&self, at: Position, takes: u16) -> Option<Position> {
        let last = Position { x: at.x + takes - 1, ..at };
        let was = self.noted.get(self.index(last)) == Some(&Noted::Wide);
        was.then_some(Position { x: last.x + 1, ..at })
    }

    /// Notes a cell, where another one stands there, among those to be written.
    fn note<'a>(&mut self, at: Position, symbol: &'a str, ink: Ink, strokes: &mut Vec<Stroke<'a>>) {
        let place = self.index(at);
        let blank = symbol == " " && ink.same_on_blanks(Ink::default());
        if blank && self.noted.get(place) == Some(&Noted::Plain) {
            return;
        }
        let takes = columns(symbol);
        let look = match symbol.as_bytes() {
            _ if blank => Noted::Plain,
            [c] => Noted::Ascii(*c, ink),
            _ if takes > 1 => Noted::Wide,
            _ => Noted::Other,
        };
        self.noted.iter_mut().skip(place).take(takes.max(1)).for_each(|noted| *noted = Noted::Other);
        self.noted.get_mut(place).into_iter().for_each(|noted| *noted = look);
        // Any ink that does not show on a blank will do for one: that of the cell before.
        let before = strokes.last().filter(|last| blank && (last.at.x + 1, last.at.y) == (at.x, at.y));
        let before = before.map(|last| last.ink).filter(|ink| ink.same_on_blanks(Ink::default()));
        let ink = if blank { before.unwrap_or_default() } else { ink };
        strokes.push(Stroke { at, symbol, ink, blank });
    }

    /// Writes the cells of one ink.
    fn write<'s, 'a: 's>(&mut self, strokes: impl Iterator<Item = &'s Stroke<'a>>) {
        let mut blanks: Blanks = None;
        for Stroke { at, symbol, ink, blank } in strokes {
            match &mut blanks {
                Some((from, count)) if *blank && (from.x + *count, from.y) == (at.x, at.y) => *count += 1,
                _ => {
                    self.erase(blanks.take());
                    blanks = blank.then_some((*at, 1));
                }
            }
            if !blank {
                self.go(*at, *ink);
                self.bytes.extend_from_slice(symbol.as_bytes());
                self.at = (columns(symbol) == 1).then_some(Position { x: at.x + 1, ..*at });
                self.unsure += u16::from(symbol.len() > 1);
            }
        }
        self.erase(blanks);
    }

    /// Goes to a place and takes up an ink, writing again what stands between where that is no longer than the way.
    fn go(&mut self, to: Position, ink: Ink) {
        if self.at != Some(to) {
            let way = Way::to(to, self.at, self.unsure, self.size);
            if !self.fill(to, ink, way.len()) {
                way.write(&mut self.bytes);
                self.unsure = 0;
            }
            self.at = Some(to);
        }
        self.take_up(ink);
    }

    /// Writes again what stands between the cursor and a place on its row, in no more than so many bytes: the first
    /// cells in the ink that the pen has, the others in the one that it takes up.
    fn fill(&mut self, to: Position, ink: Ink, most: usize) -> bool {
        let near = |at: &Position| at.y == to.y && (1..=AGAIN).contains(&to.x.saturating_sub(at.x));
        let Some(at) = self.at.filter(|at| self.unsure == 0 && near(at)) else { return false };
        let Some(between) = self.noted.get(self.index(at)..self.index(to)) else { return false };
        let (mut again, mut changes) = ([0; AGAIN as usize], 0);
        for (byte, noted) in again.iter_mut().zip(between) {
            let same = noted.again(self.ink).filter(|_| changes == 0);
            let Some(found) = same.or_else(|| noted.again(ink)) else { return false };
            changes += usize::from(same.is_none());
            *byte = found;
        }
        let (count, before) = (between.len(), between.len() - changes);
        if count > most {
            return false;
        }
        self.bytes.extend_from_slice(&again[..before]);
        if changes > 0 {
            self.take_up(ink);
        }
        self.bytes.extend_from_slice(&again[before..count]);
        true
    }

    fn take_up(&mut self, ink: Ink) {
        if self.ink != ink {
            ink.write_after(self.ink, &mut self.bytes);
            self.ink = ink;
        }
    }

    /// Blanks from a place on: as themselves, or erased where that is shorter.
    fn erase(&mut self, blanks: Blanks) {
        let Some((from, count)) = blanks else { return };
        let plain = self.ink.same_on_blanks(Ink::default());
        self.go(from, if plain { self.ink } else { Ink::default() });
        let next = self.index(Position { x: from.x + count, y: from.y });
        let end = self.index(Position { x: self.size.width, y: from.y });
        let last = self.noted.get(next..end).is_some_and(|rest| rest.iter().all(|noted| *noted == Noted::Plain));
        match count {
            // As long as the sequence.
            0..=2 => self.space(from, count),
            _ if last => self.bytes.extend_from_slice(b"\x1b[K"),
            // As long as the sequence and the way on from where it leaves the cursor.
            3..10 => self.space(from, count),
            _ => self.bytes.extend_from_slice(format!("\x1b[{count}X").as_bytes()),
        }
    }

    fn space(&mut self, from: Position, count: u16) {
        self.bytes.extend(std::iter::repeat_n(b' ', count.into()));
        self.at = Some(Position { x: from.x + count, y: from.y });
    }
}

impl Backend for Pen {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, changed: I) -> io::Result<()> {
        let (mut strokes, mut half) = (Vec::new(), None);
        for (x, y, cell) in changed {
            let at = Position { x, y };
            if let Some(half) = half.take().filter(|half| *half != at) {
                self.note(half, " ", Ink::default(), &mut strokes);
            }
            half = self.halved(at, columns(cell.symbol()).max(1) as u16);
            self.note(at, cell.symbol(), Ink::of(cell), &mut strokes);
        }
        if let Some(half) = half {
            self.note(half, " ", Ink::default(), &mut strokes);
        }
        let mut inks = vec![self.ink];
        for stroke in &strokes {
            if !inks.contains(&stroke.ink) {
                inks.push(stroke.ink);
            }
        }
        for ink in inks {
            self.write(strokes.iter().filter(|stroke| stroke.ink == ink));
        }
        self.take_up(Ink::default());
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.shows) {
            self.bytes.extend_from_slice(b"\x1b[?25l");
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.shows, true) {
            self.bytes.extend_from_slice(b"\x1b[?25h");
        }
        Ok(())
    }

    /// The place the pen left it at: the terminal is never asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.go(position.into(), self.ink);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        match region {
            ClearType::All => {
                self.wiped();
                self.bytes.extend_from_slice(b"\x1b[2J");
                Ok(())
            }
            // Nothing that draws on the whole of a window asks for these.
            ClearType::AfterCursor | ClearType::BeforeCursor | ClearType::CurrentLine | ClearType::UntilNewLine => {
                Err(io::ErrorKind::Unsupported.into())
            }
        }
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    /// Nothing: whoever owns the pen sends the bytes.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
