//! The rows of certificates and keys.

use super::examples::example;
use super::sign::{self, Scheme};
use super::{CERTIFICATE, LONGEST, PRIVATE_KEY, PUBLIC_KEY, REQUEST, key, pem, read, second, verify};
use crate::functions::artefact::der::Reader;
use crate::functions::{Arguments, Context, Counterpart, Default, Family, Fault, Function, Limits, Parameter, Vetted};
use crate::run::{Run, Type, Value};

/// Bytes in DER, or PEM.
const fn given(name: &'static str, help: &'static str) -> Parameter {
    Parameter::new(name, &[Type::Bytes, Type::Text], help)
}
fn purposes() -> Vec<&'static str> {
    [""].into_iter().chain(verify::PURPOSES.into_iter().map(|(name, ..)| name)).collect()
}

fn tree(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let bytes = a.rope("bytes");
    let mut der = Reader::new(c, Run::new(&c.at, "der"), "bytes", bytes.clone())?.with_offsets();
    let mut whole = der.whole();
    der.tree(&mut whole, 0)?;
    Ok(der.finish().with_result(Value::Bytes(bytes)))
}
fn x509(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "x509");
    let bytes = pem::der(c, &mut run, "certificate", a.value("certificate"), (CERTIFICATE, 0))?;
    let mut der = Reader::new(c, run, "certificate", bytes)?;
    let certificate = read::certificate(&mut der)?;
    let mut run = der.finish();
    run.check("the issuer's certificate", None);
    Ok(run.with_result(Value::Bytes(certificate.tbs)))
}
fn csr(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "csr");
    let bytes = pem::der(c, &mut run, "request", a.value("request"), (REQUEST, 0))?;
    let mut der = Reader::new(c, run, "request", bytes)?;
    let (info, key, algorithm, signature) = read::request(&mut der)?;
    let mut run = der.finish();
    let valid = match Scheme::of(&algorithm) {
        Some(scheme) => Some(sign::check(c, &mut run, "signature", (&key, scheme), [info.clone(), signature])?),
        None => None,
    };
    run.check("the key that it asks for", valid);
    Ok(run.with_result(Value::Bytes(info)))
}
fn public_key(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "public_key");
    let bytes = pem::der(c, &mut run, "key", a.value("key"), (PUBLIC_KEY, 0))?;
    let mut der = Reader::new(c, run, "key", bytes)?;
    let mut whole = der.whole();
    let key = key::public(&mut der, &mut whole, "public_key")?;
    der.end(&whole)?;
    Ok(der.finish().with_result(Value::Bytes(key.bits)))
}
fn private_key(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "private_key");
    let bytes = pem::der(c, &mut run, "key", a.value("key"), (PRIVATE_KEY, 0))?;
    let mut der = Reader::new(c, run, "key", bytes.clone())?;
    let secret = key::private(&mut der)?;
    let mut run = der.finish();
    if secret.is_none() {
        run.check("a password, which this program does not take", None);
    }
    Ok(run.with_result(secret.unwrap_or(Value::Bytes(bytes))))
}

const SPEC: &str = "RFC 5280 §4.1";

