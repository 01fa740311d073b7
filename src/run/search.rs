//! Where a value appears in a run: in named bytes, in every segment of every part, and in the calls they make.
//!
//! Segments are computed once more and forgotten again, so that a search through a gigabyte needs no more memory than
//! one through a few blocks. Where a part can keep values alone, only segments that compute the value are recorded.

use super::find::{enter, label_of, label_of_all};
use super::suggest::in_latin;
use super::{Body, Budget, Door, Error, Found, Part, Path, Place, Rope, Run, Source, Value};
use crate::num::{Kind, Label, Op, Step, Trace, Values, Written};
use num_bigint::BigInt;
use std::sync::Arc;

/// Of how many parts of a run the labels are looked at.
const PARTS: usize = 64;
/// How deep calls within calls are looked into.
const DEPTH: usize = 3;
/// How many bytes are read at once.
const STRETCH: u64 = 64 << 10;
/// How many segments' values are kept at once.
const TOGETHER: u64 = 32;

/// The value looked for, in every way its text can be meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    bytes: Vec<Vec<u8>>,
    integer: Option<BigInt>,
}

/// A place where it was found.
#[derive(Clone)]
pub struct Hit {
    /// Its address.
    pub address: String,
    /// The value there.
    pub place: Place,
    /// From which byte of it on, where it is only a stretch of a longer one.
    pub byte: Option<u64>,
}

/// A listener to a search.
pub trait Watcher {
    /// Something was found; false ends the search.
    fn found(&mut self, hit: Hit) -> bool;
    /// So many of so many segments are searched.
    fn searched(&mut self, done: u64, of: u64);
}

impl Needle {
    /// Reads what somebody typed: hexadecimal with or without `0x`, spaces or colons; an integer; a text, perhaps in
    /// quotes. What can be meant in several ways is looked for in all of them.
    pub fn read(typed: &str) -> Needle {
        let typed = typed.trim();
        if let Some(text) = typed.strip_prefix('"') {
            let text = text.strip_suffix('"').unwrap_or(text);
            return Needle {
                bytes: [text.as_bytes().to_vec()].into_iter().filter(|b| !b.is_empty()).collect(),
                integer: None,
            };
        }
        let plain: String = typed.chars().filter(|c| !matches!(c, ' ' | '_' | ':')).collect();
        let digits = plain.strip_prefix("0x").unwrap_or(&plain);
        let mut needle = Needle::default();
        if digits.len() >= 2 && digits.len().is_multiple_of(2) && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            let pair = |i: usize| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap_or_default();
            needle.bytes.push((0..digits.len() / 2).map(pair).collect());
        }
        if !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit()) {
            needle.integer = plain.parse().ok();
        }
        if !plain.starts_with("0x") && typed.len() > 1 && !needle.bytes.iter().any(|b| b == typed.as_bytes()) {
            needle.bytes.push(typed.as_bytes().to_vec());
        }
        needle
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.integer.is_none()
    }

    /// Where it begins in some bytes: all of them for a short one, a stretch for one of two bytes or more.
    fn place_in(&self, bytes: &[u8]) -> Option<usize> {
        let within = |wanted: &Vec<u8>| match wanted.len() {
            1 => (bytes == wanted.as_slice()).then_some(0),
            n => bytes.windows(n).position(|stretch| stretch[0] == wanted[0] && stretch == wanted.as_slice()),
        };
        self.bytes.iter().filter_map(within).min()
    }

    /// The words that it can be, each with how many bytes it has; of an integer any number of them.
    fn words(&self) -> impl Iterator<Item = (Option<usize>, u64)> {
        let word = |bytes: &[u8]| bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        let written = self.bytes.iter().filter(|bytes| matches!(bytes.len(), 1 | 4 | 8));
        let written = written.map(move |bytes| (Some(bytes.len()), word(bytes)));
        let integer = self.integer.as_ref().and_then(|integer| u64::try_from(integer).ok());
        written.chain(integer.map(|integer| (None, integer)))
    }

    /// Whether the k-th of these segments computed it.
    fn is_among(&self, values: &Values, k: usize) -> bool {
        let words = values.words(k);
        self.words().any(|(_, wanted)| words.contains(&wanted))
            || values.integers(k).iter().any(|integer| self.is_integer(integer))
            || values.elements(k).any(|(ring, words)| {
                self.can_be(ring.written) && self.is_residue(&(ring.integer)(words).into(), ring.written)
            })
    }

    /// Whether a residue that is written so can be it at all, before one is put together.
    fn can_be(&self, written: Written) -> bool {
        self.integer.is_some()
            || match written {
                Written::Integer => false,
                Written::LittleEndian(length) => self.bytes.iter().any(|bytes| bytes.len() <= length),
            }
    }

    fn is_residue(&self, integer: &BigInt, written: Written) -> bool {
        let as_bytes = || self.place_in(&written.bytes(integer)).is_some();
        self.is_integer(integer) || (written != Written::Integer && as_bytes())
    }

    fn is_integer(&self, integer: &BigInt) -> bool {
        self.integer.as_ref() == Some(integer)
    }
}

