//! Bytes that know where they come from: a few spans, however long, and never a mark per byte.

use super::part::Row;
use super::{Budget, Error, Origin, Part, Path, Rope, Source, Span};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The same byte over and over.
struct Filled(u8, u64);
impl Source for Filled {
    fn len(&self) -> u64 {
        self.1
    }
    fn read_at(&self, _: u64, buf: &mut [u8]) -> Result<(), Error> {
        buf.fill(self.0);
        Ok(())
    }
}

impl Span {
    /// How many bytes.
    pub fn len(&self) -> u64 {
        self.range.end - self.range.start
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The bytes.
    pub fn to_vec(&self) -> Result<Vec<u8>, Error> {
        Rope::from(self.clone()).to_vec()
    }
    /// Whether both are stretches of the very same source: not of equal bytes, of the same ones.
    pub fn is_beside(&self, other: &Span) -> bool {
        std::ptr::addr_eq(Arc::as_ptr(&self.source), Arc::as_ptr(&other.source))
    }
    /// The spans this one only arranges anew, if it is a view of another rope.
    pub fn below(&self) -> Option<Vec<Span>> {
        let Range { start, end } = self.range;
        match &self.origin {
            Origin::Reversed(rope) => {
                let mut spans = rope.spans(rope.len() - end..rope.len() - start);
                spans.reverse();
                Some(spans)
            }
            Origin::Repeated(rope) => {
                let (first, last) = (start / rope.len(), (end - 1) / rope.len());
                let whole = if last > first + 1 { rope.spans(0..rope.len()) } else { vec![] };
                let head =
                    rope.spans(start % rope.len()..if first == last { (end - 1) % rope.len() + 1 } else { rope.len() });
                let tail = if first == last { vec![] } else { rope.spans(0..(end - 1) % rope.len() + 1) };
                Some(head.into_iter().chain(whole).chain(tail).collect())
            }
            _ => None,
        }
    }
}
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Range { start, end } = self.range;
        match &self.origin {
            Origin::Input(at) if self.source.len() == self.len() => write!(f, "{at}"),
            Origin::Input(at) => write!(f, "{at}[{start}..{end}]"),
            Origin::Constant(name) => f.write_str(name),
            Origin::Length(of) => write!(f, "length({of})"),
            Origin::Padding(of) if of.is_empty() => f.write_str("padding"),
            Origin::Padding(of) => write!(f, "padding of {of}"),
            Origin::Part(part) => write!(f, "{}[{start}..{end}]", part.at()),
            Origin::Argument { part, segment, .. } => write!(f, "{}[{start}..{end}]", part.segment_at(*segment)),
            Origin::Named { part, segment, label } => f.write_str(part.segment_at(*segment).join(label).as_str()),
            Origin::Reversed(rope) => write!(f, "reverse({rope})[{start}..{end}]"),
            Origin::Repeated(rope) => write!(f, "repeat({rope})[{start}..{end}]"),
        }
    }
}

/// How many bytes are read at once where somebody may say stop.
const STRETCH: usize = 64 << 10;
/// Reading that costs less than so many nanoseconds is free where it is all there is.
const CHEAP: u64 = 500_000;
/// How many bytes are copied in a nanosecond.
const BYTES: u64 = 8;

