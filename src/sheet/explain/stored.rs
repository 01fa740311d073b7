//! Data at rest: Fernet, columns of sqlalchemy-utils, files of age.

use super::detail::Seen;
use super::found::{Certainty, Found, Judgement, Try};
use super::layer::{Layer, counted, is_mixed, is_readable, unbase64url};
use super::row::Family;
use super::with::{Secret, With};
use crate::run::Value;

/// The rows.
pub const ROWS: &[Family] = &[
    Family {
        id: "fernet",
        what: "a token of Fernet: AES-128-CBC and HMAC-SHA-256",
        popularity: 90,
        takes: FERNET,
        detect: fernet,
        check: check_fernet,
        judge: |_| vec![],
    },
    Family {
        id: "string-encrypted-type",
        what: "a column of sqlalchemy-utils' StringEncryptedType",
        popularity: 59,
        takes: COLUMN,
        detect: column,
        check: check_column,
        judge: judge_column,
    },
    Family::shown("age", "an encrypted file or a key of age", 60, age),
];

const KEY: Secret = Secret { names: &["key"], phrase: "the key", quiet: true };
const TTL: Secret = Secret { names: &["ttl", "max_age"], phrase: "the age allowed, in seconds", quiet: false };
const NOW: Secret = Secret { names: &["now"], phrase: "the time of the check, in seconds since 1970", quiet: false };
const FERNET: &[Secret] = &[KEY, TTL, NOW];
/// The bytes of a token before the ciphertext, and behind it.
const HEAD: usize = 25;
const CODE: usize = 32;

fn fernet(layer: &Layer) -> Option<Found> {
    let word = layer.word().filter(|word| word.starts_with("gAAAA"))?;
    let digits = word.trim_end_matches('=');
    let cell = layer.cell;
    let begins = "it begins with `gAAAA`, which is the version 80 and the first zeros of a time";
    let Some(bytes) = unbase64url(digits) else {
        let why = format!("{begins}; but not all of it is base64 for URLs");
        let fields = format!("taken_apart({cell}, \"begins:0..5 rest:5..{}\")", word.len());
        return Some(Found::new(Certainty::Broken, why).cell(layer.name("fields"), fields));
    };
    let token = layer.name("token");
    let end = bytes.len().saturating_sub(CODE);
    let found = |certainty, why| Found::new(certainty, why).cell(token.clone(), format!("unbase64({cell}, url: true)"));
    if end < HEAD + 16 || !(end - HEAD).is_multiple_of(16) {
        let places: Vec<String> =
            [("version", 0, 1), ("timestamp", 1, 9), ("iv", 9, HEAD), ("rest", HEAD, bytes.len())]
                .iter()
                .map_while(|(name, start, end)| (*end <= bytes.len()).then(|| format!("{name}:{start}..{end}")))
                .collect();
        let why = if end < HEAD + 16 {
            format!(
                "{begins}; but it ends too soon, after {} bytes, and the shortest has {}",
                bytes.len(),
                HEAD + 16 + CODE
            )
        } else {
            format!("{begins}; but {} bytes are no whole blocks of 16 between the IV and the code", bytes.len())
        };
        let fields = format!("taken_apart({token}, \"{}\")", places.join(" "));
        return Some(found(Certainty::Broken, why).cell(layer.name("fields"), fields));
    }
    let places = format!("version:0..1 timestamp:1..9/int iv:9..25 ciphertext:25..{end} hmac:{end}..{}", bytes.len());
    let why = format!(
        "{begins}; all of it is base64 for URLs, with {} of 16 bytes between the IV and the code of 32 bytes",
        counted((end - HEAD) / 16, "whole block")
    );
    let made = bytes[1..9].iter().fold(0, |time, byte| time << 8 | u64::from(*byte));
    let found =
        found(Certainty::Certain, why).cell(layer.name("fields"), format!("taken_apart({token}, \"{places}\")"));
    Some(match super::token::moment(made) {
        Some(moment) => found.remark(format!("made at {moment}")),
        None => found,
    })
}
fn check_fernet(layer: &Layer, with: &With) -> Vec<Try> {
    let age = match (with.literal(&TTL), with.literal(&NOW)) {
        (Some(ttl), Some(now)) => format!(", ttl: {ttl}, now: {now}"),
        _ => String::new(),
    };
    // A key at hand as its bytes is written as Fernet has it.
    let is_raw = matches!(with.value(&KEY), Some(Value::Bytes(_)));
    let key = with.literal(&KEY).map(|key| if is_raw { format!("base64({key}, url: true)") } else { key });
    let keyed = |key| Try::opens(format!("fernet_decrypt({key}, {}{age})", layer.cell));
    key.map(keyed).into_iter().collect()
}

