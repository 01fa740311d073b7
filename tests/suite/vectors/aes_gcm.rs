//! AES-GCM: `aes-gcm.json`.

use super::*;
use cleartext::functions::aead::ghash;

pub(super) const AES_GCM: Algorithm = Algorithm { file: "aes-gcm", is_built: |_| true, check };

#[test]
fn aes_gcm() {
    check_both(&AES_GCM, Count { cases: 196, values: 139, skipped: 0 });
}

fn bytes(case: &Case, name: &str) -> Vec<u8> {
    case.out.get(name).or(case.given.get(name)).and_then(Json::as_str).map(unhex).unwrap_or_default()
}
fn run(case: &Case, name: &str, parameter: &'static str, input: Vec<u8>) -> Result<Run, String> {
    let input = Rope::input(Path::new(parameter), Arc::new(input));
    let tag =
        bytes(case, "tag").len().max(case.given.get("taglen").and_then(Json::as_u64).unwrap_or_default() as usize);
    let mut given = vec![(Some(parameter), Value::Bytes(input)), (Some("tag_length"), Value::int(tag as i64))];
    for (file, parameter) in [("key", "key"), ("iv", "nonce"), ("aad", "data")] {
        given.push((Some(parameter), Value::Bytes(case.input(file))));
    }
    call(name, given)
}
fn check(case: &Case) -> Result<(), String> {
    if case.op == "multiply" {
        let block = |name| <[u8; 16]>::try_from(bytes(case, name)).map_err(|_| "no block");
        return expect("z", &hex(&ghash::multiplied(block("x")?, block("y")?)), &hex(&block("z")?));
    }
    let sealed = [bytes(case, "ct"), bytes(case, "tag")].concat();
    let open = || run(case, "gcm_open", "sealed", sealed.clone());
    if case.verdict == "invalid" {
        return match open() {
            Err(why) if why.contains("tag is not the one") || why.contains("`nonce`") => Ok(()),
            Err(why) => Err(format!("refused for another reason: {why}")),
            Ok(_) => Err("expected a refusal".into()),
        };
    }
    let run = run(case, "gcm_seal", "message", bytes(case, "pt"))?;
    expect("ct and tag", &result(&run)?, &hex(&sealed))?;
    expect("pt", &result(&open()?)?, &hex(&bytes(case, "pt")))?;
    check_mids(case, &run, |name, index| {
        let address = match (name, index) {
            ("H" | "J0" | "S", []) => name.to_owned(),
            ("X_iv", [i]) => format!("ghash_nonce[{i}]"),
            ("ctr", [i]) => format!("counter[{i}]"),
            ("keystream", [i]) => format!("keystream[{i}]"),
            ("ghash_in", [i]) => format!("ghash[{i}]/B"),
            ("X", [i]) => format!("ghash[{i}]"),
            ("EJ0", []) => "tag/EJ0".to_owned(),
            ("tag_full", []) => "tag/full".to_owned(),
            _ => return None,
        };
        Some(vec![vec![address]])
    })
}
