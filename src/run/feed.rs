//! Feeds dealt out to the segments of a part, and what reading them costs.

use super::{Buffer, Error, Feed, Origin, Rope, Source, Span, Windows};
use crate::num::{Reading, Window};
use std::ops::Range;

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

/// Our own body runs over all of an input up to this size; of a longer one it runs over the segments looked at.
pub const VERIFIED_BYTES: u64 = 64 << 20;
/// Whether our own body runs over all segments although a vetted one has been over them.
pub(super) fn is_verified(feeds: &[Feed]) -> bool {
    feeds.iter().all(|feed| feed.rope.len() <= VERIFIED_BYTES)
}

/// Bytes read at once while nothing is recorded.
const BUFFER: u64 = 256 << 10;
/// How many segments are read at once while nothing is recorded.
pub(super) fn batch(feeds: &[Feed]) -> u64 {
    match feeds.iter().map(|feed| feed.stride).max().unwrap_or(0) {
        0 => BUFFER,
        widest => (BUFFER / widest.max(64)).max(1),
    }
}
/// The bytes that a part lends in one piece.
fn lent(rope: &Rope) -> Option<Buffer> {
    let [Span { origin: Origin::Part(part), range, .. }] = rope.all() else { return None };
    Some(Buffer::Lent(part.lend()?, range.start as usize..range.end as usize))
}

/// The bytes that segments `at..at + n` read, feed by feed.
pub(super) fn fetch(feeds: &[Feed], at: u64, n: u64) -> Result<Vec<Buffer>, Error> {
    let fetch = |f: &Feed| {
        if let Some(lent) = Some(&f.rope).filter(|_| f.stride == 0).and_then(lent) {
            return Ok(lent);
        }
        let range = f.range(at, at + n);
        let mut bytes = vec![0; (range.end - range.start) as usize];
        f.rope.read_at(range.start, &mut bytes).map(|()| Buffer::Copied(bytes))
    };
    feeds.iter().map(fetch).collect()
}
/// The bytes that segment `i` reads, of buffers that begin with segment `at`.
#[inline(always)]
pub(super) fn windows<'a>(feeds: &[Feed], buffers: &'a [Buffer], at: u64, i: u64) -> Windows<'a> {
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
/// The same, for bodies that are many and weigh more than a call.
#[inline(never)]
pub(super) fn windows_apart<'a>(feeds: &[Feed], buffers: &'a [Buffer], at: u64, i: u64) -> Windows<'a> {
    windows(feeds, buffers, at, i)
}

/// The bytes that some segments read, of buffers that begin with segment `at`.
pub(super) fn stretch<'a>(feeds: &[Feed], buffers: &'a [Buffer], at: u64, segments: Range<u64>) -> Windows<'a> {
    std::array::from_fn(|k| match (feeds.get(k), buffers.get(k)) {
        (Some(feed), Some(buffer)) => {
            let (start, read) = (feed.range(at, at).start, feed.range(segments.start, segments.end));
            let bytes = &buffer[(read.start - start) as usize..(read.end - start) as usize];
            Window { bytes, from: Reading::Feed(k as u8), at: read.start }
        }
        _ => Window::NONE,
    })
}
