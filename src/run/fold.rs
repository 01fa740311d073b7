//! An algorithm's repeated step, as its author writes it and as a timeline sees it.

use super::feed::{WEIGHT, stretch, windows};
use super::{Buffer, Count, Feed, Windows};
use crate::num::{Border, Carry, Log, Numbers, Plain, Tape, Window};
use std::ops::Range;

/// An algorithm's repeated step. One body computes and records.
pub trait Fold: Send + Sync + 'static {
    /// The state that is carried from one segment to the next.
    type State<N: Numbers>: Carry<N = N>;
    /// Whether the part's output is the last state or the states after all segments, one after the other.
    const EACH: bool = false;
    /// How many bytes of each state are output where all states are: its last ones, or all of them where this is 0. A
    /// fold that says so has [`Fold::many`].
    const TAIL: usize = 0;
    /// How the specification counts the segments.
    const COUNT: Count = Count::Up(0);
    /// Whether the values of its segments can be kept alone, see [`super::Part::keep`]: for runs that are long or whose
    /// numbers are wide, since the body is compiled once more. Its segments call no functions, name numbers and not
    /// arrays, and leave what they computed themselves.
    const KEEPS: bool = false;
    /// The weight of a segment: about how many nanoseconds it takes, unrecorded and optimised.
    fn weight(&self) -> u64 {
        WEIGHT
    }
    /// One segment: the state after it, from the state before it and what it reads.
    fn segment<N: Numbers>(&self, n: N, at: u64, state: Self::State<N>, read: &Windows) -> Self::State<N>;
    /// Carries a state over all segments of a range, not recorded, from what all of them read, and appends what each
    /// leaves in the output: [`Fold::TAIL`] bytes.
    fn many(&self, _state: &mut Self::State<Plain>, _segments: Range<u64>, _read: &Windows, _tails: &mut Vec<u8>) {
        unreachable!("only called where states have tails")
    }
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
pub(super) trait Steps: Send + Sync {
    fn each(&self) -> bool;
    /// See [`Fold::TAIL`].
    fn tail(&self) -> usize;
    fn count(&self) -> Count;
    fn has_vetted(&self) -> bool;
    /// See [`Fold::weight`].
    fn weight(&self) -> u64;
    /// The weight of a segment on the fastest way over it.
    fn skipping(&self) -> u64;
    fn keeps(&self) -> bool;
    /// Segments `range`, not recorded; `buffers` begin with segment `first`. What each leaves in the output is appended
    /// to `tails` where a state has a tail.
    fn run(&self, range: Range<u64>, state: &mut Border, read: (&[Feed], &[Buffer], u64), tails: &mut Vec<u8>);
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
    fn tail(&self) -> usize {
        F::TAIL
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
    fn run(
        &self,
        range: Range<u64>,
        border: &mut Border,
        (feeds, buffers, first): (&[Feed], &[Buffer], u64),
        tails: &mut Vec<u8>,
    ) {
        change::<Plain, F>(Plain, border, |mut state| {
            if F::TAIL > 0 {
                self.many(&mut state, range.clone(), &stretch(feeds, buffers, first, range), tails);
                return state;
            }
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
