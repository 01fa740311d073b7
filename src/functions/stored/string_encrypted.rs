//! Columns of sqlalchemy-utils' `StringEncryptedType`: three engines, one key, which is the SHA-256 of a secret.
//!
//! A run has `key`, `iv` and `ciphertext`, with `tag` for `aes_gcm`; `encrypt` or `decrypt` is the call of the cipher,
//! `stored` reads or writes the Base64, and `padded` is the text before encryption or after decryption where the engine
//! pads by itself.

use super::fernet::{self, Keys};
use super::{BYTES, bytes, call, known};
use crate::functions::aead::gcm;
use crate::functions::hash::sha2;
use crate::functions::mode::cbc;
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::run::{Body, Error, Rope, Run, Source, Type, Value};
use ::aes::Aes256;
use ::cbc::{Decryptor, Encryptor};
use ::sha2::{Digest, Sha256};
use base64ct::{Base64, Encoding};
use cipher::block_padding::NoPadding;
use cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use std::sync::Arc;

/// Bytes of a block.
const BLOCK: usize = 16;
/// Bytes of the IV and of the tag of `aes_gcm`.
const IV: u64 = 12;
const TAG: u64 = 16;
/// The longest text, in bytes.
const LONGEST: u64 = 1 << 20;
/// The engines that can be asked for.
const ENGINES: [&str; 3] = ["aes", "aes_gcm", "fernet"];
const PADDINGS: [&str; 4] = ["pkcs5", "naive", "zeroes", "oneandzeroes"];

/// The filling of a last block that is `missing` bytes short; a whole block where none is.
fn filling(padding: &str, missing: usize) -> Vec<u8> {
    let mut filling = vec![0; missing];
    match padding {
        "pkcs5" => filling.fill(missing as u8),
        "naive" => filling.fill(b'*'),
        "zeroes" => filling[missing - 1] = missing as u8,
        _ => filling[0] = 0x80,
    }
    filling
}
/// How many bytes are left when the padding is taken off as the package does it, and why; or what it refuses.
fn left(padding: &str, padded: &[u8]) -> Result<(usize, String), String> {
    let last = padded.last().copied().unwrap_or_default();
    let without = |byte: u8, end: usize| padded[..end].iter().rposition(|other| *other != byte).map_or(0, |at| at + 1);
    Ok(match padding {
        "pkcs5" => {
            let count = usize::from(last);
            let padding = padded.len().checked_sub(count).filter(|_| (1..=BLOCK).contains(&count));
            match padding.map(|start| padded[start..].iter().all(|byte| *byte == last)) {
                Some(true) => (padded.len() - count, format!("{count}, as all of them say")),
                Some(false) => return Err(format!("the last byte says {count}, and not all of so many bytes do")),
                None => return Err(format!("the last byte is {last:02x}; padding ends in 01 to 10")),
            }
        }
        "naive" => {
            let end = without(b'*', padded.len());
            (end, format!("{}: all stars at the end, those of the text among them", padded.len() - end))
        }
        "zeroes" => {
            let end = padded.len().saturating_sub(last.into());
            let end = if last == 0 { 0 } else { end };
            (end, format!("{}, as the last byte says; nobody looks at the others", padded.len() - end))
        }
        _ => {
            let end = without(0x80, without(0, padded.len()));
            (end, format!("{}: zeros, and all bytes 80 before them", padded.len() - end))
        }
    })
}

/// The engine, the padding and the key of a call.
struct Column {
    engine: String,
    padding: String,
    key: Rope,
}
impl Column {
    fn new(run: &mut Run, c: &Context, a: &Arguments) -> Result<Column, Fault> {
        for name in ["engine", "padding"] {
            a.value(name).finish(c.budget)?;
        }
        let given = vec![("message", a.value("secret").clone())];
        let key = bytes(&call(run, c, ("key", sha2::ROWS, "sha256"), "secret", given)?);
        Ok(Column { engine: a.text("engine")?, padding: a.text("padding")?, key })
    }
    /// Half of the key: the IV of the engine `aes`.
    fn iv(&self, run: &mut Run) -> Rope {
        run.choice("where does the IV come from?", "it is the first half of the key: the same for every value");
        run.bytes("iv", self.key.slice(0..BLOCK as u64), 0)
    }
    fn given(&self, iv: Rope, name: &'static str, text: Rope) -> Vec<(&'static str, Value)> {
        let (key, none) = (Value::Bytes(self.key.clone()), Value::text("none"));
        vec![("key", key), ("iv", Value::Bytes(iv)), (name, Value::Bytes(text)), ("padding", none)]
    }
}

