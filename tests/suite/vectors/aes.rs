//! AES: `aes.json`.

use super::*;

pub(super) const AES: Algorithm = Algorithm { file: "aes", is_built: |case| case.op == "encrypt-block", check };

#[test]
fn aes() {
    check_both(&AES, Count { cases: 236, values: 2978, skipped: 0 });
}

/// Every case is held in both directions: the file's `inv_` values are those of the straight inverse cipher.
fn check(case: &Case) -> Result<(), String> {
    let block = |name, of: &BTreeMap<String, Json>| {
        let bytes = unhex(&case.digits(of, name));
        Value::Bytes(Rope::input(Path::new(name), Arc::new(bytes)))
    };
    let run = |function: &str, block| call(function, vec![(None, Value::Bytes(case.input("key"))), (None, block)]);
    let (inverse, straight): (Vec<_>, Vec<_>) =
        case.mid.iter().cloned().partition(|(name, ..)| name.starts_with("inv_"));

    let encrypted = run("aes_encrypt", block("pt", &case.given))?;
    expect("ct", &result(&encrypted)?, &case.digits(&case.out, "ct"))?;
    check_mids(&Case { mid: straight, ..case.clone() }, &encrypted, addresses)?;

    let decrypted = run("aes_decrypt", block("ct", &case.out))?;
    expect("pt", &result(&decrypted)?, &case.digits(&case.given, "pt"))?;
    check_mids(&Case { mid: inverse, ..case.clone() }, &decrypted, addresses)
}
fn addresses(name: &str, index: &[u64]) -> Option<Vec<Vec<String>>> {
    let [i] = index else { return None };
    let step = match name {
        "w" | "rot_word" | "sub_word" | "after_rcon" => return Some(vec![vec![format!("key_expansion/{name}[{i}]")]]),
        "ark" | "inv_ark" => "AddRoundKey",
        "sub" => "SubBytes",
        "shift" => "ShiftRows",
        "mix" => "MixColumns",
        "inv_shift" => "InvShiftRows",
        "inv_sub" => "InvSubBytes",
        "inv_mix" => "InvMixColumns",
        _ => return None,
    };
    // A state as a whole, and its bytes one after the other.
    Some(vec![vec![format!("round[{i}]/{step}")], vec![format!("round[{i}]/{step}[0..15]")]])
}
