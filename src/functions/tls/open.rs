//! A captured handshake, opened with the client's private key: what each side sent becomes records, messages and
//! fields, and the checks of both sides are computed again.
//!
//! A run has `ecdhe`, the `schedule`, the sides `client` and `server` (`record[i]`, `certificate` with its fields,
//! `certificate_verify`, `finished`) and the
//! `messages`. It is refused where the first byte is not as it must be, and what was read up to there stays in the run.

use super::certificate::{self, Checked};
use super::code;
use super::heard::Kind;
use super::schedule::Schedule;
use super::side::{Message, Side, Stop};
use super::suite::{self, Suite};
use super::work::{Work, by_crates};
use crate::functions::certificate as x509;
use crate::functions::exchange::x25519;
use crate::functions::{Arguments, Context, Family, Fault, FaultKind, Function, Limits, Parameter, Vetted, bytes};
use crate::run::{Rope, Run, Source, Type, Value};

/// The most bytes of a side.
const MOST: u64 = 1 << 20;

/// A handshake on its way.
struct Opening<'a> {
    work: &'a Work<'a>,
    run: Run,
    client: Side,
    server: Side,
    messages: Run,
    /// All messages so far, in their order.
    transcript: Rope,
    schedule: Option<Schedule<'a>>,
    /// The first check that says no.
    failed: Option<Stop>,
    /// A signature that nobody computes here.
    unchecked: bool,
}
/// The agreement of both hellos.
struct Agreed {
    suite: &'static Suite,
    client_share: Rope,
    client_place: usize,
    server_share: Rope,
    server_place: usize,
    /// The first ClientHello, where the server asked for another.
    first: Option<Rope>,
}

