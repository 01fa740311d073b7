//! Fernet tokens, the specification at github.com/fernet/spec: AES-128-CBC under one half of a key, HMAC-SHA-256 under
//! the other.
//!
//! A run has `signing_key` and `encryption_key`, the two halves of the key that `key` reads; a decryption has `token`,
//! which reads the Base64, the run `fields` (`version`, `timestamp`, `iv`, `ciphertext`, `hmac`), `mac` (what the code
//! should be), `compare`, the comparisons of the age where it is asked for, and `decrypt`. An encryption has `encrypt`,
//! `mac` and `token`.

use super::{BYTES, bytes, call, known};
use crate::functions::artefact::Fields;
use crate::functions::mac::hmac;
use crate::functions::mode::cbc;
use crate::functions::{
    Arguments, Context, Default, Family, Fault, FaultKind, Function, Limits, Parameter, Says, Vetted,
};
use crate::run::{Error, Rope, Run, Source, Type, Value};
use ::aes::Aes128;
use ::cbc::{Decryptor, Encryptor};
use ::hmac::{KeyInit, Mac, SimpleHmac};
use base64ct::{Base64Url, Encoding};
use cipher::block_padding::Pkcs7;
use cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use num_traits::ToPrimitive;
use sha2::Sha256;

/// The first byte of a token.
const VERSION: u8 = 0x80;
/// Bytes of the fields before the ciphertext: version, time and IV.
const HEAD: usize = 1 + 8 + 16;
/// Bytes of the code at the end.
const CODE: usize = 32;
/// How far ahead of the reader's clock a token may be, in seconds.
const AHEAD: i64 = 60;
/// The longest message, and the longest token, in bytes.
const LONGEST: u64 = 1 << 20;

/// The two halves of a key of 32 bytes.
pub struct Keys {
    signing: Rope,
    encryption: Rope,
}
impl Keys {
    /// Adds `signing_key` and `encryption_key`.
    pub fn of(run: &mut Run, key: &Rope) -> Keys {
        let signing = run.bytes("signing_key", key.slice(0..16), 0);
        Keys { signing, encryption: run.bytes("encryption_key", key.slice(16..32), 0) }
    }
    /// Reads a key that Base64 writes.
    fn read(run: &mut Run, c: &Context, a: &Arguments) -> Result<Keys, Fault> {
        padded(c, "key", a.value("key"))?;
        let given = vec![("text", a.value("key").clone()), ("url", Value::bool(true))];
        let key = bytes(&call(run, c, ("key", BYTES, "unbase64"), "key", given)?);
        if key.len() != 32 {
            let message =
                format!("a key of Fernet is 32 bytes in Base64, 44 characters, and `key` writes {}", key.len());
            return Err(Fault::argument("key", message));
        }
        Ok(Keys::of(run, &key))
    }
    /// Adds `mac`, the code over what stands before it.
    fn code(&self, run: &mut Run, c: &Context, body: Rope) -> Result<Rope, Fault> {
        let given = vec![("key", Value::Bytes(self.signing.clone())), ("message", Value::Bytes(body))];
        Ok(bytes(&call(run, c, ("mac", hmac::ROWS, "hmac"), "key", given)?))
    }
}

/// Refuses Base64 without the `=` that fills up its last group, as the specification does and the crate.
fn padded(c: &Context, argument: &str, text: &Value) -> Result<(), Fault> {
    let rope = text.rope().cloned().unwrap_or_default();
    rope.finish(c.budget)?;
    let length = rope.len();
    if length.is_multiple_of(4) {
        return Ok(());
    }
    let message = format!("`{argument}` has {length} characters, and they make no groups of four");
    Err(Fault::argument(argument, message).hint("Fernet keeps the `=` at the end of its Base64"))
}

