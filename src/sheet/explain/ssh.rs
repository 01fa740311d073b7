//! Artefacts of OpenSSH: keys, fingerprints, known hosts, signatures.

use super::detail::Seen;
use super::found::{Certainty, Found, Judgement, Try};
use super::layer::{Layer, unbase64};
use super::pem::{Pem, labelled};
use super::row::Family;
use super::with::{Secret, With, quoted};
use std::ops::Range;

/// The rows.
pub const ROWS: &[Family] = &[
    Family { judge: judge_public, ..Family::shown("openssh-public-key", "a public key of OpenSSH", 87, public_key) },
    Family {
        judge: judge_fingerprint,
        ..Family::shown("ssh-fingerprint", "a fingerprint of an SSH key", 75, fingerprint)
    },
    Family {
        takes: &[HOST],
        check: check_host,
        judge: judge_host,
        ..Family::shown("known-hosts", "lines of known_hosts", 74, known_host)
    },
    Family {
        takes: &[PASSPHRASE],
        check: check_private,
        judge: judge_private,
        ..Family::shown("openssh-private-key", "a private key of OpenSSH", 88, private_key)
    },
    Family {
        takes: &[PUBLIC, MESSAGE, NAMESPACE],
        check: check_signature,
        ..Family::shown("sshsig", "a signature of ssh-keygen", 60, signature)
    },
];

const HOST: Secret = Secret { names: &["host"], phrase: "the name of the host", quiet: false };
const PASSPHRASE: Secret =
    Secret { names: &["passphrase", "password"], phrase: "the passphrase, where it has one", quiet: true };
const PUBLIC: Secret = Secret { names: &["public", "key"], phrase: "the public key and the message", quiet: false };
const MESSAGE: Secret = Secret { names: &["message"], phrase: "the message", quiet: false };
const NAMESPACE: Secret = Secret { names: &["namespace"], phrase: "what it is made for", quiet: false };
const PRIVATE: &str = "OPENSSH PRIVATE KEY";
const SIGNATURE: &str = "SSH SIGNATURE";
const SSHD: &str = "OpenSSH 9, sshd(8)";

