//! TLS 1.3: `tls13-rfc8448.json`, and `tls/`, two handshakes with OpenSSL of which the client's private key is known.

use super::*;

const RFC8448: &str = "tls13-rfc8448";
/// Names of derived values in the file, and in the key schedule.
const NAMES: [(&str, &str); 10] = [
    ("c_hs_traffic", "client_handshake_traffic_secret"),
    ("s_hs_traffic", "server_handshake_traffic_secret"),
    ("c_ap_traffic", "client_application_traffic_secret_0"),
    ("s_ap_traffic", "server_application_traffic_secret_0"),
    ("c_e_traffic", "client_early_traffic_secret"),
    ("e_exp_master", "early_exporter_master_secret"),
    ("exp_master", "exporter_master_secret"),
    ("res_master", "resumption_master_secret"),
    ("early_ikm", "early_secret/in/secret"),
    ("master_ikm", "master_secret/in/secret"),
];
/// Values that are none of the key schedule's: of a certificate, of a signature, of a ticket, of a binder.
const OTHERS: [&str; 4] = ["server_cert_der", "server_certificate_verify_content", "resumption", "psk_binder"];

/// A message of a case as it goes into the digest; one that says where its binders are cut off has a whole one beside
/// it.
fn message(case: &Case, name: &str) -> Rope {
    let full = format!("{name}_full");
    let name = if case.given.contains_key(&full) { &full } else { name };
    if case.given.contains_key(name) { case.input(name) } else { Rope::default() }
}
fn flight(case: &Case, names: &[&str]) -> Value {
    Value::Bytes(names.iter().fold(Rope::default(), |all, name| all.then(message(case, name))))
}
fn schedule(case: &Case) -> Result<Run, String> {
    let server =
        ["s_EncryptedExtensions", "s_CertificateRequest", "s_Certificate", "s_CertificateVerify", "s_Finished"];
    let client = ["c_EndOfEarlyData", "c_Certificate", "c_CertificateVerify", "c_Finished"];
    let ecdhe = unhex(&case.digits(&case.out, "shared_secret"));
    call(
        "tls13_schedule",
        vec![
            (None, Value::Bytes(Rope::input(Path::new("ecdhe"), Arc::new(ecdhe)))),
            (None, flight(case, &["c_ClientHello", "s_ServerHello"])),
            (None, flight(case, &server)),
            (None, flight(case, &client)),
            (None, flight(case, &["psk"])),
        ],
    )
}
/// Where a step of the document stands in the schedule.
fn step(action: &str, actor: &str) -> Option<String> {
    let quoted = action.split('"').nth(1);
    let other = if actor == "client" { "server" } else { "client" };
    let place = match (action.split(' ').next()?, quoted) {
        ("extract", Some(which)) => format!("{which}_secret"),
        ("derive", Some("tls13 derived")) => match action.contains("for handshake") {
            true => "derived_handshake".into(),
            false => "derived_master".into(),
        },
        ("derive", Some(label)) => {
            let known = NAMES.iter().find(|(name, _)| name.replace('_', " ") == label.trim_start_matches("tls13 "));
            known?.1.to_string()
        }
        ("derive", None) => {
            let who = if action.contains("read") { other } else { actor };
            let what = match action.rsplit(" for ").next()?.trim_end_matches(" data") {
                "early application" => "early_application",
                "application" => "application",
                _ => "handshake",
            };
            format!("{who}_{what}")
        }
        ("calculate", Some("tls13 finished")) => format!("{actor}_finished"),
        _ => return None,
    };
    Some(place)
}
/// The address of an intermediate value of the document, where it is one of the schedule.
fn address(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split(" | ").collect();
    let [actor, action, field] = parts.as_slice() else { return None };
    let place = step(action, actor)?;
    let extract = action.starts_with("extract");
    Some(match *field {
        "IKM" => format!("{place}/in/secret"),
        "salt" => format!("{place}/salt"),
        "secret" => place,
        "hash" => format!("{place}/in/context"),
        "PRK" | "info" | "expanded" if place.ends_with("_finished") => match *field {
            "PRK" => format!("{place}_key/in/secret"),
            "info" => format!("{place}_key/info"),
            _ => format!("{place}_key"),
        },
        "finished" => place,
        "PRK" if action.contains("keys") => format!("{place}_key/in/secret"),
        "PRK" if !extract => format!("{place}/in/secret"),
        "info" => format!("{place}/info"),
        "expanded" => place,
        "key info" => format!("{place}_key/info"),
        "key expanded" => format!("{place}_key"),
        "iv info" => format!("{place}_iv/info"),
        "iv expanded" => format!("{place}_iv"),
        _ => return None,
    })
}
#[test]
fn every_derived_value_of_the_document() {
    let file: Vectors = serde_json::from_str(&std::fs::read_to_string(copied("tls13-rfc8448.json")).unwrap()).unwrap();
    let (mut values, mut steps) = (0, 0);
    for case in &file.cases {
        let run = schedule(case).unwrap();
        for (name, digits) in &case.out {
            let name = name.as_str();
            if OTHERS.contains(&name) || name.ends_with("_public") || name == "shared_secret" || name == "handshake_ikm"
            {
                continue;
            }
            let place = NAMES.iter().find(|(known, _)| *known == name).map_or(name, |(_, place)| place);
            expect(name, &text(&run, place).unwrap(), digits.as_str().unwrap()).unwrap();
            values += 1;
        }
        for Mid { name, digits, .. } in case.mids() {
            let Some(place) = address(name).filter(|_| !digits.is_empty()) else { continue };
            expect(name, &text(&run, &place).unwrap(), &digits).unwrap_or_else(|why| panic!("{place}: {why}"));
            steps += 1;
        }
    }
    assert_eq!((file.cases.len(), values, steps), (2, VALUES, STEPS), "{RFC8448}");
}
const VALUES: usize = 55;
const STEPS: usize = 157;

