//! How characters are written: their colours and attributes, and the sequences that change them.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// How a cell is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// An attribute, the number that switches it on, and the number that switches it off.
const ATTRIBUTES: [(Modifier, u8, u8); 5] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
];
/// The attributes that show on a blank.
const ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED);

impl Ink {
    /// The ink of a cell.
    pub fn of(cell: &Cell) -> Ink {
        Ink { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank looks the same in both.
    pub fn same_on_blanks(self, other: Ink) -> bool {
        let attributes = (self.modifier & ON_BLANKS, other.modifier & ON_BLANKS);
        attributes.0 == attributes.1 && self.bg == other.bg && (attributes.0.is_empty() || self == other)
    }

    /// Writes the shortest sequence after which a terminal that wrote in another ink writes in this one.
    pub fn write_after(self, from: Ink, bytes: &mut Vec<u8>) {
        let little = self.numbers_from(from);
        let mut anew = self.numbers_from(Ink::default());
        if !anew.0.is_empty() {
            anew.0.splice(0..0, *b"0;");
        }
        bytes.extend_from_slice(b"\x1b[");
        bytes.extend_from_slice(if anew.0.len() < little.0.len() { &anew.0 } else { &little.0 });
        bytes.push(b'm');
    }

    /// The numbers that turn `from` into this, attribute by attribute.
    fn numbers_from(self, from: Ink) -> Numbers {
        let mut numbers = Numbers::default();
        let mut kept = from.modifier;
        for (attribute, _, off) in ATTRIBUTES {
            if (from.modifier - self.modifier).contains(attribute) && kept.contains(attribute) {
                numbers.push(off);
                // Two attributes may share the number that ends them.
                ATTRIBUTES.iter().filter(|(_, _, other)| *other == off).for_each(|(also, ..)| kept.remove(*also));
            }
        }
        for (attribute, on, _) in ATTRIBUTES {
            if (self.modifier - kept).contains(attribute) {
                numbers.push(on);
            }
        }
        if self.fg != from.fg {
            numbers.colour(self.fg, 30);
        }
        if self.bg != from.bg {
            numbers.colour(self.bg, 40);
        }
        numbers
    }
}

/// The numbers of one "select graphic rendition", separated.
#[derive(Debug, Default)]
struct Numbers(Vec<u8>);
impl Numbers {
    fn push(&mut self, number: u8) {
        if !self.0.is_empty() {
            self.0.push(b';');
        }
        let _ = write!(self.0, "{number}");
    }

    /// A colour of letters (`base` 30) or of what is behind them (40).
    fn colour(&mut self, colour: Color, base: u8) {
        self.push(match number_of(colour) {
            Some(low @ 0..8) => base + low,
            Some(bright @ 8..16) => base + 60 + bright - 8,
            _ => base + 9,
        });
    }
}

/// The terminal's number of a colour.
pub fn number_of(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    })
}
