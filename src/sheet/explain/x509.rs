//! Certificates, requests for them, and keys, in PEM or in DER.

use super::detail::Seen;
use super::found::{Certainty, Found, Judgement, Try};
use super::layer::Layer;
use super::pem::{Pem, labelled, with_others};
use super::row::Family;
use super::with::{Secret, With};
use crate::run::{Body, Run, Value};
use std::sync::Arc;

/// The rows.
pub const ROWS: &[Family] = &[
    Family {
        id: "certificate",
        what: "a certificate, X.509",
        popularity: 92,
        takes: &[ROOT, NAME, PURPOSE, AT],
        detect: |layer| {
            let read = pem(layer, &["CERTIFICATE"], "x509").or_else(|| der(layer, is_certificate, CERTIFICATE));
            read.or_else(|| labelled(layer, &["X509 CERTIFICATE", "TRUSTED CERTIFICATE"]))
        },
        check: verify,
        judge: judge_certificate,
    },
    Family {
        id: "csr",
        what: "a request for a certificate, PKCS #10",
        popularity: 70,
        takes: &[OWN],
        detect: |layer| {
            let labels = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"];
            pem(layer, &labels, "csr").or_else(|| der(layer, is_request, REQUEST))
        },
        check: |layer, _| vec![Try::new(format!("csr({})", formula(layer)))],
        judge: |seen| short_modulus(seen, "info/public_key/modulus"),
    },
    Family {
        id: "private-key",
        what: "a private key",
        popularity: 90,
        takes: &[],
        detect: |layer| {
            let labels = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"];
            let shapes = SHAPES.iter().find_map(|(is, why)| der(layer, *is, ("private_key", "key", why)));
            let read = pem(layer, &labels, "private_key").or(shapes);
            read.or_else(|| labelled(layer, &["DSA PRIVATE KEY"]))
        },
        check: |layer, _| match is_sealed(layer) {
            true => vec![Try::cannot("a password opens it, and it is shown and not opened here")],
            false => vec![],
        },
        judge: judge_private,
    },
    Family {
        id: "public-key",
        what: "a public key",
        popularity: 86,
        takes: &[],
        detect: |layer| {
            let read = pem(layer, &["PUBLIC KEY"], "public_key").or_else(|| der(layer, is_public, PUBLIC));
            read.or_else(|| labelled(layer, &["RSA PUBLIC KEY"]))
        },
        check: |_, _| vec![],
        judge: |seen| short_modulus(seen, "public_key/modulus"),
    },
];

const ROOT: Secret = Secret { names: &["root", "issuer"], phrase: "the root that is trusted", quiet: false };
const NAME: Secret = Secret { names: &["name", "host"], phrase: "the name that was called", quiet: false };
const PURPOSE: Secret = Secret { names: &["purpose"], phrase: "what it is used for, server or client", quiet: false };
const AT: Secret = Secret { names: &["at", "now"], phrase: "the time of the check", quiet: false };
const OWN: Secret = Secret { names: &["key"], phrase: "the key that it asks for", quiet: false };

