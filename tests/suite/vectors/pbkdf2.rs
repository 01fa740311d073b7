//! PBKDF2: `pbkdf2.json`.

use super::*;

pub(super) const PBKDF2: Algorithm = Algorithm { file: "pbkdf2", is_built: |_| true, check };

#[test]
fn pbkdf2() {
    let count = check_file(&PBKDF2, &copied("pbkdf2.json"));
    assert_eq!((count.cases, count.skipped), (34, 0));
    if let Some(path) = extra("pbkdf2.json") {
        check_file(&PBKDF2, &path);
    }
}

fn check(case: &Case) -> Result<(), String> {
    let number = |name: &str| Value::int(case.given[name].as_i64().expect("a number"));
    let hash = super::sha2::name(case.alg.strip_prefix("PBKDF2-HMAC-").unwrap_or(&case.alg));
    let given = vec![
        (Some("password"), Value::Bytes(case.input("password"))),
        (Some("salt"), Value::Bytes(case.input("salt"))),
        (Some("iterations"), number("iterations")),
        (Some("length"), number("dklen")),
        (Some("hash"), Value::text(&hash)),
    ];
    let run = call("pbkdf2", given)?;
    expect("dk", &result(&run)?, &case.digits(&case.out, "dk"))?;
    check_mids(case, &run, |name, index| match (name, index) {
        ("U" | "T", [i, j]) => Some(vec![vec![format!("block[{i}]/{name}[{j}]")]]),
        _ => None,
    })
}