/// The records of one side of a case, one behind the other.
fn records(case: &Case, side: &str) -> Value {
    let of_side = case.mid.iter().filter(|(name, ..)| name.starts_with(side) && name.ends_with("| complete record"));
    let digits: String = of_side.map(|(.., digits)| digits.as_str().unwrap()).collect();
    typed(side, &digits)
}
fn typed(name: &str, digits: &str) -> Value {
    Value::Bytes(Rope::input(Path::new(name), Arc::new(unhex(digits))))
}
#[test]
fn the_document_s_first_handshake_is_opened_and_verified() {
    let file: Vectors = serde_json::from_str(&std::fs::read_to_string(copied("tls13-rfc8448.json")).unwrap()).unwrap();
    let case = &file.cases[0];
    let given = [records(case, "client"), records(case, "server"), Value::Bytes(case.input("client_private"))];
    // The crate takes no modulus of 1,024 bits.
    let run = finished("tls13_open", given.into_iter().map(|value| (None, value)).collect()).unwrap();
    for (place, expected) in [
        ("ecdhe", case.digits(&case.out, "shared_secret")),
        ("schedule/resumption_master_secret", case.digits(&case.out, "res_master")),
        (
            "messages/server_certificate/certificates/certificate[0]/cert_data",
            case.digits(&case.out, "server_cert_der"),
        ),
        ("server/certificate_verify/content", case.digits(&case.out, "server_certificate_verify_content")),
        ("server/certificate_verify", "true".into()),
        ("server/finished", "true".into()),
        ("client/finished", "true".into()),
        ("messages/new_session_ticket[0]/ticket_nonce", "0000".into()),
        ("server/record[1]/nonce", "5d313eb2671276ee13000b30".into()),
        ("client/record[3]/description", "00".into()),
        (
            "messages/client_hello/extensions/key_share/shares/share[0]/key_exchange",
            case.digits(&case.out, "client_public"),
        ),
    ] {
        expect(place, &text(&run, place).unwrap(), &expected).unwrap();
    }
    let data: Vec<u8> = (0..50).collect();
    let sent = Value::list(vec![Value::bytes(&data), Value::bytes(&data)]);
    assert!(run.result.is_same(&sent));
    let standing = run.check.unwrap().said().unwrap();
    assert_eq!(standing, "VERIFIED with the client's private key");
}

