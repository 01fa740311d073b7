//! Lines of `known_hosts`: the key that a host had when it was first trusted, under the host's name or under an HMAC of it.

use super::example::example;
use super::{keys, public};
use crate::functions::artefact::{Fields, called};
use crate::functions::bytes::base64::STANDARD;
use crate::functions::bytes::compare::EQUAL;
use crate::functions::hash::hash;
use crate::functions::mac::hmac::hmac;
use crate::functions::token::vetted::mac;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::run::{Error, Rope, Run, Source, Type, Value};
use std::ops::Range;

/// The beginning of a hashed name.
const HASHED: &str = "|1|";
/// Bytes of a salt, and of an HMAC of SHA-1.
const LENGTH: u64 = 20;
const WITH: &str = "the name of the host";

/// The marks before the names, and what they say of the key.
const MARKS: [(&str, &str); 2] = [
    ("@revoked", "@revoked: it must not be accepted for this host, whoever shows it"),
    ("@cert-authority", "@cert-authority: it signs the certificates of hosts, and is the key of none"),
];

/// The names before the key.
enum Hosts {
    /// A salt, and the HMAC of the name under it.
    Hashed(Rope, Rope),
    /// Names as they are, and the place of each.
    Plain(Vec<Range<usize>>),
}
/// Reads the mark, if there is one, and the names.
fn hosts(fields: &mut Fields) -> Result<Hosts, Fault> {
    if fields.rest().first() == Some(&b'@') {
        let range = fields.until(b" \t");
        if !MARKS.iter().any(|(mark, _)| mark.as_bytes() == fields.bytes(&range)) {
            return Err(fields.wrong("marker", range, "the marks are @revoked and @cert-authority".into()));
        }
        fields.text("marker", range);
        keys::blanks(fields, "hosts")?;
    }
    if fields.rest().starts_with(b"|") {
        fields.sign(HASHED, "salt")?;
        let salt = twenty(fields, "salt", b"| \t")?;
        fields.sign("|", "hash")?;
        return Ok(Hosts::Hashed(salt, twenty(fields, "hash", b" \t")?));
    }
    let range = fields.until(b" \t");
    let names = fields.bytes(&range).to_vec();
    if names.is_empty() {
        return Err(fields.wrong("hosts", range, "the name of a host stands there".into()));
    }
    if let Some(place) = names.iter().position(|byte| b"*?!".contains(byte)) {
        let place = range.start + place;
        let why = "patterns are not matched here: only names and addresses as they are";
        return Err(fields.wrong("hosts", place..place + 1, why.into()));
    }
    let mut at = range.start;
    let places = names.split(|byte| *byte == b',').map(|name| {
        let place = at..at + name.len();
        at += name.len() + 1;
        place
    });
    let places = places.collect();
    fields.text("hosts", range);
    Ok(Hosts::Plain(places))
}
/// A field of 20 bytes in Base64.
fn twenty(fields: &mut Fields, name: &str, ends: &[u8]) -> Result<Rope, Fault> {
    let range = fields.until(ends);
    let why = || format!("it is {LENGTH} bytes in base64: 27 characters and =");
    if range.len() != 28 || fields.bytes(&range).last() != Some(&b'=') {
        return Err(fields.wrong(name, range, why()));
    }
    let bytes = fields.decoded_by(name, range.start..range.end - 1, "base64", &STANDARD)?;
    fields.sign("=", name)?;
    Ok(bytes.rope().cloned().unwrap_or_default())
}
/// The fields of a line, the run with them and with the key, and the names.
fn read(c: &Context, a: &Arguments) -> Result<(Fields, Run, Hosts), Fault> {
    let mut fields = Fields::new(c, "known_host", "line", a.rope("line"))?;
    let hosts = hosts(&mut fields)?;
    keys::blanks(&mut fields, "type")?;
    let blob = keys::written(c, &mut fields)?;
    let (run, _) = keys::public(c, fields.clone().finish(), "public_key", blob)?;
    Ok((fields, run, hosts))
}
fn known(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (fields, mut run, hosts) = read(c, a)?;
    let begins = |mark: &str| fields.bytes(&(0..fields.place())).starts_with(mark.as_bytes());
    if let Some((_, says)) = MARKS.iter().find(|(mark, _)| begins(mark)) {
        run.choice("is the key marked?", *says);
    }
    let host = a.rope("host");
    if host.is_empty() {
        run.choice("is it about the host that was asked for?", "nobody asked: only the fields are read");
        run.check(WITH, None);
        return Ok(run.with_result(Value::Bool(Rope::length_filled(&host, 0, 1))));
    }
    let pair = match hosts {
        Hosts::Hashed(salt, stored) => {
            let sha1 = hash("sha1").ok_or_else(|| Fault::argument("line", "no hash function `sha1`"))?;
            let mac = run.run("mac", |at| hmac(at, sha1, salt, host));
            [mac, stored]
        }
        Hosts::Plain(places) => {
            host.finish(c.budget)?;
            let wanted = host.to_vec_until(c.budget)?;
            let found = places.iter().position(|place| fields.bytes(place) == wanted);
            run.choice(
                "does one of the names stand there?",
                match found {
                    Some(place) => format!("yes, it is name {} of {}", place + 1, places.len()),
                    None => format!("no, none of {}: the first is compared", places.len()),
                },
            );
            [host, fields.slice(&places[found.unwrap_or_default()])]
        }
    };
    let [left, right] = pair.map(Value::Bytes);
    let compared = called(c, &run.at.join("compare"), &EQUAL, vec![("a", left), ("b", right)])?;
    let same = compared.result.clone();
    run.run("compare", |_| compared);
    run.check(WITH, Some(same.clone()));
    Ok(run.with_result(same))
}
fn vetted(a: &Arguments) -> Result<Says, Error> {
    let Ok((fields, _, hosts)) = public::again(|c| read(c, a)) else { return Ok(Says::Refused) };
    let host = a.bytes("host")?;
    let is_same = match hosts {
        Hosts::Hashed(salt, stored) => mac("sha1", &salt.to_vec()?, &host) == Some(stored.to_vec()?),
        Hosts::Plain(places) => places.iter().any(|place| fields.bytes(place) == host),
    };
    Ok(Says::Value(vec![u8::from(is_same && !host.is_empty())]))
}

/// The row of known hosts.
pub const ROWS: &[Function] = &[Function {
    name: "known_host",
    title: "line of known_hosts",
    summary: "Whether a line of known_hosts is about this host; the name may stand there as a salt and an HMAC-SHA-1.",
    family: Family::Transit,
    spec: "OpenSSH, sshd(8), SSH_KNOWN_HOSTS FILE FORMAT",
    parameters: &[
        Parameter::new("line", &[Type::Text, Type::Bytes], "the names, the kind of the key, and the key")
            .within(Limits::Length(0, public::LONGEST)),
        Parameter::new(
            "host",
            &[Type::Text, Type::Bytes],
            "the name as ssh was given it; with another port [name]:port; empty: only the fields are read",
        )
        .or(Default::Text(""))
        .within(Limits::Length(0, 1024)),
    ],
    result: Some(Type::Bool),
    vetted: Vetted { shares: "reading the key is ours", ..Vetted::new("hmac 0.13 with sha1 0.11", vetted) }.row(),
    examples: &[concat!(
        "known_host(\"|1|BwcHBwcHBwcHBwcHBwcHBwcHBwc=|8Okcict9nkLYWQRln8W//e1u9+g= ",
        example!(line),
        "\", \"git.example\")"
    )],
    make: known,
}];
