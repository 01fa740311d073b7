//! A part that carries a memory: each segment writes a stretch of it, and may look up any other.

mod stretches;
#[cfg(test)]
mod tests;

use super::feed::{batch, fetch, windows};
use super::turns::{Turn, Turns};
use super::{Budget, Buffer, Compared, Count, Edit, Error, FEEDS, Feed, Part, Path, Progress, Rope};
use crate::num::{Border, Carry, Plain, Tape, Trace};
use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::num::Wrapping;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use stretches::Earlier;
pub use stretches::{Look, Stretches};

/// The memory before a segment, found again stretch by stretch.
struct Past<'a, S> {
    part: &'a Memory<S>,
    /// The memory at hand, and how many segments have written it.
    state: &'a State,
    segment: u64,
    /// The stretch of the segment itself, where that is being taken back: as it stands.
    own: Option<u64>,
    found: Found,
    failed: &'a RefCell<Option<Error>>,
}
/// Stretches that were found again, one after the other.
#[derive(Default)]
struct Found(OnceCell<Box<(u64, Vec<u8>, Found)>>);
impl<'a, S: Stretches> Past<'a, S> {
    pub fn new(
        part: &'a Memory<S>,
        state: &'a State,
        segment: u64,
        own: Option<u64>,
        failed: &'a RefCell<Option<Error>>,
    ) -> Past<'a, S> {
        Past { part, state, segment, own, found: Found::default(), failed }
    }
    /// The memory as the segment saw it.
    pub fn look(&self) -> Look<'_> {
        Look::of(&self.state.memory, self.part.stretches.stretch(), Some(self))
    }
}
impl<S: Stretches> Earlier for Past<'_, S> {
    fn at(&self, place: u64) -> Option<&[u8]> {
        let stretches = &self.part.stretches;
        let latest = stretches.writer(place, self.state.now)?;
        if latest < self.segment || self.own == Some(place) {
            return None;
        }
        let mut last = &self.found;
        while let Some(found) = last.0.get() {
            if found.0 == place {
                return Some(&found.1);
            }
            last = &found.2;
        }
        // Written once since, for the memory at hand is a pass ahead at most.
        let earlier = match stretches.writer(place, self.segment) {
            Some(_) => self.part.taken_back(self.state, latest, self.failed),
            None => vec![0; stretches.stretch()],
        };
        let found = last.0.get_or_init(|| Box::new((place, earlier, Found::default())));
        Some(&found.1)
    }
}

/// Traces kept: what is seen together may stand in several passes.
const KEPT: usize = 8;
/// No segment is wanted.
const NOBODY: u64 = u64::MAX;

