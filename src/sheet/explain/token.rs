//! Signed texts: itsdangerous and Flask, Django, JSON Web Tokens.

use super::detail::Seen;
use super::found::{Certainty, Found, Judgement, Try};
use super::json;
use super::layer::{Layer, counted, is_mixed, unbase64url};
use super::row::Family;
use super::with::{Secret, With, quoted};
use crate::run::Source;
use std::ops::Range;

/// The rows.
pub const ROWS: &[Family] = &[
    Family {
        id: "jwt",
        what: "a JSON Web Token",
        popularity: 98,
        takes: JWT,
        detect: jwt,
        check: check_jwt,
        judge: judge_jwt,
    },
    Family {
        id: "flask-session",
        what: "a session cookie of Flask",
        popularity: 88,
        takes: SIGNED,
        detect: flask,
        check: check_flask,
        judge: readable_by_anyone,
    },
    Family {
        id: "itsdangerous",
        what: "a signed text of itsdangerous",
        popularity: 76,
        takes: SIGNED,
        detect: itsdangerous,
        check: check_itsdangerous,
        judge: short_secret,
    },
    Family {
        id: "django-session",
        what: "a session of Django, signed",
        popularity: 84,
        takes: SIGNED,
        detect: |layer| django(layer, true),
        check: |layer, with| check_django(layer, with, SESSIONS),
        judge: readable_by_anyone,
    },
    Family {
        id: "django-signed",
        what: "a signed text of Django",
        popularity: 82,
        takes: SIGNED,
        detect: |layer| django(layer, false),
        check: |layer, with| check_django(layer, with, SIGNERS),
        judge: short_secret,
    },
];

const SECRET: Secret = Secret { names: &["secret", "key"], phrase: "the secret key", quiet: true };
const SALT: Secret = Secret { names: &["salt"], phrase: "the salt, which says what it is for", quiet: false };
const MAX_AGE: Secret = Secret { names: &["max_age"], phrase: "the age allowed, in seconds", quiet: false };
const NOW: Secret = Secret { names: &["now"], phrase: "the time of the check, in seconds since 1970", quiet: false };
const DERIVATION: Secret = Secret { names: &["derivation"], phrase: "how the key is derived", quiet: false };
const DIGEST: Secret = Secret { names: &["digest"], phrase: "the hash function", quiet: false };
const SIGNED: &[Secret] = &[SECRET, SALT, MAX_AGE, NOW, DERIVATION, DIGEST];

/// The hash functions by the characters of their HMAC in Base64 without padding.
const CODES: [(usize, &str); 4] = [(27, "sha1"), (43, "sha256"), (64, "sha384"), (86, "sha512")];

