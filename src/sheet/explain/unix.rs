//! Files of Unix: other schemes of crypt, lines of /etc/shadow and of htpasswd, lines of sha256sum and its kin, and
//! several such lines one below the other.

use super::detail::Seen;
use super::found::{Certainty, Found, Judgement, Try};
use super::layer::{Layer, counted};
use super::row::Family;
use super::with::{Secret, With};
use super::{password, ssh, token};
use std::ops::Range;

/// The rows.
pub const ROWS: &[Family] = &[
    Family {
        judge: |s| {
            let weak = matches!(s.text("scheme").as_deref(), Some("1" | "apr1"));
            let said = "1,000 rounds of MD5 are guessed millions of times a second";
            if weak { vec![Judgement::new(said, "its author's notice of 2012: no longer safe")] } else { vec![] }
        },
        ..Family::shown("unix-crypt", "a password of Unix by another scheme of crypt", 50, unix)
    },
    Family {
        judge: judge_account,
        ..Family::shown("unix-shadow", "a line of /etc/shadow", 72, |layer| account(layer, true))
    },
    Family {
        judge: judge_account,
        ..Family::shown("htpasswd", "a line of a file of htpasswd", 55, |layer| account(layer, false))
    },
    Family {
        takes: &[FILE],
        check: check_sum,
        judge: judge_sum,
        ..Family::shown("checksum", "a line of sha256sum or its kin", 73, sum)
    },
    Family::shown("lines", "several lines of one kind", 50, lines),
];

/// Schemes of crypt that are shown, and not computed here.
const SCHEMES: [(&str, &str); 6] = [
    ("1", "MD5 crypt"),
    ("apr1", "MD5 crypt of Apache"),
    ("5", "SHA-256 crypt"),
    ("y", "yescrypt"),
    ("gy", "gost-yescrypt"),
    ("7", "scrypt of Unix"),
];
fn unix(layer: &Layer) -> Option<Found> {
    let word = layer.word()?;
    let mut parts = word.strip_prefix('$')?.split('$');
    let (scheme, name) = SCHEMES.iter().find(|(scheme, _)| parts.clone().next() == Some(*scheme))?;
    parts.next();
    let rest: Vec<&str> = parts.collect();
    let written = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./=,".contains(&byte));
    let [.., hash] = rest.as_slice() else { return None };
    if !(2..=4).contains(&rest.len()) || !rest.iter().all(written) || hash.len() < 20 {
        return None;
    }
    let (mut at, mut places) = (scheme.len() + 1, format!("scheme:1..{}", scheme.len() + 1));
    for (i, part) in rest.iter().enumerate() {
        let name = match (i + 1 == rest.len(), i + 2 == rest.len()) {
            (true, _) => "hash",
            (_, true) => "salt",
            _ => "parameters",
        };
        places.push_str(&format!(" {name}:{}..{}", at + 1, at + 1 + part.len()));
        at += part.len() + 1;
    }
    let why = format!("it begins with `${scheme}$`, the mark of {name}, and {} fields follow", rest.len());
    let formula = format!("taken_apart({}, \"{places}\")", layer.cell);
    let found = Found::new(Certainty::Likely, why).cell(layer.name("fields"), formula);
    Some(found.remark("it is shown, and not computed here"))
}

// ------------------------------------------------------------------ accounts

/// The fields of /etc/shadow behind the name and the hash, days all of them, shadow(5).
const DAYS: [&str; 6] = ["last_change", "minimum", "maximum", "warning", "inactive", "expires"];
const SHADOW: &str = "shadow(5)";
const HTTPD: &str = "Apache HTTP Server 2.4, Password Formats";
/// The marks of hashes that web servers take from a file of htpasswd.
const HTPASSWD: [&str; 7] = ["$apr1$", "$2y$", "$2b$", "$2a$", "$5$", "$6$", "{SHA}"];

