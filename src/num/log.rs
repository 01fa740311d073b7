//! The recorder that takes values alone: a run that keeps every value costs little more than one that keeps none.

use super::callee::Entrance;
use super::node::{Kind, Op};
use super::plain::Value;
use super::recorded::Recorder;
use super::values::Values;
use super::{Index, Reading, Selection, Sentence, Window};
use std::cell::RefCell;

/// Where segments write the values that they compute, one segment after the other.
pub struct Log(RefCell<Values>);

impl Default for Log {
    fn default() -> Log {
        Log(RefCell::new(Values::in_spare_room()))
    }
}
impl Log {
    /// An empty log.
    pub fn new() -> Log {
        Log::default()
    }
    /// Ends a segment: what follows is the next one's.
    pub fn end(&self) {
        self.0.borrow_mut().end_segment();
    }
    /// The values that were kept.
    pub fn finish(self) -> Values {
        self.0.take()
    }
}
impl Recorder for Log {
    #[inline(always)]
    fn in_place(kind: Kind) -> bool {
        kind != Kind::Int
    }
    #[inline(always)]
    fn push<V: Value>(&self, op: Op, from: [u32; 3], value: &V) -> u32 {
        match op {
            Op::Helper | Op::Choice | Op::Twice => {}
            Op::Read if from[0] == STATE => {}
            _ => value.keep(&mut self.0.borrow_mut()),
        }
        0
    }
    #[inline(always)]
    fn name(&self, _: &'static str, _: Index, _: u32) -> u32 {
        0
    }
    #[inline(always)]
    fn scope(&self, _: &'static str, _: u32, _: &[u32]) -> u32 {
        0
    }
    #[inline(always)]
    fn next(&self) -> u32 {
        0
    }
    #[inline(always)]
    fn reading(&self, window: &Window) -> u32 {
        if window.from == Reading::Border { STATE } else { 0 }
    }
    #[inline(always)]
    fn told(&self, _: Sentence, _: Index) -> u32 {
        0
    }
    #[inline(always)]
    fn operands(&self, _: impl Iterator<Item = u32>) -> [u32; 2] {
        [0; 2]
    }
    #[inline(always)]
    fn selection(&self, _: &'static Selection) -> u32 {
        0
    }
    #[inline(always)]
    fn called(
        &self,
        _: &'static str,
        _: Index,
        _: impl Iterator<Item = (&'static str, Vec<u32>)>,
        _: u32,
        _: impl FnOnce() -> Entrance,
    ) -> u32 {
        0
    }
}

/// The reading of the state that a segment begins with.
const STATE: u32 = 1;
