//! bcrypt: `bcrypt.json`.

use super::*;

pub(super) const BCRYPT: Algorithm = Algorithm { file: "bcrypt", is_built: |_| true, check };

#[test]
fn bcrypt() {
    check_both(&BCRYPT, Count { cases: 46, values: 420, skipped: 0 });
}

const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Bytes in bcrypt's own base64.
fn written(bytes: &[u8]) -> String {
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |k| byte >> k & 1)).collect();
    let six = |bits: &[u8]| (0..6).fold(0, |six, k| six << 1 | bits.get(k).copied().unwrap_or(0));
    bits.chunks(6).map(|bits| ALPHABET[usize::from(six(bits))] as char).collect()
}
/// The bytes that some characters of bcrypt's own base64 write.
fn unwritten(text: &str) -> Option<Vec<u8>> {
    let bits = text.bytes().map(|c| ALPHABET.iter().position(|a| *a == c)).collect::<Option<Vec<_>>>()?;
    let bits: Vec<u8> = bits.iter().flat_map(|six| (0..6).rev().map(move |k| (six >> k & 1) as u8)).collect();
    Some(bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit)).collect())
}
fn hashed(password: Rope, salt: Vec<u8>, cost: i64) -> Result<Run, String> {
    let salt = Rope::input(Path::new("salt"), Arc::new(salt));
    call("bcrypt", [Value::Bytes(password), Value::Bytes(salt), Value::int(cost)].map(|value| (None, value)).into())
}
fn check(case: &Case) -> Result<(), String> {
    let password = case.input("password");
    if case.op == "verify" {
        let hash_text = case.digits(&case.given, "hash_text");
        let fits = || -> Option<bool> {
            let [cost, rest] = [hash_text.get(4..6)?, hash_text.get(7..).filter(|rest| rest.len() == 53)?];
            let (salt, hash) = (unwritten(&rest[..22])?, unwritten(&rest[22..])?);
            let run = hashed(password, salt, cost.parse().ok()?).ok()?;
            Some(run.output().ok()? == hash)
        };
        return expect("verdict", if fits() == Some(true) { "valid" } else { "invalid" }, &case.verdict);
    }
    let cost = case.given["cost"].as_i64().expect("a cost");
    let run = hashed(password, unhex(&case.digits(&case.given, "salt")), cost)?;
    expect("raw", &result(&run)?, &case.digits(&case.out, "raw"))?;
    let hash_text = case.digits(&case.out, "hash_text");
    expect("hash_text", &written(&run.output().map_err(|e| e.to_string())?), &hash_text[29..])?;
    let tables = |name: &str, index: &[u64]| match (name, index) {
        (_, [0]) => Some("setup".to_owned()),
        ("P_key" | "S_key_sha256", [i]) => Some(format!("expand[{i}]/key")),
        (_, [i]) => Some(format!("expand[{i}]")),
        _ => None,
    };
    for mid in case.mids().into_iter().filter(|mid| mid.name.ends_with("sha256")) {
        let at = tables(mid.name, &mid.index).ok_or("no tables")?;
        let boxes = Rope::input(Path::new("boxes"), Arc::new(unhex(&text(&run, &format!("{at}/S[0..3][0..255]"))?)));
        let digest = result(&call("sha256", vec![(None, Value::Bytes(boxes))])?)?;
        expect(&format!("{}[{:?}]", mid.name, mid.index), &digest, &mid.digits)?;
    }
    check_mids(case, &run, |name, index| match (name, index) {
        ("key", []) => Some(vec![vec!["key".into()]]),
        ("salt", []) => Some(vec![vec!["in/salt".into()]]),
        ("P" | "P_key", _) => Some(vec![vec![format!("{}/P[0..17]", tables(name, index)?)]]),
        // Compared above, where the words are hashed.
        ("S_sha256" | "S_key_sha256", _) => Some(vec![]),
        ("ctext", [k]) => Some(vec![vec![format!("encrypt[{k}]")], vec![format!("encrypt[{k}]/ctext")]]),
        _ => None,
    })
}
