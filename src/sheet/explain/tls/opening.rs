//! Records that are encrypted, opened with a secret or with a key log: which secret opens which record, as which of its
//! direction, is tried out by the crates, and the formula that opens it is the answer.

use super::wire::{APPLICATION_DATA, HEAD, LABELS, Piece, RECORDS, SECRET};
use crate::functions::{Arguments, Says, function};
use crate::num::set_of;
use crate::run::{Budget, Value};
use crate::sheet::explain::found::Try;
use crate::sheet::explain::layer::{Layer, unhex};
use crate::sheet::explain::with::With;

/// The most records before the first that was pasted, of which it may be the next.
const NUMBERS: u64 = 16;
/// How many records are tried as later ones of a direction: those behind them follow on what was opened.
const FIRST: usize = 4;
/// The most connections of a key log among which nothing pasted chooses.
const CONNECTIONS: usize = 8;

/// An AEAD of records: its name, the hash function of its suite, the bytes of its key, and the function that opens.
struct Cipher(&'static str, &'static str, u64, &'static str);
const CIPHERS: [Cipher; 3] = [
    Cipher("aes_128_gcm", "sha256", 16, "gcm_open"),
    Cipher("chacha20_poly1305", "sha256", 32, "chacha20_poly1305_open"),
    Cipher("aes_256_gcm", "sha384", 32, "gcm_open"),
];
/// The types of what is inside.
const INSIDE: [(u8, &str); 3] = [(21, "alert"), (22, "handshake"), (23, "data")];

/// The bytes of a value that a function gives by its crate.
fn by_crate(name: &str, given: Vec<(&str, Value)>) -> Option<Vec<u8>> {
    let row = function(name).ok()?;
    let given = given.into_iter().map(|(name, value)| (Some(name), value)).collect();
    let arguments = Arguments::bind(row, given, &Budget::unlimited()).ok()?;
    match (row.vetted.vetted()?.compute)(&arguments).ok()? {
        Says::Value(bytes) => Some(bytes),
        Says::Refused | Says::Nothing => None,
    }
}

/// A direction under one secret: its keys by one cipher.
struct Lane {
    /// The secret's name in the key log.
    label: String,
    secret: Vec<u8>,
    cipher: &'static Cipher,
    key: Vec<u8>,
    iv: Vec<u8>,
    /// The number of its next record, once one was opened.
    next: Option<u64>,
}
impl Lane {
    fn new((label, secret): &(String, Vec<u8>), cipher: &'static Cipher) -> Option<Lane> {
        let derived = |word: &str, length: u64| {
            let label = Value::text(word);
            let given = vec![("secret", Value::bytes(secret)), ("label", label), ("context", Value::bytes(b""))];
            let more = vec![("length", Value::int(length)), ("hash", Value::text(cipher.1))];
            by_crate("hkdf_expand_label", given.into_iter().chain(more).collect())
        };
        let digest = if cipher.1 == "sha384" { 48 } else { 32 };
        let (key, iv) = (derived("key", cipher.2)?, derived("iv", 12)?);
        let lane = Lane { label: label.clone(), secret: secret.clone(), cipher, key, iv, next: None };
        (secret.len() == digest).then_some(lane)
    }
    /// The type of what a record holds, if it opens as the record of this number.
    fn opens(&self, record: &[u8], number: u64) -> Option<u8> {
        let mut nonce = self.iv.clone();
        nonce.iter_mut().rev().zip(number.to_le_bytes()).for_each(|(byte, number)| *byte ^= number);
        let (head, sealed) = record.split_at(HEAD);
        let given = [("key", &*self.key), ("nonce", &nonce), ("sealed", sealed), ("data", head)];
        let given = given.map(|(name, bytes)| (name, Value::bytes(bytes))).to_vec();
        by_crate(self.cipher.3, given)?.iter().rev().find(|byte| **byte != 0).copied()
    }
    /// The formula that opens a record.
    fn formula(&self, record: &str, number: u64) -> String {
        let Cipher(name, hash, length, _) = self.cipher;
        let secret: String = self.secret.iter().map(|byte| format!("{byte:02x}")).collect();
        let derived =
            |label, length| format!("hkdf_expand_label(0x{secret}, \"{label}\", \"\", {length}, hash: \"{hash}\")");
        let (key, iv) = (derived("key", *length), derived("iv", 12));
        format!("tls13_record_open({key}, {iv}, {number}, {record}, cipher: \"{name}\")")
    }
    fn attempt(&self, record: &str, number: u64) -> Try {
        let by = format!("by {}, as record {number} of its direction", self.cipher.0);
        Try::opens(self.formula(record, number)).by(by)
    }
}

/// The secrets that were given, with their names: of a key log those of the connection that a ClientHello among the
/// records begins.
fn secrets(given: &Value, random: Option<&[u8]>) -> Result<Vec<(String, Vec<u8>)>, String> {
    let text = match given {
        Value::Bytes(rope) => return Ok(vec![("secret".into(), rope.to_vec().unwrap_or_default())]),
        other => other.to_text().ok().flatten().unwrap_or_default(),
    };
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    let labelled = |line: &&Vec<&str>| line.len() == 3 && LABELS.contains(&line[0]) && unhex(line[2]).is_some();
    let logged: Vec<&Vec<&str>> = lines.iter().filter(labelled).collect();
    if logged.is_empty() {
        let last = text.split_whitespace().last().and_then(unhex).filter(|_| lines.len() == 1);
        return last.map(|secret| vec![("secret".into(), secret)]).ok_or_else(|| {
            "`secret` is neither a secret in hexadecimal nor a key log with lines of RFC 9850".to_owned()
        });
    }
    let is_random = |line: &Vec<&str>| random.is_none_or(|random| unhex(line[1]).as_deref() == Some(random));
    let chosen: Vec<&&Vec<&str>> = logged.iter().filter(|line| is_random(line)).collect();
    if let (true, Some(random)) = (chosen.is_empty(), random) {
        let random: String = random.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        return Err(format!("no line of the key log is of the connection whose ClientHello is here, {random}…"));
    }
    let connections = set_of(chosen.iter().map(|line| line[1]));
    if connections.len() > CONNECTIONS {
        let count = connections.len();
        return Err(format!("the key log is of {count} connections, and no ClientHello here says which is meant"));
    }
    let traffic: Vec<(String, Vec<u8>)> = chosen
        .iter()
        .filter(|line| line[0].contains("_TRAFFIC_SECRET"))
        .filter_map(|line| Some((line[0].to_owned(), unhex(line[2])?)))
        .collect();
    match traffic.is_empty() {
        true => Err("the key log has no secret of TLS 1.3 for this connection, and no other is opened here".into()),
        false => Ok(traffic),
    }
}

/// The encrypted records, each opened by itself.
pub(super) fn opened(layer: &Layer, with: &With) -> Vec<Try> {
    let Some((binary, given)) = layer.binary().zip(with.value(&SECRET)) else { return vec![] };
    let bytes = &binary.bytes;
    let pieces = Piece::all(bytes).unwrap_or_default();
    let is_hello = |piece: &&Piece| piece.kind == 22 && piece.whole && bytes.get(piece.at + HEAD) == Some(&1);
    let hello = pieces.iter().find(is_hello).and_then(|piece| bytes.get(piece.at + HEAD + 6..piece.at + HEAD + 38));
    let secrets = match secrets(given, hello) {
        Ok(secrets) => secrets,
        Err(why) => return vec![Try::cannot(why)],
    };
    let lanes = secrets.iter().flat_map(|secret| CIPHERS.iter().filter_map(|cipher| Lane::new(secret, cipher)));
    let mut lanes: Vec<Lane> = lanes.collect();
    if lanes.is_empty() {
        return vec![Try::cannot(
            "a secret of TLS 1.3 has 32 or 48 bytes, and the one that was given has another length",
        )];
    }
    let hidden = |piece: &&(usize, Piece)| piece.1.kind == APPLICATION_DATA && piece.1.whole;
    let numbered: Vec<(usize, Piece)> = pieces.into_iter().enumerate().collect();
    let mut tries = vec![];
    for (index, piece) in numbered.iter().filter(hidden).take(RECORDS) {
        let record = &bytes[piece.at..piece.end];
        let formula = format!("({})[{}..{}]", binary.formula, piece.at, piece.end);
        // The next of a direction first; then the first of one that begins, or some later one.
        let next = lanes.iter().position(|lane| lane.next.is_some_and(|next| lane.opens(record, next).is_some()));
        let numbers = if tries.len() < FIRST { NUMBERS } else { 1 };
        let fresh = || {
            (0..numbers).find_map(|number| {
                lanes
                    .iter()
                    .position(|lane| lane.next.is_none() && lane.opens(record, number).is_some())
                    .map(|at| (at, number))
            })
        };
        let found = next.map(|at| (at, lanes[at].next.unwrap_or_default())).or_else(fresh);
        let (at, number) = found.unwrap_or_default();
        let kind = lanes[at].opens(record, number).and_then(|kind| INSIDE.iter().find(|(known, _)| *known == kind));
        let kind = kind.map_or(String::new(), |(_, kind)| format!(", {kind}"));
        let named = if secrets.len() > 1 { format!(" by {}", lanes[at].label) } else { String::new() };
        let what = if found.is_some() { format!("record {index}{kind}{named}") } else { format!("record {index}") };
        tries.push(lanes[at].attempt(&formula, number).part(tries.len(), what));
        if found.is_some() {
            lanes[at].next = Some(number + 1);
        }
    }
    match tries.is_empty() {
        true => vec![Try::cannot("nothing in it is encrypted")],
        false => tries,
    }
}
