//! Blocks of sixteen bytes, and which of them are alike.

use super::row::{Room, View};
use super::shown::Shown;
use crate::run::Type;

/// The row.
pub const VIEW: View = View {
    name: "blocks",
    summary: "A block a line, of 8 bytes within Blowfish, else of 16; blocks that are alike have the same letter before them.",
    wants: "more than one block",
    grid: true,
    fits: |shown| shown.kind == Type::Bytes && shown.len > block(shown) as u64,
    lines,
    here: |shown, _| {
        let (cursor, block) = (shown.cursor?, block(shown));
        let column = LETTERS + cursor % block * 2;
        Some((cursor / block, column..column + 2))
    },
};

/// The columns of the letters before a block.
const LETTERS: usize = 3;
/// The bytes of a block where the cipher is not known.
const BLOCK: usize = 16;

fn block(shown: &Shown) -> usize {
    shown.block.unwrap_or(BLOCK).max(1)
}

fn lines(shown: &Shown, Room { columns, .. }: Room) -> Vec<String> {
    let mut seen: Vec<&[u8]> = vec![];
    let line = |block| {
        let place = seen.iter().position(|other| *other == block).unwrap_or_else(|| {
            seen.push(block);
            seen.len() - 1
        });
        let digits: String = block.iter().map(|b| format!("{b:02x}")).collect();
        format!("{:<LETTERS$}{digits}", letters(place)).chars().take(columns).collect()
    };
    shown.bytes.chunks(block(shown)).map(line).collect()
}
/// A, B, …, Z, AA, AB, …
fn letters(mut place: usize) -> String {
    let mut out = vec![];
    loop {
        out.insert(0, char::from(b'A' + (place % 26) as u8));
        if place < 26 {
            return out.into_iter().collect();
        }
        place = place / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Room, Shown, view};
    use super::letters;
    use crate::run::Value;

    #[test]
    fn equal_blocks_have_one_letter() {
        let bytes: Vec<u8> = [[1; 16], [2; 16], [1; 16]].concat();
        let shown = Shown::of(&Value::bytes(&bytes)).unwrap();
        let lines = (view("blocks").unwrap().lines)(&shown, Room::wide(40));
        let (one, two) = (format!("A  {}", "01".repeat(16)), format!("B  {}", "02".repeat(16)));
        assert_eq!(lines, [one.clone(), two, one]);
        let here =
            |cursor| (view("blocks").unwrap().here)(&Shown { cursor: Some(cursor), ..shown.clone() }, Room::wide(40));
        assert_eq!((here(0), here(17)), (Some((0, 3..5)), Some((1, 5..7))));
        let short = Shown { block: Some(8), ..Shown::bytes([[1; 8], [2; 8], [1; 8]].concat()) };
        let lines = (view("blocks").unwrap().lines)(&short, Room::wide(40));
        assert_eq!(lines, ["A  0101010101010101", "B  0202020202020202", "A  0101010101010101"]);
    }
    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
