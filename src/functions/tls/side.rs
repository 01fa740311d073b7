//! What one side sent: records one after the other, and the messages that run through them.

use super::code;
use super::heard::{Heard, Kind};
use super::message;
use super::reader::Wrong;
use super::record::{self, APPLICATION_DATA, HEADER, Keys};
use super::suite::{Cipher, TAG};
use super::work::Work;
use crate::functions::{Fault, FaultKind};
use crate::run::{Rope, Run, Source, Value};
use std::ops::Range;

/// The end of reading, before all was read.
pub enum Stop {
    /// Something could not be computed now, or costs too much.
    Fault(Fault),
    /// Something is not as it must be: whose bytes, and a sentence on them.
    Wrong(&'static str, String),
}
impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}
impl From<crate::run::Error> for Stop {
    fn from(error: crate::run::Error) -> Stop {
        Stop::Fault(error.into())
    }
}
/// A stretch of the messages: where it begins among them, in which record, and where that is on the wire if it is
/// readable there.
struct Stretch {
    start: usize,
    record: u64,
    wire: Option<usize>,
}
/// A record that was read.
pub struct Record {
    kind: u8,
    content: Rope,
    bytes: Vec<u8>,
    wire: Option<usize>,
}
/// A message that was read.
pub struct Message {
    /// Its kind.
    pub kind: Kind,
    /// Its sayings.
    pub heard: Heard,
    /// All its bytes.
    pub rope: Rope,
    /// Where it begins among the messages of its side.
    pub start: usize,
}
/// The keys of a direction, and how many records they have opened.
struct Protection {
    cipher: &'static Cipher,
    keys: Keys,
    sequence: u64,
}

