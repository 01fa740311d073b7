//! The first and the last place in which two ropes differ.

use crate::run::{Error, Origin, Rope, Source, Span};
use std::ops::Range;
use std::sync::Arc;

/// Bytes read at once.
const CHUNK: u64 = 64 << 10;
/// The most that one search reads; what both ropes have of the same source is not read.
const MOST: u64 = 64 << 20;

/// The first place from `from` on in which two ropes differ; where one of them ends before the other, that is a
/// difference.
///
/// # Errors
/// What reading gives; [`Error::Limit`] past 64 MiB.
pub fn first_difference(a: &Rope, b: &Rope, from: u64) -> Result<Option<u64>, Error> {
    places(a, b, from..u64::MAX)?.next().transpose()
}

/// The first place of a range in which two ropes differ.
///
/// # Errors
/// As [`first_difference`].
pub fn first_difference_in(a: &Rope, b: &Rope, range: Range<u64>) -> Result<Option<u64>, Error> {
    places(a, b, range)?.next().transpose()
}

/// The last place before `to` in which two ropes differ.
///
/// # Errors
/// As [`first_difference`].
pub fn last_difference(a: &Rope, b: &Rope, to: u64) -> Result<Option<u64>, Error> {
    places(a, b, 0..to)?.next_back().transpose()
}

/// Where the next stretch of differing places begins; the one that `here` lies in is passed over.
///
/// # Errors
/// As [`first_difference`].
pub fn stretch_after(a: &Rope, b: &Rope, here: u64) -> Result<Option<u64>, Error> {
    let mut inside = here;
    for place in places(a, b, here..u64::MAX)? {
        match place? {
            place if place == inside => inside += 1,
            place => return Ok(Some(place)),
        }
    }
    Ok(None)
}

/// Where the last stretch of differing places before `to` begins.
///
/// # Errors
/// As [`first_difference`].
pub fn stretch_before(a: &Rope, b: &Rope, to: u64) -> Result<Option<u64>, Error> {
    let mut begins = None;
    for place in places(a, b, 0..to)?.rev() {
        let place = place?;
        if begins.is_some_and(|begins| place + 1 != begins) {
            break;
        }
        begins = Some(place);
    }
    Ok(begins)
}

type Place = Result<u64, Error>;

/// The places of a range in which two ropes differ, read as far as somebody asks.
fn places<'a>(
    a: &'a Rope,
    b: &'a Rope,
    range: Range<u64>,
) -> Result<impl DoubleEndedIterator<Item = Place> + use<'a>, Error> {
    let shared = a.len().min(b.len());
    let within = range.start.min(shared)..range.end.min(shared);
    let end = (a.len() != b.len() && range.contains(&shared)).then_some(Ok(shared));
    let inside = chunks(a, b, within)?.into_iter().flat_map(move |chunk| match differing(a, b, &chunk) {
        Ok(places) => places.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    });
    Ok(inside.chain(end))
}

/// The places in which two stretches differ.
fn differing(a: &Rope, b: &Rope, at: &Range<u64>) -> Result<Vec<u64>, Error> {
    let (a, b) = (a.slice(at.clone()).to_vec()?, b.slice(at.clone()).to_vec()?);
    let places = if a == b { 0 } else { a.len() };
    Ok((0..places).filter(|place| a[*place] != b[*place]).map(|place| at.start + place as u64).collect())
}

/// The stretches of a range that have to be read, in order.
fn chunks(a: &Rope, b: &Rope, range: Range<u64>) -> Result<Vec<Range<u64>>, Error> {
    if range.is_empty() {
        return Ok(vec![]);
    }
    let (one, other) = (a.spans(range.clone()), b.spans(range.clone()));
    let (mut i, mut j, mut in_one, mut in_other) = (0, 0, 0, 0);
    let (mut at, mut read, mut out) = (range.start, 0, vec![]);
    while let (Some(x), Some(y)) = (one.get(i), other.get(j)) {
        let length = (x.len() - in_one).min(y.len() - in_other);
        if !same_source(x, y) || x.range.start + in_one != y.range.start + in_other {
            read += length;
            if read > MOST {
                return Err(Error::Limit("more than 64 MiB would have to be compared".into()));
            }
            let starts = (at..at + length).step_by(CHUNK as usize);
            out.extend(starts.map(|start| start..(start + CHUNK).min(at + length)));
        }
        (at, in_one, in_other) = (at + length, in_one + length, in_other + length);
        if in_one == x.len() {
            (i, in_one) = (i + 1, 0);
        }
        if in_other == y.len() {
            (j, in_other) = (j + 1, 0);
        }
    }
    Ok(out)
}

fn same_source(a: &Span, b: &Span) -> bool {
    match (&a.origin, &b.origin) {
        (Origin::Part(a), Origin::Part(b)) => Arc::ptr_eq(a, b),
        _ => a.is_beside(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Path;

    fn input(bytes: &[u8]) -> Rope {
        Rope::input(Path::new("m"), Arc::new(bytes.to_vec()))
    }

    #[test]
    fn the_first_and_the_last_of_several() {
        let mut bytes = vec![0; 200_000];
        let a = input(&bytes);
        bytes[70_000] = 1;
        bytes[150_000] = 1;
        let b = input(&bytes);
        assert_eq!(first_difference(&a, &b, 0).unwrap(), Some(70_000));
        assert_eq!(first_difference(&a, &b, 70_001).unwrap(), Some(150_000));
        assert_eq!(first_difference(&a, &b, 150_001).unwrap(), None);
        assert_eq!(last_difference(&a, &b, 200_000).unwrap(), Some(150_000));
        assert_eq!(last_difference(&a, &b, 150_000).unwrap(), Some(70_000));
        assert_eq!(last_difference(&a, &b, 70_000).unwrap(), None);
    }
    #[test]
    fn a_stretch_is_one_stop() {
        let (a, b) = (input(b"..........."), input(b".xx..xxx..y"));
        assert_eq!(first_difference(&a, &b, 0).unwrap(), Some(1));
        assert_eq!(stretch_after(&a, &b, 1).unwrap(), Some(5));
        assert_eq!(stretch_after(&a, &b, 3).unwrap(), Some(5));
        assert_eq!(stretch_after(&a, &b, 6).unwrap(), Some(10));
        assert_eq!(stretch_after(&a, &b, 10).unwrap(), None);
        assert_eq!(stretch_before(&a, &b, 10).unwrap(), Some(5));
        assert_eq!(stretch_before(&a, &b, 5).unwrap(), Some(1));
        assert_eq!(stretch_before(&a, &b, 1).unwrap(), None);
    }
    #[test]
    fn an_end_is_a_difference() {
        let (a, b) = (input(b"abc"), input(b"abcd"));
        assert_eq!(first_difference(&a, &b, 0).unwrap(), Some(3));
        assert_eq!(last_difference(&b, &a, 4).unwrap(), Some(3));
        assert_eq!(last_difference(&b, &a, 3).unwrap(), None);
    }
    #[test]
    fn what_is_the_same_source_is_not_read() {
        struct Unreadable;
        impl Source for Unreadable {
            fn len(&self) -> u64 {
                1 << 40
            }
            fn read_at(&self, _: u64, _: &mut [u8]) -> Result<(), Error> {
                Err(Error::missing("nobody may read this"))
            }
        }
        let file = Rope::input(Path::new("file"), Arc::new(Unreadable));
        let (a, b) = (file.clone().then(input(b"a")), file.then(input(b"b")));
        assert_eq!(first_difference(&a, &b, 0).unwrap(), Some(1 << 40));
    }
}
