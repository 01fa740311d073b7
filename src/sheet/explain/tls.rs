//! TLS: records as they are on the wire, and lines of a key log.

use super::found::{Certainty, Found, Judgement};
use super::layer::Layer;
use super::row::Family;

mod opening;
mod wire;

use wire::{HEAD, LABELS, Piece, RECORDS, SECRET, TYPES};

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
