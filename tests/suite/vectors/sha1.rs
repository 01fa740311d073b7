//! SHA-1: `sha1.json`.

use super::*;

pub(super) const SHA1: Algorithm = Algorithm { file: "sha1", is_built: |_| true, check };

#[test]
fn sha1() {
    check_both(&SHA1, Count { cases: 46, values: 811, skipped: 0 });
}

fn check(case: &Case) -> Result<(), String> {
    let run = call("sha1", vec![(None, Value::Bytes(case.input("msg")))])?;
    expect("digest", &result(&run)?, &case.digits(&case.out, "digest"))?;
    let one = |address: String| vec![address];
    check_mids(case, &run, |name, index| {
        Some(match (name, index) {
            ("pad", []) => vec![one("pad".into())],
            ("H", [0]) => vec![one("H0".into()), one("H0[0..4]".into())],
            ("H", [i]) => vec![one(format!("block[{}]", i - 1)), one(format!("block[{}]/H[0..4]", i - 1))],
            ("W", [i, t]) => vec![one(format!("block[{i}]/W[{t}]"))],
            ("vars", [i, t]) => vec!["abcde".chars().map(|v| format!("block[{i}]/{v}[{t}]")).collect()],
            _ => return None,
        })
    })
}