/// A signed text in pieces, from the right.
struct Pieces<'a> {
    value: &'a str,
    /// The time before the code, if what stands there may be one.
    time: Option<Range<usize>>,
    /// The same in words.
    signed: Option<String>,
    code: Range<usize>,
    digest: &'static str,
}
impl<'a> Pieces<'a> {
    fn of(text: &'a str, sign: char, time: fn(&str) -> Option<u64>) -> Option<Pieces<'a>> {
        let last = text.rfind(sign)?;
        let code = last + 1..text.len();
        let written = &text[code.clone()];
        let (_, digest) = CODES.iter().find(|(length, _)| *length == written.len())?;
        unbase64url(written).filter(|_| is_mixed(written))?;
        let timed = text[..last].rfind(sign).filter(|before| time(&text[before + 1..last]).is_some());
        let value = &text[..timed.unwrap_or(last)];
        let signed = timed.and_then(|before| time(&text[before + 1..last])).and_then(moment);
        let time = timed.map(|before| before + 1..last);
        (!value.is_empty()).then_some(Pieces { value, time, signed, code, digest })
    }
    /// The text that the value writes: base64url, behind a point where it is compressed.
    fn payload(&self) -> Option<Payload> {
        let compressed = self.value.starts_with('.');
        let bytes = unbase64url(&self.value[usize::from(compressed)..])?;
        let bytes = if compressed {
            miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&bytes, 1 << 20).ok()?
        } else {
            bytes
        };
        let json = serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_ok();
        Some(Payload { text: String::from_utf8(bytes).ok()?, compressed, json })
    }
    fn places(&self, time: &str) -> String {
        let mut places = format!("payload:0..{}", self.value.len());
        if let Some(range) = &self.time {
            places.push_str(&format!(" time:{}..{}{time}", range.start, range.end));
        }
        places.push_str(&format!(" signature:{}..{}", self.code.start, self.code.end));
        places
    }
}
/// The text that a payload writes.
struct Payload {
    text: String,
    compressed: bool,
    json: bool,
}
impl Payload {
    fn is_object(&self) -> bool {
        self.json && self.text.trim_start().starts_with('{')
    }
    /// The layers inside.
    fn layer(&self, found: Found, layer: &Layer, value: &str) -> Found {
        let name = layer.name("payload");
        let start = usize::from(self.compressed);
        let cell = layer.cell;
        // What is decoded is ASCII, so that its characters are bytes.
        let bytes = format!("unbase64({cell}[{start}..{}], url: true)", value.len());
        if self.compressed {
            let mut found = found.layer(name, format!("inflate({bytes})"));
            found.mapped = false;
            found
        } else {
            found.layer(name, bytes)
        }
    }
}

/// Seconds that a time of signing may be of: from 2001 to 2100.
const TIMES: Range<u64> = 978_307_200..4_102_444_800;

fn time64(written: &str) -> Option<u64> {
    let bytes = unbase64url(written).filter(|bytes| (1..=8).contains(&bytes.len()))?;
    Some(bytes.iter().fold(0, |time, byte| time << 8 | u64::from(*byte))).filter(|time| TIMES.contains(time))
}
fn time62(written: &str) -> Option<u64> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'Z' => Some(byte - b'A' + 10),
        b'a'..=b'z' => Some(byte - b'a' + 36),
        _ => None,
    };
    let read = |time: u64, byte| Some(time.checked_mul(62)? + u64::from(digit(byte)?));
    let time = written.bytes().try_fold(0, read).filter(|_| (4..=8).contains(&written.len()));
    time.filter(|time| TIMES.contains(time))
}

