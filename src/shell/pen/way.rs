//! The way of the cursor from one place to another, in as few bytes as that takes.

use std::io::Write;

use ratatui::layout::{Position, Size};

/// A movement of the cursor. In a terminal that is taken raw, a line feed leaves the column as it is.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// To a place.
    Place(Position),
    /// To a row, in the same column.
    Row(u16),
    /// So many rows down, in the same column.
    Down(u16),
    /// To a column, in the same row.
    Column(u16),
    /// So many columns on.
    Right(u16),
    /// So many columns back.
    Left(u16),
    /// To the first column.
    Return,
    /// Nowhere.
    Stay,
}

/// The most single characters that a sequence with a number is not shorter than.
const SINGLE: u16 = 3;

impl Move {
    fn write(self, bytes: &mut Vec<u8>) {
        let single = |byte: u8, count: u16| std::iter::repeat_n(byte, usize::from(count));
        // Writing into memory does not fail.
        let _ = match self {
            Move::Stay => return,
            Move::Return => return bytes.push(b'\r'),
            Move::Down(count @ ..=SINGLE) => return bytes.extend(single(b'\n', count)),
            Move::Left(count @ ..=SINGLE) => return bytes.extend(single(8, count)),
            Move::Right(1) => write!(bytes, "\x1b[C"),
            Move::Place(Position { x: 0, y: 0 }) => write!(bytes, "\x1b[H"),
            Move::Place(Position { x: 0, y }) => write!(bytes, "\x1b[{}H", y + 1),
            Move::Place(Position { x, y }) => write!(bytes, "\x1b[{};{}H", y + 1, x + 1),
            Move::Row(y) => write!(bytes, "\x1b[{}d", y + 1),
            Move::Down(count) => write!(bytes, "\x1b[{count}B"),
            Move::Column(x) => write!(bytes, "\x1b[{}G", x + 1),
            Move::Right(count) => write!(bytes, "\x1b[{count}C"),
            Move::Left(count) => write!(bytes, "\x1b[{count}D"),
        };
    }

    /// How many bytes it takes.
    fn len(self) -> usize {
        let digits = |number: u16| usize::from(number).checked_ilog10().map_or(1, |more| more as usize + 1);
        match self {
            Move::Stay => 0,
            Move::Return => 1,
            Move::Down(count @ ..=SINGLE) | Move::Left(count @ ..=SINGLE) => count.into(),
            Move::Right(1) | Move::Place(Position { x: 0, y: 0 }) => 3,
            Move::Place(Position { x: 0, y }) => 3 + digits(y + 1),
            Move::Place(Position { x, y }) => 4 + digits(y + 1) + digits(x + 1),
            Move::Row(at) | Move::Column(at) => 3 + digits(at + 1),
            Move::Down(count) | Move::Right(count) | Move::Left(count) => 3 + digits(count),
        }
    }
}

/// A way: to the row, then to the column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way([Move; 2]);

impl Way {
    /// The shortest way to a place, from where the cursor stands if that is known; it may stand some columns further
    /// on.
    pub fn to(to: Position, from: Option<Position>, unsure: u16, size: Size) -> Way {
        let place = Way([Move::Place(to), Move::Stay]);
        // Where the cursor may have left the row, only a place is certain.
        let Some(at) = from.filter(|at| at.x + unsure < size.width) else { return place };
        let rows = match to.y.checked_sub(at.y) {
            Some(0) => [Move::Stay; 2],
            Some(down) => [Move::Down(down), Move::Row(to.y)],
            None => [Move::Row(to.y); 2],
        };
        let near = match (to.x.checked_sub(at.x), at.x.saturating_sub(to.x)) {
            _ if unsure > 0 => Move::Column(to.x),
            (Some(0), _) => Move::Stay,
            (Some(right), _) => Move::Right(right),
            (None, left) => Move::Left(left),
        };
        let columns = [near, Move::Column(to.x), if to.x == 0 { Move::Return } else { Move::Column(to.x) }];
        let ways = rows.into_iter().flat_map(|row| columns.map(|column| Way([row, column])));
        ways.fold(place, |best, way| if way.len() < best.len() { way } else { best })
    }

    /// How many bytes it takes.
    pub fn len(self) -> usize {
        self.0.iter().map(|part| part.len()).sum()
    }

    /// Writes it.
    pub fn write(self, bytes: &mut Vec<u8>) {
        self.0.iter().for_each(|part| part.write(bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIZE: Size = Size { width: 130, height: 60 };

    fn way(from: (u16, u16), to: (u16, u16), unsure: u16) -> String {
        let way = Way::to(to.into(), Some(from.into()), unsure, SIZE);
        let mut bytes = Vec::new();
        way.write(&mut bytes);
        assert_eq!(way.len(), bytes.len());
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_row_down_is_a_line_feed_and_a_way_back() {
        assert_eq!(way((20, 4), (20, 5), 0), "\n");
        assert_eq!(way((20, 4), (18, 6), 0), "\n\n\x08\x08");
        assert_eq!(way((20, 4), (12, 5), 0), "\n\x1b[8D");
        assert_eq!(way((120, 4), (0, 5), 0), "\n\r");
        assert_eq!(way((20, 4), (25, 40), 0), "\x1b[41;26H");
        assert_eq!(way((20, 40), (20, 4), 0), "\x1b[5d");
    }

    #[test]
    fn what_may_stand_further_on_is_placed_in_its_column() {
        assert_eq!(way((20, 4), (21, 4), 1), "\x1b[22G");
        assert_eq!(way((20, 4), (18, 5), 1), "\n\x1b[19G");
        assert_eq!(way((129, 4), (10, 5), 1), "\x1b[6;11H", "it may stand on the next row");
    }

    proptest! {
        #[test]
        fn every_way_leads_there(from in (0..130u16, 0..60u16), to in (0..130u16, 0..60u16), unsure in 0..3u16) {
            let mut parser = vt100::Parser::new(SIZE.height, SIZE.width, 0);
            let further = (from.0 + unsure).min(SIZE.width - 1);
            parser.process(format!("\x1b[{};{}H{}", from.1 + 1, further + 1, way(from, to, unsure)).as_bytes());
            prop_assert_eq!(parser.screen().cursor_position(), (to.1, to.0));
        }
    }
}
