//! Fields of a message, one inside the other, read byte by byte: each is a named piece whose bytes are those of the
//! message.

use crate::run::{Path, Rope, Run, Value};
use std::sync::Arc;

/// The function that runs of fields name, by which the picture of fields knows them.
const FIELDS: &str = "fields";

/// A field that is not as it must be.
#[derive(Debug)]
pub struct Wrong {
    /// The byte of the message.
    pub at: usize,
    /// The field's address inside the message.
    pub field: String,
    /// The mistake, as a sentence without its full stop.
    pub why: String,
}
/// The outcome of reading.
pub type Read<T = ()> = Result<T, Wrong>;

/// A reader that stands somewhere in a message.
pub struct Reader {
    run: Run,
    rope: Rope,
    bytes: Arc<[u8]>,
    start: usize,
    at: usize,
    end: usize,
    /// The address of this run inside the message.
    inside: String,
}
impl Reader {
    /// The beginning of a message, whose run stands at this address.
    pub fn new(at: &Path, rope: Rope, bytes: &[u8]) -> Reader {
        let (run, end) = (Run::new(at, FIELDS), bytes.len());
        Reader { run, rope, bytes: bytes.into(), start: 0, at: 0, end, inside: String::new() }
    }
    /// Where it stands in the message.
    pub fn place(&self) -> usize {
        self.at
    }
    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.end - self.at
    }
    /// A sentence on a field.
    pub fn wrong(&self, field: &str, at: usize, why: impl Into<String>) -> Wrong {
        Wrong { at, field: self.inside.clone() + field, why: why.into() }
    }
    /// The next bytes, so many.
    fn next(&mut self, field: &str, length: usize) -> Read<Rope> {
        if length > self.left() {
            let why = match self.left() {
                0 => format!("it has {length} bytes, and what is around it ends here"),
                left => format!("it has {length} bytes, and what is around it ends after {left} of them"),
            };
            return Err(self.wrong(field, self.at, why));
        }
        self.at += length;
        Ok(self.rope.slice((self.at - length) as u64..self.at as u64))
    }
    /// The number that the next bytes write, which may not all be there.
    pub fn peek(&self, length: usize) -> usize {
        let next = &self.bytes[self.at..self.end.min(self.at + length)];
        next.iter().fold(0, |value, byte| value << 8 | usize::from(*byte))
    }
    /// The last bytes that were read.
    pub fn bytes_before(&self, length: usize) -> &[u8] {
        &self.bytes[self.at.saturating_sub(length)..self.at]
    }
    /// A field of so many bytes.
    pub fn take(&mut self, field: &str, length: usize) -> Read<Rope> {
        let rope = self.next(field, length)?;
        Ok(self.run.bytes(field, rope, 1))
    }
    /// A number of so many bytes, the most significant first.
    pub fn number(&mut self, field: &str, length: usize) -> Read<usize> {
        self.take(field, length)?;
        Ok(self.value(length))
    }
    /// The number that the last bytes write.
    fn value(&self, length: usize) -> usize {
        self.bytes[self.at - length..self.at].iter().fold(0, |value, byte| value << 8 | usize::from(*byte))
    }
    /// A number that stands for something, which `means` says.
    pub fn code(&mut self, field: &str, length: usize, means: impl Fn(usize) -> String) -> Read<usize> {
        self.coded((field, None), length, &means)
    }
    /// The same, one of several.
    pub fn codes(&mut self, field: &str, index: u64, length: usize, means: impl Fn(usize) -> String) -> Read<usize> {
        self.coded((field, Some(index)), length, &means)
    }
    fn coded(
        &mut self,
        (field, index): (&str, Option<u64>),
        length: usize,
        means: &dyn Fn(usize) -> String,
    ) -> Read<usize> {
        let rope = self.next(field, length)?;
        let value = self.value(length);
        let make = |at: &Path| {
            let mut run = Run::new(at, "code");
            run.inputs = vec![("a", Value::Bytes(rope.clone()))];
            run.choice("what does it stand for?", means(value));
            run.with_result(Value::Bytes(rope.clone()))
        };
        match index {
            Some(index) => self.run.numbered_run(field, index, make),
            None => self.run.run(field, make),
        };
        Ok(value)
    }
    /// A length of so many bytes, and as many bytes as it says.
    pub fn opaque(&mut self, field: &str, size: usize) -> Read<Rope> {
        let length = self.number(&format!("{field}_length"), size)?;
        self.take(field, length)
    }
    /// A field of so many bytes that has fields inside.
    pub fn inside(&mut self, field: &str, length: usize, read: &mut dyn FnMut(&mut Reader) -> Read) -> Read {
        self.nested((field, None), length, read)
    }
    /// A field that has fields inside and ends where `read` is done.
    pub fn part(&mut self, field: &str, read: &mut dyn FnMut(&mut Reader) -> Read) -> Read {
        self.open((field, None), read)
    }
    /// The same, one of several.
    pub fn item(&mut self, field: &str, index: u64, read: &mut dyn FnMut(&mut Reader) -> Read) -> Read {
        self.open((field, Some(index)), read)
    }
    fn open(&mut self, name: (&str, Option<u64>), read: &mut dyn FnMut(&mut Reader) -> Read) -> Read {
        let mut inner = self.inner(name, self.end);
        let done = read(&mut inner);
        inner.end = inner.at;
        self.add(name, inner);
        done
    }
    /// A length of so many bytes, and fields of one kind that fill as many bytes as it says.
    pub fn list(&mut self, field: &str, size: usize, read: &mut dyn FnMut(&mut Reader, u64) -> Read) -> Read {
        let length = self.number(&format!("{field}_length"), size)?;
        self.nested((field, None), length, &mut |reader| {
            let mut index = 0;
            while reader.left() > 0 {
                read(reader, index)?;
                index += 1;
            }
            Ok(())
        })
    }
    /// Says that this field ends after so many bytes.
    pub fn ends_after(&mut self, length: usize) -> Read {
        if length > self.left() {
            let left = self.left();
            return Err(self.wrong(
                "length",
                self.at,
                format!("it says {length} bytes, and what is around it has {left} left"),
            ));
        }
        self.end = self.at + length;
        Ok(())
    }
    /// Refuses what is left over.
    pub fn is_done(&self) -> Read {
        match self.left() {
            0 => Ok(()),
            left => Err(self.wrong("", self.at, format!("{left} bytes are left over behind its last field"))),
        }
    }
    fn inner(&self, name: (&str, Option<u64>), end: usize) -> Reader {
        let label = match name {
            (field, Some(index)) => format!("{field}[{index}]"),
            (field, None) => field.to_owned(),
        };
        Reader {
            run: Run::new(&self.run.at.join(&label), FIELDS),
            rope: self.rope.clone(),
            bytes: self.bytes.clone(),
            start: self.at,
            at: self.at,
            end,
            inside: format!("{}{label}/", self.inside),
        }
    }
    fn nested(&mut self, name: (&str, Option<u64>), length: usize, read: &mut dyn FnMut(&mut Reader) -> Read) -> Read {
        if length > self.left() {
            let (at, left) = (self.at, self.left());
            let _ = self.take(name.0, left);
            return Err(self.wrong(
                name.0,
                at,
                format!("it has {length} bytes, and what is around it has {left} left"),
            ));
        }
        let mut inner = self.inner(name, self.at + length);
        let mut done = read(&mut inner);
        done = done.and_then(|()| inner.is_done());
        self.add(name, inner);
        done
    }
    /// Puts a field with fields inside in its place, whether or not all of it could be read.
    fn add(&mut self, (field, index): (&str, Option<u64>), inner: Reader) {
        self.at = inner.end;
        let run = inner.finish();
        match index {
            Some(index) => self.run.numbered_run(field, index, |_| run),
            None => self.run.run(field, |_| run),
        };
    }
    /// The run of all fields.
    pub fn finish(mut self) -> Run {
        let whole = Value::Bytes(self.rope.slice(self.start as u64..self.end as u64));
        self.run.inputs = vec![("message", whole.clone())];
        self.run.with_result(whole)
    }
    /// Notes what a field says, in words.
    pub fn remark(&mut self, question: &str, answer: String) {
        self.run.choice(question, answer);
    }
}
