//! Shows of hands: what a room votes, before and after it talked about a question.

use std::collections::HashMap;

/// The most hands.
const HANDS: u32 = 99_999;

/// The shows to the questions of a lesson.
#[derive(Clone, Default)]
pub struct Hands {
    /// By page and block: the first show and the second, a count for each choice.
    shows: HashMap<(usize, usize), Vec<Vec<u32>>>,
}

impl Hands {
    /// The shows to the question of a page and a block.
    pub fn to(&self, at: (usize, usize)) -> &[Vec<u32>] {
        self.shows.get(&at).map_or(&[], Vec::as_slice)
    }

    /// Takes counts as they are typed: of the first show, of the second, and then again of the second.
    ///
    /// # Errors
    /// A sentence, where they are not one count for each choice.
    pub fn take(&mut self, at: (usize, usize), typed: &str, choices: usize) -> Result<(), String> {
        let counts = counts(typed, choices)?;
        let shows = self.shows.entry(at).or_default();
        shows.truncate(1);
        shows.push(counts);
        Ok(())
    }
}

/// Counts as they are typed: `12 7 9 2`.
fn counts(typed: &str, choices: usize) -> Result<Vec<u32>, String> {
    let pieces: Vec<&str> = typed.split([' ', ',', ';']).filter(|piece| !piece.is_empty()).collect();
    let count = |piece: &&str| piece.parse::<u32>().ok().filter(|count| *count <= HANDS).ok_or(piece.to_string());
    let counts: Vec<u32> = pieces
        .iter()
        .map(count)
        .collect::<Result<_, _>>()
        .map_err(|piece| format!("`{piece}` is no count of hands, from 0 to {HANDS}."))?;
    if counts.len() == choices {
        return Ok(counts);
    }
    let such = (0..choices).map(|choice| (12 - choice % 12).to_string()).collect::<Vec<_>>().join(" ");
    Err(format!("Type {choices} counts, such as `{such}`; here are {}.", counts.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_one_number_for_each_choice() {
        assert_eq!(counts("12 7 9 2", 4), Ok(vec![12, 7, 9, 2]));
        assert_eq!(counts(" 0,3;  4 ", 3), Ok(vec![0, 3, 4]));
        assert_eq!(counts("12 7", 3).unwrap_err(), "Type 3 counts, such as `12 11 10`; here are 2.");
        for wrong in ["12 7", "12 7 9", "1 -2", "1 99999999999", "1 x", ""] {
            assert!(counts(wrong, 2).is_err() == (wrong != "12 7"), "{wrong}");
        }
    }
}
