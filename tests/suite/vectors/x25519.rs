//! X25519: `x25519.json`.

use super::*;

pub(super) const X25519: Algorithm = Algorithm { file: "x25519", is_built, check };

#[test]
fn x25519() {
    check_both(&X25519, Count { cases: 68, values: 598 + 10, skipped: 1 });
}
/// The iteration of RFC 7748 section 5.2, a million times.
#[test]
#[ignore = "a minute"]
fn x25519_a_million_times() {
    let case = cases(&X25519).into_iter().find(|c| !is_built(c)).expect("the slow case");
    assert_eq!(check(&case), Ok(()));
}

/// The slow case has a test of its own.
fn is_built(case: &Case) -> bool {
    !case.flags.iter().any(|flag| flag == "Slow")
}
fn check(case: &Case) -> Result<(), String> {
    match case.op.as_str() {
        "scalarmult" => {
            let run = multiply(case.input("scalar"), case.input("u"))?;
            expect("out", &result(&run)?, &case.digits(&case.out, "out"))?;
            check_mids(case, &run, addresses)
        }
        "iterate" => {
            let (mut k, mut u) = (unhex(&case.digits(&case.given, "k")), unhex(&case.digits(&case.given, "u")));
            for _ in 0..case.given["iterations"].as_u64().expect("a number") {
                let input = |name, bytes: &[u8]| Rope::input(Path::new(name), Arc::new(bytes.to_vec()));
                let next = multiply(input("k", &k), input("u", &u))?.output().map_err(|e| e.to_string())?;
                (k, u) = (next, k);
            }
            expect("k", &hex(&k), &case.digits(&case.out, "k"))
        }
        other => Err(format!("no operation `{other}`")),
    }
}
fn multiply(scalar: Rope, u: Rope) -> Result<Run, String> {
    call("x25519", vec![(None, Value::Bytes(scalar)), (None, Value::Bytes(u))])
}
/// The file counts passes of the loop from 0; the specification and the program count t down from 254.
fn addresses(name: &str, index: &[u64]) -> Option<Vec<Vec<String>>> {
    let one = |address: &str| vec![vec![address.to_string()]];
    let all = |pass: &u64, labels: &[&str]| {
        vec![labels.iter().map(|label| format!("ladder[{}]/{label}", 254 - pass)).collect()]
    };
    Some(match (name, index) {
        ("k_clamped", []) => one("clamp"),
        ("u_mod_p", []) => one("u"),
        ("x2", []) => one("swap/x_2"),
        ("z2", []) => one("swap/z_2"),
        ("z2_inv", []) => vec![vec!["z_2_inverse".into()], vec!["z_2_inverse/z_2_inverse".into()]],
        ("ladder", [pass]) => all(pass, &["x_2", "z_2", "x_3", "z_3"]),
        ("step", [pass]) => all(pass, &["A", "AA", "B", "BB", "E", "C", "D", "DA", "CB"]),
        _ => return None,
    })
}
