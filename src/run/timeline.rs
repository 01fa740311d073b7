//! A fold: a small state carried over many segments, kept at some borders and recomputed between them.

use super::part::{batch, fetch, windows};
use super::{Budget, Compared, Count, Edit, Error, FEEDS, Feed, Part, Path, Progress, Rope, Source, Windows};
use crate::num::{Border, Carry, Numbers, Plain, Reader, Tape, Trace, Window};
use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

/// An algorithm's repeated step. One body computes and records.
pub trait Fold: Send + Sync + 'static {
    /// What is carried from one segment to the next.
    type State<N: Numbers>: Carry<N = N>;
    /// Whether the part's output is the last state or the states after all segments, one after the other.
    const EACH: bool = false;
    /// How the specification counts the segments.
    const COUNT: Count = Count::Up(0);
    /// The crate whose body [`Fold::vetted`] is.
    const VETTED: Option<&'static str> = None;
    /// One segment: the state after it, from the state before it and what it reads.
    fn segment<N: Numbers>(&self, n: N, at: u64, state: Self::State<N>, read: &Windows) -> Self::State<N>;
    /// Carries a state over whole segments with a vetted crate's body; `bytes` is what they read of the first feed.
    fn vetted(&self, _state: &mut Self::State<Plain>, _bytes: &[u8]) {
        unreachable!("only called where VETTED names a crate")
    }
}

/// Segments between two looks at the budget.
const TURN: u64 = 4096;
/// Our own body runs over all of an input up to this size; of a longer one it runs over the segments looked at.
pub const VERIFIED_BYTES: u64 = 64 << 20;
/// Traces kept per part.
const KEPT: usize = 4;

/// A fold over segments, with checkpoints.
pub struct Timeline<F: Fold> {
    at: Path,
    fold: F,
    segments: u64,
    start: Rope,
    feeds: Vec<Feed>,
    /// The state is kept at every so many borders.
    every: u64,
    progress: Mutex<State<F>>,
    /// Held by the one who advances, so that others only look.
    working: Mutex<()>,
    seen: Mutex<VecDeque<(u64, Arc<Trace>)>>,
}
struct State<F: Fold> {
    done: u64,
    last: Option<F::State<Plain>>,
    checkpoints: Vec<F::State<Plain>>,
    /// How far our own body has come where a vetted one went ahead.
    own: u64,
    own_state: Option<F::State<Plain>>,
    recorded: BTreeSet<u64>,
    differs: Option<u64>,
}

