//! DER, X.690: elements of a tag, a length and a content, read one after the other, each by a name.
//!
//! Every element is a run with `tag`, `length` and `content`; its result is what the content says, else all its bytes.
//! Names nest: `tbs/serial` is the run `serial` in the run `tbs`. What is not as it must be is refused by name, with
//! its bytes, and all that was read up to there stays to be looked at.

mod values;

use crate::functions::{Context, Fault, FaultKind};
use crate::num::{Border, Carry, Numbers};
use crate::run::{Body, Count, Error, Feed, Item, Map, Path, Pieces, Rope, Run, Source, Value, Windows};
use ::der::asn1::ObjectIdentifier;
use ::der::{Decode, Encode, Header, Reader as _, SliceReader};
use std::ops::Range;
use std::sync::Arc;

/// The function of a run that is one element.
pub const ELEMENT: &str = "element";
/// How deep elements may lie inside each other, and how many are read.
const DEEPEST: usize = 32;
const MOST: usize = 4096;

/// The tag of an element, and how a sentence calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag(pub u8, pub &'static str);
/// The tags that have a name of their own.
pub const BOOLEAN: Tag = Tag(0x01, "a BOOLEAN");
/// An integer.
pub const INTEGER: Tag = Tag(0x02, "an INTEGER");
/// Bits, packed in bytes.
pub const BIT_STRING: Tag = Tag(0x03, "a BIT STRING");
/// Bytes.
pub const OCTET_STRING: Tag = Tag(0x04, "an OCTET STRING");
/// Nothing.
pub const NULL: Tag = Tag(0x05, "NULL");
/// A name in the tree of all names.
pub const OBJECT_IDENTIFIER: Tag = Tag(0x06, "an OBJECT IDENTIFIER");
/// Elements in an order.
pub const SEQUENCE: Tag = Tag(0x30, "a SEQUENCE");
/// Elements without an order.
pub const SET: Tag = Tag(0x31, "a SET");

/// An element that was read: its name, and where it stands.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its name, such as `tbs/serial`.
    pub path: String,
    /// The first byte of its tag.
    pub tag: u8,
    /// Where it begins.
    pub start: usize,
    /// Where its content stands; there it ends.
    pub content: Range<usize>,
}
impl Element {
    /// Where all of it stands.
    pub fn range(&self) -> Range<usize> {
        self.start..self.content.end
    }
    /// The elements in it, which go by its name.
    pub fn inside(&self) -> Level {
        self.under(&self.path)
    }
    /// The elements in it, which go by another name.
    pub fn under(&self, path: &str) -> Level {
        self.part(path, self.content.clone())
    }
    /// The elements in a part of its content, which go by a name.
    pub fn part(&self, path: &str, range: Range<usize>) -> Level {
        Level { path: path.to_owned(), at: range.start, end: range.end }
    }
}
/// A stretch of bytes that elements follow one another in.
#[derive(Clone, Debug)]
pub struct Level {
    path: String,
    at: usize,
    end: usize,
}
impl Level {
    /// The name of an element in it.
    pub fn name(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path) }
    }
    /// The elements in an element of it, which go by the name of this stretch.
    pub fn over(&self, element: &Element) -> Level {
        element.under(&self.path)
    }
    /// Whether all was read.
    pub fn is_read(&self) -> bool {
        self.at == self.end
    }
    /// Where the next element begins, and the end.
    pub fn rest(&self) -> Range<usize> {
        self.at..self.end
    }
}

