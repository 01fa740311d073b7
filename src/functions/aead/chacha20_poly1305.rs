//! ChaCha20-Poly1305, RFC 8439 section 2.8: the cipher's block 0 is the key of the code, the blocks from 1 on encrypt.
//!
//! A seal has the run `key_block` (block 0) and its first half `otk`, the run `encrypt`, `mac_data` (data and
//! ciphertext, each filled up to whole blocks, and their lengths) and the run `mac`.

use super::{DATA, MESSAGE, SEALED, compared, filled, parted};
use crate::functions::cipher::chacha20;
use crate::functions::mac::poly1305::poly1305;
use crate::functions::{Arguments, Context, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::run::{Error, Rope, Run, Source, Type, VERIFIED_BYTES, Value};
use ::chacha20poly1305::aead::{AeadInOut, KeyInit};
use ::chacha20poly1305::{ChaCha20Poly1305, Nonce};

/// Bytes of a tag.
const TAG: u64 = 16;
/// The longest message: the counter has 32 bits and begins with 1, section 2.8.
const LONGEST: u64 = (1 << 38) - 64;

/// A length as eight bytes, the least significant first.
fn length(of: &Rope) -> Rope {
    Rope::length(of, &of.len().to_le_bytes())
}
/// Adds what encrypts or decrypts.
fn stream(run: &mut Run, name: &str, a: &Arguments, message: Rope) -> Rope {
    let first = Rope::constant("counter 1", &1u32.to_be_bytes());
    run.run(name, |at| {
        let mut run = chacha20::stream(at, a.rope("key"), a.rope("nonce"), first, message.clone());
        run.inputs = vec![("message", Value::Bytes(message))];
        run
    })
}
/// Adds all that makes the tag.
fn tagged(run: &mut Run, a: &Arguments, ciphertext: &Rope) -> Rope {
    let data = a.rope("data");
    let zero = Rope::constant("counter 0", &[0; 4]);
    let block = run.run("key_block", |at| chacha20::block(at, a.rope("key"), a.rope("nonce"), zero, 20));
    let key = run.bytes("otk", block.slice(0..32), 0);
    let text = filled(&data).then(filled(ciphertext)).then(length(&data)).then(length(ciphertext));
    let text = run.bytes("mac_data", text, TAG);
    run.run("mac", |at| {
        let mut run = poly1305(at, &key, text.clone());
        run.inputs = vec![("key", Value::Bytes(key.clone())), ("message", Value::Bytes(text))];
        run
    })
}
fn seal(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "chacha20_poly1305_seal");
    let ciphertext = stream(&mut run, "encrypt", a, a.rope("message"));
    let tag = tagged(&mut run, a, &ciphertext);
    Ok(run.with_result(Value::Bytes(ciphertext.then(tag))))
}
fn open(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "chacha20_poly1305_open");
    let [ciphertext, given] = parted(&a.rope("sealed"), TAG)?;
    let tag = tagged(&mut run, a, &ciphertext);
    let mut run = compared(run, c, tag, given, "key, nonce, data, ciphertext and tag must all be as they were")?;
    let message = stream(&mut run, "decrypt", a, ciphertext);
    Ok(run.with_result(Value::Bytes(message)))
}
fn vetted(a: &Arguments, opens: bool) -> Result<Says, Error> {
    let input = a.rope(if opens { "sealed" } else { "message" });
    if input.len() > VERIFIED_BYTES {
        return Ok(Says::Nothing);
    }
    let (mut text, data, nonce) = (input.to_vec()?, a.bytes("data")?, a.bytes("nonce")?);
    let (Ok(cipher), Ok(nonce)) =
        (ChaCha20Poly1305::new_from_slice(&a.bytes("key")?), Nonce::try_from(nonce.as_slice()))
    else {
        return Ok(Says::Refused);
    };
    let done = match opens {
        true => cipher.decrypt_in_place(&nonce, &data, &mut text),
        false => cipher.encrypt_in_place(&nonce, &data, &mut text),
    };
    Ok(Says::or_refused(done.ok().map(|()| text)))
}
const KEY: Parameter = Parameter::bytes("key", "the secret key, 32 bytes").within(Limits::Length(32, 32));
const NONCE: Parameter = Parameter::bytes("nonce", "used once with this key, 12 bytes").within(Limits::Length(12, 12));

/// The rows of ChaCha20-Poly1305.
pub const ROWS: &[Function] = &[
    Function {
        name: "chacha20_poly1305_seal",
        title: "ChaCha20-Poly1305",
        summary: "Encrypts a message with ChaCha20 and adds a tag of Poly1305 over ciphertext and data, under a key made from the \
                  nonce. A nonce that comes twice breaks it.",
        family: Family::Aead,
        spec: "RFC 8439 §2.8",
        parameters: &[KEY, NONCE, MESSAGE.within(Limits::Length(0, LONGEST)), DATA],
        result: Some(Type::Bytes),
        vetted: Vetted::new("chacha20poly1305 0.11", |a| vetted(a, false)).note("up to 64 MiB").row(),
        examples: &[
            "chacha20_poly1305_seal(sha256(\"my secret\"), \"only once...\", \"attack at dawn\", data: \"to: all\")",
        ],
        make: seal,
    },
    Function {
        name: "chacha20_poly1305_open",
        title: "ChaCha20-Poly1305, opened",
        summary: "The message that was sealed, if key, nonce, data, ciphertext and tag are as they were; else it is refused.",
        family: Family::Aead,
        spec: "RFC 8439 §2.8",
        parameters: &[KEY, NONCE, SEALED.within(Limits::Length(0, LONGEST + TAG)), DATA],
        result: Some(Type::Bytes),
        vetted: Vetted::new("chacha20poly1305 0.11", |a| vetted(a, true)).note("up to 64 MiB").row(),
        examples: &["chacha20_poly1305_open(sha256(\"my secret\"), \"only once...\", \
             chacha20_poly1305_seal(sha256(\"my secret\"), \"only once...\", \"attack at dawn\"))"],
        make: open,
    },
];

#[cfg(test)]
mod tests {
    use crate::functions::FaultKind;
    use crate::functions::bytes::testing::{at, call, fault, input};

    #[test]
    fn what_is_opened_was_sealed_and_any_change_is_refused() {
        let (key, nonce) = (input("k", &[3; 32]), input("n", &[4; 12]));
        for length in [0, 1, 16, 63, 64, 65, 200] {
            let message: Vec<u8> = (0..length).collect();
            let sealed =
                call("chacha20_poly1305_seal", [key.clone(), nonce.clone(), input("m", &message), input("d", b"x")]);
            let sealed = sealed.unwrap().result;
            let open = |sealed, data: &[u8]| {
                call("chacha20_poly1305_open", [key.clone(), nonce.clone(), sealed, input("d", data)])
            };
            assert_eq!(open(sealed.clone(), b"x").unwrap().output().unwrap(), message);
            let refused = open(sealed, b"y").unwrap_err();
            assert_eq!(refused.kind, FaultKind::Rejected);
            assert_eq!(at(&refused.run.unwrap(), "compare/result"), "00");
        }
        let short = fault("chacha20_poly1305_open", [key, nonce, input("s", &[1; 15])]);
        assert_eq!(short, "`sealed` ends in a tag of 16 bytes, and this has 15");
    }
}
