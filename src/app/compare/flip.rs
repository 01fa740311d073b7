//! One bit of an input turned over: the one that one stands on, or that what one stands on is a copy of.

use std::ops::Range;

use crate::app::spot::{Depth, Spot};
use crate::run::address::Address;
use crate::run::origin::roots;
use crate::run::{Budget, Place, Rope, Type, Value};
use crate::sheet::{Cell, Files, Sheet};

/// A copy of more bytes than a word has is not looked for bit by bit.
const WORD: u64 = 8;

/// An input with one bit turned over.
#[derive(Clone, Debug)]
pub struct Flip {
    /// The input.
    pub cell: String,
    /// What is to stand in it.
    pub value: Value,
    /// What was done: `message, byte 2: 63 → 62`.
    pub says: String,
}

/// A bit of an input: the byte it is in, and which bit, 0 being the lowest; none leaves the choice.
#[derive(Clone, Copy)]
struct Bit {
    byte: u64,
    bit: Option<u32>,
}

/// What stands where, and what it may read.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// Where one stands.
    pub spot: &'a Spot,
    /// The bit of the value there that was chosen, 0 being the lowest; none leaves the choice.
    pub bit: Option<usize>,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// What its cells may read.
    pub files: &'a dyn Files,
}

impl At<'_> {
    /// Turns over the bit one stands on. In an input that is a bit of the byte under the cursor. Elsewhere the bit must
    /// be a copy of one bit of an input, which is proved by turning that over; or the whole value must come from a single
    /// byte.
    ///
    /// # Errors
    /// Why no bit is turned over, and what to do instead, as a sentence.
    pub fn flip(&self, budget: &Budget) -> Result<Flip, String> {
        let spot = self.spot;
        if let (Depth::Cell, None, Some(cell)) = (spot.depth(), spot.lost(), self.sheet.cell(spot.cell_name()))
            && cell.input.is_some()
        {
            let given = cell.given().and_then(Value::rope).map(crate::run::Source::len).unwrap_or(0);
            let byte = if spot.bytes(budget) > 0 { spot.byte } else { given.saturating_sub(1) };
            return flipped(cell, Bit { byte, bit: self.bit.and_then(|bit| u32::try_from(bit).ok()) });
        }
        let place = standing(spot, budget).map_err(|error| error.to_string())?;
        let roots = roots(&place, budget).map_err(|error| error.to_string())?;
        let inputs: Vec<(&str, Range<u64>)> = roots
            .inputs
            .iter()
            .flat_map(|(cell, ranges)| ranges.iter().map(move |range| (cell.as_str(), range.clone())))
            .collect();
        let bytes: u64 = inputs.iter().map(|(_, range)| range.end - range.start).sum();
        if bytes == 0 {
            return Err(match self.sheet.inputs().next() {
                Some(_) => "From constants or lengths alone: no bit of an input leads here.".into(),
                None => "There is no input: on the sheet, ⟨add-cell⟩ makes a cell such as m = input(\"abc\").".into(),
            });
        }
        if bytes <= WORD
            && let Some((cell, bit)) = self.copied(&place, &inputs, budget)
        {
            return flipped(cell, bit);
        }
        match inputs.as_slice() {
            [(cell, range)] if bytes == 1 => {
                let cell = self.sheet.cell(cell).ok_or_else(|| format!("There is no cell {cell}."))?;
                flipped(cell, Bit { byte: range.start, bit: None })
            }
            [(cell, _), rest @ ..] => {
                let others = if rest.iter().any(|(other, _)| other != cell) { " and others" } else { "" };
                Err(format!(
                    "From {bytes} bytes of {cell}{others}: ⟨from⟩ leads to them; ⟨flip⟩ flips where you stand."
                ))
            }
            [] => Err("No input leads here.".into()),
        }
    }

    /// The bit of an input that the bit one stands on is a copy of.
    fn copied(&self, place: &Place, inputs: &[(&str, Range<u64>)], budget: &Budget) -> Option<(&Cell, Bit)> {
        let value = bytes(place, budget)?;
        let chosen = self.bit.unwrap_or(0);
        let place_in_value = value.len().checked_sub(1 + chosen / 8)?;
        let bit = (chosen % 8) as u32;
        let address: Address = self.spot.address(budget).ok()?.parse().ok()?;
        let mut candidates: Vec<(&str, u64)> =
            inputs.iter().flat_map(|(cell, range)| range.clone().map(move |byte| (*cell, byte))).collect();
        // Most words are read with the most significant byte first.
        let likely = place_in_value.min(candidates.len().checked_sub(1)?);
        candidates.swap(0, likely);
        candidates.into_iter().find_map(|(cell, byte)| {
            let cell = self.sheet.cell(cell)?;
            let given = cell.given()?;
            let old = given.rope()?.to_vec().ok()?;
            // A text cannot be turned over in every bit; bytes are copied whole, so that another bit of it proves as much.
            let (tried, new) = std::iter::once(bit).chain(0..8).find_map(|bit| {
                let new = turned(&old, Bit { byte, bit: Some(bit) })?;
                Some((bit, made(given, &new)?))
            })?;
            let mut wanted = value.clone();
            wanted[place_in_value] ^= 1 << tried;
            let mut sheet = self.sheet.clone();
            sheet.set(cell.name(), new).ok()?;
            sheet.evaluate(self.files, budget);
            let there = sheet.find(&address, 1, budget).ok()?.pop()?.place;
            let there = match there {
                Place::Value(Value::Bytes(rope) | Value::Text(rope)) if self.byte(&rope) => {
                    Place::bytes(rope.slice(self.spot.byte..self.spot.byte + 1))
                }
                other => other,
            };
            (bytes(&there, budget)? == wanted).then_some((cell, Bit { byte, bit: Some(bit) }))
        })
    }

    /// Whether one stands on one byte of a string of bytes.
    fn byte(&self, rope: &Rope) -> bool {
        use crate::run::Source;
        self.spot.byte < rope.len() && rope.len() > 1
    }
}

