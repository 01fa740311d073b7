//! Certificates against `openssl`, where it is there, and every change of those in the vectors.

use base64ct::Encoding;
use cleartext::functions::{Context, Fault, FaultKind, function};
use cleartext::run::{Budget, Path, Rope, Run, Value};
use serde_json::Value as Json;
use std::process::Command;
use std::sync::Arc;

fn call(name: &str, given: Vec<(Option<&str>, Value)>) -> Result<Run, Fault> {
    let budget = Budget::unlimited();
    let (run, _) = function(name)?.call(&Context { at: Path::new("x"), budget: &budget }, given)?;
    run.compute(&budget)?;
    Ok(run)
}
fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(Rope::input(Path::new("bytes"), Arc::new(bytes.to_vec())))
}
/// The chains of the vectors, each with its root and the time of the check.
fn chains() -> Vec<(Vec<Vec<u8>>, Vec<u8>, i64)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/art-x509.json");
    let file: Json = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let read = |digits: &Json| base16ct::lower::decode_vec(digits.as_str().unwrap()).unwrap();
    let case = |case: &Json| {
        let given = &case["in"];
        let chain = given["chain"].as_array().unwrap().iter().map(read).collect();
        (chain, read(&given["trusted_root"]), given["at"].as_i64().unwrap())
    };
    file["cases"].as_array().unwrap().iter().map(case).collect()
}
/// Certificates in PEM, one after the other.
fn pem(certificates: &[Vec<u8>]) -> String {
    let one = |der: &Vec<u8>| {
        let text = base64ct::Base64::encode_string(der);
        let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    };
    certificates.iter().map(one).collect()
}
/// What `openssl verify` says of a chain; nothing where there is no such tool.
fn openssl(chain: &[Vec<u8>], root: &[u8], at: i64, more: &[&str]) -> Option<bool> {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let leaf = file("leaf.pem", pem(&chain[..1]));
    let root = file("root.pem", pem(&[root.to_vec()]));
    let mut command = Command::new("openssl");
    command.arg("verify").arg("-attime").arg(at.to_string()).args(more).arg("-CAfile").arg(root);
    if chain.len() > 1 {
        command.arg("-untrusted").arg(file("between.pem", pem(&chain[1..])));
    }
    Some(command.arg(leaf).output().ok()?.status.success())
}
fn ours(chain: &[Vec<u8>], root: &[u8], at: i64, more: Vec<(Option<&str>, Value)>) -> bool {
    let chain = Value::list(chain.iter().map(|certificate| bytes(certificate)).collect());
    let given = [(None, chain), (None, bytes(root)), (Some("at"), Value::int(at))];
    let run = call("x509_verify", given.into_iter().chain(more).collect());
    run.is_ok_and(|run| run.output().unwrap() == [1])
}

#[test]
fn openssl_says_the_same_of_every_chain() {
    let mut compared = 0;
    for (chain, root, at) in chains() {
        for (purpose, option) in
            [("", vec![]), ("server", vec!["-purpose", "sslserver"]), ("client", vec!["-purpose", "sslclient"])]
        {
            let Some(theirs) = openssl(&chain, &root, at, &option) else {
                eprintln!("there is no openssl: nothing is compared");
                return;
            };
            let more = vec![(Some("purpose"), Value::text(purpose))];
            assert_eq!(ours(&chain, &root, at, more), theirs, "chain of {}, purpose {purpose:?}", chain.len());
            compared += 1;
        }
    }
    assert!(compared >= 30, "{compared}");
}
/// Cut or changed at a byte, every fourth of each and all of them in turn, a certificate is read, or refused with the
/// name of a field and what came before it.
#[test]
fn no_change_of_any_certificate_is_a_panic() {
    let mut all: Vec<Vec<u8>> =
        chains().into_iter().flat_map(|(chain, root, _)| chain.into_iter().chain([root])).collect();
    all.sort();
    all.dedup();
    for (first, certificate) in all.into_iter().enumerate() {
        for place in (first % 4..certificate.len()).step_by(4) {
            let mut changed = certificate.clone();
            changed[place] ^= 1 << (place % 8);
            for (what, bytes_) in [("cut", &certificate[..place]), ("changed", &changed[..])] {
                match call("x509", vec![(None, bytes(bytes_))]) {
                    Ok(_) => assert_eq!(what, "changed", "cut at {place}"),
                    Err(fault) => {
                        assert_eq!(fault.kind, FaultKind::Rejected, "{what} at {place}: {fault}");
                        assert!(fault.message.starts_with("field `") && fault.run.is_some(), "{what}: {fault}");
                    }
                }
            }
        }
    }
}