impl<F: Fold> Timeline<F>
where
    F::State<Plain>: Send,
{
    /// A part whose state begins as `start` says.
    pub fn part(at: Path, fold: F, segments: u64, start: Rope, feeds: Vec<Feed>) -> Arc<dyn Part> {
        assert!(feeds.len() <= FEEDS, "a part has {FEEDS} feeds at most");
        let progress = State {
            done: 0,
            last: None,
            checkpoints: vec![],
            own: 0,
            own_state: None,
            recorded: BTreeSet::new(),
            differs: None,
        };
        // A state of SHA-256 at every 64th block is 0.8 % of the input; beyond 2^18 blocks fewer are enough.
        let every = 64.max((segments.isqrt() / 8).next_power_of_two());
        let (progress, seen, working) = (Mutex::new(progress), Mutex::default(), Mutex::default());
        Arc::new(Timeline { at, fold, segments, start, feeds, every, progress, working, seen })
    }
    fn state(&self) -> MutexGuard<'_, State<F>> {
        self.progress.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    /// The traces of the segments looked at last.
    fn kept(&self) -> MutexGuard<'_, VecDeque<(u64, Arc<Trace>)>> {
        self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    /// The first checkpoint, once what the part starts from is computed.
    fn begin(&self, budget: &Budget) -> Result<(), Error> {
        self.start.finish(budget)?;
        self.feeds.iter().try_for_each(|f| f.rope.finish(budget))?;
        if self.state().last.is_none() {
            let start = F::State::<Plain>::read(Plain, Window::border(&self.start.to_vec()?));
            let p = &mut *self.state();
            p.last = Some(start.clone());
            p.own_state = Some(start.clone());
            p.checkpoints = vec![start];
        }
        Ok(())
    }
    /// Segments `from..to` with our own body, not recorded.
    fn own(
        &self,
        from: u64,
        to: u64,
        mut state: F::State<Plain>,
        mut border: impl FnMut(u64, &F::State<Plain>),
    ) -> Result<F::State<Plain>, Error> {
        let mut at = from;
        while at < to {
            let n = batch(&self.feeds).min(to - at);
            let buffers = fetch(&self.feeds, at, n)?;
            for i in at..at + n {
                state = self.fold.segment(Plain, i, state, &windows(&self.feeds, &buffers, at, i));
                border(i + 1, &state);
            }
            at += n;
        }
        Ok(state)
    }
    /// Segments `from..to` with the vetted body where there is one; `border` sees every k-th state, k being `every`.
    fn skip(
        &self,
        from: u64,
        to: u64,
        mut state: F::State<Plain>,
        mut border: impl FnMut(&F::State<Plain>),
    ) -> Result<F::State<Plain>, Error> {
        if F::VETTED.is_none() {
            let every = self.every;
            return self.own(from, to, state, |at, s| {
                if at % every == 0 {
                    border(s)
                }
            });
        }
        let Some(feed) = self.feeds.first() else { return Ok(state) };
        let (mut at, mut buffer) = (from, vec![]);
        while at < to {
            let n = batch(&self.feeds).min(to - at);
            buffer.resize((n * feed.stride) as usize, 0);
            feed.rope.read_at(at * feed.stride, &mut buffer)?;
            let mut bytes = buffer.as_slice();
            while !bytes.is_empty() {
                let some = (self.every - at % self.every).min(bytes.len() as u64 / feed.stride);
                let (now, later) = bytes.split_at((some * feed.stride) as usize);
                self.fold.vetted(&mut state, now);
                (at, bytes) = (at + some, later);
                if at % self.every == 0 {
                    border(&state);
                }
            }
        }
        Ok(state)
    }
    /// The right to advance. Where another has it, a budget that does not wait sees how far that one has come.
    fn turn(&self, budget: &Budget) -> Result<MutexGuard<'_, ()>, Error> {
        if budget.waits() {
            return Ok(self.working.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));
        }
        match self.working.try_lock() {
            Ok(turn) => Ok(turn),
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => Err(Error::Pending { done: self.state().done, of: self.segments }),
        }
    }
    /// Lays the index on to segment `to`.
    fn lay(&self, to: u64, budget: &Budget) -> Result<(), Error> {
        self.begin(budget)?;
        if self.state().done >= to {
            return Ok(());
        }
        let _turn = self.turn(budget)?;
        loop {
            let (done, last) = {
                let p = self.state();
                (p.done, p.last.clone().expect("set by begin"))
            };
            if done >= to {
                return Ok(());
            }
            let n = budget.take(TURN.min(to - done), done, self.segments)?;
            let mut kept = vec![];
            let last = self.skip(done, done + n, last, |s| kept.push(s.clone()))?;
            let p = &mut *self.state();
            p.checkpoints.extend(kept);
            (p.done, p.last) = (done + n, Some(last));
        }
    }
    /// Whether our own body runs over all segments although a vetted one has been over them.
    fn verifies(&self) -> bool {
        F::VETTED.is_some() && self.feeds.iter().all(|f| f.rope.len() <= VERIFIED_BYTES)
    }
    /// Our own body over all of it, compared with the vetted one at every checkpoint and at the end.
    fn verify(&self, budget: &Budget) -> Result<(), Error> {
        let _turn = self.turn(budget)?;
        loop {
            let (own, state) = {
                let p = self.state();
                (p.own, p.own_state.clone().expect("set by begin"))
            };
            if own == self.segments {
                return Ok(());
            }
            let n = budget.take(self.every.min(self.segments - own), own, self.segments)?;
            let to = (own + n) / self.every * self.every;
            let to = if to > own { to } else { own + n };
            let state = self.own(own, to, state, |_, _| ())?;
            let p = &mut *self.state();
            let vetted = match to % self.every {
                0 => p.checkpoints.get((to / self.every) as usize),
                _ if to == self.segments => p.last.as_ref(),
                _ => None,
            };
            if vetted.is_some_and(|v| saved(v).bytes != saved(&state).bytes) {
                p.differs = Some(p.differs.map_or(own, |d| d.min(own)));
            }
            (p.own, p.own_state) = (to, Some(state));
        }
    }
    /// The state before a segment.
    fn before(&self, segment: u64, budget: &Budget) -> Result<F::State<Plain>, Error> {
        let recorded = self.kept().iter().find(|(n, _)| segment.checked_sub(1) == Some(*n)).map(|(_, t)| t.clone());
        if let Some(trace) = recorded {
            return Ok(F::State::<Plain>::read(Plain, Window::border(&trace.border.bytes)));
        }
        self.lay(segment, budget)?;
        let (from, state) = {
            let p = self.state();
            let k = (segment / self.every).min(p.checkpoints.len() as u64 - 1);
            (k * self.every, p.checkpoints[k as usize].clone())
        };
        self.skip(from, segment, state, |_| ())
    }
    fn taped(&self, segment: u64, before: &[u8], buffers: &[Vec<u8>]) -> Trace {
        let tape = self.kept().front().map_or_else(Tape::new, |(_, earlier)| Tape::like(earlier));
        let border = {
            let mut reader = Reader::new::<F::State<&Tape>>(Window::border(before));
            let state = F::State::<&Tape>::load(&tape, &mut reader);
            let mut border = Border { integer: self.integer(before.len()), ..Border::default() };
            self.fold
                .segment(&tape, segment, state, &windows(&self.feeds, buffers, segment, segment))
                .save(&mut border);
            border
        };
        tape.finish(border)
    }
    /// How many bytes each integer of a state takes.
    fn integer(&self, state: usize) -> usize {
        let fixed = <F::State<Plain> as Carry>::SIZE;
        state.saturating_sub(fixed).checked_div(<F::State<Plain> as Carry>::INTEGERS).unwrap_or(0)
    }
    fn save(&self, state: &F::State<Plain>) -> Vec<u8> {
        let mut border = Border { integer: self.integer(self.start.len() as usize), ..Border::default() };
        state.save(&mut border);
        border.bytes
    }
    /// Compares a recorded segment's end with the vetted body's.
    fn compare(&self, segment: u64, mut state: F::State<Plain>, buffers: &[Vec<u8>], trace: &Trace) {
        if F::VETTED.is_none() {
            return;
        }
        self.fold.vetted(&mut state, &buffers[0]);
        let p = &mut *self.state();
        p.recorded.insert(segment);
        if saved(&state).bytes != trace.border.bytes {
            p.differs = Some(p.differs.map_or(segment, |d| d.min(segment)));
        }
    }
}