/// A needle beside the numbers of a segment.
struct Sought<'a> {
    needle: &'a Needle,
    words: Vec<(Option<usize>, u64)>,
    trace: &'a Trace,
}

impl Sought<'_> {
    fn is_node(&self, node: u32) -> bool {
        let n = &self.trace.nodes[node as usize];
        let width = match n.kind {
            Kind::U8 => 1,
            Kind::U32 => 4,
            Kind::U64 => 8,
            Kind::Bit => 0,
            Kind::Int => return self.needle.integer.is_some() && self.needle.is_integer(&self.trace.integer(node)),
            Kind::Mod => {
                let written = self.trace.wide.written(n.value);
                return self.needle.can_be(written) && self.needle.is_residue(&self.trace.integer(node), written);
            }
        };
        self.words.iter().any(|(of, word)| *word == n.value && of.is_none_or(|of| of == width))
    }
}

/// Where a value appears in one segment: the named values first, then the operations between them.
pub fn in_segment(part: &Arc<dyn Part>, segment: u64, trace: &Trace, needle: &Needle) -> Vec<Hit> {
    let at = part.segment_at(segment);
    let hit = |nodes: Vec<u32>, byte: Option<u64>| {
        let label = if nodes.len() > 1 { label_of_all(trace, &nodes) } else { label_of(trace, nodes[0]) };
        let address = at.join(&label).to_string();
        Hit { address, place: Place::Nodes { part: part.clone(), segment, nodes }, byte }
    };
    let sought = Sought { needle, words: needle.words().collect(), trace };
    let mut hits = vec![];
    for labels in trace.named_together() {
        if let [Label { node, .. }] = labels {
            if sought.is_node(*node) {
                hits.push(hit(vec![*node], None));
            }
            continue;
        }
        let nodes: Vec<u32> = labels.iter().map(|label| label.node).collect();
        match needle.place_in(&trace.row(&nodes)) {
            Some(place) => hits.push(hit(nodes, (place > 0).then_some(place as u64))),
            None => {
                let one = nodes.into_iter().filter(|node| sought.is_node(*node));
                hits.extend(one.map(|node| hit(vec![node], None)));
            }
        }
    }
    for node in 0..trace.nodes.len() as u32 {
        let unnamed = !matches!(trace.nodes[node as usize].op, Op::Name | Op::Read | Op::Constant | Op::Call);
        if unnamed && sought.is_node(node) {
            let named = trace.users(node).iter().any(|user| trace.nodes[*user as usize].op == Op::Name);
            let label = label_of(trace, node);
            if !named && !label.starts_with('#') {
                hits.push(hit(vec![node], None));
            }
        }
    }
    hits
}

/// Looks through a whole run, in the order in which it computed. False when the watcher had enough.
///
/// # Errors
/// What computing the segments gives; [`Error::Cancelled`] when the budget was told to stop.
pub fn through(run: &Run, needle: &Needle, watcher: &mut dyn Watcher, budget: &Budget) -> Result<bool, Error> {
    let of = run.parts().iter().map(|part| part.segments()).sum();
    Search { needle, watcher, budget, done: 0, of }.run(run, 0)
}

/// Looks through bytes, wherever they come from.
///
/// # Errors
/// What reading them gives.
pub fn in_bytes(rope: &Rope, needle: &Needle, budget: &Budget) -> Result<Option<u64>, Error> {
    rope.finish(budget)?;
    let longest = needle.bytes.iter().map(Vec::len).max().unwrap_or(0) as u64;
    if longest > rope.len() && needle.bytes.len() == 1 {
        return Ok(None);
    }
    let mut at = 0;
    while at < rope.len() {
        budget.check()?;
        let end = (at + STRETCH + longest).min(rope.len());
        let mut stretch = vec![0; (end - at) as usize];
        rope.read_at(at, &mut stretch)?;
        if let Some(place) = needle.place_in(&stretch) {
            return Ok(Some(at + place as u64));
        }
        at += STRETCH;
    }
    Ok(None)
}

/// Whether a value is what is looked for, or holds it.
///
/// # Errors
/// What reading it gives.
pub fn in_value(value: &Value, needle: &Needle, budget: &Budget) -> Result<Option<u64>, Error> {
    match value {
        Value::Bytes(rope) | Value::Text(rope) => in_bytes(rope, needle, budget),
        Value::Int { .. } => {
            value.finish(budget)?;
            Ok(value.to_int()?.filter(|int| needle.is_integer(int)).map(|_| 0))
        }
        Value::Bool(_) => Ok(None),
        Value::List(items) => {
            for item in items.iter() {
                if in_value(item, needle, budget)?.is_some() {
                    return Ok(Some(0));
                }
            }
            Ok(None)
        }
    }
}

struct Search<'a> {
    needle: &'a Needle,
    watcher: &'a mut dyn Watcher,
    budget: &'a Budget<'a>,
    done: u64,
    of: u64,
}

