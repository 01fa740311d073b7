//! Captures that are not as they must be: which byte, why, and all that could be read up to there.

use crate::support::dice::Dice;
use cleartext::functions::{Context, Fault, FaultKind, function};
use cleartext::run::{Budget, Path, Rope, Run, Value};
use std::sync::Arc;

/// The handshake of the row's own example, and one with certificates on both sides.
struct Capture {
    client: Vec<u8>,
    server: Vec<u8>,
    private: Vec<u8>,
}
impl Capture {
    fn example() -> Capture {
        let row = function("tls13_open").unwrap();
        let arguments = row.examples[0].trim_start_matches("tls13_open(").trim_end_matches(')');
        let mut bytes = arguments.split(", ").map(|digits| unhex(digits.trim_start_matches("0x")));
        let mut next = || bytes.next().unwrap();
        Capture { client: next(), server: next(), private: next() }
    }
    fn traced(name: &str) -> Capture {
        let path = format!("{}/tests/vectors/tls/trace_{name}.json", env!("CARGO_MANIFEST_DIR"));
        let trace: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let side = |side: &str| -> Vec<u8> {
            let wire = trace["wire"].as_array().unwrap();
            wire.iter().filter(|sent| sent[0] == side).flat_map(|sent| unhex(sent[1].as_str().unwrap())).collect()
        };
        let private = unhex(trace["T"]["client_eph_priv"].as_str().unwrap());
        Capture { client: side("C"), server: side("S"), private }
    }
    fn open(&self) -> Result<Run, Fault> {
        let (budget, at) = (Budget::unlimited(), Path::new("tls"));
        let given = [("client", &self.client), ("server", &self.server), ("private", &self.private)];
        let given = given
            .map(|(name, bytes)| (Some(name), Value::Bytes(Rope::input(Path::new(name), Arc::new(bytes.clone())))));
        let row = function("tls13_open").unwrap();
        row.call(&Context { at, budget: &budget }, given.to_vec()).map(|(run, _)| run)
    }
    /// The sentence of a refusal, and its run.
    fn refused(&self) -> (String, Arc<Run>) {
        let fault = self.open().map(|_| ()).expect_err("a refusal");
        assert_eq!(fault.kind, FaultKind::Rejected, "{fault}");
        let run = fault.run.clone().expect("a run");
        assert_eq!(run.check.as_ref().unwrap().said().unwrap(), "FALSE: checked with the client's private key");
        (fault.message, run)
    }
}
fn unhex(digits: &str) -> Vec<u8> {
    base16ct::lower::decode_vec(digits).unwrap()
}
fn at(run: &Run, address: &str) -> String {
    run.at(&address.parse().unwrap(), &Budget::unlimited()).unwrap().text(&Budget::unlimited()).unwrap()
}

