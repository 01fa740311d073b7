//! Values that equal what is asked for, though another computation made them: the flow does not lead to them.
//!
//! | what is asked for | where an equal value is hidden |
//! |---|---|
//! | four bytes or more | everywhere: as a string of bytes or within one, as a word, an integer, a text of hexadecimal digits |
//! | one to three bytes | alone, in the cells that it is asked of |
//! | trivial: 0, 1, a truth value, one byte over and over | nowhere: such values stand everywhere and tell nothing |
//!
//! An integer and its bytes, in either order, are equal. What a learner typed stays visible. Small numbers meet by
//! chance, those of a toy field most of all: within the cells that are asked about, this errs on the side of too much.

use std::collections::BTreeSet;

use num_bigint::BigUint;

use crate::num::{Kind, Trace};
use crate::run::{Budget, Origin, Path, Place, Source, Span, Value};
use crate::view::Masked;

/// From how many bytes on a value tells by itself what it is.
const LONG: usize = 4;
/// The longest string of bytes that is searched for what it contains.
const SEARCHED: u64 = 4096;
/// The longest value that is remembered, in bytes; of a longer one the flow alone counts.
const REMEMBERED: u64 = 64 << 10;
/// How many values are looked for within longer ones.
const SOUGHT: usize = 64;
/// The longest value that is looked for in views, in bytes.
const SPELLED: usize = 512;

/// Values that are asked for.
#[derive(Clone, Default)]
pub(super) struct Equal {
    long: Forms,
    short: Vec<(Forms, BTreeSet<String>)>,
    /// The spellings of each, a short one with the cells that it is asked of.
    spelled: Vec<(Masked, BTreeSet<String>)>,
}

/// Values in all the ways they can be written.
#[derive(Clone, Default)]
struct Forms {
    strings: BTreeSet<Vec<u8>>,
    /// Magnitudes, the most significant byte first and none of them leading zeros.
    integers: BTreeSet<Vec<u8>>,
}

/// A value as it is asked for, or looked at.
enum Written {
    String(Vec<u8>),
    Integer(Vec<u8>),
    /// A truth value.
    Nothing,
}

impl Forms {
    fn add(&mut self, written: Written) {
        match written {
            Written::String(bytes) => {
                self.integers.extend([magnitude(&bytes), reversed_magnitude(&bytes)]);
                if bytes.len() >= LONG {
                    self.strings.extend([hex(&bytes), hex(&bytes).to_ascii_uppercase()]);
                    let text = std::str::from_utf8(&bytes).ok().and_then(unhex);
                    self.strings.extend(text);
                }
                self.strings.insert(bytes);
            }
            Written::Integer(integer) => {
                self.strings.extend([integer.clone(), integer.iter().rev().copied().collect()]);
                self.integers.insert(integer);
            }
            Written::Nothing => {}
        }
    }

    fn has(&self, written: &Written) -> bool {
        match written {
            Written::String(bytes) => self.strings.contains(bytes),
            Written::Integer(integer) => self.integers.contains(integer),
            Written::Nothing => false,
        }
    }
}

impl Written {
    fn node(trace: &Trace, node: u32) -> Written {
        let bytes = trace.bytes(node);
        match trace.nodes[node as usize].kind {
            Kind::Bit => Written::Nothing,
            Kind::U8 | Kind::U32 | Kind::U64 => Written::String(bytes),
            Kind::Int | Kind::Mod if trace.is_integer(node) => Written::Integer(magnitude(&bytes)),
            Kind::Int | Kind::Mod => Written::String(bytes),
        }
    }

    fn value(value: &Value) -> Option<Written> {
        let bytes = value.rope()?.to_vec().ok()?;
        Some(match value {
            Value::Int { .. } => Written::Integer(magnitude(&bytes)),
            Value::Bytes(_) | Value::Text(_) => Written::String(bytes),
            Value::Bool(_) | Value::List(_) => Written::Nothing,
        })
    }

