//! RC4: `rc4.json`.

use super::*;
use ::sha2::{Digest, Sha256};

pub(super) const RC4: Algorithm = Algorithm { file: "rc4", is_built: |_| true, check };

#[test]
fn rc4() {
    check_both(&RC4, Count { cases: 22, values: 600, skipped: 0 });
}

fn run(case: &Case, message: Rope) -> Result<Run, String> {
    call("rc4", vec![(None, Value::Bytes(case.input("key"))), (None, Value::Bytes(message))])
}
fn check(case: &Case) -> Result<(), String> {
    let run = match run(case, case.input("msg")) {
        Err(why) if case.verdict == "invalid" && why.contains("`key`") => return Ok(()),
        run => run?,
    };
    if case.verdict == "invalid" {
        return Err("expected a refusal".into());
    }
    let output = run.output().map_err(|e| e.to_string())?;
    match case.op.as_str() {
        "encrypt" => expect("ct", &hex(&output), &case.digits(&case.out, "ct"))?,
        _ => {
            expect("ct_sha256", &hex(&Sha256::digest(&output)), &case.digits(&case.out, "ct_sha256"))?;
            for at in case.out["at"].as_array().ok_or("no list")? {
                let offset = at[0].as_u64().ok_or("no offset")? as usize;
                expect("at", &hex(&output[offset..offset + 16]), at[1].as_str().ok_or("no digits")?)?;
            }
        }
    }
    // The bytes of the keystream are there however short the message was.
    let zeros = Rope::input(Path::new("zeros"), Arc::new(vec![0; 16]));
    let run = self::run(case, zeros)?;
    for mid in case.mids().iter().filter(|mid| mid.name == "S_sha256") {
        expect("S_sha256[]", &hex(&Sha256::digest(unhex(&text(&run, "key_setup")?))), &mid.digits)?;
    }
    check_mids(case, &run, |name, index| match (name, index) {
        ("S", []) => Some(vec![vec!["key_setup".into()], vec!["byte[0]/S[0..255]".into()]]),
        ("S_sha256", []) => Some(vec![]),
        ("i" | "j" | "K", [n]) => Some(vec![vec![format!("byte[{n}]/{name}")]]),
        _ => None,
    })
}
