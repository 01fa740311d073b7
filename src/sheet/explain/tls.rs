//! TLS: records as they are on the wire, and lines of a key log.

use super::found::{Certainty, Found, Judgement, Try};
use super::layer::Layer;
use super::row::Family;
use super::with::{Secret, With};
use crate::run::Value;

/// The rows.
pub const ROWS: &[Family] = &[
    Family {
        id: "tls-record",
        what: "records of TLS",
        popularity: 65,
        takes: &[SECRET],
        detect: record,
        check: opened,
        judge: |_| vec![],
    },
    Family {
        id: "tls-key-log",
        what: "a key log of TLS, SSLKEYLOGFILE",
        popularity: 64,
        takes: &[],
        detect: key_log,
        check: |_, _| vec![],
        judge: |_| {
            let said = "whoever reads this file and has recorded the connection reads all of it".to_owned();
            vec![Judgement::new(said, "RFC 9850 §3")]
        },
    },
];

/// A secret of one direction.
const SECRET: Secret = Secret {
    names: &["secret", "key"],
    phrase: "the secret of this direction, the last word of its line in a key log",
    quiet: true,
};
/// The most records before the one that was pasted, of which it may be the next.
const NUMBERS: u64 = 16;
/// The type of what is encrypted.
const APPLICATION_DATA: u8 = 23;

/// The first record opened with a secret, as the first of its direction or as one of the next: nobody pasted its number.
fn opened(layer: &Layer, with: &With) -> Vec<Try> {
    let Some((binary, secret)) = layer.binary().zip(secret(with)) else { return vec![] };
    let Some([APPLICATION_DATA, _, _, high, low]) = binary.bytes.get(..HEAD) else { return vec![] };
    let end = HEAD + (usize::from(*high) << 8 | usize::from(*low));
    let ciphers: &[(&str, &str, u64)] = match secret.len() {
        32 => &[("aes_128_gcm", "sha256", 16), ("chacha20_poly1305", "sha256", 32)],
        48 => &[("aes_256_gcm", "sha384", 32)],
        _ => return vec![],
    };
    let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let each = ciphers.iter().flat_map(|cipher| (0..NUMBERS).map(move |number| (cipher, number)));
    let formula = |((cipher, hash, length), number): (&(&str, &str, u64), u64)| {
        let derived =
            |label, length| format!("hkdf_expand_label(0x{secret}, \"{label}\", \"\", {length}, hash: \"{hash}\")");
        let (key, iv) = (derived("key", *length), derived("iv", 12));
        let record = format!("({})[0..{end}]", binary.formula);
        Try::opens(format!("tls13_record_open({key}, {iv}, {number}, {record}, cipher: \"{cipher}\")"))
            .by(format!("by {cipher}, as record {number} of its direction"))
    };
    each.map(formula).collect()
}
/// The bytes of the secret that was given: of a whole line of a key log, its last word.
fn secret(with: &With) -> Option<Vec<u8>> {
    match with.value(&SECRET)? {
        Value::Bytes(rope) => rope.to_vec().ok(),
        other => super::layer::unhex(other.to_text().ok()??.split_whitespace().last()?),
    }
}

/// The types of records.
const TYPES: [(u8, &str); 4] = [(20, "change_cipher_spec"), (21, "alert"), (22, "handshake"), (23, "application_data")];
/// Bytes of the head of a record.
const HEAD: usize = 5;
/// The most bytes behind it.
const MOST: usize = (1 << 14) + 256;
/// The most records that become fields.
const RECORDS: usize = 60;

fn record(layer: &Layer) -> Option<Found> {
    let binary = layer.binary()?;
    let bytes = &binary.bytes;
    let (mut at, mut records, mut places, mut first) = (0, 0, String::new(), "");
    while let Some(head) = bytes.get(at..at + HEAD) {
        let (_, name) = TYPES.iter().find(|(kind, _)| *kind == head[0])?;
        let length = usize::from(head[3]) << 8 | usize::from(head[4]);
        if head[1] != 3 || !(1..=3).contains(&head[2]) || !(1..=MOST).contains(&length) {
            return None;
        }
        if records == 0 {
            first = name;
        }
        let end = (at + HEAD + length).min(bytes.len());
        records += 1;
        if records <= RECORDS {
            let n = records - 1;
            places.push_str(&format!(
                " type_{n}:{at}..{} version_{n}:{}..{} length_{n}:{}..{}/int body_{n}:{}..{end}",
                at + 1,
                at + 1,
                at + 3,
                at + 3,
                at + HEAD,
                at + HEAD
            ));
        }
        at += HEAD + length;
    }
    if records == 0 {
        return None;
    }
    let records_in_words = if records == 1 { "one record".to_owned() } else { format!("{records} records") };
    let why =
        format!("{records_in_words} of TLS, the first of type {first}, each as long as it says{}", binary.written);
    let whole = at == bytes.len();
    // One record that is cut has three bytes alone to tell it by.
    let certainty = if whole { Certainty::Certain } else { Certainty::Broken };
    let why = if whole { why } else { format!("{why}; but the last is cut") };
    let data = layer.name("data");
    let found = Found::new(certainty, why).cell(data.clone(), binary.formula.clone());
    Some(found.cell(layer.name("fields"), format!("taken_apart({data}, \"{}\")", places.trim_start())))
}

/// The labels of a key log.
const LABELS: [&str; 8] = [
    "CLIENT_RANDOM",
    "CLIENT_EARLY_TRAFFIC_SECRET",
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    "SERVER_HANDSHAKE_TRAFFIC_SECRET",
    "CLIENT_TRAFFIC_SECRET_0",
    "SERVER_TRAFFIC_SECRET_0",
    "EARLY_EXPORTER_SECRET",
    "EXPORTER_SECRET",
];

fn key_log(layer: &Layer) -> Option<Found> {
    let text = layer.text()?;
    let (mut places, mut lines, mut wrong, mut at) = (String::new(), 0, None, 0);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split(' ');
        let (label, random, secret) = (words.next()?, words.next(), words.next());
        if !LABELS.contains(&label) {
            return None;
        }
        let hex = |word: &str, length: usize| word.len() == length && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (Some(random), Some(secret)) =
            (random.filter(|word| hex(word, 64)), secret.filter(|word| hex(word, word.len() & !1)))
        else {
            wrong = wrong.or(Some(lines + 1));
            continue;
        };
        if lines < RECORDS {
            let (a, b) = (start + label.len() + 1, start + label.len() + random.len() + 2);
            places.push_str(&format!(
                " label_{lines}:{start}..{} client_random_{lines}:{a}..{} secret_{lines}:{b}..{}",
                start + label.len(),
                a + random.len(),
                b + secret.len()
            ));
        }
        lines += 1;
    }
    if lines == 0 && wrong.is_none() {
        return None;
    }
    let why = format!("each line has a label of RFC 9850, 32 bytes and a secret in hexadecimal; there are {lines}");
    let formula = format!("taken_apart({}, \"{}\")", layer.cell, places.trim_start());
    let found = match wrong {
        None => Found::new(Certainty::Certain, why),
        Some(line) => Found::new(Certainty::Broken, format!("{why}; but line {line} is not whole")),
    };
    Some(found.cell(layer.name("fields"), formula))
}
