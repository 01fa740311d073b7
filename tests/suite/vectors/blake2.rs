//! BLAKE2: `blake2b.json` and `blake2s.json`.

use super::*;

pub(super) const BLAKE2B: Algorithm = Algorithm { file: "blake2b", is_built: |_| true, check };
pub(super) const BLAKE2S: Algorithm = Algorithm { file: "blake2s", is_built: |_| true, check };

#[test]
fn blake2b() {
    check_both(&BLAKE2B, Count { cases: 43, values: 84, skipped: 0 });
}
#[test]
fn blake2s() {
    check_both(&BLAKE2S, Count { cases: 47, values: 226, skipped: 0 });
}

fn check(case: &Case) -> Result<(), String> {
    let key = if case.given.contains_key("key") { case.input("key") } else { Rope::default() };
    let given = vec![
        (None, Value::Bytes(case.input("msg"))),
        (Some("length"), Value::int(case.given["outlen"].as_i64().expect("a length"))),
        (Some("key"), Value::Bytes(key)),
    ];
    let run = match (call(&case.alg.to_lowercase(), given), case.verdict.as_str()) {
        (Err(_), "invalid") => return Ok(()),
        (run, "valid") => run?,
        (_, verdict) => return Err(format!("a result, and it is {verdict}")),
    };
    expect("digest", &result(&run)?, &case.digits(&case.out, "digest"))?;
    let one = |address: String| Some(vec![vec![address]]);
    check_mids(case, &run, |name, index| match (name, index) {
        ("h", [0]) => one("h0[*]".into()),
        ("h", [i]) => Some(vec![vec![format!("block[{}]", i - 1)], vec![format!("block[{}]/h[*]", i - 1)]]),
        ("v_init", [i]) => one(format!("block[{i}]/v[*]")),
        ("v", [i, r]) => one(format!("block[{i}]/round[{}]/v[*]", r - 1)),
        _ => None,
    })
}
