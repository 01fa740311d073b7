//! Ed25519: `ed25519.json`.

use super::*;

pub(super) const ED25519: Algorithm = Algorithm { file: "ed25519", is_built: |_| true, check };

#[test]
fn ed25519() {
    check_both(&ED25519, Count { cases: 88, values: 182, skipped: 0 });
}

fn curve() -> (Option<&'static str>, Value) {
    (Some("curve"), Value::text("edwards25519"))
}
fn decoded(encoding: Rope) -> Result<Value, String> {
    Ok(finished("point_decode", vec![(None, Value::Bytes(encoding)), curve()])?.result)
}
fn encoded(point: Value) -> Result<String, String> {
    result(&finished("point_encode", vec![(None, point), curve()])?)
}
fn bytes(case: &Case, name: &'static str) -> (Option<&'static str>, Value) {
    (None, Value::Bytes(case.input(name)))
}
fn check(case: &Case) -> Result<(), String> {
    match case.op.as_str() {
        "sign" => {
            let run = call("ed25519_sign", vec![bytes(case, "seed"), bytes(case, "msg")])?;
            check_mids(case, &run, addresses)?;
            expect("sig", &result(&run)?, &case.digits(&case.out, "sig"))?;
            let public = call("ed25519_public", vec![bytes(case, "seed")])?;
            expect("public", &result(&public)?, &case.digits(&case.out, "public"))
        }
        "verify" => {
            let given = vec![bytes(case, "public"), bytes(case, "msg"), bytes(case, "sig")];
            let run = finished("ed25519_verify", given)?;
            check_mids(case, &run, addresses)?;
            expect("verdict", if result(&run)? == "01" { "valid" } else { "invalid" }, &case.verdict)
        }
        "point-add" => {
            let [p, q] = [decoded(case.input("p"))?, decoded(case.input("q"))?];
            let sum = call("point_add", vec![(None, p), (None, q), curve()])?.result;
            expect("sum", &encoded(sum)?, &case.digits(&case.out, "sum"))
        }
        "scalarmult-base" => {
            let k = Value::Int { magnitude: case.input("scalar").reversed(), negative: false };
            let base = decoded(Rope::input(Path::new("B"), Arc::new([&[0x58][..], &[0x66; 31]].concat())))?;
            let product = call("point_multiply", vec![(None, k), (None, base), curve()])?.result;
            expect("point", &encoded(product)?, &case.digits(&case.out, "point"))
        }
        other => Err(format!("no operation `{other}`")),
    }
}
fn addresses(name: &str, index: &[u64]) -> Option<Vec<Vec<String>>> {
    let one = |address: &str| Some(vec![vec![address.to_string()]]);
    match (name, index) {
        ("SB_minus_kA", []) => one("difference"),
        ("A_x", []) => Some(vec![vec!["A/x".into()], vec!["A/decode/x".into()]]),
        ("A_y", []) => Some(vec![vec!["A/y".into()], vec!["A/decode/y".into()]]),
        (_, []) => one(name),
        _ => None,
    }
}