    /// The value as views write it: in hexadecimal, bits, decimal, and letters.
    fn spellings(&self) -> Vec<String> {
        let bytes = self.bytes();
        let digits = hex(bytes).into_iter().map(char::from).collect();
        let bits = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
        let text =
            std::str::from_utf8(bytes).ok().filter(|text| matches!(self, Written::String(_)) && !text.is_empty());
        let closed = text.map(|text| text.chars().filter(|c| !c.is_whitespace()).collect());
        [digits, bits, BigUint::from_bytes_be(bytes).to_string()].into_iter().chain(closed).collect()
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Written::String(bytes) | Written::Integer(bytes) => bytes,
            Written::Nothing => &[],
        }
    }

    fn is_trivial(&self) -> bool {
        let bytes = self.bytes();
        magnitude(bytes).iter().all(|byte| *byte == 1) || bytes.len() > 1 && bytes.iter().all(|byte| *byte == bytes[0])
    }

    /// Whether it is long enough to tell by itself what it is: a small number in many bytes is not.
    fn is_long(&self) -> bool {
        let bytes = self.bytes();
        bytes.len() >= LONG && bytes.iter().filter(|byte| **byte != 0).count() > 1
    }
}

impl Equal {
    pub fn is_empty(&self) -> bool {
        self.long.integers.is_empty() && self.short.is_empty()
    }

    /// Whether a value stands everywhere, and tells nothing.
    pub fn is_trivial(value: &Value) -> bool {
        Written::value(value).is_none_or(|written| written.is_trivial())
    }

    /// Adds what is at a place that is asked for, in some cells.
    pub fn add(&mut self, place: &Place, cells: &BTreeSet<String>, budget: &Budget) {
        match place {
            Place::Value(Value::List(items)) => {
                items.iter().for_each(|item| self.add(&Place::Value(item.clone()), cells, budget));
            }
            Place::Value(value) => {
                let value = Some(value).filter(|value| value.rope().is_some_and(|rope| rope.len() <= REMEMBERED));
                value.and_then(Written::value).into_iter().for_each(|written| self.add_written(written, cells));
            }
            Place::Nodes { part, segment, nodes } => {
                let Ok(trace) = part.record(*segment, budget) else { return };
                // Of an array each number that tells by itself, and all of them in a row.
                let each = nodes.iter().map(|node| Written::node(&trace, *node));
                let each: Vec<Written> = each.filter(|written| nodes.len() == 1 || written.is_long()).collect();
                each.into_iter().for_each(|written| self.add_written(written, cells));
                if nodes.len() > 1 {
                    self.add_written(Written::String(trace.row(nodes)), cells);
                }
                if let [node] = nodes[..]
                    && matches!(trace.nodes[node as usize].kind, Kind::U32 | Kind::U64)
                {
                    self.add_written(Written::Integer(magnitude(&trace.bytes(node))), cells);
                }
            }
            Place::Segment { .. } => {
                let value = place.value(budget).ok().as_ref().and_then(Written::value);
                value.into_iter().for_each(|written| self.add_written(written, cells));
            }
        }
    }

    fn add_written(&mut self, written: Written, cells: &BTreeSet<String>) {
        let tells = !matches!(written, Written::Nothing) && !written.is_trivial();
        if tells && self.spelled.len() < SOUGHT && written.bytes().len() <= SPELLED {
            let (alone, cells) = (!written.is_long(), if written.is_long() { &BTreeSet::new() } else { cells });
            let masked = written.spellings().into_iter().map(|text| (Masked { text, alone }, cells.clone()));
            self.spelled.extend(masked);
        }
        match () {
            () if !tells => {}
            () if written.is_long() => self.long.add(written),
            () => {
                let mut forms = Forms::default();
                forms.add(written);
                self.short.push((forms, cells.clone()));
            }
        }
    }

    /// The spellings of what is asked for that must not be seen in what belongs to some cells.
    pub fn spelled(&self, beside: &[&str]) -> Vec<Masked> {
        let counts = |(masked, cells): &&(Masked, BTreeSet<String>)| {
            !masked.alone || beside.iter().any(|cell| cells.contains(*cell))
        };
        self.spelled.iter().filter(counts).map(|(masked, _)| masked.clone()).collect()
    }

    /// Whether a value is just what is asked for, and tells by itself that it is.
    pub fn is_long(&self, value: &Value) -> bool {
        let written = || Written::value(value).filter(Written::is_long);
        !self.is_empty() && written().is_some_and(|written| self.long.has(&written))
    }

