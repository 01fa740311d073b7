//! TLS: records as they are on the wire, and lines of a key log.

use super::found::{Certainty, Found, Judgement};
use super::layer::Layer;
use super::row::Family;
use super::with::Secret;

mod opening;

/// The rows.
pub const ROWS: &[Family] = &[
    Family {
        id: "tls-record",
        what: "records of TLS",
        popularity: 65,
        takes: &[SECRET],
        detect: record,
        check: opening::opened,
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

/// A key log, or a secret of one direction.
const SECRET: Secret = Secret {
    names: &["secret", "key", "keylog"],
    phrase: "the key log, or the secret of this direction, which is the last word of its line",
    quiet: true,
};
/// The type of what is encrypted.
const APPLICATION_DATA: u8 = 23;

/// The types of records.
const TYPES: [(u8, &str); 4] = [(20, "change_cipher_spec"), (21, "alert"), (22, "handshake"), (23, "application_data")];
/// Bytes of the head of a record.
const HEAD: usize = 5;
/// The most bytes behind it.
const MOST: usize = (1 << 14) + 256;
/// The most records that become fields.
const RECORDS: usize = 60;

/// A record among the bytes that were pasted.
struct Piece {
    kind: u8,
    at: usize,
    end: usize,
    /// Whether all of it is there.
    whole: bool,
}
impl Piece {
    /// All records of some bytes; nothing where they are none.
    fn all(bytes: &[u8]) -> Option<Vec<Piece>> {
        let (mut at, mut pieces) = (0, vec![]);
        while let Some(&[kind, major, minor, high, low]) = bytes.get(at..at + HEAD) {
            let length = usize::from(high) << 8 | usize::from(low);
            let known = TYPES.iter().any(|(known, _)| *known == kind);
            if !known || major != 3 || !(1..=3).contains(&minor) || !(1..=MOST).contains(&length) {
                return None;
            }
            let end = at + HEAD + length;
            pieces.push(Piece { kind, at, end: end.min(bytes.len()), whole: end <= bytes.len() });
            at = end;
        }
        Some(pieces)
    }
}
fn record(layer: &Layer) -> Option<Found> {
    let binary = layer.binary()?;
    let pieces = Piece::all(&binary.bytes)?;
    let (first, last) = pieces.first().zip(pieces.last())?;
    let places = pieces.iter().take(RECORDS).enumerate().map(|(n, Piece { at, end, .. })| {
        let (version, length, body) = (at + 1, at + 3, at + HEAD);
        format!("type_{n}:{at}..{version} version_{n}:{version}..{length} length_{n}:{length}..{body}/int body_{n}:{body}..{end}")
    });
    let places: Vec<String> = places.collect();
    let (_, name) = TYPES.iter().find(|(kind, _)| *kind == first.kind)?;
    let why = format!(
        "{} of TLS, the first of type {name}, each as long as it says{}",
        if pieces.len() == 1 { "one record".to_owned() } else { format!("{} records", pieces.len()) },
        binary.written
    );
    // One record that is cut has three bytes alone to tell it by.
    let (certainty, why) = match last.whole && last.end == binary.bytes.len() {
        true => (Certainty::Certain, why),
        false => (Certainty::Broken, format!("{why}; but the last is cut")),
    };
    let data = layer.name("data");
    let found = Found::new(certainty, why).cell(data.clone(), binary.formula.clone());
    let found = found.cell(layer.name("fields"), format!("taken_apart({data}, \"{}\")", places.join(" ")));
    Some(match pieces.len().checked_sub(RECORDS + 1) {
        Some(more) => found.remark(format!("{} more records are neither shown nor opened", more + 1)),
        None => found,
    })
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
