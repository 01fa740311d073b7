//! Certificates, RFC 5280 section 4.1, and requests for them, RFC 2986: every field with its name.

use super::algorithm::{Algorithm, algorithm};
use super::extensions::{self, Extensions};
use super::key::{self, PublicKey};
use super::names;
use super::subject::name;
use crate::functions::Fault;
use crate::functions::artefact::der::{Reader, SEQUENCE, SET, Tag};
use crate::run::{Rope, Value};
use num_traits::ToPrimitive;

/// The version, which may be left out.
const VERSION: Tag = Tag(0xa0, "[0], a version");

/// A certificate that was read: what checks ask of it.
pub struct Certificate {
    /// The bytes that are signed.
    pub tbs: Rope,
    /// The algorithm of the signature, as the signed bytes name it.
    pub inner: Algorithm,
    /// The issuer's name, all its bytes.
    pub issuer: Rope,
    /// The subject's name, all its bytes.
    pub subject: Rope,
    /// The first second of its time.
    pub not_before: Value,
    /// The last second of its time.
    pub not_after: Value,
    /// The subject's key.
    pub key: PublicKey,
    /// The extensions.
    pub extensions: Extensions,
    /// The algorithm of the signature, as it stands beside it.
    pub algorithm: Algorithm,
    /// The signature.
    pub signature: Rope,
}
/// A certificate, which is all of the bytes.
///
/// # Errors
/// A fault in a field.
pub fn certificate(der: &mut Reader) -> Result<Certificate, Fault> {
    let mut whole = der.whole();
    let outer = der.expect(&mut whole, "certificate", SEQUENCE)?;
    der.end(&whole)?;
    let mut parts = outer.under("");
    let element = der.expect(&mut parts, "tbs", SEQUENCE)?;
    let tbs = der.slice(&element.range());
    let mut fields = element.inside();
    if let Some(version) = der.optional(&mut fields, "version", VERSION)? {
        let (number, value) = der.natural(&mut version.inside(), "number")?;
        der.set(&version, value);
        let known = number.to_u64().filter(|number| *number < 3);
        let Some(number) = known else {
            return Err(der.wrong(&version.path, version.range(), "it is 0, 1 or 2, for the versions 1 to 3"));
        };
        der.says(&version, "which version is it?", format!("version {}, written as {number}", number + 1));
    }
    let serial = der.next(&mut fields, "serial")?;
    der.integer(&serial)?;
    let inner = algorithm(der, &mut fields, "algorithm")?;
    let issuer = name(der, &mut fields, "issuer")?;
    let validity = der.expect(&mut fields, "validity", SEQUENCE)?;
    let mut times = validity.under("tbs");
    let not_before = der.time(&mut times, "not_before")?;
    let not_after = der.time(&mut times, "not_after")?;
    der.end(&times)?;
    let subject = name(der, &mut fields, "subject")?;
    let key = key::public(der, &mut fields, "public_key")?;
    for (tag, name) in [(0x81, "issuer_unique_id"), (0x82, "subject_unique_id")] {
        der.optional(&mut fields, name, Tag(tag, "a unique identifier"))?;
    }
    let mut extensions = Extensions::default();
    if let Some(element) = der.optional(&mut fields, "extensions", Tag(0xa3, "[3], the extensions"))? {
        extensions = extensions::read(der, &mut element.inside(), &element.path)?;
    }
    der.end(&fields)?;
    let algorithm = algorithm(der, &mut parts, "algorithm")?;
    let (_, signature) = der.whole_bits(&mut parts, "signature")?;
    let signature = der.slice(&signature);
    der.end(&parts)?;
    Ok(Certificate { tbs, inner, issuer, subject, not_before, not_after, key, extensions, algorithm, signature })
}
/// The subject's key alone, with nothing read behind it.
///
/// # Errors
/// A fault in a field.
pub fn subject_key(der: &mut Reader) -> Result<PublicKey, Fault> {
    let outer = der.expect(&mut der.whole(), "certificate", SEQUENCE)?;
    let element = der.expect(&mut outer.under(""), "tbs", SEQUENCE)?;
    let mut fields = element.inside();
    der.optional(&mut fields, "version", VERSION)?;
    for name in ["serial", "algorithm", "issuer", "validity", "subject"] {
        der.next(&mut fields, name)?;
    }
    key::public(der, &mut fields, "public_key")
}

/// A request for a certificate, which is all of the bytes: what is signed, the key, the algorithm and the signature.
///
/// # Errors
/// A fault in a field.
pub fn request(der: &mut Reader) -> Result<(Rope, PublicKey, Algorithm, Rope), Fault> {
    let mut whole = der.whole();
    let outer = der.expect(&mut whole, "request", SEQUENCE)?;
    der.end(&whole)?;
    let mut parts = outer.under("");
    let element = der.expect(&mut parts, "info", SEQUENCE)?;
    let info = der.slice(&element.range());
    let mut fields = element.inside();
    der.natural(&mut fields, "version")?;
    name(der, &mut fields, "subject")?;
    let key = key::public(der, &mut fields, "public_key")?;
    if let Some(attributes) = der.optional(&mut fields, "attributes", Tag(0xa0, "[0], the attributes"))? {
        let mut list = attributes.inside();
        while !list.is_read() {
            let asks = der.ahead(&list, 1).as_deref() == Some(names::EXTENSION_REQUEST);
            let label = der.fresh(&list, if asks { "extension_request" } else { "attribute" });
            let attribute = der.expect(&mut list, &label, SEQUENCE)?;
            let mut inside = attribute.inside();
            der.identifier(&mut inside, "oid")?;
            let values = der.expect(&mut inside, "values", SET)?;
            der.end(&inside)?;
            if asks {
                extensions::read(der, &mut values.under(&attribute.path), &attribute.path)?;
            }
        }
    }
    der.end(&fields)?;
    let algorithm = algorithm(der, &mut parts, "algorithm")?;
    let (_, signature) = der.whole_bits(&mut parts, "signature")?;
    let signature = der.slice(&signature);
    der.end(&parts)?;
    Ok((info, key, algorithm, signature))
}
