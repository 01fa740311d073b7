//! Scenes: what a picture can ask about the place that one stands at.

use std::ops::Range;

use super::stretch::Stretch;
pub use crate::run::address::byte_range;
use crate::run::lanes::Lanes;

/// A place in a computation, as pictures see it: every value by its address, under the veil.
///
/// Addresses are relative to [`Scene::base`]; `../` goes up from there, and `/cell` names a cell of the sheet. A
/// picture computes nothing of the algorithm: whatever it shows it has asked for here.
pub trait Scene {
    /// The whole address of the value one stands on.
    fn here(&self) -> &str;
    /// The function that is being computed around it, such as `sha256`; empty at an input.
    fn function(&self) -> &str;
    /// The address that others are relative to: the segment one stands in, outside of segments the run.
    fn base(&self) -> &str;
    /// The segment one stands in, as its part counts it.
    fn segment(&self) -> Option<Segment>;
    /// The value at an address.
    fn get(&self, address: &str) -> Got;
    /// The same value in the run before that one compares with; none where one does not.
    fn before(&self, address: &str) -> Option<Got>;
    /// Whether how the value came about is hidden as well.
    fn is_covered(&self, address: &str) -> bool;
    /// The values that a value was computed from, in the order of its formula.
    fn from(&self, address: &str) -> Vec<Parent>;
    /// The values of the segment that a call in it was given, in whose inside an address lies; none where it lies in
    /// none.
    fn given_to(&self, address: &str) -> Vec<Parent>;
    /// The formula of a value, without its name; empty where it has none.
    fn formula(&self, address: &str) -> String;
    /// The constant table that a value was looked up in; empty where it was in none.
    fn table(&self, address: &str) -> &'static [u8];
    /// Whether the value is another's, handed on unchanged.
    fn is_copy(&self, address: &str) -> bool;
    /// The named values of the segment one stands in, in the order of computing.
    fn labels(&self) -> &[Named];
    /// The stretches that bytes are made of, each from elsewhere; none where there are more than 32.
    fn spans(&self, address: &str) -> Vec<Stretch>;
    /// The points of the small curve that the run is about; none where it is about none.
    fn plane(&self) -> &[(u64, u64)];
    /// The byte under the cursor, where one stands on bytes.
    fn byte(&self) -> Option<u64>;
    /// Whether one stands on that byte alone, not on the stretch that it is in.
    fn is_in_bytes(&self) -> bool;
    /// How many segments the part at an address has; none where it is no part.
    fn segments(&self, address: &str) -> u64;
    /// The calls that the run one stands in made and named, in the order of computing, each with what it was fed.
    fn calls(&self) -> Vec<Call>;
    /// The pieces of the run one stands in, in the order of computing, and last its result, each with what it is made
    /// of.
    fn pieces(&self) -> Vec<Piece>;
    /// The cells whose formulas mention the cell one stands in, in the order of the sheet.
    fn mentioned_by(&self) -> Vec<String>;
    /// The text that was taken apart around the place one stands at; nothing where none was.
    fn taken_apart(&self) -> Option<Apart>;
    /// Whether a question asks for just so many bytes of what one stands in.
    fn asks_for(&self, _count: u64) -> bool {
        false
    }
    /// The named pieces of the run one stands in, such as `pad`, `block`, `inner`.
    fn parts(&self) -> Vec<String>;

    /// How a difference between the two runs spreads below a cell, where one stands in this one; nothing where no part
    /// is there. Without a run to compare with nothing is counted.
    fn spread(&self, cell: &str) -> Option<Spread>;
    /// The cells that compute the same as the one that one stands in, but for options; that one too. Each
    /// with its options.
    fn alike(&self) -> Vec<(String, String)>;

    /// The people of the exchange that the sheet is about, where a lesson names them.
    fn lanes(&self) -> Option<&Lanes>;