fn encrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "fernet_encrypt");
    let keys = Keys::read(&mut run, c, a)?;
    let length = vec![("int", a.value("time").clone()), ("length", Value::int(8))];
    let time = bytes(&call(&mut run, c, ("timestamp", BYTES, "bytes_be"), "time", length)?);
    let (iv, key) = (a.value("iv").clone(), Value::Bytes(keys.encryption.clone()));
    let given = vec![("key", key), ("iv", iv), ("message", a.value("message").clone())];
    let ciphertext = bytes(&call(&mut run, c, ("encrypt", cbc::ROWS, "cbc_encrypt"), "message", given)?);
    let body = Rope::constant("version", &[VERSION]).then(time).then(a.rope("iv")).then(ciphertext);
    let code = keys.code(&mut run, c, body.clone())?;
    let given = vec![("a", Value::Bytes(body.then(code))), ("url", Value::bool(true))];
    let token = call(&mut run, c, ("token", BYTES, "base64"), "message", given)?;
    Ok(run.with_result(token))
}
fn decrypt(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let mut run = Run::new(&c.at, "fernet_decrypt");
    let keys = Keys::read(&mut run, c, a)?;
    open(run, c, &keys, a.value("token"), "token", age(a)?)
}
/// The lifetime and the clock of a call, where the age is checked.
fn age(a: &Arguments) -> Result<Option<[i64; 2]>, Fault> {
    let [ttl, now] = ["ttl", "now"].map(|name| a.int(name).map(|value| value.to_i64().unwrap_or(i64::MAX)));
    let (ttl, now) = (ttl?, now?);
    Ok((ttl != 0).then_some([ttl, now]))
}
/// The message of a token, which `argument` is.
pub fn open(
    mut run: Run,
    c: &Context,
    keys: &Keys,
    token: &Value,
    argument: &str,
    age: Option<[i64; 2]>,
) -> Result<Run, Fault> {
    let given = vec![("text", token.clone()), ("url", Value::bool(true))];
    let read = padded(c, argument, token)
        .and_then(|()| call(&mut run, c, ("token", BYTES, "unbase64"), argument, given))
        .map_err(|fault| refused(fault, &run))?;
    let (fields, body, ciphertext, iv, code) = taken_apart(&run, c, bytes(&read))?;
    run.items.extend(fields.items);
    let computed = keys.code(&mut run, c, body)?;
    let pair = vec![("a", Value::Bytes(computed)), ("b", Value::Bytes(code))];
    let same = call(&mut run, c, ("compare", BYTES, "equal"), argument, pair)?;
    known(c, &bytes(&same))?;
    run.check("the key", Some(same.clone()));
    if same.to_bool()? != Some(true) {
        let fault = Fault::rejected("the code at the end of the token is not the one that this key makes", run);
        return Err(fault.hint("another key, or a token that was changed: nothing of it is decrypted"));
    }
    match age {
        Some([ttl, now]) => fresh(&mut run, c, argument, ttl, now)?,
        None => run.choice("is the age of the token checked?", "no: without ttl a token is good for ever"),
    }
    let key = Value::Bytes(keys.encryption.clone());
    let given = vec![("key", key), ("iv", Value::Bytes(iv)), ("message", Value::Bytes(ciphertext))];
    let message = call(&mut run, c, ("decrypt", cbc::ROWS, "cbc_decrypt"), argument, given)?;
    Ok(run.with_result(message))
}
/// A mistake in the writing of a token: the token is refused.
fn refused(fault: Fault, run: &Run) -> Fault {
    match fault.kind {
        FaultKind::BadArgument => {
            Fault { kind: FaultKind::Rejected, run: Some(std::sync::Arc::new(run.clone())), ..fault }
        }
        _ => fault,
    }
}
/// The fields of a token: the run that has them, what the code is over, ciphertext, IV and code.
fn taken_apart(run: &Run, c: &Context, token: Rope) -> Result<(Run, Rope, Rope, Rope, Rope), Fault> {
    let length = token.len() as usize;
    let mut fields = Fields::inside(c, run.clone(), "token", Value::Bytes(token.clone()))?;
    let ranges = [("version", 0..1), ("timestamp", 1..9), ("iv", 9..HEAD)];
    for (name, range) in ranges {
        if range.end > length {
            let why = format!("the token ends here: it has {length} of the {} bytes of the shortest", HEAD + 16 + CODE);
            return Err(fields.wrong(name, range.start.min(length)..length, why));
        }
        fields.plain(name, range.clone());
        if name == "version" && fields.bytes(&range) != [VERSION] {
            return Err(fields.wrong(name, range, "it is 80 in all tokens there are".into()));
        }
    }
    let end = length.saturating_sub(CODE).max(HEAD);
    if end == HEAD || !(end - HEAD).is_multiple_of(16) {
        let why = "it is one or more blocks of 16 bytes, with the 32 bytes of the code behind it".to_owned();
        return Err(fields.wrong("ciphertext", HEAD..end, why));
    }
    let (iv, ciphertext, code) = (fields.slice(&(9..HEAD)), fields.slice(&(HEAD..end)), fields.slice(&(end..length)));
    fields.plain("ciphertext", HEAD..end);
    fields.plain("hmac", end..length);
    let body = token.slice(0..end as u64);
    let mut whole = fields.finish();
    whole.items.drain(..run.items.len());
    Ok((whole, body, ciphertext, iv, code))
}
/// Refuses a token that is older than `ttl`, or that is ahead of the clock.
fn fresh(run: &mut Run, c: &Context, argument: &str, ttl: i64, now: i64) -> Result<(), Fault> {
    let timestamp = run.items.iter().find_map(|item| match &item.body {
        crate::run::Body::Run(fields) if item.name == "fields" => {
            fields.items.iter().find(|field| field.name == "timestamp").map(|field| field.body.clone())
        }
        _ => None,
    });
    let Some(crate::run::Body::Bytes { rope, .. }) = timestamp else { return Ok(()) };
    let time = call(run, c, ("time", BYTES, "int_be"), argument, vec![("a", Value::Bytes(rope))])?;
    let (clock, int) = (Value::int(now), Value::int);
    let expires = call(run, c, ("expires", BYTES, "add"), argument, vec![("a", time.clone()), ("b", int(ttl))])?;
    let too_old = call(run, c, ("too_old", BYTES, "less"), argument, vec![("a", expires), ("b", clock.clone())])?;
    let latest = call(run, c, ("latest", BYTES, "add"), argument, vec![("a", clock), ("b", int(AHEAD))])?;
    let too_new = call(run, c, ("too_new", BYTES, "less"), argument, vec![("a", latest), ("b", time.clone())])?;
    known(c, &bytes(&too_old))?;
    known(c, &bytes(&too_new))?;
    let time = time.show(24)?;
    let message = match (too_old.to_bool()?, too_new.to_bool()?) {
        (Some(true), _) => format!("the token is of the time {time}, more than {ttl} seconds before {now}"),
        (_, Some(true)) => format!("the token is of the time {time}, more than {AHEAD} seconds after {now}"),
        _ => return Ok(()),
    };
    Err(Fault { argument: Some(argument.into()), ..Fault::rejected(message, run.clone()) })
}

