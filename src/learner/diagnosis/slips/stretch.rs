//! Another stretch of the bytes that an answer is a stretch of.

use super::super::case::Case;
use super::super::case::pieces;
use super::super::slip::{Diagnosis, Sentence, Slip};
use crate::run::{Budget, Source};
use crate::sheet::expr::Kind;

pub(super) const ROW: Slip = Slip { name: "stretch", find };

/// From how many bytes on every stretch counts; shorter ones meet by chance, and only the first and the last do.
const TELLING: usize = 4;
/// The longest bytes that are searched.
const LONGEST: u64 = 4096;

fn find(case: &Case, budget: &Budget) -> Sentence {
    let Some((right, read)) = case.both_bytes()?.filter(|(right, read)| right.len() == read.len()) else {
        return Ok(None);
    };
    let cut = pieces(case.answer).into_iter().find_map(|piece| match &piece.kind {
        Kind::Slice { base, .. } => Some(&**base),
        _ => None,
    });
    let Some((base, value)) = cut.and_then(|base| Some((base, case.value(base, budget)?))) else { return Ok(None) };
    let Some(rope) = value.rope().filter(|rope| rope.len() <= LONGEST) else { return Ok(None) };
    let (whole, each) = (rope.to_vec()?, right.len());
    let Some(last) = whole.len().checked_sub(each).filter(|_| each > 0) else { return Ok(None) };
    let backwards: Vec<u8> = read.iter().rev().copied().collect();
    let counts = |at: &usize| each >= TELLING || *at == 0 || *at == last;
    let found = (0..=last).filter(counts).find(|at| [&read, &backwards].contains(&&whole[*at..at + each].to_vec()));
    // A byte that the text speaks of is meant as it stands there.
    let Some(at) = found.filter(|_| each > 1 || !case.page.says(case.given)) else { return Ok(None) };
    let last = at + each - 1;
    let cell = match &base.kind {
        Kind::Name(name) if case.page.has(name) => Some(name.as_str()),
        _ => None,
    };
    let of = cell.unwrap_or("the same bytes");
    let (says, place) = match each {
        1 => (format!("That is byte {at} of {of}. Which one is asked for?"), format!("[{at}]")),
        _ => (format!("Those are bytes {at} to {last} of {of}. Which ones are asked for?"), format!("[{at}..{last}]")),
    };
    let given = cell.filter(|cell| !case.hides_cell(cell, &value)).map(|cell| format!("{cell}{place}"));
    Ok(Some(Diagnosis { says, given }))
}

#[cfg(test)]
mod tests {
    use super::ROW;
    use crate::learner::diagnosis::testing::expect_in;

    #[test]
    fn other_bytes_of_the_same_string() {
        let sheet = "k = input(0x000102030405060708090a0b)";
        let cases = [
            ("08090a0b", "bytes 8 to 11 of k. Which ones are asked for? @k[8..11]"),
            ("0b0a0908", "bytes 8 to 11"),
            ("04050607", "bytes 4 to 7"),
            ("00010204", ""),
        ];
        expect_in(&ROW, sheet, "k[0..4]", &cases);
        expect_in(&ROW, sheet, "k[0..1]", &[("0b", "byte 11 of k. Which one is asked for? @k[11]"), ("05", "")]);
        expect_in(&ROW, &format!("{sheet}\nn = 11 # 0b"), "k[0..1]", &[("0b", "")]);
        expect_in(
            &ROW,
            "x = 0",
            "0x000102030405060708090a0b[0..4]",
            &[("08090a0b", "bytes 8 to 11 of the same bytes.")],
        );
    }
}
