//! Keys and signatures written by ssh-keygen: `art-openssh.json`.

use super::tokens::{refused, typed};
use super::*;

pub(super) const OPENSSH: Algorithm = Algorithm { file: "art-openssh", is_built: |_| true, check };

#[test]
fn openssh() {
    check_both(&OPENSSH, Count { cases: 20, values: 66, skipped: 0 });
}

fn check(case: &Case) -> Result<(), String> {
    match case.op.as_str() {
        "derive" => derived(case),
        "verify" => signature(case),
        _ => key(case),
    }
}
fn derived(case: &Case) -> Result<(), String> {
    let number = |name: &str| Value::int(case.given[name].as_i64().expect("a number"));
    let [password, salt] = ["password", "salt"].map(|name| Value::Bytes(case.input(name)));
    let given = [password, salt, number("rounds"), number("length")].map(|value| (None, value)).into();
    expect("dk", &result(&call("bcrypt_pbkdf", given)?)?, &case.digits(&case.out, "dk"))
}
fn signature(case: &Case) -> Result<(), String> {
    let [public, message] = ["public", "msg"].map(|name| Value::Bytes(case.input(name)));
    let texts = ["signature_text", "namespace_text"].map(|name| typed(case, name));
    let run = call("sshsig_verify", [public, message].into_iter().chain(texts).map(|value| (None, value)).collect())?;
    let valid = run.result.to_bool().map_err(|e| e.to_string())? == Some(true);
    expect("verdict", if valid { "valid" } else { "invalid" }, &case.verdict)?;
    check_mids(case, &run, |name, _| match name {
        "signed_data" => Some(vec![vec!["signed_data".into()]]),
        "ed25519_sig" => Some(vec![vec!["fields/signature".into()], vec!["verify/in/signature".into()]]),
        _ => None,
    })
}
fn key(case: &Case) -> Result<(), String> {
    let given: Vec<_> = ["key_text", "passphrase_text"].map(|name| (None, typed(case, name))).into();
    if case.verdict == "invalid" {
        return refused("ssh_private", given);
    }
    let run = call("ssh_private", given)?;
    let [public, seed] = ["public", "seed"].map(|name| case.digits(&case.out, name));
    let list = run.result.show(4096).map_err(|e| e.to_string())?;
    expect("key", &list, &format!("[0x{public}, 0x{seed}]"))?;
    expect("comment", &text(&run, "private/comment")?, &case.digits(&case.out, "comment_text"))?;
    let line = || vec![(None, typed_line(&case.digits(&case.out, "public_line_text")))];
    expect("public", &result(&finished("ssh_public", line())?)?, &public)?;
    let fingerprint = call("ssh_fingerprint", line())?.result.show(99).map_err(|e| e.to_string())?;
    expect("fingerprint", &fingerprint, &case.digits(&case.out, "fingerprint_text"))?;
    for Mid { name, digits, .. } in case.mids() {
        let found = match name {
            "cipher_text" => text(&run, "fields/cipher")?,
            "kdf_text" => text(&run, "fields/kdf")?,
            "kdf_salt" => text(&run, "fields/salt")?,
            "kdf_rounds" => text(&run, "fields/rounds")?,
            "public_blob" => text(&run, "fields/public")?,
            "cipher_key" | "cipher_iv" => text(&run, name)?,
            "private_section" => text(&run, "private")?,
            "checkint" => text(&run, "private/check")?,
            other => return Err(format!("no address is known for {other}")),
        };
        let expected = match name {
            "kdf_rounds" => u64::from_str_radix(&digits, 16).map_err(|e| e.to_string())?.to_string(),
            _ => digits.into_owned(),
        };
        expect(&format!("{name}[]"), &found, &expected)?;
    }
    Ok(())
}
fn typed_line(line: &str) -> Value {
    Value::Text(Rope::input(Path::new("line"), Arc::new(line.as_bytes().to_vec())))
}
