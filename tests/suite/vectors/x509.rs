//! Chains of certificates: `art-x509.json`, and the certificates of a TLS handshake.

use super::*;
use ::sha2::{Digest, Sha256};

pub(super) const X509: Algorithm = Algorithm { file: "art-x509", is_built: |_| true, check };

#[test]
fn x509() {
    check_both(&X509, Count { cases: 12, values: 104, skipped: 0 });
}

fn chain(case: &Case) -> Value {
    let Json::Array(chain) = &case.given["chain"] else { panic!("{}: no chain", case.id) };
    let certificate = |(i, digits): (usize, &Json)| {
        let bytes = unhex(digits.as_str().expect("digits"));
        Value::Bytes(Rope::input(Path::new(&format!("certificate{i}")), Arc::new(bytes)))
    };
    Value::list(chain.iter().enumerate().map(certificate).collect())
}
/// The check that says no, by the flag of a case; the certificate that it is about comes from the address.
fn refusal(flag: &str) -> &'static str {
    match flag {
        "expired" | "not-yet-valid" => "validity",
        "flip-signature" | "wrong-issuer-key" => "signature",
        "issuer-not-ca" => "ca",
        "path-length" => "path_length",
        other => panic!("{other} is no known flag"),
    }
}
fn check(case: &Case) -> Result<(), String> {
    let at = Value::int(case.given["at"].as_i64().expect("a time"));
    let run = finished(
        "x509_verify",
        vec![(None, chain(case)), (None, Value::Bytes(case.input("trusted_root"))), (Some("at"), at)],
    )?;
    expect("result", &result(&run)?, if case.verdict == "valid" { "01" } else { "00" })?;
    let certificates = case.given["chain"].as_array().expect("a chain").len();
    for flag in &case.flags {
        let name = refusal(flag);
        let answers = (0..certificates).map(|i| text(&run, &format!("chain[{i}]/{name}")));
        let answers: Vec<String> = answers.filter_map(Result::ok).collect();
        if !answers.iter().any(|answer| answer == "false") {
            return Err(format!("{flag}: no `{name}` says no, expected one: {answers:?}"));
        }
    }
    if let Some(name) = case.out.get("leaf_cn_text").and_then(Json::as_str) {
        let found = text(&run, "chain[0]/fields/tbs/subject/common_name")?;
        expect("leaf_cn", found.trim_matches('"'), name)?;
    }
    for Mid { name, index, digits } in case.mids() {
        let field = |field: &str| text(&run, &format!("chain[{}]/fields/{field}", index[0]));
        let hashed = |digits: String| hex(&Sha256::digest(unhex(&digits)));
        let found = match name {
            "tbs_sha256" => hashed(field("tbs")?),
            "spki_sha256" => hashed(field("tbs/public_key")?),
            "signature" => field("signature")?,
            "signature_oid_text" => field("algorithm")?.trim_matches('"').to_owned(),
            other => return Err(format!("no address is known for {other}")),
        };
        expect(&format!("{name}[{}]", index[0]), &found, &digits)?;
    }
    Ok(())
}
