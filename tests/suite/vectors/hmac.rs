//! HMAC: `hmac.json`.

use super::*;

pub(super) const HMAC: Algorithm = Algorithm { file: "hmac", is_built, check };

#[test]
fn hmac() {
    let count = check_file(&HMAC, &copied("hmac.json"));
    assert_eq!(count.cases + count.skipped, 184);
    if let Some(path) = extra("hmac.json") {
        check_file(&HMAC, &path);
    }
}

fn hash(case: &Case) -> String {
    super::sha2::name(case.alg.strip_prefix("HMAC-").unwrap_or(&case.alg))
}
fn is_built(case: &Case) -> bool {
    cleartext::functions::hash::hash(&hash(case)).is_some()
}
fn check(case: &Case) -> Result<(), String> {
    let given = vec![
        (Some("key"), Value::Bytes(case.input("key"))),
        (Some("message"), Value::Bytes(case.input("msg"))),
        (Some("hash"), Value::text(&hash(case))),
    ];
    let run = call("hmac", given)?;
    match case.op.as_str() {
        "mac" => {
            let taglen = case.given["taglen"].as_u64().expect("a length") as usize;
            expect("tag", &result(&run)?[..2 * taglen], &case.digits(&case.out, "tag"))?;
            check_mids(case, &run, |name, index| match (name, index) {
                ("ipad_key" | "opad_key" | "inner", []) => Some(vec![vec![name.into()]]),
                ("K0", []) => Some(vec![vec!["key".into()]]),
                _ => None,
            })
        }
        "verify" => {
            let tag = case.digits(&case.given, "tag");
            let valid = !tag.is_empty() && result(&run)?.starts_with(&tag);
            expect("verdict", if valid { "valid" } else { "invalid" }, &case.verdict)
        }
        other => Err(format!("no operation `{other}`")),
    }
}
