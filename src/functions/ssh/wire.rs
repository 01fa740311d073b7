//! The wire format of RFC 4251 section 5, as fields.

use crate::functions::Fault;
use crate::functions::artefact::Fields;
use crate::functions::bytes::integer::big_endian;
use crate::run::Value;
use std::ops::Range;

/// A number of four bytes, the most significant first, as a field.
///
/// # Errors
/// A fault in the field, where the bytes end.
pub fn uint32(fields: &mut Fields, name: &str) -> Result<(u32, Value), Fault> {
    let range = fields.next(4);
    match <[u8; 4]>::try_from(fields.bytes(&range)) {
        Ok(bytes) => Ok((u32::from_be_bytes(bytes), fields.computed(name, range, big_endian)?)),
        Err(_) => {
            let why = format!("a number of 4 bytes stands there, and {} are left", range.len());
            Err(fields.wrong(name, range, why))
        }
    }
}
/// The place of a string, whose length is the field before it.
///
/// # Errors
/// A fault in the length, where the bytes end before the string does.
pub fn string(fields: &mut Fields, name: &str) -> Result<Range<usize>, Fault> {
    let length_name = format!("{name}_length");
    let before = fields.clone();
    let (length, _) = uint32(fields, &length_name)?;
    let length = length as usize;
    if length > fields.rest().len() {
        let (range, left) = (before.next(4), fields.rest().len());
        return Err(before.wrong(&length_name, range, format!("it says {length} bytes, and {left} are left")));
    }
    Ok(fields.next(length))
}
/// A string of characters.
///
/// # Errors
/// A fault in its length, or in itself where it is no UTF-8.
pub fn text(fields: &mut Fields, name: &str) -> Result<String, Fault> {
    let range = string(fields, name)?;
    match std::str::from_utf8(fields.bytes(&range)) {
        Ok(found) => {
            let found = found.to_owned();
            fields.text(name, range);
            Ok(found)
        }
        Err(_) => Err(fields.wrong(name, range, "it is a text, in UTF-8".into())),
    }
}
/// A string of bytes.
///
/// # Errors
/// A fault in its length.
pub fn bytes(fields: &mut Fields, name: &str) -> Result<Value, Fault> {
    let range = string(fields, name)?;
    Ok(fields.plain(name, range))
}
/// An integer of any size that is not negative.
///
/// # Errors
/// A fault in its length, or in itself where its first bit says that it is negative.
pub fn mpint(fields: &mut Fields, name: &str) -> Result<Value, Fault> {
    let range = string(fields, name)?;
    match fields.bytes(&range).first() {
        Some(0x80..) => Err(fields.wrong(name, range, "its first bit says that it is negative".into())),
        _ => fields.computed(name, range, big_endian),
    }
}
/// Refuses bytes that nothing reads.
///
/// # Errors
/// A fault in the field `rest`.
pub fn ends(fields: &Fields) -> Result<(), Fault> {
    match fields.is_read() {
        true => Ok(()),
        false => Err(fields.wrong("rest", fields.next(usize::MAX), "nothing should follow".into())),
    }
}
/// The first string of some bytes, where they begin with one.
pub fn first(bytes: &[u8]) -> Option<&[u8]> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.get(..u32::from_be_bytes(*length) as usize)
}
