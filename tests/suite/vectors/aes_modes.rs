//! ECB, CBC and CTR over AES: `aes-modes.json`.

use super::*;

pub(super) const AES_MODES: Algorithm =
    Algorithm { file: "aes-modes", is_built: |case| function(&name(case)).is_ok(), check };

#[test]
fn aes_modes() {
    check_both(&AES_MODES, Count { cases: 236, values: 94, skipped: 0 });
}

/// The function of a case: CTR decrypts as it encrypts.
fn name(case: &Case) -> String {
    match case.alg.rsplit('-').next() {
        Some("CTR") => "ctr".into(),
        mode => format!("{}_{}", mode.unwrap_or_default().to_lowercase(), case.op),
    }
}
fn run(case: &Case, name: &str, message: Rope) -> Result<Run, String> {
    let mut given = vec![(Some("key"), Value::Bytes(case.input("key"))), (Some("message"), Value::Bytes(message))];
    for (file, parameter) in [("iv", "iv"), ("counter", "counter_block")] {
        if case.given.contains_key(file) {
            given.push((Some(parameter), Value::Bytes(case.input(file))));
        }
    }
    if name != "ctr" {
        let padding = case.digits(&case.given, "padding_text").to_lowercase();
        given.push((Some("padding"), Value::text(&padding)));
    }
    call(name, given)
}
fn check(case: &Case) -> Result<(), String> {
    let (from, to) = if case.op == "encrypt" { ("pt", "ct") } else { ("ct", "pt") };
    let name = name(case);
    let there = run(case, &name, case.input(from));
    if case.verdict == "invalid" {
        return match there {
            Ok(_) => Err("expected a refusal".into()),
            Err(why) if why.contains("padding") => Ok(()),
            Err(why) => Err(format!("refused for another reason: {why}")),
        };
    }
    let there = there?;
    expect(to, &result(&there)?, &case.digits(&case.out, to))?;
    // What one direction makes, the other undoes.
    let other = match name.split_once('_') {
        Some((mode, "encrypt")) => format!("{mode}_decrypt"),
        Some((mode, _)) => format!("{mode}_encrypt"),
        None => name,
    };
    let made = Rope::input(Path::new(to), Arc::new(unhex(&case.digits(&case.out, to))));
    let back = run(case, &other, made)?;
    expect(from, &result(&back)?, &hex(&case.input(from).to_vec().map_err(|e| e.to_string())?))?;

    // The values of CBC's decryption stand in the file beside those of its encryption.
    let of_decryption = |name: &str| matches!(name, "inv_cipher_out" | "plain_block");
    let (decryption, encryption): (Vec<_>, Vec<_>) =
        case.mid.iter().cloned().partition(|(name, ..)| of_decryption(name));
    let (encrypted, decrypted) = if case.op == "encrypt" { (&there, &back) } else { (&back, &there) };
    check_mids(&Case { mid: encryption, ..case.clone() }, encrypted, addresses)?;
    check_mids(&Case { mid: decryption, ..case.clone() }, decrypted, addresses)
}
fn addresses(name: &str, index: &[u64]) -> Option<Vec<Vec<String>>> {
    let [i] = index else { return None };
    let one = |label: &str| vec![format!("block[{i}]/{label}")];
    Some(match name {
        "xor_in" | "ctr" => vec![one("input")],
        "cipher_out" | "inv_cipher_out" | "keystream" => vec![one("output"), one("cipher")],
        "plain_block" => vec![one("plaintext")],
        _ => return None,
    })
}
