//! The states that specifications draw as a square: AES, ChaCha20 and Keccak.

use super::row::{Room, View, flow, nowhere};
use super::shape::Shape;
use super::shown::Shown;

/// The row.
pub const VIEW: View = View {
    name: "matrix",
    summary: "The square of a state: 16 bytes of AES down the columns, 16 words of ChaCha20 or 25 lanes of Keccak along the rows.",
    wants: "a state of AES, ChaCha20 or Keccak",
    grid: true,
    fits: |shown| Square::of(shown).is_some(),
    lines,
    here: nowhere,
};

/// A square of cells.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Square(Shape);

impl Square {
    fn of(shown: &Shown) -> Option<Square> {
        shown.whole_state().and_then(Square::drawn)
    }
    fn drawn(state: Shape) -> Option<Square> {
        match state {
            Shape::Aes | Shape::ChaCha | Shape::Keccak => Some(Square(state)),
            Shape::Feistel => None,
        }
    }
    /// The number of rows, and of columns.
    fn side(self) -> usize {
        if self.0 == Shape::Keccak { 5 } else { 4 }
    }
    /// The bytes of a cell.
    fn cell(self) -> usize {
        self.0.bytes() as usize / (self.side() * self.side())
    }
    /// Which cell stands in a row and a column.
    fn place(self, row: usize, column: usize) -> usize {
        if self.0 == Shape::Aes { row + 4 * column } else { self.side() * row + column }
    }
    /// The name of the columns, before their number.
    fn across(self) -> &'static str {
        if self.0 == Shape::Keccak { "x=" } else { "" }
    }
    fn down(self) -> &'static str {
        if self.0 == Shape::Keccak { "y=" } else { "" }
    }
}

fn lines(shown: &Shown, Room { columns, .. }: Room) -> Vec<String> {
    let state = shown.whole_state().or_else(|| shown.state_by_length());
    let Some(square) = state.and_then(Square::drawn) else { return vec![] };
    let (side, width) = (square.side(), square.cell());
    let current = shown.cursor.map(|byte| byte / width);
    // Each cell has a margin on both sides, which marks the one that one stands on.
    let cell = |place: usize| {
        let bytes = shown.bytes.get(place * width..(place + 1) * width).unwrap_or_default();
        let mut digits: Vec<String> = bytes.iter().map(|b| format!("{b:02x}")).collect();
        if square.0 == Shape::Keccak {
            digits.reverse();
        }
        let digits = digits.concat();
        if current == Some(place) { format!("[{digits}]") } else { format!(" {digits} ") }
    };
    let head = square.down().len() + 2;
    if head + side * (2 * width + 1) > columns {
        // Too narrow for a square: a row after the other.
        let row = |row: usize| {
            let cells = (0..side).map(|column| cell(square.place(row, column)).trim().to_owned());
            let name = format!("{}{row}", square.down());
            flow(std::iter::once(name).chain(cells), columns.max(2 * width + 2))
        };
        return (0..side).flat_map(row).collect();
    }
    let names = (0..side).map(|column| format!("{:^1$}", format!("{}{column}", square.across()), 2 * width + 1));
    let first = format!("{:head$}{}", "", names.collect::<String>());
    let row = |row: usize| {
        let mut line = format!("{:<1$}", format!("{}{row}", square.down()), head - 1);
        for column in 0..side {
            let text = cell(square.place(row, column));
            // Neighbours share a margin; a mark wins over a blank.
            let margin = if column > 0 { line.pop() } else { None };
            let mark = margin.filter(|margin| *margin != ' ').or(text.chars().next());
            line.extend(mark.into_iter().chain(text.chars().skip(1)));
        }
        line.trim_end().to_owned()
    };
    std::iter::once(first.trim_end().to_owned()).chain((0..side).map(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Room, Shape, Shown, view};

    fn drawn(shown: &Shown, columns: usize) -> Vec<String> {
        (view("matrix").unwrap().lines)(shown, Room::wide(columns))
    }

    #[test]
    fn the_state_of_aes_stands_in_columns() {
        // FIPS 197 appendix B: the input and its state.
        let input = 0x3243f6a8_885a308d_313198a2_e0370734_u128.to_be_bytes().to_vec();
        let lines = drawn(&Shown::bytes(input.clone()), 40);
        assert_eq!(lines, ["   0  1  2  3", "0 32 88 31 e0", "1 43 5a 31 37", "2 f6 30 98 07", "3 a8 8d a2 34"]);
        let lines = drawn(&Shown { cursor: Some(5), ..Shown::bytes(input.clone()) }, 40);
        assert_eq!(lines[2], "1 43[5a]31 37");
        let lines = drawn(&Shown { cursor: Some(0), ..Shown::bytes(input) }, 40);
        assert_eq!(lines[1], "0[32]88 31 e0");
    }
    #[test]
    fn the_state_of_chacha20_is_sixteen_numbers() {
        // RFC 8439 section 2.3.2: the constants, the key 00 01 02 …, the counter and the nonce.
        let little = |bytes: &[u8]| bytes.chunks(4).flat_map(|word| word.iter().rev().copied()).collect::<Vec<_>>();
        let mut bytes = b"expand 32-byte k".to_vec();
        bytes.extend(0..32);
        bytes.extend([1, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0x4a, 0, 0, 0, 0]);
        let lines = drawn(&Shown { cursor: Some(12), ..Shown::bytes(little(&bytes)) }, 38);
        assert_eq!(lines[1], "0 61707865 3320646e 79622d32[6b206574]");
        assert_eq!(drawn(&Shown::bytes(little(&bytes)), 36).len(), 8, "too narrow");
        let lines = drawn(&Shown::bytes(little(&bytes)), 60);
        assert_eq!(lines[1], "0 61707865 3320646e 79622d32 6b206574");
        assert_eq!(lines[2], "1 03020100 07060504 0b0a0908 0f0e0d0c");
        assert_eq!(lines[4], "3 00000001 09000000 4a000000 00000000");
    }
    #[test]
    fn the_lanes_of_keccak_stand_by_x_and_y() {
        let bytes: Vec<u8> = (0..200).collect();
        let wide = drawn(&Shown::bytes(bytes.clone()), 100);
        assert_eq!(wide.len(), 6);
        assert!(wide[1].starts_with("y=0 0706050403020100 0f0e0d0c0b0a0908"), "{}", wide[1]);
        // Lane (0, 1) is number 5, of the bytes 40 to 47.
        assert!(wide[2].starts_with("y=1 2f2e2d2c2b2a2928"), "{}", wide[2]);
        let narrow = drawn(&Shown::bytes(bytes), 40);
        assert!(narrow.iter().all(|line| line.len() <= 40) && narrow[0].starts_with("y=0 0706050403020100"));
    }
    #[test]
    fn a_square_is_a_state_and_not_its_length() {
        let fits = |shown: &Shown| (view("matrix").unwrap().fits)(shown);
        for (state, len) in [(Shape::Aes, 16), (Shape::ChaCha, 64), (Shape::Keccak, 200)] {
            let plain = Shown::bytes(vec![0; len]);
            assert!(!fits(&plain), "{len} bytes of which no more is known");
            assert!(fits(&Shown { asked: true, ..plain.clone() }), "a lesson asks");
            assert!(fits(&Shown { state: Some(state), ..plain.clone() }));
            let (key, asked) = (Shown::bytes(vec![0; 14]), true);
            assert!(!fits(&Shown { state: Some(state), asked, ..key }), "not a whole state");
        }
        assert!(!fits(&Shown { state: Some(Shape::Feistel), ..Shown::bytes(vec![0; 8]) }));
    }
}
