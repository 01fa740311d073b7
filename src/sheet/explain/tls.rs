//! TLS: records as they are on the wire, and lines of a key log.

use super::found::{Certainty, Found};
use super::layer::Layer;
use super::row::Family;

/// The rows.
pub const ROWS: &[Family] = &[
    Family::shown("tls-record", "records of TLS", 65, record),
    Family::shown("tls-key-log", "a key log of TLS, SSLKEYLOGFILE", 64, key_log),
];

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
