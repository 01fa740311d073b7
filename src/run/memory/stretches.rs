//! Stretches of a memory: who writes them, and how a segment sees them.

use crate::num::{Numbers, Reading, Window};
use crate::run::feed::WEIGHT;
use crate::run::{Count, Windows};

/// A step that writes a stretch of a memory. One body computes and records.
///
/// A memory may be gone over in several passes, each of which writes every stretch once. Where a segment of a later
/// pass XORs what it computes onto what was there, doing it again takes it back, and what a later pass has overwritten
/// is found again without a second memory. Where it writes over what was there, all is computed again from the start.
pub trait Stretches: Send + Sync + 'static {
    /// How the segments are counted.
    fn count(&self) -> Count;
    /// The weight of a segment: about how many nanoseconds it takes, unrecorded and optimised.
    fn weight(&self) -> u64 {
        WEIGHT
    }
    /// How many bytes a stretch has.
    fn stretch(&self) -> usize;
    /// How many stretches the memory has.
    fn places(&self) -> u64;
    /// How many segments there are: so many whole passes.
    fn segments(&self) -> u64 {
        self.places()
    }
    /// The stretch that a segment writes.
    fn place(&self, segment: u64) -> u64 {
        segment
    }
    /// The last segment before another that wrote a stretch, if there was one.
    fn writer(&self, place: u64, before: u64) -> Option<u64> {
        Some(place).filter(|place| *place < before)
    }
    /// Whether the segments of later passes XOR onto what was there.
    fn adds(&self) -> bool {
        true
    }
    /// The stretches that are read once all segments are done, where there are several passes.
    fn results(&self) -> Vec<u64> {
        vec![]
    }
    /// One segment: what stands in its stretch afterwards.
    fn segment<N: Numbers>(&self, n: N, at: u64, memory: &Look, read: &Windows) -> Vec<N::U8>;
}

/// A memory as a segment sees it.
pub struct Look<'a> {
    memory: &'a [u8],
    stretch: usize,
    /// The stretches that have been written since.
    past: Option<&'a dyn Earlier>,
}
impl<'a> Look<'a> {
    /// The memory at hand, and what of it was otherwise before.
    pub(super) fn of(memory: &'a [u8], stretch: usize, past: Option<&'a dyn Earlier>) -> Look<'a> {
        Look { memory, stretch, past }
    }
    /// A stretch.
    #[inline(always)]
    pub fn at(&self, place: u64) -> Window<'a> {
        let start = place as usize * self.stretch;
        let bytes = match self.past.and_then(|past| past.at(place)) {
            Some(earlier) => earlier,
            None => &self.memory[start..start + self.stretch],
        };
        Window { bytes, from: Reading::Border, at: start as u64 }
    }
}

/// The memory as it was before a segment, as far as it differs from the one at hand.
pub(super) trait Earlier {
    /// A stretch, where it has been written since.
    fn at(&self, place: u64) -> Option<&[u8]>;
}