impl<'a> Opening<'a> {
    /// The next message of a side, one of some kinds.
    fn next(&mut self, is_client: bool, kinds: &[Kind], wanted: &str) -> Result<Message, Stop> {
        let side = if is_client { &mut self.client } else { &mut self.server };
        let Some(message) = side.message(self.work, &mut self.messages)? else { return Err(side.ends(wanted)) };
        if !kinds.contains(&message.kind) {
            let why = format!("{wanted} comes here, and this is {:?}", message.kind);
            return Err(side.wrong_message(message.start, "a message", why));
        }
        self.transcript = std::mem::take(&mut self.transcript).then(message.rope.clone());
        Ok(message)
    }
    /// A sentence on a field of a message of the server.
    fn wrong(&self, message: &Message, at: usize, field: &str, why: impl std::fmt::Display) -> Stop {
        let name = if message.kind == Kind::HelloRetryRequest { code::RETRY } else { "server_hello" };
        self.server.wrong_message(message.start + at, &format!("field `{name}/{field}`"), why)
    }
    /// Both hellos, between which the server may have asked for another of the client's, section 4.1.4.
    fn hellos(&mut self) -> Result<Agreed, Stop> {
        let mut client = self.next(true, &[Kind::ClientHello], "a ClientHello")?;
        let mut server = self.next(false, &[Kind::ServerHello, Kind::HelloRetryRequest], "a ServerHello")?;
        let (mut first, mut suite) = (None, self.chosen(&client, &server)?);
        if server.kind == Kind::HelloRetryRequest {
            let retry = server;
            let (wanted, at) = retry.heard.group.unwrap_or_default();
            let group = code::GROUP.name(wanted);
            let offers = |message: &Message| message.heard.shares.iter().any(|share| share.group == wanted);
            if retry.heard.group.is_some() && offers(&client) {
                let why = format!("the server asks for a share of {group}, and the client sent one");
                return Err(self.wrong(&retry, at, "extensions/key_share/selected_group", why));
            }
            first = Some(client.rope);
            client = self.next(true, &[Kind::ClientHello], "another ClientHello")?;
            if retry.heard.group.is_some() && !offers(&client) {
                let why = format!("the server asked for a share of {group}, and none of it stands there");
                let field = "field `client_hello_2/extensions/key_share`";
                return Err(self.client.wrong_message(client.start, field, why));
            }
            server = self.next(false, &[Kind::ServerHello], "a ServerHello")?;
            let chosen = self.chosen(&client, &server)?;
            if chosen.id != suite.id {
                let why = "it is another suite than that of the HelloRetryRequest";
                return Err(self.wrong(&server, server.heard.suite.unwrap_or_default().1, "cipher_suite", why));
            }
            suite = chosen;
        }
        if let Some(at) = server.heard.psk {
            let why = "the session goes on from an earlier one, whose key is not in what was captured";
            return Err(self.wrong(&server, at, "extensions/pre_shared_key", why));
        }
        let [share] = server.heard.shares.as_slice() else {
            return Err(self.wrong(&server, 0, "extensions", "one share of a key exchange stands there"));
        };
        let group = code::GROUP.name(share.group);
        if share.group != code::X25519 {
            let why = format!("the group is {group}, and `private` is a key of x25519");
            return Err(self.wrong(&server, share.at, "extensions/key_share/group", why));
        }
        let Some(offered) = client.heard.shares.iter().find(|offered| offered.group == share.group) else {
            let why = format!("the client sent no share of {group}");
            return Err(self.wrong(&server, share.at, "extensions/key_share/group", why));
        };
        Ok(Agreed {
            suite,
            client_share: offered.key.clone(),
            client_place: client.start + offered.at,
            server_share: share.key.clone(),
            server_place: server.start + share.at,
            first,
        })
    }
    /// The suite that a ServerHello or a HelloRetryRequest chooses, of TLS 1.3 and of those that the client offers.
    fn chosen(&self, client: &Message, server: &Message) -> Result<&'static Suite, Stop> {
        let wrong = |at: usize, field: &str, why: String| Err(self.wrong(server, at, field, why));
        match server.heard.version {
            Some((0x0304, _)) => {}
            Some((other, at)) => {
                let why = format!("the server chose {}, and only TLS 1.3 is opened here", code::VERSION.name(other));
                return wrong(at, "extensions/supported_versions", why);
            }
            None => {
                let why = "no extension `supported_versions` chooses TLS 1.3, so it is TLS 1.2 or older";
                return wrong(4, "legacy_version", why.into());
            }
        }
        let (chosen, at) = server.heard.suite.unwrap_or_default();
        let name = code::SUITE.name(chosen);
        if !client.heard.suites.contains(&chosen) {
            return wrong(at, "cipher_suite", format!("the client did not offer {name}"));
        }
        let Some(suite) = suite::suite(chosen) else {
            return wrong(at, "cipher_suite", format!("{name} is not built here: 1301, 1302 and 1303 are"));
        };
        if server.heard.session != client.heard.session {
            return wrong(38, "legacy_session_id", "the server sends the client's back, and this is another".into());
        }
        Ok(suite)
    }
    /// Whether `private` belongs to the client's share, and what both sides agreed on.
    fn shared(&mut self, agreed: &Agreed, private: Value) -> Result<Rope, Stop> {
        let given = vec![("scalar", private.clone())];
        let public = self.work.bytes(&mut self.run, "client_public", (x25519::ROWS, "x25519_public"), given)?;
        let (public, sent) = (self.work.known(&public)?, self.work.known(&agreed.client_share)?);
        if public != sent {
            let start = |bytes: &[u8]| bytes[..4].iter().map(|byte| format!("{byte:02x}")).collect::<String>();
            let why = format!(
                "`private` makes the public value {}…, and the client sent {}…: it is another's private key",
                start(&public),
                start(&sent)
            );
            let field = "field `client_hello/extensions/key_share`";
            return Err(self.client.wrong_message(agreed.client_place + 4, field, why));
        }
        let given =
            vec![("scalar", private), ("u", Value::Bytes(agreed.server_share.clone())), ("check", Value::bool(true))];
        match self.work.bytes(&mut self.run, "ecdhe", (x25519::ROWS, "x25519"), given) {
            Err(fault) if fault.kind == FaultKind::Rejected => {
                let field = "field `server_hello/extensions/key_share`";
                Err(self.server.wrong_message(agreed.server_place + 4, field, fault.message))
            }
            other => Ok(other?),
        }
    }
    fn schedule(&mut self) -> &mut Schedule<'a> {
        self.schedule.as_mut().expect("made once the hellos are read")
    }
    /// A side's Certificate, CertificateVerify and Finished. The certificate may be missing where nobody asked for one,
    /// and may be empty for a client.
    fn flight(&mut self, is_client: bool, first: Option<Message>, secret: &Rope) -> Result<(), Stop> {
        let name = if is_client { "client" } else { "server" };
        let mut message = match first {
            Some(message) => message,
            None => self.next(is_client, &[Kind::Certificate, Kind::Finished], "a Certificate or a Finished")?,
        };
        if message.kind == Kind::Certificate {
            let Some(certificate) = message.heard.certificate else {
                if !is_client {
                    return Err(self.server.wrong_message(
                        message.start,
                        "message `server_certificate`",
                        "it has no certificate",
                    ));
                }
                message = self.next(is_client, &[Kind::Finished], "a Finished")?;
                return self.finished(is_client, message, secret);
            };
            let before = self.transcript.clone();
            let verify = self.next(is_client, &[Kind::CertificateVerify], "a CertificateVerify")?;
            self.certificate_verify(is_client, before, certificate, verify)?;
            message = self.next(is_client, &[Kind::Finished], "a Finished")?;
        } else if !is_client {
            let why = "the server proves nothing: no certificate, and no key of an earlier session";
            return Err(self.server.wrong_message(message.start, &format!("message `{name}_finished`"), why));
        }
        self.finished(is_client, message, secret)
    }
    /// Adds `certificate_verify`: whether the signature is one of all messages before it, section 4.4.3.
    fn certificate_verify(
        &mut self,
        is_client: bool,
        before: Rope,
        certificate: Rope,
        verify: Message,
    ) -> Result<(), Stop> {
        let work = self.work;
        let name = if is_client { "client" } else { "server" };
        let digest = self.schedule().hashed(&format!("transcript_{name}_certificate"), before)?;
        let side = if is_client { &mut self.client } else { &mut self.server };
        let given = vec![("certificate", Value::Bytes(certificate.clone()))];
        work.shown(&mut side.run, "certificate", (x509::ROWS, "x509"), given)?;
        let mut run = Run::new(&side.run.at.join("certificate_verify"), "tls13_certificate_verify");
        let context = format!("TLS 1.3, {name} CertificateVerify");
        let content = Rope::filled("64 spaces", b' ', 64)
            .then(Rope::constant(format!("{context:?}"), context.as_bytes()))
            .then(Rope::constant("00", &[0]))
            .then(digest);
        let content = run.bytes("content", content, 0);
        let (scheme, at) = verify.heard.scheme;
        run.choice("which signature scheme is it?", code::SCHEME.name(scheme));
        let checked = certificate::verify(work, &mut run, (scheme, &certificate), content, verify.heard.proof)?;
        let place = verify.start + at;
        let field = format!("message `{name}_certificate_verify`");
        let (passed, stop) = match checked {
            Checked::Says(value) if work.holds(&value)? => (value, None),
            Checked::Says(value) => {
                let why = "the signature is not one of the messages up to here under the key of the certificate";
                (value, Some(side.wrong_message(place + 4, &field, why)))
            }
            Checked::Unfit(why) => (Value::bool(false), Some(side.wrong_message(place, &field, why))),
            Checked::NotBuilt(what) => {
                run.choice("is it checked?", format!("no: {what} is not built here"));
                self.unchecked = true;
                side.run.run("certificate_verify", |_| run);
                return Ok(());
            }
        };
        side.run.run("certificate_verify", |_| run.with_result(passed));
        self.failed = self.failed.take().or(stop);
        Ok(())
    }
    /// Adds `finished`: whether the code is the one of all messages before it.
    fn finished(&mut self, is_client: bool, message: Message, secret: &Rope) -> Result<(), Stop> {
        let work = self.work;
        let name = if is_client { "client" } else { "server" };
        let length = self.transcript.len() - message.rope.len();
        let before = self.transcript.slice(0..length);
        let schedule = self.schedule();
        let digest = schedule.hashed(&format!("transcript_{name}_certificate_verify"), before)?;
        let expected = schedule.finished(name, secret, digest)?;
        let side = if is_client { &mut self.client } else { &mut self.server };
        let given = vec![("a", Value::Bytes(expected)), ("b", Value::Bytes(message.heard.proof))];
        let same = work.call(&mut side.run, "finished", (bytes::ROWS, "equal"), given)?;
        side.finished = true;
        if !work.holds(&same)? {
            let why = "the code is not the one of the messages up to here";
            let stop = side.wrong_message(message.start + 4, &format!("message `{name}_finished`"), why);
            self.failed = self.failed.take().or(Some(stop));
        }
        Ok(())
    }
    /// The data and messages of a side after its Finished.
    fn data(&mut self, is_client: bool, mut secret: Rope) -> Result<(), Stop> {
        let mut generation = 0;
        loop {
            let (work, side) = (self.work, if is_client { &mut self.client } else { &mut self.server });
            let Some(message) = side.message(work, &mut self.messages)? else { return Ok(()) };
            match message.kind {
                Kind::NewSessionTicket if !is_client => {}
                Kind::KeyUpdate => {
                    generation += 1;
                    let (name, schedule) = (side.name, self.schedule.as_mut().expect("made once the hellos are read"));
                    secret = schedule.updated(name, generation, &secret)?;
                    let keys = schedule.keys(&format!("{name}_application_{generation}"), &secret)?;
                    side.protect(schedule.cipher, keys)?;
                }
                kind => {
                    let why = format!("after the handshake no {kind:?} is read here");
                    return Err(side.wrong_message(message.start, "a message", why));
                }
            }
        }
    }
    fn handshake(&mut self, private: Value) -> Result<(), Stop> {
        let work = self.work;
        let agreed = self.hellos()?;
        let (Suite { cipher, hash, .. }, ecdhe) = (agreed.suite, self.shared(&agreed, private)?);
        let at = work.c.at.join("schedule");
        let mut schedule = Schedule::new(work, &at, "tls13_schedule", hash, cipher, Rope::default())?;
        if let Some(first) = agreed.first {
            let rest = self.transcript.slice(first.len()..self.transcript.len());
            self.transcript = schedule.message_hash(first)?.then(rest);
        }
        let traffic = schedule.handshake(ecdhe, self.transcript.clone())?;
        self.server.protect(cipher, schedule.keys("server_handshake", &traffic.server)?)?;
        self.client.protect(cipher, schedule.keys("client_handshake", &traffic.client)?)?;
        self.schedule = Some(schedule);
        self.next(false, &[Kind::EncryptedExtensions], "EncryptedExtensions")?;
        let kinds = [Kind::CertificateRequest, Kind::Certificate, Kind::Finished];
        let first = self.next(false, &kinds, "a CertificateRequest, a Certificate or a Finished")?;
        let asked = first.kind == Kind::CertificateRequest;
        self.flight(false, (!asked).then_some(first), &traffic.server)?;
        let messages = self.transcript.clone();
        let schedule = self.schedule();
        let data = schedule.application(messages)?;
        let (server, client) =
            (schedule.keys("server_application", &data.server)?, schedule.keys("client_application", &data.client)?);
        self.server.protect(cipher, server)?;
        let read = self.data(false, data.server);
        let flight = match asked {
            true => self.flight(true, None, &traffic.client),
            false => {
                let finished = self.next(true, &[Kind::Finished], "a Finished");
                finished.and_then(|finished| self.flight(true, Some(finished), &traffic.client))
            }
        };
        read.and(flight)?;
        let messages = self.transcript.clone();
        self.schedule().resumption(messages)?;
        self.client.protect(cipher, client)?;
        self.data(true, data.client)?;
        self.failed.take().map_or(Ok(()), Err)
    }
    /// The run, with all that was read.
    fn finish(mut self, passed: bool) -> Run {
        if let Some(schedule) = self.schedule {
            let schedule = schedule.finish();
            self.run.run("schedule", |_| schedule);
        }
        let data = [&self.client, &self.server].map(|side| Value::Bytes(side.data.clone()));
        for side in [self.client, self.server] {
            let sent = Value::Bytes(side.data);
            self.run.run(side.name, |_| side.run.with_result(sent));
        }
        let all = Value::Bytes(self.transcript);
        self.run.run("messages", |_| self.messages.with_result(all));
        let standing = if self.unchecked && passed { None } else { Some(Value::bool(passed)) };
        self.run.check("the client's private key", standing);
        self.run.with_result(Value::list(data.to_vec()))
    }
}

