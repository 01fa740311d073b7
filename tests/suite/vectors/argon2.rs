//! Argon2: `argon2.json`.

use super::*;
use ::sha2::{Digest, Sha256};
use cleartext::functions::kdf::argon2::{compress, variable_hash};

pub(super) const ARGON2: Algorithm = Algorithm { file: "argon2", is_built: |case| !is_slow(case), check };
/// The cases of more memory than a quick run has time for.
const SLOW: Algorithm = Algorithm { file: "argon2", is_built: is_slow, check };

#[test]
fn argon2() {
    check_both(&ARGON2, Count { cases: 58, values: 1494, skipped: 4 });
}
#[test]
#[ignore = "a minute: memories of up to 256 MiB"]
fn argon2_with_much_memory() {
    check_both(&SLOW, Count { cases: 4, values: 0, skipped: 58 });
}

fn is_slow(case: &Case) -> bool {
    case.flags.iter().any(|flag| flag == "Slow") || case.given.get("m").and_then(Json::as_u64) > Some(4096)
}
fn check(case: &Case) -> Result<(), String> {
    let (at, one) = (Path::new(""), |address: &str| Some(vec![vec![address.to_owned()]]));
    match case.op.as_str() {
        "compress" => {
            let run = compress(&at, case.input("X"), case.input("Y"));
            run.finish(&Budget::unlimited()).map_err(|e| e.to_string())?;
            expect("out", &result(&run)?, &case.digits(&case.out, "out"))?;
            check_mids(case, &run, |name, _| one(name))
        }
        "vhash" => {
            let length = case.given["length"].as_u64().expect("a length");
            let written = Rope::constant("T", &(length as u32).to_le_bytes());
            let run = variable_hash(&at, written, length, case.input("msg"));
            run.finish(&Budget::unlimited()).map_err(|e| e.to_string())?;
            expect("out", &result(&run)?, &case.digits(&case.out, "out"))
        }
        _ => derived(case),
    }
}
fn derived(case: &Case) -> Result<(), String> {
    let number = |name: &str| (None, Value::int(case.given[name].as_i64().expect("a number")));
    let bytes = |name: &str| Value::Bytes(case.input(name));
    let variant = case.alg.strip_prefix("Argon2").unwrap_or(&case.alg);
    let given = vec![
        (None, bytes("password")),
        (None, bytes("salt")),
        number("m"),
        number("t"),
        number("p"),
        number("taglen"),
        (Some("variant"), Value::text(variant)),
        (Some("secret"), bytes("secret")),
        (Some("data"), bytes("ad")),
        (Some("version"), number("version").1),
    ];
    let data = case.digits(&case.given, "ad").len() / 2;
    let run = match (if data > 32 { finished("argon2", given) } else { call("argon2", given) }, case.verdict.as_str()) {
        (Err(_), "invalid") => return Ok(()),
        (run, "valid") => run?,
        (_, verdict) => return Err(format!("a result, and it is {verdict}")),
    };
    expect("tag", &result(&run)?, &case.digits(&case.out, "tag"))?;
    let sha256 = |bytes: &str| hex(&Sha256::digest(unhex(bytes)));
    // Each value one after the other, the later passes first: what they overwrote is computed again.
    for Mid { name, index, digits } in case.mids().into_iter().rev() {
        let at = |[pass, lane, column]: [u64; 3]| format!("block[{pass}][{lane}][{column}]");
        let found = match (name, index.as_slice()) {
            ("H0" | "C", []) => text(&run, name)?,
            ("B_init", &[lane, column]) => text(&run, &at([0, lane, column]))?,
            ("block", &[pass, lane, column]) => text(&run, &at([pass, lane, column]))?,
            ("block_sha256", &[pass, lane, column]) => sha256(&text(&run, &at([pass, lane, column]))?),
            ("mem_sha256", &[pass]) => sha256(&text(&run, &format!("block[{pass}][*][*]"))?),
            ("ref", &[pass, lane, column]) => {
                let value = |label: &str| text(&run, &format!("{}/{label}", at([pass, lane, column])));
                let half = |label: &str| value(label)?.parse::<u32>().map_err(|e| e.to_string());
                format!("{} {} {:08x}{:08x}", value("l")?, value("z")?, half("J2")?, half("J1")?)
            }
            ("addr_first", &[pass, slice, lane]) => {
                let lanes = case.given["p"].as_u64().expect("a number");
                let slice = (pass * 4 + slice) * lanes + lane;
                let pairs = unhex(&text(&run, &format!("addresses[{slice}]"))?);
                pairs
                    .chunks(8)
                    .take(digits.len() / 16)
                    .map(|pair| hex(&pair.iter().rev().copied().collect::<Vec<_>>()))
                    .collect()
            }
            _ => return Err(format!("no address is known for {name}{index:?}")),
        };
        expect(&format!("{name}{index:?}"), &found, &digits)?;
    }
    Ok(())
}