/// One side.
pub struct Side {
    /// `client` or `server`.
    pub name: &'static str,
    /// The run of its records.
    pub run: Run,
    rope: Rope,
    bytes: Vec<u8>,
    at: usize,
    count: u64,
    protection: Option<Protection>,
    /// Whether its Finished came.
    pub finished: bool,
    messages: Rope,
    stream: Vec<u8>,
    read: usize,
    stretches: Vec<Stretch>,
    /// The data that it sent.
    pub data: Rope,
}
impl Side {
    /// A side, of which nothing was read yet.
    ///
    /// # Errors
    /// What computing or reading its bytes gives.
    pub fn new(work: &Work, name: &'static str, rope: Rope) -> Result<Side, Fault> {
        let bytes = work.known(&rope)?;
        let mut run = Run::new(&work.c.at.join(name), "tls13_records");
        run.inputs = vec![(name, Value::Bytes(rope.clone()))];
        Ok(Side {
            name,
            run,
            rope,
            bytes,
            at: 0,
            count: 0,
            protection: None,
            finished: false,
            messages: Rope::default(),
            stream: vec![],
            read: 0,
            stretches: vec![],
            data: Rope::default(),
        })
    }
    /// A sentence on a byte that it sent.
    pub fn wrong(&self, at: usize, why: impl std::fmt::Display) -> Stop {
        let (name, count) = (self.name, self.count);
        Stop::Wrong(name, format!("`{name}`, byte {at} (record {count}): {why}"))
    }
    /// A sentence on the end of what it sent.
    pub fn ends(&self, before: &str) -> Stop {
        let (name, at) = (self.name, self.at);
        Stop::Wrong(name, format!("`{name}`, byte {at}: what was captured ends here, before {before}"))
    }
    /// A sentence on a byte of its messages.
    pub fn wrong_message(&self, at: usize, what: &str, why: impl std::fmt::Display) -> Stop {
        let place = self.stretches.iter().rev().find(|stretch| stretch.start <= at);
        let name = self.name;
        Stop::Wrong(
            name,
            match place {
                Some(Stretch { start, record, wire: Some(wire) }) => {
                    format!("`{name}`, byte {} (record {record}), {what}: {why}", wire + at - start)
                }
                Some(Stretch { start, record, wire: None }) => {
                    format!("`{name}`, record {record}, byte {} of what it opens to, {what}: {why}", at - start)
                }
                None => format!("`{name}`, {what}: {why}"),
            },
        )
    }
    /// Changes the keys. No message runs across that.
    pub fn protect(&mut self, cipher: &'static Cipher, keys: Keys) -> Result<(), Stop> {
        if self.stream.len() > self.read {
            return Err(self.wrong_message(self.read, "a message", "the keys change before it ends, section 5.1"));
        }
        self.protection = Some(Protection { cipher, keys, sequence: 0 });
        Ok(())
    }
    /// The next record that is not a ChangeCipherSpec; nothing at the end.
    fn record(&mut self, work: &Work) -> Result<Option<Record>, Stop> {
        while self.at < self.bytes.len() {
            let (start, first) = (self.at, self.count == 0 && self.name == "client");
            let path = self.run.at.join("record").number(self.count);
            let mut run = Run::new(&path, "tls13_record");
            let rest = self.rope.slice(start as u64..self.bytes.len() as u64);
            if rest.len() >= HEADER as u64 {
                run.run("header", |at| record::header(at, &rest));
            }
            let head = match record::head(&self.bytes[start..], first) {
                Ok(head) => head,
                Err((at, why)) => {
                    let cut = run.bytes("rest", rest.slice((HEADER as u64).min(rest.len())..rest.len()), 1);
                    let stop = self.wrong(start + at, why);
                    // Of a readable record all that is there is shown.
                    if self.bytes[start] == 22 && start + at == self.bytes.len() && self.protection.is_none() {
                        let bytes = self.bytes[(start + HEADER).min(self.bytes.len())..].to_vec();
                        self.heard(&cut, &bytes, Some(start + HEADER));
                    }
                    self.add(run.with_result(Value::Bytes(rest)));
                    return Err(stop);
                }
            };
            let end = start + HEADER + head.length;
            let whole = rest.slice(0..(end - start) as u64);
            let bytes = self.bytes[start + HEADER..end].to_vec();
            let opened = match (head.kind, &mut self.protection) {
                (20, _) => {
                    let refused = if bytes != [1] {
                        Some("a ChangeCipherSpec is the one byte 01")
                    } else if first || self.finished {
                        Some("a ChangeCipherSpec stands between the first ClientHello and the Finished")
                    } else {
                        None
                    };
                    self.plain(&mut run, &whole);
                    run.choice("what is it for?", "nothing: it is sent for the sake of old machines on the way");
                    let stop = refused.map(|why| self.wrong(start + HEADER, why));
                    self.add(run.with_result(Value::Bytes(whole)));
                    self.at = end;
                    match stop {
                        Some(stop) => return Err(stop),
                        None => continue,
                    }
                }
                (APPLICATION_DATA, Some(protection)) => {
                    if head.length <= TAG {
                        let why = format!("a type and a tag of {TAG} bytes are there at least");
                        return Err(self.wrong(start + 3, why));
                    }
                    let sequence = Value::int(protection.sequence);
                    protection.sequence += 1;
                    let (cipher, keys) = (protection.cipher, protection.keys.clone());
                    let opened = record::open(work, &mut run, cipher, &keys, sequence, &whole);
                    match opened {
                        Ok(inner) => self.inner(work, &mut run, inner, start)?,
                        Err(fault) if fault.kind == FaultKind::Rejected => {
                            let why = format!("the record does not open with the key of this place: {}", fault.message);
                            let stop = self.wrong(start, why);
                            run.check("the keys of the handshake", Some(Value::bool(false)));
                            self.add(run.with_result(Value::Bytes(whole)));
                            return Err(stop);
                        }
                        Err(fault) => return Err(fault.into()),
                    }
                }
                (APPLICATION_DATA, None) => {
                    self.plain(&mut run, &whole);
                    let early =
                        if self.name == "client" { ": early data, under a key of an earlier session" } else { "" };
                    let stop = self.wrong(start, format!("it is encrypted, and no key was agreed on yet{early}"));
                    self.add(run.with_result(Value::Bytes(whole)));
                    return Err(stop);
                }
                (22, Some(_)) => {
                    self.plain(&mut run, &whole);
                    let stop = self.wrong(start, "it is readable, and from here on all is encrypted");
                    self.add(run.with_result(Value::Bytes(whole)));
                    return Err(stop);
                }
                (kind, _) => {
                    let content = self.plain(&mut run, &whole);
                    Record { kind, content, bytes, wire: Some(start + HEADER) }
                }
            };
            if opened.kind == 21 {
                alert(&mut run, &opened.content, &opened.bytes);
            }
            run.choice("what is inside?", code::CONTENT.name(opened.kind.into()));
            self.at = end;
            self.add(run.with_result(Value::Bytes(whole)));
            return Ok(Some(opened));
        }
        Ok(None)
    }
    fn add(&mut self, run: Run) {
        self.run.numbered_run("record", self.count, |_| run);
        self.count += 1;
    }
    /// Names what a readable record has.
    fn plain(&self, run: &mut Run, whole: &Rope) -> Rope {
        let content = run.bytes("plaintext", whole.slice(HEADER as u64..whole.len()), 1);
        run.run("type", |at| record::number(at, whole.slice(0..1)));
        content
    }
    /// Names what a record opens to.
    fn inner(&mut self, work: &Work, run: &mut Run, inner: Rope, start: usize) -> Result<Record, Stop> {
        let plaintext = work.known(&inner)?;
        let Some(place) = record::parted(&plaintext) else {
            return Err(self.wrong(start, "it opens to zeros only, and has no type"));
        };
        let (kind, end) = (plaintext[place], place as u64 + 1);
        let content = run.bytes("plaintext", inner.slice(0..end - 1), 1);
        run.run("type", |at| record::number(at, inner.slice(end - 1..end)));
        run.bytes("zeros", inner.slice(end..inner.len()), 1);
        let known = (21..=23).contains(&kind);
        let named = || format!("it opens to the type {kind:02x}, which nothing encrypted has");
        if !known || place == 0 && kind != APPLICATION_DATA {
            return Err(self.wrong(start, if known { "it opens to nothing".to_owned() } else { named() }));
        }
        Ok(Record { kind, content, bytes: plaintext[..place].to_vec(), wire: None })
    }
    fn heard(&mut self, content: &Rope, bytes: &[u8], wire: Option<usize>) {
        self.stretches.push(Stretch { start: self.stream.len(), record: self.count, wire });
        self.messages = std::mem::take(&mut self.messages).then(content.clone());
        self.stream.extend_from_slice(bytes);
    }
    /// Where the next message begins, and where it ends if all of it is there.
    fn pending(&self) -> Option<usize> {
        match self.stream[self.read..] {
            [_, a, b, c, ..] => {
                let end = self.read + 4 + (usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c));
                (end <= self.stream.len()).then_some(end)
            }
            _ => None,
        }
    }
    /// Reads records up to the end of the next message; nothing where the captured bytes end before one begins. Data
    /// that comes between is kept where there may be some.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn message(&mut self, work: &Work, messages: &mut Run) -> Result<Option<Message>, Stop> {
        loop {
            if let Some(end) = self.pending() {
                let start = std::mem::replace(&mut self.read, end);
                let rope = self.messages.slice(start as u64..end as u64);
                let (name, read) = self.fields(messages, start..end, rope.clone());
                let (kind, heard) = read.map_err(|wrong| self.wrong_field(start, &name, wrong))?;
                return Ok(Some(Message { kind, heard, rope, start }));
            }
            let before = self.count;
            let record = match self.record(work) {
                Ok(record) => record,
                Err(stop) => {
                    self.partial(messages);
                    return Err(stop);
                }
            };
            match record {
                None if self.stream.len() == self.read => return Ok(None),
                None => {
                    self.partial(messages);
                    return Err(self.ends("the end of the message"));
                }
                Some(Record { kind: 22, content, bytes, wire }) => {
                    self.count -= 1;
                    self.heard(&content, &bytes, wire);
                    self.count += 1;
                }
                Some(_) if self.stream.len() > self.read => {
                    return Err(self.before(before, "something else stands inside a message"));
                }
                Some(Record { kind: 23, content, .. }) if self.finished => {
                    self.data = std::mem::take(&mut self.data).then(content);
                }
                Some(Record { kind: 23, .. }) => {
                    return Err(self.before(before, "it is data, and the handshake is not over"));
                }
                Some(Record { bytes, .. }) if self.finished && bytes == [1, 0] => {}
                Some(Record { bytes, .. }) => {
                    let name = bytes.get(1).map_or("cut".into(), |code| code::ALERT.name((*code).into()));
                    return Err(self.before(before, &format!("the {} gives up, with the alert {name}", self.name)));
                }
            }
        }
    }
    fn before(&self, record: u64, why: &str) -> Stop {
        Stop::Wrong(self.name, format!("`{}`, record {record}: {why}", self.name))
    }
    fn wrong_field(&self, start: usize, name: &str, wrong: Wrong) -> Stop {
        let field = match wrong.field.trim_end_matches('/') {
            "" => format!("message `{name}`"),
            field => format!("field `{name}/{field}`"),
        };
        self.wrong_message(start + wrong.at, &field, wrong.why)
    }
    /// Adds the fields of a message, and gives its name and what was read.
    fn fields(&self, messages: &mut Run, range: Range<usize>, rope: Rope) -> (String, Result<(Kind, Heard), Wrong>) {
        let code = self.stream[range.start];
        let name = match (code, code::MESSAGE.known(code.into())) {
            _ if message::is_retry(&self.stream[range.clone()]) => code::RETRY.to_owned(),
            (11 | 15 | 20 | 24, Some(name)) => format!("{}_{name}", self.name),
            (_, Some(name)) => name.to_owned(),
            (_, None) => format!("message_{code}"),
        };
        let before = |name: &str| messages.items.iter().filter(|item| item.name == name).count() as u64;
        // Some may come any number of times, others once and again.
        let number = matches!(code, 4 | 24).then(|| before(&name));
        let again = || (2u64..).map(|place| format!("{name}_{place}")).find(|name| before(name) == 0);
        let name = if number.is_none() && before(&name) > 0 { again().unwrap_or_default() } else { name };
        let at = messages.at.join(&name);
        let at = number.map_or(at.clone(), |number| at.number(number));
        let (run, read) = message::read(&at, rope, &self.stream[range]);
        match number {
            Some(number) => messages.numbered_run(&name, number, |_| run),
            None => messages.run(&name, |_| run),
        };
        (name, read)
    }
    /// The fields of a message that is cut, as far as they are there.
    fn partial(&self, messages: &mut Run) {
        let rest = self.read..self.stream.len();
        if !rest.is_empty() {
            let rope = self.messages.slice(rest.start as u64..rest.end as u64);
            drop(self.fields(messages, rest, rope));
        }
    }
}
/// Names the two bytes of an alert.
fn alert(run: &mut Run, content: &Rope, bytes: &[u8]) {
    if bytes.len() == 2 {
        run.bytes("level", content.slice(0..1), 1);
        run.bytes("description", content.slice(1..2), 1);
        run.choice("what does the alert say?", code::ALERT.name(bytes[1].into()));
    }
}