/// A block of PEM that a function reads.
fn pem(layer: &Layer, labels: &[&str], function: &str) -> Option<Found> {
    let pem = Pem::read(layer.text()?).filter(|pem| labels.contains(&pem.label))?;
    let why = format!("it has the line `-----BEGIN {}-----`", pem.label);
    let found = Found::new(Certainty::Certain, why);
    Some(with_others(found.cell(layer.name("fields"), format!("{function}({})", layer.cell)), layer))
}
/// A kind of DER: the function that reads it, the name of its cell, and why it is of this kind.
type Kind = (&'static str, &'static str, &'static str);
const CERTIFICATE: Kind =
    ("x509", "certificate", "a sequence of DER holds another, which begins with version 3 and a number");
const REQUEST: Kind =
    ("csr", "request", "a sequence of DER holds another, which begins with version 1, a name and a key");
const PUBLIC: Kind = ("public_key", "key", "a sequence of DER holds an algorithm and bits, and nothing else");

/// DER of some shape, which a function reads.
fn der(layer: &Layer, is: Shape, (function, name, why): Kind) -> Option<Found> {
    let binary = layer.binary().filter(|binary| is(&binary.bytes))?;
    let cell = layer.name(name);
    let found = Found::new(Certainty::Certain, format!("{why}{}", binary.written));
    let found = found.cell(cell.clone(), binary.formula.clone());
    Some(found.cell(layer.name("fields"), format!("{function}({cell})")))
}
/// The formula of what functions read: the layer itself where it is PEM, else the bytes that it writes.
fn formula(layer: &Layer) -> String {
    let is_pem = layer.text().is_some_and(|text| text.contains("-----BEGIN "));
    let binary = if is_pem { None } else { layer.binary() };
    binary.map_or(layer.cell.to_owned(), |binary| binary.formula.clone())
}
fn verify(layer: &Layer, with: &With) -> Vec<Try> {
    let Some(root) = with.literal(&ROOT) else { return vec![] };
    let mut options = String::new();
    for (secret, name) in [(&NAME, "name"), (&PURPOSE, "purpose"), (&AT, "at")] {
        if let Some(given) = with.literal(secret) {
            options.push_str(&format!(", {name}: {given}"));
        }
    }
    let checked = Try::new(format!("x509_verify({}, {root}{options})", formula(layer)));
    // What is not asked for is not checked, and that is said.
    vec![if with.value(&AT).is_some() { checked } else { checked.by("its times not looked at") }]
}

/// The checks of a certificate in a chain by their parts, and what is so where one fails.
const CHECKS: [(&str, &str); 11] = [
    ("issuer", "the certificate above it has another name than its issuer"),
    ("key_identifier", "its issuer has another key than the one that it names"),
    ("algorithm", "it names two algorithms for its signature"),
    ("signature", "its issuer's key did not make its signature"),
    ("validity", "the time of the check lies outside its own"),
    ("critical", "it has an extension that must be known, and is not"),
    ("ca", "it is no CA, and stands above another"),
    ("path_length", "more CAs stand below it than it allows"),
    ("key_usage", "its key is not for signing certificates"),
    ("name", "none of its names is the one that was called"),
    ("purpose", "it is not for what it is used for"),
];
/// The first check of a chain that failed, by its address, and why.
pub(super) fn failed(run: &Run) -> Option<String> {
    let runs = |run: &'_ Run| -> Vec<(String, Arc<Run>)> {
        let inner = run.items.iter().filter_map(|item| match &item.body {
            Body::Run(inner) => Some((item.label(), inner.clone())),
            Body::Bytes { .. } | Body::Part(_) => None,
        });
        inner.collect()
    };
    let fails = |check: &Run| matches!(check.result, Value::Bool(_)) && check.result.to_bool() == Ok(Some(false));
    let links = if run.function == "x509_verify" { runs(run) } else { vec![] };
    links.into_iter().find_map(|(link, certificate)| {
        let checks = runs(&certificate);
        let (name, _) =
            checks.into_iter().find(|(name, check)| CHECKS.iter().any(|(known, _)| known == name) && fails(check))?;
        let (_, why) = CHECKS.iter().find(|(known, _)| *known == name)?;
        Some(format!("`{link}/{name}` fails: {why}"))
    })
}

// ------------------------------------------------------------------ judgements

/// A modulus that is too short for any use.
fn short_modulus(seen: &Seen, field: &str) -> Vec<Judgement> {
    let bits = seen.bytes(field).map_or(0, |bytes| {
        let rest: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
        8 * rest.len() - rest.first().map_or(0, |first| first.leading_zeros() as usize)
    });
    let said = format!("the RSA modulus has {bits} bits, and 2,048 are the least");
    if (1..2048).contains(&bits) { vec![Judgement::new(said, "NIST SP 800-131A, table 2")] } else { vec![] }
}
fn judge_certificate(seen: &Seen) -> Vec<Judgement> {
    let mut said = short_modulus(seen, "tbs/public_key/modulus");
    let old = [("1.2.840.113549.1.1.4", "MD5"), ("1.2.840.113549.1.1.5", "SHA-1"), ("1.2.840.10045.4.1", "SHA-1")];
    let algorithm = seen.text("algorithm").unwrap_or_default();
    if let Some((_, hash)) = old.iter().find(|(oid, _)| *oid == algorithm) {
        let text = format!("it is signed over {hash}, for which two certificates with one signature can be made");
        said.push(Judgement::new(text, "NIST SP 800-131A, section 9"));
    }
    if let Some(clock) = seen.with.clock() {
        let time = |name: &str| seen.number(name).and_then(|seconds| Some((seconds, super::token::moment(seconds)?)));
        let old = time("tbs/not_after").filter(|(seconds, _)| *seconds < clock);
        let early = time("tbs/not_before").filter(|(seconds, _)| *seconds > clock);
        let old = old.map(|(_, at)| format!("it expired at {at}, by the clock of this machine"));
        let early =
            early.map(|(_, at)| format!("it is good from {at} on, and it is earlier by the clock of this machine"));
        said.extend(old.into_iter().chain(early).map(|text| Judgement::new(text, "RFC 5280, section 4.1.2.5")));
    }
    let has = |begin: &str| seen.fields.iter().any(|field| field.name.starts_with(begin));
    let ca = seen.bytes("tbs/extensions/basic_constraints/ca") == Some(vec![1]);
    let whole = seen.field("signature").is_some();
    if whole && !ca && !has("tbs/extensions/subject_alt_name/") {
        let text = "it has no subjectAltName, so no client takes it for a server's: the common name is not looked at";
        said.push(Judgement::new(text, "RFC 9525, section 2"));
    }
    said
}
fn judge_private(seen: &Seen) -> Vec<Judgement> {
    let mut said = short_modulus(seen, "modulus");
    let sealed = seen.field("encrypted").is_some();
    if !sealed && ["seed", "scalar", "private_exponent", "key"].iter().any(|name| seen.field(name).is_some()) {
        let text = "the key is not encrypted: whoever has this text has the key";
        said.push(Judgement::new(text, "RFC 5958, section 3"));
    }
    said
}