    /// The whole address of a relative one.
    fn whole(&self, address: &str) -> String {
        if let Some(cell) = address.strip_prefix('/') {
            return cell.to_owned();
        }
        let (mut base, mut rest) = (self.base(), address);
        while let Some(below) = rest.strip_prefix("../") {
            base = base.rsplit_once('/').map_or("", |(above, _)| above);
            rest = below;
        }
        match (base.is_empty(), rest.is_empty()) {
            (true, _) => rest.to_owned(),
            (_, true) => base.to_owned(),
            _ => format!("{base}/{rest}"),
        }
    }
    /// Whether there is a value at an address, seen or hidden.
    fn has(&self, address: &str) -> bool {
        matches!(self.get(address), Got::Value(_) | Got::Hidden)
    }
    /// The number at an address, where it is seen and small.
    fn number(&self, address: &str) -> Option<i64> {
        match self.get(address) {
            Got::Value(given) => given.number,
            Got::Hidden | Got::Pending | Got::Missing => None,
        }
    }
    /// The value at an address as its specification writes it; empty where it is not seen.
    fn text(&self, address: &str) -> String {
        match self.get(address) {
            Got::Value(given) => given.text,
            Got::Hidden | Got::Pending | Got::Missing => String::new(),
        }
    }
    /// The value at an address, as it is spoken.
    fn spoken(&self, address: &str) -> String {
        match self.text(address) {
            text if text.is_empty() => "hidden".to_owned(),
            text => text,
        }
    }
    /// The bytes at an address; empty where they are not seen.
    fn bytes(&self, address: &str) -> Vec<u8> {
        match self.get(address) {
            Got::Value(given) => given.bytes,
            Got::Hidden | Got::Pending | Got::Missing => Vec::new(),
        }
    }
    /// The address one stands on, below [`Scene::base`]; nothing where it is elsewhere.
    fn below(&self) -> Option<&str> {
        self.here().strip_prefix(self.base())?.strip_prefix('/')
    }
    /// The name and the last index of the value one stands on: of `block[0]/T1[12]` it is `T1` and 12.
    fn label(&self) -> Option<(&str, Option<u64>)> {
        let first = self.below()?.split('/').next()?;
        let (name, index) = first.split_once('[').unwrap_or((first, ""));
        Some((name, index.trim_end_matches(']').rsplit("][").next().and_then(|index| index.parse().ok())))
    }
    /// Whether one stands at an address, which may name a byte, `pad/message[4]`, or a stretch of them, `digest[4..7]`.
    fn stands_at(&self, address: &str) -> bool {
        let here = self.here();
        match (address.strip_prefix(here), self.byte()) {
            (Some(""), byte) => byte.is_none() || !self.is_in_bytes(),
            (Some(index), Some(byte)) => byte_range(address).is_some_and(|(whole, range)| {
                // Among bytes it is one of them; else a stretch, which may be one byte long.
                whole == here && range.contains(&byte) && !(self.is_in_bytes() && index.contains(".."))
            }),
            _ => false,
        }
    }
    /// The address that a neighbour of the segment has: the one `by` further in computing; none past the ends.
    fn neighbour(&self, by: i64) -> Option<String> {
        let segment = self.segment()?;
        let number = segment.at(by)?;
        let (part, _) = self.base().rsplit_once('[')?;
        Some(format!("/{part}[{number}]"))
    }
}

/// The answer to what is at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Got {
    /// A value.
    Value(Given),
    /// One that is hidden until a question is answered.
    Hidden,
    /// One that is being computed.
    Pending,
    /// Nothing.
    Missing,
}

/// A value that is seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The value as its specification writes it: a word in hexadecimal, a number in decimal; of long bytes the
    /// beginning.
    pub text: String,
    /// Its bytes; of a long value the first 4,096.
    pub bytes: Vec<u8>,
    /// How many bytes it has in all.
    pub len: u64,
    /// The number that it is, where it is a small one.
    pub number: Option<i64>,
    /// Whether it is text that somebody typed.
    pub is_text: bool,
}

