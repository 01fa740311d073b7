use super::examples::example;
use crate::functions::bytes::testing::*;
use crate::functions::{Fault, FaultKind};
use crate::run::{Run, Value};

fn unhex(digits: &str) -> Vec<u8> {
    base16ct::lower::decode_vec(&digits[2..]).unwrap()
}
fn server() -> Vec<u8> {
    unhex(example!(server))
}
fn ca() -> Vec<u8> {
    unhex(example!(ca))
}
fn verified(chain: &[&[u8]], root: &[u8], options: &[(&'static str, Value)]) -> Result<Run, Fault> {
    let chain = chain.iter().map(|certificate| input("leaf", certificate)).collect();
    let given = [(None, Value::list(chain)), (None, input("root", root))].into_iter();
    named("x509_verify", given.chain(options.iter().map(|(name, value)| (Some(*name), value.clone()))).collect())
}
fn refusal(name: &str, bytes: &[u8]) -> Fault {
    let fault = call(name, [input("bytes", bytes)]).unwrap_err();
    assert!(matches!(fault.kind, FaultKind::Rejected | FaultKind::Limit), "{fault}");
    fault
}

#[test]
fn a_tree_has_tags_lengths_contents_and_offsets() {
    let run = call("der", [input("b", &unhex("0x30090201070404deadbeef"))]).unwrap();
    assert_eq!(at(&run, "fields/0/tag"), "30");
    assert_eq!(at(&run, "fields/0/length"), "9");
    assert_eq!(at(&run, "fields/0/1/content"), "deadbeef");
    assert_eq!(at(&run, "fields/0/1/offset"), "5");
    assert_eq!(at(&run, "fields/0/1"), "0404deadbeef");
}
#[test]
fn a_wrong_element_is_named_with_its_byte_and_what_came_before_stays() {
    for (digits, said) in [
        ("0x3080", "field `0`, byte 1: its length is 80, the indefinite form, which DER does not have"),
        ("0x0485", "field `0`, byte 1: its length has 5 bytes, and 4 are the most"),
        ("0x048200", "field `0`, byte 1: the bytes end inside its length"),
        ("0x04810141", "field `0`, byte 1: its length is written with more bytes than it needs"),
        ("0x3004020107", "field `0`, bytes 0 to 4: its length says 4 bytes, and 3 are left"),
        ("0x30050201070202", "field `0/1`, bytes 5 to 6: its length says 2 bytes, and 0 are left"),
        ("0x02010700", "field `1`, byte 3: 00 begins no tag of DER"),
        ("0x04", "field `0`, at byte 1 of 1: the bytes end before its length"),
        ("0x0484ffffffff", "field `0`, bytes 0 to 5: its length says 4294967295 bytes, and 0 are left"),
    ] {
        assert_eq!(refusal("der", &unhex(digits)).message, said, "{digits}");
    }
    let fault = refusal("der", &unhex("0x30060201070499"));
    assert_eq!(at(&fault.run.unwrap(), "fields/0"), "30060201070499");
}
#[test]
fn a_thousand_elements_in_each_other_are_not_read() {
    let mut nested = vec![];
    for _ in 0..1000 {
        let length = nested.len();
        let head = match length {
            0..128 => vec![0x30, length as u8],
            128..256 => vec![0x30, 0x81, length as u8],
            _ => vec![0x30, 0x82, (length >> 8) as u8, length as u8],
        };
        nested = [head, nested].concat();
    }
    let fault = refusal("der", &nested);
    assert!(fault.message.contains("it lies in 32 others"), "{fault}");
    let fault = refusal("der", &[5, 0].repeat(5000));
    assert!(fault.message.contains("byte 8192: more than 4096 elements stand before it"), "{fault}");
}
#[test]
fn every_field_of_a_certificate_has_a_name() {
    let run = call("x509", [input("certificate", &server())]).unwrap();
    for (address, text) in [
        ("fields/tbs/serial", "2"),
        ("fields/tbs/version", "2"),
        ("fields/tbs/not_before", "1735689600"),
        ("fields/tbs/not_after", "2051222400"),
        ("fields/tbs/extensions/basic_constraints/critical", "true"),
        ("fields/tbs/extensions/key_usage/bits/digital_signature", "true"),
        ("fields/tbs/extensions/key_usage/bits/key_cert_sign", "false"),
    ] {
        assert_eq!(at(&run, address), text, "{address}");
    }
    let shown = |address: &str| at(&run, address).trim_matches('"').to_owned();
    assert_eq!(shown("fields/tbs/issuer"), "CN=Workbench CA");
    assert_eq!(shown("fields/tbs/subject/common_name"), "server.test");
    assert_eq!(shown("fields/algorithm"), "1.3.101.112");
    assert_eq!(shown("fields/tbs/extensions/subject_alt_name/dns_name[0]"), "server.test");
    assert_eq!(shown("fields/tbs/extensions/extended_key_usage/purpose[0]"), "1.3.6.1.5.5.7.3.1");
    assert_eq!(run.output().unwrap(), server()[4..4 + 3 + 0x11d + 1]);
    let origin = origin(&run.result, 0..1);
    assert!(origin.starts_with("certificate["), "{origin}");
}
#[test]
fn each_check_says_its_own_no() {
    let (server, ca) = (server(), ca());
    let at_2025 = ("at", Value::int(1_750_000_000));
    let (name, purpose) = (|name: &str| ("name", Value::text(name)), |purpose: &str| ("purpose", Value::text(purpose)));
    let valid = |options: &[(&'static str, Value)]| {
        let run = verified(&[&server], &ca, options).unwrap();
        (run.output().unwrap() == [1], run)
    };
    let (holds, run) = valid(&[at_2025.clone(), name("SERVER.test"), purpose("server")]);
    assert!(holds);
    for check in ["issuer", "key_identifier", "algorithm", "signature", "validity", "name", "purpose"] {
        assert_eq!(at(&run, &format!("chain[0]/{check}")), "true", "{check}");
    }
    for check in ["signature", "validity", "ca", "path_length", "key_usage"] {
        assert_eq!(at(&run, &format!("root/{check}")), "true", "{check}");
    }
    for (option, check) in [
        (("at", Value::int(1_700_000_000)), "validity"),
        (("at", Value::int(2_100_000_000)), "validity"),
        (name("other.test"), "name"),
        (name("a.server.test"), "name"),
        (purpose("client"), "purpose"),
    ] {
        let (holds, run) = valid(&[option]);
        assert!(!holds);
        assert_eq!(at(&run, &format!("chain[0]/{check}")), "false", "{check}");
        assert_eq!(at(&run, "chain[0]/signature"), "true");
    }
    // A certificate that signs itself is no root because it does.
    let run = verified(&[&ca], &server, &[]).unwrap();
    assert_eq!((run.output().unwrap(), at(&run, "chain[0]/signature")), (vec![0], "false".into()));
    assert_eq!(verified(&[&ca], &ca, &[]).unwrap().output().unwrap(), [1]);
}
#[test]
fn a_request_is_signed_with_its_own_key() {
    let run = call("csr", [input("request", &unhex(example!(request)))]).unwrap();
    assert_eq!(run.check.as_ref().unwrap().said().unwrap(), "VERIFIED with the key that it asks for");
    let mut changed = unhex(example!(request));
    let place = changed.windows(6).position(|window| window == b"server").unwrap();
    changed[place] = b'S';
    let run = call("csr", [input("request", &changed)]).unwrap();
    assert_eq!(run.check.as_ref().unwrap().said().unwrap(), "FALSE: checked with the key that it asks for");
}
#[test]
fn keys_of_every_shape_are_read() {
    let seed = [7; 32];
    let pkcs8 = [&unhex("0x302e020100300506032b657004220420")[..], &seed].concat();
    let run = call("private_key", [input("key", &pkcs8)]).unwrap();
    assert_eq!(run.output().unwrap(), seed);
    assert_eq!(origin(&run.result, 0..32), "key[16..48]");
    let spki = [&unhex("0x302a300506032b6570032100")[..], &seed].concat();
    assert_eq!(call("public_key", [input("key", &spki)]).unwrap().output().unwrap(), seed);
    let fault = refusal("public_key", &spki[..43]);
    assert!(fault.message.starts_with("field `public_key`, bytes 0 to 42"), "{fault}");
}
/// Every byte of a certificate cut off, and every bit of it flipped: a fault names the field, and nothing is valid.
#[test]
fn no_change_of_a_certificate_is_valid() {
    let (server, ca) = (server(), ca());
    let budget = crate::run::Budget::unlimited();
    let verify = |leaf: &[u8], at: usize| {
        let function = crate::functions::function("x509_verify").unwrap();
        let given = positional([Value::list(vec![input("leaf", leaf)]), input("root", &ca)]);
        let context = crate::functions::Context { at: crate::run::Path::new("v"), budget: &budget };
        match function.call(&context, given) {
            Ok((run, _)) => {
                run.compute(&budget).unwrap();
                assert_eq!(run.output().unwrap(), [0], "byte {at}");
            }
            Err(fault) => {
                assert_eq!(fault.kind, FaultKind::Rejected, "byte {at}: {fault}");
                assert!(fault.message.starts_with("chain[0]: field `"), "byte {at}: {fault}");
                assert!(fault.run.is_some());
            }
        }
    };
    for place in 0..server.len() {
        verify(&server[..place], place);
        let mut changed = server.clone();
        changed[place] ^= 1 << (place % 8);
        verify(&changed, place);
    }
}

fn pem(label: &str, der: &[u8], newline: &str) -> String {
    use base64ct::Encoding;
    let text = base64ct::Base64::encode_string(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----{newline}{}{newline}-----END {label}-----{newline}", lines.join(newline))
}
#[test]
fn pem_is_taken_wherever_der_is() {
    let both = [pem("CERTIFICATE", &server(), "\r\n"), pem("CERTIFICATE", &ca(), "\n")];
    let run = call("pem", [typed("t", &format!("a note\n{}{}", both[0], both[1])), Value::int(1)]).unwrap();
    assert_eq!(run.output().unwrap(), ca());
    let run = call("x509", [typed("t", &both[0])]).unwrap();
    assert_eq!(at(&run, "fields/tbs/serial"), "2");
    assert!(origin(&run.result, 0..1).starts_with("t["));
    let run = call("x509_verify", [typed("chain", &both.concat()), typed("root", &both[1])]).unwrap();
    assert_eq!((run.output().unwrap(), at(&run, "chain[1]/signature")), (vec![1], "true".into()));
    let key = call("private_key", [typed("t", &pem("PRIVATE KEY", &[7; 3], "\n"))]).unwrap_err();
    assert!(key.message.starts_with("field `private_key`, byte 0"), "{key}");
    let fault = call("x509", [typed("t", &pem("PUBLIC KEY", &[7; 3], "\n"))]).unwrap_err();
    assert!(fault.message.contains("-----BEGIN CERTIFICATE----- is wanted here"), "{fault}");
    let fault = call("x509", [typed("t", &both[0][..200])]).unwrap_err();
    assert!(fault.message.starts_with("field `end`"), "{fault}");
    let fault = fault_of_block(&both[0]);
    assert_eq!(fault, "`text` has 1 block, counted from 0, and `block` is 3");
}
fn fault_of_block(text: &str) -> String {
    fault("pem", [typed("t", text), Value::int(3)])
}
