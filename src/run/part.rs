//! A part: a named step of a run, made of segments that can each be recorded; and the ropes it reads and is read
//! through.

use super::address::Index;
use super::{Budget, Buffer, Error, Path, Progress, Source};
use crate::num::{Trace, Values, Window};
use std::ops::Range;
use std::sync::Arc;

/// How many feeds a part has at most.
pub const FEEDS: usize = 4;
/// The window of each feed that a segment may read.
pub type Windows<'a> = [Window<'a>; FEEDS];

/// How the specification counts the segments of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// `block[0]`, `block[1]`, … from the first number on.
    Up(u64),
    /// `ladder[254]`, `ladder[253]`, … from the first number down.
    Down(u64),
    /// The segments have no name of their own: their labels count, from `first`, `each` of them a segment.
    Labels {
        /// The lowest index of the first segment's labels.
        first: u64,
        /// How many indices a segment has.
        each: u64,
    },
    /// `block[0][1][2]`: segments of a grid, each with its pass, its lane and its column.
    Grid(Grid),
    /// There is one segment, and it needs no number.
    Single,
}

/// A grid of lanes and columns that is gone through in passes: a slice of columns in every lane, then the next slice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grid {
    /// How many lanes there are.
    pub lanes: u64,
    /// How many columns each has, a multiple of the slices.
    pub columns: u64,
    /// How many slices each lane is cut into.
    pub slices: u64,
}
impl Grid {
    /// How many segments a pass has.
    pub fn pass(self) -> u64 {
        self.lanes * self.columns
    }
    /// The pass, the lane and the column of a segment.
    pub fn place(self, segment: u64) -> [u64; 3] {
        let width = self.columns / self.slices;
        let [pass, within] = [segment / self.pass(), segment % self.pass()];
        let [slice, within] = [within / (self.lanes * width), within % (self.lanes * width)];
        [pass, within / width, slice * width + within % width]
    }
    /// The passes, lanes and columns that three indices mean among so many segments.
    pub fn select(self, wanted: &[Index], segments: u64) -> impl Iterator<Item = [u64; 3]> {
        let of = [segments / self.pass(), self.lanes, self.columns];
        let meant = |k: usize| wanted.get(k).map_or(0..0, |index| index.select(0, of[k]));
        let [passes, lanes, columns] =
            if wanted.len() == 3 { [meant(0), meant(1), meant(2)] } else { [0..0, 0..0, 0..0] };
        passes.flat_map(move |pass| {
            let columns = columns.clone();
            lanes.clone().flat_map(move |lane| columns.clone().map(move |column| [pass, lane, column]))
        })
    }
    /// The segment of a pass, a lane and a column, where there is such a lane and such a column.
    pub fn segment(self, [pass, lane, column]: [u64; 3]) -> Option<u64> {
        let width = self.columns / self.slices;
        let before = column / width * self.lanes * width + lane * width + column % width;
        let within = lane < self.lanes && column < self.columns;
        Some(pass.checked_mul(self.pass())?.checked_add(before)?).filter(|_| within)
    }
}
impl Count {
    /// The number that a segment is called by; in a grid its place among all of them, which no address writes.
    pub fn number(self, segment: u64) -> u64 {
        match self {
            Count::Up(first) => first + segment,
            Count::Down(first) => first - segment,
            Count::Labels { first, each } => first + segment * each,
            Count::Grid(_) => segment,
            Count::Single => 0,
        }
    }
    /// The segment that a number names, which may be past the end.
    pub fn segment(self, number: u64) -> Option<u64> {
        match self {
            Count::Up(first) => number.checked_sub(first),
            Count::Down(first) => first.checked_sub(number),
            Count::Labels { first, each } => Some(number.checked_sub(first)? / each),
            Count::Grid(_) => Some(number),
            Count::Single => (number == 0).then_some(0),
        }
    }
}

/// A source of bytes for the segments of a part: every segment reads its own `stride` bytes or, with stride 0, all.
#[derive(Clone, Debug)]
pub struct Feed {
    /// The name of the bytes on the screen: `block`, `key`.
    pub name: &'static str,
    /// The bytes.
    pub rope: Rope,
    /// How many of them each segment reads.
    pub stride: u64,
}

/// Bytes as a row of spans, shared by all its clones.
#[derive(Clone, Default)]
pub struct Rope(pub(super) Arc<Row>);
/// The spans of a rope.
#[derive(Clone, Default)]
pub(super) struct Row {
    pub spans: Vec<Span>,
    /// Where each span but the last ends: most ropes have one.
    pub ends: Vec<u64>,
}

