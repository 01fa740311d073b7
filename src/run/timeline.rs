//! A fold: a small state carried over many segments, kept at some borders and recomputed between them.

use super::feed::{batch, fetch, is_verified, reading, windows};
use super::fold::{Fold, Steps};
use super::turns::{Turn, Turns};
use super::{Budget, Buffer, Compared, Count, Edit, Error, FEEDS, Feed, Part, Path, Progress, Rope, Source};
use crate::num::{Border, Log, Tape, Trace, Values};
use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

/// The most that lies between two borders that are kept, in nanoseconds: any segment is soon reached.
const BETWEEN: u64 = 500_000;
/// The most that the states at all borders that are kept take, in bytes, unless two of them lay farther apart than
/// that.
const INDEX: u64 = 1 << 20;
/// See [`INDEX`]; in nanoseconds.
const FARTHEST: u64 = 2_000_000;
/// The least time between two borders for each byte of a state, in nanoseconds: else keeping the states takes long.
const COPYING: u64 = 64;
/// Traces kept per part.
const KEPT: usize = 4;
/// The most bytes of an output of tails that are kept: else every reader computes them again. Less where this crate is
/// tested, to see both.
const TAILS: u64 = if cfg!(test) { 1 << 14 } else { 16 << 20 };

/// A fold over segments, with checkpoints.
pub struct Timeline {
    at: Path,
    steps: Box<dyn Steps>,
    segments: u64,
    start: Rope,
    feeds: Vec<Feed>,
    /// The cost of reading what a segment reads.
    reading: u64,
    /// The state is kept at every so many borders.
    every: u64,
    progress: Mutex<State>,
    /// Who advances: others only look.
    turns: Turns,
    seen: Mutex<VecDeque<(u64, Arc<Trace>)>>,
}
#[derive(Default)]
struct State {
    done: u64,
    last: Option<Border>,
    /// The states at the borders that are kept, one after the other.
    checkpoints: Vec<u8>,
    /// How far our own body has come where a vetted one went ahead.
    own: u64,
    own_state: Border,
    /// The output of tails as far as it is computed, where it is kept.
    tails: Vec<u8>,
    /// The state before the segment that was looked at last: the next one is mostly looked at next.
    reached: Option<(u64, Border)>,
    recorded: BTreeSet<u64>,
    differs: Option<u64>,
}
impl State {
    /// Keeps the first segment found to differ.
    fn note(&mut self, differs: bool, segment: u64) {
        if differs {
            self.differs = Some(self.differs.map_or(segment, |d| d.min(segment)));
        }
    }
}