/// A handshake with OpenSSL.
#[derive(Deserialize)]
struct Trace {
    #[serde(rename = "T")]
    said: BTreeMap<String, Json>,
    wire: Vec<(String, String)>,
}
#[test]
fn handshakes_with_openssl_are_opened_and_verified() {
    for (name, files) in [("1301", 6), ("1302", 7), ("1303", 6), ("retry", 9)] {
        let trace = std::fs::read_to_string(copied(&format!("tls/trace_{name}.json"))).unwrap();
        let Trace { said, wire } = serde_json::from_str(&trace).unwrap();
        assert_eq!(wire.len(), files);
        let side = |side: &str| -> String {
            wire.iter().filter(|(who, _)| who == side).map(|(_, digits)| digits.as_str()).collect()
        };
        let said = |name: &str| said[name].as_str().unwrap().to_owned();
        let given =
            [typed("client", &side("C")), typed("server", &side("S")), typed("private", &said("client_eph_priv"))];
        let run = call("tls13_open", given.into_iter().map(|value| (None, value)).collect()).unwrap();
        for (place, name) in [
            ("client_public", "client_share"),
            ("messages/server_hello/extensions/key_share/key_exchange", "server_share"),
            ("ecdhe", "ecdhe"),
            ("schedule/early_secret", "early_secret"),
            ("schedule/derived_handshake", "derived_1"),
            ("schedule/handshake_secret", "handshake_secret"),
            ("schedule/client_handshake_traffic_secret", "c_hs"),
            ("schedule/server_handshake_traffic_secret", "s_hs"),
            ("schedule/derived_master", "derived_2"),
            ("schedule/master_secret", "master_secret"),
            ("schedule/transcript_server_hello", "th_sh"),
            ("schedule/server_handshake_key", "s_hs_key"),
            ("schedule/server_handshake_iv", "s_hs_iv"),
            ("schedule/transcript_server_certificate", "cv_signed_content_th"),
            ("schedule/server_finished", "server_finished"),
            ("messages/server_finished/verify_data", "server_finished"),
            ("schedule/client_application_traffic_secret_0", "c_ap"),
            ("schedule/server_application_traffic_secret_0", "s_ap"),
            ("schedule/exporter_master_secret", "exporter"),
            ("schedule/transcript_server_finished", "th_sfin"),
        ] {
            expect(place, &text(&run, place).unwrap(), &said(name)).unwrap();
        }
        // The first ClientHello counts by its digest, where the server asked for another.
        if name == "retry" {
            expect("hash", &text(&run, "schedule/message_hash").unwrap(), &said("message_hash")).unwrap();
            assert_eq!(text(&run, "messages/hello_retry_request/extensions/key_share/selected_group").unwrap(), "001d");
            assert_eq!(
                text(&run, "messages/client_hello_2/extensions/key_share/shares/share[0]/key_exchange").unwrap(),
                said("client_share")
            );
        }
        for check in ["server/certificate_verify", "server/finished", "client/certificate_verify", "client/finished"] {
            assert_eq!(text(&run, check).unwrap(), "true", "{check}");
        }
        expect("version", &text(&run, "client/certificate/fields/tbs/version").unwrap(), "2").unwrap();
        let sent = ["server_read", "client_read"].map(|name| Value::bytes(said(name).as_bytes()));
        assert!(run.result.is_same(&Value::list(sent.to_vec())));
        // The key log of OpenSSL names the same secrets.
        for (label, place) in [
            ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "client_handshake_traffic_secret"),
            ("SERVER_TRAFFIC_SECRET_0", "server_application_traffic_secret_0"),
            ("EXPORTER_SECRET", "exporter_master_secret"),
        ] {
            let log = said("keylog_text");
            let line = log.lines().find(|line| line.starts_with(label)).unwrap();
            let words: Vec<&str> = line.split(' ').collect();
            expect("random", &text(&run, "messages/client_hello/random").unwrap(), words[1]).unwrap();
            expect(label, &text(&run, &format!("schedule/{place}")).unwrap(), words[2]).unwrap();
        }
    }
}