/// Where the bytes of a span come from.
#[derive(Clone)]
pub enum Origin {
    /// A learner's input: here every walk ends.
    Input(Path),
    /// A constant of a specification or of an expression.
    Constant(Arc<str>),
    /// Computed from how long something is, not from what it says.
    Length(Arc<Rope>),
    /// Bytes that something is filled up with: as many as its length asks for.
    Padding(Arc<Rope>),
    /// A part's output.
    Part(Arc<dyn Part>),
    /// An argument that a segment hands to a call: the call's and the argument's places in that segment's trace.
    Argument {
        /// The part whose segment calls.
        part: Arc<dyn Part>,
        /// The segment.
        segment: u64,
        /// The place of the call in the segment's trace.
        call: usize,
        /// The place of the argument in the call.
        argument: usize,
    },
    /// A value inside a segment, by its address there.
    Named {
        /// The part.
        part: Arc<dyn Part>,
        /// The segment.
        segment: u64,
        /// The address below the segment; empty for all that the segment leaves behind.
        label: Arc<str>,
    },
    /// Another rope, from its end to its start.
    Reversed(Arc<Rope>),
    /// Another rope, over and over.
    Repeated(Arc<Rope>),
}

/// A stretch of bytes with one origin.
#[derive(Clone)]
pub struct Span {
    /// Where they come from.
    pub origin: Origin,
    /// Which bytes of that.
    pub range: Range<u64>,
    pub(super) source: Arc<dyn Source>,
}

/// The comparison with a vetted crate's body, segment by segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Segments whose end state was computed by both.
    pub segments: u64,
    /// Segments in all.
    pub of: u64,
    /// The first segment in which the two differ: never hidden.
    pub differs: Option<u64>,
}

/// A change to what a segment computes from: the bytes of its state, and what it read of each feed.
pub type Edit<'a> = &'a mut dyn FnMut(&mut [u8], &mut [Buffer]);

/// A part as everyone but the algorithm sees it.
pub trait Part: Send + Sync {
    /// Its address.
    fn at(&self) -> &Path;
    /// How many segments there are.
    fn segments(&self) -> u64;
    /// How they are counted.
    fn count(&self) -> Count;
    /// The state before the first segment, for a part that carries one.
    fn start(&self) -> Option<&Rope>;
    /// The feeds that the segments read.
    fn feeds(&self) -> &[Feed];
    /// How many bytes the output has.
    fn output_len(&self) -> u64;
    /// Reads the output. What is not computed yet is [`Error::Pending`].
    fn output_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error>;
    /// The whole output, where the part holds it in one piece once it is finished: no reader copies it.
    fn lend(&self) -> Option<Arc<Vec<u8>>> {
        None
    }
    /// Which bytes of which segments' borders make up a range of the output.
    fn writers(&self, output: Range<u64>) -> Vec<(u64, Range<usize>)>;
    /// Which bytes of the output some bytes of a segment's border make up; none where they are not output.
    fn written(&self, segment: u64, border: Range<usize>) -> Option<Range<u64>>;
    /// Which bytes of which segments' borders made these bytes of the state before a segment; none where they are still
    /// as in [`Part::start`].
    fn before(&self, segment: u64, state: Range<usize>) -> Vec<(u64, Range<usize>)> {
        segment.checked_sub(1).map(|before| (before, state)).into_iter().collect()
    }
    /// The cost of reading so many bytes of the output, in nanoseconds.
    fn weight(&self, bytes: u64) -> u64;
    /// How far it is.
    fn progress(&self) -> Progress;
    /// Computes on, first what it reads and then itself, as far as the budget goes.
    fn advance(&self, budget: &Budget) -> Result<(), Error>;
    /// Goes with our own body, as far as the budget goes, over what a vetted one has computed ahead, to compare the
    /// two. Nobody who reads the output waits for it.
    fn verify(&self, _budget: &Budget) -> Result<(), Error> {
        Ok(())
    }
    /// Everything that one segment computes, in full.
    fn record(&self, segment: u64, budget: &Budget) -> Result<Arc<Trace>, Error>;
    /// Runs a segment again, with its state and its feeds' bytes changed by `edit`.
    fn replay(&self, segment: u64, edit: Edit) -> Result<Trace, Error>;
    /// The values that some segments compute, without where each came from, computed and kept in one go; nothing where
    /// the part does not do this.
    fn keep(&self, _segments: Range<u64>, _budget: &Budget) -> Result<Option<Values>, Error> {
        Ok(None)
    }
    /// The comparison with a vetted crate, if there is one for this part.
    fn compared(&self) -> Option<Compared>;

    /// The segments that wrote the first and the last byte of a stretch of the output, where more than `most` lie
    /// between them: too many to go to each.
    fn spread(&self, output: &Range<u64>, most: u64) -> Option<[u64; 2]> {
        let writer = |byte: u64| self.writers(byte..byte + 1).first().map(|(segment, _)| *segment);
        let ends = [writer(output.start)?, writer(output.end - 1)?];
        (ends[0].abs_diff(ends[1]) > most).then_some(ends)
    }
    /// The address of a segment; the part's own where labels count.
    fn segment_at(&self, segment: u64) -> Path {
        match self.count() {
            Count::Labels { .. } | Count::Single => self.at().clone(),
            Count::Grid(grid) => grid.place(segment).into_iter().fold(self.at().clone(), |at, k| at.number(k)),
            count => self.at().number(count.number(segment)),
        }
    }
}
