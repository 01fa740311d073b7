//! MD5: `md5.json`.

use super::*;

pub(super) const MD5: Algorithm = Algorithm { file: "md5", is_built: |_| true, check };

#[test]
fn md5() {
    check_both(&MD5, Count { cases: 27, values: 1069, skipped: 0 });
}

fn check(case: &Case) -> Result<(), String> {
    let run = call("md5", vec![(None, Value::Bytes(case.input("msg")))])?;
    expect("digest", &result(&run)?, &case.digits(&case.out, "digest"))?;
    let one = |address: String| vec![address];
    check_mids(case, &run, |name, index| {
        Some(match (name, index) {
            ("pad", []) => vec![one("pad".into())],
            ("H", [0]) => vec![one("H0".into()), one("H0[0..3]".into()), one("block[0]/H_before[0..3]".into())],
            ("H", [i]) => vec![one(format!("block[{}]", i - 1)), one(format!("block[{}]/H[0..3]", i - 1))],
            ("X", [i, k]) => vec![one(format!("block[{i}]/X[{k}]"))],
            ("vars", [i, t]) => vec!["abcd".chars().map(|v| format!("block[{i}]/{v}[{t}]")).collect()],
            _ => return None,
        })
    })
}
