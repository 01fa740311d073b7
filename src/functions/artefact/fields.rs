//! Taking things apart: a reader goes over a text once and names what it finds.
//!
//! The run `fields` has a piece for each field, in the order of the text: bytes as they stand there, or the run that
//! reads them as a text, as a number, out of Base64. So each field is a typed value whose origin is a range of the
//! text, and entering it shows how it was read. A field that is not as it must be is refused by name, with its range,
//! and the run up to it stays to be looked at.

use super::decimal;
use crate::functions::bytes::base64::Alphabet;
use crate::functions::{Context, Fault, FaultKind};
use crate::run::{Error, Path, Rope, Run, Source, Type, Value};
use std::ops::Range;

/// The question that the way of writing answers.
const WRITTEN: &str = "how is it written?";
/// How much of a wrong field a message shows, in characters.
const SHOWN: usize = 24;

/// A text that is being taken apart.
#[derive(Clone)]
pub struct Fields {
    /// The name of the run that has the fields.
    name: &'static str,
    run: Run,
    /// The run around it, of the function that was called.
    outer: Run,
    text: Rope,
    /// Whether what is taken apart is bytes and no text.
    binary: bool,
    bytes: Vec<u8>,
    /// Where the next field begins.
    at: usize,
    /// Where the fields so far stand.
    read: Vec<(String, Range<usize>)>,
}

