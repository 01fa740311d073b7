//! A part without a state: each segment turns its own stretch of bytes into a stretch of the output.

use super::feed::{WEIGHT, batch, fetch, is_verified, reading, stretch, windows_apart};
use super::turns::Turns;
use super::{Budget, Buffer, Compared, Count, Edit, Error, FEEDS, Feed, Part, Path, Progress, Rope, Windows};
use crate::num::{Border, Log, Numbers, Plain, Tape, Trace, Values};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

/// An output of so many bytes is kept: every segment of another part may read it anew.
const KEPT: u64 = 4096;
/// A longer one is kept, too, where a segment weighs so much, in nanoseconds, with what it reads: else a chain of parts
/// that each read the one before twice would take twice as long with every part.
const HEAVY: u64 = 20_000;
/// The longest output that is kept for its weight.
const KEPT_HEAVY: u64 = 1 << 20;

/// A step without a state. One body computes and records.
pub trait Pieces: Send + Sync + 'static {
    /// How the segments are counted.
    const COUNT: Count = Count::Up(0);
    /// See [`super::Fold::KEEPS`].
    const KEEPS: bool = false;
    /// The weight of a segment: about how many nanoseconds it takes, unrecorded and optimised.
    fn weight(&self) -> u64 {
        WEIGHT
    }
    /// One segment: writes what it makes of what it reads, number after number.
    fn piece<N: Numbers>(&self, n: N, at: u64, read: &Windows, out: &mut Border);
    /// All segments of a range, not recorded, where that is faster than one after the other: appends what each of them
    /// writes, from what all of them read. Says whether it did.
    fn many(&self, _range: Range<u64>, _read: &Windows, _out: &mut Vec<u8>) -> bool {
        false
    }
    /// The weight of a segment where [`Pieces::vetted`] writes it.
    fn vetted_weight(&self) -> u64 {
        WEIGHT
    }
    /// Whether [`Pieces::vetted`] is there.
    fn has_vetted(&self) -> bool {
        false
    }
    /// Writes what all segments of a range write, computed with a vetted crate's body from what all of them read. A
    /// long output is read so, and our own body goes over it afterwards, see [`Part::verify`].
    fn vetted(&self, _range: Range<u64>, _read: &Windows, _out: &mut [u8]) {
        unreachable!("only called where there is one")
    }
}

/// [`Pieces`] without a type of their own, so that what follows is compiled once and not for every algorithm.
trait Steps: Send + Sync {
    fn count(&self) -> Count;
    fn weight(&self) -> u64;
    /// The weight of a segment that a vetted body writes, where there is one.
    fn skipping(&self) -> Option<u64>;
    /// Segments `range`, not recorded; `buffers` begin with its first.
    fn run(&self, range: Range<u64>, feeds: &[Feed], buffers: &[Buffer], out: &mut Border);
    fn keeps(&self) -> bool;
    /// Segments `range` as [`Steps::run`] runs them, their values kept.
    fn log(&self, log: &Log, range: Range<u64>, feeds: &[Feed], buffers: &[Buffer], out: &mut Border);
    /// One segment on a tape.
    fn tape(&self, tape: &Tape, segment: u64, read: &Windows, out: &mut Border);
    /// Segments `range` as [`Pieces::vetted`] writes them.
    fn skip(&self, range: Range<u64>, feeds: &[Feed], buffers: &[Buffer], out: &mut [u8]);
}
impl<M: Pieces> Steps for M {
    fn count(&self) -> Count {
        M::COUNT
    }
    fn weight(&self) -> u64 {
        Pieces::weight(self)
    }
    fn skipping(&self) -> Option<u64> {
        self.has_vetted().then(|| self.vetted_weight())
    }
    fn run(&self, range: Range<u64>, feeds: &[Feed], buffers: &[Buffer], out: &mut Border) {
        let first = range.start;
        if self.many(range.clone(), &stretch(feeds, buffers, first, range.clone()), &mut out.bytes) {
            return;
        }
        for i in range {
            self.piece(Plain, i, &windows_apart(feeds, buffers, first, i), out);
        }
    }
    fn keeps(&self) -> bool {
        M::KEEPS
    }
    fn log(&self, log: &Log, range: Range<u64>, feeds: &[Feed], buffers: &[Buffer], out: &mut Border) {
        if M::KEEPS {
            let first = range.start;
            for i in range {
                self.piece(log, i, &windows_apart(feeds, buffers, first, i), out);
                log.end();
            }
        }
    }
    fn tape(&self, tape: &Tape, segment: u64, read: &Windows, out: &mut Border) {
        self.piece(tape, segment, read, out);
    }
    fn skip(&self, range: Range<u64>, feeds: &[Feed], buffers: &[Buffer], out: &mut [u8]) {
        self.vetted(range.clone(), &stretch(feeds, buffers, range.start, range), out);
    }
}

