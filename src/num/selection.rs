//! Bits of a number picked by a table, as DES moves them: each bit of the result is one bit of the number.

/// A table of places, such as DES's IP or E. Bits are counted from 1, the most significant first, as FIPS 46-3 does.
#[derive(Debug, PartialEq, Eq)]
pub struct Selection {
    /// Its name, as formulas print it.
    pub name: &'static str,
    /// How many bits the number has; they are its lowest.
    pub width: u32,
    /// For each bit of the result, the most significant first, which bit of the number it is.
    pub places: &'static [u8],
    /// The bits that each value of each four bits of the number gives, the least significant bits first; none where
    /// `moves` is shorter.
    quarters: &'static [[u64; 16]],
    /// The bits of the result that come equally far, and how far to the left: all of them in one rotation.
    moves: [(u64, u32); MOVES],
    /// How many of `moves` there are.
    used: usize,
}
/// The most distances that bits are moved by in rotations: more of them take longer than a look at each four bits.
const MOVES: usize = 10;
impl Selection {
    /// A table over numbers of so many bits, with its [`Selection::quarters`].
    pub const fn new(
        name: &'static str,
        width: u32,
        places: &'static [u8],
        quarters: &'static [[u64; 16]],
    ) -> Selection {
        Selection { name, width, places, quarters, moves: [(0, 0); MOVES], used: 0 }
    }
    /// A table whose bits move by few distances, such as a group of bits or the expansion of DES: it needs no quarters.
    pub const fn moved(name: &'static str, width: u32, places: &'static [u8]) -> Selection {
        let (mut moves, mut used, mut i) = ([(0, 0); MOVES], 0, 0);
        while i < places.len() {
            let to = (places.len() - 1 - i) as u32;
            let (distance, mut k) = ((64 + to + places[i] as u32 - width) % 64, 0);
            while k < used && moves[k].1 != distance {
                k += 1;
            }
            if k == used {
                used += 1;
            }
            moves[k] = (moves[k].0 | 1 << to, distance);
            i += 1;
        }
        Selection { name, width, places, quarters: &[], moves, used }
    }
    /// The bits that each value of each four bits of a number gives: `Q` of those make the number.
    pub const fn quarters<const Q: usize>(width: u32, places: &[u8]) -> [[u64; 16]; Q] {
        let (mut quarters, mut quarter) = ([[0; 16]; Q], 0);
        while quarter < Q {
            let mut value = 0;
            while value < 16 {
                let number = (value as u64) << (4 * quarter);
                let mut i = 0;
                while i < places.len() {
                    let bit = number >> (width - places[i] as u32) & 1;
                    quarters[quarter][value] |= bit << (places.len() - 1 - i);
                    i += 1;
                }
                value += 1;
            }
            quarter += 1;
        }
        quarters
    }
    /// The bits of a number that the table picks, as a number.
    #[inline(always)]
    pub fn of(&self, number: u64) -> u64 {
        let moved = |(bits, distance): &(u64, u32)| number.rotate_left(*distance) & bits;
        let quarter = |(i, quarter): (usize, &[u64; 16])| quarter[(number >> (4 * i) & 15) as usize];
        match self.used {
            0 => self.quarters.iter().enumerate().map(quarter).fold(0, |sum, bits| sum | bits),
            used => self.moves[..used].iter().map(moved).fold(0, |sum, bits| sum | bits),
        }
    }
    /// Which bit of the number is bit `place` of the result; both counted from 0, the least significant.
    pub fn source(&self, place: u32) -> Option<u32> {
        let from = self.places.len().checked_sub(1 + place as usize)?;
        self.width.checked_sub(self.places[from].into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Carry, Numbers, Tape, Word, bits, formula};

    const PLACES: [u8; 6] = [12, 1, 2, 3, 1, 12];
    static TABLE: Selection = Selection::new("T", 12, &PLACES, &Selection::quarters::<3>(12, &PLACES));

    #[test]
    fn a_bit_of_the_result_is_one_of_the_number() {
        let tape = Tape::new();
        let x = (&tape).u32("x", (), 0xa01);
        let picked = x.select_u8(&TABLE).named("y", ()).node();
        let trace = tape.finish(Border::default());
        assert_eq!(trace.nodes[picked as usize].value, 0b110111);
        assert_eq!(formula(&trace, picked, false).to_string(), "T(x)");
        for (place, from) in [0, 11, 9, 10, 11, 0].into_iter().enumerate() {
            let sources = bits::sources(&trace, picked, place as u32);
            assert_eq!(sources.iter().map(|s| s.place).collect::<Vec<_>>(), [Some(from)], "{place}");
        }
        assert_eq!(bits::sources(&trace, picked, 7), []);
    }
    #[test]
    fn bits_that_move_equally_far_move_at_once() {
        static MOVED: Selection = Selection::moved("T", 12, &PLACES);
        assert_eq!(MOVED.used, 4, "three of the six bits stay side by side");
        for number in 0..1 << 12 {
            assert_eq!(MOVED.of(number), TABLE.of(number), "{number:012b}");
        }
    }
}
