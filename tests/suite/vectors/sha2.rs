//! SHA-2: `sha2.json`.

use super::*;

pub(super) const SHA2: Algorithm =
    Algorithm { file: "sha2", is_built: |case| function(&name(&case.alg)).is_ok(), check };

#[test]
fn sha2() {
    check_both(&SHA2, Count { cases: 612, values: 8984, skipped: 0 });
}
#[test]
fn a_wrong_digit_in_a_repeated_hash_is_found() {
    let mut repeated = cases(&SHA2).into_iter().find(|c| c.id == "sha224-cavp-monte-0").expect("a case");
    flip(repeated.out.get_mut("digest").expect("a digest"));
    assert!(check(&repeated).is_err());
}

/// The name of a hash function in this program.
pub(super) fn name(alg: &str) -> String {
    alg.to_lowercase().replace("sha-", "sha").replace(['/', '-'], "_")
}
fn hash(name: &str, message: Rope) -> Result<Run, String> {
    call(name, vec![(None, Value::Bytes(message))])
}
fn check(case: &Case) -> Result<(), String> {
    match case.op.as_str() {
        "hash" => {
            let run = hash(&name(&case.alg), case.input("msg"))?;
            expect("digest", &result(&run)?, &case.digits(&case.out, "digest"))?;
            check_mids(case, &run, addresses)
        }
        "monte" => monte(case),
        other => Err(format!("no operation `{other}`")),
    }
}
fn addresses(name: &str, index: &[u64]) -> Option<Vec<Vec<String>>> {
    let one = |address: String| vec![address];
    Some(match (name, index) {
        ("H", [0]) => vec![one("H0".into()), one("H0[0..7]".into()), one("block[0]/H_before[0..7]".into())],
        ("H", [i]) => vec![one(format!("block[{}]", i - 1)), one(format!("block[{}]/H[0..7]", i - 1))],
        ("vars", [i, t]) => vec!["abcdefgh".chars().map(|v| format!("block[{i}]/{v}[{t}]")).collect()],
        ("W" | "S1" | "Ch" | "T1" | "S0" | "Maj" | "T2" | "s0" | "s1", [i, t]) => {
            vec![one(format!("block[{i}]/{name}[{t}]"))]
        }
        ("pad", []) => vec![one("pad".into())],
        _ => return None,
    })
}
/// The inner loop of the SHAVS Monte Carlo test: MD[i] = H(MD[i-3] ‖ MD[i-2] ‖ MD[i-1]), a thousand times.
fn monte(case: &Case) -> Result<(), String> {
    let seed = unhex(&case.digits(&case.given, "seed"));
    let (name, mut last) = (name(&case.alg), [seed.clone(), seed.clone(), seed]);
    for _ in 0..1000 {
        let message = Rope::input(Path::new("msg"), Arc::new(last.concat()));
        let next = hash(&name, message)?.output().map_err(|e| e.to_string())?;
        last.rotate_left(1);
        last[2] = next;
    }
    expect("digest", &hex(&last[2]), &case.digits(&case.out, "digest"))
}