/// A map over segments.
pub struct Map {
    at: Path,
    steps: Box<dyn Steps>,
    segments: u64,
    feeds: Vec<Feed>,
    /// The weight of a segment that our own body computes, with reading what it reads.
    weight: u64,
    /// The same of a segment that a vetted body computes, where one does.
    vetted: Option<u64>,
    /// How many bytes a segment writes; the last may write fewer.
    stride: u64,
    len: u64,
    output: OnceLock<Vec<u8>>,
    /// The front of an output that is going to be kept.
    front: Mutex<Vec<u8>>,
    turns: Turns,
    /// Whether all that it reads has been computed.
    ready: AtomicBool,
    seen: Mutex<Option<(u64, Arc<Trace>)>>,
    verified: Mutex<Verified>,
}
/// How far our own body has gone over what a vetted one computes.
#[derive(Default)]
struct Verified {
    done: u64,
    recorded: BTreeSet<u64>,
    differs: Option<u64>,
}
impl Verified {
    /// Compares what our own body wrote, from segment `first` on, with what a vetted one did.
    fn compare(&mut self, first: u64, stride: u64, own: &[u8], vetted: &[u8]) {
        if own != vetted {
            let same = own.iter().zip(vetted).take_while(|(own, vetted)| own == vetted).count() as u64;
            let segment = first + same / stride;
            self.differs = Some(self.differs.map_or(segment, |d| d.min(segment)));
        }
    }
}
impl Map {
    /// A part with as many segments as it takes to write `len` bytes, `stride` a segment.
    pub fn part(at: Path, pieces: impl Pieces, feeds: Vec<Feed>, stride: u64, len: u64) -> Arc<dyn Part> {
        Map::shared(at, Box::new(pieces), feeds, stride, len)
    }
    #[inline(never)]
    fn shared(at: Path, steps: Box<dyn Steps>, feeds: Vec<Feed>, stride: u64, len: u64) -> Arc<dyn Part> {
        assert!(feeds.len() <= FEEDS && stride > 0, "a part has {FEEDS} feeds at most and writes something");
        Arc::new(Map::new(at, steps, feeds, stride, len))
    }
    fn new(at: Path, steps: Box<dyn Steps>, feeds: Vec<Feed>, stride: u64, len: u64) -> Map {
        let (segments, output, front) = (len.div_ceil(stride), OnceLock::new(), Mutex::default());
        let (turns, ready, seen) = (Turns::default(), AtomicBool::default(), Mutex::default());
        let reading = reading(&feeds);
        let vetted = steps.skipping().filter(|_| len > KEPT).map(|weight| weight.saturating_add(reading));
        let (weight, verified) = (steps.weight().saturating_add(reading), Mutex::default());
        Map { at, steps, segments, feeds, weight, vetted, stride, len, output, front, turns, ready, seen, verified }
    }
    /// A part of one segment that reads all of its feeds, which must be computed already.
    ///
    /// # Errors
    /// What reading the feeds gives.
    pub fn once(at: Path, pieces: impl Pieces, feeds: Vec<Feed>) -> Result<Arc<dyn Part>, Error> {
        Map::shared_once(at, Box::new(pieces), feeds)
    }
    #[inline(never)]
    fn shared_once(at: Path, steps: Box<dyn Steps>, feeds: Vec<Feed>) -> Result<Arc<dyn Part>, Error> {
        let mut map = Map::new(at, steps, feeds, 1, 1);
        let output = map.run(0, 1)?;
        map.len = output.len() as u64;
        map.stride = map.len.max(1);
        map.output = output.into();
        Ok(Arc::new(map))
    }
    /// Segments `from..to`, not recorded, with the vetted body where there is one.
    fn run(&self, from: u64, to: u64) -> Result<Vec<u8>, Error> {
        let buffers = fetch(&self.feeds, from, to - from)?;
        Ok(if self.vetted.is_some() { self.skip(from, to, &buffers) } else { self.own(from, to, &buffers) })
    }
    /// Segments `from..to` with our own body, not recorded.
    fn own(&self, from: u64, to: u64, buffers: &[Buffer]) -> Vec<u8> {
        let room = ((to - from) * self.stride) as usize;
        let mut out = Border { bytes: Vec::with_capacity(room), ..Border::default() };
        self.steps.run(from..to, &self.feeds, buffers, &mut out);
        out.bytes
    }
    /// Segments `from..to` with the vetted body.
    fn skip(&self, from: u64, to: u64, buffers: &[Buffer]) -> Vec<u8> {
        let mut out = vec![0; (self.start(to).min(self.len) - self.start(from)) as usize];
        self.steps.skip(from..to, &self.feeds, buffers, &mut out);
        out
    }
    fn verified(&self) -> MutexGuard<'_, Verified> {
        self.verified.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    fn taped(&self, segment: u64, buffers: &[Buffer]) -> Trace {
        let tape = Tape::new();
        let mut out = Border::default();
        self.steps.tape(&tape, segment, &windows_apart(&self.feeds, buffers, segment, segment), &mut out);
        tape.finish(out)
    }
    /// The whole output, computed once.
    fn kept(&self) -> Result<&[u8], Error> {
        match self.output.get() {
            Some(output) => Ok(output),
            None => {
                let output = self.run(0, self.segments)?;
                Ok(self.output.get_or_init(|| output))
            }
        }
    }
    fn start(&self, segment: u64) -> u64 {
        segment * self.stride
    }
    /// Whether the output is kept because it costs much to compute.
    fn is_heavy(&self) -> bool {
        self.vetted.unwrap_or(self.weight) > HEAVY && (KEPT + 1..=KEPT_HEAVY).contains(&self.len)
    }
    /// Computes the output on, to keep it.
    fn load(&self, budget: &Budget) -> Result<(), Error> {
        let front = || self.front.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        while self.output.get().is_none() {
            let done = front().len() as u64 / self.stride;
            let pending = || Error::Pending { done, of: self.segments };
            let _turn = self.turns.next(budget).ok_or_else(pending)?;
            let done = front().len() as u64 / self.stride;
            let end = match self.segments - done {
                0 => done,
                left => done + budget.take(left, self.weight, done, self.segments)?,
            };
            let more = self.run(done, end)?;
            let mut front = front();
            front.extend(more);
            if end == self.segments {
                let _ = self.output.set(std::mem::take(&mut front));
            }
        }
        Ok(())
    }
}
impl Part for Map {
    fn at(&self) -> &Path {
        &self.at
    }
    fn segments(&self) -> u64 {
        self.segments
    }
    fn count(&self) -> Count {
        self.steps.count()
    }
    fn start(&self) -> Option<&Rope> {
        None
    }
    fn feeds(&self) -> &[Feed] {
        &self.feeds
    }
    fn output_len(&self) -> u64 {
        self.len
    }
    fn output_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        let end = at + buf.len() as u64;
        if self.len <= KEPT || self.output.get().is_some() {
            buf.copy_from_slice(&self.kept()?[at as usize..end as usize]);
            return Ok(());
        }
        let (mut segment, last) = (at / self.stride, end.div_ceil(self.stride));
        while segment < last {
            let next = last.min(segment + batch(&self.feeds));
            let (start, stop) = (self.start(segment), self.start(next).min(self.len));
            let (from, to) = (at.max(start), end.min(stop));
            let buf = &mut buf[(from - at) as usize..(to - at) as usize];
            if self.vetted.is_some() && (from, to) == (start, stop) {
                self.steps.skip(segment..next, &self.feeds, &fetch(&self.feeds, segment, next - segment)?, buf);
            } else {
                buf.copy_from_slice(&self.run(segment, next)?[(from - start) as usize..(to - start) as usize]);
            }
            segment = next;
        }
        Ok(())
    }
    fn writers(&self, output: Range<u64>) -> Vec<(u64, Range<usize>)> {
        (output.start / self.stride..output.end.div_ceil(self.stride))
            .map(|i| {
                let within = |x: u64| (x.clamp(self.start(i), self.start(i + 1)) - self.start(i)) as usize;
                (i, within(output.start)..within(output.end))
            })
            .collect()
    }
    fn written(&self, segment: u64, border: Range<usize>) -> Option<Range<u64>> {
        let start = self.start(segment);
        Some(start + border.start as u64..(start + border.end as u64).min(self.len))
    }
    fn before(&self, _: u64, _: Range<usize>) -> Vec<(u64, Range<usize>)> {
        vec![]
    }
    fn weight(&self, bytes: u64) -> u64 {
        // What is kept is there before anybody reads it.
        let kept = self.len <= KEPT || self.is_heavy();
        if kept { 0 } else { self.vetted.unwrap_or(self.weight).saturating_mul(bytes.div_ceil(self.stride)) }
    }
    fn progress(&self) -> Progress {
        let front = || self.front.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).len() as u64;
        let loading = self.is_heavy() && self.output.get().is_none();
        Progress { done: if loading { front() / self.stride } else { self.segments }, of: self.segments }
    }
    fn advance(&self, budget: &Budget) -> Result<(), Error> {
        if !self.ready.load(Ordering::Acquire) {
            self.feeds.iter().try_for_each(|f| f.rope.finish(budget))?;
            self.ready.store(true, Ordering::Release);
        }
        if self.is_heavy() { self.load(budget) } else { Ok(()) }
    }
    fn verify(&self, budget: &Budget) -> Result<(), Error> {
        let Some(vetted) = self.vetted.filter(|_| is_verified(&self.feeds)) else { return Ok(()) };
        self.advance(budget)?;
        loop {
            let pending = || Error::Pending { done: self.verified().done, of: self.segments };
            let _turn = self.turns.next(budget).ok_or_else(pending)?;
            let done = self.verified().done;
            if done == self.segments {
                return Ok(());
            }
            let wanted = (self.segments - done).min(batch(&self.feeds));
            let end = done + budget.take(wanted, self.weight.saturating_add(vetted), done, self.segments)?;
            let buffers = fetch(&self.feeds, done, end - done)?;
            let (own, vetted) = (self.own(done, end, &buffers), self.skip(done, end, &buffers));
            let verified = &mut *self.verified();
            verified.compare(done, self.stride, &own, &vetted);
            verified.done = end;
        }
    }
    fn record(&self, segment: u64, budget: &Budget) -> Result<Arc<Trace>, Error> {
        if segment >= self.segments {
            return Err(Error::missing(format!("`{}` has {} segments", self.at, self.segments)));
        }
        let seen = || self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some((_, trace)) = seen().as_ref().filter(|(n, _)| *n == segment) {
            return Ok(trace.clone());
        }
        self.feeds.iter().try_for_each(|f| f.rope.finish(budget))?;
        let buffers = fetch(&self.feeds, segment, 1)?;
        let trace = Arc::new(self.taped(segment, &buffers));
        if self.vetted.is_some() {
            let vetted = self.skip(segment, segment + 1, &buffers);
            let verified = &mut *self.verified();
            verified.compare(segment, self.stride, &trace.border.bytes, &vetted);
            verified.recorded.insert(segment);
        }
        *seen() = Some((segment, trace.clone()));
        Ok(trace)
    }
    fn replay(&self, segment: u64, edit: Edit) -> Result<Trace, Error> {
        let mut buffers = fetch(&self.feeds, segment, 1)?;
        edit(&mut [], &mut buffers);
        Ok(self.taped(segment, &buffers))
    }
    fn keep(&self, segments: Range<u64>, budget: &Budget) -> Result<Option<Values>, Error> {
        if !self.steps.keeps() {
            return Ok(None);
        }
        self.advance(budget)?;
        let buffers = fetch(&self.feeds, segments.start, segments.end - segments.start)?;
        let (log, mut out) = (Log::new(), Border::default());
        self.steps.log(&log, segments.clone(), &self.feeds, &buffers, &mut out);
        if self.len <= KEPT && segments == (0..self.segments) {
            self.output.get_or_init(|| out.bytes);
        }
        Ok(Some(log.finish()))
    }
    fn compared(&self) -> Option<Compared> {
        self.vetted?;
        let verified = self.verified();
        let segments = verified.done + verified.recorded.range(verified.done..).count() as u64;
        Some(Compared { segments, of: self.segments, differs: verified.differs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::Carry;

    /// Bytes that grow by one, which its vetted body does wrong from some byte on.
    struct Grown(usize);
    impl Pieces for Grown {
        fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
            let grown: [N::U8; 8] = <[N::U8; 8]>::read(n, read[0]).map(|byte| byte + n.u8("one", (), 1));
            grown.save(out);
        }
        fn has_vetted(&self) -> bool {
            true
        }
        fn vetted(&self, range: Range<u64>, read: &Windows, out: &mut [u8]) {
            for (i, (to, byte)) in (range.start as usize * 8..).zip(out.iter_mut().zip(read[0].bytes)) {
                *to = byte + 1 + u8::from(i >= self.0);
            }
        }
    }
    fn grown(length: usize, wrong: usize) -> Arc<dyn Part> {
        let feeds = vec![Feed::dealt("bytes", Rope::constant("bytes", &vec![3; length]), 8)];
        Map::part(Path::new("grown"), Grown(wrong), feeds, 8, length as u64)
    }
    #[test]
    fn the_first_segment_that_differs_is_told() {
        let budget = Budget::unlimited();
        let long = grown(1 << 16, 20_005);
        assert_eq!(long.compared(), Some(Compared { segments: 0, of: 8_192, differs: None }));
        long.record(3_000, &budget).unwrap();
        assert_eq!(long.compared().map(|c| (c.segments, c.differs)), Some((1, Some(3_000))));
        long.verify(&budget).unwrap();
        assert_eq!(long.compared().map(|c| (c.segments, c.differs)), Some((8_192, Some(2_500))));
        let right = grown(1 << 16, usize::MAX);
        right.verify(&budget).unwrap();
        assert_eq!(right.compared(), Some(Compared { segments: 8_192, of: 8_192, differs: None }));
        let mut bytes = [0; 40];
        right.output_at(50_001, &mut bytes).unwrap();
        assert_eq!(bytes, [4; 40]);
    }
    #[test]
    fn our_own_body_computes_what_is_short() {
        let short = grown(4_096, 0);
        let mut bytes = [0; 40];
        short.output_at(8, &mut bytes).unwrap();
        assert_eq!((bytes, short.compared()), ([4; 40], None));
    }
}
