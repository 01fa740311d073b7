//! A part that carries a memory: each segment writes a stretch of it, and may look up any other.

use super::feed::{WEIGHT, batch, fetch, windows};
use super::turns::{Turn, Turns};
use super::{Budget, Buffer, Compared, Count, Edit, Error, FEEDS, Feed, Part, Path, Progress, Rope, Windows};
use crate::num::{Border, Carry, Numbers, Plain, Reading, Tape, Trace, Window};
use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::num::Wrapping;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

/// A step that writes a stretch of a memory. One body computes and records.
///
/// A memory may be gone over in several passes, each of which writes every stretch once. From the second on, a segment
/// XORs what it computes into what was there; so doing it again takes it back, and what a later pass has overwritten is
/// found again without a second memory.
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
trait Earlier {
    /// A stretch, where it has been written since.
    fn at(&self, place: u64) -> Option<&[u8]>;
}
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
    /// How many segments are still to be taken back for whoever looks at an earlier pass.
    left: AtomicU64,
    /// The segment that somebody asked for and did not get, [`NOBODY`] where all did: what is computed next.
    wanted: AtomicU64,
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
        let (left, wanted) = (AtomicU64::default(), AtomicU64::new(NOBODY));
        Arc::new(Memory { at, stretches, feeds, weight, state, done, left, wanted, results, fetched, turns, seen })
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
    /// Does segments on a memory, one after the other: all that were not done, or a done one again, which takes it back.
    fn run(&self, segments: impl Iterator<Item = u64>, memory: &mut [u8]) -> Result<(), Error> {
        let mut read: Option<(u64, Arc<Vec<Buffer>>)> = None;
        let n = batch(&self.feeds);
        for segment in segments {
            if read.as_ref().is_none_or(|(first, _)| !(*first..*first + n).contains(&segment)) {
                read = Some(self.fetched(segment)?);
            }
            let Some((first, buffers)) = &read else { continue };
            let look = Look { memory, stretch: self.stretches.stretch(), past: None };
            let read = windows(&self.feeds, buffers, *first, segment);
            let new = self.stretches.segment(Plain, segment, &look, &read);
            memory[self.bytes_of(segment)].iter_mut().zip(new).for_each(|(to, byte)| *to = byte.0);
        }
        Ok(())
    }
    /// The stretch of a segment as it was before, from a memory in which that was the last to write it.
    fn taken_back(&self, state: &State, segment: u64, failed: &RefCell<Option<Error>>) -> Vec<u8> {
        let own = Some(self.stretches.place(segment));
        let past = Past { part: self, state, segment, own, found: Found::default(), failed };
        match self.fetched(segment) {
            Ok((first, buffers)) => {
                let read = windows(&self.feeds, &buffers, first, segment);
                let look = self.look(state, &past);
                self.stretches.segment(Plain, segment, &look, &read).into_iter().map(|Wrapping(byte)| byte).collect()
            }
            Err(error) => {
                *failed.borrow_mut() = Some(error);
                vec![0; self.stretches.stretch()]
            }
        }
    }
    fn look<'a>(&self, state: &'a State, past: &'a dyn Earlier) -> Look<'a> {
        Look { memory: &state.memory, stretch: self.stretches.stretch(), past: Some(past) }
    }
    /// Goes on, or back, until so many segments are done: `from` at least, `to` at most.
    fn go(&self, from: u64, to: u64, budget: &Budget) -> Result<(Turn<'_>, MutexGuard<'_, State>), Error> {
        loop {
            let turn = self.turn(budget)?;
            let mut state = self.state();
            let (now, of) = (state.now, self.of());
            self.left.store(now.saturating_sub(to), Ordering::Release);
            if (from..=to).contains(&now) {
                return Ok((turn, state));
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
    /// The memory before a segment, or at most a pass later.
    fn reach(&self, segment: u64, budget: &Budget) -> Result<(Turn<'_>, MutexGuard<'_, State>), Error> {
        self.ready(budget)?;
        self.go(segment, segment + self.stretches.places(), budget)
    }
    fn taped(&self, segment: u64, state: &State, first: u64, buffers: &[Buffer]) -> Result<Trace, Error> {
        let tape = self.kept().front().map_or_else(Tape::new, |(_, earlier)| Tape::like(earlier));
        let (mut border, failed) = (Border::default(), RefCell::default());
        let past = Past { part: self, state, segment, own: None, found: Found::default(), failed: &failed };
        let read = windows(&self.feeds, buffers, first, segment);
        let new = self.stretches.segment(&tape, segment, &self.look(state, &past), &read);
        new.save(&mut border);
        match failed.take() {
            Some(error) => Err(error),
            None => Ok(tape.finish(border)),
        }
    }
    /// Which bytes of which segments' stretches make up a range of the memory before a segment.
    fn written(&self, range: Range<u64>, before: u64) -> Vec<(u64, Range<usize>)> {
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
            let (_, bytes) = results
                .iter()
                .find(|(result, _)| *result == place)
                .ok_or(Error::Pending { done: state.now, of: self.of() })?;
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
        self.written(output, self.of())
    }
    fn before(&self, segment: u64, state: Range<usize>) -> Vec<(u64, Range<usize>)> {
        self.written(state.start as u64..state.end as u64, segment)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Natural, Number, Word};
    use crate::run::{Grid, Place, Source};
    use proptest::prelude::*;
    use std::cell::Cell;

    /// Stretches of four bytes in a grid, each made of the one before it and of one that its first byte chooses.
    #[derive(Clone, Copy)]
    struct Toy {
        grid: Grid,
        passes: u64,
    }
    const SIZE: usize = 4;
    impl Stretches for Toy {
        fn count(&self) -> Count {
            Count::Grid(self.grid)
        }
        fn weight(&self) -> u64 {
            100_000
        }
        fn stretch(&self) -> usize {
            SIZE
        }
        fn places(&self) -> u64 {
            self.grid.pass()
        }
        fn segments(&self) -> u64 {
            self.passes * self.grid.pass()
        }
        fn place(&self, segment: u64) -> u64 {
            let [_, lane, column] = self.grid.place(segment);
            lane * self.grid.columns + column
        }
        fn writer(&self, place: u64, before: u64) -> Option<u64> {
            let first = self.grid.segment([0, place / self.grid.columns, place % self.grid.columns])?;
            Some(first + before.checked_sub(first + 1)? / self.grid.pass() * self.grid.pass())
        }
        fn results(&self) -> Vec<u64> {
            vec![self.places() - 1]
        }
        fn segment<N: Numbers>(&self, n: N, at: u64, memory: &Look, read: &Windows) -> Vec<N::U8> {
            if at == 0 {
                return n.bytes(read[0].slice(0..SIZE)).collect();
            }
            let here = self.place(at);
            let before = memory.at(self.place(at - 1));
            // Of what stands there already, and not itself.
            let others = if at < self.places() { (0..at).map(|s| self.place(s)).collect() } else { vec![] };
            let count = if others.is_empty() { self.places() - 1 } else { at };
            let [a, b, c, d] = <[N::U8; 4]>::read(n, before);
            let chosen = n.nat_of(n.join_u32([a, b, c, d])).rem(n.natural(count)).named("chosen", ());
            let k = chosen.value();
            let place = others.get(k as usize).copied().unwrap_or_else(|| (here + 1 + k) % self.places());
            let bytes = n.bytes(before).zip(chosen.pick(memory.at(place)).collect::<Vec<_>>());
            let new = bytes.map(|(x, y)| (x.rotl(3) + y) ^ n.u8("at", (), at as u8)).collect::<Vec<_>>();
            if at < self.places() {
                return new;
            }
            n.bytes(memory.at(here)).zip(new).map(|(old, new)| old ^ new).collect()
        }
    }
    fn toy(passes: u64) -> (Toy, Arc<dyn Part>) {
        let toy = Toy { grid: Grid { lanes: 2, columns: 8, slices: 4 }, passes };
        let seed = Rope::input(Path::new("seed"), Arc::new(vec![1, 2, 3, 4]));
        (toy, Memory::part(Path::new("block"), toy, vec![Feed::whole("seed", seed)]))
    }
    /// The stretches as they are written, one after the other.
    fn written(toy: Toy) -> Vec<Vec<u8>> {
        let mut memory = vec![0; SIZE * toy.places() as usize];
        let feed = Window { bytes: &[1, 2, 3, 4], from: Reading::Feed(0), at: 0 };
        (0..toy.segments())
            .map(|at| {
                let look = Look { memory: &memory, stretch: SIZE, past: None };
                let new = toy.segment(Plain, at, &look, &[feed, Window::NONE, Window::NONE, Window::NONE]);
                let start = toy.place(at) as usize * SIZE;
                let new: Vec<u8> = new.into_iter().map(|byte| byte.0).collect();
                memory[start..start + SIZE].copy_from_slice(&new);
                new
            })
            .collect()
    }

    #[test]
    fn a_grid_is_gone_through_slice_by_slice() {
        let grid = Grid { lanes: 2, columns: 8, slices: 4 };
        assert_eq!([0, 1, 2, 4, 16].map(|at| grid.place(at)), [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 2], [1, 0, 0]]);
        assert!((0..48).all(|at| grid.segment(grid.place(at)) == Some(at)));
        assert_eq!(grid.segment([0, 2, 0]), None);
        assert_eq!(grid.segment([0, 0, 8]), None);
    }
    #[test]
    fn what_is_read_later_stays_while_somebody_looks_at_an_earlier_pass() {
        let (toy, part) = toy(4);
        let last = written(toy).pop().unwrap();
        part.advance(&Budget::unlimited()).unwrap();
        let output = Rope::output(&part);
        let result = output.slice(output.len() - SIZE as u64..output.len());
        assert_eq!(result.to_vec().unwrap(), last);
        part.record(3, &Budget::unlimited()).unwrap();
        assert_eq!((result.to_vec().unwrap(), part.progress().done), (last, part.segments()));
        // The rest of the last memory is not there now, and says so.
        assert!(output.to_vec().unwrap_err().is_pending());
    }
    #[test]
    fn an_earlier_pass_takes_turns_and_says_how_far_it_is() {
        let (_, part) = toy(40);
        part.advance(&Budget::unlimited()).unwrap();
        // A segment of the last pass is there at once, one of the first after as many as lie between.
        part.record(part.segments() - 1, &Budget::worth(std::time::Duration::from_nanos(1))).unwrap();
        let (mut turns, mut reached) = (0, 0);
        let trace = loop {
            match part.record(5, &Budget::frame()) {
                Ok(trace) => break trace,
                Err(Error::Pending { done, of }) => {
                    assert!(done > reached && done < of, "{done} of {of}");
                    (turns, reached) = (turns + 1, done);
                }
                Err(other) => panic!("{other}"),
            }
        };
        assert!((20..40).contains(&turns), "{turns} frames of 2 ms for 600 segments of 0.1 ms");
        assert_eq!(trace.border.bytes, written(toy(1).0)[5]);
    }
    #[test]
    fn a_value_comes_from_the_entry_and_from_its_index() {
        let (_, part) = toy(2);
        let trace = part.record(20, &Budget::unlimited()).unwrap();
        let chosen = trace.find("chosen", crate::num::Index::NONE)[0];
        let picked: Vec<u32> = trace.users(chosen).to_vec();
        assert_eq!(picked.len(), SIZE);
        for node in picked {
            let [entry, index] = trace.parents(node)[..] else { panic!("two parents") };
            assert!(index == chosen && trace.read(entry).is_some_and(|(from, _)| *from == Reading::Border));
        }
        let place = Place::Segment { part: part.clone(), segment: 20 };
        let roots = crate::run::origin::roots(&place, &Budget::unlimited()).unwrap();
        assert_eq!(roots.inputs[&Path::new("seed")].first(), Some(&(0..4)));
    }

    proptest! {
        #[test]
        fn any_segment_is_what_it_was_when_it_was_written(
            passes in 1..6u64,
            order in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
        ) {
            let (toy, part) = toy(passes);
            let written = written(toy);
            for segment in order {
                let segment = segment.index(written.len());
                let trace = part.record(segment as u64, &Budget::unlimited()).unwrap();
                prop_assert_eq!(&trace.border.bytes, &written[segment]);
                prop_assert_eq!(&part.replay(segment as u64, &mut |_, _| {}).unwrap().border, &trace.border);
            }
        }
        #[test]
        fn whoever_stops_at_any_instant_goes_on_where_it_stood(stops in prop::collection::vec(0..9u32, 1..30)) {
            let (toy, part) = toy(3);
            let written = written(toy);
            for (i, stop) in stops.into_iter().enumerate() {
                let asked = Cell::new(0);
                let stop = || { asked.set(asked.get() + 1); asked.get() > stop };
                let segment = (i * 17 % written.len()) as u64;
                match if i % 3 == 0 { part.record(segment, &Budget::until(&stop)).map(Some) } else { part.advance(&Budget::until(&stop)).map(|()| None) } {
                    Ok(Some(trace)) => prop_assert_eq!(&trace.border.bytes, &written[segment as usize]),
                    Ok(None) => prop_assert_eq!(part.progress().done, part.segments()),
                    Err(error) => prop_assert_eq!(error, Error::Cancelled),
                }
            }
            part.advance(&Budget::unlimited()).unwrap();
            let last = part.record(part.segments() - 1, &Budget::unlimited()).unwrap();
            prop_assert_eq!(&last.border.bytes, &written[written.len() - 1]);
        }
    }
}
