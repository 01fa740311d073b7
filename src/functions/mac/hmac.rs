//! HMAC, RFC 2104: H(K0 ⊕ opad ‖ H(K0 ⊕ ipad ‖ message)), over any hash function of the table.
//!
//! Its run has the parts `key` (K0), `ipad_key`, `opad_key`, `inner` and `outer`.

use crate::functions::hash::{self, Hash, Midstate, with_hash};
use crate::functions::{Arguments, Context, Default, Family, Function, Limits, Parameter, Says, Vetted};
use crate::num::{Border, Callee, Carry, Entrance, Numbers};
use crate::run::{Count, Door, Error, Feed, Map, Path, Pieces, Rope, Run, Source, Type, Value, Windows};
use ::hmac::{KeyInit, Mac, SimpleHmac};
use std::num::Wrapping;
use std::sync::{Arc, OnceLock};

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
    make: |c: &Context, a: &Arguments| Ok(hmac(&c.at, hash::asked(a)?, a.rope("key"), a.rope("message"))),
}];

/// HMAC with `hash`.
pub fn hmac(at: &Path, hash: &Hash, key: Rope, message: Rope) -> Run {
    let mut run = Run::new(at, "hmac");
    let keys = keys(&mut run, hash, key);
    let outer = hashes(&mut run, hash, keys, message);
    run.with_result(Value::Bytes(outer))
}
/// The two keys, each a block of the hash function, that K0 becomes XORed with ipad and with opad.
fn keys(run: &mut Run, hash: &Hash, key: Rope) -> [Rope; 2] {
    let (block, length) = (hash.block, key.len());
    let fill = |key: Rope| {
        let missing = block - key.len();
        key.clone().then(Rope::padding(&key, 0, missing))
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
    [ipad_key, opad_key]
}
/// The two hashes, one inside the other.
fn hashes(run: &mut Run, hash: &Hash, [ipad_key, opad_key]: [Rope; 2], message: Rope) -> Rope {
    let inner = run.run("inner", |at| (hash.run)(at, ipad_key.then(message)));
    run.run("outer", |at| (hash.run)(at, opad_key.then(inner)))
}

/// HMAC under one key, as a step that other functions call on one message after another.
///
/// Its argument is the message, and the bytes that all calls share are [`Keyed::keys`].
pub struct Keyed {
    hash: &'static Hash,
    keys: [Rope; 2],
    /// The bytes of the keys, and the hash function after each of them.
    hashed: OnceLock<(Vec<u8>, [Midstate; 2])>,
}
impl Keyed {
    /// Adds `key`, `ipad_key` and `opad_key` to a run; they exist once for all messages.
    pub fn new(run: &mut Run, hash: &'static Hash, key: Rope) -> Keyed {
        Keyed { hash, keys: keys(run, hash, key), hashed: OnceLock::new() }
    }
    /// The two keys, one behind the other.
    pub fn keys(&self) -> Rope {
        let [ipad_key, opad_key] = self.keys.clone();
        ipad_key.then(opad_key)
    }
    /// The run over one message, with the parts `inner` and `outer`.
    pub fn run(&self, at: &Path, message: Rope) -> Run {
        let mut run = Run::new(at, "hmac");
        run.inputs = vec![("message", Value::Bytes(message.clone()))];
        let outer = hashes(&mut run, self.hash, self.keys.clone(), message);
        run.with_result(Value::Bytes(outer))
    }
}
impl Callee for Keyed {
    fn compute(&self, keys: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let after = || {
            let (ipad_key, opad_key) = keys.split_at(self.hash.block as usize);
            (keys.to_vec(), [ipad_key, opad_key].map(|key| self.hash.after(key)))
        };
        let (mut message, mut digest) = ([0; LONGEST], [0; LONGEST]);
        let given = arguments.first().map_or(&[][..], |(_, message)| message);
        let (long, length) = (given.len() > LONGEST, self.hash.output as usize);
        message.iter_mut().zip(given).for_each(|(to, byte)| *to = byte.0);
        let copied: Vec<u8> = if long { given.iter().map(|byte| byte.0).collect() } else { vec![] };
        let mut hashes = |[inner, outer]: &[Midstate; 2]| {
            inner.digest(if long { &copied } else { &message[..given.len()] }, &mut digest);
            message[..length].copy_from_slice(&digest[..length]);
            outer.digest(&message[..length], &mut digest);
        };
        // What is asked for with other keys than those of the run is a trial of what they change.
        match self.hashed.get_or_init(after) {
            (known, hashed) if known == keys => hashes(hashed),
            _ => hashes(&after().1),
        }
        output.iter_mut().zip(digest).for_each(|(to, byte)| *to = Wrapping(byte));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| self.run(at, arguments.into_iter().next().unwrap_or_default()))
    }
}
/// The longest digest, and the longest message that needs no room of its own.
const LONGEST: usize = 64;

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
