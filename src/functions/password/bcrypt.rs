//! Password strings of bcrypt: `$2b$12$`, 22 characters of salt, 31 of hash.

use super::derivation::bcrypt::{Bcrypt, Before};
use super::encoding::Encoding;
use super::reader::{Format, Reader, Stored};
use crate::functions::Fault;
use crate::run::Value;
use std::ops::Range;

/// Characters of the salt.
pub const SALT: usize = 22;
/// Bytes of the hash: the last of 24 is dropped.
pub const LENGTH: u64 = 23;
/// The costs that the string can name.
const COSTS: std::ops::RangeInclusive<u64> = 4..=31;

/// The row of `$2…`.
pub const FORMAT: Format = Format { name: "bcrypt", begins: &["$2"], read: |t| read(t, Before::Nothing) };

/// A string of bcrypt, of what comes before it.
pub fn read(t: &mut Reader, before: Before) -> Result<Stored, Fault> {
    t.sign("$", "algorithm")?;
    let range = t.until(b"$");
    variant(t, range)?;
    t.sign("$", "cost")?;
    let range = t.until(b"$");
    let cost = cost(t, range, true)?;
    t.sign("$", "salt")?;
    salt_and_hash(t, cost, before, "")
}
/// The marks of bcrypt's variants, of which three mean the same.
pub fn variant(t: &mut Reader, range: Range<usize>) -> Result<(), Fault> {
    let why = match t.bytes(&range) {
        b"2a" | b"2b" | b"2y" => {
            t.text("algorithm", range);
            return Ok(());
        }
        b"2x" => {
            "it marks hashes of an early crypt_blowfish, which mixed up letters beyond ASCII; who has such hashes \
                  asks for new passwords"
        }
        b"2" => "it marks the first bcrypt, which hashed a password without the NUL byte behind it",
        _ => "the variants are 2a, 2b and 2y",
    };
    Err(t.wrong("algorithm", range, why.into()))
}
/// The cost, in two digits where it is so written.
pub fn cost(t: &mut Reader, range: Range<usize>, two: bool) -> Result<Value, Fault> {
    if two && range.len() != 2 {
        return Err(t.wrong("cost", range, "it has two digits".into()));
    }
    let cost = t.number_in("cost", range.clone(), *COSTS.start())?;
    match cost.to_int()?.is_some_and(|cost| cost > (*COSTS.end()).into()) {
        true => Err(t.wrong("cost", range, format!("it is {} at most", COSTS.end()))),
        false => Ok(cost),
    }
}
/// The salt and the hash, with a sign between them where there is one.
pub fn salt_and_hash(t: &mut Reader, cost: Value, before: Before, sign: &'static str) -> Result<Stored, Fault> {
    let range = t.next(SALT);
    if range.len() != SALT {
        let why = format!("it has {SALT} characters, in {}", Encoding::Bcrypt.name());
        return Err(t.wrong("salt", range, why));
    }
    let written = t.slice(&range);
    let salt = t.decoded("salt", range, Encoding::Bcrypt)?;
    t.hash(sign, Encoding::Bcrypt, Some(LENGTH))?;
    Ok(Stored::of(salt, Box::new(Bcrypt { cost, before, written })))
}