/// The byte of a string of bytes that is open down to its bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenByte {
    /// Which it is, from the beginning.
    pub place: u64,
    /// Of how many.
    pub of: u64,
    /// The byte.
    pub byte: u8,
    /// Of an input: the byte with the chosen bit turned over, or why it cannot be.
    pub turned: Option<Result<u8, &'static str>>,
}

impl OpenByte {
    /// The byte under the cursor, and one of its bits, 0 being the lowest.
    pub fn of(spot: &Spot, bit: usize, sheet: &Sheet, budget: &Budget) -> Option<OpenByte> {
        use crate::run::Source;
        let Place::Value(Value::Bytes(rope) | Value::Text(rope)) = spot.place(budget).ok()? else { return None };
        let byte = *rope.slice(spot.byte..(spot.byte + 1).min(rope.len())).to_vec().ok()?.first()?;
        let cell = sheet.cell(spot.cell_name()).filter(|cell| cell.input.is_some() && spot.depth() == Depth::Cell);
        let turned = cell.map(|cell| match flipped(cell, Bit { byte: spot.byte, bit: u32::try_from(bit).ok() }) {
            Ok(_) => Ok(byte ^ 1 << bit),
            Err(_) => Err("no UTF-8: it is text"),
        });
        Some(OpenByte { place: spot.byte, of: rope.len(), byte, turned })
    }
}

/// The value one stands on; in a string of bytes the byte under the cursor.
pub(super) fn standing(spot: &Spot, budget: &Budget) -> Result<Place, crate::run::Error> {
    use crate::run::Source;
    let place = spot.place(budget)?;
    Ok(match &place {
        Place::Value(Value::Bytes(rope) | Value::Text(rope)) if rope.len() > 1 => {
            Place::bytes(rope.slice(spot.byte..spot.byte + 1))
        }
        _ => place,
    })
}

fn bytes(place: &Place, budget: &Budget) -> Option<Vec<u8>> {
    place.rope(budget).ok()?.to_vec().ok()
}

/// Bytes with one bit turned over; nothing where there is no such byte.
fn turned(bytes: &[u8], bit: Bit) -> Option<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    *bytes.get_mut(usize::try_from(bit.byte).ok()?)? ^= 1 << bit.bit.unwrap_or(0);
    Some(bytes)
}

/// Bytes as the value that an input holds; nothing where they are no text.
fn made(like: &Value, bytes: &[u8]) -> Option<Value> {
    Some(match like {
        Value::Bytes(_) => Value::bytes(bytes),
        Value::Text(_) => Value::text(std::str::from_utf8(bytes).ok()?),
        Value::Bool(_) => Value::bool(bytes.iter().any(|byte| *byte != 0)),
        Value::Int { negative, .. } => {
            let sign = if *negative { num_bigint::Sign::Minus } else { num_bigint::Sign::Plus };
            Value::int(num_bigint::BigInt::from_bytes_be(sign, bytes))
        }
        Value::List(_) => return None,
    })
}

/// An input with a bit turned over. Where the choice of the bit is free it is the lowest that leaves a valid text.
fn flipped(cell: &Cell, at: Bit) -> Result<Flip, String> {
    let name = cell.name();
    let given = cell.given().ok_or_else(|| format!("{name} is no input."))?;
    let mut old = given.rope().map(Rope::to_vec).transpose().map_err(|error| error.to_string())?.unwrap_or_default();
    if old.is_empty() && given.kind() == Type::Int {
        // Zero has no digits of its own.
        old = vec![0];
    }
    let byte = usize::try_from(at.byte).unwrap_or(usize::MAX);
    let Some(&was) = old.get(byte) else {
        return Err(format!("{name} is empty: there is no bit to flip. Press ⟨edit⟩ to type into it."));
    };
    let bits = match at.bit {
        Some(bit) => bit..bit + 1,
        None => 0..8,
    };
    let found = bits.into_iter().find_map(|bit| {
        let new = turned(&old, Bit { byte: at.byte, bit: Some(bit) })?;
        Some((bit, new[byte], made(given, &new)?))
    });
    let Some((bit, is, value)) = found else {
        let bit = at.bit.unwrap_or(0);
        return Err(format!("With bit {bit} of byte {byte} turned over it is no UTF-8: {name} holds text."));
    };
    let choice = if at.bit.is_none() { "; ⟨bits⟩ chooses the bit" } else { "" };
    let says = match given.kind() {
        Type::Bytes => format!("{name}, byte {byte}, bit {bit}: {was:02x} → {is:02x}. ⟨compare⟩ compares{choice}."),
        Type::Text => {
            let letters = letters(was, is);
            format!("{name}, byte {byte}, bit {bit}: {was:02x} → {is:02x}{letters}. ⟨compare⟩ compares{choice}.")
        }
        Type::Int | Type::Bool | Type::List => {
            let (was, is) = (given.show(24).unwrap_or_default(), value.show(24).unwrap_or_default());
            format!("{name}: {was} → {is}. ⟨compare⟩ compares.")
        }
    };
    Ok(Flip { cell: name.to_owned(), value, says })
}

/// `, 'c' → 'b'`, where both can be printed.
fn letters(was: u8, is: u8) -> String {
    let both = was.is_ascii_graphic() && is.is_ascii_graphic();
    if both { format!(", '{}' → '{}'", char::from(was), char::from(is)) } else { String::new() }
}
