//! The extensions of a certificate, RFC 5280 section 4.2: each with its name, and what it says.

use super::{names, subject};
use crate::functions::Fault;
use crate::functions::artefact::der::{BIT_STRING, BOOLEAN, Level, OCTET_STRING, Reader, SEQUENCE, Tag};
use crate::run::{Rope, Value};

/// The extensions that checks ask for.
#[derive(Default)]
pub struct Extensions {
    /// Whether it is a CA's, and how many CAs may follow below it.
    pub basic: Option<(Value, Option<Value>)>,
    /// The uses of the key, by name.
    pub usage: Option<Vec<(&'static str, Value)>>,
    /// The purposes of the key, in dotted numbers.
    pub purposes: Option<Vec<(String, Rope)>>,
    /// The names of the subject in the network; no others count.
    pub names: Vec<Name>,
    /// The identifier of the subject's key.
    pub subject_key: Option<Rope>,
    /// The identifier of the issuer's key.
    pub authority_key: Option<Rope>,
    /// The critical ones that are not known here, and the constraints of names, by their fields.
    pub unknown: Vec<(String, Rope)>,
}
/// A name in the network.
pub struct Name {
    /// Its field.
    pub field: String,
    /// Whether it is an address of so many bytes, not a name of the DNS.
    pub is_address: bool,
    /// Its bytes.
    pub rope: Rope,
}

/// A reader of what an extension says.
type Read = fn(&mut Reader, &mut Level, &mut Extensions) -> Result<(), Fault>;
/// The extensions that have a name here; those without a reader are shown as they stand.
const KNOWN: &[(&str, &str, Option<Read>)] = &[
    ("2.5.29.14", "subject_key_identifier", Some(subject_key)),
    ("2.5.29.15", "key_usage", Some(usage)),
    ("2.5.29.17", "subject_alt_name", Some(alternative_names)),
    ("2.5.29.19", "basic_constraints", Some(basic)),
    ("2.5.29.35", "authority_key_identifier", Some(authority_key)),
    ("2.5.29.37", "extended_key_usage", Some(purposes)),
    ("2.5.29.30", "name_constraints", None),
    ("2.5.29.31", "crl_distribution_points", None),
    ("2.5.29.32", "certificate_policies", None),
    ("1.3.6.1.5.5.7.1.1", "authority_information_access", None),
    ("1.3.6.1.4.1.11129.2.4.2", "signed_certificate_timestamps", None),
];
/// The uses of a key, bit by bit.
const USES: [&str; 9] = [
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
];

/// The extensions that stand in a stretch, as a list; their fields lie in `path`.
///
/// # Errors
/// A fault in a field.
pub fn read(der: &mut Reader, level: &mut Level, path: &str) -> Result<Extensions, Fault> {
    let list = der.expect(level, "list", SEQUENCE)?;
    der.end(level)?;
    let (mut list, mut found) = (list.under(path), Extensions::default());
    while !list.is_read() {
        let oid = der.ahead(&list, 1).unwrap_or_default();
        let known = KNOWN.iter().find(|(known, ..)| *known == oid);
        let label = der.fresh(&list, known.map_or("extension", |(_, name, _)| name));
        let element = der.expect(&mut list, &label, SEQUENCE)?;
        if known.is_some() && label.ends_with(']') {
            return Err(der.wrong(&element.path, element.range(), "an extension stands there once"));
        }
        let mut inside = element.inside();
        der.identifier(&mut inside, "oid")?;
        let critical = match der.optional(&mut inside, "critical", BOOLEAN)? {
            Some(flag) => der.boolean(&flag)?.0,
            None => false,
        };
        let answer = if critical { "yes: who does not know it refuses the certificate" } else { "no" };
        der.says(&element, "is it critical?", answer);
        let value = der.expect(&mut inside, "value", OCTET_STRING)?;
        der.end(&inside)?;
        match known.and_then(|(_, _, read)| *read) {
            Some(read) => {
                let mut said = value.under(&element.path);
                read(der, &mut said, &mut found)?;
                der.end(&said)?;
            }
            // Whoever honours constraints of names must check them, critical or not.
            None if critical || label == "name_constraints" => {
                found.unknown.push((element.path.clone(), der.slice(&element.range())));
            }
            None => {}
        }
    }
    Ok(found)
}

fn basic(der: &mut Reader, said: &mut Level, found: &mut Extensions) -> Result<(), Fault> {
    let element = der.expect(said, "constraints", SEQUENCE)?;
    let mut inside = said.over(&element);
    let ca = match der.optional(&mut inside, "ca", BOOLEAN)? {
        Some(flag) => der.boolean(&flag)?.1,
        None => Value::Bool(Rope::length(&der.slice(&element.range()), &[0])),
    };
    let path_length = match inside.is_read() {
        true => None,
        false => Some(der.natural(&mut inside, "path_length")?.1),
    };
    der.end(&inside)?;
    found.basic = Some((ca, path_length));
    Ok(())
}
fn usage(der: &mut Reader, said: &mut Level, found: &mut Extensions) -> Result<(), Fault> {
    let element = der.expect(said, "bits", BIT_STRING)?;
    let (_, bits) = der.bits(&element)?;
    let is_set = |bit: usize| der.bytes(&bits).get(bit / 8).is_some_and(|byte| byte & (0x80 >> (bit % 8)) != 0);
    let set: Vec<&str> = USES.iter().enumerate().filter(|(bit, _)| is_set(*bit)).map(|(_, name)| *name).collect();
    let set = set.join(", ");
    der.says(&element, "what may the key be used for?", set);
    let flags = USES.iter().enumerate().map(|(bit, name)| Ok((*name, der.flag(&element, name, &bits, bit)?)));
    found.usage = Some(flags.collect::<Result<Vec<_>, Fault>>()?);
    Ok(())
}
fn purposes(der: &mut Reader, said: &mut Level, found: &mut Extensions) -> Result<(), Fault> {
    let element = der.expect(said, "purposes", SEQUENCE)?;
    let mut inside = said.over(&element);
    let mut purposes = vec![];
    while !inside.is_read() {
        let name = format!("purpose[{}]", purposes.len());
        let purpose = der.next(&mut inside, &name)?;
        let (oid, value) = match purpose.tag == 0x06 {
            true => der.dotted(&purpose)?,
            false => return Err(der.wrong(&purpose.path, purpose.range(), "a purpose is an OBJECT IDENTIFIER")),
        };
        der.says(&purpose, "which purpose is it?", names::called(&oid).unwrap_or("another"));
        purposes.push((oid, value.rope().cloned().unwrap_or_default()));
    }
    found.purposes = Some(purposes);
    Ok(())
}
fn alternative_names(der: &mut Reader, said: &mut Level, found: &mut Extensions) -> Result<(), Fault> {
    let element = der.expect(said, "names", SEQUENCE)?;
    let mut inside = said.over(&element);
    let mut count = std::collections::BTreeMap::<&str, usize>::new();
    while !inside.is_read() {
        let kind = match der.peek(&inside) {
            Some(0x81) => "email",
            Some(0x82) => "dns_name",
            Some(0x86) => "uri",
            Some(0x87) => "ip_address",
            Some(0xa4) => "directory_name",
            _ => "other_name",
        };
        let number = count.entry(kind).or_default();
        let name = der.next(&mut inside, &format!("{kind}[{number}]"))?;
        *number += 1;
        match kind {
            "ip_address" => {
                let value = Value::Bytes(der.slice(&name.content));
                der.set(&name, value);
            }
            "email" | "dns_name" | "uri" => {
                subject::text(der, &name);
            }
            "directory_name" => {
                subject::name(der, &mut name.inside(), "name")?;
            }
            _ => {}
        }
        let is_address = kind == "ip_address";
        if is_address || kind == "dns_name" {
            found.names.push(Name { field: name.path.clone(), is_address, rope: der.slice(&name.content) });
        }
    }
    Ok(())
}
fn subject_key(der: &mut Reader, said: &mut Level, found: &mut Extensions) -> Result<(), Fault> {
    let element = der.expect(said, "identifier", OCTET_STRING)?;
    let identifier = der.slice(&element.content);
    der.set(&element, Value::Bytes(identifier.clone()));
    found.subject_key = Some(identifier);
    Ok(())
}
fn authority_key(der: &mut Reader, said: &mut Level, found: &mut Extensions) -> Result<(), Fault> {
    let element = der.expect(said, "authority", SEQUENCE)?;
    let mut inside = said.over(&element);
    if let Some(key) = der.optional(&mut inside, "identifier", Tag(0x80, "[0], an identifier"))? {
        let identifier = der.slice(&key.content);
        der.set(&key, Value::Bytes(identifier.clone()));
        found.authority_key = Some(identifier);
    }
    der.optional(&mut inside, "issuer", Tag(0xa1, "[1], names of the issuer"))?;
    if let Some(serial) = der.optional(&mut inside, "serial", Tag(0x82, "[2], a serial number"))? {
        der.integer(&serial)?;
    }
    der.end(&inside)
}