/// A block of PEM whose fields a function gives.
fn taken_apart(layer: &Layer, label: &str, function: &str) -> Option<Found> {
    let mut found = labelled(layer, &[label])?;
    if found.certainty == Certainty::Certain {
        found.cells = vec![(layer.name("fields"), format!("{function}({})", layer.cell))];
        found.inside = vec![];
    }
    Some(found)
}
/// Whether the section of a private key is encrypted; nothing where it cannot be told.
fn is_encrypted(layer: &Layer) -> Option<bool> {
    let bytes = Pem::read(layer.text()?)?.bytes?;
    let cipher = bytes.strip_prefix(b"openssh-key-v1\0".as_slice())?;
    Some(!cipher.starts_with(b"\0\0\0\x04none"))
}
fn private_key(layer: &Layer) -> Option<Found> {
    match is_encrypted(layer) {
        Some(false) => {
            let found = taken_apart(layer, PRIVATE, "ssh_private")?;
            Some(found.remark("it has no passphrase: one that is given is not looked at"))
        }
        _ => taken_apart(layer, PRIVATE, "ssh_private_fields"),
    }
}
/// Whether a signature is of the one kind that is checked.
fn is_checked(layer: &Layer) -> bool {
    let bytes = layer.text().and_then(Pem::read).and_then(|pem| pem.bytes);
    // The magic, the version and the length of the key come first.
    bytes.is_some_and(|bytes| bytes.get(14..29) == Some(b"\0\0\0\x0bssh-ed25519".as_slice()))
}
fn signature(layer: &Layer) -> Option<Found> {
    let found = taken_apart(layer, SIGNATURE, "sshsig_fields")?;
    Some(match is_checked(layer) {
        true => found,
        false => found.remark("signatures of this kind are not checked here; those of ssh-ed25519 are"),
    })
}
fn check_private(layer: &Layer, with: &With) -> Vec<Try> {
    let call = |passphrase| Try::new(format!("ssh_private({}, {passphrase})", layer.cell));
    with.literal(&PASSPHRASE).map(call).into_iter().collect()
}
fn judge_private(seen: &Seen) -> Vec<Judgement> {
    let source = "OpenSSH 9, ssh-keygen(1)";
    match (seen.text("cipher").as_deref(), seen.number("rounds")) {
        (Some("none"), _) => vec![Judgement::new("it is not encrypted: whoever has the file has the key", source)],
        (Some(_), Some(rounds)) if rounds < 16 => {
            let said = format!("its rounds are {rounds}, and ssh-keygen takes 16 or more");
            vec![Judgement::new(said, source)]
        }
        _ => vec![],
    }
}
fn check_signature(layer: &Layer, with: &With) -> Vec<Try> {
    let given = with.literal(&PUBLIC).zip(with.literal(&MESSAGE)).filter(|_| is_checked(layer));
    let Some((public, message)) = given else { return vec![] };
    // A line, or the 32 bytes of the key.
    let line = with.text("public").or_else(|| with.text("key")).is_some_and(|text| text.contains(' '));
    let public = if line { format!("ssh_public({public})") } else { public };
    let namespace = with.text("namespace").unwrap_or_else(|| "file".to_owned());
    let call = format!("sshsig_verify({public}, {message}, {}, namespace: {})", layer.cell, quoted(&namespace));
    vec![Try::new(call).by(format!("for the namespace {namespace}"))]
}
fn check_host(layer: &Layer, with: &With) -> Vec<Try> {
    let (Some(host), Some(text)) = (with.text("host"), layer.text()) else { return vec![] };
    let host = quoted(&looked_up(&host));
    match Host::all(text) {
        Some((hosts, _)) if hosts.len() > 1 || hosts.first().is_some_and(|host| host.line > 1) => hosts
            .iter()
            .map(|one| {
                let line = format!("{}[{}..{}]", layer.cell, one.start, one.end);
                Try::new(format!("known_host({line}, {host})")).by(format!("line {}", one.line))
            })
            .collect(),
        _ => vec![Try::new(format!("known_host({}, {host})", layer.cell))],
    }
}
/// A host as ssh looks it up: in small letters, and with a port that is not 22 as [name]:port.
fn looked_up(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    let port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    match host.rsplit_once(':').filter(|(_, number)| port(number)) {
        Some((name, "22")) if name.starts_with('[') || !name.contains(':') => {
            name.trim_start_matches('[').trim_end_matches(']').to_owned()
        }
        Some((name, number)) if !name.contains(':') && !name.starts_with('[') => format!("[{name}]:{number}"),
        _ => host,
    }
}
fn judge_host(seen: &Seen) -> Vec<Judgement> {
    let mut said = vec![];
    let named =
        |name: &str| seen.fields.iter().filter(|field| field.name.split('_').next() == Some(name)).collect::<Vec<_>>();
    for marker in named("marker") {
        let key =
            marker.name.strip_prefix("marker_").map_or("the key".into(), |line| format!("the key of line {line}"));
        match seen.text(&marker.name).as_deref() {
            Some("@revoked") => said.push(Judgement::new(format!("{key} is revoked: it must not be accepted"), SSHD)),
            Some("@cert-authority") => {
                said.push(Judgement::new(
                    format!("{key} signs the certificates of hosts, and is the key of none"),
                    SSHD,
                ));
            }
            _ => {}
        }
    }
    let clear = |field: &&&super::Field| seen.text(&field.name).is_some_and(|hosts| !hosts.starts_with('|'));
    if named("hosts").iter().any(|field| clear(&field)) {
        let text = "the name of the host stands there in the clear; ssh-keygen -H hashes it";
        said.push(Judgement::new(text, "OpenSSH 9, ssh-keygen(1)"));
    }
    said
}
fn judge_public(seen: &Seen) -> Vec<Judgement> {
    if seen.text("type").as_deref() == Some("ssh-dss") {
        return vec![Judgement::new("keys of DSA are no longer accepted", "OpenSSH 7.0, release notes")];
    }
    let modulus = seen.field("public_key/n").and_then(|field| field.value.to_int().ok()?);
    let bits = modulus.map(|n| n.bits()).filter(|bits| *bits < 2048);
    let said =
        |bits| Judgement::new(format!("its modulus has {bits} bits; 2048 are the least"), "NIST SP 800-131A r2 §3");
    bits.map(said).into_iter().collect()
}
fn judge_fingerprint(seen: &Seen) -> Vec<Judgement> {
    let md5 = seen.field("algorithm").is_none();
    let said = "fingerprints by MD5 are of before 2015; ask for one by SHA-256";
    md5.then(|| Judgement::new(said, "OpenSSH 6.8, release notes")).into_iter().collect()
}

