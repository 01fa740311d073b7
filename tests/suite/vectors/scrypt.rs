//! scrypt: `scrypt.json`.

use super::*;
use ::sha2::{Digest, Sha256};
use cleartext::functions::kdf::scrypt::{block_mix, romix, salsa20_8};

pub(super) const SCRYPT: Algorithm = Algorithm { file: "scrypt", is_built: |case| !is_slow(case), check };
/// The cases of more memory than a quick run has time for.
const SLOW: Algorithm = Algorithm { file: "scrypt", is_built: is_slow, check };

#[test]
fn scrypt() {
    check_both(&SCRYPT, Count { cases: 17, values: 487, skipped: 3 });
}
#[test]
#[ignore = "a minute: memories of 16 MiB"]
fn scrypt_with_much_memory() {
    check_both(&SLOW, Count { cases: 3, values: 0, skipped: 17 });
}

fn is_slow(case: &Case) -> bool {
    case.given.get("N").and_then(Json::as_u64) > Some(4096)
}
fn check(case: &Case) -> Result<(), String> {
    let (at, input) = (Path::new(""), |name: &str| case.input(name));
    let whole = |run: Run, out: &str| {
        run.finish(&Budget::unlimited()).map_err(|e| e.to_string())?;
        expect(out, &result(&run)?, &case.digits(&case.out, out)).map(|()| run)
    };
    let run = match case.op.as_str() {
        "core" => whole(salsa20_8(&at, input("block")), "block")?,
        "blockmix" => whole(block_mix(&at, input("B")), "B")?,
        "romix" => whole(romix(&at, input("B"), case.given["N"].as_u64().expect("a number")), "B")?,
        _ => {
            let number = |name: &str| Value::int(case.given[name].as_i64().expect("a number"));
            let bytes = |name: &str| Value::Bytes(input(name));
            let given = [bytes("password"), bytes("salt"), number("N"), number("r"), number("p"), number("dklen")];
            let run = call("scrypt", given.into_iter().map(|value| (None, value)).collect())?;
            expect("dk", &result(&run)?, &case.digits(&case.out, "dk")).map(|()| run)?
        }
    };
    let mixes = case.given.get("N").and_then(Json::as_u64).unwrap_or(0);
    for Mid { name, index, digits } in case.mids() {
        let found = match (name, index.as_slice()) {
            ("salsa_round", [r]) => text(&run, &format!("round[{r}]"))?,
            ("T" | "X", [i]) => text(&run, &format!("{name}[{i}]"))?,
            ("B", [i]) => text(&run, &format!("B[{i}]"))?,
            ("V", [k]) => text(&run, &format!("V[{k}]"))?,
            ("X_fill", []) => text(&run, &format!("fill[{mixes}]"))?,
            ("j", [k]) => format!("{:02x}", number(&run, &format!("j[{k}]"))?),
            ("V", [i, k]) => text(&run, &format!("romix[{i}]/V[{k}]"))?,
            ("V_sha256", [i]) => hex(&Sha256::digest(unhex(&text(&run, &format!("romix[{i}]/V"))?))),
            ("X_fill", [i]) => text(&run, &format!("romix[{i}]/fill[{mixes}]"))?,
            ("j", [i, k]) => format!("{:02x}", number(&run, &format!("romix[{i}]/j[{k}]"))?),
            ("romix_out", [i]) => {
                let last = text(&run, &format!("romix[{i}]/X[{}]", mixes - 1))?;
                expect("the last X", &last, &text(&run, &format!("romix[{i}]"))?)?;
                last
            }
            _ => return Err(format!("no address is known for {name}{index:?}")),
        };
        expect(&format!("{name}{index:?}"), &found, &digits)?;
    }
    Ok(())
}
fn number(run: &Run, address: &str) -> Result<u64, String> {
    text(run, address)?.parse().map_err(|_| format!("{address} is no number"))
}