impl From<Span> for Rope {
    fn from(span: Span) -> Rope {
        let spans = if span.is_empty() { vec![] } else { vec![span] };
        Rope(Arc::new(Row { spans, ends: vec![] }))
    }
}
impl FromIterator<Span> for Rope {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Rope {
        let spans = spans.into_iter();
        let (least, _) = spans.size_hint();
        let mut row = Row { spans: Vec::with_capacity(least), ends: Vec::with_capacity(least.saturating_sub(1)) };
        row.extend(spans);
        Rope(Arc::new(row))
    }
}
impl Extend<Span> for Rope {
    fn extend<I: IntoIterator<Item = Span>>(&mut self, spans: I) {
        Arc::make_mut(&mut self.0).extend(spans);
    }
}
impl Row {
    fn len(&self) -> u64 {
        self.ends.last().unwrap_or(&0) + self.spans.last().map_or(0, Span::len)
    }
    fn extend(&mut self, spans: impl IntoIterator<Item = Span>) {
        for span in spans.into_iter().filter(|span| !span.is_empty()) {
            self.ends.extend((!self.spans.is_empty()).then(|| self.len()));
            self.spans.push(span);
        }
    }
    /// The span that a byte lies in, and where that begins.
    fn at(&self, byte: u64) -> (usize, u64) {
        let place = self.ends.partition_point(|end| *end <= byte);
        (place, place.checked_sub(1).map_or(0, |before| self.ends[before]))
    }
}
impl Rope {
    /// All of a source.
    pub fn new(origin: Origin, source: Arc<dyn Source>) -> Rope {
        Rope::from(Span { origin, range: 0..source.len(), source })
    }
    /// A learner's input in the cell at `path`.
    pub fn input(path: Path, source: Arc<dyn Source>) -> Rope {
        Rope::new(Origin::Input(path), source)
    }
    /// These bytes as a learner's input, copied only where they do not lie in one piece.
    pub fn as_input(&self, path: Path) -> Result<Rope, Error> {
        match self.all() {
            [Span { origin: Origin::Constant(_), range, source }] if *range == (0..source.len()) => {
                Ok(Rope::input(path, source.clone()))
            }
            _ => Ok(Rope::input(path, Arc::new(self.to_vec()?))),
        }
    }
    /// Constant bytes.
    pub fn constant(name: impl Into<Arc<str>>, bytes: &[u8]) -> Rope {
        Rope::new(Origin::Constant(name.into()), Arc::new(bytes.to_vec()))
    }
    /// The same constant byte over and over.
    pub fn filled(name: impl Into<Arc<str>>, byte: u8, times: u64) -> Rope {
        Rope::new(Origin::Constant(name.into()), Arc::new(Filled(byte, times)))
    }
    /// Bytes that say how long `of` is.
    pub fn length(of: &Rope, bytes: &[u8]) -> Rope {
        Rope::new(Origin::Length(Arc::new(of.clone())), Arc::new(bytes.to_vec()))
    }
    /// The same byte over and over, which `of` is filled up with: as many times as its length asks for.
    pub fn padding(of: &Rope, byte: u8, times: u64) -> Rope {
        Rope::new(Origin::Padding(Arc::new(of.clone())), Arc::new(Filled(byte, times)))
    }
    /// A part's output.
    pub fn output(part: &Arc<dyn Part>) -> Rope {
        Rope::new(Origin::Part(part.clone()), Arc::new(Output(part.clone())))
    }
    /// The bytes that a segment hands to a call.
    pub fn argument(part: &Arc<dyn Part>, segment: u64, call: usize, argument: usize, bytes: Vec<u8>) -> Rope {
        Rope::new(Origin::Argument { part: part.clone(), segment, call, argument }, Arc::new(bytes))
    }
    /// A value inside a segment.
    pub fn named(part: &Arc<dyn Part>, segment: u64, label: &str, bytes: Vec<u8>) -> Rope {
        Rope::new(Origin::Named { part: part.clone(), segment, label: label.into() }, Arc::new(bytes))
    }
    /// These bytes from their end to their start.
    pub fn reversed(&self) -> Rope {
        let rope = Arc::new(self.clone());
        Rope::new(Origin::Reversed(rope.clone()), Arc::new(Reversed(rope)))
    }
    /// These bytes over and over.
    pub fn repeated(&self, times: u64) -> Rope {
        if self.is_empty() || times == 0 {
            return Rope::default();
        }
        let rope = Arc::new(self.clone());
        Rope::new(Origin::Repeated(rope.clone()), Arc::new(Repeated(rope, times)))
    }
    /// These bytes and then others.
    pub fn then(mut self, next: Rope) -> Rope {
        if self.is_empty() {
            return next;
        }
        match Arc::try_unwrap(next.0) {
            Ok(row) => self.extend(row.spans),
            Err(shared) => self.extend(shared.spans.iter().cloned()),
        }
        self
    }
    /// Whether another rope is the very same bytes in memory; nothing is read.
    pub fn is_the_very(&self, other: &Rope) -> bool {
        let same = |(a, b): (&Span, &Span)| a.is_beside(b) && a.range == b.range;
        self.all().len() == other.all().len() && self.all().iter().zip(other.all()).all(same)
    }
    /// All spans.
    pub fn all(&self) -> &[Span] {
        &self.0.spans
    }
    /// The spans under a range of these bytes, each with its range of the span's own source.
    pub fn spans(&self, range: Range<u64>) -> Vec<Span> {
        let (first, mut start) = self.0.at(range.start);
        let mut out = Vec::with_capacity(1);
        for span in &self.all()[first..] {
            let end = start + span.len();
            if start >= range.end || end <= range.start {
                break;
            }
            let shift = |x: u64| x - start + span.range.start;
            out.push(Span { range: shift(range.start.max(start))..shift(range.end.min(end)), ..span.clone() });
            start = end;
        }
        out
    }
    /// Some of these bytes.
    pub fn slice(&self, range: Range<u64>) -> Rope {
        if range == (0..self.len()) {
            return self.clone();
        }
        match self.spans(range) {
            spans if spans.len() == 1 && !spans[0].is_empty() => Rope(Arc::new(Row { spans, ends: vec![] })),
            spans => spans.into_iter().collect(),
        }
    }
    /// All bytes. Call [`Rope::finish`] first: what is not computed yet is an error.
    pub fn to_vec(&self) -> Result<Vec<u8>, Error> {
        let mut out = vec![0; self.len() as usize];
        self.read_at(0, &mut out)?;
        Ok(out)
    }
    /// All bytes of what is computed, read in stretches, as far as the budget goes: reading may be computing. What is
    /// short and cheap is read whatever is left.
    pub fn to_vec_until(&self, budget: &Budget) -> Result<Vec<u8>, Error> {
        let (mut out, mut at) = (vec![0; self.len() as usize], 0);
        let stretches = self.len().div_ceil(STRETCH as u64);
        let weight = self.weight(self.len().min(STRETCH as u64));
        for (done, stretch) in (0..).zip(out.chunks_mut(STRETCH)) {
            if done == 0 && weight < CHEAP {
                budget.check()?;
            } else {
                budget.take(1, weight, done, stretches)?;
            }
            self.read_at(at, stretch)?;
            at += stretch.len() as u64;
        }
        Ok(out)
    }
    /// Computes what these bytes are made of, as far as the budget goes.
    pub fn finish(&self, budget: &Budget) -> Result<(), Error> {
        self.all().iter().try_for_each(|span| match &span.origin {
            Origin::Part(part) => part.advance(budget),
            Origin::Reversed(rope) | Origin::Repeated(rope) => rope.finish(budget),
            Origin::Input(_)
            | Origin::Constant(_)
            | Origin::Length(_)
            | Origin::Padding(_)
            | Origin::Argument { .. }
            | Origin::Named { .. } => Ok(()),
        })
    }
    /// The cost of reading so many of these bytes, in nanoseconds, wherever they lie.
    pub fn weight(&self, bytes: u64) -> u64 {
        let costliest = self.all().iter().map(|span| match &span.origin {
            Origin::Part(part) => part.weight(bytes.min(span.len())),
            Origin::Reversed(rope) | Origin::Repeated(rope) => rope.weight(bytes.min(rope.len())),
            _ => 0,
        });
        costliest.max().unwrap_or(0).saturating_add(bytes / BYTES)
    }
    /// The part that these bytes are the whole or a stretch of, if there is just one.
    pub fn part(&self) -> Option<&Arc<dyn Part>> {
        match self.all() {
            [Span { origin: Origin::Part(part), .. }] => Some(part),
            _ => None,
        }
    }
}
impl fmt::Display for Rope {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let spans: Vec<_> = self.all().iter().map(Span::to_string).collect();
        f.write_str(&spans.join(" ++ "))
    }
}
impl fmt::Debug for Rope {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Source for Rope {
    fn len(&self) -> u64 {
        self.0.len()
    }
    fn read_at(&self, at: u64, mut buf: &mut [u8]) -> Result<(), Error> {
        let (mut place, start) = self.0.at(at);
        let mut skip = at - start;
        while !buf.is_empty() {
            let span = &self.all()[place];
            let take = (span.len() - skip).min(buf.len() as u64);
            let (head, tail) = std::mem::take(&mut buf).split_at_mut(take as usize);
            span.source.read_at(span.range.start + skip, head)?;
            (buf, place, skip) = (tail, place + 1, 0);
        }
        Ok(())
    }
}

struct Output(Arc<dyn Part>);
impl Source for Output {
    fn len(&self) -> u64 {
        self.0.output_len()
    }
    fn read_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        self.0.output_at(at, buf)
    }
}
struct Reversed(Arc<Rope>);
impl Source for Reversed {
    fn len(&self) -> u64 {
        self.0.len()
    }
    fn read_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        self.0.read_at(self.0.len() - at - buf.len() as u64, buf)?;
        buf.reverse();
        Ok(())
    }
}
struct Repeated(Arc<Rope>, u64);
impl Source for Repeated {
    fn len(&self) -> u64 {
        self.0.len() * self.1
    }
    fn read_at(&self, at: u64, buf: &mut [u8]) -> Result<(), Error> {
        let period = self.0.len();
        let once = (buf.len() as u64).min(period) as usize;
        let head = ((period - at % period) as usize).min(once);
        self.0.read_at(at % period, &mut buf[..head])?;
        self.0.read_at(0, &mut buf[head..once])?;
        // One period is there; copying what is there doubles it.
        let mut done = once;
        while done < buf.len() {
            let some = done.min(buf.len() - done);
            buf.copy_within(..some, done);
            done += some;
        }
        Ok(())
    }
}