const SECRET: Secret = Secret { names: &["secret", "key"], phrase: "the secret of the column", quiet: true };
const ENGINE: Secret = Secret { names: &["engine"], phrase: "the engine: aes, aes_gcm or fernet", quiet: false };
const PADDING: Secret = Secret { names: &["padding"], phrase: "the padding of the engine aes", quiet: false };
const COLUMN: &[Secret] = &[SECRET, ENGINE, PADDING];
/// The bytes of an IV and a tag of the engine `aes_gcm`.
const IV: usize = 12;
const TAG: usize = 16;

fn column(layer: &Layer) -> Option<Found> {
    let word = layer.word()?;
    if word.starts_with("gAAAA") && fernet(layer).is_some_and(|found| found.certainty == Certainty::Certain) {
        let bytes = unbase64url(word.trim_end_matches('='))?;
        let token = layer.name("token");
        let places = format!("version:0..1 timestamp:1..9/int rest:9..{}", bytes.len());
        let why = "a token of Fernet is what the engine `fernet` stores, its key being the SHA-256 of the secret";
        let found =
            Found::new(Certainty::Possible, why).cell(token.clone(), format!("unbase64({}, url: true)", layer.cell));
        return Some(found.cell(layer.name("fields"), format!("taken_apart({token}, \"{places}\")")));
    }
    // The package pads its Base64.
    let (bytes, url) = layer.unbase64().filter(|_| word.len().is_multiple_of(4) && is_mixed(word))?;
    if url || is_readable(bytes) {
        return None;
    }
    let blocks = !bytes.is_empty() && bytes.len().is_multiple_of(16);
    let sealed = bytes.len() >= IV + TAG;
    let (certainty, why, places) = match (blocks, sealed) {
        (true, _) => (
            Certainty::Likely,
            format!(
                "it is padded base64 of {} of 16 bytes and no text, as the engine `aes` stores",
                counted(bytes.len() / 16, "whole block")
            ),
            format!("ciphertext:0..{}", bytes.len()),
        ),
        (false, true) => (
            Certainty::Possible,
            "it is padded base64 of bytes that are no text, with room for the IV and the tag of the engine `aes_gcm`"
                .to_owned(),
            format!("iv:0..{IV} tag:{IV}..{} ciphertext:{}..{}", IV + TAG, IV + TAG, bytes.len()),
        ),
        (false, false) => return None,
    };
    let stored = layer.name("stored");
    let found = Found::new(certainty, why).cell(stored.clone(), format!("unbase64({})", layer.cell));
    let found = found.cell(layer.name("fields"), format!("taken_apart({stored}, \"{places}\")"));
    Some(found.remark("any encrypted or random bytes look the same"))
}
fn check_column(layer: &Layer, with: &With) -> Vec<Try> {
    let Some(secret) = with.literal(&SECRET) else { return vec![] };
    let text = layer.text().unwrap_or_default();
    let engines: Vec<String> = match with.text("engine") {
        Some(engine) => vec![engine],
        None if text.starts_with("gAAAA") => vec!["fernet".into()],
        None => vec!["aes_gcm".into(), "aes".into()],
    };
    let paddings: Vec<String> = match with.text("padding") {
        Some(padding) => vec![padding],
        None => vec!["pkcs5".into(), "naive".into()],
    };
    let mut tries = vec![];
    for engine in engines {
        let call = |more: &str| {
            let engine = super::with::quoted(&engine);
            format!("string_encrypted_decrypt({secret}, {}, engine: {engine}{more})", layer.cell)
        };
        if engine == "aes" {
            for padding in &paddings {
                let formula = call(&format!(", padding: {}", super::with::quoted(padding)));
                tries.push(Try::opens(formula).by(format!("by the engine aes with padding {padding}")));
            }
        } else {
            tries.push(Try::opens(call("")).by(format!("by the engine {engine}")));
        }
    }
    tries
}
fn judge_column(seen: &Seen) -> Vec<Judgement> {
    if seen.field("tag").is_some() || seen.field("version").is_some() {
        return vec![];
    }
    let said = "if it is of the engine `aes`, equal values are equal in the table, nothing shows a change, and the IV is \
                half of the key";
    vec![Judgement::new(said, "sqlalchemy-utils 0.43, AesEngine")]
}

