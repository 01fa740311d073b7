//! HKDF: `hkdf.json`.

use super::*;

pub(super) const HKDF: Algorithm =
    Algorithm { file: "hkdf", is_built: |case| cleartext::functions::hash::hash(&hash(case)).is_some(), check };

#[test]
fn hkdf() {
    check_both(&HKDF, Count { cases: 19, values: 75, skipped: 0 });
}

fn hash(case: &Case) -> String {
    super::sha2::name(case.alg.strip_prefix("HKDF-").unwrap_or(&case.alg))
}
fn check(case: &Case) -> Result<(), String> {
    let (bytes, length) =
        (|name: &str| Value::Bytes(case.input(name)), case.given["length"].as_i64().expect("a length"));
    let with = |given: Vec<Value>| {
        let given = given.into_iter().map(|value| (None, value));
        given.chain([(Some("hash"), Value::text(&hash(case)))]).collect::<Vec<_>>()
    };
    let run = call("hkdf", with(vec![bytes("ikm"), bytes("salt"), bytes("info"), Value::int(length)]));
    let run = match (run, case.verdict.as_str()) {
        (Err(_), "invalid") => return Ok(()),
        (run, "valid") => run?,
        (_, verdict) => return Err(format!("a result, and it is {verdict}")),
    };
    let expected = case.digits(&case.out, "okm");
    expect("okm", &result(&run)?, &expected)?;
    // The two steps by themselves.
    let prk = call("hkdf_extract", with(vec![bytes("salt"), bytes("ikm")]))?;
    let okm = call("hkdf_expand", with(vec![prk.result.clone(), bytes("info"), Value::int(length)]))?;
    expect("okm", &result(&okm)?, &expected)?;
    let one = |address: String| Some(vec![vec![address]]);
    check_mids(case, &run, |name, index| match (name, index) {
        ("salt_used", []) => one("salt".into()),
        ("PRK", []) => one("extract".into()),
        ("T", [i]) => one(format!("expand[{i}]")),
        _ => None,
    })
}
