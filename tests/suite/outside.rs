//! Lines for other tools, run by every shell that is here: what they print is what this program computed, whatever
//! bytes they are given.

use cleartext::functions::outside::{Outside, lines};
use cleartext::run::Budget;
use cleartext::sheet::{NoFiles, Sheet};
use std::collections::BTreeSet;
use std::process::Command;

/// Bytes that mean something to a shell, to `printf`, to a terminal or to nobody.
const HOSTILE: &[&str] = &[
    "\"\"",
    "\"abc\"",
    "\"it's a \\\"quoted\\\" text\"",
    "\"-n\"",
    "\"--help\"",
    "\"$(touch owned) `touch owned` $HOME ${IFS} !! !$\"",
    "\"'; touch owned; '\"",
    "\"%s%n%d \\\\n \\\\0 \\\\\\\\ \\\\c\"",
    "\"two\\nlines\\nand a tab\\t\"",
    "\"Grüße, 鍵\"",
    "0x00",
    "0x000102fffe80c0af",
    "0x0a0d1b5b33316d27225c24607e7f",
];
/// A call for each form of each row, `M` standing for the bytes.
const CALLS: &[&str] = &[
    "md5(M)",
    "sha1(M)",
    "sha224(M)",
    "sha256(M)",
    "sha384(M)",
    "sha512(M)",
    "sha512_224(M)",
    "sha512_256(M)",
    "sha3_224(M)",
    "sha3_256(M)",
    "sha3_384(M)",
    "sha3_512(M)",
    "shake128(M, 33)",
    "shake256(M, 300)",
    "blake2b(M)",
    "blake2s(M, length: 20, key: sha256(M))",
    "hkdf(M, M, M, 42)",
    "hkdf(M, \"\", \"\", 100, hash: \"sha3_256\")",
    "pbkdf2(M, M, 3, 40)",
    "pbkdf2(M ++ \"p\", \"salt\", 2, 100, hash: \"sha3_256\")",
    "pbkdf2(\"p\", M, 2, 20, hash: \"sha512_256\")",
    "pbkdf2(M, M, 1, 1, hash: \"blake2s\")",
    "scrypt(M, M, 16, 1, 2, 40)",
    "scrypt(\"p\", M ++ \"s\", 64, 8, 1, 64)",
    "hkdf_expand_label(sha256(M), \"key\", M, 40)",
    "mt19937(int_be(sha256(M)[0..4]), 3)",
    "hmac(M, M)",
    "hmac(M, M, hash: \"md5\")",
    "hmac(M, M, hash: \"sha3_256\")",
    "hmac(M, M, hash: \"blake2s\")",
    "hmac(\"key\", M, hash: \"sha512_256\")",
    "hmac(repeat(\"k\", 200), M, hash: \"sha384\")",
    "aes_encrypt(sha256(M), sha256(M)[0..16])",
    "aes_decrypt(sha256(M)[0..24], sha256(M)[0..16])",
    "ecb_encrypt(sha256(M)[0..16], M)",
    "ecb_decrypt(sha256(M), ecb_encrypt(sha256(M), M))",
    "ecb_encrypt(sha256(M), sha512(M), padding: \"none\")",
    "cbc_encrypt(sha256(M), sha256(M)[0..16], M)",
    "cbc_decrypt(sha256(M), sha256(M)[0..16], cbc_encrypt(sha256(M), sha256(M)[0..16], M))",
    "cbc_decrypt(sha256(M), sha256(M)[0..16], sha512(M), padding: \"none\")",
    "ctr(sha256(M), sha256(M)[0..16], M)",
    "chacha20_block(sha256(M), sha256(M)[0..12], 7)",
    "chacha20(sha256(M), sha256(M)[0..12], M, counter: 4_000_000_000)",
    "gcm_seal(sha256(M), sha256(M)[0..12], M, data: M)",
    "gcm_seal(sha256(M)[0..16], sha256(M)[0..20], M)",
    "chacha20_poly1305_seal(sha256(M), sha256(M)[0..12], M, data: sha256(M))",
    "blowfish_encrypt(sha256(M), sha256(M)[0..8])",
    "blowfish_decrypt(sha256(M)[0..4], sha256(M)[0..8])",
    "x25519(sha256(M), sha256(\"u\" ++ M))",
    "x25519_public(sha256(M))",
    "ed25519_public(sha256(M))",
    "ed25519_sign(sha256(M), M)",
    "base64(M)",
    "modpow(int_be(sha256(M)), int_be(sha512(M)), int_be(0x01 ++ sha512(M)))",
    "modpow(0 - int_be(sha256(M)), 3, 1_000_003)",
    "modinv(int_be(M ++ 0x01), 170_141_183_460_469_231_731_687_303_715_884_105_727)",
    "gcd(0 - 6 * int_be(sha256(M)), 9 * int_be(sha512(M)))",
];