/// A name and a hash with a colon between them, and behind that what /etc/shadow has.
fn account(layer: &Layer, shadow: bool) -> Option<Found> {
    let word = layer.word()?;
    let parts: Vec<&str> = word.split(':').collect();
    let (name, hash) = (*parts.first()?, *parts.get(1)?);
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.@$+".contains(&byte));
    let days = parts.get(2..8).is_some_and(|days| days.iter().all(|day| day.bytes().all(|byte| byte.is_ascii_digit())));
    let is_one = match shadow {
        true => {
            parts.len() == 9 && days && (hash.is_empty() || hash.starts_with(['$', '!', '*', 'x']) || hash.len() == 13)
        }
        false => parts.len() == 2 && HTPASSWD.iter().any(|mark| hash.starts_with(mark)) && hash.len() > 20,
    };
    if !is_one || !is_name || name.is_empty() {
        return None;
    }
    let (start, mut at) = (name.len() + 1, name.len() + 1 + hash.len());
    let mut places = format!("name:0..{} hash:{start}..{at}", name.len());
    for (day, field) in parts.iter().skip(2).zip(DAYS) {
        if !day.is_empty() {
            places.push_str(&format!(" {field}:{}..{}/decimal", at + 1, at + 1 + day.len()));
        }
        at += 1 + day.len();
    }
    let why = match shadow {
        true => "a name, a hash and numbers of days stand between eight colons",
        false => "a colon stands between a name and a hash with the mark of its scheme",
    };
    let found = Found::new(Certainty::Certain, why);
    let found = found.cell(layer.name("fields"), format!("taken_apart({}, \"{places}\")", layer.cell));
    // An account is locked by ! before its hash.
    let start = at_dollar(hash).map_or(start + hash.len(), |place| start + place);
    let end = name.len() + 1 + hash.len();
    Some(if start < end { found.layer(layer.name("hash"), format!("{}[{start}..{end}]", layer.cell)) } else { found })
}
/// Where the hash proper begins, behind signs that lock the account.
fn at_dollar(hash: &str) -> Option<usize> {
    let locked = hash.len() - hash.trim_start_matches('!').len();
    hash[locked..].starts_with('$').then_some(locked)
}
fn judge_account(seen: &Seen) -> Vec<Judgement> {
    let hash = seen.text("hash").unwrap_or_default();
    let (said, source) = match hash.as_str() {
        "" => ("no hash stands there: who takes this for the account of a login lets it in without a password", SHADOW),
        _ if hash.starts_with(['!', '*']) => ("the account is locked: no password fits what stands there", SHADOW),
        _ if hash.starts_with("{SHA}") => ("one SHA-1 without a salt is guessed billions of times a second", HTTPD),
        _ => return vec![],
    };
    vec![Judgement::new(said, source)]
}

// ------------------------------------------------------------------ checksums

const FILE: Secret = Secret { names: &["file", "message"], phrase: "the file itself", quiet: false };
/// The hash functions by the digits of their digest.
const SUMS: [(usize, &[&str]); 6] = [
    (32, &["md5"]),
    (40, &["sha1"]),
    (56, &["sha224"]),
    (64, &["sha256"]),
    (96, &["sha384"]),
    (128, &["sha512", "blake2b"]),
];

/// A digest of a file, and the file's name.
struct Sum {
    digest: Range<usize>,
    file: Range<usize>,
    hashes: Vec<&'static str>,
}
impl Sum {
    /// As `sha256sum` and as `sha256sum --tag` and `openssl dgst` write it.
    fn read(line: &str) -> Option<Sum> {
        let hex = |range: &Range<usize>| line[range.clone()].bytes().all(|byte| byte.is_ascii_hexdigit());
        let known =
            |digits: usize| SUMS.iter().find(|(length, _)| *length == digits).map(|(_, hashes)| hashes.to_vec());
        if let Some(end) = line.find(' ').filter(|end| known(*end).is_some()) {
            let whole = line[end + 1..].starts_with([' ', '*']) && line.len() > end + 2;
            let sum = Sum { digest: 0..end, file: end + 2..line.len(), hashes: known(end)? };
            return Some(sum).filter(|sum| whole && hex(&sum.digest));
        }
        let (name, rest) = line.split_once('(')?;
        let end = rest.rfind(")= ").or_else(|| rest.rfind(") = "))?;
        let start = line.len() - rest.len();
        let digest = line.rfind(' ')? + 1..line.len();
        let word = name.trim().to_ascii_lowercase().replace("sha2-", "sha").replace('-', "");
        let word = if word.starts_with("blake2b") { "blake2b" } else { &word };
        let hashes: Vec<&str> = known(digest.len())?.into_iter().filter(|hash| *hash == word).collect();
        let sum = Sum { file: start..start + end, digest, hashes };
        Some(sum).filter(|sum| !sum.hashes.is_empty() && !sum.file.is_empty() && hex(&sum.digest))
    }
}
fn sum(layer: &Layer) -> Option<Found> {
    let line = layer.text().filter(|text| text.is_ascii() && !text.contains('\n'))?;
    let Sum { digest, file, hashes } = Sum::read(line)?;
    let tag = if digest.start == 0 { "" } else { " --tag" };
    let (digits, hash) = (digest.len(), hashes[0]);
    let why =
        format!("{digits} hexadecimal digits and the name of a file stand there, as `{hash}sum{tag}` writes them");
    let places = format!("digest:{}..{} file:{}..{}", digest.start, digest.end, file.start, file.end);
    let found = Found::new(Certainty::Certain, why);
    Some(found.cell(layer.name("fields"), format!("taken_apart({}, \"{places}\")", layer.cell)))
}
fn check_sum(layer: &Layer, with: &With) -> Vec<Try> {
    let Some((file, sum)) = with.literal(&FILE).zip(layer.text().and_then(Sum::read)) else { return vec![] };
    let digest = format!("unhex({}[{}..{}])", layer.cell, sum.digest.start, sum.digest.end);
    let each = sum.hashes.iter();
    each.map(|hash| Try::says(format!("equal({hash}({file}), {digest})"), "the file").by(format!("by {hash}")))
        .collect()
}
fn judge_sum(seen: &Seen) -> Vec<Judgement> {
    let sum = seen.layer.text().and_then(Sum::read);
    let said = |hash| format!("two files with one {hash} can be made: it shows an accident, and no attack");
    match sum.and_then(|sum| sum.hashes.first().copied()) {
        Some("md5") => vec![Judgement::new(said("MD5"), "RFC 6151, section 2.1")],
        Some("sha1") => vec![Judgement::new(said("SHA-1"), "NIST SP 800-131A, section 9")],
        _ => vec![],
    }
}