/// Seconds since 1970 as a date and a time.
pub(super) fn moment(seconds: u64) -> Option<String> {
    let moment = jiff::Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    Some(moment.to_string())
}
fn fields(found: Found, layer: &Layer, pieces: &Pieces) -> Found {
    let found = match &pieces.signed {
        Some(signed) => found.remark(format!("signed at {signed}")),
        None => found,
    };
    found.cell(layer.name("fields"), format!("taken_apart({}, \"{}\")", layer.cell, pieces.places("")))
}
fn flask(layer: &Layer) -> Option<Found> {
    let pieces = Pieces::of(layer.word()?, '.', time64).filter(|pieces| pieces.digest == "sha1")?;
    let time = pieces.time.clone()?;
    let payload = pieces.payload().filter(Payload::is_object)?;
    let why = format!(
        "three parts with points between them: {}JSON, a time of {} characters, and an HMAC-SHA-1 of 20 bytes, all in base64 \
         for URLs",
        if payload.compressed { "compressed " } else { "" },
        time.len()
    );
    let found = fields(Found::new(Certainty::Certain, why), layer, &pieces);
    let found = found.remark("a text of itsdangerous' URLSafeTimedSerializer looks the same");
    Some(payload.layer(found, layer, pieces.value))
}
fn itsdangerous(layer: &Layer) -> Option<Found> {
    let pieces = Pieces::of(layer.text().filter(|text| !text.contains('\n'))?, '.', time64)?;
    if pieces.value.contains('.') && layer.text().is_some_and(|text| text.starts_with("eyJ")) && pieces.time.is_none() {
        // A JSON Web Token has a header and no time.
        return None;
    }
    // Nor is it a part of another signed text, behind a blank: what is signed there is the token's own.
    let last = layer.text().and_then(|text| text.rsplit(char::is_whitespace).next());
    if last.and_then(Token::read).is_some_and(|token| token.wrong.is_none()) && pieces.time.is_none() {
        return None;
    }
    let payload = pieces.payload();
    let code = format!("an HMAC over {} in base64 for URLs stands behind the last point", pieces.digest);
    let (certainty, why) = match (&pieces.time, &payload) {
        (Some(_), Some(payload)) if payload.json => {
            (Certainty::Likely, format!("{code}, a time before it, and what comes first is JSON"))
        }
        (Some(_), _) => (Certainty::Likely, format!("{code}, and a time before it")),
        (None, Some(payload)) if payload.json => (Certainty::Likely, format!("{code}, and what comes first is JSON")),
        (None, _) => (Certainty::Likely, format!("{code}; there is no time")),
    };
    let found = fields(Found::new(certainty, why), layer, &pieces);
    Some(match payload.filter(|payload| payload.json) {
        Some(payload) => payload.layer(found, layer, pieces.value),
        None => found,
    })
}
fn age(with: &With) -> String {
    match (with.literal(&MAX_AGE), with.literal(&NOW)) {
        (Some(age), Some(now)) => format!(", max_age: {age}, now: {now}"),
        _ => String::new(),
    }
}
fn check_flask(layer: &Layer, with: &With) -> Vec<Try> {
    let keyed = |secret| Try::new(format!("flask_session({secret}, {}{})", layer.cell, age(with)));
    with.literal(&SECRET).map(keyed).into_iter().collect()
}
fn check_itsdangerous(layer: &Layer, with: &With) -> Vec<Try> {
    let Some((secret, text)) = with.literal(&SECRET).zip(layer.text()) else { return vec![] };
    let Some(pieces) = Pieces::of(text, '.', time64) else { return vec![] };
    let salts = match with.text("salt") {
        Some(salt) => vec![salt],
        None => vec!["itsdangerous".to_owned(), "itsdangerous.Signer".to_owned(), "cookie-session".to_owned()],
    };
    let derivations = match with.text("derivation") {
        Some(derivation) => vec![derivation],
        None => vec!["django-concat".to_owned(), "hmac".to_owned()],
    };
    let digest = with.text("digest").unwrap_or_else(|| pieces.digest.to_owned());
    let mut tries = vec![];
    for salt in &salts {
        for derivation in &derivations {
            let timed = pieces.time.is_some();
            let more = if timed { age(with) } else { String::new() };
            let formula = format!(
                "itsdangerous_unsign({secret}, {}, salt: {}, derivation: {}, digest: {}, timed: {timed}{more})",
                layer.cell,
                quoted(salt),
                quoted(derivation),
                quoted(&digest)
            );
            tries.push(Try::new(formula).by(format!("the salt {salt} and the derivation {derivation}")));
        }
    }
    tries
}

/// The salts of Django's signers, the most common first.
const SIGNERS: &[&str] = &[
    "django.core.signing.Signer",
    "django.core.signing.TimestampSigner",
    "django.core.signing",
    "django.contrib.sessions.backends.signed_cookies",
    "django.contrib.sessions.SessionStore",
];
const SESSIONS: &[&str] =
    &["django.contrib.sessions.SessionStore", "django.contrib.sessions.backends.signed_cookies", "django.core.signing"];
/// Members that sessions of Django have and hardly anything else.
const MARKS: [&str; 4] = ["_auth_user_id", "_auth_user_backend", "_auth_user_hash", "_session_expiry"];