/// The rows of this family.
pub const ROWS: &[Function] = &[
    Function {
        name: "der",
        title: "DER, taken apart",
        summary: "The elements that bytes write in DER, as a tree: each a tag, a length and a content.",
        family: Family::Certificate,
        spec: "ITU-T X.690 §8.1 and §10",
        parameters: &[Parameter::bytes("bytes", "elements, one after the other; 64 KiB at most")
            .within(Limits::Length(0, LONGEST))],
        result: Some(Type::Bytes),
        vetted: Counterpart::None("it is read, not computed; the reader is that of der 0.8"),
        examples: &["der(0x3006020107040141)"],
        make: tree,
    },
    Function {
        name: "pem",
        title: "PEM, read",
        summary: "The bytes of a block of PEM: Base64 between a line BEGIN and a line END, as certificates and keys come in files.",
        family: Family::Certificate,
        spec: "RFC 7468 §2",
        parameters: &[
            Parameter::new("text", &[Type::Text, Type::Bytes], "a text with one block or more, 64 KiB at most")
                .within(Limits::Length(0, LONGEST)),
            Parameter::int("block", "which block, counted from 0").or(Default::Int(0)).within(Limits::Only(0, 1000)),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new("pem-rfc7468 1.0", second::block).known(&[second::STRICT]).row(),
        examples: &[
            "pem(\"-----BEGIN PUBLIC KEY-----\\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\\n-----END PUBLIC KEY-----\\n\")",
        ],
        make: pem::pem,
    },
    Function {
        name: "x509",
        title: "certificate, taken apart",
        summary: "The fields of a certificate by name; gives the bytes that its issuer signed.",
        family: Family::Certificate,
        spec: SPEC,
        parameters: &[given("certificate", "the certificate, in DER or in PEM")],
        result: Some(Type::Bytes),
        vetted: Vetted::new(second::X509, second::tbs).known(&[second::LAX]).row(),
        examples: &[concat!("x509(", example!(server), ")")],
        make: x509,
    },
    Function {
        name: "x509_verify",
        title: "chain of certificates, verified",
        summary: "Whether a chain leads from its first certificate to a root that one trusts, with every check by name.",
        family: Family::Certificate,
        spec: "RFC 5280 §6.1, RFC 9525 §6",
        parameters: &[
            Parameter::new(
                "chain",
                &[Type::List, Type::Bytes, Type::Text],
                "the certificates, in DER or in PEM: the leaf first, each issued by the next",
            ),
            given("root", "the certificate that is trusted because one has it"),
            Parameter::int("at", "the time of the check, in seconds since 1970; 0: times are not checked")
                .or(Default::Int(0))
                .within(Limits::Only(0, i64::MAX)),
            Parameter::text("name", "the name that was called, or an address; none: names are not checked")
                .or(Default::Text(""))
                .within(Limits::Length(0, 253)),
            Parameter::text("purpose", "what the leaf is used for; none: that is not checked")
                .or(Default::Text(""))
                .within(Limits::OneOf(purposes)),
        ],
        result: Some(Type::Bool),
        vetted: Vetted::new(second::VERIFY, second::verified).known(&[second::LAX]).note("no P-384").row(),
        examples: &[
            concat!("x509_verify([", example!(server), "], ", example!(ca), ")"),
            concat!(
                "x509_verify([",
                example!(server),
                "], ",
                example!(ca),
                ", at: 1750000000, name: \"server.test\", purpose: \"server\")"
            ),
        ],
        make: verify::verify,
    },
    Function {
        name: "csr",
        title: "request for a certificate, taken apart",
        summary: "The fields of a request for a certificate by name, and whether its own key signed it; gives the signed bytes.",
        family: Family::Certificate,
        spec: "RFC 2986 §4",
        parameters: &[given("request", "the request, in DER or in PEM")],
        result: Some(Type::Bytes),
        vetted: Vetted::new(second::X509, second::info).known(&[second::LAX]).row(),
        examples: &[concat!("csr(", example!(request), ")")],
        make: csr,
    },
    Function {
        name: "public_key",
        title: "public key, taken apart",
        summary: "The fields of a public key as files have it; gives the bytes of the key itself.",
        family: Family::Certificate,
        spec: "RFC 5280 §4.1.2.7",
        parameters: &[given("key", "a SubjectPublicKeyInfo, in DER or in PEM")],
        result: Some(Type::Bytes),
        vetted: Vetted::new("spki 0.8 of x509-cert 0.3", second::key).known(&[second::LAX]).row(),
        examples: &["public_key(0x302a300506032b6570032100 ++ ed25519_public(sha256(\"my secret\")))"],
        make: public_key,
    },
    Function {
        name: "private_key",
        title: "private key, taken apart",
        summary: "The fields of a private key as files have it; gives its secret: a seed, a scalar, a private exponent.",
        family: Family::Certificate,
        spec: "RFC 5958 §2, RFC 5915 §3, RFC 8017 §A.1.2",
        parameters: &[given("key", "a private key, in DER or in PEM")],
        result: None,
        vetted: Counterpart::None("it is read, not computed; the reader of DER is der 0.8"),
        examples: &["private_key(0x302e020100300506032b657004220420 ++ sha256(\"my secret\"))"],
        make: private_key,
    },
];