// ------------------------------------------------------------------ shapes

/// The tags of the elements in a sequence that is all of the bytes, and their contents.
fn children(bytes: &[u8]) -> Vec<(u8, &[u8])> {
    let Some(outer) = element(bytes).filter(|outer| outer.tag == 0x30 && outer.rest.is_empty()) else { return vec![] };
    inside(outer.content)
}
fn inside(mut content: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = vec![];
    while let Some(next) = element(content) {
        found.push((next.tag, next.content));
        content = next.rest;
    }
    found
}
fn tags(elements: &[(u8, &[u8])]) -> Vec<u8> {
    elements.iter().map(|(tag, _)| *tag).collect()
}
fn is_certificate(bytes: &[u8]) -> bool {
    // Whether it is whole is for its reader to say.
    let Some(outer) = element(bytes).filter(|outer| outer.tag == 0x30) else { return false };
    let Some(signed) = element(outer.content).filter(|signed| signed.tag == 0x30) else { return false };
    matches!(inside(signed.content).as_slice(), [(0xa0, [2, 1, 2]), (2, _), ..])
}
fn is_request(bytes: &[u8]) -> bool {
    let parts = children(bytes);
    let info = parts.first().map_or(vec![], |(_, content)| inside(content));
    tags(&parts) == [0x30, 0x30, 3] && tags(&info).starts_with(&[2, 0x30, 0x30]) && info.len() <= 4
}
fn is_public(bytes: &[u8]) -> bool {
    let parts = children(bytes);
    tags(&parts) == [0x30, 3] && inside(parts[0].1).first().is_some_and(|(tag, _)| *tag == 6)
}
/// A look at bytes: whether they are of a shape.
type Shape = fn(&[u8]) -> bool;
/// The shapes of private keys, and why a sequence of DER is of one: PKCS #8, the same encrypted, PKCS #1 and SEC 1.
const SHAPES: [(Shape, &str); 4] = [
    (
        |bytes| {
            let parts = children(bytes);
            let begins = tags(&parts).starts_with(&[2, 0x30, 4]) && matches!(parts[0].1, [0 | 1]);
            begins && inside(parts[1].1).first().is_some_and(|(tag, _)| *tag == 6)
        },
        "a sequence of DER begins with a version, an algorithm and a key",
    ),
    (is_encrypted, "a sequence of DER holds the algorithm of a password and what it encrypts"),
    (
        |bytes| {
            let parts = children(bytes);
            tags(&parts) == [2; 9] && parts[0].1 == [0]
        },
        "a sequence of DER holds version 0 and the eight numbers of an RSA key",
    ),
    (
        |bytes| {
            let parts = children(bytes);
            matches!(tags(&parts).as_slice(), [2, 4, 0xa0 | 0xa1] | [2, 4, 0xa0, 0xa1]) && parts[0].1 == [1]
        },
        "a sequence of DER holds version 1, a scalar, and its curve or point",
    ),
];
fn is_encrypted(bytes: &[u8]) -> bool {
    // What encrypts by a password has its numbers below PKCS #5 and #12.
    const BY_PASSWORD: [&[u8]; 2] = [b"\x2a\x86\x48\x86\xf7\x0d\x01\x05", b"\x2a\x86\x48\x86\xf7\x0d\x01\x0c"];
    let parts = children(bytes);
    let algorithm = parts.first().map_or(vec![], |(_, content)| inside(content));
    let by = |(tag, oid): &(u8, &[u8])| *tag == 6 && BY_PASSWORD.iter().any(|begin| oid.starts_with(begin));
    tags(&parts) == [0x30, 4] && algorithm.first().is_some_and(by)
}
/// Whether a private key is encrypted, in PEM or in DER.
fn is_sealed(layer: &Layer) -> bool {
    match layer.text().and_then(Pem::read) {
        Some(pem) => pem.label == "ENCRYPTED PRIVATE KEY",
        None => layer.binary().is_some_and(|binary| is_encrypted(&binary.bytes)),
    }
}
/// An element of DER, and what stands behind it.
struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    rest: &'a [u8],
}
fn element(bytes: &[u8]) -> Option<Element<'_>> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let count = usize::from(first & 0x7f);
    let (length, rest) = match first {
        0..0x80 => (count, rest),
        _ if (1..=4).contains(&count) => {
            let (digits, rest) = rest.split_at_checked(count)?;
            (digits.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some(Element { tag, content, rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn der_is_walked_within_its_bounds() {
        assert!(element(&[0x30, 0x82, 0xff]).is_none() && element(&[0x30, 0x80, 0, 0]).is_none());
        assert_eq!(element(&[4, 1, 7, 9]).map(|e| (e.content, e.rest)), Some((&[7][..], &[9][..])));
    }
}