/// A memory that is written stretch by stretch.
pub struct Memory<S> {
    at: Path,
    stretches: S,
    feeds: Vec<Feed>,
    /// The weight of a segment, with reading what it reads.
    weight: u64,
    state: Mutex<State>,
    /// How many segments have been done at most.
    done: AtomicU64,
    /// How many segments are still to be taken back, or done again, for whoever looks at an earlier pass.
    left: AtomicU64,
    /// The segment that somebody asked for and did not get, [`NOBODY`] where all did: what is computed next.
    wanted: AtomicU64,
    /// Whether somebody read of the last memory what an earlier pass stands in the place of: it is computed again.
    read_late: AtomicBool,
    /// The stretches that are read later on, once all segments are done.
    results: OnceLock<Vec<(u64, Vec<u8>)>>,
    /// The bytes that the segments from one on read.
    fetched: Mutex<Option<(u64, Arc<Vec<Buffer>>)>>,
    /// Who works on the memory: others only look at what is done.
    turns: Turns,
    seen: Mutex<VecDeque<(u64, Arc<Trace>)>>,
}
/// The memory, and how many segments have been done on it. Whoever looks at an earlier pass takes it back that far.
#[derive(Default)]
struct State {
    now: u64,
    memory: Arc<Vec<u8>>,
}
impl<S: Stretches> Memory<S> {
    /// A part whose segments read these feeds.
    pub fn part(at: Path, stretches: S, feeds: Vec<Feed>) -> Arc<dyn Part> {
        assert!(feeds.len() <= FEEDS && stretches.segments().is_multiple_of(stretches.places()), "whole passes");
        // What many segments read is fetched for all of them at once.
        let n = batch(&feeds);
        let reading = feeds.iter().map(|feed| feed.rope.weight(feed.stride.saturating_mul(n))).sum::<u64>() / n;
        let weight = stretches.weight().saturating_add(reading);
        let (state, fetched, seen) = (Mutex::default(), Mutex::default(), Mutex::default());
        let (done, results, turns) = (AtomicU64::default(), OnceLock::default(), Turns::default());
        let (left, wanted, read_late) = (AtomicU64::default(), AtomicU64::new(NOBODY), AtomicBool::default());
        Arc::new(Memory {
            at,
            stretches,
            feeds,
            weight,
            state,
            done,
            left,
            wanted,
            read_late,
            results,
            fetched,
            turns,
            seen,
        })
    }
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    fn kept(&self) -> MutexGuard<'_, VecDeque<(u64, Arc<Trace>)>> {
        self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    fn of(&self) -> u64 {
        self.stretches.segments()
    }
    fn is_done(&self) -> bool {
        self.done.load(Ordering::Acquire) == self.of()
    }
    fn pending(&self) -> Error {
        let left = self.left.load(Ordering::Acquire);
        Error::Pending { done: self.done.load(Ordering::Acquire).saturating_sub(left), of: self.of() }
    }
    fn turn(&self, budget: &Budget) -> Result<Turn<'_>, Error> {
        self.turns.next(budget).ok_or_else(|| self.pending())
    }
    fn ready(&self, budget: &Budget) -> Result<(), Error> {
        self.feeds.iter().try_for_each(|feed| feed.rope.finish(budget))
    }
    /// The bytes that a segment reads and those around it, and the first of these.
    fn fetched(&self, segment: u64) -> Result<(u64, Arc<Vec<Buffer>>), Error> {
        let n = batch(&self.feeds);
        let first = segment - segment % n;
        let fetched = &mut *self.fetched.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if fetched.as_ref().is_none_or(|(at, _)| *at != first) {
            *fetched = Some((first, Arc::new(fetch(&self.feeds, first, n.min(self.of() - first))?)));
        }
        fetched.clone().ok_or_else(|| self.pending())
    }
    /// Which bytes of the memory a segment writes.
    fn bytes_of(&self, segment: u64) -> Range<usize> {
        let size = self.stretches.stretch();
        let start = self.stretches.place(segment) as usize * size;
        start..start + size
    }
    /// Does segments on a memory, one after the other: all that were not done, or a done one again, which takes it
    /// back.
    fn run(&self, segments: impl Iterator<Item = u64>, memory: &mut [u8]) -> Result<(), Error> {
        let mut read: Option<(u64, Arc<Vec<Buffer>>)> = None;
        let n = batch(&self.feeds);
        for segment in segments {
            if read.as_ref().is_none_or(|(first, _)| !(*first..*first + n).contains(&segment)) {
                read = Some(self.fetched(segment)?);
            }
            let Some((first, buffers)) = &read else { continue };
            let look = Look::of(memory, self.stretches.stretch(), None);
            let read = windows(&self.feeds, buffers, *first, segment);
            let new = self.stretches.segment(Plain, segment, &look, &read);
            memory[self.bytes_of(segment)].iter_mut().zip(new).for_each(|(to, byte)| *to = byte.0);
        }
        Ok(())
    }
    /// The stretch of a segment as it was before, from a memory in which that was the last to write it.
    fn taken_back(&self, state: &State, segment: u64, failed: &RefCell<Option<Error>>) -> Vec<u8> {
        let own = Some(self.stretches.place(segment));
        let past = Past::new(self, state, segment, own, failed);
        match self.fetched(segment) {
            Ok((first, buffers)) => {
                let read = windows(&self.feeds, &buffers, first, segment);
                let look = past.look();
                self.stretches.segment(Plain, segment, &look, &read).into_iter().map(|Wrapping(byte)| byte).collect()
            }
            Err(error) => {
                *failed.borrow_mut() = Some(error);
                vec![0; self.stretches.stretch()]
            }
        }
    }
    /// Goes on, or back, until so many segments are done: `from` at least, `to` at most.
    fn go(&self, from: u64, to: u64, budget: &Budget) -> Result<(Turn<'_>, MutexGuard<'_, State>), Error> {
        loop {
            let turn = self.turn(budget)?;
            let mut state = self.state();
            let (now, of) = (state.now, self.of());
            let again = from.min(self.done.load(Ordering::Acquire));
            let left = match now > to {
                true if self.stretches.adds() => now - to,
                true => again,
                false => again.saturating_sub(now),
            };
            self.left.store(left, Ordering::Release);
            if (from..=to).contains(&now) {
                return Ok((turn, state));
            }
            if now > to && !self.stretches.adds() {
                state.now = 0;
                continue;
            }
            let memory = Arc::make_mut(&mut state.memory);
            if memory.is_empty() {
                *memory = vec![0; self.stretches.places() as usize * self.stretches.stretch()];
            }
            if now < from {
                let n = budget.take(from - now, self.weight, now, of)?;
                self.run(now..now + n, memory)?;
                state.now = now + n;
                self.done.fetch_max(state.now, Ordering::AcqRel);
                if state.now == of {
                    let size = self.stretches.stretch();
                    let stretch = |place: u64| (place, state.memory[place as usize * size..][..size].to_vec());
                    self.results.get_or_init(|| self.stretches.results().into_iter().map(stretch).collect());
                }
            } else {
                let n = budget.take(now - to, self.weight, of - (now - to), of)?;
                let overwrote =
                    |segment: &u64| self.stretches.writer(self.stretches.place(*segment), *segment).is_some();
                self.run((now - n..now).rev().filter(overwrote), memory)?;
                state.now = now - n;
            }
        }
    }
    /// The memory before a segment, or at most a pass later if what that wrote can be taken back.
    fn reach(&self, segment: u64, budget: &Budget) -> Result<(Turn<'_>, MutexGuard<'_, State>), Error> {
        self.ready(budget)?;
        let places = self.stretches.places();
        let stays = self.stretches.adds() || self.of() == places;
        self.go(segment, if stays { segment + places } else { segment }, budget)
    }
    fn taped(&self, segment: u64, state: &State, first: u64, buffers: &[Buffer]) -> Result<Trace, Error> {
        let tape = self.kept().front().map_or_else(Tape::new, |(_, earlier)| Tape::like(earlier));
        let (mut border, failed) = (Border::default(), RefCell::default());
        let past = Past::new(self, state, segment, None, &failed);
        let read = windows(&self.feeds, buffers, first, segment);
        let new = self.stretches.segment(&tape, segment, &past.look(), &read);
        new.save(&mut border);
        match failed.take() {
            Some(error) => Err(error),
            None => Ok(tape.finish(border)),
        }
    }
    /// Which bytes of which segments' stretches make up a range of the memory before a segment.
    fn wrote(&self, range: Range<u64>, before: u64) -> Vec<(u64, Range<usize>)> {
        let size = self.stretches.stretch() as u64;
        let places = range.start / size..range.end.div_ceil(size);
        let within = |place: u64, x: u64| (x.clamp(place * size, (place + 1) * size) - place * size) as usize;
        places
            .filter_map(|place| {
                let segment = self.stretches.writer(place, before)?;
                Some((segment, within(place, range.start)..within(place, range.end)))
            })
            .collect()
    }
}
impl<S: Stretches> Part for Memory<S> {
    fn at(&self) -> &Path {
        &self.at
    }
    fn segments(&self) -> u64 {
        self.of()
    }
    fn count(&self) -> Count {
        self.stretches.count()
    }
    fn start(&self) -> Option<&Rope> {
        None
    }
    fn feeds(&self) -> &[Feed] {
        &self.feeds
    }
    fn output_len(&self) -> u64 {
        self.stretches.places() * self.stretches.stretch() as u64
    }
    fn output_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        if !self.is_done() {
            return Err(self.pending());
        }
        let state = self.state();
        if state.now == self.of() {
            buf.copy_from_slice(&state.memory[at as usize..][..buf.len()]);
            return Ok(());
        }
        // Somebody looks at an earlier pass; but what is read later on was kept.
        let (size, results) = (self.stretches.stretch(), self.results.get().map_or(&[][..], Vec::as_slice));
        let (mut at, mut buf) = (at as usize, buf);
        while !buf.is_empty() {
            let (place, within) = ((at / size) as u64, at % size);
            let (head, tail) = buf.split_at_mut((size - within).min(buf.len()));
            let (_, bytes) = results.iter().find(|(result, _)| *result == place).ok_or_else(|| {
                self.read_late.store(true, Ordering::Release);
                Error::Pending { done: state.now, of: self.of() }
            })?;
            head.copy_from_slice(&bytes[within..within + head.len()]);
            (at, buf) = (at + head.len(), tail);
        }
        Ok(())
    }
    fn lend(&self) -> Option<Arc<Vec<u8>>> {
        // What is gone over again is not lent: it would have to be copied first.
        let once = self.of() == self.stretches.places();
        (once && self.is_done()).then(|| self.state().memory.clone())
    }
    fn writers(&self, output: Range<u64>) -> Vec<(u64, Range<usize>)> {
        self.wrote(output, self.of())
    }
    fn written(&self, segment: u64, border: Range<usize>) -> Option<Range<u64>> {
        let (place, start) = (self.stretches.place(segment), self.bytes_of(segment).start as u64);
        let output = start + border.start as u64..start + border.end as u64;
        (self.stretches.writer(place, self.of()) == Some(segment)).then_some(output)
    }
    fn before(&self, segment: u64, state: Range<usize>) -> Vec<(u64, Range<usize>)> {
        self.wrote(state.start as u64..state.end as u64, segment)
    }
    fn weight(&self, _: u64) -> u64 {
        0
    }
    fn progress(&self) -> Progress {
        Progress { done: self.done.load(Ordering::Acquire), of: self.of() }
    }
    fn advance(&self, budget: &Budget) -> Result<(), Error> {
        if !self.is_done() {
            self.ready(budget)?;
            self.go(self.of(), self.of(), budget).map(drop)?;
        }
        if self.read_late.load(Ordering::Acquire) {
            self.go(self.of(), self.of(), budget).map(drop)?;
            self.read_late.store(false, Ordering::Release);
        }
        match self.wanted.load(Ordering::Acquire) {
            NOBODY => Ok(()),
            segment => self.record(segment, budget).map(drop),
        }
    }
    fn record(&self, segment: u64, budget: &Budget) -> Result<Arc<Trace>, Error> {
        if segment >= self.of() {
            return Err(Error::missing(format!("`{}` has {} segments", self.at, self.of())));
        }
        if let Some((_, trace)) = self.kept().iter().find(|(n, _)| *n == segment) {
            return Ok(trace.clone());
        }
        // Whoever does not get it now comes again once it is computed.
        self.wanted.store(segment, Ordering::Release);
        let (_turn, state) = self.reach(segment, budget)?;
        let (first, buffers) = self.fetched(segment)?;
        let trace = Arc::new(self.taped(segment, &state, first, &buffers)?);
        let _ = self.wanted.compare_exchange(segment, NOBODY, Ordering::AcqRel, Ordering::Acquire);
        let seen = &mut *self.kept();
        seen.truncate(KEPT - 1);
        seen.push_front((segment, trace.clone()));
        Ok(trace)
    }
    /// Nothing of the memory is edited: it changes with what wrote it.
    fn replay(&self, segment: u64, edit: Edit) -> Result<Trace, Error> {
        let mut buffers = fetch(&self.feeds, segment, 1)?;
        edit(&mut [], &mut buffers);
        let (_turn, state) = self.reach(segment, &Budget::unlimited())?;
        self.taped(segment, &state, segment, &buffers)
    }
    fn compared(&self) -> Option<Compared> {
        None
    }
}