/// The first line of a file of age.
const AGE: &str = "age-encryption.org/v1\n";

fn age(layer: &Layer) -> Option<Found> {
    let cell = layer.cell;
    if layer.bytes.starts_with(AGE.as_bytes()) {
        let mac = find(layer.bytes, b"\n--- ").map(|at| at + 1);
        let end = mac.and_then(|mac| layer.bytes[mac..].iter().position(|byte| *byte == b'\n').map(|end| mac + end));
        let mut places = format!("version:0..{}", AGE.len() - 1);
        let mut at = AGE.len();
        let header = mac.unwrap_or(layer.bytes.len());
        let mut count = 0;
        while layer.bytes[at..header].starts_with(b"-> ") && count < 64 {
            let next = find(&layer.bytes[at..header], b"\n-> ").map_or(header, |next| at + next + 1);
            count += 1;
            places.push_str(&format!(" recipient_{count}:{at}..{}", next - usize::from(next > at)));
            at = next;
        }
        let why = format!("it begins with the line `{}`, and {} follow", AGE.trim_end(), counted(count, "recipient"));
        let Some((mac, end)) = mac.zip(end) else {
            let why = format!("{why}; but the line `---` with the code does not follow");
            return Some(
                Found::new(Certainty::Broken, why)
                    .cell(layer.name("fields"), format!("taken_apart({cell}, \"{places}\")")),
            );
        };
        places.push_str(&format!(" mac:{}..{end} payload:{}..{}", mac + 4, end + 1, layer.bytes.len()));
        let found = Found::new(Certainty::Certain, why)
            .cell(layer.name("fields"), format!("taken_apart({cell}, \"{places}\")"));
        return Some(found.remark("it is shown, and not opened here"));
    }
    let word = layer.word()?;
    let bech = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let (what, prefix) = match word {
        _ if word.starts_with("AGE-SECRET-KEY-1") => ("the secret key of an identity", "AGE-SECRET-KEY-1"),
        _ if word.starts_with("age1") && word.len() == 62 => ("the public key of a recipient", "age1"),
        _ => return None,
    };
    let lower = word.bytes().any(|byte| byte.is_ascii_lowercase());
    let upper = word.trim_start_matches("AGE-SECRET-KEY-1").bytes().any(|byte| byte.is_ascii_uppercase());
    if !bech(&word[prefix.len()..]) || lower && upper {
        return None;
    }
    let end = word.len() - 6;
    let places = format!("prefix:0..{} key:{}..{end} checksum:{end}..{}", prefix.len() - 1, prefix.len(), word.len());
    let why = format!("it begins with `{prefix}` and goes on in one case, as Bech32 does: {what}");
    Some(Found::new(Certainty::Likely, why).cell(layer.name("fields"), format!("taken_apart({cell}, \"{places}\")")))
}
/// Where some bytes stand in others.
pub(super) fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
