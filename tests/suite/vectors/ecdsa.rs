//! ECDSA on P-256 and P-384: `ecdsa.json`. The other curves of that file are not in the program.

use super::ecdh::{coordinates, decimal};
use super::*;

pub(super) const ECDSA: Algorithm = Algorithm { file: "ecdsa", is_built, check };

/// Whether the program does it: with P-384 it verifies, and signs nothing.
fn is_built(case: &Case) -> bool {
    let found = CURVES.iter().find(|(start, ..)| case.alg.starts_with(start));
    found.is_some_and(|(_, name, _)| *name == "p256" || case.op == "verify")
}
/// The curves: how their algorithms' names begin, their names here, and the digits of a coordinate.
const CURVES: [(&str, &str, usize); 2] = [("ECDSA-P-256-SHA-", "p256", 64), ("ECDSA-P-384-SHA-", "p384", 96)];

/// The curve of a case, and the digits of a coordinate.
fn curve(case: &Case) -> ((Option<&'static str>, Value), usize) {
    let (_, name, digits) = CURVES.iter().find(|(start, ..)| case.alg.starts_with(start)).expect("a curve");
    ((Some("curve"), Value::text(name)), *digits)
}

#[test]
fn ecdsa() {
    check_both(&ECDSA, Count { cases: 17, values: 164, skipped: 30 });
}

fn hash(case: &Case) -> (Option<&'static str>, Value) {
    let (_, name) = case.alg.rsplit_once('-').expect("the hash's number");
    (Some("hash"), Value::text(&format!("sha{name}")))
}
/// A public key of the file, or of the one beside the project.
fn key(reference: &str) -> Result<Rope, String> {
    for path in [Some(copied("ecdsa.json")), extra("ecdsa.json")].into_iter().flatten() {
        let text = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
        let file: Json = serde_json::from_str(&text).map_err(|e| e.to_string())?;
        if let Some(digits) = file["keys"][reference]["q"].as_str() {
            return Ok(Rope::input(Path::new("key"), Arc::new(unhex(digits))));
        }
    }
    Err(format!("no key {reference}"))
}

fn check(case: &Case) -> Result<(), String> {
    let bytes = |name: &'static str| (None, Value::Bytes(case.input(name)));
    let (curve, digits) = curve(case);
    let run = match case.op.as_str() {
        "verify" => {
            let reference = case.given["key_ref"].as_str().expect("a name");
            let format = if case.given["format_text"] == "der" { "der" } else { "raw" };
            let public = (None, Value::Bytes(key(reference)?));
            let format = (Some("format"), Value::text(format));
            let run = call("ecdsa_verify", vec![public, bytes("msg"), bytes("sig"), curve, hash(case), format])?;
            expect("verdict", if result(&run)? == "01" { "valid" } else { "invalid" }, &case.verdict)?;
            run
        }
        _ => {
            let run = call("ecdsa_sign", vec![bytes("d"), bytes("msg"), curve.clone(), hash(case)])?;
            let expected = case.digits(&case.out, "r") + &case.digits(&case.out, "s");
            expect("r and s", &result(&run)?, &expected)?;
            if let Some(x) = case.out.get("Qx").and_then(Json::as_str) {
                let public = result(&call("ec_public", vec![bytes("d"), curve])?)?;
                expect("public", &public, &format!("04{x}{}", case.digits(&case.out, "Qy")))?;
            }
            run
        }
    };
    for Mid { name, index, digits: wanted } in case.mids() {
        let number = index.first().map_or(String::new(), |i| format!("[{i}]"));
        let found = match name {
            "h1" => text(&run, "h1")?,
            "int2octets_x_bits2octets_h1" => text(&run, "nonce/x_h1")?,
            "K" | "V" | "T" => text(&run, &format!("nonce/{name}{number}"))?,
            "R_x" => coordinates(&text(&run, "R")?, digits)?[..digits].to_string(),
            "R_y" => coordinates(&text(&run, "R")?, digits)?[digits..].to_string(),
            "u1G" | "u2Q" | "X" => coordinates(&text(&run, name)?, digits)?,
            number => decimal(&text(&run, number)?, digits)?,
        };
        expect(&format!("{name}{index:?}"), &found, &wanted)?;
    }
    Ok(())
}
