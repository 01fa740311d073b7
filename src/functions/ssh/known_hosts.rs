//! Lines of `known_hosts`: the key that a host had when it was first trusted, under the host's name or under an HMAC of
//! it.

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
    /// Names and patterns, and the place of each.
    Plain(Vec<Range<usize>>),
}
/// The answer of names and patterns to a host.
enum Answer {
    /// One fits, and none that excludes the host does: which, and the characters of it and of the host that are
    /// compared.
    Fits(usize, Vec<(usize, usize)>),
    /// One with ! before it fits: which.
    Excludes(usize),
    /// None fits.
    None,
}
impl Answer {
    fn of<'a>(names: impl Iterator<Item = &'a [u8]>, host: &[u8]) -> Answer {
        let mut found = Answer::None;
        for (place, name) in names.enumerate() {
            match (name.strip_prefix(b"!"), &found) {
                (Some(name), _) if aligned(name, host).is_some() => return Answer::Excludes(place),
                (None, Answer::None) => {
                    found = aligned(name, host).map_or(Answer::None, |pairs| Answer::Fits(place, pairs));
                }
                _ => {}
            }
        }
        found
    }
}
/// Pairs of places in a pattern and in a host at which both have the same character, where the pattern fits: * stands
/// for any number of characters, ? for one, and the case of letters does not count.
fn aligned(pattern: &[u8], host: &[u8]) -> Option<Vec<(usize, usize)>> {
    let (mut p, mut h, mut pairs, mut star) = (0, 0, vec![], None);
    while h < host.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, h, pairs.len()));
                p += 1;
            }
            Some(b'?') => (p, h) = (p + 1, h + 1),
            Some(byte) if byte.eq_ignore_ascii_case(&host[h]) => {
                pairs.push((p, h));
                (p, h) = (p + 1, h + 1);
            }
            // The last * takes one more.
            _ => {
                let (at, from, count) = star?;
                (p, h) = (at + 1, from + 1);
                pairs.truncate(count);
                star = Some((at, from + 1, count));
            }
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*').then_some(pairs)
}
/// The bytes at some places, which are in order.
fn gathered(places: impl Iterator<Item = usize>, slice: impl Fn(Range<usize>) -> Rope) -> Rope {
    let mut ranges: Vec<Range<usize>> = vec![];
    for place in places {
        match ranges.last_mut() {
            Some(last) if last.end == place => last.end += 1,
            _ => ranges.push(place..place + 1),
        }
    }
    ranges.into_iter().fold(Rope::default(), |all, range| all.then(slice(range)))
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
        return Ok(run.with_result(Value::Bool(Rope::length(&host, &[0]))));
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
            let (names, count) = (|| places.iter().map(|place| fields.bytes(place)), places.len());
            let named = |place: usize| {
                let name = String::from_utf8_lossy(fields.bytes(&places[place])).into_owned();
                let pattern = name.contains(['*', '?', '!']);
                let (kind, said) = if pattern { ("pattern", format!(", {name}")) } else { ("name", String::new()) };
                format!("{kind} {} of {count}{said}", place + 1)
            };
            let question = "does one of the names stand there?";
            match Answer::of(names(), &wanted) {
                Answer::Fits(place, pairs) => {
                    run.choice(question, format!("yes, it is {}", named(place)));
                    let start = places[place].start;
                    // Letters that differ in their case alone are the same to ssh, and not compared.
                    let same =
                        |(p, h): &&(usize, usize)| fields.bytes(&(start + p..start + p + 1)) == &wanted[*h..*h + 1];
                    let at = |range: Range<usize>| host.slice(range.start as u64..range.end as u64);
                    [
                        gathered(pairs.iter().filter(same).map(|(_, h)| *h), at),
                        gathered(pairs.iter().filter(same).map(|(p, _)| start + p), |range| fields.slice(&range)),
                    ]
                }
                Answer::None if names().all(|name| !name.starts_with(b"!")) => {
                    run.choice(question, format!("no, none of {count}: the first is compared"));
                    [host, fields.slice(&places[0])]
                }
                no => {
                    let why = match no {
                        Answer::Excludes(place) => format!("no: it is {}, which leaves it out", named(place)),
                        _ => format!("no, none of {count}"),
                    };
                    run.choice(question, why);
                    let no = Value::Bool(Rope::length(&host, &[0]));
                    run.check(WITH, Some(no.clone()));
                    return Ok(run.with_result(no));
                }
            }
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
        Hosts::Plain(places) => {
            matches!(Answer::of(places.iter().map(|place| fields.bytes(place)), &host), Answer::Fits(..))
        }
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
    vetted: Vetted {
        shares: "reading the key and matching patterns are ours",
        ..Vetted::new("hmac 0.13 with sha1 0.11", vetted)
    }
    .row(),
    examples: &[concat!(
        "known_host(\"|1|BwcHBwcHBwcHBwcHBwcHBwcHBwc=|8Okcict9nkLYWQRln8W//e1u9+g= ",
        example!(line),
        "\", \"git.example\")"
    )],
    make: known,
}];
