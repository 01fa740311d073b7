//! The values of segments, each kept alone.

use super::Elements;
use num_bigint::BigInt;
use std::cell::Cell;
use std::ops::Range;

/// The values of some segments, in the order in which they were computed. A value that was copied, to give it a name or
/// out of a helper, stands there once; the state that a segment begins with is among the values of the one before.
#[derive(Debug, Default)]
pub struct Values {
    /// Bits, bytes and words.
    words: Vec<u64>,
    /// Elements of rings that the type fixes, in the words they were computed in.
    elements: Vec<u64>,
    /// From which of those words on they are of which ring.
    rings: Vec<(usize, &'static Elements)>,
    /// Integers, and residues of any modulus.
    integers: Vec<BigInt>,
    /// Where each segment ends.
    ends: Vec<End>,
}
/// Places in the three rows of [`Values`].
#[derive(Clone, Copy, Debug, Default)]
struct End {
    words: usize,
    elements: usize,
    integers: usize,
}

impl Values {
    /// No values yet, in the room of those dropped last on this thread.
    pub(super) fn in_spare_room() -> Values {
        let mut rows = SPARE.try_with(Cell::take).unwrap_or_default();
        rows.iter_mut().for_each(Vec::clear);
        let [words, elements] = rows;
        let mut values = Values::default();
        (values.words, values.elements) = (words, elements);
        values
    }
    /// Keeps a bit, a byte or a word.
    #[inline(always)]
    pub fn word(&mut self, value: u64) {
        self.words.push(value);
    }
    /// Keeps an element in the words it was computed in.
    #[inline(always)]
    pub fn element<const L: usize>(&mut self, ring: &'static Elements, words: [u64; L]) {
        if self.rings.last().is_none_or(|(_, last)| !std::ptr::eq(*last, ring)) {
            self.turn_to(ring);
        }
        self.elements.extend(words);
    }
    /// Elements of this ring follow. Apart from the words, so that those stay in registers.
    #[cold]
    #[inline(never)]
    fn turn_to(&mut self, ring: &'static Elements) {
        self.rings.push((self.elements.len(), ring));
    }
    /// Keeps an integer.
    pub fn integer(&mut self, value: BigInt) {
        self.integers.push(value);
    }
    /// Ends a segment: what follows is the next one's.
    pub(super) fn end_segment(&mut self) {
        let (words, elements, integers) = (self.words.len(), self.elements.len(), self.integers.len());
        self.ends.push(End { words, elements, integers });
    }
    /// How many segments it holds.
    pub fn segments(&self) -> usize {
        self.ends.len()
    }
    /// How many values it holds.
    pub fn count(&self) -> usize {
        let elements = self.between(0..self.elements.len()).count();
        self.words.len() + elements + self.integers.len()
    }
    fn range(&self, segment: usize, row: fn(&End) -> usize) -> Range<usize> {
        segment.checked_sub(1).map_or(0, |before| row(&self.ends[before]))..row(&self.ends[segment])
    }
    /// The bits, bytes and words of the k-th segment.
    pub fn words(&self, segment: usize) -> &[u64] {
        &self.words[self.range(segment, |end| end.words)]
    }
    /// The elements of the k-th segment, each in the words of its ring, and that ring.
    pub fn elements(&self, segment: usize) -> impl Iterator<Item = (&'static Elements, &[u64])> {
        self.between(self.range(segment, |end| end.elements))
    }
    fn between(&self, range: Range<usize>) -> impl Iterator<Item = (&'static Elements, &[u64])> {
        let ends = self.rings.iter().skip(1).map(|(end, _)| *end).chain([self.elements.len()]);
        self.rings.iter().zip(ends).flat_map(move |(&(start, ring), end)| {
            let words = &self.elements[start.max(range.start).min(end)..end.min(range.end).max(start)];
            words.chunks_exact(ring.words).map(move |words| (ring, words))
        })
    }
    /// The integers of the k-th segment.
    pub fn integers(&self, segment: usize) -> &[BigInt] {
        &self.integers[self.range(segment, |end| end.integers)]
    }
}

/// Rows of more words than this give their room back to the system.
const MOST_WORDS: usize = 1 << 20;
thread_local! {
    /// The room of the values dropped last on this thread: asking the system for it anew costs more than filling it.
    static SPARE: Cell<[Vec<u64>; 2]> = const { Cell::new([Vec::new(), Vec::new()]) };
}
impl Drop for Values {
    fn drop(&mut self) {
        let room = |rows: &[Vec<u64>; 2]| rows.iter().map(Vec::capacity).sum::<usize>();
        let rows = [&mut self.words, &mut self.elements].map(std::mem::take);
        if room(&rows) <= MOST_WORDS {
            // Of two the roomier stays. A thread that ends keeps nothing.
            let _ = SPARE.try_with(|spare| {
                let other = spare.take();
                spare.set(if room(&other) < room(&rows) { rows } else { other });
            });
        }
    }
}
