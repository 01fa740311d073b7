//! Views: how values and foreign text look. Everything that is shown passes through here.
//!
//! A [`View`] is one way to write a value. To add one, write its file and name its row in [`VIEWS`].

pub mod aligned;
mod bits;
mod blocks;
pub mod branches;
pub mod changed;
pub mod clusters;
mod decimal;
mod feistel;
pub mod glyphs;
mod hex;
pub mod html;
mod keystream;
mod masked;
mod matrix;
pub mod opened;
pub mod picture;
mod pixels;
pub mod plain;
mod plot;
mod row;
pub mod safe_text;
mod shape;
mod shown;
pub mod spellings;
pub mod spoken;
mod text;
pub mod window;
mod words;
pub mod wrap;

pub use masked::Masked;
pub use row::{Room, View};
pub use safe_text::SafeText;
pub use shape::Shape;
pub use shown::{MAX_BYTES, MAX_ITEMS, Shown, Xor};

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
    pixels::VIEW,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Value;

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
