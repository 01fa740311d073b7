//! What all modes have to do.

use crate::functions::bytes::testing::*;
use crate::functions::{Context, FaultKind, function};
use crate::run::{Budget, Path, Rope, Run, Value};
use std::sync::Arc;
use std::time::Instant;

const KEY: [u8; 16] = [0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c];

fn key() -> Value {
    input("k", &KEY)
}
fn iv() -> Value {
    input("iv", &[7; 16])
}
fn message(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i * 7) as u8).collect()
}
fn padding(name: &str) -> (Option<&str>, Value) {
    (Some("padding"), Value::text(name))
}

#[test]
fn decryption_undoes_encryption() {
    for length in [0, 1, 15, 16, 17, 31, 32, 100] {
        for name in ["pkcs7", "oneandzeroes", "zeroes", "none"].into_iter().filter(|n| *n != "none" || length % 16 == 0)
        {
            let text = message(length);
            let there = named("ecb_encrypt", vec![(None, key()), (None, input("m", &text)), padding(name)]).unwrap();
            let back = named("ecb_decrypt", vec![(None, key()), (None, there.result), padding(name)]).unwrap();
            assert_eq!(back.output().unwrap(), text);
            let given = |m| vec![(None, key()), (None, iv()), (None, m), padding(name)];
            let there = named("cbc_encrypt", given(input("m", &text))).unwrap();
            let back = named("cbc_decrypt", given(there.result)).unwrap();
            assert_eq!(back.output().unwrap(), text);
        }
        let there = call("ctr", [key(), iv(), input("m", &message(length))]).unwrap();
        assert_eq!(call("ctr", [key(), iv(), there.result]).unwrap().output().unwrap(), message(length));
    }
}
#[test]
fn a_call_opens_the_rounds_and_the_schedule_exists_once() {
    let run = call("cbc_encrypt", [key(), iv(), input("m", &message(40))]).unwrap();
    let block = Value::bytes(&base16ct::lower::decode_vec(at(&run, "block[1]/input")).unwrap());
    let alone = call("aes_encrypt", [key(), block]).unwrap();
    assert_eq!(at(&run, "block[1]/cipher/round[1]/SubBytes"), at(&alone, "round[1]/SubBytes"));
    assert_eq!(at(&run, "block[1]/cipher"), at(&run, "block[1]/output"));
    assert_eq!(at(&run, "block[1]/cipher/in/block"), at(&run, "block[1]/input"));
    assert_eq!(at(&run, "cipher/key_expansion/w[4]"), at(&alone, "key_expansion/w[4]"));
    assert_eq!(formula(&run, "block[1]/input[3]"), "plaintext[3] ⊕ previous[3]");
    assert_eq!(at(&run, "pad/padding/byte[0]"), "08");
}
#[test]
fn every_byte_knows_where_it_comes_from() {
    let whole = "k[0..16] m[0..16]";
    let ecb = call("ecb_encrypt", [key(), input("m", &message(40))]).unwrap();
    assert!(origin(&ecb.result, 3..4).starts_with(whole));
    assert!(origin(&ecb.result, 20..21).starts_with("k[0..16] m[16..32];"));
    let cbc = call("cbc_encrypt", [key(), iv(), input("m", &message(40))]).unwrap();
    assert!(origin(&cbc.result, 20..21).starts_with("iv[0..16] k[0..16] m[0..32];"));
    let back =
        call("cbc_decrypt", [key(), iv(), Value::Bytes(Rope::input(Path::new("c"), Arc::new(cbc.output().unwrap())))]);
    assert!(origin(&back.unwrap().result, 20..21).starts_with("c[4..5] c[16..32] k[0..16];"));
    let ctr = call("ctr", [key(), iv(), input("m", &message(40))]).unwrap();
    assert!(origin(&ctr.result, 20..21).starts_with("iv[0..16] k[0..16] m[20..21];"));
}
#[test]
fn the_counter_is_the_whole_block_and_wraps() {
    let run = call("ctr", [key(), input("iv", &[0xff; 16]), input("m", &message(20))]).unwrap();
    assert_eq!(at(&run, "block[0]/input"), "ff".repeat(16));
    assert_eq!(at(&run, "block[1]/input"), "00".repeat(16));
    let run = call("ctr", [key(), input("iv", &[0, 255].repeat(8)), input("m", &message(20))]).unwrap();
    assert_eq!(at(&run, "block[1]/input"), "00ff00ff00ff00ff00ff00ff00ff0100");
}
#[test]
fn bad_padding_is_rejected_and_what_was_decrypted_stays() {
    let text = input("m", &[9; 15].iter().copied().chain([0]).collect::<Vec<_>>());
    let there = named("cbc_encrypt", vec![(None, key()), (None, iv()), (None, text), padding("none")]).unwrap();
    let fault = call("cbc_decrypt", [key(), iv(), there.result.clone()]).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Rejected);
    assert_eq!(fault.to_string(), "the padding is not as it must be: the last byte is 00; padding ends in 01 to 10");
    let run: Arc<Run> = fault.run.expect("the run so far");
    assert_eq!(at(&run, "block[0]/plaintext[15]"), "00");
    assert_eq!(run.inputs.len(), 5);
    let empty = call("ecb_decrypt", [key(), input("m", &[])]).unwrap_err();
    assert_eq!(empty.kind, FaultKind::Rejected);
}
#[test]
fn wrong_lengths_are_named() {
    assert_eq!(
        fault("ecb_decrypt", [key(), input("m", &[0; 17])]),
        "`message` of ecb_decrypt has 17 bytes, not whole blocks of 16; a ciphertext of this mode is never cut short"
    );
    assert_eq!(
        fault("cbc_encrypt", [key(), input("iv", &[0; 8]), input("m", b"abc")]),
        "`iv` of cbc_encrypt wants 16 bytes, a block of aes, and this has 8"
    );
    assert_eq!(
        fault("ctr", [input("k", &[0; 5]), iv(), input("m", b"abc")]),
        "`key` of ctr wants 16, 24 or 32 bytes, and this has 5"
    );
    let none = named("ecb_encrypt", vec![(None, key()), (None, input("m", b"abc")), padding("none")]).unwrap_err();
    assert_eq!(none.argument.as_deref(), Some("message"));
    assert_eq!(
        fault("cbc_encrypt", [key(), iv(), input("m", b"abc"), Value::text("ase")]),
        "`cipher` of cbc_encrypt cannot be \"ase\"; did you mean \"aes\"?"
    );
}
#[test]
fn the_crates_agree_under_either_cipher() {
    use crate::functions::Agreement;
    let budget = Budget::unlimited();
    for (cipher, block, keys) in
        [("aes", 16, [16, 24, 32]), ("blowfish", 8, [4, 13, 56]), ("des", 8, [8, 8, 8]), ("des3", 8, [24, 24, 24])]
    {
        for (length, named) in [(0, "pkcs7"), (40, "pkcs7"), (23, "oneandzeroes"), (48, "none"), (31, "zeroes")] {
            for key_length in keys {
                let (key, iv) = (input("k", &message(key_length)), input("iv", &vec![0xff; block]));
                let (text, cipher) = (input("m", &message(length)), (Some("cipher"), Value::text(cipher)));
                for name in ["ecb_encrypt", "cbc_encrypt", "ctr"] {
                    let mut given = vec![(None, key.clone())];
                    given.extend((name != "ecb_encrypt").then(|| (None, iv.clone())));
                    given.extend([(None, text.clone()), cipher.clone()]);
                    given.extend((name != "ctr").then(|| padding(named)));
                    let row = function(name).unwrap();
                    let (run, arguments) = row.call(&Context { at: Path::new(""), budget: &budget }, given).unwrap();
                    run.finish(&budget).unwrap();
                    let agreement = row.agreement(&run, &arguments).unwrap();
                    assert!(matches!(agreement, Agreement::Agrees { .. }), "{name} {length} {key_length}: {agreement}");
                }
            }
        }
    }
}
#[test]
fn the_last_block_of_a_gibibyte_is_shown_at_once() {
    let long = |cell| call("repeat", [input(cell, &message(1 << 10)), Value::int(1 << 20)]).unwrap().result;
    let budget = Budget::unlimited();
    let context = || Context { at: Path::new(""), budget: &budget };
    for (name, given) in [
        ("ecb_encrypt", vec![key(), long("m")]),
        ("ctr", vec![key(), iv(), long("m")]),
        ("cbc_decrypt", vec![key(), iv(), long("m"), Value::text("aes"), Value::text("none")]),
    ] {
        let start = Instant::now();
        let given = given.into_iter().map(|v| (None, v)).collect();
        let (run, _) = function(name).unwrap().call(&context(), given).unwrap();
        let step = if name == "cbc_decrypt" { "InvSubBytes" } else { "SubBytes" };
        assert_eq!(at(&run, &format!("block[67108863]/cipher/round[9]/{step}")).len(), 32);
        // Tests are barely optimized; a release build takes a fraction of this.
        assert!(start.elapsed().as_millis() < 200, "{name}: {:?}", start.elapsed());
    }
}