// ------------------------------------------------------------------ the functions

const VETTED: &str = "aes 0.9 in cbc 0.2, hmac 0.13 and sha2 0.11";
fn key(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    Base64Url::decode_vec(text).ok().filter(|key| key.len() == 32)
}
fn code(key: &[u8], body: &[u8]) -> Option<Vec<u8>> {
    let mut mac = <SimpleHmac<Sha256> as KeyInit>::new_from_slice(key).ok()?;
    mac.update(body);
    Some(mac.finalize().into_bytes().to_vec())
}
/// The token that the crates make.
fn crated(key: &[u8], message: &[u8], iv: &[u8], time: u64) -> Option<String> {
    let cipher = Encryptor::<Aes128>::new_from_slices(&key[16..], iv).ok()?;
    let ciphertext = cipher.encrypt_padded_vec::<Pkcs7>(message);
    let mut token = [&[VERSION][..], &time.to_be_bytes(), iv, &ciphertext].concat();
    token.extend(code(&key[..16], &token)?);
    Some(Base64Url::encode_string(&token))
}
/// The message that the crates find in a token under a key of 32 bytes.
pub fn opened(key: &[u8], token: &[u8], age: Option<[i64; 2]>) -> Option<Vec<u8>> {
    let token = Base64Url::decode_vec(std::str::from_utf8(token).ok()?).ok()?;
    let (body, given) = token.split_at_checked(token.len().checked_sub(CODE)?)?;
    if body.len() < HEAD || body[0] != VERSION || code(&key[..16], body)? != given {
        return None;
    }
    let time = u64::from_be_bytes(body[1..9].try_into().ok()?) as i128;
    if let Some([ttl, now]) = age
        && (time + i128::from(ttl) < now.into() || i128::from(now) + i128::from(AHEAD) < time)
    {
        return None;
    }
    let cipher = Decryptor::<Aes128>::new_from_slices(&key[16..], &body[9..HEAD]).ok()?;
    cipher.decrypt_padded_vec::<Pkcs7>(&body[HEAD..]).ok()
}
fn encrypted(a: &Arguments) -> Result<Says, Error> {
    let (Some(key), Ok(time)) = (key(&a.bytes("key")?), a.u64("time")) else { return Ok(Says::Refused) };
    let token = crated(&key, &a.bytes("message")?, &a.bytes("iv")?, time);
    Ok(Says::or_refused(token.map(String::into_bytes)))
}
fn decrypted(a: &Arguments) -> Result<Says, Error> {
    let (Some(key), Ok(age)) = (key(&a.bytes("key")?), age(a)) else { return Ok(Says::Refused) };
    Ok(Says::or_refused(opened(&key, &a.bytes("token")?, age)))
}
const KEY: Parameter =
    Parameter::new("key", &[Type::Text, Type::Bytes], "32 bytes in Base64 for URLs").within(Limits::Length(0, 64));