impl Fields {
    /// The beginning of a text, which is the argument `parameter` of the function that is called.
    ///
    /// # Errors
    /// What computing or reading the text gives.
    pub fn new(c: &Context, function: &'static str, parameter: &'static str, text: Rope) -> Result<Fields, Error> {
        Fields::inside(c, Run::new(&c.at, function), parameter, Value::Text(text))
    }
    /// The beginning of a text, or of bytes, inside a run that has come so far.
    ///
    /// # Errors
    /// What computing or reading them gives.
    pub fn inside(c: &Context, outer: Run, parameter: &'static str, value: Value) -> Result<Fields, Error> {
        Fields::named(c, outer, "fields", parameter, value)
    }
    /// The same in a run of another name than `fields`.
    ///
    /// # Errors
    /// What computing or reading them gives.
    pub fn named(
        c: &Context,
        outer: Run,
        name: &'static str,
        parameter: &'static str,
        value: Value,
    ) -> Result<Fields, Error> {
        let (binary, text) = (value.kind() == Type::Bytes, value.rope().cloned().unwrap_or_default());
        text.finish(c.budget)?;
        let bytes = text.to_vec_until(c.budget)?;
        let mut run = Run::new(&c.at.join(name), "fields");
        run.inputs = vec![(parameter, value)];
        Ok(Fields { name, run, outer, text, binary, bytes, at: 0, read: vec![] })
    }
    /// The bytes that were not read yet.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.at..]
    }
    /// Where the next field begins.
    pub fn place(&self) -> usize {
        self.at
    }
    /// Whether all was read.
    pub fn is_read(&self) -> bool {
        self.rest().is_empty()
    }
    /// The characters up to one of some signs, or to the end.
    pub fn until(&self, signs: &[u8]) -> Range<usize> {
        let length = self.rest().iter().position(|byte| signs.contains(byte)).unwrap_or(self.rest().len());
        self.at..self.at + length
    }
    /// The next characters, so many at most.
    pub fn next(&self, length: usize) -> Range<usize> {
        self.at..self.at + length.min(self.rest().len())
    }
    /// The bytes of a range.
    pub fn bytes(&self, range: &Range<usize>) -> &[u8] {
        &self.bytes[range.clone()]
    }
    /// The bytes of a range, which know where they come from.
    pub fn slice(&self, range: &Range<usize>) -> Rope {
        self.text.slice(range.start as u64..range.end as u64)
    }
    /// Passes over signs that stand before `field`.
    ///
    /// # Errors
    /// A fault in `field`, where other characters stand there or none do.
    pub fn sign(&mut self, sign: &str, field: &str) -> Result<(), Fault> {
        if self.rest().starts_with(sign.as_bytes()) {
            self.at += sign.len();
            return Ok(());
        }
        let found = self.next(sign.len());
        let there = match self.bytes(&found) {
            [] => "the text ends".to_owned(),
            other => format!("`{}` stands", shown(other)),
        };
        Err(self.wrong(field, found, format!("`{sign}` comes before it, and {there} there")))
    }
    /// A field of bytes as they stand in the text.
    pub fn plain(&mut self, name: &str, range: Range<usize>) -> Value {
        let rope = self.run.bytes(name, self.slice(&range), 1);
        self.ends(name, range, Value::Bytes(rope))
    }
    /// A field that is a text.
    pub fn text(&mut self, name: &str, range: Range<usize>) -> Value {
        self.written(name, range, "")
    }
    /// A field whose characters write bytes and are kept as they are.
    pub fn written(&mut self, name: &str, range: Range<usize>, by: &str) -> Value {
        self.made(name, range, |at, rope| {
            let mut run = Run::new(at, "text");
            run.inputs = vec![("a", Value::Bytes(rope.clone()))];
            if !by.is_empty() {
                run.choice(WRITTEN, by);
            }
            run.with_result(Value::Text(rope))
        })
    }
    /// A field that is a number in decimal digits, from `least` on.
    ///
    /// # Errors
    /// A fault in the field where it is none, and what reading it gives.
    pub fn number_in(&mut self, name: &str, range: Range<usize>, least: u64) -> Result<Value, Fault> {
        let digits = self.bytes(&range);
        let wrong = match (digits, decimal::value(digits)) {
            ([], _) => "a number stands there".to_owned(),
            (_, None) => "it is a number, in the digits 0 to 9 and 18 of them at most".to_owned(),
            (_, Some(value)) if value < least => format!("it is {least} at least"),
            (_, Some(_)) => return self.computed(name, range, decimal::read),
        };
        Err(self.wrong(name, range, wrong))
    }
    /// A field that is a power of two, of which the text has the exponent in decimal digits, from 1 to 63.
    ///
    /// # Errors
    /// A fault in the field where it is none, and what reading it gives.
    pub fn power_of_two_in(&mut self, name: &str, range: Range<usize>) -> Result<Value, Fault> {
        match decimal::value(self.bytes(&range)) {
            Some(1..=63) => self.computed(name, range, decimal::power_of_two),
            _ => Err(self.wrong(
                name,
                range,
                "it is a power of two, and of that the exponent, 1 to 63, is written".into(),
            )),
        }
    }
    /// Refuses a field with a character that is not among those it is written with, which `by` names.
    ///
    /// # Errors
    /// A fault in the field.
    pub fn only(&self, name: &str, range: &Range<usize>, by: &str, has: impl Fn(u8) -> bool) -> Result<(), Fault> {
        match self.bytes(range).iter().position(|byte| !has(*byte)) {
            Some(place) => {
                let why = format!("it is written in {by}, and character {} of the field is none of that", place + 1);
                Err(self.wrong(name, range.clone(), why))
            }
            None => Ok(()),
        }
    }
    /// A field of bytes that an alphabet writes without padding.
    ///
    /// # Errors
    /// A fault in the field where something else stands there.
    pub fn decoded_by(
        &mut self,
        name: &str,
        range: Range<usize>,
        by: &str,
        alphabet: &'static Alphabet,
    ) -> Result<Value, Fault> {
        self.only(name, &range, by, |byte| alphabet.value(byte).is_some())?;
        let unused = [0, 0x3f, 0x0f, 0x03][range.len() % 4];
        let last = self.bytes(&range).last().and_then(|last| alphabet.value(*last)).unwrap_or_default();
        if last & unused != 0 || range.len() % 4 == 1 {
            let why = format!("it is written in {by}, and the last bits of its last character belong to no byte");
            return Err(self.wrong(name, range, why));
        }
        Ok(self.made(name, range, |at, rope| {
            let mut run = alphabet.read(at, rope.clone());
            run.inputs = vec![("text", Value::Text(rope))];
            run.choice(WRITTEN, by);
            run
        }))
    }
    /// Refuses a field: which, where, and why.
    pub fn wrong(&self, name: &str, range: Range<usize>, why: String) -> Fault {
        let mut run = self.outer.clone();
        let mut fields = self.run.clone();
        let text = self.slice(&range);
        if !text.is_empty() && !fields.items.iter().any(|item| item.name == name) {
            fields.bytes(name, text, 1);
        }
        run.run(self.name, |_| fields);
        let unit = if self.binary { "byte" } else { "character" };
        let message = match self.bytes(&range) {
            [] => format!("field `{name}`, at {unit} {} of {}: {why}", range.start, self.bytes.len()),
            bytes if self.binary => format!("field `{name}`, {}: {why}", places(unit, &range, bytes.len())),
            bytes => format!("field `{name}`, {}, `{}`: {why}", places(unit, &range, bytes.len()), shown(bytes)),
        };
        Fault { argument: Some(name.into()), ..Fault::rejected(message, run) }
    }
    /// Refuses a field that was read, after what a run has computed of it.
    pub fn refused(&self, name: &str, why: String, run: Run) -> Fault {
        let range = self.read.iter().find(|(known, _)| known == name).map_or(0..0, |(_, range)| range.clone());
        Fault { run: Some(run.into()), ..self.wrong(name, range, why) }
    }
    /// A fault of a function that was given the fields, said of the field it is about.
    pub fn blame(&self, fault: Fault) -> Fault {
        // How long the hash is decides how many bytes are derived.
        let argument = fault.argument.as_deref().map(|name| if name == "length" { "hash" } else { name });
        let about = |(name, _): &&(String, Range<usize>)| argument == Some(name.as_str());
        let Some((name, range)) = self.read.iter().find(about).filter(|_| fault.error.is_none()) else { return fault };
        let said = self.wrong(name, range.clone(), fault.message);
        match fault.kind {
            FaultKind::Limit => Fault { kind: FaultKind::Limit, run: None, hint: fault.hint, ..said },
            _ => Fault { hint: fault.hint, ..said },
        }
    }
    /// The run of the function that was called, with all fields.
    pub fn finish(mut self) -> Run {
        self.run.result = if self.binary { Value::Bytes(self.text) } else { Value::Text(self.text) };
        let fields = self.run;
        self.outer.run(self.name, |_| fields);
        self.outer
    }
    /// A field that a run reads.
    ///
    /// # Errors
    /// What the run gives.
    pub fn computed(
        &mut self,
        name: &str,
        range: Range<usize>,
        read: fn(&Path, Rope) -> Result<Run, Error>,
    ) -> Result<Value, Fault> {
        let run = read(&self.run.at.join(name), self.slice(&range))?;
        Ok(self.made(name, range, |_, _| run))
    }
    /// A field that a run reads, made from its address and its characters.
    pub fn made(&mut self, name: &str, range: Range<usize>, make: impl FnOnce(&Path, Rope) -> Run) -> Value {
        let run = make(&self.run.at.join(name), self.slice(&range));
        let value = run.result.clone();
        self.run.run(name, |_| run);
        self.ends(name, range, value)
    }
    fn ends(&mut self, name: &str, range: Range<usize>, value: Value) -> Value {
        self.at = range.end;
        self.read.push((name.into(), range));
        value
    }
}

/// `character 3`, `characters 3 to 7`, counted from 0.
fn places(unit: &str, range: &Range<usize>, count: usize) -> String {
    match count {
        1 => format!("{unit} {}", range.start),
        _ => format!("{unit}s {} to {}", range.start, range.end - 1),
    }
}
/// The beginning of what somebody pasted, on one line.
fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let more = if text.chars().count() > SHOWN { "…" } else { "" };
    let start: String = text.chars().take(SHOWN).collect();
    format!("{}{more}", start.escape_debug())
}