fn encrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "string_encrypted_encrypt");
    let (column, text) = (Column::new(&mut run, c, a)?, a.rope("text"));
    let stored = match column.engine.as_str() {
        "aes" => {
            let iv = column.iv(&mut run);
            let missing = BLOCK - (text.len() % BLOCK as u64) as usize;
            let filling = filling(&column.padding, missing).into_iter();
            let filling = filling.map(|byte| Rope::padding(&text, byte, 1)).fold(Rope::default(), Rope::then);
            let padded = run.bytes("padded", text.then(filling), BLOCK as u64);
            let given = column.given(iv, "message", padded);
            let ciphertext = bytes(&call(&mut run, c, ("encrypt", cbc::ROWS, "cbc_encrypt"), "text", given)?);
            run.bytes("ciphertext", ciphertext, BLOCK as u64)
        }
        "aes_gcm" => {
            let iv = a.rope("iv");
            if iv.len() != IV {
                let message = format!("engine \"aes_gcm\" wants an `iv` of {IV} bytes, and this has {}", iv.len());
                return Err(Fault::argument("iv", message).hint("the package draws them at random for each value"));
            }
            let iv = run.bytes("iv", iv, 0);
            let given = vec![
                ("key", Value::Bytes(column.key.clone())),
                ("nonce", Value::Bytes(iv.clone())),
                ("message", Value::Bytes(text.clone())),
            ];
            let sealed = bytes(&call(&mut run, c, ("encrypt", gcm::ROWS, "gcm_seal"), "text", given)?);
            let ciphertext = run.bytes("ciphertext", sealed.slice(0..text.len()), 0);
            let tag = run.bytes("tag", sealed.slice(text.len()..text.len() + TAG), 0);
            iv.then(tag).then(ciphertext)
        }
        _ => {
            let message = "engine \"fernet\" is there to be read: a token holds the time and a random IV";
            return Err(Fault::argument("engine", message).hint("`fernet_encrypt` makes a token of both"));
        }
    };
    let stored = call(&mut run, c, ("stored", BYTES, "base64"), "text", vec![("a", Value::Bytes(stored))])?;
    Ok(run.with_result(stored))
}
fn decrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "string_encrypted_decrypt");
    let column = Column::new(&mut run, c, a)?;
    let plain = match column.engine.as_str() {
        "fernet" => {
            let keys = Keys::of(&mut run, &column.key);
            run = fernet::open(run, c, &keys, a.value("stored"), "stored", None)?;
            bytes(&run.result)
        }
        engine => {
            let given = vec![("text", a.value("stored").clone())];
            let read = call(&mut run, c, ("stored", BYTES, "unbase64"), "stored", given);
            let stored =
                bytes(&read.map_err(|fault| Fault { hint: Some(another(a, fault.hint.as_deref())), ..fault })?);
            if engine == "aes" {
                padded(&mut run, c, a, &column, stored)?
            } else {
                sealed(&mut run, c, a, &column, stored)?
            }
        }
    };
    let text = known(c, &plain)?;
    if let Err(wrong) = std::str::from_utf8(&text) {
        let message = format!("what was decrypted is no text: byte {} is not UTF-8", wrong.valid_up_to());
        let run = run.with_result(Value::Bytes(plain));
        let fault = Fault { argument: Some("stored".into()), ..Fault::rejected(message, run) };
        return Err(fault.hint("another secret, another engine or padding, or a value that was changed"));
    }
    Ok(run.with_result(Value::Text(plain)))
}
/// Engines that a stored text may be of, as a hint.
fn another(a: &Arguments, otherwise: Option<&str>) -> String {
    let stored = a.bytes("stored").unwrap_or_default();
    let (engine, begins) = (a.text("engine").unwrap_or_default(), stored.starts_with(b"gAAAA"));
    match (begins, engine.as_str()) {
        (true, "aes" | "aes_gcm") => "it begins as a token of Fernet: try engine \"fernet\"".into(),
        (_, "aes") => otherwise.unwrap_or("another engine may have written it: \"aes_gcm\" or \"fernet\"").into(),
        _ => otherwise.unwrap_or("another engine may have written it: \"aes\" or \"fernet\"").into(),
    }
}
/// The text of a value of the engine `aes`.
fn padded(run: &mut Run, c: &Context, a: &Arguments, column: &Column, stored: Rope) -> Result<Rope, Fault> {
    let refuse = |run: &Run, message: String| {
        let fault = Fault { argument: Some("stored".into()), ..Fault::rejected(message, run.clone()) };
        fault.hint(another(a, None))
    };
    let iv = column.iv(run);
    let ciphertext = run.bytes("ciphertext", stored, BLOCK as u64);
    if ciphertext.is_empty() || !ciphertext.len().is_multiple_of(BLOCK as u64) {
        let message = format!("{} bytes are not one or more whole blocks of {BLOCK}", ciphertext.len());
        return Err(refuse(run, message));
    }
    let given = column.given(iv, "message", ciphertext);
    let padded = bytes(&call(run, c, ("decrypt", cbc::ROWS, "cbc_decrypt"), "stored", given)?);
    let padded = run.bytes("padded", padded, BLOCK as u64);
    let (end, why) = match left(&column.padding, &known(c, &padded)?) {
        Ok(left) => left,
        Err(why) => return Err(refuse(run, format!("the padding is not as it must be: {why}"))),
    };
    run.choice("how many bytes of padding are there?", why);
    Ok(padded.slice(0..end as u64))
}
/// The text of a value of the engine `aes_gcm`.
fn sealed(run: &mut Run, c: &Context, a: &Arguments, column: &Column, stored: Rope) -> Result<Rope, Fault> {
    let length = stored.len();
    if length < IV + TAG {
        let message = format!("{length} bytes are not an IV of {IV}, a tag of {TAG} and a ciphertext");
        let fault = Fault { argument: Some("stored".into()), ..Fault::rejected(message, run.clone()) };
        return Err(fault.hint(another(a, None)));
    }
    let iv = run.bytes("iv", stored.slice(0..IV), 0);
    let tag = run.bytes("tag", stored.slice(IV..IV + TAG), 0);
    let ciphertext = run.bytes("ciphertext", stored.slice(IV + TAG..length), 0);
    let sealed = Value::Bytes(ciphertext.then(tag));
    let given = vec![("key", Value::Bytes(column.key.clone())), ("nonce", Value::Bytes(iv)), ("sealed", sealed)];
    match call(run, c, ("decrypt", gcm::ROWS, "gcm_open"), "stored", given) {
        Ok(value) => {
            checked(run);
            Ok(bytes(&value))
        }
        Err(mut fault) => {
            fault.run.as_mut().into_iter().for_each(|run| checked(Arc::make_mut(run)));
            Err(fault)
        }
    }
}
/// Says of a run what its call of the cipher found of the tag. The engine `aes` has none, and says nothing.
fn checked(run: &mut Run) {
    let decrypt = run.items.iter().rev().find_map(|item| match &item.body {
        Body::Run(inner) if item.name == "decrypt" => inner.check.clone(),
        _ => None,
    });
    if let Some(check) = decrypt {
        run.check("the secret", check.passed);
    }
}