/// The types of keys.
const TYPES: [&str; 8] = [
    "ssh-ed25519",
    "ssh-rsa",
    "ssh-dss",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];

/// A type and a blob in Base64 that begins with the same type, by their places in a line.
fn key(line: &str, at: usize) -> Option<(usize, usize, bool)> {
    let rest = line.get(at..)?;
    let kind = TYPES.iter().find(|kind| rest.strip_prefix(**kind).is_some_and(|rest| rest.starts_with(' ')))?;
    let start = at + kind.len() + 1;
    let end = line[start..].find(' ').map_or(line.len(), |length| start + length);
    let blob = unbase64(&line[start..end]).filter(|(_, url)| !url).map(|(bytes, _)| bytes);
    let named = |blob: &[u8]| {
        blob.get(4..4 + kind.len()) == Some(kind.as_bytes()) && blob[..4] == (kind.len() as u32).to_be_bytes()
    };
    Some((start, end, blob.is_some_and(|blob| named(&blob))))
}
fn one_line<'a>(layer: &Layer<'a>) -> Option<&'a str> {
    layer.text().filter(|text| !text.contains('\n') && text.is_ascii())
}
pub(super) fn public_key(layer: &Layer) -> Option<Found> {
    let line = one_line(layer)?;
    let (start, end, whole) = key(line, 0)?;
    let begins = format!("it begins with `{}`", &line[..start - 1]);
    if !whole {
        let why = format!("{begins}; but the base64 behind it does not write the same type at its start");
        let places = format!("type:0..{} blob:{start}..{end}", start - 1);
        let formula = format!("taken_apart({}, \"{places}\")", layer.cell);
        return Some(Found::new(Certainty::Broken, why).cell(layer.name("fields"), formula));
    }
    let why = format!("{begins}, and the base64 behind it writes the same type at its start");
    Some(Found::new(Certainty::Certain, why).cell(layer.name("fields"), format!("ssh_public({})", layer.cell)))
}
fn fingerprint(layer: &Layer) -> Option<Found> {
    let line = one_line(layer)?;
    let formula = |places: String| format!("taken_apart({}, \"{places}\")", layer.cell);
    if let Some(at) = line.find("SHA256:") {
        let digits = line[at + 7..].split(' ').next().unwrap_or_default();
        let (bytes, url) = unbase64(digits)?;
        let before = line[..at].trim();
        if bytes.len() != 32 || url || digits.len() != 43 || !before.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let why = "`SHA256:` stands before 43 characters of base64, which write the 32 bytes of a SHA-256";
        let places = format!("algorithm:{at}..{} digest:{}..{}/base64", at + 6, at + 7, at + 50);
        return Some(Found::new(Certainty::Certain, why).cell(layer.name("fields"), formula(places)));
    }
    let digits = line.strip_prefix("MD5:").unwrap_or(line);
    let pairs: Vec<&str> = digits.split(':').collect();
    let pair = |pair: &&str| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit());
    if pairs.len() != 16 || !pairs.iter().all(pair) {
        return None;
    }
    let start = line.len() - digits.len();
    let certainty = if start > 0 { Certainty::Certain } else { Certainty::Likely };
    let why = "16 pairs of hexadecimal digits with colons between them, as fingerprints by MD5 are written";
    Some(Found::new(certainty, why).cell(layer.name("fields"), formula(format!("digest:{start}..{}", line.len()))))
}
/// A line of known_hosts, by the places of what stands in it.
struct Host {
    /// Its number, and where it is.
    line: usize,
    start: usize,
    end: usize,
    marker: Option<usize>,
    hosts: Range<usize>,
    blob: Range<usize>,
    /// Whether the blob begins with the type that stands before it.
    whole: bool,
}
impl Host {
    /// The lines of a text, and the number of the first that is none; nothing where the first is none.
    fn all(text: &str) -> Option<(Vec<Host>, Option<usize>)> {
        let (mut at, mut hosts, mut wrong) = (0, vec![], None);
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let start = at;
            at += line.len();
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match Host::read(line) {
                Some(host) => {
                    let moved = |range: Range<usize>| start + range.start..start + range.end;
                    let (hosts_at, blob, marker) =
                        (moved(host.hosts), moved(host.blob), host.marker.map(|end| start + end));
                    let end = start + line.len();
                    hosts.push(Host { line: number + 1, start, end, marker, hosts: hosts_at, blob, ..host });
                }
                None if hosts.is_empty() => return None,
                None => wrong = wrong.or(Some(number + 1)),
            }
        }
        (!hosts.is_empty()).then_some((hosts, wrong))
    }
    fn read(line: &str) -> Option<Host> {
        let marker = line.strip_prefix('@').and_then(|rest| rest.find(' ')).map(|end| end + 1);
        let mark = marker.map_or(0, |end| end + 1);
        let end = mark + line.get(mark..)?.find(' ').filter(|length| *length > 0)?;
        let (start, last, whole) = key(line, end + 1)?;
        Some(Host { line: 1, start: 0, end: line.len(), marker, hosts: mark..end, blob: start..last, whole })
    }
    /// Its fields, under names with something behind them.
    fn places(&self, behind: &str) -> String {
        let Host { start, marker, hosts, blob, .. } = self;
        let marker = marker.map_or(String::new(), |end| format!("marker{behind}:{start}..{end} "));
        let (a, b, c, d) = (hosts.start, hosts.end, blob.start, blob.end);
        format!("{marker}hosts{behind}:{a}..{b} type{behind}:{}..{} blob{behind}:{c}..{d}", b + 1, c - 1)
    }
}
/// The most lines whose fields are named.
const LINES: usize = 64;

