//! A fold: a small state carried over many segments, kept at some borders and recomputed between them.

use super::feed::{WEIGHT, batch, fetch, reading, stretch, windows};
use super::turns::{Turn, Turns};
use super::{Budget, Buffer, Compared, Count, Edit, Error, FEEDS, Feed, Part, Path, Progress, Rope, Source, Windows};
use crate::num::{Border, Carry, Log, Numbers, Plain, Tape, Trace, Values, Window};
use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

/// An algorithm's repeated step. One body computes and records.
pub trait Fold: Send + Sync + 'static {
    /// The state that is carried from one segment to the next.
    type State<N: Numbers>: Carry<N = N>;
    /// Whether the part's output is the last state or the states after all segments, one after the other.
    const EACH: bool = false;
    /// How the specification counts the segments.
    const COUNT: Count = Count::Up(0);
    /// Whether the values of its segments can be kept alone, see [`Part::keep`]: for runs that are long or whose numbers
    /// are wide, since the body is compiled once more. Its segments call no functions, name numbers and not arrays, and
    /// leave what they computed themselves.
    const KEEPS: bool = false;
    /// The weight of a segment: about how many nanoseconds it takes, unrecorded and optimised.
    fn weight(&self) -> u64 {
        WEIGHT
    }
    /// One segment: the state after it, from the state before it and what it reads.
    fn segment<N: Numbers>(&self, n: N, at: u64, state: Self::State<N>, read: &Windows) -> Self::State<N>;
    /// The weight of a segment where it is carried over with [`Fold::vetted`].
    fn vetted_weight(&self) -> u64 {
        WEIGHT
    }
    /// Whether [`Fold::vetted`] is there.
    fn has_vetted(&self) -> bool {
        false
    }
    /// Carries a state over some segments with a vetted crate's body, from what all of them read.
    fn vetted(&self, _state: &mut Self::State<Plain>, _segments: Range<u64>, _read: &Windows) {
        unreachable!("only called where there is one")
    }
}

/// A [`Fold`] whose states are bytes, so that what follows is compiled once and not for every algorithm.
trait Steps: Send + Sync {
    fn each(&self) -> bool;
    fn count(&self) -> Count;
    fn has_vetted(&self) -> bool;
    /// See [`Fold::weight`].
    fn weight(&self) -> u64;
    /// The weight of a segment on the fastest way over it.
    fn skipping(&self) -> u64;
    fn keeps(&self) -> bool;
    /// Segments `range`, not recorded; `buffers` begin with segment `first`.
    fn run(&self, range: Range<u64>, state: &mut Border, feeds: &[Feed], buffers: &[Buffer], first: u64);
    /// Segments `range` as [`Fold::vetted`] carries a state over them.
    fn skip(&self, range: Range<u64>, state: &mut Border, feeds: &[Feed], buffers: &[Buffer], first: u64);
    /// One segment on a tape.
    fn tape(&self, tape: &Tape, segment: u64, before: &Border, read: &Windows) -> Border;
    /// Segments `range` as [`Steps::run`] runs them, their values kept.
    fn log(&self, log: &Log, range: Range<u64>, state: &mut Border, feeds: &[Feed], buffers: &[Buffer], first: u64);
    /// How many bytes each integer of a state takes.
    fn integer(&self, state: u64) -> usize;
}
impl<F: Fold> Steps for F {
    fn each(&self) -> bool {
        F::EACH
    }
    fn count(&self) -> Count {
        F::COUNT
    }
    fn has_vetted(&self) -> bool {
        Fold::has_vetted(self)
    }
    fn weight(&self) -> u64 {
        Fold::weight(self)
    }
    fn skipping(&self) -> u64 {
        if Fold::has_vetted(self) { self.vetted_weight() } else { Fold::weight(self) }
    }
    fn keeps(&self) -> bool {
        F::KEEPS
    }
    fn run(&self, range: Range<u64>, border: &mut Border, feeds: &[Feed], buffers: &[Buffer], first: u64) {
        change::<Plain, F>(Plain, border, |mut state| {
            for i in range {
                state = self.segment(Plain, i, state, &windows(feeds, buffers, first, i));
            }
            state
        });
    }
    fn skip(&self, range: Range<u64>, border: &mut Border, feeds: &[Feed], buffers: &[Buffer], first: u64) {
        change::<Plain, F>(Plain, border, |mut state| {
            self.vetted(&mut state, range.clone(), &stretch(feeds, buffers, first, range));
            state
        });
    }
    fn tape(&self, tape: &Tape, segment: u64, before: &Border, read: &Windows) -> Border {
        let state = F::State::<&Tape>::read(tape, Window::border(&before.bytes));
        let mut border = Border { integer: before.integer, ..Border::default() };
        self.segment(tape, segment, state, read).save(&mut border);
        border
    }
    fn log(&self, log: &Log, range: Range<u64>, border: &mut Border, feeds: &[Feed], buffers: &[Buffer], first: u64) {
        if F::KEEPS {
            change::<&Log, F>(log, border, |mut state| {
                for i in range {
                    state = self.segment(log, i, state, &windows(feeds, buffers, first, i));
                    log.end();
                }
                state
            });
        }
    }
    fn integer(&self, state: u64) -> usize {
        let (size, integers) = (<F::State<Plain> as Carry>::SIZE, <F::State<Plain> as Carry>::INTEGERS);
        (state as usize).saturating_sub(size).checked_div(integers).unwrap_or(0)
    }
}
/// Reads a state from a border, and writes there what becomes of it.
fn change<N: Numbers, F: Fold>(n: N, border: &mut Border, by: impl FnOnce(F::State<N>) -> F::State<N>) {
    let state = by(F::State::<N>::read(n, Window::border(&border.bytes)));
    border.bytes.clear();
    border.nodes.clear();
    state.save(border);
}

