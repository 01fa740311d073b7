//! Spellings that must not be seen: where one stands in the lines of a view, a mark stands in its place.

/// The signs of the mark, as many as there is room for.
const MARK: usize = 4;

/// A spelling that must not be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// The signs, without blanks.
    pub text: String,
    /// Whether it counts only where it stands alone between blanks, as a short one does.
    pub alone: bool,
}

impl Masked {
    /// Whether a text is it, or holds it.
    pub fn is_in(&self, text: &str) -> bool {
        if self.alone { text == self.text } else { text.contains(&self.text) }
    }
}

/// Lines with a mark in place of each spelling, also where blanks or the end of a line part its signs. Columns stay.
pub(super) fn mask(lines: Vec<String>, masked: &[Masked]) -> Vec<String> {
    let mut lines: Vec<Vec<char>> = lines.iter().map(|line| line.chars().collect()).collect();
    let places = lines.iter().enumerate().flat_map(|(row, line)| (0..line.len()).map(move |column| (row, column)));
    let places: Vec<(usize, usize)> = places.filter(|(row, column)| !lines[*row][*column].is_whitespace()).collect();
    let signs: Vec<char> = places.iter().map(|(row, column)| lines[*row][*column]).collect();
    // Whether a group of signs begins at a place, or ends before it.
    let parts = |at: usize| match (at.checked_sub(1).map(|before| places[before]), places.get(at)) {
        (Some((row, column)), Some(next)) => *next != (row, column + 1),
        _ => true,
    };
    let mut hidden = vec![false; signs.len()];
    for Masked { text, alone } in masked {
        let text: Vec<char> = text.chars().collect();
        for (at, _) in signs.windows(text.len().max(1)).enumerate().filter(|(_, window)| *window == text) {
            let end = at + text.len();
            if !alone || parts(at) && parts(end) && !(at + 1..end).any(parts) {
                hidden[at..at + text.len()].fill(true);
            }
        }
    }
    let mut run = 0;
    for at in 0..signs.len() {
        run = match hidden[at] {
            true if at > 0 && hidden[at - 1] && !parts(at) => run + 1,
            true => 1,
            false => continue,
        };
        let (row, column) = places[at];
        lines[row][column] = if run <= MARK { '·' } else { ' ' };
    }
    lines.into_iter().map(|line| line.into_iter().collect::<String>().trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(lines: &[&str], text: &str, alone: bool) -> Vec<String> {
        mask(lines.iter().map(|line| (*line).to_owned()).collect(), &[Masked { text: text.to_owned(), alone }])
    }

    #[test]
    fn a_spelling_gives_way_to_a_mark_also_across_groups_and_lines() {
        assert_eq!(masked(&["03020100 07060504"], "03020100", false), ["····     07060504"]);
        assert_eq!(masked(&["0302 0100", "0706 0504"], "01000706", false), ["0302 ····", "···· 0504"]);
        assert_eq!(masked(&["50462976"], "50462976", false), ["····"]);
        assert_eq!(masked(&["16 116 161"], "16", true), ["·· 116 161"]);
        assert_eq!(masked(&["16", "1 6"], "16", true), ["··", "1 6"]);
    }
}