    /// Whether a value equals what is asked for, or holds it; `beside` are cells that it belongs to besides those that
    /// computed it.
    pub fn hides_value(&self, value: &Value, beside: &[&str]) -> bool {
        if self.is_empty() {
            return false;
        }
        if let Value::List(items) = value {
            return items.iter().any(|item| self.hides_value(item, beside));
        }
        let Some(rope) = value.rope() else { return false };
        if rope.len() > SEARCHED {
            return self
                .long
                .strings
                .iter()
                .any(|string| string.len() as u64 == rope.len() && rope.to_vec().is_ok_and(|bytes| bytes == *string));
        }
        let Some(written) = Written::value(value).filter(|_| !is_typed(rope.all())) else { return false };
        let is_long = self.long.has(&written)
            || matches!(&written, Written::String(bytes) if places(bytes, &self.long).any(|(at, end)| {
                !is_typed(&rope.spans(at as u64..end as u64))
            }));
        is_long
            || self.has_short(&written, |cells| {
                beside.iter().any(|cell| cells.contains(*cell)) || comes_from(rope.all(), cells)
            })
    }

    /// Whether numbers of a segment equal what is asked for.
    pub fn hides_nodes(&self, at: &Path, trace: &Trace, nodes: &[u32]) -> bool {
        if self.is_empty() {
            return false;
        }
        let long = |node: &u32| {
            let written = Written::node(trace, *node);
            written.is_long() && self.long.has(&written)
        };
        let whole = match nodes {
            [node] => Written::node(trace, *node),
            _ => Written::String(trace.row(nodes)),
        };
        let within = |bytes: &[u8]| places(bytes, &self.long).next().is_some();
        nodes.iter().any(long)
            || matches!(&whole, Written::String(bytes) if within(bytes))
            || self.has_short(&whole, |cells| cells.contains(cell_of(at)))
    }

    fn has_short(&self, written: &Written, stands: impl Fn(&BTreeSet<String>) -> bool) -> bool {
        // A number is its bytes, and a byte over and over, as in a padding, is the number.
        let again = match written {
            Written::String(bytes) if !bytes.is_empty() && bytes.iter().all(|byte| *byte == bytes[0]) => &bytes[..1],
            Written::String(bytes) => bytes,
            Written::Integer(_) | Written::Nothing => &[],
        };
        let word = Written::Integer(magnitude(again));
        self.short.iter().any(|(forms, cells)| (forms.has(written) || forms.has(&word)) && stands(cells))
    }
}

/// Where a string of bytes contains one that is asked for.
fn places<'a>(bytes: &'a [u8], forms: &'a Forms) -> impl Iterator<Item = (usize, usize)> + 'a {
    forms.strings.iter().take(SOUGHT).filter(|string| string.len() >= LONG).flat_map(|string| {
        let found = bytes.windows(string.len()).enumerate().filter(move |(_, stretch)| stretch == string);
        found.map(|(at, _)| (at, at + string.len()))
    })
}

/// Whether all of some bytes stand as the learner typed them.
fn is_typed(spans: &[Span]) -> bool {
    !spans.is_empty()
        && spans.iter().all(|span| match &span.origin {
            Origin::Input(_) => true,
            Origin::Repeated(_) => span.below().is_some_and(|below| is_typed(&below)),
            Origin::Constant(_)
            | Origin::Length(_)
            | Origin::Padding(_)
            | Origin::Part(_)
            | Origin::Argument { .. }
            | Origin::Named { .. }
            | Origin::Reversed(_) => false,
        })
}

/// Whether some bytes come from a computation of one of some cells.
fn comes_from(spans: &[Span], cells: &BTreeSet<String>) -> bool {
    spans.iter().any(|span| match &span.origin {
        Origin::Part(part) | Origin::Argument { part, .. } | Origin::Named { part, .. } => {
            cells.contains(cell_of(part.at()))
        }
        Origin::Length(of) | Origin::Padding(of) => comes_from(of.all(), cells),
        Origin::Input(_) | Origin::Constant(_) => false,
        Origin::Reversed(_) | Origin::Repeated(_) => span.below().is_some_and(|below| comes_from(&below, cells)),
    })
}

/// The cell that an address begins with.
fn cell_of(at: &Path) -> &str {
    at.as_str().split(['/', '[']).next().unwrap_or_default()
}

fn magnitude(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().skip_while(|byte| *byte == 0).collect()
}

fn reversed_magnitude(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().rev().copied().skip_while(|byte| *byte == 0).collect()
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
    if digits.len() < 2 * LONG || !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
