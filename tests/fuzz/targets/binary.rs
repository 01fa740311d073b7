//! What comes in bytes with lengths in it: certificates and keys in DER and PEM, and both sides of a handshake.

use std::path::Path as FilePath;
use std::sync::Arc;

use base64ct::{Base64, Encoding};
use cleartext::functions::{Context, function};
use cleartext::run::{Budget, Path, Rope, Value};

use super::shown;

/// What elements of DER and lines of PEM begin with.
pub const DER: &[&str] = &[
    "0\u{0}",
    "0\u{7f}",
    "\u{2}\u{1}\u{0}",
    "\u{6}\u{3}+ep",
    "\u{3}\u{2}\u{0}\u{1}",
    "\u{5}\u{0}",
    "1\u{1}",
    "\u{17}\r260101000000Z",
    "\n",
    "\r\n",
    "=",
    "-----BEGIN CERTIFICATE-----\n",
    "-----END CERTIFICATE-----\n",
    "-----BEGIN PRIVATE KEY-----\n",
    "Proc-Type: 4,ENCRYPTED\n",
];
/// What records and messages begin with.
pub const TLS: &[&str] = &[
    "\u{16}\u{3}\u{3}\u{0}",
    "\u{17}\u{3}\u{3}\u{0}",
    "\u{14}\u{3}\u{3}\u{0}\u{1}\u{1}",
    "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}(",
    "\u{1}\u{0}\u{0}",
    "\u{2}\u{0}\u{0}",
    "\u{13}\u{2}",
    "\u{0}+\u{0}\u{2}\u{3}\u{4}",
    "\u{0}3\u{0}\u{2}\u{0}\u{1d}",
    "\u{0})",
];

fn vectors(name: &str) -> Vec<u8> {
    let path = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/tls").join(name);
    std::fs::read(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}
/// Certificates and a key in PEM, and the first of each file in DER.
pub fn certificates() -> Vec<Vec<u8>> {
    let each = ["ca.pem", "server.pem", "client.pem"].into_iter().flat_map(|name| {
        let pem = vectors(name);
        let text = String::from_utf8_lossy(&pem);
        let lines = text.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
        let digits: String = lines.take_while(|line| !line.starts_with("-----END")).collect();
        [Base64::decode_vec(&digits).expect("base64"), pem]
    });
    each.collect()
}
/// A key of 32 bytes, the length of what the client sent, what it sent, and what the server sent.
pub fn handshakes() -> Vec<Vec<u8>> {
    let unhex =
        |digits: &serde_json::Value| base16ct::lower::decode_vec(digits.as_str().expect("digits")).expect("digits");
    let each = ["1301", "1302", "1303", "retry"].into_iter().map(|name| {
        let trace: serde_json::Value = serde_json::from_slice(&vectors(&format!("trace_{name}.json"))).expect("JSON");
        let wire = trace["wire"].as_array().expect("a list");
        let side = |side: &str| -> Vec<u8> {
            wire.iter().filter(|sent| sent[0] == side).flat_map(|sent| unhex(&sent[1])).collect()
        };
        let client = side("C");
        let length = u16::try_from(client.len()).expect("some hundred bytes").to_be_bytes();
        [unhex(&trace["T"]["client_eph_priv"]), length.to_vec(), client, side("S")].concat()
    });
    each.collect()
}

/// Calls a function. What it refuses it refuses with a sentence, and what it gives can be computed.
fn called(name: &str, given: Vec<Value>) {
    let (budget, at) = (Budget::unlimited(), Path::new("fuzz"));
    let given = given.into_iter().map(|value| (None, value)).collect();
    match function(name).and_then(|row| row.call(&Context { at, budget: &budget }, given)) {
        Ok((run, _)) => assert!(run.finish(&budget).is_ok(), "{name} is not computed to its end"),
        Err(fault) => {
            assert!(!fault.message.is_empty(), "{name} refuses without a word");
            shown(&fault.to_string());
        }
    }
}
/// Whatever reads certificates and keys names the field that is wrong, or reads all of it.
pub fn der(input: &[u8]) {
    let rope = Rope::input(Path::new("input"), Arc::new(input.to_vec()));
    for name in ["der", "x509", "csr", "public_key", "private_key"] {
        called(name, vec![Value::Bytes(rope.clone())]);
    }
    if std::str::from_utf8(input).is_ok() {
        for name in ["pem", "x509", "csr", "public_key", "private_key"] {
            called(name, vec![Value::Text(rope.clone())]);
        }
    }
}
/// A handshake is opened, or refused with the byte of one side.
pub fn tls(input: &[u8]) {
    let Some((private, [high, low, wire @ ..])) = input.split_at_checked(32) else { return };
    let length = usize::from(*high) << 8 | usize::from(*low);
    let (client, server) = wire.split_at(length.min(wire.len()));
    let typed = |name: &str, bytes: &[u8]| Value::Bytes(Rope::input(Path::new(name), Arc::new(bytes.to_vec())));
    called("tls13_open", vec![typed("client", client), typed("server", server), typed("private", private)]);
}
