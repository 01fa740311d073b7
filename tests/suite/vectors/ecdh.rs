//! ECDH on P-256: `ecdh-p256.json`.

use super::*;

pub(super) const ECDH: Algorithm = Algorithm { file: "ecdh-p256", is_built: |_| true, check };

#[test]
fn ecdh() {
    check_both(&ECDH, Count { cases: 65, values: 80, skipped: 0 });
}

/// A point as an expression writes it, as x ‖ y of so many digits each.
pub(super) fn coordinates(point: &str, digits: usize) -> Result<String, String> {
    let numbers = point.trim_matches(['[', ']']).split(", ").map(|number| decimal(number, digits));
    numbers.collect()
}
/// A decimal integer as so many hexadecimal digits.
pub(super) fn decimal(number: &str, digits: usize) -> Result<String, String> {
    let int: num_bigint::BigUint = number.parse().map_err(|e| format!("{number}: {e}"))?;
    Ok(format!("{int:0digits$x}"))
}

fn check(case: &Case) -> Result<(), String> {
    let given = ["private", "peer"].map(|name| (None, Value::Bytes(case.input(name))));
    let agreed = finished("ecdh", given.to_vec());
    let run = match (case.verdict.as_str(), agreed) {
        ("valid", agreed) => agreed?,
        (_, Ok(_)) => return Err("expected to be refused".into()),
        (_, Err(_)) => return Ok(()),
    };
    expect("z", &result(&run)?, &case.digits(&case.out, "z"))?;
    for Mid { name, digits, .. } in case.mids() {
        let found = match name {
            "public" => result(&call("ec_public", vec![(None, Value::Bytes(case.input("private")))])?)?,
            name => coordinates(&text(&run, name)?, 64)?,
        };
        expect(&format!("{name}[]"), &found, &digits)?;
    }
    Ok(())
}
