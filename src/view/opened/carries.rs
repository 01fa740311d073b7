//! What a sum carries from column to column, and what a difference borrows.

use crate::num::{Trace, bits::bit};

/// The bits carried into each column of a sum, most significant first.
pub fn carries(trace: &Trace, terms: &[u32], width: usize) -> Vec<u8> {
    let mut carries = vec![0; width];
    let mut carry = 0;
    for place in 0..width {
        carries[width - 1 - place] = carry;
        let ones: u8 = terms.iter().map(|&term| bit(trace, term, place as u32)).sum();
        carry = (carry + ones) / 2;
    }
    carries
}

/// The bits that each column of a difference lends to the column on its right, most significant first.
pub fn borrows(trace: &Trace, [a, b]: [u32; 2], width: usize) -> Vec<u8> {
    let mut borrows = vec![0; width];
    let mut borrow = 0;
    for place in 0..width {
        borrows[width - 1 - place] = borrow;
        let taken = bit(trace, b, place as u32) + borrow;
        borrow = u8::from(bit(trace, a, place as u32) < taken);
    }
    borrows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Border, Numbers, Tape};

    #[test]
    fn a_difference_borrows_through_zeros() {
        let tape = Tape::new();
        let [a, b] = [("a", 8), ("b", 1)].map(|(name, value)| (&tape).u32(name, (), value).node());
        let trace = tape.finish(Border::default());
        // 1000 - 0001: each of the three lower columns borrows from the next.
        assert_eq!(&borrows(&trace, [a, b], 32)[27..], [0, 1, 1, 1, 0]);
        assert_eq!(carries(&trace, &[a, a], 32)[27], 1);
    }
}