#[derive(Clone)]
struct Entry {
    path: String,
    run: Run,
}
/// Bytes that are being taken apart.
pub struct Reader {
    /// The run around the fields, of the function that was called.
    outer: Run,
    parameter: &'static str,
    rope: Rope,
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    /// Whether every element says where it begins.
    offsets: bool,
}
impl Reader {
    /// The beginning of bytes, inside a run that has come so far.
    ///
    /// # Errors
    /// What computing or reading them gives.
    pub fn new(c: &Context, outer: Run, parameter: &'static str, rope: Rope) -> Result<Reader, Error> {
        rope.finish(c.budget)?;
        let bytes = rope.to_vec_until(c.budget)?;
        Ok(Reader { outer, parameter, rope, bytes, entries: vec![], offsets: false })
    }
    /// The same, where every element says where it begins.
    pub fn with_offsets(self) -> Reader {
        Reader { offsets: true, ..self }
    }
    /// All bytes, as a stretch of elements.
    pub fn whole(&self) -> Level {
        Level { path: String::new(), at: 0, end: self.bytes.len() }
    }
    /// The bytes of a range.
    pub fn bytes(&self, range: &Range<usize>) -> &[u8] {
        &self.bytes[range.clone()]
    }
    /// The bytes of a range, which know where they come from.
    pub fn slice(&self, range: &Range<usize>) -> Rope {
        self.rope.slice(range.start as u64..range.end as u64)
    }
    /// The first byte of the next tag; nothing at the end.
    pub fn peek(&self, level: &Level) -> Option<u8> {
        (!level.is_read()).then(|| self.bytes[level.at])
    }
    /// The OBJECT IDENTIFIER that stands first in the next element, so many elements deep; nothing where none does.
    pub fn ahead(&self, level: &Level, depth: usize) -> Option<String> {
        let mut reader = SliceReader::new(self.bytes.get(level.rest())?).ok()?;
        for _ in 0..depth {
            Header::decode(&mut reader).ok()?;
        }
        let oid: Option<ObjectIdentifier> = ObjectIdentifier::decode(&mut reader).ok();
        oid.map(|oid| oid.to_string())
    }
    /// A name that no element of the stretch has yet: the second `common_name` is `common_name[1]`.
    pub fn fresh(&self, level: &Level, name: &str) -> String {
        let numbered = |number| if number == 0 { name.to_owned() } else { format!("{name}[{number}]") };
        let is_free = |name: &String| !self.entries.iter().any(|entry| entry.path == level.name(name));
        (0u64..).map(numbered).find(is_free).unwrap_or_default()
    }
    /// The next element, whatever it is.
    ///
    /// # Errors
    /// A fault in it.
    pub fn next(&mut self, level: &mut Level, name: &str) -> Result<Element, Fault> {
        let element = self.element(level.name(name), level.rest())?;
        level.at = element.content.end;
        Ok(element)
    }
    /// The next element, which has this tag.
    ///
    /// # Errors
    /// A fault in it.
    pub fn expect(&mut self, level: &mut Level, name: &str, Tag(tag, what): Tag) -> Result<Element, Fault> {
        match self.peek(level) {
            Some(found) if found == tag => self.next(level, name),
            Some(found) => {
                let why = format!("{what}, tag {tag:02x}, stands there, and this has the tag {found:02x}");
                Err(self.wrong(&level.name(name), level.at..level.at + 1, why))
            }
            None => Err(self.wrong(&level.name(name), level.rest(), format!("{what} stands there, and nothing does"))),
        }
    }
    /// The next element where it has this tag.
    ///
    /// # Errors
    /// A fault in it.
    pub fn optional(&mut self, level: &mut Level, name: &str, tag: Tag) -> Result<Option<Element>, Fault> {
        match self.peek(level) == Some(tag.0) {
            true => self.expect(level, name, tag).map(Some),
            false => Ok(None),
        }
    }
    /// Refuses whatever follows the last element.
    ///
    /// # Errors
    /// A fault in `trailing`.
    pub fn end(&self, level: &Level) -> Result<(), Fault> {
        if level.is_read() {
            return Ok(());
        }
        let count = level.rest().len();
        let why = format!("{count} more {} than there should be", if count == 1 { "byte" } else { "bytes" });
        Err(self.wrong(&level.name("trailing"), level.rest(), why))
    }
    fn element(&mut self, path: String, within: Range<usize>) -> Result<Element, Fault> {
        if self.entries.len() == MOST {
            let why = format!("more than {MOST} elements stand before it");
            return Err(Fault { kind: FaultKind::Limit, ..self.wrong(&path, within.start..within.start + 1, why) });
        }
        let mut reader = match SliceReader::new(&self.bytes[within.clone()]) {
            Ok(reader) => reader,
            Err(_) => return Err(self.wrong(&path, within, "there are too many bytes")),
        };
        let header = Header::decode(&mut reader).ok().zip(usize::try_from(reader.position()).ok());
        let Some((header, head)) = header else {
            let (offset, why) = headless(&self.bytes[within.clone()]);
            let at = (within.start + offset).min(within.end);
            return Err(self.wrong(&path, at..(at + 1).min(within.end), why));
        };
        let [tag, length] = [header.tag().encoded_len().ok(), Some(header.length())]
            .map(|length| length.and_then(|length| usize::try_from(length).ok()).unwrap_or(usize::MAX));
        let (start, left) = (within.start + head, within.len() - head);
        if length > left {
            let why = format!("its length says {length} bytes, and {left} are left");
            return Err(self.wrong(&path, within, why));
        }
        let element =
            Element { path, tag: self.bytes[within.start], start: within.start, content: start..start + length };
        let tag = within.start..within.start + tag;
        self.keep(&element, tag)?;
        Ok(element)
    }
    /// Keeps the run of an element.
    fn keep(&mut self, element: &Element, tag: Range<usize>) -> Result<(), Error> {
        let whole = self.slice(&element.range());
        let mut run = Run::new(&self.place(&element.path), ELEMENT);
        run.inputs = vec![("bytes", Value::Bytes(whole.clone()))];
        run.bytes("tag", self.slice(&tag), 1);
        let octets = self.slice(&(tag.end..element.content.start));
        let mut length = Run::new(&run.at.join("length"), "length");
        length.inputs = vec![("octets", Value::Bytes(octets.clone()))];
        let part = Map::once(length.at.join("result"), Length, vec![Feed::whole("octets", octets)])?;
        let magnitude = length.part("result", |_| part);
        run.run("length", |_| length.with_result(Value::Int { magnitude, negative: false }));
        run.bytes("content", self.slice(&element.content), 1);
        if self.offsets {
            let offset = Value::int(element.start as u64);
            run.run("offset", |at| Run::new(at, "offset").with_result(offset));
        }
        self.entries.push(Entry { path: element.path.clone(), run: run.with_result(Value::Bytes(whole)) });
        Ok(())
    }
    fn place(&self, path: &str) -> Path {
        self.outer.at.join("fields").join(path)
    }
    /// The run of an element, to add to.
    fn run(&mut self, element: &Element) -> &mut Run {
        let place = self.entries.iter().rposition(|entry| entry.path == element.path);
        let place = place.unwrap_or_else(|| unreachable!("an element that was read has a run"));
        &mut self.entries[place].run
    }
    /// Gives an element its value.
    pub fn set(&mut self, element: &Element, value: Value) -> Value {
        self.run(element).result = value.clone();
        value
    }
    /// Says how an element is written, or what stands in it.
    pub fn says(&mut self, element: &Element, question: &str, answer: impl Into<String>) {
        self.run(element).choice(question, answer);
    }
    /// Refuses a field: which, where, and why.
    pub fn wrong(&self, path: &str, range: Range<usize>, why: impl std::fmt::Display) -> Fault {
        let mut entries = self.entries.clone();
        let bytes = self.slice(&range);
        if !bytes.is_empty() && !entries.iter().any(|entry| entry.path == path) {
            let mut run = Run::new(&self.place(path), ELEMENT);
            run.inputs = vec![("bytes", Value::Bytes(bytes.clone()))];
            entries.push(Entry { path: path.to_owned(), run: run.with_result(Value::Bytes(bytes)) });
        }
        let place = match range.len() {
            0 => format!("at byte {} of {}", range.start, self.bytes.len()),
            1 => format!("byte {}", range.start),
            _ => format!("bytes {} to {}", range.start, range.end - 1),
        };
        let fault = Fault::rejected(format!("field `{path}`, {place}: {why}"), self.assembled(entries));
        Fault { argument: Some(path.into()), ..fault }
    }
    /// The run of the function that was called, with all fields.
    pub fn finish(mut self) -> Run {
        let entries = std::mem::take(&mut self.entries);
        self.assembled(entries)
    }
    fn assembled(&self, entries: Vec<Entry>) -> Run {
        let mut fields = Run::new(&self.place(""), "fields");
        fields.inputs = vec![(self.parameter, Value::Bytes(self.rope.clone()))];
        fields.result = Value::Bytes(self.rope.clone());
        // Each run lies in the nearest before it whose name its own begins with.
        let mut open: Vec<Entry> = vec![];
        let close = |open: &mut Vec<Entry>, fields: &mut Run| {
            let Some(Entry { path, run }) = open.pop() else { return };
            let outer = open.last_mut().map_or(fields, |entry| &mut entry.run);
            outer.items.push(item(path.rsplit('/').next().unwrap_or_default(), run));
        };
        for entry in entries {
            let inside =
                |outer: &Entry| entry.path.strip_prefix(outer.path.as_str()).is_some_and(|rest| rest.starts_with('/'));
            while open.last().is_some_and(|outer| !inside(outer)) {
                close(&mut open, &mut fields);
            }
            open.push(entry);
        }
        while !open.is_empty() {
            close(&mut open, &mut fields);
        }
        let mut outer = self.outer.clone();
        outer.run("fields", |_| fields);
        outer
    }
    /// All elements of a stretch, and all in them, numbered.
    ///
    /// # Errors
    /// A fault in an element.
    pub fn tree(&mut self, level: &mut Level, depth: usize) -> Result<(), Fault> {
        for number in 0usize.. {
            if level.is_read() {
                break;
            }
            if depth == DEEPEST {
                let why = format!("it lies in {DEEPEST} others, and deeper ones are not read");
                let at = level.at..level.at + 1;
                return Err(Fault { kind: FaultKind::Limit, ..self.wrong(&level.name("deeper"), at, why) });
            }
            let element = self.next(level, &number.to_string())?;
            if element.tag & 0x20 != 0 {
                self.tree(&mut element.inside(), depth + 1)?;
            }
        }
        Ok(())
    }
}
/// An item of its last name, with its number where it has one: `purpose[1]`.
fn item(label: &str, run: Run) -> Item {
    let numbered = label.strip_suffix(']').and_then(|label| label.split_once('['));
    let (name, number) = match numbered {
        Some((name, number)) => (name, number.parse().ok()),
        None => (label, None),
    };
    Item { name: name.into(), number, body: Body::Run(Arc::new(run)), needs: None }
}
/// The reason why bytes begin no element, and at which of them.
fn headless(bytes: &[u8]) -> (usize, String) {
    let Some(first) = bytes.first() else { return (0, "an element stands there, and the bytes end".into()) };
    let mut reader = match SliceReader::new(bytes) {
        Ok(reader) => reader,
        Err(_) => return (0, "there are too many bytes".into()),
    };
    let tag = ::der::Tag::decode(&mut reader).ok().and_then(|_| usize::try_from(reader.position()).ok());
    let Some(tag) = tag else { return (0, format!("{first:02x} begins no tag of DER")) };
    match bytes.get(tag) {
        None => (tag, "the bytes end before its length".into()),
        Some(0x80) => (tag, "its length is 80, the indefinite form, which DER does not have".into()),
        Some(length @ 0x85..) => (tag, format!("its length has {} bytes, and 4 are the most", length & 0x7f)),
        Some(length @ 0x81..) if bytes.len() <= tag + usize::from(length & 0x7f) => {
            (tag, "the bytes end inside its length".into())
        }
        Some(_) => (tag, "its length is written with more bytes than it needs".into()),
    }
}
/// The length that its octets write: a byte below 128, or as many bytes as the first says.
struct Length;
impl Pieces for Length {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let octets: Vec<N::U8> = n.bytes(read[0]).enumerate().map(|(i, octet)| octet.named("octet", i)).collect();
        let counted = if octets.len() == 1 { &octets[..] } else { &octets[1..] };
        n.join_int(counted).named("length", ()).save(out);
    }
}