fn known_host(layer: &Layer) -> Option<Found> {
    let text = layer.text().filter(|text| text.is_ascii())?;
    let (hosts, wrong) = Host::all(text)?;
    let count = hosts.len();
    let hashed = hosts.iter().filter(|host| text[host.hosts.clone()].starts_with("|1|")).count();
    let what = match (count, hashed) {
        (1, 1) => "a hashed host".to_owned(),
        (1, _) => "names of hosts".to_owned(),
        _ => format!("{count} lines, {hashed} of them with a hashed host, in each of which hosts"),
    };
    let why = format!("{what}, a type of key and base64 stand behind each other");
    let alone = count == 1 && hosts[0].line == 1 && wrong.is_none();
    let broken = match hosts.iter().find(|host| !host.whole) {
        Some(_) if alone => Some("the base64 does not write the same type at its start".to_owned()),
        Some(host) => Some(format!("the base64 of line {} does not write the same type at its start", host.line)),
        None => wrong.map(|line| format!("line {line} is no such line")),
    };
    let formula = match alone && broken.is_none() {
        true => format!("known_host({})", layer.cell),
        false => {
            let named = |host: &Host| host.places(&if alone { String::new() } else { format!("_{}", host.line) });
            let places: Vec<String> = hosts.iter().take(LINES).map(named).collect();
            format!("taken_apart({}, \"{}\")", layer.cell, places.join(" "))
        }
    };
    let (certainty, why) = match broken {
        None => (Certainty::Certain, why),
        Some(broken) => (Certainty::Broken, format!("{why}; but {broken}")),
    };
    let found = Found::new(certainty, why).cell(layer.name("fields"), formula);
    Some(if count > LINES { found.remark(format!("the fields of the first {LINES} lines are named")) } else { found })
}