impl Timeline {
    /// A part whose state begins as `start` says.
    pub fn part(at: Path, fold: impl Fold, segments: u64, start: Rope, feeds: Vec<Feed>) -> Arc<dyn Part> {
        Timeline::shared(at, Box::new(fold), segments, start, feeds)
    }
    #[inline(never)]
    fn shared(at: Path, steps: Box<dyn Steps>, segments: u64, start: Rope, feeds: Vec<Feed>) -> Arc<dyn Part> {
        assert!(feeds.len() <= FEEDS, "a part has {FEEDS} feeds at most");
        let reading = reading(&feeds);
        // A state of SHA-256 at every 64th block is 0.8 % of the input; beyond 2^18 blocks fewer are enough.
        let weight = steps.skipping().saturating_add(reading).max(1);
        let near = (BETWEEN / weight).clamp(1, 64).max((segments.isqrt() / 8).next_power_of_two());
        let small = (segments.saturating_mul(start.len()) / INDEX).min(FARTHEST / weight);
        let every = near.max(small).max(start.len().saturating_mul(COPYING) / weight);
        let (progress, seen, turns) = (Mutex::default(), Mutex::default(), Turns::default());
        Arc::new(Timeline { at, steps, segments, start, feeds, reading, every, progress, turns, seen })
    }
    fn state(&self) -> MutexGuard<'_, State> {
        self.progress.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    /// The traces of the segments looked at last.
    fn kept(&self) -> MutexGuard<'_, VecDeque<(u64, Arc<Trace>)>> {
        self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    /// A state of this part, of these bytes.
    fn border(&self, bytes: &[u8]) -> Border {
        Border { bytes: bytes.to_vec(), integer: self.steps.integer(self.start.len()), ..Border::default() }
    }
    /// The first checkpoint, once what the part starts from is computed.
    fn begin(&self, budget: &Budget) -> Result<(), Error> {
        if self.state().last.is_none() {
            self.start.finish(budget)?;
            self.feeds.iter().try_for_each(|f| f.rope.finish(budget))?;
            let mut start = self.border(&self.start.to_vec()?);
            self.steps.run(0..0, &mut start, (&[], &[], 0), &mut vec![]);
            let p = &mut *self.state();
            // Another may have been faster, and further on.
            if p.last.is_none() {
                p.checkpoints = start.bytes.clone();
                p.own_state = start.clone();
                p.last = Some(start);
            }
        }
        Ok(())
    }
    /// Segments `from..to` with our own body, not recorded; `border` sees the state wherever `each` divides the border.
    fn own(&self, from: u64, to: u64, each: u64, state: &mut Border, border: impl FnMut(&Border)) -> Result<(), Error> {
        self.along(from, to, each, (state, &mut vec![]), border)
    }
    /// The same; what the segments leave in the output is appended to the tails.
    fn along(
        &self,
        from: u64,
        to: u64,
        each: u64,
        (state, tails): (&mut Border, &mut Vec<u8>),
        border: impl FnMut(&Border),
    ) -> Result<(), Error> {
        self.stretches(from..to, each, state, border, |range, state, buffers, first| {
            self.steps.run(range, state, (&self.feeds, buffers, first), tails);
        })
    }
    /// Some segments, in stretches that end at the borders that `each` divides, which `border` then sees. `run` is
    /// given a stretch, the state, what a batch of segments reads, and the first of that batch.
    fn stretches(
        &self,
        segments: Range<u64>,
        each: u64,
        state: &mut Border,
        mut border: impl FnMut(&Border),
        mut run: impl FnMut(Range<u64>, &mut Border, &[Buffer], u64),
    ) -> Result<(), Error> {
        let mut at = segments.start;
        while at < segments.end {
            let (first, n) = (at, batch(&self.feeds).min(segments.end - at));
            let buffers = fetch(&self.feeds, first, n)?;
            while at < first + n {
                let next = (at + each - at % each).min(first + n);
                run(at..next, state, &buffers, first);
                at = next;
                if at.is_multiple_of(each) {
                    border(state);
                }
            }
        }
        Ok(())
    }
    /// Segments `from..to` with the vetted body where there is one; `border` sees every k-th state, k being `every`.
    fn skip(
        &self,
        from: u64,
        to: u64,
        (state, tails): (&mut Border, &mut Vec<u8>),
        border: impl FnMut(&Border),
    ) -> Result<(), Error> {
        if !self.steps.has_vetted() {
            return self.along(from, to, self.every, (state, tails), border);
        }
        self.stretches(from..to, self.every, state, border, |range, state, buffers, first| {
            self.steps.skip(range, state, &self.feeds, buffers, first);
        })
    }
    /// How many bytes of the output a segment leaves; none where the last state is the output.
    fn left(&self) -> Option<u64> {
        let tail = self.steps.tail() as u64;
        self.steps.each().then_some(if tail > 0 { tail } else { self.start.len() })
    }
    /// Whether the output is kept.
    fn keeps_tails(&self) -> bool {
        self.steps.tail() > 0 && self.output_len() <= TAILS
    }
    /// Reads an output that is the tails of the states, all of which are computed.
    fn read_tails(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        if self.keeps_tails() {
            buf.copy_from_slice(&self.state().tails[at as usize..at as usize + buf.len()]);
            return Ok(());
        }
        let (tail, end) = (self.steps.tail() as u64, at + buf.len() as u64);
        let (first, last) = (at / tail, end.div_ceil(tail));
        let (mut state, mut tails) = (self.before(first, &Budget::unlimited())?, vec![]);
        self.along(first, last, self.every, (&mut state, &mut tails), |_| ())?;
        self.state().reached = Some((last, state));
        buf.copy_from_slice(&tails[(at - first * tail) as usize..][..buf.len()]);
        Ok(())
    }
    /// The right to advance by a turn. Where another has it, a budget that does not wait sees how far that one has
    /// come.
    fn turn(&self, budget: &Budget) -> Result<Turn<'_>, Error> {
        self.turns.next(budget).ok_or_else(|| Error::Pending { done: self.state().done, of: self.segments })
    }
    /// The weight of a segment that our own body computes.
    fn own_weight(&self) -> u64 {
        self.steps.weight().saturating_add(self.reading)
    }
    /// Lays the index on to segment `to`.
    fn lay(&self, to: u64, budget: &Budget) -> Result<(), Error> {
        self.begin(budget)?;
        if self.state().done >= to {
            return Ok(());
        }
        let weight = self.steps.skipping().saturating_add(self.reading);
        loop {
            let _turn = self.turn(budget)?;
            let (done, mut last) = {
                let p = self.state();
                (p.done, p.last.clone().expect("set by begin"))
            };
            if done >= to {
                return Ok(());
            }
            let n = budget.take(to - done, weight, done, self.segments)?;
            let (mut kept, mut tails) = (vec![], vec![]);
            self.skip(done, done + n, (&mut last, &mut tails), |s| kept.extend_from_slice(&s.bytes))?;
            let p = &mut *self.state();
            p.checkpoints.extend(kept);
            if self.keeps_tails() {
                p.tails.extend(tails);
            }
            (p.done, p.last) = (done + n, Some(last));
        }
    }
    /// Whether our own body runs over all segments although a vetted one has been over them.
    fn verifies(&self) -> bool {
        self.steps.has_vetted() && is_verified(&self.feeds)
    }
    /// The state at the k-th border that is kept, once it is computed.
    fn checkpoint<'a>(&self, state: &'a State, k: u64) -> Option<&'a [u8]> {
        let size = self.start.len() as usize;
        state.checkpoints.get(k as usize * size..(k as usize + 1) * size)
    }
    /// The state before a segment.
    fn before(&self, segment: u64, budget: &Budget) -> Result<Border, Error> {
        let recorded = self.kept().iter().find(|(n, _)| segment.checked_sub(1) == Some(*n)).map(|(_, t)| t.clone());
        if let Some(trace) = recorded {
            return Ok(self.border(&trace.border.bytes));
        }
        self.lay(segment, budget)?;
        let (from, mut state) = {
            let p = &*self.state();
            let kept = segment / self.every;
            let reached = p.reached.as_ref().filter(|(at, _)| (kept * self.every..=segment).contains(at));
            let checkpoint = || self.border(self.checkpoint(p, kept).expect("laid up to the segment"));
            reached.cloned().unwrap_or_else(|| (kept * self.every, checkpoint()))
        };
        self.skip(from, segment, (&mut state, &mut vec![]), |_| ())?;
        self.state().reached = Some((segment, state.clone()));
        Ok(state)
    }
    fn taped(&self, segment: u64, before: &Border, buffers: &[Buffer]) -> Trace {
        let tape = self.kept().front().map_or_else(Tape::new, |(_, earlier)| Tape::like(earlier));
        let border = self.steps.tape(&tape, segment, before, &windows(&self.feeds, buffers, segment, segment));
        tape.finish(border)
    }
    /// Compares a recorded segment's end with the vetted body's.
    fn compare(&self, segment: u64, mut state: Border, buffers: &[Buffer], trace: &Trace) {
        if !self.steps.has_vetted() {
            return;
        }
        self.steps.skip(segment..segment + 1, &mut state, &self.feeds, buffers, segment);
        let p = &mut *self.state();
        p.recorded.insert(segment);
        p.note(state.bytes != trace.border.bytes, segment);
    }
}

