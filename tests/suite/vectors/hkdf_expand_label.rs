//! HKDF-Expand-Label: `hkdf-expand-label.json`.

use super::*;

pub(super) const HKDF_EXPAND_LABEL: Algorithm = Algorithm { file: "hkdf-expand-label", is_built: |_| true, check };

#[test]
fn hkdf_expand_label() {
    check_both(&HKDF_EXPAND_LABEL, Count { cases: 43, values: 102, skipped: 0 });
}

fn check(case: &Case) -> Result<(), String> {
    let hash = super::sha2::name(case.alg.strip_prefix("HKDF-Expand-Label-").unwrap_or(&case.alg));
    let given = vec![
        (Some("secret"), Value::Bytes(case.input("secret"))),
        (Some("label"), Value::text(&case.digits(&case.given, "label_text"))),
        (Some("context"), Value::Bytes(case.input("context"))),
        (Some("length"), Value::int(case.given["length"].as_i64().expect("a length"))),
        (Some("hash"), Value::text(&hash)),
    ];
    let run = call("hkdf_expand_label", given)?;
    expect("okm", &result(&run)?, &case.digits(&case.out, "okm"))?;
    check_mids(case, &run, |name, index| match (name, index) {
        ("info", []) => Some(vec![vec!["info".into()]]),
        ("T", [i]) => Some(vec![vec![format!("expand[{i}]")]]),
        _ => None,
    })
}
