//! A part whose segments are known only once something was computed: a search that ends where it has found.

use super::turns::Turns;
use super::{Budget, Compared, Count, Edit, Error, Feed, Part, Path, Progress, Rope, Source};
use crate::num::{Trace, Values};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

/// Trials in their order, until one of them finds.
pub trait Search: Send + Sync + 'static {
    /// How the segments are counted.
    const COUNT: Count = Count::Up(1);
    /// How many trials there are at most.
    fn most(&self) -> u64;
    /// The truth value that a trial computes: whether the search ends with it.
    fn trial(&self, k: u64) -> Rope;
    /// The part over the trials that were made, from what each of them gave.
    fn part(&self, at: Path, given: &[bool]) -> Arc<dyn Part>;
}

/// A part that is made by a search. Until that has ended it has as many segments as there may be, and all of them wait.
pub struct Late<S> {
    at: Path,
    search: S,
    /// How many bytes the output has, however the search ends.
    len: u64,
    tried: Mutex<Tried>,
    made: OnceLock<Arc<dyn Part>>,
    turns: Turns,
}
/// The trials so far.
#[derive(Default)]
struct Tried {
    given: Vec<bool>,
    /// The trial that is being computed, and how far it is.
    now: Rope,
    done: u64,
    of: u64,
}
impl<S: Search> Late<S> {
    /// A part with an output of so many bytes.
    pub fn part(at: Path, search: S, len: u64) -> Arc<dyn Part> {
        let (tried, made, turns) = (Mutex::default(), OnceLock::new(), Turns::default());
        Arc::new(Late { at, search, len, tried, made, turns })
    }
    fn tried(&self) -> MutexGuard<'_, Tried> {
        self.tried.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    /// How far the search is, counted in the segments of a trial.
    fn searched(&self) -> Progress {
        let tried = self.tried();
        let each = tried.of.max(1);
        Progress { done: tried.given.len() as u64 * each + tried.done, of: self.search.most() * each }
    }
    fn pending(&self) -> Error {
        let Progress { done, of } = self.searched();
        Error::Pending { done, of }
    }
    /// The part, searched for as far as the budget goes.
    fn found(&self, budget: &Budget) -> Result<&Arc<dyn Part>, Error> {
        loop {
            if let Some(part) = self.made.get() {
                return Ok(part);
            }
            let _turn = self.turns.next(budget).ok_or_else(|| self.pending())?;
            let (given, now) = {
                let tried = self.tried();
                (tried.given.clone(), tried.now.clone())
            };
            if given.last() == Some(&true) || given.len() as u64 == self.search.most() {
                self.made.get_or_init(|| self.search.part(self.at.clone(), &given));
                continue;
            }
            let now = if now.is_empty() { self.search.trial(given.len() as u64) } else { now };
            let Progress { done, of } = self.searched();
            let computed = budget.lend(done, of, |turn| now.finish(turn))?;
            let mut tried = self.tried();
            match computed {
                Ok(()) => {
                    let mut byte = [0];
                    now.read_at(0, &mut byte)?;
                    tried.given.push(byte != [0]);
                    (tried.now, tried.done) = (Rope::default(), 0);
                }
                Err(Error::Pending { done, of }) => (tried.now, tried.done, tried.of) = (now, done, of),
                Err(other) => return Err(other),
            }
        }
    }
}
impl<S: Search> Part for Late<S> {
    fn at(&self) -> &Path {
        &self.at
    }
    fn segments(&self) -> u64 {
        self.made.get().map_or(self.search.most(), |part| part.segments())
    }
    fn count(&self) -> Count {
        S::COUNT
    }
    fn start(&self) -> Option<&Rope> {
        self.made.get()?.start()
    }
    fn feeds(&self) -> &[Feed] {
        self.made.get().map_or(&[], |part| part.feeds())
    }
    fn output_len(&self) -> u64 {
        self.len
    }
    fn output_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        self.made.get().ok_or_else(|| self.pending())?.output_at(at, buf)
    }
    fn writers(&self, output: Range<u64>) -> Vec<(u64, Range<usize>)> {
        self.made.get().map_or(vec![], |part| part.writers(output))
    }
    fn written(&self, segment: u64, border: Range<usize>) -> Option<Range<u64>> {
        self.made.get()?.written(segment, border)
    }
    fn before(&self, segment: u64, state: Range<usize>) -> Vec<(u64, Range<usize>)> {
        self.made.get().map_or(vec![], |part| part.before(segment, state))
    }
    fn weight(&self, bytes: u64) -> u64 {
        self.made.get().map_or(0, |part| part.weight(bytes))
    }
    fn progress(&self) -> Progress {
        self.made.get().map_or_else(|| self.searched(), |part| part.progress())
    }
    fn advance(&self, budget: &Budget) -> Result<(), Error> {
        self.found(budget)?.advance(budget)
    }
    fn verify(&self, budget: &Budget) -> Result<(), Error> {
        self.made.get().map_or(Ok(()), |part| part.verify(budget))
    }
    fn record(&self, segment: u64, budget: &Budget) -> Result<Arc<Trace>, Error> {
        self.found(budget)?.record(segment, budget)
    }
    fn replay(&self, segment: u64, edit: Edit) -> Result<Trace, Error> {
        self.found(&Budget::unlimited())?.replay(segment, edit)
    }
    fn keep(&self, segments: Range<u64>, budget: &Budget) -> Result<Option<Values>, Error> {
        self.found(budget)?.keep(segments, budget)
    }
    fn compared(&self) -> Option<Compared> {
        self.made.get()?.compared()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Carry, Numbers};
    use crate::run::{Fold, Map, Pieces, Timeline, Windows};
    use std::cell::Cell;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    /// A trial of four steps of 0.1 ms, the first of which counts that it was made.
    struct Step(bool, Arc<AtomicU64>);
    impl Fold for Step {
        type State<N: Numbers> = N::U8;
        fn weight(&self) -> u64 {
            100_000
        }
        fn segment<N: Numbers>(&self, n: N, at: u64, state: N::U8, _: &Windows) -> N::U8 {
            if at == 0 {
                self.1.fetch_add(1, Ordering::Relaxed);
            }
            if at == 3 { n.u8("answer", (), u8::from(self.0)) } else { state }
        }
    }
    /// How many trials were made.
    struct Counted(u8);
    impl Pieces for Counted {
        const COUNT: Count = Count::Up(1);
        fn piece<N: Numbers>(&self, n: N, at: u64, _: &Windows, out: &mut Border) {
            n.u8("made", (), self.0).named("count", at as usize).save(out);
        }
    }
    struct Toy {
        hit: Option<u64>,
        made: Arc<AtomicU64>,
    }
    impl Search for Toy {
        fn most(&self) -> u64 {
            20
        }
        fn trial(&self, k: u64) -> Rope {
            let step = Step(self.hit == Some(k), self.made.clone());
            let start = Rope::constant("0", &[0]);
            Rope::output(&Timeline::part(Path::new("trial"), step, 4, start, vec![]))
        }
        fn part(&self, at: Path, given: &[bool]) -> Arc<dyn Part> {
            let count = given.len() as u64;
            Map::part(at, Counted(count as u8), vec![], 1, count)
        }
    }
    fn toy(hit: Option<u64>) -> (Arc<AtomicU64>, Arc<dyn Part>) {
        let made = Arc::new(AtomicU64::new(0));
        (made.clone(), Late::part(Path::new("try"), Toy { hit, made }, 1))
    }

    #[test]
    fn a_search_ends_with_the_trial_that_finds() {
        for (hit, count) in [(Some(0), 1), (Some(6), 7), (Some(19), 20), (None, 20)] {
            let (made, part) = toy(hit);
            assert_eq!(part.segments(), 20, "nobody knows yet");
            part.advance(&Budget::unlimited()).unwrap();
            assert_eq!((part.segments(), made.load(Ordering::Relaxed)), (count, count), "{hit:?}");
            assert_eq!(Rope::output(&part).slice(0..1).to_vec().unwrap(), [count as u8]);
            assert!(part.record(count, &Budget::unlimited()).is_err());
        }
    }
    #[test]
    fn a_search_takes_turns_and_says_how_far_it_is() {
        let (_, part) = toy(Some(12));
        let (mut turns, mut before) = (0, 0);
        let trace = loop {
            // A segment that somebody looks at before the search has come there is waited for.
            match part.record(3, &Budget::worth(Duration::from_micros(300))) {
                Ok(trace) => break trace,
                Err(Error::Pending { done, of }) => {
                    assert!(done >= before && done <= of, "{done} after {before} of {of}");
                    (turns, before) = (turns + 1, done);
                }
                Err(other) => panic!("{other}"),
            }
        };
        assert!((10..40).contains(&turns), "{turns} turns of 0.3 ms for 13 trials of 0.4 ms");
        assert_eq!(trace.border.bytes, [13]);
    }
    #[test]
    fn whoever_stops_at_any_instant_goes_on_where_it_stood() {
        let (made, part) = toy(Some(9));
        for turns in (0..4).cycle() {
            let asked = Cell::new(0);
            let stop = || asked.replace(asked.get() + 1) >= turns;
            match part.advance(&Budget::until(&stop)) {
                Ok(()) => break,
                Err(error) => assert_eq!(error, Error::Cancelled),
            }
        }
        assert_eq!(made.load(Ordering::Relaxed), 10, "no trial was begun twice");
    }
}
