//! The key schedule, section 7.1: three extractions one after the other, and what is derived from each of them.
//!
//! The names are the RFC's. `transcript_…` are the digests of all messages up to one of them.

use super::record::Keys;
use super::suite::{self, Cipher, NONCE};
use super::work::{Work, by_crates};
use crate::functions::{
    Arguments, Context, Default, Family, Fault, Function, Limits, Parameter, Vetted, hash, kdf, mac,
};
use crate::run::{Path, Rope, Run, Source, Type, Value};

const HKDF: &[Function] = kdf::hkdf::ROWS;

/// A schedule, as far as it has come.
pub struct Schedule<'a> {
    work: &'a Work<'a>,
    /// Its run.
    pub run: Run,
    hash: &'static str,
    digest: u64,
    /// The AEAD of its keys.
    pub cipher: &'static Cipher,
    empty: Rope,
    secret: Rope,
}
/// The secrets of both directions.
pub struct Traffic {
    /// The client's.
    pub client: Rope,
    /// The server's.
    pub server: Rope,
}
impl<'a> Schedule<'a> {
    /// The beginning: the early secret, which without a key of an earlier session is the same for everybody.
    ///
    /// # Errors
    /// The fault of a call.
    pub fn new(
        work: &'a Work<'a>,
        at: &Path,
        function: &'static str,
        hash: &'static str,
        cipher: &'static Cipher,
        psk: Rope,
    ) -> Result<Schedule<'a>, Fault> {
        let mut run = Run::new(at, function);
        let digest = hash::hash(hash).map_or(32, |hash| hash.output);
        let question = "is there a key of an earlier session?";
        let psk = match psk.is_empty() {
            true => {
                run.choice(question, format!("no: {digest} zeros take its place"));
                Rope::filled("0", 0, digest)
            }
            false => {
                run.choice(question, "yes, `psk`");
                psk
            }
        };
        let (psk, empty) = (run.bytes("psk", psk, 0), Rope::default());
        let mut schedule = Schedule { work, run, hash, digest, cipher, empty, secret: Rope::default() };
        schedule.empty = schedule.hashed("transcript_empty", Rope::default())?;
        schedule.secret = schedule.extract("early_secret", Rope::default(), psk)?;
        Ok(schedule)
    }
    fn hash_name(&self) -> (&'static str, Value) {
        ("hash", Value::text(self.hash))
    }
    /// HKDF-Extract.
    fn extract(&mut self, name: &str, salt: Rope, secret: Rope) -> Result<Rope, Fault> {
        let given = vec![("salt", Value::Bytes(salt)), ("secret", Value::Bytes(secret)), self.hash_name()];
        self.work.bytes(&mut self.run, name, (HKDF, "hkdf_extract"), given)
    }
    /// HKDF-Expand-Label.
    fn expand(&mut self, name: &str, secret: &Rope, label: &str, context: Rope, length: u64) -> Result<Rope, Fault> {
        let label = Rope::constant(format!("{label:?}"), label.as_bytes());
        let given = vec![
            ("secret", Value::Bytes(secret.clone())),
            ("label", Value::Bytes(label)),
            ("context", Value::Bytes(context)),
            ("length", Value::int(length)),
            self.hash_name(),
        ];
        self.work.bytes(&mut self.run, name, (HKDF, "hkdf_expand_label"), given)
    }
    /// Derive-Secret, of which the digest of the messages is there already.
    fn derive(&mut self, name: &str, label: &str, context: Rope) -> Result<Rope, Fault> {
        let secret = self.secret.clone();
        self.expand(name, &secret, label, context, self.digest)
    }
    /// The digest of messages.
    ///
    /// # Errors
    /// The fault of a call.
    pub fn hashed(&mut self, name: &str, messages: Rope) -> Result<Rope, Fault> {
        let given = vec![("message", Value::Bytes(messages))];
        self.work.bytes(&mut self.run, name, (hash::sha2::ROWS, self.hash), given)
    }
    /// The message that stands for the first ClientHello where the server asked for another, section 4.4.1: its digest,
    /// behind a header of its own.
    ///
    /// # Errors
    /// The fault of a call.
    pub fn message_hash(&mut self, client_hello: Rope) -> Result<Rope, Fault> {
        let digest = self.hashed("transcript_client_hello_1", client_hello)?;
        let header = [254, 0, 0, self.digest as u8];
        let message = Rope::constant(format!("fe0000{:02x}", self.digest), &header).then(digest);
        Ok(self.run.bytes("message_hash", message, 0))
    }
    /// Secrets derived from the early one, of use with a key of an earlier session: from the ClientHello alone.
    fn early(&mut self, client_hello: Rope) -> Result<(), Fault> {
        let empty = self.empty.clone();
        self.derive("binder_key", "res binder", empty)?;
        let digest = self.hashed("transcript_client_hello", client_hello)?;
        let secret = self.derive("client_early_traffic_secret", "c e traffic", digest.clone())?;
        self.keys("client_early_application", &secret)?;
        self.derive("early_exporter_master_secret", "e exp master", digest).map(drop)
    }
    /// The next secret of the chain, from what the last one leaves to it.
    fn next(&mut self, derived: &str, name: &str, input: Rope) -> Result<(), Fault> {
        let empty = self.empty.clone();
        let salt = self.derive(derived, "derived", empty)?;
        self.secret = self.extract(name, salt, input)?;
        Ok(())
    }
    /// The handshake secret and the secrets of both directions, from what was agreed and both hellos.
    ///
    /// # Errors
    /// The fault of a call.
    pub fn handshake(&mut self, ecdhe: Rope, hellos: Rope) -> Result<Traffic, Fault> {
        let ecdhe = self.run.bytes("ecdhe", ecdhe, 0);
        self.next("derived_handshake", "handshake_secret", ecdhe)?;
        let digest = self.hashed("transcript_server_hello", hellos)?;
        let client = self.derive("client_handshake_traffic_secret", "c hs traffic", digest.clone())?;
        let server = self.derive("server_handshake_traffic_secret", "s hs traffic", digest)?;
        self.next("derived_master", "master_secret", Rope::filled("0", 0, self.digest))?;
        Ok(Traffic { client, server })
    }
    /// The secrets of the data, from all messages up to the server's Finished.
    ///
    /// # Errors
    /// The fault of a call.
    pub fn application(&mut self, messages: Rope) -> Result<Traffic, Fault> {
        let digest = self.hashed("transcript_server_finished", messages)?;
        let client = self.derive("client_application_traffic_secret_0", "c ap traffic", digest.clone())?;
        let server = self.derive("server_application_traffic_secret_0", "s ap traffic", digest.clone())?;
        self.derive("exporter_master_secret", "exp master", digest)?;
        Ok(Traffic { client, server })
    }
    /// The secret to come back with, from all messages up to the client's Finished.
    ///
    /// # Errors
    /// The fault of a call.
    pub fn resumption(&mut self, messages: Rope) -> Result<(), Fault> {
        let digest = self.hashed("transcript_client_finished", messages)?;
        self.derive("resumption_master_secret", "res master", digest).map(drop)
    }
    /// Key and IV of a secret, section 7.3.
    ///
    /// # Errors
    /// The fault of a call.
    pub fn keys(&mut self, name: &str, secret: &Rope) -> Result<Keys, Fault> {
        let key = self.expand(&format!("{name}_key"), secret, "key", Rope::default(), self.cipher.key)?;
        let iv = self.expand(&format!("{name}_iv"), secret, "iv", Rope::default(), NONCE)?;
        Ok(Keys { key, iv })
    }
    /// The secret after a KeyUpdate, section 7.2.
    ///
    /// # Errors
    /// The fault of a call.
    pub fn updated(&mut self, side: &str, generation: u64, secret: &Rope) -> Result<Rope, Fault> {
        let name = format!("{side}_application_traffic_secret_{generation}");
        self.expand(&name, secret, "traffic upd", Rope::default(), self.digest)
    }
    /// The code that a side's Finished must have, section 4.4.4: the HMAC of the digest of all messages before it.
    ///
    /// # Errors
    /// The fault of a call.
    pub fn finished(&mut self, side: &str, secret: &Rope, digest: Rope) -> Result<Rope, Fault> {
        let key = self.expand(&format!("{side}_finished_key"), secret, "finished", Rope::default(), self.digest)?;
        let given = vec![("key", Value::Bytes(key)), ("message", Value::Bytes(digest)), self.hash_name()];
        self.work.bytes(&mut self.run, &format!("{side}_finished"), (mac::hmac::ROWS, "hmac"), given)
    }
    /// The run, whose result is the last secret of the chain.
    pub fn finish(self) -> Run {
        self.run.with_result(Value::Bytes(self.secret))
    }
}

