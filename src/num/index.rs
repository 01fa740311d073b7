//! The index of a label: `T1[12]`, `S[0][255]`, or none.

use std::fmt;

/// How many bits each of so many indices has.
const fn bits(dimensions: u64) -> u64 {
    match dimensions {
        0 | 1 => 60,
        2 => 30,
        _ => 20,
    }
}

/// Up to three indices, packed in one word so that recording a label costs nothing to speak of: one below 2^60, two
/// below 2^30 each, three below 2^20 each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Index(u64);

impl Index {
    /// No index: the label is a name alone, such as `SubBytes`.
    pub const NONE: Index = Index(0);

    #[inline]
    const fn pack(dimensions: u64, at: [usize; 3]) -> Index {
        let (bits, mut packed, mut k) = (bits(dimensions), dimensions, 0);
        while k < dimensions as usize {
            debug_assert!((at[k] as u64) < 1 << bits);
            packed = packed << bits | at[k] as u64;
            k += 1;
        }
        Index(packed << (60 - bits * dimensions))
    }
    /// The indices, outermost first.
    pub fn iter(self) -> impl Iterator<Item = u64> {
        let (dimensions, bits) = (self.0 >> 60, bits(self.0 >> 60));
        (1..=dimensions).map(move |k| (self.0 >> (60 - k * bits)) & ((1 << bits) - 1))
    }
    /// An index below this one, such as the place in an array. Below three indices there is no room for a fourth, and
    /// the last one gives way.
    pub fn below(self, at: usize) -> Index {
        let mut all = [0; 3];
        let count = self.iter().count().min(2);
        self.iter().take(count).zip(&mut all).for_each(|(index, to)| *to = index as usize);
        all[count] = at;
        Index::pack(count as u64 + 1, all)
    }
    /// The last index, or 0 where there is none.
    pub fn last(self) -> u64 {
        self.iter().last().unwrap_or(0)
    }
}
impl From<()> for Index {
    #[inline]
    fn from((): ()) -> Index {
        Index::NONE
    }
}
impl From<usize> for Index {
    #[inline]
    fn from(i: usize) -> Index {
        Index::pack(1, [i, 0, 0])
    }
}
impl From<(usize, usize)> for Index {
    #[inline]
    fn from((i, j): (usize, usize)) -> Index {
        Index::pack(2, [i, j, 0])
    }
}
impl From<(usize, usize, usize)> for Index {
    #[inline]
    fn from((i, j, k): (usize, usize, usize)) -> Index {
        Index::pack(3, [i, j, k])
    }
}
impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.iter().try_for_each(|i| write!(f, "[{i}]"))
    }
}
impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_an_address_does() {
        assert_eq!(Index::NONE.to_string(), "");
        assert_eq!(Index::from(12).to_string(), "[12]");
        assert_eq!(Index::from((3, 255)).to_string(), "[3][255]");
        assert_eq!(Index::from((1, 2, 1_000_000)).to_string(), "[1][2][1000000]");
        assert_eq!(Index::from(10_000_000).to_string(), "[10000000]");
        assert_eq!(Index::from(10_000_000).below(31).to_string(), "[10000000][31]");
    }
    #[test]
    fn an_index_goes_below_another() {
        assert_eq!(Index::NONE.below(3), Index::from(3));
        assert_eq!(Index::from(2).below(3), Index::from((2, 3)));
        assert_eq!(Index::from((1, 2, 3)).below(4), Index::from((1, 2, 4)));
    }
    #[test]
    fn orders_by_position() {
        assert!(Index::from(9) < Index::from(10));
        assert!(Index::from((0, 255)) < Index::from((1, 0)));
    }
}
