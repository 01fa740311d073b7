//! HMAC, RFC 2104: H(K0 ⊕ opad ‖ H(K0 ⊕ ipad ‖ message)), over any hash function of the table.
//!
//! Its run has the parts `key` (K0), `ipad_key`, `opad_key`, `inner` and `outer`.

use crate::functions::hash::{self, Hash, with_hash};
use crate::functions::{Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Carry, Numbers};
use crate::run::{Count, Error, Feed, Map, Path, Pieces, Rope, Run, Source, Type, Value, Windows};
use ::hmac::{KeyInit, Mac, SimpleHmac};

/// The row of HMAC.
pub const ROWS: &[Function] = &[Function {
    name: "hmac",
    title: "HMAC",
    summary: "A message authentication code from a hash function and a secret key: two hashes, one inside the other.",
    family: Family::Mac,
    spec: "RFC 2104 §2",
    parameters: &[
        Parameter::bytes("key", "the secret key, of any length"),
        Parameter::bytes("message", "what to authenticate, of any length"),
        Parameter::text("hash", "the hash function, by name")
            .or(Default::Text("sha256"))
            .within(Limits::OneOf(hash::names)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted::new("hmac 0.13", vetted).note("over the crate of the hash function").row(),
    examples: &["hmac(\"key\", \"what do ya want for nothing?\")", "hmac(\"key\", \"message\", hash: \"sha512\")"],
    make: |c: &Context, a: &Arguments| {
        let name = a.text("hash")?;
        let hash = hash::hash(&name).ok_or_else(|| Fault::argument("hash", format!("no hash function `{name}`")))?;
        Ok(hmac(&c.at, hash, a.rope("key"), a.rope("message")))
    },
}];

/// HMAC with `hash`.
pub fn hmac(at: &Path, hash: &Hash, key: Rope, message: Rope) -> Run {
    let mut run = Run::new(at, "hmac");
    let (block, length) = (hash.block, key.len());
    let fill = |key: Rope| {
        let missing = block - key.len();
        key.clone().then(Rope::length_filled(&key, 0, missing))
    };
    let question = format!("is the key longer than a block of {block} bytes?");
    let k0 = if length <= block {
        run.choice(question, format!("no, it has {length}: zeros fill it up"));
        run.bytes("key", fill(key), 0)
    } else {
        run.choice(question, format!("yes, it has {length}: its {} takes its place", hash.name));
        run.run("key", |at| {
            let hashed = (hash.run)(at, key);
            let k0 = fill(hashed.result.rope().cloned().unwrap_or_default());
            hashed.with_result(Value::Bytes(k0))
        })
    };
    let masked = |mask| move |at, k0: Rope| Map::part(at, mask, vec![Feed::whole("K0", k0)], block, block);
    let ipad_key = run.part("ipad_key", |at| masked(Mask { name: "ipad", byte: 0x36 })(at, k0.clone()));
    let opad_key = run.part("opad_key", |at| masked(Mask { name: "opad", byte: 0x5c })(at, k0));
    let inner = run.run("inner", |at| (hash.run)(at, ipad_key.then(message)));
    let outer = run.run("outer", |at| (hash.run)(at, opad_key.then(inner)));
    run.with_result(Value::Bytes(outer))
}

/// K0 XOR a byte repeated.
#[derive(Clone, Copy)]
struct Mask {
    name: &'static str,
    byte: u8,
}
impl Pieces for Mask {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let mask = n.u8(self.name, (), self.byte);
        for i in 0..read[0].bytes.len() {
            let k0 = N::U8::read(n, read[0].piece::<1>(i));
            (k0 ^ mask).named("byte", i).save(out);
        }
    }
}

fn vetted(arguments: &Arguments) -> Result<Says, Error> {
    fn mac<M: Mac + KeyInit>(arguments: &Arguments) -> Result<Says, Error> {
        let Ok(mut mac) = <M as KeyInit>::new_from_slice(&arguments.bytes("key")?) else { return Ok(Says::Refused) };
        let (message, mut buffer, mut at) = (arguments.rope("message"), vec![0; 64 << 10], 0);
        while at < message.len() {
            let n = (message.len() - at).min(buffer.len() as u64) as usize;
            message.read_at(at, &mut buffer[..n])?;
            mac.update(&buffer[..n]);
            at += n as u64;
        }
        Ok(Says::Value(mac.finalize().into_bytes().to_vec()))
    }
    with_hash!(arguments.text("hash")?.as_str(), D => mac::<SimpleHmac<D>>(arguments)?)
}
