//! Tables: rows of text with their columns under each other.

use super::SafeText;
use super::clusters::columns;

/// Rows with their columns under each other, so far apart.
pub fn aligned(rows: &[Vec<String>], gap: usize) -> Vec<String> {
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..most).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| cell.clone() + &" ".repeat(width - columns(cell)));
        SafeText::line(cells.collect::<Vec<_>>().join(&" ".repeat(gap)).trim_end()).to_string()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_whatever_their_signs_take() {
        let rows = [["a", "漢字", "x"], ["long", "b", ""]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(aligned(&rows, 2), ["a     漢字  x", "long  b"]);
    }
}