/// Some messages without a Finished at their end.
fn before_finished(schedule: &mut Schedule, flight: &Rope, side: &str) -> Result<Rope, Fault> {
    let bytes = schedule.work.known(flight)?;
    let length = schedule.digest as usize;
    let start = bytes.len().checked_sub(4 + length);
    let start = start.filter(|start| bytes[*start..*start + 4] == [20, 0, 0, length as u8]);
    let question = format!("does the {side}'s flight end in its Finished?");
    match start {
        Some(_) => schedule.run.choice(question, "yes: its code is over all before that"),
        None => schedule.run.choice(question, "no: the code is over all of it"),
    }
    Ok(flight.slice(0..start.unwrap_or(bytes.len()) as u64))
}
fn made(work: &Work, a: &Arguments) -> Result<Run, Fault> {
    let name = a.text("hash")?;
    let cipher = suite::cipher(&a.text("cipher")?)?;
    let hash = suite::hashes().into_iter().find(|known| *known == name).unwrap_or("sha256");
    let [hello, server_flight, client_flight] = ["hello", "server_flight", "client_flight"].map(|name| a.rope(name));
    let mut schedule = Schedule::new(work, &work.c.at, "tls13_schedule", hash, cipher, a.rope("psk"))?;
    if !a.rope("psk").is_empty() {
        let bytes = work.known(&hello)?;
        let length = match *bytes {
            [1, a, b, c, ..] => 4 + u64::from_be_bytes([0, 0, 0, 0, 0, a, b, c]),
            _ => hello.len(),
        };
        schedule.early(hello.slice(0..length.min(hello.len())))?;
    }
    let traffic = schedule.handshake(a.rope("ecdhe"), hello.clone())?;
    schedule.keys("server_handshake", &traffic.server)?;
    schedule.keys("client_handshake", &traffic.client)?;
    let before = before_finished(&mut schedule, &server_flight, "server")?;
    let digest = schedule.hashed("transcript_server_certificate_verify", hello.clone().then(before))?;
    schedule.finished("server", &traffic.server, digest)?;
    let messages = hello.then(server_flight);
    let data = schedule.application(messages.clone())?;
    schedule.keys("server_application", &data.server)?;
    schedule.keys("client_application", &data.client)?;
    let before = before_finished(&mut schedule, &client_flight, "client")?;
    let digest = schedule.hashed("transcript_client_certificate_verify", messages.clone().then(before))?;
    schedule.finished("client", &traffic.client, digest)?;
    schedule.resumption(messages.then(client_flight))?;
    Ok(schedule.finish())
}

