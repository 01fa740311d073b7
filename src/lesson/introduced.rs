//! The keys that a text introduces. The program that builds this one uses it, too: the keys of the lessons that are
//! carried along are found once.

/// The mark in front of a line that asks for a key.
pub const MARK: char = '▸';

/// The keys that a text introduces: code behind a `▸`, behind "press", or at the beginning of a line.
pub fn introduced(source: &str) -> impl Iterator<Item = &str> {
    let behind = |before: &str| before.is_empty() || before.ends_with(MARK) || before.ends_with("ress");
    source.lines().flat_map(move |line| {
        let pieces: Vec<&str> = line.split('`').collect();
        let codes = (1..pieces.len()).step_by(2).filter(move |at| behind(pieces[at - 1].trim_end()));
        let pieces: Vec<&str> = line.split('`').collect();
        codes.flat_map(move |at| pieces[at].split_whitespace())
    })
}
