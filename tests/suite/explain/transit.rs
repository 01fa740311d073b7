//! TLS: records, streams of them, and key logs.

use super::{best, checked};
use cleartext::run::Standing;
use serde_json::Value as Json;
use std::path::Path;

/// A captured handshake: what a side sent in hexadecimal, and the key log.
struct Capture {
    wire: Vec<(String, String)>,
    log: String,
}
impl Capture {
    fn of(name: &str) -> Capture {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/tls/trace_{name}.json"));
        let trace: Json = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let text = |value: &Json| value.as_str().unwrap().to_owned();
        let wire = trace["wire"].as_array().unwrap().iter().map(|sent| (text(&sent[0]), text(&sent[1]))).collect();
        Capture { wire, log: text(&trace["T"]["keylog_text"]) }
    }
    /// All bytes of some sides.
    fn sent(&self, sides: &str) -> String {
        self.wire.iter().filter(|(side, _)| sides.contains(side.as_str())).map(|(_, digits)| digits.as_str()).collect()
    }
    fn line(&self, label: &str) -> &str {
        self.log.lines().find(|line| line.starts_with(label)).unwrap()
    }
}

#[test]
fn a_stream_is_opened_record_by_record_with_its_whole_key_log() {
    for (name, records) in [("1301", 6), ("1302", 8), ("1303", 6), ("retry", 8)] {
        let capture = Capture::of(name);
        // Another connection stands in the log before this one.
        let other = Capture::of(if name == "1301" { "1303" } else { "1301" }).log;
        let log = format!("{other}{}", capture.log);
        let both = checked(&capture.sent("CS"), &[("secret", &log)]);
        let said = format!("VERIFIED with the key, the IV and the number: all {} encrypted records", records + 2);
        assert_eq!((both.family.id, both.said.as_str()), ("tls-record", said.as_str()), "{name}");
        let data: Vec<String> = both.opened.iter().map(|(_, value)| value.show(80).unwrap()).collect();
        assert_eq!(data.len(), records + 2);
        for text in ["GET / HTTP/1.1", "hello from openssl"] {
            assert!(data.iter().any(|shown| shown.starts_with(text)), "{name}: {data:?}");
        }
        // Of one side alone, in which no ClientHello says which connection it is.
        let server = checked(&capture.sent("S"), &[("secret", &log)]);
        assert_eq!((server.standing, server.opened.len()), (Standing::Verified, records), "{}", server.said);
        assert!(server.opened[0].0.contains("handshake by SERVER_HANDSHAKE_TRAFFIC_SECRET"), "{}", server.opened[0].0);
        assert!(server.opened[records - 1].0.contains("data by SERVER_TRAFFIC_SECRET_0"));
    }
}
#[test]
fn what_a_key_log_does_not_open_is_said() {
    let (capture, other) = (Capture::of("1301"), Capture::of("1302"));
    let said = |text: &str, secret: &str| {
        let found = checked(text, &[("secret", secret)]);
        (found.standing, found.said)
    };
    let stream = capture.sent("CS");
    let (standing, why) = said(&stream, &other.log);
    assert_eq!(
        (standing, why.as_str()),
        (
            Standing::NotChecked,
            "NOT CHECKED: no line of the key log is of the connection whose ClientHello is here, 5b08b3b6…"
        )
    );
    // One line opens one direction of one stage; the records of the others stay closed, and that is no mistake of
    // theirs.
    let (standing, why) = said(&capture.sent("S"), capture.line("SERVER_HANDSHAKE"));
    assert_eq!(standing, Standing::NotChecked);
    assert!(why.starts_with("NOT CHECKED as a whole: 5 of 6 encrypted records hold, and record 7 does not"), "{why}");
    let (standing, why) = said(&capture.sent("S"), other.line("SERVER_HANDSHAKE"));
    assert!(standing == Standing::False && why.ends_with("so it is with each of 6 encrypted records"), "{why}");
    let (_, why) = said(&stream, "no secret");
    assert_eq!(why, "NOT CHECKED: `secret` is neither a secret in hexadecimal nor a key log with lines of RFC 9850");
    let (_, why) = said(&stream, "CLIENT_RANDOM 5b08b3b6a50562dad6cd51faa225f70e35e5b3fb9c911425b5471cfd035f2171 00");
    assert!(why.starts_with("NOT CHECKED: the key log has no secret of TLS 1.3"), "{why}");
    let (_, why) = said(&stream[..2 * 137], &capture.log);
    assert_eq!(why, "NOT CHECKED: nothing in it is encrypted");
    let (_, why) = said(&capture.sent("S"), "00");
    assert!(why.starts_with("NOT CHECKED: a secret of TLS 1.3 has 32 or 48 bytes"), "{why}");
    // What is cut is opened up to there.
    let cut = capture.sent("S");
    let found = checked(&cut[..cut.len() - 2], &[("secret", &capture.log)]);
    assert_eq!(found.opened.len(), 5);
    assert!(found.why.ends_with("but the last is cut"), "{}", found.why);
}
/// A record with a line of a key log is opened, whatever its number; with another it is not.
#[test]
fn a_record_of_tls_is_opened_with_its_secret() {
    let capture = Capture::of("1301");
    let (server, log, line) = (capture.sent("S"), &capture.log, |label: &str| capture.line(label).to_owned());
    // EncryptedExtensions, and CertificateRequest behind it.
    for record in [&server[2 * 101..2 * 129], &server[2 * 129..2 * 196]] {
        let opened = |line: &str| checked(record, &[("secret", line)]);
        let right = opened(&line("SERVER_HANDSHAKE"));
        assert_eq!((right.family.id, right.standing), ("tls-record", Standing::Verified), "{}", right.said);
        assert!(right.said.contains("by aes_128_gcm, as record"), "{}", right.said);
        let wrong = opened(&line("CLIENT_HANDSHAKE"));
        assert_eq!((wrong.family.id, wrong.standing), ("tls-record", Standing::False), "{}", wrong.said);
    }
    assert_eq!(best(log).family.id, "tls-key-log");
}
