//! How values and foreign text look: everything that is shown passes through here.
//!
//! A [`View`] is one way to write a value. To add one, write its file and name its row in [`VIEWS`].

mod bits;
mod blocks;
pub mod clusters;
mod decimal;
mod feistel;
mod hex;
mod keystream;
mod matrix;
mod picture;
mod plot;
pub mod safe_text;
mod text;
mod words;

pub use safe_text::SafeText;

use crate::run::{Error, Value};

/// A way to write a value.
pub struct View {
    /// The name, as lessons write it.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// What values it is for, in a few words, to say why it does not fit another.
    pub wants: &'static str,
    /// Whether its lines belong under each other, as in a square; else they are one line that was broken.
    pub grid: bool,
    /// Whether it has something to say about such a value.
    pub fits: fn(&Shown) -> bool,
    /// The value in lines that keep within the room's columns.
    pub lines: fn(&Shown, Room) -> Vec<String>,
}

/// The room that a view has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// The columns there are. No line is wider.
    pub columns: usize,
    /// The rows there are, for a view that can draw itself smaller; lines past them are cut by whoever draws.
    pub rows: usize,
}
impl Room {
    /// So many columns, and as many rows as it takes.
    pub fn wide(columns: usize) -> Room {
        Room { columns, rows: usize::MAX }
    }
}

/// The table, in the order in which a key goes through it.
pub static VIEWS: &[View] = &[
    hex::VIEW,
    bits::VIEW,
    words::BIG,
    words::LITTLE,
    decimal::VIEW,
    text::VIEW,
    matrix::VIEW,
    feistel::VIEW,
    keystream::VIEW,
    blocks::VIEW,
    picture::VIEW,
    plot::VIEW,
];

/// A view by name.
pub fn view(name: &str) -> Option<&'static View> {
    VIEWS.iter().find(|v| v.name == name)
}
/// The names of all views.
pub fn names() -> Vec<&'static str> {
    VIEWS.iter().map(|v| v.name).collect()
}

/// How many bytes of a value are looked at.
pub const MAX_BYTES: u64 = 4096;
/// How many items of a list are looked at.
pub const MAX_ITEMS: usize = 4096;

/// A value as views see it: a few bytes and what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The first bytes, [`MAX_BYTES`] at most.
    pub bytes: Vec<u8>,
    /// How many bytes there are in all.
    pub len: u64,
    /// What they are.
    pub kind: crate::run::Type,
    /// The value in words of its own, for what is not bytes: an integer, a truth value, a list.
    pub plain: Option<String>,
    /// The items of a list.
    pub items: Vec<Shown>,
    /// The byte one stands on, where it is one of these.
    pub cursor: Option<usize>,
    /// What bytes are the XOR of, where their place knows it: of a long value the stretch that one stands on.
    pub xor: Option<Xor>,
    /// The points that the plane of a point has, where its place knows its curve.
    pub plane: Vec<(u64, u64)>,
}

/// A stretch of bytes, and the strings of bytes as long as it whose XOR it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Xor {
    /// The stretch.
    pub result: Vec<u8>,
    /// The strings by name.
    pub terms: Vec<(String, Vec<u8>)>,
}

impl Shown {
    /// Bytes as they stand.
    pub fn bytes(bytes: Vec<u8>) -> Shown {
        Shown {
            len: bytes.len() as u64,
            bytes,
            kind: crate::run::Type::Bytes,
            plain: None,
            items: vec![],
            cursor: None,
            xor: None,
            plane: vec![],
        }
    }
    /// What views need of a value.
    ///
    /// # Errors
    /// What reading it gives; what is not computed yet is pending.
    pub fn of(value: &Value) -> Result<Shown, Error> {
        use crate::run::{Rope, Source, Type};
        let len = value.rope().map_or(0, Rope::len);
        let bytes = value.rope().map_or(Ok(vec![]), |rope| rope.slice(0..len.min(MAX_BYTES)).to_vec())?;
        let plain = match value.kind() {
            Type::Bytes | Type::Text => None,
            Type::Int | Type::Bool | Type::List => Some(value.show(MAX_BYTES as usize)?),
        };
        let items = match value {
            Value::List(items) => items.iter().take(MAX_ITEMS).map(Shown::of).collect::<Result<_, _>>()?,
            _ => vec![],
        };
        Ok(Shown { len, kind: value.kind(), plain, items, ..Shown::bytes(bytes) })
    }
    /// Whether some bytes are not looked at.
    pub fn is_cut(&self) -> bool {
        self.len > self.bytes.len() as u64
    }
    /// The value in one line of `columns` at most.
    pub fn line(&self, view: &View, columns: usize) -> String {
        let mut lines = (view.lines)(self, Room { columns, rows: 1 }).into_iter();
        let first = lines.next().unwrap_or_default();
        match lines.next() {
            None if !self.is_cut() => first,
            _ => format!("{}…", first.chars().take(columns.saturating_sub(1)).collect::<String>().trim_end()),
        }
    }
}

/// Pieces joined by spaces, as many to a line as fit.
fn flow(pieces: impl Iterator<Item = String>, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + piece.chars().count() <= columns => {
                line.push(' ');
                line.push_str(&piece);
            }
            _ => lines.push(piece),
        }
    }
    lines
}
/// A text broken at `columns`, wherever that is.
fn chop(text: &str, columns: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(columns.max(1)).map(|c| c.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, value: &Value, columns: usize) -> Vec<String> {
        (view(name).unwrap().lines)(&Shown::of(value).unwrap(), Room::wide(columns))
    }

    #[test]
    fn every_row_is_whole_and_named_once() {
        for (i, v) in VIEWS.iter().enumerate() {
            assert!(v.summary.ends_with('.') && !v.wants.is_empty(), "{}", v.name);
            assert!(VIEWS[..i].iter().all(|w| w.name != v.name), "{}", v.name);
        }
    }
    #[test]
    fn one_value_in_every_view() {
        let value = Value::bytes(&[0x61, 0x62, 0x63, 0x80, 0x00, 0x01]);
        assert_eq!(of("hex", &value, 40), ["61626380 0001"]);
        assert_eq!(of("bits", &Value::bytes(&[0x61, 0x80]), 20), ["0110 0001 1000 0000"]);
        assert_eq!(of("words", &Value::bytes(&[0, 0, 0, 1, 0, 0, 0, 2]), 20), ["00000001 00000002"]);
        assert_eq!(of("words_le", &Value::bytes(&[1, 0, 0, 0]), 20), ["00000001"]);
        assert_eq!(of("decimal", &Value::bytes(&[1, 0]), 20), ["256"]);
        assert_eq!(of("text", &value, 40), ["abc\u{fffd}\u{fffd}\u{1}".replace('\u{1}', "\u{fffd}")]);
        assert_eq!(of("decimal", &Value::int(-5), 20), ["-5"]);
    }
    #[test]
    fn lines_keep_within_their_columns_and_say_when_they_are_cut() {
        let value = Value::bytes(&[0xab; 100]);
        for v in VIEWS {
            let shown = Shown::of(&value).unwrap();
            for columns in [8, 40, 80] {
                assert!(
                    (v.lines)(&shown, Room::wide(columns)).iter().all(|l| l.chars().count() <= columns.max(9)),
                    "{}",
                    v.name
                );
            }
        }
        let shown = Shown::of(&value).unwrap();
        assert_eq!(shown.line(view("hex").unwrap(), 20), "abababab abababab…");
    }
}
