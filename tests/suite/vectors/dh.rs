//! Diffie-Hellman: `dh.json`.

use super::*;
use num_bigint::{BigInt, Sign};

pub(super) const DH: Algorithm = Algorithm { file: "dh", is_built: |_| true, check };

#[test]
fn dh() {
    check_both(&DH, Count { cases: 47, values: 1036, skipped: 0 });
}

/// A number of a case: a JSON integer in the toys, else hexadecimal, most significant digit first.
fn number(value: &Json) -> BigInt {
    match value {
        Json::Number(digits) => digits.to_string().parse().expect("an integer"),
        digits => BigInt::from_bytes_be(Sign::Plus, &unhex(digits.as_str().expect("digits"))),
    }
}
/// An argument, as a learner's input.
fn given(case: &Case, name: &str) -> Value {
    let magnitude = number(&case.given[name]).magnitude().to_bytes_be();
    Value::Int { magnitude: Rope::input(Path::new(name), Arc::new(magnitude)), negative: false }
}
/// The group of a case: named where the program has it, else given. The file names one group that the program does not:
/// its prime is found in the file.
fn group(case: &Case) -> Vec<(Option<&'static str>, Value)> {
    if let Some(name) = case.given.get("group_ref").and_then(Json::as_str) {
        return match name {
            "modp2048" => vec![(Some("group"), Value::text("modp14"))],
            "modp3072" => vec![(Some("p"), Value::int(prime(name))), (Some("g"), Value::int(2))],
            named => vec![(Some("group"), Value::text(named))],
        };
    }
    let own = ["p", "g"].into_iter().filter(|name| case.given.contains_key(*name));
    own.map(|name| (Some(name), given(case, name))).collect()
}
/// The prime of a group that the file names.
fn prime(group: &str) -> BigInt {
    let text = std::fs::read_to_string(copied("dh.json")).expect("a file");
    let file: Json = serde_json::from_str(&text).expect("JSON");
    number(&file["groups"][group]["p"])
}

fn public(case: &Case, private: &str) -> Result<Run, String> {
    let mut arguments = vec![(Some("private"), given(case, private))];
    arguments.extend(group(case));
    call("dh_public", arguments)
}
fn shared(case: &Case, private: Value, peer: Value) -> Result<Run, String> {
    let mut arguments = vec![(Some("private"), private), (Some("peer"), peer)];
    arguments.extend(group(case));
    arguments.extend(case.given.contains_key("q").then(|| (Some("q"), given(case, "q"))));
    call("dh_shared", arguments)
}
fn is(what: &str, run: &Run, expected: &Json) -> Result<(), String> {
    let found = run.result.to_int().map_err(|e| e.to_string())?.unwrap_or_default();
    expect(what, &found.to_string(), &number(expected).to_string())
}
/// The intermediate values of one exponentiation, whose names begin with `prefix`.
fn powers(case: &Case, run: &Run, prefix: &str) -> Result<(), String> {
    for Mid { name, index, digits } in case.mids() {
        let Some(label) = name.strip_prefix(prefix) else { continue };
        let found = text(run, &format!("{label}[{}]", index[0]))?;
        let expected = BigInt::parse_bytes(digits.as_bytes(), 16).expect("digits");
        expect(&format!("{name}{index:?}"), &found, &expected.to_string())?;
    }
    Ok(())
}

fn check(case: &Case) -> Result<(), String> {
    let verdict = match case.op.as_str() {
        "modexp" => {
            let modulus = match case.given.get("group_ref").and_then(Json::as_str) {
                Some(name) => Value::int(prime(name)),
                None => given(case, "p"),
            };
            let arguments = vec![(None, given(case, "base")), (None, given(case, "exp")), (None, modulus)];
            let run = call("modpow", arguments)?;
            is("result", &run, &case.out["result"])?;
            return powers(case, &run, "");
        }
        "agree" => {
            is("y", &public(case, "x")?, &case.out["y"])?;
            let run = shared(case, given(case, "x"), given(case, "y_peer"))?;
            return is("z", &run, &case.out["z"]);
        }
        "agree-toy" => {
            let (mine, theirs) = (public(case, "a")?, public(case, "b")?);
            is("A", &mine, &case.out["A"])?;
            is("B", &theirs, &case.out["B"])?;
            let run = shared(case, given(case, "a"), theirs.result)?;
            is("s", &run, &case.out["s"])?;
            powers(case, &mine, "A_")?;
            return powers(case, &run, "s_");
        }
        "agree-check" => public(case, "x")
            .and_then(|run| is("y", &run, &case.given["y"]))
            .and_then(|()| shared(case, given(case, "x"), given(case, "y_peer")))
            .and_then(|run| is("z", &run, &case.given["z"])),
        "check-public" => shared(case, Value::int(2), given(case, "y_peer")).map(drop),
        other => return Err(format!("no operation `{other}`")),
    };
    match (case.verdict.as_str(), verdict) {
        ("valid", verdict) => verdict,
        (_, Ok(())) => Err("expected to be refused".into()),
        (_, Err(_)) => Ok(()),
    }
}
