//! Authenticated encryption: a message is encrypted, and a tag over it and over data that stay readable shows every
//! change.
//!
//! Sealing gives the ciphertext and, behind it, the tag. Opening computes the tag again (what a seal computes, in the
//! same parts), compares it with the one that came (the run `compare`), and decrypts only if they are the same.

pub mod chacha20_poly1305;
pub mod field;
pub mod gcm;
pub mod ghash;

use super::bytes::compare;
use super::{Context, Default, Fault, Parameter};
use crate::run::{Rope, Run, Source, Value};

const DATA: Parameter =
    Parameter::bytes("data", "what stays readable and is authenticated as well").or(Default::Bytes(&[]));
const MESSAGE: Parameter = Parameter::bytes("message", "what to seal, of any length");
const SEALED: Parameter = Parameter::bytes("sealed", "the ciphertext and, behind it, the tag");

/// Bytes with zeros behind them, up to whole blocks of 16.
fn filled(bytes: &Rope) -> Rope {
    let missing = bytes.len().next_multiple_of(16) - bytes.len();
    bytes.clone().then(Rope::padding(bytes, 0, missing))
}
/// The ciphertext and the tag of what was sealed.
fn parted(sealed: &Rope, tag: u64) -> Result<[Rope; 2], Fault> {
    let length = sealed.len();
    let start = length.checked_sub(tag).ok_or_else(|| {
        let message = format!("`sealed` ends in a tag of {tag} bytes, and this has {length}");
        Fault::argument("sealed", message)
    })?;
    Ok([sealed.slice(0..start), sealed.slice(start..length)])
}
/// Adds the comparison of the computed tag with the given one; refuses where they differ.
fn compared(mut run: Run, c: &Context, computed: Rope, given: Rope, hint: &str) -> Result<Run, Fault> {
    let at = run.at.join("compare");
    let pair = vec![(None, Value::Bytes(computed)), (None, Value::Bytes(given))];
    let (compared, _) = compare::EQUAL.call(&Context { at, budget: c.budget }, pair)?;
    let result = compared.result.clone();
    result.finish(c.budget)?;
    run.run("compare", |_| compared);
    run.check("the tag", Some(result.clone()));
    match result.to_bool()? {
        Some(true) => Ok(run),
        _ => Err(Fault::rejected("the tag is not the one that belongs to this message", run).hint(hint)),
    }
}