/// Our own body runs over all of an input up to this size; of a longer one it runs over the segments looked at.
pub const VERIFIED_BYTES: u64 = 64 << 20;
/// The most that lies between two borders that are kept, in nanoseconds: any segment is soon reached.
const BETWEEN: u64 = 500_000;
/// The most that the states at all borders that are kept take, in bytes, unless two of them lay farther apart than that.
const INDEX: u64 = 1 << 20;
/// See [`INDEX`]; in nanoseconds.
const FARTHEST: u64 = 2_000_000;
/// Traces kept per part.
const KEPT: usize = 4;

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
        assert!(feeds.len() <= FEEDS, "a part has {FEEDS} feeds at most");
        // A state of SHA-256 at every 64th block is 0.8 % of the input; beyond 2^18 blocks fewer are enough.
        let (steps, reading): (Box<dyn Steps>, u64) = (Box::new(fold), reading(&feeds));
        let weight = steps.skipping().saturating_add(reading).max(1);
        let near = (BETWEEN / weight).clamp(1, 64).max((segments.isqrt() / 8).next_power_of_two());
        let small = (segments.saturating_mul(start.len()) / INDEX).min(FARTHEST / weight);
        let every = near.max(small);
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
            self.steps.run(0..0, &mut start, &[], &[], 0);
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
        self.stretches(from..to, each, state, border, |range, state, buffers, first| {
            self.steps.run(range, state, &self.feeds, buffers, first);
        })
    }
    /// Some segments, in stretches that end at the borders that `each` divides, which `border` then sees. `run` is given
    /// a stretch, the state, what a batch of segments reads, and the first of that batch.
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
    fn skip(&self, from: u64, to: u64, state: &mut Border, border: impl FnMut(&Border)) -> Result<(), Error> {
        if !self.steps.has_vetted() {
            return self.own(from, to, self.every, state, border);
        }
        self.stretches(from..to, self.every, state, border, |range, state, buffers, first| {
            self.steps.skip(range, state, &self.feeds, buffers, first);
        })
    }
    /// The right to advance by a turn. Where another has it, a budget that does not wait sees how far that one has come.
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
            let mut kept = vec![];
            self.skip(done, done + n, &mut last, |s| kept.extend_from_slice(&s.bytes))?;
            let p = &mut *self.state();
            p.checkpoints.extend(kept);
            (p.done, p.last) = (done + n, Some(last));
        }
    }
    /// Whether our own body runs over all segments although a vetted one has been over them.
    fn verifies(&self) -> bool {
        self.steps.has_vetted() && self.feeds.iter().all(|f| f.rope.len() <= VERIFIED_BYTES)
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
        self.skip(from, segment, &mut state, |_| ())?;
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
        self.start.len() * if self.steps.each() { self.segments } else { 1 }
    }
    fn output_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        let size = self.start.len();
        if buf.is_empty() {
            return Ok(());
        }
        let (done, of, each) = (self.state().done, self.segments, self.steps.each());
        let end = at + buf.len() as u64;
        let (first, last) = if each { (at / size + 1, end.div_ceil(size)) } else { (of, of) };
        if done < last || self.state().last.is_none() {
            return Err(Error::Pending { done, of });
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
        let size = self.start.len();
        match (self.steps.each(), self.segments) {
            (_, 0) => vec![],
            (false, n) => vec![(n - 1, output.start as usize..output.end as usize)],
            (true, _) => (output.start / size..output.end.div_ceil(size))
                .map(|i| {
                    let within = |x: u64| (x.clamp(i * size, (i + 1) * size) - i * size) as usize;
                    (i, within(output.start)..within(output.end))
                })
                .collect(),
        }
    }
    fn weight(&self, bytes: u64) -> u64 {
        // Where the states are the output, they are computed again.
        let segments = if self.steps.each() { bytes.div_ceil(self.start.len().max(1)) } else { 0 };
        self.own_weight().saturating_mul(segments)
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