fn saved<C: Carry>(state: &C) -> Border {
    let mut border = Border::default();
    state.save(&mut border);
    border
}

impl<F: Fold> Part for Timeline<F>
where
    F::State<Plain>: Send,
{
    fn at(&self) -> &Path {
        &self.at
    }
    fn segments(&self) -> u64 {
        self.segments
    }
    fn count(&self) -> Count {
        F::COUNT
    }
    fn start(&self) -> Option<&Rope> {
        Some(&self.start)
    }
    fn feeds(&self) -> &[Feed] {
        &self.feeds
    }
    fn output_len(&self) -> u64 {
        self.start.len() * if F::EACH { self.segments } else { 1 }
    }
    fn output_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        let size = self.start.len();
        if buf.is_empty() {
            return Ok(());
        }
        let (done, of) = (self.state().done, self.segments);
        let end = at + buf.len() as u64;
        let (first, last) = if F::EACH { (at / size + 1, end.div_ceil(size)) } else { (of, of) };
        if done < last || self.state().last.is_none() {
            return Err(Error::Pending { done, of });
        }
        let end_state = self.state().last.clone().filter(|_| !F::EACH);
        let state = match end_state {
            Some(last) => last,
            None => self.before(first, &Budget::unlimited())?,
        };
        let mut bytes = self.save(&state);
        self.own(first, last, state, |_, s| bytes.extend(self.save(s)))?;
        let skip = (at % size) as usize;
        buf.copy_from_slice(&bytes[skip..skip + buf.len()]);
        Ok(())
    }
    fn writers(&self, output: Range<u64>) -> Vec<(u64, Range<usize>)> {
        let size = self.start.len();
        match (F::EACH, self.segments) {
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
    fn progress(&self) -> Progress {
        Progress { done: self.state().done, of: self.segments }
    }
    fn advance(&self, budget: &Budget) -> Result<(), Error> {
        self.lay(self.segments, budget)?;
        if self.verifies() { self.verify(budget) } else { Ok(()) }
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
        let trace = Arc::new(self.taped(segment, &self.save(&state), &buffers));
        self.compare(segment, state, &buffers, &trace);
        let seen = &mut *self.kept();
        seen.truncate(KEPT - 1);
        seen.push_front((segment, trace.clone()));
        Ok(trace)
    }
    fn replay(&self, segment: u64, edit: Edit) -> Result<Trace, Error> {
        let state = self.before(segment, &Budget::unlimited())?;
        let (mut before, mut buffers) = (self.save(&state), fetch(&self.feeds, segment, 1)?);
        edit(&mut before, &mut buffers);
        Ok(self.taped(segment, &before, &buffers))
    }
    fn compared(&self) -> Option<Compared> {
        F::VETTED?;
        let p = self.state();
        let segments = p.own + p.recorded.range(p.own..).count() as u64;
        Some(Compared { segments, of: self.segments, differs: p.differs })
    }
}