#[test]
fn a_cut_says_where_and_shows_all_before_it() {
    let mut capture = Capture::traced("1301");
    capture.server.truncate(400);
    let (message, run) = capture.refused();
    assert_eq!(message, "`server`, byte 400 (record 4): the record says 725 bytes, and it is cut after 199 of them");
    assert_eq!(at(&run, "messages/certificate_request/type"), "0d");
    assert_eq!(at(&run, "schedule/server_handshake_key"), "085374c592faf3534e0a002cd706f6d1");
    // In the middle of a readable message.
    let mut capture = Capture::example();
    capture.client.truncate(60);
    let (message, run) = capture.refused();
    assert_eq!(message, "`client`, byte 60 (record 0): the record says 112 bytes, and it is cut after 55 of them");
    assert_eq!(at(&run, "messages/client_hello/cipher_suites/suite[0]"), "1301");
    assert_eq!(at(&run, "messages/client_hello/extensions_length"), "0041");
    let mut capture = Capture::example();
    capture.client.clear();
    assert_eq!(capture.refused().0, "`client`, byte 0: what was captured ends here, before a ClientHello");
    let mut capture = Capture::example();
    capture.client.truncate(117);
    let (message, run) = capture.refused();
    assert_eq!(message, "`client`, byte 117: what was captured ends here, before a Finished");
    assert_eq!((at(&run, "server/finished").as_str(), at(&run, "server").as_str()), ("true", "796f75"));
}
#[test]
fn what_is_another_version_suite_group_or_hello_is_named() {
    let place = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|window| window == what).unwrap();
    let changed = |at: &dyn Fn(&Capture) -> usize, to: &[u8]| {
        let mut capture = Capture::example();
        let at = at(&capture);
        capture.server[at..at + to.len()].copy_from_slice(to);
        capture.refused().0
    };
    let version = |capture: &Capture| place(&capture.server, &[0, 43, 0, 2, 3, 4]);
    assert_eq!(
        changed(&|capture| version(capture) + 4, &[3, 3]),
        "`server`, byte 53 (record 0), field `server_hello/extensions/supported_versions`: the server chose TLS 1.2, and only \
         TLS 1.3 is opened here"
    );
    assert_eq!(
        changed(&version, &[0, 21]),
        "`server`, byte 9 (record 0), field `server_hello/legacy_version`: no extension `supported_versions` chooses TLS 1.3, so \
         it is TLS 1.2 or older"
    );
    let suite = |_: &Capture| 5 + 4 + 2 + 32 + 1;
    assert_eq!(
        changed(&suite, &[0x13, 4]),
        "`server`, byte 44 (record 0), field `server_hello/cipher_suite`: the client did not offer TLS_AES_128_CCM_SHA256"
    );
    let mut capture = Capture::example();
    let offered = place(&capture.client, &[0, 2, 0x13, 1]) + 2;
    capture.client[offered..offered + 2].copy_from_slice(&[0x13, 4]);
    capture.server[44..46].copy_from_slice(&[0x13, 4]);
    assert_eq!(
        capture.refused().0,
        "`server`, byte 44 (record 0), field `server_hello/cipher_suite`: TLS_AES_128_CCM_SHA256 is not built here: 1301, 1302 \
         and 1303 are"
    );
    let share = |capture: &Capture| place(&capture.server, &[0, 51, 0, 36]) + 4;
    assert_eq!(
        changed(&share, &[0x11, 0xec]),
        "`server`, byte 59 (record 0), field `server_hello/extensions/key_share/group`: the group is X25519MLKEM768, and \
         `private` is a key of x25519"
    );
    let mut capture = Capture::example();
    capture.private[7] ^= 0x10;
    let said = capture.refused().0;
    assert!(
        said.starts_with("`client`, byte 85 (record 0), field `client_hello/extensions/key_share`: `private` makes"),
        "{said}"
    );
    let mut capture = Capture::example();
    capture.server = b"HTTP/1.1 400 Bad Request\r\n".to_vec();
    assert_eq!(
        capture.refused().0,
        "`server`, byte 0 (record 0): a record begins with 14, 15, 16 or 17, and 48 stands there"
    );
    capture.server = vec![21, 3, 3, 0, 2, 2, 40];
    assert_eq!(capture.refused().0, "`server`, record 0: the server gives up, with the alert handshake_failure");
}
/// A handshake with a HelloRetryRequest is opened whole (the vectors show it); where it cannot be one, the field is
/// named.
#[test]
fn a_hello_retry_request_is_held_to_what_it_asks_for() {
    let (first, retry) = (5 + 4 + 2 + 32 + 1, 5 + 4 + 2 + 32 + 1 + 32);
    let refused = |change: &dyn Fn(&mut Capture)| {
        let mut capture = Capture::traced("retry");
        change(&mut capture);
        capture.refused().0
    };
    let group = Capture::traced("retry").server.windows(6).position(|at| at == [0, 51, 0, 2, 0, 29]).unwrap() + 4;
    assert_eq!(
        refused(&|capture| capture.server[group + 1] = 23),
        format!(
            "`server`, byte {group} (record 0), field `hello_retry_request/extensions/key_share/selected_group`: the server \
             asks for a share of secp256r1, and the client sent one"
        )
    );
    assert_eq!(
        refused(&|capture| capture.server[group + 1] = 30),
        "`client`, byte 215 (record 2), field `client_hello_2/extensions/key_share`: the server asked for a share of x448, and \
         none of it stands there"
    );
    let said = refused(&|capture| capture.server[retry + 1] = 4);
    assert!(said.contains("field `hello_retry_request/cipher_suite`: the client did not offer"), "{said}");
    let said = refused(&|capture| capture.server[first] ^= 1);
    assert!(
        said.contains("field `hello_retry_request/legacy_session_id`: the server sends the client's back"),
        "{said}"
    );
    let said = refused(&|capture| capture.client.truncate(210));
    assert_eq!(said, "`client`, byte 210: what was captured ends here, before another ClientHello");
    // The first ClientHello is in all that is signed, by its digest.
    let said = refused(&|capture| capture.client[20] ^= 1);
    assert!(said.contains("record does not open") && said.starts_with("`server`, byte "), "{said}");
    // A second one is no answer to the second ClientHello.
    let said = refused(&|capture| {
        let hello = capture.server[..88 + 5].to_vec();
        capture.server.splice(99..99 + 127, hello);
    });
    assert!(said.contains("a ServerHello comes here, and this is HelloRetryRequest"), "{said}");
}
#[test]
fn a_record_that_was_changed_does_not_open() {
    let mut capture = Capture::traced("1303");
    let last = capture.server.len() - 1;
    capture.server[last] ^= 1;
    let (message, run) = capture.refused();
    assert_eq!(
        message,
        "`server`, byte 1078 (record 7): the record does not open with the key of this place: the tag is not the one that \
         belongs to this message"
    );
    // All of the handshake stands there, of both sides.
    assert_eq!(at(&run, "client/finished"), "true");
    assert_eq!(at(&run, "server/record[7]/open/compare/result"), "00");
}
/// No byte of a capture can be another one, and none can be missing from its end, but where what was said is whole
/// without it.
#[test]
fn every_changed_byte_is_found() {
    let mut dice = Dice::new(7);
    for name in ["1301", "1302", "1303", "retry", ""] {
        let whole = || if name.is_empty() { Capture::example() } else { Capture::traced(name) };
        let (clients, servers) = (whole().client.len(), whole().server.len());
        let tickets = match name {
            "1302" => 1246,
            "retry" => 1214,
            _ => 0,
        };
        // Each byte of the small one, and of the others each of a header and some of what is encrypted.
        for place in
            (0..clients + servers).filter(|_| name.is_empty() || dice.roll(if tickets > 0 { 40 } else { 9 }) == 0)
        {
            let mut capture = whole();
            match place.checked_sub(clients) {
                None => capture.client[place] ^= 1 << (place % 8),
                Some(place) => capture.server[place] ^= 1 << (place % 8),
            }
            let (message, _) = capture.refused();
            assert!(message.contains("`client`") || message.contains("`server`"), "{message}");
        }
        for length in (0..servers).filter(|_| name.is_empty() || dice.roll(if tickets > 0 { 80 } else { 29 }) == 0) {
            let mut capture = whole();
            capture.server.truncate(length);
            // Behind the Finished come the data, and tickets before them where there are some.
            let tail = if name.is_empty() { 25 } else { 40 };
            let ends = [servers, servers - tail, servers - tail - tickets / 2, servers - tail - tickets];
            match capture.open() {
                Ok(_) => assert!(ends.contains(&length), "{length}"),
                Err(fault) => assert!(fault.message.starts_with("`server`"), "{fault}"),
            }
        }
    }
}
/// The crates say of each capture what our own bodies say.
#[test]
fn crates_agree_on_what_is_refused() {
    let mut capture = Capture::example();
    for (place, bit) in [(0, 0), (12, 1), (80, 2), (150, 3), (199, 4), (320, 5)] {
        if let Some(byte) = capture.server.get_mut(place) {
            *byte ^= 1 << bit;
        }
        let (budget, row) = (Budget::unlimited(), function("tls13_open").unwrap());
        let given = [&capture.client, &capture.server, &capture.private];
        let given = given.map(|bytes| (None, Value::bytes(bytes))).to_vec();
        let arguments = cleartext::functions::Arguments::bind(row, given, &budget).unwrap();
        let agreement = row.agreement_on_refusal(&arguments).unwrap();
        assert!(agreement.to_string().starts_with("agrees with"), "{agreement}");
    }
}
