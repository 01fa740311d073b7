//! Blowfish: `blowfish.json`.

use super::*;
use cleartext::functions::cipher::blowfish::pi;

pub(super) const BLOWFISH: Algorithm =
    Algorithm { file: "blowfish", is_built: |case| case.alg != "Blowfish-CBC", check };

#[test]
fn blowfish() {
    check_both(&BLOWFISH, Count { cases: 16, values: 665, skipped: 6 });
}

fn check(case: &Case) -> Result<(), String> {
    match case.op.as_str() {
        "encrypt-block" => {
            let key = || (None, Value::Bytes(case.input("key")));
            let run = call("blowfish_encrypt", vec![key(), (None, Value::Bytes(case.input("pt")))])?;
            let ct = case.digits(&case.out, "ct");
            expect("ct", &result(&run)?, &ct)?;
            let ct = Rope::input(Path::new("ct"), Arc::new(unhex(&ct)));
            let back = call("blowfish_decrypt", vec![key(), (None, Value::Bytes(ct))])?;
            expect("pt", &result(&back)?, &case.digits(&case.given, "pt"))?;
            let hashed = case.mids().into_iter().filter(|m| m.name == "S_sha256").map(|m| m.digits.into_owned());
            for expected in hashed {
                let boxes = unhex(&text(&run, "key_schedule/S[0..3][0..255]")?);
                expect("S_sha256[]", &sha256(&boxes)?, &expected)?;
            }
            check_mids(case, &run, addresses)
        }
        "constants" => {
            let (p, s) = pi::FRACTION.split_at(72);
            expect("P", &hex(p), &case.digits(&case.out, "P"))?;
            expect("S_sha256", &sha256(s)?, &case.digits(&case.out, "S_sha256"))
        }
        other => Err(format!("no operation `{other}`")),
    }
}
fn sha256(bytes: &[u8]) -> Result<String, String> {
    let bytes = Rope::input(Path::new("bytes"), Arc::new(bytes.to_vec()));
    result(&call("sha256", vec![(None, Value::Bytes(bytes))])?)
}
fn addresses(name: &str, index: &[u64]) -> Option<Vec<Vec<String>>> {
    let one = |address: String| vec![address];
    Some(match (name, index) {
        ("P_xor_key", []) => {
            vec![one("key_schedule/P_xor_key".into()), one("key_schedule/P_xor_key/P[0..17]".into())]
        }
        ("P", []) => vec![one("key_schedule/P".into()), one("key_schedule/P[0..17]".into())],
        ("S", [k]) => vec![one(format!("key_schedule/S[{k}]")), one(format!("key_schedule/S[{k}][0..255]"))],
        // Compared by `check`, which hashes the words.
        ("S_sha256", []) => vec![],
        ("ks_step", [n]) => vec![one(format!("key_schedule/step[{n}]"))],
        ("F", [r]) => vec![one(format!("round[{r}]/F"))],
        ("LR", [r]) => vec![one(format!("round[{r}]")), vec![format!("round[{r}]/L"), format!("round[{r}]/R")]],
        _ => return None,
    })
}