fn django(layer: &Layer, session: bool) -> Option<Found> {
    let text = layer.text().filter(|text| !text.contains('\n'))?;
    let pieces = Pieces::of(text, ':', time62).filter(|pieces| pieces.digest == "sha256")?;
    let payload = pieces.payload();
    let code = "an HMAC-SHA-256 in base64 for URLs stands behind the last colon".to_owned();
    if session {
        let payload = payload.filter(|payload| payload.is_object() && pieces.time.is_some())?;
        let mark = MARKS.iter().find(|mark| json::member(&payload.text, mark).is_some());
        let (certainty, why) = match mark {
            Some(mark) => {
                (Certainty::Certain, format!("{code}, a time before it, and first comes an object with `{mark}`"))
            }
            None => {
                (Certainty::Possible, format!("{code}, a time before it, and what comes first is an object of JSON"))
            }
        };
        let found = fields(Found::new(certainty, why), layer, &pieces);
        return Some(payload.layer(found, layer, pieces.value));
    }
    let why = match (&pieces.time, &payload) {
        (Some(_), Some(payload)) if payload.json => format!("{code}, a time before it, and what comes first is JSON"),
        (Some(_), _) => format!("{code}, and a time in 62 digits before it"),
        (None, _) => format!("{code}; there is no time"),
    };
    let found = fields(Found::new(Certainty::Likely, why), layer, &pieces);
    Some(match payload.filter(|payload| payload.json) {
        Some(payload) => payload.layer(found, layer, pieces.value),
        None => found,
    })
}
fn check_django(layer: &Layer, with: &With, known: &[&str]) -> Vec<Try> {
    let Some((secret, text)) = with.literal(&SECRET).zip(layer.text()) else { return vec![] };
    let Some(pieces) = Pieces::of(text, ':', time62) else { return vec![] };
    let given = with.text("salt");
    let salts: Vec<&str> = given.as_deref().map_or_else(|| known.to_vec(), |salt| vec![salt]);
    let timed = pieces.time.is_some();
    let call = |salt: &str| {
        let more = if timed { age(with) } else { String::new() };
        let formula = format!("django_unsign({secret}, {}, salt: {}, timed: {timed}{more})", layer.cell, quoted(salt));
        Try::new(formula).by(format!("the salt {salt}"))
    };
    salts.into_iter().map(call).collect()
}
fn readable_by_anyone(seen: &Seen) -> Vec<Judgement> {
    let mut said = short_secret(seen);
    let text = "it is signed and not encrypted: who has the cookie reads it";
    said.push(Judgement::new(text, "Flask 3.1 and Django 5.2, their documentation of sessions"));
    said
}
fn short_secret(seen: &Seen) -> Vec<Judgement> {
    let length = seen.with.value(&SECRET).and_then(|value| value.string()).map(|rope| rope.len());
    let short = length.filter(|length| *length < 16);
    let said = |length| {
        format!(
            "the secret has {}: so short a one is found by guessing, with this text at hand",
            counted(length as usize, "byte")
        )
    };
    short.map(|length| Judgement::new(said(length), "NIST SP 800-107r1 §5.3.4")).into_iter().collect()
}

// ------------------------------------------------------------------ JSON Web Tokens

const KEY: Secret = Secret { names: &["key", "secret"], phrase: "the key", quiet: true };
const ALGORITHM: Secret = Secret { names: &["algorithm"], phrase: "the algorithm that is accepted", quiet: false };
const JWT: &[Secret] = &[KEY, ALGORITHM, NOW];

