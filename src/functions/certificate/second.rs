//! The crates beside certificates: x509-cert reads them anew, and the crates of each signature verify it.

use super::algorithm::Algorithm;
use super::key::Kind;
use super::sign::Scheme;
use super::verify::{self, PURPOSES};
use super::{key, names, read};
use crate::functions::artefact::armour;
use crate::functions::artefact::der::Reader;
use crate::functions::{Arguments, Context, Known, Says};
use crate::run::{Budget, Error, Path, Rope, Run, Value};
use ::der::asn1::ObjectIdentifier;
use ::der::{Decode, Encode};
use core::net::IpAddr;
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::request::CertReq;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// The crate that reads.
pub const X509: &str = "x509-cert 0.3";
/// The crates that verify.
pub const VERIFY: &str = "x509-cert 0.3, and the crates of each signature";

/// The bytes in DER of a value, or of each block of PEM in it.
fn all(value: &Value) -> Result<Vec<Vec<u8>>, Error> {
    let bytes = value.rope().map_or(Ok(vec![]), Rope::to_vec)?;
    let blocks: Vec<Vec<u8>> = armour::blocks(&bytes).into_iter().filter_map(|range| decoded(&bytes[range])).collect();
    Ok(if blocks.is_empty() { vec![bytes] } else { blocks })
}
/// The bytes of one block, which the crate wants to end with its last line.
fn decoded(block: &[u8]) -> Option<Vec<u8>> {
    let end = block.windows(9).position(|window| window == b"-----END ")?;
    let line = block[end..].iter().position(|byte| b"\r\n".contains(byte)).map_or(block.len(), |line| end + line);
    pem_rfc7468::decode_vec(&block[..line]).ok().map(|(_, bytes)| bytes)
}
fn bytes(value: &Value) -> Result<Vec<u8>, Error> {
    Ok(all(value)?.into_iter().next().unwrap_or_default())
}
/// The bytes of a block of PEM.
pub fn block(a: &Arguments) -> Result<Says, Error> {
    let (text, number) = (a.bytes("text")?, a.int("block")?.to_usize().unwrap_or(usize::MAX));
    let range = armour::blocks(&text).into_iter().nth(number);
    Ok(Says::or_refused(range.and_then(|range| decoded(&text[range]))))
}
/// Texts that the crate of PEM refuses.
pub const STRICT: Known = Known {
    what: "it wants every line of a block but the last to have the same length",
    applies: |a| Ok(block(a)? == Says::Refused),
};
/// The bytes that are signed, read and written again.
pub fn tbs(a: &Arguments) -> Result<Says, Error> {
    let certificate = Certificate::from_der(&bytes(a.value("certificate"))?).ok();
    Ok(Says::or_refused(certificate.and_then(|certificate| certificate.tbs_certificate().to_der().ok())))
}
/// The same of a request.
pub fn info(a: &Arguments) -> Result<Says, Error> {
    let request = CertReq::from_der(&bytes(a.value("request"))?).ok();
    Ok(Says::or_refused(request.and_then(|request| request.info.to_der().ok())))
}
/// The bytes of a public key.
pub fn key(a: &Arguments) -> Result<Says, Error> {
    let key = SubjectPublicKeyInfoOwned::from_der(&bytes(a.value("key"))?).ok();
    Ok(Says::or_refused(key.and_then(|key| key.subject_public_key.as_bytes().map(<[u8]>::to_vec))))
}
/// Fields that crates read less strictly: what is refused here.
pub const LAX: Known = Known {
    what: "it does not look into every field, and one of them is refused here",
    applies: |a| {
        let budget = Budget::unlimited();
        let c = Context { at: Path::new(""), budget: &budget };
        let mut refused = false;
        for (name, value) in a.values() {
            let mut found = vec![];
            for value in verify::given(value) {
                found.extend(all(&value)?);
            }
            for bytes in found {
                let rope = Rope::constant("der", &bytes);
                let mut der = Reader::new(&c, Run::new(&c.at, "x509"), "der", rope)?;
                refused |= match name {
                    "chain" | "root" | "certificate" => read::certificate(&mut der).is_err(),
                    "request" => read::request(&mut der).is_err(),
                    "key" => {
                        let mut whole = der.whole();
                        key::public(&mut der, &mut whole, "public_key").is_err() || !whole.is_read()
                    }
                    _ => false,
                };
            }
        }
        Ok(refused)
    },
};

