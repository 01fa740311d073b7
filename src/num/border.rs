//! What crosses the border of a segment: bytes in through windows, bytes out through a border.

use super::Sentence;
use std::fmt;
use std::ops::Range;

/// Bytes that a segment may read, and where they lie.
#[derive(Clone, Copy)]
pub struct Window<'a> {
    /// The bytes themselves.
    pub bytes: &'a [u8],
    /// Which of the segment's sources they are of.
    pub from: Reading,
    /// The place of the first byte in that source.
    pub at: u64,
}

/// Where a segment reads from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The part's n-th feed.
    Feed(u8),
    /// The state that the segment before left behind; the part's start for the first segment.
    Border,
    /// A constant table of the specification.
    Table(&'static Table),
}

/// A constant table of a specification, such as the base64 alphabet.
pub struct Table {
    /// Its name, as addresses and formulas print it.
    pub name: &'static str,
    /// Its entries, one after the other, most significant byte first.
    pub bytes: &'static [u8],
    /// A sentence on an entry, by its index; none where the name says it.
    pub says: Option<Sentence>,
}
impl PartialEq for Table {
    fn eq(&self, other: &Table) -> bool {
        (self.name, self.bytes) == (other.name, other.bytes)
    }
}
impl Eq for Table {}
impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl<'a> Window<'a> {
    /// No bytes at all: the window of a feed that a part does not have.
    pub const NONE: Window<'static> = Window { bytes: &[], from: Reading::Border, at: 0 };

    /// A whole table.
    pub fn table(table: &'static Table) -> Window<'static> {
        Window { bytes: table.bytes, from: Reading::Table(table), at: 0 }
    }
    /// A state at a border.
    pub fn border(bytes: &[u8]) -> Window<'_> {
        Window { bytes, from: Reading::Border, at: 0 }
    }
    /// The bytes `range` of this window, which must hold them.
    #[inline(always)]
    pub fn slice(self, range: Range<usize>) -> Window<'a> {
        Window { bytes: &self.bytes[range.start..range.end], at: self.at + range.start as u64, ..self }
    }
    /// The k-th stretch of `N` bytes, which the window must hold.
    #[inline(always)]
    pub fn piece<const N: usize>(self, k: usize) -> Window<'a> {
        self.slice(N * k..N * k + N)
    }
}

/// Takes a state apart, number after number.
pub struct Reader<'a> {
    window: Window<'a>,
    taken: usize,
    /// How many bytes each integer of this state takes.
    integer: usize,
}
impl<'a> Reader<'a> {
    /// A reader over the whole of a state of so many integers and `size` bytes beside them: the integers share evenly
    /// what the other kinds leave.
    #[inline(always)]
    pub(super) fn sharing(window: Window<'a>, size: usize, integers: usize) -> Reader<'a> {
        let integer = window.bytes.len().saturating_sub(size).checked_div(integers).unwrap_or(0);
        Reader { window, taken: 0, integer }
    }
    /// The next `size` bytes.
    #[inline(always)]
    pub fn take(&mut self, size: usize) -> Window<'a> {
        let next = self.window.slice(self.taken..self.taken + size);
        self.taken += size;
        next
    }
    /// All bytes that were not taken.
    #[inline(always)]
    pub fn rest(&mut self) -> Window<'a> {
        self.take(self.window.bytes.len() - self.taken)
    }
    /// The bytes of the next integer.
    pub fn integer(&mut self) -> Window<'a> {
        self.take(self.integer)
    }
}

/// The bytes that a segment leaves behind and, when recorded, the node behind each number.
#[derive(Default, Clone, Debug, PartialEq, Eq)]
pub struct Border {
    /// The bytes of the state, number after number.
    pub bytes: Vec<u8>,
    /// Which bytes each recorded number wrote. Empty for plain numbers.
    pub nodes: Vec<(Range<usize>, u32)>,
    /// How many bytes each integer of this state takes; 0 leaves an integer its own length.
    pub integer: usize,
}
impl Border {
    /// The nodes that wrote any of these bytes.
    pub fn writers(&self, bytes: Range<usize>) -> impl Iterator<Item = u32> {
        let touches = move |r: &Range<usize>| r.start < bytes.end && bytes.start < r.end;
        self.nodes.iter().filter(move |(r, _)| touches(r)).map(|(_, node)| *node)
    }
}