/// The rows of Fernet.
pub const ROWS: &[Function] = &[
    Function {
        name: "fernet_encrypt",
        title: "Fernet",
        summary: "A token: a message encrypted with AES-CBC, with the time, and a code of HMAC over all of it.",
        family: Family::Stored,
        spec: "github.com/fernet/spec",
        parameters: &[
            KEY,
            Parameter::bytes("message", "what to encrypt, 1 MiB at most").within(Limits::Length(0, LONGEST)),
            Parameter::bytes("iv", "16 bytes that nobody can predict, new for every token")
                .within(Limits::Length(16, 16)),
            Parameter::int("time", "seconds since 1970").within(Limits::Only(0, i64::MAX)),
        ],
        result: Some(Type::Text),
        vetted: Vetted::new(VETTED, encrypted).row(),
        examples: &["fernet_encrypt(\"cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\", \"hello\", \
             0x000102030405060708090a0b0c0d0e0f, 499162800)"],
        make: encrypt,
    },
    Function {
        name: "fernet_decrypt",
        title: "Fernet, read",
        summary: "The message of a token, after its code and, with `ttl`, its age were checked.",
        family: Family::Stored,
        spec: "github.com/fernet/spec",
        parameters: &[
            KEY,
            Parameter::new("token", &[Type::Text, Type::Bytes], "the token, in Base64 for URLs")
                .within(Limits::Length(0, 2 * LONGEST)),
            Parameter::int("ttl", "how many seconds old it may be; 0: its age is not checked")
                .or(Default::Int(0))
                .within(Limits::Only(0, i64::MAX)),
            Parameter::int("now", "the reader's clock, in seconds since 1970")
                .or(Default::Int(0))
                .within(Limits::Only(0, i64::MAX)),
        ],
        result: Some(Type::Bytes),
        vetted: Vetted::new(VETTED, decrypted).row(),
        examples: &["fernet_decrypt(\"cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=\", \
             \"gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==\")"],
        make: decrypt,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::bytes::testing::{at, call, origin, typed};

    const KEY: &str = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    const TOKEN: &str =
        "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    fn decrypted(token: &str, age: [i64; 2]) -> Result<Run, Fault> {
        call("fernet_decrypt", [typed("k", KEY), typed("t", token), Value::int(age[0]), Value::int(age[1])])
    }
    #[test]
    fn the_specifications_token_falls_apart() {
        let run = decrypted(TOKEN, [60, 499_162_830]).unwrap();
        assert_eq!(run.output().unwrap(), b"hello");
        assert_eq!(at(&run, "signing_key"), "730ff4c7af3d46923e8ed451ee813c87");
        assert_eq!(at(&run, "fields/timestamp"), "000000001dc09eb0");
        assert_eq!(at(&run, "decrypt/block[0]/plaintext"), "68656c6c6f0b0b0b0b0b0b0b0b0b0b0b");
        assert_eq!(at(&run, "mac"), at(&run, "fields/hmac"));
        assert_eq!(origin(&run.result, 0..5).split(';').next(), Some("k[21..43] t[12..19] t[33..55]"));
    }
    #[test]
    fn a_token_cut_anywhere_is_refused_with_a_sentence() {
        for length in 0..TOKEN.len() {
            let fault = decrypted(&TOKEN[..length], [0, 0]).err().filter(|fault| fault.kind == FaultKind::Rejected);
            assert!(fault.is_some(), "{length}");
        }
    }
    #[test]
    fn what_is_wrong_is_said_and_stands_in_the_run() {
        let refused = |token: &str, age, said: &str| {
            let fault = decrypted(token, age).unwrap_err();
            assert_eq!(fault.kind, FaultKind::Rejected);
            assert!(fault.message.contains(said), "{}", fault.message);
            fault.run.unwrap()
        };
        let run = refused(&TOKEN.replace("021cp", "021dp"), [0, 0], "the code at the end");
        assert_eq!(at(&run, "compare/result"), "00");
        let run = refused(TOKEN, [60, 499_162_861], "more than 60 seconds before 499162861");
        assert_eq!(at(&run, "too_old"), "true");
        let run = refused(TOKEN, [60, 499_162_700], "more than 60 seconds after 499162700");
        assert_eq!(at(&run, "too_new"), "true");
        refused(&TOKEN.replacen("gAAA", "gQAA", 1), [0, 0], "field `version`");
        refused("%%%%", [0, 0], "`%`");
    }
    /// Both sides read Base64 by one rule: what one refuses, the other does.
    #[test]
    fn body_and_crate_agree_on_base64() {
        let changed = |text: &str| [text.trim_end_matches('=').to_owned(), format!("{text}="), text.replace('=', "%")];
        for (keys, tokens) in
            [(changed(KEY), [TOKEN; 3].map(str::to_owned)), ([KEY; 3].map(str::to_owned), changed(TOKEN))]
        {
            for (key, token) in keys.iter().zip(&tokens) {
                let given = [typed("k", key), typed("t", token), Value::int(0), Value::int(0)];
                assert!(call("fernet_decrypt", given).is_err(), "{key} {token}");
                let says = super::key(key.as_bytes()).and_then(|key| opened(&key, token.as_bytes(), None));
                assert_eq!(says, None, "{key} {token}");
            }
        }
    }
}