/// The parts of a token: the header's text, and where its three parts end.
struct Token {
    header: String,
    ends: [usize; 3],
    /// The mistake in it.
    wrong: Option<String>,
}
impl Token {
    fn read(word: &str) -> Option<Token> {
        let mut parts = word.split('.');
        let header = parts.next()?;
        let decoded = unbase64url(header).and_then(|bytes| String::from_utf8(bytes).ok())?;
        let named = json::member(&decoded, "alg").is_some();
        let (payload, signature) = (parts.next(), parts.next());
        let first = header.len();
        let second = first + payload.map_or(0, |payload| payload.len() + 1);
        let object = |payload: &str| {
            let bytes = unbase64url(payload)?;
            json::members(std::str::from_utf8(&bytes).ok()?)
        };
        // Two objects of JSON are no other signed text, either.
        if !named && (json::members(&decoded).is_none() || payload.and_then(object).is_none()) {
            return None;
        }
        let wrong = match (payload, signature, parts.next()) {
            _ if !named => Some("field `header` names no `alg`".to_owned()),
            (None, ..) => Some("the payload and the signature are missing".to_owned()),
            (Some(payload), ..) if object(payload).is_none() => {
                Some("field `payload` is no object of JSON in base64 for URLs".to_owned())
            }
            (_, None, _) => Some("the signature is missing".to_owned()),
            (_, _, Some(_)) => Some("it has more than three parts".to_owned()),
            (_, Some(signature), None) if unbase64url(signature).is_none() => {
                Some("field `signature` is no base64 for URLs".to_owned())
            }
            _ => None,
        };
        Some(Token { header: decoded, ends: [first, second, word.len()], wrong })
    }
}
pub(super) fn jwt(layer: &Layer) -> Option<Found> {
    let word = layer.word().filter(|word| word.contains('.'))?;
    let token = Token::read(word)?;
    let [first, second, end] = token.ends;
    let algorithm = json::string(&token.header, "alg").unwrap_or_default();
    let cell = layer.cell;
    let fields = layer.name("fields");
    let named = if algorithm.is_empty() { String::new() } else { format!(" with `alg` {algorithm:?}") };
    let why = format!("what stands before the first point is an object of JSON{named}");
    if let Some(wrong) = token.wrong {
        let mut places = format!("header:0..{first}/base64url");
        if second > first {
            places.push_str(&format!(" payload:{}..{second}", first + 1));
        }
        if end > second {
            places.push_str(&format!(" rest:{second}..{end}"));
        }
        let found = Found::new(Certainty::Broken, format!("{why}; but {wrong}"));
        let found = found.cell(fields.clone(), format!("taken_apart({cell}, \"{places}\")"));
        return Some(found.layer(layer.name("header"), format!("{fields}@fields/header")));
    }
    let places = format!(
        "header:0..{first}/base64url payload:{}..{second}/base64url signature:{}..{end}/base64url",
        first + 1,
        second + 1
    );
    let why = format!("{why}, and three parts in base64 for URLs have points between them");
    let found = Found::new(Certainty::Certain, why).cell(fields.clone(), format!("taken_apart({cell}, \"{places}\")"));
    let found = found.layer(layer.name("header"), format!("{fields}@fields/header"));
    let found = found.layer(layer.name("payload"), format!("{fields}@fields/payload"));
    let payload = unbase64url(&word[first + 1..second]).and_then(|bytes| String::from_utf8(bytes).ok())?;
    let times =
        TIMES_OF_CLAIMS.iter().filter_map(|(claim, said)| Some(format!("{said} {}", moment(time(&payload, claim)?)?)));
    let times: Vec<String> = times.collect();
    Some(if times.is_empty() { found } else { found.remark(times.join("; ")) })
}
/// The claims that are times.
const TIMES_OF_CLAIMS: [(&str, &str); 3] = [("iat", "issued at"), ("nbf", "good from"), ("exp", "good until")];
/// The time that a claim names, in seconds.
fn time(payload: &str, claim: &str) -> Option<u64> {
    json::member(payload, claim)?.split('.').next()?.parse().ok()
}
fn check_jwt(layer: &Layer, with: &With) -> Vec<Try> {
    let named = layer.text().and_then(Token::read).and_then(|token| json::string(&token.header, "alg"));
    let named = named.unwrap_or_default();
    if named.eq_ignore_ascii_case("none") && with.text("algorithm").is_none() {
        return vec![Try::cannot("its `alg` is none, so no key made it")];
    }
    let Some(key) = with.literal(&KEY) else { return vec![] };
    // Who gives a key in PEM does not mean it as the secret of an HMAC.
    let pem =
        with.value(&KEY).and_then(|key| key.to_text().ok().flatten()).is_some_and(|key| key.contains("-----BEGIN"));
    if pem && named.starts_with("HS") && with.text("algorithm").is_none() {
        let accepted = ["RS256", "PS256", "ES256", "EdDSA"];
        return accepted.iter().map(|algorithm| verify(layer, &key, algorithm, with)).collect();
    }
    vec![verify(layer, &key, &with.text("algorithm").unwrap_or(named), with)]
}
fn verify(layer: &Layer, key: &str, algorithm: &str, with: &With) -> Try {
    let now = with.literal(&NOW).map_or(String::new(), |now| format!(", now: {now}"));
    let call = format!("jwt_verify({}, {key}, algorithm: {}{now})", layer.cell, quoted(algorithm));
    // What is not asked for is not checked, and that is said.
    let times = if with.value(&NOW).is_some() { "" } else { ", its times not looked at" };
    Try::new(call).by(format!("as {algorithm}{times}"))
}
fn judge_jwt(seen: &Seen) -> Vec<Judgement> {
    let Some(header) = seen.layer.text().and_then(Token::read).map(|token| token.header) else { return vec![] };
    let algorithm = json::string(&header, "alg").unwrap_or_default();
    let mut said = vec![];
    if algorithm.eq_ignore_ascii_case("none") {
        let text = "`alg` is none: nobody signed it, and who accepts it accepts anything";
        said.push(Judgement::new(text, "RFC 8725 §3.2"));
    }
    let least = match algorithm.as_str() {
        "HS256" => 32,
        "HS384" => 48,
        "HS512" => 64,
        _ => 0,
    };
    let length = seen.with.value(&KEY).and_then(|value| value.string()).map(|rope| rope.len());
    if let Some(length) = length.filter(|length| *length < least) {
        let text = format!("the key has {}, and {algorithm} wants {least} at least", counted(length as usize, "byte"));
        said.push(Judgement::new(text, "RFC 7518 §3.2"));
    }
    let payload = seen.bytes("payload").and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let claim = |name| time(&payload, name).and_then(|seconds| Some((seconds, moment(seconds)?)));
    if let Some(clock) = seen.with.clock() {
        let old = claim("exp").filter(|(seconds, _)| *seconds <= clock);
        let early = claim("nbf").filter(|(seconds, _)| *seconds > clock);
        let told = |text: String| said.push(Judgement::new(text, "RFC 7519 §4.1.4 and §4.1.5"));
        let old = old.map(|(_, at)| format!("it expired at {at}, by the clock of this machine"));
        let early =
            early.map(|(_, at)| format!("it is good from {at} on, and it is earlier by the clock of this machine"));
        old.into_iter().chain(early).for_each(told);
    }
    if !payload.is_empty() && json::member(&payload, "exp").is_none() && json::members(&payload).is_some() {
        said.push(Judgement::new("the payload has no `exp`: it is good for ever", "RFC 7519 §4.1.4"));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_words() {
        assert_eq!((time64("ZVPxAA"), time64("session"), time64("")), (Some(1_700_000_000), None, None));
        assert_eq!((time62("1xVZ2U"), time62("616033:"), time62("zzzzzzz")), (Some(1_795_459_518), None, None));
    }
    #[test]
    fn a_signed_text_is_read_from_the_right() {
        let pieces = Pieces::of("user:616033:ECiLv3C1K5_SFKFers1zB_gw5wpFLnF3QBOOanGCjL4", ':', time62).unwrap();
        assert_eq!((pieces.value, pieces.time.is_some(), pieces.digest), ("user:616033", false, "sha256"));
    }
}