/// The lines for a call, and its result as a tool prints it.
fn offered(expression: &str) -> (Vec<Outside>, String) {
    let (mut sheet, faults) = Sheet::parse(&format!("x = {expression}"), &Default::default());
    assert_eq!(faults, [], "{expression}");
    sheet.finish(&NoFiles, &Budget::unlimited()).unwrap();
    let cell = sheet.cell("x").expect("a cell");
    let outcome = cell.outcome().unwrap_or_else(|| panic!("{expression} has no value"));
    let call = cell.calls().iter().find(|call| call.at.as_str() == "x").expect("a call");
    (lines(call.function, &call.arguments).unwrap(), outcome.value.show(100_000).unwrap())
}
/// Whether a tool is here, and all of it that a line wants.
fn is_here(tool: &str) -> bool {
    let wanted = match tool {
        "python3" => "python3 -c 'import cryptography.hazmat.decrepit.ciphers.algorithms'".to_owned(),
        tool => format!("command -v {tool}"),
    };
    Command::new("sh").args(["-c", &wanted]).output().is_ok_and(|found| found.status.success())
}
/// What a line prints, by a shell in an empty folder in which nothing may appear.
fn printed(shell: &str, line: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let output =
        Command::new(shell).args(["-c", line]).current_dir(folder.path()).output().map_err(|e| e.to_string())?;
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if left > 0 || !output.status.success() || !said.is_empty() {
        return Err(format!("{left} files, {}: {said}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
fn check(calls: &[&str], bytes: &[&str], shells: &[&str]) {
    let tools = ["md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "openssl", "python3"];
    let here: BTreeSet<&str> = tools.into_iter().filter(|tool| is_here(tool)).collect();
    let (mut ran, mut used) = (0, BTreeSet::new());
    for (call, bytes) in calls.iter().flat_map(|call| bytes.iter().map(move |bytes| (call, bytes))) {
        let expression = call.replace('M', bytes);
        let (found, result) = offered(&expression);
        let is_offered = !found.is_empty() || call.starts_with("hmac(M") || call.starts_with("blowfish");
        assert!(is_offered, "nothing for {expression}");
        for Outside { tool, line } in found.iter().filter(|outside| here.contains(outside.tool)) {
            assert!(line.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{line:?}");
            for shell in shells {
                let out = printed(shell, line).unwrap_or_else(|why| panic!("{expression}\n{shell}: {line}\n{why}"));
                let words: Vec<&str> = out.split_whitespace().collect();
                let is_there = words.contains(&result.as_str()) || out.trim_end() == result;
                assert!(is_there, "{line}\n{out}\n{result}");
            }
            used.insert(*tool);
            ran += 1;
        }
    }
    eprintln!("{ran} lines of {used:?} in {shells:?}");
    assert_eq!(ran > 0, !here.is_empty());
}

#[test]
fn every_line_gives_what_the_program_gives() {
    check(CALLS, &[HOSTILE[12]], &["sh"]);
}
#[test]
fn no_bytes_get_out_of_their_quotes() {
    let shells: Vec<&str> = ["sh", "bash", "dash", "zsh"].into_iter().filter(|shell| is_here(shell)).collect();
    check(&["sha256(M)"], HOSTILE, &shells);
    check(&["hmac(M, M)", "cbc_encrypt(sha256(M), sha256(M)[0..16], M)"], HOSTILE, &["sh"]);
}
#[test]
fn what_no_tool_has_or_no_line_holds_is_not_offered() {
    let nothing = [
        "sha256(repeat(\"a\", 3000))",
        "sha256(\"abc\", rounds: 5)",
        "aes_encrypt(repeat(\"k\", 16), repeat(\"b\", 16), without: \"ShiftRows\")",
        "cbc_encrypt(repeat(\"k\", 16), repeat(\"i\", 16), \"abc\", padding: \"zeroes\")",
        "ecb_encrypt(repeat(\"k\", 16), \"abc\", cipher: \"blowfish\")",
        "x25519(repeat(\"k\", 32), repeat(0x00, 32))",
        "blowfish_encrypt(\"k\", \"8 bytes!\")",
        "reverse(\"abc\")",
    ];
    for expression in nothing {
        assert_eq!(offered(expression).0, [], "{expression}");
    }
    // Without a key openssl has no line, and Python has.
    let tools = |expression: &str| offered(expression).0.into_iter().map(|outside| outside.tool).collect::<Vec<_>>();
    assert_eq!(tools("hmac(\"\", \"m\")"), ["python3"]);
    assert_eq!(tools("sha256(\"m\")"), ["sha256sum", "openssl", "python3"]);
    assert_eq!(tools("sha512_256(\"m\")"), ["openssl", "python3"]);
}
