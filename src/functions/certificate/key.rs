//! Public keys, RFC 5280 section 4.1.2.7, and private ones, RFC 5958, RFC 8017 appendix A.1 and RFC 5915.

use super::algorithm::algorithm;
use super::names;
use crate::functions::Fault;
use crate::functions::artefact::der::{Element, Level, OCTET_STRING, Reader, SEQUENCE, Tag};
use crate::run::{Rope, Value};
use num_traits::ToPrimitive;
use std::ops::Range;

/// A public key that was read.
#[derive(Clone, Debug)]
pub struct PublicKey {
    /// All bytes of the SubjectPublicKeyInfo.
    pub whole: Rope,
    /// The bytes of the key in it.
    pub bits: Rope,
    /// The key.
    pub kind: Kind,
}
/// The kinds of public keys.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A point of Ed25519, 32 bytes.
    Ed25519(Rope),
    /// A point on a curve, which functions know by this name.
    Curve(&'static str, Rope),
    /// A modulus and an exponent.
    Rsa {
        /// The modulus.
        n: Value,
        /// The exponent.
        e: Value,
    },
    /// Another, by the name of its algorithm.
    Other(String),
}
impl Kind {
    /// The kind as a phrase.
    pub fn phrase(&self) -> String {
        match self {
            Kind::Ed25519(_) => "a key of Ed25519".into(),
            Kind::Curve(name, _) => format!("a key on the curve {name}"),
            Kind::Rsa { .. } => "a key of RSA".into(),
            Kind::Other(name) => format!("a key of another kind: {name}"),
        }
    }
}

/// The next element, a SubjectPublicKeyInfo.
///
/// # Errors
/// A fault in a field.
pub fn public(der: &mut Reader, level: &mut Level, name: &str) -> Result<PublicKey, Fault> {
    let element = der.expect(level, name, SEQUENCE)?;
    let mut inside = element.inside();
    let algorithm = algorithm(der, &mut inside, "algorithm")?;
    let (key, bits) = der.whole_bits(&mut inside, "key")?;
    der.end(&inside)?;
    let rope = der.slice(&bits);
    let kind = match (algorithm.oid.as_str(), algorithm.parameter.as_str()) {
        (names::ED25519, _) => Kind::Ed25519(rope.clone()),
        (names::EC_KEY, "1.2.840.10045.3.1.7") => Kind::Curve("p256", rope.clone()),
        (names::EC_KEY, "1.3.132.0.34") => Kind::Curve("p384", rope.clone()),
        (names::RSA_KEY | names::RSA_PSS, _) => rsa(der, &element, key.part(&element.path, bits))?,
        (oid, _) => Kind::Other(names::called(oid).unwrap_or(oid).to_owned()),
    };
    if let Kind::Ed25519(point) = &kind
        && crate::run::Source::len(point) != 32
    {
        return Err(der.wrong(&key.path, key.range(), "a key of Ed25519 has 32 bytes"));
    }
    Ok(PublicKey { whole: der.slice(&element.range()), bits: rope, kind })
}
/// The modulus and the exponent of an RSA key.
fn rsa(der: &mut Reader, element: &Element, mut level: Level) -> Result<Kind, Fault> {
    let both = der.expect(&mut level, "rsa", SEQUENCE)?;
    der.end(&level)?;
    let mut inside = both.under(&element.path);
    let (_, n) = der.natural(&mut inside, "modulus")?;
    let (_, e) = der.natural(&mut inside, "exponent")?;
    der.end(&inside)?;
    Ok(Kind::Rsa { n, e })
}

/// The fields of an RSA private key.
const RSA: [&str; 8] = ["modulus", "exponent", "private_exponent", "p", "q", "d_p", "d_q", "q_inverse"];

