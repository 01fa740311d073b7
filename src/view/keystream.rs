//! Two strings of bytes and their XOR under each other: a message, the keystream, and what goes out.

use super::row::{Room, View};
use super::shown::{Shown, Xor};

/// The row.
pub const VIEW: View = View {
    name: "keystream",
    summary: "What the bytes are the XOR of, byte under byte: the message, the keystream, and the result.",
    wants: "bytes that are the XOR of two others, such as what a stream cipher writes",
    grid: true,
    fits: |shown| shown.xor.is_some(),
    lines,
    here: |shown, room| {
        let xor = shown.xor.as_ref()?;
        let (name, each) = columns(xor, room);
        let at = xor.cursor?;
        let column = name + 2 + at % each * 2 + at % each / 4;
        // A blank line stands between the stretches, and the result is the last line of each.
        Some((at / each * (xor.terms.len() + 2) + xor.terms.len(), column..column + 2))
    },
};

const RESULT: &str = "⊕";

/// The columns of the names, and how many bytes have room in a row: four to a group, groups in powers of two.
fn columns(Xor { terms, .. }: &Xor, Room { columns, .. }: Room) -> (usize, usize) {
    let name = terms.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).min(columns / 3);
    let room = columns.saturating_sub(name + 2);
    let each = [16, 8, 4, 2].into_iter().find(|each| each * 2 + each / 4 <= room + 1).unwrap_or(1);
    (name, each)
}

fn lines(shown: &Shown, room: Room) -> Vec<String> {
    let Some(xor) = &shown.xor else { return vec![] };
    let Xor { result, terms, .. } = xor;
    let ((name, each), columns) = (columns(xor, room), room.columns);
    let row = |name_of: &str, bytes: &[u8], from: usize| {
        let label: String = name_of.chars().take(name).collect();
        let mut line = format!("{label:<name$} ");
        for (i, byte) in bytes.iter().enumerate().skip(from).take(each) {
            line.push_str(if i % 4 == 0 { " " } else { "" });
            line.push_str(&format!("{byte:02x}"));
        }
        line.chars().take(columns).collect::<String>()
    };
    let mut lines = vec![];
    for from in (0..result.len()).step_by(each) {
        if from > 0 {
            lines.push(String::new());
        }
        lines.extend(terms.iter().map(|(name, bytes)| row(name, bytes, from)));
        lines.push(row(RESULT, result, from));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{Room, Shown, Xor, view};

    #[test]
    fn three_rows_under_each_other() {
        let keystream = view("keystream").unwrap();
        let (message, stream) = (b"Ladies and Gentlemen".to_vec(), (0..20).collect::<Vec<u8>>());
        let result: Vec<u8> = message.iter().zip(&stream).map(|(a, b)| a ^ b).collect();
        let terms = vec![("message".to_owned(), message), ("keystream".to_owned(), stream)];
        // The stretch has its own bytes, whatever else is shown of the value.
        let shown = Shown { xor: Some(Xor { result, terms, cursor: Some(17) }), ..Shown::bytes(vec![0; 99]) };
        let lines = (keystream.lines)(&shown, Room::wide(48));
        assert_eq!(lines[0], "message    4c616469 65732061 6e642047 656e746c");
        assert_eq!(lines[1], "keystream  00010203 04050607 08090a0b 0c0d0e0f");
        assert_eq!(lines[2], "⊕          4c60666a 61762666 666d2a4c 69637a63");
        assert_eq!(lines[4], "message    656d656e");
        let (line, columns) = (keystream.here)(&shown, Room::wide(48)).unwrap();
        assert_eq!((line, &lines[line].chars().collect::<Vec<_>>()[columns]), (6, &['7', 'c'][..]), "0x6d ^ 0x11");
        assert!((keystream.lines)(&shown, Room::wide(20)).iter().all(|line| line.chars().count() <= 20));
        assert!(!(keystream.fits)(&Shown::bytes(vec![1, 2, 3])));
    }
}
