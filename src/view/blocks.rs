//! Blocks of sixteen bytes, and which of them are alike.

use super::{Room, Shown, View};
use crate::run::Type;

/// The row.
pub const VIEW: View = View {
    name: "blocks",
    summary: "A block of 16 bytes a line; blocks that are alike have the same letter before them.",
    wants: "more than 16 bytes",
    grid: true,
    fits: |shown| shown.kind == Type::Bytes && shown.len > BLOCK as u64,
    lines,
};

const BLOCK: usize = 16;

fn lines(shown: &Shown, Room { columns, .. }: Room) -> Vec<String> {
    let mut seen: Vec<&[u8]> = vec![];
    let line = |block| {
        let place = seen.iter().position(|other| *other == block).unwrap_or_else(|| {
            seen.push(block);
            seen.len() - 1
        });
        let digits: String = block.iter().map(|b| format!("{b:02x}")).collect();
        format!("{:<3}{digits}", letters(place)).chars().take(columns).collect()
    };
    shown.bytes.chunks(BLOCK).map(line).collect()
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
    }
    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
