//! A part that replaces a string of bytes from its front to its end, each segment a stretch of it.

use super::feed::{WEIGHT, fetch, reading, windows};
use super::turns::Turns;
use super::{Budget, Buffer, Compared, Count, Edit, Error, Feed, Part, Path, Progress, Rope, Source, Windows};
use crate::num::{Border, Carry, Log, Numbers, Plain, Reading, Tape, Trace, Values, Window};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

/// A step that replaces the next stretch of a memory and may read all of it. One body computes and records, and keeps
/// its values alone, see [`Part::keep`]: it calls no functions, and names numbers and not arrays.
pub trait Rewrite: Send + Sync + 'static {
    /// The stretch that a segment writes: its size is the stretch.
    type Stretch<N: Numbers>: Carry<N = N>;
    /// How the segments are counted.
    const COUNT: Count = Count::Up(0);
    /// The weight of a segment: about how many nanoseconds it takes, unrecorded and optimised.
    fn weight(&self) -> u64 {
        WEIGHT
    }
    /// One segment: what takes the place of its stretch. Stretches before it are new already, it and those after it are
    /// as they were at the start.
    fn stretch<N: Numbers>(&self, n: N, at: u64, memory: Window, read: &Windows) -> Self::Stretch<N>;
}

/// A rewriting of a memory. Each stretch is written once, so the memory before any segment is the front of what comes
/// out and the end of what went in: no state is kept, and any segment is recorded at once.
pub struct Rewriting<R: Rewrite> {
    at: Path,
    rewrite: R,
    start: Rope,
    feeds: Vec<Feed>,
    done: Mutex<Done>,
    /// Who advances: others only look.
    turns: Turns,
    seen: Mutex<Option<(u64, Arc<Trace>)>>,
}
#[derive(Default)]
struct Done {
    segments: u64,
    memory: Vec<u8>,
}
impl<R: Rewrite> Rewriting<R> {
    const STRETCH: usize = <R::Stretch<Plain> as Carry>::SIZE;

