//! Lines of OpenSSH: public keys, fingerprints, known hosts.

use super::found::{Certainty, Found};
use super::layer::{Layer, unbase64};
use super::row::Family;

/// The rows.
pub const ROWS: &[Family] = &[
    Family::shown("openssh-public-key", "a public key of OpenSSH", 87, public_key),
    Family::shown("ssh-fingerprint", "a fingerprint of an SSH key", 75, fingerprint),
    Family::shown("known-hosts", "a line of known_hosts", 74, known_host),
];

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
fn public_key(layer: &Layer) -> Option<Found> {
    let line = one_line(layer)?;
    let (start, end, whole) = key(line, 0)?;
    let mut places = format!("type:0..{} blob:{start}..{}/base64", start - 1, line[..end].trim_end_matches('=').len());
    if end + 1 < line.len() {
        places.push_str(&format!(" comment:{}..{}", end + 1, line.len()));
    }
    let begins = format!("it begins with `{}`", &line[..start - 1]);
    if !whole {
        let why = format!("{begins}; but the base64 behind it does not write the same type at its start");
        let places = format!("type:0..{} blob:{start}..{end}", start - 1);
        let formula = format!("taken_apart({}, \"{places}\")", layer.cell);
        return Some(Found::new(Certainty::Broken, why).cell(layer.name("fields"), formula));
    }
    let why = format!("{begins}, and the base64 behind it writes the same type at its start");
    let formula = format!("taken_apart({}, \"{places}\")", layer.cell);
    Some(Found::new(Certainty::Certain, why).cell(layer.name("fields"), formula))
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
fn known_host(layer: &Layer) -> Option<Found> {
    let line = one_line(layer)?;
    let mark = line.strip_prefix('@').and_then(|rest| rest.find(' ')).map_or(0, |end| end + 2);
    let end = mark + line.get(mark..)?.find(' ')?;
    if end == mark {
        return None;
    }
    let (start, last, whole) = key(line, end + 1)?;
    let hosts = &line[mark..end];
    let mut places = match hosts.strip_prefix("|1|").and_then(|rest| rest.split_once('|')) {
        Some((salt, hash)) => {
            let (salt_at, hash_at) = (mark + 3, mark + 4 + salt.len());
            let salt_end = salt_at + salt.trim_end_matches('=').len();
            let hash_end = hash_at + hash.trim_end_matches('=').len();
            if unbase64(salt).is_none_or(|(_, url)| url) || unbase64(hash).is_none_or(|(_, url)| url) {
                format!("hosts:{mark}..{end}")
            } else {
                format!("salt:{salt_at}..{salt_end}/base64 host_hash:{hash_at}..{hash_end}/base64")
            }
        }
        None => format!("hosts:{mark}..{end}"),
    };
    places.push_str(&format!(" type:{}..{} blob:{start}..{last}", end + 1, start - 1));
    let what = if hosts.starts_with("|1|") { "a hashed host" } else { "names of hosts" };
    let why = format!("{what}, a type of key and base64 stand behind each other");
    let formula = format!("taken_apart({}, \"{places}\")", layer.cell);
    let certainty = if whole { Certainty::Certain } else { Certainty::Broken };
    let why = if whole { why } else { format!("{why}; but the base64 does not write the same type at its start") };
    Some(Found::new(certainty, why).cell(layer.name("fields"), formula))
}