// ------------------------------------------------------------------ the functions

fn encrypted(a: &Arguments) -> Result<Says, Error> {
    let (key, text) = (Sha256::digest(a.bytes("secret")?), a.bytes("text")?);
    let stored = match a.text("engine")?.as_str() {
        "aes" => {
            let missing = BLOCK - text.len() % BLOCK;
            let padded = [text, filling(&a.text("padding")?, missing)].concat();
            let cipher = Encryptor::<Aes256>::new_from_slices(&key, &key[..BLOCK]);
            cipher.ok().map(|cipher| cipher.encrypt_padded_vec::<NoPadding>(&padded))
        }
        "aes_gcm" => {
            let iv = a.bytes("iv")?;
            gcm::crated_seal(&key, &iv, &text).filter(|_| iv.len() == IV as usize).map(|sealed| {
                let (ciphertext, tag) = sealed.split_at(text.len());
                [&iv, tag, ciphertext].concat()
            })
        }
        _ => None,
    };
    Ok(Says::or_refused(stored.map(|stored| Base64::encode_string(&stored).into_bytes())))
}
fn decrypted(a: &Arguments) -> Result<Says, Error> {
    let (key, stored) = (Sha256::digest(a.bytes("secret")?), a.bytes("stored")?);
    let read = || base64ct::Base64Unpadded::decode_vec(std::str::from_utf8(&stored).ok()?.trim_end_matches('=')).ok();
    let plain = match a.text("engine")?.as_str() {
        "aes" => read().filter(|stored| !stored.is_empty()).and_then(|stored| {
            let cipher = Decryptor::<Aes256>::new_from_slices(&key, &key[..BLOCK]).ok()?;
            let mut plain = cipher.decrypt_padded_vec::<NoPadding>(&stored).ok()?;
            plain.truncate(left(&a.text("padding").ok()?, &plain).ok()?.0);
            Some(plain)
        }),
        "aes_gcm" => read().and_then(|stored| {
            let (iv, rest) = stored.split_at_checked(IV as usize)?;
            let (tag, ciphertext) = rest.split_at_checked(TAG as usize)?;
            gcm::crated_open(&key, iv, &[ciphertext, tag].concat())
        }),
        _ => fernet::opened(&key, &stored, None),
    };
    Ok(Says::or_refused(plain.filter(|plain| std::str::from_utf8(plain).is_ok())))
}
const SECRET: Parameter =
    Parameter::bytes("secret", "the secret of the column; its SHA-256 is the key").within(Limits::Length(0, LONGEST));