fn made(work: &Work, a: &Arguments) -> Result<Run, Fault> {
    let at = &work.c.at;
    let mut opening = Opening {
        work,
        run: Run::new(at, "tls13_open"),
        client: Side::new(work, "client", a.rope("client"))?,
        server: Side::new(work, "server", a.rope("server"))?,
        messages: Run::new(&at.join("messages"), "tls13_messages"),
        transcript: Rope::default(),
        schedule: None,
        failed: None,
        unchecked: false,
    };
    match opening.handshake(a.value("private").clone()) {
        Ok(()) => Ok(opening.finish(true)),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Wrong(side, why)) => {
            Err(Fault { argument: Some(side.into()), ..Fault::rejected(why, opening.finish(false)) })
        }
    }
}

/// The row that opens a handshake.
pub const ROW: Function = Function {
    name: "tls13_open",
    title: "TLS 1.3, a captured handshake",
    summary: "What both sides of a captured connection said, opened with the client's private key and verified: the data of the \
              client and of the server.",
    family: Family::Transit,
    spec: "RFC 9846 (8446) §4 to §7",
    parameters: &[
        Parameter::bytes("client", "all bytes that the client sent, from its first record on")
            .within(Limits::Length(0, MOST)),
        Parameter::bytes("server", "all bytes that the server sent, from its first record on")
            .within(Limits::Length(0, MOST)),
        Parameter::bytes("private", "the client's private key of x25519, 32 bytes").within(Limits::Length(32, 32)),
    ],
    result: Some(Type::List),
    vetted: Vetted {
        shares: "reading records, messages and certificates is ours",
        ..Vetted::new(CRATES, |a| by_crates(|work| made(work, a)))
    }
    .row(),
    examples: &[include_str!("example.txt")],
    make: |c: &Context, a: &Arguments| made(&Work::ours(c), a),
};
const CRATES: &str = "x25519-dalek 3.0, hkdf 0.13, aes 0.9 with ghash 0.6, chacha20poly1305 0.11, ed25519-dalek 3.0, ecdsa 0.17, \
                      rsa 0.10";