// ------------------------------------------------------------------ several lines

/// The kinds of lines that stand one below the other; those of known_hosts are a family of their own.
const KINDS: [fn(&Layer) -> Option<Found>; 7] = [
    |layer| account(layer, true),
    |layer| account(layer, false),
    sum,
    ssh::public_key,
    |layer| layer.word().and_then(|_| password::ROWS.iter().find_map(|family| (family.detect)(layer))),
    unix,
    token::jwt,
];
/// The most lines that are looked into.
const LINES: usize = 16;

fn lines(layer: &Layer) -> Option<Found> {
    let text = layer.text().filter(|text| text.is_ascii() && text.contains('\n'))?;
    let (mut at, mut found, mut count) = (0, vec![], 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        count += 1;
        let inner = Layer::new(line.as_bytes(), layer.cell, layer.depth + 1);
        let known = || KINDS.iter().any(|kind| kind(&inner).is_some_and(|found| found.certainty >= Certainty::Likely));
        if found.len() < LINES && known() {
            found.push((number + 1, start..start + line.len()));
        } else if found.is_empty() {
            return None;
        }
    }
    if count < 2 || found.len() < count.min(LINES) {
        return None;
    }
    let places: Vec<String> = found.iter().map(|(line, at)| format!("line_{line}:{}..{}", at.start, at.end)).collect();
    let why = format!("there are {}, and each is of a family by itself", counted(count, "line"));
    let whole = Found::new(Certainty::Likely, why);
    let mut whole = whole.cell(layer.name("fields"), format!("taken_apart({}, \"{}\")", layer.cell, places.join(" ")));
    for (line, at) in &found {
        whole = whole.layer(layer.name(&format!("line_{line}")), format!("{}[{}..{}]", layer.cell, at.start, at.end));
    }
    Some(if count > LINES { whole.remark(format!("the first {LINES} are looked into")) } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_sums_are_told_from_other_lines() {
        let digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let read = |line: &str| Sum::read(line).map(|sum| (line[sum.file].to_owned(), sum.hashes));
        assert_eq!(read(&format!("{digest}  -")).unwrap(), ("-".to_owned(), vec!["sha256"]));
        assert_eq!(read(&format!("{digest} *a b")).unwrap(), ("a b".to_owned(), vec!["sha256"]));
        assert_eq!(read(&format!("SHA256 (a (b)) = {digest}")).unwrap().0, "a (b)");
        assert_eq!(read(&format!("SHA2-256(a)= {digest}")).unwrap(), ("a".to_owned(), vec!["sha256"]));
        for none in [digest.to_owned(), format!("{digest} a"), format!("{digest}  "), format!("MD5 (a) = {digest}")] {
            assert!(read(&none).is_none(), "{none}");
        }
    }
}
