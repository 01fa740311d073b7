//! Algorithms, RFC 5280 section 4.1.1.2, with the parameters that some have.

use super::names;
use crate::functions::Fault;
use crate::functions::artefact::der::{Level, Reader, SEQUENCE, Tag};
use crate::run::Rope;
use num_traits::ToPrimitive;

/// An algorithm that was read.
pub struct Algorithm {
    /// Its identifier, in dotted numbers.
    pub oid: String,
    /// The identifier that its parameters are, such as that of a curve; empty where they are none.
    pub parameter: String,
    /// All its bytes.
    pub whole: Rope,
    /// The hash function and the length of the salt, for RSASSA-PSS.
    pub pss: Option<(&'static str, u64)>,
}

/// The next element, an AlgorithmIdentifier; its value is the dotted identifier.
///
/// # Errors
/// A fault in a field.
pub fn algorithm(der: &mut Reader, level: &mut Level, name: &str) -> Result<Algorithm, Fault> {
    let element = der.expect(level, name, SEQUENCE)?;
    let mut inside = element.inside();
    let (oid, value) = der.identifier(&mut inside, "oid")?;
    der.set(&element, value);
    let question = "which algorithm is it?";
    der.says(&element, question, names::called(&oid).unwrap_or("one that this program does not know"));
    let (mut parameter, mut pss) = (String::new(), None);
    if oid == names::RSA_PSS && !inside.is_read() {
        pss = Some(pss_parameters(der, &mut inside)?);
    } else if oid == names::EC_KEY && der.peek(&inside) == Some(0x06) {
        let curve = der.next(&mut inside, "curve")?;
        parameter = der.dotted(&curve)?.0;
        der.says(&curve, "which curve is it?", names::called(&parameter).unwrap_or("another"));
    } else if !inside.is_read() {
        der.next(&mut inside, "parameters")?;
    }
    der.end(&inside)?;
    let whole = der.slice(&element.range());
    Ok(Algorithm { oid, parameter, whole, pss })
}
/// The parameters of RSASSA-PSS, RFC 4055 section 3.1: a hash function, the mask over the same, and the length of the
/// salt.
fn pss_parameters(der: &mut Reader, level: &mut Level) -> Result<(&'static str, u64), Fault> {
    let element = der.expect(level, "parameters", SEQUENCE)?;
    let mut inside = element.inside();
    let context = |number: u8, what| Tag(0xa0 + number, what);
    // Where nothing else is said, it is SHA-1, which is not taken.
    let old = "it is SHA-224, SHA-256, SHA-384 or SHA-512, and SHA-1, which is meant where nothing is said, nobody takes any more";
    let mut hash = None;
    if let Some(wrapped) = der.optional(&mut inside, "hash", context(0, "[0], a hash function"))? {
        let named = algorithm(der, &mut wrapped.inside(), "algorithm")?;
        hash = names::hash(&named.oid);
    }
    let Some(hash) = hash else { return Err(der.wrong(&element.path, element.range(), old)) };
    let mut masks = None;
    if let Some(wrapped) = der.optional(&mut inside, "mask", context(1, "[1], a mask"))? {
        let mask = der.expect(&mut wrapped.inside(), "algorithm", SEQUENCE)?;
        let mut parts = mask.inside();
        if der.identifier(&mut parts, "oid")?.0 == names::MGF1 {
            masks = names::hash(&algorithm(der, &mut parts, "hash")?.oid);
        }
        der.end(&parts)?;
    }
    if masks != Some(hash) {
        return Err(der.wrong(&element.path, element.range(), "its mask is MGF1 over the same hash function"));
    }
    let mut salt = 20;
    if let Some(wrapped) = der.optional(&mut inside, "salt_length", context(2, "[2], the length of the salt"))? {
        let (length, value) = der.natural(&mut wrapped.inside(), "number")?;
        der.set(&wrapped, value);
        let Some(length) = length.to_u64().filter(|length| *length <= 512) else {
            return Err(der.wrong(&wrapped.path, wrapped.range(), "a salt has 512 bytes at most"));
        };
        salt = length;
    }
    if let Some(wrapped) = der.optional(&mut inside, "trailer", context(3, "[3], a trailer"))? {
        let (number, _) = der.natural(&mut wrapped.inside(), "number")?;
        if number.to_u64() != Some(1) {
            return Err(der.wrong(&wrapped.path, wrapped.range(), "the only trailer is 1, the byte bc"));
        }
    }
    der.end(&inside)?;
    Ok((hash, salt))
}
