//! The two halves of a block that Feistel rounds work on.

use super::row::{Room, View, nowhere};
use super::shape::Shape;
use super::shown::Shown;

/// The row.
pub const VIEW: View = View {
    name: "feistel",
    summary: "The halves L and R of a block of eight bytes, and how a round crosses them.",
    wants: "a block of a Feistel cipher, such as Blowfish",
    grid: true,
    fits: |shown| shown.whole_state() == Some(Shape::Feistel),
    lines,
    here: nowhere,
};

fn lines(shown: &Shown, Room { columns, rows }: Room) -> Vec<String> {
    let half = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let (left, right) = shown.bytes.split_at(shown.bytes.len() / 2);
    let halves = [format!("L  {}   R  {}", half(left), half(right))];
    // What every round of Blowfish does once a subkey is in L. A view knows the block, and not the round.
    let round = ["   │             │", "   ├──── F ─────→⊕", "   next R        next L"];
    let room = columns >= halves[0].len() && rows > round.len();
    let round = round.iter().filter(|_| room).map(|line| (*line).to_owned());
    let line = |line: String| line.chars().take(columns).collect();
    halves.into_iter().chain(round).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Room, Shape, Shown, view};

    #[test]
    fn a_block_falls_in_halves() {
        let feistel = view("feistel").unwrap();
        let plain = Shown::bytes(0x0123_4567_89ab_cdef_u64.to_be_bytes().to_vec());
        let shown = Shown { state: Some(Shape::Feistel), ..plain.clone() };
        assert!((feistel.fits)(&shown) && !(feistel.fits)(&plain));
        assert!(!(feistel.fits)(&Shown { state: Some(Shape::Feistel), ..Shown::bytes(vec![0; 16]) }));
        let lines = (feistel.lines)(&shown, Room::wide(40));
        assert_eq!(lines[0], "L  01234567   R  89abcdef");
        assert_eq!((feistel.lines)(&shown, Room { columns: 40, rows: 3 }).len(), 1, "no room for the round");
    }
}
