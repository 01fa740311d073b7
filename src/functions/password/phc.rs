//! Password strings of the Argon2 tools and packages: `$argon2id$v=19$m=65536,t=3,p=4$salt$hash`.

use super::derivation::argon2::Argon2;
use super::encoding::Encoding;
use super::reader::{Format, Reader, Stored};
use crate::functions::Fault;

/// The version of Argon2 that the string names.
const VERSION: u32 = 19;
/// Bytes of a hash where a setting has none.
const LENGTH: u64 = 32;
/// The shortest salt, in bytes.
const SALT: u64 = 8;

/// The row of `$argon2…`.
pub const FORMAT: Format = Format { name: "Argon2", begins: &["$argon2"], read };

/// A string of Argon2.
pub fn read(t: &mut Reader) -> Result<Stored, Fault> {
    t.sign("$", "algorithm")?;
    let range = t.until(b"$");
    let variant = match t.bytes(&range) {
        b"argon2d" => "d",
        b"argon2i" => "i",
        b"argon2id" => "id",
        _ => return Err(t.wrong("algorithm", range, "the variants are argon2d, argon2i and argon2id".into())),
    };
    t.text("algorithm", range);
    if t.rest().starts_with(b"$m=") {
        let range = t.next(0);
        let why = "none is named, which means 16; of that version, of 2015, nothing is computed here, but of 19";
        return Err(t.wrong("version", range, why.into()));
    }
    t.sign("$v=", "version")?;
    let range = t.until(b"$");
    let version = t.number_in("version", range.clone(), 0)?;
    if version.to_int()? != Some(VERSION.into()) {
        let why = format!("Argon2 has had the versions 16 and {VERSION}, and {VERSION} is computed here");
        return Err(t.wrong("version", range, why));
    }
    t.sign("$m=", "memory")?;
    let of_memory = t.until(b",$");
    let memory = t.number_in("memory", of_memory.clone(), 1)?;
    t.sign(",t=", "passes")?;
    let passes = t.number("passes", b",$", 1)?;
    t.sign(",p=", "lanes")?;
    let lanes = t.number("lanes", b",$", 1)?;
    if memory.to_int()? < lanes.to_int()?.map(|lanes| lanes * 8) {
        return Err(t.wrong("memory", of_memory, "it is 8 KiB at least for each lane".into()));
    }
    t.sign("$", "salt")?;
    let range = t.until(b"$");
    if Encoding::Unpadded.bytes(range.len() as u64).is_some_and(|bytes| bytes < SALT) {
        return Err(t.wrong("salt", range, format!("it has {SALT} bytes at least")));
    }
    let salt = t.decoded("salt", range, Encoding::Unpadded)?;
    t.hash("$", Encoding::Unpadded, None)?;
    let length = t.length().unwrap_or(LENGTH);
    Ok(Stored::of(salt, Box::new(Argon2 { variant, memory, passes, lanes, length })))
}
