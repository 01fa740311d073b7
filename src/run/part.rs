//! A part: a named step of a run, made of segments that can each be recorded.

use super::{Budget, Error, Path, Rope, Source};
use crate::num::{Reading, Trace, Values, Window};
use std::ops::Range;
use std::sync::Arc;

/// How many feeds a part has at most.
pub const FEEDS: usize = 4;
/// The window of each feed that a segment may read.
pub type Windows<'a> = [Window<'a>; FEEDS];

/// How the specification counts the segments of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// `block[0]`, `block[1]`, … from the first number on.
    Up(u64),
    /// `ladder[254]`, `ladder[253]`, … from the first number down.
    Down(u64),
    /// The segments have no name of their own: their labels count, from `first`, `each` of them a segment.
    Labels {
        /// The lowest index of the first segment's labels.
        first: u64,
        /// How many indices a segment has.
        each: u64,
    },
    /// There is one segment, and it needs no number.
    Single,
}
impl Count {
    /// The number that a segment is called by.
    pub fn number(self, segment: u64) -> u64 {
        match self {
            Count::Up(first) => first + segment,
            Count::Down(first) => first - segment,
            Count::Labels { first, each } => first + segment * each,
            Count::Single => 0,
        }
    }
    /// The segment that a number names, which may be past the end.
    pub fn segment(self, number: u64) -> Option<u64> {
        match self {
            Count::Up(first) => number.checked_sub(first),
            Count::Down(first) => first.checked_sub(number),
            Count::Labels { first, each } => Some(number.checked_sub(first)? / each),
            Count::Single => (number == 0).then_some(0),
        }
    }
}

/// A source of bytes for the segments of a part: every segment reads its own `stride` bytes or, with stride 0, all.
#[derive(Clone, Debug)]
pub struct Feed {
    /// The name of the bytes on the screen: `block`, `key`.
    pub name: &'static str,
    /// The bytes.
    pub rope: Rope,
    /// How many of them each segment reads.
    pub stride: u64,
}
impl Feed {
    /// A feed that is dealt out to the segments, `stride` bytes each; the last may get fewer.
    pub fn dealt(name: &'static str, rope: Rope, stride: u64) -> Feed {
        Feed { name, rope, stride }
    }
    /// A feed that every segment reads whole.
    pub fn whole(name: &'static str, rope: Rope) -> Feed {
        Feed { name, rope, stride: 0 }
    }
    /// The bytes that segments `from..to` read.
    pub fn range(&self, from: u64, to: u64) -> Range<u64> {
        let len = self.rope.len();
        match self.stride {
            0 => 0..len,
            stride => (from * stride).min(len)..(to * stride).min(len),
        }
    }
}

/// The weight of a segment that says nothing else, in nanoseconds: about a block of SHA-256.
pub const WEIGHT: u64 = 250;
/// The cost for a segment to read its feeds.
pub(super) fn reading(feeds: &[Feed]) -> u64 {
    feeds.iter().map(|feed| feed.rope.weight(feed.stride)).sum()
}

/// Bytes read at once while nothing is recorded.
const BUFFER: u64 = 256 << 10;
/// How many segments are read at once while nothing is recorded.
pub(super) fn batch(feeds: &[Feed]) -> u64 {
    let widest = feeds.iter().map(|f| f.stride).max().unwrap_or(0);
    (BUFFER / widest.max(64)).max(1)
}
/// The bytes that segments `at..at + n` read, feed by feed.
pub(super) fn fetch(feeds: &[Feed], at: u64, n: u64) -> Result<Vec<Vec<u8>>, Error> {
    let fetch = |f: &Feed| {
        let range = f.range(at, at + n);
        let mut bytes = vec![0; (range.end - range.start) as usize];
        f.rope.read_at(range.start, &mut bytes).map(|()| bytes)
    };
    feeds.iter().map(fetch).collect()
}
/// The bytes that segment `i` reads, of buffers that begin with segment `at`.
#[inline(always)]
pub(super) fn windows<'a>(feeds: &[Feed], buffers: &'a [Vec<u8>], at: u64, i: u64) -> Windows<'a> {
    let window = |k: usize| match (feeds.get(k), buffers.get(k)) {
        (Some(feed), Some(buffer)) => {
            let start = ((i - at) * feed.stride).min(buffer.len() as u64) as usize;
            let end = if feed.stride == 0 { buffer.len() } else { (start + feed.stride as usize).min(buffer.len()) };
            Window { bytes: &buffer[start..end], from: Reading::Feed(k as u8), at: at * feed.stride + start as u64 }
        }
        _ => Window::NONE,
    };
    // Written out: a segment may be short, and this is done for each.
    [window(0), window(1), window(2), window(3)]
}