impl Part for Timeline {
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
        Some(&self.start)
    }
    fn feeds(&self) -> &[Feed] {
        &self.feeds
    }
    fn output_len(&self) -> u64 {
        self.left().map_or(self.start.len(), |left| left * self.segments)
    }
    fn output_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        let size = self.start.len();
        if buf.is_empty() {
            return Ok(());
        }
        let (done, of, each) = (self.state().done, self.segments, self.steps.each());
        let end = at + buf.len() as u64;
        let (first, last) = self.left().map_or((of, of), |left| (at / left + 1, end.div_ceil(left)));
        if done < last || self.state().last.is_none() {
            return Err(Error::Pending { done, of });
        }
        if self.steps.tail() > 0 {
            return self.read_tails(at, buf);
        }
        let end_state = self.state().last.clone().filter(|_| !each);
        let mut state = match end_state {
            Some(last) => last,
            None => self.before(first, &Budget::unlimited())?,
        };
        let mut bytes = state.bytes.clone();
        self.own(first, last, 1, &mut state, |s| bytes.extend_from_slice(&s.bytes))?;
        let skip = (at % size) as usize;
        buf.copy_from_slice(&bytes[skip..skip + buf.len()]);
        Ok(())
    }
    fn writers(&self, output: Range<u64>) -> Vec<(u64, Range<usize>)> {
        match (self.left(), self.segments) {
            (_, 0) => vec![],
            (None, n) => vec![(n - 1, output.start as usize..output.end as usize)],
            (Some(left), _) => (output.start / left..output.end.div_ceil(left))
                .map(|i| {
                    let before = self.start.len() - left;
                    let within = |x: u64| (before + x.clamp(i * left, (i + 1) * left) - i * left) as usize;
                    (i, within(output.start)..within(output.end))
                })
                .collect(),
        }
    }
    fn written(&self, segment: u64, border: Range<usize>) -> Option<Range<u64>> {
        let (start, end) = (border.start as u64, border.end as u64);
        let Some(left) = self.left() else { return (segment + 1 == self.segments).then_some(start..end) };
        let place = |x: u64| segment * left + x.saturating_sub(self.start.len() - left);
        Some(place(start)..place(end)).filter(|output| !output.is_empty())
    }
    fn weight(&self, bytes: u64) -> u64 {
        // Where the states are the output, they are computed again.
        match self.left().filter(|_| !self.keeps_tails()) {
            Some(left) => self.own_weight().saturating_mul(bytes.div_ceil(left.max(1))),
            None => 0,
        }
    }
    fn progress(&self) -> Progress {
        Progress { done: self.state().done, of: self.segments }
    }
    fn advance(&self, budget: &Budget) -> Result<(), Error> {
        self.lay(self.segments, budget)
    }
    /// Our own body over all of it, compared with the vetted one at every checkpoint and at the end.
    fn verify(&self, budget: &Budget) -> Result<(), Error> {
        if !self.verifies() {
            return Ok(());
        }
        self.lay(self.segments, budget)?;
        loop {
            let _turn = self.turn(budget)?;
            let (own, mut state) = {
                let p = self.state();
                (p.own, p.own_state.clone())
            };
            if own == self.segments {
                return Ok(());
            }
            let n = budget.take(self.every.min(self.segments - own), self.own_weight(), own, self.segments)?;
            let to = (own + n) / self.every * self.every;
            let to = if to > own { to } else { own + n };
            self.own(own, to, self.every, &mut state, |_| ())?;
            let p = &mut *self.state();
            let vetted = match to % self.every {
                0 => self.checkpoint(p, to / self.every),
                _ if to == self.segments => p.last.as_ref().map(|last| last.bytes.as_slice()),
                _ => None,
            };
            let differs = vetted.is_some_and(|vetted| vetted != state.bytes);
            p.note(differs, own);
            (p.own, p.own_state) = (to, state);
        }
    }
    fn record(&self, segment: u64, budget: &Budget) -> Result<Arc<Trace>, Error> {
        if segment >= self.segments {
            return Err(Error::missing(format!("`{}` has {} segments", self.at, self.segments)));
        }
        if let Some((_, trace)) = self.kept().iter().find(|(n, _)| *n == segment) {
            return Ok(trace.clone());
        }
        let state = self.before(segment, budget)?;
        let buffers = fetch(&self.feeds, segment, 1)?;
        let trace = Arc::new(self.taped(segment, &state, &buffers));
        self.compare(segment, state, &buffers, &trace);
        let seen = &mut *self.kept();
        seen.truncate(KEPT - 1);
        seen.push_front((segment, trace.clone()));
        Ok(trace)
    }
    fn replay(&self, segment: u64, edit: Edit) -> Result<Trace, Error> {
        let (mut before, mut buffers) = (self.before(segment, &Budget::unlimited())?, fetch(&self.feeds, segment, 1)?);
        edit(&mut before.bytes, &mut buffers);
        Ok(self.taped(segment, &before, &buffers))
    }
    fn keep(&self, segments: Range<u64>, budget: &Budget) -> Result<Option<Values>, Error> {
        if !self.steps.keeps() {
            return Ok(None);
        }
        self.lay(segments.start, budget)?;
        let _turn = self.turn(budget)?;
        let mut state = self.before(segments.start, &Budget::unlimited())?;
        let lays = self.state().done == segments.start && !self.steps.has_vetted();
        let (log, mut at, mut kept) = (Log::new(), segments.start, vec![]);
        while at < segments.end {
            let n = budget.take(segments.end - at, self.own_weight(), at, self.segments)?;
            let checkpoint = |s: &Border| kept.extend_from_slice(&s.bytes);
            self.stretches(at..at + n, self.every, &mut state, checkpoint, |range, state, buffers, first| {
                self.steps.log(&log, range, state, &self.feeds, buffers, first);
            })?;
            at += n;
        }
        let p = &mut *self.state();
        if lays {
            p.checkpoints.extend(kept);
            (p.done, p.last) = (at, Some(state.clone()));
        }
        p.reached = Some((at, state));
        Ok(Some(log.finish()))
    }
    fn compared(&self) -> Option<Compared> {
        if !self.steps.has_vetted() {
            return None;
        }
        let p = self.state();
        let segments = p.own + p.recorded.range(p.own..).count() as u64;
        Some(Compared { segments, of: self.segments, differs: p.differs })
    }
}