impl Search<'_> {
    fn run(&mut self, run: &Run, depth: usize) -> Result<bool, Error> {
        for item in &run.items {
            let more = match &item.body {
                Body::Bytes { rope, .. } => self.bytes(rope, &run.at.join(&item.label()))?,
                Body::Run(inner) => self.run(inner, depth)?,
                Body::Part(part) => self.part(part, depth)?,
            };
            if !more {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn bytes(&mut self, rope: &Rope, at: &Path) -> Result<bool, Error> {
        let Some(byte) = in_bytes(rope, self.needle, self.budget)? else { return Ok(true) };
        let byte = (byte > 0).then_some(byte);
        Ok(self.watcher.found(Hit { address: at.to_string(), place: Place::bytes(rope.clone()), byte }))
    }

    fn part(&mut self, part: &Arc<dyn Part>, depth: usize) -> Result<bool, Error> {
        part.advance(self.budget)?;
        // What one segment leaves the next may name; what the first begins with nobody computed.
        let mut left = true;
        for first in (0..part.segments()).step_by(TOGETHER as usize) {
            let together = first..part.segments().min(first + TOGETHER);
            let values = part.keep(together.clone(), self.budget)?;
            for (k, segment) in together.enumerate() {
                self.budget.check()?;
                let here = values.as_ref().is_none_or(|values| self.needle.is_among(values, k));
                if (here || left) && !self.segment(part, segment, depth)? {
                    return Ok(false);
                }
                left = here;
                if depth == 0 {
                    self.done += 1;
                    self.watcher.searched(self.done, self.of);
                }
            }
        }
        Ok(true)
    }

    fn segment(&mut self, part: &Arc<dyn Part>, segment: u64, depth: usize) -> Result<bool, Error> {
        // Recording would keep what nobody looks at.
        let trace = part.replay(segment, &mut |_, _| {})?;
        for hit in in_segment(part, segment, &trace, self.needle) {
            if !self.watcher.found(hit) {
                return Ok(false);
            }
        }
        if depth < DEPTH {
            for call in (0..trace.calls.len()).filter(|call| Door::opens(&trace.calls[*call].entrance)) {
                let run = enter(part, segment, &trace, call)?;
                if !self.run(&run, depth + 1)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

/// The values that a label names, with or without an index, upper or lower case being alike, as a sigma and the letter
/// that stands for it: in a segment, else in the first segments of the parts of a run, `most` of them; and as many
/// pieces of the run that are called so.
pub fn labels(run: &Run, here: Option<(&Arc<dyn Part>, u64)>, label: &str, most: usize, budget: &Budget) -> Vec<Found> {
    let mut found = vec![];
    let here = here.map(|(part, segment)| (part.clone(), segment));
    for (part, segment) in here.into_iter().chain(run.parts().into_iter().take(PARTS).map(|part| (part, 0))) {
        if segment >= part.segments() || found.len() == most {
            continue;
        }
        let Ok(trace) = part.record(segment, budget) else { continue };
        let whole = |step: &Step| format!("{}{}", step.name, step.index);
        let latin = in_latin(label);
        let called = |step: &&Step| latin.eq_ignore_ascii_case(step.name) || latin.eq_ignore_ascii_case(&whole(step));
        // The letters as they are typed mean it more than others.
        let steps = trace.steps();
        let exact = steps.iter().find(|step| latin == step.name || latin == whole(step));
        if let Some(step) = exact.or_else(|| steps.iter().find(called)) {
            let address = part.segment_at(segment).join(&whole(step)).to_string();
            found.push(Found {
                address,
                place: Place::Nodes { part: part.clone(), segment, nodes: step.nodes.clone() },
            });
        }
    }
    let pieces = run.items.iter().filter(|item| label.eq_ignore_ascii_case(&item.name)).take(most);
    found.extend(pieces.map(|item| Found { address: run.at.join(&item.label()).to_string(), place: item.place() }));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_meant_in_every_way_it_can_be() {
        let needle = Needle::read("0x5d6a");
        assert_eq!((needle.bytes, needle.integer), (vec![vec![0x5d, 0x6a]], None));
        let needle = Needle::read("12");
        assert_eq!(needle.integer, Some(12.into()));
        assert_eq!(needle.bytes, [vec![0x12], b"12".to_vec()]);
        assert_eq!(Needle::read("ba 78:16").bytes[0], [0xba, 0x78, 0x16]);
        assert_eq!(Needle::read("\"12\""), Needle { bytes: vec![b"12".to_vec()], integer: None });
        assert!(Needle::read("  ").is_empty());
        assert!(Needle::read("\"\"").is_empty());
        assert_eq!(Needle::read("ключ").bytes, ["ключ".as_bytes().to_vec()]);
    }

    #[test]
    fn a_stretch_over_two_readings_is_found() {
        let mut bytes = vec![0; STRETCH as usize * 2];
        bytes[STRETCH as usize - 1..STRETCH as usize + 2].copy_from_slice(b"abc");
        let rope = Rope::constant("test", &bytes);
        let found = in_bytes(&rope, &Needle::read("\"abc\""), &Budget::unlimited());
        assert_eq!(found, Ok(Some(STRETCH - 1)));
    }
}