/// The answer of the crate that verifies a signature; nothing where none does.
fn signature(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    [message, signature]: [&[u8]; 2],
) -> Result<Option<bool>, Error> {
    let oid = algorithm.oid.to_string();
    let pss = if oid == names::RSA_PSS { pss(algorithm) } else { None };
    let plain = Algorithm { oid, parameter: String::new(), whole: Rope::default(), pss };
    let (Some(scheme), Some(bits)) = (Scheme::of(&plain), key.subject_public_key.as_bytes()) else {
        return Ok(Some(false));
    };
    let curve = key.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
    let point = Rope::constant("key", bits);
    let kind = match (key.algorithm.oid.to_string().as_str(), curve.map(|curve| curve.to_string()).as_deref()) {
        (names::ED25519, _) => Kind::Ed25519(point),
        (names::EC_KEY, Some("1.2.840.10045.3.1.7")) => Kind::Curve("p256", point),
        // No crate of this program verifies on another curve.
        (names::EC_KEY, _) => return Ok(None),
        (names::RSA_KEY | names::RSA_PSS, _) => match rsa(bits) {
            Some([n, e]) => Kind::Rsa { n: Value::int(n), e: Value::int(e) },
            None => return Ok(Some(false)),
        },
        _ => return Ok(Some(false)),
    };
    let Some((function, mut given)) = scheme.verification(&kind) else { return Ok(Some(false)) };
    given.extend([("message", Value::bytes(message)), ("signature", Value::bytes(signature))]);
    let given = given.into_iter().map(|(name, value)| (Some(name), value)).collect();
    let Ok(arguments) = Arguments::bind(function, given, &Budget::unlimited()) else { return Ok(Some(false)) };
    let Some(vetted) = function.vetted.vetted() else { return Ok(None) };
    Ok(match (vetted.compute)(&arguments)? {
        Says::Value(value) => Some(value == [1]),
        Says::Refused => Some(false),
        Says::Nothing => None,
    })
}
/// The modulus and the exponent of an RSA key.
fn rsa(bits: &[u8]) -> Option<[BigUint; 2]> {
    let numbers = Vec::<::der::asn1::Int>::from_der(bits).ok()?;
    let [n, e] = <[_; 2]>::try_from(numbers).ok()?;
    Some([n, e].map(|number| BigUint::from_bytes_be(number.as_bytes())))
}
/// The hash function and the length of the salt of RSASSA-PSS.
fn pss(algorithm: &AlgorithmIdentifierOwned) -> Option<(&'static str, u64)> {
    let parameters = algorithm.parameters.as_ref()?.to_der().ok()?;
    let fields = Vec::<::der::Any>::from_der(&parameters).ok()?;
    let tagged = |number: u8| {
        let field = fields.iter().map(|field| field.to_der().unwrap_or_default());
        field.filter(|field| field.first() == Some(&(0xa0 + number))).map(|field| field[2..].to_vec()).next()
    };
    let hash = AlgorithmIdentifierOwned::from_der(&tagged(0)?).ok()?.oid.to_string();
    let mask = AlgorithmIdentifierOwned::from_der(&tagged(1)?).ok()?;
    let over: AlgorithmIdentifierOwned = mask.parameters.as_ref()?.decode_as().ok()?;
    let salt = tagged(2).map_or(Some(20), |salt| u16::from_der(&salt).ok())?;
    (mask.oid.to_string() == names::MGF1 && over.oid.to_string() == hash).then_some(())?;
    Some((names::hash(&hash)?, salt.into()))
}

