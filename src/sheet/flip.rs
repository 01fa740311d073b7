//! One bit of an input turned over: the one that one stands on, or that what one stands on is a copy of.

use std::ops::Range;

use super::{Cell, Files, Sheet};
use crate::run::address::Address;
use crate::run::origin::roots;
use crate::run::{Budget, Error, Place, Rope, Source, Type, Value};

/// How many digits of an integer are written beside its bits.
const DIGITS: usize = 60;
/// A copy of more bytes than a word has is not looked for bit by bit.
const WORD: u64 = 8;

/// An input with one bit turned over.
#[derive(Clone, Debug)]
pub struct Flip {
    /// The input.
    pub cell: String,
    /// The value that is to stand in it.
    pub value: Value,
    /// A sentence on what was done: `message, byte 2: 63 → 62`.
    pub says: String,
}

/// A bit of an input: the byte it is in, and which bit, 0 being the lowest; none leaves the choice.
#[derive(Clone, Copy)]
struct Bit {
    byte: u64,
    bit: Option<u32>,
}

/// A value, where it stands, and what may be read there.
pub struct At<'a> {
    /// The input whose value it is.
    pub input: Option<&'a Cell>,
    /// The value, and where it is.
    pub place: Result<Place, Error>,
    /// Its address.
    pub address: Result<String, Error>,
    /// The byte one stands on, in a string of bytes.
    pub byte: u64,
    /// The bit of the value there that was chosen, 0 being the lowest; none leaves the choice.
    pub bit: Option<usize>,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// The files that its cells may read.
    pub files: &'a dyn Files,
}

impl At<'_> {
    /// Turns over the bit one stands on. In an input that is a bit of the byte under the cursor. Elsewhere the bit must
    /// be a copy of one bit of an input, which is proved by turning that over; or the whole value must come from a
    /// single byte.
    ///
    /// # Errors
    /// Why no bit is turned over, and what to do instead, as a sentence.
    pub fn flip(&self, budget: &Budget) -> Result<Flip, String> {
        if let Some(cell) = self.input {
            let bytes = cell.given().and_then(Value::rope).map_or(0, Source::len);
            let at = match self.place.as_ref().ok().and_then(Place::string).map_or(0, Source::len) {
                0 => bit_of_integer(usize::try_from(bytes).unwrap_or(0).max(1), self.bit),
                _ => Bit { byte: self.byte, bit: self.bit.and_then(|bit| u32::try_from(bit).ok()) },
            };
            return flipped(cell, at);
        }
        let place = self.place.clone().map_err(|error| error.to_string())?.at_byte(self.byte);
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
                    "Nothing was flipped: this comes from {bytes} bytes of {cell}{others}. ⟨from⟩ leads to a byte of \
                     {cell}, and ⟨flip⟩ flips it there."
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
        let address: Address = self.address.as_ref().ok()?.parse().ok()?;
        let mut candidates: Vec<(&str, u64)> =
            inputs.iter().flat_map(|(cell, range)| range.clone().map(move |byte| (*cell, byte))).collect();
        // Most words are read with the most significant byte first.
        let likely = place_in_value.min(candidates.len().checked_sub(1)?);
        candidates.swap(0, likely);
        candidates.into_iter().find_map(|(cell, byte)| {
            let cell = self.sheet.cell(cell)?;
            let given = cell.given()?;
            let old = given.rope()?.to_vec().ok()?;
            // A text cannot be turned over in every bit; bytes are copied whole, so that another bit of it proves as
            // much.
            let (tried, new) = std::iter::once(bit).chain(0..8).find_map(|bit| {
                let new = turned(&old, Bit { byte, bit: Some(bit) })?;
                Some((bit, made(given, &new)?))
            })?;
            let mut wanted = value.clone();
            wanted[place_in_value] ^= 1 << tried;
            let mut sheet = self.sheet.clone();
            sheet.set(cell.name(), new).ok()?;
            sheet.evaluate(self.files, budget);
            let there = sheet.find(&address, 1, budget).ok()?.pop()?.place.at_byte(self.byte);
            (bytes(&there, budget)? == wanted).then_some((cell, Bit { byte, bit: Some(bit) }))
        })
    }
}

/// A byte of a string of bytes or an integer, open down to its bits between segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenBits {
    /// `byte 2 of 0…2`, `an integer`.
    pub what: String,
    /// How it is.
    pub is: Written,
    /// Of an input: how it is with the chosen bit turned over, or why that cannot be.
    pub turned: Option<Result<Written, String>>,
}

