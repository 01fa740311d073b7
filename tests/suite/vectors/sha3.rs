//! SHA-3 and SHAKE: `sha3.json`.

use super::*;

pub(super) const SHA3: Algorithm =
    Algorithm { file: "sha3", is_built: |case| function(&sha2::name(&case.alg)).is_ok(), check };

#[test]
fn sha3() {
    // Two cases are the permutation alone, which is no function here.
    check_both(&SHA3, Count { cases: 375, values: 362, skipped: 2 });
}

fn check(case: &Case) -> Result<(), String> {
    let name = sha2::name(&case.alg);
    match case.op.as_str() {
        "hash" | "xof" => {
            let length = case.given.get("outlen").and_then(Json::as_u64).filter(|_| case.op == "xof");
            let given = [Some(Value::Bytes(case.input("msg"))), length.map(Value::int)];
            let run = call(&name, given.into_iter().flatten().map(|value| (None, value)).collect())?;
            let output = if case.op == "xof" { "output" } else { "digest" };
            expect(output, &result(&run)?, &case.digits(&case.out, output))?;
            let absorbed = text(&run, "pad")?.len() as u64 / 2 / (200 - capacity(&name));
            check_mids(case, &run, |name, index| {
                // Permutations after the last block are those of squeezing, counted from 1.
                let at = |p: u64| match p.checked_sub(absorbed) {
                    None => format!("block[{p}]"),
                    Some(more) => format!("squeeze[{}]", more + 1),
                };
                let one = |address: String| Some(vec![vec![address]]);
                match (name, index) {
                    ("pad", []) => one("pad".into()),
                    ("perm_in", [p]) if *p < absorbed => one(format!("{}/absorbed", at(*p))),
                    ("perm_in", [p]) => one(at(*p - 1)),
                    ("perm_out", [p]) => one(at(*p)),
                    ("theta" | "rho" | "pi" | "chi" | "iota", [p, r]) => one(format!("{}/round[{r}]/{name}", at(*p))),
                    _ => None,
                }
            })
        }
        "monte" => monte(case, &name),
        other => Err(format!("no operation `{other}`")),
    }
}
/// Bytes of the state that no block reaches.
fn capacity(name: &str) -> u64 {
    let bits: u64 = name.trim_start_matches("sha3_").trim_start_matches("shake").parse().expect("a number");
    2 * bits / 8
}
/// The inner loop of the Monte Carlo test: a digest of the digest, a thousand times.
fn monte(case: &Case, name: &str) -> Result<(), String> {
    let mut last = unhex(&case.digits(&case.given, "seed"));
    for _ in 0..1000 {
        let message = Value::Bytes(Rope::input(Path::new("msg"), Arc::new(last)));
        last = call(name, vec![(None, message)])?.output().map_err(|e| e.to_string())?;
    }
    expect("digest", &hex(&last), &case.digits(&case.out, "digest"))
}