const ENGINE: Parameter =
    Parameter::text("engine", "\"aes\", which is the package's default, \"aes_gcm\" or \"fernet\"")
        .or(Default::Text("aes"))
        .within(Limits::OneOf(|| ENGINES.to_vec()));
const PADDING: Parameter = Parameter::text("padding", "of the engine \"aes\": naive fills up with stars")
    .or(Default::Text("naive"))
    .within(Limits::OneOf(|| PADDINGS.to_vec()));
const VETTED: &str = "aes 0.9 in cbc 0.2 and ghash 0.6, hmac 0.13 and sha2 0.11";
const SHARES: &str = "the padding is the same code";

/// The rows of `StringEncryptedType`.
pub const ROWS: &[Function] = &[
    Function {
        name: "string_encrypted_encrypt",
        title: "an encrypted column",
        summary: "A text as sqlalchemy-utils' StringEncryptedType stores it. Its default engine writes equal texts alike.",
        family: Family::Stored,
        spec: "sqlalchemy-utils 0.43.0",
        parameters: &[
            SECRET,
            Parameter::bytes("text", "what to store, 1 MiB at most").within(Limits::Length(0, LONGEST)),
            ENGINE,
            PADDING,
            Parameter::bytes("iv", "of the engine \"aes_gcm\": 12 bytes").or(Default::Bytes(&[])),
        ],
        result: Some(Type::Text),
        vetted: crate::functions::Counterpart::Crate(Vetted { shares: SHARES, ..Vetted::new(VETTED, encrypted) }),
        examples: &[
            "string_encrypted_encrypt(\"secretkey1234\", \"secret_user\")",
            "string_encrypted_encrypt(\"secretkey1234\", \"secret_user\", engine: \"aes_gcm\", iv: \"only once...\")",
        ],
        make: encrypt,
    },
    Function {
        name: "string_encrypted_decrypt",
        title: "an encrypted column, read",
        summary: "The text of a stored value; only the engines \"aes_gcm\" and \"fernet\" notice that it was changed.",
        family: Family::Stored,
        spec: "sqlalchemy-utils 0.43.0",
        parameters: &[
            SECRET,
            Parameter::new("stored", &[Type::Text, Type::Bytes], "what stands in the column, in Base64")
                .within(Limits::Length(0, 2 * LONGEST)),
            ENGINE,
            PADDING,
        ],
        result: Some(Type::Text),
        vetted: crate::functions::Counterpart::Crate(Vetted { shares: SHARES, ..Vetted::new(VETTED, decrypted) }),
        examples: &["string_encrypted_decrypt(\"secretkey1234\", \"rRa3mno6Qjb4BqrBdLvGvg==\")"],
        make: decrypt,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::FaultKind;
    use crate::functions::bytes::testing::{at, call, typed};

    const SECRET: &str = "secretkey1234";
    fn encrypted(text: &str, padding: &str) -> Value {
        let given = [typed("s", SECRET), typed("t", text), Value::text("aes"), Value::text(padding)];
        call("string_encrypted_encrypt", given).unwrap().result
    }
    fn decrypted(stored: Value, engine: &str, padding: &str) -> Result<Run, Fault> {
        call("string_encrypted_decrypt", [typed("s", SECRET), stored, Value::text(engine), Value::text(padding)])
    }
    fn text(value: &Value) -> String {
        value.to_text().unwrap().unwrap()
    }
    #[test]
    fn the_packages_samples_come_out() {
        assert_eq!(text(&encrypted("secret_user", "pkcs5")), "VUV4WxkdtQgtr5MMkBImKA==");
        assert_eq!(text(&encrypted("secret_user", "naive")), "rRa3mno6Qjb4BqrBdLvGvg==");
        let iv: Vec<u8> = (0..12).collect();
        let iv = Value::Bytes(Rope::input(crate::run::Path::new("iv"), std::sync::Arc::new(iv)));
        let given = [typed("s", SECRET), typed("t", "secret_user"), Value::text("aes_gcm"), Value::text("naive"), iv];
        let run = call("string_encrypted_encrypt", given).unwrap();
        assert_eq!(text(&run.result), "AAECAwQFBgcICQoLkWgaDmZCgpzE4g1yYXc1mwOq3V/NgSksqSZq");
        assert_eq!(at(&run, "tag"), "91681a0e6642829cc4e20d726177359b");
        assert_eq!(text(&decrypted(run.result, "aes_gcm", "naive").unwrap().result), "secret_user");
    }
    #[test]
    fn every_padding_comes_back_but_for_what_the_package_loses() {
        for padding in PADDINGS {
            for length in 0..40 {
                let plain = &"a text of forty letters, no star at its end"[..length];
                let run = decrypted(encrypted(plain, padding), "aes", padding).unwrap();
                assert_eq!(text(&run.result), plain, "{padding}");
            }
        }
        assert_eq!(text(&decrypted(encrypted("ends*", "naive"), "aes", "naive").unwrap().result), "ends");
        let lost = decrypted(encrypted("À", "oneandzeroes"), "aes", "oneandzeroes").unwrap_err();
        assert_eq!(lost.message, "what was decrypted is no text: byte 0 is not UTF-8");
    }
    #[test]
    fn what_another_engine_wrote_is_refused_with_a_hint() {
        let refused = |stored: &str, engine: &str| {
            let fault = decrypted(typed("c", stored), engine, "pkcs5").unwrap_err();
            assert!([FaultKind::Rejected, FaultKind::BadArgument].contains(&fault.kind));
            assert!(fault.argument.is_some());
            fault.to_string()
        };
        assert!(refused("AAECAwQFBgcICQoLkWgaDmZCgpzE4g1yYXc1mwOq3V/NgSksqSZq", "aes").contains("\"aes_gcm\""));
        assert!(refused("rRa3mno6Qjb4BqrBdLvGvg==", "aes_gcm").contains("16 bytes are not an IV"));
        assert!(refused("gAAAAABrBInJA3fpMSpNWaMvWoTmqwVcFoF1rzkA", "aes").contains("engine \"fernet\""));
        assert!(refused("rRa3mno6Qjb4BqrBdLvGvg==", "fernet").contains("field `version`"));
        assert!(refused("rRa3mno6Qjb4BqrBdLvGvg==", "aes").contains("the padding is not as it must be"));
    }
}