/// A byte or an integer, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its bytes, the most significant first.
    pub bytes: Vec<u8>,
    /// `63  'c'`, `1022`.
    pub text: String,
}

impl Written {
    fn byte(byte: u8, is_text: bool) -> Written {
        let hex = format!("{byte:02x}");
        let text = if is_text && byte.is_ascii_graphic() { format!("{hex}  '{}'", char::from(byte)) } else { hex };
        Written { bytes: vec![byte], text }
    }

    fn integer(value: &Value) -> Option<Written> {
        let bytes = magnitude(value.rope()?.to_vec().ok()?);
        Some(Written { bytes, text: written(value, DIGITS) })
    }
}

impl OpenBits {
    /// How many bits are open on a value: those of the byte that one stands on, or of an integer.
    pub fn count(value: &Value, byte: u64) -> usize {
        match value {
            Value::Bytes(rope) | Value::Text(rope) if byte < rope.len() => 8,
            Value::Int { magnitude, .. } => usize::try_from(magnitude.len().max(1)).unwrap_or(0).saturating_mul(8),
            Value::Bytes(_) | Value::Text(_) | Value::Bool(_) | Value::List(_) => 0,
        }
    }

    /// The byte of a value that one stands on, or the integer, with one of its bits, 0 being the lowest. `input` is the
    /// cell whose own value it is, where that is an input.
    pub fn of(value: &Value, byte: u64, input: Option<&Cell>, bit: usize, sheet: &Sheet) -> Option<OpenBits> {
        match value {
            Value::Bytes(rope) | Value::Text(rope) => {
                let what = format!("byte {byte} of 0…{}", rope.len().saturating_sub(1));
                let at = Bit { byte, bit: u32::try_from(bit).ok() };
                let here = rope.slice(byte..(byte + 1).min(rope.len()));
                let is_text = matches!(value, Value::Text(_)) || here.all().iter().all(|span| sheet.is_text(span));
                let byte = *here.to_vec().ok()?.first()?;
                let turned = input.map(|cell| match flipped(cell, at) {
                    Ok(_) => Ok(Written::byte(byte ^ 1 << bit, is_text)),
                    Err(_) => Err("no UTF-8: it is text".to_owned()),
                });
                Some(OpenBits { what, is: Written::byte(byte, is_text), turned })
            }
            Value::Int { .. } => {
                let is = Written::integer(value)?;
                let turned = input.map(|cell| {
                    let flip = flipped(cell, bit_of_integer(is.bytes.len(), Some(bit)))?;
                    sheet.clone().set(cell.name(), flip.value.clone()).map_err(|problem| problem.to_string())?;
                    Written::integer(&flip.value).ok_or_else(String::new)
                });
                Some(OpenBits { what: value.kind().phrase().to_owned(), is, turned })
            }
            Value::Bool(_) | Value::List(_) => None,
        }
    }
}

/// The bytes of an integer; zero has no digits of its own.
fn magnitude(bytes: Vec<u8>) -> Vec<u8> {
    if bytes.is_empty() { vec![0] } else { bytes }
}

/// A bit of an integer of so many bytes, 0 being the lowest, which is also the choice where none is made.
fn bit_of_integer(bytes: usize, bit: Option<usize>) -> Bit {
    let chosen = bit.unwrap_or(0);
    let byte = bytes.checked_sub(1 + chosen / 8).map_or(u64::MAX, |byte| byte as u64);
    Bit { byte, bit: bit.map(|bit| (bit % 8) as u32) }
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
    if given.kind() == Type::Int {
        old = magnitude(old);
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
            let (was, is) = (written(given, 24), written(&value, 24));
            match given.kind() {
                Type::Int => {
                    let bit = (old.len() - 1 - byte) * 8 + bit as usize;
                    format!("{name}, bit {bit}: {was} → {is}. ⟨compare⟩ compares{choice}.")
                }
                _ => format!("{name}: {was} → {is}. ⟨compare⟩ compares."),
            }
        }
    };
    Ok(Flip { cell: name.to_owned(), value, says })
}

/// A value in so many characters; why there is none, where there is none.
fn written(value: &Value, columns: usize) -> String {
    value.show(columns).unwrap_or_else(|error| error.to_string())
}

/// `, 'c' → 'b'`, where both can be printed.
fn letters(was: u8, is: u8) -> String {
    let both = was.is_ascii_graphic() && is.is_ascii_graphic();
    if both { format!(", '{}' → '{}'", char::from(was), char::from(is)) } else { String::new() }
}