/// A private key, which is all of the bytes, of the shape that its first fields tell; what it holds: a seed, a scalar,
/// a private exponent. Nothing where it is encrypted.
///
/// # Errors
/// A fault in a field.
pub fn private(der: &mut Reader) -> Result<Option<Value>, Fault> {
    let mut whole = der.whole();
    let outer = der.expect(&mut whole, "private_key", SEQUENCE)?;
    der.end(&whole)?;
    let mut parts = outer.under("");
    if der.peek(&parts) == Some(SEQUENCE.0) {
        algorithm(der, &mut parts, "algorithm")?;
        let sealed = der.expect(&mut parts, "encrypted", OCTET_STRING)?;
        der.says(&sealed, "can it be read?", "no: a password opens it");
        der.end(&parts)?;
        return Ok(None);
    }
    let (version, _) = der.natural(&mut parts, "version")?;
    match (version.to_u64(), der.peek(&parts)) {
        (Some(1), Some(0x04)) => scalar(der, &mut parts).map(Some),
        (Some(0), Some(0x02)) => rsa_private(der, &mut parts).map(Some),
        (Some(0 | 1), _) => pkcs8(der, &mut parts).map(Some),
        _ => Err(der.wrong("version", outer.content.start..outer.content.start + 1, "it is 0 or 1")),
    }
}
/// RFC 5958: the algorithm, and the key as its own standard writes it.
fn pkcs8(der: &mut Reader, parts: &mut Level) -> Result<Value, Fault> {
    let algorithm = algorithm(der, parts, "algorithm")?;
    let key = der.expect(parts, "key", OCTET_STRING)?;
    let mut inside = key.under("");
    let value = match algorithm.oid.as_str() {
        names::ED25519 | names::X25519 => {
            let seed = der.expect(&mut inside, "seed", OCTET_STRING)?;
            octets(der, &seed, &seed.content.clone())
        }
        names::EC_KEY => {
            let scalar_of = der.expect(&mut inside, "ec_private_key", SEQUENCE)?;
            let mut inside = scalar_of.under("");
            der.natural(&mut inside, "ec_version")?;
            scalar(der, &mut inside)?
        }
        names::RSA_KEY | names::RSA_PSS => {
            let numbers = der.expect(&mut inside, "rsa_private_key", SEQUENCE)?;
            let mut inside = numbers.under("");
            der.natural(&mut inside, "rsa_version")?;
            rsa_private(der, &mut inside)?
        }
        _ => {
            let all = key.content.clone();
            inside = key.part("", all.end..all.end);
            octets(der, &key, &all)
        }
    };
    der.end(&inside)?;
    der.optional(parts, "attributes", Tag(0xa0, "[0], attributes"))?;
    der.optional(parts, "public_key", Tag(0x81, "[1], a public key"))?;
    der.end(parts)?;
    Ok(value)
}
fn octets(der: &mut Reader, element: &Element, range: &Range<usize>) -> Value {
    let value = Value::Bytes(der.slice(range));
    der.set(element, value)
}
/// RFC 5915: the scalar, the curve and the public key.
fn scalar(der: &mut Reader, parts: &mut Level) -> Result<Value, Fault> {
    let scalar = der.expect(parts, "scalar", OCTET_STRING)?;
    let value = octets(der, &scalar, &scalar.content.clone());
    if let Some(wrapped) = der.optional(parts, "parameters", Tag(0xa0, "[0], a curve"))? {
        let mut inside = wrapped.under("");
        let curve = der.next(&mut inside, "curve")?;
        if curve.tag == 0x06 {
            let (oid, _) = der.dotted(&curve)?;
            der.says(&curve, "which curve is it?", names::called(&oid).unwrap_or("another"));
        }
    }
    if let Some(wrapped) = der.optional(parts, "public", Tag(0xa1, "[1], a public key"))? {
        der.whole_bits(&mut wrapped.under(""), "point")?;
    }
    der.end(parts)?;
    Ok(value)
}
/// RFC 8017 appendix A.1.2, behind the version.
fn rsa_private(der: &mut Reader, parts: &mut Level) -> Result<Value, Fault> {
    let mut exponent = None;
    for name in RSA {
        let (_, value) = der.natural(parts, name)?;
        if name == "private_exponent" {
            exponent = Some(value);
        }
    }
    der.end(parts)?;
    Ok(exponent.unwrap_or_else(|| unreachable!("it is one of the names")))
}
