//! Password strings of the Argon2 tools and packages: `$argon2id$v=19$m=65536,t=3,p=4$salt$hash`.

use super::derivation::argon2::Argon2;
use super::encoding::Encoding;
use super::reader::{Format, Reader, Stored};
use crate::functions::Fault;
use crate::functions::kdf::argon2;
use crate::run::Value;
use num_traits::ToPrimitive;

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
    let version = version(t)?;
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
    Ok(Stored::of(salt, Box::new(Argon2 { variant, version, memory, passes, lanes, length })))
}
/// The version, which old strings leave out.
fn version(t: &mut Reader) -> Result<Option<Value>, Fault> {
    if t.rest().starts_with(b"$m=") {
        return Ok(None);
    }
    t.sign("$v=", "version")?;
    let range = t.until(b"$");
    let version = t.number_in("version", range.clone(), 0)?;
    let number = version.to_int()?.and_then(|number| number.to_u64());
    match number.and_then(argon2::version) {
        Some(_) => Ok(Some(version)),
        None => Err(t.wrong("version", range, "Argon2 has had the versions 16 and 19".into())),
    }
}
