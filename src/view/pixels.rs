//! A picture: a byte a pixel, from dark to bright.

use super::row::{Room, View};
use super::shown::Shown;
use crate::run::Type;

/// The row.
pub const VIEW: View = View {
    name: "picture",
    summary: "A pixel a byte, 32 to a row: blank below 64, then light, half and full.",
    wants: "32 bytes or more",
    grid: true,
    fits: |shown| shown.kind == Type::Bytes && shown.len >= WIDTH as u64,
    lines,
    here: |shown, room| {
        let (cursor, width) = (shown.cursor?, width(room));
        let column = cursor % width;
        Some((cursor / width, column..column + 1))
    },
};

/// Pixels in a row, where there is room: two blocks of AES.
const WIDTH: usize = 32;
/// A quarter of all bytes each. An ASCII terminal shows them as a blank, a dot, a colon and a hash.
const SHADES: [char; 4] = [' ', '░', '▒', '█'];

/// The pixels of a row in so much room.
fn width(Room { columns, .. }: Room) -> usize {
    (1..).map(|k| WIDTH >> k << 1).find(|w| *w <= columns.max(1)).unwrap_or(1).max(1)
}

fn lines(shown: &Shown, room: Room) -> Vec<String> {
    let width = width(room);
    let row = |bytes: &[u8]| bytes.iter().map(|b| SHADES[usize::from(b / 64)]).collect();
    shown.bytes.chunks(width).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Room, Shown, view};
    use crate::run::Value;

    #[test]
    fn a_byte_is_a_pixel() {
        let bytes: Vec<u8> = [[0; 16], [0x40; 16], [0x80; 16], [0xff; 16]].concat();
        let shown = Shown::of(&Value::bytes(&bytes)).unwrap();
        let lines = (view("picture").unwrap().lines)(&shown, Room::wide(40));
        assert_eq!(lines, ["                ░░░░░░░░░░░░░░░░", "▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒████████████████"]);
        assert_eq!((view("picture").unwrap().lines)(&shown, Room::wide(16)).len(), 4);
        let here = (view("picture").unwrap().here)(&Shown { cursor: Some(33), ..shown }, Room::wide(40));
        assert_eq!(here, Some((1, 1..2)));
    }
}
