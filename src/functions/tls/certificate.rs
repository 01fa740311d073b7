//! The public key of a certificate, and the signature that a CertificateVerify has under it.

use super::code;
use super::work::Work;
use crate::functions::signature::{ecdsa, ed25519, rsa};
use crate::functions::{Fault, FaultKind};
use crate::run::{Rope, Run, Value};
use der::{Decode, Header, Reader as _, SliceReader, Tag};
use std::ops::Range;

/// A public key, as pieces of a certificate.
pub enum PublicKey {
    /// Of Ed25519: 32 bytes.
    Ed25519(Rope),
    /// Of P-256 or P-384: the curve, and an uncompressed point.
    Ec(&'static str, Rope),
    /// Of RSA: modulus and exponent.
    Rsa(Rope, Rope),
    /// Of another kind.
    Other,
}
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// The curves: their object identifiers, and the bytes of a point.
const CURVES: [(&str, &[u8], usize); 2] =
    [("p256", &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], 65), ("p384", &[0x2b, 0x81, 0x04, 0x00, 0x22], 97)];
const RSA: [&[u8]; 2] =
    [&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01], &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a]];

/// Tag and content of the element that begins at a place of some DER.
fn element(bytes: &[u8], at: usize) -> Option<(Tag, Range<usize>)> {
    let mut reader = SliceReader::new(bytes.get(at..)?).ok()?;
    let header = Header::decode(&mut reader).ok()?;
    let start = at + u32::from(reader.position()) as usize;
    let end = start + u32::from(header.length()) as usize;
    (end <= bytes.len()).then_some((header.tag(), start..end))
}
/// The contents of the elements inside an element.
fn elements(bytes: &[u8], inside: &Range<usize>) -> Option<Vec<(Tag, Range<usize>)>> {
    let (mut found, mut at) = (vec![], inside.start);
    while at < inside.end {
        let (tag, content) = element(&bytes[..inside.end], at)?;
        at = content.end;
        found.push((tag, content));
    }
    Some(found)
}
/// The public key of a certificate in DER, RFC 5280 section 4.1; nothing where it is no certificate.
pub fn public_key(certificate: &Rope, bytes: &[u8]) -> Option<PublicKey> {
    let whole = element(bytes, 0)?.1;
    let signed = elements(bytes, &whole)?.first()?.1.clone();
    let mut fields = elements(bytes, &signed)?;
    // The version is the one field with a tag of its own, and may be left out.
    if fields.first()?.0.is_context_specific() {
        fields.remove(0);
    }
    let info = elements(bytes, &fields.get(5)?.1)?;
    let [(_, algorithm), (Tag::BitString, bits)] = info.as_slice() else { return None };
    let names = elements(bytes, algorithm)?;
    let name = |index: usize| names.get(index).map(|(_, range)| &bytes[range.clone()]);
    let key = bits.start + 1..bits.end;
    let slice = |range: Range<usize>| certificate.slice(range.start as u64..range.end as u64);
    if bytes.get(bits.start) != Some(&0) {
        return None;
    }
    Some(match name(0)? {
        ED25519 if key.len() == 32 => PublicKey::Ed25519(slice(key)),
        EC => {
            let curve = CURVES.iter().find(|(_, oid, length)| name(1) == Some(*oid) && key.len() == *length);
            curve.map_or(PublicKey::Other, |(curve, ..)| PublicKey::Ec(curve, slice(key)))
        }
        oid if RSA.contains(&oid) => {
            let numbers = elements(bytes, &element(bytes, key.start)?.1)?;
            let [(Tag::Integer, n), (Tag::Integer, e)] = numbers.as_slice() else { return None };
            PublicKey::Rsa(slice(n.clone()), slice(e.clone()))
        }
        _ => PublicKey::Other,
    })
}

/// The outcome of a check of a signature.
pub enum Checked {
    /// A truth value that was computed.
    Says(Value),
    /// Nobody computes such a scheme here: which.
    NotBuilt(String),
    /// Key and scheme do not belong together, or the key is none.
    Unfit(String),
}
/// Adds `verify` to a run: whether a signature is one of some content.
///
/// # Errors
/// What computing it gives, where it cannot be computed now.
pub fn verify(
    work: &Work,
    run: &mut Run,
    (scheme, key): (usize, PublicKey),
    content: Rope,
    signature: Rope,
) -> Result<Checked, Fault> {
    let int = |magnitude: Rope| Value::Int { magnitude, negative: false };
    let hash = |name: &'static str| ("hash", Value::text(name));
    let (content, signature) = (("message", Value::Bytes(content)), ("signature", Value::Bytes(signature)));
    let (row, given) = match (scheme, key) {
        (0x0807, PublicKey::Ed25519(public)) => {
            let public = run.bytes("public_key", public, 0);
            ((ed25519::ROWS, "ed25519_verify"), vec![("public", Value::Bytes(public)), content, signature])
        }
        (0x0403 | 0x0503, PublicKey::Ec(curve, public)) if (curve == "p384") == (scheme == 0x0503) => {
            let public = run.bytes("public_key", public, 0);
            let given = vec![
                ("public", Value::Bytes(public)),
                content,
                signature,
                ("curve", Value::text(curve)),
                hash(if scheme == 0x0503 { "sha384" } else { "sha256" }),
                ("format", Value::text("der")),
            ];
            ((ecdsa::ROWS, "ecdsa_verify"), given)
        }
        (0x0804..=0x0806 | 0x0809..=0x080b, PublicKey::Rsa(n, e)) => {
            let name = ["sha256", "sha384", "sha512"][(scheme - 0x0804) % 5];
            ((rsa::PSS, "rsa_pss_verify"), vec![("n", int(n)), ("e", int(e)), content, signature, hash(name)])
        }
        (0x0807 | 0x0403 | 0x0503 | 0x0804..=0x0806 | 0x0809..=0x080b, PublicKey::Other) => {
            return Ok(Checked::NotBuilt("a public key of this kind".into()));
        }
        (0x0807 | 0x0403 | 0x0503 | 0x0804..=0x0806 | 0x0809..=0x080b, _) => {
            let why = format!("the certificate has no key of {}", code::SCHEME.name(scheme));
            return Ok(Checked::Unfit(why));
        }
        (0x0603 | 0x0808, _) => return Ok(Checked::NotBuilt(code::SCHEME.name(scheme))),
        _ => return Ok(Checked::Unfit(format!("TLS 1.3 has no signature of {}", code::SCHEME.name(scheme)))),
    };
    match work.call(run, "verify", row, given) {
        Ok(value) => Ok(Checked::Says(value)),
        Err(fault) if matches!(fault.kind, FaultKind::BadArgument | FaultKind::Rejected) => {
            Ok(Checked::Unfit(fault.message))
        }
        Err(fault) => Err(fault),
    }
}