    /// A part that rewrites `start`, whose length is a whole number of stretches. All segments read all of the feeds.
    pub fn part(at: Path, rewrite: R, start: Rope, feeds: Vec<Feed>) -> Arc<dyn Part> {
        assert!(start.len().is_multiple_of(Self::STRETCH as u64), "a memory is made of whole stretches");
        let (done, turns, seen) = (Mutex::default(), Turns::default(), Mutex::default());
        Arc::new(Rewriting { at, rewrite, start, feeds, done, turns, seen })
    }
    fn done(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    /// Which bytes a segment writes.
    fn bytes_of(segment: u64) -> Range<usize> {
        let start = segment as usize * Self::STRETCH;
        start..start + Self::STRETCH
    }
    /// The memory before a segment.
    fn before(&self, segment: u64) -> Result<Vec<u8>, Error> {
        let done = self.done();
        if done.segments < segment {
            return Err(Error::Pending { done: done.segments, of: self.segments() });
        }
        let written = Self::bytes_of(segment).start;
        let mut memory = self.start.to_vec()?;
        memory[..written].copy_from_slice(&done.memory[..written]);
        Ok(memory)
    }
    fn taped(&self, segment: u64, memory: &[u8], buffers: &[Buffer]) -> Trace {
        let (tape, mut border) = (Tape::new(), Border::default());
        let read = windows(&self.feeds, buffers, segment, segment);
        self.rewrite.stretch(&tape, segment, Window::border(memory), &read).save(&mut border);
        tape.finish(border)
    }
}
impl<R: Rewrite> Part for Rewriting<R> {
    fn at(&self) -> &Path {
        &self.at
    }
    fn segments(&self) -> u64 {
        self.start.len() / Self::STRETCH as u64
    }
    fn count(&self) -> Count {
        R::COUNT
    }
    fn start(&self) -> Option<&Rope> {
        Some(&self.start)
    }
    fn feeds(&self) -> &[Feed] {
        &self.feeds
    }
    fn output_len(&self) -> u64 {
        self.start.len()
    }
    fn output_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        let (done, of) = (self.done(), self.segments());
        let (start, end) = (at as usize, at as usize + buf.len());
        if end.div_ceil(Self::STRETCH) as u64 > done.segments {
            return Err(Error::Pending { done: done.segments, of });
        }
        buf.copy_from_slice(&done.memory[start..end]);
        Ok(())
    }
    fn writers(&self, output: Range<u64>) -> Vec<(u64, Range<usize>)> {
        let size = Self::STRETCH as u64;
        (output.start / size..output.end.div_ceil(size))
            .map(|i| {
                let within = |x: u64| (x.clamp(i * size, (i + 1) * size) - i * size) as usize;
                (i, within(output.start)..within(output.end))
            })
            .collect()
    }
    fn written(&self, segment: u64, border: Range<usize>) -> Option<Range<u64>> {
        let start = segment * Self::STRETCH as u64;
        Some(start + border.start as u64..start + border.end as u64)
    }
    fn before(&self, segment: u64, state: Range<usize>) -> Vec<(u64, Range<usize>)> {
        match state.end <= Self::bytes_of(segment).start {
            true => self.writers(state.start as u64..state.end as u64),
            false => vec![],
        }
    }
    fn weight(&self, _: u64) -> u64 {
        0
    }
    fn progress(&self) -> Progress {
        Progress { done: self.done().segments, of: self.segments() }
    }
    fn advance(&self, budget: &Budget) -> Result<(), Error> {
        self.start.finish(budget)?;
        self.feeds.iter().try_for_each(|f| f.rope.finish(budget))?;
        let buffers = fetch(&self.feeds, 0, 1)?;
        let (read, of) = (windows(&self.feeds, &buffers, 0, 0), self.segments());
        let weight = self.rewrite.weight().saturating_add(reading(&self.feeds));
        loop {
            let pending = || Error::Pending { done: self.done().segments, of };
            let _turn = self.turns.next(budget).ok_or_else(pending)?;
            let (first, mut memory) = match &*self.done() {
                done if done.segments == of => return Ok(()),
                Done { segments: 0, .. } => (0, self.start.to_vec()?),
                done => (done.segments, done.memory.clone()),
            };
            let (n, mut border) = (budget.take(of - first, weight, first, of)?, Border::default());
            for i in first..first + n {
                border.bytes.clear();
                self.rewrite.stretch(Plain, i, Window::border(&memory), &read).save(&mut border);
                memory[Self::bytes_of(i)].copy_from_slice(&border.bytes);
            }
            *self.done() = Done { segments: first + n, memory };
        }
    }
    fn record(&self, segment: u64, budget: &Budget) -> Result<Arc<Trace>, Error> {
        if segment >= self.segments() {
            return Err(Error::missing(format!("`{}` has {} segments", self.at, self.segments())));
        }
        let seen = || self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some((_, trace)) = seen().as_ref().filter(|(n, _)| *n == segment) {
            return Ok(trace.clone());
        }
        self.advance(budget)?;
        let trace = Arc::new(self.taped(segment, &self.before(segment)?, &fetch(&self.feeds, segment, 1)?));
        *seen() = Some((segment, trace.clone()));
        Ok(trace)
    }
    fn replay(&self, segment: u64, edit: Edit) -> Result<Trace, Error> {
        let (mut memory, mut buffers) = (self.before(segment)?, fetch(&self.feeds, segment, 1)?);
        edit(&mut memory, &mut buffers);
        Ok(self.taped(segment, &memory, &buffers))
    }
    fn keep(&self, segments: Range<u64>, budget: &Budget) -> Result<Option<Values>, Error> {
        self.advance(budget)?;
        let (mut memory, buffers) = (self.before(segments.start)?, fetch(&self.feeds, 0, 1)?);
        let (read, log) = (windows(&self.feeds, &buffers, 0, 0), Log::new());
        for i in segments {
            let mut border = Border::default();
            // What it reads of the memory need not be from the segment before: it is kept, as what is read of a feed
            // is.
            let whole = Window { from: Reading::Feed(0), ..Window::border(&memory) };
            self.rewrite.stretch(&log, i, whole, &read).save(&mut border);
            log.end();
            memory[Self::bytes_of(i)].copy_from_slice(&border.bytes);
        }
        Ok(Some(log.finish()))
    }
    fn compared(&self) -> Option<Compared> {
        None
    }
}