/// A value that another was computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The name that the formula gives it: `h[11]`, `Σ1(e[11])`.
    pub name: String,
    /// Its address; absolute, beginning with `/`.
    pub address: String,
}

impl Parent {
    /// The name that the formula gives it, without index and arguments: `h`, `Σ1`.
    pub fn short(&self) -> &str {
        self.name.split(['[', '(']).next().unwrap_or_default()
    }
}

/// How a difference between two runs spreads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// The name of a place: `round`, `block`.
    pub unit: String,
    /// The names of the registers whose bits are counted.
    pub names: Vec<&'static str>,
    /// Whether there is a run to compare with.
    pub counted: bool,
    /// The places, in their order.
    pub places: Vec<Among>,
}

/// A place, and how much differs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Among {
    /// Its number.
    pub number: u64,
    /// Its address, whole.
    pub address: String,
    /// How many bits differ, and of how many; none where that is hidden.
    pub bits: Option<(u64, u64)>,
}

/// A segment among its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its number.
    pub number: u64,
    /// The number of the first that is computed.
    pub first: u64,
    /// The number of the last.
    pub last: u64,
}

impl Segment {
    /// The number of the segment `by` further in the order of computing, which may count down.
    pub fn at(self, by: i64) -> Option<u64> {
        let by = if self.last < self.first { -by } else { by };
        let (low, high) = (self.first.min(self.last), self.first.max(self.last));
        self.number.checked_add_signed(by).filter(|number| (low..=high).contains(number))
    }
    /// How many there are.
    pub fn count(self) -> u64 {
        self.first.abs_diff(self.last) + 1
    }
}

/// A named value of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name, such as `T1`.
    pub name: &'static str,
    /// Its index, such as `12`; several for a value of a table.
    pub index: Vec<u64>,
    /// How many numbers share the name and the index; several for an array.
    pub count: usize,
}

impl Named {
    /// Its address below the segment, such as `T1[12]`.
    pub fn address(&self) -> String {
        self.index.iter().fold(self.name.to_owned(), |name, index| format!("{name}[{index}]"))
    }
}

/// A call of a function that digests a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The name of the piece: `inner`.
    pub name: String,
    /// Its address, whole.
    pub address: String,
    /// The function: `sha256`.
    pub function: &'static str,
    /// The bytes that it was fed.
    pub input: Vec<Stretch>,
}

/// A piece of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its name: `r_hash`; of the result that of the run.
    pub name: String,
    /// Its address, whole.
    pub address: String,
    /// The function, where it is a call that digests a message; else empty.
    pub function: &'static str,
    /// Whether it is a call of any function.
    pub is_call: bool,
    /// How many bytes it has.
    pub len: u64,
    /// The names of what it is made of, and whether each is a piece of the run.
    pub of: Vec<(String, bool)>,
}

/// A text that was taken apart into fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The address of the run with the fields, whole.
    pub address: String,
    /// Whether it is bytes and no text.
    pub is_binary: bool,
    /// How many bytes it has.
    pub len: u64,
    /// The fields, in the order of the text; behind each those that lie in it.
    pub fields: Vec<Field>,
    /// The standing of the text, such as `VERIFIED with the password`, and the address of the check's outcome, whole.
    pub standing: Option<(String, String)>,
    /// Remarks on how it is checked, a question and its answer each.
    pub remarks: Vec<String>,
}
/// A field of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its address, whole.
    pub address: String,
    /// The bytes of the text that it was read from.
    pub range: Range<u64>,
    /// How it is written there: `bcrypt's base64 (./A-Za-z0-9)`.
    pub written: String,
    /// How many fields it lies in.
    pub depth: u16,
    /// How many bytes its tag and its length have, where it has a tag, a length and a content.
    pub head: Option<[u64; 2]>,
}