const FLIGHT: Limits = Limits::Length(0, 1 << 20);

/// The row of the key schedule.
pub const ROW: Function = Function {
    name: "tls13_schedule",
    title: "TLS 1.3, the key schedule",
    summary: "All secrets of a handshake, from what both sides agreed on and from the messages that they sent.",
    family: Family::Transit,
    spec: "RFC 9846 (8446) §7.1, §7.3",
    parameters: &[
        Parameter::bytes("ecdhe", "the shared secret of the key exchange"),
        Parameter::bytes("hello", "ClientHello and ServerHello, each with its header of four bytes").within(FLIGHT),
        Parameter::bytes("server_flight", "the server's messages after that, up to its Finished").within(FLIGHT),
        Parameter::bytes("client_flight", "the client's messages after that, up to its Finished").within(FLIGHT),
        Parameter::bytes("psk", "the key of an earlier session, where there is one").or(Default::Bytes(b"")),
        Parameter::text("hash", "the hash function of the cipher suite")
            .or(Default::Text("sha256"))
            .within(Limits::OneOf(suite::hashes)),
        Parameter::text("cipher", "the AEAD of the cipher suite, which says how long keys are")
            .or(Default::Text("aes_128_gcm"))
            .within(Limits::OneOf(suite::ciphers)),
    ],
    result: Some(Type::Bytes),
    vetted: Vetted {
        shares: "the order of the steps is ours",
        ..Vetted::new("hkdf 0.13, hmac 0.13 and sha2 0.11", |a| by_crates(|work| made(work, a)))
    }
    .row(),
    examples: &["tls13_schedule(sha256(\"what was agreed\"), \"two hellos\", \"certificate\", \"finished\")"],
    make: |c: &Context, a: &Arguments| made(&Work::ours(c), a),
};