/// All that buffers hold which begin with segment `at`.
pub(super) fn all<'a>(feeds: &[Feed], buffers: &'a [Vec<u8>], at: u64) -> Windows<'a> {
    std::array::from_fn(|k| match (feeds.get(k), buffers.get(k)) {
        (Some(feed), Some(bytes)) => Window { bytes, from: Reading::Feed(k as u8), at: feed.range(at, at).start },
        _ => Window::NONE,
    })
}

/// How far a part has been computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Segments whose end state is known.
    pub done: u64,
    /// Segments in all.
    pub of: u64,
}

/// The comparison with a vetted crate's body, segment by segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Segments whose end state was computed by both.
    pub segments: u64,
    /// Segments in all.
    pub of: u64,
    /// The first segment in which the two differ: never hidden.
    pub differs: Option<u64>,
}

/// A change to what a segment computes from: the bytes of its state, and what it read of each feed.
pub type Edit<'a> = &'a mut dyn FnMut(&mut [u8], &mut [Vec<u8>]);

/// A part as everyone but the algorithm sees it.
pub trait Part: Send + Sync {
    /// Its address.
    fn at(&self) -> &Path;
    /// How many segments there are.
    fn segments(&self) -> u64;
    /// How they are counted.
    fn count(&self) -> Count;
    /// The state before the first segment, for a part that carries one.
    fn start(&self) -> Option<&Rope>;
    /// The feeds that the segments read.
    fn feeds(&self) -> &[Feed];
    /// How many bytes the output has.
    fn output_len(&self) -> u64;
    /// Reads the output. What is not computed yet is [`Error::Pending`].
    fn output_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error>;
    /// Which bytes of which segments' borders make up a range of the output.
    fn writers(&self, output: Range<u64>) -> Vec<(u64, Range<usize>)>;
    /// Which bytes of which segments' borders made these bytes of the state before a segment; none where they are still
    /// as in [`Part::start`].
    fn before(&self, segment: u64, state: Range<usize>) -> Vec<(u64, Range<usize>)> {
        segment.checked_sub(1).map(|before| (before, state)).into_iter().collect()
    }
    /// The cost of reading so many bytes of the output, in nanoseconds.
    fn weight(&self, bytes: u64) -> u64;
    /// How far it is.
    fn progress(&self) -> Progress;
    /// Computes on, first what it reads and then itself, as far as the budget goes.
    fn advance(&self, budget: &Budget) -> Result<(), Error>;
    /// Everything that one segment computes, in full.
    fn record(&self, segment: u64, budget: &Budget) -> Result<Arc<Trace>, Error>;
    /// Runs a segment again, with its state and its feeds' bytes changed by `edit`.
    fn replay(&self, segment: u64, edit: Edit) -> Result<Trace, Error>;
    /// The values that some segments compute, without where each came from, computed and kept in one go; nothing where
    /// the part does not do this.
    fn keep(&self, _segments: Range<u64>, _budget: &Budget) -> Result<Option<Values>, Error> {
        Ok(None)
    }
    /// The comparison with a vetted crate, if there is one for this part.
    fn compared(&self) -> Option<Compared>;

    /// The address of a segment; the part's own where labels count.
    fn segment_at(&self, segment: u64) -> Path {
        match self.count() {
            Count::Labels { .. } | Count::Single => self.at().clone(),
            count => self.at().number(count.number(segment)),
        }
    }
}