/// Whether a chain is valid, by what the crates read; nothing where no crate verifies one of its signatures.
pub fn verified(a: &Arguments) -> Result<Says, Error> {
    let mut read = vec![];
    for value in verify::given(a.value("chain")) {
        read.extend(all(&value)?);
    }
    read.push(bytes(a.value("root"))?);
    let certificates = read.iter().map(|bytes| Certificate::from_der(bytes)).collect::<Result<Vec<_>, _>>();
    let Ok(certificates) = certificates else { return Ok(Says::Refused) };
    let (at, name, purpose) = (a.int("at")?.to_u64().unwrap_or(0), a.text("name")?, a.text("purpose")?);
    let last = certificates.len() - 1;
    let (mut valid, mut below) = (true, 0u64);
    for (place, certificate) in certificates.iter().enumerate() {
        let tbs = certificate.tbs_certificate();
        let self_issued = tbs.issuer() == tbs.subject();
        let issuer = match certificates.get(place + 1) {
            Some(next) => Some(next),
            None => self_issued.then_some(certificate),
        };
        if let Some(issuer) = issuer {
            let (signed, bits) = (tbs.to_der().unwrap_or_default(), certificate.signature().as_bytes());
            let key = issuer.tbs_certificate().subject_public_key_info();
            let answer = signature(key, certificate.signature_algorithm(), [&signed, bits.unwrap_or_default()])?;
            // A root may sign itself in a way that nobody takes any more: it is trusted all the same.
            let scheme = certificate.signature_algorithm().oid.to_string();
            let is_old = place == last
                && answer == Some(false)
                && names::called(&scheme).is_none_or(|name| name.contains("any more"));
            match answer {
                Some(answer) => valid &= answer || is_old,
                None => return Ok(Says::Nothing),
            }
            valid &= tbs.issuer() == issuer.tbs_certificate().subject();
            valid &= tbs.signature() == certificate.signature_algorithm() || is_old;
            let named = tbs.get_extension::<AuthorityKeyIdentifier>().ok().flatten();
            let key = issuer.tbs_certificate().get_extension::<SubjectKeyIdentifier>().ok().flatten();
            if let (Some(named), Some((_, key))) = (named.and_then(|(_, named)| named.key_identifier), key) {
                valid &= named == key.0;
            }
        }
        let times = [tbs.validity().not_before, tbs.validity().not_after];
        let [from, to] = times.map(|time| time.to_unix_duration().as_secs());
        valid &= at == 0 || (from..=to).contains(&at);
        let usage = tbs.get_extension::<KeyUsage>().ok().flatten().map(|(_, usage)| usage);
        let known = ["2.5.29.14", "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.35", "2.5.29.37"];
        for extension in tbs.extensions().into_iter().flatten() {
            let oid = extension.extn_id.to_string();
            valid &= known.contains(&oid.as_str()) || (!extension.critical && oid != "2.5.29.30");
        }
        if place > 0 {
            let basic = tbs.get_extension::<BasicConstraints>().ok().flatten().map(|(_, basic)| basic);
            valid &= basic.as_ref().is_some_and(|basic| basic.ca);
            valid &= basic.and_then(|basic| basic.path_len_constraint).is_none_or(|most| below <= most.into());
            valid &= usage.as_ref().is_none_or(KeyUsage::key_cert_sign);
            below += u64::from(!self_issued);
        }
        let purposes = tbs.get_extension::<ExtendedKeyUsage>().ok().flatten().map(|(_, purposes)| purposes.0);
        if let Some((_, oid, _)) =
            PURPOSES.into_iter().find(|(name, ..)| *name == purpose).filter(|_| place < last || place == 0)
        {
            let fits = |found: &ObjectIdentifier| [oid, names::ANY_PURPOSE].contains(&found.to_string().as_str());
            valid &= purposes.is_none_or(|purposes| purposes.iter().any(fits));
            let usage = usage.filter(|_| place == 0);
            valid &= usage.is_none_or(|usage| {
                let both = usage.digital_signature() || usage.key_agreement();
                both || (purpose == "server" && usage.key_encipherment())
            });
        }
        if place == 0 && !name.is_empty() {
            let all = tbs.get_extension::<SubjectAltName>().ok().flatten().map_or(vec![], |(_, names)| names.0);
            valid &= all.iter().any(|found| fits(found, &name));
        }
    }
    Ok(Says::Value(vec![u8::from(valid)]))
}
/// Whether a name of a certificate is the one that was asked for.
fn fits(found: &GeneralName, name: &str) -> bool {
    match (found, name.parse::<IpAddr>()) {
        (GeneralName::IpAddress(found), Ok(IpAddr::V4(address))) => found.as_bytes() == address.octets(),
        (GeneralName::IpAddress(found), Ok(IpAddr::V6(address))) => found.as_bytes() == address.octets(),
        (GeneralName::DnsName(found), Err(_)) => {
            let (found, name) = (found.as_str().to_ascii_lowercase(), name.to_ascii_lowercase());
            match (found.strip_prefix("*."), name.split_once('.')) {
                (Some(below), Some((label, rest))) if below.contains('.') && !label.is_empty() => below == rest,
                _ => found == name,
            }
        }
        _ => false,
    }
}
